//! Letters: what one object writes to a room's, as JSON. Read as strictly as what a client sends,
//! though no client can write one.

use serde::Serialize;

use super::event::{encode, frame, quoted};
use super::json::Json;
use super::shape::person;
use crate::limits;
use crate::model::{AccountTag, LogEvent, MemberId, Message, Person, RoomName, Seq};
use crate::time::Timestamp;

/// What a room is told by another one, or by an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Letter {
    /// From where two members met to the room in which they write to each other: what that is.
    Pair(PairState),
    /// From there to where they met: something for the moderators.
    Report(PairReport),
    /// From an account to a room in which it has a member: it is gone.
    AccountGone { tag: AccountTag },
    /// The same: its member's tokens that were issued up to this time are void.
    AccountTokens { tag: AccountTag, at: Timestamp },
}

/// What the room of a pair is, as the room knows it in which the two met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PairState {
    pub pair: String,
    /// The one with the lower id first.
    pub members: [Person; 2],
    /// Where they met.
    pub met: String,
    /// The key that signs the tokens of the pair's room.
    pub key: String,
    /// Whether one of the two has blocked the other: nothing may be written.
    pub is_locked: bool,
    /// Grows with each change. Of two states the one with the higher version holds.
    pub version: u64,
    /// Grows with each letter: of two with one version, the later one has the names of now.
    pub told: u64,
}

/// A report out of the room of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairReport {
    pub pair: String,
    pub at: Timestamp,
    /// Who reports whose message, by which `cid`.
    pub by: Person,
    pub member: Person,
    pub cid: String,
    pub target: Seq,
    pub reason: Option<String>,
    /// The last messages, a JSON array.
    pub messages: String,
}

impl PairState {
    /// Whom somebody has to do with there; nobody, if it is none of the two.
    pub fn other(&self, member: MemberId) -> Option<&Person> {
        let [one, other] = &self.members;
        match member {
            _ if member == one.id => Some(other),
            _ if member == other.id => Some(one),
            _ => None,
        }
    }
}

impl PairReport {
    /// The same of these messages.
    pub fn of(&self, messages: &[Message]) -> PairReport {
        let events = messages.iter().cloned().map(LogEvent::Message);
        let events: Vec<String> = events.map(|event| encode(&event)).collect();
        PairReport {
            messages: frame(&events),
            ..self.clone()
        }
    }
}

impl Letter {
    /// Reads a letter as [`Letter::to_text`] wrote it.
    pub fn parse(text: &str) -> Option<Letter> {
        if text.len() > limits::LETTER {
            return None;
        }
        let json = Json::parse(text)?;
        let field = |key| Some(json.get(key)?.text()?.to_owned());
        let number = |key| json.get(key).and_then(Json::unsigned);
        match json.get("type")?.text()? {
            "pair" => {
                let Json::Array(members) = json.get("members")? else {
                    return None;
                };
                let [one, other] = members.as_slice() else {
                    return None;
                };
                Some(Letter::Pair(PairState {
                    pair: field("pair")?,
                    members: [person(one)?, person(other)?],
                    met: RoomName::parse(&field("met")?).ok()?.as_str().to_owned(),
                    key: field("key")?,
                    is_locked: match json.get("is_locked")? {
                        Json::Bool(is_locked) => *is_locked,
                        _ => return None,
                    },
                    version: number("version")?,
                    told: number("told")?,
                }))
            }
            "report" => Some(Letter::Report(PairReport {
                pair: field("pair")?,
                at: Timestamp::from_millis(number("at")?),
                by: person(json.get("by")?)?,
                member: person(json.get("member")?)?,
                cid: field("cid")?,
                target: Seq::from_number(number("target")?),
                reason: field("reason"),
                messages: field("messages")?,
            })),
            "account_gone" => Some(Letter::AccountGone { tag: tag(&json)? }),
            "account_tokens" => Some(Letter::AccountTokens {
                tag: tag(&json)?,
                at: Timestamp::from_millis(number("at")?),
            }),
            _ => None,
        }
    }

    /// The letter as it is kept and sent.
    pub fn to_text(&self) -> String {
        match self {
            Letter::Pair(state) => typed("pair", encode(state)),
            Letter::Report(report) => {
                let reason = report.reason.as_deref();
                let reason = reason.map_or(String::new(), |reason| {
                    format!(r#","reason":{}"#, quoted(reason))
                });
                let body = format!(
                    r#"{{"pair":{},"at":{},"by":{},"member":{},"cid":{},"target":{}{reason},"messages":{}}}"#,
                    quoted(&report.pair),
                    report.at.as_millis(),
                    encode(&report.by),
                    encode(&report.member),
                    quoted(&report.cid),
                    report.target,
                    // As a text: what it holds is passed on as it is.
                    quoted(&report.messages),
                );
                typed("report", body)
            }
            Letter::AccountGone { tag } => typed("account_gone", format!(r#"{{"tag":"{tag}"}}"#)),
            Letter::AccountTokens { tag, at } => {
                let body = format!(r#"{{"tag":"{tag}","at":{}}}"#, at.as_millis());
                typed("account_tokens", body)
            }
        }
    }
}

fn tag(json: &Json<'_>) -> Option<AccountTag> {
    AccountTag::parse(json.get("tag")?.text()?)
}

fn typed(kind: &str, body: String) -> String {
    let fields = body.strip_prefix('{').unwrap_or_default();
    format!(r#"{{"type":"{kind}",{fields}"#)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::short::{at, seq};

    fn ana() -> Person {
        let id = MemberId::from_random([1; 8]);
        let name = "Ana \"A\"".to_owned();
        Person { id, name }
    }

    fn bo() -> Person {
        let id = MemberId::from_random([2; 8]);
        let name = "Bo".to_owned();
        Person { id, name }
    }

    fn state() -> Letter {
        Letter::Pair(PairState {
            pair: "p".into(),
            members: [ana(), bo()],
            met: "tea".into(),
            key: "k".into(),
            is_locked: true,
            version: 3,
            told: 9,
        })
    }

    #[test]
    fn letters_are_read_as_they_were_written() {
        let report = |reason| {
            Letter::Report(PairReport {
                pair: "p".into(),
                at: at(7),
                by: ana(),
                member: bo(),
                cid: "c".into(),
                target: seq(9),
                reason,
                messages: r#"[{"text":"\"}"}]"#.into(),
            })
        };
        let tag = AccountTag::from_bytes([5; 16]);
        let gone = Letter::AccountGone { tag };
        let tokens = Letter::AccountTokens { tag, at: at(8) };
        let reports = [report(None), report(Some("bad\"".into()))];
        for letter in [state(), gone, tokens].into_iter().chain(reports) {
            let text = letter.to_text();
            assert_eq!(Letter::parse(&text), Some(letter), "{text}");
        }
    }

    #[test]
    fn what_is_no_letter_is_none() {
        let good = state().to_text();
        let long = format!("{good}{}", " ".repeat(limits::LETTER));
        let bad = [
            "",
            "{}",
            r#"{"type":"pair"}"#,
            &good.replace("tea", "te a"),
            &good.replace("\"pair\",", "\"pear\","),
            &good.replace("\"version\":3", "\"version\":-3"),
            &good.replace("\"told\"", "\"tolled\""),
            &good.replace("0202020202020202", "2"),
            &good.replace("true", "1"),
            r#"{"type":"account_gone","tag":"short"}"#,
            r#"{"type":"account_tokens","tag":"BQUFBQUFBQUFBQUFBQUFBQ"}"#,
            long.as_str(),
        ];
        for text in bad {
            assert_eq!(Letter::parse(text), None, "{text:.200}");
        }
    }
}
