//! Requests about accounts, and of who is signed in.

use alcove::account::cookie::{Claim, Cookie, CookieKeys};
use alcove::account::ids::AccountId;
use alcove::account::keys::SiteKeys;
use alcove::account::recovery::Code;
use alcove::limits;
use alcove::server::account_object::{AT, COOKIE, FAILED};
use alcove::server::{Answer, Body, Server, room_object};
use serde_json::json;

use super::platform::{
    BROKEN_OFF, HOST, NOW, OWN, Platform, Thing, ask, cookies, outcome, send, server,
};

pub const SITE_KEY: (&str, &str) = ("SITE_KEY", "CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk");
const REQUIRED: (&str, &str) = ("SIGN_IN", "required");

/// A site that may say who its users are.
const HOST_KEYS: (&str, &str) = (
    "HOST_KEYS",
    r#"{"https://site.example":{"kty":"oct","k":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"}}"#,
);

const READ: &str = "GET /room/tea/messages";
const UPGRADE: (&str, &str) = ("upgrade", "websocket");

pub fn keys() -> SiteKeys {
    SiteKeys::parse(SITE_KEY.1).expect("a key")
}

pub fn ana() -> AccountId {
    AccountId::new(&keys().of("account"), [7; 10])
}

/// The cookie by which a browser is signed in as Ana.
pub fn cookie() -> String {
    let claim = Claim {
        session: "laptop".to_owned(),
        generation: 3,
        issued: NOW,
    };
    let cookie = Cookie {
        account: ana(),
        claim,
    };
    format!("__Host-alcove={}", cookie.sign(&keys().of("session")))
}

/// What the object of an account answers.
fn says(server: &Server<Platform>, status: u16, headers: &[(&'static str, &str)]) {
    let mut answer = Answer::new(status, Body::Outgoing("an account".to_owned())).with(AT, "12");
    for (name, value) in headers {
        answer.set(*name, *value);
    }
    server.runtime.accounts.borrow_mut().push_back(answer);
}

fn is_refused(answer: &Answer<Thing>, status: u16, code: &str) -> bool {
    outcome(answer) == (status, code.to_owned())
}

#[test]
fn without_a_key_there_are_no_accounts() {
    for settings in [
        &[SITE_KEY, ("SIGN_IN", "off")][..],
        &[],
        &[("SITE_KEY", "short")],
    ] {
        let server = server(settings);
        let answer = ask(&server, "GET /account", &[("cookie", &cookie())]);
        assert!(is_refused(&answer, 404, "not_found"), "{settings:?}");
        assert_eq!(ask(&server, READ, &[]).status, 200);
    }
}

#[test]
fn a_setting_that_is_no_word_for_it_keeps_people_out_and_is_told_once() {
    let server = server(&[SITE_KEY, ("SIGN_IN", "requried")]);
    for _ in 0..2 {
        assert!(is_refused(&ask(&server, READ, &[]), 401, "sign_in_needed"));
    }
    let told = server.runtime.told.borrow();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("SIGN_IN is \"requried\""), "{told:?}");
}

#[test]
fn only_this_sites_own_pages_change_anything() {
    // Not even those that may open rooms, and none that somebody could have changed on the way.
    let server = server(&[SITE_KEY, ("ALLOWED_ORIGINS", "https://friend.example")]);
    for origin in [
        "https://friend.example",
        "https://evil.example",
        "http://chat.example",
        "https://chat.example:8443",
        "null",
        "",
    ] {
        let headers = [("origin", origin), ("cookie", &cookie())];
        for line in [
            "POST /account/sync",
            "DELETE /account",
            "POST /account/sign-out",
        ] {
            let answer = send(&server, line, &headers, "{}");
            assert!(
                is_refused(&answer, 403, "origin_forbidden"),
                "{origin} {line}"
            );
            assert_eq!(answer.header("access-control-allow-origin"), None);
        }
    }
    assert_eq!(server.runtime.read.get(), 0);
    assert!(server.runtime.questions.borrow().is_empty());
}

#[test]
fn what_is_too_long_or_of_unknown_length_is_not_read() {
    let server = server(&[SITE_KEY]);
    for (path, most) in [
        ("passkey/options", limits::ACCOUNT_BODY),
        ("passkey/register", limits::ACCOUNT_BODY),
        ("passkey/assert", limits::ACCOUNT_BODY),
        ("passkey/change", limits::ACCOUNT_BODY),
        ("recover", limits::ACCOUNT_BODY),
        ("sync", limits::SYNC_BODY),
    ] {
        let line = format!("POST /account/{path}");
        let of_length = |length: &str| {
            let answer = ask(&server, &line, &[("content-length", length)]);
            (outcome(&answer), server.runtime.read.replace(0))
        };
        let too_large = ((413, "too_large".to_owned()), 0);
        assert_eq!(of_length(&(most + 1).to_string()), too_large, "{path}");
        assert_eq!(of_length(&most.to_string()).1, 1, "{path}");
        let unknown = (411, "length_required".to_owned());
        assert_eq!(of_length("many"), (unknown.clone(), 0), "{path}");
        assert_eq!(outcome(&ask(&server, &line, &[])), unknown, "{path}");
        assert_eq!(server.runtime.read.get(), 0, "{path}");
    }
}

#[test]
fn a_body_that_breaks_off_is_the_senders_business() {
    let server = server(&[SITE_KEY]);
    for path in [
        "passkey/options",
        "passkey/register",
        "passkey/assert",
        "passkey/change",
        "recover",
        "sync",
    ] {
        let answer = send(&server, &format!("POST /account/{path}"), &[], BROKEN_OFF);
        assert!(is_refused(&answer, 400, "bad_request"), "{path}");
    }
    assert_eq!(server.runtime.read.get(), 6);
    assert!(server.runtime.told.borrow().is_empty());
    assert!(server.runtime.questions.borrow().is_empty());
}

#[test]
fn what_does_not_hold_costs_more_than_what_does() {
    let recover = |server: &Server<Platform>, code: &str| {
        let body = format!(r#"{{"code":"{code}"}}"#);
        send(server, "POST /account/recover", &[], &body)
    };
    // One step in a minute, and at once as many as one wrong code costs.
    let server = || server(&[SITE_KEY, ("NETWORK_SIGN_INS_PER_MINUTE", "1")]);
    assert_eq!(limits::NETWORK_SIGN_INS_BURST, limits::WRONG_SIGN_IN + 1);
    let made_up = server();
    let wrong = recover(&made_up, &"a".repeat(40));
    assert!(is_refused(&wrong, 401, "recovery_invalid"));
    let next = recover(&made_up, "");
    assert!(is_refused(&next, 429, "rate_limited"));
    assert_eq!(next.header("retry-after"), Some("60"));
    assert!(made_up.runtime.questions.borrow().is_empty());

    let code = Code::new(&keys().of("recovery"), ana(), [5; 10]).to_string();
    for (is_wrong, after) in [(true, 429), (false, 401)] {
        let server = server();
        let failed: &[_] = if is_wrong { &[(FAILED, "1")] } else { &[] };
        says(&server, 401, failed);
        let answer = recover(&server, &code);
        assert_eq!((answer.status, answer.header(FAILED)), (401, None));
        assert_eq!(recover(&server, "a").status, after);
        let questions = server.runtime.questions.borrow();
        let [(account, question, _)] = &questions[..] else {
            panic!("{questions:?}");
        };
        assert_eq!(
            (account, &question["op"]),
            (&ana().to_string(), &json!("recover"))
        );
    }
}

#[test]
fn what_an_account_has_to_do_is_charged_as_reads() {
    let server = server(&[SITE_KEY, ("NETWORK_READS_PER_MINUTE", "5")]);
    let see = || ask(&server, "GET /account", &[("cookie", &cookie())]).status;
    for price in ["1", "9"] {
        says(&server, 200, &[("x-alcove-price", price)]);
        assert_eq!(see(), 200);
    }
    assert_eq!(see(), 429);
}

#[test]
fn an_account_is_asked_with_the_claim_of_the_cookie_and_its_answer_passed_on() {
    let server = server(&[SITE_KEY]);
    says(&server, 200, &[]);
    let cookie = cookie();
    let answer = send(&server, "POST /account/sync", &[("cookie", &cookie)], "[1]");
    assert!(matches!(&answer.body, Body::Outgoing(thing) if thing == "an account"));
    assert_eq!(answer.header(AT), None);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(cookies(&answer).is_empty());
    let questions = server.runtime.questions.borrow();
    let (account, line, body) = &questions[0];
    assert_eq!(
        (account.as_str(), body.as_str()),
        (&*ana().to_string(), "[1]")
    );
    for (key, value) in [
        ("op", json!("sync")),
        ("session", json!("laptop")),
        ("generation", json!(3)),
        ("issued", json!(NOW.as_millis())),
        ("site", json!(r#"{"mode":"optional","passkeys":true}"#)),
    ] {
        assert_eq!(line[key], value, "{key}");
    }
}

#[test]
fn who_brings_no_cookie_of_ours_is_told_how_to_sign_in() {
    let server = server(&[SITE_KEY]);
    let [good, other] = [cookie(), cookie().replace("__Host-", "")];
    for cookie in ["", &other, &good[..good.len() - 1], &format!("{good}A")] {
        let answer = ask(&server, "GET /account", &[("cookie", cookie)]);
        assert!(is_refused(&answer, 401, "signed_out"), "{cookie}");
    }
}

#[test]
fn a_cookie_is_set_and_cleared_as_the_account_says() {
    let server = server(&[SITE_KEY]);
    let told = format!("phone 4 {}", NOW.as_millis());
    for (host, name, rest) in [
        (
            HOST,
            "__Host-alcove",
            "; Path=/; HttpOnly; SameSite=Lax; Secure",
        ),
        ("localhost:80", "alcove", "; Path=/; HttpOnly; SameSite=Lax"),
    ] {
        let value = cookie().split_once('=').expect("a cookie").1.to_owned();
        let headers = [("host", host), ("cookie", &format!("{name}={value}"))];
        says(&server, 200, &[(COOKIE, &told)]);
        let answer = ask(&server, "GET /account", &headers);
        assert_eq!(answer.header(COOKIE), None);
        let (account, session) = (keys().of("account"), keys().of("session"));
        let keys = CookieKeys {
            account: &account,
            session: &session,
        };
        let set = cookies(&answer)[0].strip_prefix(&format!("{name}="));
        let (value, attributes) = set.and_then(|set| set.split_once(';')).expect("a cookie");
        let life = limits::SESSION_LIFE.as_millis() / 1_000;
        assert_eq!(format!(";{attributes}"), format!("{rest}; Max-Age={life}"));
        let cookie = Cookie::parse(&keys, value, NOW).expect("one of ours");
        assert_eq!(
            (cookie.account, cookie.claim.session.as_str()),
            (ana(), "phone")
        );
        assert_eq!((cookie.claim.generation, cookie.claim.issued), (4, NOW));

        says(&server, 401, &[(COOKIE, "-")]);
        let answer = ask(&server, "GET /account", &headers);
        assert_eq!(cookies(&answer), [format!("{name}={rest}; Max-Age=0")]);
    }
}

#[test]
fn who_signs_out_is_signed_out_whether_or_not_they_were_signed_in() {
    let server = server(&[SITE_KEY]);
    let cleared = "__Host-alcove=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0";
    says(&server, 401, &[]);
    for headers in [&[("cookie", &*cookie())][..], &[]] {
        let answer = ask(&server, "POST /account/sign-out", headers);
        assert_eq!((answer.status, cookies(&answer)), (204, vec![cleared]));
    }
    assert_eq!(server.runtime.questions.borrow().len(), 1);
}

#[test]
fn an_account_is_exported_as_a_file() {
    let server = server(&[SITE_KEY]);
    says(&server, 200, &[]);
    let answer = ask(&server, "GET /account/export", &[("cookie", &cookie())]);
    let file = Some("attachment; filename=\"alcove-account.json\"");
    assert_eq!(answer.header("content-disposition"), file);
}

#[test]
fn pages_tell_whether_people_sign_in_here() {
    let html = [("accept", "text/html")];
    for (settings, told) in [
        (&[SITE_KEY][..], Some("sign-in;desc=optional")),
        (&[SITE_KEY, REQUIRED], Some("sign-in;desc=required")),
        (&[SITE_KEY, ("SIGN_IN", "off")], None),
    ] {
        let server = server(settings);
        for line in ["GET /", "GET /room/tea"] {
            let page = ask(&server, line, &html);
            assert_eq!(
                (page.status, page.header("server-timing")),
                (200, told),
                "{line}"
            );
        }
        assert_eq!(
            ask(&server, "GET /favicon.svg", &html).header("server-timing"),
            None
        );
        let page = ask(&server, "GET /account", &html);
        assert_eq!(page.header("server-timing"), told);
        let path = if told.is_some() {
            "/account.html"
        } else {
            "/404.html"
        };
        assert!(matches!(&page.body, Body::Outgoing(file) if file == path));
    }
}

#[test]
fn where_all_sign_in_rooms_are_closed_to_others() {
    let server = server(&[
        SITE_KEY,
        REQUIRED,
        ("ALLOWED_ORIGINS", "https://friend.example"),
    ]);
    let cookie = cookie();
    let is_closed = |answer: Answer<Thing>| is_refused(&answer, 401, "sign_in_needed");
    let signed_in = [("cookie", &*cookie)];
    // A friend's page may open rooms, but not as whoever is signed in.
    let from_a_friend = [("cookie", &*cookie), ("origin", "https://friend.example")];
    for headers in [
        &[][..],
        &[("cookie", "__Host-alcove=s1.forged")],
        &from_a_friend,
    ] {
        assert!(is_closed(ask(&server, READ, headers)), "{headers:?}");
        let headers = [headers, &[UPGRADE]].concat();
        assert!(
            is_closed(ask(&server, "GET /room/tea", &headers)),
            "{headers:?}"
        );
    }
    assert!(server.runtime.questions.borrow().is_empty());
    // The cookie is ours, but the account may have ended its session.
    says(&server, 401, &[]);
    assert!(is_closed(ask(&server, READ, &signed_in)));
    assert!(server.runtime.rooms.borrow().is_empty());
    for status in [204, 202] {
        says(&server, status, &[]);
        assert_eq!(ask(&server, READ, &signed_in).status, 200);
    }
    let questions = server.runtime.questions.borrow();
    assert!(
        questions
            .iter()
            .all(|(_, line, _)| line["op"] == "enter" && line.get("room").is_none())
    );
}

#[test]
fn where_sites_bring_their_users_along_rooms_refuse_by_themselves() {
    let server = server(&[SITE_KEY, REQUIRED, HOST_KEYS]);
    assert!(is_refused(&ask(&server, READ, &[]), 401, "sign_in_needed"));
    assert!(server.runtime.rooms.borrow().is_empty());
    assert_eq!(ask(&server, "GET /room/tea", &[UPGRADE]).status, 200);
    let rooms = server.runtime.rooms.borrow();
    assert_eq!(rooms.len(), 1);
    assert_eq!(rooms[0].1.header(room_object::ACCOUNT), None);
}

#[test]
fn a_room_knows_an_account_by_a_tag_of_its_own() {
    let server = server(&[SITE_KEY]);
    let cookie = cookie();
    let comes_to = |room: &str| {
        let line = format!("GET /room/{room}");
        ask(&server, &line, &[("cookie", &cookie), UPGRADE]);
        let rooms = server.runtime.rooms.borrow();
        let (name, asked) = rooms.last().expect("a room was asked");
        assert_eq!(name, room);
        asked.header(room_object::ACCOUNT).map(str::to_owned)
    };
    let mut tags = Vec::new();
    for room in ["tea", "tea", "cake"] {
        says(&server, 204, &[]);
        let told = comes_to(room);
        let questions = server.runtime.questions.borrow();
        let (account, line, _) = questions.last().expect("the account was asked");
        assert_eq!((account, &line["room"]), (&ana().to_string(), &json!(room)));
        let tag = line["tag"].as_str().expect("a tag").to_owned();
        assert_eq!(told, Some(format!("{tag} 12")), "and when it said so");
        tags.push(tag);
    }
    assert_eq!(tags[0], tags[1]);
    assert_ne!(tags[0], tags[2]);
    for status in [202, 401] {
        says(&server, status, &[]);
        assert_eq!(comes_to("tea"), None, "as a guest");
    }
    // To read it takes no account.
    assert_eq!(
        ask(&server, READ, &[("cookie", &cookie), ("origin", OWN)]).status,
        200
    );
    assert_eq!(server.runtime.questions.borrow().len(), 5);
}
