//! Exactly once, across sleep: a resend gets the same answer in a room that has just woken as
//! in one that never slept, for each of the first frames and at the edges of the window.

use crate::world;

use alcove::limits::{DEDUPE_LOOKUPS, DEDUPE_WINDOW, Limits};
use alcove::model::SessionId;
use world::{Delivery, What, World};

/// More messages than the window holds.
const SAID: u64 = DEDUPE_WINDOW + 100;

fn say(number: u64) -> String {
    format!(r#"{{"type":"say","cid":"c{number}","text":"{number}"}}"#)
}

/// A room in which one member has said messages 1 to [`SAID`], each with a `cid` of its own.
fn talked_out() -> (World, SessionId) {
    let mut world = World::new(Limits {
        burst: 1_000_000,
        unseen: 0,
        ..Limits::default()
    });
    let (socket, _) = world.open();
    world.frame(socket, r#"{"type":"hello","v":1,"name":"Ana"}"#);
    for number in 1..=SAID {
        world.frame(socket, say(number));
    }
    world.pass(20_000);
    assert_eq!(world.durable_head(), SAID);
    (world, socket)
}

/// Sends again with a pause after each, and tells what came back.
fn resend(
    (mut world, socket): (World, SessionId),
    numbers: &[u64],
    pause: u64,
) -> (Vec<String>, u64) {
    let mut heard = Vec::new();
    for number in numbers {
        heard.extend(world.frame(socket, say(*number)));
        heard.extend(world.pass(pause));
    }
    heard.extend(world.pass(500));
    let frames = heard
        .into_iter()
        .filter_map(|delivery| match delivery.what {
            What::Frame(frame) => Some(frame),
            What::Closed(_) => None,
        });
    (frames.collect(), world.durable_head())
}

#[test]
fn a_resend_meets_the_same_in_a_room_that_slept() {
    let oldest = SAID - DEDUPE_WINDOW + 1;
    let known = [SAID, oldest + 1, SAID - 1].into_iter().cycle();
    let known: Vec<u64> = known.take(DEDUPE_LOOKUPS as usize + 4).collect();
    // A new one at each place: it ends up before, in and after what is read from the log.
    for place in 0..known.len() {
        let mut numbers = known.clone();
        numbers.insert(place, SAID + 1);
        numbers.extend([SAID + 1, oldest, oldest + 1, SAID + 2, SAID + 2]);
        // Without a pause all of them but the first are in one tick.
        for pause in [500, 0] {
            let expected = resend(talked_out(), &numbers, pause);
            let mut slept = talked_out();
            slept.0.hibernate();
            assert_eq!(
                resend(slept, &numbers, pause),
                expected,
                "{place}, {pause} ms"
            );
        }
    }
}

/// The room looks for the keys of a member only after the event at which it came, also when the
/// member comes back with its token.
#[test]
fn what_a_latecomer_said_first_is_found_after_sleep() {
    let (mut world, _) = talked_out();
    let (tab, _) = world.open();
    let welcome = world.frame(tab, r#"{"type":"hello","v":1,"name":"Bo"}"#);
    let token = token(&welcome);
    // A `cid` of somebody else's is no resend.
    world.frame(tab, say(SAID));
    world.pass(500);
    assert_eq!(world.durable_head(), SAID + 1);
    world.hibernate();
    assert_original(&world.frame(tab, say(SAID)));
    world.pass(500);
    world.hibernate();
    let (other_tab, _) = world.open();
    let hello = format!(r#"{{"type":"hello","v":1,"name":"Bo","token":"{token}"}}"#);
    world.frame(other_tab, hello);
    world.pass(500);
    assert_original(&world.frame(other_tab, say(SAID)));
    assert_eq!(world.durable_head(), SAID + 1);
}

fn assert_original(heard: &[Delivery]) {
    let original = format!(r#""seq":{}"#, SAID + 1);
    assert!(
        matches!(heard, [Delivery { what: What::Frame(frame), .. }] if frame.contains(&original)),
        "{heard:?}"
    );
}

fn token(welcome: &[Delivery]) -> String {
    let token = welcome.iter().find_map(|delivery| match &delivery.what {
        What::Frame(frame) => {
            let events: serde_json::Value = serde_json::from_str(frame).ok()?;
            Some(events[0]["you"]["token"].as_str()?.to_owned())
        }
        What::Closed(_) => None,
    });
    token.expect("a welcome")
}
