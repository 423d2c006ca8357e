//! A platform of a room's object: sockets, a clock, a timer and an alarm, and what was done with them.

use std::rc::Rc;

use alcove::auth::HostKeys;
use alcove::limits::Limits;
use alcove::model::{FileId, RoomName, SessionId};
use alcove::room::{Input, Outcome, PairBudget, Unbounded};
use alcove::server::room_object::{MAY_BEGIN, RoomObject, RoomPlatform};
use alcove::server::{Answer, Body, Request};
use alcove::shell::Platform;
use alcove::time::Timestamp;
use alcove::wire::CloseCode;
use serde_json::{Value, json};

use crate::world::{Sqlite, at};

/// The server's end of a socket, which goes by its place among all.
#[derive(Debug, Default)]
pub struct Socket {
    /// The session that the room knows it by, as long as it is awake.
    session: Option<SessionId>,
    /// What the room left on it.
    pub left: Option<String>,
    is_subscribed: bool,
    pub closed: Option<u16>,
    /// What was sent, event by event.
    pub got: Vec<Value>,
}

pub struct Host {
    pub now: Timestamp,
    pub sqlite: Sqlite,
    pub sockets: Vec<Socket>,
    /// So many sockets, and no more.
    pub most_sockets: usize,
    newest: SessionId,
    pub timer: Option<Timestamp>,
    pub alarm: Option<Timestamp>,
    pub reported: Vec<String>,
    outcome: Option<Outcome>,
    /// What the platform calls the room, if it knows that.
    pub name: Option<RoomName>,
    /// Files whose bytes are to be removed.
    pub dropped: Vec<FileId>,
    /// What is random counts up.
    randoms: u8,
}

impl Host {
    fn of(&mut self, session: SessionId) -> Option<&mut Socket> {
        let mut sockets = self.sockets.iter_mut();
        sockets.find(|socket| socket.session == Some(session))
    }
}

fn hear(socket: &mut Socket, frame: &str) {
    let events: Vec<Value> = serde_json::from_str(frame).expect("events");
    socket.got.extend(events);
}

impl Platform for Host {
    type Socket = usize;

    fn now(&self) -> Timestamp {
        self.now
    }

    fn random(&mut self) -> [u8; 40] {
        // Another for each member, and each file.
        self.randoms = self.randoms.wrapping_add(1);
        let mut random = [1 + self.sockets.len() as u8; 40];
        random[8] = self.randoms;
        random
    }

    fn pair_budget(&self) -> Rc<dyn PairBudget> {
        Rc::new(Unbounded)
    }

    fn sockets(&mut self) -> Vec<(usize, String)> {
        let all = self.sockets.iter().enumerate();
        let left = all.filter_map(|(place, socket)| Some((place, socket.left.clone()?)));
        left.collect()
    }

    fn know(&mut self, id: SessionId, socket: usize) -> bool {
        self.sockets[socket].session = Some(id);
        true
    }

    fn drop_unknown(&mut self, socket: usize) {
        self.sockets[socket].closed = Some(CloseCode::ServerFault.code());
    }

    fn attach(&mut self, id: SessionId, text: &str) {
        if let Some(socket) = self.of(id) {
            socket.left = Some(text.to_owned());
        }
    }

    fn broadcast(&mut self, frame: &str, _events: usize) {
        let sockets = self.sockets.iter_mut();
        for socket in sockets.filter(|socket| socket.is_subscribed) {
            hear(socket, frame);
        }
    }

    fn send(&mut self, id: SessionId, frame: &str, _events: usize) {
        if let Some(socket) = self.of(id) {
            hear(socket, frame);
        }
    }

    fn subscribe(&mut self, id: SessionId) {
        if let Some(socket) = self.of(id) {
            socket.is_subscribed = true;
        }
    }

    fn close(&mut self, id: SessionId, code: CloseCode) {
        if let Some(socket) = self.of(id) {
            socket.closed = Some(code.code());
        }
        self.remove(id);
    }

    fn pause(&mut self) {}

    fn pings(&mut self) -> Vec<(SessionId, Option<Timestamp>)> {
        Vec::new()
    }

    fn answer(&mut self, outcome: Outcome) {
        self.outcome = Some(outcome);
    }

    fn letter(&mut self, _: &RoomName, _: u64, _: &str) {}

    fn host_keys(&self) -> Rc<HostKeys> {
        Rc::default()
    }

    fn verify(&mut self, _: SessionId, _: &[u8; 65], _: String) {}

    fn push(&mut self, _: u64, _: &str) {}

    fn drop_file(&mut self, id: FileId, _: Option<String>) {
        self.dropped.push(id);
    }

    fn report(&mut self, what: String) {
        self.reported.push(what);
    }

    fn timer(&mut self, at: Option<Timestamp>) {
        self.timer = at;
    }

    fn alarm(&mut self, at: Timestamp) {
        self.alarm = Some(self.alarm.map_or(at, |set| set.min(at)));
    }
}

impl RoomPlatform for Host {
    type Sql = Sqlite;
    /// A socket by its place.
    type Outgoing = usize;

    fn sql(&self) -> Sqlite {
        self.sqlite.clone()
    }

    fn name(&self) -> Option<RoomName> {
        self.name.clone()
    }

    fn forget_sessions(&mut self) {
        for socket in &mut self.sockets {
            socket.session = None;
            socket.is_subscribed = false;
        }
    }

    fn accept(&mut self) -> Option<(SessionId, usize)> {
        if self.sockets.len() >= self.most_sockets {
            return None;
        }
        self.newest = self.newest.next();
        self.sockets.push(Socket {
            session: Some(self.newest),
            ..Socket::default()
        });
        Some((self.newest, self.sockets.len() - 1))
    }

    fn remove(&mut self, session: SessionId) {
        if let Some(socket) = self.of(session) {
            socket.session = None;
            socket.left = None;
            socket.is_subscribed = false;
        }
    }

    fn take_outcome(&mut self) -> Option<Outcome> {
        self.outcome.take()
    }

    fn close_all(&mut self, code: CloseCode) {
        for socket in &mut self.sockets {
            socket.left = None;
            socket.closed = Some(code.code());
        }
    }

    fn timer_is_over(&mut self) {
        self.timer = None;
    }

    fn alarm_is_over(&mut self) {
        self.alarm = None;
    }
}

/// A room's object, as its platform and the server have to do with it.
pub struct Tea {
    pub object: RoomObject<Host>,
    /// Of the owner, if there is one.
    pub token: String,
}

/// The key of the room's owner.
fn key() -> String {
    "A".repeat(22)
}

impl Tea {
    /// One that nobody has asked anything.
    pub fn new() -> Tea {
        Tea::of(Limits::default(), false)
    }

    pub fn of(limits: Limits, maintenance: bool) -> Tea {
        Tea::on(Sqlite::new(), limits, maintenance)
    }

    /// One on a database.
    pub fn on(sqlite: Sqlite, limits: Limits, maintenance: bool) -> Tea {
        let host = Host {
            now: at(1_000_000),
            sqlite,
            sockets: Vec::new(),
            most_sockets: 100,
            newest: SessionId::default(),
            timer: None,
            alarm: None,
            reported: Vec::new(),
            outcome: None,
            name: None,
            dropped: Vec::new(),
            randoms: 0,
        };
        Tea {
            object: RoomObject::new(host, limits, maintenance),
            token: String::new(),
        }
    }

    /// One that somebody owns, who is there.
    pub fn owned() -> Tea {
        let mut tea = Tea::new();
        let owner = tea.opens();
        let hello = json!({"type": "hello", "v": 1, "name": "Ana", "key": key(), "create": {}});
        tea.says(owner, &hello);
        let welcome = &tea.socket(owner).got[0];
        assert_eq!(welcome["you"]["role"], "owner", "{welcome}");
        tea.token = welcome["you"]["token"].as_str().expect("one").to_owned();
        tea
    }

    /// The same with this said in it.
    pub fn with(texts: &[&str]) -> Tea {
        let mut tea = Tea::owned();
        for text in texts {
            tea.says(0, &json!({"type": "say", "cid": text, "text": text}));
        }
        tea
    }

    /// Opens a socket; returns its place.
    pub fn opens(&mut self) -> usize {
        let mut request = Request::new("GET", "/room/tea");
        request.add("upgrade", "websocket");
        request.add(MAY_BEGIN, "1");
        let answer = self.asks(&request);
        match answer.body {
            Body::Outgoing(socket) if answer.status == 101 => socket,
            _ => panic!("no socket: {answer:?}"),
        }
    }

    /// Somebody sends a frame, and hears what comes of it.
    pub fn says(&mut self, socket: usize, frame: &Value) {
        let text = frame.to_string();
        self.happens(socket, |session| Input::Frame { session, text });
        self.passes();
    }

    pub fn happens(&mut self, socket: usize, input: impl FnOnce(SessionId) -> Input) {
        let of = |host: &Host| host.sockets[socket].session;
        self.object.on_socket(of, input).expect("the room is there");
    }

    /// Time passes until the room has nothing to do soon.
    pub fn passes(&mut self) {
        let end = self.host().now + alcove::time::Duration::from_secs(2);
        while let Some(at) = self.host().timer.filter(|at| *at <= end) {
            self.host().now = at.max(self.host().now);
            self.object.timer();
        }
        self.host().now = end;
    }

    pub fn host(&mut self) -> &mut Host {
        &mut self.object.platform
    }

    pub fn socket(&self, place: usize) -> &Socket {
        &self.object.platform.sockets[place]
    }

    /// What is answered at once.
    pub fn asks(&mut self, request: &Request) -> Answer<usize> {
        self.object.answer(request, None).expect("an answer")
    }

    /// A request about the room, without a token.
    pub fn request(method: &str, below: &str) -> Request {
        let mut request = Request::new(method, &format!("/room/tea{below}"));
        if let Some((path, query)) = request.path.clone().split_once('?') {
            request.path = path.to_owned();
            request.query = query.to_owned();
        }
        request
    }

    /// The same of the owner.
    pub fn of_owner(&self, method: &str, below: &str) -> Request {
        let mut request = Tea::request(method, below);
        request.add("authorization", &format!("Bearer {}", self.token));
        request
    }
}

/// What is in an answer.
pub fn text(answer: &Answer<usize>) -> &str {
    match &answer.body {
        Body::Bytes(bytes) => std::str::from_utf8(bytes).expect("a text"),
        Body::Empty => "",
        Body::Outgoing(_) => panic!("a socket"),
    }
}

pub fn json_of(answer: &Answer<usize>) -> Value {
    serde_json::from_str(text(answer)).expect("JSON")
}

/// The status of an answer, and which error it is.
pub fn refusal(answer: &Answer<usize>) -> (u16, String) {
    let body = json_of(answer);
    let code = body["error"]["code"].as_str().unwrap_or_default();
    (answer.status, code.to_owned())
}
