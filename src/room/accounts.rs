//! Members that an account has: bound at a hello, unbound when the account is gone. Which account that is,
//! the room knows by a tag alone, and only this room by this one.

use std::collections::VecDeque;

use super::Room;
use super::caller::Outcome;
use super::delivery::session::Session;
use super::presence::Voucher;
use crate::auth::{Known, Proof};
use crate::limits;
use crate::log::{AccountRow, LogError, MemberRow, Sql};
use crate::model::{AccountTag, MemberId, SessionId};
use crate::time::Timestamp;
use crate::wire::{CloseCode, ErrorCode, ErrorEvent};

/// Whom a token proves, and what is known of an account of theirs.
#[derive(Debug)]
pub(super) struct Proven {
    pub proof: Proof,
    pub account: Option<AccountTag>,
}

/// Accounts of which this room was just told that they are gone, or signed out: who was on the way here as one
/// of them comes after that letter, and is not to be believed. In memory alone, as that takes seconds at most.
#[derive(Debug, Default)]
pub(super) struct Over(VecDeque<(AccountTag, Until)>);

/// Up to when what an account said of somebody is void, by its own clock.
type Until = Option<Timestamp>;

impl Over {
    fn note(&mut self, tag: AccountTag, until: Until) {
        if self.0.len() >= limits::ACCOUNTS_OVER {
            self.0.pop_front();
        }
        self.0.push_back((tag, until));
    }

    /// Whether what this account said then is void: None where it is not, else whether the account is gone.
    fn find(&self, tag: AccountTag, at: Timestamp) -> Option<Until> {
        let mut over = self.0.iter().filter(|(over, _)| *over == tag);
        let found = over.find(|(_, until)| until.is_none_or(|until| at <= until));
        found.map(|(_, until)| *until)
    }
}

impl<S: Sql> Room<S> {
    /// A socket was opened by somebody of whom an account said `at` this time that it is theirs. It may have been
    /// signed out everywhere since, or be gone.
    pub(super) fn judge_comer(
        &mut self,
        now: Timestamp,
        id: SessionId,
        tag: AccountTag,
        at: Timestamp,
    ) {
        match self.over.find(tag, at) {
            None => {}
            Some(Some(_)) => self.close(now, id, CloseCode::BadToken),
            Some(None) => {
                if let Some(Session::Greeting(greeting)) = self.delivery.sessions.get_mut(id) {
                    greeting.comer.account = None;
                    self.tick.reattach.insert(id);
                }
            }
        }
    }

    /// Whom a token proves: nobody, if it is not genuine, has expired, or was made void.
    #[inline(never)]
    pub(super) fn proven(&self, token: &str, now: Timestamp) -> Result<Option<Proven>, LogError> {
        let Some(proof) = self.log.key().verify(token, now) else {
            return Ok(None);
        };
        let row = self.log.account_of(proof.known.member)?;
        let is_void = row.is_some_and(|row| proof.issued <= row.void_upto);
        let account = row.and_then(|row| row.tag);
        Ok((!is_void).then_some(Proven { proof, account }))
    }

    /// An account has this member from now on. False if one of the two has another already.
    #[inline(never)]
    pub(super) fn bind(
        &mut self,
        now: Timestamp,
        tag: AccountTag,
        known: Known,
    ) -> Result<bool, LogError> {
        let before = self.log.account_of(known.member)?;
        if before.is_some_and(|row| row.tag.is_some()) || self.log.account(tag)?.is_some() {
            return Ok(false);
        }
        self.log.save_account(&AccountRow {
            member: known.member,
            tag: Some(tag),
            since: known.since,
            void_upto: before.map_or(Timestamp::default(), |row| row.void_upto),
        })?;
        // With its entry in the index.
        self.log.count_other_rows(2, &self.limits, now);
        Ok(true)
    }

    /// Other sites' users stay who they are, from the first of them on.
    pub(super) fn keep_host_secret(&mut self, now: Timestamp) -> Result<(), LogError> {
        if self.log.keep_host_secret()? {
            self.log.count_other_rows(1, &self.limits, now);
        }
        Ok(())
    }

    /// Whether an account has this member.
    pub(super) fn is_bound(&self, member: MemberId) -> bool {
        let row = self.log.account_of(member).ok().flatten();
        row.is_some_and(|row| row.tag.is_some())
    }

    /// The account of somebody who waits to be let in.
    pub(super) fn account_of_waiting(&self, id: SessionId) -> Option<AccountTag> {
        match self.delivery.sessions.get(id) {
            Some(Session::Waiting(waiting)) => waiting.account,
            _ => None,
        }
    }

    /// Reads who of those here an account has: after a sleep.
    pub(super) fn read_vouchers(&mut self) {
        // Of whom it cannot be read it is not told.
        let bound = self.log.bound(&self.presence.ids()).unwrap_or_default();
        for member in bound {
            self.presence.restore_voucher(member, Voucher::Account);
        }
    }

    /// An account is gone: its member stays as a guest.
    #[inline(never)]
    pub(super) fn account_gone(&mut self, now: Timestamp, tag: AccountTag) -> Outcome {
        self.over.note(tag, None);
        for id in self.comers_with(tag) {
            match self.delivery.sessions.get_mut(id) {
                Some(Session::Greeting(greeting)) => greeting.comer.account = None,
                Some(Session::Waiting(waiting)) => waiting.account = None,
                _ => continue,
            }
            self.tick.reattach.insert(id);
        }
        match self.unbind(now, tag) {
            Ok(()) => Outcome::Done,
            Err(_) => Outcome::Failed,
        }
    }

    fn unbind(&mut self, now: Timestamp, tag: AccountTag) -> Result<(), LogError> {
        let Some(row) = self.log.account(tag)? else {
            return Ok(());
        };
        // Where tokens are void, that has to be remembered.
        match row.void_upto > Timestamp::default() {
            true => self.log.save_account(&AccountRow { tag: None, ..row })?,
            false => self.log.forget_account(row.member)?,
        }
        self.log.count_other_rows(1, &self.limits, now);
        self.presence.vouch(row.member, Voucher::Nobody);
        self.directory.let_go(&self.log, row.member, now)
    }

    /// Tokens of an account's member that were issued up to this time are void.
    #[inline(never)]
    pub(super) fn account_tokens(
        &mut self,
        now: Timestamp,
        tag: AccountTag,
        at: Timestamp,
    ) -> Outcome {
        self.over
            .note(tag, Some(at.min(now + limits::CLOCKS_APART)));
        let at = at.min(now);
        let row = match self.log.account(tag) {
            Ok(row) => row,
            Err(_) => return Outcome::Failed,
        };
        if let Some(row) = row {
            // Said before, or overtaken.
            if at <= row.void_upto {
                return Outcome::Done;
            }
            let row = AccountRow {
                void_upto: at,
                ..row
            };
            if self.log.save_account(&row).is_err() {
                return Outcome::Failed;
            }
            self.log.count_other_rows(1, &self.limits, now);
            self.close_all_of(now, row.member);
        }
        for id in self.comers_with(tag) {
            self.close(now, id, CloseCode::BadToken);
        }
        Outcome::Done
    }

    /// Closes every socket of a member, of whatever kind: it has to prove anew who it is.
    fn close_all_of(&mut self, now: Timestamp, member: MemberId) {
        // Any of its browsers may be the lost one; the others say it again when they come.
        self.drop_pushes(now, &[member]);
        let here = self.presence.get_mut(member);
        let mut all = here.map_or(Vec::new(), |member| member.sessions.clone());
        all.extend(self.watches.recent.sessions(member));
        all.extend(self.delivery.sessions.waiting_as(member));
        for id in all {
            self.close(now, id, CloseCode::BadToken);
        }
    }

    /// The sockets of this account that no member has yet.
    fn comers_with(&self, tag: AccountTag) -> Vec<SessionId> {
        let mut ids = self.delivery.sessions.ids();
        ids.retain(|id| match self.delivery.sessions.get(*id) {
            Some(Session::Greeting(greeting)) => greeting.comer.account == Some(tag),
            Some(Session::Waiting(waiting)) => waiting.account == Some(tag),
            _ => false,
        });
        ids
    }

    /// What an account's member gets of somebody that no account has, whose token came with it: a higher
    /// grant. The other one has it no more.
    pub(super) fn grant_of(
        &self,
        now: Timestamp,
        other: MemberId,
        row: &mut MemberRow,
    ) -> Result<Option<MemberRow>, LogError> {
        let Some(mut other) = self.log.member(other)? else {
            return Ok(None);
        };
        let has_more = other.role > row.role && !other.is_removed;
        if !has_more || self.log.ban_of(other.member, now)?.is_some() {
            return Ok(None);
        }
        row.role = other.role.take();
        row.key = other.key.take();
        Ok(Some(other))
    }

    /// Somebody has no grant any more, as another one has it.
    #[inline(never)]
    pub(super) fn take_grant(&mut self, now: Timestamp, row: MemberRow) -> Result<(), LogError> {
        self.log.save_member(&row)?;
        self.log.count_other_rows(1, &self.limits, now);
        let member = row.member;
        self.watches.judge(member);
        let was = self.role_of(member);
        if self.standings.get(member).is_some() {
            self.standings.set(row);
        }
        match self.role_of(member) {
            role if role == was => {}
            _ if self.presence.author(member).is_none() => {}
            None => self.expel(now, member, ErrorEvent::new(ErrorCode::KeyNeeded)),
            Some(role) => {
                self.presence.set_role(member, role);
                self.tell_role(member, role);
            }
        }
        self.judge_watches(now);
        Ok(())
    }
}
