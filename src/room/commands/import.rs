//! Import: an owner fills an empty room with a file, as an export writes it.
//!
//! Each event of a file is judged as if it came now, by what came before it: whoever owns a room can
//! write any file.

use super::message::toggle;
use crate::limits::{self, Limits};
use crate::log::{AuditRow, Import, LogError, Sql, row_bytes};
use crate::model::{Change, Changed, LogEvent, MemberId, Message, Role, Seq, Settings};
use crate::room::dedupe::Dedupe;
use crate::room::{Effects, Room};
use crate::time::{Duration, Timestamp};
use crate::wire::{CloseCode, EventReader, FileHead};

/// Why a file was not imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unimported {
    /// Something is in the log, or on its way there.
    NotEmpty,
    /// This line is none that an export has there; the first is 1.
    BadLine(u64),
    /// A room may not have so much, or not write so much in a day.
    TooLarge,
    /// The rows of the day are used up for so long.
    Later(Duration),
    Failed,
}

impl<S: Sql> Room<S> {
    /// Whether a file could be imported now.
    pub fn may_import(&mut self, now: Timestamp) -> Result<(), Unimported> {
        if self.log.head() > Seq::default() || self.tick.batch.count > 0 {
            return Err(Unimported::NotEmpty);
        }
        match self.log.wait_for_rows(&self.limits, now) {
            Some(wait) => Err(Unimported::Later(wait)),
            None => Ok(()),
        }
    }

    /// Fills the log with a file, for an owner, all or nothing. Everybody comes back, and resumes. Returns
    /// the last event.
    pub fn import(
        &mut self,
        now: Timestamp,
        by: MemberId,
        file: &[u8],
    ) -> (Result<Seq, Unimported>, Effects) {
        let mut effects = Vec::new();
        let imported = self.fill(now, by, file);
        if imported.is_ok() {
            for id in self.delivery.sessions.ids() {
                self.close(now, id, CloseCode::Restarted);
            }
            // By the settings that came with it everybody may be something else.
            let _ = self.read_standings();
        }
        self.flush(now, &mut effects);
        (imported, self.outcome(now, effects))
    }

    fn fill(&mut self, now: Timestamp, by: MemberId, file: &[u8]) -> Result<Seq, Unimported> {
        self.may_import(now)?;
        let mut lines = Lines { file, number: 0 };
        let head = lines.next().and_then(FileHead::parse);
        let head = head.ok_or(Unimported::BadLine(1))?;
        let row = self.standing(by).ok().flatten();
        let row = row.ok_or(Unimported::Failed)?;
        let act = AuditRow {
            at: now,
            by: self.author_of(&row, Role::Owner),
            act: "import",
            cid: None,
            member: None,
            key: None,
            reason: None,
        };
        let limits = &self.limits;
        let mut why = None;
        let rows = self.log.import(head.seq, &act, &mut |import, owned| {
            let mut story = Story::new(now, head.seq, limits);
            if let Err(refused) = story.read(import, &mut lines) {
                why = Some(refused);
                return Err(LogError::Corrupt("file"));
            }
            owned.settings = Settings::default();
            owned.settings.set_all(&head.settings);
            owned.pinned = std::mem::take(&mut story.pinned);
            Ok(())
        });
        let rows = rows.map_err(|_| why.unwrap_or(Unimported::Failed))?;
        self.log.count_rows(rows, &self.limits, now);
        self.dedupe = Dedupe::of(&self.log);
        self.skip_for_pushes(now);
        Ok(head.seq)
    }
}

/// The lines of a file.
struct Lines<'f> {
    file: &'f [u8],
    /// Of the last one.
    number: u64,
}

impl<'f> Lines<'f> {
    /// The next line; an empty one if it is no text, which is none of a room.
    fn next(&mut self) -> Option<&'f str> {
        if self.file.is_empty() {
            return None;
        }
        self.number += 1;
        let end = self.file.iter().position(|byte| *byte == b'\n');
        let (line, rest) = match end {
            Some(end) => (self.file.get(..end)?, self.file.get(end + 1..)?),
            None => (self.file, &[][..]),
        };
        self.file = rest;
        Some(std::str::from_utf8(line).unwrap_or_default())
    }
}

/// What the events of a file have led to up to now.
struct Story<'l> {
    now: Timestamp,
    last: Seq,
    limits: &'l Limits,
    reader: EventReader,
    /// Which of its events are messages.
    is_message: Vec<bool>,
    first: Seq,
    next: Seq,
    at: Timestamp,
    pinned: Vec<Seq>,
}

impl<'l> Story<'l> {
    fn new(now: Timestamp, last: Seq, limits: &'l Limits) -> Story<'l> {
        Story {
            now,
            last,
            limits,
            reader: EventReader::new(limits.text),
            is_message: Vec::new(),
            // Of a room of which no event is left.
            first: last + 1,
            next: last + 1,
            at: Timestamp::default(),
            pinned: Vec::new(),
        }
    }

    /// Reads all lines, down to the event that the first one has told.
    fn read<S: Sql>(
        &mut self,
        import: &mut Import<'_, S>,
        lines: &mut Lines<'_>,
    ) -> Result<(), Unimported> {
        while let Some(line) = lines.next() {
            let event = self.reader.read(line).filter(|event| self.follows(event));
            let event = event.ok_or(Unimported::BadLine(lines.number))?;
            if !self.take(import, &event).map_err(failed)? {
                return Err(Unimported::BadLine(lines.number));
            }
            self.is_message.push(matches!(event, LogEvent::Message(_)));
            (self.next, self.at) = (event.seq() + 1, event.at());
            import.push(event).map_err(failed)?;
            let (bytes, rows) = import.size();
            let beyond = |limit: u64, size| limit > 0 && size > limit;
            if beyond(self.limits.room_bytes, bytes) || beyond(self.limits.rows_per_day / 2, rows) {
                return Err(Unimported::TooLarge);
            }
        }
        match self.next == self.last + 1 {
            true => Ok(()),
            false => Err(Unimported::BadLine(lines.number + 1)),
        }
    }

    /// Whether an event can come next. Before the first, all may be gone that was older.
    fn follows(&mut self, event: &LogEvent) -> bool {
        if self.is_message.is_empty() {
            self.first = event.seq();
            self.next = event.seq();
        }
        let in_order = event.seq() == self.next && event.seq() > Seq::default();
        let in_time = self.at <= event.at() && event.at() <= self.now + limits::IMPORT_AHEAD;
        in_order && in_time && event.seq() <= self.last
    }

    /// Whether this seq is that of a message of the file.
    fn is_message(&self, seq: Seq) -> bool {
        let index = usize::try_from(seq - self.first).ok();
        seq >= self.first && index.and_then(|index| self.is_message.get(index)) == Some(&true)
    }

    /// Lets an event happen; false if it could not.
    fn take<S: Sql>(
        &mut self,
        import: &mut Import<'_, S>,
        event: &LogEvent,
    ) -> Result<bool, LogError> {
        match event {
            LogEvent::Message(Message { reply_to, .. }) => {
                Ok(reply_to.is_none_or(|target| self.is_gone(target) || self.is_message(target)))
            }
            LogEvent::Changed(changed) => match changed.change.is_of_message() {
                true => self.alter(import, changed),
                false => Ok(true),
            },
        }
    }

    /// Whether this may have been an event before all that are left.
    fn is_gone(&self, seq: Seq) -> bool {
        seq > Seq::default() && seq < self.first
    }

    /// Changes the message that an event is about; false if that could not be.
    fn alter<S: Sql>(
        &mut self,
        import: &mut Import<'_, S>,
        changed: &Changed,
    ) -> Result<bool, LogError> {
        let (target, change) = (changed.target, &changed.change);
        let has_text = matches!(change, Change::Edited { text: Some(_) });
        if self.is_gone(target) {
            return Ok(!has_text);
        }
        // So a replay tells of an event that cannot be read any more.
        if target == changed.seq {
            return Ok(*change == Change::Deleted);
        }
        let message = match self.is_message(target) {
            true => import.message(target)?,
            false => None,
        };
        let Some(mut message) = message else {
            return Ok(false);
        };
        // It was deleted later, or by now.
        if message.is_deleted() {
            return Ok(!has_text);
        }
        match change {
            Change::Edited { text } => {
                let is_emptied = text.as_deref().is_some_and(str::is_empty);
                if changed.from.id != message.from.id || is_emptied && message.files.is_empty() {
                    return Ok(false);
                }
                match text {
                    Some(text) => message.edit(text.clone(), changed.at),
                    // Another edit has taken its text.
                    None => message.edited_at = Some(changed.at),
                }
            }
            Change::Reacted { emoji, on } => {
                let toggled = toggle(&mut message.reactions, emoji, changed.from.id, *on);
                if toggled.is_err() || (*on && row_bytes(&message) > limits::ROW_BYTES) {
                    return Ok(false);
                }
            }
            Change::Pinned { on } => {
                let is_pinned = self.pinned.contains(&target);
                self.pinned.retain(|seq| *seq != target);
                if *on {
                    self.pinned.push(target);
                }
                return Ok(is_pinned != *on && self.pinned.len() <= limits::PINNED);
            }
            _ => {
                message.delete();
                self.pinned.retain(|seq| *seq != target);
            }
        }
        import.touch(message);
        Ok(true)
    }
}

fn failed(_: LogError) -> Unimported {
    Unimported::Failed
}
