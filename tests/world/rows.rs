//! How SQLite's rows become the log's, for every test that has a database.

use alcove::log::{Param, Row, Value};
use rusqlite::Statement;
use rusqlite::types::{ToSqlOutput, ValueRef};

/// All rows of a statement.
pub fn query(statement: &mut Statement<'_>, params: &[Param<'_>]) -> rusqlite::Result<Vec<Row>> {
    let columns = statement.column_count();
    let params = params.iter().map(|param| match param {
        Param::Integer(n) => ToSqlOutput::from(*n),
        Param::Text(text) => ToSqlOutput::from(*text),
    });
    let mut rows = statement.query(rusqlite::params_from_iter(params))?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let value = |i| match row.get_ref_unwrap(i) {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(n) => Value::Integer(n),
            ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into()),
            _ => Value::Other,
        };
        out.push((0..columns).map(value).collect());
    }
    Ok(out)
}
