//! Files that nobody has any more, and those that nobody has claimed in time: when the room looks after them.
//! Their bytes are elsewhere; the alarm that follows each removal survives whatever becomes of it.

use super::{Effect, Room};
use crate::limits;
use crate::log::{DoomedRow, Sql};
use crate::model::FileId;
use crate::time::{Duration, Timestamp};

/// What is to be done about files, and when.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// Whose bytes are on their way out, and until when that is waited for.
    away: Vec<(FileId, Timestamp)>,
    /// When bytes are next to be removed.
    drop_at: Option<Timestamp>,
    /// When the first file expires that nobody has claimed.
    expire_at: Option<Timestamp>,
    /// Until then no bytes are removed: what came of the last ones could not be stored.
    rests_until: Timestamp,
}

impl Files {
    /// When the room has something to do.
    pub fn next_due(&self) -> Option<Timestamp> {
        [self.drop_at, self.expire_at].into_iter().flatten().min()
    }

    /// A file was reserved, or more of it has come.
    pub fn note_expiry(&mut self, expires: Timestamp) {
        self.expire_at = Some(self.expire_at.map_or(expires, |at| at.min(expires)));
    }
}

impl<S: Sql> Room<S> {
    /// Reads what is to be done, after a sleep; once more a while after that has failed.
    pub(super) fn read_files(&mut self, now: Timestamp) {
        if !self.log.has_files() {
            return;
        }
        let later = Some(now + limits::FILE_DROP_PAUSE);
        self.files.drop_at = self.log.first_doomed().unwrap_or(later);
        self.files.expire_at = self.log.first_expiry().unwrap_or(later);
    }

    /// Lets go of what nobody has claimed in time, and has bytes removed that nobody has any more.
    pub(super) fn tend_files(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !self.log.has_files() {
            return;
        }
        // What a message of this tick claims is not let go: it would not be there to be claimed.
        let is_late = self.files.expire_at.is_some_and(|at| at <= now);
        if is_late && self.tick.batch.has_claims() {
            self.files.expire_at = Some(self.next_tick_at);
        } else if is_late {
            let expired = self.log.expire_files(now);
            self.log
                .count_other_rows(limits::FILE_ROWS, &self.limits, now);
            let next = expired.and_then(|()| self.log.first_expiry());
            self.files.expire_at = next.unwrap_or(Some(now + limits::FILE_DROP_PAUSE));
        }
        if self.log.take_file_news() {
            self.files.drop_at = Some(now);
        }
        if self.files.drop_at.is_some_and(|at| at <= now) {
            self.drop_files(now, effects);
        }
    }

    fn drop_files(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        // Of what nobody has heard the end of is asked again: it keeps no other waiting.
        self.files.away.retain(|(_, until)| *until > now);
        let free = limits::FILE_DROPS_AWAY.saturating_sub(self.files.away.len());
        let due = match free {
            0 => Ok(Vec::new()),
            free => self.log.doomed(now, free),
        };
        let mut has_failed = due.is_err();
        for row in due.unwrap_or_default() {
            if self.files.away.iter().any(|(away, _)| *away == row.id) {
                has_failed = true;
                continue;
            }
            let again = now + pause(row.tries);
            let row = DoomedRow {
                tries: row.tries + 1,
                ..row
            };
            // Where that is not stored they go all the same: perhaps the disk is full, and this makes room.
            has_failed |= self.log.put_off_doomed(&row, again).is_err();
            self.log
                .count_other_rows(limits::DROP_ROWS, &self.limits, now);
            self.files.away.push((row.id, again));
            let DoomedRow { id, sha256, .. } = row;
            effects.push(Effect::DropFile { id, sha256 });
            effects.push(Effect::WakeBy(again));
        }
        if has_failed {
            self.files.rests_until = now + limits::FILE_DROP_PAUSE;
        }
        self.look_for_doomed(now);
        // What is due and was not among these cannot be read: there is nothing to hurry for.
        let is_due = self.files.drop_at.is_some_and(|at| at <= now);
        if is_due {
            self.files.drop_at = Some(now + limits::FILE_DROP_PAUSE_MOST);
        }
    }

    /// Finds out when bytes are next to be removed. As many as may be on their way: that is found out when one of
    /// them has ended, or was given up.
    fn look_for_doomed(&mut self, now: Timestamp) {
        let later = now + limits::FILE_DROP_PAUSE;
        let next = self.log.first_doomed().unwrap_or(Some(later));
        let is_full = self.files.away.len() >= limits::FILE_DROPS_AWAY;
        let least = match is_full {
            true => self.files.rests_until.max(later),
            false => self.files.rests_until,
        };
        self.files.drop_at = next.map(|at| at.max(least));
    }

    /// All whose bytes are still to be removed, for a platform that is about to end.
    pub fn left_files(&self) -> Vec<DoomedRow> {
        let ever = Timestamp::from_millis(i64::MAX as u64);
        let left = self.log.doomed(ever, limits::ROOM_FILES as usize);
        left.unwrap_or_default()
    }

    /// How the removal of bytes has ended.
    pub(super) fn file_dropped(&mut self, now: Timestamp, id: FileId, is_done: bool) {
        self.files.away.retain(|(away, _)| *away != id);
        if is_done && let Ok(Some(row)) = self.log.doomed_by_id(id) {
            let noted = match row.again {
                true => {
                    let once_more = DoomedRow {
                        tries: 0,
                        again: false,
                        ..row
                    };
                    self.log
                        .put_off_doomed(&once_more, now + limits::FILE_DROP_AGAIN)
                }
                false => self.log.end_doomed(id),
            };
            if noted.is_err() {
                // They are removed once more.
                self.files.rests_until = now + limits::FILE_DROP_PAUSE;
            }
            self.log
                .count_other_rows(limits::DROP_ROWS, &self.limits, now);
        }
        if self.log.has_files() {
            self.look_for_doomed(now);
        } else {
            self.files = Files::default();
        }
    }
}

/// How long a removal has that was in vain so often.
fn pause(tries: u64) -> Duration {
    let pause = limits::FILE_DROP_PAUSE * (1 << tries.min(16));
    pause.min(limits::FILE_DROP_PAUSE_MOST)
}
