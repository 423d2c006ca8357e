//! The audit: what those who look after a room did, when, to whom and why. Nobody edits it; it goes
//! after 90 days.

use super::rows::{Columns, Rows, row};
use super::{Log, LogError, Param, Row, Sql, SqlError};
use crate::limits;
use crate::model::{Author, KeyId, MemberId, Seq};
use crate::time::Timestamp;

/// One act.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditRow {
    pub at: Timestamp,
    pub by: Author,
    /// The kind of the frame that asked for it.
    pub act: &'static str,
    /// Of an act that makes no event: what recognises its resend.
    pub cid: Option<String>,
    /// To whom.
    pub member: Option<Author>,
    pub key: Option<KeyId>,
    pub reason: Option<String>,
}

/// One act, as it is read.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEntry {
    pub id: u64,
    pub at: Timestamp,
    pub by: Author,
    pub act: String,
    pub member: Option<(MemberId, String)>,
    pub key: Option<KeyId>,
    pub reason: Option<String>,
}

macro_rules! audit_columns {
    () => {
        "id, at, by_member, by_name, by_role, act, member, name, key, reason"
    };
}

impl<S: Sql> Log<S> {
    /// Notes an act that makes no event.
    pub fn note_act(&self, row: &AuditRow) -> Result<(), LogError> {
        Ok(save_audit(&self.sql, std::slice::from_ref(row))?)
    }

    /// The act that a member's frame led to, if it made no event.
    pub fn act_of(&self, member: MemberId, cid: &str) -> Result<Option<AuditEntry>, LogError> {
        let rows = self.sql.query(
            concat!(
                "SELECT ",
                audit_columns!(),
                " FROM audit WHERE cid = ? AND by_member = ?"
            ),
            &[Param::Text(cid), Param::Text(&member.to_string())],
        )?;
        Ok(self.audit_of(rows).pop())
    }

    /// Acts before one of them, the newest first.
    pub fn audit(&self, before: Option<u64>, limit: usize) -> Result<Vec<AuditEntry>, LogError> {
        let rows = self.sql.query(
            concat!(
                "SELECT ",
                audit_columns!(),
                " FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?"
            ),
            &[
                Param::Integer(before.unwrap_or(Seq::MAX.number()) as i64),
                Param::Integer(limit as i64),
            ],
        )?;
        Ok(self.audit_of(rows))
    }

    fn audit_of(&self, rows: Vec<Row>) -> Vec<AuditEntry> {
        self.damage.sound("audit", rows, audit_entry)
    }
}

/// Notes acts, and forgets those of long ago. Where there are too many, nobody pushes out what others did,
/// nor one kind of act by another: whoever did most of one kind loses the oldest of those, first those that
/// were done again to the same member since.
pub(super) fn save_audit<S: Sql>(sql: &S, rows: &[AuditRow]) -> Result<(), SqlError> {
    let Some(last) = rows.last() else {
        return Ok(());
    };
    sql.query(
        "DELETE FROM audit WHERE id IN (SELECT id FROM audit ORDER BY id LIMIT ?2) AND at <= ?1",
        &[
            Param::time(last.at.earlier_by(limits::AUDIT_LIFE)),
            Param::Integer(limits::AUDIT_AT_ONCE as i64),
        ],
    )?;
    let newest = sql.query("SELECT coalesce(max(id), 0) FROM audit", &[])?;
    let newest = newest.into_iter().next();
    let newest = newest
        .and_then(|row| Columns::new(row).unsigned())
        .unwrap_or_default();
    let count = rows.len() as u64;
    if newest / limits::AUDIT_BATCH < (newest + count) / limits::AUDIT_BATCH {
        make_room(sql, count)?;
    }
    let mut all = Rows::default();
    for row in rows {
        let AuditRow { by, member, .. } = row;
        all.push(row![
            row.at,
            by.id,
            &by.name,
            by.role.shown(),
            row.cid.as_ref(),
            row.act,
            member.as_ref().map(|member| member.id),
            member.as_ref().map(|member| &member.name),
            row.key,
            row.reason.as_ref(),
        ]);
    }
    all.run(
        sql,
        "INSERT INTO audit (at, by_member, by_name, by_role, cid, act, member, name, key, reason)
         SELECT value->>0, value->>1, value->>2, value->>3, value->>4,
                value->>5, value->>6, value->>7, value->>8, value->>9
         FROM jsonb_each(?)",
    )
}

/// Makes room for so many acts, and some more. All of them are looked through, which takes long: it is done
/// once for a hundred.
fn make_room<S: Sql>(sql: &S, count: u64) -> Result<(), SqlError> {
    sql.query(
        "WITH told AS (
             SELECT id, by_member, act,
                    row_number() OVER (PARTITION BY by_member, act, member ORDER BY id DESC) AS again
             FROM audit),
         placed AS (
             SELECT id, row_number() OVER (PARTITION BY by_member, act ORDER BY again, id DESC) AS place
             FROM told)
         DELETE FROM audit WHERE id IN (
             SELECT id FROM placed ORDER BY place DESC, id
             LIMIT max(0, (SELECT count(*) FROM audit) + ?1 - ?2))",
        &[
            Param::Integer((count + limits::AUDIT_BATCH) as i64),
            Param::Integer(limits::AUDIT_ROWS as i64),
        ],
    )?;
    Ok(())
}

fn audit_entry(row: Row) -> Option<AuditEntry> {
    let mut columns = Columns::new(row);
    Some(AuditEntry {
        id: columns.unsigned()?,
        at: columns.field()?,
        by: columns.field()?,
        act: columns.text()?,
        member: {
            let id = columns.optional_text()?;
            let name = columns.optional_text()?;
            match (id, name) {
                (Some(id), Some(name)) => Some((MemberId::parse(&id)?, name)),
                _ => None,
            }
        },
        key: columns.optional_unsigned()?.map(KeyId),
        reason: columns.optional_text()?,
    })
}
