//! Retention: when a room lets go of what it keeps only for a while.
//!
//! Nothing that is older is ever sent: what reads the log lets go first. By itself that happens at most
//! every half minute, and a room that sleeps is woken for it at most once an hour. A room that was created
//! with an end lets go of all of it at once.

use super::{Effect, Room};
use crate::limits;
use crate::log::Sql;
use crate::time::{Duration, Timestamp};

/// When that was last looked after.
#[derive(Debug)]
pub(super) struct Retention {
    /// When the room last let go of something, or woke up.
    looked_at: Timestamp,
    /// Before this, only what is read has to be exact.
    next_at: Timestamp,
    /// Before this, no more rows are removed: the last try has failed.
    sweep_at: Timestamp,
}

impl Retention {
    /// Of a room that has just woken.
    pub fn new(now: Timestamp) -> Retention {
        Retention {
            looked_at: now,
            next_at: Timestamp::default(),
            sweep_at: Timestamp::default(),
        }
    }
}

impl<S: Sql> Room<S> {
    /// When the oldest event is older than the room keeps any.
    fn keeps_until(&self) -> Option<Timestamp> {
        let keep = self.settings().keep;
        let oldest = self.log.oldest_at().filter(|_| keep > Duration::ZERO)?;
        Some(oldest + keep + Duration::from_millis(1))
    }

    /// When the room wants to be woken to let go of something.
    pub(super) fn next_letting_go(&self) -> Option<Timestamp> {
        if self.log.is_sweeping() {
            return Some(self.next_tick_at.max(self.retention.sweep_at));
        }
        let earliest = self.retention.looked_at + limits::KEEP_EVERY;
        self.keeps_until().map(|until| until.max(earliest))
    }

    /// Whether a tick has something to let go of.
    pub(super) fn has_to_let_go(&self, now: Timestamp) -> bool {
        let is_due = self.keeps_until().is_some_and(|until| until <= now);
        self.may_sweep(now) || (is_due && now >= self.retention.next_at)
    }

    fn may_sweep(&self, now: Timestamp) -> bool {
        self.log.is_sweeping() && now >= self.retention.sweep_at
    }

    /// Lets go of what is too old, as far as it is time or somebody is about to read. What fails is
    /// tried again in the next tick.
    pub(super) fn let_go(&mut self, now: Timestamp, reads: bool) {
        let keep = self.settings().keep;
        self.look_for_oldest();
        let is_due = self.keeps_until().is_some_and(|until| until <= now);
        if is_due && (reads || now >= self.retention.next_at) {
            self.retention.looked_at = now;
            self.retention.next_at = now + limits::KEEP_SWEEP;
            if self.log.let_go_before(now.earlier_by(keep)) == Ok(true) {
                self.log.count_other_rows(1, &self.limits, now);
            }
        }
        if self.may_sweep(now) {
            match self.log.sweep() {
                Ok(rows) => {
                    let rows = rows + self.log.take_index_rows();
                    self.log.count_rows(rows, &self.limits, now);
                }
                Err(_) => self.retention.sweep_at = now + limits::KEEP_SWEEP,
            }
        }
    }

    /// When the room ends, if it was created so.
    pub(super) fn ends_at(&self) -> Option<Timestamp> {
        self.log.owned()?.ends
    }

    /// When the room wants to be woken for its end.
    pub(super) fn next_end(&self) -> Option<Timestamp> {
        self.ends_at().map(|end| end.max(self.retention.sweep_at))
    }

    /// Whether the room is to be gone by now.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.ends_at().is_some_and(|end| end <= now)
    }

    /// Ends a room whose time is over, before anything else happens in it. What fails is tried again.
    pub(super) fn end_if_over(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.next_end().is_some_and(|end| end <= now)
            && self
                .delete_room(self.log.key().successor(), effects)
                .is_err()
        {
            self.retention.sweep_at = now + limits::KEEP_SWEEP;
        }
    }

    /// Finds out how old the oldest event is, where that matters: by it the room knows when to wake.
    pub(super) fn look_for_oldest(&mut self) {
        if self.settings().keep > Duration::ZERO {
            let _ = self.log.find_oldest();
        }
    }
}
