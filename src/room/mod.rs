//! The room: all behaviour, and no platform.
//!
//! [`Room::step`] takes the time and one [`Event`] and returns [`Effects`]: what to do to the
//! sockets, and when to call again. It knows no clock, socket, randomness or thread, cannot
//! fail, and does not panic on any input. It reads and appends through [`Log`] alone.
//!
//! Frames are answered tick by tick (see `commit`): what one tick brings is appended by one write
//! and sent as one frame. A room that sleeps keeps nothing here: [`Room::restore`] rebuilds it
//! from its log and the sockets' attachments.
//!
//! What is marked `#[inline(never)]` keeps the functions of the Worker small: `.cargo/config.toml`
//! tells what for.
//!
//! `commands` does what members and operators ask for, `commit` is the tick, `presence` knows who
//! is here, `directory` whose a name is while its holder is away, `delivery` what goes to one
//! socket, `dedupe` makes once of twice.

mod commands;
mod commit;
mod dedupe;
mod delivery;
mod directory;
mod networks;
mod presence;

use std::collections::{BTreeMap, BTreeSet};

pub use commands::operator::{Act, Outcome, Random, RoomState};
pub use delivery::session::{AttachedState, Attachment};
pub use networks::NetworkTag;

use crate::auth::Known;
use crate::limits::{self, Limits, Millis};
use crate::log::{Log, Sql};
use crate::model::{MemberId, MemberName, SessionId};
use crate::rate::{Bucket, Strikes};
use crate::wire::{CloseCode, ErrorCode, ErrorEvent};
use commit::Tick;
use dedupe::Dedupe;
use delivery::flow::{Broadcasts, Flow};
use delivery::replay::Replay;
use delivery::session::{Greeting, Joined, Session, Sessions};
use directory::Reserved;
use networks::Networks;
use presence::Members;

/// What can happen to a room.
#[derive(Debug)]
pub enum Event {
    /// A socket was accepted. `fresh` is random: the id it gets unless it proves to be someone.
    /// `network` is where it comes from, as far as that is known.
    Opened {
        session: SessionId,
        fresh: MemberId,
        network: Option<String>,
    },
    /// A text frame came in.
    Frame { session: SessionId, text: String },
    /// A binary frame came in.
    Binary { session: SessionId },
    /// A socket is gone, whoever closed it.
    Closed { session: SessionId },
    /// When each socket last sent a bare ping, if ever: the answer to [`Effect::AskPings`].
    Pings(Vec<(SessionId, Option<Millis>)>),
    /// The time the room asked for has come.
    Wake,
    /// The operator wants something, by a request.
    Operator { act: Act, random: Random },
}

/// What is to be done, in this order.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Keep this on the socket: it survives sleep.
    Attach(SessionId, String),
    /// Send one frame to every subscribed socket.
    Broadcast(String),
    /// Send one frame to one socket.
    Send(SessionId, String),
    /// From now on broadcasts go to this socket, too.
    Subscribe(SessionId),
    /// Close a socket; the room has forgotten it already.
    Close(SessionId, CloseCode),
    /// Take no event until all sockets were looked at: the runtime would go on with those that
    /// never fall silent, and hear nobody else.
    Pause,
    /// Find out when each socket last pinged, and tell the room.
    AskPings,
    /// Answer the request that the step was for: how it ended.
    Answer(Outcome),
}

/// The outcome of a step.
#[derive(Debug, Default)]
pub struct Effects {
    /// To be done in order, without a pause between them.
    pub list: Vec<Effect>,
    /// When to step with [`Event::Wake`], if at all.
    pub wake: Wake,
}

/// How a room wants to be called again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wake {
    /// Only by an event: an idle room sleeps for as long as it is left alone.
    #[default]
    Never,
    /// By a timer: the room stays awake until then.
    Timer(Millis),
    /// By an alarm: the room may sleep until then.
    Alarm(Millis),
}

/// One chat room.
pub struct Room<S> {
    log: Log<S>,
    limits: Limits,
    sessions: Sessions,
    /// When each greeting session is closed for saying nothing.
    greetings: BTreeSet<(Millis, SessionId)>,
    networks: Networks,
    members: Members,
    /// How many may still join, and how many of them with a full bucket.
    joins: Option<Bucket>,
    full_buckets: Bucket,
    reserved: Reserved,
    dedupe: Dedupe,
    broadcasts: Broadcasts,
    /// Sessions that get broadcasts.
    subscribed: usize,
    replays: BTreeMap<SessionId, Box<Replay>>,
    /// Who was replied to last.
    reply_turn: SessionId,
    /// Whether replays that prove nothing have to wait.
    replays_are_crowded: bool,
    /// Whose replay went on last.
    replay_turn: SessionId,
    tick: Tick,
    /// Before this, the next tick has to wait.
    next_tick_at: Millis,
    /// Whether a large room owes its members a new count, and when it last told one.
    presence_owed: bool,
    presence_told_at: Millis,
    /// When to look for silent peers again, if awake.
    next_sweep_at: Millis,
}

impl<S: Sql> Room<S> {
    /// Wakes a room: from its log, and from the attachments of the sockets that are still there.
    /// The sockets of the returned effects are those of the attachments; what makes no sense
    /// among these is closed, so that its client comes back.
    pub fn restore(
        log: Log<S>,
        limits: Limits,
        now: Millis,
        attachments: Vec<Attachment>,
    ) -> (Room<S>, Effects) {
        let broadcasts = Broadcasts::new(limits.unseen);
        let dedupe = Dedupe::of(&log);
        let mut room = Room {
            log,
            sessions: Sessions::default(),
            greetings: BTreeSet::new(),
            networks: Networks::default(),
            members: Members::default(),
            joins: limits.joins().map(|rate| Bucket::full(rate, now)),
            full_buckets: Bucket::full(limits::FULL_BUCKETS, now),
            reserved: Reserved::default(),
            dedupe,
            broadcasts,
            subscribed: 0,
            replays: BTreeMap::new(),
            reply_turn: 0,
            replays_are_crowded: false,
            replay_turn: 0,
            tick: Tick::default(),
            next_tick_at: 0,
            presence_owed: false,
            presence_told_at: 0,
            // Whoever woke the room is to see who is really there.
            next_sweep_at: now,
            limits,
        };
        let mut effects = Vec::new();
        for attachment in attachments {
            let id = attachment.id;
            if room
                .restore_session(now, attachment, &mut effects)
                .is_none()
            {
                effects.push(Effect::Close(id, CloseCode::ServerFault));
            }
        }
        room.members.forget_changes();
        for row in room.log.grace().unwrap_or_default() {
            room.members.restore_grace(row, &room.limits, now);
        }
        let effects = room.outcome(now, effects);
        (room, effects)
    }

    /// The room's log, for readers that are no members.
    pub fn log(&self) -> &Log<S> {
        &self.log
    }

    /// Lets one event happen. See the module for the laws it keeps.
    pub fn step(&mut self, now: Millis, event: Event) -> Effects {
        let mut effects = Vec::new();
        self.pass_deadlines(now);
        match event {
            Event::Opened {
                session,
                fresh,
                network,
            } => self.opened(now, session, fresh, network, &mut effects),
            Event::Frame { session, text } => self.frame(now, session, text),
            Event::Binary { session } => self.close(now, session, CloseCode::BinaryFrame),
            Event::Closed { session } => self.remove(now, session),
            Event::Pings(pings) => self.close_silent(now, pings),
            Event::Wake => {}
            Event::Operator { act, random } => self.operate(now, act, random, &mut effects),
        }
        if self.has_work(now) && (now >= self.next_tick_at || self.tick.is_full()) {
            self.flush(now, &mut effects);
        }
        if now >= self.next_sweep_at && self.sessions.len() > 0 {
            self.next_sweep_at = now + limits::SILENCE_SWEEP;
            effects.push(Effect::AskPings);
        }
        self.outcome(now, effects)
    }

    fn outcome(&self, now: Millis, list: Vec<Effect>) -> Effects {
        let wake = self.wake(now);
        Effects { list, wake }
    }

    /// Whether to wait awake or asleep. While somebody has yet to say hello, awake: an alarm for each
    /// who comes would cost two commits, and nearly everyone says hello at once.
    fn wake(&self, now: Millis) -> Wake {
        match self.wake_at() {
            None => Wake::Never,
            Some(at) if at <= now + limits::TIMER_AT_MOST => Wake::Timer(at),
            Some(at) if !self.greetings.is_empty() => Wake::Timer(at),
            Some(at) => Wake::Alarm(at),
        }
    }

    fn opened(
        &mut self,
        now: Millis,
        id: SessionId,
        fresh: MemberId,
        network: Option<String>,
        effects: &mut Vec<Effect>,
    ) {
        let network = network.map(|network| self.log.key().network_tag(&network));
        let is_crowd = |network| self.networks.sockets(network) >= self.limits.sockets_of_network();
        if network.is_some_and(is_crowd) || !self.has_place(now) {
            self.error(id, ErrorEvent::new(ErrorCode::RoomFull));
            self.tick.closes.push((id, CloseCode::TryAgainLater));
            return;
        }
        if let Some(network) = network {
            self.networks.insert(id, network);
        }
        let patience = self.limits.hello_timeout;
        let ends = now + patience.max(limits::GREETING);
        self.await_hello(id, fresh, now + patience, ends);
        effects.extend(self.attachment(id));
    }

    /// A session that has to say hello by the deadline.
    fn await_hello(&mut self, id: SessionId, fresh: MemberId, deadline: Millis, ends: Millis) {
        self.greetings.insert((deadline, id));
        let refused = Strikes::default();
        let greeting = Greeting {
            fresh,
            deadline,
            ends,
            refused,
        };
        self.sessions.insert(id, Session::Greeting(greeting));
    }

    fn frame(&mut self, now: Millis, id: SessionId, text: String) {
        if text.len() > limits::FRAME {
            return self.close(now, id, CloseCode::FrameTooBig);
        }
        match self.sessions.get(id) {
            // Closed already: what it had on the way is void.
            None => {}
            Some(Session::Greeting(_)) => self.greeting_frame(now, id, &text),
            Some(Session::Joined(_)) => self.member_frame(now, id, &text),
        }
    }

    fn pass_deadlines(&mut self, now: Millis) {
        while let Some((deadline, id)) = self.greetings.first().copied()
            && deadline <= now
        {
            self.greetings.remove(&(deadline, id));
            self.close(now, id, CloseCode::TimedOut);
        }
        self.members.expire(now);
        for id in self.replays_out_of_patience(now) {
            self.close(now, id, CloseCode::TryAgainLater);
        }
    }

    /// Closes peers whose socket is open but who are not there any more. Asked for only while
    /// the room is awake anyway.
    fn close_silent(&mut self, now: Millis, pings: Vec<(SessionId, Option<Millis>)>) {
        for (id, ping) in pings {
            let Some(Session::Joined(joined)) = self.sessions.get(id) else {
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
    fn close(&mut self, now: Millis, id: SessionId, code: CloseCode) {
        if self.sessions.contains(id) {
            self.remove(now, id);
            self.tick.closes.push((id, code));
        }
    }

    /// Forgets a session.
    fn remove(&mut self, now: Millis, id: SessionId) {
        self.networks.remove(id);
        let Some(session) = self.sessions.remove(id) else {
            return;
        };
        match *session {
            Session::Greeting(greeting) => {
                self.greetings.remove(&(greeting.deadline, id));
            }
            Session::Joined(joined) => {
                self.replays.remove(&id);
                self.subscribed -= usize::from(joined.flow.is_subscribed());
                self.broadcasts.unsubscribe(id, &joined.flow);
                let grace_until = now + self.limits.grace;
                self.members.detach(joined.known.member, id, grace_until);
            }
        }
    }

    fn joined_mut(&mut self, id: SessionId) -> Option<&mut Joined> {
        match self.sessions.get_mut(id) {
            Some(Session::Joined(joined)) => Some(joined),
            _ => None,
        }
    }

    /// The attachment of a session as of now.
    fn attachment(&mut self, id: SessionId) -> Option<Effect> {
        let state = match self.sessions.get_mut(id)? {
            Session::Greeting(greeting) => AttachedState::Greeting {
                fresh: greeting.fresh,
                deadline: greeting.deadline,
                ends: Some(greeting.ends),
            },
            Session::Joined(joined) => {
                joined.heard_kept = joined.heard;
                AttachedState::Joined {
                    member: joined.known.member,
                    since: joined.known.since,
                    name: self.members.author(joined.known.member)?.name,
                    unseen: self.broadcasts.save(id, &mut joined.flow),
                    heard: Some(joined.heard),
                    proves: joined.flow.proves(),
                    replay: self.replays.get(&id).map(|replay| replay.next),
                }
            }
        };
        let network = self.networks.of(id);
        let attachment = Attachment { id, network, state };
        Some(Effect::Attach(id, attachment.to_text()))
    }

    fn restore_session(
        &mut self,
        now: Millis,
        attachment: Attachment,
        effects: &mut Vec<Effect>,
    ) -> Option<()> {
        let id = attachment.id;
        if self.sessions.contains(id) {
            return None;
        }
        let network = attachment.network;
        match attachment.state {
            AttachedState::Greeting {
                fresh,
                deadline,
                ends,
            } => {
                let ends = ends.unwrap_or(deadline.saturating_add(limits::GREETING));
                self.await_hello(id, fresh, deadline, ends);
            }
            AttachedState::Joined {
                member,
                since,
                name,
                unseen,
                heard,
                proves,
                replay,
            } => {
                let mut name = MemberName::stored(&name).ok()?;
                if self
                    .members
                    .holder(&name)
                    .is_some_and(|holder| holder != member)
                {
                    name = name.apart(member);
                }
                self.members.attach(member, name, id, &self.limits, now);
                let upto = replay.map_or(self.log.head(), |next| next.saturating_sub(1));
                let flow = Flow::restored(unseen, proves, upto);
                let heard = heard.map_or(now, |heard| now.min(heard + limits::HEARD_STEP));
                let joined = Joined::new(Known { member, since }, flow, heard, now);
                self.sessions.insert(id, Session::Joined(joined));
                match replay {
                    Some(next) => {
                        self.replays.insert(id, Box::new(Replay::from(next)));
                    }
                    None => self.subscribe(id, effects),
                }
            }
        }
        if let Some(network) = network {
            self.networks.insert(id, network);
        }
        Some(())
    }

    /// From now on broadcasts go to this session.
    fn subscribe(&mut self, id: SessionId, effects: &mut Vec<Effect>) {
        if let Some(Session::Joined(joined)) = self.sessions.get_mut(id) {
            self.broadcasts.subscribe(id, &mut joined.flow);
            self.subscribed += 1;
            effects.push(Effect::Subscribe(id));
        }
    }

    /// The earliest moment at which the room has something to do by itself.
    fn wake_at(&self) -> Option<Millis> {
        let tick = self.has_tick_work().then_some(self.next_tick_at);
        let presence = self
            .presence_owed
            .then(|| self.presence_due().max(self.next_tick_at));
        let greeting = self.greetings.first().map(|(deadline, _)| *deadline);
        let times = [
            tick,
            presence,
            greeting,
            self.members.next_leave(),
            self.next_replay_timeout(),
        ];
        times.into_iter().flatten().min()
    }
}
