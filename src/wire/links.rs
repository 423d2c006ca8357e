//! Files for clients that know none: a line of each message's text tells where each is.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::event::encode;
use super::json::Json;

/// A frame in which each message with files tells of them in its text. None if there is no such message.
pub fn with_links(frame: &str, base: &str, ticket: &str) -> Option<String> {
    // In a text the quotation marks are escaped.
    if !frame.contains(r#""files":[{"#) {
        return None;
    }
    let mut json = Json::parse(frame)?;
    tell(&mut json, base, ticket);
    Some(encode(&json))
}

fn tell(json: &mut Json<'_>, base: &str, ticket: &str) {
    match json {
        Json::Array(items) => items.iter_mut().for_each(|item| tell(item, base, ticket)),
        Json::Object(_) => {
            let lines = lines(json, base, ticket).unwrap_or_default();
            let Json::Object(entries) = json else {
                return;
            };
            for (key, value) in entries {
                match value {
                    Json::Text(text) if key == "text" && !lines.is_empty() => {
                        let gap = if text.is_empty() { "" } else { "\n" };
                        *text = Cow::Owned(format!("{text}{gap}{lines}"));
                    }
                    Json::Array(_) if key == "events" || key == "pinned" => {
                        tell(value, base, ticket);
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// What the text of a message is to tell of its files.
fn lines(json: &Json<'_>, base: &str, ticket: &str) -> Option<String> {
    let is_message = json.get("type")?.text()? == "message";
    let Some(Json::Array(files)) = json.get("files").filter(|_| is_message) else {
        return None;
    };
    let lines = files.iter().map(|file| {
        let id = file.get("id")?.text()?;
        let name = file.get("name")?.text()?;
        let size = size(file.get("bytes")?.unsigned()?);
        let escaped = escaped(name);
        Some(match file.get("removed") {
            Some(_) => format!("{name} ({size})"),
            None => format!("{name} ({size}) {base}/{id}/{escaped}?t={ticket}"),
        })
    });
    let lines: Vec<String> = lines.collect::<Option<_>>()?;
    Some(lines.join("\n"))
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

    #[test]
    fn files_are_told_in_the_text() {
        let frame = |text: &str| {
            format!(
                r#"[{{"type":"history","events":[{{"type":"message","seq":9007199254740991,"text":"{text}","files":[{{"id":"0a","name":"a b.png","bytes":1234}},{{"id":"0b","name":"é","bytes":5}}]}}],"more":false}}]"#
            )
        };
        let told = |text| with_links(&frame(text), "https://x/room/tea/files", "f1.t");
        let lines = r"a b.png (1.2 KB) https://x/room/tea/files/0a/a%20b.png?t=f1.t\né (5 B) https://x/room/tea/files/0b/%C3%A9?t=f1.t";
        assert_eq!(told("").as_deref(), Some(&*frame(lines)));
        assert_eq!(
            told("Hi").as_deref(),
            Some(&*frame(&format!(r"Hi\n{lines}")))
        );
    }

    #[test]
    fn nothing_else_is_another() {
        for frame in [
            r#"[{"type":"message","seq":1,"text":"\"files\":[{"}]"#,
            r#"[{"type":"message","seq":1,"deleted":true}]"#,
        ] {
            assert_eq!(with_links(frame, "x", "t"), None, "{frame}");
        }
        assert_eq!(size(25_000_000), "25.0 MB");
        assert_eq!(size(999), "999 B");
    }
}
