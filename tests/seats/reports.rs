//! A report out of the room of a pair, with both rooms: it goes to those who look after the room where the
//! two met, once, and nothing else does.

use alcove::limits::{self, Limits};
use alcove::room::Act;
use serde_json::{Value, json};

use crate::table::Table;
use crate::world::World;

/// Where Ana and Bo met, which Olga owns, and their own room, with both in it.
struct Met {
    parent: Table,
    pair: Table,
}

fn met() -> Met {
    met_within(Limits::default())
}

fn met_within(limits: Limits) -> Met {
    let mut parent = Table::around(World::new(limits));
    let key = crate::table::key("owner");
    parent.comes("olga", json!({"key": key, "create": {}}));
    for who in ["ana", "bo"] {
        parent.comes(who, json!({}));
    }
    let to = parent.id("bo");
    parent.sends("ana", json!({"type": "direct", "cid": "d", "to": to}));
    let id = parent.gets_a("bo", "direct")["pair"].clone();
    let accept = json!({"type": "direct", "cid": "d", "pair": id, "answer": "accept"});
    parent.sends("bo", accept);
    let letter = parent.world.posted.pop().expect("a letter");
    let mut pair = Table::around(World::named(&letter.to, Limits::default()));
    pair.world.now = parent.world.now;
    let (answer, _) = pair.world.receive(&letter.body);
    parent.delivers(letter.id, answer.as_deref());
    for who in ["ana", "bo"] {
        let token = parent.gets_a(who, "direct")["token"].clone();
        let welcome = pair.comes(who, json!({"token": token}));
        assert_eq!(welcome["you"]["id"], parent.id(who), "{welcome}");
        pair.gets(who);
    }
    Met { parent, pair }
}

impl Met {
    /// Letters of the pair's room reach the other.
    fn delivers(&mut self) -> Vec<Option<String>> {
        let letters = std::mem::take(&mut self.pair.world.posted);
        let mut answers = Vec::new();
        for letter in letters {
            assert_eq!(letter.to, "tea");
            let (answer, heard) = self.parent.world.receive(&letter.body);
            self.parent.keep(heard);
            self.pair.delivers(letter.id, answer.as_deref());
            answers.push(answer);
        }
        self.parent.passes(2_000);
        answers
    }

    fn says(&mut self, count: u32) {
        for n in 1..=count {
            let text = format!("message {n}");
            let said = self.pair.does("ana", json!({"type": "say", "text": text}));
            assert_eq!(said["type"], "message", "{said}");
        }
    }

    fn desk(&mut self) -> Vec<Value> {
        let desk = self
            .parent
            .sends("olga", json!({"type": "desk", "what": "reports"}));
        desk[0]["items"].as_array().expect("items").clone()
    }

    fn seqs(item: &Value) -> Vec<u64> {
        let messages = item["messages"].as_array().expect("messages").iter();
        messages
            .filter_map(|message| message["seq"].as_u64())
            .collect()
    }
}

#[test]
fn its_last_messages_go_to_the_desk_where_the_two_met() {
    let mut met = met();
    met.says(25);
    met.pair
        .does("ana", json!({"type": "edit", "seq": 24, "text": "edited"}));
    met.pair.does("ana", json!({"type": "delete", "seq": 23}));
    let report = json!({"type": "report", "cid": "r1", "seq": 20, "reason": "Rude"});
    met.pair.gets("ana");
    let answers = met.pair.sends("bo", report.clone());
    assert_eq!(answers, [json!({"type": "reported", "cid": "r1"})]);
    assert_eq!(
        met.pair.gets("ana"),
        Vec::<Value>::new(),
        "nobody else is told"
    );
    assert_eq!(met.delivers(), [Some("done".to_owned())]);
    assert_eq!(met.parent.gets_a("olga", "desk")["reports"], 1);
    let items = met.desk();
    assert_eq!(items.len(), 1);
    let item = &items[0];
    assert_eq!(item["by"], json!({"id": met.parent.id("bo"), "name": "bo"}));
    assert_eq!(
        item["member"],
        json!({"id": met.parent.id("ana"), "name": "ana"})
    );
    assert_eq!(
        (&item["pair"], &item["reason"]),
        (&json!(true), &json!("Rude"))
    );
    assert!(item["id"].is_u64() && item["at"].is_u64());
    assert_eq!(Met::seqs(item), (6..=25).collect::<Vec<u64>>());
    let messages = item["messages"].as_array().expect("messages");
    assert_eq!(messages[18]["text"], "edited");
    assert_eq!(
        (&messages[17]["deleted"], messages[17].get("text")),
        (&json!(true), None)
    );
    // Nothing of it is kept twice, and members see none of it.
    assert_eq!(
        met.pair
            .world
            .sqlite
            .count("report", "message <> '' OR reason IS NOT NULL"),
        0
    );
    for who in ["ana", "bo"] {
        let refused = met
            .parent
            .sends(who, json!({"type": "desk", "what": "reports"}));
        assert_eq!(refused[0]["code"], "forbidden");
    }
}

#[test]
fn a_report_is_made_once() {
    let mut met = met();
    met.says(2);
    let report = json!({"type": "report", "cid": "r1", "seq": 1});
    met.pair.sends("bo", report.clone());
    let again = met.pair.sends("bo", report.clone());
    assert_eq!(again, [json!({"type": "reported", "cid": "r1"})]);
    // A letter whose answer is lost comes again.
    let letter = met
        .pair
        .world
        .posted
        .first()
        .expect("one letter")
        .body
        .clone();
    assert_eq!(met.pair.world.posted.len(), 1);
    for _ in 0..2 {
        assert_eq!(met.parent.world.receive(&letter).0.as_deref(), Some("done"));
    }
    met.delivers();
    met.parent.world.crash();
    assert_eq!(met.parent.world.receive(&letter).0.as_deref(), Some("done"));
    met.pair.world.crash();
    met.pair.comes_back("bo", json!({}));
    let again = met.pair.sends("bo", report);
    assert_eq!(again, [json!({"type": "reported", "cid": "r1"})]);
    assert!(met.pair.world.posted.is_empty());
    assert_eq!(
        met.pair.code("bo", json!({"type": "report", "seq": 1})),
        "no_change"
    );
    met.parent.comes_back("olga", json!({}));
    assert_eq!(met.desk().len(), 1);
    // One of another message, and of a message of the same seq where they met, is another.
    met.pair.passes(limits::PAIR_REPORT_SPAN);
    met.pair
        .sends("bo", json!({"type": "report", "cid": "r2", "seq": 2}));
    met.delivers();
    met.parent.comes_back("bo", json!({}));
    met.parent.comes_back("ana", json!({}));
    met.parent
        .does("ana", json!({"type": "say", "text": "here"}));
    let reported = met.parent.does("bo", json!({"type": "report", "seq": 1}));
    assert_eq!(reported["type"], "reported");
    let items = met.desk();
    assert_eq!(items.len(), 3);
    assert_eq!(items[0].get("pair"), None);
    assert_eq!(items[0]["messages"][0]["text"], "here");
}

#[test]
fn an_older_message_stands_in_for_the_oldest() {
    let mut met = met();
    met.says(30);
    met.pair
        .sends("bo", json!({"type": "report", "cid": "r", "seq": 3}));
    met.pair.passes(limits::PAIR_REPORT_SPAN);
    met.pair
        .sends("bo", json!({"type": "report", "cid": "s", "seq": 11}));
    met.pair.passes(limits::PAIR_REPORT_SPAN);
    met.pair
        .sends("bo", json!({"type": "report", "cid": "t", "seq": 10}));
    met.delivers();
    let items = met.desk();
    let seqs: Vec<Vec<u64>> = items.iter().map(Met::seqs).collect();
    let newest: Vec<u64> = (12..=30).collect();
    let with = |seq| [&[seq][..], &newest].concat();
    assert_eq!(seqs, [with(10), (11..=30).collect(), with(3)]);
    // Of few there are few.
    let mut few = self::met();
    few.says(2);
    few.pair
        .sends("bo", json!({"type": "report", "cid": "r", "seq": 2}));
    few.delivers();
    assert_eq!(Met::seqs(&few.desk()[0]), [1, 2]);
}

#[test]
fn what_cannot_be_reported() {
    let mut met = met();
    met.says(2);
    met.pair.does("ana", json!({"type": "delete", "seq": 1}));
    for (frame, code) in [
        (json!({"type": "report", "seq": 1}), "not_found"),
        (json!({"type": "report", "seq": 99}), "not_found"),
        (json!({"type": "report"}), "bad_frame"),
        (
            json!({"type": "report", "seq": 2, "reason": "a\nb"}),
            "bad_frame",
        ),
    ] {
        assert_eq!(met.pair.code("bo", frame.clone()), code, "{frame}");
    }
    assert!(met.pair.world.posted.is_empty());
    assert_eq!(met.pair.world.sqlite.count("report", "true"), 0);
}

#[test]
fn a_locked_room_can_be_reported() {
    let mut met = met();
    met.says(1);
    let pair = met.pair.comes_back("bo", json!({}))["pair"]["pair"].clone();
    let block = json!({"type": "direct", "cid": "b", "pair": pair, "answer": "block"});
    met.parent.sends("bo", block);
    let letter = met.parent.world.posted.pop().expect("a letter");
    let (answer, _) = met.pair.world.receive(&letter.body);
    met.parent.delivers(letter.id, answer.as_deref());
    assert_eq!(
        met.pair.code("ana", json!({"type": "say", "text": "x"})),
        "forbidden"
    );
    let reported = met.pair.does("bo", json!({"type": "report", "seq": 1}));
    assert_eq!(reported["type"], "reported");
    met.delivers();
    assert_eq!(met.desk().len(), 1);
}

#[test]
fn where_they_met_may_be_gone() {
    let mut met = met();
    met.says(1);
    met.pair
        .sends("bo", json!({"type": "report", "cid": "r", "seq": 1}));
    met.parent.operates(Act::Delete);
    assert_eq!(met.delivers(), [Some("not_found".to_owned())]);
    assert!(
        !met.parent.world.sqlite.has_table("report"),
        "nothing begins by it"
    );
    // It is not sent again, and the two go on.
    met.pair.passes(600_000);
    assert!(met.pair.world.posted.is_empty());
    met.pair.comes_back("bo", json!({}));
    // Others who begin a room of the same name are no moderators of this pair.
    met.pair.comes_back("ana", json!({}));
    met.says(1);
    met.parent.comes(
        "olga",
        json!({"key": crate::table::key("other"), "create": {}}),
    );
    met.pair
        .sends("bo", json!({"type": "report", "cid": "s", "seq": 2}));
    assert_eq!(met.delivers(), [Some("not_found".to_owned())]);
    assert_eq!(met.desk(), Vec::<Value>::new());
}

#[test]
fn in_a_room_of_nobodys_it_is_for_the_operator() {
    let mut met = met();
    met.says(1);
    met.pair
        .sends("bo", json!({"type": "report", "cid": "r", "seq": 1}));
    met.delivers();
    let state: Value = serde_json::from_str(&met.parent.world.room().state()).expect("JSON");
    assert_eq!(state["reports"][0]["pair"], true);
    let state: Value = serde_json::from_str(&met.pair.world.room().state()).expect("JSON");
    assert_eq!(state.get("reports"), None);
}

#[test]
fn a_page_of_long_reports_is_bounded_and_so_are_all_of_them() {
    let mut met = met();
    let text = "\"".repeat(4_000);
    for _ in 0..20 {
        let said = met.pair.does("ana", json!({"type": "say", "text": text}));
        assert_eq!(said["type"], "message", "{said}");
        met.pair.passes(1_000);
    }
    for n in 0..4 {
        let cid = format!("r{n}");
        met.pair
            .sends("bo", json!({"type": "report", "cid": cid, "seq": n + 1}));
        met.delivers();
        met.pair.passes(limits::PAIR_REPORT_SPAN);
    }
    let mut pages = Vec::new();
    let mut before = Value::Null;
    loop {
        let ask = json!({"type": "desk", "what": "reports", "before": before});
        let desk = met.parent.sends("olga", ask)[0].clone();
        let items = desk["items"].as_array().expect("items");
        assert!(desk.to_string().len() < 3 * limits::PAGE_BYTES);
        pages.push(items.len());
        before = items.last().expect("an item")["id"].clone();
        if desk["more"] == false {
            break;
        }
    }
    assert_eq!(pages, [2, 2]);
}

/// Reports out of the rooms of pairs, each of a pair by itself or of this one.
fn reports_of(met: &Met, count: u64, pair: &str) {
    let now = met.parent.world.now.as_millis();
    met.parent.world.sqlite.batch(&format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
         INSERT INTO report (at, by_member, by_name, cid, target, message, pair)
         SELECT {now}, '00000000000000ee', 'x', 'c', i, '\"messages\":[]', {pair} FROM n"
    ));
}

#[test]
fn what_few_pairs_report_hides_nobody_elses() {
    let mut met = met();
    met.says(2);
    let count = |met: &Met, which| met.parent.world.sqlite.count("report", which);
    // One pair has one, the oldest; 20 pairs have the rest, five each but for one.
    reports_of(&met, 1, "'first'");
    reports_of(&met, 99, "'q' || (i % 20)");
    met.pair
        .sends("bo", json!({"type": "report", "cid": "r", "seq": 1}));
    assert_eq!(met.delivers(), [Some("done".to_owned())]);
    assert_eq!(count(&met, "pair IS NOT NULL"), limits::PAIR_REPORTS);
    assert_eq!(count(&met, "pair = 'first'"), 1);
    assert_eq!(
        count(&met, "pair = 'q1'"),
        4,
        "the oldest of those that have most"
    );
    assert_eq!(count(&met, "pair LIKE 'q%'"), 98);
    assert_eq!(Met::seqs(&met.desk()[0]), [1, 2]);
}

#[test]
fn what_many_pairs_report_hides_nobody_elses() {
    let mut met = met();
    met.says(2);
    let count = |met: &Met, which| met.parent.world.sqlite.count("report", which);
    reports_of(&met, limits::PAIR_REPORTS, "'q' || i");
    // There is no place for another pair as long as somebody may not have seen what is there.
    met.pair
        .sends("bo", json!({"type": "report", "cid": "r", "seq": 1}));
    assert_eq!(met.pair.gets("bo"), Vec::<Value>::new());
    assert_eq!(met.delivers(), [Some("failed".to_owned())]);
    assert_eq!(count(&met, "pair = 'q1'"), 1);
    let mut days = 0;
    while count(&met, "pair NOT LIKE 'q%'") == 0 {
        assert!(days < 3, "it comes again by itself");
        met.parent.passes(3_600_000 * 24);
        met.pair.passes(3_600_000 * 24);
        met.delivers();
        days += 1;
    }
    assert_eq!(count(&met, "pair = 'q1'"), 0, "the oldest has gone for it");
    assert_eq!(count(&met, "pair IS NOT NULL"), limits::PAIR_REPORTS);
    // A second one of theirs takes the place of the first.
    met.pair.comes_back("bo", json!({}));
    met.pair
        .sends("bo", json!({"type": "report", "cid": "s", "seq": 2}));
    assert_eq!(met.delivers(), [Some("done".to_owned())]);
    assert_eq!(count(&met, "pair NOT LIKE 'q%' AND target = 1"), 0);
    assert_eq!(count(&met, "pair NOT LIKE 'q%' AND target = 2"), 1);
    assert_eq!(count(&met, "pair = 'q2'"), 1);
}

#[test]
fn reports_of_the_room_and_of_pairs_push_out_none_of_each_other() {
    let mut met = met();
    met.says(2);
    let count = |met: &Met, which| met.parent.world.sqlite.count("report", which);
    met.parent
        .does("ana", json!({"type": "say", "text": "here"}));
    reports_of(&met, limits::REPORTS - 1, "NULL");
    reports_of(&met, 1, "'first'");
    met.parent
        .world
        .sqlite
        .batch("UPDATE report SET id = id + 2000 WHERE pair IS NULL");
    met.parent
        .world
        .sqlite
        .batch("UPDATE report SET id = 100000 WHERE id = 2001");
    met.pair
        .sends("bo", json!({"type": "report", "cid": "r", "seq": 1}));
    assert_eq!(met.delivers(), [Some("done".to_owned())]);
    assert_eq!(count(&met, "pair IS NULL"), limits::REPORTS - 1);
    assert_eq!(count(&met, "pair IS NOT NULL"), 2);
    for seq in [1, 2] {
        met.parent
            .does("ana", json!({"type": "say", "text": "again"}));
        met.parent.passes(1_000);
        let reported = met.parent.does("bo", json!({"type": "report", "seq": seq}));
        assert_eq!(reported["type"], "reported", "{reported}");
    }
    // Room is made for a few at a time.
    let left = limits::REPORTS - limits::AUDIT_AT_ONCE + 1;
    assert_eq!(count(&met, "pair IS NULL"), left);
    assert_eq!(
        count(&met, "pair IS NULL AND id = 2002"),
        0,
        "the oldest of its kind"
    );
    assert_eq!(count(&met, "pair IS NOT NULL"), 2);
}

/// The longest in each way that a text can be long.
#[test]
fn twenty_messages_fit_into_a_report_whatever_they_say() {
    let longest = [
        "\"".repeat(4_000),
        "\\".repeat(4_000),
        "a\n".repeat(2_000),
        "🎉".repeat(4_000),
        "漢".repeat(4_000),
    ];
    for text in longest {
        let mut met = met();
        for n in 0..21 {
            let said = met.pair.does("ana", json!({"type": "say", "text": text}));
            assert_eq!(said["type"], "message", "{n}: {said:.200}");
            met.pair.passes(1_000);
        }
        met.pair
            .sends("bo", json!({"type": "report", "cid": "r", "seq": 1}));
        let letter = met.pair.world.posted[0].body.clone();
        assert!(letter.len() <= limits::LETTER);
        assert_eq!(met.delivers(), [Some("done".to_owned())]);
        let seqs: Vec<u64> = [1].into_iter().chain(3..=21).collect();
        let items = met.desk();
        assert_eq!(Met::seqs(&items[0]), seqs, "{text:.20}");
        let messages = items[0]["messages"].as_array().expect("messages");
        assert!(
            messages
                .iter()
                .all(|message| message["text"] == json!(text))
        );
    }
}

#[test]
fn reactions_make_way_for_what_was_said() {
    let mut met = met();
    met.says(20);
    let reaction = met.pair.does(
        "bo",
        json!({"type": "react", "seq": 20, "emoji": "👍", "on": true}),
    );
    assert_eq!(reaction["type"], "reacted", "{reaction}");
    met.pair
        .sends("bo", json!({"type": "report", "cid": "r", "seq": 1}));
    met.delivers();
    let messages = met.desk()[0]["messages"].clone();
    assert!(messages[19]["reactions"].is_object(), "{}", messages[19]);
    // More than a letter holds.
    let many = format!(
        "{{{}}}",
        (0..5_000)
            .map(|n| format!(r#""e{n}":["{:016x}"]"#, n))
            .collect::<Vec<_>>()
            .join(",")
    );
    met.pair
        .world
        .sqlite
        .batch(&format!("UPDATE message SET reactions = '{many}'"));
    met.pair.passes(limits::PAIR_REPORT_SPAN);
    met.pair
        .sends("bo", json!({"type": "report", "cid": "s", "seq": 2}));
    assert_eq!(met.delivers(), [Some("done".to_owned())]);
    let items = met.desk();
    assert_eq!(Met::seqs(&items[0]), (1..=20).collect::<Vec<u64>>());
    assert!(items[0]["messages"][19].get("reactions").is_none());
}

#[test]
fn what_two_report_pushes_out_nobody_elses() {
    let mut met = met();
    met.says(8);
    met.parent.world.sqlite.batch(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 95)
         INSERT INTO report (at, by_member, by_name, cid, target, message, pair)
         SELECT 1000000000000, '00000000000000ee', 'x', 'c', i, '\"messages\":[]', 'q' FROM n",
    );
    let count = |met: &Met, which| met.parent.world.sqlite.count("report", which);
    for seq in 1..=7 {
        let reported = met.pair.does("bo", json!({"type": "report", "seq": seq}));
        assert_eq!(reported["type"], "reported", "{reported}");
        assert_eq!(met.delivers(), [Some("done".to_owned())]);
        let refused = met
            .pair
            .does("bo", json!({"type": "report", "seq": seq + 1}));
        assert_eq!(refused["code"], "rate_limited");
        let wait = refused["retry_after_ms"].as_u64().expect("a time");
        assert!((58_000..=60_000).contains(&wait), "{wait}");
        assert!(met.pair.world.posted.is_empty());
        met.pair.passes(wait);
    }
    assert_eq!(count(&met, "pair = 'q'"), 95);
    assert_eq!(count(&met, "pair <> 'q'"), limits::REPORTS_OF_PAIR);
    assert_eq!(
        count(&met, "pair <> 'q' AND target < 3"),
        0,
        "the oldest go"
    );
}

#[test]
fn a_report_waits_until_the_room_where_they_met_has_rows_for_it() {
    let limits = Limits {
        rows_per_day: 100,
        ..Limits::default()
    };
    let mut met = met_within(limits);
    met.says(1);
    let mut rest = 0;
    while met.parent.code("olga", json!({"type": "say", "text": "x"})) == "none" {
        met.parent.passes(1_000);
        rest += 1;
        assert!(rest < 100);
    }
    met.pair
        .sends("bo", json!({"type": "report", "cid": "r", "seq": 1}));
    let letter = met
        .pair
        .world
        .posted
        .first()
        .expect("a letter")
        .body
        .clone();
    assert_eq!(met.delivers(), [Some("failed".to_owned())]);
    assert_eq!(met.desk(), Vec::<Value>::new());
    // It is sent again by itself.
    met.pair.passes(60_000);
    assert!(!met.pair.world.posted.is_empty());
    met.parent.passes(86_400_000);
    assert_eq!(met.parent.world.receive(&letter).0.as_deref(), Some("done"));
    met.parent.comes_back("olga", json!({}));
    assert_eq!(met.desk().len(), 1);
}
