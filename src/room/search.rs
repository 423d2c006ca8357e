//! Search: what somebody finds who may read the room, and when there is an index to do it by.
//!
//! The index is built a little at a time while the room is awake, with pauses for everybody else. A room that
//! was never searched has none, and nothing to do for one.

use super::commands::request::Asker;
use super::{Effects, Room};
use crate::limits;
use crate::log::{Found, LogError, Sought, Sql};
use crate::model::search::{From, Query};
use crate::model::settings::Audience;
use crate::model::{MemberId, NameId, Seq};
use crate::time::Timestamp;

/// When to go on with the index.
#[derive(Debug, Default)]
pub(super) struct Indexing {
    next_at: Timestamp,
}

/// What somebody looks for by a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchQuery {
    pub text: String,
    /// Only messages before this one.
    pub before: Option<Seq>,
    /// 1 to [`limits::SEARCH_MAX`].
    pub limit: usize,
    /// Whether what fits best comes first, and not what is newest.
    pub best: bool,
}

impl<S: Sql> Room<S> {
    /// Looks for messages among those that who asks may read. Also says what is to be done: the index is built.
    pub fn search(
        &mut self,
        now: Timestamp,
        asker: &Asker,
        search: &SearchQuery,
    ) -> (Result<Found, LogError>, Effects) {
        if self.log.has_begun() {
            self.prepare_index(now);
        }
        let query = Query::parse(&search.text);
        let here = query.from.iter().zip(&query.kept_as);
        let here = here.map(|(from, kept)| match from {
            From::Member(_) => Vec::new(),
            From::Name(name) => self.bearers(asker, name, *kept),
        });
        let here: Vec<_> = here.collect();
        let found = self.log.search(&Sought {
            query: &query,
            here: &here,
            before: search.before.unwrap_or(Seq::MAX),
            hidden: self.hidden_from_asker(asker),
            limit: search.limit,
            best: search.best,
        });
        if self.log.has_begun() && found.is_ok() && !self.log.has_index() {
            // It was damaged, and was let go: another one is made from now on.
            self.prepare_index(now);
        }
        (found, self.outcome(now, Vec::new()))
    }

    /// Whether all messages are found that are there.
    pub fn is_searchable(&self) -> bool {
        !self.log.has_begun() || self.log.is_indexed()
    }

    /// Has an index from now on. Where that cannot be written, the newest messages are found without.
    fn prepare_index(&mut self, now: Timestamp) {
        let is_new = !self.log.has_index();
        if self.log.note_search(now).is_ok() && is_new {
            self.index_more(now);
        }
    }

    /// Whose name this is now, folded, if who asks may know who is here.
    fn bearers(&self, asker: &Asker, name: &str, kept: Option<NameId>) -> Vec<MemberId> {
        let sees_all = self.settings().roster == Audience::Members;
        if asker.known.is_none() || !(sees_all || asker.role.is_host()) {
            return Vec::new();
        }
        let mut bearers = self.presence.bearers(name);
        // Of who is away the name is known by a number alone: as it was typed, or without marks.
        let plain = Some(NameId::of(name)).filter(|plain| Some(*plain) != kept);
        for id in kept.into_iter().chain(plain) {
            if let Ok(Some(reserved)) = self.log.reserved(id) {
                bearers.push(reserved.holder);
            }
        }
        bearers
    }

    /// When the index wants something to be done.
    pub(super) fn next_indexing(&self) -> Option<Timestamp> {
        let searched = self.log.searched_at()?;
        let due = match self.log.is_indexed() {
            true => searched + limits::INDEX_KEPT,
            false => self.next_tick_at,
        };
        Some(due.max(self.indexing.next_at))
    }

    /// Does it.
    pub(super) fn tend_index(&mut self, now: Timestamp) {
        if self.next_indexing().is_none_or(|due| due > now) {
            return;
        }
        let searched = self.log.searched_at();
        if searched.is_some_and(|searched| searched + limits::INDEX_KEPT <= now) {
            if self.log.drop_index().is_err() {
                self.indexing.next_at = now + limits::INDEX_RETRY;
            }
            return;
        }
        self.index_more(now);
    }

    fn index_more(&mut self, now: Timestamp) {
        self.indexing.next_at = match self.log.index_more() {
            Ok(()) => now + limits::INDEX_PAUSE,
            Err(_) => now + limits::INDEX_RETRY,
        };
    }
}
