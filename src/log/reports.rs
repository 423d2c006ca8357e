//! Reports: messages that members find wrong, as they were when they were reported. One out of the room of
//! a pair is kept where the two met; there, only that it was made.

use super::letters::insert_letter;
use super::rows::{Columns, Rows, row};
use super::{Log, LogError, NewLetter, Param, Row, Sql, SqlError};
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
    /// That of whoever reports, if it is known.
    pub network: Option<u64>,
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

macro_rules! report_columns {
    () => {
        "at, by_member, by_name, by_role, reason, message, pair IS NOT NULL AS is_of_pair"
    };
}

/// Each report by its place among those of its network, or of its member where that is unknown: there the
/// newest of everybody come first, then their second newest, and so on.
macro_rules! placed {
    () => {
        "ranked AS (
             SELECT id, pair, target, coalesce(network, by_member) AS source,
                    row_number() OVER (PARTITION BY by_member ORDER BY id DESC) AS again
             FROM report),
         placed AS (
             SELECT id, pair, target,
                    row_number() OVER (PARTITION BY source ORDER BY again, id DESC) AS place
             FROM ranked)"
    };
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

    /// How many reports of a member are of messages that are still there.
    pub fn open_reports(&self, by: MemberId) -> Result<u64, LogError> {
        let rows = self.sql.query(
            "SELECT count(*) FROM report JOIN message ON seq = target
             WHERE by_member = ? AND pair IS NULL AND deleted = 0",
            &[Param::Text(&by.to_string())],
        )?;
        count(rows)
    }

    /// Keeps a report, and with it the letter that takes it elsewhere. Beyond
    /// [`limits::REPORTS_OF_PAIR`] of one pair, its oldest go; beyond [`limits::PAIR_REPORTS`] of all
    /// pairs, the oldest of that which has most; beyond [`limits::REPORTS`] of others, the oldest of who has
    /// most of the network with most; and all after 90 days.
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
                make_room(sql)?;
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
                report.network,
            ]);
            row.run(
                sql,
                "INSERT INTO report
                 (at, by_member, by_name, by_role, cid, target, reason, message, pair, network)
                 SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5,
                        value->>6, value->>7, value->>8, value->>9
                 FROM jsonb_each(?)",
            )?;
            letter.map_or(Ok(()), |letter| insert_letter(sql, letter))
        })?;
        if let Some(letter) = letter {
            self.outbox.add(letter);
        }
        Ok(())
    }

    pub fn report_count(&self) -> Result<u64, LogError> {
        count(self.sql.query("SELECT count(*) FROM report", &[])?)
    }

    /// Reports before one of these, the newest first: so many, or fewer with more than
    /// [`limits::PAGE_BYTES`].
    pub fn reports(&self, before: Option<u64>, limit: usize) -> Result<Vec<Report>, LogError> {
        let rows = self.sql.query(
            concat!(
                "WITH item AS (SELECT id, ",
                report_columns!(),
                " FROM report WHERE id < ?1 ORDER BY id DESC LIMIT ?2 + 1)
                 SELECT *, EXISTS (SELECT 1 FROM item AS older WHERE older.id < item.id) FROM item
                 WHERE id >= coalesce((SELECT max(id) FROM
                     (SELECT id, sum(octet_length(message)) OVER (ORDER BY id DESC) AS bytes
                      FROM item ORDER BY id DESC LIMIT ?2) WHERE bytes > ?3), 0)
                 ORDER BY id DESC LIMIT ?2"
            ),
            &[
                Param::Integer(before.unwrap_or(Seq::MAX.number()) as i64),
                Param::Integer(limit as i64),
                Param::Integer(limits::PAGE_BYTES as i64),
            ],
        )?;
        Ok(self.damage.sound("report", rows, report))
    }

    /// So many of them for who sees no more, the newest first. Everybody's newest come before anybody's
    /// others, by network and then by member; then those that most have reported.
    pub fn reports_of_most(&self, limit: usize) -> Result<Vec<Report>, LogError> {
        let rows = self.sql.query(
            concat!(
                "WITH ",
                placed!(),
                ", item AS (SELECT id, min(place) AS place, count(*) AS reports FROM placed
                     GROUP BY coalesce(pair, ''), target
                     ORDER BY min(place), count(*) DESC, id DESC LIMIT ?1),
                 sized AS (SELECT report.id, item.place, ",
                report_columns!(),
                ", sum(octet_length(message)) OVER (
                       ORDER BY item.place, item.reports DESC, report.id DESC) AS bytes,
                     octet_length(message) AS own
                  FROM item JOIN report ON report.id = item.id)
                 SELECT id, at, by_member, by_name, by_role, reason, message, is_of_pair, 0
                 FROM sized WHERE bytes - own < ?2 ORDER BY id DESC"
            ),
            &[
                Param::Integer(limit as i64),
                Param::Integer(limits::PAGE_BYTES as i64),
            ],
        )?;
        Ok(self.damage.sound("report", rows, report))
    }
}

/// Makes room for one more report that is none of a pair, and for some more if there are too many: all are
/// looked through then.
fn make_room<S: Sql>(sql: &S) -> Result<(), SqlError> {
    let rows = sql.query(
        "SELECT (SELECT count(*) FROM report) - (SELECT count(*) FROM report WHERE pair IS NOT NULL)",
        &[],
    )?;
    let count = count(rows).unwrap_or_default();
    if count < limits::REPORTS {
        return Ok(());
    }
    sql.query(
        concat!(
            "WITH ",
            placed!(),
            " DELETE FROM report WHERE id IN (
                 SELECT id FROM placed WHERE pair IS NULL ORDER BY place DESC, id LIMIT ?)"
        ),
        &[Param::Integer(
            (count - limits::REPORTS + limits::AUDIT_AT_ONCE) as i64,
        )],
    )?;
    Ok(())
}

fn count(rows: Vec<Row>) -> Result<u64, LogError> {
    let row = rows.into_iter().next();
    let count = row.and_then(|row| Columns::new(row).unsigned());
    count.ok_or(LogError::Corrupt("report"))
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
