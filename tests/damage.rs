//! Logs whose rows were damaged: nothing panics, what is sound is there, the room goes on, and
//! whoever runs the server is told what makes no sense and where, without a word of anybody's.

use crate::world;

use alcove::limits::{self, Limits};
use alcove::log::{Log, LogError};
use alcove::model::{MemberName, RoomName, SessionId};
use serde_json::{Value, json};
use world::{Delivery, What, World};

/// Lets a table take values of any type, as a damaged file may have them.
const LOOSE: &str = "CREATE TABLE loose AS SELECT * FROM message; DROP TABLE message;
    ALTER TABLE loose RENAME TO message; CREATE TABLE loose AS SELECT * FROM change;
    DROP TABLE change; ALTER TABLE loose RENAME TO change;";

/// What may become of a message, and of a change: whether it is lost, and what is told of it.
const DAMAGES: &[(&str, bool, &str)] = &[
    (
        "UPDATE message SET member = 'secret' WHERE seq = 3",
        true,
        "message cannot be read: seq 3",
    ),
    (
        "UPDATE message SET at = -1 WHERE seq = 3",
        true,
        "message cannot be read: seq 3",
    ),
    (
        "UPDATE message SET reply_to = -7 WHERE seq = 3",
        true,
        "message cannot be read: seq 3",
    ),
    (
        "UPDATE message SET text = NULL WHERE seq = 3",
        true,
        "message cannot be read: seq 3",
    ),
    (
        "UPDATE message SET text = x'00ff' WHERE seq = 3",
        true,
        "message cannot be read: seq 3",
    ),
    (
        "UPDATE message SET at = 'soon' WHERE seq = 3",
        true,
        "message cannot be read: seq 3",
    ),
    (
        "UPDATE message SET cid = x'01' WHERE seq = 3",
        true,
        "message cannot be read: seq 3",
    ),
    (
        "UPDATE message SET deleted = NULL WHERE seq = 3",
        true,
        "message cannot be read: seq 3",
    ),
    (
        "UPDATE message SET reactions = '{' WHERE seq = 3",
        false,
        "reactions cannot be read: seq 3",
    ),
    (
        "UPDATE message SET reactions = '[1]' WHERE seq = 3",
        false,
        "reactions cannot be read: seq 3",
    ),
    (
        "UPDATE message SET reactions = '{\"a\":[\"secret\"]}' WHERE seq = 3",
        false,
        "reactions cannot be read: seq 3",
    ),
    (
        "DELETE FROM message WHERE seq = 3",
        true,
        "log cannot be read: seq 3",
    ),
    (
        "UPDATE message SET seq = -3 WHERE seq = 3",
        true,
        "log cannot be read: seq 3",
    ),
    (
        "UPDATE change SET kind = 'sung' WHERE seq = 4",
        false,
        "change cannot be read: seq 4",
    ),
    (
        "UPDATE change SET target = -1 WHERE seq = 4",
        false,
        "change cannot be read: seq 4",
    ),
    (
        "UPDATE change SET member = 7 WHERE seq = 4",
        false,
        "change cannot be read: seq 4",
    ),
    (
        "DELETE FROM change WHERE seq = 4",
        false,
        "log cannot be read: seq 4",
    ),
];

#[test]
fn a_damaged_row_loses_what_is_in_it_and_nothing_else() {
    for (damage, is_lost, told) in DAMAGES {
        let (mut world, ana, token) = room();
        let epoch = world.room().log().epoch().to_owned();
        world.sqlite.batch(LOOSE);
        world.sqlite.batch(damage);
        world.crash();
        assert!(!world.is_open(ana));
        // A newcomer gets the others on a page.
        let (_, heard) = arrives(&mut world, json!({"name": "Ben"}));
        let page = heard.iter().find(|event| event["type"] == "history");
        let page = page.expect("a page")["events"].as_array().expect("events");
        let seqs: Vec<u64> = page
            .iter()
            .filter_map(|event| event["seq"].as_u64())
            .collect();
        let wanted: &[u64] = if *is_lost { &[1, 2, 5] } else { &[1, 2, 3, 5] };
        assert_eq!(seqs, wanted, "{damage}");
        // Who comes back gets everything in order, and what is lost is deleted.
        let back = json!({"name": "Ana", "token": token, "epoch": epoch, "after": 1});
        let (ana, heard) = arrives(&mut world, back);
        let replay: Vec<&Value> = heard
            .iter()
            .filter(|event| !event["at"].is_null())
            .collect();
        let replay: Vec<&&Value> = replay
            .iter()
            .filter(|event| event["cid"].is_string())
            .collect();
        let seqs: Vec<u64> = replay
            .iter()
            .filter_map(|event| event["seq"].as_u64())
            .collect();
        assert_eq!(seqs, [2, 3, 4, 5], "{damage}");
        if *is_lost {
            assert_eq!(
                (&replay[1]["type"], &replay[1]["target"]),
                (&json!("deleted"), &json!(3))
            );
        }
        // Everyone talks on, and is understood.
        for number in 0..6 {
            let say = json!({"type": "say", "cid": format!("new-{number}"), "text": "on"});
            let heard = events(ana, &world.frame(ana, say.to_string()));
            let heard = [heard, events(ana, &world.pass(1_000))].concat();
            assert_eq!(heard[0]["seq"], 6 + number, "{damage}: {heard:?}");
        }
        let reports: Vec<&String> = world
            .reported
            .iter()
            .filter(|line| line.contains(told))
            .collect();
        assert!(!reports.is_empty(), "{damage}: {:?}", world.reported);
        let all = world.reported.join("\n");
        assert!(!all.contains("secret") && !all.contains("hello"), "{all}");
    }
}

#[test]
fn each_damage_is_told_once_while_the_room_is_awake() {
    let (mut world, ana, _) = room();
    world
        .sqlite
        .batch("UPDATE message SET member = '' WHERE seq < 4");
    for _ in 0..5 {
        world.frame(ana, r#"{"type":"history"}"#);
        world.pass(1_000);
    }
    let mut told = world.reported.clone();
    told.sort();
    assert_eq!(
        told,
        [1, 2, 3].map(|seq| format!("a row of message cannot be read: seq {seq}"))
    );
    world.pass(20_000);
    world.hibernate();
    world.frame(ana, r#"{"type":"history"}"#);
    assert_eq!(world.reported.len(), 6, "again after a sleep");
}

#[test]
fn of_much_damage_the_operator_is_told_a_little() {
    let (mut world, ana, _) = room();
    for seq in 6..=limits::DAMAGE_TOLD + 10 {
        let frame = json!({"type": "say", "cid": format!("{seq}"), "text": "hello"});
        world.frame(ana, frame.to_string());
        world.pass(1_000);
    }
    for newer_than in [20, 10, 0] {
        let damage = format!("UPDATE message SET member = '' WHERE seq > {newer_than}");
        world.sqlite.batch(&damage);
        world.frame(ana, r#"{"type":"history","limit":100}"#);
        world.pass(1_000);
    }
    assert_eq!(world.reported.len(), limits::DAMAGE_TOLD);
}

#[test]
fn members_in_grace_and_reserved_names_are_kept_row_by_row() {
    let (mut world, ana, _) = room();
    world.sqlite.batch(
        "INSERT INTO grace (member, name, until) VALUES ('000000000000000a', 'Zoë', 99000000), ('nobody', 'X', 1),
            ('000000000000000b', '', 5), ('000000000000000c', 'Cem', -5);
         INSERT INTO reserved VALUES (1, '000000000000000d', 99000000), (2, 'nobody', 99000000),
            (-3, '000000000000000d', 5), (4, '000000000000000d', -5)",
    );
    world.pass(20_000);
    world.hibernate();
    let log = world.room().log();
    let grace: Vec<String> = (log.grace().expect("read").iter())
        .map(|row| row.name.as_str().to_owned())
        .collect();
    assert_eq!(grace, ["Zoë"]);
    let ana_name = MemberName::parse("Ana").expect("a name").id();
    let names: Vec<u64> = (log.all_reserved().expect("read").iter())
        .map(|row| row.name.to_number())
        .collect();
    assert_eq!(names.len(), 2, "hers and the sound one: {names:?}");
    assert!(names.contains(&1) && names.contains(&ana_name.to_number()));
    let heard = world.frame(ana, r#"{"type":"say","cid":"on","text":"on"}"#);
    assert_eq!(events(ana, &heard)[0]["text"], "on");
    let told = world.reported.join("\n");
    assert!(
        told.contains("grace") && told.contains("reserved"),
        "{told}"
    );
}

#[test]
fn orders_and_counts_that_make_no_sense_keep_nobody_out() {
    for (key, value) in [
        ("removed", "{"),
        ("removed", "[1,\"x\",\"000000000000000f\"]"),
        ("usage", "much"),
        ("usage", "1 -5 0 0"),
        ("unheard-of", "x"),
    ] {
        let (mut world, ana, _) = room();
        world.sqlite.batch(&format!(
            "INSERT OR REPLACE INTO meta VALUES ('{key}', '{value}')"
        ));
        world.pass(20_000);
        world.hibernate();
        let heard = world.frame(ana, r#"{"type":"say","cid":"on","text":"on"}"#);
        assert_eq!(events(ana, &heard)[0]["text"], "on", "{key} {value}");
        if key != "unheard-of" {
            assert!(world.reported.join("").contains(key), "{value}");
        }
    }
}

/// What a count tells besides: before that no replay may begin.
#[test]
fn a_log_whose_count_makes_no_sense_still_knows_where_it_begins() {
    let (mut world, _, _) = room();
    world.sqlite.batch(
        "DELETE FROM message WHERE seq < 3; DELETE FROM change WHERE seq < 3;
         UPDATE meta SET value = 'much' WHERE key = 'usage'",
    );
    world.pass(20_000);
    world.hibernate();
    let (_, heard) = arrives(&mut world, json!({"name": "Eve"}));
    let welcome = heard.iter().find(|event| event["type"] == "welcome");
    assert_eq!(welcome.expect("a welcome")["first"], 3);
}

#[test]
fn rows_before_the_first_seq_are_not_read() {
    let (mut world, ana, _) = room();
    world.sqlite.batch(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
         INSERT INTO message (seq, at, member, name, cid, text)
         SELECT -i, at, member, name, cid, text
         FROM n, (SELECT * FROM message LIMIT 1)",
    );
    let heard = world.frame(ana, r#"{"type":"history","limit":100}"#);
    let page = &events(ana, &heard)[0];
    assert_eq!(page["more"], false, "{page}");
}

/// Without these nobody knows what the rest means, or whose it is: better no room than a wrong one.
#[test]
fn a_log_without_its_identity_does_not_open_and_says_why() {
    for damage in [
        "UPDATE meta SET value = 'not a key' WHERE key = 'token_key'",
        "DELETE FROM meta WHERE key = 'token_key'",
        "UPDATE meta SET value = '' WHERE key = 'room'",
        "UPDATE meta SET value = '-1' WHERE key = 'schema_version'",
        "UPDATE meta SET value = 'three' WHERE key = 'schema_version'",
    ] {
        let (world, _, _) = room();
        world.sqlite.batch(damage);
        let name = RoomName::parse("tea").expect("a name");
        let before = world.sqlite.dump();
        let error = Log::open(world.sqlite.clone(), Some(&name), [7; 40]).err();
        assert_eq!(error, Some(LogError::Corrupt("meta")), "{damage}");
        assert_eq!(world.sqlite.dump(), before, "{damage}");
    }
}

#[test]
fn a_corrupt_attachment_is_told() {
    let (mut world, ana, _) = room();
    let (ben, _) = arrives(&mut world, json!({"name": "Ben"}));
    world.pass(20_000);
    world.hibernate();
    world.set_attachment(ana, "{}");
    world.frame(ben, r#"{"type":"typing"}"#);
    assert_eq!(
        world.reported,
        ["the attachment of a socket cannot be read"]
    );
    assert!(!world.is_open(ana) && world.is_open(ben));
}

#[test]
fn an_attachment_without_a_possible_name_is_told_too() {
    let (mut world, ana, _) = room();
    world.pass(20_000);
    world.hibernate();
    let attachment = json!({
        "id": ana.number(), "state": "joined", "member": "000000000000000a", "since": 0,
        "name": "", "unseen": 0
    });
    world.set_attachment(ana, &attachment.to_string());
    world.open();
    assert_eq!(
        world.reported,
        ["the attachment of a socket cannot be read"]
    );
    assert!(!world.is_open(ana));
}

/// What stands in the place of a lost message is nothing that its sender waits for.
#[test]
fn a_resend_of_what_is_lost_is_refused_by_its_own_cid() {
    let (mut world, ana, _) = room();
    world
        .sqlite
        .batch("UPDATE message SET member = '' WHERE seq = 3");
    let heard = world.frame(ana, r#"{"type":"say","cid":"3","text":"hello 3"}"#);
    let heard = [events(ana, &heard), events(ana, &world.pass(1_000))].concat();
    assert_eq!(
        heard,
        [json!({
            "type": "error", "code": "not_found", "message": heard[0]["message"],
            "retryable": false, "cid": "3"
        })]
    );
}

/// A room in which Ana said four things and reacted once, and her token.
fn room() -> (World, SessionId, Value) {
    let mut world = World::new(Limits {
        burst: 1_000,
        ..Limits::default()
    });
    let (ana, heard) = arrives(&mut world, json!({"name": "Ana"}));
    let token = heard[0]["you"]["token"].clone();
    for seq in 1..=5 {
        let frame = match seq {
            4 => json!({"type": "react", "cid": "4", "seq": 1, "emoji": "👍", "on": true}),
            _ => json!({"type": "say", "cid": format!("{seq}"), "text": format!("hello {seq}")}),
        };
        world.frame(ana, frame.to_string());
        world.pass(1_000);
    }
    assert_eq!(world.durable_head(), 5);
    (world, ana, token)
}

/// A socket that says hello; what it hears.
fn arrives(world: &mut World, hello: Value) -> (SessionId, Vec<Value>) {
    let mut hello = hello;
    hello["type"] = json!("hello");
    hello["v"] = json!(1);
    let (session, mut heard) = world.open();
    heard.extend(world.frame(session, hello.to_string()));
    heard.extend(world.pass(1_000));
    (session, events(session, &heard))
}

fn events(session: SessionId, deliveries: &[Delivery]) -> Vec<Value> {
    let mine = deliveries
        .iter()
        .filter(|delivery| delivery.to.contains(&session));
    let frames = mine.map(|delivery| match &delivery.what {
        What::Frame(frame) => serde_json::from_str::<Vec<Value>>(frame).expect("events"),
        What::Closed(code) => panic!("closed with {code}"),
    });
    frames.flatten().collect()
}
