//! Runs one operation on the calling thread, with the connection tasks that it needs.

use std::future::Future;
use std::io;
use std::ops::ControlFlow;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};

use crate::Error;
use crate::socket::Handle;

/// Called about every tenth of a second; `Break` gives the operation up where it stands.
pub type Tick<'a> = &'a mut dyn FnMut() -> ControlFlow<()>;

/// The longest wait before cancellation is looked for.
const TICK: Duration = Duration::from_millis(100);

/// The part of a connection that speaks with the server; it runs while an operation runs.
pub(crate) struct Driver {
    pub(crate) handle: Handle,
    task: Option<Task>,
    /// How the task ended, if it failed: the reason why the connection is closed.
    pub(crate) failure: Option<Error>,
}

pub(crate) type Task = Pin<Box<dyn Future<Output = Result<(), tokio_postgres::Error>> + Send>>;

impl Driver {
    pub(crate) fn new(handle: Handle, task: Task) -> Self {
        Self {
            handle,
            task: Some(task),
            failure: None,
        }
    }

    pub(crate) fn into_task(self) -> Option<(Handle, Task)> {
        self.task.map(|task| (self.handle, task))
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.task.is_none()
    }

    fn poll(&mut self, context: &mut Context<'_>) {
        let Some(task) = &mut self.task else { return };
        if let Poll::Ready(end) = task.as_mut().poll(context) {
            self.task = None;
            self.failure = end.err().as_ref().map(Error::from_postgres);
        }
    }
}

/// When to give up.
pub(crate) struct Clock<'a> {
    pub(crate) deadline: Option<Instant>,
    pub(crate) tick: Tick<'a>,
}

impl Clock<'_> {
    /// Ticks if it is time to, and tells how long to wait; `None` to give up.
    fn advance(&mut self, next: &mut Instant) -> Option<Duration> {
        let now = Instant::now();
        if now >= *next {
            *next = now + TICK;
            if (self.tick)().is_break() {
                return None;
            }
        }
        let left = *next - now;
        match self.deadline {
            Some(deadline) => Some(deadline.checked_duration_since(now)?.min(left)),
            None => Some(left),
        }
    }
}

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The operation's result, or `None` once it was given up.
pub(crate) fn run<T>(
    operation: impl Future<Output = T>,
    handles: &[Handle],
    drivers: &mut [&mut Driver],
    clock: &mut Clock<'_>,
) -> Option<T> {
    let mut operation = pin!(operation);
    let woken = Arc::new(Woken(AtomicBool::new(false)));
    let waker = Waker::from(woken.clone());
    let mut context = Context::from_waker(&waker);
    let mut next = Instant::now() + TICK;
    loop {
        woken.0.store(false, Ordering::Relaxed);
        if let Poll::Ready(result) = operation.as_mut().poll(&mut context) {
            return Some(result);
        }
        for driver in drivers.iter_mut() {
            driver.poll(&mut context);
        }
        let timeout = clock.advance(&mut next)?;
        if !woken.0.load(Ordering::Relaxed) {
            let sockets = handles.iter().chain(drivers.iter().map(|d| &d.handle));
            wait(sockets, timeout);
        }
    }
}

/// Waits until a socket is ready for what was wanted of it, or the time has run out.
fn wait<'a>(sockets: impl Iterator<Item = &'a Handle>, timeout: Duration) {
    let mut fds: Vec<PollFd<'_>> = Vec::with_capacity(2);
    for handle in sockets {
        let mut flags = PollFlags::empty();
        let (read, write) = handle.take_wanted();
        flags.set(PollFlags::IN, read);
        flags.set(PollFlags::OUT, write);
        if !flags.is_empty() {
            fds.push(PollFd::new(&*handle.socket, flags));
        }
    }
    poll(&mut fds, timeout);
}

/// Whether something is ready. A signal ends the wait early, like time run out.
fn poll(fds: &mut [PollFd<'_>], timeout: Duration) -> bool {
    let timeout = Timespec {
        tv_sec: timeout.as_secs() as i64,
        tv_nsec: i64::from(timeout.subsec_nanos()),
    };
    rustix::event::poll(fds, Some(&timeout)).is_ok_and(|ready| ready > 0)
}

/// Waits for a socket under way to be connected.
pub(crate) fn wait_connected(handle: &Handle, clock: &mut Clock<'_>) -> io::Result<()> {
    let mut next = Instant::now() + TICK;
    while let Some(timeout) = clock.advance(&mut next) {
        let mut fds = [PollFd::new(&*handle.socket, PollFlags::OUT)];
        if poll(&mut fds, timeout) {
            return handle.socket.take_error()?.map_or(Ok(()), Err);
        }
    }
    Err(io::Error::from(io::ErrorKind::TimedOut))
}
