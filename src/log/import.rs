//! Import: the events of a file become an empty log, all of them or none.

use std::collections::BTreeMap;

use super::append::write;
use super::audit::save_audit;
use super::batch::touched_rows;
use super::damage::DamageNotes;
use super::meta::{save_imported, save_usage};
use super::owned::{save_pinned, save_settings};
use super::pages::stored_message;
use super::{AuditRow, Batch, Log, LogError, Owned, Sql, SqlError};
use crate::limits;
use crate::model::{LogEvent, Message, Seq};
use crate::time::Timestamp;

/// A log that is being filled. Whoever fills it has judged its events.
pub struct Import<'l, S> {
    sql: &'l S,
    damage: &'l DamageNotes,
    /// What is not in the database yet.
    batch: Batch,
    /// Its messages.
    fresh: BTreeMap<Seq, Message>,
    /// What events of the file have changed, as they leave it. It is written at the end: a message of many reactions
    /// would else be written anew for each few of them. All of it is no more than a file can say.
    touched: BTreeMap<Seq, Box<Message>>,
    touched_rows: u64,
    /// Whether any text has given way to another, or to none.
    erases: bool,
    first: Option<Seq>,
    last_at: Timestamp,
    bytes: u64,
    rows: u64,
}

/// Reads all of a file, and says what the owners of the room have made of it.
type Fill<'f, S> = dyn FnMut(&mut Import<'_, S>, &mut Owned) -> Result<(), LogError> + 'f;

impl<S: Sql> Import<'_, S> {
    /// A message, as what has come up to now leaves it.
    pub fn message(&self, seq: Seq) -> Result<Option<Message>, LogError> {
        let touched = self.touched.get(&seq).map(Box::as_ref);
        match touched.or_else(|| self.fresh.get(&seq)) {
            Some(message) => Ok(Some(message.clone())),
            None => stored_message(self.sql, seq, self.damage),
        }
    }

    /// A message in its new state, after the event that comes next.
    pub fn touch(&mut self, message: Message) {
        self.touched_rows += touched_rows(&message);
        if let Some(before) = self.touched.insert(message.seq, Box::new(message)) {
            self.touched_rows -= touched_rows(&before);
        }
    }

    /// The next event.
    pub fn push(&mut self, event: LogEvent) -> Result<(), LogError> {
        self.first.get_or_insert(event.seq());
        self.last_at = event.at();
        self.batch.push(&event);
        if let LogEvent::Message(message) = event {
            if message.is_deleted() {
                // A new row is none of a tombstone.
                self.touch(message.clone());
            }
            self.fresh.insert(message.seq, message);
        }
        if self.batch.bytes() >= limits::BATCH_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    /// Bytes and rows up to now, as the limits of a room count them.
    pub fn size(&self) -> (u64, u64) {
        let Batch {
            added_bytes, rows, ..
        } = &self.batch;
        (
            self.bytes + added_bytes,
            self.rows + rows + self.touched_rows,
        )
    }

    fn flush(&mut self) -> Result<(), SqlError> {
        let batch = std::mem::take(&mut self.batch);
        self.bytes += batch.added_bytes;
        self.rows += batch.rows;
        self.erases |= batch.erases;
        self.fresh.clear();
        write(self.sql, &batch, &format!("[{}]", batch.events))
    }

    /// Writes all that is left.
    fn end(&mut self) -> Result<(), SqlError> {
        self.flush()?;
        self.touched_rows = 0;
        for message in std::mem::take(&mut self.touched).into_values() {
            self.batch.touch(*message);
            self.batch.erases = self.erases;
            if self.batch.bytes() >= limits::BATCH_BYTES {
                self.flush()?;
            }
        }
        self.flush()
    }
}

impl<S: Sql> Log<S> {
    /// Fills an empty log up to `head`, and says what its owners have made of it. Returns how many rows
    /// that took. What `fill` refuses leaves nothing behind.
    pub fn import(
        &mut self,
        head: Seq,
        act: &AuditRow,
        fill: &mut Fill<'_, S>,
    ) -> Result<u64, LogError> {
        let (sql, damage) = (&self.sql, &self.damage);
        let mut owned = self.owned.clone().unwrap_or_default();
        let mut import = Import {
            sql,
            damage,
            batch: Batch::default(),
            fresh: BTreeMap::new(),
            touched: BTreeMap::new(),
            touched_rows: 0,
            erases: false,
            first: None,
            last_at: self.last_at,
            bytes: 0,
            rows: 0,
        };
        let (mut usage, mut outcome) = (self.usage, Ok(()));
        let mut index = self.index;
        sql.atomically(&mut || {
            outcome = fill(&mut import, &mut owned);
            if outcome.is_err() {
                return Err(SqlError(String::new()));
            }
            import.end()?;
            usage.first = import.first.unwrap_or(head + 1);
            usage.bytes = import.bytes;
            usage = usage.kept(head);
            save_usage(sql, usage)?;
            index = index.map(|index| index.anew(sql, head)).transpose()?;
            save_imported(sql, head)?;
            save_settings(sql, &owned.settings)?;
            save_pinned(sql, &owned.pinned)?;
            save_audit(sql, std::slice::from_ref(act))
        })
        .map_err(|error| match &outcome {
            Err(refused) => refused.clone(),
            Ok(()) => error.into(),
        })?;
        let (rows, last_at) = (import.rows, import.last_at);
        self.head = head;
        self.last_at = last_at;
        self.imported = head;
        self.usage = usage;
        self.index = index;
        self.has_counted = true;
        self.oldest_at = None;
        self.owned = Some(owned);
        Ok(rows)
    }
}
