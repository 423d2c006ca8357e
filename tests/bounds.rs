//! Limits on what a stranger can cost a room: rows, bytes, memory and turns.

use crate::world;

use alcove::limits::{self, Limits};
use alcove::model::SessionId;
use serde_json::{Value, json};
use world::{Delivery, What, World};

/// A world with one room, and what a test needs to talk in it.
struct Room {
    world: World,
    cid: u64,
}

/// Nobody is too fast.
fn unhurried() -> Limits {
    Limits {
        burst: 1_000_000,
        per_second: 1_000_000,
        ..Limits::default()
    }
}

impl Room {
    fn new(limits: Limits) -> Room {
        let world = World::new(limits);
        Room { world, cid: 0 }
    }

    fn hello(&mut self, name: &str, fields: Value) -> (SessionId, Vec<Delivery>) {
        let (session, _) = self.world.open();
        let mut hello = json!({"type": "hello", "v": 1, "name": name});
        for (key, value) in fields.as_object().into_iter().flatten() {
            hello[key] = value.clone();
        }
        let heard = self.world.frame(session, hello.to_string());
        (session, heard)
    }

    fn join(&mut self, name: &str) -> SessionId {
        let (session, _) = self.hello(name, json!({}));
        self.world.pass(1_000);
        session
    }

    fn send(&mut self, session: SessionId, frame: Value) -> Vec<Delivery> {
        self.world.frame(session, frame.to_string())
    }

    fn say(&mut self, session: SessionId, text: &str) -> Vec<Delivery> {
        self.cid += 1;
        let say = json!({"type": "say", "cid": self.cid.to_string(), "text": text});
        self.send(session, say)
    }

    /// Messages of 4,000 characters, about 4.2 KB each.
    fn fill(&mut self, session: SessionId, messages: usize) {
        for _ in 0..messages {
            self.say(session, &"x".repeat(4_000));
            self.world.pass(1_000);
            let head = self.world.durable_head();
            self.send(session, json!({"type": "seen", "seq": head}));
        }
    }
}

/// The frames that reach a session.
fn frames(deliveries: &[Delivery], session: SessionId) -> Vec<&str> {
    let own = deliveries.iter().filter(|d| d.to.contains(&session));
    let frames = own.filter_map(|delivery| match &delivery.what {
        What::Frame(frame) => Some(frame.as_str()),
        What::Closed(_) => None,
    });
    frames.collect()
}

fn bytes_to(deliveries: &[Delivery], session: SessionId) -> usize {
    let frames = frames(deliveries, session);
    frames.iter().map(|frame| frame.len()).sum()
}

/// The events of a kind that reach a session.
fn events(deliveries: &[Delivery], session: SessionId, kind: &str) -> Vec<Value> {
    let frames = frames(deliveries, session).into_iter();
    let events = frames.flat_map(|frame| serde_json::from_str::<Vec<Value>>(frame).expect("JSON"));
    events.filter(|event| event["type"] == kind).collect()
}

fn errors(deliveries: &[Delivery], session: SessionId) -> Vec<String> {
    let errors = events(deliveries, session, "error");
    let code = |error: &Value| error["code"].as_str().expect("a code").to_owned();
    errors.iter().map(code).collect()
}

fn closed(deliveries: &[Delivery], session: SessionId) -> Option<u16> {
    let own = deliveries.iter().filter(|d| d.to.contains(&session));
    own.filter_map(|delivery| match delivery.what {
        What::Closed(code) => Some(code),
        What::Frame(_) => None,
    })
    .next()
}

// ---- beginning ----

#[test]
fn a_room_that_is_only_looked_at_is_not_made() {
    let mut room = Room::new(Limits::default());
    room.world.room();
    let (session, _) = room.world.open();
    room.world
        .frame(session, r#"{"type":"hello","v":1,"name":" "}"#);
    room.world.frame(session, "nonsense");
    assert!(!room.world.sqlite.has_table("meta"));
    room.join("Ana");
    assert!(room.world.sqlite.has_table("message"));
    let epoch = room.world.room().log().epoch().to_owned();
    room.world.hibernate();
    assert_eq!(room.world.room().log().epoch(), epoch);
}

#[test]
fn a_database_that_an_older_version_left_half_made_is_completed() {
    let mut room = Room::new(Limits::default());
    let meta =
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID";
    room.world.sqlite.batch(meta);
    let ana = room.join("Ana");
    room.say(ana, "hi");
    assert_eq!(room.world.durable_head(), 1);
}

// ---- seen ----

#[test]
fn seen_of_what_was_never_sent_is_a_bad_frame() {
    let mut room = Room::new(unhurried());
    let ana = room.join("Ana");
    room.say(ana, "one");
    for (seq, wanted) in [
        (1, None),
        (2, Some("bad_frame")),
        (1_u64 << 53, Some("bad_frame")),
    ] {
        let heard = room.send(ana, json!({"type": "seen", "seq": seq}));
        let heard = [heard, room.world.pass(1_000)].concat();
        assert_eq!(
            errors(&heard, ana).first().map(String::as_str),
            wanted,
            "{seq}"
        );
    }
}

#[test]
fn seen_that_brings_no_progress_has_a_rate() {
    let mut room = Room::new(unhurried());
    let ana = room.join("Ana");
    let mut heard = Vec::new();
    for _ in 0..200 {
        heard.extend(room.send(
            ana,
            json!({"type": "seen", "seq": 0, "padding": "x".repeat(4_000)}),
        ));
    }
    heard.extend(room.world.pass(1_000));
    let refused = errors(&heard, ana);
    assert!(refused.iter().all(|code| code == "rate_limited"));
    assert_eq!(refused.len(), limits::RATE_ERRORS + 1);
    assert_eq!(closed(&heard, ana), Some(4429));
}

/// Whether the room sleeps after each megabyte.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rest {
    Awake,
    Sleeps,
}

/// Says a megabyte a time until the reader is closed or the megabytes are over; `answer` is what the
/// reader says to each mark, and after each megabyte.
fn read_megabytes(
    limits: Limits,
    megabytes: usize,
    rest: Rest,
    answer: impl Fn(Option<u64>, u64) -> Option<Value>,
) -> (usize, Option<u16>, Vec<String>) {
    let mut room = Room::new(limits);
    let (ana, reader) = (room.join("Ana"), room.join("Ben"));
    let mut refused = Vec::new();
    for megabyte in 0..megabytes {
        let mut heard = Vec::new();
        for _ in 0..240 {
            heard.extend(room.say(ana, &"x".repeat(4_000)));
        }
        heard.extend(room.world.pass(400));
        // The speaker is a good client.
        for mark in events(&heard, ana, "mark") {
            room.send(ana, json!({"type": "seen", "seq": 0, "n": mark["n"]}));
        }
        let head = room.world.durable_head();
        let marks = events(&heard, reader, "mark");
        let answers = marks.iter().map(|mark| answer(mark["n"].as_u64(), head));
        let answers: Vec<_> = answers.chain([answer(None, head)]).flatten().collect();
        for frame in answers {
            let more = room.send(reader, frame);
            refused.extend(errors(&more, reader));
        }
        refused.extend(errors(&heard, reader));
        if let Some(code) = closed(&heard, reader) {
            return (megabyte, Some(code), refused);
        }
        if rest == Rest::Sleeps {
            room.world.pass(20_000);
            assert!(room.world.may_sleep());
            room.world.hibernate();
        }
    }
    (megabytes, None, refused)
}

#[test]
fn a_reader_that_returns_marks_reads_on_for_ever() {
    for (unseen, rest) in [
        (2_000_000, Rest::Awake),
        (2_000_000, Rest::Sleeps),
        (16 << 20, Rest::Awake),
        (16 << 20, Rest::Sleeps),
    ] {
        let limits = Limits {
            unseen,
            ..unhurried()
        };
        let answer = |mark: Option<u64>, head| {
            let n = mark?;
            Some(json!({"type": "seen", "seq": head, "n": n}))
        };
        let (megabytes, code, refused) = read_megabytes(limits, 40, rest, answer);
        assert_eq!((megabytes, code), (40, None), "{unseen}, {rest:?}");
        assert!(refused.is_empty(), "{refused:?}");
    }
}

#[test]
fn a_reader_that_lies_gets_less_than_an_honest_one_may_be_behind() {
    let lies = |_: Option<u64>, head| Some(json!({"type": "seen", "seq": head}));
    let guesses = |mark: Option<u64>, head| {
        let n = mark.map_or(7, |n| n ^ 1);
        Some(json!({"type": "seen", "seq": head, "n": n}))
    };
    let silence = |_: Option<u64>, _| None;
    for (rest, least, most) in [(Rest::Awake, 11, 13), (Rest::Sleeps, 11, 16)] {
        for (who, (megabytes, code, _)) in [
            ("lies", read_megabytes(unhurried(), 40, rest, lies)),
            ("guesses", read_megabytes(unhurried(), 40, rest, guesses)),
            ("silence", read_megabytes(unhurried(), 40, rest, silence)),
        ] {
            assert_eq!(code, Some(1013), "{who}, {rest:?}");
            assert!(
                (least..=most).contains(&megabytes),
                "{who}, {rest:?}: {megabytes}"
            );
        }
    }
}

#[test]
fn a_client_that_knows_no_marks_is_believed_for_a_while() {
    let limits = Limits {
        unseen: 2_000_000,
        ..unhurried()
    };
    let answer = |_: Option<u64>, head| Some(json!({"type": "seen", "seq": head}));
    let (megabytes, code, refused) = read_megabytes(limits, 40, Rest::Awake, answer);
    assert!((7..=8).contains(&megabytes), "{megabytes}");
    assert_eq!(code, Some(1013));
    assert!(refused.is_empty(), "{refused:?}");
}

/// Says so many messages of 4 KB, sleeps, and again, until the reader is closed or 20 MB were sent to it. `answer`
/// is what the reader says after each message, by the marks that came and the event that it has. How many bytes it was
/// sent, how many marks, and how it was closed.
fn read_in_bursts(
    burst: usize,
    answer: impl Fn(&[Value], u64) -> Vec<Value>,
) -> (usize, usize, Option<u16>) {
    let mut room = Room::new(unhurried());
    let (ana, reader) = (room.join("Ana"), room.join("Ben"));
    let (mut bytes, mut marked) = (0, 0);
    while bytes < 20 << 20 {
        for _ in 0..burst {
            let mut heard = room.say(ana, &"x".repeat(4_000));
            heard.extend(room.world.pass(400));
            bytes += bytes_to(&heard, reader);
            let head = room.world.durable_head();
            for mark in events(&heard, ana, "mark") {
                room.send(ana, json!({"type": "seen", "seq": head, "n": mark["n"]}));
            }
            if let Some(code) = closed(&heard, reader) {
                return (bytes, marked, Some(code));
            }
            let marks = events(&heard, reader, "mark");
            marked += marks.len();
            for frame in answer(&marks, head) {
                let heard = room.send(reader, frame);
                assert_eq!(errors(&heard, reader), Vec::<String>::new());
            }
        }
        room.world.pass(20_000);
        for session in [ana, reader] {
            room.world.ping(session);
        }
        assert!(room.world.may_sleep());
        room.world.hibernate();
    }
    (bytes, marked, None)
}

#[test]
fn a_replay_that_waits_for_its_reader_does_so_through_sleeps() {
    let bound = 512 * 1024;
    let limits = Limits {
        unseen: bound,
        ..unhurried()
    };
    let mut room = Room::new(limits);
    let ana = room.join("Ana");
    room.fill(ana, 600);
    let epoch = room.world.room().log().epoch().to_owned();
    let (ben, mut heard) = room.hello("Ben", json!({"epoch": epoch, "after": 0}));
    let mut bytes = 0;
    for _ in 0..9 {
        heard.extend(room.world.pass(1_000));
        bytes += bytes_to(&heard, ben);
        assert_eq!(closed(&heard, ben), None);
        room.world.hibernate();
        room.world.ping(ben);
        heard = room.send(ana, seen(0));
    }
    assert!(
        (bound as usize / 2..=bound as usize).contains(&bytes),
        "{bytes}"
    );
    heard.extend(room.world.pass(3_000));
    assert_eq!(closed(&heard, ben), Some(1013));
}

fn seen(head: u64) -> Value {
    json!({"type": "seen", "seq": head})
}

fn proofs(marks: &[Value], head: u64) -> Vec<Value> {
    let proof = |mark: &Value| json!({"type": "seen", "seq": head, "n": mark["n"]});
    marks.iter().map(proof).collect()
}

#[test]
fn who_returns_marks_reads_on_for_ever_in_a_room_that_sleeps_however_little_is_said_between() {
    for burst in [10, 270] {
        let often = |marks: &[Value], head| [vec![seen(head)], proofs(marks, head)].concat();
        let (bytes, marked, code) = read_in_bursts(burst, often);
        assert_eq!(code, None, "says seen often, too: {burst}");
        assert!(marked >= bytes >> 21, "{marked} marks in {bytes} bytes");
        let (_, _, code) = read_in_bursts(burst, proofs);
        assert_eq!(code, None, "{burst}");
    }
}

#[test]
fn who_proves_nothing_gets_no_more_in_a_room_that_sleeps_however_little_is_said_between() {
    for burst in [10, 80] {
        for says in [true, false] {
            let answer = |_: &[Value], head| says.then(|| seen(head)).into_iter().collect();
            let (bytes, _, code) = read_in_bursts(burst, answer);
            assert_eq!(code, Some(1013), "{burst}, {says}");
            let megabytes = bytes >> 20;
            assert!(
                (8..=17).contains(&megabytes),
                "{burst}, {says}: {megabytes}"
            );
        }
    }
}

// ---- pages and replies ----

#[test]
fn a_page_ends_at_its_bytes_and_is_paid_for_by_them() {
    let mut room = Room::new(unhurried());
    let ana = room.join("Ana");
    room.fill(ana, 150);
    room.world.limits = Limits::default();
    room.world.crash();
    let ben = room.join("Ben");
    room.world.pass(60_000);
    let mut before = None;
    let (mut pages, mut messages, mut waited) = (0, 0, 0);
    loop {
        let heard = room.send(
            ben,
            json!({"type": "history", "before": before, "limit": 100}),
        );
        let heard = [heard, room.world.pass(500)].concat();
        if let Some(error) = events(&heard, ben, "error").first() {
            assert_eq!(error["code"], "rate_limited");
            waited += error["retry_after_ms"].as_u64().expect("when");
            room.world
                .pass(error["retry_after_ms"].as_u64().expect("when"));
            continue;
        }
        let page = events(&heard, ben, "history").remove(0);
        assert!(page.to_string().len() <= limits::PAGE_BYTES + 100);
        let listed = page["events"].as_array().expect("events");
        messages += listed.len();
        pages += 1;
        before = listed.first().and_then(|event| event["seq"].as_u64());
        if page["more"] == false {
            break;
        }
    }
    assert_eq!((pages, messages), (3, 150));
    assert_eq!(waited, 0, "three pages are within what one has at once");
    let mut refused = 0;
    for _ in 0..10 {
        let heard = room.send(ben, json!({"type": "history", "limit": 100}));
        refused += errors(&[heard, room.world.pass(10)].concat(), ben).len();
    }
    assert!(refused >= 7, "{refused}");
}

#[test]
fn the_replies_of_one_tick_are_bounded_by_bytes_and_come_in_turn() {
    let mut room = Room::new(Limits {
        unseen: 0,
        ..unhurried()
    });
    let ana = room.join("Ana");
    room.fill(ana, 100);
    let readers: Vec<SessionId> = (0..3).map(|n| room.join(&format!("r{n}"))).collect();
    // A write opens a window.
    room.say(ana, "now");
    for _ in 0..60 {
        for reader in &readers {
            room.send(*reader, json!({"type": "history", "limit": 100}));
        }
    }
    let mut ticks = 0;
    let mut pages = [0; 3];
    while let Some(at) = room.world.wake_at().filter(|_| ticks < 100) {
        let heard = room.world.pass(at - room.world.now);
        let bytes: usize = readers
            .iter()
            .flat_map(|r| frames(&heard, *r))
            .map(str::len)
            .sum();
        assert!(
            bytes <= limits::REPLY_TICK + limits::PAGE_BYTES + 1_000,
            "{bytes}"
        );
        for (reader, pages) in readers.iter().zip(&mut pages) {
            *pages += events(&heard, *reader, "history").len();
        }
        assert!(
            pages.iter().max().unwrap() - pages.iter().min().unwrap() <= 1,
            "{pages:?}"
        );
        ticks += 1;
    }
    assert_eq!(pages, [60; 3]);
    assert!(ticks >= 5, "{ticks}");
    // More than one may wait for.
    room.say(ana, "now");
    let mut heard = Vec::new();
    for _ in 0..=limits::REPLIES_WAITING {
        heard.extend(room.send(readers[0], json!({"type": "history"})));
    }
    heard.extend(room.world.pass(5_000));
    assert_eq!(errors(&heard, readers[0]), ["rate_limited"]);
}

#[test]
fn replays_take_turns() {
    let mut room = Room::new(Limits {
        unseen: 0,
        ..unhurried()
    });
    let ana = room.join("Ana");
    room.fill(ana, 2_000);
    let epoch = room.world.room().log().epoch().to_owned();
    room.world.pass(1_000);
    room.say(ana, "now");
    let resume = json!({"epoch": epoch, "after": 0});
    let readers: Vec<SessionId> = (0..4)
        .map(|n| room.hello(&format!("r{n}"), resume.clone()).0)
        .collect();
    let mut got = [0; 4];
    let mut ticks = 0;
    while let Some(at) = room.world.wake_at().filter(|_| ticks < 200) {
        let heard = room.world.pass(at - room.world.now);
        for (reader, got) in readers.iter().zip(&mut got) {
            *got += events(&heard, *reader, "message").len();
        }
        let (least, most) = (got.iter().min().unwrap(), got.iter().max().unwrap());
        assert!(most - least <= 64, "a frame apart: {got:?}");
        ticks += 1;
    }
    assert_eq!(got, [2_001; 4]);
    assert!(ticks > 10, "{ticks}");
}

// ---- joining ----

#[test]
fn new_members_join_at_the_rooms_rate_and_those_with_a_token_always() {
    let mut room = Room::new(Limits {
        joins_per_second: 1,
        ..Limits::default()
    });
    let (ana, heard) = room.hello("Ana", json!({}));
    let token = events(&heard, ana, "welcome")[0]["you"]["token"].clone();
    let mut refused = 0;
    for n in 0..100 {
        let (session, heard) = room.hello(&format!("n{n}"), json!({}));
        let heard = [heard, room.world.pass(100)].concat();
        if let Some(error) = events(&heard, session, "error").first() {
            refused += 1;
            assert_eq!(error["code"], "rate_limited");
            assert!(error["retry_after_ms"].as_u64() <= Some(1_000));
            assert_eq!(closed(&heard, session), Some(4429));
        }
    }
    assert!((75..=85).contains(&refused), "{refused}");
    let (session, heard) = room.hello("Ana", json!({"token": token}));
    let heard = [heard, room.world.pass(1_000)].concat();
    assert_eq!(events(&heard, session, "welcome").len(), 1);
    // One member cannot say hello for ever, either.
    let mut refused = 0;
    for _ in 0..50 {
        let (session, heard) = room.hello("Ana", json!({"token": token}));
        let heard = [heard, room.world.pass(100)].concat();
        refused += usize::from(closed(&heard, session) == Some(4429));
    }
    assert!((3..=10).contains(&refused), "{refused}");
}

#[test]
fn a_crowd_of_new_members_has_few_full_buckets() {
    let mut room = Room::new(Limits::default());
    let mut accepted = 0;
    let sessions: Vec<SessionId> = (0..600)
        .map(|n| room.hello(&format!("n{n}"), json!({})).0)
        .collect();
    for session in sessions {
        for _ in 0..10 {
            room.say(session, "flood");
        }
        accepted += 1;
    }
    room.world.pass(1_000);
    assert_eq!(accepted, 600);
    let head = room.world.durable_head();
    assert!((2_400..2_600).contains(&head), "{head} of 6,000");
}

#[test]
fn one_network_has_half_of_a_room_at_most() {
    let mut room = Room::new(Limits {
        sockets: 240,
        ..Limits::default()
    });
    let open = |room: &mut Room, network: Option<&str>| {
        let (session, heard) = room.world.open_from(network);
        let heard = [heard, room.world.pass(10)].concat();
        (session, errors(&heard, session), closed(&heard, session))
    };
    let crowd: Vec<_> = (0..120).map(|_| open(&mut room, Some("a")).0).collect();
    let (_, code, close) = open(&mut room, Some("a"));
    assert_eq!((code, close), (vec!["room_full".to_owned()], Some(1013)));
    room.world.hibernate();
    assert_eq!(
        open(&mut room, Some("a")).2,
        Some(1013),
        "after a sleep, too"
    );
    assert_eq!(open(&mut room, Some("b")).2, None);
    assert_eq!(open(&mut room, None).2, None);
    room.world.drop_socket(crowd[0]);
    assert_eq!(open(&mut room, Some("a")).2, None);
    let attachment = room.world.attachment(crowd[1]).expect("one");
    assert!(attachment.contains("network") && !attachment.contains("\"a\""));
}

// ---- totals ----

#[test]
fn a_room_writes_no_more_rows_than_its_day_has() {
    let mut room = Room::new(Limits {
        rows_per_day: 1_000,
        ..unhurried()
    });
    let ana = room.join("Ana");
    let mut refused = Vec::new();
    for _ in 0..600 {
        let heard = room.say(ana, "again");
        refused.extend(events(&[heard, room.world.pass(10)].concat(), ana, "error"));
    }
    let head = room.world.durable_head();
    assert!((495..=501).contains(&head), "{head}");
    let wait = refused[0]["retry_after_ms"].as_u64().expect("when");
    assert_eq!(refused[0]["code"], "rate_limited");
    assert!(wait <= 2 * 86_400 + 1_000, "{wait}");
    room.world.pass(3_600_000);
    let ana = room.join("Ana again");
    room.say(ana, "a row at a time");
    assert_eq!(room.world.durable_head(), head + 1);
}

#[test]
fn rows_that_were_written_are_remembered() {
    let limits = Limits {
        rows_per_day: 20_000,
        ..unhurried()
    };
    let mut room = Room::new(limits);
    let ana = room.join("Ana");
    for _ in 0..9_000 {
        room.say(ana, "again");
        room.world.pass(10);
    }
    room.world.crash();
    let ben = room.join("Ben");
    let before = room.world.durable_head();
    for _ in 0..9_000 {
        room.say(ben, "again");
        room.world.pass(10);
    }
    let more = room.world.durable_head() - before;
    assert!(more < 1_100 + limits::USAGE_KEPT_ROWS, "{more}");
}

#[test]
fn a_room_that_sleeps_counts_as_one_that_does_not() {
    let limits = Limits {
        rows_per_day: 20_000,
        ..unhurried()
    };
    let mut heads = Vec::new();
    for sleeps in [false, true] {
        let mut room = Room::new(limits.clone());
        let ana = room.join("Ana");
        for number in 0..12_000 {
            room.say(ana, "again");
            room.world.pass(10);
            if sleeps && number % 1_000 == 999 {
                room.world.hibernate();
            }
        }
        // The first frame after a sleep has what came before it counted.
        room.world.pass(86_400_000);
        room.join("Ben");
        heads.push((room.world.durable_head(), room.world.room().log().bytes()));
    }
    let ((awake, bytes), (asleep, counted)) = (heads[0], heads[1]);
    assert!(awake.abs_diff(asleep) < 20, "{awake} and {asleep}");
    assert!(bytes.abs_diff(counted) < 20 * 200, "{bytes} and {counted}");
}

#[test]
fn names_and_comings_and_goings_are_rows_of_the_day() {
    let mut room = Room::new(Limits {
        rows_per_day: 1_000,
        ..unhurried()
    });
    let ana = room.join("Ana");
    let mut renamed = 0;
    for number in 0..600 {
        let rename = json!({"type": "rename", "name": format!("Ana {number}")});
        let heard = room.send(ana, rename);
        let heard = [heard, room.world.pass(10)].concat();
        renamed += events(&heard, ana, "renamed").len();
    }
    assert!((240..=251).contains(&renamed), "{renamed}");
}

#[test]
fn texts_that_were_edited_away_are_not_counted() {
    let mut room = Room::new(unhurried());
    let ana = room.join("Ana");
    room.say(ana, &"x".repeat(4_000));
    for number in 0..50 {
        let text = "\"".repeat(3_000 + number);
        let edit = json!({"type": "edit", "cid": format!("e{number}"), "seq": 1, "text": text});
        room.send(ana, edit);
        room.world.pass(100);
    }
    let bytes = room.world.room().log().bytes();
    assert!((6_000..20_000).contains(&bytes), "{bytes}");
    room.send(ana, json!({"type": "delete", "cid": "d", "seq": 1}));
    room.world.pass(100);
    let bytes = room.world.room().log().bytes();
    assert!(bytes < 12_000, "{bytes}");
}

/// A room of 300,000 bytes after a thousand messages of 600.
fn trimmed() -> (Room, SessionId, u64) {
    let mut room = Room::new(Limits {
        room_bytes: 300_000,
        ..unhurried()
    });
    let ana = room.join("Ana");
    for number in 0..1_000 {
        room.say(ana, &format!("{number} {}", "x".repeat(500)));
        if number % 10 == 0 {
            let edit = json!({"type": "edit", "cid": format!("e{number}"), "seq": number + 1, "text": "edited"});
            room.send(ana, edit);
        }
        room.world.pass(10);
    }
    let first = room.world.room().log().first().number();
    (room, ana, first)
}

#[test]
fn the_oldest_of_a_room_that_is_too_large_goes() {
    let (mut room, _, first) = trimmed();
    let head = room.world.durable_head();
    assert!(
        first > 500 && head - first >= limits::TRIM_KEEPS,
        "{first} of {head}"
    );
    assert!(room.world.room().log().bytes() <= 300_000);
    let dump = room.world.sqlite.dump();
    assert_eq!(
        dump.lines().count() as u64,
        head - first + 1,
        "and nothing else"
    );
    room.world.hibernate();
    let again = room.world.room().log().first();
    assert_eq!(again.number(), first, "it is remembered");
}

#[test]
fn who_was_away_for_longer_is_not_recovered() {
    let (mut room, _, first) = trimmed();
    let epoch = room.world.room().log().epoch().to_owned();
    for (after, recovered) in [
        (0, false),
        (first - 2, false),
        (first - 1, true),
        (first, true),
    ] {
        let resume = json!({"epoch": epoch, "after": after});
        let (session, heard) = room.hello(&format!("after{after}"), resume);
        let heard = [heard, room.world.pass(5_000)].concat();
        let welcome = events(&heard, session, "welcome").remove(0);
        assert_eq!(welcome["recovered"], recovered, "{after} of {first}");
        assert_eq!(welcome["first"], first);
        assert_eq!(
            events(&heard, session, "history").len(),
            usize::from(!recovered)
        );
    }
}

#[test]
fn pages_and_changes_know_nothing_of_what_is_gone() {
    let (mut room, ana, first) = trimmed();
    let heard = room.send(ana, json!({"type": "history", "before": first + 20}));
    let heard = [heard, room.world.pass(1_000)].concat();
    let page = events(&heard, ana, "history").remove(0);
    assert_eq!(page["more"], false);
    let gone = room.send(
        ana,
        json!({"type": "edit", "cid": "gone", "seq": 1, "text": "x"}),
    );
    let gone = [gone, room.world.pass(1_000)].concat();
    assert_eq!(errors(&gone, ana), ["not_found"]);
    // A change of a message that is gone is one of a deleted message.
    let epoch = room.world.room().log().epoch().to_owned();
    let (ben, heard) = room.hello("Ben", json!({"epoch": epoch, "after": first - 1}));
    let heard = [heard, room.world.pass(5_000)].concat();
    for edited in events(&heard, ben, "edited") {
        let is_gone = edited["target"].as_u64() < Some(first);
        assert_eq!(edited["deleted"] == true, is_gone, "{edited}");
        assert_eq!(edited["text"].is_null(), is_gone, "{edited}");
    }
}

#[test]
fn typing_is_passed_on_at_most_once_in_two_seconds() {
    let mut room = Room::new(unhurried());
    let (ana, ben) = (room.join("Ana"), room.join("Ben"));
    let mut passed_on = 0;
    for _ in 0..100 {
        let heard = room.send(ana, json!({"type": "typing"}));
        let heard = [heard, room.world.pass(100)].concat();
        passed_on += events(&heard, ben, "typing").len();
    }
    assert_eq!(passed_on, 5);
}
