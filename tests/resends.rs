//! Exactly once over sleep: whatever a resend meets in a room that never slept, it meets in one
//! that has just woken up, too, for each of the first frames and at the edges of the window.

mod world;

use alcove::limits::{DEDUPE_LOOKUPS, DEDUPE_WINDOW, Limits, Millis};
use alcove::room::SessionId;
use world::{What, World};

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
    pause: Millis,
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
