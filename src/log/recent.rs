//! The newest messages, as far as those who watch a room are told of them.

use super::rows::{Columns, read};
use super::{Log, LogError, Param, Sql};
use crate::limits;
use crate::model::{MemberId, Message, Seq};

/// A message that is not deleted, as it counts for those who watch.
#[derive(Debug)]
pub struct RecentRow {
    pub seq: Seq,
    pub from: MemberId,
    /// Whose message it answers, if it does.
    pub answers: Option<MemberId>,
    /// What it says, where somebody may be mentioned.
    pub text: Option<String>,
}

impl<S: Sql> Log<S> {
    /// The newest messages up to this one that are not deleted, the newest first, of so many of any kind
    /// at most; with the oldest of those, and how many they were.
    pub fn recent(
        &self,
        before: Seq,
        rows: u64,
        with_texts: bool,
    ) -> Result<(Vec<RecentRow>, Option<Seq>, u64), LogError> {
        if self.head == Seq::default() {
            return Ok((Vec::new(), None, 0));
        }
        let rows = self.sql.query(
            "SELECT m.seq, m.member, m.deleted, r.member,
                    iif(?4 AND (instr(m.text, '@') OR instr(m.text, '＠') OR instr(m.text, '﹫')), m.text, NULL)
             FROM (SELECT seq, member, deleted, reply_to, text FROM message
                   WHERE seq < ?1 AND seq >= ?2 ORDER BY seq DESC LIMIT ?3) AS m
             LEFT JOIN message AS r ON r.seq = m.reply_to ORDER BY m.seq DESC",
            &[
                Param::seq(before),
                Param::seq(self.first()),
                Param::Integer(rows as i64),
                Param::Integer(i64::from(with_texts)),
            ],
        )?;
        let (mut oldest, read) = (None, rows.len() as u64);
        let mut recent = Vec::new();
        for row in rows {
            let mut columns = Columns::new(row);
            let Some(seq) = columns.field::<Seq>() else {
                continue;
            };
            oldest = Some(seq);
            let (from, is_deleted) = (columns.member(), columns.field::<bool>());
            // One that cannot be read is on no page, either.
            let (Some(from), Some(false)) = (from, is_deleted) else {
                continue;
            };
            recent.push(RecentRow {
                seq,
                from,
                answers: columns.member(),
                text: columns.text(),
            });
        }
        Ok((recent, oldest, read))
    }

    /// The newest message that is not deleted, if it is among the newest of all.
    pub fn newest_message(&self) -> Result<Option<Message>, LogError> {
        if self.head == Seq::default() {
            return Ok(None);
        }
        let rows = self.sql.query(
            concat!(
                "SELECT ",
                message_columns!(all),
                " FROM (SELECT * FROM message WHERE seq >= ? ORDER BY seq DESC LIMIT ?)
                 WHERE NOT deleted ORDER BY seq DESC LIMIT 1"
            ),
            &[
                Param::seq(self.first()),
                Param::Integer(limits::WATCH_MESSAGES as i64),
            ],
        )?;
        let row = rows.into_iter().next();
        Ok(row.and_then(|row| read(row, &self.damage)))
    }
}
