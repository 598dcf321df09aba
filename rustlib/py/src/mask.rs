use std::sync::Arc;

use confiture_kernel::masks::{
    ALL, Argument, Arguments, Declaration, Mask as KernelMask, Parameter as Declared, find,
};
use confiture_kernel::{Scope, key_id as id_of};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyInt, PyMapping, PyString};
use pyo3_arrow::input::AnyArray;

use crate::arrow::{Array, apply};
use crate::errors;

/// A parameter that a mask takes.
#[pyclass(frozen, get_all, module = "confiture._kernel")]
pub struct Parameter {
    name: &'static str,
    kind: &'static str,
    default: Py<PyAny>,
    required: bool,
    choices: Vec<&'static str>,
    doc: &'static str,
}

/// What a mask promises.
#[pyclass(frozen, module = "confiture._kernel")]
pub struct MaskInfo {
    declaration: &'static Declaration,
    parameters: Vec<Py<Parameter>>,
}

#[pymethods]
impl Parameter {
    fn __repr__(&self) -> String {
        format!("Parameter(name={:?}, kind={:?})", self.name, self.kind)
    }
}

#[pymethods]
impl MaskInfo {
    #[getter]
    fn name(&self) -> &'static str {
        self.declaration.name
    }

    #[getter]
    fn summary(&self) -> &'static str {
        self.declaration.summary
    }

    #[getter]
    fn parameters(&self, py: Python<'_>) -> Vec<Py<Parameter>> {
        self.parameters.iter().map(|p| p.clone_ref(py)).collect()
    }

    #[getter]
    fn types(&self) -> Vec<&'static str> {
        self.declaration.types.to_vec()
    }

    /// With default parameters.
    #[getter]
    fn uniqueness(&self) -> &'static str {
        self.declaration.uniqueness.as_str()
    }

    #[getter]
    fn keyed(&self) -> bool {
        self.declaration.keyed
    }

    /// The class of data that the output still is.
    #[getter]
    fn output(&self) -> &'static str {
        self.declaration.output.as_str()
    }

    #[getter]
    fn example(&self) -> &'static str {
        self.declaration.example
    }

    /// Checks parameters without a key; returns uniqueness and min_chars.
    #[pyo3(signature = (params, /))]
    fn check(
        &self,
        py: Python<'_>,
        params: &Bound<'_, PyMapping>,
    ) -> PyResult<(&'static str, usize)> {
        let checked = self.declaration.check(arguments(params)?);
        let (uniqueness, min_chars) = checked.map_err(|fault| errors::from_kernel(py, fault))?;
        Ok((uniqueness.as_str(), min_chars))
    }

    fn __repr__(&self) -> String {
        format!("MaskInfo(name={:?})", self.declaration.name)
    }
}

/// A mask with its parameters and its key.
#[pyclass(frozen, module = "confiture._kernel")]
pub struct Mask {
    mask: Arc<dyn KernelMask>,
    #[pyo3(get)]
    name: String,
    #[pyo3(get)]
    uniqueness: &'static str,
    /// Characters that the column must hold for the promise to stand.
    #[pyo3(get)]
    min_chars: usize,
}

#[pymethods]
impl Mask {
    #[new]
    #[pyo3(signature = (name, params, *, key, release, domain, max_chars = None))]
    fn new(
        py: Python<'_>,
        name: &str,
        params: &Bound<'_, PyMapping>,
        key: Option<&[u8]>,
        release: &str,
        domain: &str,
        max_chars: Option<usize>,
    ) -> PyResult<Self> {
        let scope = Scope { release, domain };
        let arguments = arguments(params)?;
        let built = find(name)
            .and_then(|found| found.build(arguments, key, scope, max_chars))
            .map_err(|fault| errors::from_kernel(py, fault))?;
        Ok(Self {
            mask: Arc::from(built.mask),
            name: name.to_owned(),
            uniqueness: built.uniqueness.as_str(),
            min_chars: built.min_chars,
        })
    }

    /// Masks an Arrow array of strings; the result has the same type.
    #[pyo3(signature = (values, /))]
    fn apply(&self, py: Python<'_>, values: AnyArray) -> PyResult<Array> {
        let mask = self.mask.clone();
        py.detach(|| apply(&*mask, values))
    }

    fn __repr__(&self) -> String {
        format!("Mask({:?})", self.name)
    }
}

impl Mask {
    pub fn shared(&self) -> Arc<dyn KernelMask> {
        self.mask.clone()
    }
}

/// Every mask, by name.
#[pyfunction]
pub fn masks(py: Python<'_>) -> PyResult<Vec<MaskInfo>> {
    let info = |declaration: &&'static Declaration| {
        let parameters = declaration.parameters.iter();
        Ok(MaskInfo {
            declaration,
            parameters: parameters
                .map(|p| parameter(py, p))
                .collect::<PyResult<_>>()?,
        })
    };
    ALL.iter().map(info).collect()
}

/// The name under which a master key may be spoken of.
#[pyfunction]
#[pyo3(signature = (master, /))]
pub fn key_id(py: Python<'_>, master: &[u8]) -> PyResult<String> {
    id_of(master).map_err(|fault| errors::from_kernel(py, fault))
}

fn parameter(py: Python<'_>, declared: &Declared) -> PyResult<Py<Parameter>> {
    let default = match &declared.default {
        None | Some(Argument::Null) => py.None(),
        Some(Argument::Text(text)) => PyString::new(py, text).into_any().unbind(),
        Some(Argument::Integer(value)) => PyInt::new(py, *value).into_any().unbind(),
        Some(Argument::Boolean(value)) => PyBool::new(py, *value).to_owned().into_any().unbind(),
        Some(Argument::Bytes(bytes)) => PyBytes::new(py, bytes).into_any().unbind(),
    };
    let parameter = Parameter {
        name: declared.name,
        kind: declared.kind.as_str(),
        default,
        required: declared.default.is_none(),
        choices: declared.choices.to_vec(),
        doc: declared.doc,
    };
    Py::new(py, parameter)
}

fn arguments(params: &Bound<'_, PyMapping>) -> PyResult<Arguments> {
    params
        .items()?
        .iter()
        .map(|item| {
            let (name, value): (String, Bound<'_, PyAny>) = item.extract()?;
            let argument = argument(&name, &value)?;
            Ok((name, argument))
        })
        .collect()
}

fn argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Argument> {
    // A bool is an int in Python, so it comes first.
    if value.is_none() {
        Ok(Argument::Null)
    } else if let Ok(value) = value.cast::<PyBool>() {
        Ok(Argument::Boolean(value.is_true()))
    } else if value.is_instance_of::<PyInt>() {
        let fits = value.extract().map(Argument::Integer);
        fits.map_err(|_| wrong(name, value, "is too large"))
    } else if let Ok(text) = value.cast::<PyString>() {
        Ok(Argument::Bytes(text.to_cow()?.as_bytes().to_vec()))
    } else if let Ok(bytes) = value.cast::<PyBytes>() {
        Ok(Argument::Bytes(bytes.as_bytes().to_vec()))
    } else {
        Err(wrong(
            name,
            value,
            "is neither text, bytes, integer, boolean nor None",
        ))
    }
}

fn wrong(name: &str, value: &Bound<'_, PyAny>, how: &str) -> PyErr {
    errors::mask(
        value.py(),
        Some(name),
        format!("the parameter {name} {how}"),
    )
}
