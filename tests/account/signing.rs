//! Ways in: passkeys and the recovery code, and each way to be refused.

use alcove::account::Keep;
use serde_json::json;

use super::{Browser, Desk, body, code, minutes, with};

#[test]
fn an_account_begins_with_a_passkey_a_code_and_a_session() {
    let (mut desk, mut ana) = Desk::of_ana();
    let seen = body(&desk.asks(
        &mut ana,
        "see",
        &json!({"site": r#"{"mode":"optional"}"#}),
        "",
    ));
    assert_eq!(seen["name"], "Ana");
    assert_eq!(seen["recovery"], true);
    assert_eq!(seen["sign_in"], json!({"mode": "optional"}));
    assert_eq!(seen["created"], desk.now.as_millis());
    assert_eq!(seen["version"], 1);
    let created = desk.now.as_millis();
    let passkey = json!({"id": "p1", "label": "One", "created": created, "synced": false});
    assert_eq!(seen["passkeys"], json!([passkey]));
    assert_eq!(desk.verified, 1);
}

#[test]
fn nothing_is_kept_of_a_key_that_cannot_be_read() {
    let mut desk = Desk::empty();
    let mut browser = Browser::default();
    let fields = json!({
        "passkey": "p1", "key": "no key", "algorithm": -7, "counter": 0, "hash": "h", "code": "C",
    });
    let challenge = desk.challenge();
    let reply = desk.asks(&mut browser, "begin", &with(&challenge, &fields), "");
    assert_eq!(
        (reply.status, code(&reply).as_str()),
        (400, "passkey_invalid")
    );
    assert_eq!(browser.claim, None);
    assert_eq!(desk.number("SELECT count(*) FROM sqlite_master"), 0);
}

#[test]
fn an_account_begins_once() {
    let (mut desk, _) = Desk::of_ana();
    let mut other = Browser::default();
    let reply = desk.begins(&mut other);
    assert_eq!(
        (reply.status, code(&reply).as_str()),
        (400, "challenge_invalid")
    );
    assert_eq!(other.claim, None);
}

#[test]
fn a_passkey_signs_in_with_a_new_session_each_time() {
    let (mut desk, ana) = Desk::of_ana();
    let first = ana.claim.clone().expect("signed in").0;
    let mut other = Browser::default();
    let reply = desk.signs_in(&mut other, "p1");
    assert_eq!(reply.status, 200, "{}", reply.body);
    let second = other.claim.clone().expect("signed in").0;
    assert_ne!(first, second);
    assert_eq!(desk.number("SELECT count(*) FROM session"), 2);
    // Once more in the same browser: never with a session that came in, and the one before has ended.
    desk.signs_in(&mut other, "p1");
    let third = other.claim.clone().expect("signed in").0;
    assert!(third != second && third != first);
    assert_eq!(desk.number("SELECT count(*) FROM session"), 2);
}

#[test]
fn a_challenge_is_good_for_one_try() {
    let (mut desk, _) = Desk::of_ana();
    let challenge = desk.challenge();
    let mut other = Browser::default();
    assert_eq!(desk.asserts(&mut other, &challenge, &json!({})).status, 200);
    let again = desk.asserts(&mut Browser::default(), &challenge, &json!({}));
    assert_eq!(
        (again.status, code(&again).as_str()),
        (400, "challenge_invalid")
    );
    // Also one that was tried in vain.
    let challenge = desk.challenge();
    let wrong = json!({"signature": "d3Jvbmc"});
    let reply = desk.asserts(&mut Browser::default(), &challenge, &wrong);
    assert_eq!(
        (reply.status, code(&reply).as_str()),
        (401, "passkey_invalid")
    );
    let again = desk.asserts(&mut Browser::default(), &challenge, &json!({}));
    assert_eq!(code(&again), "challenge_invalid");
    // What is spent is forgotten once it has expired.
    desk.passes(minutes(6));
    desk.signs_in(&mut Browser::default(), "p1");
    assert_eq!(desk.number("SELECT count(*) FROM spent"), 1);
}

#[test]
fn a_verdict_counts_for_what_was_asked_alone() {
    use alcove::account::{Effect, Input, Verdict};
    let (mut desk, _) = Desk::of_ana();
    let challenge = desk.challenge();
    let question = json!({
        "op": "assert", "passkey": "p1", "data": "data", "signature": "d3Jvbmc", "counter": 0,
    });
    let text = with(&question, &challenge).to_string();
    let verdict = Verdict {
        of: r#"{"algorithm":-8,"key":"another","data":"data","signature":"Z29vZA"}"#,
        holds: true,
    };
    let input = Input::Ask {
        text: &text,
        random: [9; 16],
        verdict: Some(verdict),
    };
    let answer = desk.steps(input).expect("an answer");
    assert!(matches!(answer, Effect::Verify(_)), "{answer:?}");
}

#[test]
fn who_is_not_the_one_is_refused_and_counted() {
    let (mut desk, _) = Desk::of_ana();
    let mut stranger = Browser::default();
    // Another passkey, another algorithm's signature, none at all.
    let reply = desk.signs_in(&mut stranger, "p2");
    assert_eq!((reply.status, reply.is_failure), (401, true));
    for signature in ["", "AAAA", "%"] {
        let challenge = desk.challenge();
        let reply = desk.asserts(&mut stranger, &challenge, &json!({"signature": signature}));
        assert_eq!(
            (reply.status, code(&reply).as_str()),
            (401, "passkey_invalid")
        );
        assert!(reply.is_failure);
    }
    let reply = desk.asks(
        &mut stranger,
        "recover",
        &json!({"hash": "x", "new_hash": "y"}),
        "",
    );
    assert_eq!(
        (reply.status, code(&reply).as_str()),
        (401, "recovery_invalid")
    );
    assert_eq!(stranger.claim, None);
    assert_eq!(desk.number("SELECT count(*) FROM failure"), 5);
}

#[test]
fn after_ten_failures_nobody_may_try_for_ten_minutes() {
    let (mut desk, _) = Desk::of_ana();
    let mut stranger = Browser::default();
    for _ in 0..10 {
        assert_eq!(desk.signs_in(&mut stranger, "p2").status, 401);
        desk.passes(minutes(0) + alcove::time::Duration::from_secs(1));
    }
    let before = desk.verified;
    let reply = desk.signs_in(&mut stranger, "p1");
    assert_eq!((reply.status, code(&reply).as_str()), (429, "rate_limited"));
    assert_eq!(body(&reply)["error"]["retry_after_ms"], 590_000);
    let reply = desk.asks(
        &mut stranger,
        "recover",
        &json!({"hash": "hash1", "new_hash": "y"}),
        "",
    );
    assert_eq!(reply.status, 429);
    assert_eq!(desk.verified, before);
    // Who is signed in stays so, and one try comes back with time.
    desk.passes(alcove::time::Duration::from_secs(590));
    assert_eq!(desk.signs_in(&mut stranger, "p1").status, 200);
}

#[test]
fn a_counter_that_goes_back_tells_of_a_copy() {
    let (mut desk, mut ana) = Desk::of_ana();
    let counted = |desk: &mut Desk, counter: u64| {
        let challenge = desk.challenge();
        desk.asserts(
            &mut Browser::default(),
            &challenge,
            &json!({ "counter": counter }),
        )
    };
    // One that does not count.
    assert_eq!(counted(&mut desk, 0).status, 200);
    assert_eq!(counted(&mut desk, 0).status, 200);
    assert_eq!(counted(&mut desk, 5).status, 200);
    for counter in [5, 4, 0] {
        let reply = counted(&mut desk, counter);
        assert_eq!(
            (reply.status, code(&reply).as_str()),
            (401, "passkey_invalid")
        );
    }
    assert_eq!(counted(&mut desk, 6).status, 200);
    let seen = body(&desk.asks(&mut ana, "see", &json!({}), ""));
    assert_eq!(seen["passkeys"][0]["cloned"], desk.now.as_millis());
}

#[test]
fn passkeys_are_added_named_and_removed() {
    let (mut desk, mut ana) = Desk::of_ana();
    assert_eq!(desk.adds(&mut ana, "p2").status, 200);
    let again = desk.adds(&mut ana, "p2");
    assert_eq!(
        (again.status, code(&again).as_str()),
        (409, "passkey_known")
    );
    let options = json!({"rp": "localhost", "challenge": "c", "handle": "h"});
    let options = body(&desk.asks(&mut ana, "options", &options, ""));
    let ids = options["excludeCredentials"].as_array().expect("a list");
    assert_eq!(ids.len(), 2);
    assert_eq!(
        options["user"],
        json!({"id": "h", "name": "Ana", "displayName": "Ana"})
    );
    let change = |desk: &mut Desk, ana: &mut Browser, change: serde_json::Value| {
        desk.asks(ana, "change", &json!({}), &change.to_string())
    };
    let reply = change(
        &mut desk,
        &mut ana,
        json!({"id": "p2", "label": " Blue \n"}),
    );
    assert_eq!(body(&reply)["passkeys"][1]["label"], "Blue");
    for bad in [
        json!({}),
        json!({"id": "p2"}),
        json!({"id": "p2", "label": "x".repeat(61)}),
        json!({"id": "p2", "label": "a\u{202E}b"}),
        json!({"id": "p2", "label": "x", "remove": true}),
        json!({"id": "p2", "remove": "yes"}),
        json!({"label": "x"}),
    ] {
        assert_eq!(
            change(&mut desk, &mut ana, bad.clone()).status,
            400,
            "{bad}"
        );
    }
    assert_eq!(
        change(&mut desk, &mut ana, json!({"id": "p9", "remove": true})).status,
        404
    );
    assert_eq!(
        change(&mut desk, &mut ana, json!({"id": "p1", "remove": true})).status,
        200
    );
    assert_eq!(desk.signs_in(&mut Browser::default(), "p1").status, 401);
    assert_eq!(desk.signs_in(&mut Browser::default(), "p2").status, 200);
}

#[test]
fn the_last_way_in_stays() {
    let (mut desk, mut ana) = Desk::of_ana();
    let remove = json!({"id": "p1", "remove": true}).to_string();
    // No code, as of an account that a provider has made and that was untied since.
    let sql = "DELETE FROM fact WHERE key = 'recovery'";
    alcove::log::Sql::run(&desk.sql, sql).expect("runs");
    let reply = desk.asks(&mut ana, "change", &json!({}), &remove);
    assert_eq!((reply.status, code(&reply).as_str()), (409, "last_way"));
    let reply = desk.asks(&mut ana, "code", &json!({"hash": "h", "code": "C"}), "");
    assert_eq!(body(&reply), json!({"recovery": "C"}));
    assert_eq!(
        desk.asks(&mut ana, "change", &json!({}), &remove).status,
        200
    );
}

#[test]
fn there_is_an_end_to_passkeys() {
    let (mut desk, mut ana) = Desk::of_ana();
    for i in 2..=20 {
        assert_eq!(desk.adds(&mut ana, &format!("p{i}")).status, 200);
    }
    let reply = desk.adds(&mut ana, "one too many");
    assert_eq!((reply.status, code(&reply).as_str()), (413, "too_large"));
}

#[test]
fn a_recovery_code_signs_in_once_and_brings_the_next() {
    let (mut desk, _) = Desk::of_ana();
    let recover = |desk: &mut Desk, hash: &str, new: &str| {
        let fields = json!({"hash": hash, "new_hash": new, "code": "NEXT"});
        desk.asks(&mut Browser::default(), "recover", &fields, "")
    };
    let reply = recover(&mut desk, "hash1", "hash2");
    assert_eq!(body(&reply)["recovery"], "NEXT");
    assert!(matches!(reply.cookie, Some(Keep::Set(_))));
    assert_eq!(recover(&mut desk, "hash1", "hash3").status, 401);
    assert_eq!(recover(&mut desk, "hash2", "hash3").status, 200);
}

#[test]
fn nobody_is_anybody_without_an_account() {
    let mut desk = Desk::empty();
    let mut stranger = Browser {
        claim: Some(("session".to_owned(), 1, desk.now.as_millis())),
    };
    for op in [
        "see", "enter", "options", "add", "change", "code", "sessions", "end", "export",
    ] {
        let reply = desk.asks(&mut stranger, op, &json!({"which": "all"}), "{}");
        assert_eq!(
            (reply.status, code(&reply).as_str()),
            (401, "signed_out"),
            "{op}"
        );
    }
    assert_eq!(
        desk.asks(&mut stranger, "delete", &json!({}), "").status,
        401
    );
    // Whose cookie was left by a session that is over can make an account like anybody.
    let options = json!({"rp": "r", "challenge": "c", "handle": "h", "instead": "{\"new\":1}"});
    let reply = desk.asks(&mut stranger, "options", &options, "");
    assert_eq!((reply.status, reply.body.as_str()), (200, "{\"new\":1}"));
    assert_eq!(
        desk.asks(&mut stranger, "sync", &json!({}), "{}").status,
        401
    );
    assert_eq!(desk.signs_in(&mut stranger, "p1").status, 401);
    assert_eq!(
        desk.asks(&mut stranger, "nothing", &json!({}), "").status,
        400
    );
    assert_eq!(desk.number("SELECT count(*) FROM sqlite_master"), 0);
}
