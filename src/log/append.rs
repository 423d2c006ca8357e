//! Append: writes a batch, and what its events do to earlier messages.
//!
//! A batch comes in as one JSON array. `jsonb_each` hands each element on as it is parsed already;
//! `json_each` would write it out again as text, to be parsed for every column.

use super::access_keys::{NewKey, insert_key, revoke_key, use_key};
use super::audit::save_audit;
use super::bans::{end_ban, save_ban};
use super::files::{OF_SEQS, claim, doom};
use super::members::{save_came, save_members};
use super::owned::{save_owned, save_pinned, save_settings};
use super::rows::Now;
use super::{Batch, Log, LogError, Param, RoomWrite, Sql, SqlError, Value};
use crate::model::{Author, KeyTerms};
use crate::time::Timestamp;
use crate::wire::encode;

impl<S: Sql> Log<S> {
    /// Appends a whole batch, or nothing of it. `at` is the time of its last event.
    pub fn append(&mut self, batch: &Batch, at: Timestamp) -> Result<(), LogError> {
        let events = format!("[{}]", batch.events);
        let is_plain = batch.has_messages && !batch.has_changes && !batch.has_claims();
        let kept = self.kept_files();
        let mut left = kept;
        let mut write_all = |sql: &S| {
            if is_plain {
                return insert_messages(sql, &events);
            }
            write(sql, batch, &events)?;
            claim(sql, &batch.claims)?;
            if !batch.unfiled.is_empty() {
                let seqs = encode(&batch.unfiled);
                left = doom(sql, OF_SEQS, kept, &[Param::Text(&seqs)])?;
            }
            let mut writes = batch.writes.iter();
            writes.try_for_each(|write| write_room(sql, write, at))
        };
        // One statement is atomic by itself: the common batch needs no transaction round it.
        if self.has_index() {
            self.write_indexed(batch, at, &mut write_all)?;
        } else if is_plain {
            write_all(&self.sql)?;
        } else {
            let sql = &self.sql;
            sql.atomically(&mut || write_all(sql))?;
        }
        if batch.erases {
            self.sql.forget();
        }
        self.note_let_go(left);
        self.head += batch.count;
        self.last_at = at;
        self.usage.add(batch.added_bytes, batch.freed_bytes);
        Ok(())
    }
}

/// Writes the events of a batch, and what they do to earlier messages.
pub(super) fn write<S: Sql>(sql: &S, batch: &Batch, events: &str) -> Result<(), SqlError> {
    let touched = touched_rows(batch);
    if batch.has_messages {
        insert_messages(sql, events)?;
    }
    if batch.has_changes {
        insert_changes(sql, events)?;
    }
    if batch.erases {
        erase_texts(sql, events, &touched)?;
    }
    if !batch.unfiled.is_empty() {
        sql.query(
            "UPDATE message SET files = replace(hex(zeroblob(octet_length(files))), '00', '0')
             WHERE files IS NOT NULL AND seq IN (SELECT value FROM json_each(?))",
            &[Param::Text(&encode(&batch.unfiled))],
        )?;
    }
    match batch.touched.is_empty() {
        true => Ok(()),
        false => update_touched(sql, &touched),
    }
}

fn insert_messages<S: Sql>(sql: &S, events: &str) -> Result<(), SqlError> {
    sql.query(
        concat!(
            "INSERT INTO message (",
            message_columns!(insert),
            ") SELECT ",
            message_columns!(from),
            " FROM jsonb_each(?) WHERE value->>'type' = 'message'"
        ),
        &[Param::Text(events)],
    )?;
    Ok(())
}

fn insert_changes<S: Sql>(sql: &S, events: &str) -> Result<(), SqlError> {
    sql.query(
        concat!(
            "INSERT INTO change (",
            change_columns!(insert),
            ") SELECT ",
            change_columns!(from),
            " FROM jsonb_each(?) WHERE value->>'type' <> 'message'"
        ),
        &[Param::Text(events)],
    )?;
    Ok(())
}

/// What an event writes beside itself.
#[inline(never)]
fn write_room<S: Sql>(sql: &S, write: &RoomWrite, at: Timestamp) -> Result<(), SqlError> {
    match write {
        RoomWrite::Settings(settings) => save_settings(sql, settings),
        RoomWrite::Pinned(pinned) => save_pinned(sql, pinned),
        RoomWrite::Member(row) => save_members(sql, std::slice::from_ref(row)),
        RoomWrite::Ban(ban) => save_ban(sql, ban),
        RoomWrite::EndBan(member) => end_ban(sql, *member),
        RoomWrite::Revoke(key) => revoke_key(sql, *key, at),
        RoomWrite::Came { key, member, hello } => {
            use_key(sql, *key, at)?;
            save_came(sql, *key, *member, hello.as_deref())
        }
        RoomWrite::Owned(members) => save_owned(sql, members),
        RoomWrite::OwnerKey(id, hash) => insert_key(
            sql,
            *id,
            &NewKey {
                hash: *hash,
                terms: &KeyTerms::OWNER,
                by: &Author::operator(),
                cid: "",
                at,
            },
        ),
        RoomWrite::Audit(row) => save_audit(sql, std::slice::from_ref(row)),
    }
}

/// The touched messages as a JSON array, each with its seq and what changes alter.
fn touched_rows(batch: &Batch) -> String {
    let rows = batch.touched.values().map(|message| Now(message.as_ref()));
    encode(&rows.collect::<Vec<_>>())
}

fn update_touched<S: Sql>(sql: &S, touched: &str) -> Result<(), SqlError> {
    sql.query(
        concat!(
            "UPDATE message SET ",
            message_columns!(set),
            " FROM jsonb_each(?) AS t WHERE message.seq = t.value->>'seq'"
        ),
        &[Param::Text(touched)],
    )?;
    Ok(())
}

/// Takes away the texts that the edits and deletes of a batch make void: of each message the one it
/// had, and that of the edit that had brought it. All edits before that have lost theirs already.
///
/// A new row of another size leaves the old one where it was in the file. One of the same size is
/// written over it: so each text is first replaced by as many zeros.
fn erase_texts<S: Sql>(sql: &S, events: &str, touched: &str) -> Result<(), SqlError> {
    sql.query(
        "UPDATE message SET text = replace(hex(zeroblob(octet_length(text))), '00', '0')
         FROM jsonb_each(?) AS t
         WHERE message.seq = t.value->>'seq' AND message.text IS NOT t.value->>'text'",
        &[Param::Text(touched)],
    )?;
    // Of each event the edit before it. By the index that is one row, however often it was edited.
    let before = sql.query(
        "SELECT json_group_array((
             SELECT c.seq FROM change AS c
             WHERE c.kind = 'edited' AND c.target = e.value->>'target' AND c.seq < e.value->>'seq'
             ORDER BY c.seq DESC LIMIT 1))
         FROM jsonb_each(?) AS e WHERE e.value->>'type' IN ('edited', 'deleted')",
        &[Param::Text(events)],
    )?;
    let Some([Value::Text(before)]) = before.first().map(Vec::as_slice) else {
        return Ok(());
    };
    sql.query(
        "UPDATE change SET text = replace(hex(zeroblob(octet_length(text))), '00', '0')
         WHERE text IS NOT NULL AND seq IN (SELECT value FROM json_each(?))",
        &[Param::Text(before)],
    )?;
    sql.query(
        "UPDATE change SET text = NULL
         WHERE text IS NOT NULL AND seq IN (SELECT value FROM json_each(?))",
        &[Param::Text(before)],
    )?;
    Ok(())
}
