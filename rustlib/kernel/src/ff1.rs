//! FF1 (NIST SP 800-38G) on decimal digits.
//!
//! The algorithm is the `fpe` crate's; its own numeral strings allocate in every round, so the
//! two halves are plain integers here.

use std::sync::Arc;

use aes::Aes256;
use aes::cipher::common::{BlockSizeUser, KeySizeUser};
use aes::cipher::{BlockCipherEncClosure, BlockCipherEncrypt, Key as CipherKey, KeyInit};
use fpe::ff1::{FF1, NumeralString, Operations};

use crate::{Error, Key};

/// SP 800-38G r1: a domain of fewer than 10^6 values is refused.
pub(crate) const MIN_DIGITS: usize = 6;
/// Two halves of 18 digits fit 64 bits.
pub(crate) const MAX_DIGITS: usize = 36;

pub(crate) struct Ff1(FF1<Shared<Aes256>>);

/// The crate clones its cipher in every round; a clone of this one copies no key schedule.
struct Shared<C>(Arc<C>);

impl<C> Clone for Shared<C> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<C: KeySizeUser> KeySizeUser for Shared<C> {
    type KeySize = C::KeySize;
}

impl<C: KeyInit> KeyInit for Shared<C> {
    fn new(key: &CipherKey<Self>) -> Self {
        Self(Arc::new(C::new(key)))
    }
}

impl<C: BlockSizeUser> BlockSizeUser for Shared<C> {
    type BlockSize = C::BlockSize;
}

impl<C: BlockCipherEncrypt> BlockCipherEncrypt for Shared<C> {
    fn encrypt_with_backend(&self, f: impl BlockCipherEncClosure<BlockSize = Self::BlockSize>) {
        self.0.encrypt_with_backend(f);
    }
}

impl Ff1 {
    pub(crate) fn new(key: &Key) -> Result<Self, Error> {
        FF1::new(key.bytes(), 10)
            .map(Self)
            .map_err(|_| Error::mask("key", "the key does not fit FF1"))
    }

    /// Permutes digits (0 to 9, not ASCII) in place; false where their number is out of bounds.
    pub(crate) fn permute(&self, tweak: &[u8], digits: &mut [u8]) -> bool {
        if !(MIN_DIGITS..=MAX_DIGITS).contains(&digits.len()) {
            return false;
        }
        let (left, right) = digits.split_at(digits.len() / 2);
        let plain = Decimal(Half::read(left), Half::read(right));
        let Ok(Decimal(left, right)) = self.0.encrypt(tweak, &plain) else {
            return false;
        };
        let middle = digits.len() / 2;
        left.write(&mut digits[..middle]);
        right.write(&mut digits[middle..]);
        true
    }
}

#[derive(Clone, Copy)]
struct Half {
    count: usize,
    value: u64,
}

struct Decimal(Half, Half);

impl Half {
    fn read(digits: &[u8]) -> Self {
        let value = digits.iter().fold(0, |sum, d| sum * 10 + u64::from(*d));
        Self {
            count: digits.len(),
            value,
        }
    }

    fn write(mut self, digits: &mut [u8]) {
        for digit in digits.iter_mut().rev() {
            *digit = (self.value % 10) as u8;
            self.value /= 10;
        }
    }
}

/// NUM(bytes) mod `modulus`: FF1 gives at most 12 bytes for halves of at most 18 digits.
fn remainder(bytes: impl Iterator<Item = u8>, modulus: u64) -> u64 {
    let number = bytes.fold(0u128, |sum, byte| sum << 8 | u128::from(byte));
    if modulus > u64::from(u32::MAX) {
        return (number % u128::from(modulus)) as u64;
    }
    // Most halves are short: division by limbs of 32 bits is several times as fast.
    let limb =
        |rest: u64, shift: u32| ((rest << 32) | (number >> shift) as u64 & 0xFFFF_FFFF) % modulus;
    limb(limb(limb(limb(0, 96), 64), 32), 0)
}

impl Operations for Half {
    type Bytes = Tail;

    fn numeral_count(&self) -> usize {
        self.count
    }

    fn to_be_bytes(&self, _radix: u32, b: usize) -> Tail {
        Tail {
            bytes: self.value.to_be_bytes(),
            len: b.min(8),
        }
    }

    fn add_mod_exp(self, other: impl Iterator<Item = u8>, radix: u32, m: usize) -> Self {
        let modulus = u64::from(radix).pow(m as u32);
        let value = (self.value + remainder(other, modulus)) % modulus;
        Self { count: m, value }
    }

    fn sub_mod_exp(self, other: impl Iterator<Item = u8>, radix: u32, m: usize) -> Self {
        let modulus = u64::from(radix).pow(m as u32);
        let value = (self.value + modulus - remainder(other, modulus)) % modulus;
        Self { count: m, value }
    }
}

/// The last `len` bytes of a number; 18 digits need no more than 8.
struct Tail {
    bytes: [u8; 8],
    len: usize,
}

impl AsRef<[u8]> for Tail {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[8 - self.len..]
    }
}

impl NumeralString for Decimal {
    type Ops = Half;

    fn is_valid(&self, radix: u32) -> bool {
        radix == 10
    }

    fn numeral_count(&self) -> usize {
        self.0.count + self.1.count
    }

    fn split(&self) -> (Half, Half) {
        (self.0, self.1)
    }

    fn concat(a: Half, b: Half) -> Self {
        Self(a, b)
    }
}

#[cfg(test)]
mod tests {
    use fpe::ff1::FlexibleNumeralString;
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{bytes, vectors};

    fn numerals(text: &str) -> Vec<u8> {
        text.bytes().map(|byte| byte - b'0').collect()
    }

    fn encrypt<C>(key: &[u8], tweak: &[u8], plain: &[u8]) -> Vec<u8>
    where
        C: aes::cipher::KeyInit + aes::cipher::BlockCipherEncrypt + Clone,
    {
        let (left, right) = plain.split_at(plain.len() / 2);
        let plain = Decimal(Half::read(left), Half::read(right));
        let Decimal(a, b) = FF1::<C>::new(key, 10)
            .unwrap()
            .encrypt(tweak, &plain)
            .unwrap();
        let mut out = vec![0; a.count + b.count];
        let (left, right) = out.split_at_mut(a.count);
        a.write(left);
        b.write(right);
        out
    }

    #[test]
    fn nist_samples() {
        let Some(set) = vectors("ff1") else { return };
        let decimal = set["vectors"].as_array().unwrap();
        let decimal: Vec<_> = decimal.iter().filter(|v| v["radix"] == 10).collect();
        assert_eq!(decimal.len(), 6);
        for vector in decimal {
            let (key, tweak) = (bytes(&vector["key"]), bytes(&vector["tweak"]));
            let plain = numerals(vector["plaintext"].as_str().unwrap());
            let cipher = match key.len() {
                16 => encrypt::<aes::Aes128>(&key, &tweak, &plain),
                24 => encrypt::<aes::Aes192>(&key, &tweak, &plain),
                _ => encrypt::<aes::Aes256>(&key, &tweak, &plain),
            };
            let expected = numerals(vector["ciphertext"].as_str().unwrap());
            assert_eq!(cipher, expected, "{}", vector["id"]);
        }
    }

    #[test]
    fn small_domains_are_refused() {
        let Some(set) = vectors("ff1_negative") else {
            return;
        };
        let ff1 = Ff1(FF1::new(&[1; 32], 10).unwrap());
        for vector in set["vectors"].as_array().unwrap() {
            if vector["radix"] != 10 {
                continue;
            }
            let mut digits = vec![1; vector["len"].as_u64().unwrap() as usize];
            let accepted = vector["expect"].as_str().unwrap().starts_with("accept");
            assert_eq!(ff1.permute(&[], &mut digits), accepted, "{vector}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_big_integers_of_the_crate(
            key in any::<[u8; 32]>(),
            tweak in proptest::collection::vec(any::<u8>(), 0..4),
            digits in proptest::collection::vec(0u8..10, MIN_DIGITS..=MAX_DIGITS),
        ) {
            let whole: Vec<u16> = digits.iter().map(|d| u16::from(*d)).collect();
            let reference = FF1::<Aes256>::new(&key, 10).unwrap();
            let expected = reference.encrypt(&tweak, &FlexibleNumeralString::from(whole)).unwrap();
            let mut out = digits;
            prop_assert!(Ff1(FF1::new(&key, 10).unwrap()).permute(&tweak, &mut out));
            let out: Vec<u16> = out.iter().map(|d| u16::from(*d)).collect();
            prop_assert_eq!(out, Vec::<u16>::from(expected));
        }
    }
}
