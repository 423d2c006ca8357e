//! Accounts, natively: what their objects do, over SQLite, with the platform's part played here.

use crate::world;

mod letters;
mod sessions;
mod signing;
mod sync;
mod vectors;

use alcove::account::{Account, Effect, Input, Keep, Reply, Space, Verdict};
use alcove::time::{Duration, Timestamp};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use world::Sqlite;

/// The only signature that holds here.
pub const GOOD: &str = "good";

/// A browser: the cookie that it has, as what is in it.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    pub claim: Option<(String, u64, u64)>,
}

impl Browser {
    /// Keeps what an answer says of the cookie.
    fn keeps(&mut self, reply: &Reply) {
        match &reply.cookie {
            Some(Keep::Set(claim)) => {
                let issued = claim.issued.as_millis();
                self.claim = Some((claim.session.clone(), claim.generation, issued));
            }
            Some(Keep::Clear) => self.claim = None,
            None => {}
        }
    }
}

/// An account's object, and the world round it.
pub struct Desk {
    pub sql: Sqlite,
    pub account: Account<Sqlite>,
    pub now: Timestamp,
    /// What it has sent, and nobody answered yet.
    pub sent: Vec<(Space, String, Value)>,
    pub alarm: Option<Timestamp>,
    /// How often a signature was to be verified.
    pub verified: u32,
    seed: u32,
}

impl Desk {
    pub fn empty() -> Desk {
        let sql = Sqlite::new();
        Desk {
            account: Account::new(sql.clone()),
            sql,
            now: Timestamp::from_millis(1_700_000_000_000),
            sent: Vec::new(),
            alarm: None,
            verified: 0,
            seed: 0,
        }
    }

    /// With an account in it, and the browser that made it.
    pub fn of_ana() -> (Desk, Browser) {
        let mut desk = Desk::empty();
        let mut browser = Browser::default();
        let reply = desk.begins(&mut browser);
        assert_eq!(reply.status, 200, "{}", reply.body);
        (desk, browser)
    }

    pub fn begins(&mut self, browser: &mut Browser) -> Reply {
        let challenge = self.challenge();
        let fields = json!({
            "passkey": "p1", "key": "key1", "algorithm": -8, "counter": 0, "label": "One",
            "hash": "hash1", "code": "CODE1", "account_name": "Ana",
        });
        self.asks(browser, "begin", &with(&challenge, &fields), "")
    }

    pub fn adds(&mut self, browser: &mut Browser, passkey: &str) -> Reply {
        let challenge = self.challenge();
        let key = format!("key of {passkey}");
        let fields = json!({"passkey": passkey, "key": key, "algorithm": -8, "counter": 0, "label": passkey});
        self.asks(browser, "add", &with(&challenge, &fields), "")
    }

    /// Signs in with this passkey.
    pub fn signs_in(&mut self, browser: &mut Browser, passkey: &str) -> Reply {
        let challenge = self.challenge();
        self.asserts(browser, &challenge, &json!({ "passkey": passkey }))
    }

    /// The same with more to say of it.
    pub fn asserts(&mut self, browser: &mut Browser, challenge: &Value, besides: &Value) -> Reply {
        let signature = BASE64_URL_SAFE_NO_PAD.encode(GOOD);
        let usual = json!({"passkey": "p1", "data": "data", "signature": signature, "counter": 0});
        let fields = with(&with(challenge, &usual), besides);
        self.asks(browser, "assert", &fields, "")
    }

    pub fn challenge(&mut self) -> Value {
        self.seed += 1;
        let until = self.now.as_millis() + 300_000;
        json!({"challenge": format!("challenge {}", self.seed), "until": until})
    }

    /// Asks something as this browser, the way the Worker does.
    pub fn asks(&mut self, browser: &mut Browser, op: &str, fields: &Value, body: &str) -> Reply {
        let mut head = with(
            &json!({"op": op, "account": "ana", "agent": "Firefox, Linux"}),
            fields,
        );
        if let Some((session, generation, issued)) = &browser.claim {
            let claim = json!({"session": session, "generation": generation, "issued": issued});
            head = with(&head, &claim);
        }
        self.seed += 1;
        let (text, random) = (format!("{head}\n{body}"), self.random());
        let mut verdict: Option<(String, bool)> = None;
        let reply = loop {
            let verdict_now = verdict.as_ref();
            let verdict_now = verdict_now.map(|(of, holds)| Verdict { of, holds: *holds });
            let input = Input::Ask {
                text: &text,
                random,
                verdict: verdict_now,
            };
            match self.steps(input).expect("an answer") {
                Effect::Answer(reply) => break reply,
                Effect::Verify(what) => {
                    assert!(verdict.is_none(), "asked twice");
                    self.verified += 1;
                    let holds = holds(&what);
                    verdict = Some((what, holds));
                }
                other => panic!("{other:?}"),
            }
        };
        browser.keeps(&reply);
        reply
    }

    /// Steps it; returns the answer, and keeps the rest.
    pub fn steps(&mut self, input: Input<'_>) -> Option<Effect> {
        let mut answer = None;
        for effect in self.account.step(self.now, input) {
            match effect {
                Effect::Letter { space, to, body } => {
                    let body = serde_json::from_str(&body).expect("JSON");
                    self.sent.push((space, to, body));
                }
                Effect::Alarm(at) => self.alarm = Some(at),
                other => assert!(answer.replace(other).is_none(), "two answers"),
            }
        }
        answer
    }

    pub fn passes(&mut self, time: Duration) {
        self.now += time;
    }

    fn random(&self) -> [u8; 16] {
        let mut random = [0; 16];
        random[..4].copy_from_slice(&self.seed.to_be_bytes());
        random
    }

    /// Forgets all that is only in memory.
    pub fn sleeps(&mut self) {
        self.account = Account::new(self.sql.clone());
    }

    /// One number out of the database.
    pub fn number(&self, sql: &'static str) -> i64 {
        use alcove::log::{Sql, Value};
        match self
            .sql
            .query(sql, &[])
            .expect("a query")
            .first()
            .map(Vec::as_slice)
        {
            Some([Value::Integer(number)]) => *number,
            other => panic!("{other:?}"),
        }
    }
}

/// What the platform says: a key that is none cannot be read, and one signature holds.
fn holds(what: &str) -> bool {
    let what: Value = serde_json::from_str(what).expect("JSON");
    let good = BASE64_URL_SAFE_NO_PAD.encode(GOOD);
    what["key"] != "no key" && (what.get("signature").is_none() || what["signature"] == *good)
}

/// These fields and those.
pub fn with(one: &Value, other: &Value) -> Value {
    let (mut all, other) = (one.clone(), other.clone());
    let (Value::Object(fields), Value::Object(other)) = (&mut all, other) else {
        panic!("fields are an object");
    };
    fields.extend(other);
    all
}

pub fn body(reply: &Reply) -> Value {
    serde_json::from_str(&reply.body).expect("JSON")
}

/// The code of an error.
pub fn code(reply: &Reply) -> String {
    let body = body(reply);
    body["error"]["code"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

pub fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(60 * minutes)
}

pub fn days(days: u64) -> Duration {
    minutes(24 * 60 * days)
}
