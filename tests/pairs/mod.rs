//! Private messages, in the room where two members meet.

use crate::world;

mod agreement;
mod answers;
mod letters;
mod networks;
mod rooms;
use crate::table;

use alcove::log::Sql as _;
use serde_json::{Value, json};
use table::Table;

/// Three people in a room that belongs to nobody.
pub fn plain() -> Table {
    let mut table = Table::new();
    for who in ["ana", "bo", "cy"] {
        table.comes(who, json!({}));
    }
    quiet(&mut table);
    table
}

/// Ana owns a room with these settings; Bo and Cy are members.
pub fn owned(settings: Value) -> Table {
    let mut table = Table::owned(settings);
    table.comes("bo", json!({}));
    table.comes("cy", json!({}));
    quiet(&mut table);
    table
}

fn quiet(table: &mut Table) {
    table.passes(2_000);
    for who in ["ana", "bo", "cy"] {
        table.gets(who);
    }
}

/// Asks somebody, and returns the answer.
pub fn asks(table: &mut Table, who: &'static str, whom: &'static str) -> Value {
    let to = table.id(whom);
    directs(table, who, json!({ "to": to }))
}

/// Sends a `direct`, lets the room of the pair answer at once, and returns what answers the frame.
pub fn directs(table: &mut Table, who: &'static str, fields: Value) -> Value {
    let mut frame = json!({"type": "direct", "cid": "d"});
    let (Value::Object(all), Value::Object(fields)) = (&mut frame, fields) else {
        panic!("fields are an object");
    };
    all.extend(fields);
    let answers = table.sends(who, frame);
    let answers = match table.world.posted.is_empty() {
        true => answers,
        false => {
            brings(table);
            let mut all = answers;
            all.extend(table.gets(who));
            all
        }
    };
    let mut answers = answers.into_iter().filter(|event| event["cid"] == "d");
    let answer = answers.next().unwrap_or_default();
    assert_eq!(answers.next(), None, "one answer");
    answer
}

/// All letters reach the rooms of their pairs.
pub fn brings(table: &mut Table) {
    for letter in std::mem::take(&mut table.world.posted) {
        table.delivers(letter.id, Some("done"));
    }
}

/// Answers to a pair.
pub fn answers(table: &mut Table, who: &'static str, pair: &Value, answer: &str) -> Value {
    directs(table, who, json!({"pair": pair, "answer": answer}))
}

/// The state of a pair, or the code of a refusal.
pub fn state(answer: &Value) -> &str {
    match answer["type"].as_str() {
        Some("direct") => answer["state"].as_str().expect("a state"),
        Some("error") => answer["code"].as_str().expect("a code"),
        _ => "none",
    }
}

/// The states of all `direct` events that came to somebody.
pub fn told(table: &mut Table, who: &'static str) -> Vec<String> {
    let events = table.gets(who);
    let events = events.iter().filter(|event| event["type"] == "direct");
    events.map(|event| state(event).to_owned()).collect()
}

/// The pairs that somebody finds who comes back.
pub fn found(table: &mut Table, who: &'static str) -> Vec<Value> {
    let welcome = table.comes_back(who, json!({}));
    assert_eq!(welcome["type"], "welcome", "{welcome}");
    welcome["directs"].as_array().cloned().unwrap_or_default()
}

/// Makes so many open pairs that a member has made long ago, each from a network that is an expression of `i`.
pub fn fill(table: &mut Table, maker: &str, count: u64, network: &str) {
    table.world.sqlite.batch(&format!(
        "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < {count})
         INSERT INTO pair SELECT '{maker} {network} ' || i, '0', 0, 'willing', i, '1', 1, 'willing', i,
                                 '{maker}', 1, {network}, 1, 1, NULL FROM n"
    ));
    // It has counted them.
    table.world.hibernate();
}

/// An open pair of Ana and Bo.
pub fn open_pair(table: &mut Table) -> Value {
    let pair = asks(table, "ana", "bo")["pair"].clone();
    assert_eq!(state(&answers(table, "bo", &pair, "accept")), "open");
    for who in ["ana", "bo", "cy"] {
        table.gets(who);
    }
    pair
}

#[test]
fn a_room_without_pairs_keeps_nothing_of_them() {
    let mut table = plain();
    for table_name in ["pair", "pair_member", "letter"] {
        assert_eq!(table.world.sqlite.count(table_name, "true"), 0);
    }
    let before = table.world.sqlite.reads_of("pair");
    table.leaves("ana");
    let welcome = table.comes_back("ana", json!({}));
    assert_eq!(welcome.get("directs"), None);
    table.world.hibernate();
    table.comes("dan", json!({}));
    assert_eq!(table.world.sqlite.reads_of("pair"), before);
    assert_eq!(table.world.sqlite.reads_of("letter"), 0);
    assert!(table.world.sqlite.size() > 0);
}
