//! What a server needs of the platform it is on.

use std::fmt;

use super::message::{Answer, Request};
use crate::http::oidc::{Ask, Reply};
use crate::model::RoomName;
use crate::time::{Duration, Timestamp};

/// The platform's side of a server. It decides nothing.
// Each platform runs a server on one thread, so no future has to be `Send`.
#[expect(async_fn_in_trait)]
pub trait Runtime {
    /// The body of a request that was not read yet.
    type Incoming;
    /// What only the platform can put into an answer: a file, a stream, a socket.
    type Outgoing;

    fn now(&self) -> Timestamp;
    /// Random bytes fit for keys.
    fn random<const N: usize>(&self) -> [u8; N];

    /// A setting.
    fn var(&self, name: &str) -> Option<String>;
    /// A setting that is a secret.
    fn secret(&self, name: &str) -> Option<String>;

    /// Tells whoever runs the server what is to be mended.
    fn warn(&self, what: &str);
    /// Tells whoever runs the server what was done.
    fn log(&self, what: &str);

    /// The body of a request whose length was told, and is bearable.
    async fn text(&self, body: Self::Incoming) -> Result<String>;

    /// A file of the page: `GET` with no more than these headers.
    async fn file(&self, request: &Request) -> Result<Answer<Self::Outgoing>>;

    /// What a room's object answers.
    async fn ask_room(
        &self,
        room: &RoomName,
        request: Request,
        upload: Option<Upload<Self::Incoming>>,
    ) -> Result<Answer<Self::Outgoing>>;

    /// Whether anybody ever asked for this room, where that can be told without asking for it.
    async fn has_room(&self, room: &RoomName) -> Result<Option<bool>>;

    /// What an account's object answers to a question.
    async fn ask_account(&self, account: &str, question: String) -> Result<Answer<Self::Outgoing>>;

    /// Stores a part of a room's file, if it comes in time and as long as was told, and is the one that comes next:
    /// what is stored is durable then.
    async fn put_file(&self, room: &RoomName, id: &str, part: Part<Self::Incoming>) -> Result<Put>;
    /// So many bytes of a file from there on; none if they are not all there.
    async fn get_file(
        &self,
        room: &RoomName,
        id: &str,
        start: u64,
        length: u64,
    ) -> Result<Option<Self::Outgoing>>;
    /// What is stored of a file that is to have so many bytes.
    async fn file_size(&self, room: &RoomName, id: &str, total: u64) -> Result<Stored>;
    /// Removes the bytes of a file, if there are any.
    async fn drop_file(&self, room: &RoomName, id: &str) -> Result<()>;

    /// The first files by their ids, after this one, whose bytes have this SHA-256, in hex: the room of each, and its
    /// id.
    async fn files_with(
        &self,
        sha256: &str,
        after: &str,
        most: usize,
    ) -> Result<Vec<(RoomName, String)>>;
    /// A file is not to be found by that any more.
    async fn forget_file(&self, sha256: &str, id: &str) -> Result<()>;

    /// Whether the platform has a rate limit of its own.
    fn has_limit(&self) -> bool;
    /// Whether that limit admits a network.
    async fn admits(&self, network: &str) -> Result<bool>;

    /// Finds something out for a sign-in by a provider.
    async fn find(&self, ask: Ask) -> Reply;
}

/// A body that is passed on to a room, if it comes in this time.
pub struct Upload<I> {
    pub body: I,
    pub time: Duration,
}

/// A part of a file.
pub struct Part<I> {
    /// Where it begins: after all that the room knows to be stored.
    pub at: u64,
    pub length: u64,
    /// Bytes of the whole file.
    pub total: u64,
    pub body: I,
    /// In which it has to come.
    pub time: Duration,
}

/// What became of a part.
#[derive(Debug)]
pub enum Put {
    Stored(Stored),
    /// Not as much came as was told, or more.
    Short,
    /// It did not come in time.
    Late,
}

/// What is stored of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub next: u64,
    /// Whether that is with the part that was sent; else another one had come before it.
    pub is_taken: bool,
    /// Of all of it: the SHA-256 in hex, and its first [`limits::FILE_HEAD`](crate::limits::FILE_HEAD) bytes.
    pub whole: Option<(String, Vec<u8>)>,
}

/// The platform could not do what it was asked to.
#[derive(Debug)]
pub enum Failed {
    /// Why is for the operator's log, never for a client.
    Fault(String),
    /// The server ends. Whoever comes again finds the next one.
    Stopping,
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Failed::Fault(why) => why,
            Failed::Stopping => "the server stops",
        })
    }
}

impl std::error::Error for Failed {}

pub type Result<T> = std::result::Result<T, Failed>;
