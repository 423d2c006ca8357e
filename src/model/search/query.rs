//! What somebody looks for, as it was typed.

use super::folded::Folded;
use crate::limits;
use crate::model::{MemberId, MemberName, NameId};
use crate::time::{Duration, Timestamp};

const DAY: Duration = Duration::from_secs(24 * 3_600);

/// All of it has to hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// Folded, none of them empty. Each is somewhere in the text.
    pub words: Vec<String>,
    /// No two the same, and no more than [`limits::SEARCH_FROM`]: what is beyond is a word.
    pub from: Vec<From>,
    /// Of each of these by which number its name is kept, if it may be one: that knows letters with other marks apart.
    pub kept_as: Vec<Option<NameId>>,
    pub has_file: bool,
    pub has_link: bool,
    /// The first moment that is too late.
    pub before: Option<Timestamp>,
    /// The first moment that is not too early.
    pub since: Option<Timestamp>,
}

/// Whose message it is.
#[derive(Clone, Debug, PartialEq)]
pub enum From {
    Member(MemberId),
    /// The folded name of somebody, now or at some time.
    Name(String),
}

impl Query {
    /// Understands every text: what is no part of the language is what to look for.
    pub fn parse(text: &str) -> Query {
        let mut query = Query::default();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (piece, tail) = match quoted(rest) {
                Some(quoted) => quoted,
                None => query.word(rest),
            };
            query.add_word(piece);
            rest = tail.trim_start();
        }
        query
    }

    /// Whether it asks for nothing at all.
    pub fn is_empty(&self) -> bool {
        *self == Query::default()
    }

    /// The next word, or nothing if that was something else, and what is behind it.
    fn word<'t>(&mut self, text: &'t str) -> (&'t str, &'t str) {
        if let Some(value) = text.strip_prefix("from:") {
            let (name, tail) = quoted(value).unwrap_or_else(|| plain(value));
            if let Some(from) = from(name) {
                let is_new = !self.from.contains(&from);
                if !is_new || self.from.len() < limits::SEARCH_FROM {
                    if is_new {
                        self.from.push(from);
                        let kept = MemberName::parse(name).ok();
                        self.kept_as.push(kept.map(|name| name.id()));
                    }
                    return ("", tail);
                }
            }
        }
        let (word, tail) = plain(text);
        match self.operator(word) {
            Some(()) => ("", tail),
            None => (word, tail),
        }
    }

    fn operator(&mut self, word: &str) -> Option<()> {
        match word.split_once(':')? {
            ("has", "file") => self.has_file = true,
            ("has", "link") => self.has_link = true,
            ("before", day) => {
                let day = parse_day(day)?;
                self.before = Some(self.before.map_or(day, |before| before.min(day)));
            }
            ("after", day) => {
                let since = parse_day(day)? + DAY;
                self.since = self.since.max(Some(since));
            }
            _ => return None,
        }
        Some(())
    }

    fn add_word(&mut self, word: &str) {
        let word = Folded::text_of(word);
        if !word.is_empty() && !self.words.contains(&word) {
            self.words.push(word);
        }
    }
}

fn from(name: &str) -> Option<From> {
    if let Some(id) = name.strip_prefix('@').and_then(MemberId::parse) {
        return Some(From::Member(id));
    }
    let name = Folded::text_of(name.trim());
    (!name.is_empty()).then_some(From::Name(name))
}

/// What is between a quotation mark that this begins with and the next one, and what is behind that.
fn quoted(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('"')?.split_once('"')
}

/// What is before the next white space, and the rest.
fn plain(text: &str) -> (&str, &str) {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    text.split_at(end)
}

/// When a day of the calendar begins, in UTC: `2026-03-01`.
fn parse_day(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let is_date = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !is_date {
        return None;
    }
    let number = |part: &str| part.parse::<u64>().ok();
    let (year, month, day) = (
        number(&text[..4])?,
        number(&text[5..7])?,
        number(&text[8..])?,
    );
    if year < 1970 || !(1..=12).contains(&month) || !(1..=days_of(year, month)).contains(&day) {
        return None;
    }
    let leaps = |year: u64| year / 4 - year / 100 + year / 400;
    let days = (year - 1970) * 365 + leaps(year - 1) - leaps(1969);
    let days = (1..month).fold(days, |days, month| days + days_of(year, month));
    Some(Timestamp::from_millis((days + day - 1) * DAY.as_millis()))
}

fn days_of(year: u64, month: u64) -> u64 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u64::from(is_leap),
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let query = Query::parse(text);
        let only_words = Query {
            words: query.words.clone(),
            ..Query::default()
        };
        assert_eq!(query, only_words, "{text}");
        query.words
    }

    #[test]
    fn words_and_pieces() {
        for (text, expected) in [
            ("tea", &["tea"][..]),
            ("  Tea   MILK tea ", &["tea", "milk"]),
            ("\"green tea\" cup", &["green tea", "cup"]),
            ("\" tea \"", &[" tea "]),
            ("\"a\"\"b\"c", &["a", "b", "c"]),
            ("\"\" x", &["x"]),
            // No piece: the mark is looked for.
            ("\"green tea", &["\"green", "tea"]),
            ("5\" pipe 6\"", &["5\"", "pipe", "6\""]),
            ("tea\u{3000}milk\nsugar", &["tea", "milk", "sugar"]),
            ("e\u{301}te\u{301}", &["ete"]),
            ("\u{301}", &[]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_operator_is_text() {
        for text in [
            "and",
            "or",
            "not",
            "near(",
            "near(a",
            "*",
            "a*",
            "^a",
            "-a",
            "+a",
            "(a",
            ")",
            "%",
            "_",
            "\\",
            "a:b",
            "has:",
            "has:files",
            "has:\"file\"",
            "hasfile",
            "from:",
            "before:",
            "before:2026-3-1",
            "before:2026-02-30",
            "before:2025-02-29",
            "before:1969-12-31",
            "before:2026-13-01",
            "before:2026-00-10",
            "before:2026-01-00",
            "after:yesterday",
            "before:2026-03-01x",
            "before:+026-03-01",
            "https://x.example/?a=b:c",
            "tokens:a",
            "{a}",
            "a\0b",
            "'; drop table message; --",
        ] {
            let expected: Vec<String> = text.split(' ').map(str::to_owned).collect();
            assert_eq!(words(text), expected, "{text}");
        }
        // Upper case is folded, and no operator.
        assert_eq!(
            words("AND HAS:FILE From:ana"),
            ["and", "has:file", "from:ana"]
        );
    }

    #[test]
    fn operators() {
        let id = MemberId::parse("000000000000000a").unwrap();
        let name = |name: &str| From::Name(name.to_owned());
        for (text, expected) in [
            ("from:Ana", vec![name("ana")]),
            ("from:\"Ána  B\"", vec![name("ana  b")]),
            ("from:\"Ana", vec![name("\"ana")]),
            ("from:@000000000000000a", vec![From::Member(id)]),
            ("from:\"@000000000000000a\"", vec![From::Member(id)]),
            ("from:@ana", vec![name("@ana")]),
            ("from:a from:b", vec![name("a"), name("b")]),
        ] {
            let query = Query::parse(text);
            assert_eq!((query.from, query.words), (expected, vec![]), "{text}");
        }
        // The same again says nothing new, and of many those beyond are words.
        let query = Query::parse("from:a from:A from:\"a\" from:b from:c from:d from:e from:b");
        assert_eq!(query.from, ["a", "b", "c", "d"].map(name));
        assert_eq!(query.words, ["from:e"]);
        let query = Query::parse("has:link tea has:file");
        assert!(query.has_link && query.has_file);
        assert_eq!(query.words, ["tea"]);
        let query = Query::parse("from:\"Ana B\"tea");
        assert_eq!((query.from.len(), query.words), (1, vec!["tea".to_owned()]));
    }

    #[test]
    fn days_exclude_themselves() {
        let at = Timestamp::from_millis;
        let query =
            Query::parse("before:2026-03-01 before:2026-04-01 after:2026-02-27 after:1970-01-01");
        assert_eq!(query.before, Some(at(1_772_323_200_000)));
        assert_eq!(query.since, Some(at(1_772_236_800_000)));
        let query = Query::parse("after:2024-02-28");
        assert_eq!(query.since, Some(at(1_709_164_800_000)));
        assert_eq!(parse_day("1970-01-01"), Some(at(0)));
        assert_eq!(parse_day("2000-02-29"), Some(at(951_782_400_000)));
        assert_eq!(parse_day("9999-12-31"), Some(at(253_402_214_400_000)));
        assert_eq!(parse_day("1900-02-29"), None);
    }
}
