//! One end of a copy: the reader of a COPY OUT, the writer of a COPY IN.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio_postgres::{Client, SimpleQueryMessage};

use crate::connection::explain;
use crate::executor::Driver;
use crate::tap::{COPY_DONE, Expect, Shared};
use crate::{Error, Side};

/// Data is handed on in blocks of at least this many bytes, the last one excepted.
pub(super) const BLOCK: usize = 128 << 10;
/// A CopyData message holds no more than this; a huge value is sent in several.
const FRAME: usize = 1 << 20;
/// A message's kind and its length, which counts itself.
pub(super) const HEADER: usize = 5;

pub(super) enum Failure {
    Postgres(Side, tokio_postgres::Error),
    Other(Error),
}

impl From<confiture_kernel::Error> for Failure {
    fn from(error: confiture_kernel::Error) -> Self {
        Self::Other(Error::Kernel(error))
    }
}

impl Failure {
    /// The error, with what the lost connection's task says about it.
    pub(super) fn explain(self, source: &Driver, target: &Driver) -> Error {
        match self {
            Self::Other(error) => error,
            Self::Postgres(Side::Target, error) => explain(&error, target).at(Side::Target),
            Self::Postgres(side, error) => explain(&error, source).at(side),
        }
    }

    pub(super) fn other(message: impl Into<String>) -> Self {
        Self::Other(Error::Other(message.into()))
    }
}

#[derive(Clone, Copy)]
pub(super) struct End<'a> {
    pub(super) side: Side,
    pub(super) client: &'a Client,
    pub(super) aside: &'a Shared,
    /// Whether the server is within a statement that has not ended.
    pub(super) busy: &'a Cell<bool>,
}

type Query<'a> =
    Pin<Box<dyn Future<Output = Result<Vec<SimpleQueryMessage>, tokio_postgres::Error>> + 'a>>;

/// A COPY under way. As a statement it ends with its number of rows, or with an error.
struct Statement<'a> {
    end: End<'a>,
    query: Query<'a>,
}

impl<'a> Statement<'a> {
    fn new(end: End<'a>, sql: &'a str, expect: Expect) -> Self {
        end.aside.lock().expect(expect);
        end.busy.set(true);
        Self {
            end,
            query: Box::pin(end.client.simple_query(sql)),
        }
    }

    /// Must not be called again after it was ready.
    fn poll_rows(&mut self, context: &mut Context<'_>) -> Poll<Result<u64, Failure>> {
        self.query.as_mut().poll(context).map(|result| {
            let side = self.end.side;
            let ended = result.map_err(|error| {
                // Without a server's report the connection is lost; nothing more will come.
                self.end.busy.set(false);
                Failure::Postgres(side, error)
            })?;
            self.end.busy.set(false);
            if !self.end.aside.lock().begun {
                let message = format!("the statement of the {} is no COPY", side.as_str());
                return Err(Failure::other(message));
            }
            let rows = |message: &SimpleQueryMessage| match message {
                SimpleQueryMessage::CommandComplete(rows) => Some(*rows),
                _ => None,
            };
            Ok(ended.iter().rev().find_map(rows).unwrap_or(0))
        })
    }
}

pub(super) struct Reader<'a> {
    statement: Statement<'a>,
    block: Vec<u8>,
    /// The rows that the server says it sent, once it has ended.
    sent: Option<u64>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(end: End<'a>, sql: &'a str) -> Self {
        Self {
            statement: Statement::new(end, sql, Expect::Out),
            block: Vec::new(),
            sent: None,
        }
    }

    /// The next block, or `None` at the end of the data; fails as well once `writer` has.
    pub(super) async fn next(
        &mut self,
        mut writer: Option<&mut Writer<'_>>,
    ) -> Result<Option<&[u8]>, Failure> {
        self.block.clear();
        if self.sent.is_none() {
            poll_fn(|context| {
                if let Some(writer) = &mut writer
                    && let Poll::Ready(failure) = writer.poll_failure(context)
                {
                    return Poll::Ready(Err(failure));
                }
                self.poll_block(context)
            })
            .await?;
        }
        Ok(Some(&self.block[..]).filter(|block| !block.is_empty()))
    }

    fn poll_block(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        let shared = self.statement.end.aside;
        let mut aside = shared.lock();
        if aside.data.len() >= BLOCK {
            aside.take(&mut self.block);
            return Poll::Ready(Ok(()));
        }
        aside.wait(context);
        drop(aside);
        self.statement.poll_rows(context).map(|sent| {
            self.sent = Some(sent?);
            shared.lock().take(&mut self.block);
            Ok(())
        })
    }

    /// Compares the rows read with those that the server says it sent.
    pub(super) fn finish(self, rows: u64) -> Result<(), Failure> {
        match self.sent {
            Some(sent) if sent == rows => Ok(()),
            Some(sent) => Err(Failure::other(format!(
                "read {rows} rows of the {sent} that were sent"
            ))),
            None => Err(Failure::other("the source has not ended its copy")),
        }
    }
}

pub(super) struct Writer<'a> {
    statement: Statement<'a>,
    pub(super) bytes: u64,
}

impl<'a> Writer<'a> {
    /// Begins the COPY and waits until the server takes data.
    pub(super) async fn open(end: End<'a>, sql: &'a str) -> Result<Self, Failure> {
        let mut writer = Self {
            statement: Statement::new(end, sql, Expect::In),
            bytes: 0,
        };
        poll_fn(|context| {
            let mut aside = end.aside.lock();
            if aside.begun {
                return Poll::Ready(Ok(()));
            }
            aside.wait(context);
            drop(aside);
            writer.poll_failure(context).map(Err)
        })
        .await?;
        Ok(writer)
    }

    /// Ready once the server has ended the COPY by itself.
    fn poll_failure(&mut self, context: &mut Context<'_>) -> Poll<Failure> {
        self.statement.poll_rows(context).map(|ended| match ended {
            Ok(_) => Failure::other("the target ended the copy before its data"),
            Err(failure) => failure,
        })
    }

    /// Sends a block that begins with `HEADER` bytes of room.
    pub(super) async fn send(&mut self, mut block: Vec<u8>) -> Result<(), Failure> {
        let length = block.len() - HEADER;
        self.bytes += length as u64;
        if length > FRAME {
            for piece in block[HEADER..].chunks(FRAME) {
                self.put([&header(piece.len())[..], piece].concat()).await?;
            }
        } else if length > 0 {
            block[..HEADER].copy_from_slice(&header(length));
            self.put(block).await?;
        }
        Ok(())
    }

    /// Hands messages over; waits while those before them are being written.
    async fn put(&mut self, messages: Vec<u8>) -> Result<(), Failure> {
        let mut messages = Some(messages);
        poll_fn(|context| {
            if let Poll::Ready(failure) = self.poll_failure(context) {
                return Poll::Ready(Err(failure));
            }
            let mut aside = self.statement.end.aside.lock();
            messages = messages
                .take()
                .and_then(|messages| aside.put(messages).err());
            if messages.is_none() {
                return Poll::Ready(Ok(()));
            }
            aside.wait(context);
            Poll::Pending
        })
        .await
    }

    /// Ends the data and compares the rows with those that the server says it took.
    pub(super) async fn finish(mut self, rows: u64) -> Result<(), Failure> {
        self.put(COPY_DONE.to_vec()).await?;
        let taken = poll_fn(|context| self.statement.poll_rows(context)).await?;
        match taken == rows {
            true => Ok(()),
            false => Err(Failure::other(format!(
                "the target took {taken} rows of {rows}"
            ))),
        }
    }
}

fn header(length: usize) -> [u8; HEADER] {
    // A block is no longer than `FRAME`, so its length fits.
    let [a, b, c, d] = ((length + 4) as u32).to_be_bytes();
    [b'd', a, b, c, d]
}
