//! Two members agree to write to each other: who hears what of it, and when.

use alcove::limits;
use serde_json::json;

use super::{answers, asks, brings, found, open_pair, owned, plain, state, told};

#[test]
fn a_request_reaches_the_other_and_nobody_else() {
    let mut table = plain();
    let asked = asks(&mut table, "ana", "bo");
    assert_eq!(state(&asked), "asked");
    assert_eq!(asked["with"], json!({"id": table.id("bo"), "name": "bo"}));
    assert!(asked["at"].is_u64());
    let pair = asked["pair"].as_str().expect("a pair");
    assert!((1..=64).contains(&pair.len()) && pair.bytes().all(|b| b.is_ascii_graphic()));
    assert!(!pair.contains(&table.id("bo")) && !pair.contains(&table.id("ana")));
    let request = table.gets_a("bo", "direct");
    assert_eq!(state(&request), "request");
    assert_eq!(request["pair"], pair);
    assert_eq!(
        request["with"],
        json!({"id": table.id("ana"), "name": "ana"})
    );
    assert_eq!(request.get("cid"), None);
    for event in [&asked, &request] {
        assert_eq!((event.get("room"), event.get("token")), (None, None));
    }
    assert!(table.gets("cy").is_empty());
    assert!(table.world.posted.is_empty(), "no room before it is open");
}

#[test]
fn an_accepted_request_is_open_to_both_once_the_room_of_the_two_has_it() {
    let mut table = plain();
    let pair = asks(&mut table, "ana", "bo")["pair"].clone();
    table.gets("bo");
    let accept = json!({"type": "direct", "cid": "a", "pair": pair, "answer": "accept"});
    assert!(
        table.sends("bo", accept).is_empty(),
        "not before it is open"
    );
    assert!(told(&mut table, "ana").is_empty());
    brings(&mut table);
    let (ana, bo) = (table.gets_a("ana", "direct"), table.gets("bo"));
    assert_eq!(state(&ana), "open");
    assert_eq!(state(&bo[0]), "open");
    assert_eq!(ana["room"], bo[0]["room"]);
    let room = ana["room"].as_str().expect("a room");
    assert_eq!((room.len(), &room[..1]), (27, "~"));
    assert_ne!(ana["token"], bo[0]["token"]);
    assert!(
        ana["token"]
            .as_str()
            .expect("a token")
            .contains(&table.id("ana"))
    );
    assert!(table.gets("cy").is_empty());
}

#[test]
fn what_is_not_open_yet_is_found_as_it_was() {
    let mut table = plain();
    let pair = asks(&mut table, "ana", "bo")["pair"].clone();
    let accept = json!({"type": "direct", "cid": "a", "pair": pair, "answer": "accept"});
    table.sends("bo", accept);
    assert_eq!(found(&mut table, "ana")[0]["state"], "asked");
    assert_eq!(found(&mut table, "bo")[0]["state"], "request");
    for who in ["ana", "bo"] {
        table.gets(who);
    }
    brings(&mut table);
    assert_eq!(told(&mut table, "ana"), ["open"]);
    assert_eq!(told(&mut table, "bo"), ["open"]);
}

#[test]
fn the_session_that_sent_a_frame_has_its_answer_and_the_others_an_event() {
    let mut table = plain();
    let token = table.token("bo");
    table.comes("bo again", json!({"name": "bo", "token": token}));
    table.passes(2_000);
    table.gets("bo again");
    let pair = asks(&mut table, "ana", "bo")["pair"].clone();
    assert_eq!(told(&mut table, "bo"), ["request"]);
    assert_eq!(told(&mut table, "bo again"), ["request"]);
    let open = answers(&mut table, "bo", &pair, "accept");
    assert_eq!((state(&open), &open["cid"]), ("open", &json!("d")));
    let event = table.gets_a("bo again", "direct");
    assert_eq!((state(&event), event.get("cid")), ("open", None));
    assert!(told(&mut table, "bo").is_empty(), "once is enough");
}

#[test]
fn asking_again_is_a_resend_and_tells_the_other_nothing() {
    let mut table = plain();
    let first = asks(&mut table, "ana", "bo");
    assert_eq!(told(&mut table, "bo"), ["request"]);
    table.passes(5_000);
    let again = asks(&mut table, "ana", "bo");
    assert_eq!(again, first);
    assert!(table.gets("bo").is_empty());
    answers(&mut table, "bo", &first["pair"], "ignore");
    assert_eq!(asks(&mut table, "ana", "bo"), first);
    assert!(told(&mut table, "bo").is_empty());
}

#[test]
fn asking_again_where_it_is_open_brings_a_fresh_token() {
    let mut table = plain();
    open_pair(&mut table);
    let one = asks(&mut table, "ana", "bo");
    table.passes(1_000);
    let other = asks(&mut table, "ana", "bo");
    assert_eq!((state(&one), state(&other)), ("open", "open"));
    assert_eq!(
        (&one["pair"], &one["room"]),
        (&other["pair"], &other["room"])
    );
    assert_ne!(one["token"], other["token"]);
    assert_eq!(one["at"], other["at"], "nothing has changed");
    assert!(table.gets("bo").is_empty());
}

#[test]
fn two_who_ask_each_other_have_one_open_pair() {
    let mut table = plain();
    let pair = asks(&mut table, "ana", "bo")["pair"].clone();
    let open = asks(&mut table, "bo", "ana");
    assert_eq!(state(&open), "open");
    assert_eq!(open["pair"], pair);
    assert_eq!(told(&mut table, "ana"), ["open"]);
    assert_eq!(table.world.sqlite.count("pair", "true"), 1);
}

#[test]
fn where_it_is_open_to_all_nobody_has_to_accept() {
    let mut table = owned(json!({"direct": "open"}));
    let open = asks(&mut table, "bo", "cy");
    assert_eq!(state(&open), "open");
    assert_eq!(told(&mut table, "cy"), ["open"], "and no request before");
    let again = answers(&mut table, "cy", &open["pair"], "accept");
    assert_eq!(state(&again), "open");
    assert_eq!(
        state(&answers(&mut table, "bo", &open["pair"], "accept")),
        "forbidden"
    );
}

#[test]
fn who_is_away_finds_it_in_its_welcome() {
    let mut table = plain();
    table.leaves("bo");
    table.passes(60_000);
    let asked = asks(&mut table, "ana", "bo");
    assert_eq!(
        (state(&asked), &asked["with"]["name"]),
        ("asked", &json!("bo"))
    );
    let directs = found(&mut table, "bo");
    assert_eq!(directs.len(), 1);
    assert_eq!(
        (&directs[0]["state"], &directs[0]["pair"]),
        (&json!("request"), &asked["pair"])
    );
}

#[test]
fn a_welcome_tells_the_pairs_that_changed_last_first() {
    let mut table = plain();
    let of_bo = asks(&mut table, "bo", "ana")["pair"].clone();
    table.passes(10);
    let of_cy = asks(&mut table, "cy", "ana")["pair"].clone();
    let pairs = |table: &mut _| {
        let directs = found(table, "ana");
        let pairs = directs.iter().map(|direct| direct["pair"].clone());
        pairs.collect::<Vec<_>>()
    };
    assert_eq!(pairs(&mut table), [of_cy.clone(), of_bo.clone()]);
    answers(&mut table, "ana", &of_bo, "accept");
    assert_eq!(pairs(&mut table), [of_bo.clone(), of_cy.clone()]);
    let open = &found(&mut table, "ana")[0];
    assert_eq!(open["state"], "open");
    assert!(open["room"].is_string() && open["token"].is_string() && open["at"].is_u64());
    answers(&mut table, "ana", &of_cy, "ignore");
    assert_eq!(pairs(&mut table), [of_bo]);
}

#[test]
fn a_welcome_tells_at_most_a_hundred_pairs() {
    let mut table = plain();
    asks(&mut table, "ana", "bo");
    let ana = table.id("ana");
    table.world.sqlite.batch(&format!(
        "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 150)
         INSERT INTO pair SELECT 'p' || i, '{ana}', 1, 'willing', i, '00000000000000ff', 0, 'willing', i,
                                 '{ana}', 1, NULL, 0, 0, NULL FROM n"
    ));
    let directs = found(&mut table, "ana");
    assert_eq!(directs.len(), limits::DIRECTS);
    assert_eq!(directs[1]["pair"], "p150");
    assert_eq!(directs[99]["pair"], "p52");
}

#[test]
fn requests_do_not_push_out_what_is_open() {
    let mut table = plain();
    let open = open_pair(&mut table);
    let asked = asks(&mut table, "ana", "cy")["pair"].clone();
    let (ana, now) = (table.id("ana"), table.world.now.as_millis());
    table.world.sqlite.batch(&format!(
        "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 150)
         INSERT INTO pair SELECT 'p' || i, '{ana}', 0, 'undecided', {now} + i,
                                 '00000000000000ff', 1, 'willing', {now} + i,
                                 '00000000000000ff', {now}, NULL, 0, 0, NULL FROM n"
    ));
    let directs = found(&mut table, "ana");
    let found: Vec<_> = directs.iter().map(|direct| &direct["pair"]).collect();
    let most = limits::DIRECT_REQUESTS;
    assert_eq!(found.len(), most + 2);
    assert_eq!(
        (found[0], found[most - 1]),
        (&json!("p150"), &json!("p121"))
    );
    assert_eq!(found[most..], [&asked, &open]);
}

#[test]
fn everything_is_as_before_after_a_sleep_and_a_crash() {
    let mut table = plain();
    let pair = asks(&mut table, "ana", "bo")["pair"].clone();
    table.world.hibernate();
    assert_eq!(asks(&mut table, "ana", "bo")["pair"], pair);
    let room = answers(&mut table, "bo", &pair, "accept")["room"].clone();
    table.world.crash();
    let directs = found(&mut table, "ana");
    assert_eq!((&directs[0]["pair"], &directs[0]["room"]), (&pair, &room));
}

#[test]
fn names_are_the_last_that_each_had_here() {
    let mut table = plain();
    asks(&mut table, "ana", "bo");
    table.sends("bo", json!({"type": "rename", "name": "Robert"}));
    assert_eq!(asks(&mut table, "ana", "bo")["with"]["name"], "Robert");
    table.leaves("bo");
    table.passes(60_000);
    table.world.hibernate();
    assert_eq!(asks(&mut table, "ana", "bo")["with"]["name"], "Robert");
    table.comes_back("bo", json!({"name": "Bob"}));
    table.leaves("bo");
    table.passes(60_000);
    assert_eq!(asks(&mut table, "ana", "bo")["with"]["name"], "Bob");
}

#[test]
fn a_wiped_room_has_no_pairs() {
    let mut table = plain();
    let pair = open_pair(&mut table);
    asks(&mut table, "ana", "cy");
    table.operates(alcove::room::Act::Delete);
    table.comes("ana", json!({}));
    table.comes("bo", json!({}));
    table.comes("cy", json!({}));
    assert_eq!(table.world.sqlite.count("pair", "true"), 0);
    assert_eq!(
        state(&answers(&mut table, "ana", &pair, "block")),
        "not_found"
    );
    let asked = asks(&mut table, "ana", "bo");
    assert_eq!(state(&asked), "asked");
}
