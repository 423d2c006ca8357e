//! Files for clients that know none: a line of each message's text tells where each is.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::event::encode;
use super::json::Json;
use crate::model::{File, Seq};

/// Where in a frame the address of a room's files is to be, and the ticket: no text has these, as none may.
const BASE: &str = "\u{1}";
const TICKET: &str = "\u{2}";
/// The same in JSON.
const BASE_ESCAPED: &str = r"\u0001";
const TICKET_ESCAPED: &str = r"\u0002";

/// A frame in which each message with files tells of them in its text, and so does each new text of one. For
/// everyone alike but for what their addresses begin and end with, so that it is made once, however many get it.
pub struct Linked(String);

impl Linked {
    /// None if there is no such message. `files` tells which files these messages have, whose texts were changed.
    pub fn of(frame: &str, files: impl FnOnce(&[Seq]) -> Vec<(Seq, Vec<File>)>) -> Option<Linked> {
        // In a text the quotation marks are escaped.
        let has_files = frame.contains(r#""files":[{"#);
        let has_edits = frame.contains(r#""type":"edited""#);
        if !has_files && !has_edits {
            return None;
        }
        let mut json = Json::parse(frame)?;
        let mut edited = Vec::new();
        if has_edits {
            note_edited(&json, &mut edited);
        }
        let edited = match edited.is_empty() {
            true => Vec::new(),
            false => files(&edited),
        };
        if !has_files && edited.is_empty() {
            return None;
        }
        tell(&mut json, &edited);
        Some(Linked(encode(&json)))
    }

    /// As one of them gets it.
    pub fn with(&self, base: &str, ticket: &str) -> String {
        let inside = |text: &str| {
            let text = encode(&text);
            text[1..text.len() - 1].to_owned()
        };
        let (base, ticket) = (inside(base), inside(ticket));
        let (mut told, mut rest) = (String::new(), self.0.as_str());
        // One escape after the other: behind a backslash that somebody typed, what follows is no place of ours.
        while let Some(at) = rest.find('\\') {
            let (before, escape) = rest.split_at(at);
            let (instead, after) = match escape.strip_prefix(BASE_ESCAPED) {
                Some(after) => (base.as_str(), after),
                None => match escape.strip_prefix(TICKET_ESCAPED) {
                    Some(after) => (ticket.as_str(), after),
                    None => escape.split_at_checked(2).unwrap_or((escape, "")),
                },
            };
            told.push_str(before);
            told.push_str(instead);
            rest = after;
        }
        told.push_str(rest);
        told
    }
}

/// What of a frame is told in other words: its events, and those of a page or a welcome.
fn is_list(key: &str) -> bool {
    key == "events" || key == "pinned"
}

fn note_edited(json: &Json<'_>, edited: &mut Vec<Seq>) {
    match json {
        Json::Array(items) => items.iter().for_each(|item| note_edited(item, edited)),
        Json::Object(entries) => {
            edited.extend(target_of_edit(json));
            let lists = entries.iter().filter(|(key, _)| is_list(key));
            lists.for_each(|(_, list)| note_edited(list, edited));
        }
        _ => {}
    }
}

/// The message whose text this event changes.
fn target_of_edit(json: &Json<'_>) -> Option<Seq> {
    if json.get("type")?.text()? != "edited" {
        return None;
    }
    json.get("text")?.text()?;
    json.get("target")?.unsigned().map(Seq::from_number)
}

fn tell(json: &mut Json<'_>, edited: &[(Seq, Vec<File>)]) {
    match json {
        Json::Array(items) => items.iter_mut().for_each(|item| tell(item, edited)),
        Json::Object(_) => {
            let target = target_of_edit(json);
            // As they are asked for: by their seqs.
            let at = target.and_then(|target| edited.binary_search_by_key(&target, |of| of.0).ok());
            let lines = match at.and_then(|at| edited.get(at)) {
                Some((_, files)) => lines(files.iter().map(Told::of).collect()),
                None => lines_of(json).unwrap_or_default(),
            };
            let Json::Object(entries) = json else {
                return;
            };
            for (key, value) in entries {
                match value {
                    Json::Text(text) if key == "text" && !lines.is_empty() => {
                        let gap = if text.is_empty() { "" } else { "\n" };
                        *text = Cow::Owned(format!("{text}{gap}{lines}"));
                    }
                    Json::Array(_) if is_list(key) => tell(value, edited),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// What is told of a file.
struct Told<'a> {
    id: Cow<'a, str>,
    name: &'a str,
    bytes: u64,
    is_removed: bool,
}

impl<'a> Told<'a> {
    fn of(file: &'a File) -> Told<'a> {
        Told {
            id: Cow::Owned(file.id.to_string()),
            name: &file.name,
            bytes: file.bytes,
            is_removed: file.removed,
        }
    }

    fn read(file: &'a Json<'_>) -> Option<Told<'a>> {
        Some(Told {
            id: Cow::Borrowed(file.get("id")?.text()?),
            name: file.get("name")?.text()?,
            bytes: file.get("bytes")?.unsigned()?,
            is_removed: file.get("removed").is_some(),
        })
    }
}

/// What the text of a message is to tell of its files.
fn lines_of(json: &Json<'_>) -> Option<String> {
    let is_message = json.get("type")?.text()? == "message";
    let Some(Json::Array(files)) = json.get("files").filter(|_| is_message) else {
        return None;
    };
    let files: Vec<Told<'_>> = files.iter().map(Told::read).collect::<Option<_>>()?;
    Some(lines(files))
}

fn lines(files: Vec<Told<'_>>) -> String {
    let lines = files.iter().map(|file| {
        let (id, name, size) = (&file.id, file.name, size(file.bytes));
        match file.is_removed {
            true => format!("{name} ({size})"),
            false => format!("{name} ({size}) {BASE}/{id}/{}?t={TICKET}", escaped(name)),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// As people read it.
fn size(bytes: u64) -> String {
    let (unit, one) = match bytes {
        0..1_000 => return format!("{bytes} B"),
        1_000..1_000_000 => ("KB", 1_000),
        _ => ("MB", 1_000_000),
    };
    let tenths = bytes * 10 / one;
    format!("{}.{} {unit}", tenths / 10, tenths % 10)
}

/// A text as it is part of an address.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        match byte {
            byte if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                escaped.push(char::from(byte));
            }
            byte => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

/// Only what was parsed of our own frames, in which all numbers are whole.
impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Null => serializer.serialize_unit(),
            Json::Bool(is) => serializer.serialize_bool(*is),
            Json::Number(number) => serializer.serialize_i64(*number as i64),
            Json::Text(text) => serializer.serialize_str(text),
            Json::Array(items) => serializer.collect_seq(items),
            Json::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key.as_ref(), value)?;
                }
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FileId, FileKind};

    #[test]
    fn files_are_told_in_the_text() {
        let frame = |text: &str| {
            format!(
                r#"[{{"type":"history","events":[{{"type":"message","seq":9007199254740991,"text":"{text}","files":[{{"id":"0a","name":"a b.png","bytes":1234}},{{"id":"0b","name":"é","bytes":5}}]}}],"more":false}}]"#
            )
        };
        let told = |text| {
            let linked = Linked::of(&frame(text), |_| panic!("nothing was edited"));
            linked.map(|linked| linked.with("https://x/room/tea/files", "f1.t"))
        };
        let lines = r"a b.png (1.2 KB) https://x/room/tea/files/0a/a%20b.png?t=f1.t\né (5 B) https://x/room/tea/files/0b/%C3%A9?t=f1.t";
        assert_eq!(told("").as_deref(), Some(&*frame(lines)));
        assert_eq!(
            told("Hi").as_deref(),
            Some(&*frame(&format!(r"Hi\n{lines}")))
        );
    }

    #[test]
    fn a_new_text_tells_of_the_files_that_its_message_has() {
        let frame = r#"[{"type":"edited","seq":3,"target":1,"text":"a"},{"type":"edited","seq":4,"target":2,"text":"b"},{"type":"edited","seq":5,"target":1,"text":""}]"#;
        let file = |name: &str, removed| File {
            id: FileId::from_random([10; 16]),
            name: name.to_owned(),
            kind: FileKind::Png,
            bytes: 5,
            width: None,
            height: None,
            preview: None,
            alt: None,
            removed,
        };
        let linked = Linked::of(frame, |edited| {
            assert_eq!(edited, [1, 2, 1].map(Seq::from_number));
            vec![(Seq::from_number(1), vec![file("x", false), file("y", true)])]
        });
        let told = linked.map(|linked| linked.with("https://h\"", "t"));
        let lines = r#"x (5 B) https://h\"/0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a/x?t=t\ny (5 B)"#;
        let expected = format!(
            r#"[{{"type":"edited","seq":3,"target":1,"text":"a\n{lines}"}},{{"type":"edited","seq":4,"target":2,"text":"b"}},{{"type":"edited","seq":5,"target":1,"text":"{lines}"}}]"#
        );
        assert_eq!(told, Some(expected));
    }

    #[test]
    fn a_text_that_looks_like_a_place_of_ours_stays_as_it_is() {
        let text = r#"\u0001 \\u0002 \" \\" é"#;
        let frame = encode(&serde_json::json!([
            {"type": "message", "seq": 1, "text": text},
            {"type": "message", "seq": 2, "text": text, "files": [{"id": "0a", "name": "x", "bytes": 5}]},
        ]));
        let linked = Linked::of(&frame, |_| Vec::new()).expect("it has files");
        let told = linked.with("https://h", "t");
        let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
        assert_eq!(told[0]["text"], text);
        let expected = format!("{text}\nx (5 B) https://h/0a/x?t=t");
        assert_eq!(told[1]["text"], expected);
    }

    #[test]
    fn nothing_else_is_another() {
        for frame in [
            r#"[{"type":"message","seq":1,"text":"\"files\":[{"}]"#,
            r#"[{"type":"message","seq":1,"deleted":true}]"#,
            // Of a text that has changed since, and of one whose message has no files.
            r#"[{"type":"edited","seq":2,"target":1}]"#,
            r#"[{"type":"edited","seq":2,"target":1,"text":"x"}]"#,
        ] {
            assert!(Linked::of(frame, |_| Vec::new()).is_none(), "{frame}");
        }
        assert_eq!(size(25_000_000), "25.0 MB");
        assert_eq!(size(999), "999 B");
    }
}
