//! One live socket, and what of it survives sleep.

use serde::{Deserialize, Serialize};

use super::flow::Flow;
use crate::limits::Millis;
use crate::name::MemberId;
use crate::rate::Strikes;
use crate::wire::Seq;

/// A socket of this room: grows with each new one, so the smallest is the oldest.
pub type SessionId = u64;

/// One live socket.
#[derive(Debug)]
pub(super) enum Session {
    Greeting(Greeting),
    Joined(Joined),
}

/// A socket that has not said a valid hello yet.
#[derive(Debug)]
pub(super) struct Greeting {
    /// The id it gets unless it proves to be someone.
    pub fresh: MemberId,
    /// When it is closed for saying nothing.
    pub deadline: Millis,
    /// Hellos that were refused but may be said again.
    pub refused: Strikes,
}

/// A socket of a member.
#[derive(Debug)]
pub(super) struct Joined {
    pub member: MemberId,
    /// Bytes sent and seen.
    pub flow: Flow,
    /// Frames that made no sense.
    pub bad_frames: Strikes,
    /// Frames over the rate.
    pub rate_errors: Strikes,
    /// Time of its last frame (bare pings do not reach the room).
    pub heard: Millis,
}

impl Joined {
    /// A session that has just said hello or woken up: whatever it did before is forgiven.
    pub fn new(member: MemberId, flow: Flow, now: Millis) -> Joined {
        Joined {
            member,
            flow,
            bad_frames: Strikes::default(),
            rate_errors: Strikes::default(),
            heard: now,
        }
    }
}

/// What is kept on the socket itself while the room sleeps; parsed like client input.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Attachment {
    pub id: SessionId,
    #[serde(flatten)]
    pub state: AttachedState,
}

/// The surviving part of a session.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum AttachedState {
    Greeting {
        fresh: MemberId,
        deadline: Millis,
    },
    Joined {
        member: MemberId,
        /// The member's name, as shown.
        name: String,
        /// Bytes sent and not yet seen, in coarse steps.
        unseen: u64,
        /// The next event of a replay that is under way.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replay: Option<Seq>,
    },
}

impl Attachment {
    /// Reads an attachment as [`Attachment::to_text`] wrote it.
    pub fn parse(text: &str) -> Option<Attachment> {
        serde_json::from_str(text).ok()
    }

    /// The attachment as it is stored: far below the 16 KiB that the platform allows.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
