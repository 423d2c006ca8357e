//! The `hello` command: turns an open socket into a member that is waiting for its welcome.
//!
//! A hello is judged when it arrives, so that two people who want the same name in one tick do
//! not both get it; the welcome is written at the end of the tick, so that it includes the
//! log's head and the roster after the tick.

use crate::auth::Known;
use crate::limits;
use crate::log::Sql;
use crate::model::{MemberId, MemberName, SessionId};
use crate::room::caller::ReplyTo;
use crate::room::delivery::flow::Flow;
use crate::room::delivery::replies::Reply;
use crate::room::delivery::session::{Joined, Session};
use crate::room::{Effect, Room};
use crate::time::{Duration, Timestamp};
use crate::wire::{ClientFrame, CloseCode, ErrorCode, ErrorEvent, Hello, Label};

impl<S: Sql> Room<S> {
    /// A new socket.
    pub(in crate::room) fn opened(
        &mut self,
        now: Timestamp,
        id: SessionId,
        fresh: MemberId,
        network: Option<String>,
        effects: &mut Vec<Effect>,
    ) {
        let network = network.map(|network| self.log.key().network_tag(&network));
        let is_crowd =
            |network| self.admission.networks.sockets(network) >= self.limits.sockets_of_network();
        if network.is_some_and(is_crowd) || !self.has_place(now) {
            self.error(id, ErrorEvent::new(ErrorCode::RoomFull));
            self.tick.closes.push((id, CloseCode::TryAgainLater));
            return;
        }
        if let Some(network) = network {
            self.admission.networks.insert(id, network);
        }
        let patience = self.limits.hello_timeout;
        let ends = now + patience.max(limits::GREETING);
        self.await_hello(id, fresh, now + patience, ends);
        effects.extend(self.attachment(id));
    }

    /// The first frame of a session, or another try after a name that could not be had.
    #[inline(never)]
    pub(in crate::room) fn greeting_frame(&mut self, now: Timestamp, id: SessionId, text: &str) {
        if let Err(code) = self.admits(false) {
            return self.turn_out(now, id, code);
        }
        let hello = match ClientFrame::decode(text, self.limits.text) {
            Ok(ClientFrame::Hello(hello)) => hello,
            Err(refusal) if refusal.code == ErrorCode::UnsupportedVersion => {
                return self.refuse_hello(now, id, ErrorCode::UnsupportedVersion);
            }
            _ => return self.refuse_hello(now, id, ErrorCode::BadHello),
        };
        self.greet(now, id, hello);
    }

    fn greet(&mut self, now: Timestamp, id: SessionId, hello: Hello) {
        let Some(Session::Greeting(greeting)) = self.delivery.sessions.get(id) else {
            return;
        };
        let deadline = greeting.deadline;
        let known = match &hello.token {
            None => Known {
                member: greeting.fresh,
                since: self.log.head(),
            },
            Some(token) => match self.log.key().verify(token, now) {
                Some(known) => known,
                // Silently becoming someone else would be worse than being refused.
                None => return self.close(now, id, CloseCode::BadToken),
            },
        };
        let member = known.member;
        if let Err(code) = self.admits(self.log.is_removed(member)) {
            return self.turn_out(now, id, code);
        }
        if hello.token.is_none() && self.is_full_for_strangers() {
            return self.turn_away(now, id);
        }
        let Ok(name) = MemberName::parse(&hello.name) else {
            self.error(id, ErrorEvent::new(ErrorCode::NameInvalid));
            return self.ask_again(now, id);
        };
        match self.is_taken(now, &name, member) {
            Ok(false) => {}
            Ok(true) => {
                self.name_taken(now, ReplyTo::Session(id), &name, member, Label::NONE);
                return self.ask_again(now, id);
            }
            // The client comes back, and with it another try.
            Err(_) => return self.close(now, id, CloseCode::ServerFault),
        }
        let is_new = hello.token.is_none();
        if let Some(wait) = self.wait_to_join(now, is_new, member) {
            return self.refuse_join(now, id, wait);
        }
        if self.log.begin().is_err() {
            self.error(id, ErrorEvent::new(ErrorCode::StorageFailed));
            return self.close(now, id, CloseCode::ServerFault);
        }
        self.admission.settle(deadline, id);
        self.reserve(now, &name, member, is_new);
        let flow = Flow::default();
        let joined = Joined::new(known, flow, now, now);
        self.delivery.sessions.insert(id, Session::Joined(joined));
        self.presence.attach(member, name, id, &self.limits, now);
        if is_new {
            self.count_newcomer(now, member);
        }
        // A new name goes to the attachments of the member's other sockets, too.
        if let Some(member) = self.presence.get_mut(member) {
            let others = member.sessions.iter().filter(|other| **other != id);
            self.tick.reattach.extend(others);
        }
        self.tick.reply(
            id,
            Reply::Welcome {
                resume: hello.resume,
            },
        );
        self.close_oldest(now, id, member);
    }

    /// How long whoever says hello has to wait, if it may not join now.
    fn wait_to_join(&mut self, now: Timestamp, is_new: bool, member: MemberId) -> Option<Duration> {
        if !is_new {
            let hellos = &mut self.presence.get_mut(member)?.hellos;
            return hellos.take(limits::HELLOS, now).err();
        }
        let rows = self.log.wait_for_rows(&self.limits, now);
        rows.or_else(|| self.admission.wait_to_join(&self.limits, now))
    }

    fn refuse_join(&mut self, now: Timestamp, id: SessionId, wait: Duration) {
        self.come_back_later(ReplyTo::Session(id), wait, Label::NONE);
        self.close(now, id, CloseCode::Flooding);
    }

    /// A new member begins with less when many have just come: else a crowd of new members would have
    /// as many full buckets.
    fn count_newcomer(&mut self, now: Timestamp, member: MemberId) {
        if self.admission.is_crowd(now)
            && let Some(member) = self.presence.get_mut(member)
        {
            member.bucket.charge(self.limits.burst - 1);
        }
    }

    /// Keeps the number of sockets of one member within its limit.
    fn close_oldest(&mut self, now: Timestamp, newest: SessionId, member: MemberId) {
        let sessions = match self.presence.get_mut(member) {
            Some(member) if member.sessions.len() > self.limits.member_sockets => &member.sessions,
            _ => return,
        };
        let oldest = sessions.iter().copied().filter(|id| *id != newest).min();
        if let Some(oldest) = oldest {
            // Told by the close code alone: no frame is due to it.
            self.close(now, oldest, CloseCode::Replaced);
        }
    }

    /// Whether what is left of the room is kept for those who were here before.
    fn is_full_for_strangers(&self) -> bool {
        let kept = self.limits.sockets / limits::KNOWN_SOCKETS;
        let joined = self.delivery.sessions.len() - self.admission.waiting();
        joined >= self.limits.sockets - kept
    }

    /// A new socket wants in. In a full room one that has not said hello for the longest gives way:
    /// sockets that say nothing must not take the places that are kept for some.
    pub(in crate::room) fn has_place(&mut self, now: Timestamp) -> bool {
        if self.delivery.sessions.len() < self.limits.sockets {
            return true;
        }
        let kept = self.limits.sockets / limits::KNOWN_SOCKETS;
        match self.admission.next_deadline() {
            Some((_, oldest)) if kept > 0 => {
                self.turn_away(now, oldest);
                true
            }
            _ => false,
        }
    }

    /// The room is full, for this session at least.
    fn turn_away(&mut self, now: Timestamp, id: SessionId) {
        self.error(id, ErrorEvent::new(ErrorCode::RoomFull));
        self.close(now, id, CloseCode::TryAgainLater);
    }

    /// The name could not be had; the session may say hello again, with time to think, but not for
    /// ever: it keeps the room awake.
    fn ask_again(&mut self, now: Timestamp, id: SessionId) {
        let patience = self.limits.hello_timeout;
        let Some(Session::Greeting(greeting)) = self.delivery.sessions.get_mut(id) else {
            return;
        };
        let deadline = greeting.ends.min(now + patience);
        self.admission.settle(greeting.deadline, id);
        self.admission.await_hello(deadline, id);
        greeting.deadline = deadline;
        self.tick.reattach.insert(id);
        if greeting.refused.add(now, limits::RATE_ERRORS) {
            self.close(now, id, CloseCode::Flooding);
        }
    }

    /// No hello at all: there is nothing to wait for.
    fn refuse_hello(&mut self, now: Timestamp, id: SessionId, code: ErrorCode) {
        self.error(id, ErrorEvent::new(code));
        self.close(now, id, CloseCode::BadHello);
    }
}
