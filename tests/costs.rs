//! What one frame costs, in rooms of every state.
//!
//! The bounds are stated in `tests/world/cost.rs`, and every world holds every step to them. Here each
//! kind of frame meets each state of a room, alone, and the bounds are shown to be near what is really
//! spent: `cargo test --test native costs:: -- --nocapture` prints both.

use crate::world;

use std::collections::BTreeMap;

use alcove::limits::{self, Limits};
use alcove::model::SessionId;
use serde_json::{Value, json};
use world::cost::{self, Cost};
use world::{AUTHOR, Delivery, What, World, fresh, messages, ms};

/// A name of the most bytes: letters of four bytes.
fn long_name() -> String {
    "𠀀".repeat(limits::NAME)
}

/// A text of the most bytes.
fn long_text() -> String {
    "😀".repeat(Limits::default().text)
}

fn unhurried() -> Limits {
    Limits {
        burst: 1_000_000,
        per_second: 1_000_000,
        joins_per_second: 0,
        ..Limits::default()
    }
}

/// A room, and one member of it whose frames are counted.
struct Room {
    world: World,
    ana: SessionId,
    cid: u64,
}

impl Room {
    /// A room over a log that these statements made, in which all is Ana's.
    fn over(limits: Limits, statements: &str) -> Room {
        let world = World::with_log(limits, statements);
        let (ana, cid) = (SessionId::default(), 0);
        let mut room = Room { world, ana, cid };
        let (ana, heard) = room.hello(&long_name(), json!({}));
        assert_eq!(fresh(ana).to_string(), AUTHOR);
        assert!(!heard.is_empty());
        room.ana = ana;
        room.quiet();
        room
    }

    fn hello(&mut self, name: &str, fields: Value) -> (SessionId, Vec<Delivery>) {
        let (session, mut heard) = self.world.open();
        let mut hello = json!({"type": "hello", "v": 1, "name": name});
        for (key, value) in fields.as_object().into_iter().flatten() {
            hello[key] = value.clone();
        }
        heard.extend(self.world.frame(session, hello.to_string()));
        (session, heard)
    }

    /// Nothing is under way any more, and everything is confirmed.
    fn quiet(&mut self) {
        let heard = self.world.pass(limits::TYPING_INTERVAL + ms(1));
        let marks = heard.iter().filter_map(|delivery| match &delivery.what {
            What::Frame(frame) if delivery.to == [self.ana] => mark(frame),
            _ => None,
        });
        for n in marks.collect::<Vec<_>>() {
            let seen = json!({"type": "seen", "seq": 0, "n": n});
            self.world.frame(self.ana, seen.to_string());
        }
        self.world.pass(10);
    }

    /// What a frame costs until the room has nothing to do again.
    fn cost_of(&mut self, session: SessionId, frame: &Value) -> Cost {
        let before = self.world.ledger.total;
        self.world.frame(session, frame.to_string());
        self.world.pass(limits::WINDOW_MAX);
        self.world.ledger.total - before
    }

    fn new_cid(&mut self) -> String {
        self.cid += 1;
        format!("{:x>64}", self.cid)
    }
}

/// The number of a mark, if a frame is one.
fn mark(frame: &str) -> Option<u64> {
    let events: Vec<Value> = serde_json::from_str(frame).expect("JSON");
    events.iter().find_map(|event| event["n"].as_u64())
}

/// One more message, with all reactions it can hold: some emoji, and many members each.
fn reacted(seq: u64) -> String {
    let mut reactions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for number in 0..limits::REACTIONS {
        let emoji = char::from_u32(0x1F400 + number as u32 % 50).expect("an animal");
        let member = format!("{:016x}", 100 + number / 50);
        reactions.entry(emoji.into()).or_default().push(member);
    }
    let reactions = json!(reactions);
    format!(
        "INSERT INTO message (seq, at, member, name, cid, text, reactions)
         VALUES ({seq}, 1, '{AUTHOR}', 'Ana', 'r', '{}', '{reactions}');",
        long_text()
    )
}

/// The states that a room may be in.
fn states() -> Vec<(&'static str, Room)> {
    let long = |count| messages(count, "'text ' || i");
    let largest = messages(300, &format!("'{}'", long_text()));
    let mut crowd = Room::over(unhurried(), &long(10));
    for n in 0..1_000 {
        crowd.hello(&format!("n{n}"), json!({}));
    }
    let mut resuming = Room::over(unhurried(), &largest);
    let epoch = resuming.world.room().log().epoch().to_owned();
    for n in 0..8 {
        resuming.hello(&format!("r{n}"), json!({"epoch": epoch, "after": 0}));
    }
    let trimmed = Limits {
        room_bytes: 100_000,
        ..unhurried()
    };
    vec![
        ("empty", Room::over(unhurried(), "")),
        ("10,000 messages", Room::over(unhurried(), &long(10_000))),
        (
            "largest messages",
            Room::over(unhurried(), &(largest + &reacted(301))),
        ),
        ("1,000 members", crowd),
        ("replays", resuming),
        ("trims", Room::over(trimmed, &long(20_000))),
        ("slept", Room::over(unhurried(), &long(10_000))),
    ]
}

/// Each kind of frame, at its largest, and who sends it.
fn frames(room: &mut Room) -> Vec<(&'static str, SessionId, Value)> {
    let seq = room.world.durable_head();
    let text = long_text();
    let mut cid = || room.new_cid();
    let say = json!({"type": "say", "cid": cid(), "text": text, "reply_to": seq.max(1)});
    let frames = vec![
        ("say", say.clone()),
        ("resend", say),
        (
            "edit",
            json!({"type": "edit", "cid": cid(), "seq": seq, "text": text}),
        ),
        (
            "react",
            json!({"type": "react", "cid": cid(), "seq": seq, "emoji": "👍", "on": true}),
        ),
        ("typing", json!({"type": "typing"})),
        (
            "rename",
            json!({"type": "rename", "name": "𠀁".repeat(limits::NAME)}),
        ),
        ("rename", json!({"type": "rename", "name": long_name()})),
        ("history", json!({"type": "history", "limit": 100})),
        ("members", json!({"type": "members", "limit": 200})),
        ("seen", json!({"type": "seen", "seq": seq})),
        ("nonsense", json!({"type": "say", "cid": cid(), "text": 7})),
        (
            "delete",
            json!({"type": "delete", "cid": cid(), "seq": seq}),
        ),
    ];
    let ana = room.ana;
    frames
        .into_iter()
        .map(|(kind, frame)| (kind, ana, frame))
        .collect()
}

/// What each kind of frame has cost at most, and might have.
type Table = BTreeMap<&'static str, (Cost, Cost)>;

fn note(table: &mut Table, kind: &'static str, cost: Cost, bound: Cost) {
    let (most, may) = table.entry(kind).or_default();
    *most = most.most(cost);
    let mut bound = bound + cost::any_step();
    let (read, statements) = (cost.read, cost.statements);
    bound.steps = Cost {
        read,
        statements,
        ..bound
    }
    .with_steps()
    .steps;
    *may = may.most(bound);
    // The world has held it to the same, together with what else was under way.
    let pairs = cost.named().into_iter().zip(bound.named());
    for ((what, cost), (_, may)) in pairs {
        let walks = what == "steps of the database" && bound.walks > 0;
        assert!(cost <= may || walks, "{kind}: {cost} of {may} {what}");
    }
}

#[test]
fn each_kind_of_frame_costs_what_it_may_in_each_state() {
    let mut table = Table::new();
    for (state, mut room) in states() {
        let sleeps = state == "slept";
        // Where others are busy, what is counted is not the frame alone: only held to its bounds.
        let is_busy = ["replays", "trims"].contains(&state);
        for (kind, session, frame) in frames(&mut room) {
            if sleeps {
                room.world.pass(60_000);
                room.world.hibernate();
                room.world.room();
            } else if !is_busy {
                room.quiet();
            }
            let cost = room.cost_of(session, &frame);
            if !is_busy && !sleeps {
                let bound = cost::frame(&frame.to_string(), 0, 0, &room.world.limits);
                note(&mut table, kind, cost, bound);
            }
        }
        room.quiet();
        let before = room.world.ledger.total;
        room.hello("Ben", json!({}));
        room.world.pass(limits::WINDOW_MAX);
        let cost = room.world.ledger.total - before;
        if !is_busy {
            let bound = cost::hello(&room.world.limits, true) + cost::opened();
            note(&mut table, "hello", cost, bound);
        }
        room.world.pass(60_000);
    }
    print(&table);
    // A bound that nothing comes near would hold for anything.
    for (kind, what, part) in [
        ("say", "bytes to everyone", 2),
        ("say", "rows written", 2),
        ("resend", "bytes to its session", 2),
        ("say", "steps of the database", 8),
        ("edit", "bytes to everyone", 2),
        ("edit", "rows written", 2),
        ("react", "rows written", 2),
        ("delete", "rows written", 2),
        ("typing", "bytes to everyone", 3),
        ("rename", "bytes to everyone", 2),
        ("history", "bytes to its session", 2),
        ("history", "rows read", 2),
        ("history", "steps of the database", 4),
        ("members", "bytes to its session", 5),
        ("nonsense", "bytes to its session", 4),
        ("hello", "bytes to its session", 2),
        ("hello", "rows read", 2),
    ] {
        let (most, may) = table[kind];
        let (most, may) = (most.of(what), may.of(what));
        assert!(most * part >= may, "{kind}: {most} of {may} {what}");
    }
}

fn print(table: &Table) {
    for (kind, (most, may)) in table {
        let pairs = most.named().into_iter().zip(may.named());
        let columns = pairs.map(|((what, most), (_, may))| format!("{what} {most} of {may}"));
        println!("{kind}: {}", columns.collect::<Vec<_>>().join(", "));
    }
}

/// The first log frames after a sleep may each walk over the dedupe window, and no later one.
#[test]
fn a_sleep_costs_a_few_walks_over_the_window() {
    let mut room = Room::over(unhurried(), &messages(10_000, "'text ' || i"));
    room.world.pass(60_000);
    room.world.hibernate();
    room.world.room();
    let mut walks = 0;
    for _ in 0..20 {
        // Somebody who may have said something before the sleep.
        let say = json!({"type": "say", "cid": room.new_cid(), "text": "hi"});
        let cost = room.cost_of(room.ana, &say);
        walks += u64::from(cost.steps > limits::DEDUPE_WINDOW);
    }
    assert!((1..=cost::WALKS).contains(&walks), "{walks}");
}

/// A tick sends, reads and trims no more than its part, however much there is to do.
#[test]
fn what_is_too_much_for_one_tick_waits_for_the_next() {
    let largest = messages(300, &format!("'{}'", long_text()));
    let mut room = Room::over(
        Limits {
            unseen: 0,
            ..unhurried()
        },
        &largest,
    );
    let epoch = room.world.room().log().epoch().to_owned();
    // What is written opens a window: what is asked for meanwhile comes in one tick.
    let say = json!({"type": "say", "cid": room.new_cid(), "text": "hi"});
    room.world.frame(room.ana, say.to_string());
    for _ in 0..limits::REPLIES_WAITING {
        let history = json!({"type": "history", "limit": 100});
        room.world.frame(room.ana, history.to_string());
    }
    let before = room.world.ledger.total;
    for n in 0..8 {
        room.hello(&format!("r{n}"), json!({"epoch": epoch, "after": 0}));
    }
    let sent = room.world.ledger.total - before;
    let log = 300 * long_text().len() as u64;
    assert!(sent.direct < 8 * log);
    room.world.pass(60_000);
    let sent = room.world.ledger.total - before;
    assert!(sent.direct > 8 * log, "{sent:?}");
    // A room that has become far too large at once is trimmed in several ticks.
    let limits = Limits {
        room_bytes: 100_000,
        ..unhurried()
    };
    let mut room = Room::over(limits, &messages(20_000, "'text ' || i"));
    let mut firsts = vec![room.world.room().log().first()];
    for _ in 0..8 {
        let say = json!({"type": "say", "cid": room.new_cid(), "text": "hi"});
        room.cost_of(room.ana, &say);
        firsts.push(room.world.room().log().first());
    }
    let most = limits::TRIM_EVENTS * limits::TRIM_STEPS as u64;
    let steps = firsts.windows(2).map(|pair| pair[1] - pair[0]);
    assert_eq!(steps.max(), Some(most), "{firsts:?}");
    assert!(firsts.last() > firsts.get(1), "and it goes on: {firsts:?}");
}
