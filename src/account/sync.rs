//! What the devices of an account have in common: fields, each as its last writer left it. Who that was is
//! decided by the order in which changes came here, so nothing is lost and all see the same.

use super::core::{
    Account, Columns, Done, Fields, Question, Reply, Stop, bad_request, list, refusal,
};
use crate::limits;
use crate::log::{Param, Sql, SqlError};
use crate::time::Timestamp;
use crate::wire::Json;

/// What is counted of all fields, kept beside them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Common {
    /// That of the last change.
    pub version: u64,
    /// Fields, with those that were removed.
    fields: u64,
    /// Bytes of their names and values.
    bytes: u64,
    /// Up to which version it is forgotten that a field was removed.
    forgotten: u64,
    /// When that was last done.
    tidied: u64,
}

impl Common {
    fn parse(text: &str) -> Common {
        let mut numbers = text.split(' ').map(|number| number.parse().unwrap_or(0));
        let mut next = || numbers.next().unwrap_or(0);
        Common {
            version: next(),
            fields: next(),
            bytes: next(),
            forgotten: next(),
            tidied: next(),
        }
    }

    fn to_text(self) -> String {
        format!(
            "{} {} {} {} {}",
            self.version, self.fields, self.bytes, self.forgotten, self.tidied
        )
    }
}

impl<S: Sql> Account<S> {
    pub(super) fn common(&self) -> Result<Common, SqlError> {
        Ok(Common::parse(&self.fact("common")?.unwrap_or_default()))
    }

    /// Takes what one device has changed, and tells what others have.
    pub(super) fn sync(&mut self, q: &Question<'_>) -> Done<Reply> {
        let who = self.signed_in(q)?;
        let (since, changes) = news(q.body)?;
        let mut common = self.common()?;
        let before = common.version;
        self.tidy(q.now, &mut common)?;
        for (field, value) in &changes {
            self.put(q.now, &mut common, field, value)?;
        }
        if common.fields > limits::SYNC_FIELDS || common.bytes > limits::SYNC_BYTES {
            return too_large();
        }
        self.keep_common(common)?;
        // Each with its entry in the index, which has moved.
        self.written = 3 * (common.version - before);
        let cookie = self.renewed(q.now, &who)?;
        Ok(Reply::json(self.since(&common, since)?).with_cookie(cookie))
    }

    /// A field that we set ourselves.
    pub(super) fn set_field(
        &mut self,
        now: Timestamp,
        field: &str,
        value: &str,
    ) -> Result<(), SqlError> {
        let mut common = self.common()?;
        self.put(now, &mut common, field, value)?;
        self.keep_common(common)
    }

    fn keep_common(&self, common: Common) -> Result<(), SqlError> {
        self.set_fact("common", &common.to_text())
    }

    fn put(
        &self,
        now: Timestamp,
        common: &mut Common,
        field: &str,
        value: &str,
    ) -> Result<(), SqlError> {
        let rows = self.sql.query(
            "SELECT value FROM field WHERE name = ?",
            &[Param::Text(field)],
        )?;
        let before = rows.into_iter().next().map(|row| Columns(row).text(0));
        // What is as it was is no change, and neither is to remove what was never there.
        if before.as_deref().unwrap_or_default() == value {
            return Ok(());
        }
        let size = |value: &str| (field.len() + value.len()) as u64;
        match &before {
            Some(before) => common.bytes = common.bytes.saturating_sub(size(before)),
            None => common.fields += 1,
        }
        common.bytes += size(value);
        common.version += 1;
        self.sql.query(
            "INSERT OR REPLACE INTO field (name, value, version, at) VALUES (?, ?, ?, ?)",
            &[
                Param::Text(field),
                Param::Text(value),
                Param::Integer(common.version as i64),
                Param::time(now),
            ],
        )?;
        Ok(())
    }

    /// Forgets, once a day, which fields were removed long ago.
    fn tidy(&self, now: Timestamp, common: &mut Common) -> Result<(), SqlError> {
        let tidied = Timestamp::from_millis(common.tidied);
        if common.fields == 0 || now < tidied + limits::COOKIE_RENEWED {
            return Ok(());
        }
        common.tidied = now.as_millis();
        let rows = self.sql.query(
            "DELETE FROM field WHERE value = '' AND at <= ? RETURNING version, length(name)",
            &[Param::time(now.earlier_by(limits::SYNC_REMOVED))],
        )?;
        for row in rows.into_iter().map(Columns) {
            common.forgotten = common.forgotten.max(row.number(0));
            common.fields = common.fields.saturating_sub(1);
            common.bytes = common.bytes.saturating_sub(row.number(1));
        }
        Ok(())
    }

    /// The fields that were changed after this version, in the order in which that was. Who was away for too long
    /// to hear of all that was removed gets everything, and knows by that what is gone.
    fn since(&self, common: &Common, since: u64) -> Result<String, SqlError> {
        let is_lost = since > common.version || since > 0 && since < common.forgotten;
        let since = if is_lost { 0 } else { since };
        let page = match is_lost {
            true => limits::SYNC_FIELDS,
            false => limits::SYNC_PAGE,
        };
        // A device that knows nothing has nothing to remove.
        let rows = self.sql.query(
            "SELECT name, value, version FROM field
             WHERE version > ?1 AND (value <> '' OR ?1 > 0) ORDER BY version LIMIT ?2",
            &[
                Param::Integer(since as i64),
                Param::Integer(page as i64 + 1),
            ],
        )?;
        let has_more = rows.len() as u64 > page;
        let rows: Vec<Columns> = rows.into_iter().map(Columns).take(page as usize).collect();
        let last = rows.last().map_or(0, |row| row.number(2));
        let version = if has_more { last } else { common.version };
        let fields = rows.iter().map(field_json);
        let answer = Fields::default()
            .count("version", version)
            .raw("fields", &list(fields))
            .flag("more", has_more);
        Ok(match is_lost {
            true => answer.flag("full", true).end(),
            false => answer.end(),
        })
    }

    /// All of the account as a file, for who it is of.
    pub(super) fn export(&mut self, q: &Question<'_>) -> Done<Reply> {
        self.signed_in(q)?;
        let passkeys = self.sql.query(
            "SELECT id, label, algorithm, key, created, used, counter, synced, verified
             FROM passkey ORDER BY created, id",
            &[],
        )?;
        let passkeys = passkeys.into_iter().map(|row| {
            let row = Columns(row);
            Fields::default()
                .text("id", &row.text(0))
                .text("label", &row.text(1))
                .number("algorithm", row.signed(2))
                .text("public_key", &row.text(3))
                .count("created", row.number(4))
                .count("used", row.number(5))
                .count("counter", row.number(6))
                .flag("synced", row.number(7) != 0)
                .flag("verified", row.number(8) != 0)
                .end()
        });
        let rooms = self
            .sql
            .query("SELECT name, since FROM room ORDER BY name", &[])?;
        let rooms = rooms.into_iter().map(|row| {
            let row = Columns(row);
            Fields::default()
                .text("name", &row.text(0))
                .count("since", row.number(1))
                .end()
        });
        let fields = self.sql.query(
            "SELECT name, value, version FROM field WHERE value <> '' ORDER BY name",
            &[],
        )?;
        let fields = fields.into_iter().map(|row| field_json(&Columns(row)));
        let export = self
            .facts()?
            .text("account", q.text("account")?)
            .count("exported", q.now.as_millis())
            .raw("passkeys", &list(passkeys))
            .raw("sessions", &self.session_list(None)?)
            .raw("rooms", &list(rooms))
            .raw("fields", &list(fields))
            .end();
        Ok(Reply::json(export))
    }

    /// What its user is called, as JSON, if that is a text.
    pub(super) fn name(&self) -> Result<Option<String>, SqlError> {
        let rows = self
            .sql
            .query("SELECT value FROM field WHERE name = 'profile/name'", &[])?;
        let name = rows.into_iter().next().map(|row| Columns(row).text(0));
        Ok(name.filter(|name| name.starts_with('"')))
    }
}

/// Since when a device wants to hear, and what it has changed: all of it good.
fn news(body: &str) -> Done<(u64, Vec<(String, &str)>)> {
    // Two readers of it must not disagree, also about what is in a value.
    let Some(json) = Json::parse(body) else {
        return bad_request();
    };
    let since = match json.get("since") {
        None => Some(0),
        Some(since) => since.unsigned(),
    };
    let changes = match json.get("changes") {
        None => "[]",
        Some(Json::Array(changes)) if changes.len() <= limits::SYNC_CHANGES => {
            member(body, "changes").unwrap_or("[]")
        }
        Some(Json::Array(_)) => return too_large(),
        Some(_) => return bad_request(),
    };
    let Some(since) = since else {
        return bad_request();
    };
    let changes = parts(changes).into_iter().map(judged);
    Ok((since, changes.collect::<Done<Vec<_>>>()?))
}

/// A change as it is kept, if it can be: the value as it was sent, nothing if the field is to go.
fn judged(change: &str) -> Done<(String, &str)> {
    let json = Json::parse(change);
    let field = json.as_ref().and_then(|json| json.get("field")?.text());
    let (Some(field), Some(value)) = (field, member(change, "value")) else {
        return bad_request();
    };
    let is_name = !field.is_empty() && field.bytes().all(|c| (0x20..0x7F).contains(&c));
    if !is_name || field.len() > limits::SYNC_FIELD {
        return bad_request();
    }
    if value.len() > limits::SYNC_VALUE {
        return too_large();
    }
    let value = if value == "null" { "" } else { value };
    Ok((field.to_owned(), value))
}

/// The value of a key of an object in JSON that is known to be good, as it is written there.
fn member<'a>(object: &'a str, key: &str) -> Option<&'a str> {
    parts(object).into_iter().find_map(|part| {
        let end = string_end(part)?;
        let (name, value) = part.split_at_checked(end)?;
        let value = value.trim_start().strip_prefix(':')?;
        (Json::parse(name)?.text() == Some(key)).then(|| value.trim())
    })
}

/// Where the text ends that good JSON begins with.
fn string_end(json: &str) -> Option<usize> {
    let mut bytes = json.bytes().enumerate().skip(1);
    while let Some((place, byte)) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'"' => return Some(place + 1),
            _ => {}
        }
    }
    None
}

/// What stands between the commas of an array or object in good JSON.
fn parts(json: &str) -> Vec<&str> {
    let json = json.trim();
    let inside = json.get(1..json.len().saturating_sub(1)).unwrap_or("");
    let (mut parts, mut start, mut depth, mut place) = (Vec::new(), 0, 0, 0);
    while let Some(byte) = inside.as_bytes().get(place) {
        match byte {
            b'"' => place += string_end(&inside[place..]).unwrap_or(1) - 1,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth -= 1,
            b',' if depth == 0 => {
                parts.push(inside[start..place].trim());
                start = place + 1;
            }
            _ => {}
        }
        place += 1;
    }
    let last = inside[start..].trim();
    if !last.is_empty() {
        parts.push(last);
    }
    parts
}

fn field_json(row: &Columns) -> String {
    let value = row.text(1);
    let value = if value.is_empty() { "null" } else { &value };
    Fields::default()
        .text("field", &row.text(0))
        .raw("value", value)
        .count("version", row.number(2))
        .end()
}

/// Nothing of it is kept.
fn too_large<T>() -> Done<T> {
    let message = "This is more than an account may keep.";
    Err(Stop::Undone(refusal(413, "too_large", message)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(body: &str) -> Option<Vec<(String, &str)>> {
        news(body).ok().map(|(_, changes)| changes)
    }

    #[test]
    fn values_stay_as_they_were_sent() {
        let body = r#" { "since" : 7, "x": [1,{"changes":[]}], "ch\u0061nges" : [
            {"field":"a","value": {"x": [1, 2.50, "},]\\\" "], "changes": 1e3 } },
            { "value":null , "field" : "b" },{"field":"c","value":"null"}, {"field":"d","value":[]} ] } "#;
        let (since, changes) = news(body).ok().expect("good");
        assert_eq!(since, 7);
        let want = [
            ("a", r#"{"x": [1, 2.50, "},]\\\" "], "changes": 1e3 }"#),
            ("b", ""),
            ("c", r#""null""#),
            ("d", "[]"),
        ];
        let want = want.map(|(field, value)| (field.to_owned(), value));
        assert_eq!(changes, want);
    }

    #[test]
    fn what_is_not_as_it_should_be_is_refused_as_a_whole() {
        assert_eq!(changes("{}"), Some(Vec::new()));
        assert_eq!(changes(r#"{"changes":[ ]}"#), Some(Vec::new()));
        for bad in [
            "",
            "[]x",
            r#"{"since":-1}"#,
            r#"{"since":"1"}"#,
            r#"{"changes":{}}"#,
            r#"{"changes":[1]}"#,
            r#"{"changes":[{"field":"a"}]}"#,
            r#"{"changes":[{"value":1}]}"#,
            r#"{"changes":[{"field":"","value":1}]}"#,
            r#"{"changes":[{"field":"\u00e4","value":1}]}"#,
            r#"{"changes":[{"field":"a\n","value":1}]}"#,
            r#"{"changes":[{"field":"a","value":{"b":1,"b":2}}]}"#,
            r#"{"changes":[{"field":"a","value":"\ud800"}]}"#,
            r#"{"changes":[{"field":"a","value":1},{"field":1,"value":1}]}"#,
        ] {
            assert_eq!(changes(bad), None, "{bad}");
        }
        let long = |field: usize, value: usize| {
            let (field, value) = ("f".repeat(field), "v".repeat(value));
            changes(&format!(
                r#"{{"changes":[{{"field":"{field}","value":"{value}"}}]}}"#
            ))
            .is_some()
        };
        assert!(long(limits::SYNC_FIELD, limits::SYNC_VALUE - 2));
        assert!(!long(limits::SYNC_FIELD + 1, 1));
        assert!(!long(1, limits::SYNC_VALUE - 1));
        let many = |count| {
            let one = r#"{"field":"a","value":1}"#;
            changes(&format!(
                r#"{{"changes":[{}]}}"#,
                vec![one; count].join(",")
            ))
            .is_some()
        };
        assert!(many(limits::SYNC_CHANGES));
        assert!(!many(limits::SYNC_CHANGES + 1));
    }
}
