//! Which characters a name may contain: those that are drawn, and those that mean something
//! where they stand.
//!
//! Two names that look the same must be the same name. So a character that draws nothing is
//! refused, unless it changes how its neighbours are drawn; and a name's key leaves those out
//! again (see [`MemberName`]).

use unicode_properties::UnicodeEmoji;
use unicode_segmentation::UnicodeSegmentation;

use super::text::is_default_ignorable;
use crate::limits;

/// Folds each run of white space to one space, and none at the ends.
pub fn fold_white_space(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// True if each character is drawn, or means something where it stands, and marks are no pile.
///
/// Unassigned code points may stand: the letters of the next Unicode are among them, and what
/// a device does not know it draws as a box.
pub fn is_drawn(name: &str) -> bool {
    let chars: Vec<char> = name.chars().collect();
    let mut base = None;
    let mut marks = 0;
    for (at, &c) in chars.iter().enumerate() {
        if is_default_ignorable(c) {
            if !means_something(&chars, at) {
                return false;
            }
        } else if draws_nothing(c) {
            return false;
        } else if is_mark(c) {
            marks += 1;
            if marks > limits::NAME_MARKS || !base.is_some_and(|base| bears(base, c)) {
                return false;
            }
        } else {
            base = Some(c);
            marks = 0;
        }
    }
    true
}

/// Blank or without a glyph of its own, though Unicode does not call it default-ignorable.
fn draws_nothing(c: char) -> bool {
    matches!(u32::from(c),
        // Syriac abbreviation mark, blank Braille pattern, interlinear annotations, object.
        0x070F | 0x2800 | 0xFFF9..=0xFFFC
        // Khitan filler, the layout of hieroglyphs and of shorthand, the null notehead.
        | 0x16FE4 | 0x13430..=0x1345F | 0x1BC9D | 0x1D159
        // They turn and fill signs of SignWriting, and leave anything else as it is.
        | 0x1DA9B..=0x1DAAF
        // Private use and noncharacters: each device draws something else, or nothing.
        | 0xE000..=0xF8FF | 0xFDD0..=0xFDEF
        // Planes of private use, and those that Unicode has no plans for.
        | 0x40000..)
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Extends the character before it without taking room: what can be piled up.
fn is_mark(c: char) -> bool {
    // Skin tones, and the voicing marks of halfwidth Katakana: seen by themselves.
    let has_room = matches!(c, '\u{1F3FB}'..='\u{1F3FF}' | '\u{FF9E}' | '\u{FF9F}');
    if c < '\u{300}' || has_room || is_default_ignorable(c) {
        return false;
    }
    // Legacy clusters leave out the marks that take room.
    let pair = String::from_iter(['a', c]);
    pair.graphemes(false).count() == 1
}

/// Whether a mark is at home on this character. One of another script is often not drawn at all.
fn bears(base: char, mark: char) -> bool {
    let is_common = matches!(u32::from(mark),
        0x0300..=0x036F | 0x0483..=0x0489 | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF
        | 0xA66F..=0xA69F | 0xFE20..=0xFE2F);
    is_common || !is_western(base)
}

/// Latin, Greek, Cyrillic, symbols and emoji: their marks are common ones.
fn is_western(c: char) -> bool {
    matches!(u32::from(c),
        0..=0x052F | 0x1D00..=0x1DBF | 0x1E00..=0x2BFF | 0x2C60..=0x2C7F | 0xA640..=0xA69F
        | 0xA720..=0xA7FF | 0xAB30..=0xAB6F | 0xFF00..=0xFF65 | 0x1D400..=0x1D7FF
        | 0x1F000..=0x1FBFF)
}

/// Whether a default-ignorable changes how its neighbours are drawn.
fn means_something(chars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).map(|at| chars[at]);
    let after = chars.get(at + 1).copied();
    let Some(before) = before else {
        return false;
    };
    match chars[at] {
        '\u{200D}' => joins_emoji(chars, at) || joins_letters(before, after),
        '\u{200C}' => joins_letters(before, after),
        '\u{FE0E}' | '\u{FE0F}' => is_picture(before) || is_keycap(before, after),
        // The form of an ideograph: part of many Japanese names.
        '\u{FE00}'..='\u{FE02}' | '\u{E0100}'..='\u{E01EF}' => is_ideograph(before),
        '\u{180B}'..='\u{180D}' | '\u{180F}' => is_mongolian(before),
        '\u{180E}' => is_mongolian(before) && after.is_some_and(is_mongolian),
        c if is_tag(c) => is_in_flag(chars, at),
        _ => false,
    }
}

/// An emoji, but for digits, `#` and `*`.
fn is_picture(c: char) -> bool {
    !c.is_ascii() && c.is_emoji_char()
}

fn is_keycap(before: char, after: Option<char>) -> bool {
    before.is_ascii() && before.is_emoji_char() && after == Some('\u{20E3}')
}

fn joins_emoji(chars: &[char], at: usize) -> bool {
    let is_selector = |c: char| matches!(c, '\u{FE0E}' | '\u{FE0F}');
    // Which stands behind an emoji, or it would have been refused.
    let before = chars[at - 1];
    let after = chars.get(at + 1).copied();
    (is_picture(before) || is_selector(before)) && after.is_some_and(is_picture)
}

fn joins_letters(before: char, after: Option<char>) -> bool {
    is_virama(before) || (is_joining(before) && after.is_some_and(is_joining))
}

/// Of scripts whose letters take their shape from their neighbours.
fn is_joining(c: char) -> bool {
    matches!(u32::from(c),
        0x0600..=0x08FF | 0x0900..=0x0DFF | 0x1000..=0x109F | 0x1780..=0x18AF | 0x1900..=0x1C4F
        | 0xA800..=0xA95F | 0xA980..=0xAAFF | 0xABC0..=0xABFF | 0xFB50..=0xFDFF
        | 0xFE70..=0xFEFC | 0x10A00..=0x10FFF | 0x11000..=0x11FFF | 0x1E900..=0x1E95F)
        && !is_default_ignorable(c)
}

/// Of the Indic scripts in which a joiner behind it makes another form.
fn is_virama(c: char) -> bool {
    let c = u32::from(c);
    (0x0900..0x0D80).contains(&c) && c & 0x7F == 0x4D || c == 0x0DCA
}

fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0x20000..=0x3FFFF)
}

fn is_mongolian(c: char) -> bool {
    matches!(c, '\u{1820}'..='\u{18AA}')
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0020}'..='\u{E007F}')
}

/// Whether a tag is part of one of the three flags that are drawn: England, Scotland and Wales.
fn is_in_flag(chars: &[char], at: usize) -> bool {
    let start = chars[..at].iter().rposition(|c| !is_tag(*c)).unwrap_or(0);
    let tags = chars[start + 1..].iter().take_while(|c| is_tag(**c));
    let tags: String = tags
        .filter_map(|c| char::from_u32(u32::from(*c) - 0xE0000))
        .collect();
    let is_known = matches!(tags.as_str(), "gbeng\u{7F}" | "gbsct\u{7F}" | "gbwls\u{7F}");
    chars[start] == '\u{1F3F4}' && is_known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_what_takes_no_room() {
        for mark in [
            '\u{301}', '\u{5B8}', '\u{64E}', '\u{E49}', '\u{93F}', '\u{20E3}',
        ] {
            // A vowel sign of Hindi that stands beside its letter is none.
            assert_eq!(is_mark(mark), mark != '\u{93F}', "{mark:?}");
        }
        for other in ['a', ' ', 'é', '한', 'ﾟ', '\u{200D}', '\u{FE0F}', '\u{1F3FD}'] {
            assert!(!is_mark(other), "{other:?}");
        }
    }

    #[test]
    fn white_space_of_any_kind_is_one_space() {
        let spaces = ('\0'..=char::MAX).filter(|c| c.is_whitespace());
        for space in spaces {
            let name = format!("{space}Ana{space} {space}Bo{space}");
            assert_eq!(fold_white_space(&name), "Ana Bo", "{space:?}");
        }
    }
}
