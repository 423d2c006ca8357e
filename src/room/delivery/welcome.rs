//! The welcome: the member's identity, the roster, and the first page of messages or the start
//! of a replay.

use crate::limits;
use crate::log::{LogError, Sql};
use crate::model::{PageFrom, Seq, SessionId};
use crate::room::Room;
use crate::time::Timestamp;
use crate::wire::{ServerEvent, You, encode};

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
        let Some(author) = self.presence.author(member) else {
            return Ok(());
        };
        let head = self.log.head();
        // Continuity is proved, or refused.
        let known = self.log.first() - 1..=head;
        let resume =
            resume.filter(|(epoch, after)| epoch == self.log.epoch() && known.contains(after));
        let count = self.presence.count();
        let full_roster = count <= self.limits.roster;
        events.push(encode(&ServerEvent::Welcome {
            v: limits::PROTOCOL_VERSION,
            room: self.log.room().as_str(),
            epoch: self.log.epoch(),
            seq: head,
            at: now,
            you: You {
                id: member,
                name: author.name,
                token: self.log.key().sign(proof, now),
            },
            count,
            members: full_roster.then(|| self.presence.page(None, count).0),
            recovered: resume.is_some(),
            first: self.log.trimmed_to(),
            limits: (&self.limits).into(),
        }));
        match resume {
            Some((_, after)) if after < head => {
                self.delivery.replays.begin(id, after + 1);
            }
            Some(_) => {}
            None => events.push(match newest {
                // The same for all who join in this tick.
                Some(page) => page.clone(),
                None => {
                    let page = self.history_page(PageFrom::Newest, limits::HISTORY_DEFAULT)?;
                    newest.insert(page).clone()
                }
            }),
        }
        Ok(())
    }
}
