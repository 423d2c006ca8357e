use std::collections::BTreeSet;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::flow::What;
use super::id_token::{IdToken, Who, key_of};
use super::provider::{Provider, id_token_in};
use super::*;
use crate::account::Fields;
use crate::account::ids::AccountId;
use crate::account::keys::{Secret, SiteKeys};
use crate::limits;
use crate::short::{at, ms};
use crate::time::Timestamp;

const NOW: Timestamp = at(1_700_000_000_000);
const NOW_S: i64 = 1_700_000_000;
const ISSUER: &str = "https://id.example/realms/tea";
const BACK: &str = "https://chat.example/account/oidc/back";

fn key() -> Secret {
    Secret::from_bytes([7; 32])
}

fn settings_with(vars: &[(&str, &str)]) -> Result<Option<Settings>, &'static str> {
    Settings::from_vars(|name| {
        let var = vars.iter().find(|(key, _)| *key == name);
        var.map(|(_, value)| (*value).to_owned())
    })
}

fn of_issuer(issuer: &str) -> Settings {
    let vars = [("OIDC_ISSUER", issuer), ("OIDC_CLIENT_ID", "alcove")];
    settings_with(&vars).unwrap().unwrap()
}

fn settings() -> Settings {
    of_issuer(ISSUER)
}

fn confidential() -> Settings {
    let vars = [
        ("OIDC_ISSUER", ISSUER),
        ("OIDC_CLIENT_ID", "al:cove"),
        ("OIDC_CLIENT_SECRET", "s3cret/&+ü"),
    ];
    settings_with(&vars).unwrap().unwrap()
}

fn description(change: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("issuer", format!("{ISSUER:?}")),
        ("authorization_endpoint", format!("\"{ISSUER}/auth\"")),
        ("token_endpoint", format!("\"{ISSUER}/token\"")),
        ("jwks_uri", "\"https://keys.example/jwks?a=b\"".to_owned()),
    ];
    for (name, value) in change {
        fields.retain(|(key, _)| key != name);
        fields.push((name, (*value).to_owned()));
    }
    fields.retain(|(_, value)| !value.is_empty());
    let fields: Vec<String> = fields.iter().map(|(k, v)| format!("\"{k}\":{v}")).collect();
    format!("{{{}}}", fields.join(","))
}

fn provider(change: &[(&str, &str)]) -> Provider {
    settings().provider(&description(change)).unwrap()
}

fn attempt() -> Attempt {
    Attempt::begin([3; 16], NOW, None, Some("/room/tea".to_owned()))
}

#[test]
fn a_provider_is_set_with_its_issuer_and_a_client() {
    assert_eq!(settings_with(&[]), Ok(None));
    assert_eq!(
        settings_with(&[("OIDC_ISSUER", " "), ("OIDC_NAME", "x")]),
        Ok(None)
    );
    assert!(settings_with(&[("OIDC_ISSUER", ISSUER)]).is_err());
    assert!(settings_with(&[("OIDC_CLIENT_ID", "alcove")]).is_err());
    assert_eq!(settings().name(), "id.example");
    for good in [
        "https://id.example",
        "https://id.example/",
        "https://id.example:8443/application/o/alcove/",
        "http://localhost:8080/realms/tea",
        "http://127.0.0.1:9",
        "http://[::1]:9/",
        "http://localhost",
    ] {
        assert_eq!(of_issuer(good).issuer(), good);
    }
    for bad in [
        "id.example",
        "http://id.example",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "http://localhost@evil.example",
        "https://user@id.example",
        "https://",
        "https:///x",
        "https://id.example/?a=b",
        "https://id.example/#a",
        "https://id.example\\@evil.example",
        "https://id.example/a b",
        "https://ïd.example",
        "ftp://id.example",
        "HTTPS://id.example",
    ] {
        let vars = [("OIDC_ISSUER", bad), ("OIDC_CLIENT_ID", "alcove")];
        assert!(settings_with(&vars).is_err(), "{bad}");
    }
    assert!(!format!("{:?}", confidential()).contains("s3cret"));
}

#[test]
fn its_description_is_below_the_issuer() {
    for issuer in [ISSUER, "https://id.example/realms/tea/"] {
        let address = of_issuer(issuer).description_address();
        assert_eq!(
            address,
            format!("{ISSUER}/.well-known/openid-configuration")
        );
    }
}

#[test]
fn a_description_that_is_not_this_providers_is_refused() {
    let refused = |change: &[(&str, &str)]| {
        let refused = settings().provider(&description(change)).unwrap_err();
        assert_eq!(refused.code, "oidc_unreachable", "{change:?}");
        refused.why
    };
    for issuer in [
        r#""https://id.example/realms/tea/""#,
        r#""https://id.example/realms/{tenant}""#,
        r#""https://ID.example/realms/tea""#,
        "1",
        "",
    ] {
        assert!(refused(&[("issuer", issuer)]).contains("OIDC_ISSUER"));
    }
    for name in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
        for address in [
            "",
            "null",
            "[]",
            r#""http://id.example/x""#,
            r#""http://127.0.0.1/x""#,
            r#""http://localhost:1/x""#,
            r#""//id.example/x""#,
            r#""https://a@id.example/x""#,
            r#""https://id.example/x#y""#,
            r#""javascript:alert(1)""#,
        ] {
            assert!(
                refused(&[(name, address)]).contains("address"),
                "{name} {address}"
            );
        }
    }
    refused(&[("response_types_supported", r#"["id_token"]"#)]);
    for text in ["", "{", "[]", "{}", r#"{"issuer":1,"issuer":2}"#] {
        assert!(settings().provider(text).is_err(), "{text}");
    }
}

#[test]
fn only_a_provider_on_this_machine_may_name_this_machine() {
    let local = of_issuer("http://localhost:9/x");
    let endpoints = |address: &str| {
        let address = format!("{address:?}");
        let names = ["authorization_endpoint", "token_endpoint", "jwks_uri"];
        let mut change: Vec<(&str, &str)> = names.map(|name| (name, address.as_str())).to_vec();
        change.push(("issuer", r#""http://localhost:9/x""#));
        local.provider(&description(&change)).is_ok()
    };
    for good in [
        "http://localhost:9/x",
        "http://127.0.0.1:8/",
        "https://id.example/x",
    ] {
        assert!(endpoints(good), "{good}");
    }
    assert!(!endpoints("http://id.example/"));
}

#[test]
fn the_browser_is_sent_with_all_that_ties_the_answer_to_it() {
    let attempt = attempt();
    let sent = settings().authorization(&provider(&[]), &attempt, &key(), BACK);
    let (address, query) = sent.split_once('?').unwrap();
    assert_eq!(address, format!("{ISSUER}/auth"));
    let mut pairs: Vec<(&str, &str)> = query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap())
        .collect();
    pairs.sort_unstable();
    assert_eq!(
        pairs,
        [
            ("client_id", "alcove"),
            ("code_challenge", attempt.challenge(&key()).as_str()),
            ("code_challenge_method", "S256"),
            ("nonce", &attempt.nonce(&key())),
            (
                "redirect_uri",
                "https%3A%2F%2Fchat.example%2Faccount%2Foidc%2Fback"
            ),
            ("response_type", "code"),
            ("scope", "openid%20profile"),
            ("state", &attempt.state(&key())),
        ]
    );
    let with_query = provider(&[("authorization_endpoint", r#""https://id.example/a?p=1""#)]);
    let sent = settings().authorization(&with_query, &attempt, &key(), BACK);
    assert!(sent.starts_with("https://id.example/a?p=1&response_type=code&"));
}

#[test]
fn the_challenge_is_that_of_the_standard() {
    // RFC 7636, appendix B, by the same steps.
    use sha2::{Digest, Sha256};
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    assert_eq!(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    let (attempt, key) = (attempt(), key());
    let verifier = attempt.verifier(&key);
    assert_eq!(verifier.len(), 43);
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    assert_eq!(attempt.challenge(&key), challenge);
}

#[test]
fn nothing_of_an_attempt_is_that_of_another() {
    let others = [
        (Attempt::begin([4; 16], NOW, None, None), key()),
        (attempt(), Secret::from_bytes([8; 32])),
        (attempt(), key()),
    ];
    let all: BTreeSet<String> = others
        .iter()
        .flat_map(|(each, key)| [each.state(key), each.nonce(key), each.verifier(key)])
        .collect();
    assert_eq!(all.len(), 9);
    let cookie = attempt().to_cookie(&key());
    assert!(all.iter().all(|secret| !cookie.contains(secret)));
}

#[test]
fn an_attempt_survives_in_its_cookie_until_it_is_over() {
    for (link, back) in [
        (None, None),
        (Some("s_1-x".to_owned()), Some("/room/tea?a=b.c".to_owned())),
    ] {
        let attempt = Attempt::begin([9; 16], NOW, link.clone(), back.clone());
        let cookie = attempt.to_cookie(&key());
        assert!(
            cookie
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        );
        let last = at((NOW + limits::OIDC_ATTEMPT).as_millis() - 1);
        let read = Attempt::of_cookie(&cookie, &key(), last).unwrap();
        assert!(read == attempt);
        assert_eq!(
            (read.link(), read.back()),
            (link.as_deref(), back.as_deref())
        );
        assert!(Attempt::of_cookie(&cookie, &key(), last + ms(1)).is_none());
    }
}

#[test]
fn a_forged_cookie_is_none() {
    let cookie = Attempt::begin([9; 16], NOW, Some("s1".to_owned()), None).to_cookie(&key());
    let (text, mac) = cookie.rsplit_once('.').unwrap();
    let foreign = Attempt::begin([9; 16], NOW, None, None).to_cookie(&Secret::from_bytes([8; 32]));
    let later = cookie.replacen("o1.17", "o1.27", 1);
    for forged in [
        "",
        ".",
        "o1.....",
        &later,
        text,
        &foreign,
        &format!("{text}..{mac}"),
        &format!("{text}."),
    ] {
        assert!(
            Attempt::of_cookie(forged, &key(), NOW).is_none(),
            "{forged}"
        );
    }
    for cut in 0..cookie.len() {
        assert!(Attempt::of_cookie(&cookie[..cut], &key(), NOW).is_none());
    }
}

#[test]
fn one_returns_only_to_a_path_of_ours() {
    let path = |query: &str| return_path(query).unwrap_or_default();
    for good in ["/", "/room/tea", "/room/tea?a=b&c=d#e", "/a%20b", "/.//x"] {
        let query = form(&[("return", good)]);
        assert_eq!(path(&query), good);
    }
    assert_eq!(path("link&return=%2Froom%2Ftea"), "/room/tea");
    let long = format!("/{}", "x".repeat(limits::OIDC_RETURN));
    for bad in [
        "",
        "room",
        "//evil.example",
        "///evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/a\\..\\evil",
        "/\t/evil.example",
        "/a\r\nSet-Cookie: x",
        "/a\0",
        "/a b",
        "/ä",
        " /a",
        "\u{7f}/",
        &long,
    ] {
        assert_eq!(return_path(&form(&[("return", bad)])), None, "{bad:?}");
    }
    for bad in [
        "",
        "return",
        "return=%FF",
        "return=/a&return=/b",
        "return=%2F%2Fevil.example",
    ] {
        assert_eq!(return_path(bad), None, "{bad}");
    }
}

#[test]
fn an_answer_is_taken_only_by_the_browser_that_asked() {
    let (attempt, key) = (attempt(), key());
    let is_ours = |query: &str| Answer::read(query).unwrap().is_to(&attempt, &key);
    let state = attempt.state(&key);
    assert!(is_ours(&format!("code=c&state={state}")));
    let other = Attempt::begin([4; 16], NOW, None, None).state(&key);
    for bad in [
        "",
        &other,
        &state[1..],
        &format!("{state}x"),
        &attempt.nonce(&key),
    ] {
        assert!(!is_ours(&format!("code=c&state={bad}")), "{bad}");
    }
    assert!(!is_ours("code=c"));
    for twice in [
        "state=a&state=b",
        "code=a&state=b&code=c",
        "iss=a&iss=a",
        "error=a&error=b",
    ] {
        assert_eq!(
            Answer::read(twice).err().unwrap().code,
            "oidc_state",
            "{twice}"
        );
    }
}

#[test]
fn the_answer_of_another_provider_is_refused() {
    let plain = provider(&[]);
    let naming = provider(&[("authorization_response_iss_parameter_supported", "true")]);
    let code = |provider: &Provider, query: &str| {
        let answer = Answer::read(query).unwrap();
        settings()
            .code(provider, &answer)
            .map(str::to_owned)
            .map_err(|failure| failure.code)
    };
    let ours = form(&[("code", "c+1"), ("iss", ISSUER)]);
    assert_eq!(code(&plain, "code=c%2B1"), Ok("c+1".to_owned()));
    assert_eq!(code(&plain, &ours), Ok("c+1".to_owned()));
    assert_eq!(code(&naming, &ours), Ok("c+1".to_owned()));
    assert_eq!(code(&naming, "code=c"), Err("oidc_invalid"));
    for other in ["https://evil.example", "", "https://id.example/realms/tea/"] {
        let query = form(&[("code", "c"), ("iss", other)]);
        assert_eq!(code(&plain, &query), Err("oidc_invalid"));
        assert_eq!(code(&naming, &query), Err("oidc_invalid"));
    }
    for denied in [
        "error=access_denied",
        "error=access_denied&code=c",
        "",
        "code=",
    ] {
        assert_eq!(code(&plain, denied), Err("oidc_denied"), "{denied}");
    }
}

#[test]
fn a_code_is_taken_to_the_provider_with_the_secret_where_it_wants_it() {
    const METHODS: &str = "token_endpoint_auth_methods_supported";
    let request = |settings: &Settings, change: &[(&str, &str)]| {
        let provider = settings.provider(&description(change)).unwrap();
        settings.token_request(&provider, &attempt(), &key(), "c&1", BACK)
    };
    let common = format!(
        "grant_type=authorization_code&code=c%261&redirect_uri=https%3A%2F%2Fchat.example%2Faccount%2Foidc%2Fback&code_verifier={}",
        attempt().verifier(&key())
    );
    // al%3Acove:s3cret%2F%26%2B%C3%BC
    let basic = "Basic YWwlM0Fjb3ZlOnMzY3JldCUyRiUyNiUyQiVDMyVCQw==";
    for methods in ["", r#"["client_secret_post","client_secret_basic"]"#] {
        let sent = request(&confidential(), &[(METHODS, methods)]);
        assert_eq!(sent, (common.clone(), basic.to_owned()), "{methods}");
    }
    let sent = request(
        &confidential(),
        &[(METHODS, r#"["private_key_jwt","client_secret_post"]"#)],
    );
    let posted = format!("{common}&client_id=al%3Acove&client_secret=s3cret%2F%26%2B%C3%BC");
    assert_eq!(sent, (posted, String::new()));
    for methods in [
        "",
        r#"["none"]"#,
        r#"["client_secret_basic"]"#,
        r#"["private_key_jwt"]"#,
    ] {
        let sent = request(&settings(), &[(METHODS, methods)]);
        let bare = format!("{common}&client_id=alcove");
        assert_eq!(sent, (bare, String::new()), "{methods}");
    }
    let none = description(&[(METHODS, r#"["private_key_jwt"]"#)]);
    assert!(confidential().provider(&none).is_err());
}

#[test]
fn the_id_token_is_found_in_the_answer_to_the_code() {
    let found = |status, text: &str| {
        let text = text.to_owned();
        let cookie = None;
        id_token_in(&Reply {
            status,
            text,
            cookie,
        })
    };
    let token = |status, text: &str| found(status, text).map_err(|failure| failure.code);
    let good = r#"{"access_token":"x","id_token":"a.b.c"}"#;
    assert_eq!(token(200, good), Ok("a.b.c".to_owned()));
    let long = format!(r#"{{"id_token":"{}"}}"#, "x".repeat(limits::OIDC_TOKEN + 1));
    let twice = r#"{"id_token":"a","id_token":"b"}"#;
    for bad in ["", "{}", r#"{"id_token":1}"#, twice, &long] {
        assert_eq!(token(200, bad), Err("oidc_invalid"));
    }
    for status in [400, 401, 429] {
        assert_eq!(token(status, good), Err("oidc_invalid"));
    }
    for status in [0, 201, 302, 500, 503] {
        assert_eq!(token(status, good), Err("oidc_unreachable"));
    }
    let told = found(401, r#"{"error":"invalid_client"}"#).unwrap_err();
    assert!(told.why.contains("invalid_client"));
}

// ---- tokens ----

const EC: &str = r#""kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM""#;
const OKP: &str =
    r#""kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo""#;

fn rsa(bytes: usize) -> String {
    let n = BASE64_URL_SAFE_NO_PAD.encode(vec![0xd5; bytes]);
    format!(r#""kty":"RSA","n":"{n}","e":"AQAB""#)
}

fn keys(keys: &[&str]) -> String {
    let keys: Vec<String> = keys.iter().map(|key| format!("{{{key}}}")).collect();
    format!(r#"{{"keys":[{}]}}"#, keys.join(","))
}

fn token(header: &str, claims: &str) -> String {
    let [header, claims] = [header, claims].map(|part| BASE64_URL_SAFE_NO_PAD.encode(part));
    format!("{header}.{claims}.c2ln")
}

/// The key that a token of this header is checked with.
fn chosen(header: &str, set: &str) -> Option<String> {
    let token = IdToken::parse(token(header, "{}")).unwrap();
    key_of(&token, set).map(|(algorithm, jwk)| format!("{algorithm} {jwk}"))
}

#[test]
fn a_token_is_checked_with_the_key_that_it_names() {
    let rsa = rsa(256);
    let [first, second] =
        ["1", "2"].map(|id| format!(r#"{rsa},"kid":"{id}","use":"sig","alg":"RS256","d":"AA""#));
    let ec = format!(r#"{EC},"kid":"3""#);
    let okp = format!(r#"{OKP},"kid":"1""#);
    let set = keys(&[&first, &second, &ec, &okp]);
    let bare = format!("RS256 {{{rsa}}}");
    assert_eq!(
        chosen(r#"{"alg":"RS256","kid":"1"}"#, &set).as_deref(),
        Some(bare.as_str())
    );
    assert_eq!(
        chosen(r#"{"alg":"ES256","kid":"3"}"#, &set),
        Some(format!("ES256 {{{EC}}}"))
    );
    assert_eq!(
        chosen(r#"{"alg":"EdDSA","kid":"1"}"#, &set),
        Some(format!("EdDSA {{{OKP}}}"))
    );
    assert_eq!(
        chosen(r#"{"alg":"Ed25519","kid":"1"}"#, &set),
        Some(format!("EdDSA {{{OKP}}}"))
    );
    assert_eq!(
        chosen(r#"{"alg":"ES256"}"#, &set),
        Some(format!("ES256 {{{EC}}}")),
        "the only one"
    );
    for none in [
        r#"{"alg":"RS256","kid":"3"}"#,
        r#"{"alg":"ES256","kid":"1"}"#,
        r#"{"alg":"RS256","kid":"4"}"#,
        r#"{"alg":"RS256"}"#,
    ] {
        assert_eq!(chosen(none, &set), None, "{none}");
    }
}

#[test]
fn a_key_for_something_else_signs_nothing() {
    let [short, long] = [rsa(128), rsa(limits::RSA_MOST + 1)];
    let rsa = rsa(256);
    for bad in [
        &short,
        &long,
        &format!(r#"{rsa},"use":"enc""#),
        &format!(r#"{rsa},"alg":"RS512""#),
        &format!(r#"{rsa},"alg":"ES256""#),
        &format!(r#"{rsa},"key_ops":["encrypt"]"#),
        r#""kty":"oct","k":"AAAA","alg":"HS256""#,
        &EC.replace("P-256", "P-384"),
        &EC.replace("4Etl", "4Et"),
        &OKP.replace("Ed25519", "X25519"),
        &OKP.replace("11qY", "\\\"}"),
        r#""kty":"RSA""#,
        "",
    ] {
        let set = keys(&[bad]);
        for alg in ["RS256", "ES256", "EdDSA"] {
            assert_eq!(
                chosen(&format!(r#"{{"alg":"{alg}"}}"#), &set),
                None,
                "{bad}"
            );
        }
    }
    assert!(
        chosen(
            r#"{"alg":"RS256"}"#,
            &keys(&[&format!(r#"{rsa},"key_ops":["verify"]"#)])
        )
        .is_some()
    );
    for bad in ["", "[]", "{}", r#"{"keys":{}}"#, r#"{"keys":1}"#] {
        assert_eq!(chosen(r#"{"alg":"RS256"}"#, bad), None, "{bad}");
    }
    let many = vec![rsa.as_str(); limits::OIDC_KEYS];
    let mut many = many;
    many.push(EC);
    assert_eq!(chosen(r#"{"alg":"ES256"}"#, &keys(&many)), None);
}

#[test]
fn a_token_without_a_signature_of_the_provider_is_none() {
    for header in [
        r#"{"alg":"none"}"#,
        r#"{"alg":"None"}"#,
        r#"{"alg":"HS256"}"#,
        r#"{"alg":"HS512"}"#,
        r#"{"alg":"RS1"}"#,
        r#"{"alg":"ES256","crit":["x"]}"#,
        r#"{"alg":"ES256","kid":1}"#,
        r#"{"alg":["ES256"]}"#,
        r#"{"alg":"none","alg":"ES256"}"#,
        "{}",
        "",
    ] {
        assert!(IdToken::parse(token(header, "{}")).is_err(), "{header}");
    }
    let good = token(r#"{"alg":"ES256"}"#, "{}");
    assert!(IdToken::parse(good.clone()).is_ok());
    for bad in [
        "",
        "..",
        &good.replace('.', ""),
        &format!("{good}.x"),
        &good.replace("c2ln", ""),
        &good.replace(".e30", ".e3="),
    ] {
        assert!(IdToken::parse(bad.to_owned()).is_err(), "{bad}");
    }
}

/// The claims of a good token, with some changed or (with nothing) left out.
fn claims(change: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("iss", format!("{ISSUER:?}")),
        ("aud", r#""alcove""#.to_owned()),
        ("exp", format!("{}", NOW_S + 300)),
        ("iat", format!("{NOW_S}")),
        ("nonce", r#""n1""#.to_owned()),
        ("sub", r#""u-1""#.to_owned()),
    ];
    for (name, value) in change {
        fields.retain(|(key, _)| key != name);
        fields.push((name, (*value).to_owned()));
    }
    fields.retain(|(_, value)| !value.is_empty());
    let fields: Vec<String> = fields.iter().map(|(k, v)| format!("\"{k}\":{v}")).collect();
    format!("{{{}}}", fields.join(","))
}

fn proven(change: &[(&str, &str)]) -> Result<Who, String> {
    let token = token(r#"{"alg":"ES256"}"#, &claims(change));
    let token = IdToken::parse(token).unwrap();
    token.proves(&settings(), "n1", NOW).map_err(|failure| {
        assert_eq!(failure.code, "oidc_invalid");
        failure.why
    })
}

#[test]
fn a_token_proves_who_somebody_is() {
    let who = proven(&[]).unwrap();
    assert_eq!(
        who,
        Who {
            subject: "u-1".to_owned(),
            name: None
        }
    );
    for (change, name) in [
        (("name", r#""Ana Müller""#), Some("Ana Müller")),
        (("preferred_username", r#""ana""#), Some("ana")),
        (("name", r#""a\u0000b""#), None),
        (("name", "1"), None),
    ] {
        assert_eq!(proven(&[change]).unwrap().name.as_deref(), name);
    }
    let long = format!("\"{}\"", "x".repeat(1_000));
    let both = [("name", long.as_str()), ("preferred_username", r#""ana""#)];
    assert_eq!(proven(&both).unwrap().name.as_deref(), Some("ana"));
}

#[test]
fn a_token_holds_for_one_provider_one_client_and_one_sign_in() {
    let longest = format!("\"{}\"", "s".repeat(limits::OIDC_SUBJECT));
    let too_long = format!("\"{}\"", "s".repeat(limits::OIDC_SUBJECT + 1));
    for good in [
        &[("aud", r#"["alcove"]"#)][..],
        &[("aud", r#"["alcove"]"#), ("azp", r#""alcove""#)],
        &[("aud", r#"["x","alcove"]"#), ("azp", r#""alcove""#)],
        &[("azp", r#""alcove""#)],
        &[("sub", &longest)],
        &[("at_hash", "1")],
    ] {
        assert!(proven(good).is_ok(), "{good:?}");
    }
    for (bad, why) in [
        (
            &[("iss", r#""https://evil.example""#)][..],
            "another provider's",
        ),
        (
            &[("iss", r#""https://id.example/realms/tea/""#)],
            "another provider's",
        ),
        (&[("iss", "")], "another provider's"),
        (&[("aud", r#""other""#)], "another client"),
        (&[("aud", r#"["other"]"#)], "another client"),
        (&[("aud", "[]")], "another client"),
        (&[("aud", "")], "another client"),
        (&[("aud", r#"{"alcove":1}"#)], "another client"),
        (&[("aud", r#"["alcove","other"]"#)], "another client"),
        (
            &[("aud", r#"["alcove","other"]"#), ("azp", r#""other""#)],
            "another client",
        ),
        (&[("azp", r#""other""#)], "another client"),
        (&[("azp", "1")], "another client"),
        (&[("nonce", r#""n2""#)], "another sign-in"),
        (&[("nonce", "")], "another sign-in"),
        (&[("nonce", "1")], "another sign-in"),
        (&[("sub", "")], "whose"),
        (&[("sub", r#""""#)], "whose"),
        (&[("sub", "7")], "whose"),
        (&[("sub", &too_long)], "whose"),
    ] {
        let told = proven(bad).unwrap_err();
        assert!(told.contains(why), "{bad:?}: {told}");
    }
    let twice = format!("{},\"sub\":\"u-2\"}}", claims(&[]).trim_end_matches('}'));
    let token = IdToken::parse(token(r#"{"alg":"ES256"}"#, &twice)).unwrap();
    assert!(token.proves(&settings(), "n1", NOW).is_err());
}

#[test]
fn a_token_holds_for_its_time() {
    let times = |exp: i64, iat: i64, nbf: Option<i64>| {
        let [exp, iat] = [exp, iat].map(|time| (NOW_S + time).to_string());
        let nbf = nbf.map_or(String::new(), |time| (NOW_S + time).to_string());
        proven(&[("exp", &exp), ("iat", &iat), ("nbf", &nbf)]).err()
    };
    assert_eq!(times(-59, -300, None), None);
    assert!(times(-60, -300, None).unwrap().contains("expired"));
    assert_eq!(times(300, 60, None), None);
    assert!(times(300, 61, None).unwrap().contains("future"));
    assert_eq!(times(300, 0, Some(60)), None);
    assert!(times(300, 0, Some(61)).unwrap().contains("future"));
    for name in ["exp", "iat"] {
        for bad in ["", "null", r#""1700000300""#] {
            assert!(
                proven(&[(name, bad)]).unwrap_err().contains("time"),
                "{name} {bad}"
            );
        }
    }
    assert!(proven(&[("exp", "1700000300.5")]).is_ok());
}

// ---- a whole sign-in ----

/// What the world answers, in order; each as status and text.
struct World {
    known: Known,
    keys: SiteKeys,
    own: Option<(AccountId, &'static str)>,
}

impl World {
    fn new() -> World {
        let key = BASE64_URL_SAFE_NO_PAD.encode([9; 32]);
        World {
            known: Known::default(),
            keys: SiteKeys::parse(&key).unwrap(),
            own: None,
        }
    }

    fn account(&self, seed: u8) -> AccountId {
        AccountId::new(&self.keys.of("account"), [seed; 10])
    }

    /// What is asked, as lines, and how it ends.
    fn signs_in(
        &mut self,
        attempt: &Attempt,
        answer: Option<&Answer>,
        now: Timestamp,
        mut world: impl FnMut(&Ask) -> (u16, String),
    ) -> (Vec<String>, Result<Next, Failure>) {
        let (settings, key) = (settings(), key());
        let question = |op: &str, account: AccountId| {
            Fields::default()
                .text("op", op)
                .text("of", &account.to_string())
        };
        let accounts = Accounts {
            keys: &self.keys,
            own: self.own,
            random: [1; 10],
            question: &question,
        };
        let mut sign_in = SignIn::new(&settings, &key, BACK, attempt, answer, accounts);
        let (mut asked, mut reply) = (Vec::new(), Reply::default());
        loop {
            match sign_in.step(&mut self.known, now, reply) {
                Ok(Next::Ask(ask)) => {
                    let (status, text) = world(&ask);
                    let cookie = (ask.what == What::Object && status == 200 && text == "{}")
                        .then(|| "cookie".to_owned());
                    reply = Reply {
                        status,
                        text,
                        cookie,
                    };
                    asked.push(ask.of);
                }
                end => return (asked, end),
            }
            assert!(asked.len() < 12, "it ends");
        }
    }
}

/// The provider at its best, and the objects of accounts as `object` says.
fn well<'a>(
    attempt: &'a Attempt,
    object: impl Fn(&Ask) -> (u16, String) + 'a,
) -> impl FnMut(&Ask) -> (u16, String) + 'a {
    let nonce = attempt.nonce(&key());
    let nonce = format!("{nonce:?}");
    let token = token(
        r#"{"alg":"ES256","kid":"1"}"#,
        &claims(&[("nonce", &nonce)]),
    );
    move |ask| match (ask.what, ask.of.rsplit('/').next().unwrap()) {
        (What::Fetch, "openid-configuration") => (200, description(&[])),
        (What::Fetch, "token") => (200, format!(r#"{{"id_token":"{token}"}}"#)),
        (What::Fetch, "jwks?a=b") => (200, keys(&[&format!(r#"{EC},"kid":"1""#)])),
        (What::Verify, "ES256") => (200, String::new()),
        (What::Object, _) => object(ask),
        _ => panic!("{ask:?}"),
    }
}

fn answer_to(attempt: &Attempt) -> Answer {
    Answer::read(&format!("code=c&state={}", attempt.state(&key()))).unwrap()
}

/// What the object of an identity says.
fn is_of(account: AccountId) -> (u16, String) {
    (200, format!(r#"{{"account":"{account}"}}"#))
}

const DESCRIPTION: &str = "https://id.example/realms/tea/.well-known/openid-configuration";
const TOKEN: &str = "https://id.example/realms/tea/token";
const JWKS: &str = "https://keys.example/jwks?a=b";

#[test]
fn a_sign_in_asks_the_provider_and_then_the_objects() {
    let mut world = World::new();
    let (fresh, attempt) = (world.account(1), attempt());
    let (asked, end) = world.signs_in(&attempt, None, NOW, well(&attempt, |_| unreachable!()));
    assert_eq!(asked, [DESCRIPTION]);
    assert!(
        matches!(end, Ok(Next::Away(to)) if to.starts_with("https://id.example/realms/tea/auth?"))
    );
    let answer = answer_to(&attempt);
    let object = |ask: &Ask| match ask.of.starts_with("oidc-") {
        true => is_of(fresh),
        false => (200, "{}".to_owned()),
    };
    let (asked, end) = world.signs_in(&attempt, Some(&answer), NOW, well(&attempt, object));
    assert_eq!(asked[..3], [TOKEN, JWKS, "ES256"]);
    assert_eq!(asked[3].len(), "oidc-".len() + 24);
    assert_eq!(asked[4..], [fresh.to_string()]);
    assert_eq!(end, Ok(Next::Done(fresh, Some("cookie".to_owned()))));
    let (asked, end) = world.signs_in(&attempt, Some(&answer), NOW, well(&attempt, object));
    assert_eq!(asked[..2], [TOKEN, "ES256"], "the keys are known");
    assert!(end.is_ok());
}

#[test]
fn what_is_known_of_the_provider_is_asked_for_again_in_an_hour() {
    let mut world = World::new();
    let attempt = attempt();
    let begins = |world: &mut World, now| {
        let (asked, _) = world.signs_in(&attempt, None, now, well(&attempt, |_| unreachable!()));
        asked.len()
    };
    let later = NOW + limits::OIDC_KEPT;
    assert_eq!(begins(&mut world, NOW), 1);
    assert_eq!(begins(&mut world, at(later.as_millis() - 1)), 0);
    assert_eq!(begins(&mut world, later), 1);
    // One that is not the provider's is not kept.
    let mut world = World::new();
    let other = description(&[("issuer", r#""https://evil.example""#)]);
    let (_, end) = world.signs_in(&attempt, None, NOW, |_| (200, other.clone()));
    assert_eq!(end.unwrap_err().code, "oidc_unreachable");
    assert_eq!(begins(&mut world, NOW), 1);
}

#[test]
fn a_key_that_is_new_is_asked_for_once_a_minute() {
    let mut world = World::new();
    let attempt = attempt();
    let answer = answer_to(&attempt);
    let ends = |world: &mut World, now, set: &str, holds: bool| {
        let mut well = well(&attempt, |_| (503, String::new()));
        let (asked, end) = world.signs_in(&attempt, Some(&answer), now, |ask| match ask.what {
            What::Fetch if ask.of == JWKS => (200, set.to_owned()),
            What::Verify if !holds => (400, String::new()),
            _ => well(ask),
        });
        (
            asked.iter().filter(|of| *of == JWKS).count(),
            end.unwrap_err().code,
        )
    };
    let [old, new] = ["0", "1"].map(|id| keys(&[&format!(r#"{EC},"kid":"{id}""#)]));
    // Each that is good fails at the objects.
    assert_eq!(ends(&mut world, NOW, &old, true), (1, "oidc_invalid"));
    assert_eq!(ends(&mut world, NOW, &new, true), (1, "storage_failed"));
    assert_eq!(ends(&mut world, NOW, &new, true), (0, "storage_failed"));
    let soon = at((NOW + limits::OIDC_KEYS_AGAIN).as_millis() - 1);
    assert_eq!(ends(&mut world, soon, &new, false), (0, "oidc_invalid"));
    let later = soon + ms(1);
    assert_eq!(ends(&mut world, later, &new, false), (1, "oidc_invalid"));
    assert_eq!(ends(&mut world, later, &new, false), (0, "oidc_invalid"));
    let none = r#"{"no":1}"#;
    let hour = later + limits::OIDC_KEPT;
    assert_eq!(ends(&mut world, hour, none, true), (1, "oidc_unreachable"));
}

#[test]
fn who_is_named_and_does_not_know_it_gives_way() {
    let mut world = World::new();
    let attempt = attempt();
    let answer = answer_to(&attempt);
    let (fresh, gone) = (world.account(1), world.account(2));
    let object = |ask: &Ask| match ask.of.strip_prefix("oidc-") {
        Some(_) if ask.body.contains("\"instead\"") => {
            assert!(ask.body.contains(&gone.to_string()));
            assert!(
                !ask.body.contains("attempt"),
                "this one is answered already"
            );
            is_of(fresh)
        }
        Some(_) => is_of(gone),
        None if ask.of == gone.to_string() => (410, String::new()),
        None => (200, "{}".to_owned()),
    };
    let (asked, end) = world.signs_in(&attempt, Some(&answer), NOW, well(&attempt, object));
    assert_eq!(asked.len(), 8);
    assert!(matches!(end, Ok(Next::Done(account, _)) if account == fresh));
    // Not without end.
    let object = |ask: &Ask| match ask.of.starts_with("oidc-") {
        true => is_of(gone),
        false => (410, String::new()),
    };
    let (_, end) = world.signs_in(&attempt, Some(&answer), NOW, well(&attempt, object));
    assert_eq!(end.unwrap_err().code, "storage_failed");
}

#[test]
fn an_identity_is_tied_to_the_account_of_the_session_that_asked() {
    let mut world = World::new();
    let attempt = Attempt::begin([3; 16], NOW, Some("s1".to_owned()), None);
    let answer = answer_to(&attempt);
    let (own, other) = (world.account(3), world.account(4));
    let owned_by = |account: AccountId, status| {
        move |ask: &Ask| match ask.of.starts_with("oidc-") {
            true => is_of(account),
            false => (status, ask.body.clone()),
        }
    };
    let ends = |world: &mut World, account, status| {
        let object = owned_by(account, status);
        let (asked, end) = world.signs_in(&attempt, Some(&answer), NOW, well(&attempt, object));
        (asked.len(), end.map(|_| ()).map_err(|failure| failure.code))
    };
    for signed_in in [None, Some((own, "s2"))] {
        world.own = signed_in;
        assert_eq!(ends(&mut world, own, 200).1, Err("signed_out"));
    }
    world.own = Some((own, "s1"));
    assert_eq!(ends(&mut world, own, 200).1, Ok(()));
    assert_eq!(ends(&mut world, own, 409).1, Err("oidc_linked"));
    assert_eq!(ends(&mut world, own, 401).1, Err("signed_out"));
    assert_eq!(ends(&mut world, other, 200).1, Err("oidc_taken"));
    assert_eq!(ends(&mut world, other, 503).1, Err("storage_failed"));
    // Of one that does not know it, it becomes one's own.
    let mut ops = Vec::new();
    let mut well = well(&attempt, |ask| match ask.of.starts_with("oidc-") {
        true if ask.body.contains("instead") => is_of(own),
        true => is_of(other),
        false if ask.of == other.to_string() => (410, String::new()),
        false => (200, "{}".to_owned()),
    });
    let (_, end) = world.signs_in(&attempt, Some(&answer), NOW, |ask| {
        if ask.what == What::Object {
            let question = crate::wire::Json::parse(&ask.body).unwrap();
            ops.push(question.get("op").unwrap().text().unwrap().to_owned());
        }
        well(ask)
    });
    assert!(end.is_ok());
    assert_eq!(ops, ["identity", "owns", "identity", "link"]);
}

#[test]
fn an_answer_is_taken_once_by_the_identity_too() {
    let mut world = World::new();
    let attempt = attempt();
    let answer = answer_to(&attempt);
    let object = |_: &Ask| (409, String::new());
    let (_, end) = world.signs_in(&attempt, Some(&answer), NOW, well(&attempt, object));
    assert_eq!(end.unwrap_err().code, "oidc_state");
}

#[test]
fn a_provider_that_does_not_answer_ends_it_at_each_step() {
    let attempt = attempt();
    let answer = answer_to(&attempt);
    for step in [DESCRIPTION, TOKEN, JWKS] {
        for status in [0, 302, 404, 500] {
            if step == TOKEN && status == 404 {
                continue;
            }
            let mut world = World::new();
            let mut well = well(&attempt, |_| unreachable!());
            let (asked, end) = world.signs_in(&attempt, Some(&answer), NOW, |ask| match () {
                () if ask.of == step => (status, "why".to_owned()),
                () => well(ask),
            });
            let failure = end.unwrap_err();
            assert_eq!(failure.code, "oidc_unreachable", "{step} {status}");
            assert_eq!(failure.why.contains("why"), status == 0);
            assert_eq!(asked.last().map(String::as_str), Some(step));
        }
    }
}
