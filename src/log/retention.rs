//! Retention: what is older than a room keeps it. It is gone at once from all that is read, as the log
//! begins later; its rows are overwritten and removed a few at a time after that.

use super::files::{BEFORE, doom};
use super::meta::save_usage;
use super::rows::Columns;
use super::{Log, LogError, Param, Row, Sql};
use crate::model::Seq;
use crate::time::Timestamp;

impl<S: Sql> Log<S> {
    /// When the oldest event that is kept was made, as far as that was looked up.
    pub fn oldest_at(&self) -> Option<Timestamp> {
        self.oldest_at
    }

    /// Looks that up, if it is not known.
    pub fn find_oldest(&mut self) -> Result<(), LogError> {
        if self.oldest_at.is_none() && self.head >= self.first() {
            let oldest = self.next_event(self.first())?;
            self.oldest_at = oldest.map(|(_, at)| at);
        }
        Ok(())
    }

    /// Lets go of all events before this time; false if there are none.
    pub fn let_go_before(&mut self, time: Timestamp) -> Result<bool, LogError> {
        let (mut low, mut step) = (self.first(), 1);
        let end = self.head + 1;
        // Doubles its steps as long as what it finds is too old, then halves the last one.
        let is_old = |seq: Seq| match self.next_event(seq) {
            Ok(Some((_, at))) => Ok(at < time),
            Ok(None) => Ok(false),
            Err(error) => Err(error),
        };
        if low >= end || !is_old(low)? {
            return Ok(false);
        }
        while low + step < end && is_old(low + step)? {
            low += step;
            step *= 2;
        }
        let mut high = end.min(low + step);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            match is_old(middle)? {
                true => low = middle,
                false => high = middle,
            }
        }
        let mut usage = self.usage.kept(self.head);
        usage.first = high;
        if self.has_files() {
            let (sql, kept) = (&self.sql, self.kept_files());
            let mut left = kept;
            sql.atomically(&mut || {
                left = doom(sql, BEFORE, kept, &[Param::seq(high)])?;
                save_usage(sql, usage)
            })?;
            self.note_let_go(left);
        } else {
            save_usage(&self.sql, usage)?;
        }
        self.usage = usage;
        self.drop_old_pins();
        self.oldest_at = None;
        self.find_oldest()?;
        self.is_sweeping = true;
        Ok(true)
    }

    /// Whether rows are left of what nobody reads any more.
    pub fn is_sweeping(&self) -> bool {
        self.is_sweeping
    }

    /// Removes a few of them, each text overwritten first. Returns how many rows that wrote.
    pub fn sweep(&mut self) -> Result<u64, LogError> {
        let first = self.first();
        let rows = self.sql.query(
            "SELECT min(seq) FROM (SELECT min(seq) AS seq FROM message
                                   UNION ALL SELECT min(seq) FROM change)",
            &[],
        )?;
        let oldest = rows.into_iter().next();
        let oldest = oldest.and_then(|row| Columns::new(row).field::<Seq>());
        let Some(oldest) = oldest.filter(|oldest| *oldest < first) else {
            self.is_sweeping = false;
            return Ok(0);
        };
        let next = self.end_of_sweep(oldest, first)?;
        let freed = self.bytes_between(oldest, next - 1)?;
        let before = [Param::seq(next)];
        let sql = &self.sql;
        // An import brings names of files, and none of the files.
        let has_files = self.has_files() || self.imported > Seq::default();
        let removed = sql.atomically(&mut || {
            self.take_out(oldest, next)?;
            let statements = [
                "UPDATE message SET files = replace(hex(zeroblob(octet_length(files))), '00', '0')
                 WHERE seq < ? AND files IS NOT NULL",
                "UPDATE message SET text = replace(hex(zeroblob(octet_length(text))), '00', '0')
                 WHERE seq < ? AND text IS NOT NULL",
                "UPDATE change SET text = replace(hex(zeroblob(octet_length(text))), '00', '0')
                 WHERE seq < ? AND text IS NOT NULL",
                "DELETE FROM message WHERE seq < ?",
                "DELETE FROM change WHERE seq < ?",
            ];
            for statement in statements.into_iter().skip(usize::from(!has_files)) {
                sql.query(statement, &before)?;
            }
            Ok(())
        });
        self.or_without_index(removed)?;
        self.sql.forget();
        self.usage.add(0, freed);
        Ok(2 * (next - oldest))
    }

    /// The first event that is not before a position.
    pub(super) fn next_event(&self, seq: Seq) -> Result<Option<(Seq, Timestamp)>, LogError> {
        let rows = self.sql.query(
            "SELECT seq, at FROM (SELECT seq, at FROM message WHERE seq >= ?1 ORDER BY seq LIMIT 1)
             UNION ALL
             SELECT seq, at FROM (SELECT seq, at FROM change WHERE seq >= ?1 ORDER BY seq LIMIT 1)
             ORDER BY seq LIMIT 1",
            &[Param::seq(seq)],
        )?;
        let read = |row: Row| {
            let mut columns = Columns::new(row);
            Some((columns.field()?, columns.field()?))
        };
        Ok(rows.into_iter().next().and_then(read))
    }
}
