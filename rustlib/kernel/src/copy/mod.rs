//! COPY streams, in blocks cut anywhere: masked columns are replaced, all else passes untouched.

mod binary;
mod column;
mod recent;
mod text;

pub use binary::Binary;
pub use column::{Collect, Count, Masked};
pub use text::Text;

use crate::Error;
use crate::masks::Outcome;

/// What a stream held so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub rows: u64,
    /// Values that a mask replaced, among them those it could not parse.
    pub masked: u64,
    /// Values replaced by a token because the mask could not parse them.
    pub unparsed: u64,
}

impl Counts {
    fn note(&mut self, value: Option<&[u8]>, outcome: Outcome) {
        // NULL that stays NULL was not masked.
        if value.is_some() || outcome != Outcome::Null {
            self.masked += 1;
        }
        if outcome == Outcome::Unparsed {
            self.unparsed += 1;
        }
    }
}

/// What happens to one column.
pub trait Column: Send {
    /// Appends what replaces the value (`None` is NULL).
    fn replace(&mut self, value: Option<&[u8]>, out: &mut Vec<u8>) -> Outcome;
}

/// A column of a plan: passed as it is, or replaced.
pub type Plan = Vec<Option<Box<dyn Column>>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Binary,
    Text,
}

/// Reads one stream in any cuts and writes another of the same format.
pub enum Transformer {
    Binary(Binary),
    Text(Text),
}

impl Transformer {
    pub fn new(format: Format, plan: Plan) -> Self {
        match format {
            Format::Binary => Self::Binary(Binary::new(plan)),
            Format::Text => Self::Text(Text::new(plan)),
        }
    }

    /// Reads the next block and appends to `out` what is ready.
    pub fn feed(&mut self, input: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        match self {
            Self::Binary(binary) => binary.feed(input, out),
            Self::Text(text) => text.feed(input, out),
        }
    }

    /// Ends the stream; an error where it ends in the middle.
    pub fn finish(&mut self) -> Result<Counts, Error> {
        match self {
            Self::Binary(binary) => binary.finish(),
            Self::Text(text) => text.finish(),
        }
    }

    pub fn counts(&self) -> Counts {
        match self {
            Self::Binary(binary) => binary.counts(),
            Self::Text(text) => text.counts(),
        }
    }
}

#[cfg(test)]
mod tests;
