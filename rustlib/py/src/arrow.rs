//! Masks over Arrow arrays, in and out by the PyCapsule protocol.

use std::sync::Arc;

use arrow_array::builder::StringViewBuilder;
use arrow_array::cast::AsArray;
use arrow_array::{Array as _, ArrayRef, GenericStringArray, OffsetSizeTrait};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field};
use confiture_kernel::masks::{Mask, Outcome};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use pyo3_arrow::ffi::{to_array_pycapsules, to_schema_pycapsule};
use pyo3_arrow::input::AnyArray;

use crate::errors;

/// An Arrow array, for anything that reads the PyCapsule protocol.
#[pyclass(frozen, module = "confiture._kernel")]
pub struct Array(ArrayRef);

#[pymethods]
impl Array {
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let field = Arc::new(self.field());
        Ok(to_array_pycapsules(py, field, &self.0, requested_schema)?)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.field())?)
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __repr__(&self) -> String {
        format!("Array(len={}, type={})", self.0.len(), self.0.data_type())
    }
}

impl Array {
    fn field(&self) -> Field {
        Field::new("", self.0.data_type().clone(), true)
    }
}

/// Masked values one after the other, as Arrow keeps them.
struct Output<'a> {
    mask: &'a dyn Mask,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    valid: Vec<bool>,
}

impl Output<'_> {
    fn extend<'v>(&mut self, values: impl Iterator<Item = Option<&'v str>>) {
        for value in values {
            let outcome = match value {
                Some(value) => self.mask.apply(value.as_bytes(), &mut self.bytes),
                None => self.mask.apply_null(&mut self.bytes),
            };
            self.ends.push(self.bytes.len());
            self.valid.push(outcome != Outcome::Null);
        }
    }

    fn strings<O: OffsetSizeTrait>(self) -> Result<ArrayRef, String> {
        let offsets = std::iter::once(0).chain(self.ends).map(O::from_usize);
        let offsets: Option<Vec<O>> = offsets.collect();
        let offsets = offsets.ok_or("the masked values exceed 2 GiB; mask smaller batches")?;
        let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
        let nulls = Some(NullBuffer::from(self.valid)).filter(|nulls| nulls.null_count() > 0);
        GenericStringArray::<O>::try_new(offsets, Buffer::from_vec(self.bytes), nulls)
            .map(|array| Arc::new(array) as ArrayRef)
            .map_err(|_| NOT_UTF8.to_owned())
    }

    fn views(self) -> Result<ArrayRef, String> {
        let mut views = StringViewBuilder::with_capacity(self.ends.len());
        let mut start = 0;
        for (end, valid) in self.ends.into_iter().zip(self.valid) {
            let text = std::str::from_utf8(&self.bytes[start..end]).map_err(|_| NOT_UTF8)?;
            views.append_option(valid.then_some(text));
            start = end;
        }
        Ok(Arc::new(views.finish()))
    }
}

const NOT_UTF8: &str = "the masked values are not UTF-8";

pub fn apply(mask: &dyn Mask, values: AnyArray) -> PyResult<Array> {
    let reader = values.into_reader()?;
    let kind = reader.field().data_type().clone();
    let mut output = Output {
        mask,
        bytes: Vec::new(),
        ends: Vec::new(),
        valid: Vec::new(),
    };
    let refuse = |message: &str| Python::attach(|py| errors::mask(py, None, message));
    if !matches!(
        kind,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
    ) {
        let message = format!("an Arrow array of type {kind} is no array of strings");
        return Err(refuse(&message));
    }
    for chunk in reader {
        let chunk = chunk.map_err(|_| refuse("the Arrow stream cannot be read"))?;
        match kind {
            DataType::Utf8 => output.extend(chunk.as_string::<i32>().iter()),
            DataType::LargeUtf8 => output.extend(chunk.as_string::<i64>().iter()),
            _ => output.extend(chunk.as_string_view().iter()),
        }
    }
    let array = match kind {
        DataType::LargeUtf8 => output.strings::<i64>(),
        DataType::Utf8View => output.views(),
        _ => output.strings::<i32>(),
    };
    array.map(Array).map_err(|message| refuse(&message))
}
