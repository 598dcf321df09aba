//! The exceptions, and how errors become them.

use confiture_kernel::Error as Fault;
use confiture_pipe::{DatabaseError as Report, Error};
use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;

create_exception!(
    confiture._kernel,
    KernelError,
    PyException,
    "What the kernel could not do; no text of it holds a row's value."
);
create_exception!(
    confiture._kernel,
    DatabaseError,
    KernelError,
    "What a server reported, or how the way to it failed (sqlstate of class 08)."
);
create_exception!(
    confiture._kernel,
    Cancelled,
    KernelError,
    "A copy stopped because its progress was cancelled."
);
create_exception!(
    confiture._kernel,
    MaskError,
    KernelError,
    "A mask cannot be built or applied with these parameters."
);

pub fn from_pipe(py: Python<'_>, error: Error) -> PyErr {
    match error {
        Error::Database(report) => database(py, &report),
        Error::Kernel(fault) => from_kernel(py, fault),
        Error::Cancelled => Cancelled::new_err(Error::Cancelled.to_string()),
        Error::Other(message) => KernelError::new_err(message),
    }
}

pub fn from_kernel(py: Python<'_>, fault: Fault) -> PyErr {
    match fault {
        Fault::Stream(message) => KernelError::new_err(message),
        Fault::Mask { parameter, message } => mask(py, parameter.as_deref(), message),
    }
}

pub fn mask(py: Python<'_>, parameter: Option<&str>, message: impl Into<String>) -> PyErr {
    let error = MaskError::new_err(message.into());
    match error.value(py).setattr("parameter", parameter) {
        Ok(()) => error,
        Err(other) => other,
    }
}

// An exception cannot be a class with fields under the stable ABI of 3.11, so its attributes are
// set on the instance.
fn database(py: Python<'_>, report: &Report) -> PyErr {
    let error = DatabaseError::new_err(report.message.clone());
    match describe(error.value(py), report) {
        Ok(()) => error,
        Err(other) => other,
    }
}

fn describe(value: &Bound<'_, PyAny>, report: &Report) -> PyResult<()> {
    value.setattr("side", report.side.as_str())?;
    value.setattr("sqlstate", &report.sqlstate)?;
    value.setattr("message", &report.message)?;
    value.setattr("schema", &report.schema)?;
    value.setattr("table", &report.table)?;
    value.setattr("column", &report.column)?;
    value.setattr("constraint", &report.constraint)?;
    value.setattr("position", report.position)?;
    value.setattr("line", report.line)
}
