//! Who may search is who may read, and finds what it may read.

use serde_json::json;

use super::{query, seqs_of};
use crate::table::Table;

fn finds(
    table: &mut Table,
    token: Option<&str>,
    text: &str,
) -> Result<Vec<u64>, (u16, &'static str)> {
    let found = table.world.search(token, &query(text));
    found.map(|(found, _)| seqs_of(&found))
}

#[test]
fn as_the_settings_let_them_read() {
    for (access, may) in [
        ("open", true),
        ("read", true),
        ("ask", false),
        ("closed", false),
    ] {
        let mut table = Table::owned(json!({ "access": access }));
        table.does("ana", json!({"type": "say", "text": "tea"}));
        let token = table.token("ana");
        assert_eq!(finds(&mut table, Some(&token), "tea").unwrap().len(), 1);
        let expected = match may {
            true => Ok(1),
            false => Err((401, "unauthorized")),
        };
        let found = finds(&mut table, None, "tea");
        assert_eq!(found.map(|found| found.len()), expected, "{access}");
        assert_eq!(
            finds(&mut table, Some("x"), "tea"),
            Err((401, "unauthorized"))
        );
    }
}

#[test]
fn nobody_finds_what_was_before_its_time() {
    let mut table = Table::owned(json!({"history": "since_join"}));
    table.does(
        "ana",
        json!({"type": "say", "text": "old tea http://old.example"}),
    );
    table.comes("bo", json!({}));
    let new = table.does("ana", json!({"type": "say", "text": "new tea"}));
    let new = new["seq"].as_u64().unwrap();
    let (ana, bo) = (table.token("ana"), table.token("bo"));
    for text in [
        "tea",
        "te",
        "from:ana",
        "old tea",
        "has:link",
        "before:9999-01-01",
    ] {
        let found = finds(&mut table, Some(&bo), text).unwrap();
        assert!(found.iter().all(|seq| *seq >= new), "{text}: {found:?}");
        assert_eq!(
            finds(&mut table, None, text),
            Err((401, "unauthorized")),
            "{text}"
        );
    }
    assert_eq!(finds(&mut table, Some(&bo), "tea"), Ok(vec![new]));
    assert_eq!(finds(&mut table, Some(&ana), "tea").unwrap().len(), 2);
    // Nor whether there is more.
    let one = alcove::room::SearchQuery {
        limit: 1,
        ..query("tea")
    };
    let (found, _) = table.world.search(Some(&bo), &one).unwrap();
    assert!(!found.more && found.next.is_none());
}

#[test]
fn whoever_was_sent_away_finds_nothing() {
    let mut table = Table::owned(json!({}));
    table.comes("bo", json!({}));
    table.does("bo", json!({"type": "say", "text": "tea"}));
    let (bo, id) = (table.token("bo"), table.id("bo"));
    assert_eq!(finds(&mut table, Some(&bo), "tea").unwrap().len(), 1);
    table.does(
        "ana",
        json!({"type": "remove", "member": id, "ban": "forever"}),
    );
    assert_eq!(finds(&mut table, Some(&bo), "tea"), Err((403, "banned")));
    table.operates(alcove::room::Act::Close);
    let ana = table.token("ana");
    assert_eq!(
        finds(&mut table, Some(&ana), "tea"),
        Err((403, "room_closed"))
    );
}

/// Where only moderators see who is here, nobody else learns by a search who has taken which name.
#[test]
fn a_name_is_no_way_to_learn_who_is_here() {
    let mut table = Table::owned(json!({"roster": "moderators"}));
    table.comes("bo", json!({}));
    table.does("bo", json!({"type": "say", "text": "tea"}));
    table.does("bo", json!({"type": "rename", "name": "Cy"}));
    table.comes("di", json!({}));
    let (ana, di) = (table.token("ana"), table.token("di"));
    assert_eq!(finds(&mut table, Some(&di), "from:cy"), Ok(vec![]));
    assert_eq!(finds(&mut table, None, "from:cy"), Ok(vec![]));
    assert_eq!(finds(&mut table, Some(&ana), "from:cy").unwrap().len(), 1);
    assert_eq!(finds(&mut table, Some(&di), "from:bo").unwrap().len(), 1);
}

/// A name that somebody bore only in what one may not read says nothing of who that was.
#[test]
fn a_name_from_before_its_time_leads_to_nobody() {
    for roster in ["all", "moderators"] {
        let mut table = Table::owned(json!({"history": "since_join", "roster": roster}));
        table.does("ana", json!({"type": "say", "text": "old tea"}));
        let ana = table.token("ana");
        assert_eq!(finds(&mut table, Some(&ana), "tea").unwrap().len(), 1);
        table.does("ana", json!({"type": "rename", "name": "Eve"}));
        table.comes("bo", json!({}));
        let new = table.does("ana", json!({"type": "say", "text": "new tea"}));
        let new = new["seq"].as_u64().unwrap();
        let bo = table.token("bo");
        for (text, of_bo, of_ana) in [
            ("from:ana", 0, 2),
            ("from:ana tea", 0, 2),
            ("from:eve", 1, 2),
            ("from:bo", 0, 0),
        ] {
            let found = finds(&mut table, Some(&bo), text).unwrap();
            assert_eq!(found, [new][..of_bo], "{roster}: {text}");
            let found = finds(&mut table, Some(&ana), text).unwrap();
            assert_eq!(found.len(), of_ana, "{roster}: {text}");
        }
    }
}
