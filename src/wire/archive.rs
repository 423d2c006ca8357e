//! A room as a file: one JSON object a line. The first tells which room it is, and its settings; each
//! further one is a log event, as a replay brings it. What is read is trusted no more than a client is.

use std::collections::BTreeSet;

use super::decode::{check_text, label};
use super::file::files;
use super::json::Json;
use super::settings::{new_settings, settings};
use crate::limits;
use crate::model::{
    Author, Body, Change, Changed, Emoji, File, LogEvent, MemberId, MemberName, Message, Reactions,
    Role, Seq, Setting, Until,
};
use crate::time::Timestamp;

/// The first line of a file.
#[derive(Debug, PartialEq)]
pub struct FileHead {
    /// The last event of the file.
    pub seq: Seq,
    pub settings: Vec<Setting>,
}

impl FileHead {
    pub fn parse(line: &str) -> Option<FileHead> {
        let json = parse_line(line)?;
        let is_room = json.get("type")?.text()? == "room";
        Some(FileHead {
            seq: number(&json, "seq").map(Seq::from_number)?,
            settings: new_settings(json.get("settings").filter(|_| is_room)?)?,
        })
    }
}

/// Reads the log events of a file.
#[derive(Debug)]
pub struct EventReader {
    max_text: usize,
    /// Names that were found to be good: there are few of them, and a name takes long.
    names: BTreeSet<String>,
}

impl EventReader {
    /// `max_text` is in code points.
    pub fn new(max_text: usize) -> EventReader {
        EventReader {
            max_text,
            names: BTreeSet::new(),
        }
    }

    pub fn read(&mut self, line: &str) -> Option<LogEvent> {
        let json = &parse_line(line)?;
        let kind = json.get("type")?.text()?;
        let seq = Seq::from_number(number(json, "seq")?);
        let at = Timestamp::from_millis(number(json, "at")?);
        let from = author(json.get("from")?)?;
        let cid = label(json, "cid")?.to_owned();
        // Whoever runs the server takes messages away and gives a room an owner, and does nothing else.
        let is_possible = from.id != MemberId::OPERATOR || matches!(kind, "deleted" | "role");
        if !is_possible || !self.is_good(&from) {
            return None;
        }
        if kind == "message" {
            let is_deleted = json.get("deleted").is_some();
            let mut files = match json.get("files") {
                Some(_) if is_deleted => return None,
                Some(list) => files(list)?,
                None => Vec::new(),
            };
            // Their bytes are not in the file.
            files.iter_mut().for_each(File::remove);
            return Some(LogEvent::Message(Message {
                seq,
                at,
                from,
                cid,
                body: match json.get("deleted") {
                    None if !files.is_empty() => Body::Text(self.text_or_none(json)??),
                    None => Body::Text(self.text(json)??),
                    Some(deleted) => {
                        let is_tombstone = *deleted == Json::Bool(true);
                        (is_tombstone && self.text(json)?.is_none()).then_some(Body::Deleted)?
                    }
                },
                files,
                reply_to: match json.get("reply_to") {
                    None => None,
                    Some(_) => Some(Seq::from_number(number(json, "reply_to")?)),
                },
                edited_at: None,
                reactions: Reactions::default(),
            }));
        }
        let change = self.change(kind, json)?;
        Some(LogEvent::Changed(Changed {
            seq,
            at,
            from,
            cid,
            target: match change.is_of_message() {
                true => Seq::from_number(number(json, "target")?),
                false => Seq::default(),
            },
            change,
            deleted_since: false,
        }))
    }

    fn change(&mut self, kind: &str, json: &Json) -> Option<Change> {
        let on = || match json.get("on")? {
            Json::Bool(on) => Some(*on),
            _ => None,
        };
        Some(match kind {
            // That of a message with files may be empty.
            "edited" => Change::Edited {
                text: self.text_or_none(json)?,
            },
            "deleted" => Change::Deleted,
            "reacted" => Change::Reacted {
                emoji: Emoji::parse(json.get("emoji")?.text()?)?.into(),
                on: on()?,
            },
            "pinned" => Change::Pinned { on: on()? },
            _ => {
                let change = room_change(kind, json)?;
                let is_good = match &change {
                    Change::Role { member, .. }
                    | Change::Muted { member, .. }
                    | Change::Removed { member, .. }
                    | Change::Restored { member } => self.is_good(member),
                    Change::Settings { set } => set.iter().all(Setting::is_legible),
                    Change::Revoked { members } => members.len() as u64 <= limits::KEY_USES,
                    _ => true,
                };
                is_good.then_some(change)?
            }
        })
    }

    /// The same, which may be empty.
    fn text_or_none(&self, json: &Json) -> Option<Option<String>> {
        match json.get("text") {
            Some(Json::Text(text)) if text.is_empty() => Some(Some(String::new())),
            _ => self.text(json),
        }
    }

    /// The text of an event, if it has one.
    fn text(&self, json: &Json) -> Option<Option<String>> {
        match json.get("text") {
            None => Some(None),
            Some(text) => {
                let text = text.text()?;
                check_text(text, self.max_text).ok()?;
                Some(Some(text.to_owned()))
            }
        }
    }

    /// Whether somebody can be called so.
    fn is_good(&mut self, author: &Author) -> bool {
        if self.names.contains(&author.name) {
            return true;
        }
        let parsed = MemberName::parse(&author.name);
        let is_good = parsed.is_ok_and(|name| name.as_str() == author.name);
        if is_good {
            self.names.insert(author.name.clone());
        }
        is_good
    }
}

/// A line, unless it is longer than any that is written: a tree takes more memory than its text.
fn parse_line(line: &str) -> Option<Json<'_>> {
    Json::parse(Some(line).filter(|line| line.len() <= limits::IMPORT_LINE)?)
}

/// A whole number that JavaScript counts exactly.
fn number(json: &Json, key: &str) -> Option<u64> {
    let number = json.get(key)?.unsigned();
    number.filter(|number| *number <= Seq::MAX.number())
}

/// A change of the room, as its event tells it.
#[inline(never)]
pub fn room_change(kind: &str, details: &Json) -> Option<Change> {
    let member = || author(details.get("member")?);
    let until = || match details.get("until")? {
        Json::Text(text) if text == "forever" => Some(Until::Forever),
        time => time.unsigned().map(Timestamp::from_millis).map(Until::Time),
    };
    Some(match kind {
        "settings" => Change::Settings {
            set: settings(details.get("set")?)?,
        },
        "role" => Change::Role {
            member: member()?,
            role: match details.get("role")?.text()? {
                "none" => None,
                role => Some(Role::parse(role)?),
            },
        },
        "muted" => Change::Muted {
            member: member()?,
            until: match until()? {
                Until::Time(time) => time,
                Until::Forever => return None,
            },
        },
        "removed" => Change::Removed {
            member: member()?,
            until: match details.get("until") {
                None => None,
                Some(_) => Some(until()?),
            },
        },
        "restored" => Change::Restored { member: member()? },
        "revoked" => Change::Revoked {
            members: members(details.get("members")?)?,
        },
        _ => return None,
    })
}

fn author(json: &Json) -> Option<Author> {
    Some(Author {
        id: MemberId::parse(json.get("id")?.text()?)?,
        name: json.get("name")?.text()?.to_owned(),
        role: match json.get("role") {
            None => Role::default(),
            Some(role) => Role::parse(role.text()?)?,
        },
    })
}

fn members(json: &Json) -> Option<Vec<MemberId>> {
    let Json::Array(ids) = json else {
        return None;
    };
    ids.iter().map(|id| MemberId::parse(id.text()?)).collect()
}
