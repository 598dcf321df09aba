//! `partial`: the ends of a value stay, the rest becomes one character repeated.

use super::{
    Argument, Arguments, Built, Class, Context, Declaration, Kind, Mask, Outcome, Parameter, TEXT,
    Uniqueness,
};
use crate::Error;

pub(super) const DECLARATION: Declaration = Declaration {
    name: "partial",
    summary: "keeps the first and the last characters and covers the others",
    parameters: &[
        Parameter {
            name: "keep_first",
            kind: Kind::Integer,
            default: Some(Argument::Integer(0)),
            choices: &[],
            doc: "characters to keep at the start",
        },
        Parameter {
            name: "keep_last",
            kind: Kind::Integer,
            default: Some(Argument::Integer(0)),
            choices: &[],
            doc: "characters to keep at the end",
        },
        Parameter {
            name: "char",
            kind: Kind::Text,
            default: Some(Argument::Text("*")),
            choices: &[],
            doc: "the character that covers one character",
        },
    ],
    types: TEXT,
    uniqueness: Uniqueness::Lossy,
    keyed: false,
    output: Class::Personal,
    example: "4111111111111111 → ************1111",
    build,
};

/// Far above what anyone keeps of a value that must not be known.
const MOST_KEPT: i64 = 1000;

fn build(arguments: &mut Arguments, _: &Context<'_>) -> Result<Built, Error> {
    let first = arguments.integer("keep_first", 0, MOST_KEPT)?;
    let last = arguments.integer("keep_last", 0, MOST_KEPT)?;
    let cover = arguments.text("char")?;
    // NUL ends a text in PostgreSQL; it cannot be stored.
    if cover.chars().count() != 1 || cover == "\0" {
        let message = "the parameter char must be one character";
        return Err(Error::mask("char", message));
    }
    Ok(Built {
        mask: Box::new(Partial { first, last, cover }),
        uniqueness: Uniqueness::Lossy,
        min_chars: 0,
    })
}

struct Partial {
    first: usize,
    last: usize,
    cover: String,
}

impl Partial {
    fn cover(&self, chars: usize, out: &mut Vec<u8>) {
        for _ in 0..chars {
            out.extend_from_slice(self.cover.as_bytes());
        }
    }
}

impl Mask for Partial {
    fn apply(&self, value: &[u8], out: &mut Vec<u8>) -> Outcome {
        let Ok(text) = std::str::from_utf8(value) else {
            self.cover(value.len(), out);
            return Outcome::Unparsed;
        };
        let chars = text.chars().count();
        if chars <= self.first + self.last {
            self.cover(chars, out);
            return Outcome::Masked;
        }
        let at = |index| {
            text.char_indices()
                .nth(index)
                .map_or(text.len(), |(at, _)| at)
        };
        let (start, end) = (at(self.first), at(chars - self.last));
        out.extend_from_slice(&value[..start]);
        self.cover(chars - self.first - self.last, out);
        out.extend_from_slice(&value[end..]);
        Outcome::Masked
    }
}
