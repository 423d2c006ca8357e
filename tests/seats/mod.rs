//! The room of a pair: for the two whose room it is like any other, for everybody else as if it were not there.

use crate::world;

use crate::table;

mod hostile;
mod reports;

use alcove::auth::{Action, Known, TokenKey};
use alcove::limits::Limits;
use alcove::model::{MemberId, Seq};
use alcove::room::{Act, Outcome, Unheard};
use alcove::wire::ErrorCode;
use serde_json::{Value, json};
use table::{Table, key};
use world::World;

const ROOM: &str = "~abcdefghijklmnopqrstuvwx27";
const ANA: &str = "00000000000000a1";
const BO: &str = "00000000000000b0";
const CY: &str = "00000000000000c7";

fn room_key() -> TokenKey {
    TokenKey::from_random([0xC1; 32])
}

/// What the room where the two met says of this one.
fn letter(version: u64, is_locked: bool) -> Value {
    json!({
        "type": "pair",
        "pair": "p-1",
        "members": [{"id": ANA, "name": "Ana"}, {"id": BO, "name": "Bo"}],
        "met": "tea",
        "key": room_key().to_text(),
        "is_locked": is_locked,
        "version": version,
        "told": version,
    })
}

/// A room that nobody has opened.
fn unused() -> Table {
    Table::around(World::named(ROOM, Limits::default()))
}

fn takes(table: &mut Table, letter: &Value) -> String {
    let (answer, heard) = table.world.receive(&letter.to_string());
    assert!(heard.is_empty(), "nobody is told: {heard:?}");
    answer.expect("an answer")
}

/// That of Ana and Bo.
fn opened() -> Table {
    let mut table = unused();
    assert_eq!(takes(&mut table, &letter(1, false)), "done");
    table
}

fn token_by(table: &Table, key: &TokenKey, id: &str) -> String {
    let member = MemberId::parse(id).expect("an id");
    let since = Seq::default();
    key.sign(Known { member, since }, table.world.now)
}

/// As the room where the two met signs it.
fn token(table: &Table, id: &str) -> String {
    token_by(table, &room_key(), id)
}

fn comes(table: &mut Table, who: &'static str, id: &str) -> Value {
    let token = token(table, id);
    table.comes(who, json!({"token": token}))
}

/// With both of them in it.
fn talk() -> Table {
    let mut table = opened();
    assert_eq!(comes(&mut table, "ana", ANA)["type"], "welcome");
    assert_eq!(comes(&mut table, "bo", BO)["type"], "welcome");
    table
}

/// Everything that a socket got until it was closed, or ten seconds were over.
fn outcome(table: &mut Table, who: &'static str, hello: Value) -> (Vec<Value>, Option<u16>) {
    table.opens(who);
    let mut got = vec![table.says_hello(who, hello)];
    got.extend(table.gets(who));
    got.retain(|event| !event.is_null());
    table.passes(10_000);
    got.extend(table.gets(who));
    (got, table.closed(who))
}

#[test]
fn the_welcome_says_with_whom_and_from_where() {
    let mut table = opened();
    let welcome = comes(&mut table, "ana", ANA);
    assert_eq!(welcome["type"], "welcome", "{welcome}");
    assert_eq!(welcome["room"], ROOM);
    assert_eq!(welcome["you"]["id"], ANA);
    assert_eq!(welcome["you"]["name"], "ana", "as it said hello");
    assert_eq!(welcome["you"]["role"], "member");
    assert_eq!(welcome["settings"], json!({}));
    for absent in ["pinned", "desk"] {
        assert_eq!(welcome[absent], Value::Null, "{absent}");
    }
    let pair = json!({"pair": "p-1", "with": {"id": BO, "name": "Bo"}, "room": "tea"});
    assert_eq!(welcome["pair"], pair);
    // Its own token serves as well as that of the room where they met.
    let again = table.comes_back("ana", json!({}));
    assert_eq!(again["you"]["id"], ANA);
    let other = comes(&mut table, "bo", BO);
    assert_eq!(other["pair"]["with"], json!({"id": ANA, "name": "Ana"}));
    assert_eq!(other["pair"]["pair"], "p-1");
}

#[test]
fn who_has_no_seat_learns_the_same_of_every_name() {
    let other_key = TokenKey::from_random([8; 32]);
    type Said = fn(&Table, &TokenKey) -> Value;
    let hellos: [(&str, Said); 9] = [
        ("no token", |_, _| json!({})),
        ("a bad name", |_, _| json!({"name": ""})),
        ("a key", |_, _| json!({"key": key("k"), "cid": "c"})),
        ("create", |_, _| json!({"key": key("k"), "create": {}})),
        (
            "bad settings",
            |_, _| json!({"key": "short", "create": {"settings": {"x": 1}}}),
        ),
        ("no token of any room", |_, _| json!({"token": "v2.x"})),
        (
            "that of another room",
            |table, other| json!({"token": token_by(table, other, ANA)}),
        ),
        ("no form", |_, _| json!({"key": 5})),
        ("another version", |_, _| json!({"v": 2})),
    ];
    for (what, hello) in hellos {
        let (mut used, mut unused) = (talk(), unused());
        assert_eq!(used.operates(Act::Close), Outcome::Done);
        used.operates(Act::Reopen);
        let said = hello(&used, &other_key);
        let in_used = outcome(&mut used, "cy", said.clone());
        let in_unused = outcome(&mut unused, "cy", said);
        assert_eq!(in_used, in_unused, "{what}");
        assert!(!in_used.0.iter().any(|event| event["type"] == "welcome"));
        assert!(
            !unused.world.sqlite.has_table("meta"),
            "{what}: nothing begins"
        );
        let code = in_used.0.first().map(|event| event["code"].clone());
        match what {
            "no form" => assert_eq!(code, Some(json!("bad_hello"))),
            "another version" => assert_eq!(code, Some(json!("unsupported_version"))),
            _ if what.contains("room") => assert_eq!(in_used, (vec![], Some(4401)), "{what}"),
            _ => {
                assert_eq!(code, Some(json!("key_needed")), "{what}");
                assert_eq!(in_used.1, Some(4403), "{what}");
            }
        }
    }
}

#[test]
fn a_room_that_is_closed_or_locked_says_so_to_nobody_else() {
    let mut table = talk();
    takes(&mut table, &letter(2, true));
    table.operates(Act::Close);
    let refused = outcome(&mut table, "cy", json!({}));
    assert_eq!(refused, outcome(&mut unused(), "cy", json!({})));
    let ana = token(&table, ANA);
    let closed = outcome(&mut table, "ana", json!({"token": ana}));
    assert_eq!(closed.0[0]["code"], "room_closed");
    assert_eq!(closed.1, Some(4403));
}

#[test]
fn who_said_hello_without_a_token_may_say_it_again() {
    let mut table = opened();
    assert_eq!(table.comes("ana", json!({}))["code"], "key_needed");
    let token = token(&table, ANA);
    assert_eq!(
        table.says_hello("ana", json!({"token": token}))["type"],
        "welcome"
    );
    // The token is judged before the name.
    let foreign = token_by(&table, &TokenKey::from_random([8; 32]), ANA);
    table.comes("cy", json!({"name": "", "token": foreign}));
    assert_eq!(table.closed("cy"), Some(4401));
    assert_eq!(
        table.comes("bo", json!({"name": "", "token": token}))["code"],
        "name_invalid"
    );
}

#[test]
fn a_token_under_its_key_is_not_enough_for_a_third() {
    let mut table = talk();
    comes(&mut table, "cy", CY);
    assert_eq!(table.closed("cy"), Some(4401));
    let token = token(&table, CY);
    let now = table.world.now;
    let asked = table.world.room().asker(now, Some(&token), Action::Read);
    assert_eq!(asked, Err(Unheard::Refused(ErrorCode::KeyNeeded)));
}

#[test]
fn by_http_the_two_read_and_nobody_else() {
    let needed = Err(Unheard::Refused(ErrorCode::KeyNeeded));
    let mut table = talk();
    table.does("ana", json!({"type": "say", "text": "psst"}));
    let (now, ana, own) = (table.world.now, token(&table, ANA), table.token("bo"));
    let foreign = token_by(&table, &TokenKey::from_random([8; 32]), ANA);
    let room = table.world.room();
    for token in [&ana, &own] {
        assert!(room.asker(now, Some(token), Action::Read).is_ok());
        for action in [Action::Export, Action::Import, Action::Wipe] {
            let asked = room.asker(now, Some(token), action);
            assert_eq!(asked, Err(Unheard::Refused(ErrorCode::Forbidden)));
        }
    }
    let mut unused = unused();
    unused.opens("cy");
    for token in [None, Some(foreign.as_str()), Some("v2.x"), Some("")] {
        for action in [Action::Read, Action::Export] {
            assert_eq!(table.world.room().asker(now, token, action), needed);
            assert_eq!(unused.world.room().asker(now, token, action), needed);
        }
    }
    table.operates(Act::Close);
    let room = table.world.room();
    assert_eq!(room.asker(now, None, Action::Read), needed);
    let closed = Err(Unheard::Refused(ErrorCode::RoomClosed));
    assert_eq!(room.asker(now, Some(&ana), Action::Read), closed);
}

#[test]
fn the_two_talk_as_in_any_room() {
    let mut table = talk();
    let said = table.does("ana", json!({"type": "say", "text": "hello"}));
    assert_eq!(
        (&said["seq"], &said["from"]["id"]),
        (&json!(1), &json!(ANA))
    );
    assert_eq!(said["from"]["role"], Value::Null);
    assert_eq!(table.gets_a("bo", "message")["text"], "hello");
    let reacted = table.does(
        "bo",
        json!({"type": "react", "seq": 1, "emoji": "👍", "on": true}),
    );
    assert_eq!(reacted["type"], "reacted");
    assert_eq!(
        table.does("ana", json!({"type": "edit", "seq": 1, "text": "hi"}))["type"],
        "edited"
    );
    for (frame, code) in [
        (json!({"type": "delete", "seq": 1}), "not_yours"),
        (json!({"type": "edit", "seq": 1, "text": "no"}), "not_yours"),
        (json!({"type": "delete", "seq": 99}), "not_found"),
    ] {
        assert_eq!(table.code("bo", frame.clone()), code, "{frame}");
    }
    assert_eq!(
        table.does("ana", json!({"type": "delete", "seq": 1}))["type"],
        "deleted"
    );
    // Names by the rules of every room.
    let taken = table.sends("bo", json!({"type": "rename", "name": "ANA", "ref": "r"}));
    assert_eq!(taken[0]["code"], "name_taken");
    let renamed = table.sends("bo", json!({"type": "rename", "name": "Bob", "ref": "r"}));
    assert!(renamed.iter().any(|event| event["type"] == "renamed"));
    // Which changes nothing of how each knows the other.
    let welcome = table.comes_back("ana", json!({}));
    assert_eq!(welcome["pair"]["with"]["name"], "Bo");
    assert_eq!(welcome["members"][1]["name"], "Bob");
}

#[test]
fn what_waits_for_who_is_away() {
    let mut table = opened();
    comes(&mut table, "ana", ANA);
    table.does("ana", json!({"type": "say", "text": "are you there?"}));
    table.leaves("ana");
    table.passes(60_000);
    table.world.hibernate();
    let welcome = comes(&mut table, "bo", BO);
    assert_eq!((&welcome["seq"], &welcome["count"]), (&json!(1), &json!(1)));
    assert_eq!(
        table.gets_a("bo", "history")["events"][0]["text"],
        "are you there?"
    );
}

#[test]
fn nobody_looks_after_it() {
    let mut table = talk();
    table.does("bo", json!({"type": "say", "text": "hello"}));
    let hash = "0a".repeat(32);
    for frame in [
        json!({"type": "role", "member": BO, "role": "owner"}),
        json!({"type": "role"}),
        json!({"type": "pin", "seq": 1, "on": true}),
        json!({"type": "clear", "member": BO}),
        json!({"type": "mute", "member": BO, "for": 60}),
        json!({"type": "remove", "member": BO}),
        json!({"type": "restore", "member": BO}),
        json!({"type": "admit", "member": CY}),
        json!({"type": "deny", "member": CY}),
        json!({"type": "shield", "on": true}),
        json!({"type": "mint", "hash": hash, "role": "member"}),
        json!({"type": "revoke", "key": 1}),
        json!({"type": "settings", "set": {"title": "us"}}),
        json!({"type": "settings", "set": {"keep": 60, "title": "us"}}),
        json!({"type": "settings", "set": {"access": "open"}}),
        json!({"type": "direct", "to": BO}),
        json!({"type": "direct", "pair": "p-1", "answer": "block"}),
        json!({"type": "direct"}),
    ] {
        let before = table.world.sqlite.dump();
        for who in ["ana", "bo"] {
            assert_eq!(table.code(who, frame.clone()), "forbidden", "{frame}");
        }
        assert_eq!(table.world.sqlite.dump(), before, "{frame}");
        table.passes(1_000);
    }
    let desk = table.sends(
        "ana",
        json!({"type": "desk", "what": "reports", "ref": "d"}),
    );
    assert_eq!(
        (&desk[0]["code"], &desk[0]["ref"]),
        (&json!("forbidden"), &json!("d"))
    );
}

#[test]
fn either_says_how_long_messages_are_kept() {
    let mut table = talk();
    table.does("ana", json!({"type": "say", "text": "secret"}));
    let set = table.does("bo", json!({"type": "settings", "set": {"keep": 60}}));
    assert_eq!(
        (&set["type"], &set["set"]),
        (&json!("settings"), &json!({"keep": 60}))
    );
    assert_eq!(table.gets_a("ana", "settings")["from"]["id"], BO);
    for (set, code) in [
        (json!({"keep": 60}), "no_change"),
        (json!({"keep": 1}), "setting_invalid"),
        (json!({"kept": 60}), "setting_invalid"),
    ] {
        let frame = json!({"type": "settings", "set": set});
        assert_eq!(table.code("ana", frame), code, "{set}");
    }
    assert_eq!(table.world.sqlite.count("audit", "1"), 0);
    table.world.hibernate();
    let welcome = table.comes_back("ana", json!({}));
    assert_eq!(welcome["settings"], json!({"keep": 60}));
    let set = table.does("ana", json!({"type": "settings", "set": {"keep": null}}));
    assert_eq!(set["set"], json!({"keep": 0}));
    table.does("bo", json!({"type": "settings", "set": {"keep": 60}}));
    table.passes(7_200_000);
    assert_eq!(table.world.sqlite.count("message", "1"), 0, "it is gone");
    assert_eq!(table.world.sqlite.count("change", "1"), 0);
}

#[test]
fn settings_that_cannot_be_stored_are_not_there() {
    let mut table = talk();
    table.world.sqlite.batch(
        "CREATE TRIGGER refuse BEFORE INSERT ON change BEGIN SELECT RAISE(ABORT, 'refused'); END",
    );
    let frame = json!({"type": "settings", "set": {"keep": 60}});
    assert_eq!(table.code("ana", frame.clone()), "storage_failed");
    table.world.sqlite.batch("DROP TRIGGER refuse");
    assert_eq!(table.comes_back("bo", json!({}))["settings"], json!({}));
    assert_eq!(table.does("ana", frame)["type"], "settings");
}

#[test]
fn in_a_locked_room_nobody_writes_and_nothing_tells() {
    let mut table = talk();
    let say = json!({"type": "say", "cid": "s1", "text": "hello"});
    let said = table.does("ana", say.clone());
    table.gets("bo");
    assert_eq!(takes(&mut table, &letter(2, true)), "done");
    table.passes(1_000);
    for who in ["ana", "bo"] {
        assert_eq!(table.gets(who), Vec::<Value>::new(), "nothing tells");
    }
    table.world.hibernate();
    for who in ["ana", "bo"] {
        for frame in [
            json!({"type": "say", "text": "more"}),
            json!({"type": "edit", "seq": 1, "text": "more"}),
            json!({"type": "react", "seq": 1, "emoji": "👍", "on": true}),
        ] {
            assert_eq!(table.code(who, frame.clone()), "forbidden", "{who} {frame}");
        }
    }
    // What was said before is said, and stays.
    assert_eq!(table.does("ana", say), said);
    for who in ["ana", "bo"] {
        table.gets(who);
    }
    let (open, locked) = (
        comes(&mut talk(), "bo", BO),
        table.comes_back("bo", json!({})),
    );
    let fields = |welcome: &Value| -> Vec<String> {
        welcome
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect()
    };
    assert_eq!(fields(&open), fields(&locked));
    assert_eq!(open["pair"], locked["pair"]);
    takes(&mut table, &letter(3, false));
    assert_eq!(
        table.does("bo", json!({"type": "say", "text": "again"}))["type"],
        "message"
    );
}

#[test]
fn in_a_locked_room_nothing_reaches_the_other_and_nothing_goes() {
    let mut table = talk();
    table.does("bo", json!({"type": "say", "text": "evidence"}));
    table.does("ana", json!({"type": "say", "text": "threat"}));
    takes(&mut table, &letter(2, true));
    for who in ["ana", "bo"] {
        table.gets(who);
    }
    for frame in [
        json!({"type": "settings", "set": {"keep": 60}}),
        json!({"type": "settings", "set": {}}),
    ] {
        assert_eq!(table.code("ana", frame.clone()), "forbidden", "{frame}");
    }
    let others = json!({"type": "delete", "seq": 1});
    assert_eq!(table.code("ana", others), "not_yours");
    let refused = table.sends("ana", json!({"type": "rename", "name": "Read this"}));
    assert_eq!(refused[0]["code"], "forbidden");
    assert_eq!(
        table.sends("ana", json!({"type": "typing"})),
        [] as [Value; 0]
    );
    assert_eq!(table.gets("bo"), [] as [Value; 0]);
    // It comes back by another name, and is called as before; also once it was gone.
    let token = table.token("ana");
    table.leaves("ana");
    let welcome = table.comes_back("ana", json!({"name": "You cannot"}));
    assert_eq!(welcome["you"]["name"], "ana");
    assert_eq!(table.gets("bo"), [] as [Value; 0]);
    table.leaves("ana");
    table.passes(60_000);
    assert_eq!(table.gets_a("bo", "leave")["member"]["name"], "ana");
    for _ in 0..2 {
        let welcome = table.comes("ana", json!({"token": token, "name": "hide from me"}));
        assert_eq!(welcome["you"]["name"], "Ana");
        table.world.hibernate();
    }
    assert_eq!(table.gets_a("bo", "join")["member"]["name"], "Ana");
    // Nor is a new name told where the two met.
    let mut other = letter(2, true);
    other["members"][0]["name"] = json!("I know");
    other["told"] = json!(9);
    takes(&mut table, &other);
    other["version"] = json!(3);
    takes(&mut table, &other);
    let welcome = table.comes_back("bo", json!({}));
    assert_eq!(welcome["pair"]["with"], json!({"id": ANA, "name": "Ana"}));
    let page = table.sends("bo", json!({"type": "history"}));
    assert_eq!(page[0]["events"].as_array().map(Vec::len), Some(2));
    // Once that has ended, all is as before.
    other["version"] = json!(4);
    other["is_locked"] = json!(false);
    takes(&mut table, &other);
    let welcome = table.comes_back("bo", json!({}));
    assert_eq!(welcome["pair"]["with"]["name"], "I know");
    assert_eq!(
        table.does("ana", json!({"type": "delete", "seq": 2}))["type"],
        "deleted"
    );
    let renamed = table.sends("ana", json!({"type": "rename", "name": "Anna"}));
    assert_eq!(renamed[0]["type"], "renamed");
}

/// The two may have been called the same, at different times.
#[test]
fn in_a_locked_room_both_come_in_whatever_they_are_called() {
    let mut table = unused();
    let mut same = letter(1, true);
    same["members"][1]["name"] = json!("Ana");
    takes(&mut table, &same);
    assert_eq!(comes(&mut table, "ana", ANA)["you"]["name"], "Ana");
    let welcome = comes(&mut table, "bo", BO);
    assert_eq!(welcome["type"], "welcome", "{welcome}");
    assert_ne!(welcome["you"]["name"], "Ana");
}

#[test]
fn an_older_letter_changes_nothing_and_one_said_again_neither() {
    let mut table = talk();
    let renamed = |version, is_locked| {
        let mut letter = letter(version, is_locked);
        letter["members"][1]["name"] = json!("Robert");
        letter
    };
    assert_eq!(takes(&mut table, &renamed(5, true)), "done");
    let kept = table.world.sqlite.meta("pair");
    for older in [letter(1, false), letter(4, false), renamed(5, true)] {
        let statements = table.world.sqlite.statements.get();
        assert_eq!(takes(&mut table, &older), "done");
        assert_eq!(table.world.sqlite.meta("pair"), kept);
        let spent = table.world.sqlite.statements.get() - statements;
        assert!(spent <= 1, "{spent}");
    }
    table.world.crash();
    assert_eq!(takes(&mut table, &letter(4, false)), "done");
    assert_eq!(table.world.sqlite.meta("pair"), kept);
    let welcome = comes(&mut table, "ana", ANA);
    assert_eq!(welcome["pair"]["with"]["name"], "Robert");
    assert_eq!(
        table.code("ana", json!({"type": "say", "text": "x"})),
        "forbidden"
    );
}

#[test]
fn letters_that_make_no_sense_open_nothing() {
    for (field, value) in [
        ("key", json!("short")),
        ("key", json!(null)),
        ("members", json!([{"id": ANA, "name": "Ana"}])),
        (
            "members",
            json!([{"id": ANA, "name": "Ana"}, {"id": "b", "name": "Bo"}]),
        ),
        ("met", json!("t e a")),
        ("version", json!("1")),
        ("type", json!("pear")),
    ] {
        let mut table = unused();
        let mut bad = letter(1, false);
        bad[field] = value;
        assert_ne!(takes(&mut table, &bad), "done", "{field}");
        assert!(!table.world.sqlite.has_table("meta"), "{field}");
    }
    // Nor does one to a room that no pair can have.
    let mut table = Table::new();
    assert_eq!(takes(&mut table, &letter(1, false)), "not_found");
    assert!(!table.world.sqlite.has_table("meta"));
    let welcome = table.comes("ana", json!({}));
    assert_eq!(welcome["pair"], Value::Null);
}

#[test]
fn a_room_that_cannot_be_begun_is_begun_by_the_next_letter() {
    let mut table = unused();
    table.world.sqlite.batch("CREATE TABLE member (x)");
    assert_eq!(takes(&mut table, &letter(1, false)), "failed");
    comes(&mut table, "ana", ANA);
    assert_eq!(table.closed("ana"), Some(4401));
    table.world.sqlite.batch("DROP TABLE member");
    assert_eq!(takes(&mut table, &letter(1, false)), "done");
    assert_eq!(comes(&mut table, "ana", ANA)["type"], "welcome");
}

#[test]
fn it_sleeps_and_comes_back_as_it_was() {
    let mut table = talk();
    table.does("ana", json!({"type": "say", "text": "hello"}));
    table.world.hibernate();
    assert_eq!(
        table.does("bo", json!({"type": "say", "text": "hi"}))["seq"],
        2
    );
    table.world.crash();
    let welcome = table.comes_back("ana", json!({}));
    assert_eq!(
        (&welcome["seq"], &welcome["pair"]["pair"]),
        (&json!(2), &json!("p-1"))
    );
    // A greeting goes on through a sleep, in a used room as in an unused one.
    for mut table in [opened(), unused()] {
        table.opens("cy");
        table.world.hibernate();
        assert_eq!(table.says_hello("cy", json!({}))["code"], "key_needed");
        table.world.hibernate();
        assert_eq!(table.says_hello("cy", json!({}))["code"], "key_needed");
        table.passes(10_000);
        assert_eq!(table.closed("cy"), Some(4403));
    }
}

#[test]
fn a_row_that_cannot_be_read_opens_nothing() {
    for damage in [
        "UPDATE meta SET value = 'x' WHERE key = 'pair'",
        "UPDATE meta SET value = '{}' WHERE key = 'pair'",
        "UPDATE meta SET value = replace(value, 'is_locked\":false', 'is_locked\":0') WHERE key = 'pair'",
        "UPDATE meta SET value = replace(value, '00000000000000b0', '00000000000000a1') WHERE key = 'pair'",
        "DELETE FROM meta WHERE key = 'pair'",
    ] {
        let mut table = talk();
        table.world.hibernate();
        table.world.sqlite.batch(damage);
        table.passes(1_000);
        table.sends_only("ana", json!({"type": "say", "cid": "x", "text": "hello"}));
        assert_eq!(table.closed("ana"), Some(1011), "{damage}");
        assert_eq!(table.closed("bo"), Some(1011), "{damage}");
        comes(&mut table, "ana", ANA);
        assert_eq!(table.closed("ana"), Some(1011), "the client comes back");
        assert_eq!(
            outcome(&mut table, "cy", json!({})),
            outcome(&mut unused(), "cy", json!({})),
            "{damage}"
        );
        let (now, token) = (table.world.now, token(&table, ANA));
        let asked = table.world.room().asker(now, Some(&token), Action::Read);
        assert_eq!(asked, Err(Unheard::Failed));
        assert!(
            table
                .world
                .reported
                .iter()
                .any(|what| what.contains("meta pair"))
        );
        // What the other room says next mends it.
        assert_eq!(takes(&mut table, &letter(1, false)), "done");
        assert_eq!(comes(&mut table, "ana", ANA)["type"], "welcome");
    }
}

#[test]
fn its_operator_ends_it_and_sees_nothing_of_it() {
    let mut table = talk();
    table.does("ana", json!({"type": "say", "text": "secret"}));
    let state: Value = serde_json::from_str(&table.world.room().state()).expect("JSON");
    let fields: Vec<&String> = state.as_object().expect("an object").keys().collect();
    assert_eq!(fields, ["bytes", "closed", "exists", "room"]);
    assert_eq!(state["exists"], true);
    assert_eq!(
        table.operates(Act::Erase(Seq::from_number(1))),
        Outcome::Done
    );
    assert_eq!(table.gets_a("bo", "deleted")["target"], 1);
    assert_eq!(table.operates(Act::Delete), Outcome::Done);
    assert_eq!(table.closed("ana"), Some(4410));
    // From then on it is as any other that was never used.
    let again = table.comes_back("ana", json!({}));
    assert_eq!((again, table.closed("ana")), (Value::Null, Some(4401)));
    assert_eq!(
        outcome(&mut table, "cy", json!({})),
        outcome(&mut unused(), "cy", json!({}))
    );
    // Until the two open it again, where they met.
    assert_eq!(takes(&mut table, &letter(1, false)), "done");
    assert_eq!(comes(&mut table, "ana", ANA)["seq"], 0);
}

#[test]
fn where_rooms_have_to_be_created_a_pair_still_has_its_own() {
    let limits = Limits {
        created_only: true,
        ..Limits::default()
    };
    let mut table = Table::around(World::named(ROOM, limits));
    assert_eq!(table.comes("cy", json!({}))["code"], "key_needed");
    takes(&mut table, &letter(1, false));
    assert_eq!(comes(&mut table, "ana", ANA)["type"], "welcome");
}

#[test]
fn who_never_came_in_is_mentioned_by_the_name_of_its_seat() {
    let mut table = opened();
    let bo = token(&table, BO);
    table.comes("watch", json!({"watch": true, "token": bo}));
    table.gets("watch");
    comes(&mut table, "ana", ANA);
    table.does("ana", json!({"type": "say", "text": "are you there, @bo?"}));
    table.passes(2_000);
    assert_eq!(table.gets_a("watch", "head")["mentions"], 1);
    table.world.hibernate();
    table.does("ana", json!({"type": "say", "text": "@Bo!"}));
    table.passes(2_000);
    assert_eq!(table.gets_a("watch", "head")["mentions"], 2);
}

#[test]
fn it_is_watched_with_its_token() {
    let mut table = talk();
    table.leaves("bo");
    table.passes(20_000);
    let (ana, bo) = (token(&table, ANA), token(&table, BO));
    let welcome = table.comes("watch", json!({"watch": true, "token": bo}));
    assert_eq!(
        (&welcome["type"], &welcome["you"]["id"]),
        (&json!("welcome"), &json!(BO))
    );
    assert_eq!(welcome.get("members"), None);
    assert_eq!(table.gets_a("watch", "head")["unread"], 0);
    table.does("ana", json!({"type": "say", "text": "are you there, @bo?"}));
    table.passes(2_000);
    let head = table.gets_a("watch", "head");
    assert_eq!(
        (&head["unread"], &head["preview"]["from"]["id"]),
        (&json!(1), &json!(ANA))
    );
    let forbidden = table.does("watch", json!({"type": "say", "text": "x"}));
    assert_eq!(forbidden["code"], "forbidden");
    // By nobody else, in the words in which anybody else is refused.
    for (fields, code) in [
        (json!({"watch": true}), json!("key_needed")),
        (json!({"watch": true, "key": key("k")}), json!("key_needed")),
    ] {
        assert_eq!(table.comes("cy", fields)["code"], code);
    }
    let foreign = token_by(&table, &TokenKey::from_random([8; 32]), ANA);
    table.operates(Act::Close);
    let closed = table.comes("watch", json!({"watch": true, "token": ana}));
    assert_eq!(closed["code"], "room_closed");
    table.operates(Act::Reopen);
    table.comes("watch", json!({"watch": true, "token": ana}));
    table.comes("cy", json!({"watch": true, "token": foreign}));
    assert_eq!(table.closed("cy"), Some(4401));
    // And not where it cannot be read whose room it is.
    table.world.hibernate();
    table
        .world
        .sqlite
        .batch("UPDATE meta SET value = 'x' WHERE key = 'pair'");
    table.comes("ana", json!({"token": ana}));
    assert_eq!(table.closed("watch"), Some(1011));
}
