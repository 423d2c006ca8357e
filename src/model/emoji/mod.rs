//! The emoji that Unicode recommends for interchange: which these are, and how each is written.
//!
//! Their table is made by `build.rs`.

mod pattern;

use std::cmp::Ordering;

use crate::limits;
use pattern::{TONES, Toned, bare};

/// The fully qualified pattern of each emoji on a line of its own, ordered by what is left without
/// variation selectors.
const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/emoji.txt"));

/// One emoji as Unicode recommends it for interchange (`RGI_Emoji`), fully qualified: a keyboard that
/// leaves out U+FE0F, or writes one too many, makes no second heart of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emoji(String);

impl Emoji {
    /// Parses what a client sent, or what an older version stored.
    pub fn parse(text: &str) -> Option<Emoji> {
        if text.len() > limits::EMOJI {
            return None;
        }
        let toned = Toned::of(text)?;
        let mut tones = toned.tones.into_iter();
        let qualified = find(&toned.pattern)?.chars().map(|c| match c {
            tone if TONES.contains(&tone) => tones.next().unwrap_or(tone),
            other => other,
        });
        Some(Emoji(qualified.collect()))
    }

    /// The fully qualified form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Emoji> for String {
    fn from(emoji: Emoji) -> String {
        emoji.0
    }
}

/// The line of the table for a pattern.
fn find(pattern: &str) -> Option<&'static str> {
    let mut rest = TABLE;
    while !rest.is_empty() {
        let (before, after) = rest.as_bytes().split_at(rest.len() / 2);
        let start = before
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(0, |at| at + 1);
        let end = before.len() + after.iter().position(|b| *b == b'\n')?;
        let line = rest.get(start..end)?;
        rest = match bare(line).cmp(pattern.chars()) {
            Ordering::Equal => return Some(line),
            Ordering::Less => rest.get(end + 1..)?,
            Ordering::Greater => rest.get(..start)?,
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn qualified(text: &str) -> Option<String> {
        Emoji::parse(text).map(String::from)
    }

    #[test]
    fn every_emoji_is_known_by_each_of_its_forms() {
        let toned = emojis::iter().flat_map(|emoji| emoji.skin_tones().into_iter().flatten());
        let all: Vec<&str> = emojis::iter()
            .chain(toned)
            .map(|emoji| emoji.as_str())
            .collect();
        assert!(all.len() > 3_900);
        for emoji in all {
            assert_eq!(qualified(emoji).as_deref(), Some(emoji));
            let bare: String = bare(emoji).collect();
            assert_eq!(qualified(&bare).as_deref(), Some(emoji));
        }
        for component in ["🏻", "🏿", "🦰", "🦳"] {
            assert_eq!(qualified(component).as_deref(), Some(component));
        }
    }

    #[test]
    fn forms_of_one_emoji_are_one() {
        for (form, emoji) in [
            ("❤", "❤️"),
            ("👍\u{FE0F}", "👍"),
            ("1\u{20E3}", "1️⃣"),
            ("☝\u{FE0F}🏽", "☝🏽"),
            ("🕵\u{200D}♂", "🕵️‍♂️"),
            ("👩🏿\u{200D}❤\u{200D}👨🏻", "👩🏿‍❤️‍👨🏻"),
            ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"),
            ("🇩🇪", "🇩🇪"),
        ] {
            assert_eq!(qualified(form).as_deref(), Some(emoji), "{form:?}");
        }
    }

    #[test]
    fn what_nobody_can_read_is_no_emoji() {
        let long = format!("👍{}", "\u{301}".repeat(8_050));
        let family = "👩‍".repeat(1_000);
        for bad in [
            "",
            "a",
            "1",
            "#",
            "👍👍",
            "👍a",
            "a👍",
            " ",
            "👍 ",
            "👍\n",
            "\n",
            "👍\n👎",
            "\u{FE0F}",
            "\u{200D}",
            "é",
            "👍\u{301}",
            "👍\u{200D}",
            "👍\u{FE0E}",
            "❤\u{FE0E}",
            "\u{FE0F}👍",
            "👍\u{FE0F}\u{FE0F}",
            "👩\u{200D}\u{FE0F}🚒",
            "a\u{20E3}",
            "1\u{301}\u{20E3}",
            "\u{200E}👍",
            "\u{600}👍",
            "🇩",
            "🇽🇽",
            "🇩🇪🇩🇪",
            "👍🏽🏽",
            "🌍🏽",
            "🏻🏼",
            "🏴\u{E007F}",
            "👩🏻‍🤝‍👩🏼🏼",
            "❤️‍",
            &long,
            &family,
        ] {
            assert_eq!(qualified(bad), None, "{bad:?}");
        }
    }
}
