//! Sign-in by the operator's provider: which cookies and redirects it takes.

use alcove::account::keys::Secret;
use alcove::http::oidc::{Attempt, Reply, What};
use alcove::limits;
use alcove::server::{Answer, Server};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::accounts::{SITE_KEY, ana, cookie, keys};
use super::platform::{NOW, Platform, Thing, ask, at_once, cookies, outcome, request, server};

const ISSUER: (&str, &str) = ("OIDC_ISSUER", "https://id.example");
const CLIENT: (&str, &str) = ("OIDC_CLIENT_ID", "alcove");
const DESCRIPTION: &str = r#"{"issuer":"https://id.example","authorization_endpoint":"https://id.example/auth","token_endpoint":"https://id.example/token","jwks_uri":"https://id.example/keys"}"#;
const KEYS: &str = r#"{"keys":[{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]}"#;

const REST: &str = "; Path=/; HttpOnly; SameSite=Lax; Secure";

fn site() -> Server<Platform> {
    server(&[SITE_KEY, ISSUER, CLIENT])
}

fn key() -> Secret {
    keys().of("oidc attempt")
}

fn is_found(server: &Server<Platform>, text: &str) {
    server.runtime.replies.borrow_mut().push_back(Reply {
        status: 200,
        text: text.to_owned(),
        cookie: None,
    });
}

/// Where a browser is sent.
fn target(answer: &Answer<Thing>) -> &str {
    assert_eq!(answer.status, 302);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.header("location").expect("a target")
}

/// A browser that has begun to sign in: the attempt, and the cookie that it has of it.
fn begun(server: &Server<Platform>, query: &str) -> (Attempt, String) {
    is_found(server, DESCRIPTION);
    let line = format!("GET /account/oidc/start{query}");
    let answer = ask(server, &line, &[("sec-fetch-site", "same-origin")]);
    server.runtime.replies.borrow_mut().clear();
    let cookie = cookies(&answer)[0].split(';').next().expect("a cookie");
    let value = cookie
        .strip_prefix("__Host-alcove-oidc=")
        .expect("its name");
    let attempt = Attempt::of_cookie(value, &key(), NOW).expect("an attempt");
    (attempt, cookie.to_owned())
}

#[test]
fn a_browser_is_sent_to_the_provider_with_a_cookie() {
    for (host, is_secure, back, name, rest) in [
        (
            "chat.example",
            false,
            "https://chat.example",
            "__Host-alcove-oidc",
            REST,
        ),
        (
            "localhost:8787",
            false,
            "http://localhost:8787",
            "alcove-oidc",
            "; Path=/; HttpOnly; SameSite=Lax",
        ),
        (
            "localhost:8787",
            true,
            "https://localhost:8787",
            "alcove-oidc",
            "; Path=/; HttpOnly; SameSite=Lax",
        ),
    ] {
        let server = site();
        is_found(&server, DESCRIPTION);
        let mut request = request(
            "GET /account/oidc/start?return=/room/tea",
            &[("host", host)],
        );
        request.is_secure = is_secure;
        let answer = at_once(server.answer(request, String::new()));
        let [set] = cookies(&answer)[..] else {
            panic!("{answer:?}");
        };
        let value = set.strip_prefix(&format!("{name}="));
        let (value, attributes) = value.and_then(|set| set.split_once(';')).expect("a cookie");
        let life = limits::OIDC_ATTEMPT.as_millis() / 1_000;
        assert_eq!(format!(";{attributes}"), format!("{rest}; Max-Age={life}"));
        let attempt = Attempt::of_cookie(value, &key(), NOW).expect("an attempt");
        assert_eq!((attempt.link(), attempt.back()), (None, Some("/room/tea")));
        let to = target(&answer);
        assert!(to.starts_with("https://id.example/auth?"), "{to}");
        let back = format!("{back}/account/oidc/back")
            .replace(':', "%3A")
            .replace('/', "%2F");
        for part in [
            format!("redirect_uri={back}"),
            format!("state={}", attempt.state(&key())),
        ] {
            assert!(to.contains(&part), "{to}: {part}");
        }
        let found = server.runtime.found.borrow();
        assert_eq!(
            found[0].of,
            "https://id.example/.well-known/openid-configuration"
        );
    }
}

#[test]
fn nobody_is_signed_in_by_a_strangers_link() {
    let server = site();
    for from in ["cross-site", "same-site"] {
        let answer = ask(
            &server,
            "GET /account/oidc/start",
            &[("sec-fetch-site", from)],
        );
        assert_eq!((target(&answer), cookies(&answer).len()), ("/account", 0));
    }
    // Nor is an identity tied to an account but by a page of ours, and by who is signed in.
    let answer = ask(
        &server,
        "GET /account/oidc/start?link",
        &[("cookie", &cookie())],
    );
    assert_eq!(target(&answer), "/account");
    let own = ("sec-fetch-site", "same-origin");
    let answer = ask(&server, "GET /account/oidc/start?link", &[own]);
    assert_eq!(target(&answer), "/account#error=signed_out");
    assert!(server.runtime.found.borrow().is_empty());
}

#[test]
fn who_comes_back_is_signed_in_and_goes_on_to_where_they_came_from() {
    let server = site();
    let (attempt, oidc_cookie) = begun(&server, "?return=/room/tea");
    let now = NOW.as_millis() / 1_000;
    let (nonce, exp) = (attempt.nonce(&key()), now + 300);
    let claims = format!(
        r#"{{"iss":"https://id.example","aud":"alcove","sub":"u-1","nonce":"{nonce}","iat":{now},"exp":{exp}}}"#
    );
    let [header, claims] =
        [r#"{"alg":"ES256"}"#, &claims].map(|part| BASE64_URL_SAFE_NO_PAD.encode(part));
    is_found(
        &server,
        &format!(r#"{{"id_token":"{header}.{claims}.c2ln"}}"#),
    );
    is_found(&server, KEYS);
    // The signature holds, the identity is Ana's, and her account lets her in.
    is_found(&server, "");
    is_found(&server, &format!(r#"{{"account":"{}"}}"#, ana()));
    let told = format!("phone 1 {}", NOW.as_millis());
    server.runtime.replies.borrow_mut().push_back(Reply {
        status: 200,
        text: "{}".to_owned(),
        cookie: Some(told),
    });
    let line = format!(
        "GET /account/oidc/back?code=c&state={}",
        attempt.state(&key())
    );
    let answer = ask(&server, &line, &[("cookie", &oidc_cookie)]);
    assert_eq!(target(&answer), "/room/tea");
    let [over, session] = cookies(&answer)[..] else {
        panic!("{answer:?}");
    };
    assert_eq!(over, format!("__Host-alcove-oidc={REST}; Max-Age=0"));
    assert!(
        session.starts_with(&format!("__Host-alcove=s1.{}.phone.1.", ana())),
        "{session}"
    );
    let found = server.runtime.found.borrow();
    let whats: Vec<What> = found.iter().map(|ask| ask.what).collect();
    use What::{Fetch, Object, Verify};
    assert_eq!(whats, [Fetch, Fetch, Fetch, Verify, Object, Object]);
    assert_eq!(found[5].of, ana().to_string());
}

#[test]
fn an_answer_that_is_none_to_this_browser_signs_nobody_in() {
    let server = site();
    let (attempt, oidc_cookie) = begun(&server, "");
    let (other, others_cookie) = begun(&server, "");
    let [own, others] = [attempt, other].map(|attempt| attempt.state(&key()));
    for (state, cookie) in [
        (&own, ""),
        (&own, &others_cookie),
        (&others, &oidc_cookie),
        (&String::new(), &oidc_cookie),
    ] {
        let line = format!("GET /account/oidc/back?code=c&state={state}");
        let answer = ask(&server, &line, &[("cookie", cookie)]);
        assert_eq!(target(&answer), "/account#error=oidc_state");
        assert!(cookies(&answer).is_empty());
    }
    assert_eq!(server.runtime.found.borrow().len(), 1);
    // What the operator is told of it, they are told once a minute.
    assert_eq!(server.runtime.told.borrow().len(), 1);
}

#[test]
fn where_the_provider_fails_the_account_page_says_so() {
    let server = site();
    server
        .runtime
        .replies
        .borrow_mut()
        .push_back(Reply::default());
    let answer = ask(&server, "GET /account/oidc/start", &[]);
    assert_eq!(target(&answer), "/account#error=oidc_unreachable");
    assert_eq!(
        cookies(&answer),
        [format!("__Host-alcove-oidc={REST}; Max-Age=0")]
    );
    assert_eq!(server.runtime.told.borrow().len(), 1);
}

#[test]
fn without_a_whole_setting_there_is_no_provider() {
    for settings in [&[SITE_KEY][..], &[SITE_KEY, ISSUER]] {
        let server = server(settings);
        for path in ["start", "back"] {
            let answer = ask(&server, &format!("GET /account/oidc/{path}"), &[]);
            assert_eq!(outcome(&answer), (404, "not_found".to_owned()));
        }
        let told = settings.len() - 1;
        assert_eq!(server.runtime.told.borrow().len(), told, "{settings:?}");
    }
}
