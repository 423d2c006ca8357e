//! Who asks for something, and where the answer goes: no command needs to know a socket.

use crate::auth::Known;
use crate::model::{MemberId, Role, Seq, SessionId};
use crate::wire::ErrorCode;

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
    /// A member, by one of its sockets.
    pub fn member(known: Known, session: SessionId) -> Caller {
        Caller {
            known,
            role: Role::Member,
            reply_to: ReplyTo::Session(session),
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

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done, or was done before.
    Done,
    /// There is no such room, member or message.
    NotFound,
    /// It could not be stored.
    Failed,
}

impl From<ErrorCode> for Outcome {
    fn from(code: ErrorCode) -> Outcome {
        match code {
            ErrorCode::NotFound => Outcome::NotFound,
            _ => Outcome::Failed,
        }
    }
}
