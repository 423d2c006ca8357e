//! A room on its thread: what a [`RoomObject`] needs, and what calls it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::rc::{Rc, Weak};
use std::time::{Duration, Instant};

use alcove::account::Space;
use alcove::auth::HostKeys;
use alcove::limits;
use alcove::model::{FileId, RoomName, SessionId};
use alcove::room::{Input, Outcome, PairBudget};
use alcove::server::room_object::{RoomObject, RoomPlatform};
use alcove::shell::Platform;
use alcove::time::Timestamp;
use alcove::wire::CloseCode;
use bytes::Bytes;
use tokio::task::{spawn_blocking, spawn_local, yield_now};

use super::alarm::Alarm;
use super::log::OperatorLog;
use super::socket::Socket;
use super::sql::FileSql;
use super::thread::{Ring, Thread, Timer};
use super::{Outgoing, Seat, frames};
use crate::metrics::METRICS;
use crate::outside::{crypto, push};
use crate::system::{now, random};

/// Sockets that a room can have at all, those included that are closing.
const SOCKETS: usize = 65_536;
/// Bytes that a socket may be behind, where the operator has set no bound.
const BEHIND: u64 = 16 * 1024 * 1024;

/// One room, awake or asleep.
pub struct RoomEntry {
    pub name: RoomName,
    pub thread: Rc<Thread>,
    object: RefCell<RoomObject<Host>>,
    /// What is under way that ends in a step of the room.
    away: Cell<usize>,
    /// When something last happened.
    last: Cell<Instant>,
    is_paused: Cell<bool>,
    /// Whether it is among those that are looked at for whether they may sleep.
    is_watched: Cell<bool>,
    /// Of which settings it was made.
    settings: Cell<u64>,
    /// Whether it is counted among those that are awake.
    is_counted: Cell<bool>,
}

impl RoomEntry {
    pub fn new(thread: &Rc<Thread>, name: RoomName) -> Rc<RoomEntry> {
        Rc::new_cyclic(|entry| RoomEntry {
            object: RefCell::new(object(thread, entry.clone(), &name, Sockets::default())),
            name,
            thread: Rc::clone(thread),
            away: Cell::new(0),
            last: Cell::new(Instant::now()),
            is_paused: Cell::new(false),
            is_watched: Cell::new(false),
            settings: Cell::new(thread.settings.get()),
            is_counted: Cell::new(false),
        })
    }

    /// Calls the room's object, unless that panics: then the room begins anew, and all its sockets are closed.
    pub fn call<T>(self: &Rc<Self>, work: impl FnOnce(&mut RoomObject<Host>) -> T) -> Option<T> {
        self.last.set(Instant::now());
        let done = catch_unwind(AssertUnwindSafe(|| {
            let mut object = self.object.borrow_mut();
            if object.is_asleep() && self.settings.get() != self.thread.settings.get() {
                self.make_anew(&mut object);
            }
            let done = work(&mut object);
            self.count(!object.is_asleep());
            done
        }));
        self.watch();
        match done {
            Ok(done) => Some(done),
            Err(_) => {
                self.recover();
                None
            }
        }
    }

    fn watch(self: &Rc<Self>) {
        if !self.is_watched.replace(true) {
            self.thread.watch(Rc::clone(self));
        }
    }

    /// Something of a socket happens.
    pub fn on_socket(self: &Rc<Self>, socket: &Socket, input: impl FnOnce(SessionId) -> Input) {
        let done = self.call(|object| object.on_socket(|_| socket.session.get(), input));
        if let Some(Err(_)) = done {
            let code = CloseCode::ServerFault;
            socket.close(Some(code.code()), code.reason());
        }
    }

    /// A socket is gone, or about to be.
    pub fn closed(self: &Rc<Self>, socket: &Socket) {
        // One that the room has closed is nothing to it.
        if socket.session.get().is_some() || socket.attachment().is_some() {
            self.on_socket(socket, |session| Input::Closed { session });
            socket.attach(None);
        }
    }

    /// Nothing is left of a socket.
    pub fn gone(self: &Rc<Self>, socket: &Socket) {
        let mut object = self.object.borrow_mut();
        object.platform.sockets.gone(socket);
        // It may have fallen asleep before: without sockets nothing of it has to stay.
        if object.platform.sockets.is_empty() {
            self.watch();
        }
    }

    /// The client of a new socket has its connection.
    pub fn connect(self: &Rc<Self>, number: u64, stream: crate::stream::Stream, read: Bytes) {
        let socket = self.object.borrow().platform.sockets.get(number);
        if let Some(socket) = socket {
            socket.connect(Rc::clone(self), stream, read);
        }
    }

    /// Nobody has come for a new socket.
    pub fn leave(self: &Rc<Self>, number: u64) {
        let socket = self.object.borrow().platform.sockets.get(number);
        if let Some(socket) = socket.filter(|socket| !socket.is_connected()) {
            self.closed(&socket);
            self.gone(&socket);
        }
    }

    /// The timer or the alarm of this number rings, if it is still the one that is set.
    pub fn ring(self: &Rc<Self>, ring: Ring, number: u64) {
        if self.is_set(ring, number) {
            self.call(match ring {
                Ring::Timer => RoomObject::timer,
                Ring::Alarm => RoomObject::alarm,
            });
        }
    }

    /// Whether the timer or the alarm of this number is the one that is set.
    pub fn is_set(&self, ring: Ring, number: u64) -> bool {
        let platform = &self.object.borrow().platform;
        match ring {
            Ring::Timer => platform.timer.is(number),
            Ring::Alarm => platform.alarm.is(number),
        }
    }

    /// The alarm that is kept of this room is due. What is to be kept from now on.
    pub fn ring_kept(self: &Rc<Self>) -> Option<Timestamp> {
        let set = self.object.borrow().platform.alarm.at();
        // One that is loaded rings by itself; a moment later, if it has not yet.
        let is_due = set.is_none_or(|at| at <= now());
        let has_failed = is_due && self.call(RoomObject::alarm).is_none();
        let mut object = self.object.borrow_mut();
        if has_failed {
            object.platform.alarm(now() + limits::ALARM_PAUSE);
        }
        object.platform.alarm.keep()
    }

    /// What was under way has ended.
    fn ended(self: &Rc<Self>, input: Input) {
        self.away.set(self.away.get() - 1);
        self.call(|object| object.step(input));
    }

    /// Something that ends in a step is under way, or is not any more.
    pub fn hold(self: &Rc<Self>) -> Held {
        self.away.set(self.away.get() + 1);
        Held(Rc::clone(self))
    }

    pub fn is_paused(&self) -> bool {
        self.is_paused.get()
    }

    /// Looks whether the room may sleep; whether it need not be looked at again.
    pub fn look(self: &Rc<Self>) -> bool {
        let idle = self.last.get().elapsed();
        let mut object = self.object.borrow_mut();
        object.platform.sql.forget_in_time();
        if idle >= Duration::from_secs(1) {
            object.platform.sql.shrink();
        }
        if idle < self.thread.idle.get() || self.away.get() > 0 || object.platform.timer.is_set() {
            return false;
        }
        object.sleep();
        self.count(false);
        object.platform.sql.close();
        if !object.platform.alarm.settle() {
            return false;
        }
        self.is_watched.set(false);
        true
    }

    fn count(&self, is_awake: bool) {
        if self.is_counted.replace(is_awake) != is_awake {
            match is_awake {
                true => METRICS.rooms_awake.add(1),
                false => METRICS.rooms_awake.sub(1),
            }
        }
    }

    /// Whether nothing would be lost with it. The map has one of these.
    pub fn is_idle(self: &Rc<Self>) -> bool {
        Rc::strong_count(self) <= 2
            && !self.is_watched.get()
            && self.object.borrow().platform.sockets.is_empty()
    }

    /// Ends, with all that has gathered written, and all sockets closed. Returns which files are still to be removed.
    pub fn stop(self: &Rc<Self>, code: CloseCode) -> Vec<LeftFile> {
        if self.object.borrow().platform.timer.is_set() {
            self.call(RoomObject::finish);
        }
        let mut object = self.object.borrow_mut();
        object.platform.close_all(code);
        // What it would have stayed awake for.
        if let Some(at) = object.platform.timer.at() {
            object.platform.timer.clear();
            object.platform.alarm(at);
        }
        let left = object.left_files().into_iter();
        let left = left.map(|row| LeftFile {
            place: self
                .thread
                .shared
                .data
                .file(&self.name, &row.id.to_string()),
            sha256: row.sha256,
        });
        let left = left.collect();
        object.sleep();
        self.count(false);
        object.platform.sql.close();
        object.platform.alarm.settle();
        left
    }

    pub fn has_sockets(&self) -> bool {
        !self.object.borrow().platform.sockets.is_empty()
    }

    #[cold]
    fn recover(self: &Rc<Self>) {
        let mut object = self.object.borrow_mut();
        self.count(false);
        object
            .platform
            .operator
            .report("a fault: the room begins anew, and its sockets are closed");
        object.platform.close_all(CloseCode::ServerFault);
        // With its connection goes what was not committed.
        self.make_anew(&mut object);
    }

    fn make_anew(self: &Rc<Self>, old: &mut RoomObject<Host>) {
        let mut sockets = std::mem::take(&mut old.platform.sockets);
        sockets.forget_sessions();
        *old = object(&self.thread, Rc::downgrade(self), &self.name, sockets);
        self.settings.set(self.thread.settings.get());
    }
}

/// A file that nobody has any more, and that may still be on disk.
pub struct LeftFile {
    pub place: PathBuf,
    pub sha256: Option<String>,
}

/// As long as this is there, the room stays where it is.
pub struct Held(Rc<RoomEntry>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.away.set(self.0.away.get() - 1);
    }
}

fn object(
    thread: &Rc<Thread>,
    entry: Weak<RoomEntry>,
    name: &RoomName,
    sockets: Sockets,
) -> RoomObject<Host> {
    let config = thread.config();
    let path = thread.shared.data.room(name);
    let operator = OperatorLog::new(config.log.clone(), format!("room {}", path.id));
    let limits = thread.limits();
    let host = Host {
        sql: FileSql::new(path.path, operator.clone()),
        bound: match limits.unseen {
            0 => BEHIND,
            unseen => unseen,
        } as usize,
        alarm: Alarm::new(thread, Space::Rooms, name.as_str(), operator.clone()),
        thread: Rc::clone(thread),
        entry,
        name: name.clone(),
        operator,
        sockets,
        outcome: None,
        timer: Timer::default(),
    };
    RoomObject::new(host, limits, thread.is_closed())
}

/// What a thread does for a room.
pub struct Host {
    thread: Rc<Thread>,
    entry: Weak<RoomEntry>,
    name: RoomName,
    sql: FileSql,
    operator: OperatorLog,
    sockets: Sockets,
    /// Bytes that a socket may be behind.
    bound: usize,
    outcome: Option<Outcome>,
    timer: Timer,
    alarm: Alarm,
}

impl Host {
    /// Steps the room with how something ends that is done meanwhile.
    fn later(&self, work: impl Future<Output = Input> + 'static) {
        let Some(entry) = self.entry.upgrade() else {
            return;
        };
        entry.away.set(entry.away.get() + 1);
        spawn_local(async move {
            let input = work.await;
            entry.ended(input);
        });
    }
}

impl Platform for Host {
    type Socket = Rc<Socket>;

    fn now(&self) -> Timestamp {
        self.thread.turn()
    }

    fn random(&mut self) -> [u8; 40] {
        random()
    }

    fn pair_budget(&self) -> Rc<dyn PairBudget> {
        Rc::new(self.thread.config().budgets.clone())
    }

    fn sockets(&mut self) -> Vec<(Rc<Socket>, String)> {
        let all = self.sockets.all.values();
        // The room has closed those on which it left nothing.
        all.filter_map(|socket| Some((Rc::clone(socket), socket.attachment()?)))
            .collect()
    }

    fn know(&mut self, id: SessionId, socket: Rc<Socket>) -> bool {
        self.sockets.know(id, socket);
        true
    }

    fn drop_unknown(&mut self, socket: Rc<Socket>) {
        let code = CloseCode::ServerFault;
        socket.close(Some(code.code()), code.reason());
    }

    fn attach(&mut self, id: SessionId, text: &str) {
        if let Some(socket) = self.sockets.sessions.get(&id) {
            socket.attach(Some(text));
        }
    }

    fn broadcast(&mut self, frame: &str, events: usize) {
        let subscribed = &self.sockets.subscribed;
        METRICS.deliveries.add((events * subscribed.len()) as u64);
        let frame = frames::text(frame);
        for socket in subscribed {
            socket.send(&frame);
        }
    }

    fn send(&mut self, id: SessionId, frame: &str, events: usize) {
        if let Some(socket) = self.sockets.sessions.get(&id) {
            if let Some(code) = refusal(frame) {
                METRICS.refused(code);
            }
            METRICS.deliveries.add(events as u64);
            socket.send(&frames::text(frame));
        }
    }

    fn subscribe(&mut self, id: SessionId) {
        self.sockets.subscribe(id);
    }

    fn close(&mut self, id: SessionId, code: CloseCode) {
        if let Some(socket) = self.sockets.remove(id) {
            socket.close(Some(code.code()), code.reason());
        }
    }

    fn pause(&mut self) {
        let Some(entry) = self.entry.upgrade() else {
            return;
        };
        if !entry.is_paused.replace(true) {
            spawn_local(async move {
                // Done when the runtime has looked at all sockets and timers.
                yield_now().await;
                entry.is_paused.set(false);
            });
        }
    }

    fn pings(&mut self) -> Vec<(SessionId, Option<Timestamp>)> {
        let sessions = self.sockets.sessions.iter();
        sessions
            .map(|(session, socket)| (*session, socket.pinged()))
            .collect()
    }

    fn answer(&mut self, outcome: Outcome) {
        self.outcome = Some(outcome);
    }

    fn letter(&mut self, to: &RoomName, id: u64, body: &str) {
        let answer = self
            .thread
            .letter(Space::Rooms, to.as_str(), body.to_owned());
        self.later(async move {
            let answer = answer.await;
            Input::Delivered { id, answer }
        });
    }

    fn host_keys(&self) -> Rc<HostKeys> {
        self.thread.host_keys()
    }

    fn verify(&mut self, session: SessionId, key: &[u8; 65], jwt: String) {
        let key = *key;
        self.later(async move {
            let is_valid = crypto::verify_host(&key, &jwt);
            Input::Verified {
                session,
                jwt,
                is_valid,
            }
        });
    }

    fn push(&mut self, id: u64, what: &str) {
        let answer = push::send(what.to_owned());
        self.later(async move {
            let (status, retry_after) = answer.await;
            let retry_after = retry_after.map(|wait| {
                let millis = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
                alcove::time::Duration::from_millis(millis)
            });
            Input::Pushed {
                id,
                status,
                retry_after,
            }
        });
    }

    fn drop_file(&mut self, id: FileId, sha256: Option<String>) {
        let store = self.thread.shared.store.clone();
        let place = self.thread.shared.data.file(&self.name, &id.to_string());
        let operator = self.operator.clone();
        self.later(async move {
            let removed = spawn_blocking(move || store.remove(&place, sha256.as_deref())).await;
            let removed = removed.unwrap_or_else(|_| Err(io::Error::other("a fault")));
            if let Err(error) = &removed {
                operator.report(&format!("a file cannot be removed: {error}"));
            }
            let is_done = removed.is_ok();
            Input::FileDropped { id, is_done }
        });
    }

    fn report(&mut self, what: String) {
        self.operator.report(&what);
    }

    fn timer(&mut self, at: Option<Timestamp>) {
        if let Some((due, number)) = self.timer.set(at)
            && let Some(entry) = self.entry.upgrade()
        {
            self.thread.ring_room(due, &entry, Ring::Timer, number);
        }
    }

    fn alarm(&mut self, at: Timestamp) {
        if let Some((due, number)) = self.alarm.set_if_earlier(at)
            && let Some(entry) = self.entry.upgrade()
        {
            self.thread.ring_room(due, &entry, Ring::Alarm, number);
        }
    }
}

impl RoomPlatform for Host {
    type Sql = FileSql;
    type Outgoing = Outgoing;

    fn sql(&self) -> FileSql {
        self.sql.clone()
    }

    fn name(&self) -> Option<RoomName> {
        Some(self.name.clone())
    }

    fn forget_sessions(&mut self) {
        self.sockets.forget_sessions();
    }

    fn accept(&mut self) -> Option<(SessionId, Outgoing)> {
        if self.sockets.all.len() >= SOCKETS {
            return None;
        }
        let number = self.thread.next_number();
        let session = self.sockets.newest.next();
        let socket = Rc::new(Socket::new(number, self.bound));
        self.sockets.all.insert(number, Rc::clone(&socket));
        self.sockets.know(session, socket);
        let seat = Seat::new(self.thread.sender(), self.name.clone(), number);
        Some((session, Outgoing::Socket(seat)))
    }

    fn remove(&mut self, session: SessionId) {
        self.sockets.remove(session);
    }

    fn take_outcome(&mut self) -> Option<Outcome> {
        self.outcome.take()
    }

    fn close_all(&mut self, code: CloseCode) {
        for socket in self.sockets.all.values() {
            socket.close(Some(code.code()), code.reason());
        }
        self.sockets.forget_sessions();
    }

    fn timer_is_over(&mut self) {
        self.timer.clear();
    }

    fn alarm_is_over(&mut self) {
        self.alarm.clear();
    }
}

/// A room's sockets: which session is which socket, and which of them receive broadcasts.
#[derive(Default)]
struct Sockets {
    /// All of which something is left, by their numbers.
    all: BTreeMap<u64, Rc<Socket>>,
    /// Those that the room knows.
    sessions: BTreeMap<SessionId, Rc<Socket>>,
    subscribed: Vec<Rc<Socket>>,
    newest: SessionId,
}

impl Sockets {
    fn get(&self, number: u64) -> Option<Rc<Socket>> {
        self.all.get(&number).cloned()
    }

    fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    fn know(&mut self, id: SessionId, socket: Rc<Socket>) {
        self.newest = self.newest.max(id);
        socket.session.set(Some(id));
        self.sessions.insert(id, socket);
    }

    fn forget_sessions(&mut self) {
        for socket in self.all.values() {
            socket.session.set(None);
            socket.subscribed.set(None);
        }
        self.sessions.clear();
        self.subscribed.clear();
        self.newest = SessionId::default();
    }

    fn subscribe(&mut self, id: SessionId) {
        if let Some(socket) = self.sessions.get(&id)
            && socket.subscribed.get().is_none()
        {
            socket.subscribed.set(Some(self.subscribed.len()));
            self.subscribed.push(Rc::clone(socket));
        }
    }

    /// Forgets a session: its socket must not come back to life with the next wake.
    fn remove(&mut self, id: SessionId) -> Option<Rc<Socket>> {
        let socket = self.sessions.remove(&id)?;
        socket.session.set(None);
        socket.attach(None);
        if let Some(place) = socket.subscribed.take() {
            self.subscribed.swap_remove(place);
            if let Some(moved) = self.subscribed.get(place) {
                moved.subscribed.set(Some(place));
            }
        }
        Some(socket)
    }

    fn gone(&mut self, socket: &Socket) {
        if let Some(session) = socket.session.get() {
            self.remove(session);
        }
        self.all.remove(&socket.number);
        if self.all.is_empty() {
            // A room that many have left is as small as before they came.
            *self = Sockets {
                newest: self.newest,
                ..Sockets::default()
            };
        }
    }
}

/// The code of an error that a frame begins with.
fn refusal(frame: &str) -> Option<&str> {
    let code = frame.strip_prefix(r#"[{"type":"error","code":""#)?;
    code.split_once('"').map(|(code, _)| code)
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};
    use std::sync::{Arc, Mutex};

    use alcove::http::network::{Budgets, NetworkLimits, SharedBudgets};
    use alcove::server::room_object::MAY_BEGIN;
    use alcove::server::{Body, Request};
    use tokio::io::AsyncReadExt;
    use tokio::sync::mpsc;
    use tokio::task::LocalSet;

    use super::*;
    use crate::rooms::alarms::Alarms;
    use crate::rooms::scratch::Scratch;
    use crate::rooms::thread::{Message, Shared};
    use crate::rooms::{Config, Data};
    use crate::store::Store;
    use crate::stream::Stream;

    /// A new socket of a room, as its client has it.
    async fn open(
        entry: &Rc<RoomEntry>,
        told: &mut mpsc::UnboundedReceiver<Message>,
    ) -> tokio::net::TcpStream {
        let mut request = Request::new("GET", &format!("/room/{}", entry.name.as_str()));
        request.add("upgrade", "websocket");
        request.add(MAY_BEGIN, "1");
        let answer = entry.call(|object| object.answer(&request, None));
        let Some(Some(Body::Outgoing(Outgoing::Socket(seat)))) = answer.map(|a| a.map(|a| a.body))
        else {
            panic!("no seat");
        };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (server, _) = listener.accept().unwrap();
        for stream in [&client, &server] {
            stream.set_nonblocking(true).unwrap();
        }
        let server = tokio::net::TcpStream::from_std(server).unwrap();
        seat.connect(Stream::Tcp(server), Bytes::new());
        match told.recv().await {
            Some(Message::Connect {
                number,
                stream,
                read,
                ..
            }) => entry.connect(number, stream.attach().unwrap(), read),
            _ => panic!("nobody came"),
        }
        tokio::net::TcpStream::from_std(client).unwrap()
    }

    #[test]
    fn a_panic_is_the_end_of_its_rooms_sockets_alone() {
        let folder = Scratch::new();
        let log = Arc::new(Mutex::new(Vec::new()));
        let lines = Arc::clone(&log);
        let config = Arc::new(Config {
            vars: Arc::new(|_| None),
            vouched_only: false,
            budgets: SharedBudgets::new(Budgets::new(&NetworkLimits::default(), [7; 32])),
            log: Arc::new(move |line| lines.lock().unwrap().push(line.to_owned())),
        });
        let (sender, mut told) = mpsc::unbounded_channel();
        let data = Data::new(folder.path());
        let alarms = Alarms::open(&data.alarms()).unwrap();
        let threads = vec![sender];
        let shared = Arc::new(Shared {
            store: Store::new(data.files()),
            data,
            alarms,
            threads,
        });
        let thread = Thread::new(shared, 0, config);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        LocalSet::new().block_on(&runtime, async {
            let entry = |name| RoomEntry::new(&thread, RoomName::parse(name).unwrap());
            let (tea, other) = (entry("tea"), entry("other"));
            let mut client = open(&tea, &mut told).await;
            let neighbour = open(&other, &mut told).await;
            let done: Option<()> = tea.call(|_| panic!("as a test wants it"));
            assert!(done.is_none());
            let mut heard = Vec::new();
            let mut bytes = [0; 64];
            while !heard.starts_with(b"\x88") {
                let count = client.read(&mut bytes).await.unwrap();
                assert!(count > 0, "closed without a word");
                heard.extend_from_slice(&bytes[..count]);
            }
            assert_eq!(heard[2..4], 1011_u16.to_be_bytes());
            assert!(neighbour.try_read(&mut bytes).is_err());
            // It begins anew.
            let state = tea.call(|object| (object.is_asleep(), object.platform.name()));
            assert_eq!(state, Some((true, Some(tea.name.clone()))));
            open(&tea, &mut told).await;
        });
        let log = log.lock().unwrap();
        assert_eq!(log.len(), 1, "{log:?}");
        assert!(
            log[0].contains("a fault") && !log[0].contains("tea"),
            "{log:?}"
        );
    }

    #[test]
    fn refusals_are_known_by_their_code() {
        let frame = r#"[{"type":"error","code":"muted","message":"x"}]"#;
        assert_eq!(refusal(frame), Some("muted"));
        assert_eq!(refusal(r#"[{"type":"welcome"}]"#), None);
    }
}
