//! What a Durable Object does for its room: the [`RoomPlatform`] over sockets, timers and alarms.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use worker::worker_sys::web_sys;
use worker::{Response, State, WebSocketPair};

use super::js;
use super::operator_log::OperatorLog;
use super::settings::now;
use super::sockets::{self, Sockets};
use super::sql::ObjectSql;
use crate::auth::HostKeys;
use crate::model::{FileId, RoomName, SessionId};
use crate::room::{Outcome, PairBudget};
use crate::server::room_object::RoomPlatform;
use crate::shell::Platform;
use crate::time::Timestamp;
use crate::wire::CloseCode;

/// The platform's side of a room.
pub struct Host {
    state: State,
    sockets: Sockets,
    /// How what was asked of the room ended.
    answered: Option<Outcome>,
    /// The one callback of all timers.
    on_timer: Closure<dyn FnMut()>,
    /// The one callback of all pauses.
    next_turn: Closure<dyn FnMut() -> js_sys::Promise>,
    /// The timer that is set, and for when.
    timer: Option<(f64, Timestamp)>,
    /// The alarm that this object has set, as far as it remembers.
    alarm_at: Option<Timestamp>,
    /// The socket whose callback wakes the room: one that is closing may not be among the object's
    /// sockets any more, and its member still has to leave.
    pub caller: Option<js::Socket>,
    operator: OperatorLog,
    /// Brings a letter to another room's object: to, id, body.
    post: js_sys::Function,
    /// Gives something to a push service: id, what.
    push: js_sys::Function,
    pair_budget: Rc<dyn PairBudget>,
    host_keys: Rc<HostKeys>,
    /// Finds out whether a JWT is signed by a key: session, key, jwt.
    judge: js_sys::Function,
    /// Removes the bytes of a file: its id.
    drop: js_sys::Function,
}

impl Host {
    pub fn new(
        state: State,
        on_timer: Closure<dyn FnMut()>,
        [post, push, judge, drop]: [js_sys::Function; 4],
        pair_budget: Rc<dyn PairBudget>,
        host_keys: Rc<HostKeys>,
    ) -> Host {
        Host {
            host_keys,
            judge,
            drop,
            post,
            push,
            pair_budget,
            operator: OperatorLog::new(&state),
            state,
            sockets: Sockets::default(),
            answered: None,
            on_timer,
            next_turn: Closure::new(js::next_turn),
            timer: None,
            alarm_at: None,
            caller: None,
        }
    }

    /// The session of a socket that the room knows.
    pub fn session(&self, socket: &js::Socket) -> Option<SessionId> {
        self.sockets.session(socket)
    }

    fn context(&self) -> &js::Context {
        let context: &JsValue = self.state.as_raw().as_ref();
        context.unchecked_ref()
    }
}

impl Platform for Host {
    type Socket = js::Socket;

    fn now(&self) -> Timestamp {
        now()
    }

    fn random(&mut self) -> [u8; 40] {
        js::random()
    }

    fn pair_budget(&self) -> Rc<dyn PairBudget> {
        Rc::clone(&self.pair_budget)
    }

    fn sockets(&mut self) -> Vec<(js::Socket, String)> {
        let caller = self.caller.take();
        let open = self.state.get_websockets();
        let all = open.iter().map(|socket| sockets::raw(socket).clone());
        let all = all.chain(caller);
        // The room has closed those on which it left nothing.
        all.filter_map(|socket| sockets::attachment(&socket).map(|text| (socket, text)))
            .collect()
    }

    fn know(&mut self, id: SessionId, socket: js::Socket) -> bool {
        // The caller may come twice.
        if self.sockets.session(&socket) == Some(id) {
            return false;
        }
        self.sockets.insert(id, socket);
        true
    }

    fn drop_unknown(&mut self, socket: js::Socket) {
        let code = CloseCode::ServerFault;
        let _ = socket.close(code.code(), code.reason());
    }

    fn attach(&mut self, id: SessionId, text: &str) {
        self.sockets.attach(id, text);
    }

    fn broadcast(&mut self, frame: &str, _events: usize) {
        self.sockets.broadcast(frame);
    }

    fn send(&mut self, id: SessionId, frame: &str, _events: usize) {
        self.sockets.send(id, frame);
    }

    fn subscribe(&mut self, id: SessionId) {
        self.sockets.subscribe(id);
    }

    fn close(&mut self, id: SessionId, code: CloseCode) {
        self.sockets.close(id, code);
    }

    fn pause(&mut self) {
        let _ = self.context().block_concurrency_while(&self.next_turn);
    }

    fn pings(&mut self) -> Vec<(SessionId, Option<Timestamp>)> {
        let context = self.context();
        let pings = self.sockets.iter().map(|(session, socket)| {
            let time = context.auto_response_time(socket).ok().flatten();
            (
                session,
                time.map(|time| Timestamp::from_millis(time.get_time() as u64)),
            )
        });
        pings.collect()
    }

    fn answer(&mut self, outcome: Outcome) {
        self.answered = Some(outcome);
    }

    fn letter(&mut self, to: &RoomName, id: u64, body: &str) {
        let (to, body) = (JsValue::from_str(to.as_str()), JsValue::from_str(body));
        // What it throws is a letter that was not answered.
        let _ = self
            .post
            .call3(&JsValue::NULL, &to, &JsValue::from_f64(id as f64), &body);
    }

    fn host_keys(&self) -> Rc<HostKeys> {
        Rc::clone(&self.host_keys)
    }

    fn verify(&mut self, session: SessionId, key: &[u8; 65], jwt: String) {
        let session = JsValue::from_f64(session.number() as f64);
        let key = js_sys::Uint8Array::from(&key[..]);
        // What it throws is a session that is closed by its greeting's deadline.
        let _ = self
            .judge
            .call3(&JsValue::NULL, &session, &key, &JsValue::from_str(&jwt));
    }

    fn push(&mut self, id: u64, what: &str) {
        let (id, what) = (JsValue::from_f64(id as f64), JsValue::from_str(what));
        let _ = self.push.call2(&JsValue::NULL, &id, &what);
    }

    fn drop_file(&mut self, id: FileId, _sha256: Option<String>) {
        let id = JsValue::from_str(&id.to_string());
        // What it throws is tried again.
        let _ = self.drop.call1(&JsValue::NULL, &id);
    }

    fn report(&mut self, what: String) {
        self.operator.report(what);
    }

    fn timer(&mut self, wanted: Option<Timestamp>) {
        if self.timer.map(|(_, at)| at) == wanted {
            return;
        }
        // One that nobody needs would keep the object awake.
        if let Some((timer, _)) = self.timer {
            js::clear_timeout(timer);
        }
        self.timer = wanted.map(|at| {
            let wait = at - now();
            let timer = js::set_timeout(&self.on_timer, wait.as_millis() as f64);
            (timer, at)
        });
    }

    fn alarm(&mut self, at: Timestamp) {
        if self.alarm_at.is_some_and(|set| set <= at) {
            return;
        }
        let storage = self.state.storage();
        let storage: &JsValue = storage.as_raw().as_ref();
        let storage: &js::Storage = storage.unchecked_ref();
        // The output gate waits for it like for any other write.
        match storage.set_alarm(at.as_millis() as f64) {
            Ok(_) => self.alarm_at = Some(at),
            Err(error) => self.operator.report(format!("no alarm: {error:?}")),
        }
    }
}

impl RoomPlatform for Host {
    type Sql = ObjectSql;
    type Outgoing = web_sys::Response;

    fn sql(&self) -> ObjectSql {
        ObjectSql::new(&self.state, self.operator.clone())
    }

    fn name(&self) -> Option<RoomName> {
        let name = self.state.id().name()?;
        RoomName::parse(&name).ok()
    }

    fn forget_sessions(&mut self) {
        self.sockets = Sockets::default();
    }

    fn accept(&mut self) -> Option<(SessionId, web_sys::Response)> {
        let pair = WebSocketPair::new().ok()?;
        // Throws beyond the platform's 32,768 sockets.
        let state = self.state.as_raw();
        state.accept_websocket(pair.server.as_ref()).ok()?;
        let response = Response::from_websocket(pair.client).ok()?;
        let session = self.sockets.next_id();
        let socket = sockets::raw(&pair.server).clone();
        self.sockets.insert(session, socket);
        Some((session, response.into()))
    }

    fn remove(&mut self, session: SessionId) {
        self.sockets.remove(session);
    }

    fn take_outcome(&mut self) -> Option<Outcome> {
        self.answered.take()
    }

    fn close_all(&mut self, code: CloseCode) {
        for socket in self.state.get_websockets().iter().map(sockets::raw) {
            // One that is closing must not come back to life with the next wake.
            let _ = socket.attach(&JsValue::NULL);
            let _ = socket.close(code.code(), code.reason());
        }
    }

    fn timer_is_over(&mut self) {
        self.timer = None;
    }

    fn alarm_is_over(&mut self) {
        self.alarm_at = None;
    }
}
