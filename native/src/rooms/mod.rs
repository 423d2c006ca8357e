//! Rooms and accounts, each on one of several threads, with a SQLite file of its own.
//!
//! A room is loaded by the first that is asked of it, and falls asleep when nothing happens for a while: then
//! its sockets are all that is left of it, with the little that it has left on them.

mod account;
mod alarm;
mod alarms;
mod data;
mod frames;
pub(crate) mod ids;
mod log;
mod room;
#[cfg(test)]
mod scratch;
mod socket;
mod sql;
mod thread;

use std::future::Ready;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::{fmt, io};

use alcove::account::Space;
use alcove::http::network::SharedBudgets;
use alcove::model::RoomName;
use alcove::server::{Answer, Failed, Request, Result};
use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};

pub use alarms::Alarms;
pub use data::Data;
pub use log::Log;
pub use sql::{FileSql, has_search};
pub(crate) use sql::{make_folder, sync_folder};

use crate::limit;
use crate::store::Store;
use crate::stream::Stream;
use crate::system;
use thread::{Message, Reply, Shared};

/// Settings, by their names.
pub type Vars = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// What rooms are told from outside.
#[derive(Clone)]
pub struct Config {
    pub vars: Vars,
    /// Whether only those come in whom an account or a site vouches for.
    pub vouched_only: bool,
    /// What the rooms of pairs are taken out of.
    pub budgets: SharedBudgets,
    /// Takes a line for the operator.
    pub log: Log,
}

/// What only this host can put into an answer.
pub enum Outgoing {
    /// A place in a room, for whoever has the connection.
    Socket(Seat),
    /// A body that comes in pieces. An error is the end of the connection: something is missing.
    Pieces(mpsc::Receiver<io::Result<Bytes>>),
    /// The same of which it is known how much it is.
    Stored(mpsc::Receiver<io::Result<Bytes>>, u64),
    /// A file of the page.
    File(Bytes),
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Outgoing::Socket(_) => "Socket",
            Outgoing::Pieces(_) => "Pieces",
            Outgoing::Stored(..) => "Stored",
            Outgoing::File(_) => "File",
        })
    }
}

/// A thread cannot go on, so its rooms would answer nobody: the whole server ends, for whoever started it to start
/// it again. What was acknowledged is on disk.
#[cold]
fn give_up(log: &Log, why: &str) -> ! {
    log(&format!(
        "a thread of rooms has ended: {why}. The server ends with it."
    ));
    std::process::exit(1)
}

/// All rooms and accounts. A clone is the same.
#[derive(Clone)]
pub struct Rooms(Arc<Inner>);

struct Inner {
    shared: Arc<Shared>,
    handles: Mutex<Vec<JoinHandle<()>>>,
}

impl Rooms {
    /// Starts the threads.
    pub fn start(config: Config, threads: usize, data: &Path) -> io::Result<Rooms> {
        sql::make_folder(Some(data))?;
        let config = Arc::new(config);
        let data = Data::new(data);
        let alarms = Alarms::open(&data.alarms()).map_err(io::Error::other)?;
        let (senders, inboxes): (Vec<_>, Vec<_>) = (0..threads.max(1))
            .map(|_| mpsc::unbounded_channel())
            .unzip();
        let store = Store::new(data.files());
        let is_there = |room: &str| {
            let room = RoomName::parse(room);
            room.is_ok_and(|room| data.room(&room).path.exists())
        };
        if let Err(error) = store.remove_orphans(is_there) {
            (config.log)(&format!("files of rooms that are gone: {error}"));
        }
        let shared = Arc::new(Shared {
            data,
            store,
            alarms,
            threads: senders,
        });
        let most_open = limit::databases(limit::files(), threads);
        let mut handles = Vec::new();
        for (index, inbox) in inboxes.into_iter().enumerate() {
            let (shared, config) = (Arc::clone(&shared), Arc::clone(&config));
            let thread = std::thread::Builder::new().name(format!("rooms-{index}"));
            handles.push(thread.spawn(move || {
                let log = Arc::clone(&config.log);
                sql::open_at_most(most_open);
                let run = || thread::run(shared, index, config, inbox);
                match catch_unwind(AssertUnwindSafe(run)) {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => give_up(&log, &error.to_string()),
                    Err(_) => give_up(&log, "a fault"),
                }
            })?);
        }
        let (of_all, log) = (Arc::clone(&shared), Arc::clone(&config.log));
        let thread = std::thread::Builder::new().name("interrupted".to_owned());
        handles.push(thread.spawn(move || {
            if let Err(error) = ring_interrupted(&of_all) {
                log(&format!("alarms of who was awake: {error}"));
            }
        })?);
        let handles = Mutex::new(handles);
        Ok(Rooms(Arc::new(Inner { shared, handles })))
    }

    /// Other settings. A room takes them when it next wakes.
    pub fn configure(&self, config: Config) {
        let config = Arc::new(config);
        for thread in &self.0.shared.threads {
            let _ = thread.send(Message::Configure(Arc::clone(&config)));
        }
    }

    /// What a room answers. Only if it wants what somebody sends along, that is waited for: a body, or none if
    /// not all of it came.
    pub async fn ask_room(
        &self,
        room: &RoomName,
        request: Request,
        upload: Option<impl Future<Output = Option<Vec<u8>>>>,
    ) -> Result<Answer<Outgoing>> {
        let (reply, answer) = oneshot::channel();
        let ask = Message::Ask {
            room: room.clone(),
            request: Box::new(request),
            reply,
        };
        self.0.shared.tell(Space::Rooms, room.as_str(), ask);
        let mut wanted = match answered(answer).await? {
            Reply::Answer(answer) => return Ok(answer),
            Reply::Fault => return Err(fault()),
            Reply::Body(wanted) => wanted,
        };
        let body = match upload {
            Some(upload) => upload.await,
            None => None,
        };
        match answered(wanted.send(body)).await? {
            Reply::Answer(answer) => Ok(answer),
            _ => Err(fault()),
        }
    }

    /// The same, where nothing is sent along.
    pub async fn ask(&self, room: &RoomName, request: Request) -> Result<Answer<Outgoing>> {
        self.ask_room(room, request, None::<Ready<_>>).await
    }

    /// What an account answers.
    pub async fn ask_account(&self, name: &str, question: String) -> Result<Answer<Outgoing>> {
        let (reply, answer) = oneshot::channel();
        let id = ids::of_account(name);
        let ask = Message::Question {
            account: id.clone(),
            question,
            reply,
        };
        self.0.shared.tell(Space::Accounts, &id, ask);
        answered(answer).await?.ok_or_else(fault)
    }

    /// The bytes of files.
    pub fn store(&self) -> Store {
        self.0.shared.store.clone()
    }

    /// Where in the store a file of a room is.
    pub fn place(&self, room: &RoomName, id: &str) -> PathBuf {
        self.0.shared.data.file(room, id)
    }

    /// Whether anything was ever written in a room.
    pub fn has_room(&self, room: &RoomName) -> bool {
        self.0.shared.data.room(room).path.exists()
    }

    /// Ends all rooms and accounts: clients are told to come back, and all is written.
    pub async fn stop(&self) {
        let stopped = self.0.shared.threads.iter().map(|thread| {
            let (reply, stopped) = oneshot::channel();
            let _ = thread.send(Message::Stop(reply));
            stopped
        });
        for stopped in stopped.collect::<Vec<_>>() {
            let _ = stopped.await;
        }
        let mut handles = self
            .0
            .handles
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for handle in handles.drain(..) {
            let _ = handle.join();
        }
    }
}

/// A room waits for a body: whatever becomes of who sends it, or of this on its way, the room is told.
struct Wanted {
    thread: mpsc::UnboundedSender<Message>,
    /// None once the room was told.
    asked: Option<(RoomName, Box<Request>)>,
}

impl Wanted {
    fn new(
        thread: mpsc::UnboundedSender<Message>,
        room: RoomName,
        request: Box<Request>,
    ) -> Wanted {
        let asked = Some((room, request));
        Wanted { thread, asked }
    }

    fn send(&mut self, body: Option<Vec<u8>>) -> oneshot::Receiver<Reply> {
        let (reply, answer) = oneshot::channel();
        if let Some((room, request)) = self.asked.take() {
            let _ = self.thread.send(Message::Body {
                room,
                request,
                body,
                reply,
            });
        }
        answer
    }
}

impl Drop for Wanted {
    fn drop(&mut self) {
        self.send(None);
    }
}

/// A place in a room. Whoever drops it without having connected has left the room.
pub struct Seat {
    thread: mpsc::UnboundedSender<Message>,
    /// Nobody's any more once it is taken.
    place: Option<(RoomName, u64)>,
}

impl Seat {
    fn new(thread: mpsc::UnboundedSender<Message>, room: RoomName, number: u64) -> Seat {
        let place = Some((room, number));
        Seat { thread, place }
    }

    /// The client has its answer: from now on the connection is the room's. Some was read of it already.
    pub fn connect(mut self, stream: Stream, read: Bytes) {
        let Ok(stream) = stream.detach() else {
            return;
        };
        if let Some((room, number)) = self.place.take() {
            let _ = self.thread.send(Message::Connect {
                room,
                number,
                stream,
                read,
            });
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        if let Some((room, number)) = self.place.take() {
            let _ = self.thread.send(Message::Leave { room, number });
        }
    }
}

/// Rings whoever was awake when the server was killed: what they had committed may have led to an alarm that was
/// not kept any more, as that is another file. Nobody waits for it.
fn ring_interrupted(shared: &Shared) -> io::Result<()> {
    for space in [Space::Rooms, Space::Accounts] {
        let names = shared.data.with_logs(space)?;
        let rung = shared.alarms.ring_by(system::now(), space, names);
        rung.map_err(io::Error::other)?;
    }
    Ok(())
}

async fn answered<T>(answer: oneshot::Receiver<T>) -> Result<T> {
    answer.await.map_err(|_| Failed::Stopping)
}

fn fault() -> Failed {
    Failed::Fault("a room or an account had a fault".to_owned())
}
