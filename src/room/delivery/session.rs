//! One live socket, and what of it survives sleep.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::auth::Known;
use crate::limits::{self, Millis};
use crate::model::{MAX_SEQ, MemberId, Seq, SessionId};
use crate::rate::{Bucket, Strikes};
use crate::room::delivery::flow::Flow;
use crate::room::networks::NetworkTag;
use crate::wire::Json;

/// One live socket.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "boxed as a whole")]
pub(in crate::room) enum Session {
    Greeting(Greeting),
    Joined(Joined),
}

/// All live sockets.
///
/// Boxed, as are replays, members and messages in theirs: maps from a number to a pointer share
/// their compiled code, and each kind of value by itself would be another 7 KB of it.
#[derive(Debug, Default)]
pub(in crate::room) struct Sessions(BTreeMap<SessionId, Box<Session>>);

impl Sessions {
    pub fn get(&self, id: SessionId) -> Option<&Session> {
        self.0.get(&id).map(Box::as_ref)
    }

    pub fn get_mut(&mut self, id: SessionId) -> Option<&mut Session> {
        self.0.get_mut(&id).map(Box::as_mut)
    }

    pub fn insert(&mut self, id: SessionId, session: Session) {
        self.0.insert(id, Box::new(session));
    }

    pub fn remove(&mut self, id: SessionId) -> Option<Box<Session>> {
        self.0.remove(&id)
    }

    pub fn contains(&self, id: SessionId) -> bool {
        self.0.contains_key(&id)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The ids of all, the oldest first.
    pub fn ids(&self) -> Vec<SessionId> {
        self.0.keys().copied().collect()
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }
}

/// A socket that has not said a valid hello yet.
#[derive(Debug)]
pub(in crate::room) struct Greeting {
    /// The id it gets unless it proves to be someone.
    pub fresh: MemberId,
    /// When it is closed for saying nothing.
    pub deadline: Millis,
    /// When it is closed whatever it says.
    pub ends: Millis,
    /// Hellos that were refused but may be said again.
    pub refused: Strikes,
}

/// A socket of a member.
#[derive(Debug)]
pub(in crate::room) struct Joined {
    pub known: Known,
    /// Bytes sent and seen.
    pub flow: Flow,
    /// Frames that made no sense.
    pub bad_frames: Strikes,
    /// Frames over the rate.
    pub rate_errors: Strikes,
    /// Time of its last frame (bare pings do not reach the room); after a sleep, perhaps a little
    /// later than that.
    pub heard: Millis,
    /// The same, as it is kept on the socket.
    pub heard_kept: Millis,
    /// What is left of `seen` that bring no progress.
    pub seen: Bucket,
    /// Frames since the last `seen` that brought progress.
    pub frames_unheard: u32,
}

impl Joined {
    /// A session that has just said hello or woken up: whatever it did before is forgiven.
    pub fn new(known: Known, flow: Flow, heard: Millis, now: Millis) -> Joined {
        Joined {
            known,
            flow,
            bad_frames: Strikes::default(),
            rate_errors: Strikes::default(),
            heard,
            heard_kept: heard,
            seen: Bucket::full(limits::SEEN, now),
            frames_unheard: 0,
        }
    }
}

/// What is kept on the socket itself while the room sleeps; parsed like client input.
#[derive(Debug, PartialEq, Serialize)]
pub struct Attachment {
    pub id: SessionId,
    /// By what the room knows its network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<NetworkTag>,
    #[serde(flatten)]
    pub state: AttachedState,
}

/// The surviving part of a session.
#[derive(Debug, PartialEq, Serialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum AttachedState {
    Greeting {
        fresh: MemberId,
        deadline: Millis,
        /// When the greeting ends whatever it says; an earlier version did not write it.
        #[serde(skip_serializing_if = "Option::is_none")]
        ends: Option<Millis>,
    },
    Joined {
        member: MemberId,
        /// All the member's events are after this one.
        since: Seq,
        /// The member's name, as shown.
        name: String,
        /// Bytes sent and not yet seen, in coarse steps.
        unseen: u64,
        /// When it was last heard, in coarse steps; an earlier version did not write it.
        #[serde(skip_serializing_if = "Option::is_none")]
        heard: Option<Millis>,
        /// Whether it ever returned a mark.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        proves: bool,
        /// The next event of a replay that is under way.
        #[serde(skip_serializing_if = "Option::is_none")]
        replay: Option<Seq>,
    },
}

impl Attachment {
    /// Reads an attachment as [`Attachment::to_text`] wrote it.
    pub fn parse(text: &str) -> Option<Attachment> {
        let json = Json::parse(text)?;
        let text = |key| json.get(key)?.text();
        // No number of ours is larger, so none can overflow what is added to it.
        let unsigned = |key| json.get(key)?.unsigned().filter(|n| *n <= MAX_SEQ);
        let member = |key| MemberId::parse(text(key)?);
        let state = match text("state")? {
            "greeting" => AttachedState::Greeting {
                fresh: member("fresh")?,
                deadline: unsigned("deadline")?,
                ends: match json.get("ends") {
                    None => None,
                    Some(ends) => Some(ends.unsigned()?),
                },
            },
            "joined" => AttachedState::Joined {
                member: member("member")?,
                since: unsigned("since")?,
                name: text("name")?.to_owned(),
                unseen: unsigned("unseen")?,
                heard: unsigned("heard"),
                proves: json.get("proves") == Some(&Json::Bool(true)),
                replay: match json.get("replay") {
                    None => None,
                    Some(_) => Some(unsigned("replay").filter(|seq| *seq > 0)?),
                },
            },
            _ => return None,
        };
        let id = unsigned("id")?;
        let network = match json.get("network") {
            None => None,
            Some(_) => Some(unsigned("network")?),
        };
        Some(Attachment { id, network, state })
    }

    /// The attachment as it is stored: far below the 16 KiB that the platform allows.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attachments_are_read_as_they_were_written() {
        let fresh = MemberId::from_random([7; 8]);
        let joined = |replay: Option<Seq>| AttachedState::Joined {
            member: fresh,
            since: 12,
            name: "Ana \"A\"".to_owned(),
            unseen: 8 << 20,
            heard: replay,
            proves: replay.is_some(),
            replay,
        };
        for state in [
            AttachedState::Greeting {
                fresh,
                deadline: 1_800_000_000_000,
                ends: Some(1_800_000_050_000),
            },
            AttachedState::Greeting {
                fresh,
                deadline: 1_800_000_000_000,
                ends: None,
            },
            joined(None),
            joined(Some((1 << 53) - 1)),
        ] {
            let attachment = Attachment {
                id: 3,
                network: Some((1 << 53) - 1),
                state,
            };
            assert_eq!(Attachment::parse(&attachment.to_text()), Some(attachment));
        }
    }

    #[test]
    fn attachments_that_make_no_sense_are_none() {
        for bad in [
            "",
            "[]",
            r#"{"id":1}"#,
            r#"{"id":1,"state":"gone"}"#,
            r#"{"id":-1,"state":"greeting","fresh":"0707070707070707","deadline":1}"#,
            r#"{"id":1,"state":"greeting","fresh":"07","deadline":1}"#,
            r#"{"id":1,"state":"greeting","fresh":"0707070707070707","deadline":1.5}"#,
            r#"{"id":1,"state":"joined","member":"0707070707070707","since":0,"name":"A","unseen":0,"replay":"1"}"#,
            r#"{"id":1,"state":"joined","member":"0707070707070707","since":0,"name":"A","unseen":0,"replay":0}"#,
            r#"{"id":1e300,"state":"greeting","fresh":"0707070707070707","deadline":1}"#,
        ] {
            assert_eq!(Attachment::parse(bad), None, "{bad}");
        }
    }
}
