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

    /// Whether a report out of a pair's room has to wait, because there are as many as are kept, each of
    /// another pair, and the oldest has not been here for long.
    pub fn has_to_wait(&self, pair: &str, now: Timestamp) -> Result<bool, LogError> {
        let rows = self.sql.query(
            "SELECT 1 FROM report WHERE id = (SELECT min(id) FROM report WHERE pair IS NOT NULL)
             AND at > ?2 AND NOT EXISTS (SELECT 1 FROM report WHERE pair = ?1)
             AND (SELECT count(*) >= ?3 AND count(*) = count(DISTINCT pair)
                  FROM report WHERE pair IS NOT NULL)",
            &[
                Param::Text(pair),
                Param::time(now.earlier_by(limits::PAIR_REPORT_STAYS)),
                Param::Integer(limits::PAIR_REPORTS as i64),
            ],
        )?;
        Ok(!rows.is_empty())
    }

    /// Keeps a report, and with it the letter that takes it elsewhere. Beyond
    /// [`limits::REPORTS_OF_PAIR`] of one pair, its oldest go; beyond [`limits::PAIR_REPORTS`] of all
    /// pairs, the oldest of that which has most; beyond [`limits::REPORTS`] of others, the oldest of those;
    /// and all after 90 days.
    pub fn report(
        &mut self,
        report: &NewReport<'_>,
        letter: Option<&NewLetter>,
    ) -> Result<(), LogError> {
        let NewReport { at, by, cid, .. } = report;
        let sql = &self.sql;
        sql.atomically(&mut || {
            sql.query(
                "DELETE FROM report WHERE id IN (SELECT id FROM report ORDER BY id LIMIT ?2)
                 AND at <= ?1",
                &[
                    Param::time(at.earlier_by(limits::AUDIT_LIFE)),
                    Param::Integer(limits::AUDIT_AT_ONCE as i64),
                ],
            )?;
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
                // Of this pair there will be one more.
                sql.query(
                    "DELETE FROM report WHERE id = (SELECT min(id) FROM report WHERE pair IS NOT NULL
                     GROUP BY pair ORDER BY count(*) + (pair = ?1) DESC, min(id) LIMIT 1)
                     AND (SELECT count(*) FROM report WHERE pair IS NOT NULL) >= ?2",
                    &[
                        Param::Text(pair),
                        Param::Integer(limits::PAIR_REPORTS as i64),
                    ],
                )?;
            } else {
                sql.query(
                    "WITH of_pairs AS (SELECT id FROM report WHERE pair IS NOT NULL)
                     DELETE FROM report WHERE id IN (
                         SELECT id FROM report WHERE id NOT IN of_pairs ORDER BY id
                         LIMIT max(0, min(?1, (SELECT count(*) FROM report)
                                              - (SELECT count(*) FROM of_pairs) - ?2)))",
                    &[
                        Param::Integer(limits::AUDIT_AT_ONCE as i64),
                        Param::Integer(limits::REPORTS as i64 - 1),
                    ],
                )?;
            }
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
