//! The rooms that are measured, with members in them, and logs of any length. The benchmarks
//! build theirs lazily, so that a filter does not pay for the others.

use std::path::PathBuf;

use alcove::limits::Limits;
use alcove::log::{Batch, Log};
use alcove::model::{
    Author, Body, LogEvent, MemberId, Message, Reactions, Role, RoomName, Seq, SessionId,
};
use alcove::room::{Effects, Input, Room};
use alcove::time::{Duration, Timestamp};

use crate::world::{Sqlite, at, fresh, ms, seq};

/// A second and a bit: longer than any window.
pub const A_WHILE: Duration = ms(1_100);

/// Longer than the dedupe window, and than anything a page could cache.
pub const LONG_LOG: u64 = 100_000;

/// A room that is never asked to sleep, and its clock.
pub struct Scene {
    pub room: Room<Sqlite>,
    pub now: Timestamp,
    newest: SessionId,
    cid: u64,
}

impl Scene {
    /// A room over a log of this many messages.
    pub fn new(limits: Limits, messages: u64) -> Scene {
        let now = at(1_000_000_000);
        let (room, _) = Room::restore(log_of(messages), limits, now, Vec::new());
        Scene {
            room,
            now,
            newest: SessionId::default(),
            cid: 0,
        }
    }

    /// A room with members 1 to `members`, all with a rate that allows everything.
    pub fn of(members: u64) -> Scene {
        let mut scene = Scene::new(unhurried(), 50);
        for _ in 0..members {
            scene.join();
        }
        scene.pass(ms(60_000));
        scene
    }

    pub fn step(&mut self, event: Input) -> Effects {
        self.room.step(self.now, event)
    }

    pub fn frame(&mut self, session: SessionId, text: impl Into<String>) -> Effects {
        let text = text.into();
        self.step(Input::Frame { session, text })
    }

    /// Time passes, and the room does what it waited for.
    pub fn pass(&mut self, span: Duration) -> Effects {
        self.now += span;
        self.step(Input::Wake)
    }

    /// A new member comes in, and is told so.
    pub fn join(&mut self) -> SessionId {
        let (session, hello) = self.knock();
        self.frame(session, hello);
        self.pass(A_WHILE);
        session
    }

    /// A socket opens; returns what it will say.
    pub fn knock(&mut self) -> (SessionId, String) {
        self.newest = self.newest.next();
        let session = self.newest;
        let fresh = fresh(session);
        self.step(Input::Opened {
            session,
            fresh,
            network: None,
            account: None,
            origin: None,
            site: None,
        });
        let hello = format!(
            r#"{{"type":"hello","v":1,"name":"member {}"}}"#,
            session.number()
        );
        (session, hello)
    }

    /// A member leaves, and its grace ends.
    pub fn leave(&mut self, session: SessionId) {
        self.step(Input::Closed { session });
        self.pass(ms(60_000));
        self.pass(A_WHILE);
    }

    /// The next message of a member.
    pub fn say(&mut self) -> String {
        self.cid += 1;
        say(self.cid)
    }
}

/// Limits that no one reaches by speaking.
pub fn unhurried() -> Limits {
    Limits {
        burst: 1_000_000_000,
        per_second: 1_000_000_000,
        unseen: 1 << 40,
        joins_per_second: 0,
        rows_per_day: 0,
        room_bytes: 0,
        ..Limits::default()
    }
}

/// A frame as clients send it: a line of chat, and a UUID as its `cid`.
pub fn say(number: u64) -> String {
    format!(
        r#"{{"type":"say","cid":"018f6f2e-0000-7000-8000-{number:012}","text":"{TEXT} {number}"}}"#
    )
}

const TEXT: &str = "See you at the harbour at eight; bring the map and a warm coat.";

/// A message as the room makes it.
pub fn message(seq: Seq) -> LogEvent {
    LogEvent::Message(Message {
        seq,
        at: at(1_700_000_000_000 + seq.number()),
        from: author(seq.number() % 100),
        cid: format!("018f6f2e-0000-7000-9000-{seq:012}"),
        body: Body::Text(format!("{TEXT} {seq}")),
        files: Vec::new(),
        reply_to: None,
        edited_at: None,
        reactions: Reactions::default(),
    })
}

pub fn author(number: u64) -> Author {
    Author {
        role: Role::Member,
        id: MemberId::from_random(number.to_be_bytes()),
        name: format!("member {number}"),
    }
}

/// What a tick appends: messages from `first` on.
pub fn batch(first: Seq, count: u64) -> Batch {
    let mut batch = Batch::default();
    for event in 0..count {
        batch.push(&message(first + event));
    }
    batch
}

/// A log in memory with this many messages.
pub fn log_of(messages: u64) -> Log<Sqlite> {
    fill(Sqlite::new(), messages)
}

/// Brings a log to this many messages.
pub fn fill(sqlite: Sqlite, messages: u64) -> Log<Sqlite> {
    let mut log = open(sqlite);
    log.begin().expect("begun");
    while log.head() < seq(messages) {
        let count = (seq(messages) - log.head()).min(1_000);
        let batch = batch(log.head() + 1, count);
        log.append(&batch, at(0)).expect("appended");
    }
    log
}

pub fn open(sqlite: Sqlite) -> Log<Sqlite> {
    let name = RoomName::parse("tea").expect("a name");
    Log::open(sqlite, Some(&name), [7; 40]).expect("the log opens")
}

/// A place for a database file, empty.
pub fn new_file(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench-core");
    std::fs::create_dir_all(&folder).expect("a folder");
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("{name}.sqlite{suffix}")));
    }
    folder.join(format!("{name}.sqlite"))
}
