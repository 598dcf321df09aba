//! A non-blocking socket that notes what it waits for, so that the executor can poll for it.

use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

const READ: u8 = 1;
const WRITE: u8 = 2;

/// The socket as the executor sees it.
#[derive(Clone)]
pub(crate) struct Handle {
    pub(crate) socket: Arc<socket2::Socket>,
    wanted: Arc<AtomicU8>,
}

impl Handle {
    pub(crate) fn new(socket: socket2::Socket) -> io::Result<Self> {
        socket.set_nonblocking(true)?;
        Ok(Self {
            socket: Arc::new(socket),
            wanted: Arc::new(AtomicU8::new(0)),
        })
    }

    /// Whether something waits to read and to write; forgets it.
    pub(crate) fn take_wanted(&self) -> (bool, bool) {
        let bits = self.wanted.swap(0, Ordering::Relaxed);
        (bits & READ != 0, bits & WRITE != 0)
    }

    pub(crate) fn stream(&self) -> Socket {
        Socket(self.clone())
    }

    fn attempt<T>(&self, bit: u8, mut io: impl FnMut() -> io::Result<T>) -> Poll<io::Result<T>> {
        loop {
            match io() {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.wanted.fetch_or(bit, Ordering::Relaxed);
                    return Poll::Pending;
                }
                done => return Poll::Ready(done),
            }
        }
    }
}

/// The socket as a stream. No waker is kept: the executor polls again after every event.
pub(crate) struct Socket(Handle);

impl AsyncRead for Socket {
    fn poll_read(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let unfilled = buffer.initialize_unfilled();
        let mut socket = &*self.0.socket;
        self.0
            .attempt(READ, || socket.read(unfilled))
            .map_ok(|count| buffer.advance(count))
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let mut socket = &*self.0.socket;
        self.0.attempt(WRITE, || socket.write(bytes))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(self.0.socket.shutdown(Shutdown::Write))
    }
}
