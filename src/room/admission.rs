//! Who may still come in: sockets that have yet to say hello, sockets of each network, new members.

use super::networks::Networks;
use super::pairs::Pairs;
use crate::limits::{self, Limits};
use crate::model::SessionId;
use crate::rate::Bucket;
use crate::time::{Duration, Timestamp};

/// What is counted of those who come.
pub(super) struct Admission {
    /// When each greeting session is closed for saying nothing.
    greetings: Pairs<Timestamp, SessionId>,
    pub networks: Networks,
    /// How many may still join, and how many of them with a full bucket.
    joins: Option<Bucket>,
    full_buckets: Bucket,
}

impl Admission {
    /// Nobody has come yet.
    pub fn new(limits: &Limits, now: Timestamp) -> Admission {
        Admission {
            greetings: Pairs::default(),
            networks: Networks::default(),
            joins: limits.joins().map(|rate| Bucket::full(rate, now)),
            full_buckets: Bucket::full(limits::FULL_BUCKETS, now),
        }
    }

    /// A session that has to say hello by then.
    pub fn await_hello(&mut self, deadline: Timestamp, id: SessionId) {
        self.greetings.insert(deadline, id);
    }

    /// It has, or is gone.
    pub fn settle(&mut self, deadline: Timestamp, id: SessionId) {
        self.greetings.remove(deadline, id);
    }

    /// Sessions that have yet to say hello.
    pub fn waiting(&self) -> usize {
        self.greetings.len()
    }

    /// The first of them whose time is over, and when.
    pub fn next_deadline(&self) -> Option<(Timestamp, SessionId)> {
        self.greetings.first()
    }

    /// How long a new member has to wait, if it may not join now.
    pub fn wait_to_join(&mut self, limits: &Limits, now: Timestamp) -> Option<Duration> {
        self.joins.as_mut()?.take(limits.joins()?, now).err()
    }

    /// Whether many have just come.
    pub fn is_crowd(&mut self, now: Timestamp) -> bool {
        self.full_buckets.take(limits::FULL_BUCKETS, now).is_err()
    }

    /// All sockets are gone.
    pub fn clear(&mut self) {
        self.greetings = Pairs::default();
        self.networks = Networks::default();
    }
}
