//! A WebSocket on the thread of its room.
//!
//! The room writes to it at once; only what the connection does not take waits here, and goes when it does.
//! What waits is shared with all others who wait for the same, and bounded.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use alcove::limits;
use alcove::model::SessionId;
use alcove::room::Input;
use alcove::time::Timestamp;
use alcove::wire::CloseCode;
use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::task::yield_now;
use tokio::time::timeout;

use super::frames::{self, Reader, Received};
use super::room::RoomEntry;
use crate::metrics::METRICS;
use crate::stream::Stream;
use crate::system::now;

/// What is read at once, of all sockets of a thread in turn: several of the longest frames.
pub const READ: usize = 4 * limits::FRAME;
/// Frames of one socket after which the others have their turn.
const FRAMES_A_TURN: usize = 64;
/// Parts that are written at once.
const PARTS: usize = 32;
/// What each frame that waits takes beside its bytes, at most: many short ones are a lot, too.
const EACH: usize = 128;
/// What may wait for all sockets together, each frame that only one of them gets, where the operator has not said
/// (`MAX_WAITING_BYTES`). Each may be slow within its own bound, but not thousands at once.
pub const WAITING: usize = 256 * 1024 * 1024;
/// Beyond that a socket is behind with so little of it.
const OWN_LEAST: usize = 256 * 1024;
/// How long a client has to take what was sent, and to answer a close.
const CLOSING: Duration = Duration::from_secs(5);
/// The same for one that did not speak WebSocket, of which no answer can be read.
const HANGING_UP: Duration = Duration::from_secs(1);

/// What waits for all sockets, as far as nobody shares it.
static OWN: AtomicUsize = AtomicUsize::new(0);
/// And how much may.
static OWN_OF_ALL: AtomicUsize = AtomicUsize::new(WAITING);

/// From now on so many bytes may wait for all sockets of this process.
pub fn wait_at_most(bytes: usize) {
    OWN_OF_ALL.store(bytes, Ordering::Relaxed);
}

/// What of that waits for one socket.
#[derive(Default)]
struct Own(usize);

impl Own {
    fn set(&mut self, own: usize) {
        if own > self.0 {
            OWN.fetch_add(own - self.0, Ordering::Relaxed);
        } else if own < self.0 {
            OWN.fetch_sub(self.0 - own, Ordering::Relaxed);
        }
        self.0 = own;
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        self.set(0);
    }
}

pub struct Socket {
    /// By what the thread knows it.
    pub number: u64,
    /// By what the room knows it, while it is awake and the socket is open.
    pub session: Cell<Option<SessionId>>,
    /// Where it is among those who get broadcasts.
    pub subscribed: Cell<Option<usize>>,
    state: RefCell<State>,
}

struct State {
    /// None before the client has its answer, and after all.
    stream: Option<Stream>,
    phase: Phase,
    /// What a sleeping room has left; nothing on a socket that it has closed.
    attachment: Option<Box<str>>,
    pinged: Option<Timestamp>,
    queue: VecDeque<Bytes>,
    /// Bytes in the queue, and how many may be.
    queued: usize,
    bound: usize,
    /// How much of the queue is in memory for this socket alone, at most.
    own: Own,
    /// Whether the first in the queue has been sent in part.
    is_torn: bool,
    waker: Option<Waker>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    Open,
    /// A close is the last that was sent.
    Closing,
    /// It did not take what was sent, and nobody has told the room yet.
    Behind,
    /// The connection is broken.
    Broken,
}

/// What is next of a socket.
enum Turn {
    /// So many bytes were read.
    Read(usize),
    /// A close was sent.
    Closing,
    /// The socket is behind.
    Behind,
    /// There is no connection any more.
    Over,
}

impl Socket {
    pub fn new(number: u64, bound: usize) -> Socket {
        METRICS.sockets.add(1);
        Socket {
            number,
            session: Cell::new(None),
            subscribed: Cell::new(None),
            state: RefCell::new(State {
                stream: None,
                phase: Phase::Open,
                attachment: None,
                pinged: None,
                queue: VecDeque::new(),
                queued: 0,
                bound,
                own: Own::default(),
                is_torn: false,
                waker: None,
            }),
        }
    }

    /// Sends a frame, which others may get, too.
    pub fn send(&self, frame: &Bytes) {
        let mut state = self.state.borrow_mut();
        if state.phase == Phase::Open {
            state.put(frame);
        }
    }

    /// Sends a close, and nothing after it.
    pub fn close(&self, code: Option<u16>, reason: &str) {
        let mut state = self.state.borrow_mut();
        state.attachment = None;
        if state.phase == Phase::Open {
            state.put(&frames::close(code, reason));
        }
        if matches!(state.phase, Phase::Open | Phase::Behind) {
            state.phase = Phase::Closing;
            state.wake();
        }
    }

    pub fn attach(&self, text: Option<&str>) {
        self.state.borrow_mut().attachment = text.map(Box::from);
    }

    pub fn attachment(&self) -> Option<String> {
        self.state.borrow().attachment.as_deref().map(str::to_owned)
    }

    pub fn pinged(&self) -> Option<Timestamp> {
        self.state.borrow().pinged
    }

    fn is_open(&self) -> bool {
        self.state.borrow().phase == Phase::Open
    }

    /// Whether the client has its connection.
    pub fn is_connected(&self) -> bool {
        self.state.borrow().stream.is_some()
    }

    /// Has its connection from now on, on which some was read already.
    pub fn connect(self: &Rc<Socket>, entry: Rc<RoomEntry>, stream: Stream, read: Bytes) {
        self.state.borrow_mut().stream = Some(stream);
        tokio::task::spawn_local(run(entry, Rc::clone(self), read.into()));
    }

    /// What comes next: of the connection, or of the room.
    fn poll_turn(&self, context: &mut Context<'_>, buffer: &mut [u8]) -> Poll<Turn> {
        let state = &mut *self.state.borrow_mut();
        match state.phase {
            Phase::Open => {}
            Phase::Closing => return Poll::Ready(Turn::Closing),
            Phase::Behind => return Poll::Ready(Turn::Behind),
            Phase::Broken => return Poll::Ready(Turn::Over),
        }
        state.listen(context);
        if let Poll::Ready(Err(_)) = state.poll_flush(context) {
            return Poll::Ready(Turn::Over);
        }
        state.poll_read(context, buffer).map(|read| match read {
            Ok(0) | Err(_) => Turn::Over,
            Ok(count) => Turn::Read(count),
        })
    }

    /// Sends what waits, and what waits in it.
    async fn flush(&self) -> io::Result<()> {
        poll_fn(|context| self.state.borrow_mut().poll_flush(context)).await
    }

    async fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        poll_fn(|context| self.state.borrow_mut().poll_read(context, buffer)).await
    }

    async fn shut_down(&self) -> io::Result<()> {
        poll_fn(|context| match &mut self.state.borrow_mut().stream {
            Some(stream) => Pin::new(stream).poll_shutdown(context),
            None => Poll::Ready(Ok(())),
        })
        .await
    }

    fn hang_up(&self) {
        let mut state = self.state.borrow_mut();
        state.phase = Phase::Broken;
        state.attachment = None;
        state.stream = None;
        state.queue = VecDeque::new();
        state.queued = 0;
        state.own.set(0);
        state.waker = None;
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        METRICS.sockets.sub(1);
    }
}

impl State {
    /// Sends a frame, as far as the connection takes it.
    fn put(&mut self, frame: &Bytes) {
        let mut sent = 0;
        if self.queue.is_empty()
            && let Some(stream) = &mut self.stream
            && !stream.holds_some()
        {
            match stream.send_now(&[IoSlice::new(frame)]) {
                Ok(count) => sent = count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(_) => {
                    self.phase = Phase::Broken;
                    return self.wake();
                }
            }
            METRICS.bytes_out.add(sent as u64);
            if sent == frame.len() {
                if stream.holds_some() {
                    self.wake();
                }
                return;
            }
            self.is_torn = sent > 0;
        }
        let is_own = frame.is_unique();
        let own = if is_own { frame.len() } else { 0 };
        self.own.set(self.own.0 + own + EACH);
        self.queued += frame.len() - sent;
        self.queue.push_back(frame.slice(sent..));
        let is_too_much = self.own.0 > OWN_LEAST
            && OWN.load(Ordering::Relaxed) > OWN_OF_ALL.load(Ordering::Relaxed);
        if self.waits() > self.bound || is_too_much {
            self.fall_behind();
        }
        self.wake();
    }

    /// What the queue takes.
    fn waits(&self) -> usize {
        self.queued + self.queue.len() * EACH
    }

    /// Gives up all that was not begun to be sent. The client hears why, if it ever takes the rest.
    #[cold]
    fn fall_behind(&mut self) {
        self.phase = Phase::Behind;
        self.attachment = None;
        self.queue.truncate(usize::from(self.is_torn));
        let code = CloseCode::TryAgainLater;
        let close = frames::close(Some(code.code()), code.reason());
        self.queue.push_back(close);
        self.queued = self.queue.iter().map(Bytes::len).sum();
        self.own.set(self.own.0.min(self.waits()));
    }

    fn listen(&mut self, context: &Context<'_>) {
        match &mut self.waker {
            Some(waker) => waker.clone_from(context.waker()),
            waker => *waker = Some(context.waker().clone()),
        }
    }

    fn wake(&self) {
        if let Some(waker) = &self.waker {
            waker.wake_by_ref();
        }
    }

    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Some(stream) = &mut self.stream else {
            return Poll::Ready(Ok(()));
        };
        while !self.queue.is_empty() {
            let mut parts = [IoSlice::new(&[]); PARTS];
            let count = self.queue.len().min(PARTS);
            for (part, bytes) in parts.iter_mut().zip(&self.queue) {
                *part = IoSlice::new(bytes);
            }
            let written = Pin::new(&mut *stream).poll_write_vectored(context, &parts[..count]);
            let mut written = std::task::ready!(written)?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            METRICS.bytes_out.add(written as u64);
            self.queued -= written;
            while let Some(first) = self.queue.front_mut()
                && written > 0
            {
                let taken = written.min(first.len());
                first.advance(taken);
                written -= taken;
                self.is_torn = !first.is_empty();
                if first.is_empty() {
                    self.queue.pop_front();
                }
            }
            if self.queue.is_empty() {
                self.queue = VecDeque::new();
            }
            let waits = self.queued + self.queue.len() * EACH;
            self.own.set(self.own.0.min(waits));
        }
        match stream.holds_some() {
            true => Pin::new(stream).poll_flush(context),
            false => Poll::Ready(Ok(())),
        }
    }

    fn poll_read(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let Some(stream) = &mut self.stream else {
            return Poll::Ready(Ok(0));
        };
        let mut buffer = ReadBuf::new(buffer);
        std::task::ready!(Pin::new(stream).poll_read(context, &mut buffer))?;
        let count = buffer.filled().len();
        METRICS.bytes_in.add(count as u64);
        Poll::Ready(Ok(count))
    }
}

/// Brings what comes on a socket to its room, until there is no socket any more.
async fn run(entry: Rc<RoomEntry>, socket: Rc<Socket>, mut rest: Vec<u8>) {
    let mut reader = Reader::default();
    let mut is_read = !rest.is_empty();
    loop {
        while entry.is_paused() {
            yield_now().await;
        }
        if !is_read {
            let turn = poll_fn(|context| poll_read(&entry, &socket, &mut rest, context)).await;
            match turn {
                Turn::Read(_) => {}
                Turn::Closing => break,
                Turn::Behind => {
                    entry.closed(&socket);
                    break;
                }
                Turn::Over => {
                    entry.closed(&socket);
                    return over(&entry, &socket);
                }
            }
        }
        is_read = take_in(&entry, &socket, &mut reader, &mut rest);
        if is_read {
            yield_now().await;
        }
    }
    // Larger than all that a socket needs while it is open.
    Box::pin(finish(&socket, &mut reader, rest)).await;
    over(&entry, &socket);
}

/// Reads into the buffer of the thread, which is free between two turns, and leaves what came in `rest`.
fn poll_read(
    entry: &RoomEntry,
    socket: &Socket,
    rest: &mut Vec<u8>,
    context: &mut Context<'_>,
) -> Poll<Turn> {
    entry.thread.with_buffer(|buffer| {
        let turn = socket.poll_turn(context, buffer);
        if let Poll::Ready(Turn::Read(count)) = turn {
            // Most often a frame is whole, and this is empty again at once.
            rest.extend_from_slice(&buffer[..count]);
        }
        turn
    })
}

/// Has the room take in the frames that have come. Whether some of them wait for the next turn.
fn take_in(
    entry: &Rc<RoomEntry>,
    socket: &Rc<Socket>,
    reader: &mut Reader,
    rest: &mut Vec<u8>,
) -> bool {
    let mut at = 0;
    let mut is_left = false;
    for count in 0.. {
        if count == FRAMES_A_TURN || entry.is_paused() {
            is_left = true;
            break;
        }
        if !socket.is_open() {
            break;
        }
        let Some((taken, received)) = reader.next(&mut rest[at..]) else {
            break;
        };
        at += taken;
        match received {
            Received::Nothing => {}
            Received::Text(text) if text == "ping" => {
                socket.state.borrow_mut().pinged = Some(now());
                socket.send(&entry.thread.pong);
            }
            Received::Text(text) => {
                METRICS.frames_in.add(1);
                let text = text.into_owned();
                entry.on_socket(socket, |session| Input::Frame { session, text });
            }
            Received::Binary => entry.on_socket(socket, |session| Input::Binary { session }),
            Received::Ping(payload) => socket.send(&frames::pong(payload)),
            Received::Close(code) => {
                entry.closed(socket);
                socket.close(code, "");
                break;
            }
            Received::Broken(code) => {
                entry.closed(socket);
                socket.close(Some(code), "");
                break;
            }
        }
    }
    rest.drain(..at);
    if rest.is_empty() {
        // An idle socket has no buffer.
        *rest = Vec::new();
    }
    is_left
}

/// Sees a close through: what was sent before it goes, and the client answers, if it did not begin.
async fn finish(socket: &Socket, reader: &mut Reader, mut rest: Vec<u8>) {
    let time = match reader.is_deaf() {
        true => HANGING_UP,
        false => CLOSING,
    };
    let closed = timeout(time, async {
        socket.flush().await?;
        if reader.is_deaf() {
            socket.shut_down().await?;
        }
        reader.wait_for_close();
        let mut buffer = [0; 512];
        loop {
            let mut at = 0;
            while let Some((taken, _)) = reader.next(&mut rest[at..]) {
                at += taken;
            }
            rest.drain(..at);
            if reader.is_deaf() {
                rest.clear();
            }
            if reader.has_closed() {
                break;
            }
            match socket.read(&mut buffer).await? {
                0 => break,
                count => rest.extend_from_slice(&buffer[..count]),
            }
        }
        socket.shut_down().await
    });
    let _ = closed.await;
}

fn over(entry: &Rc<RoomEntry>, socket: &Socket) {
    socket.hang_up();
    entry.gone(socket);
}
