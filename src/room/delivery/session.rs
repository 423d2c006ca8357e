//! One live socket: of somebody who has yet to say hello, or of a member.

use std::collections::BTreeMap;

use crate::auth::Known;
use crate::limits;
use crate::log::Sql;
use crate::model::{MemberId, SessionId};
use crate::rate::{Bucket, Strikes};
use crate::room::Room;
use crate::room::delivery::flow::Flow;
use crate::time::Timestamp;
use crate::wire::CloseCode;

/// One live socket.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "boxed as a whole")]
pub(in crate::room) enum Session {
    Greeting(Greeting),
    Joined(Joined),
}

/// All live sockets.
///
/// Boxed, as are replays, members and messages in theirs: maps from a number to a pointer share
/// their compiled code, and each kind of value by itself would be another 7 KB of it.
#[derive(Debug, Default)]
pub(in crate::room) struct Sessions(BTreeMap<SessionId, Box<Session>>);

impl Sessions {
    pub fn get(&self, id: SessionId) -> Option<&Session> {
        self.0.get(&id).map(Box::as_ref)
    }

    pub fn get_mut(&mut self, id: SessionId) -> Option<&mut Session> {
        self.0.get_mut(&id).map(Box::as_mut)
    }

    pub fn insert(&mut self, id: SessionId, session: Session) {
        self.0.insert(id, Box::new(session));
    }

    pub fn remove(&mut self, id: SessionId) -> Option<Box<Session>> {
        self.0.remove(&id)
    }

    pub fn contains(&self, id: SessionId) -> bool {
        self.0.contains_key(&id)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The ids of all, the oldest first.
    pub fn ids(&self) -> Vec<SessionId> {
        self.0.keys().copied().collect()
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }
}

/// A socket that has not said a valid hello yet.
#[derive(Debug)]
pub(in crate::room) struct Greeting {
    /// The id it gets unless it proves to be someone.
    pub fresh: MemberId,
    /// When it is closed for saying nothing.
    pub deadline: Timestamp,
    /// When it is closed whatever it says.
    pub ends: Timestamp,
    /// Hellos that were refused but may be said again.
    pub refused: Strikes,
}

/// A socket of a member.
#[derive(Debug)]
pub(in crate::room) struct Joined {
    pub known: Known,
    /// Bytes sent and seen.
    pub flow: Flow,
    /// Frames that made no sense.
    pub bad_frames: Strikes,
    /// Frames over the rate.
    pub rate_errors: Strikes,
    /// Time of its last frame (bare pings do not reach the room); after a sleep, perhaps a little
    /// later than that.
    pub heard: Timestamp,
    /// The same, as it is kept on the socket.
    pub heard_kept: Timestamp,
    /// What is left of `seen` that bring no progress.
    pub seen: Bucket,
    /// Frames since the last `seen` that brought progress.
    pub frames_unheard: u32,
}

impl Joined {
    /// A session that has just said hello or woken up: whatever it did before is forgiven.
    pub fn new(known: Known, flow: Flow, heard: Timestamp, now: Timestamp) -> Joined {
        Joined {
            known,
            flow,
            bad_frames: Strikes::default(),
            rate_errors: Strikes::default(),
            heard,
            heard_kept: heard,
            seen: Bucket::full(limits::SEEN, now),
            frames_unheard: 0,
        }
    }
}

impl<S: Sql> Room<S> {
    /// A session that has to say hello by the deadline.
    pub(in crate::room) fn await_hello(
        &mut self,
        id: SessionId,
        fresh: MemberId,
        deadline: Timestamp,
        ends: Timestamp,
    ) {
        self.admission.await_hello(deadline, id);
        let refused = Strikes::default();
        let greeting = Greeting {
            fresh,
            deadline,
            ends,
            refused,
        };
        self.delivery
            .sessions
            .insert(id, Session::Greeting(greeting));
    }

    /// Closes peers whose socket is open but who are not there any more. Asked for only while
    /// the room is awake anyway.
    pub(in crate::room) fn close_silent(
        &mut self,
        now: Timestamp,
        pings: Vec<(SessionId, Option<Timestamp>)>,
    ) {
        for (id, ping) in pings {
            let Some(joined) = self.delivery.joined(id) else {
                continue;
            };
            let (heard, patience) = match ping {
                Some(ping) => (joined.heard.max(ping), limits::SILENT_AFTER_PING),
                None => (joined.heard, limits::SILENT_WITHOUT_PING),
            };
            if heard + patience <= now {
                self.close(now, id, CloseCode::TimedOut);
            }
        }
    }

    /// Closes a session at the end of this tick; nothing more of it counts from now on.
    pub(in crate::room) fn close(&mut self, now: Timestamp, id: SessionId, code: CloseCode) {
        if self.delivery.sessions.contains(id) {
            self.remove(now, id);
            self.tick.closes.push((id, code));
        }
    }

    /// Forgets a session.
    pub(in crate::room) fn remove(&mut self, now: Timestamp, id: SessionId) {
        self.admission.networks.remove(id);
        let Some(session) = self.delivery.sessions.remove(id) else {
            return;
        };
        match *session {
            Session::Greeting(greeting) => {
                self.admission.settle(greeting.deadline, id);
            }
            Session::Joined(joined) => {
                self.delivery.forget(id, &joined);
                let grace_until = now + self.limits.grace;
                self.presence.detach(joined.known.member, id, grace_until);
            }
        }
    }
}
