//! A platform in memory. What is asked of it is kept; what it is to answer is put there before.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use alcove::http::network::Network;
use alcove::http::oidc::{Ask, Reply};
use alcove::model::RoomName;
use alcove::server::{
    Answer, Body, Failed, Memory, Part, Put, Request, Result, Runtime, Server, Stored, Upload,
};
use alcove::time::Timestamp;
use serde_json::Value;

pub const HOST: &str = "chat.example";
pub const OWN: &str = "https://chat.example";
pub const NOW: Timestamp = Timestamp::from_millis(1_700_000_000_000);

/// The name of what only the platform has. The server never looks into it.
pub type Thing = String;

#[derive(Default)]
pub struct Platform {
    settings: Vec<(&'static str, String)>,
    random: Cell<u8>,
    /// What the operator was told.
    pub told: RefCell<Vec<String>>,
    /// How many bodies were read.
    pub read: Cell<usize>,
    /// What was asked of which room.
    pub rooms: RefCell<Vec<(String, Request)>>,
    /// What each answer of a room costs, if it says so.
    pub room_price: Cell<u64>,
    /// What was asked of which account: a line of JSON, and what follows it.
    pub questions: RefCell<Vec<(String, Value, String)>>,
    /// What accounts answer, one after the other.
    pub accounts: RefCell<VecDeque<Answer<Thing>>>,
    /// What is found out.
    pub found: RefCell<Vec<Ask>>,
    /// What comes of that, one after the other.
    pub replies: RefCell<VecDeque<Reply>>,
    /// Which files have the sum that is asked for.
    pub files: RefCell<Vec<(RoomName, String)>>,
    /// What becomes of the next question to a room, if it fails.
    pub fails: RefCell<Option<Failed>>,
    /// The upload that a room tells of, if it does.
    pub upload: RefCell<Option<String>>,
    /// Which rooms never answer.
    pub broken: RefCell<Vec<String>>,
}

/// The body of which not all comes, and the part that the store does not take.
pub const BROKEN_OFF: &str = "broken off";
pub const NO_SPACE: &str = "no space left";

impl Runtime for Platform {
    type Incoming = String;
    type Outgoing = Thing;

    fn now(&self) -> Timestamp {
        NOW
    }

    fn random<const N: usize>(&self) -> [u8; N] {
        self.random.set(self.random.get() + 1);
        [self.random.get(); N]
    }

    fn var(&self, name: &str) -> Option<String> {
        let set = self.settings.iter().find(|(other, _)| *other == name);
        set.map(|(_, value)| value.clone())
    }

    fn secret(&self, name: &str) -> Option<String> {
        self.var(name)
    }

    fn warn(&self, what: &str) {
        self.told.borrow_mut().push(what.to_owned());
    }

    fn log(&self, what: &str) {
        self.warn(what);
    }

    async fn text(&self, body: String) -> Result<String> {
        self.read.set(self.read.get() + 1);
        match body.as_str() {
            BROKEN_OFF => Err(Failed::Fault("it did not come".to_owned())),
            _ => Ok(body),
        }
    }

    async fn file(&self, request: &Request) -> Result<Answer<Thing>> {
        Ok(Answer::new(200, Body::Outgoing(request.path.clone())))
    }

    async fn ask_room(
        &self,
        room: &RoomName,
        request: Request,
        _upload: Option<Upload<String>>,
    ) -> Result<Answer<Thing>> {
        let name = room.as_str().to_owned();
        let is_broken = self.broken.borrow().contains(&name);
        self.rooms.borrow_mut().push((name, request));
        if is_broken {
            return Err(Failed::Fault("damaged".to_owned()));
        }
        if let Some(failed) = self.fails.borrow_mut().take() {
            return Err(failed);
        }
        let mut answer = Answer::new(200, Body::Outgoing("a room".to_owned()));
        if let Some(upload) = self.upload.borrow().as_deref() {
            answer = answer.with("x-alcove-upload", upload.to_owned());
        }
        Ok(match self.room_price.get() {
            0 => answer,
            price => answer.with("x-alcove-price", price.to_string()),
        })
    }

    async fn has_room(&self, _room: &RoomName) -> Result<Option<bool>> {
        Ok(Some(true))
    }

    async fn ask_account(&self, account: &str, question: String) -> Result<Answer<Thing>> {
        let (line, rest) = question.split_once('\n').unwrap_or((&question, ""));
        let line = serde_json::from_str(line).expect("JSON");
        let asked = (account.to_owned(), line, rest.to_owned());
        self.questions.borrow_mut().push(asked);
        let answer = self.accounts.borrow_mut().pop_front();
        Ok(answer.expect("nothing is asked of an account here"))
    }

    async fn put_file(&self, _: &RoomName, _: &str, part: Part<String>) -> Result<Put> {
        if part.body == NO_SPACE {
            return Err(Failed::Fault("the disk is full".to_owned()));
        }
        Ok(match part.body.len() as u64 == part.length {
            true => Put::Stored(Stored {
                next: part.at + part.length,
                is_taken: true,
                whole: None,
            }),
            false => Put::Short,
        })
    }

    async fn get_file(
        &self,
        _: &RoomName,
        id: &str,
        start: u64,
        length: u64,
    ) -> Result<Option<Thing>> {
        Ok(Some(format!("{id} {start} {length}")))
    }

    async fn file_size(&self, _: &RoomName, _: &str, _: u64) -> Result<Stored> {
        Ok(Stored {
            next: 0,
            is_taken: false,
            whole: None,
        })
    }

    async fn drop_file(&self, _: &RoomName, _: &str) -> Result<()> {
        Ok(())
    }

    async fn files_with(
        &self,
        _: &str,
        after: &str,
        most: usize,
    ) -> Result<Vec<(RoomName, String)>> {
        let mut all = self.files.borrow().clone();
        all.retain(|(_, id)| id.as_str() > after);
        all.sort_by(|(_, one), (_, other)| one.cmp(other));
        all.truncate(most);
        Ok(all)
    }

    async fn forget_file(&self, _: &str, id: &str) -> Result<()> {
        self.files.borrow_mut().retain(|(_, file)| file != id);
        Ok(())
    }

    fn has_limit(&self) -> bool {
        false
    }

    async fn admits(&self, _network: &str) -> Result<bool> {
        Ok(true)
    }

    async fn find(&self, ask: Ask) -> Reply {
        self.found.borrow_mut().push(ask);
        let reply = self.replies.borrow_mut().pop_front();
        reply.expect("nothing is found out here")
    }
}

/// A server with these settings.
pub fn server(settings: &[(&'static str, &str)]) -> Server<Platform> {
    let settings = settings.iter();
    let runtime = Platform {
        settings: settings
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect(),
        ..Platform::default()
    };
    let memory = Rc::new(Memory::new(&runtime));
    Server { runtime, memory }
}

/// A request as a page of this very server makes it: `GET /path?query`, with more headers.
pub fn request(line: &str, headers: &[(&'static str, &str)]) -> Request {
    let (method, path) = line.split_once(' ').expect("a method and a path");
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut request = Request::new(method, path);
    request.query = query.to_owned();
    request.is_secure = true;
    request.from = Network::parse("192.0.2.1");
    for (name, value) in [("host", HOST), ("origin", OWN)] {
        if headers.iter().all(|(other, _)| *other != name) {
            request.add(name, value);
        }
    }
    for (name, value) in headers {
        request.add(*name, value);
    }
    request
}

/// What is answered to a request without a body.
pub fn ask(
    server: &Server<Platform>,
    line: &str,
    headers: &[(&'static str, &str)],
) -> Answer<Thing> {
    at_once(server.answer(request(line, headers), String::new()))
}

/// What is answered to a request with a body of a told length.
pub fn send(
    server: &Server<Platform>,
    line: &str,
    headers: &[(&'static str, &str)],
    body: &str,
) -> Answer<Thing> {
    let mut request = request(line, headers);
    request.add("content-length", &body.len().to_string());
    at_once(server.answer(request, body.to_owned()))
}

/// Nothing waits on this platform.
pub fn at_once<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("it waits"),
    }
}

/// The status, with the code of an error.
pub fn outcome(answer: &Answer<Thing>) -> (u16, String) {
    let Body::Bytes(body) = &answer.body else {
        return (answer.status, String::new());
    };
    let body: Value = serde_json::from_slice(body).expect("JSON");
    let code = body["error"]["code"].as_str().unwrap_or_default();
    (answer.status, code.to_owned())
}

/// The cookies that are set.
pub fn cookies(answer: &Answer<Thing>) -> Vec<&str> {
    let cookies = answer.headers().filter(|(name, _)| *name == "set-cookie");
    cookies.map(|(_, value)| value).collect()
}
