//! COPY BINARY: signature, flags, header extension, tuples of length-prefixed fields, trailer.
//!
//! See "Binary Format" under COPY in PostgreSQL's manual.

use super::{Counts, Plan};
use crate::Error;
use crate::masks::Outcome;

const SIGNATURE: &[u8; 11] = b"PGCOPY\n\xff\r\n\0";
/// Bits 16 to 31 of the flags mark what a reader must understand; bit 16 was OIDs in rows.
const CRITICAL_FLAGS: u32 = 0xFFFF_0000;

enum State {
    Signature(usize),
    Flags,
    ExtensionLength,
    Extension(usize),
    Tuple,
    Length(usize),
    /// Bytes left of a field that passes as it is.
    Opaque(usize, usize),
    /// Bytes left of a field that is gathered for its column.
    Replaced(usize, usize),
    End,
}

pub struct Binary {
    plan: Plan,
    state: State,
    /// The beginning of an integer that the last block cut.
    carry: [u8; 4],
    carried: usize,
    /// The value of a replaced field that the last block cut.
    value: Vec<u8>,
    counts: Counts,
}

/// A block being read: everything before `start` is written or replaced.
struct Block<'a> {
    input: &'a [u8],
    start: usize,
    at: usize,
}

impl Block<'_> {
    fn rest(&self) -> usize {
        self.input.len() - self.at
    }

    /// Writes what has passed untouched since the last call.
    fn flush(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.input[self.start..self.at]);
        self.start = self.at;
    }

    /// Moves on by at most `want` bytes and tells by how many.
    fn skip(&mut self, want: usize) -> usize {
        let step = want.min(self.rest());
        self.at += step;
        step
    }
}

impl Binary {
    pub fn new(plan: Plan) -> Self {
        Self {
            plan,
            state: State::Signature(0),
            carry: [0; 4],
            carried: 0,
            value: Vec::new(),
            counts: Counts::default(),
        }
    }

    pub fn counts(&self) -> Counts {
        self.counts
    }

    pub fn finish(&mut self) -> Result<Counts, Error> {
        match self.state {
            State::End => Ok(self.counts),
            _ => Err(Error::stream("the binary stream ends before its trailer")),
        }
    }

    pub fn feed(&mut self, input: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let mut block = Block {
            input,
            start: 0,
            at: 0,
        };
        while block.rest() > 0 {
            self.step(&mut block, out)?;
        }
        block.flush(out);
        Ok(())
    }

    fn step(&mut self, block: &mut Block<'_>, out: &mut Vec<u8>) -> Result<(), Error> {
        match self.state {
            State::Signature(have) => self.signature(have, block)?,
            State::Flags => self.flags(block)?,
            State::ExtensionLength => self.extension(block)?,
            State::Extension(left) => {
                self.state = match left - block.skip(left) {
                    0 => State::Tuple,
                    left => State::Extension(left),
                };
            }
            State::Tuple => self.tuple(block)?,
            State::Length(column) => match self.pass(column, block) {
                next if next > column => self.state = self.at_column(next),
                _ => self.length(column, block, out)?,
            },
            State::Opaque(column, left) => {
                self.state = match left - block.skip(left) {
                    0 => self.after(column),
                    left => State::Opaque(column, left),
                };
            }
            State::Replaced(column, left) => self.gather(column, left, block, out)?,
            State::End => return Err(Error::stream("the binary stream goes on after its trailer")),
        }
        Ok(())
    }

    /// The next big-endian integer of N bytes, once all of them have come.
    fn integer<const N: usize>(&mut self, block: &mut Block<'_>) -> Option<[u8; N]> {
        if self.carried == 0
            && let Some(bytes) = block.input[block.at..].first_chunk::<N>()
        {
            block.at += N;
            return Some(*bytes);
        }
        let from = block.at;
        let step = block.skip(N - self.carried);
        let have = self.carried + step;
        self.carry[self.carried..have].copy_from_slice(&block.input[from..block.at]);
        self.carried = if have == N { 0 } else { have };
        match have == N {
            true => self.carry.first_chunk::<N>().copied(),
            false => None,
        }
    }

    fn signature(&mut self, have: usize, block: &mut Block<'_>) -> Result<(), Error> {
        let from = block.at;
        let step = block.skip(SIGNATURE.len() - have);
        if block.input[from..block.at] != SIGNATURE[have..have + step] {
            return Err(Error::stream(
                "the stream does not begin as COPY BINARY does",
            ));
        }
        self.state = match have + step {
            11 => State::Flags,
            have => State::Signature(have),
        };
        Ok(())
    }

    fn flags(&mut self, block: &mut Block<'_>) -> Result<(), Error> {
        if let Some(flags) = self.integer::<4>(block) {
            if u32::from_be_bytes(flags) & CRITICAL_FLAGS != 0 {
                return Err(Error::stream(
                    "the binary stream has flags that are not known",
                ));
            }
            self.state = State::ExtensionLength;
        }
        Ok(())
    }

    fn extension(&mut self, block: &mut Block<'_>) -> Result<(), Error> {
        if let Some(length) = self.integer::<4>(block) {
            self.state = match usize::try_from(i32::from_be_bytes(length)) {
                Ok(0) => State::Tuple,
                Ok(length) => State::Extension(length),
                Err(_) => return Err(Error::stream("the header extension has a negative length")),
            };
        }
        Ok(())
    }

    fn tuple(&mut self, block: &mut Block<'_>) -> Result<(), Error> {
        let Some(count) = self.integer::<2>(block) else {
            return Ok(());
        };
        let count = i16::from_be_bytes(count);
        if count == -1 {
            self.state = State::End;
            return Ok(());
        }
        if usize::try_from(count) != Ok(self.plan.len()) {
            let (row, columns) = (self.counts.rows + 1, self.plan.len());
            let message = format!("row {row} has {count} columns; the plan has {columns}");
            return Err(Error::stream(message));
        }
        self.state = self.at_column(0);
        Ok(())
    }

    fn at_column(&mut self, column: usize) -> State {
        if column < self.plan.len() {
            return State::Length(column);
        }
        self.counts.rows += 1;
        State::Tuple
    }

    fn after(&mut self, column: usize) -> State {
        self.at_column(column + 1)
    }

    /// Moves past the fields that stay as they are and lie in the block whole, as most fields do;
    /// returns the column that comes next.
    fn pass(&self, mut column: usize, block: &mut Block<'_>) -> usize {
        while let Some(None) = self.plan.get(column)
            && self.carried == 0
            && let Some((length, rest)) = block.input[block.at..].split_first_chunk()
        {
            let field = match i32::from_be_bytes(*length) {
                -1 => Ok(0),
                length => usize::try_from(length),
            };
            let Some(field) = field.ok().filter(|field| *field <= rest.len()) else {
                break;
            };
            block.at += length.len() + field;
            column += 1;
        }
        column
    }

    fn length(
        &mut self,
        column: usize,
        block: &mut Block<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let replaced = self.plan.get(column).is_some_and(Option::is_some);
        if replaced {
            block.flush(out);
        }
        let length = self.integer::<4>(block);
        if replaced {
            block.start = block.at;
        }
        let Some(length) = length else { return Ok(()) };
        self.state = match i32::from_be_bytes(length) {
            -1 => {
                self.replace(column, None, out)?;
                self.after(column)
            }
            0 if !replaced => self.after(column),
            0 => {
                self.replace(column, Some(&[]), out)?;
                self.after(column)
            }
            length => match usize::try_from(length) {
                Ok(length) if replaced => State::Replaced(column, length),
                Ok(length) => State::Opaque(column, length),
                Err(_) => return Err(Error::stream("a field has a negative length")),
            },
        };
        Ok(())
    }

    /// Takes a replaced field from the block, or gathers it where blocks cut it.
    fn gather(
        &mut self,
        column: usize,
        left: usize,
        block: &mut Block<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let from = block.at;
        let left = left - block.skip(left);
        block.start = block.at;
        let piece = &block.input[from..block.at];
        if left > 0 {
            self.value.extend_from_slice(piece);
            self.state = State::Replaced(column, left);
            return Ok(());
        }
        if self.value.is_empty() {
            self.replace(column, Some(piece), out)?;
        } else {
            let mut value = std::mem::take(&mut self.value);
            value.extend_from_slice(piece);
            self.replace(column, Some(&value), out)?;
            value.clear();
            // One huge value must not hold its memory until the end of the stream.
            value.shrink_to(1 << 20);
            self.value = value;
        }
        self.state = self.after(column);
        Ok(())
    }

    fn replace(
        &mut self,
        column: usize,
        value: Option<&[u8]>,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let Some(Some(replacement)) = self.plan.get_mut(column) else {
            return Ok(());
        };
        let at = out.len();
        out.extend_from_slice(&(-1i32).to_be_bytes());
        let outcome = replacement.replace(value, out);
        if outcome != Outcome::Null {
            let length = i32::try_from(out.len() - at - 4)
                .map_err(|_| Error::stream("a masked value is longer than a field can be"))?;
            out[at..at + 4].copy_from_slice(&length.to_be_bytes());
        }
        self.counts.note(value, outcome);
        Ok(())
    }
}
