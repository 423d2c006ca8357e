//! What a push service brings to a browser, in a form that those understand which show it by themselves; and
//! what whoever sends it has to know.

use serde::Serialize;

use super::event::{FileSign, encode};
use crate::limits;
use crate::model::{PushWhat, Seq};

/// What a browser is told of a room.
#[derive(Debug)]
pub struct PushNews<'a> {
    pub title: &'a str,
    pub body: &'a str,
    /// Of a message without text, its first file.
    pub file: Option<FileSign<'a>>,
    /// At which of our addresses the room is opened.
    pub site: &'a str,
    pub room: &'a str,
    /// The message that is told; of none that is left, the last one.
    pub seq: Seq,
    /// How many there are.
    pub count: u64,
    /// Whether it takes the place of what was told.
    pub again: bool,
    /// Whether nothing is left of that.
    pub closed: bool,
}

#[derive(Serialize)]
struct Payload<'a> {
    web_push: u16,
    notification: Notification<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a FileSign<'a>>,
    room: &'a str,
    seq: Seq,
    #[serde(skip_serializing_if = "is_one")]
    count: u64,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    again: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    closed: bool,
}

#[derive(Serialize)]
struct Notification<'a> {
    title: &'a str,
    body: &'a str,
    navigate: &'a str,
    tag: &'a str,
}

fn is_one(count: &u64) -> bool {
    *count <= 1
}

impl PushNews<'_> {
    /// What is encrypted. Of a text that is too long for it nothing is told but that it is there.
    pub fn payload(&self) -> String {
        let PushNews { room, seq, .. } = *self;
        let navigate = format!("{}/room/{room}#m{seq}", self.site);
        let payload = |body, file| {
            encode(&Payload {
                web_push: 8030,
                notification: Notification {
                    title: self.title,
                    body,
                    navigate: &navigate,
                    tag: room,
                },
                file,
                room,
                seq,
                count: self.count,
                again: self.again,
                closed: self.closed,
            })
        };
        let text = payload(self.body, self.file.as_ref());
        match text.len() > limits::PUSH_PAYLOAD {
            true => payload("", None),
            false => text,
        }
    }
}

/// What sends it has to know, as JSON.
#[derive(Serialize)]
struct ToService<'a> {
    endpoint: &'a str,
    p256dh: &'a str,
    auth: &'a str,
    site: &'a str,
    payload: &'a str,
    topic: &'a str,
    is_urgent: bool,
}

/// The same by its parts: the browser's address, its two keys, and our own; what is to be encrypted; by what
/// the push service knows what takes whose place; and whether it is urgent.
pub fn to_push_service(
    [endpoint, p256dh, auth, site]: [&str; 4],
    payload: &str,
    topic: &str,
    is_urgent: bool,
) -> String {
    encode(&ToService {
        endpoint,
        p256dh,
        auth,
        site,
        payload,
        topic,
        is_urgent,
    })
}

/// The answer to a `push`.
pub fn pushed(cid: &str, what: Option<PushWhat>) -> String {
    let what = what.map_or("nothing", PushWhat::as_str);
    format!(
        r#"{{"type":"push","cid":{},"what":"{what}"}}"#,
        encode(&cid)
    )
}
