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
