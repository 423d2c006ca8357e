//! What an account has to tell a room: that it is gone, or that tokens are void.

use serde_json::json;

use super::{bound, tag};
use crate::table::{Table, key};

#[test]
fn an_account_that_is_gone_leaves_a_guest() {
    let mut table = Table::new();
    let ana = table.comes_as("ana", tag(1), json!({}));
    table.comes("bo", json!({}));
    table.passes(2_000);
    table.gets("bo");
    let gone = json!({"type": "account_gone", "tag": tag(1).to_string()});
    for _ in 0..2 {
        assert_eq!(table.writes(&gone).as_deref(), Some("done"));
        table.passes(2_000);
        assert_eq!(bound(&table), 0);
        assert!(!table.world.sqlite.dump().contains(&tag(1).to_string()));
    }
    // It may stay, and the others see that it is one; once.
    let told = table.gets("bo");
    let told: Vec<_> = told
        .iter()
        .filter(|event| event["type"] == "renamed")
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(
        told[0]["member"],
        json!({"id": ana["you"]["id"], "name": "ana"})
    );
    assert_eq!(table.closed("ana"), None);
    table.leaves("ana");
    let back = table.comes_back("ana", json!({}));
    assert_eq!(back["you"]["id"], ana["you"]["id"]);
    assert_eq!(back["you"].get("verified"), None);
    // Its name is kept as long as that of any guest.
    table.leaves("ana");
    let taken = table.comes("cy", json!({"name": "ana"}));
    assert_eq!(taken["code"], "name_taken");
    table.passes(200 * 86_400_000);
    let free = table.comes("cy", json!({"name": "ana"}));
    assert_eq!(free["type"], "welcome", "{free}");
}

#[test]
fn who_has_not_said_hello_yet_has_no_account_any_more() {
    let mut table = Table::new();
    table.comes("bo", json!({}));
    table.opens_as("ana", tag(1));
    let gone = json!({"type": "account_gone", "tag": tag(1).to_string()});
    table.writes(&gone);
    let welcome = table.says_hello("ana", json!({}));
    assert_eq!(welcome["you"].get("verified"), None, "{welcome}");
    assert_eq!(bound(&table), 0);
}

#[test]
fn who_was_on_the_way_when_an_account_was_signed_out_is_not_let_in() {
    let mut table = Table::new();
    table.comes_as("ana", tag(1), json!({}));
    table.passes(5_000);
    let at = table.world.now;
    let void = json!({"type": "account_tokens", "tag": tag(1).to_string(), "at": at.as_millis()});
    table.writes(&void);
    // The account has said that it is signed in before all that.
    table.opens_as_of("thief", tag(1), at);
    assert_eq!(table.closed("thief"), Some(4401));
    let back = table.comes_as("ana", tag(1), json!({}));
    assert_eq!(back["you"]["verified"], true, "{back}");
    // In a room in which the account has no member yet.
    let mut table = Table::new();
    table.comes("bo", json!({}));
    table.passes(5_000);
    let at = table.world.now;
    table.writes(
        &json!({"type": "account_tokens", "tag": tag(1).to_string(), "at": at.as_millis()}),
    );
    table.opens_as_of("thief", tag(1), at);
    assert_eq!(table.closed("thief"), Some(4401));
}

#[test]
fn who_was_on_the_way_when_an_account_went_is_a_guest() {
    let mut table = Table::new();
    table.comes_as("ana", tag(1), json!({}));
    let at = table.world.now;
    table.writes(&json!({"type": "account_gone", "tag": tag(1).to_string()}));
    table.opens_as_of("tab", tag(1), at);
    let welcome = table.says_hello("tab", json!({}));
    assert_eq!(welcome["you"].get("verified"), None, "{welcome}");
    assert_eq!(bound(&table), 0);
}

#[test]
fn a_hello_that_is_said_again_is_no_way_round_signing_out() {
    let mut table = Table::new();
    let create = json!({"key": key("owner"), "cid": "c1", "create": {"settings": {}}});
    let ana = table.comes_as("ana", tag(1), create);
    table.passes(5_000);
    let at = table.world.now.as_millis();
    table.writes(&json!({"type": "account_tokens", "tag": tag(1).to_string(), "at": at}));
    let again = json!({"name": "thief", "key": key("owner"), "cid": "c1"});
    let thief = table.comes("thief", again.clone());
    // Its key is as good as ever, and no more than that.
    assert_ne!(thief["you"]["id"], ana["you"]["id"], "{thief}");
    assert_eq!(thief["you"].get("verified"), None);
    let back = table.comes_as("ana", tag(1), json!({"key": key("owner"), "cid": "c1"}));
    assert_eq!(back["you"]["id"], ana["you"]["id"]);
    table.writes(&json!({"type": "account_gone", "tag": tag(1).to_string()}));
    let thief = table.comes("thief", again);
    assert_ne!(thief["you"]["id"], ana["you"]["id"], "{thief}");
}

#[test]
fn tokens_are_void_and_their_sockets_closed() {
    for sleeps in [false, true] {
        let mut table = Table::new();
        let ana = table.comes_as("ana", tag(1), json!({}));
        let old = table.token("ana");
        table.comes_as("w", tag(1), json!({"watch": true}));
        table.comes_as("bo", tag(2), json!({}));
        table.opens_as("tab", tag(1));
        table.passes(5_000);
        let at = table.world.now.as_millis();
        if sleeps {
            table.world.hibernate();
        }
        let void = json!({"type": "account_tokens", "tag": tag(1).to_string(), "at": at});
        assert_eq!(table.writes(&void).as_deref(), Some("done"));
        for who in ["ana", "w", "tab"] {
            assert_eq!(table.closed(who), Some(4401), "{who}");
        }
        assert_eq!(table.closed("bo"), None);
        // A device that is still signed in comes back.
        let back = table.comes_as("ana", tag(1), json!({"token": old}));
        assert_eq!(back["you"]["id"], ana["you"]["id"]);
        // The letter said again closes nothing; nor does one that was overtaken.
        assert_eq!(table.writes(&void).as_deref(), Some("done"));
        let older = json!({"type": "account_tokens", "tag": tag(1).to_string(), "at": at - 1});
        assert_eq!(table.writes(&older).as_deref(), Some("done"));
        assert_eq!(table.closed("ana"), None);
        // The old token is nobody's, also over HTTP; the new one is its.
        table.comes("thief", json!({"token": old}));
        assert_eq!(table.closed("thief"), Some(4401));
        let new = table.token("ana");
        let tab = table.comes("tab", json!({"token": new, "name": "ana"}));
        assert_eq!(tab["you"]["id"], ana["you"]["id"]);
        for (token, is_heard) in [(&old, false), (&new, true)] {
            let now = table.world.now;
            let room = table.world.room();
            let asker = room.asker(now, Some(token), alcove::auth::Action::Read);
            assert_eq!(asker.is_ok(), is_heard);
        }
        // It stays void when the account is gone.
        table.writes(&json!({"type": "account_gone", "tag": tag(1).to_string()}));
        table.comes("thief", json!({"token": old}));
        assert_eq!(table.closed("thief"), Some(4401));
        let guest = table.comes("tab", json!({"token": new, "name": "ana"}));
        assert_eq!(guest["you"]["id"], ana["you"]["id"]);
        // And when the guest signs in with another account.
        table.comes_as("ana", tag(9), json!({"token": new}));
        table.comes("thief", json!({"token": old}));
        assert_eq!(table.closed("thief"), Some(4401));
    }
}

#[test]
fn a_time_that_is_still_to_come_makes_no_later_token_void() {
    let mut table = Table::new();
    table.comes_as("ana", tag(1), json!({}));
    let at = table.world.now.as_millis() + 1_000_000_000;
    let void = json!({"type": "account_tokens", "tag": tag(1).to_string(), "at": at});
    table.writes(&void);
    table.passes(5_000);
    table.comes_as("ana", tag(1), json!({}));
    let token = table.token("ana");
    let tab = table.comes("tab", json!({"token": token, "name": "ana"}));
    assert_eq!(tab["type"], "welcome", "{tab}");
}

#[test]
fn a_letter_to_a_room_that_knows_no_account_changes_nothing() {
    let mut table = Table::new();
    let gone = json!({"type": "account_gone", "tag": tag(1).to_string()});
    let void = json!({"type": "account_tokens", "tag": tag(1).to_string(), "at": 5});
    for letter in [&gone, &void] {
        assert_eq!(table.writes(letter).as_deref(), Some("done"));
    }
    assert!(!table.world.room().log().has_begun());
    table.comes("bo", json!({}));
    let before = table.world.sqlite.dump();
    for letter in [&gone, &void] {
        assert_eq!(table.writes(letter).as_deref(), Some("done"));
    }
    assert_eq!(table.world.sqlite.dump(), before);
    // What cannot be read is to be tried again: it may be of a newer version.
    let bad = json!({"type": "account_gone", "tag": "x"});
    assert_eq!(table.writes(&bad).as_deref(), Some("failed"));
}

#[test]
fn a_disk_that_fails_has_the_letter_sent_again() {
    let mut table = Table::new();
    table.comes_as("ana", tag(1), json!({}));
    table.passes(5_000);
    let at = table.world.now.as_millis();
    table.world.sqlite.batch(
        "CREATE TRIGGER refuse BEFORE INSERT ON account BEGIN SELECT RAISE(ABORT, 'refused'); END",
    );
    let void = json!({"type": "account_tokens", "tag": tag(1).to_string(), "at": at});
    assert_eq!(table.writes(&void).as_deref(), Some("failed"));
    assert_eq!(table.closed("ana"), None);
    let fresh = table.comes_as("bo", tag(2), json!({}));
    assert_eq!(fresh["code"], "storage_failed", "{fresh}");
    table.world.sqlite.batch("DROP TRIGGER refuse");
    assert_eq!(table.writes(&void).as_deref(), Some("done"));
    assert_eq!(table.closed("ana"), Some(4401));
}
