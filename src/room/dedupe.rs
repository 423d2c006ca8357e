//! Exactly once: which `(member, cid)` made which log event.
//!
//! An in-memory map over the newest [`DEDUPE_WINDOW`] events. A room that has just woken asks
//! the log about each key separately, and reads the whole window only after a few of these:
//! most wakes are for one or two messages. An index in the database would double the price of a
//! message; beyond the window, the client's rule to replay before resending applies.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use super::extent::Extent;
use crate::limits::{DEDUPE_LOOKUPS, DEDUPE_WINDOW};
use crate::log::{Log, LogError, Sql};
use crate::model::{MemberId, Seq};

/// A member and its `cid`.
pub(super) type Key = (MemberId, Rc<str>);

/// The window of known keys.
#[derive(Debug, Default)]
pub(super) struct Dedupe {
    /// How much of the window is here.
    extent: Extent,
    seqs: HashMap<Key, Seq>,
    /// The same keys in the order of their events.
    order: VecDeque<Key>,
    /// Keys that made room for those of the batch under way, which may yet be taken back.
    evicted: Vec<(Key, Seq)>,
}

impl Dedupe {
    /// The window of a log that was just opened: of an empty one it is all here.
    pub fn of<S: Sql>(log: &Log<S>) -> Dedupe {
        let is_empty = log.head() == Seq::default();
        Dedupe {
            extent: if is_empty {
                Extent::All
            } else {
                Extent::default()
            },
            ..Dedupe::default()
        }
    }

    /// The event that this key has made already, durable or in the batch under way. `newest` is
    /// the last event of either; up to `since`, its member made none.
    pub fn find<S: Sql>(
        &mut self,
        log: &Log<S>,
        key: &Key,
        since: Seq,
        newest: Seq,
    ) -> Result<Option<Seq>, LogError> {
        let known = self.seqs.get(key).copied();
        if known.is_some() || self.extent == Extent::All {
            return Ok(known);
        }
        let after = newest - DEDUPE_WINDOW;
        if self.extent.allows_lookup(DEDUPE_LOOKUPS) {
            return log.find(key.0, &key.1, after.max(since));
        }
        self.complete(log)?;
        Ok(self.seqs.get(key).copied())
    }

    /// Notes the event that a key makes.
    pub fn insert(&mut self, key: Key, seq: Seq) {
        if self.order.len() as u64 >= DEDUPE_WINDOW
            && let Some(oldest) = self.order.pop_front()
            && let Some(seq) = self.seqs.remove(&oldest)
        {
            self.evicted.push((oldest, seq));
        }
        self.seqs.insert(key.clone(), seq);
        self.order.push_back(key);
    }

    /// The events of all keys are durable.
    pub fn settle(&mut self) {
        self.evicted.clear();
    }

    /// Forgets the newest keys: their events could not be appended.
    pub fn forget_newest(&mut self, count: u64) {
        for _ in 0..count {
            if let Some(newest) = self.order.pop_back() {
                self.seqs.remove(&newest);
            }
            if let Some((oldest, seq)) = self.evicted.pop() {
                self.seqs.insert(oldest.clone(), seq);
                self.order.push_front(oldest);
            }
        }
    }

    /// Reads the window from the log; what is not in there yet stays behind it.
    fn complete<S: Sql>(&mut self, log: &Log<S>) -> Result<(), LogError> {
        let after = log.head() - DEDUPE_WINDOW;
        let mut whole = Dedupe {
            extent: Extent::All,
            ..Dedupe::default()
        };
        log.keys(after, |seq, member, cid| {
            whole.insert((member, cid.into()), seq);
        })?;
        for key in self.order.drain(..) {
            if let Some(seq) = self.seqs.get(&key).filter(|seq| **seq > log.head()) {
                whole.insert(key, *seq);
            }
        }
        *self = whole;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::short::seq;

    #[test]
    fn keys_that_made_room_are_gone_once_their_batch_is_durable() {
        let mut dedupe = Dedupe::default();
        for number in 0..=DEDUPE_WINDOW {
            let key = (MemberId::OPERATOR, number.to_string().into());
            dedupe.insert(key, seq(number));
        }
        assert_eq!(dedupe.evicted.len(), 1);
        dedupe.settle();
        assert!(dedupe.evicted.is_empty());
    }
}
