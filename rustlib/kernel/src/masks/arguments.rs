//! Parameters of masks: their declaration, and what a caller gave.

use std::collections::BTreeMap;

use crate::Error;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Integer,
    Boolean,
    Choice,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Choice => "choice",
        }
    }
}

pub struct Parameter {
    pub name: &'static str,
    pub kind: Kind,
    /// `None` where the caller must give one.
    pub default: Option<Argument>,
    pub choices: &'static [&'static str],
    pub doc: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    Null,
    Text(&'static str),
    Integer(i64),
    Boolean(bool),
    /// Text and bytes as the caller gave them.
    Bytes(Vec<u8>),
}

/// What the caller gave, by parameter.
#[derive(Clone, Debug, Default)]
pub struct Arguments {
    given: BTreeMap<String, Argument>,
}

impl FromIterator<(String, Argument)> for Arguments {
    fn from_iter<I: IntoIterator<Item = (String, Argument)>>(pairs: I) -> Self {
        Self {
            given: pairs.into_iter().collect(),
        }
    }
}

impl Arguments {
    /// Refuses what no parameter declares and adds the defaults.
    pub(super) fn check(&mut self, parameters: &[Parameter]) -> Result<(), Error> {
        let known = |name: &String| parameters.iter().any(|p| p.name == name);
        if let Some(name) = self.given.keys().find(|name| !known(name)) {
            return Err(Error::mask(name, format!("no parameter {name:?}")));
        }
        for parameter in parameters {
            let name = parameter.name;
            match (self.given.get(name), &parameter.default) {
                (Some(argument), _) => parameter.accept(argument)?,
                (None, Some(default)) => {
                    self.given.insert(name.to_owned(), default.clone());
                }
                (None, None) => {
                    return Err(Error::mask(
                        name,
                        format!("the parameter {name} is missing"),
                    ));
                }
            }
        }
        Ok(())
    }

    pub(super) fn bytes(&mut self, name: &str) -> Option<Vec<u8>> {
        match self.given.remove(name) {
            Some(Argument::Bytes(bytes)) => Some(bytes),
            Some(Argument::Text(text)) => Some(text.as_bytes().to_vec()),
            _ => None,
        }
    }

    pub(super) fn text(&mut self, name: &str) -> Result<String, Error> {
        String::from_utf8(self.bytes(name).unwrap_or_default())
            .map_err(|_| Error::mask(name, format!("the parameter {name} is not UTF-8")))
    }

    pub(super) fn boolean(&mut self, name: &str) -> bool {
        matches!(self.given.remove(name), Some(Argument::Boolean(true)))
    }

    /// An integer between the bounds, which are part of the message.
    pub(super) fn integer(&mut self, name: &str, min: i64, max: i64) -> Result<usize, Error> {
        match self.given.remove(name) {
            Some(Argument::Integer(value)) if (min..=max).contains(&value) => {
                usize::try_from(value).map_err(|_| Error::mask(name, format!("{name} is negative")))
            }
            _ => Err(Error::mask(
                name,
                format!("the parameter {name} must lie between {min} and {max}"),
            )),
        }
    }
}

impl Parameter {
    fn accept(&self, argument: &Argument) -> Result<(), Error> {
        let name = self.name;
        let fits = match (self.kind, argument) {
            (Kind::Integer, Argument::Integer(_)) | (Kind::Boolean, Argument::Boolean(_)) => true,
            (Kind::Text, Argument::Bytes(_)) => true,
            (Kind::Text, Argument::Null) => self.default == Some(Argument::Null),
            (Kind::Choice, Argument::Bytes(bytes)) => {
                return match self.choices.iter().any(|c| c.as_bytes() == bytes) {
                    true => Ok(()),
                    false => Err(Error::mask(
                        name,
                        format!(
                            "the parameter {name} must be one of {}",
                            self.choices.join(", ")
                        ),
                    )),
                };
            }
            _ => false,
        };
        match fits {
            true => Ok(()),
            false => Err(Error::mask(
                name,
                format!(
                    "the parameter {name} must be of the kind {}",
                    self.kind.as_str()
                ),
            )),
        }
    }
}
