//! The `say` command: posts a new message.

use super::Entry;
use crate::auth::Action;
use crate::log::Sql;
use crate::model::{Body, FileId, LogEvent, Message, Reactions, Seq};
use crate::room::Room;
use crate::room::caller::{Caller, Refused};
use crate::time::{Duration, Timestamp};
use crate::wire::ErrorCode;

impl<S: Sql> Room<S> {
    pub(super) fn send(
        &mut self,
        now: Timestamp,
        caller: Caller,
        entry: Entry,
        text: String,
        reply_to: Option<Seq>,
        files: &[FileId],
    ) -> Result<LogEvent, Refused> {
        self.allows(now, caller, Action::Send)?;
        if let Some(target) = reply_to {
            self.message(self.readable(caller, target)?)?;
        }
        if !files.is_empty() && self.limits.file_bytes == 0 {
            return Err(ErrorCode::Forbidden.into());
        }
        let claimed = files
            .iter()
            .map(|id| self.claimable(now, caller.known, *id));
        let claimed = claimed.collect::<Result<Vec<_>, _>>()?;
        self.slow_down(caller, entry.at)?;
        for id in files {
            self.tick.batch.claim(*id, entry.seq);
        }
        Ok(LogEvent::Message(Message {
            seq: entry.seq,
            at: entry.at,
            from: entry.from,
            cid: entry.cid,
            body: Body::Text(text),
            files: claimed,
            reply_to,
            edited_at: None,
            reactions: Reactions::default(),
        }))
    }

    /// Holds a member to the time between two messages, where the room has set one.
    fn slow_down(&mut self, caller: Caller, at: Timestamp) -> Result<(), Refused> {
        let slow = self.settings().slow;
        if slow == Duration::ZERO {
            return Ok(());
        }
        let known = caller.known;
        let said_at = match self.presence.get_mut(known.member) {
            Some(member) => member.said_at,
            None => return Ok(()),
        };
        // Who looks after the room need not wait, but what they say counts once they do not any more.
        let said_at = match said_at {
            _ if caller.role.is_host() => None,
            Some(said_at) => said_at,
            None => self.log.last_message_of(known.member, known.since)?,
        };
        if let Some(said_at) = said_at
            && at < said_at + slow
        {
            let wait = said_at + slow - at;
            return Err(Refused::after(ErrorCode::RateLimited, wait));
        }
        if let Some(member) = self.presence.get_mut(known.member) {
            member.said_at = Some(Some(at));
        }
        Ok(())
    }
}
