//! A text as it is compared by a search: after NFKC and case folding, and without combining marks. Of each
//! character it knows where in the text it is from.

use icu_normalizer::DecomposingNormalizerBorrowed;

use crate::limits;
use crate::model::folding::fold_case;

include!(concat!(env!("OUT_DIR"), "/marks.rs"));

/// Where something is in a text, in UTF-16 units: where it begins, and how long it is.
pub type Marks = Vec<(u32, u32)>;

#[derive(Debug, Default)]
pub struct Folded {
    text: String,
    places: Vec<Place>,
}

/// Where a folded character is in `text`, in bytes, and from where to where it was before, in UTF-16 units.
#[derive(Clone, Copy, Debug)]
struct Place {
    byte: usize,
    begin: u32,
    end: u32,
}

impl Folded {
    pub fn of(text: &str) -> Folded {
        let nfkd = DecomposingNormalizerBorrowed::new_nfkd();
        let mut folded = Folded {
            text: String::with_capacity(text.len()),
            places: Vec::with_capacity(text.len()),
        };
        let mut begin = 0;
        for c in text.chars() {
            let end = begin + c.len_utf16() as u32;
            match c {
                '\0'..='\x7F' => folded.push(c.to_ascii_lowercase(), begin, end),
                _ if is_itself(c) => folded.push(c, begin, end),
                _ => folded.fold(&nfkd, c, begin, end),
            }
            begin = end;
        }
        folded
    }

    /// Without a word of where it is from.
    pub fn text_of(text: &str) -> String {
        Folded::of(text).text
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How many characters it has.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Where in the text it was of these folded words are: in order, none of them in another one, and no more
    /// than [`limits::SEARCH_MARKS`].
    pub fn marks(&self, words: &[String]) -> Marks {
        // Begin and end in one number: what sorts numbers is there already.
        let mut all: Vec<u64> = Vec::new();
        for word in words {
            let found = self.text.match_indices(word.as_str());
            all.extend(found.take(limits::SEARCH_MARKS).filter_map(|(at, _)| {
                let first = self.places.get(self.place(at))?;
                let last = self.places.get(self.place(at + word.len()) - 1)?;
                Some(u64::from(first.begin) << 32 | u64::from(last.end))
            }));
        }
        all.sort_unstable();
        let mut marks: Marks = Vec::new();
        for mark in all {
            let (begin, end) = ((mark >> 32) as u32, mark as u32);
            match marks.last_mut() {
                Some((_, before)) if begin < *before => *before = end.max(*before),
                _ => marks.push((begin, end)),
            }
        }
        marks.truncate(limits::SEARCH_MARKS);
        for (begin, end) in &mut marks {
            *end -= *begin;
        }
        marks
    }

    /// How well these folded words, all of which are in it, are met by it: as BM25 weighs it, and more where one
    /// is a word, or begins one. In thousandths.
    pub fn score(&self, words: &[String]) -> u32 {
        /// Characters of a usual text.
        const USUAL: f64 = 80.0;
        let length = 0.25 + 0.75 * self.len() as f64 / USUAL;
        let scores = words.iter().map(|word| {
            let (mut times, mut best) = (0.0, 1.0);
            for (at, _) in self.text.match_indices(word.as_str()).take(10) {
                let before = self.text[..at].chars().next_back();
                let after = self.text[at + word.len()..].chars().next();
                let is_in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                let weight = match (is_in_word(before), is_in_word(after)) {
                    (false, false) => 2.0,
                    (false, true) => 1.4,
                    _ => 1.0,
                };
                times += 1.0;
                best = f64::max(best, weight);
            }
            best * times * 2.2 / (times + 1.2 * length)
        });
        (scores.sum::<f64>() * 1_000.0) as u32
    }

    /// Which character begins at this byte.
    fn place(&self, byte: usize) -> usize {
        self.places.partition_point(|place| place.byte < byte)
    }

    #[inline(never)]
    fn fold(
        &mut self,
        nfkd: &DecomposingNormalizerBorrowed<'static>,
        c: char,
        begin: u32,
        end: u32,
    ) {
        // Folding can bring forth what is decomposed, and what folds again (U+0345).
        let folded = fold_case(nfkd.normalize_iter(c.encode_utf8(&mut [0; 4]).chars()));
        for c in nfkd.normalize_iter(folded.chars()) {
            if !is_mark(c) {
                self.push(c, begin, end);
            } else if let Some(last) = self.places.last_mut() {
                // It is marked with its letter.
                last.end = end.max(last.end);
            }
        }
    }

    fn push(&mut self, c: char, begin: u32, end: u32) {
        let last = self.text.chars().next_back();
        if c >= '\u{1100}'
            && let Some(syllable) = last.and_then(|last| syllable(last, c))
            && let Some(place) = self.places.last_mut()
        {
            self.text.truncate(place.byte);
            self.text.push(syllable);
            place.end = end.max(place.end);
            return;
        }
        let byte = self.text.len();
        self.text.push(c);
        self.places.push(Place { byte, begin, end });
    }
}

/// Letters in daily use that neither fold nor decompose, of scripts that have thousands of others.
fn is_itself(c: char) -> bool {
    matches!(c,
        '\u{430}'..='\u{438}' | '\u{43A}'..='\u{44F}'
        | '\u{627}'..='\u{64A}'
        | '\u{915}'..='\u{928}'
        | '\u{E01}'..='\u{E30}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}')
}

/// Of category M, but for those whose letter has lost them already.
fn is_mark(c: char) -> bool {
    let number = u32::from(c);
    let run = MARKS.partition_point(|(_, last)| *last < number);
    MARKS.get(run).is_some_and(|(first, _)| *first <= number)
}

/// The Korean syllable that a letter makes with what is before it: NFKC has them composed.
fn syllable(before: char, c: char) -> Option<char> {
    const SYLLABLES: u32 = 0xAC00;
    const LEADS: u32 = 0x1100;
    const VOWELS: u32 = 0x1161;
    /// One before the first of them: a syllable may have none.
    const TAILS: u32 = 0x11A7;
    let (before, c) = (u32::from(before), u32::from(c));
    let letters = (before.wrapping_sub(LEADS), c.wrapping_sub(VOWELS));
    if let (lead @ 0..19, vowel @ 0..21) = letters {
        return char::from_u32(SYLLABLES + (lead * 21 + vowel) * 28);
    }
    match (before.wrapping_sub(SYLLABLES), c.wrapping_sub(TAILS)) {
        (open @ 0..11_172, tail @ 1..28) if open.is_multiple_of(28) => {
            char::from_u32(before + tail)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::iter;

    use super::*;

    fn fold(text: &str) -> String {
        Folded::text_of(text)
    }

    /// As a search says that it compares: NFKC, folded, decomposed, without what Unicode calls a mark.
    #[test]
    fn every_character_folds_as_it_is_said() {
        use caseless::Caseless;
        use icu_normalizer::ComposingNormalizerBorrowed;
        use unicode_properties::UnicodeGeneralCategory;
        let nfkc = ComposingNormalizerBorrowed::new_nfkc();
        let nfkd = DecomposingNormalizerBorrowed::new_nfkd();
        // Letters of Kirat Rai that are no marks, and compose all the same: they stay decomposed.
        let kirat_rai = '\u{16D68}'..='\u{16D6A}';
        for c in ('\0'..=char::MAX).filter(|c| !kirat_rai.contains(c)) {
            let normal: String = nfkc.normalize_iter(iter::once(c)).collect();
            let once: String = normal.chars().default_case_fold().collect();
            let twice: String = nfkd.normalize(&once).chars().default_case_fold().collect();
            let plain = nfkd.normalize_iter(twice.chars());
            let is_mark = |c: &char| {
                c.general_category_group() == unicode_properties::GeneralCategoryGroup::Mark
            };
            let plain: String = plain.filter(|c| !is_mark(c)).collect();
            let expected: String = nfkc.normalize(&plain).into_owned();
            assert_eq!(fold(&c.to_string()), expected, "{c:?} {:x}", u32::from(c));
        }
    }

    #[test]
    fn what_is_the_same_in_ten_languages() {
        for (one, other) in [
            ("ＦＵＬＬ　ｗｉｄｔｈ１", "full width1"),
            ("Straße STRASSE ẞ", "strasse strasse ss"),
            ("Ёлка ёлка", "елка елка"),
            ("Tiếng Việt", "tieng viet"),
            ("e\u{301}\u{323} é", "e e"),
            ("ﬁn ﬀ ① ㎏", "fin ff 1 kg"),
            ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
            ("مَرْحَبًا", "مرحبا"),
            ("ﻣﺮﺣﺒﺎ", "مرحبا"),
            ("שָׁלוֹם", "שלום"),
            ("क़लम", "कलम"),
            ("ｶﾞ ガ", "カ カ"),
            ("한국어", "한국어"),
            ("İstanbul", "istanbul"),
            ("天気", "天気"),
            ("ที่", "ท"),
        ] {
            assert_eq!(fold(one), other, "{one}");
        }
        // Composed and decomposed, as letters of their own, and of half the width.
        for same in ["한", "\u{1112}\u{1161}\u{11AB}", "ㅎㅏ\u{11AB}"] {
            assert_eq!(fold(same), "한", "{same}");
        }
        assert_eq!(fold("하\u{11AB}"), "한");
        assert_eq!(fold("각가"), "각가");
    }

    #[test]
    fn marks_are_where_the_text_has_it() {
        let marks = |text: &str, words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| fold(word)).collect();
            Folded::of(text).marks(&words)
        };
        assert_eq!(marks("a tea, TEA", &["tea"]), [(2, 3), (7, 3)]);
        assert_eq!(marks("👍 Straße", &["strasse"]), [(3, 6)]);
        assert_eq!(marks("Straße", &["s"]), [(0, 1), (4, 1)]);
        assert_eq!(marks("cafe\u{301} x", &["cafe"]), [(0, 5)]);
        assert_eq!(marks("schön", &["on"]), [(3, 2)]);
        assert_eq!(marks("abcd", &["abc", "bcd"]), [(0, 4)]);
        assert_eq!(marks("abcd", &["ab", "cd"]), [(0, 2), (2, 2)]);
        assert_eq!(marks("ﬁsh", &["i"]), [(0, 1)]);
        assert_eq!(marks("x\u{1112}\u{1161}\u{11AB}y", &["한"]), [(1, 3)]);
        assert_eq!(marks("𝓣𝓮𝓪", &["tea"]), [(0, 6)]);
        let many = marks(&"a ".repeat(1_000), &["a"]);
        assert_eq!(many.len(), limits::SEARCH_MARKS);
    }

    #[test]
    fn what_is_met_better_comes_first() {
        let score = |text: &str| Folded::of(text).score(&["tea".to_owned()]);
        assert!(score("Tea!") > score("teapot"));
        assert!(score("teapot") > score("steam"));
        assert!(score("tea tea tea") > score("tea and milk"));
        assert!(score("tea") > score(&format!("tea{}", " and more".repeat(40))));
    }

    #[test]
    fn a_hostile_text_is_compared_in_linear_time() {
        let text = "a".repeat(16_000);
        let word = format!("{}b", "a".repeat(199));
        let began = std::time::Instant::now();
        for _ in 0..20 {
            assert_eq!(Folded::of(&text).marks(std::slice::from_ref(&word)), []);
        }
        // Quadratic would be 64 million steps, each in a debug build.
        assert!(began.elapsed().as_secs() < 5);
    }
}
