//! The room of a pair: who has a seat in it. It tells nothing to anybody else, not even whether it is there.

use super::entrance::Barred;
use crate::auth::{Known, Proof, TokenKey};
use crate::log::Sql;
use crate::model::{MemberId, MemberName, SessionId};
use crate::room::Room;
use crate::room::caller::Outcome;
use crate::room::commands::request::Unheard;
use crate::time::Timestamp;
use crate::wire::{CloseCode, ErrorCode, Json, PairState};

/// Why somebody has no seat here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unseated {
    /// Without a token nobody has.
    Unknown,
    /// The token is not that of one of the two here.
    Foreign,
    /// Whose room it is cannot be read now.
    Unreadable,
}

impl From<Unseated> for Unheard {
    fn from(why: Unseated) -> Unheard {
        match why {
            Unseated::Unknown | Unseated::Foreign => Unheard::Refused(ErrorCode::KeyNeeded),
            Unseated::Unreadable => Unheard::Failed,
        }
    }
}

impl<S: Sql> Room<S> {
    /// Whether this is the room of a pair, be it one already or not.
    pub(in crate::room) fn is_of_pair(&self) -> bool {
        self.log.room().is_of_pair()
    }

    /// Whether it is one of which cannot be read whose it is.
    pub(in crate::room) fn is_unreadable_pair(&self) -> bool {
        self.is_of_pair() && self.log.has_begun() && self.log.seats().is_none()
    }

    /// Whether one of the two wants nothing more of the other.
    pub(super) fn is_locked(&self) -> bool {
        self.log.seats().is_some_and(|seats| seats.is_locked)
    }

    /// What a member is called here, whatever it says: in a locked room nobody tells the other anything by
    /// a name.
    pub(super) fn fixed_name(&mut self, now: Timestamp, member: MemberId) -> Option<MemberName> {
        let seats = self.log.seats().filter(|seats| seats.is_locked)?;
        if let Some(present) = self.presence.get_mut(member) {
            return Some(present.name.clone());
        }
        let who = seats.members.iter().find(|who| who.id == member)?;
        let name = MemberName::stored(&who.name).ok()?;
        Some(self.free_name(now, &name, member))
    }

    /// The room where the two met says what this one is.
    pub(in crate::room) fn take_seats(&mut self, seats: PairState) -> Outcome {
        let key = TokenKey::parse(&seats.key).filter(|_| self.is_of_pair());
        let Some(key) = key else {
            return Outcome::NotFound;
        };
        match self.log.take_seats(seats, key) {
            Ok(()) => Outcome::Done,
            Err(_) => Outcome::Failed,
        }
    }

    /// Who has a seat in this room of a pair, by a token for it. What is not a pair's room yet takes as long
    /// to say so as one that is.
    pub(super) fn seat(&self, now: Timestamp, token: Option<&str>) -> Result<Known, Unseated> {
        let token = token.ok_or(Unseated::Unknown)?;
        let Some(Proof {
            known,
            is_member: true,
            ..
        }) = self.log.key().verify(token, now)
        else {
            return Err(Unseated::Foreign);
        };
        let seats = self.log.seats().ok_or(Unseated::Unreadable)?;
        match seats.other(known.member) {
            Some(_) => Ok(known),
            None => Err(Unseated::Foreign),
        }
    }

    /// Tells a session that it has no seat here.
    pub(super) fn refuse_seat(&mut self, now: Timestamp, id: SessionId, why: Unseated) {
        match why {
            Unseated::Unknown => self.bar(now, id, Barred::Again(ErrorCode::KeyNeeded)),
            Unseated::Foreign => self.close(now, id, CloseCode::BadToken),
            Unseated::Unreadable => self.close(now, id, CloseCode::ServerFault),
        }
    }

    /// Whether a frame that cannot be read is one of those who look after a room, which nobody does here.
    pub(super) fn is_of_no_pair(&self, frame: &str) -> bool {
        if !self.is_of_pair() {
            return false;
        }
        let frame = Json::parse(frame);
        let kind = frame.as_ref().and_then(|frame| frame.get("type")?.text());
        matches!(kind, Some("clear" | "shield" | "direct"))
    }
}
