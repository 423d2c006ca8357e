//! How many of the room's sockets each network has, and from which network each is.
//!
//! A network is identified by a tag that only the room can compute, and by another that only the server
//! can, which is the same in all its rooms: no address is kept, neither in memory nor on a socket.

use std::collections::BTreeMap;

use super::pairs::Pairs;
use crate::model::SessionId;
use crate::time::{Duration, Timestamp};

/// A network, as far as a room has to know it.
pub type NetworkTag = u64;

/// A network, as whoever runs the rooms knows it in all of them.
pub type SourceTag = u64;

/// How many rooms of pairs each network may begin, whatever rooms it begins them in: a port to whoever runs
/// the rooms. Who comes from a network that nobody knows shares one budget with all such.
pub trait PairBudget {
    /// By what a network is known, whose address nobody can read off it; none if that says nothing.
    fn source(&self, network: &str) -> Option<SourceTag>;
    /// Whether a network may begin one more, or how long until it may.
    fn check(&self, source: Option<SourceTag>, now: Timestamp) -> Result<(), Duration>;
    /// It has begun one.
    fn take(&self, source: Option<SourceTag>, now: Timestamp);
}

/// The budget of a room that is by itself: there is no bound.
#[derive(Debug)]
pub struct Unbounded;

impl PairBudget for Unbounded {
    fn source(&self, _: &str) -> Option<SourceTag> {
        None
    }

    fn check(&self, _: Option<SourceTag>, _: Timestamp) -> Result<(), Duration> {
        Ok(())
    }

    fn take(&self, _: Option<SourceTag>, _: Timestamp) {}
}

/// Sockets by network.
#[derive(Debug, Default)]
pub(super) struct Networks {
    /// The network of each session, at most one.
    of: Pairs<SessionId, NetworkTag>,
    /// The same, as it is known over all rooms.
    sources: Pairs<SessionId, SourceTag>,
    sockets: BTreeMap<NetworkTag, usize>,
}

impl Networks {
    /// How many sockets a network has.
    pub fn sockets(&self, network: NetworkTag) -> usize {
        self.sockets.get(&network).copied().unwrap_or(0)
    }

    /// The network of a session, if it is counted.
    pub fn of(&self, session: SessionId) -> Option<NetworkTag> {
        tag_of(&self.of, session)
    }

    /// The same, as it is known over all rooms.
    pub fn source(&self, session: SessionId) -> Option<SourceTag> {
        tag_of(&self.sources, session)
    }

    pub fn insert(&mut self, session: SessionId, network: NetworkTag, source: Option<SourceTag>) {
        if self.of(session).is_none() {
            if let Some(source) = source {
                self.sources.insert(session, source);
            }
            self.of.insert(session, network);
            *self.sockets.entry(network).or_default() += 1;
        }
    }

    pub fn remove(&mut self, session: SessionId) {
        let Some(network) = self.of(session) else {
            return;
        };
        self.of.remove(session, network);
        if let Some(source) = self.source(session) {
            self.sources.remove(session, source);
        }
        if let Some(sockets) = self.sockets.get_mut(&network) {
            *sockets -= 1;
            if *sockets == 0 {
                self.sockets.remove(&network);
            }
        }
    }
}

/// What a session has in such a set, at most one.
fn tag_of(tags: &Pairs<SessionId, u64>, session: SessionId) -> Option<u64> {
    let (id, tag) = tags.first_from(session, 0)?;
    (id == session).then_some(tag)
}
