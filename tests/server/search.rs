//! What the server itself does about a search.

use super::platform::{ask, server};

#[test]
fn a_search_costs_what_the_room_says_and_is_paid_for_before_it_begins() {
    let server = server(&[("NETWORK_READS_PER_MINUTE", "20")]);
    let search = || ask(&server, "GET /room/tea/search?q=tea", &[]).status;
    // Forty at once: the last of these may have been the dearest.
    server.runtime.room_price.set(13);
    for _ in 0..4 {
        assert_eq!(search(), 200);
    }
    assert_eq!(search(), 429);
    assert_eq!(server.runtime.rooms.borrow().len(), 4);
    assert_eq!(ask(&server, "GET /room/tea/messages", &[]).status, 429);
}

#[test]
fn a_search_of_what_two_say_is_paid_for_before_it_begins_too() {
    let server = server(&[("NETWORK_READS_PER_MINUTE", "20")]);
    for _ in 0..30 {
        assert_eq!(ask(&server, "GET /room/tea/messages", &[]).status, 200);
    }
    // Ten are left of forty.
    let bearer = [("authorization", "Bearer v1.token")];
    let ask = |of| {
        let path = format!("GET /room/~abcdefghijklmnopqrstuvwx27/{of}");
        ask(&server, &path, &bearer).status
    };
    assert_eq!(ask("search?q=tea"), 429);
    assert_eq!(server.runtime.rooms.borrow().len(), 30);
    assert_eq!(ask("messages"), 200);
}

#[test]
fn what_is_no_search_reaches_no_room() {
    let server = server(&[]);
    for query in [
        "",
        "?q=",
        "?q=%20",
        "?q=x&limit=y",
        "?q=x&order=oldest",
        "?q=%ff",
        "?q=x&before=-x",
    ] {
        let answer = ask(&server, &format!("GET /room/tea/search{query}"), &[]);
        assert_eq!(answer.status, 400, "{query}");
    }
    let evil = [("origin", "https://evil.example")];
    assert_eq!(ask(&server, "GET /room/tea/search?q=x", &evil).status, 403);
    assert_eq!(ask(&server, "POST /room/tea/search?q=x", &[]).status, 405);
    assert!(server.runtime.rooms.borrow().is_empty());
}
