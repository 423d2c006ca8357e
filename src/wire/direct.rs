//! Private messages, as the room speaks of them where two members meet.

use serde::Serialize;

use super::event::encode;
use crate::model::{PairView, Person, RoomName};
use crate::time::Timestamp;

/// A pair as one of the two sees it.
#[derive(Debug, Serialize)]
pub struct Direct<'a> {
    pub pair: &'a str,
    pub with: &'a Person,
    pub state: &'static str,
    pub at: Timestamp,
    /// Once it is open: where the two write to each other, and what lets this member in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

impl<'a> Direct<'a> {
    pub fn new(pair: &'a str, with: &'a Person, view: PairView, at: Timestamp) -> Direct<'a> {
        Direct {
            pair,
            with,
            state: view.as_str(),
            at,
            room: None,
            token: None,
        }
    }

    /// The same with where it is open.
    pub fn at_room(self, room: &RoomName, token: String) -> Direct<'a> {
        Direct {
            room: Some(room.as_str().to_owned()),
            token: Some(token),
            ..self
        }
    }

    /// As an event: the answer to a frame, if it has a `cid`.
    pub fn event(&self, cid: Option<&str>) -> String {
        let fields = encode(self);
        let fields = fields.strip_prefix('{').unwrap_or_default();
        let cid = cid.map_or(String::new(), |cid| format!(r#""cid":{},"#, encode(&cid)));
        format!(r#"{{"type":"direct",{cid}{fields}"#)
    }
}
