//! The `typing` command: passes on that a member is typing.

use crate::limits;
use crate::log::Sql;
use crate::model::MemberId;
use crate::room::Room;
use crate::room::caller::Caller;
use crate::time::Timestamp;

impl<S: Sql> Room<S> {
    /// Passed on at most once in a while, however many tabs a member types in.
    pub(super) fn typing(&mut self, now: Timestamp, caller: Caller) {
        let Some(state) = self.presence.get_mut(caller.known.member) else {
            return;
        };
        if state
            .typed_at
            .is_none_or(|at| now >= at + limits::TYPING_INTERVAL)
        {
            state.typed_at = Some(now);
            self.tick.type_(caller.known.member);
        }
    }

    /// Whether it is time to tell a member again that it may not type.
    pub(super) fn may_refuse_typing(&mut self, now: Timestamp, member: MemberId) -> bool {
        let Some(state) = self.presence.get_mut(member) else {
            return false;
        };
        let last = state.typed_at;
        let is_time = last.is_none_or(|at| now >= at + limits::TYPING_REFUSED);
        if is_time {
            state.typed_at = Some(now);
        }
        is_time
    }
}
