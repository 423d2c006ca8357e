//! The `react` command: adds or removes a reaction.

use super::Entry;
use crate::auth::Action;
use crate::limits;
use crate::log::{Sql, row_bytes};
use crate::model::{Change, Emoji, LogEvent, MemberId, Reactions, Seq};
use crate::room::Room;
use crate::room::caller::{Caller, Refused};
use crate::time::Timestamp;
use crate::wire::ErrorCode;

impl<S: Sql> Room<S> {
    pub(super) fn react(
        &mut self,
        now: Timestamp,
        caller: Caller,
        entry: Entry,
        target: Seq,
        emoji: Emoji,
        on: bool,
    ) -> Result<LogEvent, Refused> {
        self.allows(now, caller, Action::React)?;
        let mut message = self.living_message(self.readable(caller, target)?)?;
        toggle(&mut message.reactions, emoji.as_str(), entry.from.id, on)?;
        if on && row_bytes(&message) > limits::ROW_BYTES {
            return Err(ErrorCode::NoChange.into());
        }
        self.tick.touch(message);
        let emoji = emoji.into();
        Ok(entry.change(target, Change::Reacted { emoji, on }))
    }
}

/// Adds or takes back one reaction.
pub(in crate::room::commands) fn toggle(
    reactions: &mut Reactions,
    emoji: &str,
    member: MemberId,
    on: bool,
) -> Result<(), ErrorCode> {
    let (mut emojis, mut count, mut of_member) = (0, 0, 0);
    let (mut is_known, mut has) = (false, false);
    for (other, members) in reactions.iter() {
        let is_in = members.contains(&member);
        emojis += 1;
        count += members.len();
        of_member += usize::from(is_in);
        if other == emoji {
            (is_known, has) = (true, is_in);
        }
    }
    let is_full = count >= limits::REACTIONS
        || of_member >= limits::MEMBER_EMOJI
        || (!is_known && emojis >= limits::MESSAGE_EMOJI);
    if has == on || (on && is_full) {
        return Err(ErrorCode::NoChange);
    }
    if on {
        reactions.of(emoji.to_owned()).push(member);
    } else {
        reactions.remove(emoji, member);
    }
    Ok(())
}
