//! The `rename` command: gives a member another name.

use crate::limits::Millis;
use crate::log::Sql;
use crate::model::MemberName;
use crate::room::Room;
use crate::room::caller::Caller;
use crate::wire::ErrorCode;

impl<S: Sql> Room<S> {
    pub(super) fn rename(&mut self, now: Millis, caller: Caller, name: &str) {
        let (member, to) = (caller.known.member, caller.reply_to);
        let Ok(name) = MemberName::parse(name) else {
            return self.refuse(to, ErrorCode::NameInvalid, None);
        };
        match self.is_taken(now, &name, member) {
            Ok(false) => {}
            Ok(true) => return self.name_taken(now, to, &name, member),
            Err(_) => return self.refuse(to, ErrorCode::StorageFailed, None),
        }
        let Some(now_called) = self.presence.get_mut(member) else {
            return;
        };
        if now_called.name == name {
            return self.refuse(to, ErrorCode::NoChange, None);
        }
        let sessions = now_called.sessions.clone();
        if let Some(wait) = self.log.wait_for_rows(&self.limits, now) {
            return self.come_back_later(to, wait, None);
        }
        self.tick.reattach.extend(&sessions);
        self.reserve(now, &name, member, false);
        self.presence.rename(member, name);
    }
}
