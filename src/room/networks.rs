//! How many of the room's sockets each network has.
//!
//! A network is identified by a tag that only the room can compute: no address is kept, neither
//! in memory nor on a socket.

use std::collections::BTreeMap;

use super::pairs::Pairs;
use crate::model::SessionId;

/// A network, as far as a room has to know it.
pub type NetworkTag = u64;

/// Sockets by network.
#[derive(Debug, Default)]
pub(super) struct Networks {
    /// The network of each session, at most one.
    of: Pairs<SessionId, NetworkTag>,
    sockets: BTreeMap<NetworkTag, usize>,
}

impl Networks {
    /// How many sockets a network has.
    pub fn sockets(&self, network: NetworkTag) -> usize {
        self.sockets.get(&network).copied().unwrap_or(0)
    }

    /// The network of a session, if it is counted.
    pub fn of(&self, session: SessionId) -> Option<NetworkTag> {
        let (id, network) = self.of.first_from(session, 0)?;
        (id == session).then_some(network)
    }

    pub fn insert(&mut self, session: SessionId, network: NetworkTag) {
        if self.of(session).is_none() {
            self.of.insert(session, network);
            *self.sockets.entry(network).or_default() += 1;
        }
    }

    pub fn remove(&mut self, session: SessionId) {
        let Some(network) = self.of(session) else {
            return;
        };
        self.of.remove(session, network);
        if let Some(sockets) = self.sockets.get_mut(&network) {
            *sockets -= 1;
            if *sockets == 0 {
                self.sockets.remove(&network);
            }
        }
    }
}
