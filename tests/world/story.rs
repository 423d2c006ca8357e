//! A story: bytes that say what happens to a room, one thing after the other.
//!
//! Random bytes make one for `tests/hostile.rs`, and a fuzzer makes up its own: what it finds is
//! repeated by the same bytes. Every story makes sense, whatever its bytes: numbers are taken from
//! short tables of what may go wrong. The world holds each step to its cost, and to its order.

use std::collections::BTreeMap;

use alcove::limits::{self, Limits};
use alcove::model::{Seq, SessionId};
use alcove::room::Act;
use alcove::time::Duration;
use serde_json::{Value, json};

use super::{Crash, Delivery, What, World, fresh, messages, ms};

/// Spans of time: a window, the deadlines, and a step beyond each.
const SPANS: [Duration; 12] = [
    ms(1),
    ms(4),
    ms(250),
    limits::WINDOW_MAX,
    limits::PRESENCE_INTERVAL,
    limits::TYPING_INTERVAL,
    limits::OUTRUN_SPAN,
    ms(10_000),
    ms(limits::REPLAY_PATIENCE.as_millis() + 1),
    limits::SILENCE_SWEEP,
    limits::SILENT_AFTER_PING,
    limits::SILENT_WITHOUT_PING,
];

/// Lengths of a text.
const LENGTHS: [usize; 8] = [1, 2, 40, 600, 3_999, 4_000, 4_001, 16_300];

/// What texts and names are made of: all kinds of bytes that are written in another way.
const LETTERS: [&str; 8] = ["x", "é", "\"", "\\", "\n", "👍", "e\u{301}", "\u{200b}a"];

const EMOJIS: [&str; 6] = ["👍", "❤️", "👩‍👩‍👧", "🇩🇪", "1️⃣", "ok"];

/// Rooms that come to their bounds soon, each to another.
fn room(kind: u8) -> Limits {
    let unhurried = Limits {
        burst: 1_000_000,
        per_second: 1_000_000,
        ..Limits::default()
    };
    match kind % 8 {
        0 => Limits::default(),
        1 => unhurried,
        2 => Limits {
            roster: 2,
            member_sockets: 2,
            ..unhurried
        },
        3 => Limits {
            unseen: 100_000,
            ..unhurried
        },
        4 => Limits {
            unseen: 0,
            ..unhurried
        },
        5 => Limits {
            room_bytes: 100_000,
            ..unhurried
        },
        6 => Limits {
            rows_per_day: 60,
            joins_per_second: 1,
            ..unhurried
        },
        _ => Limits {
            sockets: 4,
            network_sockets: 2,
            hello_timeout: ms(100),
            grace: ms(500),
            ..unhurried
        },
    }
}

/// Lets it all happen. Panics if the room does, or if it breaks a bound or a law of the world.
pub fn run(bytes: &[u8]) -> World {
    let mut bytes = bytes.iter().copied();
    let limits = room(bytes.next().unwrap_or(0));
    let world = match bytes.next().unwrap_or(0) % 8 {
        0 => World::with_log(limits, &messages(120, "printf('%.*c', 4000, 'x')")),
        1 => World::with_log(limits, &messages(6_000, "i")),
        _ => World::new(limits),
    };
    let mut story = Story {
        world,
        bytes,
        sessions: Vec::new(),
        tokens: Vec::new(),
        marks: BTreeMap::new(),
        cids: 0,
        last: String::new(),
    };
    while let Some(what) = story.bytes.next() {
        story.happen(what);
    }
    let heard = story.world.pass(limits::SILENCE_SWEEP);
    story.hear(&heard);
    story.world
}

struct Story<B> {
    world: World,
    bytes: B,
    sessions: Vec<SessionId>,
    tokens: Vec<String>,
    /// The last mark of each session.
    marks: BTreeMap<SessionId, u64>,
    cids: u64,
    /// The last frame that was sent.
    last: String,
}

impl<B: Iterator<Item = u8>> Story<B> {
    fn byte(&mut self) -> u8 {
        self.bytes.next().unwrap_or(0)
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::from(self.byte()) % of.len()]
    }

    fn happen(&mut self, what: u8) {
        let heard = match what % 16 {
            0 => self.open(),
            1 | 2 => self.hello(),
            3..=9 => self.talk(what),
            10 => self.seen(),
            11 => self.raw(),
            12 => {
                let span = self.pick(&SPANS);
                self.world.pass(span)
            }
            13 => self.go(),
            14 => self.sleep(),
            _ => self.burst(),
        };
        self.hear(&heard);
    }

    fn open(&mut self) -> Vec<Delivery> {
        let network = self.pick(&[None, Some("a"), Some("b")]);
        let (session, heard) = self.world.open_from(network);
        self.sessions.push(session);
        heard
    }

    fn session(&mut self) -> Option<SessionId> {
        let byte = usize::from(self.byte());
        let index = byte.checked_rem(self.sessions.len())?;
        self.sessions.get(index).copied()
    }

    fn send(&mut self, frame: Value) -> Vec<Delivery> {
        let text = frame.to_string();
        self.say(text)
    }

    fn say(&mut self, text: String) -> Vec<Delivery> {
        let Some(session) = self.session() else {
            return Vec::new();
        };
        self.last = text.clone();
        self.world.frame(session, text)
    }

    /// A socket that says hello as somebody new or somebody who was here, as one who comes back
    /// to any place in the log.
    fn hello(&mut self) -> Vec<Delivery> {
        let mut heard = self.open();
        let name = self.pick(&["Ana", "ana", "Ben", "Zoë", " ", "\u{202e}x"]);
        let name = match self.byte() % 4 {
            0 => name.to_owned(),
            1 => "\"".repeat(limits::NAME),
            2 => "😀".repeat(limits::NAME),
            _ => format!("{name} {}", self.world.now.as_millis()),
        };
        let mut hello = json!({"type": "hello", "v": 1, "name": name});
        let known = usize::from(self.byte());
        if known > 100
            && let Some(index) = known.checked_rem(self.tokens.len())
        {
            hello["token"] = json!(self.tokens[index]);
        }
        let after = self.byte();
        if after > 50 {
            hello["epoch"] = json!(self.world.room().log().epoch());
            let head = self.world.durable_head();
            hello["after"] = json!(head.saturating_sub(u64::from(after - 51)));
        }
        if let Some(session) = self.sessions.last() {
            heard.extend(self.world.frame(*session, hello.to_string()));
        }
        heard
    }

    fn text(&mut self) -> String {
        let (letter, length) = (self.pick(&LETTERS), self.pick(&LENGTHS));
        letter.repeat(length / letter.len())
    }

    fn seq(&mut self) -> u64 {
        let byte = u64::from(self.byte());
        match byte {
            0 => 0,
            255 => u64::MAX,
            254 => 1 << 53,
            byte => self.world.durable_head().saturating_sub(byte % 16),
        }
    }

    fn talk(&mut self, what: u8) -> Vec<Delivery> {
        // One in eight has been there before.
        let again = self.byte().is_multiple_of(8);
        self.cids += u64::from(!again);
        let cid = self.cids.to_string();
        let seq = self.seq();
        let frame = match what % 16 {
            3 => json!({"type": "say", "cid": cid, "text": self.text()}),
            4 => json!({"type": "say", "cid": cid, "text": self.text(), "reply_to": seq}),
            5 => json!({"type": "edit", "cid": cid, "seq": seq, "text": self.text()}),
            6 => json!({"type": "delete", "cid": cid, "seq": seq}),
            7 => {
                let on = !self.byte().is_multiple_of(4);
                let emoji = self.pick(&EMOJIS);
                json!({"type": "react", "cid": cid, "seq": seq, "emoji": emoji, "on": on})
            }
            8 => match self.byte() % 2 {
                0 => json!({"type": "typing"}),
                _ => json!({"type": "rename", "name": format!("{}", self.byte())}),
            },
            _ => {
                let limit = self.pick(&[0, 1, 50, 100, 200, u64::MAX]);
                match self.byte() % 3 {
                    0 => json!({"type": "history", "limit": limit}),
                    1 => json!({"type": "history", "limit": limit, "before": seq}),
                    _ => json!({"type": "members", "limit": limit, "after": format!("{seq:016x}")}),
                }
            }
        };
        self.send(frame)
    }

    fn seen(&mut self) -> Vec<Delivery> {
        let seq = self.seq();
        let Some(session) = self.session() else {
            return Vec::new();
        };
        let mut seen = json!({"type": "seen", "seq": seq});
        if let Some(mark) = self.marks.get(&session) {
            seen["n"] = json!(mark);
        }
        self.world.frame(session, seen.to_string())
    }

    /// A frame of whatever bytes follow.
    fn raw(&mut self) -> Vec<Delivery> {
        let length = usize::from(self.byte());
        let bytes: Vec<u8> = self.bytes.by_ref().take(length).collect();
        self.say(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn go(&mut self) -> Vec<Delivery> {
        let Some(session) = self.session() else {
            return Vec::new();
        };
        match self.byte() % 8 {
            0 | 1 => self.world.binary(session),
            2 | 3 => {
                self.world.ping(session);
                Vec::new()
            }
            4 => self.operate(session),
            _ => self.world.drop_socket(session),
        }
    }

    /// The operator does something, most often to this member.
    fn operate(&mut self, session: SessionId) -> Vec<Delivery> {
        let seq = self.seq();
        let act = match self.byte() % 8 {
            0 => Act::Close,
            1 => Act::Delete,
            2 => Act::Logout,
            3 | 4 => Act::Erase(Seq::from_number(seq)),
            5 => Act::Remove(fresh(session)),
            _ => Act::Reopen,
        };
        self.world.operate(act)
    }

    fn sleep(&mut self) -> Vec<Delivery> {
        let how = self.byte() % 8;
        match how {
            0 => {
                self.world.crash();
            }
            1 | 2 => {
                let crash = [Crash::Durable, Crash::Lost][usize::from(how - 1)];
                if let Some(session) = self.session() {
                    let text = self.last.clone();
                    self.world.crash_during(session, text, crash);
                }
            }
            _ if self.world.may_sleep() => self.world.hibernate(),
            _ => {
                let heard = self.world.pass(limits::PRESENCE_INTERVAL);
                if self.world.may_sleep() {
                    self.world.hibernate();
                }
                return heard;
            }
        }
        Vec::new()
    }

    /// The last frame again, many times, with another `cid` each time if it has one.
    fn burst(&mut self) -> Vec<Delivery> {
        let Some(session) = self.session() else {
            return Vec::new();
        };
        let times = self.pick(&[2, 10, 70, 200]);
        let mut heard = Vec::new();
        for _ in 0..times {
            let old = format!("\"cid\":\"{}\"", self.cids);
            self.cids += 1;
            let new = format!("\"cid\":\"{}\"", self.cids);
            self.last = self.last.replace(&old, &new);
            heard.extend(self.world.frame(session, self.last.clone()));
        }
        heard
    }

    /// What the clients keep of what they hear; whatever comes has to be valid, and no fault of the
    /// server.
    fn hear(&mut self, heard: &[Delivery]) {
        for delivery in heard {
            let frame = match &delivery.what {
                What::Frame(frame) => frame,
                What::Closed(code) => {
                    assert_ne!(*code, 1011, "a fault of the server");
                    continue;
                }
            };
            // Most frames hold neither; to parse each would be most of the work.
            if !frame.contains("\"mark\"") && !frame.contains("\"token\"") {
                continue;
            }
            let events: Vec<Value> = serde_json::from_str(frame).expect("JSON");
            for event in events {
                if let Some(token) = event["you"]["token"].as_str() {
                    self.tokens.push(token.to_owned());
                }
                if let (Some(n), [session]) = (event["n"].as_u64(), &*delivery.to) {
                    self.marks.insert(*session, n);
                }
            }
        }
        let world = &self.world;
        self.sessions.retain(|session| world.is_open(*session));
    }
}
