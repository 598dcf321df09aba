//! COPY streams between PostgreSQL servers: connections, and the pipe from one to the other.
//!
//! All I/O of a call happens on the calling thread, over non-blocking sockets and `poll(2)`: the
//! connection tasks of `tokio-postgres` run inside the call, so nothing runs between calls and no
//! thread has to be woken for a block.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod address;
mod connect;
mod connection;
mod copy;
mod error;
mod executor;
mod parameters;
mod progress;
mod socket;
mod tap;
mod tls;

pub use connection::{Canceller, Connection, Rows};
pub use copy::{Copied, Job, collect, copy, count_members};
pub use error::{DatabaseError, Error, Side};
pub use executor::Tick;
pub use parameters::Parameters;
pub use progress::Progress;
