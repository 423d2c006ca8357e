//! A thread of rooms and accounts: what it is told, its timers, and who may sleep.

use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::time::{Duration, Instant};

use alcove::account::Space;
use alcove::auth::HostKeys;
use alcove::http::route::is_on;
use alcove::limits::{Limits, Window};
use alcove::model::RoomName;
use alcove::server::room_object::LETTER;
use alcove::server::{Answer, Body, NEXT, Request};
use alcove::time::Timestamp;
use alcove::wire::CloseCode;
use bytes::Bytes;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::{LocalSet, spawn_local, yield_now};
use tokio::time::{sleep, sleep_until};

use super::account::AccountEntry;
use super::alarms::{Alarms, AlarmsError, Kept};
use super::data::Data;
use super::room::{Held, LeftFile, RoomEntry};
use super::socket::{READ, WAITING, wait_at_most};
use super::{Config, Outgoing, Wanted, frames, give_up, ids};
use crate::store::Store;
use crate::stream::Detached;
use crate::system::now;

/// A send costs some microseconds here, and a commit less than a millisecond. Shorter, a room of a hundred would
/// send each message by itself, at more CPU time than anybody notices.
const WINDOW: Window = Window {
    per_send_us: 30,
    after_write: alcove::time::Duration::from_millis(1),
};
/// How long nothing has to happen until a room falls asleep, where the operator has not said.
const IDLE: Duration = Duration::from_secs(10);
/// How often it is looked who may sleep.
const LOOK: Duration = Duration::from_secs(1);
/// And how often where they are soon to sleep.
const LOOK_AT_MOST_EVERY: Duration = Duration::from_millis(20);
/// How long clients have to take a close when the server stops.
const STOPPING: Duration = Duration::from_secs(3);
/// And how long is taken then to remove files that nobody has any more.
const REMOVING: Duration = Duration::from_secs(3);
/// Alarms of those who are not loaded that ring at once: after a restart many may be due.
const ALARMS_AT_ONCE: usize = 64;
/// What is to ring before it is worth looking for what was set anew since.
const DUE: usize = 1_024;
/// How often it is told that they cannot be kept.
const ALARMS_TOLD: Duration = Duration::from_secs(60);

/// What a thread is told.
pub enum Message {
    /// Asks a room something.
    Ask {
        room: RoomName,
        request: Box<Request>,
        reply: oneshot::Sender<Reply>,
    },
    /// The body of what a room was asked, which it wanted to be read.
    Body {
        room: RoomName,
        request: Box<Request>,
        body: Option<Vec<u8>>,
        reply: oneshot::Sender<Reply>,
    },
    /// Brings something that a room or an account has written.
    Letter {
        space: Space,
        to: String,
        body: String,
        reply: oneshot::Sender<Option<String>>,
    },
    /// Asks an account something.
    Question {
        account: String,
        question: String,
        reply: oneshot::Sender<Option<Answer<Outgoing>>>,
    },
    /// The client of a new socket has its connection, on which some was read already.
    Connect {
        room: RoomName,
        number: u64,
        stream: Detached,
        read: Bytes,
    },
    /// There is no client of a new socket.
    Leave { room: RoomName, number: u64 },
    /// An alarm that is kept is due.
    Alarm {
        kept: Kept,
        reply: oneshot::Sender<Option<Timestamp>>,
    },
    /// Other settings.
    Configure(Arc<Config>),
    /// Ends, once all is written.
    Stop(oneshot::Sender<()>),
}

/// What a room says to what it was asked.
pub enum Reply {
    Answer(Answer<Outgoing>),
    /// The body is to be read first.
    Body(Wanted),
    /// The room could not be called.
    Fault,
}

/// What all threads share.
pub struct Shared {
    pub data: Data,
    pub store: Store,
    pub alarms: Alarms,
    pub threads: Vec<mpsc::UnboundedSender<Message>>,
}

impl Shared {
    /// The thread on which a room or an account is.
    pub fn thread(&self, space: Space, name: &str) -> usize {
        // The same in all threads, as its keys are.
        let mut hasher = DefaultHasher::new();
        (matches!(space, Space::Rooms), name).hash(&mut hasher);
        (hasher.finish() % self.threads.len() as u64) as usize
    }

    pub fn tell(&self, space: Space, name: &str, message: Message) {
        // None is there any more when the server stops.
        let _ = self.threads[self.thread(space, name)].send(message);
    }
}

/// What rings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ring {
    Timer,
    Alarm,
}

/// What is set to ring: one moment, known by a number that no other has.
#[derive(Debug, Default)]
pub struct Timer(Option<(Timestamp, u64)>);

impl Timer {
    /// Sets it, or not: when and as which number it rings, if that is new.
    pub fn set(&mut self, at: Option<Timestamp>) -> Option<(Instant, u64)> {
        if self.at() == at {
            return None;
        }
        thread_local! {
            static NUMBER: Cell<u64> = const { Cell::new(0) };
        }
        self.0 = at.map(|at| {
            let number = NUMBER.get() + 1;
            NUMBER.set(number);
            (at, number)
        });
        let (at, number) = self.0?;
        let wait = Duration::from_millis((at - now()).as_millis());
        // Far enough, for one that nobody lives to see.
        let wait = wait.min(Duration::from_secs(30 * 365 * 86_400));
        Some((Instant::now() + wait, number))
    }

    pub fn at(&self) -> Option<Timestamp> {
        self.0.map(|(at, _)| at)
    }

    pub fn is_set(&self) -> bool {
        self.0.is_some()
    }

    pub fn is(&self, number: u64) -> bool {
        self.0.is_some_and(|(_, set)| set == number)
    }

    pub fn clear(&mut self) {
        self.0 = None;
    }
}

/// Who rings when.
struct Due {
    at: Instant,
    number: u64,
    who: Who,
}

enum Who {
    Room(Weak<RoomEntry>, Ring),
    Account(Weak<AccountEntry>),
}

impl PartialEq for Due {
    fn eq(&self, other: &Due) -> bool {
        (self.at, self.number) == (other.at, other.number)
    }
}

impl Eq for Due {}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Due) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Due {
    fn cmp(&self, other: &Due) -> std::cmp::Ordering {
        (self.at, self.number).cmp(&(other.at, other.number))
    }
}

pub struct Thread {
    pub shared: Arc<Shared>,
    /// Which of the threads it is.
    index: usize,
    config: RefCell<Arc<Config>>,
    limits: RefCell<Rc<Limits>>,
    host_keys: RefCell<Rc<HostKeys>>,
    is_closed: Cell<bool>,
    /// Grows with each change of the settings.
    pub settings: Cell<u64>,
    /// How long nothing has to happen until a room falls asleep (`SLEEP_AFTER_MS`).
    pub idle: Cell<Duration>,
    rooms: RefCell<HashMap<String, Rc<RoomEntry>>>,
    accounts: RefCell<HashMap<String, Rc<AccountEntry>>>,
    /// Rooms of which something happened since they last slept.
    watched: RefCell<Vec<Rc<RoomEntry>>>,
    due: RefCell<BinaryHeap<Reverse<Due>>>,
    /// How many of these are to be there before it is looked which of them are still set.
    most_due: Cell<usize>,
    /// Something is due before all that was.
    is_sooner: Notify,
    /// What sockets are read into, in turn.
    buffer: RefCell<Vec<u8>>,
    /// The answer to a bare ping.
    pub pong: Bytes,
    /// When this turn began, if something has asked.
    turn: Cell<Option<Timestamp>>,
    /// Something has asked.
    is_asked: Notify,
    numbers: Cell<u64>,
}

/// Runs a thread until it is told to stop.
pub fn run(
    shared: Arc<Shared>,
    index: usize,
    config: Arc<Config>,
    inbox: mpsc::UnboundedReceiver<Message>,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let thread = Thread::new(shared, index, config);
    LocalSet::new().block_on(&runtime, thread.listen(inbox));
    // Whoever still waits for a name server is not waited for.
    runtime.shutdown_background();
    Ok(())
}

impl Thread {
    pub fn new(shared: Arc<Shared>, index: usize, config: Arc<Config>) -> Rc<Thread> {
        let thread = Thread {
            shared,
            index,
            limits: RefCell::default(),
            host_keys: RefCell::default(),
            is_closed: Cell::new(false),
            config: RefCell::new(Arc::clone(&config)),
            settings: Cell::new(0),
            idle: Cell::new(IDLE),
            rooms: RefCell::default(),
            accounts: RefCell::default(),
            watched: RefCell::default(),
            due: RefCell::default(),
            most_due: Cell::new(DUE),
            is_sooner: Notify::new(),
            buffer: RefCell::new(vec![0; READ]),
            pong: frames::text("pong"),
            turn: Cell::new(None),
            is_asked: Notify::new(),
            numbers: Cell::new(0),
        };
        thread.read(config);
        Rc::new(thread)
    }

    /// Does something as long as the thread runs, which cannot go on without it.
    fn keep(self: &Rc<Self>, work: impl Future<Output = ()> + 'static) {
        let thread = Rc::clone(self);
        spawn_local(async move {
            if let Err(error) = spawn_local(work).await
                && error.is_panic()
            {
                give_up(&thread.config().log, "a fault");
            }
        });
    }

    async fn listen(self: Rc<Self>, mut inbox: mpsc::UnboundedReceiver<Message>) {
        self.keep(Rc::clone(&self).keep_time());
        self.keep(Rc::clone(&self).keep_watch());
        self.keep(Rc::clone(&self).keep_turns());
        if self.index == 0 {
            self.keep(keep_alarms(Rc::clone(&self)));
        }
        while let Some(message) = inbox.recv().await {
            if let Some(stopped) = self.take(message) {
                self.stop().await;
                let _ = stopped.send(());
                return;
            }
        }
    }

    /// Does as it is told; it is to stop if that is what it was told.
    fn take(self: &Rc<Self>, message: Message) -> Option<oneshot::Sender<()>> {
        match message {
            Message::Ask {
                room,
                request,
                reply,
            } => {
                let entry = self.room(&room);
                let reply_with = match entry.call(|object| object.answer(&request, None)) {
                    Some(Some(answer)) => Reply::Answer(in_pieces(&entry, request, answer)),
                    Some(None) => Reply::Body(Wanted::new(self.sender(), room, request)),
                    None => Reply::Fault,
                };
                let _ = reply.send(reply_with);
            }
            Message::Body {
                room,
                request,
                body,
                reply,
            } => {
                let answer = self
                    .room(&room)
                    .call(|object| object.take_body(&request, body));
                let _ = reply.send(answer.map_or(Reply::Fault, Reply::Answer));
            }
            Message::Letter {
                space,
                to,
                body,
                reply,
            } => {
                let answer = match space {
                    Space::Rooms => RoomName::parse(&to).ok().and_then(|room| {
                        let mut request = Request::new("POST", "/letter");
                        request.add(LETTER, room.as_str());
                        let body = Some(body.into_bytes());
                        self.room(&room)
                            .call(|object| object.take_body(&request, body))
                    }),
                    Space::Accounts => self.account(&to).and_then(|account| account.ask(&body)),
                };
                let _ = reply.send(answer.and_then(text));
            }
            Message::Question {
                account,
                question,
                reply,
            } => {
                let account = self.account(&account);
                let _ = reply.send(account.and_then(|account| account.ask(&question)));
            }
            Message::Connect {
                room,
                number,
                stream,
                read,
            } => {
                let entry = self.room(&room);
                match stream.attach() {
                    Ok(stream) => entry.connect(number, stream, read),
                    Err(_) => entry.leave(number),
                }
            }
            Message::Leave { room, number } => self.room(&room).leave(number),
            Message::Alarm { kept, reply } => {
                let then = match kept.space {
                    Space::Rooms => match RoomName::parse(&kept.name) {
                        Ok(room) => self.room(&room).ring_kept(),
                        Err(_) => None,
                    },
                    Space::Accounts => self
                        .account(&kept.name)
                        .and_then(|account| account.ring_kept()),
                };
                let _ = reply.send(then);
            }
            Message::Configure(config) => {
                let was_closed = self.is_closed.get();
                self.read(config);
                // Other settings wait until a room wakes next; this one holds for all at once.
                if was_closed || self.is_closed.get() {
                    for entry in self.all_rooms() {
                        entry.stop(CloseCode::TryAgainLater);
                    }
                }
            }
            Message::Stop(stopped) => return Some(stopped),
        }
        None
    }

    fn read(&self, config: Arc<Config>) {
        let limits = Limits {
            vouched_only: config.vouched_only,
            window: WINDOW,
            ..Limits::from_vars(|name| (config.vars)(name))
        };
        self.limits.replace(Rc::new(limits));
        let (keys, _) = HostKeys::parse(&(config.vars)("HOST_KEYS").unwrap_or_default());
        self.host_keys.replace(Rc::new(keys));
        self.is_closed
            .set(is_on(&(config.vars)("MAINTENANCE").unwrap_or_default()));
        let idle = (config.vars)("SLEEP_AFTER_MS").and_then(|ms| ms.trim().parse().ok());
        self.idle.set(idle.map_or(IDLE, Duration::from_millis));
        let waiting =
            (config.vars)("MAX_WAITING_BYTES").and_then(|bytes| bytes.trim().parse().ok());
        wait_at_most(waiting.unwrap_or(WAITING));
        self.config.replace(config);
        self.settings.set(self.settings.get() + 1);
    }

    pub fn config(&self) -> Arc<Config> {
        Arc::clone(&self.config.borrow())
    }

    pub fn limits(&self) -> Limits {
        Limits::clone(&self.limits.borrow())
    }

    pub fn host_keys(&self) -> Rc<HostKeys> {
        Rc::clone(&self.host_keys.borrow())
    }

    /// Whether the operator lets nobody in.
    pub fn is_closed(&self) -> bool {
        self.is_closed.get()
    }

    pub fn sender(&self) -> mpsc::UnboundedSender<Message> {
        self.shared.threads[self.index].clone()
    }

    /// The time, which stands still until the runtime has looked at all sockets and timers, as it does at the
    /// edge: what has come by then belongs together, however long the disk took meanwhile. So a slow disk has
    /// more in each commit, and not one for each frame.
    pub fn turn(&self) -> Timestamp {
        if let Some(turn) = self.turn.get() {
            return turn;
        }
        let turn = now();
        self.turn.set(Some(turn));
        self.is_asked.notify_one();
        turn
    }

    async fn keep_turns(self: Rc<Self>) {
        loop {
            self.is_asked.notified().await;
            yield_now().await;
            self.turn.set(None);
        }
    }

    /// A number for a socket.
    pub fn next_number(&self) -> u64 {
        self.numbers.set(self.numbers.get() + 1);
        self.numbers.get()
    }

    pub fn with_buffer<T>(&self, work: impl FnOnce(&mut [u8]) -> T) -> T {
        work(&mut self.buffer.borrow_mut())
    }

    fn room(self: &Rc<Self>, name: &RoomName) -> Rc<RoomEntry> {
        let mut rooms = self.rooms.borrow_mut();
        if let Some(entry) = rooms.get(name.as_str()) {
            return Rc::clone(entry);
        }
        let entry = RoomEntry::new(self, name.clone());
        rooms.insert(name.as_str().to_owned(), Rc::clone(&entry));
        entry
    }

    /// An account, by its id.
    fn account(self: &Rc<Self>, id: &str) -> Option<Rc<AccountEntry>> {
        if !ids::is_id(id) {
            return None;
        }
        let mut accounts = self.accounts.borrow_mut();
        let entry = accounts
            .entry(id.to_owned())
            .or_insert_with(|| AccountEntry::new(self, id.to_owned()));
        Some(Rc::clone(entry))
    }

    fn all_rooms(&self) -> Vec<Rc<RoomEntry>> {
        self.rooms.borrow().values().cloned().collect()
    }

    /// Brings something to a room or an account: what that answers, if it has taken it.
    pub fn letter(
        &self,
        space: Space,
        to: &str,
        body: String,
    ) -> impl Future<Output = Option<String>> + 'static {
        let (reply, answer) = oneshot::channel();
        let to = match space {
            Space::Rooms => to.to_owned(),
            Space::Accounts => ids::of_account(to),
        };
        let letter = Message::Letter {
            space,
            to: to.clone(),
            body,
            reply,
        };
        self.shared.tell(space, &to, letter);
        async move { answer.await.ok().flatten() }
    }

    pub fn ring_room(&self, at: Instant, entry: &Rc<RoomEntry>, ring: Ring, number: u64) {
        let who = Who::Room(Rc::downgrade(entry), ring);
        self.ring_at(Due { at, number, who });
    }

    pub fn ring_account(&self, at: Instant, entry: &Rc<AccountEntry>, number: u64) {
        let who = Who::Account(Rc::downgrade(entry));
        self.ring_at(Due { at, number, who });
    }

    fn ring_at(&self, due: Due) {
        let mut all = self.due.borrow_mut();
        if all.peek().is_none_or(|Reverse(first)| due.at < first.at) {
            self.is_sooner.notify_one();
        }
        all.push(Reverse(due));
    }

    /// Rings what is due.
    async fn keep_time(self: Rc<Self>) {
        loop {
            let first = self.due.borrow().peek().map(|Reverse(due)| due.at);
            match first {
                None => self.is_sooner.notified().await,
                Some(at) if at > Instant::now() => {
                    tokio::select! {
                        biased;
                        () = sleep_until(at.into()) => {}
                        () = self.is_sooner.notified() => {}
                    }
                }
                Some(_) => {
                    let due = self.due.borrow_mut().pop();
                    if let Some(Reverse(due)) = due {
                        self.ring(due);
                    }
                    // Others have their turn, too: what is due at once again, for long, keeps nobody waiting.
                    yield_now().await;
                }
            }
        }
    }

    fn ring(&self, due: Due) {
        match due.who {
            Who::Room(entry, ring) => {
                if let Some(entry) = entry.upgrade() {
                    entry.ring(ring, due.number);
                }
            }
            Who::Account(entry) => {
                if let Some(entry) = entry.upgrade() {
                    entry.ring(due.number);
                }
            }
        }
    }

    /// Forgets what was set anew since, as it may be due in years. Not while a room or an account is called.
    fn forget_replaced(&self) {
        let mut due = self.due.borrow_mut();
        if due.len() < self.most_due.get() {
            return;
        }
        due.retain(|Reverse(due)| match &due.who {
            Who::Room(entry, ring) => entry
                .upgrade()
                .is_some_and(|entry| entry.is_set(*ring, due.number)),
            Who::Account(entry) => entry
                .upgrade()
                .is_some_and(|entry| entry.is_set(due.number)),
        });
        due.shrink_to(DUE);
        self.most_due.set(DUE.max(2 * due.len()));
    }

    pub fn watch(&self, entry: Rc<RoomEntry>) {
        self.watched.borrow_mut().push(entry);
    }

    /// Lets fall asleep of whom nothing is to be expected. Not all at once: each has a file to close.
    async fn keep_watch(self: Rc<Self>) {
        loop {
            sleep((self.idle.get() / 4).clamp(LOOK_AT_MOST_EVERY, LOOK)).await;
            self.forget_replaced();
            let watched = self.watched.take();
            for entry in watched {
                if !entry.look() {
                    self.watched.borrow_mut().push(entry);
                    continue;
                }
                if entry.is_idle() {
                    self.rooms.borrow_mut().remove(entry.name.as_str());
                }
                yield_now().await;
            }
            let accounts: Vec<_> = self.accounts.borrow().values().cloned().collect();
            for entry in accounts {
                if entry.look() {
                    self.accounts.borrow_mut().remove(&entry.id);
                    yield_now().await;
                }
            }
        }
    }

    /// Removes the files that nobody has any more: what was deleted is not in the data folder of a server that has
    /// ended. What is left after some time is removed when the server starts again.
    async fn remove_left(&self, files: Vec<LeftFile>) {
        let until = Instant::now() + REMOVING;
        for file in files {
            if Instant::now() >= until {
                break;
            }
            // One whose removal is under way is waited for.
            if let Err(error) = self
                .shared
                .store
                .remove(&file.place, file.sha256.as_deref())
            {
                (self.config().log)(&format!("a file cannot be removed: {error}"));
            }
            // Sockets are still told that the server ends.
            yield_now().await;
        }
    }

    async fn stop(&self) {
        let rooms = self.all_rooms();
        let mut left = Vec::new();
        for entry in &rooms {
            left.extend(entry.stop(CloseCode::Restarted));
        }
        for account in self.accounts.take().into_values() {
            account.stop();
        }
        self.remove_left(left).await;
        // They were told; whoever does not listen is told no more.
        let until = Instant::now() + STOPPING;
        while Instant::now() < until && rooms.iter().any(|entry| entry.has_sockets()) {
            sleep(Duration::from_millis(10)).await;
        }
        self.rooms.take();
        self.watched.take();
        self.due.take();
    }
}

/// Rings those who are not loaded, of whom nobody else knows. On one thread for all.
async fn keep_alarms(thread: Rc<Thread>) {
    let alarms = &thread.shared.alarms;
    let mut told: Option<Instant> = None;
    let mut tell = |error: AlarmsError| {
        if told.is_none_or(|at| at.elapsed() >= ALARMS_TOLD) {
            told = Some(Instant::now());
            (thread.config().log)(&format!("{error} (told at most once a minute)"));
        }
    };
    loop {
        let due = alarms.due(now(), ALARMS_AT_ONCE).unwrap_or_else(|error| {
            tell(error);
            Vec::new()
        });
        let is_all = due.len() < ALARMS_AT_ONCE;
        let asked = due.into_iter().map(|kept| {
            let (reply, then) = oneshot::channel();
            let (space, name) = (kept.space, kept.name.clone());
            let alarm = Message::Alarm {
                kept: kept.clone(),
                reply,
            };
            thread.shared.tell(space, &name, alarm);
            (kept, then)
        });
        let asked: Vec<_> = asked.collect();
        let mut settled = Vec::new();
        for (kept, then) in asked {
            if let Ok(then) = then.await {
                settled.push((kept, then));
            }
        }
        let is_settled = match alarms.settle(settled) {
            Ok(()) => true,
            Err(error) => {
                tell(error);
                false
            }
        };
        // What could not be settled is due again at once.
        if is_all || !is_settled {
            sleep(LOOK).await;
        } else {
            yield_now().await;
        }
    }
}

/// An answer of which there is more: each piece is asked for once the one before it was taken.
fn in_pieces(
    entry: &Rc<RoomEntry>,
    request: Box<Request>,
    mut answer: Answer<Outgoing>,
) -> Answer<Outgoing> {
    let Some(mut next) = answer.header(NEXT).map(str::to_owned) else {
        return answer;
    };
    answer.remove(NEXT);
    let (pieces, taken) = mpsc::channel(1);
    let first = std::mem::replace(&mut answer.body, Body::Outgoing(Outgoing::Pieces(taken)));
    let held: Held = entry.hold();
    let entry = Rc::clone(entry);
    spawn_local(async move {
        let _held = held;
        let Body::Bytes(first) = first else {
            return;
        };
        let mut piece = Some(first);
        loop {
            // Whoever reads knows by the end of the connection that something is missing.
            let is_missing = piece.is_none();
            let broken = || io::Error::other("a room stopped in the middle of an export");
            let piece_or = piece.take().map(Bytes::from).ok_or_else(broken);
            if pieces.send(piece_or).await.is_err() || is_missing || next.is_empty() {
                return;
            }
            let answer = entry.call(|object| object.answer(&request, Some(&next)));
            next.clear();
            if let Some(Some(answer)) = answer
                && answer.status == 200
            {
                next.push_str(answer.header(NEXT).unwrap_or_default());
                if let Body::Bytes(bytes) = answer.body {
                    piece = Some(bytes);
                }
            }
        }
    });
    answer
}

/// What an object answers to another one.
fn text(answer: Answer<Outgoing>) -> Option<String> {
    match answer.body {
        _ if !(200..300).contains(&answer.status) => None,
        Body::Bytes(bytes) => String::from_utf8(bytes).ok(),
        Body::Empty => Some(String::new()),
        Body::Outgoing(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use alcove::http::network::{Budgets, NetworkLimits, SharedBudgets};
    use alcove::shell::Platform;

    use super::*;
    use crate::rooms::scratch::Scratch;

    #[test]
    fn rooms_are_spread_however_much_their_names_are_alike() {
        let folder = Scratch::new();
        let data = Data::new(folder.path());
        let shared = |threads| Shared {
            data: data.clone(),
            store: Store::new(data.files()),
            alarms: Alarms::open(&data.alarms()).unwrap(),
            threads: (0..threads).map(|_| mpsc::unbounded_channel().0).collect(),
        };
        for threads in [2, 3, 8] {
            let shared = shared(threads);
            let mut counts = vec![0; threads];
            for number in 0..1_000 {
                counts[shared.thread(Space::Rooms, &format!("room{number}"))] += 1;
            }
            let even = 1_000 / threads;
            let is_even = |count: &usize| (even * 3 / 4..=even * 5 / 4).contains(count);
            assert!(counts.iter().all(is_even), "{counts:?}");
        }
    }

    #[test]
    fn an_alarm_that_was_set_anew_is_forgotten() {
        let folder = Scratch::new();
        let data = Data::new(folder.path());
        let shared = Arc::new(Shared {
            alarms: Alarms::open(&data.alarms()).unwrap(),
            store: Store::new(data.files()),
            data,
            threads: vec![mpsc::unbounded_channel().0],
        });
        let config = Arc::new(Config {
            vars: Arc::new(|_| None),
            vouched_only: false,
            budgets: SharedBudgets::new(Budgets::new(&NetworkLimits::default(), [7; 32])),
            log: Arc::new(|_| {}),
        });
        let thread = Thread::new(shared, 0, config);
        let entry = thread.room(&RoomName::parse("tea").unwrap());
        let late = |days: u64| now() + alcove::time::Duration::from_secs(days * 86_400);
        // Each is sooner than the one before.
        for days in 0..3 * DUE as u64 {
            entry.call(|object| object.platform.alarm(late(9_000 - days)));
        }
        let gone = thread.room(&RoomName::parse("gone").unwrap());
        gone.call(|object| object.platform.alarm(late(1)));
        thread.rooms.borrow_mut().remove("gone");
        thread.watched.take();
        drop(gone);
        assert_eq!(thread.due.borrow().len(), 3 * DUE + 1);
        thread.forget_replaced();
        assert_eq!(thread.due.borrow().len(), 1);
        assert!(thread.due.borrow().capacity() <= DUE);
        // The one that is left rings.
        let Some(Reverse(due)) = thread.due.borrow_mut().pop() else {
            panic!("it is there");
        };
        assert!(entry.is_set(Ring::Alarm, due.number));
    }
}
