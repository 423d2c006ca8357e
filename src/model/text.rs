//! What Unicode says about a text: whether it is blank, and which characters are forbidden.
//!
//! It knows code points, not the wire: [`crate::wire`] decides which error a text gets.

/// True for code points that show nothing by themselves.
///
/// Source: `Default_Ignorable_Code_Point` of Unicode 17, `DerivedCoreProperties.txt`.
pub fn is_default_ignorable(c: char) -> bool {
    matches!(u32::from(c),
        0xAD | 0x34F | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
        | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F
        | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFF8 | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A
        | 0xE0000..=0xE0FFF)
}

/// True if nothing is left without white space and default-ignorable code points.
pub fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || is_default_ignorable(c))
}

/// True for the controls no message may hold: C0 other than tab and line breaks, and DEL.
pub fn has_forbidden_control(text: &str) -> bool {
    text.bytes()
        .any(|b| (b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r')) || b == 0x7F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_is_white_space_and_ignorables_only() {
        for blank in [
            "",
            " \n\t",
            "\u{200B}\u{FEFF}",
            "\u{3164}",
            "\u{E0020} \u{FE0F}",
        ] {
            assert!(is_blank(blank), "{blank:?}");
        }
        for seen in ["a", " . ", "\u{200D}x", "👍", "\u{2800}"] {
            assert!(!is_blank(seen), "{seen:?}");
        }
    }

    #[test]
    fn controls_other_than_tab_and_line_breaks_are_forbidden() {
        for bad in ["\0", "a\u{7}", "\u{1B}[31m", "\u{7F}", "\u{B}"] {
            assert!(has_forbidden_control(bad), "{bad:?}");
        }
        assert!(!has_forbidden_control("a\tb\r\nc \u{85}\u{2028}"));
    }
}
