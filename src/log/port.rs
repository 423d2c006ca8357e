//! The port to a database, and the types that cross it.

use std::fmt;

use crate::model::Seq;
use crate::time::Timestamp;

/// A database, as small as the log needs it. A clone is the same database.
pub trait Sql: Clone {
    /// Runs one constant statement and returns its rows.
    fn query(&self, sql: &'static str, params: &[Param<'_>]) -> Result<Vec<Row>, SqlError>;

    /// Runs constant statements that are needed only once: a database keeps those of
    /// [`Sql::query`] at hand, at several kilobytes each.
    fn run(&self, script: &'static str) -> Result<(), SqlError>;

    /// What was overwritten up to now is to be in no file of the database a few seconds later, neither. Where the
    /// platform can do nothing for that, it is so once the room sleeps.
    fn forget(&self) {}

    /// Bytes of the whole database.
    fn size(&self) -> u64;

    /// Removes everything, tables and all.
    fn wipe(&self) -> Result<(), SqlError>;

    /// Runs `body` so that either all its statements take effect or none.
    fn atomically(&self, body: &mut dyn FnMut() -> Result<(), SqlError>) -> Result<(), SqlError>;
}

/// A bound parameter.
#[derive(Clone, Copy, Debug)]
pub enum Param<'a> {
    Integer(i64),
    Text(&'a str),
}

impl Param<'_> {
    pub fn seq(seq: Seq) -> Param<'static> {
        Param::Integer(seq.number() as i64)
    }

    pub fn time(time: Timestamp) -> Param<'static> {
        Param::Integer(i64::try_from(time.as_millis()).unwrap_or(i64::MAX))
    }
}

/// A column of a result row.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Integer(i64),
    Text(String),
    /// Of a type that is never written.
    Other,
}

/// A result row.
pub type Row = Vec<Value>;

/// A statement failed; why is for the operator's log, never for a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlError(pub String);

impl fmt::Display for SqlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the database refused: {}", self.0)
    }
}

impl std::error::Error for SqlError {}

/// Why the log could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogError {
    /// The database refused.
    Sql(SqlError),
    /// A row that this version cannot have written.
    Corrupt(&'static str),
    /// The database was written by a newer version of this code.
    TooNew,
    /// The log is empty, and who opens it does not know the room's name.
    Unnamed,
}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LogError::Sql(error) => error.fmt(f),
            LogError::Corrupt(what) => write!(f, "a row of {what} cannot be read"),
            LogError::TooNew => f.write_str("the log was written by a newer version"),
            LogError::Unnamed => f.write_str("the log does not know its room"),
        }
    }
}

impl std::error::Error for LogError {}

impl From<SqlError> for LogError {
    fn from(error: SqlError) -> LogError {
        LogError::Sql(error)
    }
}
