//! FF1 (NIST SP 800-38G) on decimal digits.
//!
//! Step numbers are those of algorithm 7. With halves of at most 18 digits, and a tweak that fits
//! one block beside a half, a round is one block of AES and arithmetic on plain integers; the tests
//! hold it against the `fpe` crate.

use aes::Aes256;
use aes::cipher::consts::U16;
use aes::cipher::{
    Block, BlockCipherEncBackend, BlockCipherEncClosure, BlockCipherEncrypt, BlockSizeUser, KeyInit,
};

use crate::{Error, Key};

/// SP 800-38G r1: a domain of fewer than 10^6 values is refused.
pub(crate) const MIN_DIGITS: usize = 6;
/// Two halves of 18 digits fit 64 bits.
pub(crate) const MAX_DIGITS: usize = 36;
/// Lengths of a tweak that can fit one block.
const TWEAKS: usize = 16;

pub(crate) struct Ff1<C = Aes256> {
    cipher: C,
    /// The enciphered block P (step 5) of every number of digits and length of the tweak: the
    /// rounds of a number begin with it.
    first: Vec<u128>,
}

impl Ff1 {
    pub(crate) fn new(key: &Key) -> Result<Self, Error> {
        Self::with_key(key.bytes()).ok_or_else(|| Error::mask("key", "the key does not fit FF1"))
    }
}

impl<C: KeyInit + BlockCipherEncrypt<BlockSize = U16>> Ff1<C> {
    fn with_key(key: &[u8]) -> Option<Self> {
        let cipher = C::new_from_slice(key).ok()?;
        let lengths = (MIN_DIGITS..=MAX_DIGITS).flat_map(|n| (0..TWEAKS).map(move |t| (n, t)));
        let mut blocks: Vec<Block<C>> = lengths.map(|(n, t)| block_p(n, t).into()).collect();
        cipher.encrypt_blocks(&mut blocks);
        let first = blocks.into_iter().map(|p| u128::from_be_bytes(p.into()));
        Some(Self {
            first: first.collect(),
            cipher,
        })
    }

    /// Permutes digits (0 to 9, not ASCII) in place; false where their number is out of bounds, or
    /// where the tweak leaves no room for a half in a block.
    pub(crate) fn permute(&self, tweak: &[u8], digits: &mut [u8]) -> bool {
        let count = digits.len();
        if !(MIN_DIGITS..=MAX_DIGITS).contains(&count) {
            return false;
        }
        let (left, right) = digits.split_at_mut(count / 2);
        let bytes = half_bytes(right.len());
        let Some(first) = self.first.get((count - MIN_DIGITS) * TWEAKS + tweak.len()) else {
            return false;
        };
        if tweak.len() + 1 + bytes > TWEAKS {
            return false;
        }
        let mut start = [0; TWEAKS];
        start[..tweak.len()].copy_from_slice(tweak);
        let mut halves = (number(left), number(right));
        self.cipher.encrypt_with_backend(Rounds {
            start: first ^ u128::from_be_bytes(start),
            bytes,
            moduli: [MODULI[left.len()], MODULI[right.len()]],
            halves: &mut halves,
        });
        write(halves.0, left);
        write(halves.1, right);
        true
    }
}

/// Step 5, for `n` digits and a tweak of `t` bytes.
fn block_p(n: usize, t: usize) -> [u8; 16] {
    // No length exceeds 36.
    let (n, t) = (n as u8, t as u8);
    [1, 2, 1, 0, 0, 10, 10, n / 2, 0, 0, 0, n, 0, 0, 0, t]
}

/// Step 3: the bytes of a number of that many digits, at most 8. No power of ten is one of two, so
/// the bits of the greatest number are the logarithm rounded up.
fn half_bytes(digits: usize) -> usize {
    let greatest = POWERS[digits] - 1;
    (u64::BITS - greatest.leading_zeros()).div_ceil(8) as usize
}

fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |sum, d| sum * 10 + u64::from(*d))
}

fn write(mut number: u64, digits: &mut [u8]) {
    for digit in digits.iter_mut().rev() {
        *digit = (number % 10) as u8;
        number /= 10;
    }
}

const POWERS: [u64; MAX_DIGITS / 2 + 1] = {
    let mut powers = [1; MAX_DIGITS / 2 + 1];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// A power of ten, and what to multiply by instead of dividing by it.
#[derive(Clone, Copy)]
struct Modulus {
    value: u64,
    /// 2^64 divided by `value`, rounded down.
    inverse: u64,
}

const MODULI: [Modulus; POWERS.len()] = {
    let mut moduli = [Modulus {
        value: 1,
        inverse: 0,
    }; POWERS.len()];
    let mut at = 1;
    while at < moduli.len() {
        // Ten has the factor five, so 2^64 - 1 gives the same quotient as 2^64.
        moduli[at] = Modulus {
            value: POWERS[at],
            inverse: u64::MAX / POWERS[at],
        };
        at += 1;
    }
    moduli
};

impl Modulus {
    /// (a + y) mod `value`, for `a` below it.
    #[inline(always)]
    fn add(self, a: u64, y: u64) -> u64 {
        // The quotient is at most one too small.
        let quotient = (u128::from(y) * u128::from(self.inverse)) >> 64;
        let rest = y - quotient as u64 * self.value;
        self.below(self.below(rest) + a)
    }

    /// The same for a `y` of 96 bits.
    #[inline(always)]
    fn add_wide(self, a: u64, y: u128) -> u64 {
        self.below((y % u128::from(self.value)) as u64 + a)
    }

    fn below(self, sum: u64) -> u64 {
        sum.checked_sub(self.value).unwrap_or(sum)
    }
}

/// Step 6, run where the cipher is at hand without a call for each block.
struct Rounds<'a> {
    /// The enciphered P, combined with the tweak at the beginning of Q.
    start: u128,
    /// Bytes of a half in Q.
    bytes: usize,
    moduli: [Modulus; 2],
    halves: &'a mut (u64, u64),
}

impl BlockSizeUser for Rounds<'_> {
    type BlockSize = U16;
}

impl BlockCipherEncClosure for Rounds<'_> {
    #[inline(always)]
    fn call<B: BlockCipherEncBackend<BlockSize = U16>>(self, backend: &B) {
        let (mut a, mut b) = *self.halves;
        for round in 0..10u8 {
            let end = u128::from(round) << (8 * self.bytes) | u128::from(b);
            let mut block = Block::<Self>::from((self.start ^ end).to_be_bytes());
            backend.encrypt_block_inplace(&mut block);
            let r = u128::from_be_bytes(block.into());
            let modulus = self.moduli[usize::from(round % 2)];
            // d, the bytes of R that make y, is 8 for halves of up to 4 bytes and 12 for longer.
            let c = match self.bytes {
                ..=4 => modulus.add(a, (r >> 64) as u64),
                _ => modulus.add_wide(a, r >> 32),
            };
            (a, b) = (b, c);
        }
        *self.halves = (a, b);
    }
}

#[cfg(test)]
mod tests {
    use fpe::ff1::{FF1, FlexibleNumeralString};
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{bytes, vectors};

    fn numerals(text: &str) -> Vec<u8> {
        text.bytes().map(|byte| byte - b'0').collect()
    }

    fn encrypt<C>(key: &[u8], tweak: &[u8], plain: &[u8]) -> Vec<u8>
    where
        C: KeyInit + BlockCipherEncrypt<BlockSize = U16>,
    {
        let mut digits = plain.to_vec();
        let ff1 = Ff1::<C>::with_key(key).unwrap();
        assert!(ff1.permute(tweak, &mut digits));
        digits
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
        let ff1 = Ff1::<Aes256>::with_key(&[1; 32]).unwrap();
        for vector in set["vectors"].as_array().unwrap() {
            if vector["radix"] != 10 {
                continue;
            }
            let mut digits = vec![1; vector["len"].as_u64().unwrap() as usize];
            let accepted = vector["expect"].as_str().unwrap().starts_with("accept");
            assert_eq!(ff1.permute(&[], &mut digits), accepted, "{vector}");
        }
    }

    #[test]
    fn a_tweak_must_leave_room_for_a_half() {
        let ff1 = Ff1::<Aes256>::with_key(&[1; 32]).unwrap();
        for (tweak, count, fits) in [
            (7, 36, true),
            (8, 36, false),
            (13, 6, true),
            (14, 6, false),
            (500, 6, false),
        ] {
            assert_eq!(
                ff1.permute(&vec![1; tweak], &mut vec![1; count]),
                fits,
                "{tweak} {count}"
            );
        }
    }

    #[test]
    fn a_sum_is_reduced_at_the_edges() {
        for modulus in &MODULI[MIN_DIGITS / 2..] {
            for y in [
                0,
                1,
                modulus.value - 1,
                modulus.value,
                u64::MAX - 1,
                u64::MAX,
                u64::MAX / modulus.value * modulus.value,
                u64::MAX / modulus.value * modulus.value - 1,
            ] {
                for a in [0, modulus.value - 1] {
                    let expected =
                        ((u128::from(a) + u128::from(y)) % u128::from(modulus.value)) as u64;
                    assert_eq!(modulus.add(a, y), expected);
                    assert_eq!(modulus.add_wide(a, u128::from(y)), expected);
                }
            }
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_fpe_crate(
            key in any::<[u8; 32]>(),
            tweak in proptest::collection::vec(any::<u8>(), 0..8),
            digits in proptest::collection::vec(0u8..10, MIN_DIGITS..=MAX_DIGITS),
        ) {
            let whole: Vec<u16> = digits.iter().map(|d| u16::from(*d)).collect();
            let reference = FF1::<Aes256>::new(&key, 10).unwrap();
            let expected = reference.encrypt(&tweak, &FlexibleNumeralString::from(whole)).unwrap();
            let out: Vec<u16> = encrypt::<Aes256>(&key, &tweak, &digits)
                .iter()
                .map(|d| u16::from(*d))
                .collect();
            prop_assert_eq!(out, Vec::<u16>::from(expected));
        }
    }
}
