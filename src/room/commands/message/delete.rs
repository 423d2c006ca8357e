//! The `delete` command: removes a message and leaves a tombstone.

use super::Entry;
use crate::auth::Action;
use crate::log::Sql;
use crate::model::{Change, LogEvent, Seq};
use crate::room::Room;
use crate::room::caller::Caller;
use crate::wire::ErrorCode;

impl<S: Sql> Room<S> {
    pub(super) fn delete(
        &mut self,
        caller: Caller,
        entry: Entry,
        target: Seq,
    ) -> Result<LogEvent, ErrorCode> {
        let mut message = self.message_for(caller, target, Action::Delete)?;
        self.tick.batch.replace_text(&message, "");
        message.delete();
        self.tick.touch(message);
        Ok(entry.change(target, Change::Deleted))
    }
}
