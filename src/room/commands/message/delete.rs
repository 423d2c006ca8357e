//! The `delete` command: removes a message and leaves a tombstone.

use super::Entry;
use crate::auth::Action;
use crate::log::Sql;
use crate::model::{Change, LogEvent, Seq};
use crate::room::Room;
use crate::room::caller::{Caller, Refused};
use crate::time::Timestamp;

impl<S: Sql> Room<S> {
    pub(super) fn delete(
        &mut self,
        now: Timestamp,
        caller: Caller,
        entry: Entry,
        target: Seq,
    ) -> Result<LogEvent, Refused> {
        let mut message = self.message_for(now, caller, target, Action::Delete)?;
        self.tick.batch.replace_text(&message, "");
        self.tick.batch.take_files(&message);
        message.delete();
        if caller.role.is_host() && message.from.id != caller.known.member {
            self.audit(&entry, "delete", Some(&message.from), None);
        }
        self.tick.touch(message);
        self.unpin(target);
        Ok(entry.change(target, Change::Deleted))
    }
}
