//! The `typing` command: passes on that a member is typing.

use crate::limits;
use crate::log::Sql;
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
}
