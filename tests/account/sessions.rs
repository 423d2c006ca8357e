//! Sessions: how long they last, how their cookies are renewed, and how they end.

use alcove::account::Keep;
use serde_json::json;

use super::{Browser, Desk, body, code, days, minutes};

fn sees(desk: &mut Desk, browser: &mut Browser) -> u16 {
    desk.asks(browser, "see", &json!({}), "").status
}

#[test]
fn a_cookie_is_renewed_after_a_day_and_the_one_before_ends() {
    let (mut desk, mut ana) = Desk::of_ana();
    desk.passes(days(1) + minutes(1));
    let mut before = ana.clone();
    assert_eq!(sees(&mut desk, &mut ana), 200);
    let (session, generation, issued) = ana.claim.clone().expect("signed in");
    assert_eq!(generation, 2);
    assert_eq!(issued, desk.now.as_millis());
    assert_eq!(session, before.claim.clone().expect("signed in").0);
    // The answer may have been lost: until the new one comes back, the old one gets the same again.
    desk.passes(days(2));
    let lost = ana.claim.clone();
    assert_eq!(sees(&mut desk, &mut before), 200);
    assert_eq!(before.claim, lost);
    // Once it has, what was on its way still comes through, for ten minutes.
    let mut old = Browser {
        claim: Some((session.clone(), 1, issued)),
    };
    let entered = desk.asks(&mut ana, "enter", &json!({}), "");
    assert_eq!(entered.status, 204);
    desk.passes(minutes(9));
    assert_eq!(desk.asks(&mut old, "enter", &json!({}), "").status, 204);
    assert_eq!(sees(&mut desk, &mut old), 200);
    assert_eq!(old.claim.as_ref().expect("signed in").1, 1);
    desk.passes(minutes(2));
    // Then somebody has stolen it, or it was stolen from them.
    assert_eq!(sees(&mut desk, &mut old), 401);
    assert_eq!(sees(&mut desk, &mut ana), 401);
    assert_eq!(desk.number("SELECT count(*) FROM session"), 0);
}

#[test]
fn a_much_older_cookie_ends_the_session_at_once() {
    let (mut desk, mut ana) = Desk::of_ana();
    desk.asks(&mut ana, "enter", &json!({"room": "tea", "tag": "T"}), "");
    let mut thief = ana.clone();
    for _ in 0..2 {
        desk.passes(days(2));
        assert_eq!(sees(&mut desk, &mut ana), 200);
    }
    assert_eq!(ana.claim.as_ref().expect("signed in").1, 3);
    assert_eq!(sees(&mut desk, &mut thief), 401);
    assert_eq!(sees(&mut desk, &mut ana), 401);
    let told: Vec<_> = desk
        .sent
        .iter()
        .map(|(_, to, body)| (to.as_str(), &body["type"]))
        .collect();
    assert_eq!(told, [("tea", &json!("account_tokens"))]);
}

#[test]
fn a_cookie_that_was_never_given_out_is_none() {
    let (mut desk, mut ana) = Desk::of_ana();
    let (session, _, issued) = ana.claim.clone().expect("signed in");
    let mut forged = Browser {
        claim: Some((session, 2, issued)),
    };
    assert_eq!(sees(&mut desk, &mut forged), 401);
    assert_eq!(sees(&mut desk, &mut ana), 200);
}

#[test]
fn who_does_not_come_for_thirty_days_is_signed_out() {
    let (mut desk, mut ana) = Desk::of_ana();
    for _ in 0..3 {
        desk.passes(days(29));
        assert_eq!(sees(&mut desk, &mut ana), 200);
    }
    desk.passes(days(30));
    assert_eq!(sees(&mut desk, &mut ana), 401);
    assert_eq!(desk.number("SELECT count(*) FROM session"), 0);
}

#[test]
fn rooms_alone_keep_somebody_signed_in_and_cost_little() {
    let (mut desk, mut ana) = Desk::of_ana();
    let enter = json!({"room": "tea", "tag": "T"});
    desk.asks(&mut ana, "enter", &enter, "");
    let before = desk.number("SELECT total_changes()");
    for _ in 0..20 {
        assert_eq!(desk.asks(&mut ana, "enter", &enter, "").status, 204);
    }
    assert_eq!(desk.number("SELECT total_changes()"), before);
    desk.passes(days(29));
    assert_eq!(desk.asks(&mut ana, "enter", &enter, "").status, 204);
    desk.passes(days(29));
    assert_eq!(desk.asks(&mut ana, "enter", &enter, "").status, 204);
    assert_eq!(desk.number("SELECT count(*) FROM room"), 1);
}

#[test]
fn sessions_are_listed_and_ended() {
    let (mut desk, mut ana) = Desk::of_ana();
    let mut others = [Browser::default(), Browser::default(), Browser::default()];
    for other in &mut others {
        desk.passes(minutes(1));
        assert_eq!(desk.signs_in(other, "p1").status, 200);
    }
    desk.asks(&mut ana, "enter", &json!({"room": "tea", "tag": "T"}), "");
    let list = body(&desk.asks(&mut ana, "sessions", &json!({}), ""));
    let list = list["sessions"].as_array().expect("a list").clone();
    assert_eq!(list.len(), 4);
    assert_eq!(list.iter().filter(|one| one["current"] == true).count(), 1);
    assert!(list.iter().all(|one| one["label"] == "Firefox, Linux"));

    let id = others[0].claim.as_ref().expect("signed in").0.clone();
    let one = json!({"which": "one", "id": id});
    let reply = desk.asks(&mut ana, "end", &one, "");
    assert_eq!((reply.status, reply.cookie), (204, None));
    assert_eq!(sees(&mut desk, &mut others[0]), 401);
    assert_eq!(desk.sent.len(), 1);
    // Again, it is no news.
    assert_eq!(desk.asks(&mut ana, "end", &one, "").status, 204);
    assert_eq!(desk.sent.len(), 1);
    assert_eq!(
        desk.asks(&mut ana, "end", &json!({"which": "others"}), "")
            .status,
        204
    );
    assert_eq!(sees(&mut desk, &mut others[1]), 401);
    assert_eq!(sees(&mut desk, &mut ana), 200);
    assert_eq!(desk.signs_in(&mut others[2], "p1").status, 200);
    let reply = desk.asks(&mut ana, "end", &json!({"which": "this"}), "");
    assert_eq!(reply.cookie, Some(Keep::Clear));
    assert_eq!(sees(&mut desk, &mut others[2]), 200);
    let reply = desk.asks(&mut others[2], "end", &json!({"which": "all"}), "");
    assert_eq!(reply.cookie, Some(Keep::Clear));
    assert_eq!(desk.number("SELECT count(*) FROM session"), 0);
    let nobody = desk.asks(&mut ana, "sessions", &json!({}), "");
    assert_eq!(code(&nobody), "signed_out");
}

#[test]
fn of_too_many_sessions_the_one_goes_that_was_longest_away() {
    let (mut desk, mut ana) = Desk::of_ana();
    let mut first = Browser::default();
    desk.passes(minutes(1));
    desk.signs_in(&mut first, "p1");
    for _ in 0..48 {
        desk.passes(minutes(2));
        desk.signs_in(&mut Browser::default(), "p1");
    }
    assert_eq!(desk.number("SELECT count(*) FROM session"), 50);
    desk.asks(&mut ana, "see", &json!({}), "");
    desk.signs_in(&mut Browser::default(), "p1");
    assert_eq!(desk.number("SELECT count(*) FROM session"), 50);
    assert_eq!(sees(&mut desk, &mut ana), 200);
    assert_eq!(sees(&mut desk, &mut first), 401);
}

#[test]
fn in_more_rooms_than_can_be_told_somebody_is_a_guest() {
    let (mut desk, mut ana) = Desk::of_ana();
    let sql = "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
               INSERT INTO room (name, tag, since) SELECT 'room-' || i, 'T', 1 FROM n";
    alcove::log::Sql::run(&desk.sql, sql).expect("runs");
    let enter = |room: &str| json!({"room": room, "tag": "T"});
    assert_eq!(desk.asks(&mut ana, "enter", &enter("tea"), "").status, 202);
    assert_eq!(
        desk.asks(&mut ana, "enter", &enter("room-1"), "").status,
        204
    );
    assert_eq!(desk.number("SELECT count(*) FROM room"), 5_000);
}
