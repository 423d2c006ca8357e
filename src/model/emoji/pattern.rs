//! The form in which an emoji is looked up: without variation selectors, and with its skin
//! tones separated.
//!
//! Also compiled into the build script, which writes the table of these patterns.

/// VARIATION SELECTOR-16: "show the one before as a picture".
pub const PICTURE: char = '\u{FE0F}';
const JOINER: char = '\u{200D}';

/// The tones of one or two people; a pattern has the first, and the second for a second person
/// of another tone.
pub const TONES: [char; 5] = [
    '\u{1F3FB}',
    '\u{1F3FC}',
    '\u{1F3FD}',
    '\u{1F3FE}',
    '\u{1F3FF}',
];

/// What many emoji have in common: their pattern, and the tones that tell them apart.
#[derive(Debug, PartialEq)]
pub struct Toned {
    pub pattern: String,
    pub tones: Vec<char>,
}

impl Toned {
    /// None where a selector follows nothing that could be shown.
    pub fn of(text: &str) -> Option<Toned> {
        let mut toned = Toned {
            pattern: String::with_capacity(text.len()),
            tones: Vec::new(),
        };
        let mut before = JOINER;
        for c in text.chars() {
            if c == PICTURE {
                if matches!(before, PICTURE | JOINER) {
                    return None;
                }
            } else if TONES.contains(&c) {
                let same = toned.tones.first().is_none_or(|first| *first == c);
                toned.pattern.push(TONES[usize::from(!same)]);
                toned.tones.push(c);
            } else {
                toned.pattern.push(c);
            }
            before = c;
        }
        Some(toned)
    }
}

/// Without variation selectors, as patterns are compared.
pub fn bare(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| *c != PICTURE)
}
