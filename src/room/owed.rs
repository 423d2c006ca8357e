//! Something that is told at most once in a while: what changes sooner is owed until then.

use crate::time::{Duration, Timestamp};

/// Whether it is owed, and when it was last told.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Owed {
    is_owed: bool,
    told_at: Timestamp,
}

impl Owed {
    /// It has changed.
    pub fn owe(&mut self) {
        self.is_owed = true;
    }

    /// Nobody needs to be told any more.
    pub fn settle(&mut self) {
        self.is_owed = false;
    }

    /// When it may be told, once in so long, if it is owed.
    pub fn due(&self, every: Duration) -> Option<Timestamp> {
        self.is_owed.then_some(self.told_at + every)
    }

    /// Whether it is to be told now; then it is not owed any more.
    pub fn take(&mut self, now: Timestamp, every: Duration) -> bool {
        let is_due = self.due(every).is_some_and(|due| due <= now);
        if is_due {
            self.is_owed = false;
            self.told_at = now;
        }
        is_due
    }
}
