//! The welcome: the member's identity, the roster, and the first page of messages or the start
//! of a replay.

use crate::limits;
use crate::log::{LogError, Owned, Sql};
use crate::model::settings::Audience;
use crate::model::{Listed, LogEvent, MemberId, PageFrom, Role, Seq, SessionId};
use crate::room::Room;
use crate::room::delivery::session::Session;
use crate::room::recent::Called;
use crate::time::Timestamp;
use crate::wire::settings::Set;
use crate::wire::{PairOf, PushKey, ServerEvent, Watcher, You, encode};

impl<S: Sql> Room<S> {
    /// Writes the welcome and the first page, or begins the replay.
    #[inline(never)]
    pub(super) fn welcome(
        &mut self,
        now: Timestamp,
        id: SessionId,
        resume: Option<(String, Seq)>,
        newest: &mut Option<String>,
        events: &mut Vec<String>,
    ) -> Result<(), LogError> {
        let Some(proof) = self.delivery.joined_mut(id).map(|joined| joined.known) else {
            return Ok(());
        };
        let member = proof.member;
        let Some(Listed {
            author,
            is_verified,
        }) = self.presence.listed(member)
        else {
            return Ok(());
        };
        let role = self.role_of_session(id, member).unwrap_or(author.role);
        let head = self.log.head();
        // Continuity is proved, or refused.
        let hidden = self.hidden_upto(proof, role);
        let known = hidden.max(self.log.first() - 1)..=head;
        let resume =
            resume.filter(|(epoch, after)| epoch == self.log.epoch() && known.contains(after));
        let count = self.presence.count();
        let full_roster = count <= self.limits.roster;
        let mut pairs = self.log.pairs_of(member)?;
        let directs = self.directs(now, member, &mut pairs);
        let seats = self.log.seats();
        let owns = self.log.owned().is_some();
        let owned = self.log.owned().filter(|_| self.is_owned());
        let set = self.log.owned().map(|owned| owned.settings.differing());
        events.push(encode(&ServerEvent::Welcome {
            v: limits::PROTOCOL_VERSION,
            room: self.log.room().as_str(),
            epoch: self.log.epoch(),
            seq: head,
            at: now,
            you: You {
                id: member,
                name: author.name,
                token: match self.hosted_of(id) {
                    Some(hosted) => self.log.key().sign_hosted(proof, hosted),
                    None => self.log.key().sign(proof, now),
                },
                // Who may only read is told so in any room.
                role: Some(role).filter(|role| owns || *role == Role::Reader),
                verified: is_verified,
            },
            count,
            members: (full_roster && self.sees_roster(role))
                .then(|| self.presence.page(None, count).0),
            recovered: resume.is_some(),
            first: self.log.trimmed_to(),
            ends: self.ends_at(),
            limits: (&self.limits).into(),
            settings: set.as_deref().map(Set),
            pinned: owned.map(|owned| self.pinned(owned)),
            desk: role.is_host().then(|| self.desk_counts()),
            directs: Some(directs).filter(|directs| !directs.is_empty()),
            pair: seats.and_then(|seats| {
                Some(PairOf {
                    pair: &seats.pair,
                    with: seats.other(member)?,
                    room: seats.met.as_str(),
                })
            }),
            push: self.limits.push_key.as_deref().map(|key| PushKey { key }),
            files: self.ticket(now, proof, self.hosted_of(id)),
        }));
        if let Some((_, after)) = &resume
            && self.pushes.see(member, *after)
        {
            self.tick.reattach.insert(id);
        }
        match resume {
            Some((_, after)) if after < head => {
                self.delivery.replays.begin(id, after + 1);
            }
            Some(_) => {}
            None if hidden > Seq::default() => {
                let page = self.history_page(PageFrom::Newest, limits::HISTORY_DEFAULT, hidden)?;
                events.push(page);
            }
            None => events.push(match newest {
                // The same for all who join in this tick.
                Some(page) => page.clone(),
                None => {
                    let page =
                        self.history_page(PageFrom::Newest, limits::HISTORY_DEFAULT, hidden)?;
                    newest.insert(page).clone()
                }
            }),
        }
        Ok(())
    }

    /// The welcome of a watch, and its first head. None, if the log cannot be read.
    #[inline(never)]
    pub(super) fn welcome_watch(
        &mut self,
        now: Timestamp,
        id: SessionId,
        resume: Option<(String, Seq)>,
    ) -> Option<[String; 2]> {
        let head = self.log.head();
        let resume = resume
            .filter(|(epoch, after)| epoch == self.log.epoch() && *after <= head)
            .map_or(head, |(_, after)| after);
        let Some(Session::Watching(watching)) = self.delivery.sessions.get_mut(id) else {
            return None;
        };
        watching.after = watching.after.max(resume);
        if watching.known.is_none() {
            watching.since = head;
        }
        let (known, role) = (watching.known, watching.role);
        if let Some(known) = known {
            self.pushes.see(known.member, resume);
        }
        let called = known.and_then(|known| self.watches.recent.called(known.member));
        let name = called.and_then(Called::name);
        let you = known.map(|known| Watcher {
            id: known.member,
            name: name.map(|name| name.as_str().to_owned()),
            token: match self.hosted_of(id) {
                Some(hosted) => self.log.key().sign_hosted(known, hosted),
                None => self.log.key().sign(known, now),
            },
            role: self.log.owned().map(|_| role),
            verified: self.hosted_of(id).is_some() || self.is_bound(known.member),
        });
        let mut pairs = match known {
            Some(known) => self.log.pairs_of(known.member).ok()?,
            None => Vec::new(),
        };
        let member = known.map_or(MemberId::OPERATOR, |known| known.member);
        let directs = self.directs(now, member, &mut pairs);
        let welcome = encode(&ServerEvent::Watching {
            v: limits::PROTOCOL_VERSION,
            room: self.log.room().as_str(),
            epoch: self.log.epoch(),
            seq: head,
            you,
            recovered: false,
            limits: (&self.limits).into(),
            directs: Some(directs).filter(|directs| !directs.is_empty()),
        });
        let head = self.first_head(id)?;
        self.watches.calm(id);
        Some([welcome, head])
    }

    /// Whether somebody who is this sees who is here.
    pub(in crate::room) fn sees_roster(&self, role: Role) -> bool {
        self.settings().roster == Audience::Members || role.is_host()
    }

    /// The pinned messages in their present state, as far as they are still there.
    fn pinned(&self, owned: &Owned) -> Vec<LogEvent> {
        let messages = owned.pinned.iter();
        let messages = messages.filter_map(|seq| self.log.message(*seq).ok().flatten());
        let messages = messages.filter(|message| !message.is_deleted());
        messages.map(LogEvent::Message).collect()
    }
}
