//! The cost of a join: the same in a room of 10 and of thousands, and per tick in a storm.

use crate::world;

use std::collections::BTreeMap;

use alcove::limits::Limits;
use alcove::model::SessionId;
use serde_json::Value;
use world::{Delivery, What, World, messages};

/// What one step led to, as far as it costs: statements, frames, and their bytes.
#[derive(Debug, PartialEq)]
struct Cost {
    statements: u64,
    frames: usize,
    bytes: usize,
}

fn hello(name: &str) -> String {
    format!(r#"{{"type":"hello","v":1,"name":"{name}"}}"#)
}

/// A room above the roster limit with this many members, all quiet for a while.
fn room_of(members: usize) -> World {
    let mut world = World::new(Limits {
        roster: 5,
        ..Limits::default()
    });
    for number in 0..members {
        let (socket, _) = world.open();
        world.frame(socket, hello(&format!("member {number}")));
    }
    world.pass(60_000);
    world
}

/// The cost of one join, and of telling the others the new count.
fn cost_of_a_join(members: usize) -> Cost {
    let mut world = room_of(members);
    let before = world.sqlite.statements.get();
    let (socket, mut deliveries) = world.open();
    deliveries.extend(world.frame(socket, hello("newcomer")));
    deliveries.extend(world.pass(5_000));
    let frames = deliveries
        .iter()
        .filter_map(|delivery| match &delivery.what {
            What::Frame(frame) => Some(frame.replace(&(members + 1).to_string(), "N")),
            What::Closed(_) => None,
        });
    let frames: Vec<String> = frames.collect();
    Cost {
        statements: world.sqlite.statements.get() - before,
        frames: frames.len(),
        bytes: frames.iter().map(String::len).sum(),
    }
}

#[test]
fn a_join_costs_the_same_in_a_room_of_ten_and_of_thousands() {
    let mut small = cost_of_a_join(10);
    let large = cost_of_a_join(3_000);
    // Only the numbers in the frames grow: a few digits of an id and of a time.
    assert!(
        small.bytes.abs_diff(large.bytes) < 32,
        "{small:?} {large:?}"
    );
    small.bytes = large.bytes;
    assert_eq!(small, large);
}

#[test]
fn a_storm_of_joins_costs_frames_per_tick() {
    let mut world = World::new(Limits::default());
    let (witness, _) = world.open();
    world.frame(witness, hello("witness"));
    world.pass(60_000);
    let mut heard = 0;
    for number in 0..1_000 {
        let (socket, mut deliveries) = world.open();
        deliveries.extend(world.frame(socket, hello(&format!("guest {number}"))));
        // A thousand in a second.
        deliveries.extend(world.pass(1));
        heard += deliveries
            .iter()
            .filter(|d| d.to.contains(&witness))
            .count();
    }
    heard += world
        .pass(5_000)
        .iter()
        .filter(|d| d.to.contains(&witness))
        .count();
    assert!(heard < 150, "{heard} frames for 1,000 joins");
}

/// Heads in what has come, by session.
fn heads(deliveries: &[Delivery]) -> BTreeMap<SessionId, Vec<Value>> {
    let mut heads = BTreeMap::<SessionId, Vec<Value>>::new();
    for delivery in deliveries {
        if let (What::Frame(frame), [to]) = (&delivery.what, &*delivery.to)
            && frame.starts_with(r#"[{"type":"head""#)
        {
            let events: Vec<Value> = serde_json::from_str(frame).expect("JSON");
            heads.entry(*to).or_default().extend(events);
        }
    }
    heads
}

fn say(cid: usize) -> String {
    format!(r#"{{"type":"say","cid":"c{cid}","text":"text"}}"#)
}

const WATCH: &str = r#"{"type":"hello","v":1,"watch":true}"#;

#[test]
fn thousands_of_watches_get_a_head_a_second_and_no_tick_sends_too_many() {
    const WATCHES: usize = 4_200;
    let mut world = World::new(Limits {
        burst: 1_000_000,
        ..Limits::default()
    });
    let (ana, _) = world.open();
    world.frame(ana, hello("Ana"));
    for _ in 0..WATCHES {
        let (watch, _) = world.open();
        world.frame(watch, WATCH);
    }
    world.pass(60_000);
    let statements = world.sqlite.statements.get();
    let mut told = BTreeMap::<SessionId, Vec<u64>>::new();
    let mut largest = 0;
    for n in 0..12 {
        let mut heard = world.frame(ana, say(n));
        heard.extend(world.pass(100));
        let heads = heads(&heard);
        largest = largest.max(heads.len());
        for (session, heads) in heads {
            assert_eq!(heads.len(), 1, "never two within 100 ms");
            told.entry(session).or_default().push(world.now.as_millis());
        }
    }
    assert!(
        largest <= alcove::limits::HEADS_AT_ONCE,
        "{largest} in a tick"
    );
    assert_eq!(told.len(), WATCHES);
    for (session, times) in &told {
        assert!((1..=3).contains(&times.len()), "{session:?}: {times:?}");
        assert!(
            times
                .windows(2)
                .all(|pair| pair[1] - pair[0] >= 1_000 - 100),
            "{times:?}"
        );
    }
    // What is counted is in memory: no watch asks the database.
    let statements = world.sqlite.statements.get() - statements;
    assert!(statements <= 40, "{statements} statements for 12 messages");
    let last = heads(&world.pass(5_000));
    let seen = |head: &Value| (head["seq"].as_u64(), head["unread"].as_u64());
    assert!(
        last.values()
            .all(|heads| seen(&heads[heads.len() - 1]) == (Some(12), Some(12)))
    );
}

#[test]
fn a_message_in_a_watched_room_costs_the_database_what_it_costs_in_any() {
    let cost = |watches: usize| {
        let mut world = World::new(Limits::default());
        let (ana, _) = world.open();
        world.frame(ana, hello("Ana"));
        for _ in 0..watches {
            let (watch, _) = world.open();
            world.frame(watch, WATCH);
        }
        let mut costs = Vec::new();
        for n in 0..3 {
            let before = world.sqlite.statements.get();
            world.frame(ana, say(n));
            world.pass(20_000);
            assert_eq!(world.wake_at(), None, "an idle room waits for nothing");
            costs.push(world.sqlite.statements.get() - before);
            if n > 0 {
                world.hibernate();
            }
        }
        costs
    };
    assert_eq!(cost(20), cost(0));
}

#[test]
fn what_is_counted_for_watches_has_a_bound() {
    let mut world = World::with_log(Limits::default(), &messages(6_000, "'@zoe ' || i"));
    let epoch = world.room().log().epoch().to_owned();
    let (ana, _) = world.open();
    world.frame(ana, hello("Zoe"));
    world.pass(20_000);
    let (watch, _) = world.open();
    let from_start =
        format!(r#"{{"type":"hello","v":1,"watch":true,"epoch":"{epoch}","after":0}}"#);
    let reads = world.sqlite.reads_of("LEFT JOIN message AS r");
    let mut heard = world.frame(watch, from_start.clone());
    heard.extend(world.pass(1_000));
    let frame = heard.iter().find_map(|delivery| match &delivery.what {
        What::Frame(frame) if frame.contains("\"head\"") => Some(frame.clone()),
        _ => None,
    });
    let frame = frame.expect("a welcome");
    assert!(frame.contains(r#""unread":1000,"mentions":0"#), "{frame}");
    let read = world.sqlite.reads_of("LEFT JOIN message AS r") - reads;
    assert_eq!(
        read,
        alcove::limits::WATCH_MESSAGES / alcove::limits::WATCH_ROWS
    );
    // The next one is answered out of memory.
    let (watch, _) = world.open();
    world.frame(watch, from_start);
    world.pass(1_000);
    let again = world.sqlite.reads_of("LEFT JOIN message AS r") - reads;
    assert_eq!(again, read);
}

/// What was read for a watch that is gone is not read again as long as nothing happens, and whom the
/// messages mean only once a member watches.
#[test]
fn watches_that_come_and_go_read_the_log_once() {
    let mut world = World::with_log(Limits::default(), &messages(6_000, "'@zoe ' || i"));
    let epoch = world.room().log().epoch().to_owned();
    // The second one would be the author.
    while world.open().0.number() < 2 {}
    let (zoe, _) = world.open();
    let heard = world.frame(zoe, hello("Zoe"));
    let token = heard.iter().find_map(|delivery| match &delivery.what {
        What::Frame(frame) => {
            let (_, rest) = frame.split_once(r#""token":""#)?;
            Some(rest.split_once('"')?.0.to_owned())
        }
        What::Closed(_) => None,
    });
    let token = token.expect("a token");
    let hello = |token: &str| {
        format!(r#"{{"type":"hello","v":1,"watch":true,{token}"epoch":"{epoch}","after":0}}"#)
    };
    let (nobody, member) = (hello(""), hello(&format!(r#""token":"{token}","#)));
    world.pass(20_000);
    let full = alcove::limits::WATCH_MESSAGES / alcove::limits::WATCH_ROWS;
    let before = world.sqlite.reads_of("LEFT JOIN message AS r");
    for (frame, mentions, read) in [
        (&nobody, 0, full),
        (&nobody, 0, full),
        (&member, 1_000, 2 * full),
        (&nobody, 0, 2 * full),
        (&member, 1_000, 2 * full),
    ] {
        let (watch, _) = world.open();
        let mut heard = world.frame(watch, frame.clone());
        heard.extend(world.pass(1_000));
        let counts = format!(r#""unread":1000,"mentions":{mentions}"#);
        let is_told = heard.iter().any(
            |delivery| matches!(&delivery.what, What::Frame(frame) if frame.contains(&counts)),
        );
        let told = heard.iter().filter_map(|delivery| match &delivery.what {
            What::Frame(frame) => Some(frame.as_str()),
            What::Closed(_) => None,
        });
        let told = String::from_iter(told);
        assert!(is_told, "{counts}: {told}");
        world.drop_socket(watch);
        let reads = world.sqlite.reads_of("LEFT JOIN message AS r") - before;
        assert_eq!(reads, read);
    }
}

#[test]
fn a_watch_that_never_says_a_word_is_closed_in_the_end() {
    let mut world = World::new(Limits {
        per_second: 1_000,
        ..Limits::default()
    });
    let (ana, _) = world.open();
    world.frame(ana, hello("Ana"));
    let (watch, _) = world.open();
    world.frame(watch, WATCH);
    let text = "😀".repeat(alcove::limits::PREVIEW + 10);
    let mut bytes = 0;
    for n in 0..10_000 {
        let say = format!(r#"{{"type":"say","cid":"c{n}","text":"{text}"}}"#);
        let mut heard = world.frame(ana, say);
        heard.extend(world.pass(1_000));
        for delivery in heard.iter().filter(|delivery| *delivery.to == [watch]) {
            match &delivery.what {
                What::Frame(frame) => bytes += frame.len() as u64,
                What::Closed(code) => {
                    assert_eq!(*code, 1013);
                    assert!(bytes + 2_000 > alcove::limits::WATCH_UNHEARD, "{bytes}");
                    return;
                }
            }
        }
    }
    panic!("{bytes} bytes, and it is still there");
}
