//! One live socket: of somebody who has yet to say hello, or of a member.

use std::collections::BTreeMap;

use crate::auth::{Hosted, Known};
use crate::limits;
use crate::log::Sql;
use crate::model::{AccountTag, MemberId, Role, Seq, SessionId};
use crate::rate::{Bucket, Strikes};
use crate::room::Room;
use crate::room::commands::Judging;
use crate::room::delivery::flow::Flow;
use crate::room::recent::Counts;
use crate::time::Timestamp;
use crate::wire::CloseCode;

/// One live socket.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "boxed as a whole")]
pub(in crate::room) enum Session {
    Greeting(Greeting),
    Waiting(Waiting),
    Joined(Joined),
    Watching(Watching),
}

impl Session {
    /// Frames of it that made no sense, and those over its rate.
    pub fn strikes(&mut self) -> Option<(&mut Strikes, &mut Strikes)> {
        match self {
            Session::Joined(joined) => Some((&mut joined.bad_frames, &mut joined.rate_errors)),
            Session::Watching(watching) => {
                Some((&mut watching.bad_frames, &mut watching.rate_errors))
            }
            Session::Greeting(_) | Session::Waiting(_) => None,
        }
    }

    /// When it was last heard, if that is asked of it.
    fn heard(&self) -> Option<Timestamp> {
        match self {
            Session::Joined(joined) => Some(joined.heard),
            Session::Watching(watching) => Some(watching.heard),
            Session::Greeting(_) | Session::Waiting(_) => None,
        }
    }
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

    /// Those who wait to be let in, the oldest first.
    pub fn waiting(&self) -> Vec<SessionId> {
        self.waiting_who(|_| true)
    }

    /// Those of them who are this.
    pub fn waiting_as(&self, member: MemberId) -> Vec<SessionId> {
        self.waiting_who(|waiting| waiting.known.member == member)
    }

    fn waiting_who(&self, is_meant: impl Fn(&Waiting) -> bool) -> Vec<SessionId> {
        let waits = |session: &Session| matches!(session, Session::Waiting(w) if is_meant(w));
        let waiting = self.0.iter().filter(|(_, session)| waits(session));
        waiting.map(|(id, _)| *id).collect()
    }

    /// The ids of all, the oldest first.
    pub fn ids(&self) -> Vec<SessionId> {
        self.0.keys().copied().collect()
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }
}

/// What is known of a socket before it says anything.
#[derive(Clone, Debug)]
pub(in crate::room) struct Newcomer {
    /// The id it gets unless it proves to be someone.
    pub fresh: MemberId,
    /// Whose account it is.
    pub account: Option<AccountTag>,
    /// Whose page has opened it, if not one of ours.
    pub origin: Option<String>,
}

/// A socket that has not said a valid hello yet.
#[derive(Debug)]
pub(in crate::room) struct Greeting {
    pub comer: Newcomer,
    /// When it is closed for saying nothing.
    pub deadline: Timestamp,
    /// When it is closed whatever it says.
    pub ends: Timestamp,
    /// Hellos that were refused but may be said again.
    pub refused: Strikes,
    /// Whether it was told that it needs a key: that it has none is why it is closed.
    pub needs_key: bool,
    /// A hello that waits for the platform's judgement.
    pub judging: Option<Box<Judging>>,
}

/// A socket of somebody who waits to be let in.
#[derive(Debug)]
pub(in crate::room) struct Waiting {
    pub known: Known,
    /// The account that has it once it is let in.
    pub account: Option<AccountTag>,
    /// What the site around the room said of it.
    pub hosted: Option<Box<Hosted>>,
    /// Frames that it may not send.
    pub refused: Strikes,
}

/// A socket of a member.
#[derive(Debug)]
pub(in crate::room) struct Joined {
    pub known: Known,
    /// What the site around the room said of it.
    pub hosted: Option<Box<Hosted>>,
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
            hosted: None,
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

/// A socket that is told how much is new.
#[derive(Debug)]
pub(in crate::room) struct Watching {
    /// Whose it is; nobody's, without a token.
    pub known: Option<Known>,
    /// What the site around the room said of it.
    pub hosted: Option<Box<Hosted>>,
    /// Where the log was when it first came.
    pub since: Seq,
    pub role: Role,
    /// What is new is beyond this.
    pub after: Seq,
    /// The last head: of which event, what was beyond which, and when.
    pub seq: Seq,
    pub counts: Counts,
    pub floor: Seq,
    pub told_at: Timestamp,
    /// What was new beyond a place in the log when the room woke up.
    pub base: Option<(Seq, Counts)>,
    /// When the next head may come, if one is owed.
    pub due: Option<Timestamp>,
    /// Bytes since it last said anything.
    pub unheard: u64,
    pub bad_frames: Strikes,
    pub rate_errors: Strikes,
    pub heard: Timestamp,
    pub heard_kept: Timestamp,
    pub seen: Bucket,
}

impl Watching {
    /// One that has just said hello or woken up.
    pub fn new(
        known: Option<Known>,
        since: Seq,
        role: Role,
        after: Seq,
        heard: Timestamp,
        now: Timestamp,
    ) -> Watching {
        Watching {
            known,
            hosted: None,
            since,
            role,
            after,
            seq: Seq::default(),
            counts: Counts::default(),
            floor: Seq::default(),
            told_at: Timestamp::default(),
            base: None,
            due: None,
            unheard: 0,
            bad_frames: Strikes::default(),
            rate_errors: Strikes::default(),
            heard,
            heard_kept: heard,
            seen: Bucket::full(limits::SEEN, now),
        }
    }
}

impl<S: Sql> Room<S> {
    /// A session that has to say hello by the deadline.
    pub(in crate::room) fn await_hello(
        &mut self,
        id: SessionId,
        comer: Newcomer,
        deadline: Timestamp,
        ends: Timestamp,
    ) {
        self.admission.await_hello(deadline, id);
        let refused = Strikes::default();
        let greeting = Greeting {
            comer,
            deadline,
            ends,
            refused,
            needs_key: false,
            judging: None,
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
            let session = self.delivery.sessions.get(id);
            let Some(heard) = session.and_then(Session::heard) else {
                continue;
            };
            let (heard, patience) = match ping {
                Some(ping) => (heard.max(ping), limits::SILENT_AFTER_PING),
                None => (heard, limits::SILENT_WITHOUT_PING),
            };
            if heard + patience <= now {
                self.close(now, id, CloseCode::TimedOut);
            }
        }
    }

    /// How a session is closed that has said no hello that could be taken.
    pub(in crate::room) fn end_of_greeting(&self, id: SessionId) -> CloseCode {
        match self.delivery.sessions.get(id) {
            Some(Session::Greeting(greeting)) if greeting.needs_key => CloseCode::NotAllowed,
            _ => CloseCode::TimedOut,
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
        self.pushes.forget_site(id);
        let Some(session) = self.delivery.sessions.remove(id) else {
            return;
        };
        match *session {
            Session::Greeting(greeting) => {
                self.admission.settle(greeting.deadline, id);
            }
            Session::Waiting(waiting) => self.hung_up(waiting.known.member),
            Session::Watching(watching) => self.watches.remove(id, &watching),
            Session::Joined(joined) => {
                self.delivery.forget(id, &joined);
                let grace_until = now + self.limits.grace;
                self.presence.detach(joined.known.member, id, grace_until);
                self.pushes.leaves(joined.known.member, grace_until);
            }
        }
    }
}
