//! What somebody may ask for by a request, without a socket: who it is, its token proves.

use std::fmt;

use crate::auth::{Action, Known, Proof, role_of_visitor};
use crate::log::{LogError, Page, Sql};
use crate::model::settings::History;
use crate::model::{PageFrom, Role, Seq};
use crate::room::Room;
use crate::room::standing::plain_role;
use crate::time::Timestamp;
use crate::wire::ErrorCode;

/// Who asks by a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asker {
    /// The member whose token came with the request; without one, whoever knows the room's name.
    pub known: Option<Known>,
    pub role: Role,
}

/// Why a request gets nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unheard {
    /// No token, where one is needed, or one that is none of a member's.
    Unknown,
    /// Whoever it is may not.
    Refused(ErrorCode),
    /// What it is cannot be read now.
    Failed,
}

impl Unheard {
    /// Status and code, as HTTP says it.
    pub fn status(self) -> (u16, &'static str) {
        match self {
            Unheard::Unknown => (401, "unauthorized"),
            Unheard::Failed => (503, "storage_failed"),
            Unheard::Refused(code) => (
                403,
                match code {
                    ErrorCode::RoomClosed => "room_closed",
                    ErrorCode::Removed => "removed",
                    ErrorCode::Banned => "banned",
                    ErrorCode::KeyNeeded => "key_needed",
                    _ => "forbidden",
                },
            ),
        }
    }

    /// A short sentence for people.
    pub fn message(self) -> &'static str {
        match self {
            Unheard::Unknown => "This requires the token of a member.",
            Unheard::Refused(code) => code.message(),
            Unheard::Failed => "The room cannot be read right now. Try again later.",
        }
    }
}

impl fmt::Display for Unheard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for Unheard {}

impl From<ErrorCode> for Unheard {
    fn from(code: ErrorCode) -> Unheard {
        Unheard::Refused(code)
    }
}

impl From<LogError> for Unheard {
    fn from(_: LogError) -> Unheard {
        Unheard::Failed
    }
}

impl<S: Sql> Room<S> {
    /// Who asks, if it may do this. A token that is sent is judged, also where none is needed.
    pub fn asker(
        &mut self,
        now: Timestamp,
        token: Option<&str>,
        action: Action,
    ) -> Result<Asker, Unheard> {
        if self.is_of_pair() {
            self.seat(now, token)?;
        }
        if self.log.is_closed() {
            return Err(ErrorCode::RoomClosed.into());
        }
        // What is too old is gone before anybody looks.
        self.let_go(now, true);
        let Some(token) = token else {
            // Whoever knows a room's name may read what visitors may.
            let role = role_of_visitor(self.settings(), false);
            // Where members see only what came since they did, that is nothing.
            let sees_all = self.settings().history == History::All;
            let role = role.filter(|_| action == Action::Read && sees_all);
            let role = role.ok_or(Unheard::Unknown)?;
            self.judge_visitor(role, false, action)?;
            return Ok(Asker { known: None, role });
        };
        let proven = self.proven(token, now)?;
        let proof = proven.map(|proven| proven.proof);
        let Some(Proof { known, hosted, .. }) = proof.filter(|proof| proof.is_member) else {
            return Err(Unheard::Unknown);
        };
        let lent = hosted.and_then(|hosted| hosted.role);
        self.asker_as(now, known, lent, action)
    }

    /// The same of who is known, and what the site around the room makes of them.
    pub(super) fn asker_as(
        &self,
        now: Timestamp,
        known: Known,
        lent: Option<Role>,
        action: Action,
    ) -> Result<Asker, Unheard> {
        let member = known.member;
        let mut is_removed = self.log.is_removed(member);
        let mut role = Some(plain_role(lent));
        if self.is_owned() {
            if self.log.ban_of(member, now)?.is_some() {
                return Err(ErrorCode::Banned.into());
            }
            let row = self.standing(member)?;
            is_removed |= row.as_ref().is_some_and(|row| row.is_removed);
            role = self.role_as(row.as_ref(), lent);
        }
        if is_removed {
            return Err(ErrorCode::Removed.into());
        }
        let role = role.ok_or(ErrorCode::KeyNeeded)?;
        self.judge_visitor(role, false, action)?;
        let known = Some(known);
        Ok(Asker { known, role })
    }

    /// A page of the messages, as far as who asks may read them.
    pub fn page_for(&self, asker: &Asker, from: PageFrom, limit: usize) -> Result<Page, LogError> {
        self.log.page(from, limit, self.hidden_from_asker(asker))
    }

    /// All that a page shows to who asks changes with this (`ETag`).
    pub fn page_tag(&self, asker: &Asker) -> String {
        let log = &self.log;
        let first = log.first().max(self.hidden_from_asker(asker) + 1);
        let removals = match log.removals() {
            0 => String::new(),
            removals => format!("-{removals}"),
        };
        format!("\"{}-{first}-{}{removals}\"", log.epoch(), log.head())
    }

    /// The events up to which who asks may not read.
    pub(in crate::room) fn hidden_from_asker(&self, asker: &Asker) -> Seq {
        let known = asker.known;
        known.map_or(Seq::default(), |known| self.hidden_upto(known, asker.role))
    }
}
