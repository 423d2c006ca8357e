//! Exactly once: which `(member, cid)` made which log event.
//!
//! A map in memory over the newest [`DEDUPE_WINDOW`] events, rebuilt from the log by the first
//! log frame after a sleep. An index in the database would double the price of a message; what
//! is older than the window is covered by the client's rule to replay before it resends.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use crate::limits::DEDUPE_WINDOW;
use crate::log::{Log, LogError, Sql};
use crate::name::MemberId;
use crate::wire::Seq;

/// The window of known keys.
#[derive(Debug, Default)]
pub(super) struct Dedupe {
    loaded: bool,
    keys: HashMap<MemberId, HashMap<Rc<str>, Seq>>,
    /// The same keys in the order of their events.
    order: VecDeque<(MemberId, Rc<str>)>,
}

impl Dedupe {
    /// The event that this key has made already, durable or in the batch under way.
    pub fn find<S: Sql>(
        &mut self,
        log: &Log<S>,
        member: MemberId,
        cid: &str,
    ) -> Result<Option<Seq>, LogError> {
        if !self.loaded {
            for (seq, member, cid) in log.keys(log.head().saturating_sub(DEDUPE_WINDOW))? {
                self.insert(member, &cid, seq);
            }
            self.loaded = true;
        }
        Ok(self
            .keys
            .get(&member)
            .and_then(|cids| cids.get(cid))
            .copied())
    }

    /// Notes the event that a key makes.
    pub fn insert(&mut self, member: MemberId, cid: &str, seq: Seq) {
        let cid: Rc<str> = cid.into();
        self.keys
            .entry(member)
            .or_default()
            .insert(cid.clone(), seq);
        self.order.push_back((member, cid));
        if self.order.len() as u64 > DEDUPE_WINDOW
            && let Some((member, cid)) = self.order.pop_front()
        {
            self.remove(member, &cid);
        }
    }

    /// Forgets the newest keys: their events could not be appended.
    pub fn forget_newest(&mut self, count: u64) {
        for _ in 0..count {
            if let Some((member, cid)) = self.order.pop_back() {
                self.remove(member, &cid);
            }
        }
    }

    fn remove(&mut self, member: MemberId, cid: &str) {
        if let Some(cids) = self.keys.get_mut(&member) {
            cids.remove(cid);
            if cids.is_empty() {
                self.keys.remove(&member);
            }
        }
    }
}
