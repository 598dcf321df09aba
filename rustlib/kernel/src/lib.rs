//! Masks and the COPY codec: buffers in, buffers out, no I/O and no Python.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod copy;
mod error;
mod ff1;
mod key;
mod keyed;
mod lists;
pub mod masks;
#[cfg(test)]
mod testing;
mod value_set;

pub use error::Error;
pub use key::{Key, Scope, key_id};
pub use value_set::ValueSet;
