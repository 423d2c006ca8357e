//! What of a log cannot be read: noted once, for the operator. A damaged row loses what is in it, and
//! nothing else: whoever reads goes on without it.

use std::cell::RefCell;
use std::fmt;

use super::{Row, Value};
use crate::limits;
use crate::model::{Author, Change, Changed, LogEvent, Seq};
use crate::time::Timestamp;

/// A row that makes no sense: of which table, and its seq, if it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    table: &'static str,
    seq: Option<Seq>,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row of ")?;
        f.write_str(self.table)?;
        f.write_str(" cannot be read")?;
        match self.seq {
            Some(seq) => write!(f, ": seq {seq}"),
            None => Ok(()),
        }
    }
}

/// What was found since the log was opened.
#[derive(Debug, Default)]
pub(super) struct DamageNotes(RefCell<Found>);

#[derive(Debug, Default)]
struct Found {
    all: Vec<Spot>,
    /// How many of them the operator knows of.
    told: usize,
}

impl DamageNotes {
    /// Notes what makes no sense, and where.
    #[cold]
    pub fn note(&self, table: &'static str, seq: Option<Seq>) {
        let spot = Spot { table, seq };
        let all = &mut self.0.borrow_mut().all;
        if all.len() < limits::DAMAGE_TOLD && !all.contains(&spot) {
            all.push(spot);
        }
    }

    /// What makes sense of these rows of a table.
    pub fn sound<T>(
        &self,
        table: &'static str,
        rows: Vec<Row>,
        read: impl Fn(Row) -> Option<T>,
    ) -> Vec<T> {
        let mut sound = Vec::new();
        for row in rows {
            match read(row) {
                Some(row) => sound.push(row),
                None => self.note(table, None),
            }
        }
        sound
    }

    /// The next that nobody was told yet.
    pub fn next(&self) -> Option<Spot> {
        let found = &mut *self.0.borrow_mut();
        let spot = found.all.get(found.told).copied();
        found.told += usize::from(spot.is_some());
        spot
    }
}

/// The seq of a row that begins with it.
pub(super) fn seq_of(row: &Row) -> Option<Seq> {
    match row.first() {
        Some(Value::Integer(seq)) => u64::try_from(*seq).ok().map(Seq::from_number),
        _ => None,
    }
}

/// Fills the gaps after `after` and up to `upto`. In the place of each event that is missing comes one
/// of no effect, if it was a change, and by which it is deleted, if it was a message: a client that
/// waited for it would come back for ever.
#[cold]
pub(super) fn fill_gaps(events: &mut Vec<LogEvent>, after: Seq, upto: Seq, damage: &DamageNotes) {
    let mut at = Timestamp::default();
    let seqs = after.number() + 1..=upto.number();
    for (index, seq) in seqs.map(Seq::from_number).enumerate() {
        match events.get(index) {
            Some(event) if event.seq() == seq => at = event.at(),
            _ => {
                damage.note("log", Some(seq));
                events.insert(index, lost(seq, at));
            }
        }
    }
}

fn lost(seq: Seq, at: Timestamp) -> LogEvent {
    LogEvent::Changed(Changed {
        seq,
        at,
        from: Author::operator(),
        cid: format!("lost-{seq}"),
        target: seq,
        change: Change::Deleted,
        deleted_since: false,
    })
}
