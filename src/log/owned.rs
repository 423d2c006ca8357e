//! What a room that has an owner keeps beside its log: its settings, and what is pinned. Two rows of
//! `meta`; a room that belongs to nobody has neither.

use super::damage::DamageNotes;
use super::members::save_members;
use super::meta::Meta;
use super::{Log, LogError, MemberRow, Param, Sql, SqlError};
use crate::limits;
use crate::model::settings::Access;
use crate::model::{Seq, Settings};
use crate::time::Timestamp;
use crate::wire::settings::{Set, settings};
use crate::wire::{Json, encode};

/// What its owners have made of a room.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Owned {
    pub settings: Settings,
    /// Pinned messages, in order of pinning.
    pub pinned: Vec<Seq>,
    /// Whether it belonged to nobody before: who was here then has no row, and came freely.
    pub was_plain: bool,
    /// When it is to be gone, if it was created so.
    pub ends: Option<Timestamp>,
}

impl Owned {
    /// What is kept of it, as far as it makes sense. Nobody new comes into a room whose settings do not:
    /// they may have said so.
    pub(super) fn read(meta: &Meta, damage: &DamageNotes) -> Option<Owned> {
        let mut owned = Owned {
            was_plain: meta.get("was_plain").is_some(),
            ends: meta.get("ends").map(|text| {
                let ends = text.parse().map(Timestamp::from_millis);
                // One that was not to stay has been here for long enough.
                ends.unwrap_or_else(|_| {
                    damage.note("meta ends", None);
                    Timestamp::default()
                })
            }),
            ..Owned::default()
        };
        let kept = Json::parse(meta.get("settings")?);
        match kept.as_ref().and_then(settings) {
            Some(kept) => {
                owned.settings.set_all(&kept);
            }
            None => {
                owned.settings.access = Access::Closed;
                damage.note("meta settings", None);
            }
        }
        let pinned = meta.get("pinned").map(|text| match Json::parse(text)? {
            Json::Array(seqs) => seqs.iter().map(Json::unsigned).collect(),
            _ => None,
        });
        match pinned {
            None => {}
            Some(Some(seqs)) => {
                let seqs: Vec<u64> = seqs;
                owned.pinned = seqs.into_iter().map(Seq::from_number).collect();
            }
            Some(None) => damage.note("meta pinned", None),
        }
        Some(owned)
    }
}

pub(super) fn save_settings<S: Sql>(sql: &S, settings: &Settings) -> Result<(), SqlError> {
    let text = encode(&Set(&settings.differing()));
    sql.query(
        "INSERT OR REPLACE INTO meta (key, value) VALUES ('settings', ?)",
        &[Param::Text(&text)],
    )?;
    Ok(())
}

pub(super) fn save_ends<S: Sql>(sql: &S, ends: Timestamp) -> Result<(), SqlError> {
    sql.query(
        "INSERT INTO meta (key, value) VALUES ('ends', ?)",
        &[Param::Text(&ends.as_millis().to_string())],
    )?;
    Ok(())
}

pub(super) fn save_pinned<S: Sql>(sql: &S, pinned: &[Seq]) -> Result<(), SqlError> {
    sql.query(
        "INSERT OR REPLACE INTO meta (key, value) VALUES ('pinned', ?)",
        &[Param::Text(&encode(&pinned))],
    )?;
    Ok(())
}

/// A room that belonged to nobody has these members from now on.
pub(super) fn save_owned<S: Sql>(sql: &S, members: &[MemberRow]) -> Result<(), SqlError> {
    save_settings(sql, &Settings::default())?;
    sql.query(
        "INSERT OR REPLACE INTO meta (key, value) VALUES ('was_plain', '1')",
        &[],
    )?;
    let mut parts = members.chunks(limits::MEMBERS_AT_ONCE);
    parts.try_for_each(|part| save_members(sql, part))
}

impl<S: Sql> Log<S> {
    /// What its owners have made of the room, if it has any.
    pub fn owned(&self) -> Option<&Owned> {
        self.owned.as_ref()
    }

    /// The same, as the batch under way leads to.
    pub fn owned_mut(&mut self) -> Option<&mut Owned> {
        self.owned.as_mut()
    }

    /// The room belongs to somebody from now on, as the batch under way says.
    pub fn begin_owned(&mut self) {
        self.owned = Some(Owned {
            was_plain: true,
            ..Owned::default()
        });
    }

    /// A pin goes with its message. In the database it stays until the next is written, and is not read.
    pub(super) fn drop_old_pins(&mut self) {
        let first = self.first();
        if let Some(owned) = self.owned.as_mut() {
            owned.pinned.retain(|seq| *seq >= first);
        }
    }

    /// Back to what is durable: the batch under way has failed.
    pub fn reread_owned(&mut self) -> Result<(), LogError> {
        if self.owned.is_some() {
            self.owned = Owned::read(&Meta::read(&self.sql)?, &self.damage);
            self.drop_old_pins();
        }
        Ok(())
    }
}
