//! Members that an account has: bound at a hello, known again on every device, and unbound when the account
//! is gone. Which account it is, a room knows by a tag alone.

mod letters;
use crate::table;

use alcove::model::AccountTag;
use serde_json::{Value, json};
use table::{Table, key};

/// An account, as this room knows it.
pub fn tag(n: u8) -> AccountTag {
    AccountTag::from_bytes([n; 16])
}

fn bound(table: &Table) -> u64 {
    table.world.sqlite.count("account", "tag IS NOT NULL")
}

#[test]
fn an_account_is_the_same_member_on_every_device() {
    let mut table = Table::new();
    let first = table.comes_as("ana", tag(1), json!({}));
    assert_eq!(first["you"]["verified"], true, "{first}");
    assert_eq!(first["members"][0]["verified"], true, "{first}");
    let second = table.comes_as("again", tag(1), json!({"name": "ana"}));
    assert_eq!(second["you"]["id"], first["you"]["id"]);
    assert_eq!(second["count"], 1);
    // Long after, when no token of it lives any more, and its name was somebody else's wish.
    table.leaves("ana");
    table.leaves("again");
    table.passes(100 * 86_400_000);
    let taken = table.comes("bo", json!({"name": "Ana"}));
    assert_eq!(taken["code"], "name_taken", "{taken}");
    let third = table.comes_as("ana", tag(1), json!({}));
    assert_eq!(third["you"]["id"], first["you"]["id"]);
    assert_eq!(bound(&table), 1);
}

#[test]
fn a_guest_who_signs_in_keeps_its_id() {
    let mut table = Table::new();
    let guest = table.comes("ana", json!({}));
    assert_eq!(guest["you"].get("verified"), None, "{guest}");
    assert_eq!(guest["members"][0].get("verified"), None, "{guest}");
    table.comes("bo", json!({}));
    table.passes(2_000);
    table.gets("bo");
    let token = table.token("ana");
    let signed_in = table.comes_as("ana", tag(1), json!({"token": token}));
    assert_eq!(signed_in["you"]["id"], guest["you"]["id"]);
    assert_eq!(signed_in["you"]["verified"], true);
    // Who is here is told, though the name is as it was.
    table.passes(2_000);
    let told = table.gets_a("bo", "renamed");
    assert_eq!(
        told["member"],
        json!({"id": guest["you"]["id"], "name": "ana", "verified": true})
    );
    assert_eq!(told["was"], "ana");
    // Without the cookie its token is as good as before, and it is still verified.
    let by_token = table.comes("tab", json!({"name": "ana", "token": token}));
    assert_eq!(by_token["you"]["id"], guest["you"]["id"]);
    assert_eq!(by_token["you"]["verified"], true);
}

#[test]
fn the_account_wins_over_the_token_of_another() {
    let mut table = Table::new();
    let ana = table.comes_as("ana", tag(1), json!({}));
    table.comes("guest", json!({}));
    let (token, of_ana) = (table.token("guest"), table.token("ana"));
    let by_account = table.comes_as("ana2", tag(1), json!({"name": "ana", "token": token}));
    assert_eq!(by_account["you"]["id"], ana["you"]["id"]);
    // The guest stays a guest, for whoever has its token.
    let guest = table.comes("guest", json!({"token": token}));
    assert_eq!(guest["you"]["id"], table.id("guest"));
    assert_eq!(guest["you"].get("verified"), None);
    // A token of a member that another account has makes nobody that member.
    let other = table.comes_as("eve", tag(2), json!({"token": of_ana}));
    assert_ne!(other["you"]["id"], ana["you"]["id"]);
    assert_eq!(other["you"]["verified"], true);
    let again = table.comes_as("eve", tag(2), json!({}));
    assert_eq!(again["you"]["id"], other["you"]["id"]);
    assert_eq!(bound(&table), 2);
}

#[test]
fn a_bad_token_with_an_account_is_no_reason_to_be_closed() {
    let mut table = Table::new();
    let welcome = table.comes_as("ana", tag(1), json!({"token": "v2.nonsense"}));
    assert_eq!(welcome["type"], "welcome", "{welcome}");
    table.comes("bo", json!({"token": "v2.nonsense"}));
    assert_eq!(table.closed("bo"), Some(4401));
}

#[test]
fn a_higher_grant_moves_to_the_member_of_the_account() {
    let mut table = Table::owned(json!({"access": "closed"}));
    let welcome = table.comes("mo", json!({"key": key("owner")}));
    assert_eq!(welcome["you"]["role"], "owner");
    let token = table.token("mo");
    // The account has a member here already, who may do less.
    table.does(
        "ana",
        json!({"type": "settings", "set": {"access": "open"}}),
    );
    let account = table.comes_as("phone", tag(1), json!({}));
    assert_eq!(account["you"]["role"], "member");
    table.passes(2_000);
    table.gets("mo");
    let both = table.comes_as("laptop", tag(1), json!({"name": "phone", "token": token}));
    assert_eq!(both["you"]["id"], account["you"]["id"]);
    assert_eq!(both["you"]["role"], "owner", "{both}");
    // The guest has it no more: neither the one who sits there, nor whoever comes by its token.
    let told = table.gets_a("mo", "you");
    assert_eq!(told["role"], "member", "{told}");
    let guest = table.comes("mo", json!({"token": token}));
    assert_eq!(guest["you"]["role"], "member", "{guest}");
    table.world.hibernate();
    let after = table.comes_as("phone", tag(1), json!({}));
    assert_eq!(after["you"]["role"], "owner");
    // A lower one moves nowhere.
    let low = table.comes("low", json!({}));
    assert_eq!(low["you"]["role"], "member");
    let token = table.token("low");
    let high = table.comes_as("phone", tag(1), json!({"token": token}));
    assert_eq!(high["you"]["role"], "owner");
}

#[test]
fn a_grant_brings_an_account_into_a_room_that_it_could_not_enter() {
    let mut table = Table::owned(json!({"access": "open"}));
    let account = table.comes_as("phone", tag(1), json!({}));
    table.leaves("phone");
    table.comes("mo", json!({}));
    let (id, token) = (table.id("mo"), table.token("mo"));
    table.does(
        "ana",
        json!({"type": "settings", "set": {"access": "closed", "members": "granted"}}),
    );
    let barred = table.comes_as("phone", tag(1), json!({}));
    assert_eq!(barred["code"], "key_needed", "{barred}");
    // Who was banned has nothing to give.
    table.does(
        "ana",
        json!({"type": "role", "member": id, "role": "moderator"}),
    );
    table.does(
        "ana",
        json!({"type": "remove", "member": id, "ban": "forever"}),
    );
    let banned = table.comes_as("phone", tag(1), json!({"token": token}));
    assert_eq!(banned["code"], "key_needed", "{banned}");
    table.does("ana", json!({"type": "restore", "member": id}));
    table.does(
        "ana",
        json!({"type": "role", "member": id, "role": "moderator"}),
    );
    let welcome = table.comes_as("phone", tag(1), json!({"token": token}));
    assert_eq!(welcome["you"]["id"], account["you"]["id"]);
    assert_eq!(welcome["you"]["role"], "moderator", "{welcome}");
    // It is given once.
    let guest = table.comes("mo", json!({"token": token}));
    assert_eq!(guest["code"], "key_needed", "{guest}");
}

#[test]
fn a_ban_follows_the_account_under_any_token() {
    let mut table = Table::owned(json!({"access": "open"}));
    let eve = table.comes_as("eve", tag(1), json!({}));
    table.comes("guest", json!({}));
    let (eves, guests) = (table.token("eve"), table.token("guest"));
    let id = eve["you"]["id"].clone();
    table.does(
        "ana",
        json!({"type": "remove", "member": id, "ban": "forever"}),
    );
    for fields in [json!({}), json!({"token": eves}), json!({"token": guests})] {
        let refused = table.comes_as("eve", tag(1), fields.clone());
        assert_eq!(refused["code"], "banned", "{fields}");
    }
    let refused = table.comes_as("eve", tag(1), json!({"watch": true}));
    assert_eq!(refused["code"], "banned", "{refused}");
    // Others are not.
    let welcome = table.comes_as("bo", tag(2), json!({}));
    assert_eq!(welcome["type"], "welcome", "{welcome}");
}

#[test]
fn who_is_let_in_is_bound_then() {
    for sleeps in [false, true] {
        let mut table = Table::owned(json!({"access": "ask"}));
        let knocking = table.comes_as("bo", tag(1), json!({}));
        assert_eq!(knocking["type"], "knocking", "{knocking}");
        assert_eq!(bound(&table), 0);
        if sleeps {
            table.world.hibernate();
        }
        let id = table.id("bo");
        table.does("ana", json!({"type": "admit", "member": id}));
        let welcome = table.gets_a("bo", "welcome");
        assert_eq!(welcome["you"]["verified"], true, "{welcome}");
        assert_eq!(bound(&table), 1);
        let elsewhere = table.comes_as("phone", tag(1), json!({"name": "bo"}));
        assert_eq!(elsewhere["you"]["id"], id);
    }
}

#[test]
fn a_watch_with_an_account_is_that_of_its_member() {
    let mut table = Table::new();
    let stranger = table.comes_as("w", tag(1), json!({"watch": true}));
    assert_eq!(stranger["type"], "welcome");
    assert_eq!(stranger.get("you"), None, "{stranger}");
    assert_eq!(bound(&table), 0);
    let ana = table.comes_as("ana", tag(1), json!({}));
    let watch = table.comes_as("w", tag(1), json!({"watch": true}));
    assert_eq!(watch["you"]["id"], ana["you"]["id"], "{watch}");
    assert_eq!(watch["you"]["verified"], true, "{watch}");
    // A guest's watch makes it the account's.
    let guest = table.comes("bo", json!({}));
    let token = table.token("bo");
    let watch = table.comes_as("v", tag(2), json!({"watch": true, "token": token}));
    assert_eq!(watch["you"]["id"], guest["you"]["id"]);
    let bo = table.comes_as("phone", tag(2), json!({"name": "bo"}));
    assert_eq!(bo["you"]["id"], guest["you"]["id"]);
}

#[test]
fn by_a_watch_the_name_is_kept_for_the_account_too() {
    for is_here in [true, false] {
        let mut table = Table::new();
        table.comes("bo", json!({}));
        table.passes(500);
        if !is_here {
            table.leaves("bo");
            table.passes(60_000);
        }
        let token = table.token("bo");
        table.comes_as("w", tag(1), json!({"watch": true, "token": token}));
        table.leaves("w");
        if is_here {
            table.leaves("bo");
        }
        table.passes(100 * 86_400_000);
        let taken = table.comes("eve", json!({"name": "bo"}));
        assert_eq!(taken["code"], "name_taken", "{is_here}: {taken}");
    }
}

#[test]
fn sleep_is_invisible() {
    let run = |sleeps: bool| {
        let mut table = Table::owned(json!({"access": "open"}));
        let rest = |table: &mut Table| {
            table.passes(500);
            if sleeps {
                table.world.hibernate();
            }
        };
        let mut heard = vec![table.comes_as("bo", tag(1), json!({}))];
        rest(&mut table);
        table.comes("cy", json!({}));
        rest(&mut table);
        let token = table.token("cy");
        heard.push(table.comes_as("cy2", tag(2), json!({"name": "cy", "token": token})));
        rest(&mut table);
        // One in grace is listed as it was.
        table.leaves("bo");
        rest(&mut table);
        heard.push(table.comes("dee", json!({})));
        heard.extend(table.sends("dee", json!({"type": "members"})));
        rest(&mut table);
        // A socket that has said nothing is still signed in.
        table.opens_as("bo", tag(1));
        rest(&mut table);
        heard.push(table.says_hello("bo", json!({})));
        rest(&mut table);
        heard.push(table.does("bo", json!({"type": "rename", "name": "Bo!", "ref": "r"})));
        rest(&mut table);
        heard.extend(table.sends("dee", json!({"type": "members"})));
        for who in ["ana", "bo", "cy", "dee"] {
            heard.extend(table.gets(who));
        }
        let mut heard = serde_json::to_value(heard).expect("JSON");
        forget(&mut heard, &["token", "at", "epoch"]);
        heard
    };
    assert_eq!(run(true), run(false));
}

fn forget(value: &mut Value, fields: &[&str]) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(|value| forget(value, fields)),
        Value::Object(all) => {
            fields.iter().for_each(|field| drop(all.remove(*field)));
            all.values_mut().for_each(|value| forget(value, fields));
        }
        _ => {}
    }
}

#[test]
fn a_hello_said_again_with_a_key_is_the_same_account() {
    let mut table = Table::owned(json!({"access": "closed"}));
    let hello = json!({"key": key("owner"), "cid": "h9", "name": "bo"});
    let first = table.comes_as("bo", tag(1), hello.clone());
    assert_eq!(first["you"]["role"], "owner", "{first}");
    let again = table.comes_as("bo2", tag(1), hello.clone());
    assert_eq!(again["you"]["id"], first["you"]["id"]);
    // Also where the cookie came only with the second.
    let guest = table.comes("cy", json!({"key": key("owner"), "cid": "h8"}));
    let signed_in = table.comes_as(
        "cy2",
        tag(2),
        json!({"key": key("owner"), "cid": "h8", "name": "cy"}),
    );
    assert_eq!(signed_in["you"]["id"], guest["you"]["id"]);
    assert_eq!(bound(&table), 2);
    // And somebody else's is not made one's own by knowing it.
    let eve = table.comes_as("eve", tag(3), json!({"key": key("owner"), "cid": "h9"}));
    assert_ne!(eve["you"]["id"], first["you"]["id"]);
}

#[test]
fn a_room_knows_nothing_of_an_account_but_the_tag() {
    let mut table = Table::new();
    table.comes_as("ana", tag(7), json!({}));
    let text = tag(7).to_string();
    // It is told to nobody, and signs nothing.
    table.comes("bo", json!({}));
    table.does("ana", json!({"type": "say", "text": "hi"}));
    let members = table.sends("bo", json!({"type": "members"}));
    let told = format!(
        "{members:?}{:?}{}{}",
        table.gets("ana"),
        table.token("ana"),
        table.world.state()
    );
    assert!(!told.contains(&text), "{told}");
    let dump = table.world.sqlite.dump();
    assert_eq!(dump.matches(&text).count(), 1, "{dump}");
    assert!(!table.export().contains(&text));
}

#[test]
fn a_member_costs_its_row_once_and_others_cost_nothing() {
    let mut table = Table::new();
    table.comes("bo", json!({}));
    table.comes_as("ana", tag(1), json!({}));
    let before = table.world.sqlite.spent();
    for _ in 0..3 {
        table.comes_as("ana", tag(1), json!({}));
    }
    let written = table.world.sqlite.count("account", "true");
    assert_eq!(written, 1);
    let after = table.world.sqlite.spent();
    // Names are kept for ever, so nothing is renewed.
    assert_eq!(after.written, before.written, "a row that nobody needs");
    let mut plain = Table::new();
    plain.comes("bo", json!({}));
    assert_eq!(plain.world.sqlite.reads_of("account"), 0);
    assert_eq!(plain.world.sqlite.meta("accounts"), None);
}

#[test]
fn all_tokens_made_void_do_not_end_an_account() {
    let mut table = Table::new();
    let ana = table.comes_as("ana", tag(1), json!({}));
    table.operates(alcove::room::Act::Logout);
    let taken = table.comes("bo", json!({"name": "ana"}));
    assert_eq!(taken["code"], "name_taken", "{taken}");
    let again = table.comes_as("ana", tag(1), json!({}));
    assert_eq!(again["you"]["id"], ana["you"]["id"]);
}
