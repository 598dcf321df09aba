//! Keys: one per release, domain and algorithm, derived from the master key by HKDF (RFC 5869).

use std::fmt;

use hkdf::Hkdf;
use sha2::Sha256;

use crate::Error;

const MASTER_BYTES: usize = 32;

/// What a key is for. Columns that share a domain give equal output for equal input.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    pub release: &'a str,
    pub domain: &'a str,
}

/// 32 bytes for one algorithm in one domain of one release.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Key {
    pub fn derive(master: &[u8], scope: Scope<'_>, algorithm: &str) -> Result<Self, Error> {
        let info = format!(
            "confiture/mask/v1|{}|{}|{algorithm}",
            scope.release, scope.domain
        );
        check(scope)?;
        Ok(Self(expand(master, info.as_bytes())?))
    }

    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// The name under which a master key may be spoken of: 16 hexadecimal digits.
pub fn key_id(master: &[u8]) -> Result<String, Error> {
    let id: [u8; 8] = expand(master, b"confiture/key-id/v1")?;
    Ok(id.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn expand<const N: usize>(master: &[u8], info: &[u8]) -> Result<[u8; N], Error> {
    if master.len() != MASTER_BYTES {
        let message = format!(
            "the master key has {} bytes; it must have {MASTER_BYTES}",
            master.len()
        );
        return Err(Error::mask("key", message));
    }
    let mut okm = [0; N];
    Hkdf::<Sha256>::new(None, master)
        .expand(info, &mut okm)
        .map_err(|_| Error::mask("key", "the key cannot be expanded"))?;
    Ok(okm)
}

// '|' separates the parts of the label: with it inside a part, two scopes could share a key.
fn check(scope: Scope<'_>) -> Result<(), Error> {
    for (parameter, part) in [("release", scope.release), ("domain", scope.domain)] {
        if part.contains('|') {
            let message = format!("the {parameter} contains '|', which separates parts of a label");
            return Err(Error::mask(parameter, message));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MASTER: [u8; 32] = [7; 32];

    fn key(release: &str, domain: &str, algorithm: &str) -> Key {
        Key::derive(&MASTER, Scope { release, domain }, algorithm).unwrap()
    }

    #[test]
    fn every_part_of_the_label_counts() {
        let base = key("r", "d", "a").0;
        assert_eq!(base, key("r", "d", "a").0);
        for other in [key("s", "d", "a"), key("r", "e", "a"), key("r", "d", "b")] {
            assert_ne!(base, other.0);
        }
    }

    #[test]
    fn ambiguous_labels_and_short_keys_are_refused() {
        let scope = Scope {
            release: "a|b",
            domain: "c",
        };
        assert!(Key::derive(&MASTER, scope, "x").is_err());
        assert!(key_id(&MASTER[1..]).is_err());
    }

    #[test]
    fn the_id_is_stable_and_not_the_key() {
        let id = key_id(&MASTER).unwrap();
        assert_eq!(id.len(), 16);
        assert_ne!(id, key_id(&[8; 32]).unwrap());
        assert!(!format!("{:?}", key("r", "d", "a")).contains('7'));
    }
}
