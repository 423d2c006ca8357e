//! Other sites' users: who a site says they are, by a JWT in their hello.

use crate::table;

use std::rc::Rc;

use alcove::auth::{Action, HostKeys};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::Sha256;
use table::{Table, key};

const SITE: &str = "https://site.example";
const POINT_SITE: &str = "https://ec.example";

fn signing_key() -> SigningKey {
    SigningKey::from_slice(&[5; 32]).expect("a key")
}

fn encoded(bytes: impl AsRef<[u8]>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// Both sites have a key.
fn trusts(mut table: Table) -> Table {
    let point = signing_key().verifying_key().to_encoded_point(false);
    let [x, y] = [point.x(), point.y()].map(|bytes| encoded(bytes.expect("a coordinate")));
    let setting = json!({
        SITE: {"kty": "oct", "k": encoded([1; 32])},
        POINT_SITE: {"kty": "EC", "crv": "P-256", "x": x, "y": y},
    });
    let (keys, bad) = HostKeys::parse(&setting.to_string());
    assert_eq!(bad, 0);
    table.world.host_keys = Rc::new(keys);
    // Only a room that wakes is told of them.
    table.world.hibernate();
    table
}

fn plain() -> Table {
    let mut table = Table::new();
    table.comes("bo", json!({}));
    trusts(table)
}

fn claims(table: &Table, fields: Value) -> Value {
    let exp = table.world.now.as_millis() / 1_000 + 300;
    let mut claims = json!({"iss": SITE, "sub": "u1", "name": "Uma", "room": "tea", "exp": exp});
    let (Value::Object(all), Value::Object(fields)) = (&mut claims, fields) else {
        panic!("fields are an object");
    };
    all.extend(fields);
    claims
}

fn by_secret(claims: &Value) -> String {
    let signed = format!(
        "{}.{}",
        encoded(r#"{"alg":"HS256"}"#),
        encoded(claims.to_string())
    );
    let mut mac = Hmac::<Sha256>::new_from_slice(&[1; 32]).expect("a key");
    mac.update(signed.as_bytes());
    format!("{signed}.{}", encoded(mac.finalize().into_bytes()))
}

fn by_point(claims: &Value) -> String {
    let signed = format!(
        "{}.{}",
        encoded(r#"{"alg":"ES256"}"#),
        encoded(claims.to_string())
    );
    let signature: Signature = signing_key().sign(signed.as_bytes());
    format!("{signed}.{}", encoded(signature.to_bytes()))
}

fn jwt(table: &Table, fields: Value) -> String {
    by_secret(&claims(table, fields))
}

#[test]
fn a_site_s_user_is_the_same_on_every_device() {
    let mut table = plain();
    let one = jwt(&table, json!({}));
    let welcome = table.comes("ana", json!({"jwt": one, "name": "Somebody else"}));
    assert_eq!(welcome["you"]["name"], "Uma", "{welcome}");
    assert_eq!(welcome["you"]["verified"], true);
    assert_eq!(welcome["you"].get("role"), None);
    // Its subject cannot be guessed from its id, and another room knows it as somebody else.
    let id = welcome["you"]["id"].clone();
    table.passes(1_000_000_000);
    let two = jwt(&table, json!({"name": "Uma B"}));
    let again = table.comes("phone", json!({"jwt": two, "token": "v2.nonsense"}));
    assert_eq!(again["you"]["id"], id);
    assert_eq!(again["you"]["name"], "Uma B");
    let other = jwt(&table, json!({"sub": "u2"}));
    assert_ne!(table.comes("other", json!({"jwt": other}))["you"]["id"], id);
    // All tokens made void do not make it another.
    table.operates(alcove::room::Act::Logout);
    let three = jwt(&table, json!({}));
    assert_eq!(table.comes("ana", json!({"jwt": three}))["you"]["id"], id);
}

/// Its links to files are good for a shorter time than those of others, and all the same not made anew with each tick.
#[test]
fn a_site_s_user_has_links_as_long_as_it_may_be_here() {
    let mut table = plain();
    let one = jwt(&table, json!({}));
    table.comes("uma", json!({"jwt": one, "files": "links"}));
    // A room that knows of accounts looks for one with each new ticket.
    let tag = alcove::model::AccountTag::from_bytes([1; 16]);
    table.comes_as("cem", tag, json!({}));
    let reads = |table: &Table| table.world.sqlite.reads_of("FROM account WHERE member");
    table.does("bo", json!({"type": "say", "text": "one"}));
    let before = reads(&table);
    for n in 0..20 {
        table.does("bo", json!({"type": "say", "text": format!("{n}")}));
    }
    assert_eq!(reads(&table), before);
}

#[test]
fn a_point_s_signature_is_judged_by_the_platform() {
    let mut table = plain();
    let good = claims(&table, json!({"iss": POINT_SITE}));
    let welcome = table.comes("ana", json!({"jwt": by_point(&good)}));
    assert_eq!(welcome["type"], "welcome", "{welcome}");
    // Another key, another text, a signature that is none.
    let jwt = by_point(&good);
    let (head, signature) = jwt.rsplit_once('.').expect("three parts");
    let other = by_point(&claims(
        &table,
        json!({"iss": POINT_SITE, "role": "moderator"}),
    ));
    let (other_head, _) = other.rsplit_once('.').expect("three parts");
    for bad in [
        format!("{other_head}.{signature}"),
        format!("{head}.{}", encoded([0; 64])),
        format!("{head}.{}", encoded([255; 64])),
    ] {
        let refused = table.comes("eve", json!({"jwt": bad}));
        assert_eq!(refused["code"], "jwt_invalid", "{refused}");
        assert_eq!(refused["cause"], "signature");
        assert_eq!(refused["retryable"], false);
    }
    // It may say hello again.
    let late = table.says_hello("eve", json!({"jwt": jwt, "name": "x"}));
    assert_eq!(late["type"], "welcome", "{late}");
}

#[test]
fn while_it_is_judged_nothing_else_counts() {
    let mut table = plain();
    table.world.judges_late = true;
    let good = by_point(&claims(&table, json!({"iss": POINT_SITE})));
    let silence = table.comes("ana", json!({"jwt": good}));
    assert_eq!(silence, Value::Null);
    assert_eq!(table.closed("ana"), None);
    let heard = table.world.judge();
    table.keep(heard);
    table.passes(500);
    assert_eq!(table.gets_a("ana", "welcome")["you"]["name"], "Uma");
    // A second hello does not get past it, and the answer to the first one then means nothing.
    table.comes("eve", json!({"jwt": good}));
    table.sends("eve", json!({"type": "hello", "v": 1, "name": "eve"}));
    assert_eq!(table.closed("eve"), Some(4400));
    table.world.judge();
    // Nor does it hold for another session, or after the greeting has ended.
    table.comes("cy", json!({"jwt": good}));
    table.passes(70_000);
    assert_eq!(table.closed("cy"), Some(4408));
    let heard = table.world.judge();
    assert!(heard.is_empty(), "{heard:?}");
    // What the room has forgotten meanwhile is not answered either.
    table.comes("dee", json!({"jwt": good}));
    table.world.hibernate();
    let heard = table.world.judge();
    assert!(heard.is_empty(), "{heard:?}");
    table.passes(70_000);
    assert_eq!(table.closed("dee"), Some(4408));
}

#[test]
fn causes() {
    let mut table = plain();
    let now = table.world.now.as_millis() / 1_000;
    for (fields, cause) in [
        (json!({"iss": "https://evil.example"}), "issuer"),
        (json!({"exp": now - 31}), "expired"),
        (json!({"exp": now + 640}), "too_long"),
        (json!({"room": "coffee"}), "room"),
        (json!({"role": "owner"}), "claims"),
        (json!({"name": ""}), "claims"),
    ] {
        let bad = jwt(&table, fields.clone());
        let refused = table.comes("eve", json!({"jwt": bad}));
        assert_eq!(refused["code"], "jwt_invalid", "{refused}");
        assert_eq!(refused["cause"], cause, "{fields}");
        assert_eq!(table.closed("eve"), None);
    }
    let refused = table.comes("eve", json!({"jwt": "x"}));
    assert_eq!(refused["cause"], "form");
    let refused = table.comes("eve", json!({"jwt": 5}));
    assert_eq!(refused["code"], "bad_hello");
    // By the page of another site; that of its own may, and ours.
    let good = jwt(&table, json!({}));
    for (origin, cause) in [
        (Some(SITE), Value::Null),
        (Some("null"), json!("origin")),
        (Some(POINT_SITE), json!("origin")),
        (None, Value::Null),
    ] {
        for sleeps in [false, true] {
            table.opens_from_page("eve", origin);
            if sleeps {
                table.world.hibernate();
            }
            let answer = table.says_hello("eve", json!({"jwt": good}));
            assert_eq!(answer["cause"], cause, "{origin:?} {answer}");
        }
    }
    // Without any key there is no site.
    table.world.host_keys = Rc::default();
    table.world.hibernate();
    let refused = table.comes("eve", json!({"jwt": good}));
    assert_eq!(refused["cause"], "issuer");
}

#[test]
fn its_name_is_the_site_s() {
    let mut table = plain();
    table.comes("ana", json!({"name": "Uma"}));
    let one = jwt(&table, json!({}));
    let welcome = table.comes("user", json!({"jwt": one}));
    assert_eq!(welcome["you"]["name"], "Uma 2", "{welcome}");
    let refused = table.sends(
        "user",
        json!({"type": "rename", "name": "Owner", "ref": "r"}),
    );
    assert_eq!(refused[0]["code"], "forbidden", "{refused:?}");
    assert_eq!(refused[0]["ref"], "r");
    table.world.hibernate();
    let refused = table.sends("user", json!({"type": "rename", "name": "Owner"}));
    assert_eq!(refused[0]["code"], "forbidden", "{refused:?}");
    // By its token it is called the same, whatever it says.
    let token = table.token("user");
    let back = table.comes("tab", json!({"token": token, "name": "Owner"}));
    assert_eq!(back["you"]["id"], welcome["you"]["id"]);
    assert_eq!(back["you"]["name"], "Uma 2");
    assert_eq!(back["you"]["verified"], true);
}

#[test]
fn its_token_lives_as_long_as_what_the_site_said() {
    let mut table = plain();
    let one = jwt(&table, json!({}));
    table.comes("ana", json!({"jwt": one}));
    let token = table.token("ana");
    table.passes(200_000);
    // A token that it brings another one by is no longer.
    table.comes("tab", json!({"token": token, "name": "x"}));
    let newer = table.token("tab");
    let now = table.world.now;
    assert!(
        table
            .world
            .room()
            .asker(now, Some(&newer), Action::Read)
            .is_ok()
    );
    table.passes(101_000);
    for token in [&token, &newer] {
        let now = table.world.now;
        let asker = table.world.room().asker(now, Some(token), Action::Read);
        assert!(asker.is_err());
        table.comes("late", json!({"token": token, "name": "x"}));
        assert_eq!(table.closed("late"), Some(4401));
    }
    // The session stays.
    let said = table.does("ana", json!({"type": "say", "text": "still here"}));
    assert_eq!(said["type"], "message", "{said}");
    // To come back needs a fresh one; an old token beside it does no harm.
    let fresh = jwt(&table, json!({}));
    let back = table.comes("late", json!({"token": token, "jwt": fresh}));
    assert_eq!(back["type"], "welcome", "{back}");
}

#[test]
fn its_role_is_lent_to_the_session() {
    let mut table = trusts(Table::owned(json!({"access": "closed"})));
    let bare = jwt(&table, json!({}));
    let refused = table.comes("user", json!({"jwt": bare}));
    assert_eq!(refused["code"], "key_needed", "{refused}");
    let lent = |table: &Table, role: &str| jwt(table, json!({"role": role}));
    let member = lent(&table, "member");
    let welcome = table.comes("user", json!({"jwt": member}));
    assert_eq!(welcome["you"]["role"], "member", "{welcome}");
    let said = table.does("user", json!({"type": "say", "text": "hi"}));
    assert_eq!(said["type"], "message");
    // It is no grant: no row says so.
    assert_eq!(table.world.sqlite.count("member", "role = 'member'"), 0);
    // Of two sessions each is what it was lent, also after a sleep.
    let moderator = lent(&table, "moderator");
    let reader = lent(&table, "reader");
    let welcome = table.comes("boss", json!({"jwt": moderator}));
    assert_eq!(welcome["you"]["role"], "moderator", "{welcome}");
    assert!(welcome.get("desk").is_some());
    let welcome = table.comes("calm", json!({"jwt": reader}));
    assert_eq!(welcome["you"]["role"], "reader", "{welcome}");
    assert!(welcome.get("desk").is_none());
    for sleeps in [false, true] {
        if sleeps {
            table.world.hibernate();
        }
        let say = json!({"type": "say", "text": "hi"});
        assert_eq!(table.code("calm", say.clone()), "forbidden");
        assert_eq!(table.code("user", say), "none");
        let pin = json!({"type": "pin", "seq": 1, "on": true});
        assert_eq!(table.code("user", pin.clone()), "forbidden");
        let pinned = table.code("boss", pin);
        assert!(["none", "no_change"].contains(&pinned.as_str()), "{pinned}");
        // It makes nobody an owner, and cannot touch one.
        let (id, ana) = (table.id("boss"), table.id("ana"));
        let role = json!({"type": "role", "member": id, "role": "owner"});
        assert_eq!(table.code("boss", role), "forbidden");
        let remove = json!({"type": "remove", "member": ana});
        assert_eq!(table.code("boss", remove), "forbidden");
    }
    // A grant that is higher holds.
    let id = table.id("user");
    table.does(
        "ana",
        json!({"type": "role", "member": id, "role": "moderator"}),
    );
    let reader = lent(&table, "reader");
    let welcome = table.comes("calm", json!({"jwt": reader}));
    assert_eq!(welcome["you"]["role"], "moderator", "{welcome}");
    // By HTTP the token is what its session was.
    table.does("ana", json!({"type": "role", "member": id, "role": "none"}));
    let reader = lent(&table, "reader");
    table.comes("calm", json!({"jwt": reader}));
    let (token, now) = (table.token("calm"), table.world.now);
    let asker = table.world.room().asker(now, Some(&token), Action::Read);
    assert_eq!(asker.expect("it may read").role.as_str(), "reader");
}

#[test]
fn where_nobody_owns_the_room_it_may_be_told_only_to_read() {
    let mut table = plain();
    let reader = jwt(&table, json!({"role": "reader"}));
    let welcome = table.comes("calm", json!({"jwt": reader}));
    assert_eq!(welcome["you"]["role"], "reader", "{welcome}");
    assert_eq!(
        table.code("calm", json!({"type": "say", "text": "hi"})),
        "forbidden"
    );
    let moderator = jwt(&table, json!({"sub": "u2", "role": "moderator"}));
    let welcome = table.comes("boss", json!({"jwt": moderator}));
    assert_eq!(welcome["you"].get("role"), None, "{welcome}");
    table.does("bo", json!({"type": "say", "text": "hi"}));
    for frame in [
        json!({"type": "delete", "seq": 1}),
        json!({"type": "pin", "seq": 1, "on": true}),
        json!({"type": "settings", "set": {"access": "closed"}}),
        json!({"type": "remove", "member": table.id("bo")}),
    ] {
        let code = table.code("boss", frame.clone());
        assert!(
            ["forbidden", "not_yours"].contains(&code.as_str()),
            "{frame} {code}"
        );
    }
    assert_eq!(table.world.sqlite.meta("settings"), None);
}

#[test]
fn a_ban_follows_the_user() {
    let mut table = trusts(Table::owned(json!({"access": "open"})));
    let one = jwt(&table, json!({"role": "moderator"}));
    let welcome = table.comes("user", json!({"jwt": one}));
    let id = welcome["you"]["id"].clone();
    table.does(
        "ana",
        json!({"type": "remove", "member": id, "ban": "forever"}),
    );
    assert_eq!(table.closed("user"), Some(4403));
    for fields in [json!({}), json!({"role": "moderator", "name": "Eve"})] {
        let again = jwt(&table, fields);
        let refused = table.comes("user", json!({"jwt": again}));
        assert_eq!(refused["code"], "banned", "{refused}");
        let refused = table.comes("user", json!({"jwt": again, "watch": true}));
        assert_eq!(refused["code"], "banned", "{refused}");
    }
    // Removed without a ban it comes back as what its site says.
    table.does("ana", json!({"type": "restore", "member": id}));
    let again = jwt(&table, json!({"role": "moderator"}));
    assert_eq!(
        table.comes("user", json!({"jwt": again}))["you"]["role"],
        "moderator"
    );
    table.does("ana", json!({"type": "remove", "member": id}));
    assert_eq!(
        table.comes("user", json!({"jwt": again}))["you"]["role"],
        "moderator"
    );
}

#[test]
fn a_user_may_have_to_wait_and_stays_what_it_is() {
    for sleeps in [false, true] {
        let mut table = trusts(Table::owned(json!({"access": "ask"})));
        let one = jwt(&table, json!({}));
        let knocking = table.comes("user", json!({"jwt": one, "name": "x"}));
        assert_eq!(knocking["type"], "knocking", "{knocking}");
        assert_eq!(knocking["you"]["name"], "Uma");
        let waits = table.token("user");
        let back = table.comes("user", json!({"token": waits, "name": "y"}));
        assert_eq!(back["you"]["name"], "Uma", "{back}");
        if sleeps {
            table.world.hibernate();
        }
        let id = table.id("user");
        table.does("ana", json!({"type": "admit", "member": id}));
        let welcome = table.gets_a("user", "welcome");
        assert_eq!(welcome["you"]["name"], "Uma", "{welcome}");
        assert_eq!(welcome["you"]["verified"], true);
        let refused = table.sends("user", json!({"type": "rename", "name": "Owner"}));
        assert_eq!(refused[0]["code"], "forbidden", "{refused:?}");
        // Its token ends with what the site said, and so does the one by which it waited.
        table.passes(301_000);
        let token = welcome["you"]["token"].clone();
        table.comes("late", json!({"token": token}));
        assert_eq!(table.closed("late"), Some(4401));
        table.comes("late", json!({"token": waits}));
        assert_eq!(table.closed("late"), Some(4401));
    }
}

#[test]
fn a_watch_may_be_a_user_s() {
    let mut table = trusts(Table::owned(json!({"access": "closed"})));
    let one = jwt(&table, json!({"role": "reader"}));
    let watch = table.comes("w", json!({"jwt": one, "watch": true}));
    assert_eq!(watch["type"], "welcome", "{watch}");
    assert_eq!(watch["you"]["role"], "reader");
    table.world.hibernate();
    table.does("ana", json!({"type": "settings", "set": {"title": "Tea"}}));
    assert_eq!(table.closed("w"), None);
    let bare = jwt(&table, json!({}));
    let refused = table.comes("w", json!({"jwt": bare, "watch": true}));
    assert_eq!(refused["code"], "key_needed", "{refused}");
}

#[test]
fn an_account_does_not_get_what_is_a_site_s() {
    let mut table = plain();
    let one = jwt(&table, json!({}));
    let welcome = table.comes("ana", json!({"jwt": one}));
    let token = table.token("ana");
    let tag = alcove::model::AccountTag::from_bytes([1; 16]);
    let signed_in = table.comes_as("x", tag, json!({"token": token}));
    assert_ne!(signed_in["you"]["id"], welcome["you"]["id"]);
    // The JWT wins over both.
    let again = jwt(&table, json!({}));
    let by_jwt = table.comes_as("x", tag, json!({"token": table.token("x"), "jwt": again}));
    assert_eq!(by_jwt["you"]["id"], welcome["you"]["id"]);
}

#[test]
fn where_nobody_is_let_in_unvouched_for_its_site_vouches_for_it() {
    for watch in [false, true] {
        let mut table = plain();
        table.world.limits.vouched_only = true;
        table.world.hibernate();
        let refused = table.comes("eve", json!({"watch": watch}));
        assert_eq!(refused["code"], "sign_in_needed", "{refused}");
        assert_eq!(table.closed("eve"), Some(4403));
        // A token of before is nobody's word for it.
        let token = table.token("bo");
        table.comes("late", json!({"token": token, "watch": watch}));
        assert_eq!(table.closed("late"), Some(4403));
        let one = jwt(&table, json!({}));
        let welcome = table.comes("ana", json!({"jwt": one, "watch": watch}));
        assert_eq!(welcome["type"], "welcome", "{welcome}");
        // So does the token that it has got by that, for as long.
        let token = table.token("ana");
        let again = table.comes("tab", json!({"token": token, "watch": watch}));
        assert_eq!(again["you"]["id"], welcome["you"]["id"], "{again}");
        table.passes(601_000);
        let late = table.comes("late", json!({"token": token, "watch": watch}));
        assert_eq!(late["code"], "sign_in_needed", "{late}");
        let tag = alcove::model::AccountTag::from_bytes([1; 16]);
        let welcome = table.comes_as("x", tag, json!({"watch": watch}));
        assert_eq!(welcome["type"], "welcome", "{welcome}");
    }
}

#[test]
fn in_grace_it_is_listed_as_it_was_also_after_a_sleep() {
    for sleeps in [false, true] {
        let mut table = trusts(Table::owned(json!({"access": "open"})));
        let one = jwt(&table, json!({"role": "moderator"}));
        table.comes("user", json!({"jwt": one}));
        table.passes(500);
        table.leaves("user");
        table.passes(500);
        if sleeps {
            table.world.hibernate();
        }
        let members = table.sends("ana", json!({"type": "members"}));
        let user = &members[0]["members"];
        let user = user
            .as_array()
            .and_then(|all| all.iter().find(|m| m["name"] == "Uma"));
        let user = user.expect("it is in grace");
        assert_eq!(
            (&user["role"], &user["verified"]),
            (&json!("moderator"), &json!(true))
        );
    }
}

#[test]
fn a_hello_with_a_key_takes_a_grant_as_anybody_s() {
    let mut table = trusts(Table::owned(json!({"access": "closed"})));
    let one = jwt(&table, json!({"role": "reader"}));
    let welcome = table.comes("user", json!({"jwt": one, "key": key("owner"), "cid": "h"}));
    assert_eq!(welcome["you"]["role"], "owner", "{welcome}");
}

#[test]
fn a_hello_said_again_without_the_site_s_word_is_not_its_user() {
    let mut table = trusts(Table::owned(json!({"access": "closed"})));
    let one = jwt(&table, json!({}));
    let welcome = table.comes("user", json!({"jwt": one, "key": key("owner"), "cid": "h"}));
    let again = json!({"name": "user", "key": key("owner"), "cid": "h"});
    let other = table.comes("other", again);
    assert_ne!(other["you"]["id"], welcome["you"]["id"], "{other}");
    // With it, nothing is used up twice.
    let one = jwt(&table, json!({}));
    let back = table.comes("tab", json!({"jwt": one, "key": key("owner"), "cid": "h"}));
    assert_eq!(back["you"]["id"], welcome["you"]["id"]);
}
