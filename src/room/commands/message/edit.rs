//! The `edit` command: replaces a message's text.

use super::Entry;
use crate::auth::Action;
use crate::log::Sql;
use crate::model::text::is_blank;
use crate::model::{Change, LogEvent, Seq};
use crate::room::Room;
use crate::room::caller::{Caller, Refused};
use crate::time::Timestamp;
use crate::wire::ErrorCode;

impl<S: Sql> Room<S> {
    pub(super) fn edit(
        &mut self,
        now: Timestamp,
        caller: Caller,
        entry: Entry,
        target: Seq,
        text: String,
    ) -> Result<LogEvent, Refused> {
        if is_blank(&text) {
            // Of a message that is not one's own to edit it tells nothing.
            let has_files = self
                .message_for(now, caller, target, Action::Edit)
                .is_ok_and(|message| !message.files.is_empty());
            if !has_files {
                return Err(ErrorCode::TextEmpty.into());
            }
        }
        let mut message = self.message_for(now, caller, target, Action::Edit)?;
        self.tick.batch.replace_text(&message, &text);
        message.edit(text.clone(), entry.at);
        self.tick.touch(message);
        Ok(entry.change(target, Change::Edited { text: Some(text) }))
    }
}
