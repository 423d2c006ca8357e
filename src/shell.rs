//! The shell around a room: wakes it, steps it, and has the platform perform its effects.
//!
//! The Durable Object and the tests' world share this one piece of code, so that the simulation
//! proves what runs. It decides nothing: the room says what is to happen, and the platform
//! knows how.

use std::rc::Rc;

use crate::auth::HostKeys;
use crate::limits::Limits;
use crate::log::{Log, LogError, Sql};
use crate::model::{FileId, RoomName, SessionId};
use crate::room::{Attachment, Damage, Effect, Effects, Input, Outcome, PairBudget, Room, Wake};
use crate::time::Timestamp;
use crate::wire::CloseCode;

/// What a host does for a room. None of it fails, as far as the room is concerned: a socket that
/// cannot be written to has an event of its own.
pub trait Platform {
    /// A socket, as the host knows it before the room does.
    type Socket;

    fn now(&self) -> Timestamp;
    fn random(&mut self) -> [u8; 40];
    /// What the rooms of pairs are taken out of, over all rooms.
    fn pair_budget(&self) -> Rc<dyn PairBudget>;

    /// All open sockets, each with what a sleeping room left on it.
    fn sockets(&mut self) -> Vec<(Self::Socket, String)>;
    /// From now on this socket is known by its session; false if it was already.
    fn know(&mut self, id: SessionId, socket: Self::Socket) -> bool;
    /// Nobody knows what this socket is: its client may come back.
    fn drop_unknown(&mut self, socket: Self::Socket);

    fn attach(&mut self, id: SessionId, text: &str);
    /// Sends a frame of so many events.
    fn broadcast(&mut self, frame: &str, events: usize);
    fn send(&mut self, id: SessionId, frame: &str, events: usize);
    fn subscribe(&mut self, id: SessionId);
    fn close(&mut self, id: SessionId, code: CloseCode);
    fn pause(&mut self);
    /// When each socket last sent a bare ping, if ever.
    fn pings(&mut self) -> Vec<(SessionId, Option<Timestamp>)>;
    fn answer(&mut self, outcome: Outcome);
    /// Brings a letter to another room once all that was written is durable, and steps the room with how
    /// that ended.
    fn letter(&mut self, to: &RoomName, id: u64, body: &str);
    /// The keys of the sites that say who their users are.
    fn host_keys(&self) -> Rc<HostKeys>;
    /// Finds out whether a key has signed a JWT, and steps the room with that.
    fn verify(&mut self, session: SessionId, key: &[u8; 65], jwt: String);
    /// Gives something to a push service once all that was written is durable, and steps the room with its
    /// answer.
    fn push(&mut self, id: u64, what: &str);
    /// Removes the bytes of a file once all that was written is durable, and steps the room with whether they are
    /// gone: also if there were none. What they sum up to is told where that is known.
    fn drop_file(&mut self, id: FileId, sha256: Option<String>);
    /// Tells whoever runs the server what cannot be read.
    fn report(&mut self, what: String);

    /// The one timer, or none: the room stays awake as long as it runs.
    fn timer(&mut self, at: Option<Timestamp>);
    /// The alarm that wakes a room from its sleep. One that is set for earlier may stay.
    fn alarm(&mut self, at: Timestamp);
}

/// Wakes a room from its log and its sockets. One that has not begun is told its name.
pub fn wake<S: Sql, P: Platform>(
    sql: S,
    room: Option<&RoomName>,
    limits: Limits,
    platform: &mut P,
) -> Result<(Room<S>, Effects), LogError> {
    let log = Log::open(sql, room, platform.random())?;
    let mut attachments = Vec::new();
    for (socket, text) in platform.sockets() {
        match Attachment::parse(&text) {
            Some(attachment) => {
                if platform.know(attachment.id, socket) {
                    attachments.push(attachment);
                }
            }
            None => {
                platform.report(Damage::Attachment.to_string());
                platform.drop_unknown(socket);
            }
        }
    }
    let (mut room, effects) = Room::restore(log, limits, platform.now(), attachments);
    room.bound_pairs(platform.pair_budget());
    room.trust_hosts(platform.host_keys());
    Ok((room, effects))
}

/// Lets an input happen, with all that follows from it at once.
pub fn step<S: Sql, P: Platform>(room: &mut Room<S>, platform: &mut P, input: Input) {
    let effects = room.step(platform.now(), input);
    follow(room, platform, effects);
}

/// Does what the room says, and steps it on with the answers to what it asks.
pub fn follow<S: Sql, P: Platform>(room: &mut Room<S>, platform: &mut P, mut effects: Effects) {
    while let Some(answer) = perform(effects, platform) {
        effects = room.step(platform.now(), answer);
    }
}

/// Does what the room says, without a pause in between. Returns the answer to what it asked, which
/// is to happen next.
pub fn perform<P: Platform>(effects: Effects, platform: &mut P) -> Option<Input> {
    let mut asks_for_pings = false;
    for effect in effects.list {
        match effect {
            Effect::Attach(session, text) => platform.attach(session, &text),
            Effect::Broadcast(frame, events) => platform.broadcast(&frame, events),
            Effect::Send(session, frame, events) => platform.send(session, &frame, events),
            Effect::Subscribe(session) => platform.subscribe(session),
            Effect::Close(session, code) => platform.close(session, code),
            Effect::Pause => platform.pause(),
            Effect::AskPings => asks_for_pings = true,
            Effect::Answer(outcome) => platform.answer(outcome),
            Effect::Report(damage) => platform.report(damage.to_string()),
            Effect::Letter {
                to,
                id,
                body,
                again,
            } => {
                platform.letter(&to, id, &body);
                platform.alarm(again);
            }
            Effect::Verify { session, key, jwt } => platform.verify(session, &key, jwt),
            Effect::Push { id, what } => platform.push(id, &what),
            Effect::DropFile { id, sha256 } => platform.drop_file(id, sha256),
            Effect::WakeBy(at) => platform.alarm(at),
        }
    }
    if asks_for_pings {
        // Whatever the room wants to be woken for is decided after the answer.
        return Some(Input::Pings(platform.pings()));
    }
    match effects.wake {
        Wake::Never => platform.timer(None),
        Wake::Timer(at) => platform.timer(Some(at)),
        Wake::Alarm(at) => {
            platform.timer(None);
            platform.alarm(at);
        }
    }
    None
}
