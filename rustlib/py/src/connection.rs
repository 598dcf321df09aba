use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, TryLockError};

use confiture_pipe::{self as pipe, Canceller, Parameters, Rows, Tick};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::errors::{KernelError, from_pipe};
use crate::interrupt::Interrupt;

/// A session on one server, for COPY streams and the statements around them.
#[pyclass(frozen, module = "confiture._kernel")]
pub struct Connection {
    session: Mutex<Option<pipe::Connection>>,
    canceller: Canceller,
    place: String,
    /// The process id of the session on the server.
    #[pyo3(get)]
    backend_pid: i32,
    parameters: Vec<(String, String)>,
}

#[pymethods]
impl Connection {
    #[new]
    #[pyo3(signature = (**params))]
    fn new(py: Python<'_>, params: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let pairs = params.map(pairs).transpose()?.unwrap_or_default();
        let place = place(&pairs);
        let parameters = Parameters::new(pairs).map_err(|error| from_pipe(py, error))?;
        let mut interrupt = Interrupt::new(|| ControlFlow::Break(()));
        let opened = py.detach(|| open(&parameters, &mut || interrupt.tick()));
        let opened = opened.map_err(|error| from_pipe(py, error));
        let (session, backend_pid) = interrupt.settle(opened)?;
        Ok(Self {
            canceller: session.canceller(),
            parameters: session.parameters().to_vec(),
            session: Mutex::new(Some(session)),
            place,
            backend_pid,
        })
    }

    /// Runs statements and returns the rows of the last one that gives rows, as text.
    #[pyo3(signature = (sql, params = None, /))]
    fn query(
        &self,
        py: Python<'_>,
        sql: &str,
        params: Option<Vec<Option<String>>>,
    ) -> PyResult<Vec<Py<pyo3::types::PyTuple>>> {
        let mut interrupt = Interrupt::new(|| {
            // If the server cannot be told, the wait goes on as it would have.
            let _ = self.canceller.cancel(&mut go_on);
            ControlFlow::Continue(())
        });
        let rows = self.with(py, |session| {
            let mut tick = || interrupt.tick();
            match &params {
                None => session.query(sql, &mut tick),
                Some(params) => session.query_with(sql, params, &mut tick),
            }
        });
        tuples(py, interrupt.settle(rows)?)
    }

    /// Asks the server to stop what this connection is doing; may be called from any thread.
    fn cancel(&self, py: Python<'_>) -> PyResult<()> {
        let done = py.detach(|| self.canceller.cancel(&mut go_on));
        done.map_err(|error| from_pipe(py, error))
    }

    /// Ends the session. Closing twice does nothing.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        let session = self.lock()?.take();
        py.detach(|| {
            if let Some(session) = session {
                session.close(&mut go_on);
            }
        });
        Ok(())
    }

    /// Whether the connection takes no more statements.
    #[getter]
    fn closed(&self) -> PyResult<bool> {
        Ok(self
            .lock()?
            .as_ref()
            .is_none_or(pipe::Connection::is_closed))
    }

    /// A parameter as the server reported it when the session began, such as server_version.
    #[pyo3(signature = (name, /))]
    fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    fn __enter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(
        &self,
        py: Python<'_>,
        _exception: &Bound<'_, pyo3::types::PyTuple>,
    ) -> PyResult<()> {
        self.close(py)
    }

    fn __repr__(&self) -> String {
        format!(
            "Connection({}, backend_pid={})",
            self.place, self.backend_pid
        )
    }
}

impl Connection {
    fn lock(&self) -> PyResult<MutexGuard<'_, Option<pipe::Connection>>> {
        match self.session.try_lock() {
            Ok(session) => Ok(session),
            Err(TryLockError::Poisoned(poisoned)) => Ok(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => Err(KernelError::new_err(
                "the connection is in use by another call",
            )),
        }
    }

    /// The open session, held until the guard is dropped.
    pub fn session(&self) -> PyResult<Session<'_>> {
        match self.lock()? {
            session if session.is_some() => Ok(Session(session)),
            _ => Err(KernelError::new_err("the connection is closed")),
        }
    }

    fn with<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut pipe::Connection) -> Result<T, pipe::Error> + Send,
    ) -> PyResult<T> {
        let mut session = self.session()?;
        let session = session.get()?;
        py.detach(|| work(session))
            .map_err(|error| from_pipe(py, error))
    }
}

pub struct Session<'a>(MutexGuard<'a, Option<pipe::Connection>>);

impl Session<'_> {
    pub fn get(&mut self) -> PyResult<&mut pipe::Connection> {
        self.0
            .as_mut()
            .ok_or_else(|| KernelError::new_err("the connection is closed"))
    }
}

fn go_on() -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn open(parameters: &Parameters, tick: Tick<'_>) -> Result<(pipe::Connection, i32), pipe::Error> {
    let mut session = pipe::Connection::open(parameters, tick)?;
    let rows = session.query("SELECT pg_backend_pid()", tick)?;
    let pid = rows
        .first()
        .and_then(|row| row.first()?.as_ref()?.parse().ok());
    match pid {
        Some(pid) => Ok((session, pid)),
        None => Err(pipe::Error::Other(
            "the server did not tell its process id".to_owned(),
        )),
    }
}

/// Keywords and values as text; `None` is left out.
fn pairs(params: &Bound<'_, PyDict>) -> PyResult<Vec<(String, String)>> {
    let given = params.iter().filter(|(_, value)| !value.is_none());
    given
        .map(|(name, value)| Ok((name.extract()?, value.str()?.to_string())))
        .collect()
}

fn place(pairs: &[(String, String)]) -> String {
    const SHOWN: &[&str] = &["host", "hostaddr", "port", "dbname", "user"];
    let shown = pairs
        .iter()
        .filter(|(name, _)| SHOWN.contains(&name.as_str()));
    let shown: Vec<String> = shown
        .map(|(name, value)| format!("{name}={value:?}"))
        .collect();
    shown.join(", ")
}

fn tuples(py: Python<'_>, rows: Rows) -> PyResult<Vec<Py<pyo3::types::PyTuple>>> {
    let tuple = |row| pyo3::types::PyTuple::new(py, row).map(Bound::unbind);
    rows.into_iter().map(tuple).collect()
}
