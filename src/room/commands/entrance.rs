//! Who may come into a room that has an owner, and as what: judged by bans, keys and the settings, in
//! this order.

use crate::auth::{Hosted, Known};
use crate::log::{Arrival, LogError, MemberRow, NewKey, Owned, Sql};
use crate::model::settings::Access;
use crate::model::{
    AccountTag, Author, Key, KeyHash, KeyId, KeyTerms, MemberId, MemberName, Role, Seq, SessionId,
    Setting, Settings, Until,
};
use crate::room::Room;
use crate::time::Timestamp;
use crate::wire::{ErrorCode, Hello};

/// Who says hello, as far as its token or its key tells.
#[derive(Clone, Debug)]
pub(super) struct Comer {
    pub known: Known,
    /// Whether it was here before, as who it is now.
    pub is_known: bool,
    /// Whether its token is that of a member, and not only of somebody who knocked.
    pub was_member: bool,
    pub account: Account,
    /// Whose token came with the account, where that is somebody else that no account has.
    pub gives: Option<MemberId>,
    /// What the site around the room says of it.
    pub hosted: Option<Box<Hosted>>,
}

/// Whether an account has somebody.
#[derive(Clone, Copy, Debug)]
pub(super) enum Account {
    None,
    /// This one has it from its hello on.
    Binds(AccountTag),
    Bound,
}

impl Account {
    pub fn to_bind(self) -> Option<AccountTag> {
        match self {
            Account::Binds(tag) => Some(tag),
            Account::None | Account::Bound => None,
        }
    }
}

/// How somebody comes in.
#[derive(Debug)]
pub(super) enum Entrance {
    /// Into a room that belongs to nobody.
    Free,
    /// As the owner of a room that nobody has used.
    Creates {
        hash: KeyHash,
        settings: Settings,
        ends: Option<Timestamp>,
    },
    /// As what the row says; by a key, if that counts as a use of it.
    AsMember {
        row: MemberRow,
        /// Who has no grant any more, as this one has it.
        from: Option<Box<MemberRow>>,
        by: Option<KeyId>,
        /// Whether the row is other than it was.
        is_new: bool,
    },
    /// Only once a moderator lets it in.
    Knocks {
        key: Option<KeyId>,
        role: Role,
        /// Whether it was ever let in before.
        was_here: bool,
    },
}

/// Why somebody does not come in.
#[derive(Debug)]
pub(super) enum Barred {
    /// It may say hello again, with something else.
    Again(ErrorCode),
    Banned(Until),
    Failed,
}

impl From<LogError> for Barred {
    fn from(_: LogError) -> Barred {
        Barred::Failed
    }
}

impl<S: Sql> Room<S> {
    /// How whoever says hello comes in, if at all.
    pub(super) fn entrance(
        &self,
        now: Timestamp,
        id: SessionId,
        mut comer: Comer,
        hello: &Hello,
    ) -> Result<Entrance, Barred> {
        if self.is_of_pair() {
            return Ok(Entrance::Free);
        }
        if let Some(create) = &hello.create
            && self.is_unused_but_by(comer.known.member)
        {
            let hash = self
                .hash_of(hello)?
                .ok_or(Barred::Again(ErrorCode::KeyInvalid))?;
            let create = create.as_ref().map_err(|code| Barred::Again(*code))?;
            return Ok(Entrance::Creates {
                hash,
                settings: first_settings(&create.settings),
                ends: create.ends.map(|after| now + after),
            });
        }
        if !self.is_owned() {
            return match hello.key {
                None if self.limits.created_only && !self.log.has_begun() => {
                    Err(Barred::Again(ErrorCode::NotCreated))
                }
                None => Ok(Entrance::Free),
                Some(_) => Err(Barred::Again(ErrorCode::KeyInvalid)),
            };
        }
        let row = self.log.member(comer.known.member)?;
        let was_here = comer.was_member || row.is_some();
        comer.was_member = was_here;
        let comer = &comer;
        self.judge_ban(now, id, comer, hello)?;
        let (key, is_use) = match self.key_of(now, comer, hello)? {
            Some((key, is_use)) => (Some(key), is_use),
            None => (None, false),
        };
        let before = row.clone();
        let mut row = row.unwrap_or_else(|| self.new_row(comer));
        // Who was let in by a key is what it was let in as, until that is taken from it.
        let may_ask = is_use || row.is_removed;
        row.is_removed = false;
        // Of somebody who was never let in before, that is now.
        row.since = row.since.min(comer.known.since);
        let from = match comer.gives {
            Some(other) => self.grant_of(now, other, &mut row)?.map(Box::new),
            None => None,
        };
        let lent = comer.hosted.as_ref().and_then(|hosted| hosted.role);
        let mut by = None;
        if let Some(key) = &key {
            let has = self.role_as(Some(&row), lent);
            let has_less = has < Some(key.terms.role);
            if key.terms.ask && has_less && (may_ask || has.is_none()) {
                return Ok(Entrance::Knocks {
                    key: Some(key.id),
                    role: key.terms.role,
                    was_here,
                });
            }
            // Who comes in without it gets no grant by it, either: for that one has to ask.
            by = Some(key.id).filter(|_| is_use && !key.terms.ask);
            if !key.terms.ask && row.role < Some(key.terms.role) {
                row.role = Some(key.terms.role);
                row.key = Some(key.id);
            }
        }
        match self.role_as(Some(&row), lent) {
            Some(_) => Ok(Entrance::AsMember {
                is_new: before.as_ref() != Some(&row),
                row,
                from,
                by,
            }),
            None if self.settings().access == Access::Ask => Ok(Entrance::Knocks {
                key: None,
                role: Role::Member,
                was_here,
            }),
            // Who waits already keeps its place without showing its key again.
            None => match self.waiters.get(row.member) {
                Some(knock) => Ok(Entrance::Knocks {
                    key: knock.key,
                    role: knock.role,
                    was_here,
                }),
                None => Err(Barred::Again(ErrorCode::KeyNeeded)),
            },
        }
    }

    /// Who a hello without a token is that was said before, with the same key and `cid`.
    pub(super) fn comes_again(&self, hello: &Hello) -> Result<Option<Comer>, LogError> {
        let (Some(secret), Some(cid)) = (&hello.key, &hello.cid) else {
            return Ok(None);
        };
        let hash = KeyHash::of_secret(secret).filter(|_| self.is_owned());
        let Some(hash) = hash else {
            return Ok(None);
        };
        let Some(key) = self.log.access_key(hash)? else {
            return Ok(None);
        };
        if let Some(knock) = self.waiters.came_with(key.id, cid) {
            return Ok(Some(Comer {
                known: self.known_to_wait(knock.member)?,
                is_known: true,
                was_member: false,
                account: Account::None,
                gives: None,
                hosted: None,
            }));
        }
        let Some(member) = self.log.came_with(key.id, cid)? else {
            return Ok(None);
        };
        // Who has signed in is known by that, or by a token: by the same words again, whoever was signed out
        // would be back.
        if self.log.account_of(member)?.is_some() {
            return Ok(None);
        }
        let row = self.log.member(member)?;
        Ok(row.map(|row| Comer {
            known: Known {
                member,
                since: row.since.min(self.log.head()),
            },
            is_known: true,
            was_member: true,
            account: Account::None,
            gives: None,
            hosted: None,
        }))
    }

    /// Somebody who has knocked: what it may read begins when it is let in.
    #[inline(never)]
    pub(super) fn known_to_wait(&self, member: MemberId) -> Result<Known, LogError> {
        let head = self.log.head();
        let row = self.standing(member)?;
        let since = row.map_or(head, |row| row.since.min(head));
        Ok(Known { member, since })
    }

    /// Whether nobody has used this room, but for somebody who sits in it.
    fn is_unused_but_by(&self, member: MemberId) -> bool {
        let here = self.presence.ids();
        self.log.head() == Seq::default()
            && !self.is_owned()
            && here.iter().all(|other| *other == member)
    }

    fn hash_of(&self, hello: &Hello) -> Result<Option<KeyHash>, Barred> {
        match &hello.key {
            None => Ok(None),
            Some(secret) => match KeyHash::of_secret(secret) {
                Some(hash) => Ok(Some(hash)),
                None => Err(Barred::Again(ErrorCode::KeyInvalid)),
            },
        }
    }

    pub(super) fn judge_ban(
        &self,
        now: Timestamp,
        id: SessionId,
        comer: &Comer,
        hello: &Hello,
    ) -> Result<(), Barred> {
        let of_member = match comer.is_known {
            true => self.log.ban_of(comer.known.member, now)?,
            false => None,
        };
        let network = self.admission.networks.of(id);
        let until = match (of_member, network, &hello.key) {
            (Some(until), ..) => Some(until),
            // To have knocked is not to have been here.
            (None, Some(network), None) if !comer.was_member => {
                self.log.ban_by_network(network, now)?
            }
            _ => None,
        };
        until.map_or(Ok(()), |until| Err(Barred::Banned(until)))
    }

    /// The key that somebody shows, and whether coming by it is a use. One that it has come by before
    /// is not judged again: if it is not live any more, it gives nothing.
    fn key_of(
        &self,
        now: Timestamp,
        comer: &Comer,
        hello: &Hello,
    ) -> Result<Option<(Key, bool)>, Barred> {
        let Some(hash) = self.hash_of(hello)? else {
            return Ok(None);
        };
        let invalid = Barred::Again(ErrorCode::KeyInvalid);
        let key = self.log.access_key(hash)?.ok_or(invalid)?;
        if comer.is_known && self.log.has_come_by(key.id, comer.known.member)? {
            return Ok(Some((key, false)).filter(|(key, _)| key.is_live(now)));
        }
        if !key.opens(now) {
            return Err(Barred::Again(ErrorCode::KeyInvalid));
        }
        if key.terms.uses.is_some()
            && let Some(until) = self.log.ban_by_key(key.id, now)?
        {
            return Err(Barred::Banned(until));
        }
        Ok(Some((key, true)))
    }

    /// What is kept of somebody of whom nothing is.
    fn new_row(&self, comer: &Comer) -> MemberRow {
        let came_freely =
            (comer.was_member && self.was_plain()) || self.settings().access == Access::Open;
        MemberRow::new(comer.known, "", came_freely)
    }

    /// Keeps who comes in, before it is welcomed.
    pub(super) fn keep_comer(
        &mut self,
        now: Timestamp,
        known: Known,
        name: &MemberName,
        entrance: Entrance,
        cid: Option<&str>,
    ) -> Result<(), LogError> {
        match entrance {
            Entrance::Free => return self.log.begin(),
            Entrance::Knocks { .. } => return Ok(()),
            Entrance::Creates {
                hash,
                settings,
                ends,
            } => self.create(now, known, name, hash, (settings, ends), cid)?,
            Entrance::AsMember {
                mut row,
                from,
                by,
                is_new,
            } => {
                if is_new || by.is_some() || row.name != name.as_str() {
                    row.name = name.as_str().to_owned();
                    let arrival = by.map(|key| Arrival {
                        key,
                        hello: cid,
                        at: now,
                    });
                    self.log.arrive(&row, arrival.as_ref())?;
                    let rows = 1 + 2 * usize::from(by.is_some());
                    self.log.count_other_rows(rows, &self.limits, now);
                }
                self.standings.set(row);
                if let Some(from) = from {
                    self.take_grant(now, *from)?;
                }
            }
        }
        Ok(())
    }

    /// The room becomes the property of who comes.
    fn create(
        &mut self,
        now: Timestamp,
        known: Known,
        name: &MemberName,
        hash: KeyHash,
        (settings, ends): (Settings, Option<Timestamp>),
        cid: Option<&str>,
    ) -> Result<(), LogError> {
        let by = &Author {
            id: known.member,
            name: name.as_str().to_owned(),
            role: Role::Owner,
        };
        let owner = MemberRow {
            role: Some(Role::Owner),
            key: Some(KeyId(1)),
            ..MemberRow::new(known, &by.name, settings.access == Access::Open)
        };
        let key = NewKey {
            hash,
            terms: &KeyTerms::OWNER,
            by,
            cid: cid.unwrap_or_default(),
            at: now,
        };
        self.watches.judge_all();
        let owned = Owned {
            settings,
            ends,
            ..Owned::default()
        };
        self.log.create_owned(owned, &key, &owner, cid)?;
        self.log.count_other_rows(4, &self.limits, now);
        self.standings.set(owner);
        Ok(())
    }
}

fn first_settings(set: &[Setting]) -> Settings {
    let mut settings = Settings::default();
    settings.set_all(set);
    settings
}
