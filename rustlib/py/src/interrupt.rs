//! Ctrl-C while the GIL is released.

use std::ops::ControlFlow;

use pyo3::prelude::*;

/// Looks for a signal while the pipe works, and stops the work once there is one.
pub struct Interrupt<F: FnMut() -> ControlFlow<()>> {
    stop: F,
    raised: Option<PyErr>,
}

impl<F: FnMut() -> ControlFlow<()>> Interrupt<F> {
    /// `stop` is called once; it either sees to it that the work ends, or gives it up by `Break`.
    pub fn new(stop: F) -> Self {
        Self { stop, raised: None }
    }

    pub fn tick(&mut self) -> ControlFlow<()> {
        if self.raised.is_none()
            && let Err(error) = Python::attach(|py| py.check_signals())
        {
            self.raised = Some(error);
            return (self.stop)();
        }
        ControlFlow::Continue(())
    }

    /// The signal's exception before the work's own error, which it has caused.
    pub fn settle<T>(self, result: PyResult<T>) -> PyResult<T> {
        match (self.raised, result) {
            (Some(error), _) => Err(error),
            (None, result) => result,
        }
    }
}
