//! What moderators see: `desk`, and what comes to them from members: `report`.

use super::message::Entry;
use crate::auth::Action;
use crate::limits;
use crate::log::{AuditEntry, BanRow, KnockRow, LogError, NewLetter, NewReport, Report, Sql};
use crate::model::{LogEvent, Message, Pair, Reactions, RoomName, Seq};
use crate::room::Room;
use crate::room::caller::{Caller, Outcome, Refused};
use crate::room::waiting::who_knocks;
use crate::time::{Duration, Timestamp};
use crate::wire::desk;
use crate::wire::{DeskPage, ErrorCode, Letter, PairReport, ServerEvent, What, encode};

impl<S: Sql> Room<S> {
    /// A page of what moderators see.
    pub(in crate::room) fn desk_page(
        &self,
        now: Timestamp,
        DeskPage {
            what,
            before,
            limit,
        }: DeskPage,
    ) -> Result<String, LogError> {
        let most = limit + 1;
        let time = before.map(Timestamp::from_millis);
        let mut items: Vec<String> = match what {
            What::Knocks => {
                let knocks = self.waiters.iter().rev();
                let knocks = knocks.filter(|knock| time.is_none_or(|time| knock.at < time));
                knocks.take(most).map(knock_item).collect()
            }
            What::Bans => {
                let bans = self.log.bans(time, most, now)?;
                bans.iter().map(ban_item).collect()
            }
            What::Keys => {
                let keys = self.log.access_keys(now)?.into_iter();
                let keys = keys.filter(|key| before.is_none_or(|id| key.id.0 < id));
                keys.take(most).map(|key| encode(&key)).collect()
            }
            What::Reports => {
                let mut reports = self.log.reports(before, limit)?;
                reports.truncate(limit);
                let more = reports.last().is_some_and(|last| last.has_older);
                let items: Vec<String> = reports.iter().map(report_item).collect();
                return Ok(desk::page(what, &items, more));
            }
            What::Audit => {
                let acts = self.log.audit(before, most)?;
                acts.iter().map(act_item).collect()
            }
        };
        let more = items.len() > limit;
        items.truncate(limit);
        Ok(desk::page(what, &items, more))
    }

    pub(super) fn report(
        &mut self,
        now: Timestamp,
        caller: Caller,
        entry: &Entry,
        target: Seq,
        reason: Option<&str>,
    ) -> Result<(), Refused> {
        self.allows(now, caller, Action::Report)?;
        let by = &entry.from;
        if self.log.reported(by.id, target, None)?.is_some() {
            return Err(ErrorCode::NoChange.into());
        }
        // As whoever reports it has seen it: what may still fail to be stored, nobody has.
        let message = self
            .log
            .message(self.readable(caller, target)?.min(Seq::MAX))?;
        let message = message.filter(|message| !message.is_deleted());
        let message = message.ok_or(ErrorCode::NotFound)?;
        if !self.is_of_pair() && self.log.open_reports(by.id)? >= limits::REPORTS_OF_MEMBER {
            return Err(ErrorCode::TooMany.into());
        }
        let session = caller.session();
        let network = session.and_then(|session| self.admission.networks.of(session));
        let letter = match self.is_of_pair() {
            true => Some(self.report_of_pair(now, entry, reason, &message)?),
            false => None,
        };
        let message = encode(&LogEvent::Message(message));
        let cid = entry.cid.as_str();
        let report = NewReport {
            at: entry.at,
            by,
            cid,
            target,
            reason: reason.filter(|_| letter.is_none()),
            message: if letter.is_none() { &message } else { "" },
            pair: None,
            network,
        };
        self.log.report(&report, letter.as_ref())?;
        self.log.count_other_rows(3, &self.limits, now);
        if let Some(letter) = &letter {
            self.note_letter(now, letter);
            self.count_long_row(now, &letter.body);
        }
        if self.is_owned() {
            self.waiters.owe();
        }
        self.tell_reported(caller, cid);
        Ok(())
    }

    /// What moderators of the room where the two met are told of a message in this room of theirs.
    fn report_of_pair(
        &mut self,
        now: Timestamp,
        entry: &Entry,
        reason: Option<&str>,
        message: &Message,
    ) -> Result<NewLetter, Refused> {
        if let Some(last) = self.log.last_report(entry.from.id)? {
            let wait = last + limits::PAIR_REPORT_SPAN - now;
            if wait > Duration::ZERO {
                return Err(Refused::after(ErrorCode::RateLimited, wait));
            }
        }
        self.let_go(now, true);
        let most = limits::PAIR_REPORT_MESSAGES;
        let mut messages = self.log.newest(most)?;
        if !messages.iter().any(|other| other.seq == message.seq) {
            // Older than those.
            let newest = messages.len().saturating_sub(most - 1);
            messages.splice(..newest, [message.clone()]);
        }
        let seats = self.log.seats().ok_or(ErrorCode::StorageFailed)?;
        let [one, other] = &seats.members;
        let called = |id| if one.id == id { one } else { other }.clone();
        let met = RoomName::parse(&seats.met).map_err(|_| ErrorCode::StorageFailed)?;
        let report = PairReport {
            pair: seats.pair.clone(),
            at: entry.at,
            by: called(entry.from.id),
            member: called(message.from.id),
            cid: entry.cid.clone(),
            target: message.seq,
            reason: reason.map(str::to_owned),
            messages: String::new(),
        };
        let mut letter = Letter::Report(report.of(&messages));
        if letter.to_text().len() > limits::LETTER {
            // What was said matters more.
            for message in &mut messages {
                message.reactions = Reactions::default();
            }
            letter = Letter::Report(report.of(&messages));
        }
        self.new_letter(now, met, &letter)
    }

    /// One of two who met here has reported what the other wrote in their own room.
    pub(in crate::room) fn take_report(&mut self, now: Timestamp, report: &PairReport) -> Outcome {
        let kept = self.keep_report(now, report);
        kept.unwrap_or(Outcome::Failed)
    }

    fn keep_report(&mut self, now: Timestamp, report: &PairReport) -> Result<Outcome, LogError> {
        let PairReport { by, member, .. } = report;
        let pair = self.log.pair(&report.pair)?;
        let are_sides = |pair: &Pair| [by, member].map(|who| pair.side_of(who.id).is_some());
        let Some(pair) = pair.filter(|pair| are_sides(pair) == [true, true]) else {
            // They met in another room of this name, which is gone.
            return Ok(Outcome::NotFound);
        };
        let known = self.log.reported(by.id, report.target, Some(&pair.id))?;
        if known.is_some() {
            return Ok(Outcome::Done);
        }
        if self.log.wait_for_rows(&self.limits, now).is_some()
            || self.log.has_to_wait(&pair.id, now)?
        {
            // It comes again.
            return Ok(Outcome::Failed);
        }
        let by = desk::named(by.id, &by.name);
        let new = NewReport {
            at: report.at,
            by: &by,
            cid: &report.cid,
            target: report.target,
            reason: report.reason.as_deref(),
            message: &desk::of_pair(member, &report.messages),
            pair: Some(&pair.id),
            network: None,
        };
        self.log.report(&new, None)?;
        self.log.count_other_rows(3, &self.limits, now);
        self.count_long_row(now, &report.messages);
        if self.is_owned() {
            self.waiters.owe();
        }
        Ok(Outcome::Done)
    }

    /// A row that is long counts for as many as it takes.
    fn count_long_row(&mut self, now: Timestamp, text: &str) {
        let rows = text.len() / limits::ROW_BYTES_PER_ROW;
        self.log.count_other_rows(rows, &self.limits, now);
    }

    pub(super) fn tell_reported(&mut self, caller: Caller, cid: &str) {
        if let Some(id) = caller.session() {
            self.tick.send(id, encode(&ServerEvent::Reported { cid }));
        }
    }
}

fn knock_item(knock: &KnockRow) -> String {
    encode(&desk::Knock {
        member: &who_knocks(knock),
        text: knock.text.as_deref(),
        at: knock.at,
    })
}

fn ban_item(ban: &BanRow) -> String {
    encode(&desk::Ban {
        member: &desk::named(ban.member, &ban.name),
        until: ban.until,
        by: &ban.by,
        at: ban.at,
        reason: ban.reason.as_deref(),
    })
}

pub(super) fn report_item(report: &Report) -> String {
    let Report {
        id,
        at,
        by,
        message,
        ..
    } = report;
    let what = (message.as_str(), report.is_of_pair);
    desk::report(*id, *at, by, report.reason.as_deref(), what)
}

fn act_item(entry: &AuditEntry) -> String {
    let member = entry.member.as_ref();
    let member = member.map(|(id, name)| desk::named(*id, name));
    encode(&desk::Act {
        id: entry.id,
        at: entry.at,
        by: &entry.by,
        act: &entry.act,
        member: member.as_ref(),
        key: entry.key,
        reason: entry.reason.as_deref(),
    })
}
