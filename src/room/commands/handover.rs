//! The operator gives a room an owner: somebody who is or was here, or whoever comes by a key. The room
//! is told, as of any grant.

use super::message::Entry;
use crate::auth::Known;
use crate::log::{AuditRow, LogError, MemberRow, RoomWrite, Sql};
use crate::model::{Author, Change, KeyHash, MemberId, Role, Seq};
use crate::room::Room;
use crate::room::caller::{Caller, Outcome, Refused};
use crate::time::Timestamp;
use crate::wire::{ErrorCode, Op};

impl<S: Sql> Room<S> {
    /// Does what makes an owner, by the word of the operator.
    pub(super) fn hand_over(&mut self, now: Timestamp, op: Op) -> Outcome {
        let seq = self.log.head() + self.tick.batch.count + 1;
        let cid = format!("admin-owner-{seq}").into();
        let judged = self.apply(now, Caller::operator(), Author::operator(), cid, op);
        judged.map_or_else(|refused| refused.code.into(), |()| Outcome::Done)
    }

    pub(super) fn make_owner(
        &mut self,
        entry: &Entry,
        member: MemberId,
    ) -> Result<Change, Refused> {
        let row = match self.standing(member)? {
            Some(row) => Some(row),
            None => self.row_of_before(member)?,
        };
        let row = row.filter(|_| !self.log.is_removed(member));
        let row = row.ok_or(ErrorCode::NotFound)?;
        if row.role == Some(Role::Owner) {
            return Err(ErrorCode::NoChange.into());
        }
        self.begin_owned();
        let whom = Author {
            role: Role::Owner,
            ..self.author_of(&row, Role::Owner)
        };
        self.audit(entry, "role", Some(&whom), None);
        self.tick.batch.also(RoomWrite::EndBan(member));
        self.set_standing(MemberRow {
            role: Some(Role::Owner),
            key: None,
            muted_until: Timestamp::default(),
            is_removed: false,
            ..row
        });
        if self.waiters.get(member).is_some() {
            self.tick.upshot.admit(member);
        }
        Ok(new_owner(whom))
    }

    /// What it gives is told as a grant to the operator itself, from whom it comes.
    pub(super) fn make_owner_key(
        &mut self,
        now: Timestamp,
        entry: &Entry,
        hash: KeyHash,
    ) -> Result<Change, Refused> {
        if let Some(key) = self.log.access_key(hash)? {
            let is_same = key.is_live(now) && key.terms.role == Role::Owner;
            return Err(match is_same {
                true => ErrorCode::NoChange.into(),
                false => ErrorCode::KeyInvalid.into(),
            });
        }
        let id = self.log.next_key()?;
        self.begin_owned();
        self.tick.batch.also(RoomWrite::OwnerKey(id, hash));
        self.tick.batch.also(RoomWrite::Audit(AuditRow {
            key: Some(id),
            ..entry.act("mint")
        }));
        let operator = entry.from.clone();
        Ok(new_owner(operator))
    }

    /// A room that belonged to nobody does so no more. Whoever is here has a row from then on, like those
    /// who come later.
    fn begin_owned(&mut self) {
        if self.is_owned() {
            return;
        }
        let here = self.presence.ids().into_iter();
        let rows = here.filter_map(|member| self.row_of_present(member));
        let rows: Vec<MemberRow> = rows.collect();
        self.log.begin_owned();
        rows.iter().for_each(|row| self.standings.set(row.clone()));
        self.tick.batch.also(RoomWrite::Owned(rows));
        self.tick.upshot.begin();
    }

    fn row_of_present(&mut self, member: MemberId) -> Option<MemberRow> {
        let present = self.presence.get_mut(member)?;
        let name = present.name.as_str().to_owned();
        let session = present.sessions.last().copied();
        let joined = session.and_then(|id| self.delivery.joined(id));
        let since = joined.map_or(Seq::default(), |joined| joined.known.since);
        Some(MemberRow::new(Known { member, since }, &name, true))
    }

    /// The same of somebody who was here before the room belonged to anybody, and said something.
    fn row_of_before(&mut self, member: MemberId) -> Result<Option<MemberRow>, LogError> {
        let is_nobody = member == MemberId::OPERATOR || self.is_owned() && !self.was_plain();
        if is_nobody {
            return Ok(None);
        }
        if let Some(row) = self.row_of_present(member) {
            return Ok(Some(row));
        }
        let known = Known {
            member,
            since: Seq::default(),
        };
        let name = self.log.name_of(member)?;
        Ok(name.map(|name| MemberRow::new(known, &name, true)))
    }
}

fn new_owner(member: Author) -> Change {
    let role = Some(Role::Owner);
    Change::Role { member, role }
}
