//! Masks: what replaces a value, and what each promises.
//!
//! A mask is one file: its declaration, which `ALL` lists, and its construction. All masks read
//! values byte for byte: `A@x` and `a@x` are two values, and so are two spellings of one letter.

mod arguments;
mod constant;
mod email;
mod hash;
mod name;
mod null;
mod partial;
mod phone;
mod redact;

pub use arguments::{Argument, Arguments, Kind, Parameter};

use crate::Error;
use crate::key::{Key, Scope};
use crate::keyed::Keyed;

/// Every mask, by name.
pub const ALL: &[&Declaration] = &[
    &constant::DECLARATION,
    &email::DECLARATION,
    &hash::DECLARATION,
    &name::DECLARATION,
    &null::DECLARATION,
    &partial::DECLARATION,
    &phone::DECLARATION,
    &redact::DECLARATION,
];

/// What a mask did with one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The masked value was appended.
    Masked,
    /// The value was not what the mask expects; a token was appended in its place.
    Unparsed,
    /// The result is NULL; nothing was appended.
    Null,
}

/// Replaces values. The result depends on nothing but the key, the parameters and the value.
pub trait Mask: Send + Sync {
    /// Appends the masked form of `value` to `out`.
    fn apply(&self, value: &[u8], out: &mut Vec<u8>) -> Outcome;

    /// What NULL becomes: NULL, for all masks but `constant`.
    fn apply_null(&self, _out: &mut Vec<u8>) -> Outcome {
        Outcome::Null
    }

    /// Whether its columns hold the same values often enough that remembering them pays.
    fn repeats(&self) -> bool {
        false
    }
}

/// How far two values can meet in one output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uniqueness {
    Bijective,
    /// At least 64 bits.
    CollisionFree,
    Lossy,
    Constant,
}

impl Uniqueness {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bijective => "bijective",
            Self::CollisionFree => "collision-free",
            Self::Lossy => "lossy",
            Self::Constant => "constant",
        }
    }
}

/// The class of data that a mask's output still is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Public,
    Internal,
    Personal,
    Sensitive,
}

impl Class {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Personal => "personal",
            Self::Sensitive => "sensitive",
        }
    }
}

/// The types `text` stands for: text, varchar, bpchar, citext, name, and domains over them.
pub const TEXT: &[&str] = &["text"];
pub const ANY: &[&str] = &["any"];

pub struct Declaration {
    pub name: &'static str,
    pub summary: &'static str,
    pub parameters: &'static [Parameter],
    pub types: &'static [&'static str],
    /// With default parameters; a built mask knows its own.
    pub uniqueness: Uniqueness,
    pub keyed: bool,
    pub output: Class,
    pub example: &'static str,
    build: fn(&mut Arguments, &Context<'_>) -> Result<Built, Error>,
}

/// A mask with what follows from its parameters.
pub struct Built {
    pub mask: Box<dyn Mask>,
    pub uniqueness: Uniqueness,
    /// Characters that the column must hold for the promise to stand; 0 where any length will do.
    pub min_chars: usize,
}

/// What a mask is built from besides its parameters.
struct Context<'a> {
    key: Option<Key>,
    max_chars: Option<usize>,
    name: &'a str,
}

impl Context<'_> {
    fn keyed(&self) -> Result<Keyed, Error> {
        Keyed::new(self.key()?)
    }

    fn key(&self) -> Result<&Key, Error> {
        self.key
            .as_ref()
            .ok_or_else(|| Error::mask("key", format!("the mask {} needs a master key", self.name)))
    }

    fn fits(&self, min_chars: usize) -> bool {
        self.max_chars.is_none_or(|max| max >= min_chars)
    }

    fn require(&self, min_chars: usize) -> Result<(), Error> {
        match self.max_chars {
            Some(max) if max < min_chars => Err(Error::mask(
                "max_chars",
                format!(
                    "the mask {} needs {min_chars} characters; the column has {max}",
                    self.name
                ),
            )),
            _ => Ok(()),
        }
    }
}

pub fn find(name: &str) -> Result<&'static Declaration, Error> {
    let found = ALL.iter().find(|declaration| declaration.name == name);
    found.copied().ok_or_else(|| Error::Mask {
        parameter: None,
        message: format!("no mask {name:?}"),
    })
}

impl Declaration {
    /// Builds the mask; a keyed one needs `master`.
    pub fn build(
        &self,
        mut arguments: Arguments,
        master: Option<&[u8]>,
        scope: Scope<'_>,
        max_chars: Option<usize>,
    ) -> Result<Built, Error> {
        let key = match master {
            Some(master) if self.keyed => Some(Key::derive(master, scope, self.name)?),
            _ => None,
        };
        let context = Context {
            key,
            max_chars,
            name: self.name,
        };
        arguments.check(self.parameters)?;
        (self.build)(&mut arguments, &context)
    }

    /// Uniqueness and `min_chars` under these parameters, which needs no key.
    pub fn check(&self, arguments: Arguments) -> Result<(Uniqueness, usize), Error> {
        let scope = Scope {
            release: "",
            domain: "",
        };
        let built = self.build(arguments, Some(&[0; 32]), scope, None)?;
        Ok((built.uniqueness, built.min_chars))
    }
}

#[cfg(test)]
mod golden;
#[cfg(test)]
mod tests;
