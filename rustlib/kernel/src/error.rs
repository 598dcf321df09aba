use std::fmt;

/// What can be wrong with the caller's parameters or with the stream; never holds a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// A mask cannot be built; `parameter` names the culprit where there is one.
    Mask {
        parameter: Option<String>,
        message: String,
    },
    /// The COPY stream is not what its format or the plan says.
    Stream(String),
}

impl Error {
    pub fn mask(parameter: &str, message: impl Into<String>) -> Self {
        Self::Mask {
            parameter: Some(parameter.to_owned()),
            message: message.into(),
        }
    }

    pub(crate) fn stream(message: impl Into<String>) -> Self {
        Self::Stream(message.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mask { message, .. } | Self::Stream(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {}
