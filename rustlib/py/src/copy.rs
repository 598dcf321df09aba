use std::ops::ControlFlow;
use std::sync::Arc;

use confiture_kernel::copy::{Column, Format, Masked};
use confiture_pipe::{self as pipe, Copied, Job, Tick};
use pyo3::prelude::*;

use crate::connection::Connection;
use crate::errors::{KernelError, from_pipe};
use crate::interrupt::Interrupt;
use crate::mask::Mask;

/// Counts of a copy under way, which any thread may read, and the way to stop it.
#[pyclass(frozen, module = "confiture._kernel")]
#[derive(Default)]
pub struct Progress(Arc<pipe::Progress>);

#[pymethods]
impl Progress {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Rows read.
    #[getter]
    fn rows(&self) -> u64 {
        self.0.rows()
    }

    /// Bytes read.
    #[getter]
    fn bytes(&self) -> u64 {
        self.0.bytes()
    }

    #[getter]
    fn cancelled(&self) -> bool {
        self.0.cancelled()
    }

    /// Asks the copy to stop; it raises Cancelled within about a tenth of a second.
    fn cancel(&self) {
        self.0.cancel();
    }

    fn __repr__(&self) -> String {
        let (rows, bytes, cancelled) = (self.0.rows(), self.0.bytes(), self.0.cancelled());
        let cancelled = if cancelled { "True" } else { "False" };
        format!("Progress(rows={rows}, bytes={bytes}, cancelled={cancelled})")
    }
}

/// What a copy moved.
#[pyclass(frozen, get_all, module = "confiture._kernel")]
pub struct CopyResult {
    rows: u64,
    bytes_read: u64,
    bytes_written: u64,
    masked: u64,
    unparsed: u64,
}

#[pymethods]
impl CopyResult {
    fn __repr__(&self) -> String {
        format!(
            "CopyResult(rows={}, bytes_read={}, bytes_written={}, masked={}, unparsed={})",
            self.rows, self.bytes_read, self.bytes_written, self.masked, self.unparsed
        )
    }
}

impl From<Copied> for CopyResult {
    fn from(copied: Copied) -> Self {
        Self {
            rows: copied.rows,
            bytes_read: copied.bytes_read,
            bytes_written: copied.bytes_written,
            masked: copied.masked,
            unparsed: copied.unparsed,
        }
    }
}

/// Values as keyed 64-bit hashes, under a random key of this set.
#[pyclass(frozen, module = "confiture._kernel")]
pub struct ValueSet(Arc<confiture_kernel::ValueSet>);

#[pymethods]
impl ValueSet {
    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __repr__(&self) -> String {
        format!("ValueSet(len={})", self.0.len())
    }
}

/// Copies rows from source to target through the masks, one for each column or None.
#[pyfunction]
#[pyo3(signature = (source, target, copy_out, copy_in, *, format, masks, progress = None))]
#[allow(clippy::too_many_arguments)] // the signature of the Python function
pub fn copy(
    py: Python<'_>,
    source: &Bound<'_, Connection>,
    target: &Bound<'_, Connection>,
    copy_out: &str,
    copy_in: &str,
    format: &str,
    masks: Vec<Option<Bound<'_, Mask>>>,
    progress: Option<Bound<'_, Progress>>,
) -> PyResult<CopyResult> {
    let (mut source, mut target) = (source.get().session()?, target.get().session()?);
    let (source, target) = (source.get()?, target.get()?);
    let column =
        |mask: Bound<'_, Mask>| Box::new(Masked::new(mask.get().shared())) as Box<dyn Column>;
    let job = Job {
        copy_out,
        copy_in,
        format: parse_format(format)?,
        plan: masks.into_iter().map(|mask| mask.map(column)).collect(),
    };
    stoppable(py, progress, |progress, tick| {
        pipe::copy(source, target, job, progress, tick)
    })
    .map(CopyResult::from)
}

/// The distinct values of the query's only column, without NULL.
#[pyfunction]
#[pyo3(signature = (connection, copy_out, *, format = "binary", progress = None))]
pub fn collect(
    py: Python<'_>,
    connection: &Bound<'_, Connection>,
    copy_out: &str,
    format: &str,
    progress: Option<Bound<'_, Progress>>,
) -> PyResult<ValueSet> {
    let mut session = connection.get().session()?;
    let (session, format) = (session.get()?, parse_format(format)?);
    stoppable(py, progress, |progress, tick| {
        pipe::collect(session, copy_out, format, progress, tick)
    })
    .map(|set| ValueSet(Arc::new(set)))
}

/// How many values of the query's only column are in the set.
#[pyfunction]
#[pyo3(signature = (connection, copy_out, values, *, format = "binary", progress = None))]
pub fn count_members(
    py: Python<'_>,
    connection: &Bound<'_, Connection>,
    copy_out: &str,
    values: &Bound<'_, ValueSet>,
    format: &str,
    progress: Option<Bound<'_, Progress>>,
) -> PyResult<u64> {
    let mut session = connection.get().session()?;
    let (session, format) = (session.get()?, parse_format(format)?);
    let set = values.get().0.clone();
    stoppable(py, progress, |progress, tick| {
        pipe::count_members(session, copy_out, format, set, progress, tick)
    })
}

/// Runs without the GIL, until done, cancelled, or interrupted by a signal.
fn stoppable<T: Send>(
    py: Python<'_>,
    progress: Option<Bound<'_, Progress>>,
    work: impl FnOnce(&pipe::Progress, Tick<'_>) -> Result<T, pipe::Error> + Send,
) -> PyResult<T> {
    let progress = progress.map_or_else(Arc::default, |progress| progress.get().0.clone());
    let stop = progress.clone();
    let mut interrupt = Interrupt::new(move || {
        stop.cancel();
        ControlFlow::Continue(())
    });
    let result = py.detach(|| work(&progress, &mut || interrupt.tick()));
    interrupt.settle(result.map_err(|error| from_pipe(py, error)))
}

fn parse_format(format: &str) -> PyResult<Format> {
    match format {
        "binary" => Ok(Format::Binary),
        "text" => Ok(Format::Text),
        _ => Err(KernelError::new_err(format!("no format {format:?}"))),
    }
}
