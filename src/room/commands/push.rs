//! The `push` command: what a push service is to tell a member of the room while it is away.

use crate::auth::Action;
use crate::limits;
use crate::log::{PushRow, PushTarget, Sql};
use crate::model::push::{is_key, is_push_address};
use crate::model::{MemberId, PushWhat, Seq};
use crate::room::Room;
use crate::room::caller::{Caller, Refused};
use crate::time::Timestamp;
use crate::wire::{ErrorCode, Label, PushFrame, Subscription, pushed};

impl<S: Sql> Room<S> {
    #[inline(never)]
    pub(super) fn push(&mut self, now: Timestamp, caller: Caller, frame: PushFrame) {
        match self.set_push(now, caller, &frame) {
            Ok(()) => {
                if let Some(session) = caller.session() {
                    self.tick.send(session, pushed(&frame.cid, frame.what));
                }
            }
            Err(refused) => self.refuse(caller.reply_to, refused, Label::cid(&frame.cid)),
        }
    }

    fn set_push(
        &mut self,
        now: Timestamp,
        caller: Caller,
        frame: &PushFrame,
    ) -> Result<(), Refused> {
        let member = caller.known.member;
        let mine = self.pushes.rows(member);
        let Some(what) = frame.what else {
            let of = match &frame.subscription {
                None => None,
                Some(subscription) => Some(self.log.push_at(&subscription.endpoint)?),
            };
            let ids = mine.iter().map(|row| row.id);
            let ids = ids.filter(|id| of.is_none_or(|of| of == Some(*id)));
            let ids: Vec<(MemberId, u64)> = ids.map(|id| (member, id)).collect();
            return Ok(self.forget_pushes(now, &ids)?);
        };
        self.allows(now, caller, Action::Read)?;
        if self.limits.push_key.is_none() {
            return Err(ErrorCode::PushOff.into());
        }
        match &frame.subscription {
            None => self.change_pushes(now, mine, what, frame.preview),
            Some(subscription) => {
                self.subscribe(now, caller, mine, what, subscription, frame.preview)
            }
        }
    }

    /// All browsers of a member are told this from now on.
    fn change_pushes(
        &mut self,
        now: Timestamp,
        mut mine: Vec<PushRow>,
        what: PushWhat,
        preview: Option<bool>,
    ) -> Result<(), Refused> {
        if mine.is_empty() {
            return Err(ErrorCode::PushInvalid.into());
        }
        let is_so = |row: &PushRow| row.what == what && preview.is_none_or(|on| on == row.preview);
        mine.retain(|row| !is_so(row));
        if mine.is_empty() {
            return Ok(());
        }
        if let Some(wait) = self.log.wait_for_rows(&self.limits, now) {
            return Err(Refused::after(ErrorCode::RateLimited, wait));
        }
        for row in &mut mine {
            row.what = what;
            row.preview = preview.unwrap_or(row.preview);
            // What was said up to now is read here.
            row.told = self.log.head();
        }
        let rows: Vec<&PushRow> = mine.iter().collect();
        self.log.update_pushes(&rows)?;
        self.log.count_other_rows(rows.len(), &self.limits, now);
        self.pushes.change(&mine);
        Ok(())
    }

    /// A browser of a member is told this from now on, of what comes from now on.
    fn subscribe(
        &mut self,
        now: Timestamp,
        caller: Caller,
        mine: Vec<PushRow>,
        what: PushWhat,
        subscription: &Subscription,
        preview: Option<bool>,
    ) -> Result<(), Refused> {
        let Subscription {
            endpoint,
            p256dh,
            auth,
        } = subscription;
        let is_valid = is_push_address(endpoint, self.limits.push_hosts.as_deref())
            && is_key(p256dh, 65, Some(4))
            && is_key(auth, 16, None);
        if !is_valid {
            return Err(ErrorCode::PushInvalid.into());
        }
        let member = caller.known.member;
        let session = caller.session();
        let site = session.and_then(|session| self.pushes.site(session));
        let target = PushTarget {
            endpoint: endpoint.clone(),
            p256dh: p256dh.clone(),
            auth: auth.clone(),
            site: site.unwrap_or_default().to_owned(),
        };
        let known = self.log.push_at(endpoint)?;
        let before = mine.iter().find(|row| Some(row.id) == known);
        if let Some(row) = before
            && self.log.push_target(row.id)?.as_ref() == Some(&target)
        {
            let row = row.clone();
            return self.change_pushes(now, vec![row], what, preview);
        }
        if let Some(wait) = self.log.wait_for_rows(&self.limits, now) {
            return Err(Refused::after(ErrorCode::RateLimited, wait));
        }
        let network = session.and_then(|session| self.admission.networks.of(session));
        // Who has many loses the oldest; a browser that was another member's is that no more.
        let oldest = mine
            .first()
            .filter(|_| before.is_none() && mine.len() >= limits::PUSHES_OF_MEMBER);
        let mut instead_of: Vec<(MemberId, u64)> = Vec::new();
        instead_of.extend(known.and_then(|id| self.pushes.find(id)));
        instead_of.extend(oldest.map(|row| (member, row.id)));
        let of_network = |row: &PushRow| network.is_some() && row.network == network;
        if instead_of.is_empty()
            && (self.pushes.len() >= limits::PUSHES
                || self.pushes.count(of_network) >= limits::PUSHES_OF_NETWORK)
        {
            return Err(ErrorCode::TooMany.into());
        }
        let head = self.log.head();
        let name = self.presence.author(member).map(|author| author.name);
        let row = PushRow {
            id: self.pushes.next_id(),
            member,
            name: name.unwrap_or_default(),
            network,
            what,
            preview: preview.unwrap_or(before.is_none_or(|row| row.preview)),
            // What was said up to now is read here.
            seen: mine.iter().map(|row| row.seen).fold(head, Seq::max),
            told: head,
            shown: None,
            again: false,
            tries: 0,
            due: now,
        };
        let numbers: Vec<u64> = instead_of.iter().map(|(_, id)| *id).collect();
        self.log.save_push(&row, &target, &numbers)?;
        let rows = 3 + numbers.len();
        self.log.count_other_rows(rows, &self.limits, now);
        self.pushes.remove(&instead_of);
        self.begin_pushes();
        self.pushes.add(row);
        if let Some(session) = session {
            self.tick.reattach.insert(session);
        }
        Ok(())
    }
}
