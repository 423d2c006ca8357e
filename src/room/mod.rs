//! The room: all behaviour, and no platform.
//!
//! [`Room::step`] takes the time and one [`Input`] and returns [`Effects`]: what to do to the
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
//! `commands` does what members and operators ask for, `commit` is the tick. The state has its
//! types. `admission`: who may still join; `presence`: who is here; `standing`: what they may do;
//! `directory`: who owns a name while away; `letters`: what goes to other rooms; `files`: whose bytes are to be removed; `pushes`: what goes to push services; `search`: what is found; `delivery`: what each socket is sent; `dedupe`: recognises resends.

mod accounts;
mod admission;
mod caller;
mod commands;
mod commit;
mod dedupe;
mod delivery;
mod directory;
mod extent;
mod files;
mod letters;
mod networks;
mod owed;
mod pairs;
mod presence;
mod pushes;
mod recent;
mod retention;
#[cfg(test)]
mod scripts;
mod search;
mod standing;
mod waiting;
mod watching;

pub use caller::Outcome;
pub use commands::export::Piece;
pub use commands::files::{Unfiled, UploadState, Whole};
pub use commands::import::Unimported;
pub use commands::operator::{Act, Random};
pub use commands::request::{Asker, Unheard};
pub use delivery::attachment::{AttachedState, Attachment};
pub use networks::{NetworkTag, PairBudget, SourceTag, Unbounded};
pub use search::SearchQuery;

use std::fmt;
use std::rc::Rc;

use crate::auth::HostKeys;
use crate::limits::{self, Limits};
use crate::log::{Log, Spot, Sql};
use crate::model::{AccountTag, FileId, MemberId, RoomName, SessionId};
use crate::time::{Duration, Timestamp};
use crate::wire::CloseCode;
use accounts::Over;
use admission::Admission;
use commands::{Expecting, KeyNews};
use commit::Tick;
use dedupe::Dedupe;
use delivery::Delivery;
use delivery::session::{Newcomer, Session};
use directory::Directory;
use files::Files;
use letters::Letters;
use presence::Presence;
use pushes::Pushes;
use retention::Retention;
use search::Indexing;
use standing::Standings;
use waiting::Waiters;
use watching::Watches;

/// What can happen to a room.
#[derive(Debug)]
pub enum Input {
    /// A socket was accepted. `fresh` is random: the id it gets unless it proves to be someone.
    /// `network` is where it comes from, and `account` whose it is, as far as that is known, with when the
    /// account has said so by its own clock; `origin` whose page has opened it, if not one of ours;
    /// `site` at which of our addresses, where the server uses push services.
    Opened {
        session: SessionId,
        fresh: MemberId,
        network: Option<String>,
        account: Option<(AccountTag, Timestamp)>,
        origin: Option<String>,
        site: Option<String>,
    },
    /// A text frame came in.
    Frame { session: SessionId, text: String },
    /// A binary frame came in.
    Binary { session: SessionId },
    /// A socket is gone, whoever closed it.
    Closed { session: SessionId },
    /// When each socket last sent a bare ping, if ever: the answer to [`Effect::AskPings`].
    Pings(Vec<(SessionId, Option<Timestamp>)>),
    /// The time the room asked for has come.
    Wake,
    /// The operator wants something, by a request, or an owner who may.
    Operator { act: Act, random: Random },
    /// Another room has written. Answered by [`Effect::Answer`], whose text goes back to it.
    Letter { body: String },
    /// Whether a JWT was signed by the key that [`Effect::Verify`] asked about.
    Verified {
        session: SessionId,
        jwt: String,
        is_valid: bool,
    },
    /// A letter of ours has ended: by the other room's answer, or by nothing if it gave none.
    Delivered { id: u64, answer: Option<String> },
    /// A push service has answered, with how long to wait if it said so; 0 if it did not.
    Pushed {
        id: u64,
        status: u16,
        retry_after: Option<Duration>,
    },
    /// Whether the bytes of a file are gone, which [`Effect::DropFile`] was to see to.
    FileDropped { id: FileId, is_done: bool },
}

/// What is to be done, in this order.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Keep this on the socket: it survives sleep.
    Attach(SessionId, String),
    /// Send one frame, of so many events, to every subscribed socket.
    Broadcast(String, usize),
    /// Send one frame, of so many events, to one socket.
    Send(SessionId, String, usize),
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
    /// Tell whoever runs the server what cannot be read.
    Report(Damage),
    /// Bring this to another room, and tell by [`Input::Delivered`] how that ended; have the room wake
    /// by then, lest nobody does.
    Letter {
        to: RoomName,
        id: u64,
        body: String,
        again: Timestamp,
    },
    /// Find out whether this key (a point on P-256) has signed this JWT, and tell the room by
    /// [`Input::Verified`].
    Verify {
        session: SessionId,
        key: [u8; 65],
        jwt: String,
    },
    /// Give this to a push service, and tell by [`Input::Pushed`] how that ended.
    Push { id: u64, what: String },
    /// Remove the bytes of a file, once all that was written is durable, and tell by
    /// [`Input::FileDropped`] how that ended.
    DropFile { id: FileId, sha256: Option<String> },
    /// Have the room wake by then, whatever becomes of it.
    WakeBy(Timestamp),
}

/// What of a room cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// A row of its log.
    Row(Spot),
    /// What a socket kept while the room slept.
    Attachment,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Damage::Row(row) => row.fmt(f),
            Damage::Attachment => f.write_str("the attachment of a socket cannot be read"),
        }
    }
}

/// The outcome of a step.
#[derive(Debug, Default)]
pub struct Effects {
    /// To be done in order, without a pause between them.
    pub list: Vec<Effect>,
    /// When to step with [`Input::Wake`], if at all.
    pub wake: Wake,
}

/// How a room wants to be called again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wake {
    /// Only by an input: an idle room sleeps for as long as it is left alone.
    #[default]
    Never,
    /// By a timer: the room stays awake until then.
    Timer(Timestamp),
    /// By an alarm: the room may sleep until then.
    Alarm(Timestamp),
}

/// One chat room.
pub struct Room<S> {
    log: Log<S>,
    limits: Limits,
    admission: Admission,
    presence: Presence,
    directory: Directory,
    standings: Standings,
    waiters: Waiters,
    key_news: KeyNews,
    letters: Letters,
    files: Files,
    pushes: Pushes,
    /// Who is answered once the room of its pair has a letter.
    expecting: Vec<Expecting>,
    /// What rooms of pairs are taken out of.
    pair_budget: Rc<dyn PairBudget>,
    /// Of the sites that say who their users are.
    host_keys: Rc<HostKeys>,
    /// What this step asks the platform.
    questions: Vec<Effect>,
    retention: Retention,
    indexing: Indexing,
    dedupe: Dedupe,
    delivery: Delivery,
    watches: Watches,
    over: Over,
    tick: Tick,
    /// Before this, the next tick has to wait.
    next_tick_at: Timestamp,
    /// When to look for silent peers again, if awake.
    next_sweep_at: Timestamp,
}

impl<S: Sql> Room<S> {
    /// Wakes a room: from its log, and from the attachments of the sockets that are still there.
    /// The sockets of the returned effects are those of the attachments; what makes no sense
    /// among these is closed, so that its client comes back.
    pub fn restore(
        log: Log<S>,
        limits: Limits,
        now: Timestamp,
        attachments: Vec<Attachment>,
    ) -> (Room<S>, Effects) {
        let mut room = Room {
            admission: Admission::new(&limits, now),
            presence: Presence::default(),
            directory: Directory::default(),
            standings: Standings::default(),
            waiters: Waiters::default(),
            key_news: KeyNews::default(),
            letters: Letters::default(),
            files: Files::default(),
            pushes: Pushes::default(),
            expecting: Vec::new(),
            pair_budget: Rc::new(Unbounded),
            host_keys: Rc::default(),
            questions: Vec::new(),
            retention: Retention::new(now),
            indexing: Indexing::default(),
            dedupe: Dedupe::of(&log),
            delivery: Delivery::new(limits.unseen),
            watches: Watches::of(&log),
            over: Over::default(),
            tick: Tick::default(),
            next_tick_at: Timestamp::default(),
            // Whoever woke the room is to see who is really there.
            next_sweep_at: now,
            log,
            limits,
        };
        let mut effects = Vec::new();
        room.read_pushes(now);
        let waking = room.log.key().waking(room.log.head(), now);
        room.delivery.broadcasts.wake(waking);
        for attachment in attachments {
            let id = attachment.id;
            if room
                .restore_session(now, attachment, &mut effects)
                .is_none()
            {
                effects.push(Effect::Close(id, CloseCode::ServerFault));
                effects.push(Effect::Report(Damage::Attachment));
            }
        }
        room.presence.forget_changes();
        for row in room.log.grace().unwrap_or_default() {
            room.presence.restore_grace(row, &room.limits, now);
        }
        room.read_vouchers();
        // Without them everybody would be what a visitor is: better nobody than that.
        if room.read_standings().is_err() || room.is_unreadable_pair() {
            for id in room.delivery.sessions.ids() {
                room.close(now, id, CloseCode::ServerFault);
            }
        }
        room.look_for_oldest();
        room.read_letters(now);
        room.read_files(now);
        room.restore_waiters(now);
        let effects = room.outcome(now, effects);
        (room, effects)
    }

    /// From now on the rooms of its pairs are taken out of this budget.
    pub fn bound_pairs(&mut self, budget: Rc<dyn PairBudget>) {
        self.pair_budget = budget;
    }

    /// From now on sites with these keys say who their users are.
    pub fn trust_hosts(&mut self, keys: Rc<HostKeys>) {
        self.host_keys = keys;
    }

    /// The room's log, for readers that are no members.
    pub fn log(&self) -> &Log<S> {
        &self.log
    }

    /// Lets one input happen. See the module for the laws it keeps.
    pub fn step(&mut self, now: Timestamp, input: Input) -> Effects {
        let mut effects = Vec::new();
        self.end_if_over(now, &mut effects);
        self.pass_deadlines(now);
        match input {
            Input::Opened {
                session,
                fresh,
                network,
                account,
                origin,
                site,
            } => {
                let comer = Newcomer {
                    fresh,
                    account: account.map(|(tag, _)| tag),
                    origin,
                };
                self.opened(now, session, comer, network, site, &mut effects);
                if let Some((tag, at)) = account {
                    self.judge_comer(now, session, tag, at);
                }
            }
            Input::Frame { session, text } => {
                // An act of those who look after the room ends its tick: whatever comes after it is
                // judged by what is durable, and nobody who has to go by it hears of that.
                if self.tick.batch.writes_room() {
                    self.flush(now, &mut effects);
                }
                self.frame(now, session, text);
            }
            Input::Binary { session } => self.close(now, session, CloseCode::BinaryFrame),
            Input::Closed { session } => self.remove(now, session),
            Input::Pings(pings) => self.close_silent(now, pings),
            Input::Wake => self.pushes.wake(now),
            Input::Operator { act, random } => self.operate(now, act, random, &mut effects),
            Input::Letter { body } => self.receive(now, &body, &mut effects),
            Input::Delivered { id, answer } => self.delivered(now, id, answer),
            Input::Verified {
                session,
                jwt,
                is_valid,
            } => self.verified(now, session, &jwt, is_valid),
            Input::Pushed {
                id,
                status,
                retry_after,
            } => self.pushed(now, id, status, retry_after),
            Input::FileDropped { id, is_done } => self.file_dropped(now, id, is_done),
        }
        if self.has_work(now) && (now >= self.next_tick_at || self.tick.is_full()) {
            self.flush(now, &mut effects);
        }
        self.tend_files(now, &mut effects);
        self.tend_index(now);
        self.send_letters(now, &mut effects);
        effects.append(&mut self.questions);
        self.send_pushes(now, &mut effects);
        if now >= self.next_sweep_at && self.delivery.sessions.len() > 0 {
            self.next_sweep_at = now + limits::SILENCE_SWEEP;
            effects.push(Effect::AskPings);
        }
        self.outcome(now, effects)
    }

    /// Does what only waits for its window: whoever runs the room is about to end.
    pub fn finish(&mut self, now: Timestamp) -> Effects {
        let mut effects = Vec::new();
        if self.has_work(now) {
            self.flush(now, &mut effects);
        }
        self.outcome(now, effects)
    }

    fn outcome(&self, now: Timestamp, mut list: Vec<Effect>) -> Effects {
        while let Some(spot) = self.log.next_damage() {
            list.push(Effect::Report(Damage::Row(spot)));
        }
        let wake = self.wake(now);
        Effects { list, wake }
    }

    /// Whether to wait awake or asleep. While somebody has yet to say hello, awake: an alarm for each
    /// who comes would cost two commits, and nearly everyone says hello at once.
    fn wake(&self, now: Timestamp) -> Wake {
        match self.wake_at() {
            None => Wake::Never,
            Some(at) if at <= now + limits::TIMER_AT_MOST => Wake::Timer(at),
            Some(at) if self.admission.waiting() > 0 => Wake::Timer(at),
            Some(at) => Wake::Alarm(at),
        }
    }

    fn frame(&mut self, now: Timestamp, id: SessionId, text: String) {
        if text.len() > limits::FRAME {
            return self.close(now, id, CloseCode::FrameTooBig);
        }
        match self.delivery.sessions.get(id) {
            // Closed already: what it had on the way is void.
            None => {}
            Some(Session::Greeting(_)) => self.greeting_frame(now, id, &text),
            Some(Session::Waiting(_)) => self.waiting_frame(now, id, &text),
            Some(Session::Joined(_)) => self.member_frame(now, id, &text),
            Some(Session::Watching(_)) => self.watching_frame(now, id, &text),
        }
    }

    fn pass_deadlines(&mut self, now: Timestamp) {
        while let Some((deadline, id)) = self.admission.next_deadline()
            && deadline <= now
        {
            self.admission.settle(deadline, id);
            let code = self.end_of_greeting(id);
            self.close(now, id, code);
        }
        self.presence.expire(now);
        self.end_long_waits(now);
        for id in self.delivery.replays.out_of_patience(now) {
            self.close(now, id, CloseCode::TryAgainLater);
        }
    }

    /// The earliest moment at which the room has something to do by itself.
    fn wake_at(&self) -> Option<Timestamp> {
        let tick = self.has_tick_work().then_some(self.next_tick_at);
        let count = self.presence.count_due();
        let presence = count.map(|due| due.max(self.next_tick_at));
        let greeting = self.admission.next_deadline();
        let greeting = greeting.map(|(deadline, _)| deadline);
        let times = [
            tick,
            presence,
            greeting,
            self.presence.next_leave(),
            self.next_letting_go(),
            self.next_end(),
            self.next_indexing(),
            // Of one who is let in only once that is durable.
            self.waiters
                .next_end()
                .map(|end| end.max(tick.unwrap_or_default())),
            self.waiters
                .counts_due()
                .map(|due| due.max(self.next_tick_at)),
            self.key_news.due().map(|due| due.max(self.next_tick_at)),
            self.delivery.replays.next_timeout(),
            self.letters.next_due(),
            self.files.next_due(),
            self.pushes.next_due(),
            self.watches
                .next_head()
                .map(|due| due.max(self.next_tick_at)),
        ];
        times.into_iter().flatten().min()
    }
}
