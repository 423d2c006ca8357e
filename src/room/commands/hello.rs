//! The `hello` command: turns an open socket into a member that is waiting for its welcome.
//!
//! A hello is judged when it arrives, so that two people who want the same name in one tick do
//! not both get it; the welcome is written at the end of the tick, so that it includes the
//! log's head and the roster after the tick.

use super::entrance::{Account, Barred, Comer, Entrance};
use crate::auth::{HostUser, Hosted, Known, Proof};
use crate::limits;
use crate::log::{KnockRow, LogError, Sql};
use crate::model::{AccountTag, MemberId, MemberName, Seq, SessionId, Until};
use crate::room::accounts::Proven;
use crate::room::caller::ReplyTo;
use crate::room::delivery::flow::Flow;
use crate::room::delivery::replies::Reply;
use crate::room::delivery::session::{Joined, Newcomer, Session};
use crate::room::presence::Voucher;
use crate::room::{Effect, Room};
use crate::time::{Duration, Timestamp};
use crate::wire::{ClientFrame, CloseCode, ErrorCode, ErrorEvent, Hello, Label};

/// Somebody who comes in.
pub(in crate::room) struct Joiner {
    pub known: Known,
    /// A name that nobody else has.
    pub name: MemberName,
    pub is_new: bool,
    /// Whether an account has it.
    pub is_bound: bool,
    /// What the site around the room says of it.
    pub hosted: Option<Box<Hosted>>,
}

impl<S: Sql> Room<S> {
    /// A new socket.
    pub(in crate::room) fn opened(
        &mut self,
        now: Timestamp,
        id: SessionId,
        comer: Newcomer,
        network: Option<String>,
        site: Option<String>,
        effects: &mut Vec<Effect>,
    ) {
        let source = network.as_deref();
        let source = source.and_then(|network| self.pair_budget.source(network));
        let network = network.map(|network| self.log.key().network_tag(&network));
        let is_crowd =
            |network| self.admission.networks.sockets(network) >= self.limits.sockets_of_network();
        if network.is_some_and(is_crowd) || !self.has_place(now) {
            self.error(id, ErrorEvent::new(ErrorCode::RoomFull));
            self.tick.closes.push((id, CloseCode::TryAgainLater));
            return;
        }
        if let Some(network) = network {
            self.admission.networks.insert(id, network, source);
        }
        if let Some(site) = site {
            self.pushes.note_site(id, site);
        }
        let patience = self.limits.hello_timeout;
        let ends = now + patience.max(limits::GREETING);
        self.await_hello(id, comer, now + patience, ends);
        effects.extend(self.attachment(id));
    }

    /// The first frame of a session, or another try after a name that could not be had.
    #[inline(never)]
    pub(in crate::room) fn greeting_frame(&mut self, now: Timestamp, id: SessionId, text: &str) {
        // Nothing of a pair's room, not even this, is for who has no seat there.
        let is_of_pair = self.is_of_pair();
        if !is_of_pair && let Err(code) = self.admits(false) {
            return self.turn_out(now, id, code);
        }
        let is_judging = match self.delivery.sessions.get(id) {
            Some(Session::Greeting(greeting)) => greeting.judging.is_some(),
            _ => false,
        };
        let mut hello = match ClientFrame::decode(text, self.limits.text) {
            // Who has said hello waits for the answer.
            _ if is_judging => return self.refuse_hello(now, id, ErrorCode::BadHello),
            Ok(ClientFrame::Hello(hello)) => hello,
            Err(refusal) if refusal.code == ErrorCode::UnsupportedVersion => {
                return self.refuse_hello(now, id, ErrorCode::UnsupportedVersion);
            }
            _ => return self.refuse_hello(now, id, ErrorCode::BadHello),
        };
        if is_of_pair && let Err(unseated) = self.seat(now, hello.token.as_deref()) {
            return self.refuse_seat(now, id, unseated);
        }
        if is_of_pair && let Err(code) = self.admits(false) {
            return self.turn_out(now, id, code);
        }
        // The two of a pair's room are known by its tokens alone.
        match hello.jwt.take().filter(|_| !is_of_pair) {
            Some(jwt) => self.judge_jwt(now, id, hello, jwt),
            None => self.proceed(now, id, hello, None),
        }
    }

    /// A hello that has been read, and what the site around the room says in it.
    #[inline(never)]
    pub(super) fn proceed(
        &mut self,
        now: Timestamp,
        id: SessionId,
        hello: Hello,
        user: Option<HostUser>,
    ) {
        let wants_vouching = user.is_none() && self.wants_vouching(id);
        let comer = self.who_comes(now, id, &hello, user);
        // By its token somebody is still whom a site has vouched for.
        let is_hosted = comer.as_ref().is_ok_and(|comer| comer.hosted.is_some());
        if wants_vouching && !is_hosted {
            return self.turn_out(now, id, ErrorCode::SignInNeeded);
        }
        let comer = match comer {
            Ok(comer) => comer,
            Err(code) => return self.close(now, id, code),
        };
        if self.limits.push_key.is_none() && !hello.links {
            // Nobody asks any more at which of our addresses it is.
            self.pushes.forget_site(id);
        }
        match hello.watch {
            true => self.watch(now, id, comer, hello),
            false => self.greet(now, id, comer, hello),
        }
    }

    /// Whether somebody has to be vouched for, and no account does.
    fn wants_vouching(&self, id: SessionId) -> bool {
        let account = match self.delivery.sessions.get(id) {
            Some(Session::Greeting(greeting)) => &greeting.comer.account,
            _ => &None,
        };
        self.limits.vouched_only && !self.is_of_pair() && account.is_none()
    }

    fn greet(&mut self, now: Timestamp, id: SessionId, comer: Comer, mut hello: Hello) {
        let Comer {
            known,
            is_known,
            account,
            ..
        } = comer;
        let hosted = comer.hosted.clone();
        let member = known.member;
        // Who proves by more than a key who they are does so again: not by saying the same once more.
        if hosted.is_some() || matches!(account, Account::Bound) {
            hello.cid = None;
        }
        if let Err(code) = self.admits(self.log.is_removed(member)) {
            return self.turn_out(now, id, code);
        }
        if !is_known && self.is_full_for_strangers() {
            return self.turn_away(now, id);
        }
        let entrance = match self.entrance(now, id, comer, &hello) {
            Ok(entrance) => entrance,
            Err(barred) => return self.bar(now, id, barred),
        };
        let name = match (self.fixed_name(now, member), &hosted) {
            (Some(name), _) => Ok(name),
            (None, Some(hosted)) => Ok(self.free_name(now, &hosted.name, member)),
            (None, None) => MemberName::parse(&hello.name),
        };
        let Ok(name) = name else {
            self.error(id, ErrorEvent::new(ErrorCode::NameInvalid));
            return self.ask_again(now, id);
        };
        if let Entrance::Knocks {
            key,
            role,
            was_here,
        } = entrance
        {
            if self.waiters.has_name(&name, member) {
                self.error(id, ErrorEvent::new(ErrorCode::NameTaken));
                return self.ask_again(now, id);
            }
            let denied = match self.wait_to_knock(now, id, member, was_here) {
                Ok(denied) => denied,
                Err(_) => return self.close(now, id, CloseCode::ServerFault),
            };
            // Each writes a row, whoever says it.
            if let Some(wait) = denied.or_else(|| self.wait_to_join(now, true, member)) {
                return self.refuse_join(now, id, wait);
            }
            let before = self.waiters.get(member).cloned();
            let knock = KnockRow {
                member,
                name: name.clone(),
                since: if was_here { known.since } else { Seq::MAX },
                at: now,
                text: None,
                key,
                role,
                hello: hello.cid,
                network: self.admission.networks.of(id),
            };
            let knock = match before {
                // By a key that gives no less, that is what it asks for from then on.
                Some(before) if key.is_some() && role >= before.role => KnockRow {
                    at: before.at,
                    text: before.text,
                    ..knock
                },
                Some(before) => KnockRow { name, ..before },
                None => knock,
            };
            return self.wait(now, id, knock, account.to_bind(), hosted);
        }
        match self.is_taken(now, &name, member) {
            Ok(false) => {}
            Ok(true) => {
                self.name_taken(now, ReplyTo::Session(id), &name, member, Label::NONE);
                return self.ask_again(now, id);
            }
            // The client comes back, and with it another try.
            Err(_) => return self.close(now, id, CloseCode::ServerFault),
        }
        if let Some(wait) = self.wait_to_join(now, !is_known, member) {
            return self.refuse_join(now, id, wait);
        }
        let kept = self.keep_comer(now, known, &name, entrance, hello.cid.as_deref());
        let kept = kept.and_then(|()| match account.to_bind() {
            Some(tag) => self.bind(now, tag, known).map(|_| ()),
            None => Ok(()),
        });
        let kept = kept.and_then(|()| match hosted {
            Some(_) => self.keep_host_secret(now),
            None => Ok(()),
        });
        if kept.is_err() {
            self.error(id, ErrorEvent::new(ErrorCode::StorageFailed));
            return self.close(now, id, CloseCode::ServerFault);
        }
        self.end_wait(now, member);
        self.settle_greeting(id);
        let who = Joiner {
            known,
            name,
            is_new: !is_known,
            is_bound: !matches!(account, Account::None),
            hosted,
        };
        if hello.links && self.limits.file_bytes > 0 {
            self.link_files(id);
        }
        self.join(now, id, who, hello.resume);
    }

    /// Who says hello: whose account it is, whom its token proves, who said the same before, or somebody new.
    fn who_comes(
        &self,
        now: Timestamp,
        id: SessionId,
        hello: &Hello,
        user: Option<HostUser>,
    ) -> Result<Comer, CloseCode> {
        let failed = |_| CloseCode::ServerFault;
        if let Some(user) = user {
            let token = hello.token.as_deref();
            return self.comes_hosted(now, user, token).map_err(failed);
        }
        let Some(Session::Greeting(greeting)) = self.delivery.sessions.get(id) else {
            return Err(CloseCode::ServerFault);
        };
        let newcomer = &greeting.comer;
        let fresh = Comer {
            known: Known {
                member: newcomer.fresh,
                since: self.log.head(),
            },
            is_known: false,
            was_member: false,
            account: Account::None,
            gives: None,
            hosted: None,
        };
        let shown = match &hello.token {
            Some(token) => self.comes_by_token(now, token).map_err(failed)?,
            None => self.comes_again(hello).map_err(failed)?,
        };
        // The two of a pair's room are known by their tokens alone.
        match newcomer.account.filter(|_| !self.is_of_pair()) {
            Some(tag) => self.comes_by_account(tag, shown, fresh).map_err(failed),
            // Silently becoming someone else would be worse than being refused.
            None if shown.is_none() && hello.token.is_some() => Err(CloseCode::BadToken),
            None => Ok(shown.unwrap_or(fresh)),
        }
    }

    fn comes_by_token(&self, now: Timestamp, token: &str) -> Result<Option<Comer>, LogError> {
        let Some(Proven { proof, account }) = self.proven(token, now)? else {
            return Ok(None);
        };
        let Proof {
            known,
            is_member,
            hosted,
            ..
        } = proof;
        let known = match is_member {
            true => known,
            false => self.known_to_wait(known.member)?,
        };
        Ok(Some(Comer {
            known,
            is_known: true,
            was_member: is_member,
            account: account.map_or(Account::None, |_| Account::Bound),
            gives: None,
            hosted,
        }))
    }

    /// Who comes with an account: the member that it has here, or else who it is by its token, unless that
    /// is another account's.
    #[inline(never)]
    fn comes_by_account(
        &self,
        tag: AccountTag,
        shown: Option<Comer>,
        fresh: Comer,
    ) -> Result<Comer, LogError> {
        // Whom another site says it is, no account has.
        let shown = shown.filter(|comer| comer.hosted.is_none());
        let is_free = |comer: &&Comer| matches!(comer.account, Account::None);
        if let Some(row) = self.log.account(tag)? {
            let known = match &shown {
                // It knows better since when.
                Some(comer) if comer.known.member == row.member => comer.known,
                _ => row.known(),
            };
            return Ok(Comer {
                known,
                is_known: true,
                was_member: true,
                account: Account::Bound,
                gives: shown
                    .as_ref()
                    .filter(is_free)
                    .filter(|comer| comer.was_member)
                    .map(|comer| comer.known.member),
                hosted: None,
            });
        }
        let account = Account::Binds(tag);
        let comer = shown.filter(|comer| is_free(&comer)).unwrap_or(fresh);
        Ok(Comer { account, ..comer })
    }

    /// Tells somebody why it does not come in.
    pub(super) fn bar(&mut self, now: Timestamp, id: SessionId, barred: Barred) {
        match barred {
            Barred::Again(code) => {
                self.error(id, ErrorEvent::new(code));
                self.ask_again(now, id);
                if let Some(Session::Greeting(greeting)) = self.delivery.sessions.get_mut(id) {
                    greeting.needs_key =
                        matches!(code, ErrorCode::KeyNeeded | ErrorCode::NotCreated);
                }
            }
            Barred::Banned(until) => {
                let mut error = ErrorEvent::new(ErrorCode::Banned);
                if let Until::Time(time) = until {
                    error.retry_after_ms = Some((time - now).as_millis());
                }
                self.error(id, error);
                self.close(now, id, CloseCode::NotAllowed);
            }
            Barred::Failed => self.close(now, id, CloseCode::ServerFault),
        }
    }

    /// A session need not say hello any more.
    pub(in crate::room) fn settle_greeting(&mut self, id: SessionId) {
        if let Some(Session::Greeting(greeting)) = self.delivery.sessions.get(id) {
            self.admission.settle(greeting.deadline, id);
        }
    }

    /// A session becomes that of a member, who is kept already.
    #[inline(never)]
    pub(in crate::room) fn join(
        &mut self,
        now: Timestamp,
        id: SessionId,
        who: Joiner,
        resume: Option<(String, Seq)>,
    ) {
        let Joiner {
            known,
            name,
            is_new,
            is_bound,
            hosted,
        } = who;
        let member = known.member;
        let flow = Flow::default();
        let voucher = match &hosted {
            Some(hosted) => Voucher::Site(hosted.role),
            None if is_bound => Voucher::Account,
            None => Voucher::Nobody,
        };
        // A site's user may have been here under another name, of which no token of it tells.
        let had_no_name = is_new && hosted.is_none();
        let mut joined = Joined::new(known, flow, now, now);
        joined.hosted = hosted;
        self.delivery.sessions.insert(id, Session::Joined(joined));
        self.presence
            .attach(member, name.clone(), id, &self.limits, now);
        if voucher != Voucher::Nobody {
            self.presence.vouch(member, voucher);
        }
        self.reserve(now, &name, member, had_no_name);
        if let Some(role) = self.role_of(member) {
            self.presence.set_role(member, role);
        }
        match is_new {
            true => self.count_newcomer(now, member),
            false => self.call_in_pairs(now, member, &name),
        }
        // A new name goes to the attachments of the member's other sockets, too.
        if let Some(member) = self.presence.get_mut(member) {
            let others = member.sessions.iter().filter(|other| **other != id);
            self.tick.reattach.extend(others);
        }
        self.tick.reply(id, Reply::Welcome { resume });
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
    pub(super) fn is_full_for_strangers(&self) -> bool {
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
    pub(in crate::room) fn turn_away(&mut self, now: Timestamp, id: SessionId) {
        self.error(id, ErrorEvent::new(ErrorCode::RoomFull));
        self.close(now, id, CloseCode::TryAgainLater);
    }

    /// The name could not be had; the session may say hello again, with time to think, but not for
    /// ever: it keeps the room awake.
    pub(super) fn ask_again(&mut self, now: Timestamp, id: SessionId) {
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
    pub(super) fn refuse_hello(&mut self, now: Timestamp, id: SessionId, code: ErrorCode) {
        self.error(id, ErrorEvent::new(code));
        self.close(now, id, CloseCode::BadHello);
    }
}
