//! The Python module `confiture._kernel`: a thin layer over the kernel and the pipe.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod arrow;
mod connection;
mod copy;
mod errors;
mod interrupt;
mod mask;

use pyo3::prelude::*;

/// Masks, the COPY codec and the pipe between two servers.
#[pymodule]
mod _kernel {
    #[pymodule_export]
    use crate::arrow::Array;
    #[pymodule_export]
    use crate::connection::Connection;
    #[pymodule_export]
    use crate::copy::{CopyResult, Progress, ValueSet, collect, copy, count_members};
    #[pymodule_export]
    use crate::errors::{Cancelled, DatabaseError, KernelError, MaskError};
    #[pymodule_export]
    use crate::mask::{Mask, MaskInfo, Parameter, key_id, masks};
}
