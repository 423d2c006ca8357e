//! Names: real ones over the world's scripts are taken, hostile ones are refused or are the same name
//! as the one they look like.

use alcove::name::{MemberId, MemberName};

/// As people write them, also in forms that a keyboard or a file system makes of them.
const REAL: &[&str] = &[
    "Ana",
    "Ana María de la Ó",
    "Jean-Luc O’Brien Jr.",
    "Zoë",
    "Łukasz Żółć",
    "Þórdís Ægisdóttir",
    "Çağla İpek",
    "Ștefan",
    "Nguye\u{302}\u{303}n Thi\u{323} A\u{301}nh",
    "Nguyễn Thị Ánh",
    "Tra\u{302}\u{300}n Đư\u{301}c",
    "Ọláńrewájú",
    "Ọla\u{301}n\u{300}rewa\u{301}ju\u{301}",
    "Ḿ̨ąą́",
    "Kealaʻōlelo",
    "Γιώργος Παπαδόπουλος",
    "Ἀριστοτέλης",
    "Дмитрий Щербаков",
    "Ѳеодоръ",
    "Ївга Ґалаґан",
    "Գոռ Հարությունյան",
    "გიორგი მაისურაძე",
    "אורי",
    "שָׁלוֹם",
    "מֹשֶׁה בֶּן־מַיְמוֹן",
    "שִּׁמְעוֹן",
    "محمد عبد الله",
    "مُحَمَّدٌ",
    "عَبْدُ ٱللَّٰهِ",
    "علی\u{200C}رضا",
    "می\u{200C}ناز",
    "نور\u{200C}الدین",
    "پروین اعتصامی",
    "ئۇيغۇر",
    "ܝܘܚܢܢ",
    "ܝܘܿܚܰܢܳܢ",
    "މުހައްމަދު",
    "ߒߞߏ",
    "अमिताभ बच्चन",
    "लक्ष्मी",
    "ज़ुबैदा ढींगरा",
    "हिंदी ज़िंदगी",
    "शक्\u{200D}ति",
    "श्रीमान्\u{200C}",
    "অমর্ত্য সেন",
    "র\u{200D}্যাফেল",
    "উৎপল",
    "ঊৰ্বশী বৰুৱা",
    "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "નરેન્દ્ર",
    "ଓଡ଼ିଆ ପ୍ରିୟଙ୍କା",
    "தமிழ்ச்செல்வி",
    "ஸ்ரீதேவி",
    "సత్యనారాయణ",
    "ಶ್ರೀಲಕ್ಷ್ಮೀ",
    "മോഹൻലാൽ",
    "രാജന\u{D4D}\u{200D}",
    "ශ්\u{200D}රී ලංකා",
    "චන්ද්\u{200D}රිකා",
    "สมชาย ใจดี",
    "น้ำผึ้ง สิทธิ์",
    "ที่รัก กิ๊บ",
    "ບຸນມີ ສີສຸວັນ",
    "བསྟན་འཛིན་རྒྱ་མཚོ",
    "ཧཱུྃ་བསྒྲུབས",
    "ဒေါ်အောင်ဆန်းစုကြည်",
    "မြို့ပြ",
    "សុខា ស្ត្រី",
    "ម៉ុំ ខ្ញុំ",
    "ᠮᠣᠩᠭᠣᠯ",
    "ᠰᠠᠷ\u{180E}ᠠ",
    "ᠭ\u{180B}ᠠ",
    "ሰላማዊት ተስፋዬ",
    "ⵢⴰⵙⵉⵏ",
    "ᏍᏏᏉᏯ",
    "ᐃᓄᒃᑎᑐᑦ",
    "𞤀𞤣𞤤𞤢𞤥 𞤆𞤵𞤤𞤢𞤪",
    "王小明",
    "司馬 遼太郎",
    "さくら ちゃん",
    "か\u{3099}っこ",
    "ｶﾞﾝﾀﾞﾑ",
    "辻\u{E0100}本",
    "葛󠄀城",
    "𠮷野家",
    "김민수",
    "김민수",
    "ꦗꦮ ꦱꦿꦶ",
    "ᬩᬮᬶ",
    "ꯃꯤꯇꯩ",
    "𑄌𑄋𑄴𑄟𑄳𑄦",
    "👩‍👩‍👧‍👦 ❤️",
    "👩🏽‍🚒 Kim",
    "🏳️‍🌈🏴‍☠️",
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿 Mac",
    "🇩🇪 Uwe",
    "1️⃣ #️⃣",
    "☕︎ Tea",
    "👁️‍🗨️",
    "ⒶⓃⒶ",
    "x_X-42 [bot] (away)",
    "¯\\_(ツ)_/¯",
    "ﾟ･✿ヾ(ﾟ∀ﾟ)",
    "( ͡° ͜ʖ ͡°)",
];

/// A hostile spelling, and the name it wants to pass for.
const HOSTILE: &[(&str, &str)] = &[
    // White space.
    ("Ana Maria ", "Ana Maria"),
    (" Ana Maria", "Ana Maria"),
    ("Ana  Maria", "Ana Maria"),
    ("Ana\u{A0}Maria", "Ana Maria"),
    ("Ana\u{A0} Maria", "Ana Maria"),
    ("Ana\u{1680}Maria", "Ana Maria"),
    ("Ana\u{2000}Maria", "Ana Maria"),
    ("Ana\u{2003}Maria", "Ana Maria"),
    ("Ana\u{2009}\u{200A}Maria", "Ana Maria"),
    ("Ana\u{202F}Maria", "Ana Maria"),
    ("Ana\u{205F}Maria", "Ana Maria"),
    ("Ana\u{3000}Maria", "Ana Maria"),
    ("Ana\tMaria", "Ana Maria"),
    ("Ana\nMaria", "Ana Maria"),
    ("Ana\u{85}Maria", "Ana Maria"),
    ("Ana\u{2028}Maria", "Ana Maria"),
    ("Ana Maria\u{2029}", "Ana Maria"),
    ("Ana Maria\u{3000}", "Ana Maria"),
    ("Ana\u{A8}", "Ana \u{308}"),
    // Default-ignorables.
    ("Ana Maria\u{200B}", "Ana Maria"),
    ("Ana Maria \u{200B}", "Ana Maria"),
    ("\u{200B} Ana Maria", "Ana Maria"),
    ("Ana \u{200B} Maria", "Ana Maria"),
    ("Ana\u{200B}\u{2003}\u{200B}Maria", "Ana Maria"),
    ("A\u{AD}na", "Ana"),
    ("A\u{34F}na", "Ana"),
    ("Ana\u{115F}", "Ana"),
    ("Ana\u{1160}", "Ana"),
    ("Ana\u{3164}", "Ana"),
    ("Ana\u{FFA0}", "Ana"),
    ("Ana\u{17B4}", "Ana"),
    ("Ana\u{17B5}", "Ana"),
    ("A\u{180B}na", "Ana"),
    ("Ana\u{180E}Maria", "AnaMaria"),
    ("Ana\u{180F}", "Ana"),
    ("A\u{200C}na", "Ana"),
    ("A\u{200D}na", "Ana"),
    ("Ana\u{200D}", "Ana"),
    ("\u{200D}Ana", "Ana"),
    ("Ana\u{200E}", "Ana"),
    ("Ana\u{200F}", "Ana"),
    ("Ana\u{202C}", "Ana"),
    ("Ana\u{2060}", "Ana"),
    ("A\u{2061}na", "Ana"),
    ("A\u{2063}na", "Ana"),
    ("A\u{2065}na", "Ana"),
    ("Ana\u{2069}", "Ana"),
    ("Ana\u{206F}", "Ana"),
    ("Ana\u{FE00}", "Ana"),
    ("Ana\u{FE0E}", "Ana"),
    ("Ana\u{FE0F}", "Ana"),
    ("Ana1\u{FE0F}", "Ana1"),
    ("Ana\u{FEFF}", "Ana"),
    ("Ana\u{FFF0}", "Ana"),
    ("Ana\u{1BCA0}", "Ana"),
    ("Ana\u{1D173}", "Ana"),
    ("Ana\u{E0001}", "Ana"),
    ("Ana\u{E0041}", "Ana"),
    ("Ana\u{E007F}", "Ana"),
    ("Ana\u{E0100}", "Ana"),
    ("Ana\u{E0FFF}", "Ana"),
    // Drawn as nothing, though no default-ignorables.
    ("Ana\u{2800}Maria", "Ana Maria"),
    ("Ana\u{2800}", "Ana"),
    ("\u{2800}", ""),
    ("Ana\u{FFF9}", "Ana"),
    ("Ana\u{FFFA}", "Ana"),
    ("Ana\u{FFFB}", "Ana"),
    ("Ana\u{FFFC}", "Ana"),
    ("Ana\u{1D159}", "Ana"),
    ("Ana\u{16FE4}", "Ana"),
    ("Ana\u{70F}", "Ana"),
    ("Ana\u{13430}", "Ana"),
    ("Ana\u{13441}", "Ana"),
    ("Ana\u{1BC9D}", "Ana"),
    ("安\u{1DA9B}", "安"),
    ("Ana\u{E000}", "Ana"),
    ("Ana\u{F8FF}", "Ana"),
    ("Ana\u{FDD0}", "Ana"),
    ("Ana\u{FFFE}", "Ana"),
    ("Ana\u{1FFFF}", "Ana"),
    ("Ana\u{50000}", "Ana"),
    ("Ana\u{E1000}", "Ana"),
    ("Ana\u{10FFFD}", "Ana"),
    // Joiners, selectors and tags where they join and select nothing.
    ("علی\u{200C}", "علی"),
    ("علی\u{200C} رضا", "علی رضا"),
    ("علی\u{200C}\u{200C}رضا", "علی\u{200C}رضا"),
    ("علی\u{200D}رضا", "علی\u{200C}رضا"),
    ("लक्ष्\u{200D}मी", "लक्ष्मी"),
    ("அ\u{200D}", "அ"),
    ("王\u{200D}明", "王明"),
    ("김\u{200C}민", "김민"),
    ("👍\u{200D}", "👍"),
    ("👍\u{200D}\u{200D}👍", "👍👍"),
    ("👍\u{200D}👍", "👍👍"),
    ("👍\u{FE0F}\u{FE0F}", "👍"),
    ("❤️", "❤"),
    ("🏴\u{E0067}", "🏴"),
    (
        "🏴\u{E0067}\u{E0062}\u{E0078}\u{E0078}\u{E0078}\u{E007F}",
        "🏴",
    ),
    ("辻\u{E0100}本", "辻本"),
    ("辻\u{E0100}\u{E0101}本", "辻本"),
    ("ᠰᠠ\u{180E}\u{180E}ᠷ", "ᠰᠠᠷ"),
    ("ᠰᠠᠷ\u{180E}", "ᠰᠠᠷ"),
    // Marks: piled up, without a letter, and from another script than their letter.
    ("a\u{301}\u{302}\u{303}\u{304}\u{305}", "a"),
    ("Z\u{335}\u{336}\u{337}\u{338}oe", "Zoe"),
    ("ก\u{E49}\u{E49}\u{E49}\u{E49}", "ก"),
    ("\u{302}Ana", "Ana"),
    ("Ana\u{1039}", "Ana"),
    ("Ana\u{17D2}", "Ana"),
    ("Ana\u{2D7F}", "Ana"),
    ("Ana\u{94D}\u{200D}", "Ana"),
    ("👍\u{E49}", "👍"),
];

#[test]
fn real_names_are_taken_as_they_are() {
    for name in REAL {
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
    assert!(HOSTILE.len() >= 60);
    for (hostile, plain) in HOSTILE {
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
        .filter(|c| alcove::text::is_default_ignorable(*c) || c.is_whitespace())
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
