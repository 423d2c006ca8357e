//! The `say` command: posts a new message.

use super::Entry;
use crate::auth::Action;
use crate::log::Sql;
use crate::model::{Body, LogEvent, Message, Reactions, Seq};
use crate::room::Room;
use crate::room::caller::Caller;
use crate::wire::ErrorCode;

impl<S: Sql> Room<S> {
    pub(super) fn send(
        &self,
        caller: Caller,
        entry: Entry,
        text: String,
        reply_to: Option<Seq>,
    ) -> Result<LogEvent, ErrorCode> {
        self.allows(caller, Action::Send)?;
        if let Some(target) = reply_to {
            self.message(target)?;
        }
        Ok(LogEvent::Message(Message {
            seq: entry.seq,
            at: entry.at,
            from: entry.from,
            cid: entry.cid,
            body: Body::Text(text),
            reply_to,
            edited_at: None,
            reactions: Reactions::default(),
        }))
    }
}
