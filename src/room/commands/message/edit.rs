//! The `edit` command: replaces a message's text.

use super::Entry;
use crate::auth::Action;
use crate::log::Sql;
use crate::model::{Change, LogEvent, Seq};
use crate::room::Room;
use crate::room::caller::Caller;
use crate::wire::ErrorCode;

impl<S: Sql> Room<S> {
    pub(super) fn edit(
        &mut self,
        caller: Caller,
        entry: Entry,
        target: Seq,
        text: String,
    ) -> Result<LogEvent, ErrorCode> {
        let mut message = self.message_for(caller, target, Action::Edit)?;
        self.tick.batch.replace_text(&message, &text);
        message.edit(text.clone(), entry.at);
        self.tick.touch(message);
        Ok(entry.change(target, Change::Edited { text: Some(text) }))
    }
}
