//! The items of the desk as JSON: what waits for moderators, and what they did.

use serde::Serialize;

use super::decode::What;
use super::event::{encode, frame};
use crate::model::{Author, KeyId, MemberId, Person, Until};
use crate::time::Timestamp;

/// Somebody who waits to be let in.
#[derive(Serialize)]
pub struct Knock<'a> {
    pub member: &'a Author,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<&'a str>,
    pub at: Timestamp,
}

/// A member who cannot come back.
#[derive(Serialize)]
pub struct Ban<'a> {
    pub member: &'a Author,
    pub until: Until,
    pub by: &'a Author,
    pub at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'a str>,
}

/// What somebody who looks after the room did.
#[derive(Serialize)]
pub struct Act<'a> {
    pub id: u64,
    pub at: Timestamp,
    pub by: &'a Author,
    pub act: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<&'a Author>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<KeyId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'a str>,
}

/// A report, of what is encoded already: a message, or what [`of_pair`] tells.
pub fn report(
    id: u64,
    at: Timestamp,
    by: &Author,
    reason: Option<&str>,
    (what, is_of_pair): (&str, bool),
) -> String {
    let by = encode(by);
    let reason = reason.map_or(String::new(), |reason| {
        format!(r#","reason":{}"#, encode(&reason))
    });
    let what = match is_of_pair {
        true => what.to_owned(),
        false => format!(r#""messages":[{what}]"#),
    };
    format!(
        r#"{{"id":{id},"at":{at},"by":{by}{reason},{what}}}"#,
        at = at.as_millis()
    )
}

/// What a report out of the room of a pair says besides: of whom it is, and the last messages, a JSON
/// array.
pub fn of_pair(member: &Person, messages: &str) -> String {
    let member = encode(member);
    format!(r#""member":{member},"pair":true,"messages":{messages}"#)
}

/// A page of the desk, of items that are encoded already.
pub fn page(what: What, items: &[String], more: bool) -> String {
    let (what, items) = (what.as_str(), frame(items));
    format!(r#"{{"type":"desk","what":"{what}","items":{items},"more":{more}}}"#)
}

/// Somebody who is not here, as the desk names it.
pub fn named(id: MemberId, name: &str) -> Author {
    Author {
        id,
        name: name.to_owned(),
        role: crate::model::Role::default(),
    }
}
