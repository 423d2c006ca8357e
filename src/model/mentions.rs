//! Who is mentioned in a text: `@` and a name, where neither is within a longer word. The page finds
//! mentions by the same rule (`public/text/mentions.js`); both are held to `tests/mentions.json`.

use unicode_segmentation::UnicodeSegmentation;

use super::name::{MemberName, folded};
use crate::limits;

/// A text in which somebody may be mentioned, as it is compared.
#[derive(Debug)]
pub struct Talk(String);

/// What may be a name that is mentioned.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    pub name: &'a str,
    after: &'a str,
}

impl Candidate<'_> {
    /// Whether it is no beginning of a longer word.
    pub fn is_whole(&self) -> bool {
        is_whole(self.name, self.after)
    }
}

impl Talk {
    /// Nothing, where nobody is.
    pub fn of(text: &str) -> Option<Talk> {
        // Those that NFKC makes one of, too.
        text.contains(['@', '\u{FF20}', '\u{FE6B}'])
            .then(|| Talk(comparable(&folded(text))))
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        self.0.len()
    }

    /// Whether this key of a name is in it.
    pub fn mentions(&self, key: &str) -> bool {
        let mut found = false;
        self.each([key.len()].into_iter(), &mut |candidate| {
            found |= candidate.name == key && candidate.is_whole();
        });
        found
    }

    /// Tells what of these lengths in bytes is behind each of the first so many `@`.
    pub fn each(
        &self,
        lengths: impl Iterator<Item = usize> + Clone,
        tell: &mut dyn FnMut(Candidate<'_>),
    ) {
        let marks = self.0.match_indices('@');
        let marks = marks.filter(|(at, _)| !is_within_word(&self.0[..*at]));
        for (at, _) in marks.take(limits::MENTIONS) {
            let rest = &self.0[at + 1..];
            for length in lengths.clone() {
                if let Some((name, after)) = rest.split_at_checked(length) {
                    tell(Candidate { name, after });
                }
            }
        }
    }
}

/// A name as it is looked for in a text.
pub fn key(name: &MemberName) -> String {
    comparable(name.key())
}

/// With one kind of apostrophe and of hyphen, and one space for many.
fn comparable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{2018}' | '\u{2019}' | '\u{2BC}' => out.push('\''),
            '\u{2010}' => out.push('-'),
            ' ' | '\u{1680}' if out.ends_with(' ') => {}
            '\u{1680}' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Whether an `@` after this is most likely part of an address.
fn is_within_word(before: &str) -> bool {
    let base = before.chars().rev().find(|c| !is_mark(*c));
    base.is_some_and(|c| c == '@' || (is_letter(c) && !is_unspaced(c)))
}

/// Whether a name in front of this is no beginning of a longer word. Where words are not parted by
/// spaces, nobody can tell.
fn is_whole(name: &str, after: &str) -> bool {
    let Some(next) = after.chars().next() else {
        return true;
    };
    if is_mark(next) || repeats(next) {
        return false;
    }
    let Some(last) = name.chars().rev().find(|c| !is_mark(*c)) else {
        return true;
    };
    !is_letter(next) || !is_letter(last) || is_unspaced(next) || is_unspaced(last)
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What is of the letter before it.
fn is_mark(c: char) -> bool {
    let has_room = matches!(c, '\u{1F3FB}'..='\u{1F3FF}');
    c >= '\u{300}' && !has_room && String::from_iter(['a', c]).graphemes(true).count() == 1
}

/// What repeats or lengthens the letter before it, in scripts that put no spaces between words.
fn repeats(c: char) -> bool {
    matches!(c,
        '\u{E46}' | '\u{EC6}' | '\u{17D7}' | '\u{3005}' | '\u{3031}'..='\u{3035}' | '\u{303B}'
        | '\u{309D}' | '\u{309E}' | '\u{30FC}'..='\u{30FE}' | '\u{A9E6}' | '\u{AA70}')
}

/// Of scripts that do not part words by spaces, or hang on to them what others do not: Thai, Lao,
/// Tibetan, Burmese, Hangul, Khmer, Kana, Bopomofo, Han.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E01..=0x109D | 0x1100..=0x11FF | 0x1780..=0x17F9 | 0x3005..=0x318F | 0x31A0..=0x31FF
        | 0x3400..=0x9FFF | 0xA960..=0xA97C | 0xA9E0..=0xA9FE | 0xAA60..=0xAA7F
        | 0xAC00..=0xFAFF | 0x116D0..=0x116E3 | 0x16FE3..=0x16FF6 | 0x1AFF0..=0x1B167
        | 0x20000..=0x3347F)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// However many `@` there are, and however long a name is.
    #[test]
    fn a_text_is_compared_with_so_many_names_at_most() {
        let talk = Talk::of(&"@.".repeat(2_000)).expect("a talk");
        for lengths in [vec![1_056], vec![1, 2, 3, 1_056]] {
            let mut told = 0;
            talk.each(lengths.iter().copied(), &mut |_| told += 1);
            assert_eq!(told, limits::MENTIONS * lengths.len());
        }
        let ana = key(&MemberName::parse("Ana").expect("a name"));
        let mentions = |marks: usize| {
            let talk = Talk::of(&("@.".repeat(marks) + "@Ana"));
            talk.is_some_and(|talk| talk.mentions(&ana))
        };
        assert!(mentions(limits::MENTIONS - 1));
        assert!(!mentions(limits::MENTIONS));
    }

    #[test]
    fn who_is_mentioned_is_as_the_table_says() {
        let table = include_str!("../../tests/mentions.json");
        let table: Vec<(String, Vec<String>, Vec<String>)> =
            serde_json::from_value::<Value>(serde_json::from_str(table).unwrap())
                .and_then(serde_json::from_value)
                .unwrap();
        assert!(table.len() > 60);
        for (text, mentioned, others) in table {
            let is_in = |name: &str| {
                let name = MemberName::parse(name).expect("a name");
                Talk::of(&text).is_some_and(|talk| talk.mentions(&key(&name)))
            };
            for name in mentioned {
                assert!(is_in(&name), "{text:?} mentions {name:?}");
            }
            for name in others {
                assert!(!is_in(&name), "{text:?} does not mention {name:?}");
            }
        }
    }
}
