//! One account as a Durable Object: the platform's callbacks, passed on to what is the same on each platform.
//!
//! Like a room's object, it may be dropped after any callback; nothing here awaits.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use worker::State;
use worker::worker_sys::{DurableObjectState, web_sys};

use super::operator_log::OperatorLog;
use super::settings::now;
use super::sql::ObjectSql;
use super::{http, js};
use crate::account::{Space, Verdict};
use crate::server::Answer;
use crate::server::account_object::{self, AccountPlatform, Asked};
use crate::time::Timestamp;

/// In an answer: what is to be verified before it is one; for entry.js alone.
const VERIFY: &str = "x-alcove-verify";

/// The Durable Object of one account.
#[wasm_bindgen]
pub struct AccountObject {
    object: RefCell<account_object::AccountObject<Host>>,
}

#[wasm_bindgen]
impl AccountObject {
    /// Called by the platform for the first event, and for the first after each sleep.
    #[wasm_bindgen(constructor)]
    pub fn new(state: DurableObjectState, post: js_sys::Function) -> AccountObject {
        let state = State::from(state);
        let host = Host {
            operator: OperatorLog::new(&state),
            state,
            post,
        };
        AccountObject {
            object: RefCell::new(account_object::AccountObject::new(host)),
        }
    }

    /// What the Worker asks; once more if something was to be verified first, with how that went.
    pub fn ask(
        &self,
        text: &str,
        verified: Option<String>,
        holds: bool,
    ) -> Result<web_sys::Response, JsValue> {
        let verdict = verified.as_deref().map(|of| Verdict { of, holds });
        let answer = match self.object.borrow_mut().ask(text, verdict) {
            Asked::Answer(answer) => answer,
            Asked::Verify(what) => Answer::empty(200).with(VERIFY, what),
        };
        Ok(http::response(answer)?)
    }

    /// What another object has answered to a letter, if anything.
    pub fn delivered(&self, to: &str, body: &str, answer: Option<String>) {
        let mut object = self.object.borrow_mut();
        object.delivered(to, body, answer.as_deref());
    }

    /// The alarm that the account has set.
    pub fn alarm(&self) {
        self.object.borrow_mut().alarm();
    }
}

/// The platform's side of an account.
struct Host {
    state: State,
    operator: OperatorLog,
    /// Brings something to another object: to whose, to which, body.
    post: js_sys::Function,
}

impl AccountPlatform for Host {
    type Sql = ObjectSql;

    fn sql(&self) -> ObjectSql {
        ObjectSql::new(&self.state, self.operator.clone())
    }

    fn now(&self) -> Timestamp {
        now()
    }

    fn random(&mut self) -> [u8; 16] {
        js::random()
    }

    fn letter(&mut self, space: Space, to: &str, body: &str) {
        let space = match space {
            Space::Rooms => "ROOMS",
            Space::Accounts => "ACCOUNTS",
        };
        let [space, to, body] = [space, to, body].map(JsValue::from_str);
        // What it throws is a letter that was not answered.
        let _ = self.post.call3(&JsValue::NULL, &space, &to, &body);
    }

    fn alarm(&mut self, at: Timestamp) {
        let storage = self.state.storage();
        let storage: &JsValue = storage.as_raw().as_ref();
        let storage: &js::Storage = storage.unchecked_ref();
        // The output gate waits for it like for any other write.
        if let Err(error) = storage.set_alarm(at.as_millis() as f64) {
            self.operator.report(format!("no alarm: {error:?}"));
        }
    }
}
