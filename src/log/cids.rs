//! Idempotency keys: which event a member's `cid` has made; and what a member has sent last. What came by a
//! file was made by no `cid`, whatever it says.

use super::rows::{Columns, gathered};
use super::{Log, LogError, Param, Sql};
use crate::limits;
use crate::model::{MemberId, Seq};
use crate::time::Timestamp;

impl<S: Sql> Log<S> {
    /// The event after `after` that a member made with this `cid`: a walk over these rows.
    pub fn find(&self, member: MemberId, cid: &str, after: Seq) -> Result<Option<Seq>, LogError> {
        let rows = self.sql.query(
            "SELECT seq FROM message WHERE seq > ?1 AND cid = ?2 AND member = ?3
             UNION ALL SELECT seq FROM change WHERE seq > ?1 AND cid = ?2 AND member = ?3",
            &[
                Param::seq(after.max(self.imported)),
                Param::Text(cid),
                Param::Text(&member.to_string()),
            ],
        )?;
        let seq = |row| Columns::new(row).field();
        let seq = rows.into_iter().next().map(seq);
        seq.map(|seq| seq.ok_or(LogError::Corrupt("keys")))
            .transpose()
    }

    /// When a member sent its last message, among the newest that are looked through: all are after
    /// `since`.
    pub fn last_message_of(
        &self,
        member: MemberId,
        since: Seq,
    ) -> Result<Option<Timestamp>, LogError> {
        let rows = self.sql.query(
            "SELECT at FROM message WHERE seq > ? AND member = ? ORDER BY seq DESC LIMIT 1",
            &[
                Param::seq(
                    since
                        .max(self.imported)
                        .max(self.head - limits::DEDUPE_WINDOW),
                ),
                Param::Text(&member.to_string()),
            ],
        )?;
        let row = rows.into_iter().next();
        Ok(row.and_then(|row| Columns::new(row).field()))
    }

    /// Hands over seq, sender and `cid` of every event after `after`, ascending.
    pub fn keys(
        &self,
        after: Seq,
        mut each: impl FnMut(Seq, MemberId, &str),
    ) -> Result<(), LogError> {
        // One row: thousands would cost more to carry over than to read. None of the three has
        // a space or a line break in it.
        let rows = self.sql.query(
            "SELECT group_concat(seq || ' ' || member || ' ' || cid, char(10)) FROM (
                 SELECT seq, member, cid FROM message WHERE seq > ?1
                 UNION ALL SELECT seq, member, cid FROM change WHERE seq > ?1 ORDER BY seq)",
            &[Param::seq(after.max(self.imported))],
        )?;
        let text = gathered(&rows).ok_or(LogError::Corrupt("keys"))?;
        for line in text.lines() {
            let mut words = line.split(' ');
            let seq = words.next().and_then(|seq| seq.parse().ok());
            let seq = seq.map(Seq::from_number);
            let member = words.next().and_then(MemberId::parse);
            match (seq, member, words.next()) {
                (Some(seq), Some(member), Some(cid)) => each(seq, member, cid),
                _ => self.damage.note("keys", seq),
            }
        }
        Ok(())
    }
}
