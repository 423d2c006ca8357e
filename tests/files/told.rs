//! What those are told of a file who see only its message's sign: who watches, and who is away.

use std::ops::Range;

use super::*;
use crate::push;

fn named(table: &mut Table, store: &mut Store, cid: &str, name: &str) -> FileId {
    let token = table.token("ana");
    let wanted = Some(NewFile {
        name: name.to_owned(),
        ..wanted(cid, 5)
    });
    let mut random = [7; 16];
    random[0] = cid.as_bytes()[0];
    let id = table
        .world
        .asks_of_files(|room, now| room.begin_file(now, Some(&token), None, wanted, random))
        .expect("it may")
        .id;
    sends(table, store, "ana", id, 0, 5).expect("it comes");
    id
}

fn preview(table: &mut Table) -> Value {
    table.passes(secs(2));
    table.gets_a("eye", "head")["preview"].clone()
}

#[test]
fn a_watch_is_told_the_first_file_of_a_message_without_text() {
    let (mut table, mut store) = (Table::new(), Store::new());
    table.comes("ana", json!({}));
    table.comes("eye", json!({"watch": true}));
    table.gets("eye");
    let [a, b, c] = ["a", "b", "c"].map(|cid| sent(&mut table, &mut store, "ana", cid));
    let event = says(&mut table, "ana", &[a, b]);
    let from = json!({"id": table.id("ana"), "name": "ana"});
    assert_eq!(
        preview(&mut table),
        json!({"from": from, "text": "", "file": {"name": "a.png", "type": "image/png"}})
    );
    // As soon as there are words, these are it.
    table.does(
        "ana",
        json!({"type": "edit", "seq": event["seq"], "text": "see"}),
    );
    assert_eq!(preview(&mut table), json!({"from": from, "text": "see"}));
    table.does(
        "ana",
        json!({"type": "say", "text": "words", "files": [{"id": c.to_string()}]}),
    );
    assert_eq!(preview(&mut table), json!({"from": from, "text": "words"}));
    // The same after a sleep, and of what is left once that is gone.
    let newest = table.gets("ana").last().map(|event| event["seq"].clone());
    table.world.hibernate();
    let edit = json!({"type": "edit", "seq": newest.unwrap_or(json!(3)), "text": ""});
    table.does("ana", edit);
    assert_eq!(preview(&mut table)["file"]["name"], "c.png");
}

#[test]
fn a_push_names_the_first_file_of_a_message_without_text() {
    let (mut table, mut store) = (push::plain(), Store::new());
    push::subscribes(&mut table, "bo", "all", "b");
    push::goes(&mut table, "bo");
    let id = sent(&mut table, &mut store, "ana", "cat");
    says(&mut table, "ana", &[id]);
    table.passes(secs(5));
    let told = push::told(&mut table);
    assert_eq!(told[0].body(), "ana: cat.png");
    assert_eq!(
        told[0].payload["file"],
        json!({"name": "cat.png", "type": "image/png"})
    );
    let id = sent(&mut table, &mut store, "ana", "dog");
    let say = json!({"type": "say", "text": "a dog", "files": [{"id": id.to_string()}]});
    table.does("ana", say);
    table.passes(secs(60));
    let told = push::told(&mut table);
    assert_eq!(told[0].body(), "ana: a dog");
    assert_eq!(told[0].payload.get("file"), None);
}

/// The longest name there is, of code points that are longest as JSON, fits; what does not fit is not told.
#[test]
fn a_push_of_a_file_stays_within_its_payload() {
    let (mut table, mut store) = (push::plain(), Store::new());
    push::subscribes(&mut table, "bo", "all", "b");
    push::goes(&mut table, "bo");
    let name = "\u{10ffff}".repeat(120);
    let id = named(&mut table, &mut store, "long", &name);
    says(&mut table, "ana", &[id]);
    table.passes(secs(5));
    // `given` holds each payload against the bound.
    let told = push::told(&mut table);
    let name = told[0].payload["file"]["name"].as_str().expect("a name");
    assert_eq!(name.chars().count(), 120);
    // Who is to be told nothing is not told what was sent.
    let id = named(&mut table, &mut store, "next", "secret.png");
    table.comes_back("bo", json!({}));
    push::pushes(
        &mut table,
        "bo",
        json!({"what": "all", "subscription": push::browser("b"), "preview": false}),
    );
    push::goes(&mut table, "bo");
    says(&mut table, "ana", &[id]);
    table.passes(secs(60));
    let told = push::told(&mut table);
    let payload = told[0].payload.to_string();
    assert!(
        !payload.contains("secret") && !payload.contains("file"),
        "{payload}"
    );
}

/// The text of an event for one who knows no files ends with the same lines, however it gets the event.
#[test]
fn links_are_in_every_text_of_a_message_with_files() {
    let (mut table, mut store) = (Table::new(), Store::new());
    table.comes("ana", json!({}));
    let bot = table.comes("bot", json!({"files": "links"}));
    table.comes("bo", json!({}));
    let id = sent(&mut table, &mut store, "ana", "cat");
    let event = says(&mut table, "ana", &[id]);
    let seq = event["seq"].clone();
    let plain = table.does("ana", json!({"type": "say", "text": "plain"}));
    table.does(
        "ana",
        json!({"type": "edit", "seq": seq, "text": "two\nlines"}),
    );
    table.does(
        "ana",
        json!({"type": "edit", "seq": plain["seq"], "text": "still plain"}),
    );
    table.passes(secs(1));
    let of = |events: &[Value], kind: &str| -> Vec<String> {
        let events = events.iter().filter(|event| event["type"] == kind);
        let texts = events.map(|event| event["text"].as_str().unwrap_or("-").to_owned());
        texts.collect()
    };
    let heard = table.gets("bot");
    let line = of(&heard, "message")[0].clone();
    assert!(
        line.starts_with("cat.png (5 B) ") && line.contains(&id.to_string()),
        "{line}"
    );
    let edited = [format!("two\nlines\n{line}"), "still plain".to_owned()];
    assert_eq!(of(&heard, "edited"), edited);
    // Nobody else's are others.
    let others = table.gets("bo");
    assert_eq!(of(&others, "edited"), ["two\nlines", "still plain"]);
    assert_eq!(of(&others, "message"), ["", "plain"]);
    // Of one who comes back it is a replay, also by a room that has slept; and a page.
    table.leaves("bot");
    table.world.hibernate();
    let resume = json!({"files": "links", "epoch": bot["epoch"], "after": 0});
    table.comes_back("bot", resume);
    table.passes(secs(1));
    let replayed = table.gets("bot");
    assert_eq!(of(&replayed, "edited"), edited);
    assert_eq!(of(&replayed, "message")[0], edited[0]);
    let page = table.sends("bot", json!({"type": "history", "limit": 10, "ref": "h"}));
    let events = page[0]["events"].as_array().expect("events");
    assert_eq!(of(events, "message"), edited);
    // One that the operator has removed has no address in any of them.
    table.operates(Act::RemoveFile(id));
    table.does("ana", json!({"type": "edit", "seq": seq, "text": "gone"}));
    table.passes(secs(1));
    assert_eq!(of(&table.gets("bot"), "edited"), ["gone\ncat.png (5 B)"]);
}

/// What is told in texts may be a hundred times as long as what everybody gets: who does not read it is closed as soon.
#[test]
fn who_does_not_read_links_is_closed_by_what_they_take() {
    let limits = Limits {
        unseen: 64 * 1024,
        ..Limits::default()
    };
    let (mut table, mut store) = (Table::of(limits), Store::new());
    for (who, hello) in [
        ("ana", json!({})),
        ("bot", json!({"files": "links"})),
        ("bo", json!({})),
    ] {
        table.comes(who, hello);
    }
    let name = "\u{10ffff}".repeat(120);
    let ids = ["a", "b", "c", "d", "e"].map(|cid| named(&mut table, &mut store, cid, &name));
    let seq = says(&mut table, "ana", &ids)["seq"].clone();
    for n in 0..20 {
        assert_eq!(table.closed("bo"), None);
        table.does(
            "ana",
            json!({"type": "edit", "seq": seq, "text": format!("{n}")}),
        );
    }
    assert_eq!(table.closed("bot"), Some(1013));
    let sent: usize = table
        .gets("bot")
        .iter()
        .map(|event| event.to_string().len())
        .sum();
    assert!(sent < 100 * 1024, "{sent}");
}

/// So many sockets want to be told of files in texts.
fn bots(world: &mut crate::world::World, network: Option<&str>, numbers: Range<usize>) {
    for n in numbers {
        let (session, _) = world.open_from(network);
        let name = format!("Bot {} {n}", network.unwrap_or_default());
        let hello = json!({"type": "hello", "v": 1, "name": name, "files": "links"});
        world.frame(session, hello.to_string());
        world.pass(100);
    }
}

#[test]
fn so_many_are_told_of_files_in_texts_at_most() {
    let mut world = crate::world::World::new(Limits::default());
    let most = limits::LINKED_SESSIONS;
    bots(&mut world, None, 0..most + 20);
    // All others get what everybody gets.
    assert_eq!(world.unsubscribed(), most);
}

#[test]
fn so_many_of_one_network_are_told_of_files_in_texts() {
    let mut world = crate::world::World::new(Limits::default());
    let most = limits::LINKED_SESSIONS_OF_NETWORK;
    bots(&mut world, Some("a"), 0..most + 20);
    assert_eq!(world.unsubscribed(), most);
    bots(&mut world, Some("b"), 0..5);
    assert_eq!(world.unsubscribed(), most + 5);
    // What one has outlasts a sleep, and is no more after it.
    world.hibernate();
    bots(&mut world, Some("c"), 0..1);
    bots(&mut world, Some("a"), 100..101);
    assert_eq!(world.unsubscribed(), most + 6);
}
