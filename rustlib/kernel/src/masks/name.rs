//! `name`: the name of nobody in particular, chosen from a list.

use super::{
    Argument, Arguments, Built, Class, Context, Declaration, Kind, Mask, Outcome, Parameter, TEXT,
    Uniqueness,
};
use crate::Error;
use crate::keyed::{Keyed, TOKEN_CHARS};
use crate::lists::{self, Names};

pub(super) const DECLARATION: Declaration = Declaration {
    name: "name",
    summary: "replaces a person's name by another from a list",
    parameters: &[
        Parameter {
            name: "part",
            kind: Kind::Choice,
            default: Some(Argument::Text("full")),
            choices: &["full", "first", "last"],
            doc: "which part of the name the column holds",
        },
        Parameter {
            name: "unique",
            kind: Kind::Boolean,
            default: Some(Argument::Boolean(false)),
            choices: &[],
            doc: "whether a token of 64 bits keeps different names different",
        },
        Parameter {
            name: "locale",
            kind: Kind::Choice,
            default: Some(Argument::Text("en")),
            choices: &["en"],
            doc: "the language of the names",
        },
    ],
    types: TEXT,
    uniqueness: Uniqueness::Lossy,
    keyed: true,
    output: Class::Internal,
    example: "Joanna Public → Emma Carter",
    build,
};

/// Below this a choice among the names that fit would say too much; a token is used instead.
const FEWEST_NAMES: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Full,
    First,
    Last,
}

fn build(arguments: &mut Arguments, context: &Context<'_>) -> Result<Built, Error> {
    let part = match arguments.text("part")?.as_str() {
        "first" => Part::First,
        "last" => Part::Last,
        _ => Part::Full,
    };
    let unique = arguments.boolean("unique");
    let min_chars = if unique { TOKEN_CHARS } else { 1 };
    context.require(min_chars)?;
    // A unique name also holds a space and the token.
    let extra = if unique { TOKEN_CHARS + 1 } else { 0 };
    let room = context.max_chars.map(|max| max.saturating_sub(extra));
    let keyed = context.keyed()?;
    Ok(Built {
        mask: Box::new(Name {
            keyed,
            part,
            names: fitting(part, room),
            unique,
            token: context.max_chars.unwrap_or(TOKEN_CHARS).min(TOKEN_CHARS),
        }),
        uniqueness: match unique {
            true => Uniqueness::CollisionFree,
            false => Uniqueness::Lossy,
        },
        min_chars,
    })
}

/// The names of which each choice fits into `room` characters, unless too few are left.
fn fitting(part: Part, room: Option<usize>) -> Option<Names> {
    let names = lists::english();
    let Some(room) = room else { return Some(names) };
    let (first, last) = match part {
        Part::First => (room, usize::MAX),
        Part::Last => (usize::MAX, room),
        Part::Full if room > names.longest_first() + names.longest_last() => (room, room),
        Part::Full => (
            room.saturating_sub(1) / 2,
            room.saturating_sub(1).div_ceil(2),
        ),
    };
    let names = names.no_longer_than(first, last);
    (names.first.len().min(names.last.len()) >= FEWEST_NAMES).then_some(names)
}

struct Name {
    keyed: Keyed,
    part: Part,
    names: Option<Names>,
    unique: bool,
    token: usize,
}

impl Mask for Name {
    fn apply(&self, value: &[u8], out: &mut Vec<u8>) -> Outcome {
        let digest = self.keyed.digest(value);
        let Some(names) = &self.names else {
            out.extend_from_slice(&digest.token()[..self.token]);
            return Outcome::Masked;
        };
        if self.part != Part::Last {
            out.extend_from_slice(names.first[digest.index(0, names.first.len())].as_bytes());
        }
        if self.part == Part::Full {
            out.push(b' ');
        }
        if self.part != Part::First {
            out.extend_from_slice(names.last[digest.index(1, names.last.len())].as_bytes());
        }
        if self.unique {
            out.push(b' ');
            out.extend_from_slice(&digest.token());
        }
        Outcome::Masked
    }
    fn repeats(&self) -> bool {
        !self.unique
    }
}
