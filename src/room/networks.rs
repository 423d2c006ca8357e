//! How many sockets of the room each network has.
//!
//! A network is known here by a tag that only the room can make: no address is kept, neither in
//! memory nor on a socket.

use std::collections::BTreeMap;

use super::SessionId;

/// A network, as far as a room has to know it.
pub type NetworkTag = u64;

/// Sockets by network.
#[derive(Debug, Default)]
pub(super) struct Networks {
    of: BTreeMap<SessionId, NetworkTag>,
    sockets: BTreeMap<NetworkTag, usize>,
}

impl Networks {
    /// How many sockets a network has.
    pub fn sockets(&self, network: NetworkTag) -> usize {
        self.sockets.get(&network).copied().unwrap_or(0)
    }

    /// The network of a session, if it is counted.
    pub fn of(&self, session: SessionId) -> Option<NetworkTag> {
        self.of.get(&session).copied()
    }

    pub fn insert(&mut self, session: SessionId, network: NetworkTag) {
        if self.of.insert(session, network).is_none() {
            *self.sockets.entry(network).or_default() += 1;
        }
    }

    pub fn remove(&mut self, session: SessionId) {
        let Some(network) = self.of.remove(&session) else {
            return;
        };
        if let Some(sockets) = self.sockets.get_mut(&network) {
            *sockets -= 1;
            if *sockets == 0 {
                self.sockets.remove(&network);
            }
        }
    }
}
