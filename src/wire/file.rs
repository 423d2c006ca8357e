//! Files as JSON: those of a message, and what somebody sends who begins an upload.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Serialize, Serializer};

use super::decode::label;
use super::json::Json;
use crate::limits;
use crate::model::file::{alternative, file_name};
use crate::model::{File, FileId, FileKind, NewFile};

impl Serialize for FileId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[derive(Serialize)]
struct Shape<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<FileId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cid: Option<&'a str>,
    name: &'a str,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preview: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alt: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    removed: bool,
}

impl Serialize for File {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Shape {
            id: Some(self.id),
            cid: None,
            name: &self.name,
            kind: Some(self.kind.as_str()),
            bytes: self.bytes,
            width: self.width,
            height: self.height,
            preview: self.preview.as_deref(),
            alt: self.alt.as_deref(),
            removed: self.removed,
        }
        .serialize(serializer)
    }
}

impl Serialize for NewFile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Shape {
            id: None,
            cid: Some(&self.cid),
            name: &self.name,
            kind: None,
            bytes: self.bytes,
            width: self.width,
            height: self.height,
            preview: self.preview.as_deref(),
            alt: self.alt.as_deref(),
            removed: false,
        }
        .serialize(serializer)
    }
}

/// Reads a file as it was written, as strictly as what a client sends: whoever owns a room can write any.
pub fn file(json: &Json<'_>) -> Option<File> {
    let name = json.get("name")?.text()?;
    Some(File {
        id: FileId::parse(json.get("id")?.text()?)?,
        name: Some(file_name(name)).filter(|kept| kept == name)?,
        kind: FileKind::parse(json.get("type")?.text()?)?,
        bytes: json.get("bytes")?.unsigned()?,
        width: side(json, "width")?,
        height: side(json, "height")?,
        preview: preview(json)?,
        alt: alt(json)?,
        removed: json.get("removed") == Some(&Json::Bool(true)),
    })
}

/// Reads a list of them.
pub fn files(json: &Json<'_>) -> Option<Vec<File>> {
    match json {
        Json::Array(files) if files.len() <= limits::FILES => files.iter().map(file).collect(),
        _ => None,
    }
}

/// What a request wants to send, with its name cleaned.
pub fn new_file(body: &str) -> Option<NewFile> {
    let json = &Json::parse(body)?;
    let name = json.get("name")?.text()?;
    let is_named = !name.is_empty() && has_at_most(name, limits::FILE_NAME_SENT);
    Some(NewFile {
        cid: label(json, "cid")?.to_owned(),
        name: is_named.then(|| file_name(name))?,
        bytes: json.get("bytes")?.unsigned()?,
        width: side(json, "width")?,
        height: side(json, "height")?,
        preview: preview(json)?,
        alt: alt(json)?,
    })
}

fn has_at_most(text: &str, most: usize) -> bool {
    text.len() <= most || text.chars().count() <= most
}

fn alt(json: &Json<'_>) -> Option<Option<String>> {
    match json.get("alt") {
        None => Some(None),
        Some(alt) => {
            let alt = alt.text()?;
            has_at_most(alt, limits::FILE_ALT).then(|| alternative(alt))
        }
    }
}

fn side(json: &Json<'_>, key: &str) -> Option<Option<u64>> {
    match json.get(key) {
        None => Some(None),
        Some(side) => {
            let side = side.unsigned()?;
            (1..=limits::FILE_SIDE)
                .contains(&side)
                .then_some(Some(side))
        }
    }
}

fn preview(json: &Json<'_>) -> Option<Option<String>> {
    let Some(preview) = json.get("preview") else {
        return Some(None);
    };
    let preview = preview.text()?;
    // No longer than its bytes can be.
    let text = Some(preview).filter(|text| text.len() <= 2 * limits::FILE_PREVIEW)?;
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
    let fits = (1..=limits::FILE_PREVIEW).contains(&bytes.len());
    fits.then(|| Some(preview.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::encode;

    #[test]
    fn a_file_is_read_as_it_was_written() {
        let text = r#"{"id":"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a","name":"a.png","type":"image/png","bytes":7,"width":1,"height":65535,"preview":"AQID","alt":"A cat"}"#;
        let read = file(&Json::parse(text).unwrap()).unwrap();
        assert_eq!(encode(&read), text);
        let removed = File {
            removed: true,
            ..read
        };
        let read = file(&Json::parse(&encode(&removed)).unwrap());
        assert_eq!(read, Some(removed));
        for (good, bad) in [
            ("a.png", "a/b"),
            ("image/png", "text/html"),
            ("0a0a", "zz"),
            ("65535", "65536"),
            (r#""bytes":7"#, r#""bytes":-7"#),
        ] {
            let bad = text.replace(good, bad);
            assert_eq!(Json::parse(&bad).as_ref().and_then(file), None, "{bad}");
        }
    }

    #[test]
    fn what_is_to_be_sent_is_judged() {
        let good =
            r#"{"cid":"c1","name":"../x.png","type":"text/html","bytes":5,"alt":"a\u0000b"}"#;
        let read = new_file(good).unwrap();
        assert_eq!(read.name, "_x.png");
        assert_eq!(read.alt.as_deref(), Some("a b"));
        assert_eq!(new_file(&encode(&read)), Some(read));
        for bad in [
            "",
            "[]",
            r#"{"cid":"c1","bytes":5}"#,
            r#"{"cid":"c1","name":"","bytes":5}"#,
            r#"{"cid":"","name":"x","bytes":5}"#,
            r#"{"cid":"a b","name":"x","bytes":5}"#,
            r#"{"cid":"c1","name":"x","bytes":"5"}"#,
            r#"{"cid":"c1","name":"x","bytes":1.5}"#,
            r#"{"cid":"c1","name":"x","bytes":-1}"#,
            r#"{"cid":"c1","name":"x"}"#,
            r#"{"cid":"c1","name":5,"bytes":5}"#,
            r#"{"cid":"c1","name":"x","bytes":5,"width":0}"#,
            r#"{"cid":"c1","name":"x","bytes":5,"height":65536}"#,
            r#"{"cid":"c1","name":"x","bytes":5,"preview":"+/"}"#,
            r#"{"cid":"c1","name":"x","bytes":5,"preview":""}"#,
        ] {
            assert_eq!(new_file(bad), None, "{bad}");
        }
        let with = |name: &str, field: &str, text: &str| {
            let body = format!(r#"{{"cid":"c1","bytes":5,"name":"{name}","{field}":"{text}"}}"#);
            new_file(&body).is_some()
        };
        assert!(with(&"界".repeat(4_000), "x", ""));
        assert!(!with(&"x".repeat(4_001), "x", ""));
        assert!(with("x", "alt", &"界".repeat(500)));
        assert!(!with("x", "alt", &"x".repeat(501)));
        let preview = |bytes: usize| BASE64_URL_SAFE_NO_PAD.encode(vec![7; bytes]);
        assert!(with("x", "preview", &preview(40)));
        assert!(!with("x", "preview", &preview(41)));
    }
}
