//! One error for all that can go wrong on a connection; no text of it holds a row's value.

use std::error::Error as _;
use std::fmt;

use tokio_postgres::error::{DbError, ErrorPosition};

/// Whose fault: the side of a copy, or a connection used by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Source,
    Target,
    Connection,
}

impl Side {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Target => "target",
            Self::Connection => "connection",
        }
    }
}

/// What a server reported, or how the way to it failed (`sqlstate` of class 08).
#[derive(Clone, Debug)]
pub struct DatabaseError {
    pub side: Side,
    pub sqlstate: String,
    pub message: String,
    pub schema: Option<String>,
    pub table: Option<String>,
    pub column: Option<String>,
    pub constraint: Option<String>,
    /// Character of the statement, from 1.
    pub position: Option<u32>,
    /// Line of the COPY stream, from 1.
    pub line: Option<u64>,
}

#[derive(Clone, Debug)]
pub enum Error {
    Database(Box<DatabaseError>),
    /// The stream or a mask; from the kernel.
    Kernel(confiture_kernel::Error),
    Cancelled,
    /// The caller's mistake, or a broken promise of a server.
    Other(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => f.write_str(&error.message),
            Self::Kernel(error) => error.fmt(f),
            Self::Cancelled => f.write_str("the copy was cancelled"),
            Self::Other(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {}

impl From<confiture_kernel::Error> for Error {
    fn from(error: confiture_kernel::Error) -> Self {
        Self::Kernel(error)
    }
}

impl Error {
    pub(crate) fn other(message: impl Into<String>) -> Self {
        Self::Other(message.into())
    }

    /// The way to the server is lost or was never found.
    pub(crate) fn link(sqlstate: &str, message: impl Into<String>) -> Self {
        Self::Database(Box::new(DatabaseError {
            side: Side::Connection,
            sqlstate: sqlstate.to_owned(),
            message: message.into(),
            schema: None,
            table: None,
            column: None,
            constraint: None,
            position: None,
            line: None,
        }))
    }

    pub(crate) fn from_postgres(error: &tokio_postgres::Error) -> Self {
        match error.as_db_error() {
            Some(error) => Self::Database(Box::new(from_server(error))),
            None => {
                let mut message = error.to_string();
                let mut cause = error.source();
                while let Some(inner) = cause {
                    message = format!("{message}: {inner}");
                    cause = inner.source();
                }
                Self::link("08006", message)
            }
        }
    }

    pub(crate) fn at(mut self, side: Side) -> Self {
        if let Self::Database(error) = &mut self {
            error.side = side;
        }
        self
    }

    pub(crate) fn sqlstate(&self) -> Option<&str> {
        match self {
            Self::Database(error) => Some(&error.sqlstate),
            _ => None,
        }
    }
}

fn from_server(error: &DbError) -> DatabaseError {
    let sqlstate = error.code().code().to_owned();
    let (line, column) = error.where_().map_or((None, None), copy_context);
    let message = match may_hold_a_value(&sqlstate) {
        false => error.message().to_owned(),
        true => format!(
            "{}; the server's text is withheld, as it may hold a value",
            condition(&sqlstate)
        ),
    };
    DatabaseError {
        side: Side::Connection,
        message,
        schema: error.schema().map(str::to_owned),
        table: error.table().map(str::to_owned),
        column: error.column().map(str::to_owned).or(column),
        constraint: error.constraint().map(str::to_owned),
        position: match error.position() {
            Some(ErrorPosition::Original(position)) => Some(*position),
            _ => None,
        },
        line,
        sqlstate,
    }
}

/// Whether the primary message quotes data: data exceptions do (22P02 shows the text it could not
/// read), and what functions and extensions raise may say anything.
fn may_hold_a_value(sqlstate: &str) -> bool {
    const SAFE: &[&str] = &[
        "00", "01", "02", "03", "08", "0A", "0B", "0L", "0P", "0Z", "20", "21", "23", "24", "25",
        "26", "27", "28", "2B", "2D", "34", "3B", "3D", "3F", "40", "42", "44", "53", "54", "55",
        "57", "58", "72",
    ];
    // 22001 names the type, 22P04 the shape of a COPY stream.
    let safe_class = sqlstate.get(..2).is_some_and(|class| SAFE.contains(&class));
    !(safe_class || matches!(sqlstate, "22001" | "22P04" | "XX001" | "XX002"))
}

/// The condition's name in PostgreSQL's table of error codes, for those that are common.
fn condition(sqlstate: &str) -> &'static str {
    match sqlstate {
        "22003" => "numeric value out of range",
        "22007" => "invalid datetime format",
        "22008" => "datetime field overflow",
        "22012" => "division by zero",
        "22021" => "character not in repertoire",
        "22023" => "invalid parameter value",
        "22P02" => "invalid text representation",
        "22P03" => "invalid binary representation",
        "22P05" => "untranslatable character",
        "P0001" => "exception raised by a function",
        _ if sqlstate.starts_with("22") => "data exception",
        _ if sqlstate.starts_with("P0") => "error in a PL/pgSQL function",
        _ if sqlstate.starts_with("XX") => "internal error of the server",
        _ => "error raised by a function or an extension",
    }
}

/// Line and column from "COPY t, line 5, column c: …", where the server speaks English.
fn copy_context(context: &str) -> (Option<u64>, Option<String>) {
    let first = context.lines().find(|line| line.starts_with("COPY "));
    let Some((_, rest)) = first.and_then(|line| line.split_once(", line ")) else {
        return (None, None);
    };
    let digits = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    let line = rest[..digits].parse().ok();
    let column = rest[digits..].strip_prefix(", column ").map(|rest| {
        let end = rest.find(':').unwrap_or(rest.len());
        rest[..end].to_owned()
    });
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_gives_line_and_column_only() {
        for (context, line, column) in [
            ("COPY t, line 5, column c: \"secret\"", Some(5), Some("c")),
            ("COPY t, line 12: \"a row\"", Some(12), None),
            ("COPY t, line 7, column c", Some(7), Some("c")),
            ("PL/pgSQL function f()\nCOPY t, line 3", Some(3), None),
            ("SQL statement \"SELECT 1\"", None, None),
        ] {
            assert_eq!(copy_context(context), (line, column.map(str::to_owned)));
        }
    }

    #[test]
    fn texts_that_may_quote_data_are_withheld() {
        for (sqlstate, withheld) in [
            ("22P02", true),
            ("22001", false),
            ("23505", false),
            ("42P01", false),
            ("P0001", true),
            ("XX000", true),
            ("38000", true),
            ("ZZ123", true),
            ("57014", false),
        ] {
            assert_eq!(may_hold_a_value(sqlstate), withheld, "{sqlstate}");
        }
    }
}
