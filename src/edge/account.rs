//! One account as a Durable Object: what the Worker asks becomes an [`Input`], effects become answers.
//!
//! Like a room's object, it may be dropped after any callback; nothing here awaits.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use worker::worker_sys::{DurableObjectState, web_sys};
use worker::{Env, Response, ResponseBuilder, Result, State};

use super::http;
use super::operator_log::OperatorLog;
use super::settings::now;
use super::sql::ObjectSql;
use crate::account::{Account, Effect, Input, Reply};

/// The Durable Object of one account.
#[wasm_bindgen]
pub struct AccountObject {
    state: State,
    operator: OperatorLog,
    /// None while it sleeps.
    account: RefCell<Option<Account<ObjectSql>>>,
}

#[wasm_bindgen]
impl AccountObject {
    /// Called by the platform for the first event, and for the first after each sleep.
    #[wasm_bindgen(constructor)]
    pub fn new(state: DurableObjectState, _env: Env) -> AccountObject {
        let state = State::from(state);
        AccountObject {
            operator: OperatorLog::new(&state),
            state,
            account: RefCell::default(),
        }
    }

    /// What the Worker asks.
    pub fn ask(&self, text: &str) -> std::result::Result<web_sys::Response, JsValue> {
        let effects = self.step(Input::Ask { text });
        let mut answer = None;
        for effect in effects {
            match effect {
                Effect::Answer(reply) => answer = Some(reply),
            }
        }
        Ok(response(answer)?.into())
    }
}

impl AccountObject {
    fn step(&self, input: Input<'_>) -> Vec<Effect> {
        let mut account = self.account.borrow_mut();
        if account.is_none() {
            let sql = ObjectSql::new(&self.state, self.operator.clone());
            match Account::open(sql) {
                Ok(opened) => *account = Some(opened),
                Err(error) => self.operator.report(error.to_string()),
            }
        }
        match account.as_mut() {
            Some(account) => account.step(now(), input),
            None => Vec::new(),
        }
    }
}

fn response(reply: Option<Reply>) -> Result<Response> {
    match reply {
        Some(Reply { status, body }) if !body.is_empty() => http::json(status, body),
        Some(Reply { status, .. }) => Ok(ResponseBuilder::new().with_status(status).empty()),
        None => http::error(503, "storage_failed", "This could not be read. Try again."),
    }
}
