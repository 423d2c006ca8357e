//! An account's object: what it answers, and what it asks its platform for.

use alcove::account::{Space, Verdict};
use alcove::server::account_object::{AT, AccountObject, AccountPlatform, Asked, COOKIE, FAILED};
use alcove::server::{Answer, Body};
use alcove::time::Timestamp;
use serde_json::{Value, json};

use super::PRICE;
use crate::world::{Sqlite, at};

struct Host {
    now: Timestamp,
    sqlite: Sqlite,
    sent: Vec<(Space, String, String)>,
    alarm: Option<Timestamp>,
}

impl AccountPlatform for Host {
    type Sql = Sqlite;

    fn sql(&self) -> Sqlite {
        self.sqlite.clone()
    }

    fn now(&self) -> Timestamp {
        self.now
    }

    fn random(&mut self) -> [u8; 16] {
        [7; 16]
    }

    fn letter(&mut self, space: Space, to: &str, body: &str) {
        self.sent.push((space, to.to_owned(), body.to_owned()));
    }

    fn alarm(&mut self, at: Timestamp) {
        self.alarm = Some(at);
    }
}

fn object() -> AccountObject<Host> {
    AccountObject::new(Host {
        now: at(1_700_000_000_000),
        sqlite: Sqlite::new(),
        sent: Vec::new(),
        alarm: None,
    })
}

fn challenge(n: u32) -> Value {
    json!({"challenge": format!("challenge {n}"), "until": 1_700_000_300_000_u64})
}

/// A question, in which these fields are.
fn question(op: &str, fields: &[&Value]) -> String {
    let mut head = json!({"op": op, "account": "ana", "agent": "Firefox"});
    let all = head.as_object_mut().expect("an object");
    for fields in fields {
        all.extend(fields.as_object().expect("an object").clone());
    }
    format!("{head}\n")
}

/// Asks, and has the platform find that what is to be verified holds, or not.
fn asks(object: &mut AccountObject<Host>, question: &str, holds: bool) -> Answer<()> {
    match object.ask(question, None) {
        Asked::Answer(answer) => answer,
        Asked::Verify(what) => {
            let verdict = Verdict { of: &what, holds };
            match object.ask(question, Some(verdict)) {
                Asked::Answer(answer) => answer,
                Asked::Verify(_) => panic!("asked twice"),
            }
        }
    }
}

fn begins(object: &mut AccountObject<Host>) -> Answer<()> {
    let fields = json!({
        "passkey": "p1", "key": "key1", "algorithm": -8, "counter": 0, "label": "One",
        "hash": "hash1", "code": "CODE1", "account_name": "Ana",
    });
    asks(object, &question("begin", &[&challenge(1), &fields]), true)
}

#[test]
fn what_is_not_there_or_makes_no_sense() {
    let mut object = object();
    let answer = asks(&mut object, "nonsense", true);
    assert!(answer.status >= 400, "{answer:?}");
    assert_eq!(answer.header(COOKIE), None);
    assert_eq!(object.platform.alarm, None);
}

#[test]
fn a_new_account_is_told_with_its_cookie_and_the_time() {
    let mut object = object();
    let answer = begins(&mut object);
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.header(AT), Some("1700000000000"));
    assert_eq!(answer.header(FAILED), None);
    let cookie = answer.header(COOKIE).expect("a cookie");
    let words: Vec<&str> = cookie.split(' ').collect();
    let [session, generation, "1700000000000"] = words[..] else {
        panic!("{cookie}");
    };
    let generation: u64 = generation.parse().expect("a number");
    let claim =
        json!({"session": session, "generation": generation, "issued": 1_700_000_000_000_u64});
    let Body::Bytes(body) = &answer.body else {
        panic!("{answer:?}");
    };
    serde_json::from_slice::<Value>(body).expect("JSON");

    // Who has it enters a room, and that room hears when it ends.
    let enter = json!({"room": "tea", "tag": "tag"});
    let answer = asks(&mut object, &question("enter", &[&claim, &enter]), true);
    assert!(matches!((answer.status, &answer.body), (204, Body::Empty)));
    assert_eq!(answer.header("content-type"), None);
    assert_eq!(object.platform.alarm, None);
    let end = json!({"which": "all"});
    let answer = asks(&mut object, &question("end", &[&claim, &end]), true);
    assert_eq!(answer.header(COOKIE), Some("-"));
    let [(space, to, body)] = &object.platform.sent[..] else {
        panic!("{:?}", object.platform.sent);
    };
    assert_eq!((*space, &**to), (Space::Rooms, "tea"));
    assert!(object.platform.alarm.is_some(), "lest it is lost");
    // Nobody has answered: it is sent again.
    let (to, body) = (to.clone(), body.clone());
    object.platform.now = object.platform.alarm.expect("one");
    object.alarm();
    assert_eq!(object.platform.sent.len(), 2);
    object.delivered(&to, &body, Some("done"));
    object.platform.now = object.platform.alarm.expect("one");
    object.alarm();
    assert_eq!(object.platform.sent.len(), 2, "it was answered");
}

#[test]
fn who_is_not_the_one_is_told_as_a_failure() {
    let mut object = object();
    begins(&mut object);
    let fields = json!({"passkey": "p1", "data": "ZGF0YQ", "signature": "YmFk", "counter": 0});
    let question = question("assert", &[&challenge(2), &fields]);
    let answer = asks(&mut object, &question, false);
    assert!(answer.status >= 400, "{answer:?}");
    assert_eq!(answer.header(FAILED), Some("1"));
    assert_eq!(answer.header(PRICE), None, "a few rows");
}
