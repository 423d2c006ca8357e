//! What the room of a pair is: one row of `meta`, as the room where the two met has written it in its last
//! letter.

use super::damage::DamageNotes;
use super::meta::{Identity, Meta};
use super::owned::save_settings;
use super::{Log, LogError, Owned, Param, Sql, SqlError, schema};
use crate::auth::TokenKey;
use crate::limits;
use crate::model::{RoomName, Settings};
use crate::wire::{Letter, PairState};

impl<S: Sql> Log<S> {
    /// What the room of a pair is; nothing where no pair is, or where that cannot be read.
    pub fn seats(&self) -> Option<&PairState> {
        self.seats.as_ref()
    }

    /// Keeps what the room where the two met says, if it has not said anything newer. The first time that
    /// begins the log, under the key with which the other room signs tokens for this one.
    pub fn take_seats(&mut self, mut seats: PairState, key: TokenKey) -> Result<(), LogError> {
        // It is kept where it is in every room.
        seats.key.clear();
        if let Some(known) = &self.seats {
            let is_older = (seats.version, seats.told) < (known.version, known.told);
            if known.is_locked && seats.is_locked {
                // Nobody tells the other anything by a name.
                seats.members.clone_from(&known.members);
            }
            let mut same = seats.clone();
            same.told = known.told;
            // What says the same is not written again.
            if is_older || *known == same {
                return Ok(());
            }
        }
        let text = Letter::Pair(seats.clone()).to_text();
        if self.has_begun {
            save_seats(&self.sql, &text)?;
        } else {
            let sql = &self.sql;
            let identity = Identity {
                room: self.identity.room.clone(),
                epoch: self.identity.epoch.clone(),
                key,
            };
            schema::create(sql, &identity, &mut || {
                save_settings(sql, &Settings::default())?;
                save_seats(sql, &text)
            })?;
            self.identity = identity;
            self.has_begun = true;
            self.owned = Some(Owned::default());
        }
        self.seats = Some(seats);
        Ok(())
    }
}

/// What is kept of it, if all of it makes sense.
pub(super) fn read_seats(meta: &Meta, room: &RoomName, damage: &DamageNotes) -> Option<PairState> {
    if !room.is_of_pair() {
        return None;
    }
    let kept = meta.get("pair").and_then(Letter::parse);
    let seats = match kept {
        Some(Letter::Pair(seats)) if is_pair(&seats) => Some(seats),
        _ => None,
    };
    if seats.is_none() {
        damage.note("meta pair", None);
    }
    seats
}

fn is_pair(seats: &PairState) -> bool {
    let [one, other] = &seats.members;
    one.id != other.id && (1..=limits::CID).contains(&seats.pair.len())
}

fn save_seats<S: Sql>(sql: &S, text: &str) -> Result<(), SqlError> {
    sql.query(
        "INSERT OR REPLACE INTO meta (key, value) VALUES ('pair', ?)",
        &[Param::Text(text)],
    )?;
    Ok(())
}
