//! `hash`: HMAC-SHA-256 of the value (FIPS 198-1), cut to a length of at least 64 bits.

use super::{
    Argument, Arguments, Built, Class, Context, Declaration, Kind, Mask, Outcome, Parameter, TEXT,
    Uniqueness,
};
use crate::Error;
use crate::keyed::{Keyed, TOKEN_CHARS};

pub(super) const DECLARATION: Declaration = Declaration {
    name: "hash",
    summary: "replaces a value by its keyed hash",
    parameters: &[
        Parameter {
            name: "length",
            kind: Kind::Integer,
            default: Some(Argument::Integer(32)),
            choices: &[],
            doc: "characters of the hash: 16 to 64 in hex, 13 to 52 in base32",
        },
        Parameter {
            name: "encoding",
            kind: Kind::Choice,
            default: Some(Argument::Text("hex")),
            choices: &["hex", "base32"],
            doc: "the alphabet, in lower case",
        },
    ],
    types: TEXT,
    uniqueness: Uniqueness::CollisionFree,
    keyed: true,
    output: Class::Internal,
    example: "K-10087 → 5f0c1d6a9be24c37a8e41b9d02f7c6ae",
    build,
};

fn build(arguments: &mut Arguments, context: &Context<'_>) -> Result<Built, Error> {
    let hex = arguments.text("encoding")? == "hex";
    let (min, max) = if hex {
        (16, 64)
    } else {
        (TOKEN_CHARS as i64, 52)
    };
    let length = arguments.integer("length", min, max)?;
    context.require(length)?;
    let keyed = context.keyed()?;
    Ok(Built {
        mask: Box::new(Hash { keyed, length, hex }),
        uniqueness: Uniqueness::CollisionFree,
        min_chars: length,
    })
}

struct Hash {
    keyed: Keyed,
    length: usize,
    hex: bool,
}

impl Mask for Hash {
    fn apply(&self, value: &[u8], out: &mut Vec<u8>) -> Outcome {
        let digest = self.keyed.digest(value);
        match self.hex {
            true => digest.hex(self.length, out),
            false => digest.base32(self.length, out),
        }
        Outcome::Masked
    }
}
