//! The wire: client frames in, server events out, error and close codes.
//!
//! The contract itself is `docs/protocol.md`; this module is the server's only implementation. It
//! knows what a frame *is*, not what the room does about it. Decoding never panics, and never copies
//! an input's error text to a client.

mod archive;
mod decode;
pub mod desk;
mod direct;
mod event;
mod file;
mod json;
mod letter;
mod links;
mod push;
pub mod settings;
mod shape;

pub use archive::{EventReader, FileHead, room_change};
pub use decode::{
    Ask, Ban, ClientFrame, Creation, DeskPage, DirectFrame, DirectOp, Hello, Kind, LogFrame, Op,
    PushFrame, Refusal, Request, Subscription, What,
};
pub use direct::Direct;
pub use event::{
    DeskCounts, ErrorEvent, FileSign, Head, Label, PairOf, Preview, PushKey, ServerEvent, Watcher,
    WelcomeFiles, WelcomeLimits, You, answer, encode, encode_error, export_head, frame, history,
    messages_body, result, search_body,
};
pub use file::{file, files, new_file};
pub use json::Json;
pub use letter::{Letter, PairReport, PairState};
pub use links::{Linked, escaped};
pub use push::{PushNews, pushed, to_push_service};

use std::fmt;

use serde::Serialize;

/// Stable error codes: clients may rely on the strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    BadFrame,
    BadHello,
    NameInvalid,
    NameTaken,
    TextEmpty,
    TextTooLong,
    TextInvalid,
    CidInvalid,
    NotFound,
    NotYours,
    NoChange,
    EmojiInvalid,
    RateLimited,
    RoomFull,
    StorageFailed,
    UnsupportedVersion,
    RoomClosed,
    Removed,
    KeyInvalid,
    KeyNeeded,
    Denied,
    Forbidden,
    Muted,
    Banned,
    SettingInvalid,
    LastOwner,
    TooMany,
    NotCreated,
    JwtInvalid,
    PushInvalid,
    PushOff,
    SignInNeeded,
    FileIncomplete,
}

impl ErrorCode {
    /// A short sentence for people, without anything internal.
    pub fn message(self) -> &'static str {
        match self {
            ErrorCode::BadFrame => "This frame could not be understood.",
            ErrorCode::BadHello => "The first frame has to be a valid hello.",
            ErrorCode::NameInvalid => {
                "A name has 1 to 32 visible characters, without control characters."
            }
            ErrorCode::NameTaken => "Someone here already has this name.",
            ErrorCode::TextEmpty => "The message has no visible text.",
            ErrorCode::TextTooLong => "The message is too long.",
            ErrorCode::TextInvalid => "The message contains control characters.",
            ErrorCode::CidInvalid => "A cid has 1 to 64 printable ASCII characters without spaces.",
            ErrorCode::NotFound => "There is no such message, or it was deleted.",
            ErrorCode::NotYours => "Only its author can change a message.",
            ErrorCode::NoChange => "This would change nothing.",
            ErrorCode::EmojiInvalid => "A reaction is exactly one emoji.",
            ErrorCode::RateLimited => "Too fast. Try again in a moment.",
            ErrorCode::RoomFull => "The room is full.",
            ErrorCode::StorageFailed => "The room could not store this. Try again.",
            ErrorCode::RoomClosed => "This room was closed by its operator.",
            ErrorCode::Removed => "You were removed from this room.",
            ErrorCode::KeyInvalid => "This link's key is not valid, or not any more.",
            ErrorCode::KeyNeeded => "This room can only be entered by an invitation.",
            ErrorCode::Denied => "You were not let in.",
            ErrorCode::Forbidden => "You may not do this here.",
            ErrorCode::Muted => "A moderator has muted you for now.",
            ErrorCode::Banned => "You may not come in here for now.",
            ErrorCode::SettingInvalid => "There is no such setting, or it cannot have this value.",
            ErrorCode::LastOwner => "A room that has an owner keeps one.",
            ErrorCode::TooMany => "That would be more than the room can have.",
            ErrorCode::NotCreated => "Nobody has created this room.",
            ErrorCode::JwtInvalid => "What the site says of who you are cannot be taken.",
            ErrorCode::PushInvalid => {
                "This browser cannot be told: its address or its keys are not valid here."
            }
            ErrorCode::PushOff => "This server uses no push services.",
            ErrorCode::FileIncomplete => "Not all of this file has come yet.",
            ErrorCode::SignInNeeded => "Sign in to come into rooms here.",
            ErrorCode::UnsupportedVersion => "This protocol version is not supported.",
        }
    }

    /// Whether the same frame can succeed later.
    pub fn is_retryable(self) -> bool {
        matches!(
            self,
            ErrorCode::RateLimited | ErrorCode::RoomFull | ErrorCode::StorageFailed
        )
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for ErrorCode {}

/// Why a JWT is not taken, as clients are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JwtCause {
    /// It is no JWT.
    Form,
    /// Its issuer is no site with a key here.
    Issuer,
    /// It is signed by another algorithm than that of the site's key.
    Algorithm,
    Signature,
    /// Its time is over, or still to come.
    Expired,
    /// It is meant to last for too long.
    TooLong,
    /// It is for another room.
    Room,
    /// What it says is not what it may say.
    Claims,
    /// It came by the page of another site.
    Origin,
}

/// Close codes that the room uses; the runtime adds 1002, 1006 and 1007 of its own, and 1012, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseCode {
    /// A binary frame.
    BinaryFrame,
    /// A frame over 16,384 bytes.
    FrameTooBig,
    /// A fault of the server: come back.
    ServerFault,
    /// The log is another from now on: come back, and resume.
    Restarted,
    /// Full or overloaded: come back later.
    TryAgainLater,
    /// No valid hello, or too many bad frames.
    BadHello,
    /// Token invalid or expired.
    BadToken,
    /// The operator does not want this socket here.
    NotAllowed,
    /// The operator has deleted the room.
    Gone,
    /// No hello in time, or gone silent.
    TimedOut,
    /// Replaced by a newer socket of the same member.
    Replaced,
    /// Too many rate errors.
    Flooding,
}

impl CloseCode {
    /// The number on the wire.
    pub fn code(self) -> u16 {
        match self {
            CloseCode::BinaryFrame => 1003,
            CloseCode::FrameTooBig => 1009,
            CloseCode::ServerFault => 1011,
            CloseCode::Restarted => 1012,
            CloseCode::TryAgainLater => 1013,
            CloseCode::BadHello => 4400,
            CloseCode::BadToken => 4401,
            CloseCode::NotAllowed => 4403,
            CloseCode::TimedOut => 4408,
            CloseCode::Replaced => 4409,
            CloseCode::Gone => 4410,
            CloseCode::Flooding => 4429,
        }
    }

    /// A short reason for people who read logs.
    pub fn reason(self) -> &'static str {
        match self {
            CloseCode::BinaryFrame => "binary frames are not supported",
            CloseCode::FrameTooBig => "frame too big",
            CloseCode::ServerFault => "server fault",
            CloseCode::Restarted => "the room has begun anew",
            CloseCode::TryAgainLater => "try again later",
            CloseCode::BadHello => "bad hello or too many bad frames",
            CloseCode::BadToken => "token invalid or expired",
            CloseCode::NotAllowed => "not allowed here",
            CloseCode::Gone => "the room is gone",
            CloseCode::TimedOut => "timed out",
            CloseCode::Replaced => "replaced by a newer socket",
            CloseCode::Flooding => "too many frames",
        }
    }
}
