//! Whatever happens to a room, an index finds what looking at each message finds.

use alcove::limits::Limits;
use alcove::model::search::{Folded, From, Query};
use alcove::model::{Message, PageFrom, SessionId};
use serde_json::json;

use super::{all_seqs, builds, found};
use crate::world::{Crash, World, seq};

const WORDS: &[&str] = &[
    "tea",
    "Tea",
    "teapot",
    "STRASSE",
    "straße",
    "天气很好",
    "天气",
    "ёлка",
    "елка",
    "a",
    "http://x.example",
    "é",
    "e\u{301}te\u{301}",
    "날씨",
    "ab cd",
    "👍",
];
const QUERIES: &[&str] = &[
    "tea",
    "pot",
    "strasse",
    "天气很",
    "天气",
    "елка",
    "a",
    "has:link",
    "ete",
    "날씨",
    "\"ab cd\"",
    "tea from:ana",
    "from:ben",
    "from:cem tea",
    "👍",
    "tea strasse",
    "ёлка a",
];

#[test]
fn an_index_finds_what_looking_at_each_message_finds() {
    let mut checked = 0;
    for seed in 0..40 {
        checked += run(seed);
    }
    // Also in the middle of it, after crashes and sleeps.
    assert!(checked > 300, "{checked}");
}

/// Looks for random words, if the index says that it is complete. Whether it does.
fn finds_all(world: &mut World, rng: &mut fastrand::Rng, seed: u64) -> bool {
    let words: Vec<&str> = (0..rng.usize(1..4))
        .map(|_| *rng.choice(WORDS).expect("a word"))
        .collect();
    let text = words.join(["", " "][rng.usize(..2)]);
    found(world, &text);
    if !world.room().is_searchable() {
        return false;
    }
    let expected = brute_force(&messages(world), &text);
    assert_eq!(all_seqs(world, &text, 7), expected, "{text} of seed {seed}");
    true
}

fn run(seed: u64) -> usize {
    let mut checked = 0;
    let mut rng = fastrand::Rng::with_seed(seed);
    let limits = Limits {
        burst: 1_000_000,
        rows_per_day: 0,
        room_bytes: if seed.is_multiple_of(3) { 30_000 } else { 0 },
        ..Limits::default()
    };
    let mut world = World::new(limits);
    let mut sessions = joined(&mut world);
    for number in 0..200 {
        let session = *rng.choice(&sessions).expect("somebody");
        let head = world.durable_head().max(1);
        let text: Vec<&str> = (0..rng.usize(1..6))
            .map(|_| *rng.choice(WORDS).expect("a word"))
            .collect();
        let text = text.join([" ", "", ", "][rng.usize(..3)]);
        let seq = rng.u64(1..=head);
        let cid = format!("c{number}");
        let name = *rng.choice(&["Ana", "Ben", "Cem", "Dîa"]).expect("a name");
        let frame = match rng.u8(..10) {
            0..=5 => json!({"type": "say", "cid": cid, "text": text}),
            6 => json!({"type": "edit", "cid": cid, "seq": seq, "text": text}),
            7 => json!({"type": "delete", "cid": cid, "seq": seq}),
            8 => json!({"type": "react", "cid": cid, "seq": seq, "emoji": "👍", "on": rng.bool()}),
            _ => {
                json!({"type": "rename", "cid": cid, "name": name})
            }
        };
        match rng.u8(..30) {
            0 => {
                world.crash_during(session, frame.to_string(), Crash::any(&mut rng));
                sessions = joined(&mut world);
            }
            1 => {
                world.crash();
                sessions = joined(&mut world);
            }
            2 if world.may_sleep() => world.hibernate(),
            3 if rng.bool() => drop(found(&mut world, "tea")),
            4..=6 => checked += usize::from(finds_all(&mut world, &mut rng, seed)),
            _ => drop(world.frame(session, frame.to_string())),
        }
        if rng.bool() {
            world.pass(rng.u64(1..500));
        }
    }
    world.pass(2_000);
    found(&mut world, "tea");
    builds(&mut world);
    let all: Vec<Message> = messages(&mut world);
    for query in QUERIES {
        let expected = brute_force(&all, query);
        assert_eq!(
            all_seqs(&mut world, query, 7),
            expected,
            "{query} of seed {seed}"
        );
    }
    let terms = super::changes::terms(&mut world);
    assert_eq!(terms, super::changes::terms_anew(&mut world), "seed {seed}");
    checked
}

fn joined(world: &mut World) -> Vec<SessionId> {
    let names = ["Ana", "Ben"];
    let open = names.map(|name| {
        let (session, _) = world.open();
        world.frame(
            session,
            json!({"type": "hello", "v": 1, "name": name}).to_string(),
        );
        session
    });
    world.pass(1_000);
    open.to_vec()
}

/// All messages, the newest first.
fn messages(world: &mut World) -> Vec<Message> {
    let log = world.room().log();
    let mut all = Vec::new();
    for number in (log.first().number()..=log.head().number()).rev() {
        all.extend(log.message(seq(number)).expect("read"));
    }
    let page = log.page(PageFrom::Newest, 100, seq(0)).expect("read");
    assert_eq!(page.events.len(), all.len().min(100));
    all
}

/// By nothing that the index does.
fn brute_force(all: &[Message], text: &str) -> Vec<u64> {
    let query = Query::parse(text);
    let is_meant = |message: &&Message| {
        let Some(text) = message.text() else {
            return false;
        };
        let folded = Folded::text_of(text);
        query
            .words
            .iter()
            .all(|word| folded.contains(word.as_str()))
            && (!query.has_link || text.contains("http://"))
            && query.from.iter().all(|from| match from {
                From::Member(_) => unreachable!("none of them"),
                From::Name(name) => {
                    let bears = |other: &Message| {
                        other.text().is_some()
                            && other.from.id == message.from.id
                            && Folded::text_of(&other.from.name) == *name
                    };
                    all.iter().any(bears)
                }
            })
    };
    let meant = all.iter().filter(is_meant);
    meant.map(|message| message.seq.number()).collect()
}
