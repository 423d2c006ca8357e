//! One room as a Durable Object: the platform's callbacks, passed on to what is the same on each platform.
//!
//! The object may be dropped after any callback and built anew for the next (hibernation). Nothing
//! here awaits, so no other callback comes between a step and its last effect.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use wasm_bindgen::prelude::*;
use worker::worker_sys::{DurableObjectState, WebSocketRequestResponsePair, web_sys};
use worker::{Env, State};

use super::host::Host;
use super::{http, js, settings};
use crate::model::{FileId, SessionId};
use crate::room::Input;
use crate::server::room_object;
use crate::time::Duration;
use crate::wire::CloseCode;

/// The Durable Object of one room.
///
/// The class that `#[durable_object]` makes has a promise and a microtask for each callback. A room
/// has nothing to wait for, and a busy one takes thousands of frames a second: so these are plain
/// calls.
#[wasm_bindgen]
pub struct RoomObject {
    /// What callbacks and the timer share.
    object: Rc<RefCell<Object>>,
}

type Object = room_object::RoomObject<Host>;

#[wasm_bindgen]
impl RoomObject {
    /// Called by the platform for the first event, and for the first after each sleep.
    #[wasm_bindgen(constructor)]
    pub fn new(
        state: DurableObjectState,
        env: Env,
        post: js_sys::Function,
        push: js_sys::Function,
        judge: js_sys::Function,
        drop: js_sys::Function,
    ) -> RoomObject {
        let state = State::from(state);
        // Answered by the runtime, without waking the room.
        let pong = WebSocketRequestResponsePair::new("ping", "pong");
        if let Ok(pong) = pong {
            state.set_websocket_auto_response(&pong);
        }
        let server = settings::server(&env);
        let object = Rc::new_cyclic(|object: &Weak<RefCell<Object>>| {
            let object = object.clone();
            let on_timer = Closure::new(move || {
                if let Some(object) = object.upgrade() {
                    object.borrow_mut().timer();
                }
            });
            let host = Host::new(
                state,
                on_timer,
                [post, push, judge, drop],
                Rc::new(server.memory.budgets()),
                Rc::clone(server.host_keys()),
            );
            RefCell::new(Object::new(host, server.limits(), server.is_closed()))
        });
        RoomObject { object }
    }

    /// A request that the Worker has passed on; or what comes `next` of an answer in pieces. None if its
    /// body is to be read first, for [`RoomObject::import`].
    pub fn fetch(
        &self,
        request: web_sys::Request,
        next: Option<String>,
    ) -> Result<Option<web_sys::Response>, JsValue> {
        let request = http::request(&request)?;
        let answer = self.object.borrow_mut().answer(&request, next.as_deref());
        Ok(answer.map(http::response).transpose()?)
    }

    /// How the sending of a letter ended: with the other object's answer, or without one.
    pub fn delivered(&self, id: f64, answer: Option<String>) {
        let id = id as u64;
        self.step(Input::Delivered { id, answer });
    }

    /// Whether a JWT was signed by the key that the room has asked about.
    pub fn verified(&self, session: f64, jwt: String, is_valid: bool) {
        let session = SessionId::from_number(session as u64);
        self.step(Input::Verified {
            session,
            jwt,
            is_valid,
        });
    }

    /// What a push service has answered, 0 if nothing, and how many milliseconds to wait if it said so.
    pub fn pushed(&self, id: f64, status: u16, retry_after: Option<f64>) {
        let id = id as u64;
        let retry_after = retry_after.map(|wait| Duration::from_millis(wait as u64));
        self.step(Input::Pushed {
            id,
            status,
            retry_after,
        });
    }

    /// Whether the bytes of a file are gone.
    pub fn dropped(&self, id: &str, is_done: bool) {
        if let Some(id) = FileId::parse(id) {
            self.step(Input::FileDropped { id, is_done });
        }
    }

    /// The file that came with a request; none if not all of it came.
    pub fn import(
        &self,
        request: web_sys::Request,
        file: Option<Vec<u8>>,
    ) -> Result<web_sys::Response, JsValue> {
        let request = http::request(&request)?;
        let answer = self.object.borrow_mut().take_body(&request, file);
        Ok(http::response(answer)?)
    }

    /// A frame of a client.
    #[wasm_bindgen(js_name = webSocketMessage)]
    pub fn web_socket_message(&self, socket: &js::Socket, message: &JsValue) {
        self.on_socket(socket, |session| match message.as_string() {
            Some(text) => Input::Frame { session, text },
            None => Input::Binary { session },
        });
    }

    /// A socket whose client has closed it.
    #[wasm_bindgen(js_name = webSocketClose)]
    pub fn web_socket_close(&self, socket: &js::Socket, code: u16) {
        self.closed(socket);
        // Without an answer the client would hang in CLOSING.
        let _ = match code {
            // Not to be sent, says the RFC: they only describe what happened.
            1005 | 1006 | 1015 => socket.close_without_code(),
            code => socket.close(code, ""),
        };
    }

    /// A socket that is gone.
    #[wasm_bindgen(js_name = webSocketError)]
    pub fn web_socket_error(&self, socket: &js::Socket) {
        self.closed(socket);
    }

    /// The alarm that the room has set. Where nobody hears it, the room sets another: the platform would
    /// ring again, too, but only for two minutes.
    pub fn alarm(&self) {
        self.object.borrow_mut().alarm();
    }
}

impl RoomObject {
    fn step(&self, input: Input) {
        self.object.borrow_mut().step(input);
    }

    /// Lets an input of a socket happen, if the room knows the socket.
    fn on_socket(&self, socket: &js::Socket, input: impl FnOnce(SessionId) -> Input) {
        let mut object = self.object.borrow_mut();
        if object.is_asleep() {
            object.platform.caller = Some(socket.clone());
        }
        let heard = object.on_socket(|host| host.session(socket), input);
        // Whatever wakes the room next is not of this socket.
        object.platform.caller = None;
        if heard.is_err() {
            // The client comes back, and with it another try.
            let code = CloseCode::ServerFault;
            let _ = socket.close(code.code(), code.reason());
        }
    }

    fn closed(&self, socket: &js::Socket) {
        self.on_socket(socket, |session| Input::Closed { session });
    }
}
