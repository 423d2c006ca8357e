//! Hostile input: random bytes, mutated valid frames, corrupt attachments and rows. Nothing may
//! panic, nothing may end in a server error, nothing may cost more than `tests/world/cost.rs`
//! allows, and other members must not notice.
//!
//! `CASES=1000000 cargo test --release --test native hostile` runs more; a failing case prints its seed.

use crate::world;

use alcove::limits::{self, Limits, RATE_ERRORS, Window};
use alcove::model::SessionId;
use alcove::room::Attachment;
use alcove::wire::ClientFrame;
use serde_json::{Value, json};
use world::mutated::mutated;
use world::{Delivery, What, World};

fn cases() -> u64 {
    let cases = std::env::var("CASES").ok().and_then(|n| n.parse().ok());
    cases.unwrap_or(60_000)
}

/// One of each kind of frame, all valid.
const FRAMES: &[&str] = &[
    r#"{"type":"hello","v":1,"name":"Zoë","token":"v1.0000000000000001.9.AA","epoch":"e","after":3}"#,
    r#"{"type":"say","cid":"c-1","text":"héllo \"there\" 👍\n","reply_to":1}"#,
    r#"{"type":"edit","cid":"c-2","seq":1,"text":"again"}"#,
    r#"{"type":"delete","cid":"c-3","seq":1}"#,
    r#"{"type":"react","cid":"c-4","seq":1,"emoji":"👩‍👩‍👧","on":true}"#,
    r#"{"type":"typing"}"#,
    r#"{"type":"rename","ref":"r-1","name":"Zo\u0065"}"#,
    r#"{"type":"history","ref":"r-2","before":9,"limit":5}"#,
    r#"{"type":"seen","seq":7,"n":1}"#,
    r#"{"type":"members","ref":"r-3","after":"0000000000000001","limit":3}"#,
];

fn damaged(rng: &mut fastrand::Rng) -> String {
    let frame = *rng.choice(FRAMES).expect("not empty");
    mutated(rng, frame)
}

#[test]
fn decoding_never_panics() {
    for seed in 0..cases() {
        let mut rng = fastrand::Rng::with_seed(seed);
        let length = rng.usize(..200);
        let noise: Vec<u8> = (0..length).map(|_| rng.u8(..)).collect();
        let _ = ClientFrame::decode(&String::from_utf8_lossy(&noise), 4_000);
        let _ = ClientFrame::decode(&damaged(&mut rng), 4_000);
        let _ = Attachment::parse(&damaged(&mut rng));
    }
}

#[test]
fn a_room_stands_whatever_it_is_sent() {
    let per_room = 400;
    for seed in 0..cases() / per_room {
        let mut rng = fastrand::Rng::with_seed(seed);
        let mut world = World::new(Limits {
            burst: 1_000_000,
            ..Limits::default()
        });
        let (witness, _) = world.open();
        world.frame(witness, r#"{"type":"hello","v":1,"name":"Witness"}"#);
        let mut sockets: Vec<SessionId> = Vec::new();
        for case in 0..per_room {
            if sockets.len() < 4 || rng.u8(..20) == 0 {
                let (socket, deliveries) = world.open();
                check(seed, case, &deliveries);
                sockets.push(socket);
                if rng.bool() {
                    let hello =
                        json!({"type": "hello", "v": 1, "name": format!("n{}", socket.number())});
                    let deliveries = world.frame(socket, hello.to_string());
                    check(seed, case, &deliveries);
                }
            }
            let socket = *rng.choice(&sockets).expect("not empty");
            let deliveries = match rng.u8(..50) {
                0 => world.drop_socket(socket),
                1 => world.binary(socket),
                2 => world.pass(rng.u64(..20_000)),
                3 if world.may_sleep() => {
                    world.hibernate();
                    Vec::new()
                }
                _ => world.frame(socket, damaged(&mut rng)),
            };
            check(seed, case, &deliveries);
            sockets.retain(|socket| world.is_open(*socket));
        }
        assert!(
            world.is_open(witness),
            "seed {seed}: nobody else is thrown out"
        );
        let mut deliveries = world.pass(2_000);
        let say = r#"{"type":"say","cid":"last","text":"still here"}"#;
        deliveries.extend(world.frame(witness, say));
        deliveries.extend(world.pass(2_000));
        let heard = deliveries.iter().any(
            |delivery| matches!(&delivery.what, What::Frame(frame) if frame.contains("still here")),
        );
        assert!(heard, "seed {seed}: the room still works");
    }
}

/// Rooms of all kinds, and everything that may happen to them: each step is held to its cost.
#[test]
fn no_story_costs_more_than_what_happens_in_it_may() {
    for seed in 0..cases() / 1_000 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let length = rng.usize(..600);
        let bytes: Vec<u8> = (0..length).map(|_| rng.u8(..)).collect();
        let ended = std::panic::catch_unwind(|| drop(world::story::run(&bytes)));
        assert!(ended.is_ok(), "seed {seed}: what broke is said above");
    }
}

/// Whatever comes back is valid, and no fault of the server.
fn check(seed: u64, case: u64, deliveries: &[Delivery]) {
    for delivery in deliveries {
        match &delivery.what {
            What::Closed(code) => assert_ne!(*code, 1011, "seed {seed}, case {case}"),
            What::Frame(frame) => {
                let events: Vec<Value> = serde_json::from_str(frame).expect("JSON");
                assert!(
                    events.iter().all(|event| event["type"].is_string()),
                    "{frame}"
                );
            }
        }
    }
}

/// Attachments are parsed like client input: one that makes no sense closes its own socket, and
/// no other.
#[test]
fn a_corrupt_attachment_costs_only_its_own_socket() {
    for corrupt in [
        "",
        "{}",
        "null",
        r#"{"id":1,"state":"joined"}"#,
        r#"{"id":1,"state":"joined","member":"xyz","name":"A","unseen":0}"#,
        r#"{"id":1,"state":"joined","member":"00000000000000aa","name":"\u0007","unseen":0}"#,
        r#"{"id":1,"state":"joined","member":"00000000000000aa","name":"A","unseen":-1}"#,
    ] {
        let mut world = World::new(Limits::default());
        let (ana, _) = world.open();
        world.frame(ana, r#"{"type":"hello","v":1,"name":"Ana"}"#);
        let (ben, _) = world.open();
        world.frame(ben, r#"{"type":"hello","v":1,"name":"Ben"}"#);
        world.pass(20_000);
        world.hibernate();
        world.set_attachment(ana, corrupt);
        world.frame(ben, r#"{"type":"say","cid":"1","text":"hi"}"#);
        assert!(world.is_open(ben), "{corrupt}");
        let rows = world.sqlite.dump();
        assert!(rows.contains("hi"), "{corrupt}: {rows}");
    }
}

/// Whoever goes on over the rate is closed by the fifty-first error, and costs nothing from then
/// on, in the same tick already.
#[test]
fn a_flooder_is_closed_within_a_tick() {
    let limits = Limits::default();
    let mut world = World::new(limits.clone());
    let (witness, _) = world.open();
    world.frame(witness, r#"{"type":"hello","v":1,"name":"Witness"}"#);
    let (flooder, _) = world.open();
    world.frame(flooder, r#"{"type":"hello","v":1,"name":"Flooder"}"#);
    world.pass(20_000);
    let mut deliveries = Vec::new();
    for number in 0..10_000 {
        let say = format!(r#"{{"type":"say","cid":"{number}","text":"flood"}}"#);
        deliveries.extend(world.frame(flooder, say));
    }
    // The first message was a tick of its own; the rest waits for the end of its window.
    deliveries.extend(world.pass(Window::default().after_write));
    let to_flooder = deliveries.iter().filter(|d| d.to.contains(&flooder));
    let errors: usize = to_flooder
        .map(|delivery| match &delivery.what {
            What::Frame(frame) => frame.matches("rate_limited").count(),
            What::Closed(_) => 0,
        })
        .sum();
    assert_eq!(errors, RATE_ERRORS + 1);
    let last = deliveries.last().expect("not empty");
    assert_eq!(
        (&last.what, &last.to),
        (&What::Closed(4429), &vec![flooder])
    );
    assert_eq!(world.durable_head(), u64::from(limits.burst));
    assert!(world.is_open(witness));
}

/// Without a rate limit; neither confirms anything.
#[test]
fn a_flood_that_outruns_its_sender_ends_the_flooder_and_not_the_reader() {
    let mut world = World::new(Limits {
        burst: 1_000_000,
        per_second: 1_000_000,
        ..Limits::default()
    });
    let (reader, _) = world.open();
    world.frame(reader, r#"{"type":"hello","v":1,"name":"Reader"}"#);
    let (flooder, _) = world.open();
    world.frame(flooder, r#"{"type":"hello","v":1,"name":"Flooder"}"#);
    let text = "x".repeat(4_000);
    for number in 0..10_000 {
        let say = format!(r#"{{"type":"say","cid":"{number}","text":"{text}"}}"#);
        world.frame(flooder, say);
    }
    assert!(world.pauses > 0, "others are heard meanwhile");
    world.pass(limits::WINDOW_MAX);
    assert!(!world.is_open(flooder));
    assert!(world.is_open(reader));
    let head = world.durable_head();
    world.frame(reader, format!(r#"{{"type":"seen","seq":{head}}}"#));
    world.frame(reader, r#"{"type":"say","cid":"a","text":"still here"}"#);
    world.pass(limits::WINDOW_MAX);
    assert_eq!(world.durable_head(), head + 1);
}

#[test]
fn talk_that_is_not_a_flood_makes_no_pause() {
    let mut world = World::new(Limits {
        burst: 1_000_000,
        ..Limits::default()
    });
    let (socket, _) = world.open();
    world.frame(socket, r#"{"type":"hello","v":1,"name":"Ana"}"#);
    for number in 0..1_000 {
        let say = format!(r#"{{"type":"say","cid":"{number}","text":"hi"}}"#);
        world.frame(socket, say);
        world.pass(1);
    }
    assert_eq!((world.durable_head(), world.pauses), (1_000, 0));
}
