//! One member on one socket: joins, receives, and sends messages when they are due.
//!
//! One task reads and one writes, so that a server that stops accepting for a while never keeps
//! its member from reading.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::sync::{Notify, mpsc};
use tokio::task::spawn_local;
use tokio::time::{Instant, sleep_until};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::dialect::{Dialect, News, mark};
use crate::ledger::Received;
use crate::world::World;

/// The protocol asks for a `seen` at least after every MiB.
const SEEN_EVERY: usize = 1_000_000;
/// Ten thousand members must fit into memory.
const READ_BUFFER: usize = 8 * 1024;

type Socket = WebSocketStream<TcpStream>;

/// A member, from the outside.
pub struct Member {
    pub room: u32,
    pub welcome: RefCell<Option<Welcome>>,
    /// How many members it knows of.
    pub known: Cell<u64>,
    pub received: RefCell<Received>,
    /// Pages of history that came, and messages in them.
    pub pages: Cell<(u64, usize)>,
    /// Messages received, whoever sent them and whatever is in them.
    pub messages: Cell<u64>,
    pub frames: Cell<u64>,
    pub is_open: Cell<bool>,
    /// Told with each frame that came.
    pub changed: Notify,
    out: mpsc::UnboundedSender<Out>,
}

#[derive(Clone)]
pub struct Welcome {
    pub seq: u64,
    pub epoch: String,
}

enum Out {
    Text(String),
    Say(Schedule),
    Close,
}

/// When a sender speaks: `count` times, `every` so long, from `first` on, or until `end`.
#[derive(Clone, Copy)]
pub struct Schedule {
    pub sender: u32,
    pub members: u32,
    pub first: Instant,
    pub every: Duration,
    pub end: Instant,
}

impl Member {
    /// Opens a socket and says `hello` on it; does not wait for the welcome.
    pub async fn join(world: &Rc<World>, room: u32, hello: String) -> Result<Rc<Member>, String> {
        let socket = connect(world, room).await?;
        let (write, read) = socket.split();
        let (out, inbox) = mpsc::unbounded_channel();
        let member = Rc::new(Member {
            room,
            welcome: RefCell::default(),
            known: Cell::new(0),
            received: RefCell::default(),
            pages: Cell::default(),
            messages: Cell::new(0),
            frames: Cell::new(0),
            is_open: Cell::new(true),
            changed: Notify::new(),
            out,
        });
        if world.dialect.waits_for_server() {
            spawn_local(member.clone().read(world.clone(), read, Some(hello)));
        } else {
            member.send(hello);
            spawn_local(member.clone().read(world.clone(), read, None));
        }
        spawn_local(write_all(world.clone(), room, write, inbox));
        Ok(member)
    }

    pub fn send(&self, text: String) {
        // A member whose socket is gone is noticed by what it does not receive.
        let _ = self.out.send(Out::Text(text));
    }

    pub fn says(&self, schedule: Schedule) {
        let _ = self.out.send(Out::Say(schedule));
    }

    /// Says one thing now, for so many members.
    pub fn says_once(&self, sender: u32, members: u32) {
        let now = Instant::now();
        self.says(Schedule {
            sender,
            members,
            first: now,
            every: Duration::from_secs(1),
            end: now,
        });
    }

    pub fn close(&self) {
        let _ = self.out.send(Out::Close);
    }

    /// Waits until what is asked of this member holds.
    pub async fn until(&self, holds: impl Fn(&Member) -> bool) {
        while !holds(self) && self.is_open.get() {
            self.changed.notified().await;
        }
    }

    async fn read(
        self: Rc<Member>,
        world: Rc<World>,
        mut socket: SplitStream<Socket>,
        mut hello: Option<String>,
    ) {
        let (mut unseen, mut seen) = (0, 0);
        while let Some(Ok(message)) = socket.next().await {
            let frame = match message {
                Message::Text(frame) => frame,
                Message::Close(reason) => {
                    let code = reason.map_or(1005, |reason| reason.code.into());
                    world.ledger.borrow_mut().error(&format!("closed {code}"));
                    break;
                }
                _ => continue,
            };
            if let Some(answer) = world.dialect.answer(&frame) {
                self.send(answer.to_owned());
                continue;
            }
            if let Some(number) = mark(&frame) {
                unseen = 0;
                self.send(format!(r#"{{"type":"seen","seq":{seen},"n":{number}}}"#));
                continue;
            }
            let news = world.frames.borrow_mut().read(&frame);
            let seq = self.take(&world, &news);
            if let Some(hello) = hello.take_if(|_| news.contains(&News::Open)) {
                self.send(hello);
            }
            unseen += frame.len();
            seen = seen.max(seq);
            if unseen > SEEN_EVERY && world.dialect == Dialect::Alcove && seq > 0 {
                unseen = 0;
                self.send(format!(r#"{{"type":"seen","seq":{seq}}}"#));
            }
            self.frames.set(self.frames.get() + 1);
            world.received.set(world.received.get() + 1);
            self.changed.notify_waiters();
        }
        self.is_open.set(false);
        self.changed.notify_waiters();
    }

    /// Takes the news of a frame in. Returns the last seq in it.
    fn take(&self, world: &World, news: &[News]) -> u64 {
        let mut last = 0;
        let now = world.now();
        let mut ledger = world.ledger.borrow_mut();
        for each in news {
            match each {
                News::Message { number, seq } => {
                    last = *seq;
                    self.messages.set(self.messages.get() + 1);
                    if let Some(number) = number {
                        let mut received = self.received.borrow_mut();
                        ledger.receive(now, self.room, &mut received, *number);
                    }
                }
                News::Welcome { count, seq, epoch } => {
                    self.known.set(*count);
                    let epoch = epoch.clone();
                    *self.welcome.borrow_mut() = Some(Welcome { seq: *seq, epoch });
                }
                News::Count(count) => self.known.set(*count),
                News::History(messages) => {
                    let (pages, all) = self.pages.get();
                    self.pages.set((pages + 1, all + messages));
                }
                News::Error(code) => ledger.error(code),
                News::Open => {}
            }
        }
        last
    }
}

async fn connect(world: &World, room: u32) -> Result<Socket, String> {
    let url = world.dialect.url(&world.base, &world.rooms[room as usize]);
    let stream = TcpStream::connect(&world.address).await;
    let stream = stream.map_err(|error| format!("{}: {error}", world.address))?;
    stream
        .set_nodelay(true)
        .map_err(|error| error.to_string())?;
    let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER);
    match client_async_with_config(&url, stream, Some(config)).await {
        Ok((socket, _)) => Ok(socket),
        Err(error) => Err(format!("{url}: {error}")),
    }
}

async fn write_all(
    world: Rc<World>,
    room: u32,
    mut socket: SplitSink<Socket, Message>,
    mut inbox: mpsc::UnboundedReceiver<Out>,
) {
    let mut schedule: Option<Schedule> = None;
    loop {
        let due = schedule.map_or_else(Instant::now, |schedule| schedule.first);
        let sent = tokio::select! {
            out = inbox.recv() => match out {
                Some(Out::Text(text)) => socket.send(Message::text(text)).await,
                Some(Out::Say(next)) => {
                    schedule = Some(next);
                    Ok(())
                }
                Some(Out::Close) => {
                    let _ = socket.close().await;
                    return;
                }
                None => return,
            },
            () = sleep_until(due), if schedule.is_some() => {
                say_due(&world, room, &mut socket, &mut schedule).await
            }
        };
        if sent.is_err() {
            return;
        }
    }
}

/// Says all that is due by now, and flushes once.
async fn say_due(
    world: &World,
    room: u32,
    socket: &mut SplitSink<Socket, Message>,
    schedule: &mut Option<Schedule>,
) -> Result<(), tokio_tungstenite::tungstenite::Error> {
    while let Some(next) = schedule {
        if next.first > Instant::now() {
            break;
        }
        // Late is not later: the clock of a message runs from when it was due.
        let at = world.nanos(next.first);
        let number = {
            let mut ledger = world.ledger.borrow_mut();
            ledger.send(at, room, next.sender, next.members)
        };
        socket
            .feed(Message::text(world.dialect.say(number)))
            .await?;
        next.first += next.every;
        // One that cannot keep up stops in time, and the report tells how much it said.
        if next.first >= next.end || Instant::now() >= next.end {
            *schedule = None;
        }
    }
    socket.flush().await
}
