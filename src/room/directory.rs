//! Names of those who are away: each is kept for the member whose token may still bring it back.
//!
//! A room that nobody joins reads nothing of it, and who comes back under its name costs a look at
//! one row. Everything else needs them all, once until the next sleep.

use std::collections::HashMap;

use super::Room;
use super::caller::ReplyTo;
use super::extent::Extent;
use super::presence::Voucher;
use super::recent::Called;
use crate::limits;
use crate::log::{Log, LogError, RESERVED_FOR_EVER, ReservedRow, Sql};
use crate::model::{MemberId, MemberName, NameId};
use crate::time::Timestamp;
use crate::wire::{ErrorCode, ErrorEvent, Label};

/// The reserved names, as far as they have been read.
#[derive(Debug, Default)]
pub(super) struct Directory {
    known: HashMap<NameId, ReservedRow>,
    /// The one name of each holder among them.
    names: HashMap<MemberId, NameId>,
    /// How many of them that is: once it is all, a name that is not known is not reserved.
    extent: Extent,
    /// Names whose row is out of date.
    unsaved: Vec<NameId>,
}

impl Directory {
    /// Who has a name reserved at this time. `by` is who asks, and most often has it itself.
    pub fn holder<S: Sql>(
        &mut self,
        log: &Log<S>,
        name: NameId,
        by: MemberId,
        now: Timestamp,
    ) -> Result<Option<MemberId>, LogError> {
        if self.extent != Extent::All && !self.known.contains_key(&name) {
            self.look_up(log, name, by, now)?;
        }
        let row = self.known.get(&name).filter(|row| now < row.until);
        Ok(row.map(|row| row.holder))
    }

    /// What is known of the name that a member has reserved.
    pub fn name_of<S: Sql>(
        &mut self,
        log: &Log<S>,
        member: MemberId,
        now: Timestamp,
    ) -> Result<Option<NameId>, LogError> {
        if self.extent != Extent::All && !self.names.contains_key(&member) {
            self.read_all(log, now)?;
        }
        Ok(self.names.get(&member).copied())
    }

    fn look_up<S: Sql>(
        &mut self,
        log: &Log<S>,
        name: NameId,
        by: MemberId,
        now: Timestamp,
    ) -> Result<(), LogError> {
        if self.extent.allows_lookup(limits::RESERVED_LOOKUPS)
            && let Some(row) = log.reserved(name)?
            && row.holder == by
        {
            self.keep(row);
            return Ok(());
        }
        self.read_all(log, now)
    }

    fn read_all<S: Sql>(&mut self, log: &Log<S>, now: Timestamp) -> Result<(), LogError> {
        let before = self.unsaved.len();
        for row in log.all_reserved()? {
            // What is to be saved is known better already.
            if self
                .unsaved
                .iter()
                .take(before)
                .any(|name| *name == row.name)
            {
                continue;
            }
            match now < row.until {
                true => self.keep(row),
                false => self.unsaved.push(row.name),
            }
        }
        self.extent = Extent::All;
        Ok(())
    }

    /// Reserves a name that nobody else has for as long as a token from now lives, or for ever, and frees
    /// what its holder had before. Who is new had none.
    pub fn reserve<S: Sql>(
        &mut self,
        log: &Log<S>,
        name: NameId,
        holder: MemberId,
        (is_new, is_for_ever): (bool, bool),
        now: Timestamp,
    ) -> Result<(), LogError> {
        let least = match is_for_ever {
            true => RESERVED_FOR_EVER,
            false => now + limits::TOKEN_LIFE,
        };
        if self.holder(log, name, holder, now)? == Some(holder) {
            let until = self.known.get(&name).map(|row| row.until);
            if until.is_some_and(|until| least <= until) {
                return Ok(());
            }
        } else if !is_new {
            self.free_name_of(holder);
        }
        let until = least.max(now + limits::TOKEN_LIFE + limits::RESERVED_SLACK);
        let row = ReservedRow {
            name,
            holder,
            until,
        };
        self.keep(row);
        self.unsaved.push(name);
        if self.known.len() > limits::RESERVED_NAMES {
            self.make_room();
        }
        Ok(())
    }

    /// What a member has reserved for ever is kept for it as long as that of any other.
    pub fn let_go<S: Sql>(
        &mut self,
        log: &Log<S>,
        holder: MemberId,
        now: Timestamp,
    ) -> Result<(), LogError> {
        let most = now + limits::TOKEN_LIFE + limits::RESERVED_SLACK;
        self.keep_until(log, holder, now, |until| until.min(most))
    }

    /// What a member has reserved is kept for it for ever.
    pub fn keep_for_ever<S: Sql>(
        &mut self,
        log: &Log<S>,
        holder: MemberId,
        now: Timestamp,
    ) -> Result<(), LogError> {
        self.keep_until(log, holder, now, |_| RESERVED_FOR_EVER)
    }

    fn keep_until<S: Sql>(
        &mut self,
        log: &Log<S>,
        holder: MemberId,
        now: Timestamp,
        end: impl Fn(Timestamp) -> Timestamp,
    ) -> Result<(), LogError> {
        let Some(name) = self.name_of(log, holder, now)? else {
            return Ok(());
        };
        if let Some(row) = self.known.get_mut(&name) {
            row.until = end(row.until);
            self.unsaved.push(name);
        }
        Ok(())
    }

    fn keep(&mut self, row: ReservedRow) {
        self.known.insert(row.name, row);
        self.names.insert(row.holder, row.name);
    }

    fn free_name_of(&mut self, holder: MemberId) {
        if let Some(name) = self.names.get(&holder) {
            self.free(*name);
        }
    }

    fn free(&mut self, name: NameId) {
        if let Some(row) = self.known.remove(&name)
            && self.names.get(&row.holder) == Some(&name)
        {
            self.names.remove(&row.holder);
        }
        self.unsaved.push(name);
    }

    /// Frees a tenth of the names, whose holders have been away the longest: seldom, as all have to be
    /// looked at for it.
    fn make_room(&mut self) {
        let mut surplus = self.known.len() - limits::RESERVED_NAMES * 9 / 10;
        let last = self.end_of(surplus);
        let mut names = Vec::new();
        for row in self.known.values().filter(|row| row.until < last) {
            names.push(row.name);
        }
        surplus -= names.len();
        let tied = self.known.values().filter(|row| row.until == last);
        names.extend(tied.take(surplus).map(|row| row.name));
        for name in names {
            self.free(name);
        }
    }

    /// The time by which so many of the names have ended: halved down to, as a sort would be the
    /// largest function of the module.
    fn end_of(&self, count: usize) -> Timestamp {
        let (mut low, mut high) = (0, u64::MAX >> 1);
        while low < high {
            let middle = low + (high - low) / 2;
            let ended = self
                .known
                .values()
                .filter(|row| row.until.as_millis() <= middle);
            match ended.count() < count {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        Timestamp::from_millis(low)
    }

    /// Writes what has changed, and says how many rows that were. What cannot be stored is tried again
    /// in the next tick: it keeps nobody from joining.
    pub fn save<S: Sql>(&mut self, log: &Log<S>) -> usize {
        let rows = self.unsaved.len();
        if rows == 0 {
            return 0;
        }
        let (mut reserved, mut freed) = (Vec::new(), Vec::new());
        for name in &self.unsaved {
            match self.known.get(name) {
                Some(row) => reserved.push(*row),
                None => freed.push(*name),
            }
        }
        if log.save_reserved(&reserved, &freed).is_ok() {
            self.unsaved.clear();
        } else if self.unsaved.len() > limits::RESERVED_NAMES {
            *self = Directory::default();
        }
        rows
    }
}

impl<S: Sql> Room<S> {
    /// Whether somebody else is here under this name, or has it reserved.
    pub(super) fn is_taken(
        &mut self,
        now: Timestamp,
        name: &MemberName,
        by: MemberId,
    ) -> Result<bool, LogError> {
        let holder = match self.presence.holder(name) {
            None => self.directory.holder(&self.log, name.id(), by, now)?,
            here => here,
        };
        Ok(holder.is_some_and(|holder| holder != by))
    }

    /// This name, or one like it that nobody has.
    pub(super) fn free_name(
        &mut self,
        now: Timestamp,
        name: &MemberName,
        by: MemberId,
    ) -> MemberName {
        if self.is_taken(now, name, by) == Ok(false) {
            return name.clone();
        }
        let free = suggestion(name, by, |name| self.is_taken(now, name, by) == Ok(false));
        // Without a free one it stands beside its like, as after a sleep.
        free.unwrap_or_else(|| name.clone().apart(by))
    }

    /// Answers who asked for a taken name, with a free one if there is one.
    pub(super) fn name_taken(
        &mut self,
        now: Timestamp,
        to: ReplyTo,
        name: &MemberName,
        by: MemberId,
        frame: Label<'_>,
    ) {
        let free = suggestion(name, by, |name| self.is_taken(now, name, by) == Ok(false));
        let mut error = ErrorEvent::of(ErrorCode::NameTaken, frame);
        error.suggestion = free.as_ref().map(MemberName::as_str);
        self.tick.refuse(to, error);
    }

    /// Keeps a (free) name for a member, in this tick. A name that cannot be kept does not keep its
    /// member from bearing it.
    pub(super) fn reserve(
        &mut self,
        now: Timestamp,
        name: &MemberName,
        by: MemberId,
        is_new: bool,
    ) {
        self.call_watched(now, by, name);
        let is_for_ever = self.presence.voucher(by) == Voucher::Account;
        let kind = (is_new, is_for_ever);
        let _ = self.directory.reserve(&self.log, name.id(), by, kind, now);
    }

    /// A member gets a fresh token without saying its name: what it has reserved is kept for as long.
    pub(super) fn keep_name(&mut self, now: Timestamp, member: MemberId, called: &Called) {
        let name = match called {
            Called::Name(name) => name.id(),
            Called::Number(number) => *number,
            Called::Unknown => return,
        };
        if self.directory.holder(&self.log, name, member, now) == Ok(Some(member)) {
            let kind = (false, false);
            let _ = self.directory.reserve(&self.log, name, member, kind, now);
        }
    }

    /// Writes the names of this tick, and says how many.
    pub(super) fn save_reserved(&mut self) -> usize {
        self.directory.save(&self.log)
    }
}

/// A free name like this one. The low numbers can be prepared by whoever wants others to look long;
/// those of the member are not known to anyone.
pub(super) fn suggestion(
    name: &MemberName,
    by: MemberId,
    mut is_free: impl FnMut(&MemberName) -> bool,
) -> Option<MemberName> {
    let own = by.number();
    let numbers = (2..10).chain([1_000 + own % 9_000, 100_000 + (own >> 16) % 900_000]);
    let mut names = numbers.filter_map(|number| name.numbered(number as u32));
    names.find(|name| is_free(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(name: &str) -> MemberName {
        MemberName::parse(name).unwrap()
    }

    #[test]
    fn a_suggestion_takes_a_few_looks_whatever_was_prepared() {
        let by = MemberId::from_random([0x5A; 8]);
        let ana = name("Ana");
        let found = suggestion(&ana, by, |_| true).unwrap();
        assert_eq!(found.as_str(), "Ana 2");
        let mut looks = 0;
        // Ten thousand prepared names, and the hundred below them.
        let found = suggestion(&ana, by, |name| {
            looks += 1;
            let number: u32 = name.as_str()[4..].parse().unwrap();
            number > 10_100
        });
        assert!(found.is_some() && looks <= 10, "{looks}");
        let mut looks = 0;
        let none = suggestion(&ana, by, |_| {
            looks += 1;
            false
        });
        assert_eq!((none, looks), (None, 10));
    }
}
