//! What the room of a pair may lose, and how it gets that back: itself, and how the two are called.

use std::collections::BTreeSet;

use alcove::limits;
use alcove::room::Act;
use serde_json::{Value, json};

use super::{answers, asks, brings, found, open_pair, plain, state};
use crate::table::Table;
use crate::world::World;

/// Where Ana and Bo met, and the room of the two, which is open.
struct Met {
    parent: Table,
    pair: Table,
    id: Value,
}

fn met() -> Met {
    let mut parent = plain();
    let id = asks(&mut parent, "ana", "bo")["pair"].clone();
    let accept = json!({"type": "direct", "cid": "d", "pair": id, "answer": "accept"});
    parent.sends("bo", accept);
    let room = parent.world.posted[0].to.clone();
    let mut pair = Table::around(World::named(&room, limits::Limits::default()));
    pair.world.now = parent.world.now;
    let mut met = Met { parent, pair, id };
    assert_eq!(met.delivers(), 1);
    met.parent.gets("ana");
    met.parent.gets("bo");
    met
}

impl Met {
    /// All letters reach the room of the two, perhaps twice, and its answers come back. Returns how many
    /// that were.
    fn delivers(&mut self) -> usize {
        let letters = std::mem::take(&mut self.parent.world.posted);
        for letter in &letters {
            let (answer, _) = self.pair.world.receive(&letter.body);
            self.parent.delivers(letter.id, answer.as_deref());
        }
        let ids: BTreeSet<u64> = letters.iter().map(|letter| letter.id).collect();
        ids.len()
    }

    fn asks(&mut self, who: &'static str, fields: Value) {
        let mut frame = json!({"type": "direct", "cid": "d"});
        let all = frame.as_object_mut().expect("an object");
        all.extend(fields.as_object().expect("an object").clone());
        self.parent.sends_only(who, frame);
        self.parent.passes(500);
    }

    /// What comes of entering the room of the two by this token.
    fn enters(&mut self, who: &'static str, token: &Value) -> Value {
        self.pair.comes(who, json!({ "token": token }))
    }

    /// How the room of the two calls Ana.
    fn calls_ana(&self) -> Value {
        let kept = self.pair.world.sqlite.meta("pair").expect("seats");
        let seats: Value = serde_json::from_str(&kept).expect("JSON");
        let members = seats["members"].as_array().expect("members");
        let ana = members
            .iter()
            .find(|member| member["id"] == json!(self.parent.id("ana")));
        ana.expect("Ana")["name"].clone()
    }

    fn renames(&mut self, name: &str) {
        let frame = json!({"type": "rename", "name": name, "ref": "r"});
        let renamed = self.parent.sends("ana", frame);
        assert_eq!(renamed[0]["type"], "renamed", "{renamed:?}");
    }

    fn passes(&mut self, time: impl crate::world::Span) {
        let time = time.span();
        self.parent.passes(time);
        self.pair.passes(time);
    }
}

#[test]
fn a_room_of_two_that_was_ended_is_opened_again_by_who_asks() {
    for accepts in [false, true] {
        let mut met = met();
        let [ana, bo] = ["ana", "bo"].map(|who| found(&mut met.parent, who)[0]["token"].clone());
        assert_eq!(met.enters("ana", &ana)["type"], "welcome");
        met.pair.operates(Act::Delete);
        met.parent.gets("ana");
        met.parent.gets("bo");
        met.enters("bo", &bo);
        assert_eq!(met.pair.closed("bo"), Some(4401), "it is nobody's");
        let ask = match accepts {
            true => json!({"pair": met.id, "answer": "accept"}),
            false => json!({"to": met.parent.id("ana")}),
        };
        met.asks("bo", ask);
        assert_eq!(
            met.parent.gets("bo"),
            [json!(null); 0],
            "not before it is there"
        );
        assert_eq!(met.delivers(), 1);
        let open = met.parent.gets_a("bo", "direct");
        assert_eq!(
            (&open["state"], &open["cid"]),
            (&json!("open"), &json!("d"))
        );
        assert!(met.parent.gets("ana").is_empty(), "nobody else is told");
        for (who, token) in [("bo", &open["token"]), ("ana", &ana)] {
            let welcome = met.enters(who, token);
            assert_eq!(welcome["pair"]["pair"], met.id, "{welcome}");
        }
    }
}

#[test]
fn a_room_of_two_is_told_again_so_often_at_most() {
    let mut table = plain();
    let pair = open_pair(&mut table);
    let bo = table.id("bo");
    let mut letters = 0;
    for turn in 0..20 {
        if turn % 5 == 4 {
            table.world.crash();
            found(&mut table, "ana");
        }
        let answer = table.sends("ana", json!({"type": "direct", "cid": "d", "to": bo}));
        letters += table.world.posted.len();
        let is_answered = answer.iter().any(|event| event["state"] == "open");
        assert_eq!(is_answered, table.world.posted.is_empty(), "{answer:?}");
        brings(&mut table);
        table.passes(limits::PAIR_CHECK.as_millis() / 10);
    }
    assert_eq!(letters, 2, "in two hours");
    found(&mut table, "bo");
    assert_eq!(state(&answers(&mut table, "bo", &pair, "accept")), "open");
}

#[test]
fn what_was_told_before_holds_while_the_room_of_the_two_cannot_be_reached() {
    let mut table = plain();
    open_pair(&mut table);
    let bo = table.id("bo");
    table.sends("ana", json!({"type": "direct", "cid": "d", "to": bo}));
    let letter = table.world.posted.pop().expect("a letter");
    table.delivers(letter.id, None);
    assert_eq!(table.gets_a("ana", "direct")["state"], "open");
    // That letter is still on its way.
    table.passes(limits::PAIR_CHECK);
    table.world.posted.clear();
    let answer = table.sends("ana", json!({"type": "direct", "cid": "e", "to": bo}));
    assert_eq!(answer[0]["state"], "open", "{answer:?}");
    assert_eq!(table.world.sqlite.count("letter", "true"), 1);
}

/// What damage took away is written anew.
#[test]
fn a_pair_whose_letter_is_lost_has_another_by_whoever_asks() {
    for damage in [
        "DELETE FROM letter; UPDATE meta SET value = '1 0' WHERE key = 'letters'",
        "DELETE FROM letter",
        "UPDATE letter SET body = 'nonsense'",
        "UPDATE letter SET to_room = 'te a'",
    ] {
        let mut table = plain();
        let pair = asks(&mut table, "ana", "bo")["pair"].clone();
        let accept = json!({"type": "direct", "cid": "a", "pair": pair, "answer": "accept"});
        table.sends("bo", accept.clone());
        table.world.sqlite.batch(damage);
        table.world.crash();
        table.world.posted.clear();
        table.comes_back("bo", json!({}));
        table.sends("bo", accept);
        let about = |letter: &crate::world::Posted| letter.body.contains("\"version\":1");
        let letters: Vec<u64> = table
            .world
            .posted
            .iter()
            .filter(|l| about(l))
            .map(|l| l.id)
            .collect();
        assert_eq!(letters.len(), 1, "{damage}");
        table.gets("bo");
        table.delivers(letters[0], Some("done"));
        assert_eq!(table.gets_a("bo", "direct")["state"], "open", "{damage}");
    }
}

/// Whoever waits for it is told, although nobody knows what was in it.
#[test]
fn nobody_waits_for_a_letter_that_cannot_be_read() {
    let mut table = plain();
    let pair = asks(&mut table, "ana", "bo")["pair"].clone();
    let accept = json!({"type": "direct", "cid": "a", "pair": pair, "answer": "accept"});
    table.sends("bo", accept.clone());
    let letter = table.world.posted.pop().expect("a letter");
    table
        .world
        .sqlite
        .batch("UPDATE letter SET to_room = 'te a'");
    table.delivers(letter.id, None);
    table.passes(limits::LETTER_PAUSE.as_millis() * 2);
    assert_eq!(table.gets_a("bo", "error")["code"], "storage_failed");
    assert_eq!(state(&answers(&mut table, "bo", &pair, "accept")), "open");
}

#[test]
fn a_rename_where_they_met_reaches_their_room() {
    let mut met = met();
    met.renames("Anna");
    assert_eq!(met.delivers(), 1);
    let bo = found(&mut met.parent, "bo")[0]["token"].clone();
    let welcome = met.enters("bo", &bo);
    assert_eq!(welcome["pair"]["with"]["name"], "Anna", "{welcome}");
    // So does a name that she comes back with, also after a crash.
    met.passes(limits::PAIR_CALL);
    met.parent.world.crash();
    met.parent.comes_back("ana", json!({"name": "Annika"}));
    assert_eq!(met.delivers(), 1);
    assert_eq!(met.calls_ana(), "Annika");
    // And nothing where nothing changes.
    met.passes(limits::PAIR_CALL);
    met.parent.comes_back("ana", json!({"name": "Annika"}));
    assert_eq!(met.delivers(), 0);
}

#[test]
fn many_renames_are_few_letters_and_the_last_name_arrives() {
    let mut met = met();
    let mut letters = 0;
    for n in 0..60 {
        met.renames(&format!("Ana {n}"));
        met.passes(5_000);
        assert!(met.parent.world.sqlite.count("letter", "true") <= 1);
        letters += met.delivers();
    }
    met.passes(limits::PAIR_CALL);
    letters += met.delivers();
    met.passes(limits::PAIR_CALL);
    letters += met.delivers();
    assert_eq!(met.calls_ana(), "Ana 59");
    // Five minutes, a letter a minute.
    assert!(letters <= 8, "{letters}");
    // A letter that is late does not bring back the name of then.
    let mut met = self::met();
    met.renames("Anna");
    let late = met.parent.world.posted[0].body.clone();
    met.delivers();
    met.renames("Annika");
    met.passes(limits::PAIR_CALL);
    met.delivers();
    met.pair.world.receive(&late);
    assert_eq!(met.calls_ana(), "Annika");
}

#[test]
fn a_rename_is_told_to_so_many_rooms() {
    let mut table = plain();
    table.comes("dan", json!({}));
    let ana = table.id("ana");
    let mut made = 0;
    for n in 0..limits::PAIRS_CALLED + 10 {
        let other = table.comes("other", json!({"name": format!("other {n}")}));
        assert_eq!(other["type"], "welcome", "{other}");
        let ask = json!({"type": "direct", "cid": "d", "to": ana});
        let asked = table.sends("other", ask)[0].clone();
        let accept =
            json!({"type": "direct", "cid": "d", "pair": asked["pair"], "answer": "accept"});
        table.sends("ana", accept);
        made += table.world.posted.len();
        brings(&mut table);
        table.leaves("other");
    }
    assert_eq!(made, limits::PAIRS_CALLED + 10);
    let rename = json!({"type": "rename", "name": "Anna", "ref": "r"});
    table.sends("ana", rename);
    let mut told = BTreeSet::new();
    while !table.world.posted.is_empty() {
        told.extend(table.world.posted.iter().map(|letter| letter.id));
        brings(&mut table);
    }
    assert_eq!(told.len(), limits::PAIRS_CALLED);
    assert_eq!(table.world.sqlite.count("letter", "true"), 0);
}
