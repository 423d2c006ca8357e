//! Files of rooms, as the server stands between who sends, the store and the room.

use alcove::limits;
use alcove::model::RoomName;
use alcove::server::{Body, Failed, Server};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::platform::{BROKEN_OFF, NO_SPACE, Platform, ask, send, server};

const KEY: &str = "correct horse battery staple";

/// The operator removes a file from all rooms.
fn removes(server: &Server<Platform>, query: &str) -> (u16, Value) {
    let line = format!("DELETE /admin/files/{}{query}", "0a".repeat(32));
    let bearer = format!("Bearer {KEY}");
    let answer = ask(server, &line, &[("authorization", &bearer)]);
    let Body::Bytes(body) = answer.body else {
        panic!("a body");
    };
    let body: Value = serde_json::from_slice(&body).expect("JSON");
    (answer.status, body)
}

#[test]
fn one_room_that_fails_keeps_no_other_from_losing_a_file() {
    let server = server(&[("ADMIN_KEY", KEY)]);
    for room in ["one", "two", "three"] {
        let name = RoomName::parse(room).expect("a name");
        let id = format!("of-{room}");
        server.runtime.files.borrow_mut().push((name, id));
    }
    let remove = || removes(&server, "");
    let failed = Failed::Fault("damaged".to_owned());
    server.runtime.fails.replace(Some(failed));
    let told = json!({"removed": 2, "more": false, "failed": 1});
    assert_eq!(remove(), (200, told));
    // It is still known where that one is.
    assert_eq!(remove(), (200, json!({"removed": 1, "more": false})));
    assert_eq!(remove(), (200, json!({"removed": 0, "more": false})));
}

#[test]
fn rooms_that_fail_hold_back_no_others_however_many() {
    let server = server(&[("ADMIN_KEY", KEY)]);
    for n in 0..50 {
        let name = format!("room-{n}");
        if n < 45 {
            server.runtime.broken.borrow_mut().push(name.clone());
        }
        let name = RoomName::parse(&name).expect("a name");
        server
            .runtime
            .files
            .borrow_mut()
            .push((name, format!("{n:032x}")));
    }
    let remove = |query: &str| removes(&server, query);
    let (mut query, mut told) = (String::new(), Vec::new());
    for _ in 0..3 {
        let (status, body) = remove(&query);
        assert_eq!(status, 200);
        query = format!("?after={}", body["after"].as_str().unwrap_or_default());
        told.push((
            body["removed"].clone(),
            body["more"].clone(),
            body["failed"].clone(),
        ));
    }
    assert_eq!(
        told,
        [
            (json!(0), json!(true), json!(20)),
            (json!(0), json!(true), json!(20)),
            (json!(5), json!(false), json!(5)),
        ]
    );
    assert_eq!(server.runtime.files.borrow().len(), 45);
    for bad in ["?after=", "?after=x", "?before=1", "?x"] {
        assert_eq!(remove(bad).0, 400, "{bad}");
    }
}

#[test]
fn what_was_begun_is_found_by_a_network_that_has_sent_enough() {
    let server = server(&[("MAX_NETWORK_FILE_BYTES_PER_DAY", "10")]);
    let wanted = |bytes: u64| {
        let body = json!({"cid": "x", "name": "a.png", "bytes": bytes}).to_string();
        let headers = [("authorization", "Bearer token")];
        let answer = send(&server, "POST /room/tea/files", &headers, &body);
        let asked = server.runtime.rooms.borrow_mut().pop().expect("a room").1;
        let wanted = asked.header("x-alcove-wanted").expect("what is wanted");
        let wanted = BASE64_URL_SAFE_NO_PAD.decode(wanted).expect("base64");
        let wanted: Value = serde_json::from_slice(&wanted).expect("JSON");
        (answer.status, wanted["bytes"].clone())
    };
    assert_eq!(wanted(10), (200, json!(10)));
    // The room finds it by its `cid`; of no bytes it reserves nothing.
    assert_eq!(wanted(limits::FILE_PART), (200, json!(0)));
}

#[test]
fn a_body_that_breaks_off_is_the_senders_business() {
    let server = server(&[("ADMIN_KEY", KEY)]);
    let operator = format!("Bearer {KEY}");
    for (line, bearer) in [
        ("POST /room/tea/files", "Bearer token"),
        ("POST /admin/rooms/tea", &operator),
    ] {
        let headers = [("authorization", bearer)];
        let answer = send(&server, line, &headers, BROKEN_OFF);
        assert_eq!(answer.status, 400, "{line}");
    }
    assert_eq!(server.runtime.read.get(), 2);
    assert!(server.runtime.told.borrow().is_empty());
    assert!(server.runtime.rooms.borrow().is_empty());
}

#[test]
fn a_part_that_cannot_be_stored_is_sent_again() {
    let server = server(&[]);
    let id = "0a".repeat(16);
    server.runtime.upload.replace(Some(format!("{id} 100 0")));
    let headers = [("authorization", "Bearer token")];
    let put = |body| {
        let line = format!("PUT /room/tea/files/{id}?at=0");
        let answer = send(&server, &line, &headers, body);
        let told = match answer.body {
            Body::Bytes(body) => String::from_utf8_lossy(&body).into_owned(),
            _ => String::new(),
        };
        (answer.status, told.contains("storage_failed"))
    };
    assert_eq!(put(NO_SPACE), (503, true));
    assert_eq!(server.runtime.told.take().len(), 1);
    // Of that the room heard nothing.
    assert_eq!(server.runtime.rooms.borrow().len(), 1);
    assert_eq!(put("bytes"), (200, false));
    assert_eq!(server.runtime.rooms.borrow().len(), 3);
}

#[test]
fn a_room_is_told_from_which_network_a_file_is_begun() {
    let server = server(&[]);
    let body = json!({"cid": "x", "name": "a.png", "bytes": 1}).to_string();
    let headers = [
        ("authorization", "Bearer token"),
        ("x-alcove-network", "v4-01010101"),
    ];
    send(&server, "POST /room/tea/files", &headers, &body);
    let asked = server.runtime.rooms.borrow_mut().pop().expect("a room").1;
    assert_eq!(asked.header("x-alcove-network"), Some("v4-c0000201"));
}
