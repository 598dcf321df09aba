//! A stream that speaks COPY by itself and leaves the rest of the protocol to `tokio-postgres`.
//!
//! The reason is not speed (the crate's own streams move as many rows a second) but two faults:
//! they hold a row in memory whole, up to 1 GiB of it, and `copy_in` loses step with the server
//! when a COPY fails before its first row, because it has then sent one Sync too many. So a COPY
//! runs as a simple query: the tap takes all messages of COPY aside, in pieces as they come, and
//! `tokio-postgres` sees a statement that ends in "COPY 5" or in an error.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::tls::{ChannelBinding, TlsStream};

/// Bytes read from the socket at once.
const READ: usize = 128 << 10;
/// Data kept aside before the tap stops reading, and so slows the server down.
const FULL: usize = 1 << 20;

/// CopyFail without a message.
const COPY_FAIL: &[u8] = b"f\0\0\0\x05\0";
/// CopyDone.
pub(crate) const COPY_DONE: &[u8] = b"c\0\0\0\x04";

/// What the caller wants of a COPY.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Expect {
    /// None: data from the server is dropped, and a COPY from the client is refused.
    #[default]
    Nothing,
    Out,
    In,
}

#[derive(Default)]
pub(crate) struct Aside {
    pub(crate) data: Vec<u8>,
    /// The server has begun the COPY that was expected.
    pub(crate) begun: bool,
    expect: Expect,
    /// Messages of COPY on their way to the server, and how much of them is written.
    outgoing: Vec<u8>,
    written: usize,
    /// Who waits for data, or for all to be written.
    waiting: Option<Waker>,
    stalled: Option<Waker>,
}

impl Aside {
    pub(crate) fn expect(&mut self, expect: Expect) {
        self.expect = expect;
        self.begun = false;
        self.data = Vec::new();
        self.resume();
    }

    /// Moves the data to an empty `buffer`, which is kept for the next data.
    pub(crate) fn take(&mut self, buffer: &mut Vec<u8>) {
        std::mem::swap(&mut self.data, buffer);
        self.resume();
    }

    /// Hands messages over once those before them are written; gives them back until then.
    pub(crate) fn put(&mut self, messages: Vec<u8>) -> Result<(), Vec<u8>> {
        if self.written < self.outgoing.len() {
            return Err(messages);
        }
        self.outgoing = messages;
        self.written = 0;
        Ok(())
    }

    /// Ends a COPY from the client as failed. A message half written must still be completed, and
    /// a server that is no longer in COPY ignores this one.
    pub(crate) fn fail(&mut self) {
        self.outgoing.extend_from_slice(COPY_FAIL);
    }

    pub(crate) fn wait(&mut self, context: &Context<'_>) {
        self.waiting = Some(context.waker().clone());
    }

    fn wake(&mut self) {
        if let Some(waker) = self.waiting.take() {
            waker.wake();
        }
    }

    fn resume(&mut self) {
        if let Some(waker) = self.stalled.take() {
            waker.wake();
        }
    }

    /// Notes the beginning of a COPY.
    fn begin(&mut self, wanted: Expect) {
        if self.expect == wanted {
            self.begun = true;
        } else if wanted == Expect::In {
            self.fail();
        }
        self.wake();
    }
}

#[derive(Clone, Default)]
pub(crate) struct Shared(Arc<Mutex<Aside>>);

impl Shared {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Aside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum State {
    Header([u8; 5], usize),
    /// Bytes left of a message that is passed on.
    Pass(usize),
    /// Bytes left of a message of COPY; whether it holds data that is wanted.
    Divert(usize, bool),
}

pub(crate) struct Tap<S> {
    inner: S,
    shared: Shared,
    /// Bytes to pass on before messages begin: the answer to a request for TLS.
    preamble: usize,
    state: State,
    input: Vec<u8>,
    passed: Vec<u8>,
    given: usize,
}

impl<S> Tap<S> {
    pub(crate) fn new(inner: S, shared: Shared, preamble: usize) -> Self {
        Self {
            inner,
            shared,
            preamble,
            state: State::Header([0; 5], 0),
            input: vec![0; READ],
            passed: Vec::new(),
            given: 0,
        }
    }

    /// The stream below, unless something was read ahead of it: bytes that come between the answer
    /// to a request for TLS and the handshake were put there by a man in the middle.
    pub(crate) fn into_inner(self) -> io::Result<(S, Shared)> {
        let untouched = matches!(self.state, State::Header(_, 0));
        match untouched && self.given == self.passed.len() {
            true => Ok((self.inner, self.shared)),
            false => Err(io::Error::other(
                "unencrypted data before the TLS handshake",
            )),
        }
    }

    fn split(&mut self, mut bytes: &[u8], aside: &mut Aside) {
        let preamble = self.preamble.min(bytes.len());
        self.preamble -= preamble;
        self.passed.extend_from_slice(&bytes[..preamble]);
        bytes = &bytes[preamble..];
        while !bytes.is_empty() {
            bytes = self.message(bytes, aside);
        }
    }

    /// Takes the next part of a message and returns what follows it.
    fn message<'a>(&mut self, bytes: &'a [u8], aside: &mut Aside) -> &'a [u8] {
        let (step, left) = match &mut self.state {
            State::Header(header, have) => {
                let step = bytes.len().min(5 - *have);
                header[*have..*have + step].copy_from_slice(&bytes[..step]);
                *have += step;
                if *have == 5 {
                    let header = *header;
                    self.begin(header, aside);
                }
                return &bytes[step..];
            }
            State::Pass(left) => {
                let step = bytes.len().min(*left);
                self.passed.extend_from_slice(&bytes[..step]);
                (step, left)
            }
            State::Divert(left, wanted) => {
                let step = bytes.len().min(*left);
                if *wanted {
                    aside.data.extend_from_slice(&bytes[..step]);
                }
                (step, left)
            }
        };
        *left -= step;
        if *left == 0 {
            self.state = State::Header([0; 5], 0);
        }
        &bytes[step..]
    }

    fn begin(&mut self, header: [u8; 5], aside: &mut Aside) {
        let [kind, length @ ..] = header;
        // The length counts itself; a smaller one is nonsense that tokio-postgres will refuse.
        let left = (u32::from_be_bytes(length) as usize).saturating_sub(4);
        self.state = match kind {
            b'd' => State::Divert(left, aside.expect == Expect::Out),
            b'c' => State::Divert(left, false),
            b'G' => {
                aside.begin(Expect::In);
                State::Divert(left, false)
            }
            b'H' => {
                aside.begin(Expect::Out);
                State::Divert(left, false)
            }
            _ => {
                self.passed.extend_from_slice(&header);
                State::Pass(left)
            }
        };
        if left == 0 {
            self.state = State::Header([0; 5], 0);
        }
    }
}

impl<S: AsyncWrite + Unpin> Tap<S> {
    /// Writes the messages of COPY that wait; those of tokio-postgres come after them.
    fn poll_outgoing(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shared = self.shared.clone();
        let mut aside = shared.lock();
        if aside.outgoing.is_empty() {
            return Poll::Ready(Ok(()));
        }
        while aside.written < aside.outgoing.len() {
            let rest = &aside.outgoing[aside.written..];
            let count = ready!(Pin::new(&mut self.inner).poll_write(context, rest))?;
            if count == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            aside.written += count;
        }
        aside.outgoing.clear();
        aside.written = 0;
        aside.wake();
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Tap<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        loop {
            if this.given < this.passed.len() {
                let ready = &this.passed[this.given..];
                let count = ready.len().min(buffer.remaining());
                buffer.put_slice(&ready[..count]);
                this.given += count;
                return Poll::Ready(Ok(()));
            }
            this.passed.clear();
            this.given = 0;
            let shared = this.shared.clone();
            let mut aside = shared.lock();
            if aside.data.len() >= FULL {
                aside.stalled = Some(context.waker().clone());
                return Poll::Pending;
            }
            let mut input = std::mem::take(&mut this.input);
            let mut read = ReadBuf::new(&mut input);
            let end = Pin::new(&mut this.inner).poll_read(context, &mut read);
            let count = read.filled().len();
            this.split(&input[..count], &mut aside);
            this.input = input;
            ready!(end)?;
            if count == 0 {
                return Poll::Ready(Ok(()));
            }
            aside.wake();
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Tap<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_outgoing(context))?;
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_outgoing(context))?;
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

impl<S: TlsStream + Unpin> TlsStream for Tap<S> {
    fn channel_binding(&self) -> ChannelBinding {
        self.inner.channel_binding()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(kind: u8, payload: &[u8]) -> Vec<u8> {
        let length = (payload.len() as u32 + 4).to_be_bytes();
        [&[kind][..], &length, payload].concat()
    }

    fn run(stream: &[u8], cut: usize, preamble: usize, expect: Expect) -> (Vec<u8>, Vec<u8>) {
        let shared = Shared::default();
        shared.lock().expect(expect);
        let mut tap = Tap::new((), shared.clone(), preamble);
        let mut aside = shared.lock();
        for block in stream.chunks(cut) {
            tap.split(block, &mut aside);
        }
        assert_eq!(aside.begun, expect == Expect::Out);
        (std::mem::take(&mut tap.passed), aside.data.clone())
    }

    #[test]
    fn messages_of_copy_are_taken_aside_in_any_cut() {
        let copy = [
            message(b'H', &[1, 0, 1, 0, 1]),
            message(b'd', b"first"),
            message(b'd', b""),
            message(b'd', &[7; 100]),
            message(b'c', b""),
        ];
        let rest = [message(b'C', b"COPY 3\0"), message(b'Z', b"T")].concat();
        let stream = [b"S", &copy.concat()[..], &rest].concat();
        let passed = [b"S", &rest[..]].concat();
        let data = [&b"first"[..], &[7; 100]].concat();
        for cut in 1..=stream.len() {
            assert_eq!(
                run(&stream, cut, 1, Expect::Out),
                (passed.clone(), data.clone())
            );
            assert_eq!(
                run(&stream, cut, 1, Expect::Nothing),
                (passed.clone(), vec![])
            );
        }
    }

    #[test]
    fn nothing_may_come_before_the_handshake() {
        let shared = Shared::default();
        let mut tap = Tap::new((), shared.clone(), 1);
        tap.split(b"SE", &mut shared.lock());
        assert!(tap.into_inner().is_err());
    }

    #[test]
    fn an_unexpected_copy_from_the_client_is_refused() {
        let shared = Shared::default();
        let mut tap = Tap::new((), shared.clone(), 0);
        tap.split(&message(b'G', &[0, 0, 0]), &mut shared.lock());
        assert_eq!(shared.lock().outgoing, COPY_FAIL);
    }
}
