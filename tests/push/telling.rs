//! Whom push services tell, of what, and when.

use super::*;

#[test]
fn who_is_away_is_told_of_messages() {
    let mut table = plain();
    subscribes(&mut table, "bo", "all", "b");
    says(&mut table, "ana", "before it goes");
    table.sends("bo", json!({"type": "seen", "seq": 1}));
    goes(&mut table, "bo");
    table.passes(60_000);
    assert!(given(&mut table).is_empty());
    let seq = says(&mut table, "ana", "are you there?");
    table.passes(1_000);
    assert!(given(&mut table).is_empty());
    table.passes(1_000);
    let told = told(&mut table);
    assert_eq!(told.len(), 1);
    assert_eq!(
        told[0].payload,
        json!({
            "web_push": 8030,
            "notification": {
                "title": "tea",
                "body": "ana: are you there?",
                "navigate": format!("https://chat.example/room/tea#m{seq}"),
                "tag": "tea",
            },
            "room": "tea",
            "seq": seq,
        })
    );
    assert!(!told[0].is_urgent);
    assert_eq!(told[0].topic.len(), 32);
    table.passes(600_000);
    assert!(given(&mut table).is_empty(), "nothing is told twice");
}

#[test]
fn who_is_here_learns_it_here() {
    let mut table = plain();
    subscribes(&mut table, "bo", "all", "b");
    says(&mut table, "ana", "hello");
    table.sends("bo", json!({"type": "seen", "seq": 1}));
    table.passes(600_000);
    assert!(given(&mut table).is_empty());
    // What it has not acknowledged is told once it is away.
    says(&mut table, "ana", "more");
    goes(&mut table, "bo");
    assert_eq!(heard(&mut table), [pair("b", "ana: more")]);
}

#[test]
fn who_comes_back_within_its_grace_is_told_nothing() {
    let mut table = plain();
    subscribes(&mut table, "bo", "all", "b");
    table.leaves("bo");
    says(&mut table, "ana", "hello");
    table.passes(5_000);
    assert!(given(&mut table).is_empty());
    table.comes_back("bo", json!({}));
    table.sends("bo", json!({"type": "seen", "seq": 1}));
    table.passes(60_000);
    assert!(given(&mut table).is_empty());
}

/// A phone that freezes its pages keeps their sockets.
#[test]
fn who_is_gone_without_a_word_is_told_once_that_is_found_out() {
    let mut table = plain();
    subscribes(&mut table, "bo", "all", "b");
    table.passes(5_000);
    table.pings(&["ana", "bo"]);
    says(&mut table, "ana", "hello");
    for _ in 0..9 {
        table.passes(20_000);
        table.pings(&["ana"]);
        if table.world.may_sleep() {
            table.world.hibernate();
        }
        assert!(given(&mut table).is_empty());
    }
    table.passes(20_000);
    assert_eq!(table.closed("bo"), Some(4408));
    table.passes(11_000);
    assert_eq!(heard(&mut table), [pair("b", "ana: hello")]);
}

#[test]
fn what_comes_at_once_is_told_at_once() {
    let mut table = plain();
    subscribes(&mut table, "bo", "all", "b");
    goes(&mut table, "bo");
    for n in 1..=3 {
        says(&mut table, "ana", &format!("{n}"));
    }
    table.passes(5_000);
    let first = told(&mut table);
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].body(), "ana: 3");
    assert_eq!(first[0].payload["count"], 3);
    // From then on twice a minute.
    for n in 4..=9 {
        says(&mut table, "ana", &format!("{n}"));
        table.passes(2_000);
    }
    assert!(given(&mut table).is_empty());
    table.passes(20_000);
    let second = told(&mut table);
    assert_eq!(second.len(), 1);
    assert_eq!(
        (second[0].body(), &second[0].payload["count"]),
        ("ana: 9", &json!(6))
    );
    assert_eq!(second[0].topic, first[0].topic);
}

#[test]
fn a_push_service_does_not_learn_who_is_in_one_room() {
    let mut table = plain();
    table.comes("eve", json!({}));
    for (who, name) in [("bo", "b"), ("eve", "e")] {
        subscribes(&mut table, who, "all", name);
        goes(&mut table, who);
    }
    says(&mut table, "ana", "hello");
    table.passes(60_000);
    let told = told(&mut table);
    assert_eq!(told.len(), 2);
    assert_ne!(told[0].topic, told[1].topic);
}

#[test]
fn nobody_is_told_of_its_own_messages() {
    let mut table = plain();
    subscribes(&mut table, "bo", "all", "b");
    table.comes("dee", json!({"token": table.token("bo")}));
    says(&mut table, "bo", "mine");
    goes(&mut table, "bo");
    goes(&mut table, "dee");
    table.passes(60_000);
    assert!(given(&mut table).is_empty());
}

#[test]
fn mentions_are_told_to_whom_they_mean() {
    let mut table = plain();
    subscribes(&mut table, "bo", "mentions", "b");
    subscribes(&mut table, "cy", "all", "c");
    let seq = says(&mut table, "bo", "I am off");
    table.sends("cy", json!({"type": "seen", "seq": 1}));
    table.sends("bo", json!({"type": "seen", "seq": 1}));
    goes(&mut table, "bo");
    goes(&mut table, "cy");
    says(&mut table, "ana", "nothing for you");
    table.passes(5_000);
    assert_eq!(heard(&mut table), [pair("c", "ana: nothing for you")]);
    says(&mut table, "ana", "but this, @bo");
    says(&mut table, "ana", "and not this");
    table.passes(5_000);
    let told = told(&mut table);
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].endpoint.as_str(), told[0].body()),
        ("b", "ana: but this, @bo")
    );
    assert!(told[0].is_urgent && told[0].payload.get("count").is_none());
    table.passes(60_000);
    let told = super::told(&mut table);
    assert_eq!(
        (told[0].endpoint.as_str(), told[0].body()),
        ("c", "ana: and not this")
    );
    // An answer means it, too, and however long the room has slept.
    table.world.hibernate();
    table.does(
        "ana",
        json!({"type": "say", "text": "good", "reply_to": seq}),
    );
    table.passes(5_000);
    let told = super::told(&mut table);
    assert!(
        told.iter()
            .any(|one| one.endpoint == "b" && one.body() == "ana: good")
    );
}

#[test]
fn names_are_those_of_now() {
    let mut table = plain();
    subscribes(&mut table, "bo", "mentions", "b");
    table.sends("bo", json!({"type": "rename", "name": "Bobby", "ref": "r"}));
    goes(&mut table, "bo");
    table.world.hibernate();
    says(&mut table, "ana", "@bo");
    table.passes(60_000);
    assert!(given(&mut table).is_empty());
    table.world.hibernate();
    says(&mut table, "ana", "@Bobby");
    table.passes(60_000);
    assert_eq!(heard(&mut table), [pair("b", "ana: @Bobby")]);
}

#[test]
fn who_wants_it_is_told_nothing_of_who_or_what_or_where() {
    let mut table = owned(json!({"title": "The tea room"}));
    let quiet = json!({"what": "all", "subscription": browser("b"), "preview": false});
    pushes(&mut table, "bo", quiet);
    subscribes(&mut table, "cy", "all", "c");
    goes(&mut table, "bo");
    goes(&mut table, "cy");
    let seq = says(&mut table, "ana", &"\u{1F375}".repeat(300));
    table.passes(5_000);
    let mut told = told(&mut table);
    told.sort_by(|a, b| a.endpoint.cmp(&b.endpoint));
    let [b, c] = &told[..] else {
        panic!("{told:?}");
    };
    assert_eq!(b.payload["notification"]["title"], "Alcove");
    assert_eq!((b.body(), b.seq()), ("", seq));
    assert_eq!(c.payload["notification"]["title"], "The tea room");
    assert_eq!(c.body(), format!("ana: {}", "\u{1F375}".repeat(120)));
}

#[test]
fn what_was_told_and_has_changed_is_told_again_in_its_place() {
    let mut table = plain();
    subscribes(&mut table, "bo", "all", "b");
    goes(&mut table, "bo");
    let first = says(&mut table, "ana", "one");
    let second = says(&mut table, "ana", "two");
    table.passes(5_000);
    assert_eq!(heard(&mut table), [pair("b", "ana: two")]);
    table.does("ana", json!({"type": "edit", "seq": second, "text": "2"}));
    // What it was not told is not its business.
    table.does("ana", json!({"type": "edit", "seq": first, "text": "1"}));
    table.world.hibernate();
    table.passes(60_000);
    let again = told(&mut table);
    assert_eq!(again.len(), 1);
    assert_eq!(
        (again[0].body(), &again[0].payload["again"]),
        ("ana: 2", &json!(true))
    );
    table.does("ana", json!({"type": "delete", "seq": second}));
    table.world.hibernate();
    table.passes(60_000);
    let again = told(&mut table);
    assert_eq!(
        (again.len(), again[0].body(), again[0].seq()),
        (1, "ana: 1", first)
    );
    table.does("ana", json!({"type": "delete", "seq": first}));
    table.passes(60_000);
    let last = told(&mut table);
    assert_eq!((last.len(), &last[0].payload["closed"]), (1, &json!(true)));
    assert_eq!(last[0].seq(), first);
    table.passes(600_000);
    assert!(given(&mut table).is_empty());
}

#[test]
fn what_is_taken_back_at_once_is_told_to_nobody() {
    let mut table = plain();
    subscribes(&mut table, "bo", "all", "b");
    goes(&mut table, "bo");
    let seq = says(&mut table, "ana", "oops");
    table.does("ana", json!({"type": "delete", "seq": seq}));
    table.passes(60_000);
    assert!(given(&mut table).is_empty());
}

#[test]
fn a_change_on_its_way_is_told_afterwards() {
    let mut table = plain();
    subscribes(&mut table, "bo", "all", "b");
    goes(&mut table, "bo");
    let seq = says(&mut table, "ana", "one");
    table.passes(5_000);
    let first = given(&mut table);
    table.does("ana", json!({"type": "edit", "seq": seq, "text": "two"}));
    answers(&mut table, first[0].id, 201);
    table.passes(60_000);
    assert_eq!(heard(&mut table), [pair("b", "ana: two")]);
}

#[test]
fn all_browsers_of_a_member_are_told_and_each_has_its_own_place() {
    let mut table = plain();
    subscribes(&mut table, "bo", "all", "phone");
    subscribes(&mut table, "bo", "all", "desk");
    goes(&mut table, "bo");
    says(&mut table, "ana", "one");
    table.passes(5_000);
    let both = given(&mut table);
    assert_eq!(both.len(), 2);
    let of = |name: &str| {
        both.iter()
            .find(|one| one.endpoint == name)
            .expect("one")
            .id
    };
    answers(&mut table, of("phone"), 201);
    answers(&mut table, of("desk"), 500);
    table.passes(limits().grace + Duration::from_secs(60));
    assert_eq!(heard(&mut table), [pair("desk", "ana: one")]);
}

/// So many at once as a Worker may have connections, and so many in a row as it may make requests.
#[test]
fn many_are_told_a_few_at_a_time() {
    let mut table = plain();
    for n in 0..50 {
        let who: &'static str = Box::leak(format!("m{n}").into_boxed_str());
        table.comes(who, json!({}));
        subscribes(&mut table, who, "all", who);
        table.leaves(who);
    }
    table.passes(12_000);
    says(&mut table, "ana", "all of you");
    table.passes(2_000);
    let (mut heard, mut rests) = (0, 0);
    while heard < 50 {
        let some = given(&mut table);
        assert!(some.len() <= 6);
        if some.is_empty() {
            rests += 1;
            assert!(table.world.may_sleep(), "an alarm is a run of its own");
            table.passes(2_000);
        }
        for one in some {
            answers(&mut table, one.id, 201);
            heard += 1;
        }
    }
    assert_eq!((heard, rests), (50, 1));
    table.passes(600_000);
    assert!(given(&mut table).is_empty());
}

#[test]
fn a_room_that_has_written_its_rows_of_the_day_tells_later() {
    let limits = Limits {
        rows_per_day: 1_000,
        ..limits()
    };
    let mut table = Table::around(World::new(limits));
    arrive(&mut table);
    subscribes(&mut table, "bo", "all", "b");
    goes(&mut table, "bo");
    while table.does("ana", json!({"type": "say", "text": "hi"}))["code"] != "rate_limited" {
        table.passes(100);
        for one in given(&mut table) {
            answers(&mut table, one.id, 201);
        }
    }
    table.passes(30_000);
    assert!(given(&mut table).is_empty());
    let mut all = 0;
    for _ in 0..720 {
        table.passes(10_000);
        all += told(&mut table).len();
    }
    assert_eq!(all, 1);
}
