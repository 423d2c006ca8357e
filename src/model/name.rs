//! Names and ids, parsed once: after `parse`, only the newtype travels.
//!
//! Whether a member name is *free* is not known here; see `room::presence`.

use std::fmt;

use icu_normalizer::ComposingNormalizerBorrowed;
use sha2::{Digest, Sha256};
use unicode_segmentation::UnicodeSegmentation;

use super::folding::fold_case;
use super::text;
use super::visible;
use crate::limits;

/// The canonical (lower case) name of a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomName(String);

/// Why a room name is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameError {
    /// Nothing (visible) in it.
    Empty,
    /// More than [`limits::ROOM`] characters or [`limits::NAME`] code points.
    TooLong,
    /// A character that a name may not have.
    Character,
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NameError::Empty => "the name is empty",
            NameError::TooLong => "the name is too long",
            NameError::Character => "the name has a character that names may not have",
        })
    }
}

impl std::error::Error for NameError {}

impl RoomName {
    /// Parses 1 to 64 of `A-Z a-z 0-9 - _`, or the name of a pair's room: `~` and 26 of `a-z 2-7`. Upper
    /// and lower case are the same room.
    pub fn parse(name: &str) -> Result<RoomName, NameError> {
        if name.is_empty() {
            return Err(NameError::Empty);
        }
        if is_of_pair(name) {
            return Ok(RoomName(name.to_ascii_lowercase()));
        }
        if !name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        {
            return Err(NameError::Character);
        }
        if name.len() > limits::ROOM {
            return Err(NameError::TooLong);
        }
        Ok(RoomName(name.to_ascii_lowercase()))
    }

    /// The name of a pair's room out of a secret digest: its first 130 bits in base32.
    pub fn of_pair(digest: &[u8; 32]) -> RoomName {
        const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
        let bit = |index: usize| digest[index / 8] >> (7 - index % 8) & 1;
        let letter = |place: usize| (0..5).fold(0, |n, i| n << 1 | bit(5 * place + i));
        let letters =
            (0..PAIR_LETTERS).map(|place| char::from(LETTERS[usize::from(letter(place))]));
        RoomName(std::iter::once('~').chain(letters).collect())
    }

    /// Whether it is the room of two members who met in another one.
    pub fn is_of_pair(&self) -> bool {
        self.0.starts_with('~')
    }

    /// The canonical form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Of 5 bits each: what nobody guesses.
const PAIR_LETTERS: usize = 26;

fn is_of_pair(name: &str) -> bool {
    let letters = name.strip_prefix('~').unwrap_or_default().as_bytes();
    let is_letter = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'2'..=b'7');
    letters.len() == PAIR_LETTERS && letters.iter().all(is_letter)
}

/// A member's name as shown, and the key by which two names are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberName {
    shown: String,
    key: String,
}

impl MemberName {
    /// Parses 1 to 32 code points after NFC, with single spaces and none at the ends.
    pub fn parse(name: &str) -> Result<MemberName, NameError> {
        let normal = ComposingNormalizerBorrowed::new_nfc().normalize(name);
        let name = MemberName::stored(&visible::fold_white_space(legible(&normal)?))?;
        match visible::is_drawn(&name.shown) {
            true => Ok(name),
            false => Err(NameError::Character),
        }
    }

    /// Parses a name that was good when it was stored, whatever the rules are now.
    pub fn stored(name: &str) -> Result<MemberName, NameError> {
        let shown = legible(name)?;
        if shown.chars().count() > limits::NAME {
            return Err(NameError::TooLong);
        }
        Ok(MemberName {
            shown: shown.to_owned(),
            key: fold(shown),
        })
    }

    /// The name as others see it.
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// Names with the same key count as the same name.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What the key is known by where names are kept.
    pub fn id(&self) -> NameId {
        NameId::of(&self.key)
    }

    /// The same name with a key that nobody can ask for: of two stored names that were not the
    /// same name once, both stay.
    pub fn apart(self, member: MemberId) -> MemberName {
        let key = format!("{}\0{member}", self.key);
        MemberName { key, ..self }
    }

    /// This name with a number behind it, shortened to fit: `Ana` → `Ana 2`.
    pub fn numbered(&self, number: u32) -> Option<MemberName> {
        let suffix = format!(" {number}");
        let mut room = limits::NAME - suffix.len();
        // Whole clusters: half of one is another name, or none.
        let stem: String = self
            .shown
            .graphemes(true)
            .take_while(|cluster| {
                let length = cluster.chars().count();
                let fits = length <= room;
                room = room.saturating_sub(length);
                fits
            })
            .collect();
        // A joiner has lost what it joined.
        let stem = stem.trim_end_matches(['\u{200C}', '\u{200D}']);
        MemberName::parse(&format!("{stem}{suffix}")).ok()
    }
}

/// A name without white space round it, if something is left and nothing breaks the line.
fn legible(name: &str) -> Result<&str, NameError> {
    let name = name.trim();
    if text::is_blank(name) {
        return Err(NameError::Empty);
    }
    if name.chars().any(is_forbidden) {
        return Err(NameError::Character);
    }
    Ok(name)
}

/// Whether a line beside names, which may be empty, can be told from others and leaves them as they are:
/// what a name may not have, it has not.
pub fn is_legible(line: &str) -> bool {
    !line.chars().any(is_forbidden) && visible::is_drawn(line)
}

/// Controls, line separators and bidi controls: they would break the line or turn it round.
fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{61C}' | '\u{200E}' | '\u{200F}'
        )
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Case-folded NFKC without default-ignorables (`NFKC_Casefold` of Unicode), so that an
/// invisible joiner does not make a second Ana; and of white space, which NFKC brings forth, too.
fn fold(name: &str) -> String {
    visible::fold_white_space(&folded(name))
}

/// The same of any text, with white space as it is.
pub(super) fn folded(name: &str) -> String {
    let nfkc = ComposingNormalizerBorrowed::new_nfkc();
    let normal = nfkc.normalize(name);
    let visible = normal.chars().filter(|c| !text::is_default_ignorable(*c));
    let folded = fold_case(visible);
    // Folding can bring forth what folds again (U+0345); twice is stable.
    let normal = nfkc.normalize(&folded);
    let folded = fold_case(normal.chars());
    nfkc.normalize(&folded).into_owned()
}

/// The key of a name as a number: short, and as exact in JavaScript as here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(u64);

impl NameId {
    /// 53 bits of SHA-256: among ten thousand names no two have the same.
    pub fn of(key: &str) -> NameId {
        let digest = Sha256::digest(key.as_bytes());
        let bits = digest
            .iter()
            .take(8)
            .fold(0, |id, byte| id << 8 | u64::from(*byte));
        NameId(bits >> 11)
    }

    /// Reads an id as it was written.
    pub fn from_number(number: u64) -> Option<NameId> {
        (number < 1 << 53).then_some(NameId(number))
    }

    pub fn to_number(self) -> u64 {
        self.0
    }
}

/// The identity of a member in one room: 16 hex digits on the wire.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberId(u64);

impl MemberId {
    /// Whoever runs the server: nobody gets this id by chance.
    pub const OPERATOR: MemberId = MemberId(0);

    /// An id out of random bytes.
    pub fn from_random(seed: [u8; 8]) -> MemberId {
        MemberId(u64::from_be_bytes(seed))
    }

    /// Parses exactly 16 lower-case hex digits.
    pub fn parse(id: &str) -> Option<MemberId> {
        let plain = id.len() == 16 && id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        plain
            .then(|| u64::from_str_radix(id, 16).ok().map(MemberId))
            .flatten()
    }

    /// Its bits.
    pub fn number(self) -> u64 {
        self.0
    }

    /// Its digits. An id is written with every event, and the formatter of numbers is slow.
    pub fn hex<'b>(&self, digits: &'b mut [u8; 16]) -> &'b str {
        for (index, digit) in digits.iter_mut().enumerate() {
            *digit = b"0123456789abcdef"[(self.0 >> (60 - 4 * index)) as usize & 0xF];
        }
        std::str::from_utf8(digits).unwrap_or_default()
    }
}

impl fmt::Display for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.hex(&mut [0; 16]))
    }
}

impl fmt::Debug for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_names_are_canonical_lower_case() {
        assert_eq!(
            RoomName::parse("Team-Lunch_7").unwrap().as_str(),
            "team-lunch_7"
        );
        let long = "x".repeat(65);
        for (name, error) in [
            ("", NameError::Empty),
            ("a b", NameError::Character),
            ("a%2Fb", NameError::Character),
            ("a/b", NameError::Character),
            ("ä", NameError::Character),
            ("a.b", NameError::Character),
            (long.as_str(), NameError::TooLong),
        ] {
            assert_eq!(RoomName::parse(name), Err(error), "{name:?}");
        }
        assert!(RoomName::parse(&long[..64]).is_ok());
    }

    #[test]
    fn rooms_of_pairs_have_names_of_their_own() {
        let mut digest = [0; 32];
        assert_eq!(
            RoomName::of_pair(&digest).as_str(),
            format!("~{}", "a".repeat(26))
        );
        digest[0] = 0b1111_1000;
        digest[16] = 0b1100_0000;
        let room = RoomName::of_pair(&digest);
        assert_eq!(room.as_str(), format!("~7{}d", "a".repeat(24)));
        assert_eq!(
            RoomName::parse(&room.as_str().to_ascii_uppercase()),
            Ok(room.clone())
        );
        assert!(room.is_of_pair());
        assert!(!RoomName::parse("tea").unwrap().is_of_pair());
        for bad in [
            "~",
            "~tea",
            &"~a".repeat(13),
            &format!("~{}1", "a".repeat(25)),
            &format!("~{}", "a".repeat(27)),
        ] {
            assert_eq!(RoomName::parse(bad), Err(NameError::Character), "{bad}");
        }
    }

    #[test]
    fn member_names_are_trimmed_and_normal() {
        let name = MemberName::parse("  Ame\u{301}lie ").unwrap();
        assert_eq!(name.as_str(), "Am\u{E9}lie");
        assert!(MemberName::parse("👩‍👩‍👧").is_ok());
        assert!(MemberName::parse("❤️").is_ok());
    }

    #[test]
    fn member_names_that_are_refused() {
        let long = "é".repeat(33);
        for (name, error) in [
            ("", NameError::Empty),
            ("   ", NameError::Empty),
            ("\u{200B}\u{FEFF}", NameError::Empty),
            ("a\u{7}b", NameError::Character),
            ("a\nb", NameError::Character),
            ("a\u{2028}b", NameError::Character),
            ("a\u{202E}b", NameError::Character),
            ("\u{200F}a", NameError::Character),
            ("a\u{2066}", NameError::Character),
            ("\u{61C}a", NameError::Character),
            (long.as_str(), NameError::TooLong),
        ] {
            assert_eq!(MemberName::parse(name), Err(error), "{name:?}");
        }
        assert!(MemberName::parse(&"é".repeat(32)).is_ok());
    }

    #[test]
    fn same_names_by_folded_nfkc() {
        for (a, b) in [
            ("Ana", "aNA"),
            ("Straße", "STRASSE"),
            ("ﬁsh", "Fish"),
            ("Ａｎａ", "ana"),
            ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
            ("علیرضا", "علی\u{200C}رضا"),
            ("Ana Bo", "Ana\u{A0}\u{2003}BO"),
        ] {
            let (a, b) = (MemberName::parse(a).unwrap(), MemberName::parse(b).unwrap());
            assert_eq!(a.key(), b.key());
        }
        assert_ne!(MemberName::parse("Ana").unwrap().key(), "anna");
    }

    #[test]
    fn a_numbered_name_still_fits() {
        let name = MemberName::parse(&"x".repeat(32)).unwrap();
        let numbered = name.numbered(12).unwrap();
        assert!(numbered.as_str().ends_with(" 12"));
        assert_eq!(MemberName::parse(numbered.as_str()), Ok(numbered));
        // Neither half an emoji nor half a word with a joiner.
        let family = MemberName::parse(&"👩‍👩‍👧".repeat(6)).unwrap();
        assert_eq!(
            family.numbered(2).unwrap().as_str(),
            format!("{} 2", "👩‍👩‍👧".repeat(6))
        );
        assert_eq!(
            family.numbered(480_213).unwrap().as_str(),
            format!("{} 480213", "👩‍👩‍👧".repeat(5))
        );
        let joined = MemberName::parse(&"علی\u{200C}رضا".repeat(4)).unwrap();
        assert!(joined.numbered(10).is_some());
    }

    #[test]
    fn name_ids_are_those_of_older_logs_and_exact_in_javascript() {
        let id = MemberName::parse("Ana").unwrap().id();
        assert_eq!(id.to_number(), 1_295_874_007_964_493);
        assert_eq!(NameId::from_number(id.to_number()), Some(id));
        assert!(NameId::from_number((1 << 53) - 1).is_some());
        assert_eq!(NameId::from_number(1 << 53), None);
        assert_eq!(NameId::from_number(u64::MAX), None);
    }

    #[test]
    fn member_ids_are_sixteen_hex_digits() {
        let id = MemberId::from_random([0, 1, 2, 3, 4, 5, 6, 0xAB]);
        assert_eq!(id.to_string(), "00010203040506ab");
        assert_eq!(MemberId::parse("00010203040506ab"), Some(id));
        for bad in [
            "",
            "00010203040506AB",
            "+0010203040506ab",
            "1",
            "00010203040506abc",
        ] {
            assert_eq!(MemberId::parse(bad), None, "{bad:?}");
        }
    }
}
