//! Files, as requests have to do with them: what somebody sends, and what somebody reads. And `ticket`, by which a
//! member reads what its browser fetches by itself.

use crate::auth::{Action, Hosted, Known, Ticket};
use crate::limits;
use crate::log::{FileRow, Kept, LogError, Sql};
use crate::model::{File, FileId, FileKind, NewFile, Seq, SessionId};
use crate::room::caller::{Caller, Refused};
use crate::room::commands::request::{Asker, Unheard};
use crate::room::{Effect, Effects, NetworkTag, Room};
use crate::time::{Duration, Timestamp};
use crate::wire::{ErrorCode, Label, ServerEvent, WelcomeFiles, answer, encode};

/// Why a request about a file gets nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfiled {
    /// Whoever it is may not.
    Unheard(Unheard),
    /// What is asked makes no sense.
    Bad,
    /// There is no such file, as far as who asks may know.
    NotFound,
    /// More than a file may have, or than was told.
    TooLarge,
    /// So much has come, and something else was sent.
    Conflict(u64),
    /// Too much, for so long.
    Later(Duration),
    Failed,
}

impl<T: Into<Unheard>> From<T> for Unfiled {
    fn from(why: T) -> Unfiled {
        Unfiled::Unheard(why.into())
    }
}

/// An upload as its sender is told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadState {
    pub id: FileId,
    pub bytes: u64,
    pub next: u64,
    pub is_claimed: bool,
    /// Whether this request has begun it.
    pub is_new: bool,
}

impl UploadState {
    fn of(row: &FileRow) -> UploadState {
        UploadState {
            id: row.file.id,
            bytes: row.file.bytes,
            next: row.next,
            is_claimed: row.seq.is_some(),
            is_new: false,
        }
    }
}

/// What all of a file is, once it is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    pub sha256: String,
    pub kind: FileKind,
}

impl<S: Sql> Room<S> {
    /// Begins an upload, or finds the one that was begun by the same `cid`.
    pub fn begin_file(
        &mut self,
        now: Timestamp,
        token: Option<&str>,
        network: Option<&str>,
        wanted: Option<NewFile>,
        random: [u8; 16],
    ) -> (Result<UploadState, Unfiled>, Effects) {
        let network = network.map(|network| self.log.key().network_tag(network));
        let begun = self.reserve_file(now, token, network, wanted, random);
        let mut effects = Vec::new();
        if begun.as_ref().is_ok_and(|state| state.is_new) {
            effects.push(Effect::WakeBy(now + self.limits.file_claim));
        }
        // Others may have given way.
        self.tend_files(now, &mut effects);
        (begun, self.outcome(now, effects))
    }

    fn reserve_file(
        &mut self,
        now: Timestamp,
        token: Option<&str>,
        network: Option<NetworkTag>,
        wanted: Option<NewFile>,
        random: [u8; 16],
    ) -> Result<UploadState, Unfiled> {
        let sender = self.sender(now, token)?;
        let wanted = wanted.ok_or(Unfiled::Bad)?;
        if let Some(row) = self.log.file_by_cid(sender.member, &wanted.cid)? {
            return Ok(UploadState::of(&row));
        }
        let bytes = wanted.bytes;
        if bytes == 0 || bytes > self.limits.file_bytes {
            return Err(Unfiled::TooLarge);
        }
        if let Some(wait) = self.log.wait_for_rows(&self.limits, now) {
            return Err(Unfiled::Later(wait));
        }
        let until = self.may_keep(now, sender, network, bytes)?;
        let row = FileRow {
            file: File {
                id: FileId::from_random(random),
                name: wanted.name,
                kind: FileKind::Other,
                bytes,
                width: wanted.width,
                height: wanted.height,
                preview: wanted.preview,
                alt: wanted.alt,
                removed: false,
            },
            member: sender.member,
            cid: wanted.cid,
            network,
            next: 0,
            sha256: None,
            expires: now + self.limits.file_claim,
            seq: None,
        };
        self.log.begin_file(now, &row, until)?;
        self.log
            .count_other_rows(limits::FILE_ROWS, &self.limits, now);
        self.files.note_expiry(row.expires);
        Ok(UploadState {
            is_new: true,
            ..UploadState::of(&row)
        })
    }

    /// Whether a member may send so much more, and until when that counts. For that, uploads of who has most may give
    /// way.
    fn may_keep(
        &mut self,
        now: Timestamp,
        sender: Known,
        network: Option<NetworkTag>,
        bytes: u64,
    ) -> Result<Option<Timestamp>, Unfiled> {
        let (of_member, all) = self.log.open_files(sender.member)?;
        let most = self.limits.room_file_bytes;
        // What is reserved and not used is not to keep others from sending.
        let most_of = |share: u64| match most {
            0 => u64::MAX,
            most => (most / share).max(self.limits.file_bytes.max(limits::OPEN_BYTES)),
        };
        let until_first = |room: &Self| {
            let first = room.log.first_expiry().ok().flatten().unwrap_or(now);
            Unfiled::Later(first - now)
        };
        if of_member.count >= limits::OPEN_FILES_OF_MEMBER
            || of_member.bytes.saturating_add(bytes) > most_of(limits::OPEN_SHARE_OF_MEMBER)
        {
            return Err(until_first(self));
        }
        let until = self.may_send_today(now, sender, bytes)?;
        let kept = self.log.kept_files();
        let beyond = |bytes_of: u64, most: u64| bytes_of.saturating_add(bytes).saturating_sub(most);
        let room_has = if most == 0 { u64::MAX } else { most };
        let lack = Kept {
            bytes: beyond(kept.bytes, room_has).max(beyond(all.bytes, most_of(limits::OPEN_SHARE))),
            count: u64::from(kept.count >= limits::ROOM_FILES || all.count >= limits::OPEN_FILES),
        };
        if lack != Kept::default() && !self.make_place_for_file(now, network, bytes, lack)? {
            return Err(
                match beyond(kept.bytes, room_has) > 0 || kept.count >= limits::ROOM_FILES {
                    // Until something goes, which nobody knows.
                    true => Unfiled::Later(limits::KEEP_EVERY),
                    false => until_first(self),
                },
            );
        }
        Ok(until)
    }

    /// Lets go of uploads that no message has claimed, where a network has more of them, or more bytes, than the one for
    /// which there has to be a place. Else a single one could reserve all there is.
    fn make_place_for_file(
        &mut self,
        now: Timestamp,
        network: Option<NetworkTag>,
        bytes: u64,
        lack: Kept,
    ) -> Result<bool, Unfiled> {
        let open = self.log.open_by_network()?;
        let by_bytes = lack.bytes > 0;
        let measure = |kept: &Kept| if by_bytes { kept.bytes } else { kept.count };
        let own = open.iter().find(|(of, _)| *of == network);
        let own = own.map_or(0, |(_, kept)| measure(kept));
        let (needed, added) = match by_bytes {
            true => (lack.bytes, bytes),
            false => (lack.count, 1),
        };
        let most = open.iter().max_by_key(|(_, kept)| measure(kept));
        // Whoever has most has no less than the other afterwards, but for what a file has beyond what is needed.
        let most = most.filter(|(of, kept)| {
            *of != network && measure(kept) >= own.saturating_add(added).saturating_add(needed)
        });
        let Some((most, _)) = most else {
            return Ok(false);
        };
        let mut going = Vec::new();
        let mut freed = Kept::default();
        for (id, bytes) in self.log.open_of_network(*most, lack.bytes)? {
            // What a message of this tick claims stays.
            if !self.tick.batch.claims(id) {
                going.push(id);
                freed.bytes += bytes;
                freed.count += 1;
            }
            if freed.bytes >= lack.bytes && freed.count >= lack.count {
                for id in going {
                    self.log.take_file_back(id)?;
                    self.log
                        .count_other_rows(limits::FILE_ROWS, &self.limits, now);
                }
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Until when it counts that a member sends so much more, if that is within a day's.
    fn may_send_today(
        &self,
        now: Timestamp,
        sender: Known,
        bytes: u64,
    ) -> Result<Option<Timestamp>, Unfiled> {
        let a_day = self.limits.member_file_bytes;
        if a_day == 0 {
            return Ok(None);
        }
        let span = limits::FILE_SPAN;
        // Each byte has its share of the day.
        let bytes = bytes.max(a_day / limits::FILES_OF_MEMBER_A_DAY);
        let share = u128::from(bytes) * u128::from(span.as_millis()) / u128::from(a_day);
        let share = Duration::from_millis(u64::try_from(share).unwrap_or(u64::MAX));
        let until = self.log.sends_files_until(sender.member)?.max(now) + share;
        match until <= now + span {
            true => Ok(Some(until)),
            false => Err(Unfiled::Later((until - (now + span)).min(span))),
        }
    }

    /// Whether a part of so many bytes may come at this place of an upload. Its state, as the store is to
    /// believe it.
    pub fn may_send_part(
        &mut self,
        now: Timestamp,
        token: Option<&str>,
        id: Option<FileId>,
        at: u64,
        length: u64,
    ) -> Result<UploadState, Unfiled> {
        let sender = self.sender(now, token)?;
        let row = self.own_upload(now, sender, id)?;
        if row.seq.is_some() || at != row.next {
            return Err(Unfiled::Conflict(row.next));
        }
        if at.saturating_add(length) > row.file.bytes {
            return Err(Unfiled::TooLarge);
        }
        if let Some(wait) = self.log.wait_for_rows(&self.limits, now) {
            return Err(Unfiled::Later(wait));
        }
        Ok(UploadState::of(&row))
    }

    /// So much of an upload is stored by now, and what it is if that is all. What comes after another part was told
    /// changes nothing, unless the store has lost some.
    pub fn part_is_stored(
        &mut self,
        now: Timestamp,
        id: FileId,
        next: u64,
        whole: Option<Whole>,
        was_lost: bool,
    ) -> Result<UploadState, Unfiled> {
        let mut row = self.log.file(id)?.ok_or(Unfiled::NotFound)?;
        let is_lost = was_lost && row.sha256.is_none();
        let is_earlier = next < row.next && !is_lost;
        if row.seq.is_some() || is_earlier || next > row.file.bytes {
            return Ok(UploadState::of(&row));
        }
        if next == row.file.bytes && whole.is_none() {
            // It would be there, and nobody could say what it is.
            return Err(Unfiled::Failed);
        }
        let came = next.saturating_sub(row.next);
        row.next = next;
        let most = now + self.limits.file_claim;
        let earned = Duration::from_millis(came * 1_000 / limits::SLOWEST_UPLOAD);
        row.expires = match whole {
            Some(_) if row.sha256.is_none() => row.expires.max(most),
            _ => row.expires.max(most.min(row.expires + earned)),
        };
        if let Some(Whole { sha256, kind }) = whole {
            row.sha256 = Some(sha256);
            row.file.kind = kind;
        }
        self.log.advance_file(&row)?;
        self.log
            .count_other_rows(limits::PART_ROWS, &self.limits, now);
        Ok(UploadState::of(&row))
    }

    /// What has come of one's own upload.
    pub fn upload_state(
        &mut self,
        now: Timestamp,
        token: Option<&str>,
        id: Option<FileId>,
    ) -> Result<UploadState, Unfiled> {
        let sender = self.sender(now, token)?;
        let row = self.own_upload(now, sender, id)?;
        Ok(UploadState::of(&row))
    }

    /// Lets go of an upload that no message has claimed, for its sender.
    pub fn take_file_back(
        &mut self,
        now: Timestamp,
        token: Option<&str>,
        id: Option<FileId>,
    ) -> (Result<(), Unfiled>, Effects) {
        let taken = self.take_back(now, token, id);
        let mut effects = Vec::new();
        self.tend_files(now, &mut effects);
        (taken, self.outcome(now, effects))
    }

    fn take_back(
        &mut self,
        now: Timestamp,
        token: Option<&str>,
        id: Option<FileId>,
    ) -> Result<(), Unfiled> {
        let sender = self.sender(now, token)?;
        let row = self.own_upload(now, sender, id)?;
        if row.seq.is_some() || self.tick.batch.claims(row.file.id) {
            return Err(Unfiled::NotFound);
        }
        self.log.take_file_back(row.file.id)?;
        self.log
            .count_other_rows(limits::FILE_ROWS, &self.limits, now);
        Ok(())
    }

    /// Who sends a file: one who may post.
    fn sender(&mut self, now: Timestamp, token: Option<&str>) -> Result<Known, Unfiled> {
        let asker = self.asker(now, token, Action::Send);
        let forbidden = Unheard::Refused(ErrorCode::Forbidden);
        let known = match (asker, token) {
            (Ok(Asker { known, .. }), _) => known.ok_or(Unheard::Unknown)?,
            // Whose it is, is none of this room's members.
            (Err(Unheard::Unknown), Some(_)) => return Err(forbidden.into()),
            (Err(why), _) => return Err(why.into()),
        };
        if self.is_owned() {
            let row = self.standing(known.member)?;
            if row.is_some_and(|row| row.muted_until > now) {
                return Err(Unheard::Refused(ErrorCode::Muted).into());
            }
        }
        Ok(known)
    }

    fn own_upload(
        &self,
        now: Timestamp,
        sender: Known,
        id: Option<FileId>,
    ) -> Result<FileRow, Unfiled> {
        let row = self.log.file(id.ok_or(Unfiled::NotFound)?)?;
        let row = row.filter(|row| row.member == sender.member);
        let row = row.filter(|row| row.seq.is_some() || row.expires > now);
        row.ok_or(Unfiled::NotFound)
    }

    /// A file that a message of this member is to claim.
    pub(super) fn claimable(
        &self,
        now: Timestamp,
        sender: Known,
        id: FileId,
    ) -> Result<File, Refused> {
        let row = self.log.file(id)?.filter(|row| {
            let is_own = row.member == sender.member;
            is_own && row.seq.is_none() && row.expires > now && !self.tick.batch.claims(id)
        });
        let row = row.ok_or(ErrorCode::NotFound)?;
        match row.sha256 {
            Some(_) => Ok(row.file),
            None => Err(ErrorCode::FileIncomplete.into()),
        }
    }

    /// A file for somebody to read, and what its bytes sum up to: by a ticket, or else by a token.
    pub fn file_to_read(
        &mut self,
        now: Timestamp,
        ticket: Option<&str>,
        token: Option<&str>,
        id: Option<FileId>,
    ) -> Result<(File, String), Unfiled> {
        let asker = match (ticket, token) {
            (Some(ticket), _) => self.ticket_holder(now, ticket),
            (None, Some(token)) => self.asker(now, Some(token), Action::Read),
            (None, None) => Err(Unheard::Unknown),
        };
        let asker = asker.map_err(|why| match why {
            // Whoever it is, there is no other way to ask.
            Unheard::Unknown => Unheard::Refused(ErrorCode::Forbidden),
            why => why,
        })?;
        let row = self.log.file(id.ok_or(Unfiled::NotFound)?)?;
        let row = row.ok_or(Unfiled::NotFound)?;
        let hidden = self.hidden_from_asker(&asker).max(self.log.first() - 1);
        match (row.seq, row.sha256) {
            (Some(seq), Some(sha256)) if seq > hidden => Ok((row.file, sha256)),
            _ => Err(Unfiled::NotFound),
        }
    }

    /// Whose ticket it is, if they may still read.
    fn ticket_holder(&mut self, now: Timestamp, ticket: &str) -> Result<Asker, Unheard> {
        let ticket = self.log.key().verify_ticket(ticket, now);
        let Ticket {
            known,
            lent,
            issued,
        } = ticket.ok_or(Unheard::Unknown)?;
        let account = self.log.account_of(known.member)?;
        if account.is_some_and(|row| issued <= row.void_upto) {
            return Err(Unheard::Unknown);
        }
        if self.is_of_pair() {
            let seats = self.log.seats().ok_or(Unheard::Unknown)?;
            seats.other(known.member).ok_or(Unheard::Unknown)?;
        }
        if self.log.is_closed() {
            return Err(ErrorCode::RoomClosed.into());
        }
        self.let_go(now, true);
        self.asker_as(now, known, lent, Action::Read)
    }

    /// The `ticket` command: by what its sender reads files from now on.
    pub(super) fn send_ticket(
        &mut self,
        now: Timestamp,
        caller: Caller,
        id: SessionId,
        reference: Option<String>,
    ) {
        let hosted = self.hosted_of(id);
        match self.ticket(now, caller.known, hosted) {
            Some(files) => {
                let event = encode(&ServerEvent::Ticket { files });
                self.tick.send(id, answer(event, reference.as_deref()));
            }
            None => self.refuse(
                caller.reply_to,
                ErrorCode::Forbidden,
                Label::reference(&reference),
            ),
        }
    }

    /// By what a member reads files: the same within half a day of UTC, so that what was fetched is kept.
    pub(in crate::room) fn ticket(
        &self,
        now: Timestamp,
        known: Known,
        hosted: Option<&Hosted>,
    ) -> Option<WelcomeFiles> {
        if self.limits.file_bytes == 0 {
            return None;
        }
        let span = limits::TICKET_SPAN;
        let begun = Timestamp::from_millis(now.as_millis() / span.as_millis() * span.as_millis());
        let account = self.log.account_of(known.member).ok().flatten();
        // Who was signed out everywhere, and came again, has another.
        let void = account.map(|row| row.void_upto + Duration::from_millis(1));
        let issued = void.map_or(begun, |void| void.max(begun));
        let until = begun + span * 2;
        let until = hosted.map_or(until, |hosted| hosted.until.min(until));
        let lent = hosted.and_then(|hosted| hosted.role);
        let ticket = Ticket {
            known,
            lent,
            issued,
        };
        Some(WelcomeFiles {
            ticket: self.log.key().sign_ticket(&ticket, until),
            until,
        })
    }

    /// The operator removes the bytes of a file.
    pub(super) fn remove_file(&mut self, id: FileId) -> Result<bool, LogError> {
        let Some(row) = self.log.file(id)? else {
            return Ok(false);
        };
        let message = match row.seq {
            None => None,
            Some(seq) => self.log.message(seq)?,
        };
        let files = message.map(|mut message| {
            let mut files = std::mem::take(&mut message.files);
            let same = files.iter_mut().filter(|file| file.id == id);
            same.for_each(File::remove);
            (message.seq, files)
        });
        let of: Option<(Seq, &[File])> = files.as_ref().map(|(seq, files)| (*seq, &files[..]));
        self.log.remove_file(id, of)?;
        Ok(true)
    }
}
