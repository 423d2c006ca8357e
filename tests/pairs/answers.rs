//! Who may ask and answer, and what becomes of it: ignored, blocked, refused.

use alcove::limits::{self, Limits};
use alcove::model::MemberId;
use alcove::room::Act;
use serde_json::{Value, json};

use super::{
    answers, asks, brings, directs, fill, found, open_pair, owned, plain, quiet, state, told,
};
use crate::table::Table;

fn gives(table: &mut Table, whom: &'static str, role: &str) {
    let member = table.id(whom);
    let event = table.does(
        "ana",
        json!({"type": "role", "member": member, "role": role}),
    );
    assert_eq!(event["type"], "role", "{event}");
    table.gets(whom);
}

fn sets(table: &mut Table, set: Value) {
    let event = table.does("ana", json!({"type": "settings", "set": set}));
    assert_eq!(event["type"], "settings", "{event}");
}

fn mutes(table: &mut Table, whom: &'static str, seconds: u64) {
    let member = table.id(whom);
    let event = table.does(
        "ana",
        json!({"type": "mute", "member": member, "for": seconds}),
    );
    assert_eq!(event["type"], "muted", "{event}");
}

#[test]
fn to_be_ignored_or_blocked_looks_like_no_answer() {
    for answer in ["ignore", "block"] {
        let mut table = plain();
        let asked = asks(&mut table, "ana", "bo");
        let pair = asked["pair"].clone();
        table.passes(5_000);
        let said = answers(&mut table, "bo", &pair, answer);
        assert_eq!(
            state(&said),
            if answer == "ignore" {
                "ignored"
            } else {
                "blocked"
            }
        );
        assert!(table.gets("ana").is_empty());
        assert_eq!(asks(&mut table, "ana", "bo"), asked, "to the millisecond");
        assert_eq!(found(&mut table, "ana")[0]["state"], "asked");
        assert_eq!(found(&mut table, "ana")[0]["at"], asked["at"]);
        assert!(found(&mut table, "bo").is_empty());
        assert_eq!(
            state(&answers(&mut table, "bo", &pair, answer)),
            state(&said),
            "again"
        );
        assert!(table.world.posted.is_empty(), "there is no room to tell");
    }
}

#[test]
fn who_said_it_has_it_on_all_its_sessions() {
    let mut table = plain();
    let token = table.token("bo");
    table.comes("bo again", json!({"name": "bo", "token": token}));
    let pair = asks(&mut table, "ana", "bo")["pair"].clone();
    table.passes(2_000);
    table.gets("bo again");
    answers(&mut table, "bo", &pair, "block");
    assert_eq!(told(&mut table, "bo again"), ["blocked"]);
}

#[test]
fn whoever_ignored_or_blocked_may_end_that() {
    for answer in ["ignore", "block"] {
        for asks_back in [false, true] {
            let mut table = plain();
            let pair = asks(&mut table, "ana", "bo")["pair"].clone();
            answers(&mut table, "bo", &pair, answer);
            let open = match asks_back {
                true => asks(&mut table, "bo", "ana"),
                false => answers(&mut table, "bo", &pair, "accept"),
            };
            assert_eq!(state(&open), "open");
            assert_eq!(told(&mut table, "ana"), ["open"]);
        }
    }
}

#[test]
fn an_asker_who_blocks_is_not_reached_and_its_request_stands() {
    let mut table = plain();
    let pair = asks(&mut table, "ana", "bo")["pair"].clone();
    table.gets("bo");
    assert_eq!(
        state(&answers(&mut table, "ana", &pair, "block")),
        "blocked"
    );
    assert!(table.gets("bo").is_empty());
    assert_eq!(found(&mut table, "bo")[0]["state"], "request");
    assert_eq!(state(&answers(&mut table, "bo", &pair, "accept")), "asked");
    assert!(table.world.posted.is_empty());
    assert_eq!(state(&answers(&mut table, "ana", &pair, "accept")), "open");
    assert_eq!(told(&mut table, "bo"), ["open"]);
}

#[test]
fn a_block_in_an_open_pair_locks_its_room_before_it_is_told() {
    let mut table = plain();
    let pair = open_pair(&mut table);
    let block = json!({"type": "direct", "cid": "b", "pair": pair, "answer": "block"});
    assert!(table.sends("bo", block).is_empty(), "not before it holds");
    let letter: Value = serde_json::from_str(&table.world.posted[0].body).expect("JSON");
    assert_eq!(
        (&letter["is_locked"], &letter["version"]),
        (&json!(true), &json!(2))
    );
    brings(&mut table);
    assert_eq!(table.gets_a("bo", "direct")["state"], "blocked");
    assert!(table.gets("ana").is_empty());
    assert_eq!(
        state(&asks(&mut table, "ana", "bo")),
        "open",
        "nothing else tells it"
    );
    assert_eq!(found(&mut table, "ana")[0]["state"], "open");
    // Both block; the room stays locked until neither does.
    answers(&mut table, "ana", &pair, "block");
    assert_eq!(state(&answers(&mut table, "bo", &pair, "accept")), "open");
    assert_eq!(table.world.sqlite.count("pair", "version = 2"), 1);
    assert_eq!(state(&asks(&mut table, "ana", "bo")), "open");
    assert_eq!(
        table
            .world
            .sqlite
            .count("pair", "version = 3 AND known = 3"),
        1
    );
}

#[test]
fn who_is_blocked_is_not_open_where_everybody_is() {
    let mut table = owned(json!({}));
    let pair = asks(&mut table, "bo", "cy")["pair"].clone();
    answers(&mut table, "cy", &pair, "block");
    sets(&mut table, json!({"direct": "open"}));
    assert_eq!(state(&asks(&mut table, "bo", "cy")), "asked");
    // A request that only waits is.
    let mut table = owned(json!({}));
    asks(&mut table, "bo", "cy");
    sets(&mut table, json!({"direct": "open"}));
    table.gets("cy");
    assert_eq!(state(&asks(&mut table, "bo", "cy")), "open");
    assert_eq!(told(&mut table, "cy"), ["open"]);
}

#[test]
fn accept_and_ignore_belong_to_who_was_asked() {
    let mut table = plain();
    let pair = asks(&mut table, "ana", "bo")["pair"].clone();
    for answer in ["accept", "ignore"] {
        assert_eq!(
            state(&answers(&mut table, "ana", &pair, answer)),
            "forbidden"
        );
    }
    for answer in ["accept", "ignore", "block"] {
        assert_eq!(
            state(&answers(&mut table, "cy", &pair, answer)),
            "not_found"
        );
        assert_eq!(
            state(&answers(&mut table, "bo", &json!("nonsense"), answer)),
            "not_found"
        );
    }
    assert_eq!(state(&answers(&mut table, "bo", &pair, "accept")), "open");
    assert_eq!(state(&answers(&mut table, "bo", &pair, "accept")), "open");
    assert_eq!(
        state(&answers(&mut table, "bo", &pair, "ignore")),
        "forbidden"
    );
}

#[test]
fn to_oneself_and_to_nobody() {
    let mut table = plain();
    assert_eq!(state(&asks(&mut table, "ana", "ana")), "forbidden");
    for nobody in ["00000000000000aa", "0000000000000000", "bo", ""] {
        assert_eq!(
            state(&directs(&mut table, "ana", json!({"to": nobody}))),
            "not_found"
        );
    }
    assert_eq!(table.world.sqlite.count("pair", "true"), 0);
}

#[test]
fn frames_that_make_no_sense() {
    for fields in [
        json!({}),
        json!({"to": 7}),
        json!({"to": "0000000000000002", "pair": "p"}),
        json!({"to": "0000000000000002", "pair": "p", "answer": "accept"}),
        json!({"to": "0000000000000002", "answer": "accept"}),
        json!({"pair": "p"}),
        json!({"pair": 7, "answer": "accept"}),
        json!({"pair": "p", "answer": "maybe"}),
        json!({"pair": "p", "answer": true}),
        json!({"answer": "accept"}),
    ] {
        let mut table = plain();
        assert_eq!(
            state(&directs(&mut table, "ana", fields.clone())),
            "bad_frame",
            "{fields}"
        );
    }
    let mut table = plain();
    for cid in [json!(null), json!(7), json!(""), json!("a b")] {
        let frame = json!({"type": "direct", "cid": cid, "to": "0000000000000002"});
        let answers = table.sends("ana", frame);
        assert_eq!(answers[0]["code"], "cid_invalid", "{cid}");
    }
}

#[test]
fn who_was_ever_here() {
    let mut table = plain();
    // Gone, silent, and remembered only by its name that is kept.
    table.leaves("bo");
    table.leaves("cy");
    table.passes(60_000);
    table.world.hibernate();
    assert_eq!(state(&asks(&mut table, "ana", "bo")), "asked");
    // Known by what it wrote.
    let mut table = plain();
    table.does("cy", json!({"type": "say", "text": "hi"}));
    table.leaves("cy");
    table.passes(60_000);
    table.world.sqlite.batch("DELETE FROM reserved");
    table.world.crash();
    table.comes_back("ana", json!({}));
    let asked = asks(&mut table, "ana", "cy");
    assert_eq!(
        (state(&asked), &asked["with"]["name"]),
        ("asked", &json!("cy"))
    );
    // In a room that has an owner by its row, also if it was removed or banned.
    for ban in [json!(null), json!("forever")] {
        let mut table = owned(json!({}));
        let cy = table.id("cy");
        table.does("ana", json!({"type": "remove", "member": cy, "ban": ban}));
        assert_eq!(state(&asks(&mut table, "bo", "cy")), "asked");
        sets(&mut table, json!({"direct": "open"}));
        assert_eq!(state(&asks(&mut table, "bo", "cy")), "asked");
    }
}

#[test]
fn who_only_knocked_was_never_here() {
    let mut table = owned(json!({"access": "ask"}));
    let answer = table.comes("dan", json!({}));
    assert_eq!(answer["type"], "knocking", "{answer}");
    assert_eq!(state(&asks(&mut table, "ana", "dan")), "not_found");
}

#[test]
fn who_may_ask_by_the_settings_and_roles() {
    let mut table = owned(json!({"direct": "moderators"}));
    assert_eq!(state(&asks(&mut table, "bo", "cy")), "forbidden");
    assert_eq!(
        state(&asks(&mut table, "bo", "ana")),
        "asked",
        "members write to owners"
    );
    assert_eq!(state(&asks(&mut table, "ana", "cy")), "asked");
    gives(&mut table, "bo", "moderator");
    assert_eq!(state(&asks(&mut table, "bo", "cy")), "asked");
    sets(&mut table, json!({"direct": "off"}));
    assert_eq!(
        state(&asks(&mut table, "bo", "cy")),
        "asked",
        "that is a resend"
    );
    let mut table = owned(json!({"direct": "off"}));
    assert_eq!(
        state(&asks(&mut table, "ana", "bo")),
        "forbidden",
        "owners, too"
    );
    let mut table = owned(json!({"post": "moderators"}));
    assert_eq!(
        state(&asks(&mut table, "bo", "cy")),
        "asked",
        "whoever may post"
    );
}

#[test]
fn readers_may_not_ask_but_answer() {
    let mut table = owned(json!({}));
    gives(&mut table, "cy", "reader");
    assert_eq!(state(&asks(&mut table, "cy", "bo")), "forbidden");
    let pair = asks(&mut table, "bo", "cy")["pair"].clone();
    assert_eq!(state(&asks(&mut table, "cy", "bo")), "forbidden");
    assert_eq!(state(&answers(&mut table, "cy", &pair, "accept")), "open");
    assert_eq!(
        state(&asks(&mut table, "cy", "bo")),
        "open",
        "where it is open that is a resend"
    );
}

#[test]
fn what_stops_an_accept_leaves_the_request_waiting() {
    let mut table = owned(json!({}));
    let pair = asks(&mut table, "bo", "cy")["pair"].clone();
    let accepts = |table: &mut Table| state(&answers(table, "cy", &pair, "accept")).to_owned();
    sets(&mut table, json!({"direct": "off"}));
    assert_eq!(accepts(&mut table), "forbidden");
    sets(&mut table, json!({"direct": "moderators"}));
    assert_eq!(accepts(&mut table), "forbidden");
    sets(&mut table, json!({"direct": "ask"}));
    mutes(&mut table, "bo", 60);
    assert_eq!(accepts(&mut table), "forbidden");
    mutes(&mut table, "bo", 0);
    mutes(&mut table, "cy", 60);
    assert_eq!(accepts(&mut table), "muted");
    assert_eq!(
        state(&answers(&mut table, "cy", &pair, "ignore")),
        "ignored",
        "needs no right"
    );
    mutes(&mut table, "cy", 0);
    let bo = table.id("bo");
    table.does("ana", json!({"type": "remove", "member": bo, "ban": 60}));
    assert_eq!(accepts(&mut table), "forbidden");
    table.does("ana", json!({"type": "restore", "member": bo}));
    table.comes_back("bo", json!({}));
    assert_eq!(accepts(&mut table), "open");
    // Nothing of that ends what is open.
    sets(&mut table, json!({"direct": "off"}));
    mutes(&mut table, "cy", 60);
    assert_eq!(accepts(&mut table), "open");
    assert_eq!(state(&asks(&mut table, "bo", "cy")), "open");
}

#[test]
fn who_is_muted_asks_nobody() {
    let mut table = owned(json!({}));
    mutes(&mut table, "bo", 60);
    let refused = asks(&mut table, "bo", "cy");
    assert_eq!(state(&refused), "muted");
    assert!(refused["retry_after_ms"].as_u64().expect("a time") <= 60_000);
    assert_eq!(state(&asks(&mut table, "ana", "bo")), "asked");
}

#[test]
fn whom_the_operator_has_removed_may_be_asked_and_hears_nothing() {
    let mut table = plain();
    let bo = MemberId::parse(&table.id("bo")).expect("an id");
    let pair = asks(&mut table, "bo", "ana")["pair"].clone();
    table.operates(Act::Remove(bo));
    assert_eq!(
        state(&answers(&mut table, "ana", &pair, "accept")),
        "forbidden"
    );
}

#[test]
fn ten_new_pairs_an_hour_across_restarts() {
    let mut table = plain();
    for place in 0..12 {
        let dan = [
            "d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9", "da", "db",
        ][place];
        table.comes(dan, json!({}));
    }
    let all = ["d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9"];
    for (minute, whom) in all.into_iter().enumerate() {
        assert_eq!(state(&asks(&mut table, "ana", whom)), "asked", "{minute}");
        // Those are free.
        assert_eq!(state(&asks(&mut table, "ana", whom)), "asked");
        assert_eq!(state(&asks(&mut table, "ana", "ana")), "forbidden");
        table.passes(60_000);
    }
    table.world.hibernate();
    let refused = asks(&mut table, "ana", "da");
    assert_eq!(state(&refused), "rate_limited");
    let wait = refused["retry_after_ms"].as_u64().expect("a time");
    // A frame takes the test half a second.
    let passed = 10 * 60_000 + 21 * 500;
    assert!(
        wait.abs_diff(limits::PAIRS_SPAN.as_millis() - passed) <= 10 * 500,
        "{wait}"
    );
    assert_eq!(
        state(&asks(&mut table, "bo", "da")),
        "asked",
        "for each by itself"
    );
    assert_eq!(
        state(&asks(&mut table, "ana", "d3")),
        "asked",
        "that one is there"
    );
    table.passes(wait - 2_100);
    assert_eq!(state(&asks(&mut table, "ana", "da")), "rate_limited");
    table.passes(200);
    assert_eq!(state(&asks(&mut table, "ana", "da")), "asked");
    assert_eq!(
        state(&asks(&mut table, "ana", "db")),
        "rate_limited",
        "the next in a minute"
    );
}

#[test]
fn a_member_has_made_so_many_pairs_at_most() {
    let mut table = plain();
    asks(&mut table, "ana", "bo");
    table.passes(limits::PAIRS_SPAN);
    for who in ["ana", "bo", "cy"] {
        table.comes_back(who, json!({}));
    }
    let ana = table.id("ana");
    fill(&mut table, &ana, limits::PAIRS_OF_MEMBER - 2, "i");
    assert_eq!(state(&asks(&mut table, "ana", "cy")), "asked");
    table.comes("dan", json!({}));
    assert_eq!(state(&asks(&mut table, "ana", "dan")), "too_many");
    assert_eq!(state(&asks(&mut table, "ana", "bo")), "asked", "a resend");
    assert_eq!(state(&asks(&mut table, "bo", "dan")), "asked");
}

#[test]
fn a_pair_that_cannot_be_stored_is_none() {
    let mut table = plain();
    table.world.sqlite.batch(
        "CREATE TRIGGER refuse BEFORE INSERT ON pair BEGIN SELECT RAISE(ABORT, 'refused'); END",
    );
    assert_eq!(state(&asks(&mut table, "ana", "bo")), "storage_failed");
    assert!(table.gets("bo").is_empty());
    table.world.sqlite.batch("DROP TRIGGER refuse");
    assert_eq!(state(&asks(&mut table, "ana", "bo")), "asked");
}

#[test]
fn what_changes_a_pair_is_held_to_the_rows_of_the_room() {
    let mut table = Table::of(Limits {
        rows_per_day: 200,
        ..Limits::default()
    });
    for who in ["ana", "bo", "cy"] {
        table.comes(who, json!({}));
    }
    quiet(&mut table);
    let pair = open_pair(&mut table);
    let mut said = 0;
    let refused = loop {
        let answer = answers(&mut table, "bo", &pair, ["block", "accept"][said % 2]);
        if state(&answer) == "rate_limited" {
            break answer;
        }
        said += 1;
        assert!(said <= 100 / 5, "each takes five rows of the hundred");
    };
    assert!(refused["retry_after_ms"].as_u64() > Some(0) && said > 5);
    let version = format!("version = {} AND known = version", said + 1);
    assert_eq!(table.world.sqlite.count("pair", &version), 1);
    assert_eq!(state(&asks(&mut table, "ana", "cy")), "rate_limited");
    assert_eq!(
        state(&asks(&mut table, "ana", "bo")),
        "open",
        "a resend changes nothing"
    );
}

#[test]
fn to_look_for_nobody_costs_as_much_as_a_page() {
    let mut table = plain();
    for _ in 0..4 {
        let nobody = json!({"type": "direct", "cid": "d", "to": "00000000000000aa"});
        table.sends_only("ana", nobody);
    }
    table.passes(500);
    let answers = table.gets("ana");
    let codes: Vec<&str> = answers.iter().map(state).collect();
    assert_eq!(
        codes,
        ["not_found", "not_found", "rate_limited", "rate_limited"]
    );
}
