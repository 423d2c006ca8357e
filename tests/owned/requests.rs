//! What somebody may by a request, without a socket.

use alcove::auth::Action;
use alcove::limits;
use alcove::model::{PageFrom, Role};
use alcove::room::{Piece, Unheard};
use serde_json::{Value, json};

use super::mint;
use crate::table::{Table, hash, key};
use crate::world::{messages, seq};

/// What whoever brings this token may be for such a request, or status and code of why not.
fn asks(
    table: &mut Table,
    token: Option<&str>,
    action: Action,
) -> Result<Role, (u16, &'static str)> {
    let now = table.world.now;
    let asker = table.world.room().asker(now, token, action);
    asker.map(|asker| asker.role).map_err(Unheard::status)
}

fn reads(table: &mut Table, token: &str) -> Result<Role, (u16, &'static str)> {
    asks(table, Some(token), Action::Read)
}

const UNKNOWN: Result<Role, (u16, &str)> = Err((401, "unauthorized"));

fn no(code: &'static str) -> Result<Role, (u16, &'static str)> {
    Err((403, code))
}

#[test]
fn without_a_token_one_may_read_what_visitors_may() {
    for (access, role) in [
        ("open", Ok(Role::Member)),
        ("read", Ok(Role::Reader)),
        ("ask", UNKNOWN),
        ("closed", UNKNOWN),
    ] {
        let mut table = Table::owned(json!({ "access": access }));
        assert_eq!(asks(&mut table, None, Action::Read), role, "{access}");
        for action in [Action::Export, Action::Wipe] {
            assert_eq!(asks(&mut table, None, action), UNKNOWN, "{access}");
        }
        for token in ["", "x", "v2.x", "v2.0707070707070707.0.99999999999999.AAAA"] {
            assert_eq!(reads(&mut table, token), UNKNOWN, "{access} {token:?}");
        }
    }
}

#[test]
fn each_role_may_what_the_table_says() {
    let mut table = Table::owned(json!({"access": "ask"}));
    for (who, role) in [("bo", "moderator"), ("cy", "member"), ("di", "reader")] {
        mint(&mut table, "ana", role, json!({ "role": role }));
        let welcome = table.comes(who, json!({"key": key(role)}));
        assert_eq!(welcome["you"]["role"], role, "{welcome}");
    }
    let knocking = table.comes("eve", json!({}));
    assert_eq!(knocking["type"], "knocking");
    for (who, role) in [
        ("ana", Role::Owner),
        ("bo", Role::Moderator),
        ("cy", Role::Member),
        ("di", Role::Reader),
    ] {
        let token = table.token(who);
        assert_eq!(reads(&mut table, &token), Ok(role), "{who}");
        for action in [Action::Export, Action::Wipe] {
            let may = match role {
                Role::Owner => Ok(role),
                _ => no("forbidden"),
            };
            assert_eq!(asks(&mut table, Some(&token), action), may, "{who}");
        }
    }
    // Who waits to be let in proves by its token who it is, and nothing else.
    let token = table.token("eve");
    assert_eq!(reads(&mut table, &token), UNKNOWN);
    table.does(
        "ana",
        json!({"type": "settings", "set": {"access": "open"}}),
    );
    assert_eq!(reads(&mut table, &token), UNKNOWN);
}

#[test]
fn a_token_is_judged_also_where_none_is_needed() {
    let mut table = Table::owned(json!({}));
    table.comes("bo", json!({}));
    let (ana, bo) = (table.token("ana"), table.token("bo"));
    assert_eq!(reads(&mut table, &bo), Ok(Role::Member));
    let remove = |ban: Value, table: &mut Table| {
        let mut frame = json!({"type": "remove", "member": table.id("bo")});
        if !ban.is_null() {
            frame["ban"] = ban;
        }
        assert_eq!(table.does("ana", frame)["type"], "removed");
    };
    remove(Value::Null, &mut table);
    assert_eq!(reads(&mut table, &bo), no("removed"));
    // Until it has come back.
    table.comes_back("bo", json!({}));
    assert_eq!(reads(&mut table, &bo), Ok(Role::Member));
    remove(json!(60), &mut table);
    assert_eq!(reads(&mut table, &bo), no("banned"));
    table.passes(60_000);
    assert_eq!(reads(&mut table, &bo), no("removed"));
    table.comes_back("bo", json!({}));
    assert_eq!(reads(&mut table, &bo), Ok(Role::Member));
    // Asleep, the room knows it as well.
    table.passes(60_000);
    table.world.hibernate();
    assert_eq!(reads(&mut table, &bo), Ok(Role::Member));
    // Who was here before the room was closed, and never removed, stays a member as far as settings let it.
    table.comes("cy", json!({}));
    let cy = table.token("cy");
    table.does(
        "ana",
        json!({"type": "settings", "set": {"access": "closed"}}),
    );
    assert_eq!(reads(&mut table, &bo), no("key_needed"));
    assert_eq!(reads(&mut table, &cy), Ok(Role::Member));
    table.does(
        "ana",
        json!({"type": "settings", "set": {"members": "granted"}}),
    );
    assert_eq!(reads(&mut table, &cy), no("key_needed"));
    assert_eq!(reads(&mut table, &ana), Ok(Role::Owner));
    // A token lives for thirty days.
    table.world.pass(31 * 24 * 3_600_000);
    assert_eq!(reads(&mut table, &ana), UNKNOWN);
}

#[test]
fn in_a_room_that_belongs_to_nobody_a_token_is_judged_too() {
    let mut table = Table::new();
    table.comes("ana", json!({}));
    let token = table.token("ana");
    assert_eq!(asks(&mut table, None, Action::Read), Ok(Role::Member));
    assert_eq!(reads(&mut table, &token), Ok(Role::Member));
    assert_eq!(reads(&mut table, "v2.x"), UNKNOWN);
    assert_eq!(
        asks(&mut table, Some(&token), Action::Wipe),
        no("forbidden")
    );
    let id = alcove::model::MemberId::parse(&table.id("ana")).expect("an id");
    table.world.operate(alcove::room::Act::Remove(id));
    assert_eq!(reads(&mut table, &token), no("removed"));
    table.world.operate(alcove::room::Act::Close);
    assert_eq!(reads(&mut table, &token), no("room_closed"));
    assert_eq!(asks(&mut table, None, Action::Read), no("room_closed"));
}

/// A room as a file, and in how many pieces it comes.
fn exported(table: &mut Table, after: u64) -> (Vec<Value>, usize) {
    let room = table.world.room();
    let epoch = room.log().epoch().to_owned();
    let mut piece = room.export(seq(after));
    let (mut file, mut pieces) = (String::new(), 0);
    loop {
        let lines = room.export_lines(&mut piece).expect("lines");
        assert!(lines.len() < limits::EXPORT_PIECE + limits::EXPORT_ROWS as usize * 16_384);
        file.push_str(&lines);
        pieces += 1;
        let Some(next) = piece.next(&epoch) else {
            break;
        };
        assert_eq!(Piece::parse(&next, "another"), None);
        piece = Piece::parse(&next, &epoch).expect("a piece");
    }
    let lines = file.lines();
    let lines = lines.map(|line| serde_json::from_str(line).expect("JSON"));
    (lines.collect(), pieces)
}

#[test]
fn an_export_has_every_event_as_a_replay_has_it() {
    let mut table = Table::owned(json!({"title": "Tea", "slow": 0}));
    let (before, pieces) = exported(&mut table, 0);
    let epoch = before[0]["epoch"].clone();
    let head = json!({"type": "room", "room": "tea", "epoch": epoch, "seq": 0, "settings": {"title": "Tea"}});
    assert_eq!((before, pieces), (vec![head.clone()], 1));
    table.comes("bo", json!({}));
    table.does("bo", json!({"type": "say", "text": "a"}));
    table.does("bo", json!({"type": "say", "text": "gone", "reply_to": 1}));
    table.does("bo", json!({"type": "edit", "seq": 1, "text": "b"}));
    table.does(
        "ana",
        json!({"type": "react", "seq": 2, "emoji": "👍", "on": true}),
    );
    table.does("ana", json!({"type": "pin", "seq": 1, "on": true}));
    table.does("ana", json!({"type": "delete", "seq": 2}));
    let bo = table.id("bo");
    table.does("ana", json!({"type": "mute", "member": bo, "for": 60}));
    table.does(
        "ana",
        json!({"type": "remove", "member": bo, "ban": 60, "reason": "because"}),
    );
    table.does(
        "ana",
        json!({"type": "settings", "set": {"topic": "Green"}}),
    );
    table.comes_back("ana", json!({"epoch": epoch, "after": 0}));
    let replayed = table.gets("ana").into_iter();
    let replayed: Vec<Value> = replayed.filter(|event| event["seq"].is_number()).collect();
    let (file, _) = exported(&mut table, 0);
    assert_eq!(file[0]["seq"], 9);
    assert_eq!(
        file[0]["settings"],
        json!({"title": "Tea", "topic": "Green"})
    );
    assert_eq!(file[1..], replayed);
    // It goes on after any of them, and begins with the same line.
    let (rest, _) = exported(&mut table, 7);
    assert_eq!((&rest[0], &rest[1..]), (&file[0], &file[8..]));
    let (nothing, _) = exported(&mut table, 1_000);
    assert_eq!(nothing, file[..1]);
    // Nothing of it is a secret, nor why somebody had to go.
    let text = serde_json::to_string(&file).expect("text");
    for secret in [
        table.token("ana"),
        table.token("bo"),
        hash(&key("owner")),
        "because".to_owned(),
        "gone".to_owned(),
    ] {
        assert!(!text.contains(&secret), "{secret}");
    }
}

#[test]
fn a_long_log_is_exported_in_pieces_as_it_was_when_the_first_was_asked_for() {
    let mut table = Table::owned(json!({}));
    table
        .world
        .sqlite
        .batch(&messages(2_000, &format!("'{}'", "x".repeat(2_000))));
    table
        .world
        .sqlite
        .batch("UPDATE meta SET value = '1 4300000 0 2000' WHERE key = 'usage'");
    table.world.hibernate();
    let (file, pieces) = exported(&mut table, 0);
    assert_eq!((file.len(), pieces), (2_001, 16));
    let price = table.world.room().bytes_after(seq(1_000));
    let all = table.world.room().bytes_after(seq(0));
    assert!(
        price > all * 2 / 5 && price < all * 3 / 5,
        "{price} of {all}"
    );
    // What is said meanwhile is not in it, and what the room has let go of makes no gap.
    let epoch = table.world.room().log().epoch().to_owned();
    let mut piece = table.world.room().export(seq(0));
    let lines = table.world.room().export_lines(&mut piece).expect("lines");
    table.does("ana", json!({"type": "say", "text": "meanwhile"}));
    let next = piece.next(&epoch).expect("more");
    assert!(
        next.ends_with(" 2000") && lines.starts_with(r#"{"type":"room""#),
        "{next}"
    );
    table.does("ana", json!({"type": "settings", "set": {"keep": 60}}));
    table.passes(200_000);
    assert!(table.world.room().log().first() > seq(1_000));
    assert!(table.world.room().export_lines(&mut piece).is_err());
}

#[test]
fn where_history_begins_with_ones_first_visit_a_token_tells_where_that_is() {
    let mut table = Table::owned(json!({"history": "since_join"}));
    table.does("ana", json!({"type": "say", "text": "before"}));
    table.comes("bo", json!({}));
    table.does("ana", json!({"type": "say", "text": "after"}));
    assert_eq!(asks(&mut table, None, Action::Read), UNKNOWN);
    let now = table.world.now;
    let mut tags = Vec::new();
    for (who, texts) in [("ana", vec!["before", "after"]), ("bo", vec!["after"])] {
        let token = table.token(who);
        let room = table.world.room();
        let asker = room
            .asker(now, Some(&token), Action::Read)
            .expect("a member");
        let page = room
            .page_for(&asker, PageFrom::After(seq(0)), 50)
            .expect("a page");
        let events = page.events.iter();
        let events = events.map(|event| serde_json::from_str::<Value>(event).expect("JSON"));
        let said: Vec<Value> = events.map(|event| event["text"].clone()).collect();
        assert_eq!(said, texts, "{who}");
        tags.push(room.page_tag(&asker));
    }
    // What one has already is no page of another's.
    assert_ne!(tags[0], tags[1]);
}
