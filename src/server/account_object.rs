//! One account's object: what the server asks becomes an [`Input`], effects become answers.
//!
//! Like a room's object, it may be dropped whenever nothing happens; nothing here awaits.

use super::answers;
use super::message::Answer;
use crate::account::{Account, Effect, Input, Keep, Reply, Space, Verdict};
use crate::limits;
use crate::log::Sql;
use crate::time::Timestamp;

/// In an answer: the cookie that there is to be, or `-` for none.
pub const COOKIE: &str = "x-alcove-cookie";
/// In an answer: when that was, by the account's clock.
pub const AT: &str = "x-alcove-at";
/// In an answer: somebody tried to sign in who is not the one.
pub const FAILED: &str = "x-alcove-failed";

/// What the object of an account needs of its platform.
pub trait AccountPlatform {
    type Sql: Sql;

    fn sql(&self) -> Self::Sql;
    fn now(&self) -> Timestamp;
    /// Random bytes fit for keys.
    fn random(&mut self) -> [u8; 16];
    /// Brings something to another object once all that was written is durable, and tells
    /// [`AccountObject::delivered`] how that ended.
    fn letter(&mut self, space: Space, to: &str, body: &str);
    /// The alarm that wakes the account, in place of one that is set.
    fn alarm(&mut self, at: Timestamp);
}

/// One account, and what it runs on.
pub struct AccountObject<P: AccountPlatform> {
    pub platform: P,
    account: Account<P::Sql>,
}

/// What comes of a question.
#[derive(Debug)]
pub enum Asked<O> {
    Answer(Answer<O>),
    /// A signature to be verified, or a key to be read; then the same is to be asked again, with the verdict.
    Verify(String),
}

impl<P: AccountPlatform> AccountObject<P> {
    pub fn new(platform: P) -> AccountObject<P> {
        let account = Account::new(platform.sql());
        AccountObject { platform, account }
    }

    /// What the server asks; once more if something was to be verified first, with how that went.
    pub fn ask<O>(&mut self, text: &str, verdict: Option<Verdict<'_>>) -> Asked<O> {
        let random = self.platform.random();
        let said = self.step(Input::Ask {
            text,
            random,
            verdict,
        });
        match said {
            Some(Said::Reply(reply)) => Asked::Answer(answer(reply, self.platform.now())),
            Some(Said::Verify(what)) => Asked::Verify(what),
            None => Asked::Answer(answers::not_found()),
        }
    }

    /// What another object has answered to a letter, if anything.
    pub fn delivered(&mut self, to: &str, body: &str, answer: Option<&str>) {
        self.step(Input::Delivered { to, body, answer });
    }

    /// The alarm that the account has set.
    pub fn alarm(&mut self) {
        self.step(Input::Wake);
    }

    fn step(&mut self, input: Input<'_>) -> Option<Said> {
        let mut said = None;
        for effect in self.account.step(self.platform.now(), input) {
            match effect {
                Effect::Answer(reply) => said = Some(Said::Reply(reply)),
                Effect::Verify(what) => said = Some(Said::Verify(what)),
                Effect::Letter { space, to, body } => self.platform.letter(space, &to, &body),
                Effect::Alarm(at) => self.platform.alarm(at),
            }
        }
        said
    }
}

/// What an account says to who asks.
enum Said {
    Reply(Reply),
    Verify(String),
}

fn answer<O>(reply: Reply, now: Timestamp) -> Answer<O> {
    let mut answer = match reply.body.is_empty() {
        true => Answer::empty(reply.status),
        false => answers::json(reply.status, reply.body),
    };
    answer.set(AT, now.as_millis().to_string());
    match reply.cookie {
        Some(Keep::Set(claim)) => {
            let (session, issued) = (claim.session, claim.issued.as_millis());
            answer.set(COOKIE, format!("{session} {} {issued}", claim.generation));
        }
        Some(Keep::Clear) => answer.set(COOKIE, "-"),
        None => {}
    }
    if reply.cost >= limits::ACCOUNT_COST {
        let price = reply.cost / limits::ACCOUNT_COST;
        answer.set(answers::PRICE, price.to_string());
    }
    if reply.is_failure {
        answer.set(FAILED, "1");
    }
    answer
}
