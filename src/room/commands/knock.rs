//! The commands `admit` and `deny`, and what those may say who wait: `knock`.

use super::message::Entry;
use crate::auth::{Action, Known};
use crate::limits;
use crate::log::{AuditRow, KnockRow, LogError, MemberRow, RoomWrite, Sql};
use crate::model::settings::Access;
use crate::model::{Author, Change, MemberId, Role, SessionId, text};
use crate::room::Room;
use crate::room::caller::{Caller, Refused};
use crate::room::commands::hello::Joiner;
use crate::room::delivery::session::Session;
use crate::room::waiting::who_knocks;
use crate::time::{Duration, Timestamp};
use crate::wire::{ClientFrame, CloseCode, ErrorCode, ErrorEvent, Label, ServerEvent, encode};

impl<S: Sql> Room<S> {
    /// A frame of a session that waits: it may knock, once.
    #[inline(never)]
    pub(in crate::room) fn waiting_frame(&mut self, now: Timestamp, id: SessionId, frame: &str) {
        let decoded = ClientFrame::decode(frame, self.limits.text);
        let (judged, label) = match &decoded {
            Ok(ClientFrame::Knock { text }) => {
                let text = text.as_deref().unwrap_or_default();
                (
                    knock_text(text).and_then(|()| self.knock(id, text)),
                    Label::NONE,
                )
            }
            Ok(frame) => (Err(ErrorCode::Forbidden), frame.label()),
            // What else it is that cannot be read is no business of who waits.
            Err(refusal) => (Err(ErrorCode::Forbidden), refusal.label()),
        };
        let Err(code) = judged else {
            return;
        };
        self.error(id, ErrorEvent::of(code, label));
        let Some(Session::Waiting(waiting)) = self.delivery.sessions.get_mut(id) else {
            return;
        };
        if waiting.refused.add(now, limits::BAD_FRAMES) {
            self.close(now, id, CloseCode::BadHello);
        }
    }

    /// Lets somebody in who waits. The grant lasts.
    pub(super) fn admit(
        &mut self,
        now: Timestamp,
        caller: Caller,
        entry: &Entry,
        member: MemberId,
        role: Option<Role>,
    ) -> Result<Change, Refused> {
        let knock = self.waiters.get(member).cloned();
        let knock = knock.ok_or(ErrorCode::NotFound)?;
        let role = role.unwrap_or(knock.role);
        self.allows(now, caller, Action::Admit(role))?;
        if self.tick.upshot.admits(member) {
            return Err(ErrorCode::NotFound.into());
        }
        let key = knock.key.map(|id| self.log.key_by_id(id)).transpose()?;
        let key = match key.flatten() {
            Some(key) if !self.log.has_come_by(key.id, member)? => Some(key),
            _ => None,
        };
        // It has been used up by others who waited.
        if key
            .as_ref()
            .is_some_and(|key| key.is_live(now) && !key.opens(now))
        {
            return Err(ErrorCode::KeyInvalid.into());
        }
        let row = self.standing(member)?;
        let row = row.unwrap_or_else(|| row_of(&knock));
        // What it may read begins here, unless it was here before.
        let since = row.since.min(entry.seq - 1);
        // The higher of both counts: nobody loses a grant by being let in.
        let (role, by) = match row.role {
            Some(held) if held >= role => (held, row.key),
            _ => (role, knock.key),
        };
        let whom = Author {
            id: member,
            name: knock.name.as_str().to_owned(),
            role,
        };
        // One that has ended meanwhile is not used any more.
        if let Some(key) = key.filter(|key| key.opens(now)) {
            let (key, hello) = (key.id, knock.hello.clone());
            self.tick.batch.also(RoomWrite::Came { key, member, hello });
        }
        self.audit(entry, "admit", Some(&whom), None);
        self.set_standing(MemberRow {
            role: Some(role),
            key: by,
            since,
            is_removed: false,
            ..row
        });
        self.tick.upshot.admit(member);
        Ok(Change::Role {
            member: whom,
            role: Some(role),
        })
    }

    /// Those who were let in by a durable event come in: who is there is welcomed at once.
    pub(in crate::room) fn come_in(&mut self, now: Timestamp, member: MemberId) {
        let sessions = self.delivery.sessions.waiting_as(member);
        let accounts = sessions
            .iter()
            .filter_map(|id| self.account_of_waiting(*id));
        let account = accounts.last();
        let Some(knock) = self.end_wait(now, member) else {
            return;
        };
        let Ok(known) = self.known_to_wait(member) else {
            return sessions
                .into_iter()
                .for_each(|id| self.close(now, id, CloseCode::ServerFault));
        };
        // Who cannot be bound now is at its next hello.
        let is_bound = account.is_some_and(|tag| self.bind(now, tag, known) == Ok(true))
            || self.is_bound(member);
        let name = self.free_name(now, &knock.name, member);
        for id in sessions {
            let hosted = self.hosted_of(id).cloned().map(Box::new);
            let who = Joiner {
                known,
                name: name.clone(),
                is_new: true,
                is_bound,
                hosted,
            };
            self.join(now, id, who, None);
        }
    }

    /// Those who wait come in where the settings do not have them wait any more. Who came by a key waits
    /// on for more than that gives.
    pub(in crate::room) fn let_in_whom_settings_do(&mut self, now: Timestamp) {
        let waiting: Vec<KnockRow> = self.waiters.iter().cloned().collect();
        for knock in waiting {
            let Ok(row) = self.standing(knock.member) else {
                continue;
            };
            let came_freely = self.settings().access == Access::Open;
            let row = row.map_or_else(
                || row_of(&knock),
                |row| MemberRow {
                    is_removed: false,
                    ..row
                },
            );
            let row = MemberRow {
                came_freely: row.came_freely || came_freely,
                since: row.since.min(self.log.head()),
                ..row
            };
            let role = self.role_by(Some(&row));
            let is_enough = knock.key.is_none() || role >= Some(knock.role);
            if role.is_none() || !is_enough || self.log.save_member(&row).is_err() {
                continue;
            }
            self.log.count_other_rows(1, &self.limits, now);
            self.standings.set(row);
            self.come_in(now, knock.member);
        }
    }

    /// Sends somebody away who waits.
    pub(super) fn deny(
        &mut self,
        now: Timestamp,
        caller: Caller,
        entry: &Entry,
        member: MemberId,
    ) -> Result<(), Refused> {
        self.allows(now, caller, Action::Deny)?;
        let knock = self
            .waiters
            .get(member)
            .filter(|_| !self.tick.upshot.admits(member));
        let knock = knock.ok_or(ErrorCode::NotFound)?;
        let (whom, network) = (who_knocks(knock), knock.network);
        let act = AuditRow {
            cid: Some(entry.cid.clone()),
            member: Some(whom.clone()),
            ..entry.act("deny")
        };
        self.log.deny(member, network, &act)?;
        self.log.count_other_rows(4, &self.limits, now);
        self.turn_down(now, member, CloseCode::NotAllowed);
        self.tell_hosts(&denied(&entry.cid, &whom));
        Ok(())
    }

    /// How long somebody has to wait before it knocks, who was denied, or whose network was. That of who
    /// was here before says nothing of it.
    #[inline(never)]
    pub(super) fn wait_to_knock(
        &self,
        now: Timestamp,
        id: SessionId,
        member: MemberId,
        was_here: bool,
    ) -> Result<Option<Duration>, LogError> {
        if self.waiters.get(member).is_some() {
            return Ok(None);
        }
        let network = self.admission.networks.of(id).filter(|_| !was_here);
        let until = self.log.denied_until(member, network)?;
        Ok(until.filter(|until| *until > now).map(|until| until - now))
    }

    /// Tells who sent this `cid` again that somebody was sent away by it.
    pub(super) fn tell_denied(&mut self, caller: Caller, cid: &str, member: &Author) {
        if let Some(id) = caller.session() {
            self.tick.send(id, denied(cid, member));
        }
    }
}

fn denied(cid: &str, member: &Author) -> String {
    let what = "deny";
    encode(&ServerEvent::Done { cid, what, member })
}

fn knock_text(said: &str) -> Result<(), ErrorCode> {
    match said {
        said if text::has_forbidden_control(said) => Err(ErrorCode::TextInvalid),
        said if text::is_blank(said) => Err(ErrorCode::TextEmpty),
        said if said.chars().count() > limits::KNOCK_TEXT => Err(ErrorCode::TextTooLong),
        _ => Ok(()),
    }
}

/// What is kept of somebody who has only knocked so far.
pub(super) fn row_of(knock: &KnockRow) -> MemberRow {
    let known = Known {
        member: knock.member,
        since: knock.since,
    };
    MemberRow::new(known, knock.name.as_str(), false)
}
