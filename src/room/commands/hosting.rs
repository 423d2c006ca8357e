//! The commands of those who look after a room, which a log event tells to everybody: settings, role,
//! pin, mute, remove, restore.

use super::message::Entry;
use crate::auth::Action;
use crate::limits;
use crate::log::{AuditEntry, AuditRow, BanRow, MemberRow, RoomWrite, Sql};
use crate::model::{Author, Change, MemberId, Role, Seq, Setting};
use crate::room::Room;
use crate::room::caller::{Caller, Refused};
use crate::time::{Duration, Timestamp};
use crate::wire::{Ban, ErrorCode, Kind, LogFrame, Op, desk};

impl<S: Sql> Room<S> {
    /// What an operation of this kind leads to, and to which message; none if it is answered by a reply
    /// of its own.
    #[inline(never)]
    pub(super) fn host(
        &mut self,
        now: Timestamp,
        caller: Caller,
        entry: &Entry,
        op: &Op,
    ) -> Result<Option<(Seq, Change)>, Refused> {
        let room = Seq::default();
        let (target, change) = match op {
            Op::Settings(set) => (room, self.change_settings(now, caller, entry, set)?),
            Op::Role { member, .. } if caller.role == Role::Operator => {
                (room, self.make_owner(entry, *member)?)
            }
            Op::Mint { hash, .. } if caller.role == Role::Operator => {
                (room, self.make_owner_key(now, entry, *hash)?)
            }
            Op::Role { member, role } => (room, self.grant(now, caller, entry, *member, *role)?),
            Op::Pin { target, on } => (*target, self.pin(now, caller, entry, *target, *on)?),
            Op::Mute { member, time } => (room, self.mute(now, caller, entry, *member, *time)?),
            Op::Remove {
                member,
                ban,
                reason,
            } => {
                let reason = reason.as_deref();
                let removed = self.send_away(now, caller, entry, *member, *ban, reason)?;
                (room, removed)
            }
            Op::Restore { member } => (room, self.restore_member(now, caller, entry, *member)?),
            Op::Admit { member, role } => (room, self.admit(now, caller, entry, *member, *role)?),
            Op::Revoke { key, members } => {
                let revoked = self.revoke(now, caller, entry, *key, *members)?;
                return Ok(revoked.map(|change| (room, change)));
            }
            Op::Mint { hash, terms } => {
                self.mint(now, caller, entry, *hash, terms)?;
                return Ok(None);
            }
            Op::Deny { member } => {
                self.deny(now, caller, entry, *member)?;
                return Ok(None);
            }
            Op::Report { target, reason } => {
                self.report(now, caller, entry, *target, reason.as_deref())?;
                return Ok(None);
            }
            Op::Say { .. } | Op::Edit { .. } | Op::Delete { .. } | Op::React { .. } => {
                return Err(ErrorCode::BadFrame.into());
            }
        };
        Ok(Some((target, change)))
    }

    fn change_settings(
        &mut self,
        now: Timestamp,
        caller: Caller,
        entry: &Entry,
        set: &[Setting],
    ) -> Result<Change, Refused> {
        self.allows(now, caller, Action::ChangeSettings)?;
        if self.is_of_pair()
            && set
                .iter()
                .any(|setting| !matches!(setting, Setting::Keep(_)))
        {
            return Err(ErrorCode::Forbidden.into());
        }
        let mut settings = self.settings().clone();
        if !settings.set_all(set) {
            return Err(ErrorCode::NoChange.into());
        }
        self.set_settings(settings);
        // Nobody looks after the room of a pair.
        if self.is_owned() {
            self.audit(entry, "settings", None, None);
        }
        Ok(Change::Settings { set: set.to_vec() })
    }

    fn grant(
        &mut self,
        now: Timestamp,
        caller: Caller,
        entry: &Entry,
        member: MemberId,
        role: Option<Role>,
    ) -> Result<Change, Refused> {
        let row = self.somebody(member)?;
        let is_self = member == caller.known.member;
        let to = self.role_by(Some(&row)).unwrap_or(Role::Reader);
        self.allows(now, caller, Action::Grant { to, is_self })?;
        // A room is left to nobody who cannot come in.
        if role == Some(Role::Owner) && self.log.ban_of(member, now)?.is_some() {
            return Err(ErrorCode::Forbidden.into());
        }
        if row.role == role {
            return Err(ErrorCode::NoChange.into());
        }
        if row.role == Some(Role::Owner) && !self.has_other_owner(now, &[member])? {
            return Err(ErrorCode::LastOwner.into());
        }
        let whom = self.author_of(&row, to);
        self.audit(entry, "role", Some(&whom), None);
        self.set_standing(MemberRow {
            role,
            key: None,
            // Of who was banned where it knocked: now it is let in.
            since: row.since.min(entry.seq - 1),
            is_removed: false,
            ..row
        });
        if role.is_some() && self.waiters.get(member).is_some() {
            self.tick.upshot.admit(member);
        }
        let member = Author {
            role: role.unwrap_or_default(),
            ..whom
        };
        Ok(Change::Role { member, role })
    }

    fn pin(
        &mut self,
        now: Timestamp,
        caller: Caller,
        entry: &Entry,
        target: Seq,
        on: bool,
    ) -> Result<Change, Refused> {
        self.allows(now, caller, Action::Pin)?;
        self.living_message(target)?;
        let Some(owned) = self.log.owned_mut() else {
            return Err(ErrorCode::Forbidden.into());
        };
        if owned.pinned.contains(&target) == on {
            return Err(ErrorCode::NoChange.into());
        }
        match on {
            true if owned.pinned.len() >= limits::PINNED => {
                return Err(ErrorCode::TooMany.into());
            }
            true => owned.pinned.push(target),
            false => owned.pinned.retain(|seq| *seq != target),
        }
        let pinned = owned.pinned.clone();
        self.tick.batch.also(RoomWrite::Pinned(pinned));
        self.audit(entry, "pin", None, None);
        Ok(Change::Pinned { on })
    }

    /// A message is deleted: it is not pinned any more, and no event says so.
    pub(super) fn unpin(&mut self, target: Seq) {
        let Some(owned) = self.log.owned_mut() else {
            return;
        };
        if owned.pinned.contains(&target) {
            owned.pinned.retain(|seq| *seq != target);
            let pinned = owned.pinned.clone();
            self.tick.batch.also(RoomWrite::Pinned(pinned));
        }
    }

    fn mute(
        &mut self,
        now: Timestamp,
        caller: Caller,
        entry: &Entry,
        member: MemberId,
        time: Duration,
    ) -> Result<Change, Refused> {
        let row = self.somebody(member)?;
        let role = self.moderate(now, caller, &row)?;
        let until = match time {
            Duration::ZERO if row.muted_until <= now => {
                return Err(ErrorCode::NoChange.into());
            }
            Duration::ZERO => Timestamp::default(),
            time => entry.at + time,
        };
        let member = self.author_of(&row, role);
        self.audit(entry, "mute", Some(&member), None);
        self.set_standing(MemberRow {
            muted_until: until,
            ..row
        });
        Ok(Change::Muted { member, until })
    }

    /// Removes a member, and bans it perhaps. Its grant goes with it, and what it had from before the
    /// room was closed.
    fn send_away(
        &mut self,
        now: Timestamp,
        caller: Caller,
        entry: &Entry,
        member: MemberId,
        ban: Option<Ban>,
        reason: Option<&str>,
    ) -> Result<Change, Refused> {
        let row = self.somebody(member)?;
        let role = self.moderate(now, caller, &row)?;
        if ban.is_none() && row.is_removed && row.role.is_none() {
            return Err(ErrorCode::NoChange.into());
        }
        if ban.is_some() && self.log.bans_are_full(member, now)? {
            return Err(ErrorCode::TooMany.into());
        }
        let until = ban.map(|ban| ban.until(entry.at));
        let whom = self.author_of(&row, role);
        if let Some(until) = until {
            let ban = BanRow {
                member,
                name: whom.name.clone(),
                until,
                by: entry.from.clone(),
                at: entry.at,
                reason: reason.map(str::to_owned),
                network: self.network_of(member),
                key: self.log.limited_key_of(member)?,
            };
            self.tick.batch.also(RoomWrite::Ban(ban));
        }
        self.audit(entry, "remove", Some(&whom), reason);
        self.set_standing(MemberRow {
            role: None,
            key: None,
            came_freely: false,
            is_removed: true,
            ..row
        });
        self.tick.upshot.remove(member, reason.map(str::to_owned));
        Ok(Change::Removed {
            member: whom,
            until,
        })
    }

    fn restore_member(
        &mut self,
        now: Timestamp,
        caller: Caller,
        entry: &Entry,
        member: MemberId,
    ) -> Result<Change, Refused> {
        let row = self.somebody(member)?;
        let role = self.moderate(now, caller, &row)?;
        if self.log.ban_of(member, now)?.is_none() {
            return Err(ErrorCode::NoChange.into());
        }
        self.tick.batch.also(RoomWrite::EndBan(member));
        let member = self.author_of(&row, role);
        self.audit(entry, "restore", Some(&member), None);
        Ok(Change::Restored { member })
    }

    /// Answers a frame again that was carried out before without an event; false if it was not.
    pub(super) fn has_answered(&mut self, caller: Caller, frame: &LogFrame) -> bool {
        let (member, cid) = (caller.known.member, frame.cid.as_str());
        match frame.kind {
            // Who looks after the room no more is told nothing of its keys, by whatever resend.
            Kind::Mint | Kind::Revoke if !caller.role.is_host() => return false,
            Kind::Mint => match self.log.key_made_by(member, cid) {
                Ok(Some(_)) => self.tell_keys(caller, cid.to_owned()),
                _ => return false,
            },
            Kind::Revoke => match self.log.act_of(member, cid) {
                Ok(Some(act)) if act.act == "revoke" => self.tell_keys(caller, cid.to_owned()),
                _ => return false,
            },
            Kind::Deny if self.is_owned() => match self.log.act_of(member, cid) {
                Ok(Some(AuditEntry {
                    act,
                    member: Some((id, name)),
                    ..
                })) if act == "deny" => self.tell_denied(caller, cid, &desk::named(id, &name)),
                _ => return false,
            },
            Kind::Report => match &frame.op {
                Ok(Op::Report { target, .. })
                    if self
                        .log
                        .reported(member, *target, None)
                        .ok()
                        .flatten()
                        .as_deref()
                        == Some(cid) =>
                {
                    self.tell_reported(caller, cid);
                }
                _ => return false,
            },
            _ => return false,
        }
        true
    }

    /// Somebody who was ever welcomed here.
    pub(super) fn somebody(&self, member: MemberId) -> Result<MemberRow, Refused> {
        let row = self.standing(member)?;
        row.ok_or(ErrorCode::NotFound.into())
    }

    /// Whether the caller may act on this member: if so, what that is.
    fn moderate(&self, now: Timestamp, caller: Caller, row: &MemberRow) -> Result<Role, Refused> {
        let role = self.role_by(Some(row)).unwrap_or(Role::Reader);
        self.allows(now, caller, Action::Moderate(role))?;
        Ok(role)
    }

    /// A member as events name it, be it here or not.
    pub(super) fn author_of(&self, row: &MemberRow, role: Role) -> Author {
        let here = self.presence.author(row.member);
        here.unwrap_or_else(|| Author {
            id: row.member,
            name: row.name.clone(),
            role,
        })
    }

    /// Whether somebody but these holds an owner's grant and may come in, with what the batch under way
    /// does.
    pub(super) fn has_other_owner(
        &self,
        now: Timestamp,
        than: &[MemberId],
    ) -> Result<bool, Refused> {
        for owner in self.standings.owners_but(than) {
            if self.log.ban_of(owner, now)?.is_none() {
                return Ok(true);
            }
        }
        // Whom the database takes for one may be none any more.
        let mut known = self.standings.ids();
        known.extend(than);
        Ok(self.log.has_other_owner(&known, now)?)
    }

    /// The network of a member who is here, or waits.
    fn network_of(&mut self, member: MemberId) -> Option<u64> {
        let here = self.presence.get_mut(member);
        match here.and_then(|member| member.sessions.last().copied()) {
            Some(session) => self.admission.networks.of(session),
            None => self.waiters.get(member)?.network,
        }
    }

    /// Notes who did what, in the batch of the event that tells it.
    pub(super) fn audit(
        &mut self,
        entry: &Entry,
        act: &'static str,
        member: Option<&Author>,
        reason: Option<&str>,
    ) {
        self.tick.batch.also(RoomWrite::Audit(AuditRow {
            member: member.cloned(),
            reason: reason.map(str::to_owned),
            ..entry.act(act)
        }));
    }
}
