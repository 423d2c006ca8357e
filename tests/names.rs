//! Names: real ones in the world's scripts are accepted; hostile ones are refused, or count as
//! the name they look like.

use std::collections::BTreeMap;

use alcove::model::{MemberId, MemberName};

/// The page is held to the same (tests/page/names.test.mjs).
#[derive(serde::Deserialize)]
struct Names {
    /// As people write them, also in forms that a keyboard or a file system makes of them.
    real: Vec<String>,
    /// By kind: a hostile spelling, and the name it wants to pass for.
    hostile: BTreeMap<String, Vec<(String, String)>>,
}

fn names() -> Names {
    serde_json::from_str(include_str!("names.json")).unwrap()
}

#[test]
fn real_names_are_taken_as_they_are() {
    for name in &names().real {
        let parsed = MemberName::parse(name);
        assert!(
            parsed.is_ok(),
            "{name:?} {}: {parsed:?}",
            name.escape_unicode()
        );
        let parsed = parsed.unwrap();
        assert_eq!(
            MemberName::parse(parsed.as_str()),
            Ok(parsed.clone()),
            "{name}"
        );
        let numbered = parsed.numbered(2);
        assert!(numbered.is_some(), "{name:?} has a second");
    }
}

#[test]
fn no_name_looks_like_another() {
    let hostile: Vec<_> = names().hostile.into_values().flatten().collect();
    assert!(hostile.len() >= 60);
    for (hostile, plain) in &hostile {
        let Ok(hostile) = MemberName::parse(hostile) else {
            continue;
        };
        let plain = MemberName::parse(plain).or_else(|_| MemberName::stored(plain));
        let plain = plain.unwrap_or_else(|_| panic!("{hostile:?} passes for no name"));
        assert_eq!(hostile.key(), plain.key(), "{hostile:?}");
        assert_eq!(hostile.id(), plain.id(), "{hostile:?}");
    }
}

/// Whatever is put at whatever place of a name, alone or with others: what is left of a name that
/// is taken, without white space and invisible characters, has the same key.
#[test]
fn invisible_characters_make_no_other_name() {
    let plain = [
        "Ana Bo",
        "علی رضا",
        "क्ष",
        "王明",
        "👩👧",
        "❤",
        "ᠰᠠᠷ",
        "1",
        "🏴",
    ];
    let invisible: Vec<char> = ('\0'..=char::MAX)
        .filter(|c| alcove::model::text::is_default_ignorable(*c) || c.is_whitespace())
        .filter(|c| !(0xE0130..0xE0FF0).contains(&u32::from(*c)))
        .collect();
    for name in plain {
        let key = |name: &str| MemberName::parse(name).map(|name| name.key().to_owned());
        let expected = key(name).unwrap();
        let places: Vec<usize> = name.char_indices().map(|(at, _)| at).collect();
        for c in &invisible {
            for at in places.iter().copied().chain([name.len()]) {
                let mut tried = name.to_owned();
                tried.insert(at, *c);
                // A space within a word is seen.
                let Ok(seen) = key(&tried) else { continue };
                if !c.is_whitespace()
                    || name
                        .split(' ')
                        .all(|word| seen.contains(&word.to_lowercase()))
                {
                    assert_eq!(seen, expected, "{:?}", tried.escape_unicode().to_string());
                }
            }
        }
    }
}

/// Every code point there is, before, in and behind a name, is taken or refused: no panic, and
/// what is shown is taken again as it is, with the same key.
#[test]
fn any_code_point_is_taken_or_refused() {
    for c in '\0'..=char::MAX {
        for name in [
            format!("{c}"),
            format!("{c}a"),
            format!("a{c}"),
            format!("a{c}b"),
        ] {
            let Ok(parsed) = MemberName::parse(&name) else {
                continue;
            };
            let again = MemberName::parse(parsed.as_str());
            assert_eq!(again.as_ref(), Ok(&parsed), "{}", name.escape_unicode());
            assert!(!parsed.key().is_empty() && parsed.key().trim() == parsed.key());
        }
    }
}

#[test]
fn what_was_a_name_once_is_one_when_it_is_restored() {
    for old in [
        "Ana\u{2800}",
        "a\u{301}\u{302}\u{303}\u{304}",
        "Ana  Bo",
        "A\u{200D}na",
    ] {
        assert_eq!(MemberName::stored(old).unwrap().as_str(), old);
    }
    for never in ["", "\u{200B}", "a\nb", "a\u{202E}b"] {
        assert!(MemberName::stored(never).is_err(), "{never:?}");
    }
    let ana = MemberName::parse("Ana Bo").unwrap();
    let old = MemberName::stored("Ana  Bo").unwrap();
    assert_eq!(ana.key(), old.key());
    let old = old.apart(MemberId::from_random([7; 8]));
    assert_eq!(old.as_str(), "Ana  Bo");
    assert_ne!(ana.key(), old.key());
    assert!(MemberName::parse(old.key()).is_err());
}

/// A frame has 16 KB: a name of that length is refused in linear time.
#[test]
fn a_name_as_long_as_a_frame_is_refused() {
    for unit in [
        "a",
        " ",
        "a ",
        "a\u{301}",
        "\u{302}",
        "\u{E0067}",
        "🏴\u{E0067}",
        "\u{FDFA}",
        "👩\u{200D}",
    ] {
        let name = unit.repeat(16_000 / unit.len());
        assert!(MemberName::parse(&name).is_err(), "{unit:?}");
    }
}
