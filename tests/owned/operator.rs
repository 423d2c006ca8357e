//! The operator gives a room an owner; and where only owners begin rooms.

use alcove::limits::Limits;
use alcove::model::{KeyHash, MemberId};
use alcove::room::{Act, Outcome};
use serde_json::{Value, json};

use super::mint;
use crate::table::{Table, key};

fn owner(table: &mut Table, who: &str) -> Outcome {
    let member = MemberId::parse(who).expect("an id");
    table.operates(Act::Owner(member))
}

fn owner_key(table: &mut Table, word: &str) -> Outcome {
    let hash = KeyHash::of_secret(&key(word)).expect("a key");
    table.operates(Act::OwnerKey(hash))
}

fn operator() -> Value {
    json!({"id": "0000000000000000", "name": "Operator"})
}

#[test]
fn a_member_of_a_room_that_nobody_owned_becomes_its_owner() {
    let mut table = Table::new();
    table.comes("ana", json!({}));
    table.comes("bo", json!({}));
    table.does("bo", json!({"type": "say", "text": "hello"}));
    table.gets("ana");
    let (ana, bo) = (table.id("ana"), table.id("bo"));
    assert_eq!(owner(&mut table, &bo), Outcome::Done);
    // All are told: of the event, and what they are from now on.
    let heard = table.gets("ana");
    let event = &heard[0];
    assert_eq!(
        (&event["type"], &event["seq"], &event["from"]),
        (&json!("role"), &json!(2), &operator())
    );
    let whom = json!({"id": bo, "name": "bo", "role": "owner"});
    assert_eq!((&event["member"], &event["role"]), (&whom, &json!("owner")));
    assert_eq!(heard[1], json!({"type": "you", "role": "member"}));
    let heard = table.gets("bo");
    let told: Vec<&Value> = heard.iter().filter(|e| e["type"] == "you").collect();
    assert_eq!(told.len(), 1, "{heard:?}");
    assert_eq!(
        (&told[0]["role"], &told[0]["desk"]["knocks"]),
        (&json!("owner"), &json!(0))
    );
    // Whoever is here is known from then on, also once it is away; and it is in the audit.
    table.leaves("ana");
    table.passes(60_000);
    let mute = json!({"type": "mute", "member": ana, "for": 60});
    assert_eq!(table.does("bo", mute)["member"]["name"], "ana");
    let audit = table.sends("bo", json!({"type": "desk", "what": "audit"}));
    let act = &audit[0]["items"][1];
    assert_eq!(
        (&act["by"], &act["act"], &act["member"]["id"]),
        (&operator(), &json!("role"), &json!(bo))
    );
    // Once more changes nothing.
    let head = table.world.durable_head();
    assert_eq!(owner(&mut table, &bo), Outcome::Done);
    assert_eq!(table.world.durable_head(), head);
    // After a sleep all of it is as it was, and who was there before stays a member.
    table.passes(20_000);
    table.world.hibernate();
    let close = json!({"type": "settings", "set": {"access": "closed"}});
    assert_eq!(table.does("bo", close)["type"], "settings");
    assert_eq!(table.comes_back("ana", json!({}))["you"]["role"], "member");
    assert_eq!(table.comes("cy", json!({}))["code"], "key_needed");
}

#[test]
fn whoever_comes_by_a_key_of_the_operators_is_an_owner() {
    for settings in [None, Some(json!({"access": "closed"}))] {
        let is_plain = settings.is_none();
        let mut table = match settings {
            None => Table::new(),
            Some(settings) => Table::owned(settings),
        };
        if is_plain {
            table.comes("ana", json!({}));
        }
        table.gets("ana");
        assert_eq!(owner_key(&mut table, "new"), Outcome::Done);
        let heard = table.gets("ana");
        let event = heard.iter().find(|e| e["type"] == "role").expect("a role");
        assert_eq!(
            (&event["from"], &event["member"], &event["role"]),
            (&operator(), &operator(), &json!("owner"))
        );
        let is_told = heard.iter().any(|event| event["type"] == "you");
        assert_eq!(is_told, is_plain);
        // The same again is done already; a key of another kind is not that.
        assert_eq!(owner_key(&mut table, "new"), Outcome::Done);
        table.passes(20_000);
        table.world.hibernate();
        let welcome = table.comes("bo", json!({"key": key("new")}));
        assert_eq!(welcome["you"]["role"], "owner", "{welcome}");
        assert_eq!(welcome["seq"], 1);
        let keys = table.sends("bo", json!({"type": "desk", "what": "keys"}));
        let minted = &keys[0]["items"][0];
        assert_eq!(
            (&minted["by"], &minted["role"], &minted["used"]),
            (&operator(), &json!("owner"), &json!(1))
        );
        let audit = table.sends("bo", json!({"type": "desk", "what": "audit"}));
        let act = &audit[0]["items"][0];
        assert_eq!(
            (&act["by"], &act["act"], &act["key"]),
            (&operator(), &json!("mint"), &minted["id"])
        );
        mint(&mut table, "bo", "mod", json!({"role": "moderator"}));
        assert_eq!(owner_key(&mut table, "mod"), Outcome::KeyInvalid);
        table.does("bo", json!({"type": "revoke", "key": minted["id"]}));
    }
}

#[test]
fn who_never_was_there_becomes_no_owner() {
    let mut table = Table::new();
    assert_eq!(owner_key(&mut table, "k"), Outcome::NotFound);
    table.comes("ana", json!({}));
    table.comes("bo", json!({}));
    table.does("bo", json!({"type": "say", "text": "hello"}));
    let (ana, bo) = (table.id("ana"), table.id("bo"));
    table
        .world
        .operate(Act::Remove(MemberId::parse(&ana).expect("an id")));
    for who in ["0000000000000000", "00000000000000ff", &ana] {
        assert_eq!(owner(&mut table, who), Outcome::NotFound, "{who}");
        assert!(table.world.room().log().owned().is_none(), "{who}");
    }
    // Who has left is known by what it said.
    table.leaves("bo");
    table.passes(60_000);
    assert_eq!(owner(&mut table, &bo), Outcome::Done);
    assert_eq!(table.comes_back("bo", json!({}))["you"]["role"], "owner");
    // Who only knocks was never there.
    table.does("bo", json!({"type": "settings", "set": {"access": "ask"}}));
    assert_eq!(table.comes("cy", json!({}))["type"], "knocking");
    let cy = table.id("cy");
    assert_eq!(owner(&mut table, &cy), Outcome::NotFound);
}

#[test]
fn an_owner_whom_a_rogue_has_banned_comes_back() {
    let mut table = Table::owned(json!({}));
    table.comes("bo", json!({"key": key("owner")}));
    let ana = table.id("ana");
    table.does(
        "ana",
        json!({"type": "role", "member": ana, "role": "none"}),
    );
    let ban = json!({"type": "remove", "member": ana, "ban": "forever"});
    assert_eq!(table.does("bo", ban)["type"], "removed");
    assert_eq!(table.comes_back("ana", json!({}))["code"], "banned");
    assert_eq!(owner(&mut table, &ana), Outcome::Done);
    assert_eq!(table.comes_back("ana", json!({}))["you"]["role"], "owner");
}

#[test]
fn an_owner_who_cannot_be_stored_is_none() {
    let mut table = Table::new();
    table.comes("ana", json!({}));
    let ana = table.id("ana");
    table
        .world
        .sqlite
        .batch("CREATE TRIGGER no BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END");
    table.gets("ana");
    assert_eq!(owner(&mut table, &ana), Outcome::Failed);
    assert_eq!(owner_key(&mut table, "k"), Outcome::Failed);
    assert_eq!(table.gets("ana"), Vec::<Value>::new());
    assert!(table.world.room().log().owned().is_none());
    assert_eq!(table.world.sqlite.count("meta", "key = 'settings'"), 0);
    assert_eq!(table.world.sqlite.count("access_key", "true"), 0);
    table.world.sqlite.batch("DROP TRIGGER no");
    assert_eq!(owner(&mut table, &ana), Outcome::Done);
    assert_eq!(table.gets_a("ana", "you")["role"], "owner");
}

#[test]
fn what_was_on_its_way_comes_before_the_owner() {
    let mut table = Table::new();
    table.comes("ana", json!({}));
    table.comes("bo", json!({}));
    for cid in ["a", "b"] {
        table.sends_only("bo", json!({"type": "say", "cid": cid, "text": "hello"}));
    }
    let ana = table.id("ana");
    assert_eq!(owner(&mut table, &ana), Outcome::Done);
    let heard = table.gets("bo");
    let seqs: Vec<u64> = heard.iter().filter_map(|e| e["seq"].as_u64()).collect();
    assert_eq!(seqs, [1, 2, 3], "{heard:?}");
}

fn created_only() -> Table {
    Table::of(Limits {
        created_only: true,
        ..Limits::default()
    })
}

#[test]
fn where_rooms_are_created_nobody_begins_one_by_its_name() {
    let mut table = created_only();
    table.opens("ana");
    let before = table.world.sqlite.statements.get();
    for fields in [json!({}), json!({"name": ""}), json!({"cid": "c"})] {
        assert_eq!(table.says_hello("ana", fields)["code"], "not_created");
    }
    let with_key = table.says_hello("ana", json!({"key": key("k")}));
    assert_eq!(with_key["code"], "key_invalid");
    assert_eq!(table.says_hello("ana", json!({}))["code"], "not_created");
    assert_eq!(table.world.sqlite.statements.get(), before, "no query");
    assert!(!table.world.room().log().has_begun());
    // It may say hello again, or is told to stay away.
    table.passes(10_000);
    assert_eq!(table.closed("ana"), Some(4403));
    table.opens("ana");
    table.says_hello("ana", json!({}));
    let create = json!({"key": key("owner"), "create": {}});
    assert_eq!(table.says_hello("ana", create)["you"]["role"], "owner");
    assert_eq!(table.comes("bo", json!({}))["you"]["role"], "member");
}

#[test]
fn a_room_that_was_there_before_goes_on() {
    let mut table = created_only();
    table.world.limits.created_only = false;
    table.comes("ana", json!({}));
    table.leaves("ana");
    table.passes(60_000);
    table.world.limits.created_only = true;
    table.world.crash();
    assert_eq!(table.comes("bo", json!({}))["type"], "welcome");
    assert_eq!(table.comes_back("ana", json!({}))["type"], "welcome");
}
