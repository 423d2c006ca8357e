//! The `hello` of a watch, and its frames: it takes no seat in the room, and is told how much is new.

use super::entrance::{Barred, Comer};
use crate::auth::{Hosted, Known};
use crate::limits;
use crate::log::{LogError, Sql};
use crate::model::{AccountTag, MemberId, Seq, SessionId};
use crate::room::Room;
use crate::room::caller::ReplyTo;
use crate::room::delivery::replies::Reply;
use crate::room::delivery::session::{Session, Watching};
use crate::room::presence::Voucher;
use crate::room::recent::Called;
use crate::time::Timestamp;
use crate::wire::{ClientFrame, CloseCode, ErrorCode, Hello, Label};

impl<S: Sql> Room<S> {
    /// Lets a socket watch, if it may read. It makes no member, and never waits to be let in.
    #[inline(never)]
    pub(super) fn watch(&mut self, now: Timestamp, id: SessionId, mut comer: Comer, hello: Hello) {
        // Who only knocked is nobody here yet; whom its site lets in is somebody from the start.
        comer.is_known &= comer.was_member;
        comer.is_known |= comer.hosted.is_some();
        let known = Some(comer.known).filter(|_| comer.is_known);
        if known.is_some_and(|known| self.log.is_removed(known.member)) {
            return self.turn_out(now, id, ErrorCode::Removed);
        }
        if known.is_none() && self.is_full_for_strangers() {
            return self.turn_away(now, id);
        }
        if self.is_owned() {
            if let Err(barred) = self.judge_ban(now, id, &comer, &hello) {
                return self.bar(now, id, barred);
            }
        } else if self.limits.created_only && !self.log.has_begun() {
            return self.turn_out(now, id, ErrorCode::NotCreated);
        }
        // Nobody is made a member by watching, but who is one may be an account's.
        if let (Some(known), Some(tag)) = (known, comer.account.to_bind())
            && let Err(failed) = self.bind_watch(now, tag, known)
        {
            return self.bar(now, id, Barred::from(failed));
        }
        match self.begin_watch(now, id, known, comer.hosted, hello) {
            Ok(Ok(())) => {}
            Ok(Err(code)) => self.turn_out(now, id, code),
            Err(failed) => self.bar(now, id, Barred::from(failed)),
        }
    }

    fn bind_watch(
        &mut self,
        now: Timestamp,
        tag: AccountTag,
        known: Known,
    ) -> Result<(), LogError> {
        if !self.bind(now, tag, known)? {
            return Ok(());
        }
        if self.presence.is_here(known.member) {
            self.presence.vouch(known.member, Voucher::Account);
        }
        self.directory.keep_for_ever(&self.log, known.member, now)
    }

    fn begin_watch(
        &mut self,
        now: Timestamp,
        id: SessionId,
        known: Option<Known>,
        hosted: Option<Box<Hosted>>,
        hello: Hello,
    ) -> Result<Result<(), ErrorCode>, LogError> {
        let row = match known {
            Some(known) => self.standing(known.member)?,
            None => None,
        };
        let lent = hosted.as_ref().and_then(|hosted| hosted.role);
        let role = match self.role_of_watch(known, row.as_ref(), lent) {
            Ok(role) => role,
            Err(code) => return Ok(Err(code)),
        };
        let since = known.map_or(Seq::default(), |known| known.since);
        self.settle_greeting(id);
        let mut watching = Watching::new(known, since, role, Seq::default(), now, now);
        watching.hosted = hosted;
        self.delivery
            .sessions
            .insert(id, Session::Watching(watching));
        self.watches.begin(&self.log);
        if let Some(Known { member, .. }) = known {
            let called = match self.watches.recent.called(member) {
                Some(called @ Called::Name(_)) => called.clone(),
                _ => self.name_of_watch(now, member, row.as_ref(), &hello.name),
            };
            self.keep_name(now, member, &called);
            self.watches.recent.add(member, id, called);
            self.close_oldest_watch(now, member);
        }
        let resume = hello.resume;
        self.tick.reply(id, Reply::WatchWelcome { resume });
        Ok(Ok(()))
    }

    /// A member has as many watches as sockets, beside these.
    fn close_oldest_watch(&mut self, now: Timestamp, member: MemberId) {
        let sessions = self.watches.recent.sessions(member);
        if sessions.len() > self.limits.member_sockets
            && let Some(oldest) = sessions.first()
        {
            self.close(now, *oldest, CloseCode::Replaced);
        }
    }

    /// A frame of a watch: it may say how far it has read, and nothing else.
    #[inline(never)]
    pub(in crate::room) fn watching_frame(&mut self, now: Timestamp, id: SessionId, text: &str) {
        let Some(Session::Watching(watching)) = self.delivery.sessions.get_mut(id) else {
            return;
        };
        watching.heard = now;
        watching.unheard = 0;
        if now >= watching.heard_kept + limits::HEARD_STEP {
            self.tick.reattach.insert(id);
        }
        match ClientFrame::decode(text, self.limits.text) {
            Ok(ClientFrame::Seen { seq, .. }) => self.watch_seen(now, id, seq),
            Ok(ClientFrame::Hello(_)) => self.bad_frame(now, id, Label::NONE),
            Err(refusal) if refusal.is_unreadable() => self.bad_frame(now, id, refusal.label()),
            Ok(frame) => self.forbid(now, id, frame.label()),
            Err(refusal) => self.forbid(now, id, refusal.label()),
        }
    }

    fn forbid(&mut self, now: Timestamp, id: SessionId, frame: Label<'_>) {
        self.refuse(ReplyTo::Session(id), ErrorCode::Forbidden, frame);
        self.strike(now, id);
    }

    /// What was read is not new any more.
    fn watch_seen(&mut self, now: Timestamp, id: SessionId, seq: Seq) {
        if seq > self.log.head() {
            return self.bad_frame(now, id, Label::NONE);
        }
        let Some(Session::Watching(watching)) = self.delivery.sessions.get_mut(id) else {
            return;
        };
        if let Err(wait) = watching.seen.take(limits::SEEN, now) {
            return self.refuse_rate(now, id, wait, Label::NONE);
        }
        if seq > watching.after {
            watching.after = seq;
            if let Some(known) = watching.known {
                self.pushes.see(known.member, seq);
            }
            self.tick.reattach.insert(id);
            self.owe_head(now, id);
        }
    }
}
