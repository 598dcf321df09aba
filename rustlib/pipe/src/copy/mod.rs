//! The pipe: COPY out of one connection, through the kernel, into another or into a set.

mod end;

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use confiture_kernel::ValueSet;
use confiture_kernel::copy::{Collect, Column, Count, Counts, Format, Plan, Transformer};

use crate::connection::Connection;
use crate::executor::{Clock, Driver, Tick, run};
use crate::tap::Expect;
use crate::{Error, Progress, Side};
use end::{BLOCK, End, Failure, HEADER, Reader, Writer};

/// How long a connection may take to come back to order after an error.
const RECOVERY: Duration = Duration::from_secs(30);

/// What to copy and how.
pub struct Job<'a> {
    /// `COPY … TO STDOUT` for the source and `COPY … FROM STDIN` for the target, in this format.
    pub copy_out: &'a str,
    pub copy_in: &'a str,
    pub format: Format,
    pub plan: Plan,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    pub rows: u64,
    pub bytes_read: u64,
    pub bytes_written: u64,
    pub masked: u64,
    pub unparsed: u64,
}

/// Copies rows from the source to the target, each within the transaction that it is in.
///
/// After an error both connections take ROLLBACK, or are closed if their server is out of reach;
/// the COPY of the target was refused as a whole.
pub fn copy(
    source: &mut Connection,
    target: &mut Connection,
    job: Job<'_>,
    progress: &Progress,
    tick: Tick<'_>,
) -> Result<Copied, Error> {
    source.check().map_err(|error| error.at(Side::Source))?;
    target.check().map_err(|error| error.at(Side::Target))?;
    let (reading, writing) = (Cell::new(false), Cell::new(false));
    let result = {
        let reads = end(Side::Source, source.parts(), &reading);
        let writes = end(Side::Target, target.parts(), &writing);
        let work = stoppable(pump(reads.0, writes.0, job, progress), progress);
        let mut clock = Clock {
            deadline: None,
            tick: &mut *tick,
        };
        run(work, &[], &mut [reads.1, writes.1], &mut clock)
    };
    match result.unwrap_or(Err(Failure::Other(Error::Cancelled))) {
        Ok(copied) => {
            source.release();
            target.release();
            Ok(copied)
        }
        Err(failure) => {
            let error = failure.explain(&source.driver, &target.driver);
            source.recover(reading.get(), tick);
            target.recover(writing.get(), tick);
            Err(error)
        }
    }
}

/// The distinct values of the query's only column, NULL left out.
pub fn collect(
    connection: &mut Connection,
    copy_out: &str,
    format: Format,
    progress: &Progress,
    tick: Tick<'_>,
) -> Result<ValueSet, Error> {
    let set = Arc::new(Mutex::new(ValueSet::new()));
    let shared = set.clone();
    let column = Collect(move |value: &[u8]| {
        shared
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(value);
    });
    scan(
        connection,
        copy_out,
        format,
        Box::new(column),
        progress,
        tick,
    )?;
    let mut set = std::mem::take(&mut *set.lock().unwrap_or_else(PoisonError::into_inner));
    set.sort();
    Ok(set)
}

/// How many values of the query's only column are in the set.
pub fn count_members(
    connection: &mut Connection,
    copy_out: &str,
    format: Format,
    set: Arc<ValueSet>,
    progress: &Progress,
    tick: Tick<'_>,
) -> Result<u64, Error> {
    let found = Arc::new(AtomicU64::new(0));
    let column = Count {
        set,
        found: found.clone(),
    };
    scan(
        connection,
        copy_out,
        format,
        Box::new(column),
        progress,
        tick,
    )?;
    Ok(found.load(Ordering::Relaxed))
}

fn scan(
    connection: &mut Connection,
    copy_out: &str,
    format: Format,
    column: Box<dyn Column>,
    progress: &Progress,
    tick: Tick<'_>,
) -> Result<(), Error> {
    connection.check()?;
    let busy = Cell::new(false);
    let transformer = Transformer::new(format, vec![Some(column)]);
    let result = {
        let (end, driver) = end(Side::Connection, connection.parts(), &busy);
        let mut clock = Clock {
            deadline: None,
            tick: &mut *tick,
        };
        let work = stoppable(read(end, copy_out, transformer, progress), progress);
        run(work, &[], &mut [driver], &mut clock)
    };
    match result.unwrap_or(Err(Failure::Other(Error::Cancelled))) {
        Ok(()) => {
            connection.release();
            Ok(())
        }
        Err(failure) => {
            let error = failure.explain(&connection.driver, &connection.driver);
            connection.recover(busy.get(), tick);
            Err(error)
        }
    }
}

async fn pump(
    source: End<'_>,
    target: End<'_>,
    job: Job<'_>,
    progress: &Progress,
) -> Result<Copied, Failure> {
    let mut transformer = Transformer::new(job.format, job.plan);
    let mut reader = Reader::new(source, job.copy_out);
    let mut writer = Writer::open(target, job.copy_in).await?;
    let mut out = vec![0; HEADER];
    let mut meter = Meter::new(progress);
    while let Some(block) = reader.next(Some(&mut writer)).await? {
        transformer.feed(block, &mut out)?;
        meter.note(block, transformer.counts());
        if out.len() >= BLOCK {
            let mut next = Vec::with_capacity(out.len() + out.len() / 4);
            next.resize(HEADER, 0);
            writer.send(std::mem::replace(&mut out, next)).await?;
        }
    }
    let Counts {
        rows,
        masked,
        unparsed,
    } = transformer.finish()?;
    reader.finish(rows)?;
    writer.send(out).await?;
    let bytes_written = writer.bytes;
    writer.finish(rows).await?;
    Ok(Copied {
        rows,
        bytes_read: meter.bytes,
        bytes_written,
        masked,
        unparsed,
    })
}

async fn read(
    source: End<'_>,
    copy_out: &str,
    mut transformer: Transformer,
    progress: &Progress,
) -> Result<(), Failure> {
    let mut reader = Reader::new(source, copy_out);
    let mut out = Vec::new();
    let mut meter = Meter::new(progress);
    while let Some(block) = reader.next(None).await? {
        transformer.feed(block, &mut out)?;
        out.clear();
        meter.note(block, transformer.counts());
    }
    let rows = transformer.finish()?.rows;
    reader.finish(rows)
}

/// Adds what each block brought to the progress that others see.
struct Meter<'a> {
    progress: &'a Progress,
    rows: u64,
    bytes: u64,
}

impl<'a> Meter<'a> {
    fn new(progress: &'a Progress) -> Self {
        Self {
            progress,
            rows: 0,
            bytes: 0,
        }
    }

    fn note(&mut self, block: &[u8], counts: Counts) {
        let bytes = block.len() as u64;
        self.progress.add(counts.rows - self.rows, bytes);
        self.rows = counts.rows;
        self.bytes += bytes;
    }
}

/// The executor polls at least every tenth of a second, so no waker is needed for the flag.
async fn stoppable<T>(
    work: impl Future<Output = Result<T, Failure>>,
    progress: &Progress,
) -> Result<T, Failure> {
    let mut work = pin!(work);
    poll_fn(|context| match progress.cancelled() {
        true => Poll::Ready(Err(Failure::Other(Error::Cancelled))),
        false => work.as_mut().poll(context),
    })
    .await
}

type Parts<'a> = (
    &'a tokio_postgres::Client,
    &'a mut Driver,
    &'a crate::tap::Shared,
);

fn end<'a>(
    side: Side,
    (client, driver, aside): Parts<'a>,
    busy: &'a Cell<bool>,
) -> (End<'a>, &'a mut Driver) {
    let end = End {
        side,
        client,
        aside,
        busy,
    };
    (end, driver)
}

impl Connection {
    fn parts(&mut self) -> Parts<'_> {
        (&self.client, &mut self.driver, &self.aside)
    }

    /// From now on a COPY that nobody expects moves no data.
    fn release(&self) {
        self.aside.lock().expect(Expect::Nothing);
    }

    /// Brings the connection to where it takes statements again, or gives it up.
    fn recover(&mut self, busy: bool, tick: Tick<'_>) {
        let mut aside = self.aside.lock();
        aside.expect(Expect::Nothing);
        if busy {
            aside.fail();
        }
        drop(aside);
        if self.driver.is_finished() {
            return;
        }
        // A server that waits for a lock, or that has gigabytes to send, reads no message: it has
        // to be told. If it cannot be, the wait below decides.
        if busy {
            let _ = self.canceller().cancel(tick);
        }
        let mut clock = Clock {
            deadline: Some(Instant::now() + RECOVERY),
            tick,
        };
        let empty = self.client.simple_query("");
        let answered = run(empty, &[], &mut [&mut self.driver], &mut clock);
        self.broken = !matches!(answered, Some(Ok(_)));
    }
}
