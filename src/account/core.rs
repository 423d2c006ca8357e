//! What an account's object does.

use crate::log::{Sql, SqlError};
use crate::time::Timestamp;
use crate::wire::Json;

/// One account, over its object's database. One that was never made is nobody's.
pub struct Account<S> {
    #[expect(dead_code)]
    sql: S,
}

/// What happens to an account.
pub enum Input<'a> {
    /// The Worker asks: a line of JSON, and after it what the browser has sent, where that is needed.
    Ask { text: &'a str },
}

/// What is to be done.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// The answer to what was asked.
    Answer(Reply),
}

/// What to answer, and what to do with the cookie.
#[derive(Debug, PartialEq)]
pub struct Reply {
    pub status: u16,
    pub body: String,
}

impl<S: Sql> Account<S> {
    /// Reads the account out of its database.
    pub fn open(sql: S) -> Result<Account<S>, SqlError> {
        Ok(Account { sql })
    }

    /// Does what an input asks for.
    pub fn step(&mut self, _now: Timestamp, input: Input<'_>) -> Vec<Effect> {
        let Input::Ask { text } = input;
        let head = text.split_once('\n').map_or(text, |(head, _)| head);
        let reply = match Json::parse(head) {
            Some(_) => refusal(401, "signed_out", "Nobody is signed in."),
            None => refusal(400, "bad_request", "This makes no sense."),
        };
        vec![Effect::Answer(reply)]
    }
}

fn refusal(status: u16, code: &str, message: &str) -> Reply {
    let body = format!(r#"{{"error":{{"code":"{code}","message":"{message}"}}}}"#);
    Reply { status, body }
}
