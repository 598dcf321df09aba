//! COPY TEXT: one line per row, tabs between fields, `\N` for NULL, backslash escapes.
//!
//! Without a header line, with the default delimiter and NULL string, as a server of version 7.4
//! or later sends it.

use memchr::{memchr, memchr2};

use super::{Counts, Plan};
use crate::Error;
use crate::masks::Outcome;

pub struct Text {
    plan: Plan,
    column: usize,
    /// Whether the row has begun: a line may end only where a row has.
    inside: bool,
    /// The escaped value of a replaced field that the last block cut.
    field: Vec<u8>,
    /// The value without its escapes, and what replaces it.
    plain: Vec<u8>,
    masked: Vec<u8>,
    counts: Counts,
}

impl Text {
    pub fn new(plan: Plan) -> Self {
        Self {
            plan,
            column: 0,
            inside: false,
            field: Vec::new(),
            plain: Vec::new(),
            masked: Vec::new(),
            counts: Counts::default(),
        }
    }

    pub fn counts(&self) -> Counts {
        self.counts
    }

    pub fn finish(&mut self) -> Result<Counts, Error> {
        match self.inside {
            false => Ok(self.counts),
            true => Err(Error::stream("the text stream ends within a line")),
        }
    }

    pub fn feed(&mut self, input: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let mut rest = input;
        while !rest.is_empty() {
            self.inside = true;
            let replaced = self.plan.get(self.column).is_some_and(Option::is_some);
            // A table without columns gives empty lines, which read as one empty field.
            if self.plan.is_empty() && rest[0] != b'\n' {
                return Err(self.miscounted("more than"));
            }
            let Some(end) = memchr2(b'\t', b'\n', rest) else {
                match replaced {
                    true => self.field.extend_from_slice(rest),
                    false => out.extend_from_slice(rest),
                }
                return Ok(());
            };
            let (piece, separator) = (&rest[..end], rest[end]);
            match replaced {
                true => self.field(piece, out)?,
                false => out.extend_from_slice(piece),
            }
            out.push(separator);
            self.advance(separator)?;
            rest = &rest[end + 1..];
        }
        Ok(())
    }

    fn advance(&mut self, separator: u8) -> Result<(), Error> {
        self.column += 1;
        let columns = self.plan.len();
        if separator == b'\t' {
            return match self.column < columns {
                true => Ok(()),
                false => Err(self.miscounted("more than")),
            };
        }
        if self.column != columns.max(1) {
            return Err(self.miscounted("fewer than"));
        }
        self.column = 0;
        self.inside = false;
        self.counts.rows += 1;
        Ok(())
    }

    fn miscounted(&self, how: &str) -> Error {
        let (row, columns) = (self.counts.rows + 1, self.plan.len());
        Error::stream(format!(
            "row {row} has {how} the {columns} columns of the plan"
        ))
    }

    /// Replaces a field whose last piece has come.
    fn field(&mut self, piece: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let mut gathered = std::mem::take(&mut self.field);
        let escaped = match gathered.is_empty() {
            true => piece,
            false => {
                gathered.extend_from_slice(piece);
                &gathered[..]
            }
        };
        self.plain.clear();
        let value = match escaped {
            b"\\N" => None,
            escaped if memchr(b'\\', escaped).is_none() => Some(escaped),
            escaped => {
                unescape(escaped, &mut self.plain)?;
                Some(&self.plain[..])
            }
        };
        self.masked.clear();
        if let Some(Some(replacement)) = self.plan.get_mut(self.column) {
            let outcome = replacement.replace(value, &mut self.masked);
            self.counts.note(value, outcome);
            match outcome {
                Outcome::Null => out.extend_from_slice(b"\\N"),
                _ => escape(&self.masked, out),
            }
        }
        gathered.clear();
        for buffer in [&mut gathered, &mut self.plain, &mut self.masked] {
            // One huge value must not hold its memory until the end of the stream.
            buffer.shrink_to(1 << 20);
        }
        self.field = gathered;
        Ok(())
    }
}

pub(super) fn unescape(escaped: &[u8], plain: &mut Vec<u8>) -> Result<(), Error> {
    let mut rest = escaped;
    while let Some(at) = memchr(b'\\', rest) {
        plain.extend_from_slice(&rest[..at]);
        let Some(next) = rest.get(at + 1) else {
            return Err(Error::stream("a field ends in a backslash"));
        };
        let (byte, length) = match next {
            b'b' => (0x08, 1),
            b'f' => (0x0C, 1),
            b'n' => (b'\n', 1),
            b'r' => (b'\r', 1),
            b't' => (b'\t', 1),
            b'v' => (0x0B, 1),
            b'x' => number(&rest[at + 2..], 16, 2).map_or((b'x', 1), |(b, len)| (b, len + 1)),
            b'0'..=b'7' => number(&rest[at + 1..], 8, 3).unwrap_or((*next, 1)),
            other => (*other, 1),
        };
        plain.push(byte);
        rest = &rest[at + 1 + length..];
    }
    plain.extend_from_slice(rest);
    Ok(())
}

/// A number of at most `most` digits at the start, cut to its low eight bits as the server does.
fn number(text: &[u8], radix: u32, most: usize) -> Option<(u8, usize)> {
    let digits = text
        .iter()
        .take(most)
        .map_while(|byte| char::from(*byte).to_digit(radix));
    let (value, count) = digits.fold((0, 0), |(sum, n), digit| (sum * radix + digit, n + 1));
    (count > 0).then_some(((value & 0xFF) as u8, count))
}

pub(super) fn escape(plain: &[u8], out: &mut Vec<u8>) {
    for byte in plain {
        let letter = match byte {
            0x08 => b'b',
            0x0C => b'f',
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x0B => b'v',
            b'\\' => b'\\',
            other => {
                out.push(*other);
                continue;
            }
        };
        out.extend_from_slice(&[b'\\', letter]);
    }
}
