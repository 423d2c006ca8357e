//! Letters that are lost, late or doubled, and rooms that sleep or crash meanwhile.

use alcove::limits;
use serde_json::{Value, json};

use super::{answers, asks, brings, found, open_pair, plain, state, told};
use crate::table::Table;

/// Bo has accepted, and the letter that follows from that is on its way.
fn accepted() -> (Table, Value) {
    let mut table = plain();
    let pair = asks(&mut table, "ana", "bo")["pair"].clone();
    table.gets("bo");
    let accept = json!({"type": "direct", "cid": "a", "pair": pair, "answer": "accept"});
    assert!(table.sends("bo", accept).is_empty());
    (table, pair)
}

fn loses(table: &mut Table) {
    for letter in std::mem::take(&mut table.world.posted) {
        table.delivers(letter.id, None);
    }
}

#[test]
fn a_letter_says_all_that_the_room_of_a_pair_has_to_know() {
    let (table, pair) = accepted();
    let letter = &table.world.posted[0];
    let body: Value = serde_json::from_str(&letter.body).expect("JSON");
    assert_eq!(body["type"], "pair");
    assert_eq!(body["pair"], pair);
    assert_eq!(body["met"], "tea");
    assert_eq!(
        (&body["version"], &body["is_locked"]),
        (&json!(1), &json!(false))
    );
    let [one, other] = [&body["members"][0], &body["members"][1]];
    assert!(one["id"].as_str() < other["id"].as_str());
    assert_eq!([&one["name"], &other["name"]], ["ana", "bo"]);
    assert_ne!(
        body["key"].as_str(),
        table.world.sqlite.meta("token_key").as_deref()
    );
    assert!(letter.to.starts_with('~'));
}

#[test]
fn a_letter_that_is_lost_is_sent_again_after_pauses_that_grow() {
    let (mut table, _) = accepted();
    let mut pauses = Vec::new();
    for _ in 0..6 {
        loses(&mut table);
        let before = table.world.now;
        while table.world.posted.is_empty() {
            table.passes(100);
        }
        pauses.push((table.world.now - before).as_millis() / 1_000);
    }
    assert!(
        pauses.windows(2).all(|two| two[0] * 2 <= two[1] + 1),
        "{pauses:?}"
    );
    brings(&mut table);
    assert_eq!(told(&mut table, "ana"), ["open"]);
    assert_eq!(told(&mut table, "bo"), ["open"]);
    assert_eq!(table.world.sqlite.count("letter", "true"), 0);
    let kept = table.world.sqlite.meta("letters").expect("the last id");
    assert!(kept.ends_with(" 0"), "{kept}");
    table.passes(limits::LETTER_PAUSE_MOST);
    assert!(table.world.posted.is_empty());
}

#[test]
fn nobody_waits_for_a_letter_that_is_late() {
    let (mut table, pair) = accepted();
    loses(&mut table);
    let refused = table.gets_a("bo", "error");
    assert_eq!(
        (&refused["code"], &refused["cid"]),
        (&json!("storage_failed"), &json!("a"))
    );
    assert_eq!(refused["retryable"], true);
    // Said again, it goes out at once.
    assert_eq!(state(&answers(&mut table, "bo", &pair, "accept")), "open");
    // The same of one of which nothing is heard.
    let (mut table, _) = accepted();
    table.passes(limits::LETTER_PAUSE);
    table.passes(100);
    assert_eq!(table.gets_a("bo", "error")["code"], "storage_failed");
}

#[test]
fn a_letter_outlives_a_sleep_and_a_crash() {
    for crashes in [false, true] {
        let (mut table, _) = accepted();
        let first = std::mem::take(&mut table.world.posted);
        match crashes {
            true => drop(table.world.crash()),
            false => table.world.hibernate(),
        }
        // Nobody comes: the alarm wakes the room.
        table.passes(3_000);
        let again = std::mem::take(&mut table.world.posted);
        assert_eq!(again, first);
        table.delivers(again[0].id, Some("done"));
        assert_eq!(found(&mut table, "ana")[0]["state"], "open");
        // The answer to the first comes after all.
        table.delivers(first[0].id, Some("done"));
        assert_eq!(found(&mut table, "bo")[0]["state"], "open");
    }
}

#[test]
fn a_letter_that_is_answered_twice_or_by_nonsense_tells_nothing_twice() {
    let (mut table, _) = accepted();
    let letter = table.world.posted.pop().expect("a letter");
    for nonsense in ["", "yes", "failed", "not_found"] {
        table.delivers(letter.id, Some(nonsense));
        assert!(told(&mut table, "ana").is_empty(), "{nonsense}");
    }
    for _ in 0..2 {
        table.delivers(letter.id, Some("done"));
    }
    table.delivers(letter.id, None);
    table.delivers(9_999, Some("done"));
    assert_eq!(told(&mut table, "ana"), ["open"]);
    assert_eq!(told(&mut table, "bo"), ["open"]);
}

#[test]
fn the_answer_to_a_letter_that_is_gone_is_not_that_to_another() {
    let (mut table, _) = accepted();
    let first = table.world.posted.pop().expect("a letter");
    table.delivers(first.id, Some("done"));
    table.gets("ana");
    // A crash forgets what was in memory; the clock stands still, or was set back.
    table.world.crash();
    table.world.now = table.world.now.earlier_by(limits::LETTER_PAUSE);
    table.comes_back("bo", json!({}));
    table.comes_back("cy", json!({}));
    let pair = asks(&mut table, "bo", "cy")["pair"].clone();
    let accept = json!({"type": "direct", "cid": "a", "pair": pair, "answer": "accept"});
    table.sends("cy", accept);
    table.delivers(first.id, Some("done"));
    assert!(told(&mut table, "bo").is_empty());
    assert!(table.world.posted[0].id > first.id);
}

#[test]
fn letters_that_overtake_each_other_come_to_the_newest() {
    let mut table = plain();
    let pair = open_pair(&mut table);
    let say = |answer| json!({"type": "direct", "cid": answer, "pair": pair, "answer": answer});
    table.sends("bo", say("block"));
    table.sends("bo", say("accept"));
    let letters = std::mem::take(&mut table.world.posted);
    assert_eq!(letters.len(), 2);
    assert!(letters[0].id < letters[1].id);
    table.delivers(letters[1].id, Some("done"));
    let answered: Vec<_> = table
        .gets("bo")
        .iter()
        .map(|event| event["cid"].clone())
        .collect();
    assert_eq!(answered, ["block", "accept"]);
    table.delivers(letters[0].id, Some("done"));
    assert!(table.gets("bo").is_empty() && table.gets("ana").is_empty());
    assert_eq!(table.world.sqlite.count("pair", "known = 3"), 1);
}

#[test]
fn a_room_keeps_so_many_letters_and_sends_so_many_at_once() {
    let mut table = plain();
    let pair = open_pair(&mut table);
    let now = table.world.now.as_millis();
    // Of pairs of an earlier room of this name.
    let member = |id| format!(r#"{{"id":"00000000000000{id}","name":"x"}}"#);
    let (one, other) = (member("d1"), member("d2"));
    table.world.sqlite.batch(&format!(
        r#"WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < {})
        INSERT INTO letter (id, to_room, body, tries, due)
        SELECT i, '~abcdefghijklmnopqrstuvwx27', '{{"type":"pair","pair":"p' || i || '",
            "members":[{one},{other}],"met":"tea","key":"k","is_locked":false,"version":1,"told":1}}',
            0, {now} FROM n;
        UPDATE meta SET value = '{now} 1' WHERE key = 'letters'"#,
        limits::LETTERS - 1,
    ));
    table.world.crash();
    table.comes_back("bo", json!({}));
    assert_eq!(table.world.posted.len(), limits::LETTERS_AWAY);
    for (answer, code) in [("block", Value::Null), ("accept", json!("storage_failed"))] {
        let frame = json!({"type": "direct", "cid": answer, "pair": pair, "answer": answer});
        let answers = table.sends("bo", frame);
        let refused = answers.iter().find(|event| event["type"] == "error");
        assert_eq!(refused.map_or(&Value::Null, |event| &event["code"]), &code);
    }
    assert_eq!(
        table.world.sqlite.count("letter", "true"),
        limits::LETTERS as u64
    );
    while table.world.sqlite.count("letter", "true") > 0 {
        // Those that are answered make place for as many, and some are sent twice.
        assert!(table.world.posted.len() <= 3 * limits::LETTERS_AWAY);
        brings(&mut table);
        if table.world.posted.is_empty() {
            table.passes(60_000);
        }
    }
    let is_known = "version = known AND version = 2";
    assert_eq!(table.world.sqlite.count("pair", is_known), 1);
}

/// Nor does it begin a room anew that is gone.
#[test]
fn a_letter_that_says_what_is_not_so_any_more_is_not_sent_again() {
    let mut table = plain();
    let pair = open_pair(&mut table);
    let say = |answer| json!({"type": "direct", "cid": answer, "pair": pair, "answer": answer});
    table.sends("bo", say("block"));
    table.sends("bo", say("accept"));
    let letters = std::mem::take(&mut table.world.posted);
    table.delivers(letters[1].id, Some("done"));
    table.delivers(letters[0].id, None);
    table.passes(limits::LETTER_PAUSE_MOST);
    assert!(table.world.posted.is_empty());
    assert_eq!(table.world.sqlite.count("letter", "true"), 0);
}

#[test]
fn a_letter_that_cannot_be_read_is_nobodys() {
    let (mut table, _) = accepted();
    table
        .world
        .sqlite
        .batch("UPDATE letter SET body = 'nonsense'");
    loses(&mut table);
    table.world.hibernate();
    table.passes(10_000);
    let letter = table.world.posted.pop().expect("a letter");
    table.delivers(letter.id, Some("done"));
    assert_eq!(table.world.sqlite.count("letter", "true"), 0);
}

#[test]
fn letters_that_cannot_be_read_are_not_taken_for_none() {
    let (mut table, _) = accepted();
    let first = std::mem::take(&mut table.world.posted);
    table
        .world
        .sqlite
        .batch("ALTER TABLE letter RENAME COLUMN tries TO lost");
    table.world.crash();
    table.passes(3_000);
    assert!(table.world.posted.is_empty());
    table.comes_back("bo", json!({}));
    table.comes_back("cy", json!({}));
    let pair = asks(&mut table, "bo", "cy")["pair"].clone();
    let refused = answers(&mut table, "cy", &pair, "accept");
    assert_eq!(state(&refused), "storage_failed", "no letter before those");
    let kept = table.world.sqlite.meta("letters").expect("a flag");
    assert!(kept.ends_with(" 1"), "{kept}");
    table
        .world
        .sqlite
        .batch("ALTER TABLE letter RENAME COLUMN lost TO tries");
    table.passes(limits::LETTER_PAUSE);
    table.passes(500);
    assert_eq!(table.world.posted[0], first[0]);
    brings(&mut table);
    assert_eq!(state(&answers(&mut table, "cy", &pair, "accept")), "open");
}

#[test]
fn what_comes_to_a_room_that_has_nothing_to_do_with_it_changes_nothing() {
    let mut table = plain();
    for body in ["", "{}", r#"{"type":"pair"}"#] {
        let (answer, heard) = table.world.receive(body);
        assert_eq!(answer.as_deref(), Some("failed"), "{body}");
        assert!(heard.is_empty());
    }
}
