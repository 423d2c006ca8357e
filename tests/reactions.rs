//! Reactions that would make a message too large to read or write, and those of older versions.

use crate::world;

use alcove::limits::{self, Limits};
use alcove::model::{PageFrom, SessionId};
use serde_json::{Value, json};
use world::{Delivery, What, World, seq};

const EMOJI: [&str; 52] = [
    "😀", "😁", "😂", "🤣", "😃", "😄", "😅", "😆", "😉", "😊", "😋", "😎", "😍", "😘", "🥰", "😗",
    "😙", "🥲", "😚", "🙂", "🤗", "🤩", "🤔", "🫡", "🤨", "😐", "😑", "😶", "🫥", "🙄", "😏", "😣",
    "😥", "😮", "🤐", "😯", "😪", "😫", "🥱", "😴", "😌", "😛", "😜", "😝", "🤤", "😒", "😓", "😔",
    "😕", "🫤", "🙃", "🫠",
];

#[test]
fn a_message_takes_fifty_emoji_and_twenty_of_one_member() {
    let (mut world, [ana, ben, cy]) = room_of_three();
    for (index, emoji) in EMOJI[..20].iter().enumerate() {
        assert_eq!(react(&mut world, ana, emoji, true), "reacted", "{index}");
    }
    assert_eq!(react(&mut world, ana, EMOJI[20], true), "no_change");
    for emoji in &EMOJI[20..40] {
        assert_eq!(react(&mut world, ben, emoji, true), "reacted");
    }
    for emoji in &EMOJI[40..50] {
        assert_eq!(react(&mut world, cy, emoji, true), "reacted");
    }
    assert_eq!(react(&mut world, cy, EMOJI[50], true), "no_change");
    assert_eq!(
        react(&mut world, cy, EMOJI[0], true),
        "reacted",
        "it is there already"
    );
    // What is taken back makes room.
    assert_eq!(react(&mut world, ben, EMOJI[20], false), "reacted");
    assert_eq!(react(&mut world, cy, EMOJI[50], true), "reacted");
    assert_eq!(react(&mut world, ana, EMOJI[51], true), "no_change");
}

#[test]
fn forms_of_an_emoji_are_one_reaction() {
    let (mut world, [ana, ben, _]) = room_of_three();
    assert_eq!(react(&mut world, ana, "❤", true), "reacted");
    assert_eq!(react(&mut world, ana, "❤\u{FE0F}", true), "no_change");
    assert_eq!(react(&mut world, ben, "❤\u{FE0F}", true), "reacted");
    assert_eq!(
        reactions(&mut world, ana).keys().collect::<Vec<_>>(),
        ["❤️"]
    );
    assert_eq!(react(&mut world, ben, "❤", false), "reacted");
    assert_eq!(
        reactions(&mut world, ana)["❤️"].as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn emoji_keep_the_order_of_their_first_reaction() {
    let (mut world, [ana, ben, _]) = room_of_three();
    let steps = [
        (ana, "🚀", true, "🚀"),
        (ana, "👍", true, "🚀👍"),
        (ben, "☕", true, "🚀👍☕"),
        (ben, "👍", true, "🚀👍☕"),
        // As long as somebody is left, the place stays.
        (ana, "👍", false, "🚀👍☕"),
        (ana, "🚀", false, "👍☕"),
        (ben, "🚀", true, "👍☕🚀"),
    ];
    for (member, emoji, on, order) in steps {
        assert_eq!(react(&mut world, member, emoji, on), "reacted");
        for is_awake in [true, false] {
            if !is_awake {
                world.hibernate();
            }
            assert_eq!(order_over_http(&mut world), order);
            assert_eq!(order_of(&history(&mut world, ana)), order);
        }
    }
}

/// Emoji in the order in which they stand in an encoded message.
fn order_of(message: &str) -> String {
    let (_, reactions) = message.split_once("\"reactions\"").expect("reactions");
    let emoji = |c: &char| "🚀👍☕".contains(*c);
    reactions.chars().filter(emoji).collect()
}

fn order_over_http(world: &mut World) -> String {
    let page = world.room().log().page(PageFrom::Newest, 1, seq(0));
    order_of(&page.expect("a page").events[0])
}

#[test]
fn reactions_of_older_versions_stay_and_can_be_taken_back() {
    let (mut world, [ana, ben, _]) = room_of_three();
    let (ana_id, ben_id) = ("0000000000000001", "0000000000000002");
    let stored = json!({"❤": [ana_id, ben_id], "❤️": [ana_id], "👍\u{301}": [ben_id]});
    world
        .sqlite
        .batch(&format!("UPDATE message SET reactions = '{stored}'"));
    let shown = reactions(&mut world, ana);
    assert_eq!(shown["❤️"], json!([ana_id, ben_id]));
    assert_eq!(shown["👍\u{301}"], json!([ben_id]));
    assert_eq!(react(&mut world, ana, "❤", false), "reacted");
    assert_eq!(react(&mut world, ben, "👍\u{301}", false), "emoji_invalid");
    let shown = reactions(&mut world, ana);
    assert_eq!(shown["❤️"], json!([ben_id]));
    assert!(shown.contains_key("👍\u{301}"));
}

#[test]
fn a_row_grows_to_no_more_than_its_bound() {
    let (mut world, [ana, ben, _]) = room_of_three();
    // As emoji of any length made it.
    let huge = format!("👍{}", "\u{301}".repeat((limits::ROW_BYTES / 4 - 200) / 2));
    let stored = json!({ &huge: ["0000000000000002"] });
    world
        .sqlite
        .batch(&format!("UPDATE message SET reactions = '{stored}'"));
    let mut taken = 0;
    while taken < 20 && react(&mut world, ana, EMOJI[taken], true) == "reacted" {
        taken += 1;
    }
    assert_eq!(taken, 20, "there is room yet");
    let huge = format!("👍{}", "\u{301}".repeat((limits::ROW_BYTES / 2 - 200) / 2));
    let stored = json!({ &huge: ["0000000000000002"], "🎉": ["0000000000000001"] });
    world
        .sqlite
        .batch(&format!("UPDATE message SET reactions = '{stored}'"));
    let refused = EMOJI
        .iter()
        .find(|emoji| react(&mut world, ben, emoji, true) == "no_change");
    assert!(refused.is_some());
    assert_eq!(
        react(&mut world, ana, "🎉", false),
        "reacted",
        "less is always possible"
    );
}

#[test]
fn a_tick_writes_a_bounded_number_of_bytes() {
    let limits = Limits {
        burst: 1_000_000,
        ..Limits::default()
    };
    let mut world = World::new(limits);
    let ana = join(&mut world, "Ana");
    for number in 0..60 {
        say(&mut world, ana, number);
    }
    world.pass(1_000);
    let crowd: Vec<String> = (0..4_000).map(|n| format!("{n:016x}")).collect();
    let stored = json!({ "👍": crowd });
    world
        .sqlite
        .batch(&format!("UPDATE message SET reactions = '{stored}'"));
    // A tick has just been, so the next one waits for its window.
    world.frame(ana, r#"{"type":"typing"}"#);
    let mut deliveries = Vec::new();
    for seq in 1..=60 {
        let frame = json!({"type": "react", "cid": format!("r{seq}"), "seq": seq, "emoji": "🎉", "on": true});
        deliveries.extend(world.frame(ana, frame.to_string()));
    }
    deliveries.extend(world.pass(1_000));
    assert_eq!(
        types(&deliveries)
            .iter()
            .filter(|kind| *kind == "reacted")
            .count(),
        60
    );
    let longest = world.sqlite.longest.get();
    assert!(
        longest <= limits::BATCH_BYTES + limits::ROW_BYTES,
        "{longest}"
    );
    assert!(
        longest > limits::BATCH_BYTES / 2,
        "they did share ticks: {longest}"
    );
}

fn room_of_three() -> (World, [SessionId; 3]) {
    let mut world = World::new(Limits {
        burst: 1_000_000,
        ..Limits::default()
    });
    let members = ["Ana", "Ben", "Cy"].map(|name| join(&mut world, name));
    say(&mut world, members[0], 0);
    world.pass(1_000);
    (world, members)
}

fn join(world: &mut World, name: &str) -> SessionId {
    let (session, _) = world.open();
    world.frame(
        session,
        json!({"type": "hello", "v": 1, "name": name}).to_string(),
    );
    world.pass(1_000);
    session
}

fn say(world: &mut World, session: SessionId, number: usize) {
    let frame = json!({"type": "say", "cid": format!("s{number}"), "text": "hello"});
    world.frame(session, frame.to_string());
}

/// Reacts to the first message; the echo's type, or the error's code.
fn react(world: &mut World, session: SessionId, emoji: &str, on: bool) -> String {
    let cid = format!("r{}", world.now.as_millis());
    let frame = json!({"type": "react", "cid": cid, "seq": 1, "emoji": emoji, "on": on});
    let mut deliveries = world.frame(session, frame.to_string());
    deliveries.extend(world.pass(1_000));
    let types = types(&deliveries);
    types.first().cloned().expect("an answer")
}

fn types(deliveries: &[Delivery]) -> Vec<String> {
    let events = deliveries.iter().flat_map(|delivery| match &delivery.what {
        What::Frame(frame) => serde_json::from_str::<Vec<Value>>(frame).expect("events"),
        What::Closed(code) => panic!("closed with {code}"),
    });
    let kind = |event: Value| {
        let code = event.get("code").unwrap_or(&event["type"]);
        code.as_str().expect("a text").to_owned()
    };
    events.map(kind).filter(|kind| kind != "typing").collect()
}

/// The reactions of the first message, as a page shows them.
fn reactions(world: &mut World, session: SessionId) -> serde_json::Map<String, Value> {
    let events: Vec<Value> = serde_json::from_str(&history(world, session)).expect("events");
    let reactions = events[0]["events"][0]["reactions"].as_object();
    reactions.expect("reactions").clone()
}

/// The frame that brings a page.
fn history(world: &mut World, session: SessionId) -> String {
    let mut deliveries = world.frame(session, r#"{"type":"history"}"#);
    deliveries.extend(world.pass(1_000));
    let frames = deliveries.into_iter().map(|delivery| delivery.what);
    let mut pages = frames.filter_map(|what| match what {
        What::Frame(frame) if frame.contains("\"reactions\"") => Some(frame),
        _ => None,
    });
    pages.next().expect("a page")
}
