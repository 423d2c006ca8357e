//! The `rename` command: gives a member another name.

use crate::log::Sql;
use crate::model::{Author, Listed, MemberName};
use crate::room::Room;
use crate::room::caller::{Caller, ReplyTo};
use crate::room::presence::Voucher;
use crate::time::Timestamp;
use crate::wire::{ErrorCode, Label, ServerEvent, answer, encode};

impl<S: Sql> Room<S> {
    pub(super) fn rename(
        &mut self,
        now: Timestamp,
        caller: Caller,
        name: &str,
        reference: Option<String>,
    ) {
        let request = Label::reference(&reference);
        let (member, to) = (caller.known.member, caller.reply_to);
        let Ok(name) = MemberName::parse(name) else {
            return self.refuse(to, ErrorCode::NameInvalid, request);
        };
        match self.is_taken(now, &name, member) {
            Ok(false) => {}
            Ok(true) => return self.name_taken(now, to, &name, member, request),
            Err(_) => return self.refuse(to, ErrorCode::StorageFailed, request),
        }
        let Some(now_called) = self.presence.get_mut(member) else {
            return;
        };
        if now_called.name == name {
            return self.refuse(to, ErrorCode::NoChange, request);
        }
        let was = now_called.name.as_str().to_owned();
        let sessions = now_called.sessions.clone();
        if let Some(wait) = self.log.wait_for_rows(&self.limits, now) {
            return self.come_back_later(to, wait, request);
        }
        self.tick.reattach.extend(&sessions);
        self.reserve(now, &name, member, false);
        // What everybody gets is one for all, and does not come where two changes come to nothing.
        if let (ReplyTo::Session(id), Some(_)) = (to, &reference) {
            let name = name.as_str().to_owned();
            let role = caller.role;
            let author = Author {
                id: member,
                name,
                role,
            };
            let member = Listed {
                author,
                is_verified: self.presence.voucher(member) != Voucher::Nobody,
            };
            let renamed = encode(&ServerEvent::Renamed { member, was });
            self.tick.send(id, answer(renamed, reference.as_deref()));
        }
        self.call(member, &name);
        self.presence.rename(member, name.clone());
        self.call_in_pairs(now, member, &name);
    }
}
