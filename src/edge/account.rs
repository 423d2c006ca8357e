//! One account as a Durable Object: what the Worker asks becomes an [`Input`], effects become answers.
//!
//! Like a room's object, it may be dropped after any callback; nothing here awaits.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use worker::worker_sys::{DurableObjectState, web_sys};
use worker::{Response, ResponseBuilder, Result, State};

use super::operator_log::OperatorLog;
use super::settings::now;
use super::sql::ObjectSql;
use super::{http, js};
use crate::account::{Account, Effect, Input, Keep, Reply, Space, Verdict};
use crate::limits;

/// In an answer: what is to be verified before it is one; for entry.js alone.
const VERIFY: &str = "x-alcove-verify";
/// In an answer: the cookie that there is to be, or `-` for none.
pub const COOKIE: &str = "x-alcove-cookie";
/// In an answer: when that was, by the account's clock.
pub const AT: &str = "x-alcove-at";
/// In an answer: somebody tried to sign in who is not the one.
pub const FAILED: &str = "x-alcove-failed";

/// The Durable Object of one account.
#[wasm_bindgen]
pub struct AccountObject {
    state: State,
    /// Brings something to another object: to whose, to which, body.
    post: js_sys::Function,
    operator: OperatorLog,
    account: RefCell<Account<ObjectSql>>,
}

#[wasm_bindgen]
impl AccountObject {
    /// Called by the platform for the first event, and for the first after each sleep.
    #[wasm_bindgen(constructor)]
    pub fn new(state: DurableObjectState, post: js_sys::Function) -> AccountObject {
        let state = State::from(state);
        let operator = OperatorLog::new(&state);
        let sql = ObjectSql::new(&state, operator.clone());
        AccountObject {
            state,
            post,
            operator,
            account: RefCell::new(Account::new(sql)),
        }
    }

    /// What the Worker asks; once more if something was to be verified first, with how that went.
    pub fn ask(
        &self,
        text: &str,
        verified: Option<String>,
        holds: bool,
    ) -> std::result::Result<web_sys::Response, JsValue> {
        let verdict = verified.as_deref().map(|of| Verdict { of, holds });
        let random = js::random();
        let answer = self.step(Input::Ask {
            text,
            random,
            verdict,
        });
        Ok(answer.unwrap_or_else(http::not_found)?.into())
    }

    /// What another object has answered to a letter, if anything.
    pub fn delivered(&self, to: &str, body: &str, answer: Option<String>) {
        let answer = answer.as_deref();
        let _ = self.step(Input::Delivered { to, body, answer });
    }

    /// The alarm that the account has set.
    pub fn alarm(&self) {
        let _ = self.step(Input::Wake);
    }
}

impl AccountObject {
    fn step(&self, input: Input<'_>) -> Option<Result<Response>> {
        let mut answer = None;
        let effects = self.account.borrow_mut().step(now(), input);
        for effect in effects {
            match effect {
                Effect::Answer(reply) => answer = Some(response(reply)),
                Effect::Verify(what) => {
                    let response = ResponseBuilder::new().with_header(VERIFY, &what);
                    answer = Some(response.map(ResponseBuilder::empty));
                }
                Effect::Letter { space, to, body } => {
                    let space = match space {
                        Space::Rooms => "ROOMS",
                        Space::Accounts => "ACCOUNTS",
                    };
                    let [space, to, body] = [space, &to, &body].map(JsValue::from_str);
                    // What it throws is a letter that was not answered.
                    let _ = self.post.call3(&JsValue::NULL, &space, &to, &body);
                }
                Effect::Alarm(at) => {
                    let storage = self.state.storage();
                    let storage: &JsValue = storage.as_raw().as_ref();
                    let storage: &js::Storage = storage.unchecked_ref();
                    // The output gate waits for it like for any other write.
                    if let Err(error) = storage.set_alarm(at.as_millis() as f64) {
                        self.operator.report(format!("no alarm: {error:?}"));
                    }
                }
            }
        }
        answer
    }
}

fn response(reply: Reply) -> Result<Response> {
    let response = match reply.body.is_empty() {
        true => ResponseBuilder::new().with_status(reply.status).empty(),
        false => http::json(reply.status, reply.body)?,
    };
    let headers = response.headers();
    headers.set(AT, &now().as_millis().to_string())?;
    match reply.cookie {
        Some(Keep::Set(claim)) => {
            let (session, issued) = (claim.session, claim.issued.as_millis());
            let claim = format!("{session} {} {issued}", claim.generation);
            headers.set(COOKIE, &claim)?;
        }
        Some(Keep::Clear) => headers.set(COOKIE, "-")?,
        None => {}
    }
    if reply.cost >= limits::ACCOUNT_COST {
        let price = reply.cost / limits::ACCOUNT_COST;
        headers.set(http::PRICE, &price.to_string())?;
    }
    if reply.is_failure {
        headers.set(FAILED, "1")?;
    }
    Ok(response)
}
