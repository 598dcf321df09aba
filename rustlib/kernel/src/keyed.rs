//! HMAC-SHA-256 with its key schedule computed once, and what masks read from a digest.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sha2::block_api::compress256;

use crate::{Error, Key};

const BLOCK: usize = 64;
/// What fits one block with its end mark and its length.
const SHORT: usize = BLOCK - 9;
/// The initial hash value of SHA-256 (FIPS 180-4, 5.3.3).
const INITIAL: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

/// Lower-case base32 (RFC 4648): safe in e-mail addresses and in identifiers.
const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Base32 characters that hold 64 bits.
pub(crate) const TOKEN_CHARS: usize = 13;

pub(crate) struct Keyed {
    /// The states after the padded key, by which short values take two compressions and no more;
    /// the crate's own buffering costs as much again.
    inner: [u32; 8],
    outer: [u32; 8],
    long: Hmac<Sha256>,
}

impl Keyed {
    pub(crate) fn new(key: &Key) -> Result<Self, Error> {
        let long = Hmac::new_from_slice(key.bytes())
            .map_err(|_| Error::mask("key", "the key has a wrong length"))?;
        Ok(Self {
            inner: after_key(key, 0x36),
            outer: after_key(key, 0x5C),
            long,
        })
    }

    pub(crate) fn digest(&self, value: &[u8]) -> Digest {
        if value.len() > SHORT {
            let mut mac = self.long.clone();
            mac.update(value);
            return Digest(mac.finalize().into_bytes().into());
        }
        let inner = last_block(self.inner, value);
        Digest(last_block(self.outer, &inner))
    }
}

/// The state of SHA-256 after the key, padded and combined with `pad` (FIPS 198-1).
fn after_key(key: &Key, pad: u8) -> [u32; 8] {
    let mut block = [pad; BLOCK];
    for (byte, key) in block.iter_mut().zip(key.bytes()) {
        *byte ^= key;
    }
    let mut state = INITIAL;
    compress256(&mut state, &[block]);
    state
}

/// Ends a hash whose first block is already in the state with at most `SHORT` bytes.
fn last_block(mut state: [u32; 8], bytes: &[u8]) -> [u8; 32] {
    let mut block = [0; BLOCK];
    block[..bytes.len()].copy_from_slice(bytes);
    block[bytes.len()] = 0x80;
    let bits = ((BLOCK + bytes.len()) * 8) as u64;
    block[BLOCK - 8..].copy_from_slice(&bits.to_be_bytes());
    compress256(&mut state, &[block]);
    let mut digest = [0; 32];
    for (bytes, word) in digest.chunks_exact_mut(4).zip(state) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    digest
}

/// 32 pseudo-random bytes. Words 0 to 3 choose from lists; bytes 16 to 23 make the token.
pub(crate) struct Digest(pub(crate) [u8; 32]);

impl Digest {
    /// An index below `len`, from one of the 4-byte words (bias below 2^-20 for our lists).
    pub(crate) fn index(&self, word: usize, len: usize) -> usize {
        let at = (word % 8) * 4;
        let bytes = [self.0[at], self.0[at + 1], self.0[at + 2], self.0[at + 3]];
        ((u64::from(u32::from_be_bytes(bytes)) * len as u64) >> 32) as usize
    }

    /// Base32 of bytes 16 to 23.
    pub(crate) fn token(&self) -> [u8; TOKEN_CHARS] {
        let mut bits = u64::from_be_bytes([
            self.0[16], self.0[17], self.0[18], self.0[19], self.0[20], self.0[21], self.0[22],
            self.0[23],
        ]);
        let mut token = [0; TOKEN_CHARS];
        for char in &mut token {
            *char = BASE32[(bits >> 59) as usize];
            bits <<= 5;
        }
        token
    }

    /// Appends `chars` characters of base32 of the whole digest (at most 52).
    pub(crate) fn base32(&self, chars: usize, out: &mut Vec<u8>) {
        for at in 0..chars {
            let bit = at * 5;
            let high = u16::from(*self.0.get(bit / 8).unwrap_or(&0));
            let low = u16::from(*self.0.get(bit / 8 + 1).unwrap_or(&0));
            let five = ((high << 8 | low) >> (11 - bit % 8)) & 31;
            out.push(BASE32[usize::from(five)]);
        }
    }

    /// Appends `chars` hexadecimal digits (at most 64).
    pub(crate) fn hex(&self, chars: usize, out: &mut Vec<u8>) {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        let mut digits = [0; 64];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.0) {
            pair[0] = HEX[usize::from(byte >> 4)];
            pair[1] = HEX[usize::from(byte & 15)];
        }
        out.extend_from_slice(&digits[..chars.min(digits.len())]);
    }
}

/// Decimal digits without end, for values that a mask cannot parse.
pub(crate) struct Digits<'a> {
    keyed: &'a Keyed,
    block: [u8; 32],
    used: usize,
}

impl<'a> Digits<'a> {
    pub(crate) fn new(keyed: &'a Keyed, value: &[u8]) -> Self {
        let block = keyed.digest(value).0;
        Self {
            keyed,
            block,
            used: 0,
        }
    }

    pub(crate) fn next_digit(&mut self) -> u8 {
        if self.used == self.block.len() {
            self.block = self.keyed.digest(&self.block).0;
            self.used = 0;
        }
        let byte = self.block[self.used];
        self.used += 1;
        b'0' + ((u16::from(byte) * 10) >> 8) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scope;
    use crate::testing::{bytes, vectors};

    #[test]
    fn hmac_passes_rfc_4231() {
        let Some(vectors) = vectors("hmac_sha256") else {
            return;
        };
        for vector in vectors["vectors"].as_array().unwrap() {
            let mut mac = Hmac::<Sha256>::new_from_slice(&bytes(&vector["key"])).unwrap();
            mac.update(&bytes(&vector["data"]));
            let expected = bytes(&vector["mac"]);
            let mac = mac.finalize().into_bytes();
            assert_eq!(mac[..expected.len()], expected, "{}", vector["id"]);
        }
    }

    #[test]
    fn short_and_long_values_agree_with_the_crate() {
        let scope = Scope {
            release: "r",
            domain: "d",
        };
        let key = Key::derive(&[5; 32], scope, "a").unwrap();
        let keyed = Keyed::new(&key).unwrap();
        let bytes: Vec<u8> = (0..200u8).collect();
        for length in 0..200 {
            let mut mac = Hmac::<Sha256>::new_from_slice(key.bytes()).unwrap();
            mac.update(&bytes[..length]);
            let expected: [u8; 32] = mac.finalize().into_bytes().into();
            assert_eq!(keyed.digest(&bytes[..length]).0, expected, "{length}");
        }
    }

    #[test]
    fn hkdf_passes_rfc_5869() {
        let Some(vectors) = vectors("hkdf_sha256") else {
            return;
        };
        for vector in vectors["vectors"].as_array().unwrap() {
            let expected = bytes(&vector["okm"]);
            let mut okm = vec![0; expected.len()];
            hkdf::Hkdf::<Sha256>::new(Some(&bytes(&vector["salt"])), &bytes(&vector["ikm"]))
                .expand(&bytes(&vector["info"]), &mut okm)
                .unwrap();
            assert_eq!(okm, expected, "{}", vector["id"]);
        }
    }

    #[test]
    fn base32_is_that_of_rfc_4648() {
        let mut digest = Digest([0; 32]);
        digest.0[..6].copy_from_slice(b"foobar");
        digest.0[16..22].copy_from_slice(b"foobar");
        let mut out = Vec::new();
        digest.base32(9, &mut out);
        assert_eq!(out, b"mzxw6ytbo");
        assert_eq!(digest.token(), *b"mzxw6ytboiaaa");
    }

    #[test]
    fn a_whole_digest_fits_52_characters() {
        let mut out = Vec::new();
        Digest([255; 32]).base32(52, &mut out);
        assert_eq!(out.len(), 52);
        assert_eq!(&out[..51], &[b'7'; 51]);
        assert_eq!(out[51], b'q');
    }
}
