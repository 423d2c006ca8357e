//! Who asks for something, and where the answer goes: no command needs to know a socket.

use crate::auth::Known;
use crate::log::LogError;
use crate::model::{MemberId, Role, Seq, SessionId};
use crate::time::Duration;
use crate::wire::{ErrorCode, ErrorEvent, Label};

/// Who asks for something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caller {
    pub known: Known,
    pub role: Role,
    pub reply_to: ReplyTo,
}

/// Where the answer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReplyTo {
    Session(SessionId),
    /// The request that this step is for: [`super::Effect::Answer`].
    Request,
}

impl Caller {
    /// A member, by one of its sockets, as what it is now.
    pub fn member(known: Known, role: Role, session: SessionId) -> Caller {
        Caller {
            known,
            role,
            reply_to: ReplyTo::Session(session),
        }
    }

    /// The session that is answered; none if that is a request.
    pub fn session(self) -> Option<SessionId> {
        match self.reply_to {
            ReplyTo::Session(session) => Some(session),
            ReplyTo::Request => None,
        }
    }

    /// The operator, by a request.
    pub fn operator() -> Caller {
        let known = Known {
            member: MemberId::OPERATOR,
            since: Seq::default(),
        };
        Caller {
            known,
            role: Role::Operator,
            reply_to: ReplyTo::Request,
        }
    }
}

/// Why something cannot be, and for how long, if that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub code: ErrorCode,
    pub wait: Option<Duration>,
}

impl Refused {
    /// The same for so long.
    pub fn after(code: ErrorCode, wait: Duration) -> Refused {
        let wait = Some(wait);
        Refused { code, wait }
    }

    /// As whoever sent this frame is told.
    pub fn error(self, frame: Label<'_>) -> ErrorEvent<'_> {
        let mut error = ErrorEvent::of(self.code, frame);
        error.retry_after_ms = self.wait.map(Duration::as_millis);
        error
    }
}

impl From<ErrorCode> for Refused {
    fn from(code: ErrorCode) -> Refused {
        Refused { code, wait: None }
    }
}

impl From<LogError> for Refused {
    fn from(_: LogError) -> Refused {
        ErrorCode::StorageFailed.into()
    }
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done, or was done before.
    Done,
    /// There is no such room, member or message.
    NotFound,
    /// The room knows this key as another one.
    KeyInvalid,
    /// It could not be stored.
    Failed,
}

impl Outcome {
    /// As one room's object tells another's.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Done => "done",
            Outcome::NotFound => "not_found",
            Outcome::KeyInvalid => "key_invalid",
            Outcome::Failed => "failed",
        }
    }

    /// Reads it as [`Outcome::as_str`] wrote it.
    pub fn parse(text: &str) -> Option<Outcome> {
        let all = [
            Outcome::Done,
            Outcome::NotFound,
            Outcome::KeyInvalid,
            Outcome::Failed,
        ];
        all.into_iter().find(|outcome| outcome.as_str() == text)
    }
}

impl From<ErrorCode> for Outcome {
    fn from(code: ErrorCode) -> Outcome {
        match code {
            // It is as whoever asks wants it.
            ErrorCode::NoChange => Outcome::Done,
            ErrorCode::NotFound => Outcome::NotFound,
            ErrorCode::KeyInvalid => Outcome::KeyInvalid,
            _ => Outcome::Failed,
        }
    }
}
