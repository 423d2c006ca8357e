//! Reports: messages that members find wrong, as they were when they were reported. One out of the room of
//! a pair is kept where the two met; there, only that it was made.

use super::letters::insert_letter;
use super::rows::{Columns, Rows, row};
use super::{Log, LogError, NewLetter, Param, Row, Sql};
use crate::limits;
use crate::model::{Author, MemberId, Seq};
use crate::time::Timestamp;

/// A new report.
#[derive(Debug)]
pub struct NewReport<'a> {
    pub at: Timestamp,
    pub by: &'a Author,
    pub cid: &'a str,
    pub target: Seq,
    pub reason: Option<&'a str>,
    /// The message, encoded as it is now; of a pair's messages what the desk tells of them.
    pub message: &'a str,
    /// In which pair's room the message is, if it is not in this one.
    pub pair: Option<&'a str>,
}

/// A report, as it is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub id: u64,
    pub at: Timestamp,
    pub by: Author,
    pub reason: Option<String>,
    pub message: String,
    pub is_of_pair: bool,
    /// Whether any is older.
    pub has_older: bool,
}

impl<S: Sql> Log<S> {
    /// By which `cid` a member has reported this message, be it of the room of a pair, if it has.
    pub fn reported(
        &self,
        by: MemberId,
        target: Seq,
        pair: Option<&str>,
    ) -> Result<Option<String>, LogError> {
        let rows = self.sql.query(
            "SELECT cid FROM report
             WHERE by_member = ? AND target = ? AND coalesce(pair, '') = ?",
            &[
                Param::Text(&by.to_string()),
                Param::seq(target),
                Param::Text(pair.unwrap_or_default()),
            ],
        )?;
        let row = rows.into_iter().next();
        Ok(row.and_then(|row| Columns::new(row).text()))
    }

    /// When a member has last reported something here, if it has.
    pub fn last_report(&self, by: MemberId) -> Result<Option<Timestamp>, LogError> {
        let rows = self.sql.query(
            "SELECT at FROM report WHERE by_member = ? ORDER BY id DESC LIMIT 1",
            &[Param::Text(&by.to_string())],
        )?;
        let row = rows.into_iter().next();
        Ok(row.and_then(|row| Columns::new(row).field()))
    }

    /// Keeps a report, and with it the letter that takes it elsewhere. The oldest go beyond
    /// [`limits::REPORTS_OF_PAIR`] of one pair and [`limits::REPORTS`] in all, and after 90 days.
    pub fn report(
        &mut self,
        report: &NewReport<'_>,
        letter: Option<&NewLetter>,
    ) -> Result<(), LogError> {
        let NewReport { at, by, cid, .. } = report;
        let sql = &self.sql;
        sql.atomically(&mut || {
            if let Some(pair) = report.pair {
                sql.query(
                    "DELETE FROM report WHERE id IN (SELECT id FROM report WHERE pair = ?1
                     ORDER BY id DESC LIMIT ?2 OFFSET ?3)",
                    &[
                        Param::Text(pair),
                        Param::Integer(limits::AUDIT_AT_ONCE as i64),
                        Param::Integer(limits::REPORTS_OF_PAIR as i64 - 1),
                    ],
                )?;
                sql.query(
                    "DELETE FROM report WHERE id IN (SELECT id FROM report WHERE pair IS NOT NULL
                     ORDER BY id DESC LIMIT ?1 OFFSET ?2)",
                    &[
                        Param::Integer(limits::AUDIT_AT_ONCE as i64),
                        Param::Integer(limits::PAIR_REPORTS as i64 - 1),
                    ],
                )?;
            }
            sql.query(
                "DELETE FROM report WHERE id IN (SELECT id FROM report ORDER BY id LIMIT ?3)
                 AND (at <= ?1 OR id <= (SELECT max(id) FROM report) - ?2)",
                &[
                    Param::time(at.earlier_by(limits::AUDIT_LIFE)),
                    Param::Integer(limits::REPORTS as i64),
                    Param::Integer(limits::AUDIT_AT_ONCE as i64),
                ],
            )?;
            let row = Rows::of(row![
                *at,
                by.id,
                &by.name,
                by.role.shown(),
                *cid,
                report.target,
                report.reason,
                report.message,
                report.pair,
            ]);
            row.run(
                sql,
                "INSERT INTO report
                 (at, by_member, by_name, by_role, cid, target, reason, message, pair)
                 SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5,
                        value->>6, value->>7, value->>8
                 FROM jsonb_each(?)",
            )?;
            letter.map_or(Ok(()), |letter| insert_letter(sql, letter))
        })?;
        if let Some(letter) = letter {
            self.outbox.add(letter);
        }
        Ok(())
    }

    /// How many reports there are.
    pub fn report_count(&self) -> Result<u64, LogError> {
        let rows = self.sql.query("SELECT count(*) FROM report", &[])?;
        let row = rows.into_iter().next();
        let count = row.and_then(|row| Columns::new(row).unsigned());
        count.ok_or(LogError::Corrupt("report"))
    }

    /// Reports before one of them, the newest first: so many, or fewer with more than
    /// [`limits::PAGE_BYTES`].
    pub fn reports(&self, before: Option<u64>, limit: usize) -> Result<Vec<Report>, LogError> {
        let rows = self.sql.query(
            "SELECT id, at, by_member, by_name, by_role, reason, message, pair IS NOT NULL,
                    EXISTS (SELECT 1 FROM report AS older WHERE older.id < report.id)
             FROM report
             WHERE id < ?1 AND id >= coalesce((SELECT max(id) FROM
                 (SELECT id, sum(octet_length(message)) OVER (ORDER BY id DESC) AS bytes
                  FROM report WHERE id < ?1 ORDER BY id DESC LIMIT ?2) WHERE bytes > ?3), 0)
             ORDER BY id DESC LIMIT ?2",
            &[
                Param::Integer(before.unwrap_or(Seq::MAX.number()) as i64),
                Param::Integer(limit as i64),
                Param::Integer(limits::PAGE_BYTES as i64),
            ],
        )?;
        Ok(self.damage.sound("report", rows, report))
    }
}

fn report(row: Row) -> Option<Report> {
    let mut columns = Columns::new(row);
    Some(Report {
        id: columns.unsigned()?,
        at: columns.field()?,
        by: columns.field()?,
        reason: columns.optional_text()?,
        message: columns.text()?,
        is_of_pair: columns.field()?,
        has_older: columns.field()?,
    })
}
