//! What is found, and how.

use alcove::limits;
use alcove::room::SearchQuery;
use serde_json::json;

use super::{all_seqs, builds, filled, found, query, said, says, seqs};

const TEXTS: &[(&str, &[&str])] = &[
    (
        "Schöne Grüße aus der Straße",
        &["schon", "STRASSE", "grusse", "\"aus der\""],
    ),
    ("Où est passé l'élève ?", &["eleve", "ou", "passe"]),
    ("El niño comió piñas", &["nino", "PIÑAS", "comi"]),
    ("Ещё ёлка стоит", &["елка", "ЕЩЕ", "стоит"]),
    ("ในวันนี้อากาศดีมาก", &["อากาศ", "วันนี้"]),
    ("今天天气很好我们去公园", &["天气", "去公园", "天气很好"]),
    (
        "今日はとても良いテンキですね",
        &["テンキ", "とても", "良い"],
    ),
    ("오늘 날씨가 좋습니다", &["날씨", "습니다"]),
    ("مَرْحَبًا بالعالم", &["مرحبا", "بالعالم", "عالم"]),
    ("नमस्ते दुनिया", &["नमस्ते", "दुनिया"]),
    ("Tiếng Việt ấm áp", &["tieng viet", "AM AP"]),
    ("ＦＵＬＬ　ＷＩＤＴＨ １２３", &["full width", "123"]),
    ("half ﾃﾝｷ width", &["テンキ width"]),
    (
        "C'est 5\" long (a+b)*c ^d -e 100%_ok\\ near(x)",
        &["5\"", "(a+b)*c", "^d", "-e", "100%_ok\\", "near(x)"],
    ),
    ("and or not", &["AND OR NOT", "\"and or not\""]),
    ("ftp:thing at 12:30", &["ftp:thing", "12:30"]),
    ("👍👍🏽 tea", &["👍 tea", "👍🏽", "👍"]),
];

#[test]
fn in_ten_languages_inside_of_sentences_and_of_words() {
    let texts: Vec<&str> = TEXTS.iter().map(|(text, _)| *text).collect();
    let mut table = said(&texts);
    for (index, (text, queries)) in TEXTS.iter().enumerate() {
        for query in *queries {
            let found = seqs(&mut table.world, query);
            assert!(
                found.contains(&(index as u64 + 1)),
                "{query} in {text}: {found:?}"
            );
        }
    }
    for query in [
        "strassen",
        "天很",
        "милк",
        "\"der aus\"",
        "near(y)",
        "a AND b",
        "teas",
        "has:file",
        "from:ben",
    ] {
        assert_eq!(seqs(&mut table.world, query), [0; 0], "{query}");
    }
}

#[test]
fn words_are_anded_and_pieces_are_one() {
    let mut table = said(&["green tea", "tea, green", "a green  tea", "greentea"]);
    assert_eq!(seqs(&mut table.world, "green tea"), [4, 3, 2, 1]);
    assert_eq!(seqs(&mut table.world, "\"green tea\""), [1]);
    assert_eq!(seqs(&mut table.world, "\"green tea"), [0; 0]);
    assert_eq!(seqs(&mut table.world, "tea cup"), [0; 0]);
}

#[test]
fn with_operators() {
    let mut table = said(&["see http://a.example", "nothing", "HTTPS://B.example/ here"]);
    table.comes("Zoë", json!({}));
    table.does("Zoë", json!({"type": "say", "text": "hello from me"}));
    let id = format!("from:@{}", table.id("Zoë"));
    let ana = format!("from:@{}", table.id("ana"));
    for (query, expected) in [
        ("has:link", &[3, 1][..]),
        ("has:link here", &[3]),
        ("has:file", &[]),
        ("from:ana", &[3, 2, 1]),
        ("from:ANA nothing", &[2]),
        ("from:zoe", &[4]),
        ("from:\"Zoë\"", &[4]),
        (&id, &[4]),
        (&ana, &[3, 2, 1]),
        ("from:ana from:zoe", &[]),
        ("from:@0000000000000000", &[]),
        ("from:nobody", &[]),
        // Short words beside what an index knows.
        ("from:zoe me", &[4]),
        ("has:link a", &[3, 1]),
    ] {
        assert_eq!(seqs(&mut table.world, query), expected, "{query}");
    }
    // Of whoever bears the name now, or ever did.
    table.does("Zoë", json!({"type": "rename", "name": "Mia"}));
    assert_eq!(seqs_as(&mut table, "ana", "from:mia"), [4]);
    table.does("Zoë", json!({"type": "say", "text": "as Mia"}));
    assert_eq!(seqs(&mut table.world, "from:mia"), [5, 4]);
    assert_eq!(seqs(&mut table.world, "from:zoe"), [5, 4]);
}

fn seqs_as(table: &mut crate::table::Table, who: &'static str, text: &str) -> Vec<u64> {
    let token = table.token(who);
    let (found, _) = table
        .world
        .search(Some(&token), &query(text))
        .expect("a page");
    super::seqs_of(&found)
}

#[test]
fn on_days_that_are_excluded_themselves() {
    const DAY: u64 = 24 * 3_600 * 1_000;
    let mut table = said(&["one tea"]);
    // It began on the first of January 1970.
    for text in ["two tea", "three tea", "four tea"] {
        let next = DAY - table.world.now.as_millis() % DAY;
        table.passes(next);
        says(&mut table, text);
    }
    for (query, expected) in [
        ("tea", &[4, 3, 2, 1][..]),
        ("tea before:1970-01-03", &[2, 1]),
        ("tea after:1970-01-02", &[4, 3]),
        ("after:1970-01-01 before:1970-01-04 tea", &[3, 2]),
        ("before:1970-01-01", &[]),
        ("after:1970-01-04", &[]),
        // Alone, they find everything.
        ("after:1970-01-03", &[4]),
    ] {
        assert_eq!(seqs(&mut table.world, query), expected, "{query}");
    }
}

#[test]
fn results_say_where_it_is() {
    let mut table = said(&["👍 Tea, steam"]);
    let found = found(&mut table.world, "tea");
    let (message, marks) = &found.messages[0];
    assert_eq!(message.text(), Some("👍 Tea, steam"));
    assert_eq!(marks, &[(3, 3), (9, 3)]);
}

#[test]
fn pages_are_the_whole_in_pieces() {
    let mut world = filled(500, "iif(i % 3, 'tea number ' || i, 'milk ' || i)");
    let whole: Vec<u64> = (1..=500).rev().filter(|i| i % 3 > 0).collect();
    for limit in [1, 7, 50] {
        assert_eq!(all_seqs(&mut world, "tea", limit), whole, "{limit}");
        // By a scan as well.
        assert_eq!(all_seqs(&mut world, "te", limit), whole, "{limit}");
    }
    let before = SearchQuery {
        before: Some(crate::world::seq(4)),
        ..query("tea")
    };
    let (found, is_complete) = world.search(None, &before).unwrap();
    assert_eq!(super::seqs_of(&found), [2, 1]);
    assert!(is_complete && !found.more && found.next.is_none());
}

#[test]
fn the_best_come_first_on_one_page() {
    let mut table = said(&["Tea!", "steam and more", "teapot", "tea tea tea", "milk"]);
    for _ in 0..60 {
        says(
            &mut table,
            "a long tale of instead and of other things that were said",
        );
    }
    let best = SearchQuery {
        limit: 4,
        best: true,
        ..query("tea")
    };
    let (found, _) = table.world.search(None, &best).unwrap();
    assert_eq!(super::seqs_of(&found), [4, 1, 3, 2]);
    assert!(!found.more && found.next.is_none());
    assert_eq!(seqs(&mut table.world, "tea").len(), limits::SEARCH_MAX);
}

/// Where not even the best fit into one answer, what is behind them by its seq is something else.
#[test]
fn the_best_have_no_next_page_however_long_they_are() {
    let mut world = filled(
        40,
        "'tea ' || replace(printf('%.*c', 3900, 'x'), 'x', 'é') || i",
    );
    builds_with(&mut world);
    let mut search = SearchQuery {
        limit: 50,
        ..query("tea")
    };
    let (newest, _) = world.search(None, &search).unwrap();
    assert!(newest.more && newest.messages.len() < 40);
    assert_eq!(
        newest.next,
        newest.messages.last().map(|(last, _)| last.seq)
    );
    search.best = true;
    let (best, _) = world.search(None, &search).unwrap();
    assert!(!best.more && best.next.is_none());
    assert_eq!(best.messages.len(), newest.messages.len());
}

#[test]
fn short_words_are_looked_for_among_the_newest_and_further_on_the_next_page() {
    let count = 2 * limits::SEARCH_SCANNED as u64 + 500;
    let mut world = filled(count, "iif(i % 9000 = 1, 'qq', 'nothing at all')");
    let expected: Vec<u64> = (1..=count).rev().filter(|i| i % 9_000 == 1).collect();
    let first = found(&mut world, "qq");
    assert!(first.looked_at <= limits::SEARCH_SCANNED);
    assert_eq!(super::seqs_of(&first), expected[..1]);
    assert!(first.more && first.next.is_some());
    assert_eq!(all_seqs(&mut world, "qq", 50), expected);
    assert_eq!(all_seqs(&mut world, "zz", 50), [0; 0]);
}

/// What many messages seem to have and none has.
#[test]
fn work_is_bounded_whatever_is_looked_for() {
    // Each has all trigrams of the word in another order.
    let mut world = filled(9_000, "'bcdef abcd cdefg ' || i");
    builds_with(&mut world);
    let found = found(&mut world, "abcdefg");
    assert!(found.messages.is_empty());
    assert_eq!(found.looked_at, limits::SEARCH_CANDIDATES);
    assert!(found.more && found.next.is_some());
    assert_eq!(all_seqs(&mut world, "abcdefg", 50), [0; 0]);
    for hostile in [
        "\"".repeat(200),
        "a".repeat(200),
        "a b ".repeat(50),
        "abc:".repeat(50),
        "from:a ".repeat(28),
        "from:\"".repeat(33),
        "\u{301}".repeat(200),
        "𝓣".repeat(200),
        "() OR NEAR(".repeat(18),
        "has:link ".repeat(22),
    ] {
        let statements = world.sqlite.statements.get();
        let found = super::found(&mut world, &hostile);
        assert!(found.looked_at <= limits::SEARCH_SCANNED, "{hostile}");
        let statements = world.sqlite.statements.get() - statements;
        assert!(statements < 200, "{hostile}: {statements}");
    }
}

fn builds_with(world: &mut crate::world::World) {
    found(world, "anything");
    builds(world);
}

#[test]
fn nothing_is_found_of_nothing() {
    let mut table = said(&["tea"]);
    for text in ["\u{301}", "\"\"", "\u{FE0F}\u{301}"] {
        assert_eq!(seqs(&mut table.world, text), [0; 0], "{text:?}");
    }
    let mut world = crate::world::World::new(alcove::limits::Limits::default());
    assert_eq!(seqs(&mut world, "tea"), [0; 0]);
    assert!(!world.sqlite.has_table("meta"), "reading begins no room");
}

/// A character that folds to eighteen costs as many, and nothing of it is kept.
#[test]
fn what_a_text_folds_to_is_what_it_costs() {
    let mut world = filled(60, "replace(printf('%.*c', 4000, 'x'), 'x', char(65018))");
    builds_with(&mut world);
    for text in ["له", "الله", "\"صلى الله\""] {
        for best in [false, true] {
            let search = SearchQuery {
                best,
                ..query(text)
            };
            let (found, _) = world.search(None, &search).unwrap();
            let looked_at = 1..=limits::SEARCH_BYTES / 120_000;
            assert!(looked_at.contains(&found.looked_at), "{}", found.looked_at);
            assert!(found.messages.len() <= found.looked_at);
            let (message, marks) = &found.messages[0];
            assert_eq!(message.text().map(|text| text.chars().count()), Some(4_000));
            assert_eq!(marks.len(), limits::SEARCH_MARKS);
        }
        assert_eq!(all_seqs(&mut world, text, 50).len(), 60, "{text}");
    }
}

/// Whoever asks for names pays for what was looked at to know whose they are.
#[test]
fn names_are_looked_up_at_a_price_and_not_many_of_them() {
    let mut world = filled(300, "'tea ' || i");
    builds_with(&mut world);
    let cost = |world: &mut crate::world::World, text: &str| {
        let statements = world.sqlite.statements.get();
        let looked_at = found(world, text).looked_at;
        (looked_at, world.sqlite.statements.get() - statements)
    };
    let (one, statements) = cost(&mut world, "from:ana");
    assert_eq!(one, limits::SEARCH_NAMED + limits::SEARCH_MAX + 1);
    assert_eq!(cost(&mut world, &"from:Ana ".repeat(22)), (one, statements));
    let names: Vec<String> = (0..22).map(|i| format!("from:a{i}")).collect();
    let (none, statements) = cost(&mut world, &names.join(" "));
    assert!(none == 0 && statements < 30, "{none} {statements}");
    let (found, _) = world.search(None, &query("from:ana tea")).unwrap();
    assert!(found.more);
}

/// A member that is away is known by the number of its name alone.
#[test]
fn who_is_away_is_found_by_a_present_name_with_marks() {
    let mut table = said(&["tea"]);
    table.comes("bo", json!({}));
    table.does("bo", json!({"type": "say", "text": "milk"}));
    table.does("bo", json!({"type": "rename", "name": "José"}));
    let ana = table.token("ana");
    let finds = |table: &mut crate::table::Table, text: &str| {
        let (found, _) = table.world.search(Some(&ana), &query(text)).unwrap();
        super::seqs_of(&found)
    };
    let here = finds(&mut table, "from:jose");
    assert_eq!(here.len(), 1);
    table.leaves("bo");
    table.passes(120_000);
    table.world.hibernate();
    assert_eq!(finds(&mut table, "from:José"), here);
    assert_eq!(finds(&mut table, "from:\"JOSE\u{301}\""), here);
}

#[test]
fn a_message_has_a_file_until_it_is_deleted() {
    let mut table = said(&["tea", "milk"]);
    let token = table.token("ana");
    let wanted = alcove::model::NewFile {
        cid: "picture".to_owned(),
        name: "picture.png".to_owned(),
        bytes: 5,
        width: None,
        height: None,
        preview: None,
        alt: None,
    };
    let begins = |table: &mut crate::table::Table| {
        table
            .world
            .asks_of_files(|room, now| {
                room.begin_file(now, Some(&token), None, Some(wanted.clone()), [7; 16])
            })
            .expect("it may")
    };
    assert_eq!(seqs(&mut table.world, "has:file"), [0; 0]);
    let id = begins(&mut table).id;
    let whole = alcove::room::Whole {
        sha256: "0a".repeat(32),
        kind: alcove::model::FileKind::Png,
    };
    let now = table.world.now;
    let room = table.world.room();
    room.may_send_part(now, Some(&token), Some(id), 0, 5)
        .expect("it may");
    room.part_is_stored(now, id, 5, Some(whole), false)
        .expect("whole");
    let said = table.does(
        "ana",
        json!({"type": "say", "text": "more tea", "files": [{"id": id.to_string()}]}),
    );
    let seq = said["seq"].as_u64().expect("a message");
    for text in ["has:file", "has:file tea", "has:file te"] {
        assert_eq!(seqs(&mut table.world, text), [seq], "{text}");
    }
    assert_eq!(seqs(&mut table.world, "has:file milk"), [0; 0]);
    table.does("ana", json!({"type": "delete", "seq": seq}));
    assert_eq!(seqs(&mut table.world, "has:file"), [0; 0]);
    assert_eq!(
        super::changes::terms(&mut table.world),
        super::changes::terms_anew(&mut table.world)
    );
}
