//! One room as a Durable Object: callbacks become [`Event`]s, [`Effect`]s become calls.
//!
//! The object may be dropped after any callback and built anew for the next (hibernation), so
//! the room is restored lazily and everything that has to last is in SQL or on the sockets.
//! No `.await` stands between a step and its last effect.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use wasm_bindgen::prelude::*;
use worker::worker_sys::{DurableObjectState, web_sys};
use worker::{Env, Request, Response, Result, State, WebSocketPair, console_error};

use super::sockets::{self, Sockets};
use super::sql::ObjectSql;
use super::{admin, gate, http, js, maintenance, now, routed};
use crate::http::admin::AdminRequest;
use crate::http::route::{PageQuery, Route, has_already};
use crate::limits::{self, Limits, Millis};
use crate::log::{Log, LogError};
use crate::model::{MemberId, RoomName};
use crate::room::Act;
use crate::room::{Attachment, Effect, Effects, Event, Outcome, Room};
use crate::wire::{CloseCode, encode, messages_body};

/// What is due later than this is left to an alarm: a timer would keep the object awake.
const TIMER_AT_MOST: Millis = 1_000;

/// The Durable Object of one room.
///
/// The class that `#[durable_object]` makes has a promise and a microtask for each callback. A room
/// has nothing to wait for, and a busy one takes thousands of frames a second: so these are plain
/// calls.
#[wasm_bindgen]
pub struct RoomObject {
    shell: Rc<Shell>,
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
            shell: Shell::new(state, &env),
        }
    }

    /// A request that the Worker has passed on.
    pub fn fetch(
        &self,
        request: web_sys::Request,
    ) -> std::result::Result<web_sys::Response, JsValue> {
        Ok(self.shell.answer(request.into())?.into())
    }

    /// A frame of a client.
    #[wasm_bindgen(js_name = webSocketMessage)]
    pub fn web_socket_message(&self, socket: &js::Socket, message: &JsValue) {
        self.shell
            .with_session(socket, |session| match message.as_string() {
                Some(text) => Event::Frame { session, text },
                None => Event::Binary { session },
            });
    }

    /// A socket whose client has closed it.
    #[wasm_bindgen(js_name = webSocketClose)]
    pub fn web_socket_close(&self, socket: &js::Socket, code: u16) {
        self.shell.closed(socket);
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
        self.shell.closed(socket);
    }

    /// The alarm that the room has set.
    pub fn alarm(&self) {
        self.shell.alarm_at.set(None);
        if !self.shell.sends_away() {
            self.shell.run(Event::Wake);
        }
    }
}

/// The platform's side of a room, shared with its timer.
struct Shell {
    state: State,
    limits: Limits,
    /// Whether the operator lets nobody in.
    maintenance: bool,
    awake: RefCell<Option<Awake>>,
    /// The one callback of all timers.
    on_timer: Closure<dyn FnMut()>,
    /// The one callback of all pauses.
    next_turn: Closure<dyn FnMut() -> js_sys::Promise>,
    /// The timer that is set, and for when.
    timer: Cell<Option<(f64, Millis)>>,
    /// The alarm that this object has set, as far as it remembers.
    alarm_at: Cell<Option<Millis>>,
    /// How the operator's act ended.
    answered: Cell<Option<Outcome>>,
}

/// A room that is not asleep.
struct Awake {
    room: Room<ObjectSql>,
    sockets: Sockets,
}

impl Shell {
    fn new(state: State, env: &Env) -> Rc<Shell> {
        let limits = Limits::from_vars(|name| env.var(name).ok().map(|var| var.to_string()));
        Rc::new_cyclic(|shell: &Weak<Shell>| {
            let shell = shell.clone();
            let on_timer = Closure::new(move || {
                if let Some(shell) = shell.upgrade() {
                    shell.timer.set(None);
                    shell.run(Event::Wake);
                }
            });
            Shell {
                state,
                limits,
                maintenance: maintenance(env),
                awake: RefCell::new(None),
                on_timer,
                next_turn: Closure::new(js::next_turn),
                timer: Cell::new(None),
                alarm_at: Cell::new(None),
                answered: Cell::new(None),
            }
        })
    }

    fn answer(&self, request: Request) -> Result<Response> {
        match routed(&request)? {
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
        let Some(AdminRequest { room, act }) = wanted else {
            return http::not_found();
        };
        self.sends_away();
        if let Err(error) = self.wake(Some(&room), None) {
            return storage_fault(&error);
        }
        self.answered.set(Some(Outcome::Done));
        if let Some(act) = act {
            self.answered.set(None);
            let random = js::random();
            self.run(Event::Operator { act, random });
            if act == Act::Delete {
                // It went with the rest.
                self.alarm_at.set(None);
            }
        }
        match (self.answered.take(), self.awake.borrow().as_ref()) {
            (Some(Outcome::Done), Some(awake)) => http::json(200, encode(&awake.room.state())),
            (Some(Outcome::NotFound), _) => {
                let message = "There is no such room, message or member.";
                http::error(404, "not_found", message)
            }
            _ => http::error(
                503,
                "storage_failed",
                "This could not be stored. Try again.",
            ),
        }
    }

    /// Opens a session on a new socket.
    fn accept(&self, request: &Request, room: &RoomName) -> Result<Response> {
        if let Err(error) = self.wake(Some(room), None) {
            return storage_fault(&error);
        }
        if !self.has_begun() && http::header(request, gate::MAY_BEGIN).is_none() {
            return http::not_found();
        }
        let pair = WebSocketPair::new()?;
        // Throws beyond the platform's 32,768 sockets.
        if self
            .state
            .as_raw()
            .accept_websocket(pair.server.as_ref())
            .is_err()
        {
            return http::error(503, "room_full", "The room is full.");
        }
        let socket = sockets::raw(&pair.server).clone();
        let session = {
            let mut awake = self.awake.borrow_mut();
            let Some(awake) = awake.as_mut() else {
                return http::error(500, "internal", "Something went wrong.");
            };
            let session = awake.sockets.next_id();
            awake.sockets.insert(session, socket);
            session
        };
        let fresh = MemberId::from_random(js::random());
        self.run(Event::Opened {
            session,
            fresh,
            network: http::header(request, gate::NETWORK),
        });
        Response::from_websocket(pair.client)
    }

    fn has_begun(&self) -> bool {
        let awake = self.awake.borrow();
        awake
            .as_ref()
            .is_some_and(|awake| awake.room.log().has_begun())
    }

    /// A page of messages for readers without a socket.
    fn messages(&self, request: &Request, room: &RoomName, page: PageQuery) -> Result<Response> {
        if let Err(error) = self.wake(Some(room), None) {
            return storage_fault(&error);
        }
        let awake = self.awake.borrow();
        let Some(awake) = awake.as_ref() else {
            return http::error(500, "internal", "Something went wrong.");
        };
        let log = awake.room.log();
        if log.is_closed() {
            let message = "This room was closed by its operator.";
            return http::error(403, "room_closed", message);
        }
        // All that a page shows changes with these.
        let etag = format!("\"{}-{}-{}\"", log.epoch(), log.first(), log.head());
        let known = http::header(request, "if-none-match").unwrap_or_default();
        if has_already(&known, &etag) {
            return http::not_modified(&etag);
        }
        let page = match log.page(page.from, page.limit) {
            Ok(page) => page,
            Err(error) => return storage_fault(&error),
        };
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

    /// Lets an event of a socket happen, if the room knows the socket.
    fn with_session(&self, socket: &js::Socket, event: impl FnOnce(u64) -> Event) {
        if self.sends_away() {
            return;
        }
        if self.wake(None, Some(socket)).is_err() {
            // The client comes back, and with it another try.
            let _ = socket.close(1011, "server fault");
            return;
        }
        let session = {
            let awake = self.awake.borrow();
            awake
                .as_ref()
                .and_then(|awake| awake.sockets.session(socket))
        };
        if let Some(session) = session {
            self.run(event(session));
        }
    }

    /// Where nobody is let in, closes all sockets without waking the room, and is true.
    fn sends_away(&self) -> bool {
        if self.maintenance {
            let code = CloseCode::TryAgainLater;
            for socket in self.state.get_websockets().iter().map(sockets::raw) {
                // One that is closing must not come back to life with the next wake.
                let _ = socket.attach(&JsValue::NULL);
                let _ = socket.close(code.code(), code.reason());
            }
        }
        self.maintenance
    }

    fn closed(&self, socket: &js::Socket) {
        self.with_session(socket, |session| Event::Closed { session });
    }

    /// Steps the room and does what it says.
    fn run(&self, event: Event) {
        if let Err(error) = self.wake(None, None) {
            // An alarm of a room that was never used has nothing to do.
            if error != LogError::Unnamed {
                console_error!("room: {error}");
            }
            return;
        }
        let mut awake = self.awake.borrow_mut();
        let Some(awake) = awake.as_mut() else {
            return;
        };
        if let Event::Closed { session } = event {
            awake.sockets.remove(session);
        }
        let effects = awake.room.step(now(), event);
        self.perform(awake, effects);
    }

    fn perform(&self, awake: &mut Awake, effects: Effects) {
        let mut ask_pings = false;
        for effect in effects.list {
            match effect {
                Effect::Attach(session, text) => awake.sockets.attach(session, &text),
                Effect::Broadcast(frame) => awake.sockets.broadcast(&frame),
                Effect::Send(session, frame) => awake.sockets.send(session, &frame),
                Effect::Subscribe(session) => awake.sockets.subscribe(session),
                Effect::Close(session, code) => awake.sockets.close(session, code),
                Effect::Pause => {
                    let _ = self.context().block_concurrency_while(&self.next_turn);
                }
                Effect::AskPings => ask_pings = true,
                Effect::Answer(outcome) => self.answered.set(Some(outcome)),
            }
        }
        if ask_pings {
            let context = self.context();
            let pings = awake.sockets.iter().map(|(session, socket)| {
                let time = context.auto_response_time(socket).ok().flatten();
                (session, time.map(|time| time.get_time() as Millis))
            });
            let pings = pings.collect();
            let effects = awake.room.step(now(), Event::Pings(pings));
            return self.perform(awake, effects);
        }
        self.rest(effects.wake_at, effects.may_sleep);
    }

    fn context(&self) -> &js::Context {
        let context: &JsValue = self.state.as_raw().as_ref();
        context.unchecked_ref()
    }

    /// Restores the room if it is asleep. A room that was never used needs its name.
    ///
    /// `caller` is the socket whose callback wakes it: one that is closing may not be among the
    /// object's sockets any more, and its member still has to leave.
    fn wake(
        &self,
        room: Option<&RoomName>,
        caller: Option<&js::Socket>,
    ) -> std::result::Result<(), LogError> {
        if self.awake.borrow().is_some() {
            return Ok(());
        }
        self.restore(room, caller)
    }

    #[cold]
    fn restore(
        &self,
        room: Option<&RoomName>,
        caller: Option<&js::Socket>,
    ) -> std::result::Result<(), LogError> {
        // A room that has not begun is told its name by whoever asks, or by the platform.
        let named = match room {
            Some(room) => Some(room.clone()),
            None => self
                .state
                .id()
                .name()
                .and_then(|name| RoomName::parse(&name).ok()),
        };
        let log = Log::open(ObjectSql::new(&self.state), named.as_ref(), js::random())?;
        let mut sockets = Sockets::default();
        let mut attachments = Vec::new();
        let open = self.state.get_websockets();
        for socket in open.iter().map(sockets::raw).chain(caller) {
            let Some(text) = sockets::attachment(socket) else {
                // The room has closed it already.
                continue;
            };
            match Attachment::parse(&text) {
                Some(attachment) if sockets.session(socket) == Some(attachment.id) => {}
                Some(attachment) => {
                    sockets.insert(attachment.id, socket.clone());
                    attachments.push(attachment);
                }
                None => {
                    let _ = socket.close(1011, "server fault");
                }
            }
        }
        let (room, effects) = Room::restore(log, self.limits.clone(), now(), attachments);
        let mut awake = Awake { room, sockets };
        self.perform(&mut awake, effects);
        *self.awake.borrow_mut() = Some(awake);
        Ok(())
    }

    /// Has the room stepped again at this time: by a timer if that is soon or if it must not
    /// sleep, else by an alarm, which lets the object sleep until then.
    fn rest(&self, wake_at: Option<Millis>, may_sleep: bool) {
        let now = now();
        let is_soon = |at: &Millis| !may_sleep || at.saturating_sub(now) <= TIMER_AT_MOST;
        let timer = wake_at.filter(is_soon);
        self.set_timer(timer, now);
        match wake_at {
            Some(at) if timer.is_none() => self.set_alarm(at),
            _ => {}
        }
    }

    /// The one timer; one that nobody needs would keep the object awake.
    fn set_timer(&self, wanted: Option<Millis>, now: Millis) {
        let running = self.timer.get();
        if running.map(|(_, at)| at) == wanted {
            return;
        }
        if let Some((timer, _)) = running {
            js::clear_timeout(timer);
        }
        self.timer.set(wanted.map(|at| {
            let wait = at.saturating_sub(now) as f64;
            (js::set_timeout(&self.on_timer, wait), at)
        }));
    }

    fn set_alarm(&self, at: Millis) {
        if self.alarm_at.get().is_some_and(|set| set <= at) {
            return;
        }
        let storage = self.state.storage();
        let storage: &JsValue = storage.as_raw().as_ref();
        let storage: &js::Storage = storage.unchecked_ref();
        // The output gate waits for it like for any other write.
        if storage.set_alarm(at as f64).is_ok() {
            self.alarm_at.set(Some(at));
        }
    }
}

fn storage_fault(error: &LogError) -> Result<Response> {
    console_error!("room: {error}");
    http::error(503, "storage_failed", "The room cannot be read right now.")
}
