//! A batch that can't be stored: the result is as if its events had come one by one.

use crate::world;

use alcove::limits::Limits;
use alcove::model::SessionId;
use serde_json::{Value, json};
use world::{Delivery, What, World};

/// Each with a text of its own, so that the order shows.
fn frames(rng: &mut fastrand::Rng, count: usize) -> Vec<Value> {
    let frame = |number: usize| {
        let refused = if rng.u8(..4) == 0 { "refused" } else { "fine" };
        let text = format!("{number} is {refused}");
        // Durable already: nobody knows the seq of what is still to be stored.
        let seq = rng.usize(1..=5);
        let frame = match rng.u8(..8) {
            0..4 => json!({"type": "say", "text": text}),
            4 => json!({"type": "say", "text": text, "reply_to": seq}),
            5 | 6 => json!({"type": "edit", "text": text, "seq": seq}),
            _ => {
                json!({"type": "react", "emoji": if number.is_multiple_of(2) { "👍" } else { "🎉" }, "on": rng.bool(), "seq": seq})
            }
        };
        with_cid(frame, number)
    };
    (0..count).map(frame).collect()
}

fn with_cid(mut frame: Value, number: usize) -> Value {
    frame["cid"] = json!(format!("c{number}"));
    frame
}

#[test]
fn a_batch_with_refused_events_ends_as_if_they_had_come_one_by_one() {
    for seed in 0..200 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let count = rng.usize(2..40);
        let frames = frames(&mut rng, count);
        let (mut at_once, ana) = room();
        let (mut one_by_one, bea) = room();
        for (world, member) in [(&mut at_once, ana), (&mut one_by_one, bea)] {
            for number in 0..5 {
                let frame = json!({"type": "say", "cid": format!("before-{number}"), "text": "a"});
                world.frame(member, frame.to_string());
            }
            world.pass(20_000);
            world.sqlite.refuse("refused");
        }
        // A tick has just been, so that the next one waits for its window.
        at_once.frame(ana, r#"{"type":"typing"}"#);
        let mut heard = Vec::new();
        for frame in &frames {
            heard.extend(at_once.frame(ana, frame.to_string()));
            one_by_one.frame(bea, frame.to_string());
            one_by_one.pass(100);
        }
        let shared = logged(&heard).len() < frames.len() / 2;
        assert!(count < 10 || shared, "seed {seed}: most share a tick");
        heard.extend(at_once.pass(100));
        let rows = |world: &World| world.sqlite.dump_without_times();
        assert_eq!(
            rows(&at_once),
            rows(&one_by_one),
            "seed {seed}: {frames:#?}"
        );
        // All that is stored was told, in order and without gaps.
        let seqs: Vec<u64> = logged(&heard)
            .iter()
            .map(|e| e["seq"].as_u64().expect("seq"))
            .collect();
        assert!(
            seqs.iter().copied().eq(6..=at_once.durable_head()),
            "seed {seed}: {seqs:?}"
        );
        let told = answers(&heard);
        assert_eq!(told.len(), frames.len(), "seed {seed}: one answer for each");
        // And once there is no trouble any more, each that was refused can be sent again.
        at_once.sqlite.refuse_nothing();
        for frame in &frames {
            let head = at_once.durable_head();
            at_once.frame(ana, frame.to_string());
            at_once.pass(100);
            let is_new = at_once.durable_head() > head;
            let cid = frame["cid"].as_str().expect("cid");
            let was_stored = told[cid]["type"] != "error";
            assert!(!(is_new && was_stored), "seed {seed}: {cid} happened twice");
        }
    }
}

#[test]
fn a_full_disk_is_not_asked_for_each_of_thousands() {
    let (mut world, ana) = room();
    world.sqlite.fill();
    world.frame(ana, r#"{"type":"typing"}"#);
    let before = world.sqlite.statements.get();
    let text = "a".repeat(100);
    for number in 0..2_000 {
        let frame = json!({"type": "say", "text": text});
        world.frame(ana, with_cid(frame, number).to_string());
    }
    let heard = world.pass(1_000);
    let refused = answers(&heard);
    let codes = refused
        .values()
        .filter(|event| event["code"] == "storage_failed");
    assert!(codes.count() >= 1_900, "nearly all of them");
    let statements = world.sqlite.statements.get() - before;
    assert!(statements < 300, "{statements} statements");
}

fn room() -> (World, SessionId) {
    let mut world = World::new(Limits {
        burst: 1_000_000,
        unseen: 0,
        ..Limits::default()
    });
    let (session, _) = world.open();
    world.frame(session, r#"{"type":"hello","v":1,"name":"Ana"}"#);
    world.pass(20_000);
    (world, session)
}

fn events(deliveries: &[Delivery]) -> Vec<Value> {
    let frames = deliveries
        .iter()
        .filter_map(|delivery| match &delivery.what {
            What::Frame(frame) => serde_json::from_str::<Vec<Value>>(frame).ok(),
            What::Closed(code) => panic!("closed with {code}"),
        });
    frames.flatten().collect()
}

fn logged(deliveries: &[Delivery]) -> Vec<Value> {
    events(deliveries)
        .into_iter()
        .filter(|event| !event["seq"].is_null())
        .collect()
}

/// By cid, what became of it.
fn answers(deliveries: &[Delivery]) -> std::collections::BTreeMap<String, Value> {
    let answers = events(deliveries).into_iter().filter_map(|event| {
        let cid = event["cid"].as_str()?.to_owned();
        Some((cid, event))
    });
    answers.collect()
}
