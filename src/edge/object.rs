//! One room as a Durable Object: callbacks become [`Input`]s, requests of the Worker are answered.
//!
//! The object may be dropped after any callback and built anew for the next (hibernation), so
//! the room is restored lazily and everything that has to last is in SQL or on the sockets.
//! Nothing here awaits, so no other callback comes between a step and its last effect.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use wasm_bindgen::prelude::*;
use worker::worker_sys::{DurableObjectState, web_sys};
use worker::{Env, Request, Response, ResponseBuilder, Result, State, WebSocketPair};

use super::host::Host;
use super::settings::{host_keys, maintenance};
use super::sql::ObjectSql;
use super::{accounts, admin, gate, http, js, sockets};
use crate::auth::Action;
use crate::http::admin::AdminRequest;
use crate::http::route::{PageQuery, Route, has_already};
use crate::limits::{self, Limits};
use crate::log::LogError;
use crate::model::{AccountTag, MemberId, RoomName, Seq, SessionId};
use crate::room::{Act, Input, Outcome, Piece, Room, Unheard, Unimported};
use crate::shell::{self, Platform};
use crate::time::{Duration, Timestamp};
use crate::wire::{CloseCode, messages_body};

/// Tells an object to which room a letter of another object is. No client can set it: what reaches an
/// object of a client's request is made in the Worker.
const LETTER: &str = "x-alcove-letter";

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
    pub fn new(
        state: DurableObjectState,
        env: Env,
        post: js_sys::Function,
        push: js_sys::Function,
        judge: js_sys::Function,
    ) -> RoomObject {
        let state = State::from(state);
        // Answered by the runtime, without waking the room.
        let pong = worker::worker_sys::WebSocketRequestResponsePair::new("ping", "pong");
        if let Ok(pong) = pong {
            state.set_websocket_auto_response(&pong);
        }
        RoomObject {
            object: Object::new(state, &env, post, push, judge),
        }
    }

    /// A request that the Worker has passed on; or what comes `next` of an answer in pieces. None if its
    /// body is to be read first, for [`RoomObject::import`].
    pub fn fetch(
        &self,
        request: web_sys::Request,
        next: Option<String>,
    ) -> std::result::Result<Option<web_sys::Response>, JsValue> {
        let answer = self.object.answer(&request.into(), next.as_deref())?;
        Ok(answer.map(web_sys::Response::from))
    }

    /// How the sending of a letter ended: with the other object's answer, or without one.
    pub fn delivered(&self, id: f64, answer: Option<String>) {
        let mut inner = self.object.inner.borrow_mut();
        let id = id as u64;
        let _ = self
            .object
            .step(&mut inner, Input::Delivered { id, answer });
    }

    /// Whether a JWT was signed by the key that the room has asked about.
    pub fn verified(&self, session: f64, jwt: String, is_valid: bool) {
        let mut inner = self.object.inner.borrow_mut();
        let session = SessionId::from_number(session as u64);
        let verified = Input::Verified {
            session,
            jwt,
            is_valid,
        };
        let _ = self.object.step(&mut inner, verified);
    }

    /// What a push service has answered, 0 if nothing, and how many milliseconds to wait if it said so.
    pub fn pushed(&self, id: f64, status: u16, retry_after: Option<f64>) {
        let mut inner = self.object.inner.borrow_mut();
        let id = id as u64;
        let retry_after = retry_after.map(|wait| Duration::from_millis(wait as u64));
        let _ = self.object.step(
            &mut inner,
            Input::Pushed {
                id,
                status,
                retry_after,
            },
        );
    }

    /// The file that came with a request; none if not all of it came.
    pub fn import(
        &self,
        request: web_sys::Request,
        file: Option<Vec<u8>>,
    ) -> std::result::Result<web_sys::Response, JsValue> {
        let request = Request::from(request);
        if let Some(name) = http::header(&request, LETTER) {
            return Ok(self.object.letter(&name, file)?.into());
        }
        let file = file.unwrap_or_default();
        Ok(self.object.import(&request, &file)?.into())
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

    /// The alarm that the room has set. There is no other: one that finds nobody to hear it rings again.
    /// The platform would do that, too, but only for two minutes.
    pub fn alarm(&self) {
        let mut inner = self.object.inner.borrow_mut();
        inner.host.alarm_is_over();
        let is_away = self.object.sends_away(&inner.host);
        if is_away || self.object.step(&mut inner, Input::Wake).is_err() {
            let again = inner.host.now() + limits::ALARM_PAUSE;
            inner.host.alarm(again);
        }
    }
}

/// What callbacks and the timer share.
struct Object {
    limits: Limits,
    /// Whether the operator lets nobody in.
    maintenance: bool,
    /// Whether a file is on its way here: one at a time is as much as memory is sure to hold.
    is_importing: Cell<bool>,
    inner: RefCell<Inner>,
}

struct Inner {
    host: Host,
    /// None while it sleeps.
    room: Option<Room<ObjectSql>>,
}

impl Object {
    fn new(
        state: State,
        env: &Env,
        post: js_sys::Function,
        push: js_sys::Function,
        judge: js_sys::Function,
    ) -> Rc<Object> {
        let limits = Limits {
            vouched_only: accounts::leaves_it_to_rooms(env),
            ..Limits::from_vars(|name| env.var(name).ok().map(|var| var.to_string()))
        };
        Rc::new_cyclic(|object: &Weak<Object>| {
            let object = object.clone();
            let on_timer = Closure::new(move || {
                if let Some(object) = object.upgrade() {
                    let mut inner = object.inner.borrow_mut();
                    inner.host.timer_is_over();
                    let _ = object.step(&mut inner, Input::Wake);
                }
            });
            Object {
                limits,
                maintenance: maintenance(env),
                is_importing: Cell::new(false),
                inner: RefCell::new(Inner {
                    host: Host::new(
                        state,
                        on_timer,
                        post,
                        push,
                        gate::pair_budget(env),
                        host_keys(env),
                        judge,
                    ),
                    room: None,
                }),
            }
        })
    }

    /// Another room's object has written to the room of this name.
    fn letter(&self, name: &str, body: Option<Vec<u8>>) -> Result<Response> {
        let body = body.and_then(|body| String::from_utf8(body).ok());
        let (Ok(name), Some(body), false) = (RoomName::parse(name), body, self.maintenance) else {
            return not_stored();
        };
        let mut inner = self.inner.borrow_mut();
        let Ok((room, host)) = self.awake(&mut inner, Some(&name), None) else {
            return unreadable();
        };
        host.answered = None;
        shell::step(room, host, Input::Letter { body });
        let outcome = host.answered.unwrap_or(Outcome::Failed);
        Ok(ResponseBuilder::new().fixed(outcome.as_str().into()))
    }

    fn answer(&self, request: &Request, next: Option<&str>) -> Result<Option<Response>> {
        if http::header(request, LETTER).is_some() {
            return Ok(None);
        }
        let answer = match http::routed(request)? {
            Route::Socket(room) => self.accept(request, &room),
            Route::Messages(room, page) => self.messages(request, &room, page),
            Route::Wipe(room) => self.wipe(request, &room),
            Route::Export(room, after) => self.export(request, &room, after, next),
            Route::Sealed(room, _) => self.unseal(request, &room),
            Route::Import(room) => match self.may_import(request, &room) {
                Ok(()) => return Ok(None),
                Err(refused) => refused,
            },
            Route::Admin => match http::header(request, admin::ACT) {
                Some(text) => self.operate(AdminRequest::from_text(&text)),
                None => http::not_found(),
            },
            _ => http::not_found(),
        };
        answer.map(Some)
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
        match act.map_or(Outcome::Done, |act| done(room, host, act)) {
            Outcome::Done => http::json(200, room.state()),
            Outcome::NotFound => {
                let message = "No such room, message or member.";
                http::error(404, "not_found", message)
            }
            Outcome::KeyInvalid => {
                let message = "The room knows this key already, as another one.";
                http::error(409, "key_invalid", message)
            }
            Outcome::Failed => not_stored(),
        }
    }

    /// Ends the room, for its owner.
    fn wipe(&self, request: &Request, name: &RoomName) -> Result<Response> {
        let mut inner = self.inner.borrow_mut();
        let Ok((room, host)) = self.awake(&mut inner, Some(name), None) else {
            return unreadable();
        };
        if let Err(refused) = owner(room, host, request, Action::Wipe) {
            return refused;
        }
        let confirmed = http::header(request, gate::CONFIRM_ROOM).unwrap_or_default();
        if RoomName::parse(&confirmed).as_ref() != Ok(name) {
            let message = "X-Confirm-Room has to repeat the name of the room.";
            return http::error(400, "bad_request", message);
        }
        match done(room, host, Act::Delete) {
            Outcome::Done => Ok(ResponseBuilder::new().with_status(204).empty()),
            _ => not_stored(),
        }
    }

    /// A piece of a room as a file, for its owner: the first, or the one that comes next, from where and
    /// up to where the first has told.
    fn export(
        &self,
        request: &Request,
        name: &RoomName,
        after: Seq,
        next: Option<&str>,
    ) -> Result<Response> {
        let mut inner = self.inner.borrow_mut();
        let Ok((room, host)) = self.awake(&mut inner, Some(name), None) else {
            return unreadable();
        };
        if let Err(refused) = owner(room, host, request, Action::Export) {
            return refused;
        }
        let piece = match next {
            None => Some(room.export(after)),
            Some(next) => Piece::parse(next, room.log().epoch()),
        };
        let lines = piece.map(|mut piece| (room.export_lines(&mut piece), piece));
        let Some((Ok(lines), piece)) = lines else {
            return unreadable();
        };
        let price = room.bytes_after(after).div_ceil(limits::NETWORK_READ_BYTES);
        http::lines(name.as_str(), lines, price, piece.next(room.log().epoch()))
    }

    /// Whether a file is to be read, or what to answer.
    fn may_import(&self, request: &Request, name: &RoomName) -> Decided<()> {
        let mut inner = self.inner.borrow_mut();
        let Ok((room, host)) = self.awake(&mut inner, Some(name), None) else {
            return Err(unreadable());
        };
        owner(room, host, request, Action::Import)?;
        room.may_import(host.now()).map_err(unimported)?;
        let length = http::header(request, gate::LENGTH);
        let Some(length) = length.and_then(|length| length.parse::<u64>().ok()) else {
            let message = "The length of the file has to be told by Content-Length.";
            return Err(http::error(411, "length_required", message));
        };
        if length > limits::IMPORT_BYTES {
            return Err(unimported(Unimported::TooLarge));
        }
        match self.is_importing.replace(true) {
            true => Err(unimported(Unimported::NotEmpty)),
            false => Ok(()),
        }
    }

    /// Fills the room with a file, for its owner.
    fn import(&self, request: &Request, file: &[u8]) -> Result<Response> {
        self.is_importing.set(false);
        let Route::Import(name) = http::routed(request)? else {
            return http::not_found();
        };
        let mut inner = self.inner.borrow_mut();
        let Ok((room, host)) = self.awake(&mut inner, Some(&name), None) else {
            return unreadable();
        };
        // Much may have happened since it was judged whether to read it.
        let by = match owner(room, host, request, Action::Import) {
            Ok(by) => by,
            Err(refused) => return refused,
        };
        let (imported, effects) = room.import(host.now(), by, file);
        shell::follow(room, host, effects);
        let answer = match imported {
            Ok(seq) => http::json(200, format!(r#"{{"seq":{seq}}}"#)),
            Err(why) => unimported(why),
        }?;
        let price = (file.len() as u64).div_ceil(limits::NETWORK_READ_BYTES);
        answer.headers().set(http::PRICE, &price.to_string())?;
        Ok(answer)
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
        let account = http::header(request, gate::ACCOUNT);
        let account = account.and_then(|told| {
            let (tag, at) = told.split_once(' ')?;
            let at = Timestamp::from_millis(at.parse().ok()?);
            Some((AccountTag::parse(tag)?, at))
        });
        let opened = Input::Opened {
            session,
            fresh,
            network,
            account,
            origin: http::header(request, gate::ORIGIN),
            site: http::header(request, gate::SITE),
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
        if !room.log().has_begun() && self.limits.created_only && !name.is_of_pair() {
            return http::not_created();
        }
        let token = http::token(request);
        let asker = match room.asker(host.now(), token.as_deref(), Action::Read) {
            Ok(asker) => asker,
            Err(why) => return http::unheard(why),
        };
        let etag = room.page_tag(&asker);
        let known = http::header(request, "if-none-match").unwrap_or_default();
        if has_already(&known, &etag) {
            return http::not_modified(&etag);
        }
        let page = match room.page_for(&asker, page.from, page.limit) {
            Ok(page) => page,
            Err(error) => {
                host.report(error.to_string());
                return unreadable();
            }
        };
        let log = room.log();
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

    /// Whether who asks has a seat in a pair's room, for what is below it and not there.
    fn unseal(&self, request: &Request, name: &RoomName) -> Result<Response> {
        let mut inner = self.inner.borrow_mut();
        let Ok((room, host)) = self.awake(&mut inner, Some(name), None) else {
            return unreadable();
        };
        match room.asker(host.now(), http::token(request).as_deref(), Action::Read) {
            Ok(_) => Ok(ResponseBuilder::new().with_status(204).empty()),
            Err(why) => http::unheard(why),
        }
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

    /// Steps the room by itself. One that cannot be woken has told why; one that was never used has
    /// nothing to do.
    fn step(&self, inner: &mut Inner, event: Input) -> std::result::Result<(), LogError> {
        match self.awake(inner, None, None) {
            Ok((room, host)) => shell::step(room, host, event),
            Err(LogError::Unnamed) => {}
            Err(error) => return Err(error),
        }
        Ok(())
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
        // Nobody asks a room anything whose time is over, however late its alarm comes.
        if room.is_over(host.now()) {
            shell::step(room, host, Input::Wake);
            host.alarm_is_over();
        }
        Ok((room, host))
    }
}

/// What was to find out, or what to answer instead.
type Decided<T> = std::result::Result<T, Result<Response>>;

/// Who asks for what only owners may.
fn owner(
    room: &mut Room<ObjectSql>,
    host: &Host,
    request: &Request,
    action: Action,
) -> Decided<MemberId> {
    if room.log().owned().is_none() {
        let message = "This room has no owner.";
        return Err(http::error(gate::NOT_OWNED, "not_found", message));
    }
    let token = http::token(request);
    let asker = room.asker(host.now(), token.as_deref(), action);
    let known = asker.and_then(|asker| asker.known.ok_or(Unheard::Unknown));
    known.map(|known| known.member).map_err(http::unheard)
}

fn unimported(why: Unimported) -> Result<Response> {
    match why {
        Unimported::NotEmpty => {
            let message = "A file can only come into a room in which nothing was said yet.";
            http::error(409, "not_empty", message)
        }
        Unimported::BadLine(line) => http::bad_line(line),
        Unimported::TooLarge => {
            http::error(413, "too_large", "This is more than a room may be given.")
        }
        Unimported::Later(wait) => {
            let message = "This room has written enough for now. Try again later.";
            http::later(message, wait)
        }
        Unimported::Failed => not_stored(),
    }
}

/// Does something to a room that somebody by a request may.
fn done(room: &mut Room<ObjectSql>, host: &mut Host, act: Act) -> Outcome {
    host.answered = None;
    let random = js::random();
    shell::step(room, host, Input::Operator { act, random });
    if act == Act::Delete {
        host.alarm_is_over();
    }
    host.answered.unwrap_or(Outcome::Failed)
}

fn not_stored() -> Result<Response> {
    let message = "This could not be stored. Try again.";
    http::error(503, "storage_failed", message)
}

fn unreadable() -> Result<Response> {
    http::unheard(Unheard::Failed)
}
