//! Which browsers a push service tells of what happens here, and how far each was told. A row of `meta`
//! tells whether there are any, so that a room without them never asks for them.

use super::meta::Meta;
use super::rows::{Columns, Rows, row};
use super::{Log, LogError, Param, Row, Sql, SqlError};
use crate::model::{MemberId, PushWhat, Seq};
use crate::time::Timestamp;

/// A browser, and how far it was told.
#[derive(Clone, Debug, PartialEq)]
pub struct PushRow {
    pub id: u64,
    pub member: MemberId,
    /// The name under which its member is mentioned.
    pub name: String,
    /// From which network it was said.
    pub network: Option<u64>,
    pub what: PushWhat,
    /// Whether it is told who says what.
    pub preview: bool,
    /// How far its member is known to have read.
    pub seen: Seq,
    /// How far it was told.
    pub told: Seq,
    /// The message that it was told last.
    pub shown: Option<Seq>,
    /// Whether that has changed since.
    pub again: bool,
    /// How often it was told in vain since that was not.
    pub tries: u64,
    /// When it may be told more.
    pub due: Timestamp,
}

/// Where a browser is told, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct PushTarget {
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
    /// At which of our addresses it opens the room.
    pub site: String,
}

/// Up to where nobody is to be told of anything, if there is anybody.
pub(super) fn read_push_mark(meta: &Meta) -> Option<Seq> {
    let mark = meta.get("push")?;
    // Of one that makes no sense everything is looked at again.
    Some(mark.parse().map(Seq::from_number).unwrap_or_default())
}

impl<S: Sql> Log<S> {
    /// Up to where nobody is to be told of anything, if there is anybody.
    pub fn push_mark(&self) -> Option<Seq> {
        self.push_mark
    }

    /// All browsers, by their members.
    pub fn pushes(&self) -> Result<Vec<PushRow>, LogError> {
        if self.push_mark.is_none() {
            return Ok(Vec::new());
        }
        let rows = self.sql.query(
            "SELECT id, member, name, network, what, preview, seen, told, shown, again, tries, due
             FROM push ORDER BY member, id",
            &[],
        )?;
        Ok(self.damage.sound("push", rows, push_row))
    }

    /// Where a browser is told; nothing of one that cannot be read.
    pub fn push_target(&self, id: u64) -> Result<Option<PushTarget>, LogError> {
        let rows = self.sql.query(
            "SELECT endpoint, p256dh, auth, site FROM push WHERE id = ?",
            &[Param::Integer(id as i64)],
        )?;
        let targets = self.damage.sound("push", rows, |row| {
            let mut columns = Columns::new(row);
            Some(PushTarget {
                endpoint: columns.text()?,
                p256dh: columns.text()?,
                auth: columns.text()?,
                site: columns.text()?,
            })
        });
        Ok(targets.into_iter().next())
    }

    /// Which browser has this address.
    pub fn push_at(&self, endpoint: &str) -> Result<Option<u64>, LogError> {
        if self.push_mark.is_none() {
            return Ok(None);
        }
        let rows = self.sql.query(
            "SELECT id FROM push WHERE endpoint = ?",
            &[Param::Text(endpoint)],
        )?;
        let row = rows.into_iter().next();
        Ok(row.and_then(|row| Columns::new(row).unsigned()))
    }

    /// Keeps a browser, in the place of these.
    pub fn save_push(
        &mut self,
        push: &PushRow,
        target: &PushTarget,
        instead_of: &[u64],
    ) -> Result<(), LogError> {
        let (sql, is_first, head) = (&self.sql, self.push_mark.is_none(), self.head);
        sql.atomically(&mut || {
            if is_first {
                write_mark(sql, head)?;
            }
            delete(sql, instead_of)?;
            let PushTarget {
                endpoint,
                p256dh,
                auth,
                site,
            } = target;
            Rows::of(row![
                push.id,
                push.member,
                &push.name,
                push.network,
                push.what.as_str(),
                push.preview,
                endpoint,
                p256dh,
                auth,
                site,
                push.seen,
                push.told,
                push.shown,
                push.again,
                push.tries,
                push.due,
            ])
            .run(
                sql,
                "INSERT INTO push (id, member, name, network, what, preview, endpoint, p256dh, auth, site,
                                   seen, told, shown, again, tries, due)
                 SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6,
                        value->>7, value->>8, value->>9, value->>10, value->>11, value->>12,
                        value->>13, value->>14, value->>15 FROM jsonb_each(?)",
            )
        })?;
        if is_first {
            self.push_mark = Some(head);
        }
        Ok(())
    }

    /// Keeps how these are now, wherever they are.
    pub fn update_pushes(&self, pushes: &[&PushRow]) -> Result<(), LogError> {
        let mut rows = Rows::default();
        for push in pushes {
            rows.push(row![
                push.id,
                &push.name,
                push.what.as_str(),
                push.preview,
                push.seen,
                push.told,
                push.shown,
                push.again,
                push.tries,
                push.due,
            ]);
        }
        rows.run(
            &self.sql,
            "UPDATE push SET name = value->>1, what = value->>2, preview = value->>3, seen = value->>4,
                    told = value->>5, shown = value->>6, again = value->>7, tries = value->>8,
                    due = value->>9
             FROM jsonb_each(?) AS now WHERE push.id = now.value->>0",
        )?;
        Ok(())
    }

    /// Forgets these. `are_last`: there are no others.
    pub fn forget_pushes(&mut self, ids: &[u64], are_last: bool) -> Result<(), LogError> {
        let sql = &self.sql;
        sql.atomically(&mut || {
            if are_last {
                sql.query("DELETE FROM meta WHERE key = 'push'", &[])?;
            }
            delete(sql, ids)
        })?;
        if are_last {
            self.push_mark = None;
        }
        Ok(())
    }

    /// Up to here nobody is to be told of anything.
    pub fn save_push_mark(&mut self, upto: Seq) -> Result<(), LogError> {
        write_mark(&self.sql, upto)?;
        self.push_mark = Some(upto);
        Ok(())
    }
}

fn write_mark<S: Sql>(sql: &S, upto: Seq) -> Result<(), SqlError> {
    sql.query(
        "INSERT OR REPLACE INTO meta (key, value) VALUES ('push', ?)",
        &[Param::Text(&upto.to_string())],
    )?;
    Ok(())
}

fn delete<S: Sql>(sql: &S, ids: &[u64]) -> Result<(), SqlError> {
    let mut rows = Rows::default();
    for id in ids {
        rows.push(row![*id]);
    }
    rows.run(
        sql,
        "DELETE FROM push WHERE id IN (SELECT value->>0 FROM jsonb_each(?))",
    )
}

fn push_row(row: Row) -> Option<PushRow> {
    let mut columns = Columns::new(row);
    Some(PushRow {
        id: columns.unsigned()?,
        member: columns.member()?,
        name: columns.text()?,
        network: columns.optional_unsigned()?,
        what: PushWhat::parse(&columns.text()?)?,
        preview: columns.field()?,
        seen: columns.field()?,
        told: columns.field()?,
        shown: columns.field()?,
        again: columns.field()?,
        tries: columns.unsigned()?,
        due: columns.field()?,
    })
}
