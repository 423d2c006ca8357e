//! One room as a Durable Object: callbacks become [`Input`]s, requests of the Worker are answered.
//!
//! The object may be dropped after any callback and built anew for the next (hibernation), so
//! the room is restored lazily and everything that has to last is in SQL or on the sockets.
//! Nothing here awaits, so no other callback comes between a step and its last effect.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use wasm_bindgen::prelude::*;
use worker::worker_sys::{DurableObjectState, web_sys};
use worker::{Env, Request, Response, Result, State, WebSocketPair};

use super::host::Host;
use super::settings::maintenance;
use super::sql::ObjectSql;
use super::{admin, gate, http, js, sockets};
use crate::http::admin::AdminRequest;
use crate::http::route::{PageQuery, Route, has_already};
use crate::limits::{self, Limits};
use crate::log::LogError;
use crate::model::{MemberId, RoomName, SessionId};
use crate::room::{Act, Input, Outcome, Room};
use crate::shell::{self, Platform};
use crate::wire::{CloseCode, encode, messages_body};

/// The Durable Object of one room.
///
/// The class that `#[durable_object]` makes has a promise and a microtask for each callback. A room
/// has nothing to wait for, and a busy one takes thousands of frames a second: so these are plain
/// calls.
#[wasm_bindgen]
pub struct RoomObject {
    object: Rc<Object>,
}

#[wasm_bindgen]
impl RoomObject {
    /// Called by the platform for the first event, and for the first after each sleep.
    #[wasm_bindgen(constructor)]
    pub fn new(state: DurableObjectState, env: Env) -> RoomObject {
        let state = State::from(state);
        // Answered by the runtime, without waking the room.
        let pong = worker::worker_sys::WebSocketRequestResponsePair::new("ping", "pong");
        if let Ok(pong) = pong {
            state.set_websocket_auto_response(&pong);
        }
        RoomObject {
            object: Object::new(state, &env),
        }
    }

    /// A request that the Worker has passed on.
    pub fn fetch(
        &self,
        request: web_sys::Request,
    ) -> std::result::Result<web_sys::Response, JsValue> {
        Ok(self.object.answer(request.into())?.into())
    }

    /// A frame of a client.
    #[wasm_bindgen(js_name = webSocketMessage)]
    pub fn web_socket_message(&self, socket: &js::Socket, message: &JsValue) {
        self.object
            .with_session(socket, |session| match message.as_string() {
                Some(text) => Input::Frame { session, text },
                None => Input::Binary { session },
            });
    }

    /// A socket whose client has closed it.
    #[wasm_bindgen(js_name = webSocketClose)]
    pub fn web_socket_close(&self, socket: &js::Socket, code: u16) {
        self.object.closed(socket);
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
        self.object.closed(socket);
    }

    /// The alarm that the room has set.
    pub fn alarm(&self) {
        let mut inner = self.object.inner.borrow_mut();
        inner.host.alarm_is_over();
        if !self.object.sends_away(&inner.host) {
            self.object.step(&mut inner, Input::Wake);
        }
    }
}

/// What callbacks and the timer share.
struct Object {
    limits: Limits,
    /// Whether the operator lets nobody in.
    maintenance: bool,
    inner: RefCell<Inner>,
}

struct Inner {
    host: Host,
    /// None while it sleeps.
    room: Option<Room<ObjectSql>>,
}

impl Object {
    fn new(state: State, env: &Env) -> Rc<Object> {
        let limits = Limits::from_vars(|name| env.var(name).ok().map(|var| var.to_string()));
        Rc::new_cyclic(|object: &Weak<Object>| {
            let object = object.clone();
            let on_timer = Closure::new(move || {
                if let Some(object) = object.upgrade() {
                    let mut inner = object.inner.borrow_mut();
                    inner.host.timer_is_over();
                    object.step(&mut inner, Input::Wake);
                }
            });
            Object {
                limits,
                maintenance: maintenance(env),
                inner: RefCell::new(Inner {
                    host: Host::new(state, on_timer),
                    room: None,
                }),
            }
        })
    }

    fn answer(&self, request: Request) -> Result<Response> {
        match http::routed(&request)? {
            Route::Socket(room) => self.accept(&request, &room),
            Route::Messages(room, page) => self.messages(&request, &room, page),
            Route::Admin => match http::header(&request, admin::ACT) {
                Some(text) => self.operate(AdminRequest::from_text(&text)),
                None => http::not_found(),
            },
            _ => http::not_found(),
        }
    }

    /// Does what the operator wants, and tells the state that the room is in then.
    fn operate(&self, wanted: Option<AdminRequest>) -> Result<Response> {
        let Some(AdminRequest { room: name, act }) = wanted else {
            return http::not_found();
        };
        let mut inner = self.inner.borrow_mut();
        self.sends_away(&inner.host);
        let Ok((room, host)) = self.awake(&mut inner, Some(&name), None) else {
            return unreadable();
        };
        let mut outcome = Some(Outcome::Done);
        if let Some(act) = act {
            host.answered = None;
            let random = js::random();
            shell::step(room, host, Input::Operator { act, random });
            if act == Act::Delete {
                host.alarm_is_over();
            }
            outcome = host.answered;
        }
        match outcome {
            Some(Outcome::Done) => http::json(200, encode(&room.state())),
            Some(Outcome::NotFound) => {
                let message = "No such room, message or member.";
                http::error(404, "not_found", message)
            }
            Some(Outcome::Failed) | None => http::error(
                503,
                "storage_failed",
                "This could not be stored. Try again.",
            ),
        }
    }

    /// Opens a session on a new socket.
    fn accept(&self, request: &Request, name: &RoomName) -> Result<Response> {
        let mut inner = self.inner.borrow_mut();
        let Ok((room, host)) = self.awake(&mut inner, Some(name), None) else {
            return unreadable();
        };
        if !room.log().has_begun() && http::header(request, gate::MAY_BEGIN).is_none() {
            return http::not_found();
        }
        let pair = WebSocketPair::new()?;
        // Throws beyond the platform's 32,768 sockets.
        let state = host.state.as_raw();
        if state.accept_websocket(pair.server.as_ref()).is_err() {
            return http::error(503, "room_full", "The room is full.");
        }
        let session = host.sockets.next_id();
        host.sockets
            .insert(session, sockets::raw(&pair.server).clone());
        let fresh = MemberId::from_random(js::random());
        let network = http::header(request, gate::NETWORK);
        let opened = Input::Opened {
            session,
            fresh,
            network,
        };
        shell::step(room, host, opened);
        Response::from_websocket(pair.client)
    }

    /// A page of messages for readers without a socket.
    fn messages(&self, request: &Request, name: &RoomName, page: PageQuery) -> Result<Response> {
        let mut inner = self.inner.borrow_mut();
        let Ok((room, host)) = self.awake(&mut inner, Some(name), None) else {
            return unreadable();
        };
        if let Err(code) = room.may_be_read() {
            return http::error(403, "room_closed", code.message());
        }
        let log = room.log();
        // All that a page shows changes with these.
        let etag = format!("\"{}-{}-{}\"", log.epoch(), log.first(), log.head());
        let known = http::header(request, "if-none-match").unwrap_or_default();
        if has_already(&known, &etag) {
            return http::not_modified(&etag);
        }
        let page = match log.page(page.from, page.limit) {
            Ok(page) => page,
            Err(error) => {
                host.report(error.to_string());
                return unreadable();
            }
        };
        while let Some(spot) = log.next_damage() {
            host.report(spot.to_string());
        }
        let body = messages_body(
            log.room().as_str(),
            log.epoch(),
            log.head(),
            log.trimmed_to(),
            &page.events,
            page.more,
        );
        let price = match log.has_begun() {
            true => (body.len() as u64).div_ceil(limits::NETWORK_READ_BYTES),
            false => limits::NEW_ROOM_PRICE,
        };
        http::kept_json(body, &etag, price)
    }

    /// Lets an input of a socket happen, if the room knows the socket.
    fn with_session(&self, socket: &js::Socket, event: impl FnOnce(SessionId) -> Input) {
        let mut inner = self.inner.borrow_mut();
        if self.sends_away(&inner.host) {
            return;
        }
        let Ok((room, host)) = self.awake(&mut inner, None, Some(socket)) else {
            // The client comes back, and with it another try.
            let code = CloseCode::ServerFault;
            let _ = socket.close(code.code(), code.reason());
            return;
        };
        if let Some(session) = host.sockets.session(socket) {
            let event = event(session);
            if let Input::Closed { session } = event {
                host.sockets.remove(session);
            }
            shell::step(room, host, event);
        }
    }

    fn closed(&self, socket: &js::Socket) {
        self.with_session(socket, |session| Input::Closed { session });
    }

    /// Where nobody is let in, closes all sockets without waking the room, and is true.
    fn sends_away(&self, host: &Host) -> bool {
        if self.maintenance {
            let code = CloseCode::TryAgainLater;
            for socket in host.state.get_websockets().iter().map(sockets::raw) {
                // One that is closing must not come back to life with the next wake.
                let _ = socket.attach(&JsValue::NULL);
                let _ = socket.close(code.code(), code.reason());
            }
        }
        self.maintenance
    }

    /// Steps the room by itself. One that cannot be woken has told why.
    fn step(&self, inner: &mut Inner, event: Input) {
        if let Ok((room, host)) = self.awake(inner, None, None) {
            shell::step(room, host, event);
        }
    }

    /// The room, restored if it was asleep.
    fn awake<'a>(
        &self,
        inner: &'a mut Inner,
        named: Option<&RoomName>,
        caller: Option<&js::Socket>,
    ) -> std::result::Result<(&'a mut Room<ObjectSql>, &'a mut Host), LogError> {
        let Inner { host, room } = inner;
        let room = match room {
            Some(room) => room,
            None => room.insert(host.wake(named, caller, &self.limits)?),
        };
        Ok((room, host))
    }
}

fn unreadable() -> Result<Response> {
    let message = "The room cannot be read right now. Try again later.";
    http::error(503, "storage_failed", message)
}
