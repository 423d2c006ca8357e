//! The terms of an index: of each three characters in a row, of who has written a message, and of what it has.
//!
//! No term is a text. It is a number that the room makes of one, so nothing that was said can be read in an
//! index, in what a database leaves of one, or in what an index is asked; and what people type is no part of
//! the language in which that is done. Different texts may have the same term: whoever asks has to look at what
//! is found.

use super::folded::Folded;
use super::query::{From, Query};
use crate::limits;
use crate::model::MemberId;

/// What a room makes its terms with, so that each has others. It is no secret: it comes of the epoch, which
/// whoever reads the room is told.
#[derive(Clone, Copy, Debug)]
pub struct TermKey(u64);

/// A message as an index knows it.
#[derive(Clone, Copy, Debug)]
pub struct Indexed<'a> {
    pub member: MemberId,
    /// The name of its author at that time.
    pub name: &'a str,
    pub text: &'a str,
    pub has_file: bool,
}

impl Indexed<'_> {
    /// Whether a text leads somewhere.
    pub fn has_link(text: &str) -> bool {
        // Most texts lead nowhere.
        text.contains("://") && {
            let lower = text.to_ascii_lowercase();
            ["http://", "https://"].iter().any(|scheme| {
                let mut found = lower.match_indices(scheme);
                found.any(|(at, _)| {
                    let next = lower[at + scheme.len()..].chars().next();
                    next.is_some_and(char::is_alphanumeric) || next == Some('[')
                })
            })
        }
    }
}

impl TermKey {
    pub fn of(epoch: &str) -> TermKey {
        let bytes = epoch.bytes();
        TermKey(bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)
        }))
    }

    /// All terms of a message, with spaces between them.
    pub fn terms(self, message: Indexed<'_>) -> String {
        let folded = Folded::text_of(message.text);
        let mut trigrams = self.trigrams(&folded);
        // What is the same term, or is there twice, is there once: a text that folds to eighteen times as many
        // characters has hardly more terms for that.
        for trigram in &mut trigrams {
            *trigram &= !(u64::MAX >> (BITS * TRIGRAM_LETTERS));
        }
        trigrams.sort_unstable();
        trigrams.dedup();
        // One that has too many for that may be anything: to take each out again would take too long.
        let is_long = trigrams.len() > limits::INDEX_TERMS;
        if is_long {
            trigrams.clear();
        }
        let mut terms = String::with_capacity(7 * trigrams.len() + 24);
        for trigram in trigrams {
            write_term(&mut terms, "", trigram, TRIGRAM_LETTERS);
        }
        self.write_member(&mut terms, message.member);
        self.write_name(&mut terms, &Folded::text_of(message.name));
        if is_long {
            terms.push_str(" w");
        }
        if Indexed::has_link(message.text) {
            terms.push_str(" l");
        }
        if message.has_file {
            terms.push_str(" f");
        }
        terms
    }

    /// What an index is asked for: messages that have all that a query says but for words that are too short.
    /// `people` are those who bear or bore each name of it. None if there is nothing to ask by.
    pub fn asks(self, query: &Query, people: &[Vec<MemberId>]) -> Option<String> {
        let mut trigrams: Vec<u64> = Vec::new();
        for word in &query.words {
            trigrams.extend(self.trigrams(word));
        }
        let mut all = Vec::new();
        let most = limits::SEARCH_TERMS;
        let count = trigrams.len();
        // Of many, some from all over them.
        let chosen = (0..count.min(most)).filter_map(|index| match count <= most {
            true => trigrams.get(index),
            false => trigrams.get(index * (count - 1) / (most - 1)),
        });
        for trigram in chosen {
            let mut term = String::new();
            write_term(&mut term, "", *trigram, TRIGRAM_LETTERS);
            all.push(term);
        }
        if !all.is_empty() {
            all = vec![format!("(({}) OR w)", all.join(" AND "))];
        }
        for (from, people) in query.from.iter().zip(people) {
            let mut anybody = String::new();
            if let From::Name(name) = from {
                self.write_name(&mut anybody, name);
            }
            for member in people {
                self.write_member(&mut anybody, *member);
            }
            all.push(format!("({})", anybody.trim_start().replace(' ', " OR ")));
        }
        if query.has_link {
            all.push("l".to_owned());
        }
        if query.has_file {
            all.push("f".to_owned());
        }
        (!all.is_empty()).then(|| all.join(" AND "))
    }

    /// The term of all messages under this folded name.
    pub fn name(self, name: &str) -> String {
        let mut term = String::new();
        self.write_name(&mut term, name);
        term.trim_start().to_owned()
    }

    fn trigrams(self, folded: &str) -> Vec<u64> {
        let mut trigrams = Vec::with_capacity(folded.len());
        let (mut a, mut b) = (None, None);
        for c in folded.chars() {
            if let (Some(a), Some(b)) = (a, b) {
                let three = u64::from(u32::from(a))
                    | u64::from(u32::from(b)) << 21
                    | u64::from(u32::from(c)) << 42;
                trigrams.push(mixed(self.0 ^ three));
            }
            (a, b) = (b, Some(c));
        }
        trigrams
    }

    fn write_member(self, terms: &mut String, member: MemberId) {
        let number = mixed(self.0 ^ member.number());
        write_term(terms, "m", number, PERSON_LETTERS);
    }

    fn write_name(self, terms: &mut String, folded: &str) {
        let number = folded
            .bytes()
            .fold(self.0, |hash, byte| mixed(hash ^ u64::from(byte)));
        write_term(terms, "n", number, PERSON_LETTERS);
    }
}

/// Letters of the term of three characters, at [`BITS`] each: a million of them.
const TRIGRAM_LETTERS: u32 = 2;
/// Letters of the terms of people, behind one that says which it is.
const PERSON_LETTERS: u32 = 3;
const BITS: u32 = 10;

/// In letters for private use, which are a word in the language in which an index is asked, and in no text:
/// whoever looks for three characters of one in a file finds no term.
fn write_term(terms: &mut String, kind: &str, number: u64, letters: u32) {
    const FIRST: u32 = 0xE000;
    if !terms.is_empty() {
        terms.push(' ');
    }
    terms.push_str(kind);
    let number = number >> (64 - BITS * letters);
    for place in 0..letters {
        let letter = (number >> (BITS * place)) as u32 & ((1 << BITS) - 1);
        terms.extend(char::from_u32(FIRST + letter));
    }
}

/// Mixes all bits with each other (the last step of SplitMix64).
fn mixed(number: u64) -> u64 {
    let number = (number ^ number >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ number >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ number >> 31
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: MemberId = MemberId::OPERATOR;

    fn key() -> TermKey {
        TermKey::of("0101010101010101")
    }

    fn terms(text: &str) -> Vec<String> {
        let message = Indexed {
            member: ANA,
            name: "Ana",
            text,
            has_file: false,
        };
        let terms = key().terms(message);
        terms.split(' ').map(str::to_owned).collect()
    }

    fn asked(query: &str) -> Option<String> {
        let query = Query::parse(query);
        let people = vec![vec![ANA]; query.from.len()];
        key().asks(&query, &people)
    }

    #[test]
    fn a_message_has_all_terms_of_what_is_in_it() {
        let text = "Have a look: HTTPS://tea.example/ Straße 天気がいい";
        let all = terms(text);
        for query in [
            "look",
            "strasse",
            "\"a look\"",
            "気がい",
            "has:link",
            "from:ana",
            "from:Ana tea.ex",
        ] {
            let asked = asked(query).unwrap();
            let words = asked.split([' ', '(', ')']);
            let missing: Vec<&str> = words
                .filter(|word| !matches!(*word, "" | "AND" | "OR" | "w"))
                .filter(|word| !all.iter().any(|term| term == word))
                .collect();
            assert!(missing.is_empty(), "{query}: {asked}");
        }
        let milk = asked("milk").unwrap();
        assert!(
            milk.split([' ', '(', ')'])
                .all(|word| !all.iter().any(|term| term == word))
        );
        assert_eq!(all.iter().filter(|term| term.as_str() == "l").count(), 1);
    }

    #[test]
    fn an_index_is_asked_in_letters_of_no_text_whatever_is_looked_for() {
        for text in [
            "\"",
            "a\"b\" OR c*",
            "NEAR(aaa bbb)",
            "tokens : x",
            "{a b} : ccc",
            "^abc",
            "\0\0\0",
            "𝓣𝓮𝓪'--",
            "has:link -abc",
        ] {
            let asked = asked(text).unwrap_or_default();
            let is_plain = |c: char| {
                matches!(
                    c,
                    '\u{E000}'..='\u{E3FF}' | 'l' | 'm' | 'n' | 'w' | ' ' | '(' | ')'
                )
            };
            let rest = asked.replace(" AND ", " ").replace(" OR ", " ");
            assert!(rest.chars().all(is_plain), "{text}: {asked}");
        }
        assert_eq!(asked("ab c"), None);
        let long = asked(&"abcdefghij klmnopqrst ".repeat(9)).unwrap();
        assert!(long.split(" AND ").count() <= limits::SEARCH_TERMS);
    }

    #[test]
    fn no_term_says_what_was_said() {
        let all = terms(&"what was said here, at length, ".repeat(50)).join(" ");
        let texts = all.split(|c: char| !c.is_ascii_alphanumeric());
        assert_eq!(texts.map(str::len).max(), Some(1), "{all}");
        // And another room has others.
        let other = TermKey::of("0202020202020202").name("ana");
        assert_ne!(other, key().name("ana"));
    }

    #[test]
    fn a_text_has_each_term_once_and_no_more_than_it_has_characters_for() {
        // It folds to eighteen.
        let long = terms(&"\u{FDFA}".repeat(4_000));
        assert!(long.len() <= 20, "{}", long.len());
        assert_eq!(terms("abcabcabcabc").len(), 3 + 2);
        // All that fold to many characters, in an order that repeats nothing.
        let several: Vec<char> = ('\u{A0}'..='\u{FFFF}')
            .filter(|c| Folded::of(&c.to_string()).len() > 2)
            .collect();
        let mixed = (0..4_000_usize).map(|i| several[(i * i + i / several.len()) % several.len()]);
        let mixed = terms(&mixed.collect::<String>());
        // Too many are one, by which it is found whatever is looked for.
        assert_eq!(mixed.len(), 3);
        assert!(mixed.iter().any(|term| term == "w"));
        let letters = |count: u32| (0..count).filter_map(|i| char::from_u32(0x4E00 + i));
        let most = limits::INDEX_TERMS as u32 + 2;
        assert!(!terms(&letters(most - 50).collect::<String>()).contains(&"w".to_owned()));
        assert!(terms(&letters(most + 50).collect::<String>()).contains(&"w".to_owned()));
    }

    #[test]
    fn what_is_a_link() {
        for text in ["http://a.example", "see HTTPS://[::1]/ there"] {
            assert!(Indexed::has_link(text), "{text}");
        }
        for text in [
            "http://",
            "https:// a",
            "http:/a",
            "ftp://a.example",
            "a://b",
        ] {
            assert!(!Indexed::has_link(text), "{text}");
        }
    }
}
