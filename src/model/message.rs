//! Messages, and the changes to them.

use super::{File, MemberId, Role, Seq, Setting};
use crate::time::Timestamp;

/// Who someone is: the id stays, name and role are those of that moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    pub id: MemberId,
    pub name: String,
    pub role: Role,
}

/// Somebody in the list of who is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub author: Author,
    /// Whether more than a token says who it is: an account, or the site around the room.
    pub is_verified: bool,
}

impl Author {
    /// Whoever runs the server.
    pub fn operator() -> Author {
        Author {
            id: MemberId::OPERATOR,
            name: "Operator".to_owned(),
            role: Role::Operator,
        }
    }
}

/// When something ends, if ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    Time(Timestamp),
    Forever,
}

impl Until {
    /// Whether it has not ended yet.
    pub fn is_after(self, now: Timestamp) -> bool {
        match self {
            Until::Time(time) => now < time,
            Until::Forever => true,
        }
    }
}

/// A message in its present state.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub seq: Seq,
    pub at: Timestamp,
    pub from: Author,
    /// Its sender's idempotency key.
    pub cid: String,
    pub body: Body,
    pub files: Vec<File>,
    /// The message this one answers.
    pub reply_to: Option<Seq>,
    /// Time of the last edit.
    pub edited_at: Option<Timestamp>,
    pub reactions: Reactions,
}

/// What a message says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    Text(String),
    /// A tombstone: only that there was a message is left.
    Deleted,
}

impl Message {
    /// The text, unless the message is deleted.
    pub fn text(&self) -> Option<&str> {
        match &self.body {
            Body::Text(text) => Some(text),
            Body::Deleted => None,
        }
    }

    pub fn is_deleted(&self) -> bool {
        self.body == Body::Deleted
    }

    /// Gives it another text.
    pub fn edit(&mut self, text: String, at: Timestamp) {
        self.body = Body::Text(text);
        self.edited_at = Some(at);
    }

    /// Leaves only a tombstone.
    pub fn delete(&mut self) {
        self.body = Body::Deleted;
        self.files.clear();
        self.edited_at = None;
        self.reactions = Reactions::default();
    }
}

/// Emoji → members who reacted with it, both in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reactions(Vec<(String, Vec<MemberId>)>);

impl Reactions {
    /// Each emoji and its members.
    pub fn iter(&self) -> std::slice::Iter<'_, (String, Vec<MemberId>)> {
        self.0.iter()
    }

    /// True if nobody has reacted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The members of an emoji, which may be none yet.
    pub fn of(&mut self, emoji: String) -> &mut Vec<MemberId> {
        let known = self.0.iter().position(|(other, _)| *other == emoji);
        let index = known.unwrap_or_else(|| {
            self.0.push((emoji, Vec::new()));
            self.0.len() - 1
        });
        &mut self.0[index].1
    }

    /// Takes one away. An emoji that nobody is left of gives up its place.
    pub fn remove(&mut self, emoji: &str, member: MemberId) {
        self.0.retain_mut(|(other, members)| {
            if other == emoji {
                members.retain(|other| *other != member);
            }
            !members.is_empty()
        });
    }
}

/// What the log is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum LogEvent {
    /// A new message. Live and replayed it comes as it was, because the events that bring its edits
    /// and reactions follow; on a page, with all that became of it.
    Message(Message),
    Changed(Changed),
}

/// A log event that alters an earlier message, or the room.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    pub seq: Seq,
    pub at: Timestamp,
    pub from: Author,
    /// Its sender's idempotency key.
    pub cid: String,
    /// The message it alters; none, 0, if it alters the room.
    pub target: Seq,
    pub change: Change,
    /// In a replay: the message has been deleted since.
    pub deleted_since: bool,
}

/// What happened to a message, or to the room and its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Edited {
        /// The new text; in a replay only as long as the message has it.
        text: Option<String>,
    },
    Deleted,
    Reacted {
        emoji: String,
        on: bool,
    },
    Pinned {
        on: bool,
    },
    Settings {
        set: Vec<Setting>,
    },
    /// A grant, or none.
    Role {
        member: Author,
        role: Option<Role>,
    },
    /// Until when a member cannot post; 0 ends it.
    Muted {
        member: Author,
        until: Timestamp,
    },
    /// A member has to go, and perhaps cannot come back.
    Removed {
        member: Author,
        until: Option<Until>,
    },
    /// A ban has ended.
    Restored {
        member: Author,
    },
    /// Those who lost the grant that a key had given them.
    Revoked {
        members: Vec<MemberId>,
    },
}

impl Change {
    /// Whether it happens to a message.
    pub fn is_of_message(&self) -> bool {
        matches!(
            self,
            Change::Edited { .. }
                | Change::Deleted
                | Change::Reacted { .. }
                | Change::Pinned { .. }
        )
    }
}

impl LogEvent {
    /// Its position in the log.
    pub fn seq(&self) -> Seq {
        match self {
            LogEvent::Message(message) => message.seq,
            LogEvent::Changed(changed) => changed.seq,
        }
    }

    /// When it happened.
    pub fn at(&self) -> Timestamp {
        match self {
            LogEvent::Message(message) => message.at,
            LogEvent::Changed(changed) => changed.at,
        }
    }

    /// Who made it.
    pub fn from(&self) -> &Author {
        match self {
            LogEvent::Message(message) => &message.from,
            LogEvent::Changed(changed) => &changed.from,
        }
    }

    /// Its sender's idempotency key.
    pub fn cid(&self) -> &str {
        match self {
            LogEvent::Message(message) => &message.cid,
            LogEvent::Changed(changed) => &changed.cid,
        }
    }
}
