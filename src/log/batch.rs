//! The log events of one tick on their way to the database.

use std::collections::BTreeMap;

use super::{AuditRow, BanRow, MemberRow};
use crate::limits;
use crate::model::{
    Author, Change, File, FileId, KeyHash, KeyId, LogEvent, MemberId, Message, Seq, Settings,
};
use crate::wire::encode;

/// What an event of a room that has an owner writes beside itself.
#[derive(Clone, Debug)]
pub enum RoomWrite {
    Settings(Settings),
    Pinned(Vec<Seq>),
    Member(MemberRow),
    Ban(BanRow),
    EndBan(MemberId),
    Revoke(KeyId),
    /// Somebody was let in who came by a key, and by a hello with this `cid`.
    Came {
        key: KeyId,
        member: MemberId,
        hello: Option<String>,
    },
    /// The room belonged to nobody before: who is here.
    Owned(Vec<MemberRow>),
    /// A key that makes owners, by the operator.
    OwnerKey(KeyId, KeyHash),
    /// A frame of this act was carried out.
    Audit(AuditRow),
}

/// The log events of one tick, each encoded once, and what they do to earlier messages.
#[derive(Debug, Default)]
pub struct Batch {
    /// The events as the inside of a JSON array: for the database and for the sockets.
    pub events: String,
    /// Number of events.
    pub count: u64,
    /// Rows that they write.
    pub rows: u64,
    /// Bytes that they bring, and those of texts that they take away, as a trim counts them.
    pub(super) added_bytes: u64,
    pub(super) freed_bytes: u64,
    /// Whether any event is a message / a change.
    pub(super) has_messages: bool,
    pub(super) has_changes: bool,
    /// Whether any event takes a text away, by another or by none.
    pub(super) erases: bool,
    /// Messages that changes of this batch touched, in their new state.
    pub(super) touched: BTreeMap<Seq, Box<Message>>,
    /// Bytes of their rows, at most.
    touched_bytes: usize,
    /// Files that its messages claim, and messages of which it takes the files away.
    pub(super) claims: Vec<(FileId, Seq)>,
    pub(super) unfiled: Vec<Seq>,
    /// What its events write beside themselves, in this order.
    pub(super) writes: Vec<RoomWrite>,
}

impl Batch {
    /// Adds an event; its seq and time are right already.
    pub fn push(&mut self, event: &LogEvent) {
        if !self.events.is_empty() {
            self.events.push(',');
        }
        self.events.push_str(&encode(event));
        self.count += 1;
        match event {
            LogEvent::Message(message) => {
                self.rows += limits::MESSAGE_ROWS;
                self.added_bytes +=
                    limits::MESSAGE_BYTES + text_bytes(&message.from, message.text());
                self.added_bytes += files_bytes(message);
                self.has_messages = true;
            }
            LogEvent::Changed(changed) => {
                let (rows, text) = match &changed.change {
                    Change::Edited { text } => (limits::ERASING_ROWS, text.as_deref()),
                    Change::Deleted => (limits::ERASING_ROWS, None),
                    Change::Reacted { .. } => (limits::REACTION_ROWS, None),
                    // What it writes beside itself is counted by that.
                    _ => (limits::MESSAGE_ROWS, None),
                };
                self.rows += rows;
                self.added_bytes += limits::CHANGE_BYTES + text_bytes(&changed.from, text);
                self.has_changes = true;
                self.erases |= matches!(changed.change, Change::Edited { .. } | Change::Deleted);
            }
        }
    }

    /// The text of a message gives way to another, or to none. An edit keeps its text, too.
    pub fn replace_text(&mut self, before: &Message, after: &str) {
        let kept = 1 + u64::from(before.edited_at.is_some());
        self.freed_bytes += kept * before.text().map_or(0, str::len) as u64;
        self.added_bytes += after.len() as u64;
    }

    /// The message that comes next claims a file.
    pub fn claim(&mut self, file: FileId, seq: Seq) {
        self.rows += limits::CLAIM_ROWS;
        self.claims.push((file, seq));
    }

    /// Whether a message claims files.
    pub fn has_claims(&self) -> bool {
        !self.claims.is_empty()
    }

    /// Whether a message claims this file.
    pub fn claims(&self, file: FileId) -> bool {
        self.claims.iter().any(|(claimed, _)| *claimed == file)
    }

    /// The files of a message go with it.
    pub fn take_files(&mut self, before: &Message) {
        if !before.files.is_empty() {
            self.freed_bytes += files_bytes(before);
            self.rows += limits::CLAIM_ROWS * before.files.len() as u64;
            self.unfiled.push(before.seq);
        }
    }

    /// A message in its new state, after a change of this batch.
    pub fn touch(&mut self, message: Message) {
        self.touched_bytes += row_bytes(&message);
        self.rows += touched_rows(&message);
        if let Some(before) = self.touched.insert(message.seq, Box::new(message)) {
            self.touched_bytes -= row_bytes(&before);
        }
    }

    /// What the event that comes next, or the last one, writes beside itself.
    pub fn also(&mut self, write: RoomWrite) {
        self.rows += match &write {
            RoomWrite::Came { .. } => 2,
            RoomWrite::Owned(members) => 2 + members.len() as u64,
            _ => 1,
        };
        self.writes.push(write);
    }

    /// Whether an event writes something beside itself.
    pub fn writes_room(&self) -> bool {
        !self.writes.is_empty()
    }

    /// A message as this batch leaves it, if it touches it.
    pub fn touched(&self, seq: Seq) -> Option<&Message> {
        self.touched.get(&seq).map(Box::as_ref)
    }

    /// Bytes that go to the database, at most.
    pub fn bytes(&self) -> usize {
        self.events.len() + self.touched_bytes
    }
}

/// Bytes of what a message tells of its files, as its row has it.
fn files_bytes(message: &Message) -> u64 {
    match message.files.is_empty() {
        true => 0,
        false => encode(&message.files).len() as u64,
    }
}

fn text_bytes(from: &Author, text: Option<&str>) -> u64 {
    (from.name.len() + text.map_or(0, str::len)) as u64
}

/// Rows that a change of a message costs more, where its own is long.
pub(super) fn touched_rows(message: &Message) -> u64 {
    (row_bytes(message) / limits::ROW_BYTES_PER_ROW) as u64
}

/// Bytes of a message's row, at most: counted, as writing it out for each reaction would cost more
/// than the reaction.
pub fn row_bytes(message: &Message) -> usize {
    // What has no length of its own, and a comma or two brackets round the rest.
    const NUMBERS: usize = 128;
    const MEMBER: usize = "\"0123456789abcdef\",".len();
    let text = message.text().map_or(0, str::len);
    let files: usize = message.files.iter().map(File::size).sum();
    let reactions = message.reactions.iter();
    let reactions = reactions.map(|(emoji, members)| 2 * emoji.len() + 6 + MEMBER * members.len());
    // An escape doubles a byte, for the controls that would need more are in no text.
    NUMBERS + 2 * text + files + reactions.sum::<usize>()
}
