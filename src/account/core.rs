//! What an account's object does: asked by the Worker, it answers in one go, or asks for a signature to be
//! verified first and is asked the same once more.
//!
//! Each question either takes effect as a whole or not at all. A wrong passkey takes effect, too: its
//! challenge is spent, and the attempt is counted.

use std::fmt::Write;

use super::cookie::Claim;
use super::letters::Post;
use super::store::{self, Life};
use crate::log::{Param, Row, Sql, SqlError, Value};
use crate::time::Timestamp;
use crate::wire::{Json, encode};

/// One account, over its object's database; or what a provider knows somebody by, which only says whose account
/// that is. One that was never made is nobody's.
pub struct Account<S> {
    pub(super) sql: S,
    /// None where it has to be read once more.
    pub(super) life: Option<Life>,
    pub(super) post: Post,
    /// Rows that the question which is answered has written, where they may be many.
    pub(super) written: u64,
}

/// What happens to an account.
pub enum Input<'a> {
    /// The Worker asks: a line of JSON, and after it what the browser has sent, where that is needed.
    Ask {
        text: &'a str,
        /// For a new session.
        random: [u8; 16],
        /// Where it was asked before, and a signature was to be verified.
        verdict: Option<Verdict<'a>>,
    },
    /// What another object has answered to a letter, if anything.
    Delivered {
        to: &'a str,
        body: &'a str,
        answer: Option<&'a str>,
    },
    /// The alarm rings.
    Wake,
}

/// Whether a signature holds.
#[derive(Clone, Copy, Debug)]
pub struct Verdict<'a> {
    /// What was to be verified, as it was asked.
    pub of: &'a str,
    pub holds: bool,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The answer to what was asked.
    Answer(Reply),
    /// A signature to be verified, or a key to be read: JSON, with bytes in base64url. Then the same is to be
    /// asked again.
    Verify(String),
    /// Something for another object.
    Letter {
        space: Space,
        to: String,
        body: String,
    },
    /// When to wake.
    Alarm(Timestamp),
}

/// Whose object a letter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    Rooms,
    Accounts,
}

/// What to answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    pub status: u16,
    /// JSON, or nothing.
    pub body: String,
    pub cookie: Option<Keep>,
    /// Whether somebody tried to sign in who is not the one.
    pub is_failure: bool,
    /// What it costs, in rows written and kilobytes told.
    pub cost: u64,
}

/// What becomes of the cookie.
#[derive(Clone, Debug, PartialEq)]
pub enum Keep {
    Set(Claim),
    Clear,
}

/// Why a question is not answered as it was asked.
pub(super) enum Stop {
    Answer(Reply),
    /// The same, and nothing is kept of what was done so far.
    Undone(Reply),
    Verify(String),
    Sql(SqlError),
}

impl From<SqlError> for Stop {
    fn from(error: SqlError) -> Stop {
        Stop::Sql(error)
    }
}

pub(super) type Done<T> = Result<T, Stop>;

/// A question: its line, what the browser has sent, and when.
pub(super) struct Question<'a> {
    pub head: Json<'a>,
    pub body: &'a str,
    pub now: Timestamp,
    pub random: [u8; 16],
    pub verdict: Option<Verdict<'a>>,
}

impl Question<'_> {
    pub fn text(&self, key: &str) -> Done<&str> {
        self.head.get(key).and_then(Json::text).ok_or_else(bad)
    }

    pub fn optional(&self, key: &str) -> Option<&str> {
        self.head.get(key).and_then(Json::text)
    }

    pub fn number(&self, key: &str) -> Done<u64> {
        self.head.get(key).and_then(Json::unsigned).ok_or_else(bad)
    }

    pub fn is(&self, key: &str) -> bool {
        self.head.get(key) == Some(&Json::Bool(true))
    }

    /// Whose cookie came with it.
    pub fn claim(&self) -> Option<Claim> {
        Some(Claim {
            session: self.optional("session")?.to_owned(),
            generation: self.number("generation").ok()?,
            issued: Timestamp::from_millis(self.number("issued").ok()?),
        })
    }
}

impl Reply {
    pub fn json(body: String) -> Reply {
        Reply {
            status: 200,
            body,
            cookie: None,
            is_failure: false,
            cost: 0,
        }
    }

    /// Nothing but that it is done.
    pub fn done() -> Reply {
        Reply {
            status: 204,
            ..Reply::json(String::new())
        }
    }

    pub fn with_cookie(self, cookie: impl Into<Option<Keep>>) -> Reply {
        Reply {
            cookie: cookie.into(),
            ..self
        }
    }
}

/// Why not, for the page and for people.
#[inline(never)]
pub(super) fn refusal(status: u16, code: &str, message: &str) -> Reply {
    Reply {
        status,
        ..Reply::json(format!(
            r#"{{"error":{{"code":"{code}","message":"{message}"}}}}"#
        ))
    }
}

pub(super) fn refused<T>(status: u16, code: &str, message: &str) -> Done<T> {
    Err(Stop::Answer(refusal(status, code, message)))
}

fn bad() -> Stop {
    Stop::Answer(refusal(400, "bad_request", "This request makes no sense."))
}

pub(super) fn bad_request<T>() -> Done<T> {
    Err(bad())
}

impl<S: Sql> Account<S> {
    /// An account, of which nothing is read yet.
    pub fn new(sql: S) -> Account<S> {
        Account {
            sql,
            life: None,
            post: Post::default(),
            written: 0,
        }
    }

    /// Does what an input asks for.
    pub fn step(&mut self, now: Timestamp, input: Input<'_>) -> Vec<Effect> {
        let mut effects = Vec::new();
        match input {
            Input::Ask {
                text,
                random,
                verdict,
            } => {
                let (head, body) = text.split_once('\n').unwrap_or((text, ""));
                let answer = match Json::parse(head) {
                    Some(head) => self.answer(&Question {
                        head,
                        body,
                        now,
                        random,
                        verdict,
                    }),
                    None => Effect::Answer(refusal(400, "bad_request", "This makes no sense.")),
                };
                effects.push(answer);
                self.post.begin();
            }
            Input::Delivered { to, body, answer } => self.delivered(to, body, answer),
            Input::Wake => self.post.wake(),
        }
        // What cannot be read now can be when the alarm rings.
        if self.send(now, &mut effects).is_err() {
            effects.push(Effect::Alarm(now + crate::limits::ALARM_PAUSE));
        }
        effects
    }

    /// Answers a question, of which either everything takes effect or nothing.
    fn answer(&mut self, question: &Question<'_>) -> Effect {
        let sql = self.sql.clone();
        let mut outcome = None;
        self.written = 0;
        let kept = sql.atomically(&mut || {
            let undone = |_: &Stop| SqlError(String::new());
            match self.ask(question) {
                Ok(mut reply) => {
                    reply.cost = self.written + reply.body.len() as u64 / 1_024;
                    outcome = Some(Effect::Answer(reply));
                }
                Err(Stop::Answer(reply)) => outcome = Some(Effect::Answer(reply)),
                Err(Stop::Verify(what)) => outcome = Some(Effect::Verify(what)),
                Err(Stop::Sql(error)) => return Err(error),
                Err(stop) => {
                    let error = undone(&stop);
                    if let Stop::Undone(reply) = stop {
                        outcome = Some(Effect::Answer(reply));
                    }
                    return Err(error);
                }
            }
            Ok(())
        });
        if kept.is_err() {
            self.life = None;
        }
        let swept = match self.life {
            Some(Life::Gone { is_swept: false }) => self.sweep(),
            Some(Life::Untied) => self.wipe(),
            _ => Ok(()),
        };
        match outcome {
            Some(outcome) if swept.is_ok() => outcome,
            _ => {
                let message = "This could not be stored. Try again.";
                Effect::Answer(refusal(503, "storage_failed", message))
            }
        }
    }

    fn ask(&mut self, question: &Question<'_>) -> Done<Reply> {
        let q = question;
        match q.text("op")? {
            "see" => self.see(q),
            "enter" => self.enter(q),
            "options" => self.options(q),
            "begin" => self.begin(q),
            "add" => self.add(q),
            "assert" => self.assert(q),
            "change" => self.change(q),
            "code" => self.new_code(q),
            "recover" => self.recover(q),
            "sessions" => self.sessions(q),
            "end" => self.end_sessions(q),
            "sync" => self.sync(q),
            "export" => self.export(q),
            "delete" => self.delete(q),
            "oidc" => self.sign_in_by_provider(q),
            "owns" => self.owns(q),
            "link" => self.link(q),
            "unlink" => self.unlink(q),
            "identity" => self.identity(q),
            "untie" => self.untie(q),
            _ => bad_request(),
        }
    }

    /// Whether this is an account.
    pub(super) fn is_here(&mut self) -> Done<bool> {
        Ok(self.life()? == Life::Here)
    }

    pub(super) fn life(&mut self) -> Result<Life, SqlError> {
        match self.life {
            Some(life) => Ok(life),
            None => {
                let life = store::life(&self.sql)?;
                self.life = Some(life);
                Ok(life)
            }
        }
    }

    /// What is kept under this key.
    pub(super) fn fact(&self, key: &str) -> Result<Option<String>, SqlError> {
        let rows = self
            .sql
            .query("SELECT value FROM fact WHERE key = ?", &[Param::Text(key)])?;
        Ok(rows.into_iter().next().map(|row| Columns(row).text(0)))
    }

    pub(super) fn set_fact(&self, key: &str, value: &str) -> Result<(), SqlError> {
        let params = [Param::Text(key), Param::Text(value)];
        self.sql.query(
            "INSERT OR REPLACE INTO fact (key, value) VALUES (?, ?)",
            &params,
        )?;
        Ok(())
    }

    /// One number that a statement gives.
    pub(super) fn count(&self, sql: &'static str, params: &[Param<'_>]) -> Result<u64, SqlError> {
        let rows = self.sql.query(sql, params)?;
        Ok(rows
            .into_iter()
            .next()
            .map_or(0, |row| Columns(row).number(0)))
    }

    /// Who is signed in, or that nobody is.
    pub(super) fn signed_out<T>(&self, q: &Question<'_>) -> Done<T> {
        let site = q.optional("site").unwrap_or("{}");
        let body = format!(
            r#"{{"error":{{"code":"signed_out","message":"Nobody is signed in."}},"sign_in":{site}}}"#
        );
        Err(Stop::Answer(Reply {
            status: 401,
            ..Reply::json(body)
        }))
    }
}

/// The columns of a row. What is not as it was written reads as nothing.
pub(super) struct Columns(pub Row);

impl Columns {
    pub fn text(&self, column: usize) -> String {
        match self.0.get(column) {
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        }
    }

    pub fn number(&self, column: usize) -> u64 {
        match self.0.get(column) {
            Some(Value::Integer(number)) => *number as u64,
            _ => 0,
        }
    }

    pub fn signed(&self, column: usize) -> i64 {
        match self.0.get(column) {
            Some(Value::Integer(number)) => *number,
            _ => 0,
        }
    }

    pub fn time(&self, column: usize) -> Timestamp {
        Timestamp::from_millis(self.number(column))
    }
}

/// A JSON object in the making.
pub struct Fields(String);

impl Default for Fields {
    fn default() -> Fields {
        Fields("{".to_owned())
    }
}

impl Fields {
    /// A value that is JSON already.
    #[inline(never)]
    pub fn raw(mut self, key: &str, json: &str) -> Fields {
        let comma = if self.0.len() > 1 { "," } else { "" };
        let _ = write!(self.0, "{comma}\"{key}\":{json}");
        self
    }

    #[inline(never)]
    pub fn text(self, key: &str, text: &str) -> Fields {
        self.raw(key, &encode(&text))
    }

    #[inline(never)]
    pub fn number(self, key: &str, number: i64) -> Fields {
        self.raw(key, &number.to_string())
    }

    /// A number that is not negative.
    #[inline(never)]
    pub fn count(self, key: &str, number: u64) -> Fields {
        self.raw(key, &number.to_string())
    }

    #[inline(never)]
    pub fn flag(self, key: &str, is: bool) -> Fields {
        self.raw(key, if is { "true" } else { "false" })
    }

    pub fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// A JSON array of what is JSON already.
pub(super) fn list(items: impl IntoIterator<Item = String>) -> String {
    let items: Vec<String> = items.into_iter().collect();
    format!("[{}]", items.join(","))
}
