//! The [`Sql`] port over the object's own SQLite.

use wasm_bindgen::{JsCast, JsValue};
use worker::{SqlStorage, SqlStorageValue, State};

use super::js;
use super::operator_log::OperatorLog;
use crate::log::{Param, Row, Sql, SqlError, Value};

/// The database of one Durable Object.
#[derive(Clone)]
pub struct ObjectSql {
    sql: SqlStorage,
    storage: js::Storage,
    operator: OperatorLog,
}

impl ObjectSql {
    pub fn new(state: &State, operator: OperatorLog) -> ObjectSql {
        let storage = state.storage();
        let sql = storage.sql();
        let raw: &JsValue = storage.as_raw().as_ref();
        let storage = raw.clone().unchecked_into();
        ObjectSql {
            sql,
            storage,
            operator,
        }
    }
}

impl ObjectSql {
    /// Tells the operator; clients only ever hear `storage_failed`.
    #[cold]
    fn report(&self, error: &worker::Error) -> SqlError {
        let error = error.to_string();
        self.operator.report(format!("storage: {error}"));
        SqlError(error)
    }
}

impl Sql for ObjectSql {
    fn query(&self, sql: &'static str, params: &[Param<'_>]) -> Result<Vec<Row>, SqlError> {
        let params = params.iter().map(|param| match param {
            Param::Integer(n) => JsValue::from_f64(*n as f64),
            Param::Text(text) => JsValue::from_str(text),
        });
        let rows = || -> worker::Result<Vec<Row>> {
            let cursor = self.sql.exec_raw(sql, params.collect::<Vec<_>>())?;
            cursor
                .raw()
                .map(|row| Ok(row?.into_iter().map(value).collect()))
                .collect()
        };
        rows().map_err(|error| self.report(&error))
    }

    fn run(&self, script: &'static str) -> Result<(), SqlError> {
        // Of several statements the runtime keeps only the last.
        self.query(script, &[]).map(drop)
    }

    fn size(&self) -> u64 {
        self.sql.database_size() as u64
    }

    fn wipe(&self) -> Result<(), SqlError> {
        // The output gate waits for it like for any other write.
        let wiped = self.storage.delete_all();
        wiped.map(drop).map_err(|error| self.report(&error.into()))
    }

    fn atomically(&self, body: &mut dyn FnMut() -> Result<(), SqlError>) -> Result<(), SqlError> {
        let mut outcome = Ok(());
        let committed = self.storage.transaction_sync(&mut || {
            outcome = body();
            // Throwing is how the platform is told to roll back.
            match outcome {
                Ok(()) => Ok(()),
                Err(_) => Err(JsValue::from_str("rolled back")),
            }
        });
        outcome?;
        committed.map_err(|error| self.report(&error.into()))
    }
}

fn value(value: SqlStorageValue) -> Value {
    match value {
        SqlStorageValue::Null => Value::Null,
        SqlStorageValue::Integer(n) => Value::Integer(n),
        SqlStorageValue::String(text) => Value::Text(text),
        _ => Value::Other,
    }
}
