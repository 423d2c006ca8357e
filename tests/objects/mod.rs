//! What the objects of rooms and accounts do around them: what they answer to the server, and when they
//! wake. The same on each platform.

use crate::world;

mod accounts;
mod platform;

use alcove::limits::{self, Limits};
use alcove::model::RoomName;
use alcove::room::Input;
use alcove::server::room_object::{ACT, CONFIRM_ROOM, LENGTH, LETTER};
use alcove::server::{NEXT, Request};
use alcove::wire::CloseCode;
use platform::{Tea, json_of, refusal, text};
use serde_json::json;

/// What an answer is charged.
const PRICE: &str = "x-alcove-price";

fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

#[test]
fn a_page_of_messages_has_a_price_and_may_be_kept() {
    let mut tea = Tea::with(&["one", "two"]);
    let mut request = Tea::request("GET", "/messages?limit=1");
    let page = tea.asks(&request);
    assert_eq!((page.status, page.header(PRICE)), (200, Some("1")));
    assert_eq!(page.header("cache-control"), Some("private, no-cache"));
    assert_eq!(page.header("vary"), Some("Authorization"));
    let told = json_of(&page);
    assert_eq!((&told["seq"], &told["more"]), (&json!(2), &json!(true)));
    assert_eq!(told["events"][0]["text"], "two", "{told}");
    // Who has it already.
    let etag = page.header("etag").expect("one").to_owned();
    request.add("if-none-match", &etag);
    let same = tea.asks(&request);
    assert_eq!((same.status, text(&same)), (304, ""));
    assert_eq!(same.header("etag"), Some(&*etag));
    assert_eq!(same.header(PRICE), None);
    // Something new.
    tea.says(0, &json!({"type": "say", "cid": "three", "text": "three"}));
    let page = tea.asks(&request);
    assert_eq!(json_of(&page)["events"][0]["text"], "three");
    assert_ne!(page.header("etag"), Some(&*etag));
    // It costs by the length of it.
    let long = "x".repeat(4_000);
    for n in 0..20 {
        tea.says(
            0,
            &json!({"type": "say", "cid": format!("long-{n}"), "text": long}),
        );
    }
    let page = tea.asks(&Tea::request("GET", "/messages"));
    assert!(text(&page).len() > 65_536, "{}", text(&page).len());
    let price = text(&page).len().div_ceil(32 * 1_024).to_string();
    assert_eq!(page.header(PRICE), Some(&*price));
    // Of a stranger's token.
    let mut request = Tea::request("GET", "/messages");
    request.add("authorization", "Bearer x");
    let answer = tea.asks(&request);
    assert_eq!(refusal(&answer), refused(401, "unauthorized"));
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
}

#[test]
fn a_page_of_a_room_that_never_was_costs_more() {
    let request = Tea::request("GET", "/messages");
    let answer = Tea::new().asks(&request);
    let price = limits::NEW_ROOM_PRICE.to_string();
    assert_eq!(answer.header(PRICE), Some(&*price));
    assert_eq!(json_of(&answer)["events"], json!([]));
    let limits = Limits {
        created_only: true,
        ..Limits::default()
    };
    let answer = Tea::of(limits, false).asks(&request);
    assert_eq!(refusal(&answer), refused(404, "not_created"));
    assert_eq!(answer.header(PRICE), Some(&*price));
}

#[test]
fn a_damaged_message_is_told_to_the_operator() {
    let mut tea = Tea::with(&["one", "two"]);
    tea.host()
        .sqlite
        .batch("UPDATE message SET member = 'x' WHERE seq = 1");
    tea.object.sleep();
    let page = tea.asks(&Tea::request("GET", "/messages"));
    assert_eq!(page.status, 200, "{}", text(&page));
    assert_eq!(tea.host().reported.len(), 1, "{:?}", tea.host().reported);
}

#[test]
fn a_room_comes_out_in_pieces_and_into_another() {
    let texts: Vec<String> = (0..300).map(|n| format!("{n:x<3000}")).collect();
    let event = |(n, text): (usize, &String)| {
        let from = json!({"id": "00000000000000aa", "name": "Ann"});
        let event = json!({"type": "message", "seq": n + 1, "at": n, "from": from, "cid": format!("c{n}"), "text": text});
        format!("{event}\n")
    };
    let head = json!({"type": "room", "room": "x", "epoch": "y", "seq": 300, "settings": {}});
    let events: String = texts.iter().enumerate().map(event).collect();
    let file = format!("{head}\n{events}");
    let mut tea = Tea::owned();
    let mut import = tea.of_owner("POST", "/import");
    import.add(LENGTH, &file.len().to_string());
    assert!(tea.object.answer(&import, None).is_none());
    let imported = tea
        .object
        .take_body(&import, Some(file.clone().into_bytes()));
    assert_eq!((imported.status, text(&imported)), (200, r#"{"seq":300}"#));
    let price = file.len().div_ceil(32 * 1_024).to_string();
    assert_eq!(imported.header(PRICE), Some(&*price));
    assert_eq!(tea.socket(0).closed, Some(CloseCode::Restarted.code()));

    let request = tea.of_owner("GET", "/export");
    let (mut all, mut pieces, mut next) = (String::new(), 0, None::<String>);
    let mut prices = Vec::new();
    loop {
        let piece = tea.object.answer(&request, next.as_deref()).expect("one");
        assert_eq!(piece.status, 200, "{}", text(&piece));
        let kept = ["content-type", "content-disposition"].map(|name| piece.header(name));
        let told = [
            "application/jsonl; charset=utf-8",
            "attachment; filename=\"tea.jsonl\"",
        ];
        assert_eq!(kept, told.map(Some));
        prices.push(piece.header(PRICE).map(str::to_owned));
        all.push_str(text(&piece));
        pieces += 1;
        next = piece.header(NEXT).map(str::to_owned);
        if next.is_none() {
            break;
        }
        // It may have slept between two of them.
        tea.object.sleep();
    }
    assert!(pieces > 2, "{pieces}");
    let (head, events) = all.split_once('\n').expect("lines");
    assert!(head.contains(r#""room":"tea""#), "{head}");
    let texts_of = |events: &str| -> Vec<String> {
        let events = events.lines().map(|line| {
            let event: serde_json::Value = serde_json::from_str(line).expect("JSON");
            event["text"].as_str().expect("a text").to_owned()
        });
        events.collect()
    };
    assert_eq!(texts_of(events), texts);
    // Each says the price of all.
    let price = prices[0].as_deref().and_then(|price| price.parse().ok());
    assert!(price > Some(texts.len() * 3_000 / 32_768), "{prices:?}");
    prices.dedup();
    assert_eq!(prices.len(), 1, "{prices:?}");
    // What comes next of another log, or of nothing, cannot be read.
    let other = tea.object.answer(&request, Some("0000000000000000 1 300"));
    let other = other.expect("an answer");
    assert_eq!(refusal(&other), refused(503, "storage_failed"));
    // Only the owner has it, where there is one.
    let answer = tea.asks(&Tea::request("GET", "/export"));
    assert_eq!(refusal(&answer), refused(401, "unauthorized"));
    let answer = Tea::new().asks(&Tea::request("GET", "/export"));
    assert_eq!(refusal(&answer), refused(404, "not_found"));
}

#[test]
fn a_file_is_read_only_where_it_can_be_taken() {
    let mut tea = Tea::owned();
    let of_length = |tea: &Tea, length: &str| {
        let mut request = tea.of_owner("POST", "/import");
        request.add(LENGTH, length);
        request
    };
    let untold = tea.of_owner("POST", "/import");
    let answer = tea.asks(&untold);
    assert_eq!(refusal(&answer), refused(411, "length_required"));
    let answer = tea.asks(&of_length(&tea, "many"));
    assert_eq!(refusal(&answer), refused(411, "length_required"));
    let too_large = (limits::IMPORT_BYTES + 1).to_string();
    let answer = tea.asks(&of_length(&tea, &too_large));
    assert_eq!(refusal(&answer), refused(413, "too_large"));
    // One at a time.
    let most = of_length(&tea, &limits::IMPORT_BYTES.to_string());
    assert!(tea.object.answer(&most, None).is_none());
    let answer = tea.asks(&most);
    assert_eq!(refusal(&answer), refused(409, "not_empty"));
    // It broke off: the next may be sent.
    let answer = tea.object.take_body(&most, None);
    assert_eq!(refusal(&answer), refused(400, "bad_file"));
    assert_eq!(json_of(&answer)["error"]["line"], 1);
    assert_eq!(answer.header(PRICE), Some("0"));
    assert!(tea.object.answer(&most, None).is_none());
    // Meanwhile somebody said something.
    tea.says(0, &json!({"type": "say", "cid": "one", "text": "one"}));
    let file = json!({"type": "room", "room": "x", "epoch": "y", "seq": 0, "settings": {}});
    let file = format!("{file}\n").into_bytes();
    let answer = tea.object.take_body(&most, Some(file));
    assert_eq!(refusal(&answer), refused(409, "not_empty"));
    let answer = tea.asks(&most);
    assert_eq!(refusal(&answer), refused(409, "not_empty"));
    // Nor does anybody else send one.
    let answer = tea.asks(&Tea::request("POST", "/import"));
    assert_eq!(refusal(&answer), refused(401, "unauthorized"));
}

#[test]
fn an_owner_ends_the_room_by_its_name() {
    let mut tea = Tea::with(&["one"]);
    let mut request = tea.of_owner("DELETE", "");
    let answer = tea.asks(&request);
    assert_eq!(refusal(&answer), refused(400, "bad_request"));
    let mut stranger = Tea::request("DELETE", "");
    stranger.add(CONFIRM_ROOM, "tea");
    let answer = tea.asks(&stranger);
    assert_eq!(refusal(&answer), refused(401, "unauthorized"));
    let mut other = tea.of_owner("DELETE", "");
    other.add(CONFIRM_ROOM, "tee");
    let answer = tea.asks(&other);
    assert_eq!(refusal(&answer), refused(400, "bad_request"));
    assert_eq!(tea.socket(0).closed, None);
    // It has been set for something of the room.
    tea.host().alarm = Some(world::at(9_000_000));
    request.add(CONFIRM_ROOM, "Tea");
    let answer = tea.asks(&request);
    assert_eq!((answer.status, text(&answer)), (204, ""));
    assert!(tea.socket(0).closed.is_some());
    assert_eq!(tea.host().alarm, None, "it went with everything else");
    assert!(!tea.host().sqlite.has_table("message"));
    let answer = tea.asks(&request);
    assert_eq!(refusal(&answer), refused(404, "not_found"));
}

#[test]
fn what_the_operator_wants() {
    let mut tea = Tea::with(&["one"]);
    let act = |act: &str| {
        let mut request = Request::new("GET", "/admin/rooms/tea");
        request.add(ACT, act);
        request
    };
    let state = tea.asks(&act("tea state"));
    let state = json_of(&state);
    assert_eq!((&state["seq"], &state["sockets"]), (&json!(1), &json!(1)));
    let closed = tea.asks(&act("tea close"));
    assert_eq!(json_of(&closed)["closed"], true);
    let missing = tea.asks(&act("tea erase 7"));
    assert_eq!(refusal(&missing), refused(404, "not_found"));
    let gone = tea.asks(&act("tea delete"));
    assert_eq!(json_of(&gone)["exists"], false);
    for nonsense in ["tea dance", "te/a state"] {
        let answer = tea.asks(&act(nonsense));
        assert_eq!(refusal(&answer), refused(404, "not_found"), "{nonsense}");
    }
    let answer = tea.asks(&Request::new("GET", "/admin/rooms/tea"));
    assert_eq!(refusal(&answer), refused(404, "not_found"));
}

#[test]
fn a_letter_is_answered_by_how_it_ended() {
    let mut tea = Tea::with(&["one"]);
    let mut request = Request::new("POST", "/letter");
    request.add(LETTER, "tea");
    assert!(tea.object.answer(&request, None).is_none());
    let tag = "BQUFBQUFBQUFBQUFBQUFBQ";
    let letter = json!({"type": "account_gone", "tag": tag});
    let body = Some(letter.to_string().into_bytes());
    let answer = tea.object.take_body(&request, body.clone());
    assert_eq!((answer.status, text(&answer)), (200, "done"));
    assert_eq!(answer.headers().count(), 0);
    let answer = tea.object.take_body(&request, Some(b"{}".to_vec()));
    assert_eq!((answer.status, text(&answer)), (200, "failed"));
    // Not all of it came, or it is no text.
    for body in [None, Some(vec![0xff])] {
        let answer = tea.object.take_body(&request, body);
        assert_eq!(refusal(&answer), refused(503, "storage_failed"));
    }
    // Where nobody is let in, it is to be tried again.
    let mut tea = Tea::of(Limits::default(), true);
    let answer = tea.object.take_body(&request, body);
    assert_eq!(refusal(&answer), refused(503, "storage_failed"));
    assert!(tea.object.is_asleep());
}

#[test]
fn maintenance_sends_everybody_away_and_lets_the_room_sleep() {
    let mut tea = Tea::with(&["one"]);
    let mut socket = tea.host().sockets.remove(0);
    let sqlite = tea.host().sqlite.clone();
    let mut tea = Tea::on(sqlite, Limits::default(), true);
    socket.got.clear();
    tea.host().sockets.push(socket);
    tea.happens(0, |session| Input::Binary { session });
    let code = CloseCode::TryAgainLater.code();
    assert_eq!(tea.socket(0).closed, Some(code));
    assert!(tea.object.is_asleep());
    // What it was to wake for waits.
    let now = tea.host().now;
    tea.object.alarm();
    assert_eq!(tea.host().alarm, Some(now + limits::ALARM_PAUSE));
    assert!(tea.object.is_asleep());
    // The operator still has the room.
    let mut request = Request::new("GET", "/admin/rooms/tea");
    request.add(ACT, "tea state");
    let state = json_of(&tea.asks(&request));
    assert_eq!((&state["seq"], &state["sockets"]), (&json!(1), &json!(0)));
}

#[test]
fn an_alarm_that_cannot_wake_the_room_rings_again() {
    let mut tea = Tea::with(&["one"]);
    tea.object.sleep();
    let newer = "UPDATE meta SET value = '999' WHERE key = 'schema_version'";
    tea.host().sqlite.batch(newer);
    tea.host().alarm = Some(world::at(1));
    let now = tea.host().now;
    tea.object.alarm();
    assert_eq!(tea.host().alarm, Some(now + limits::ALARM_PAUSE));
    assert_eq!(tea.host().reported.len(), 1, "{:?}", tea.host().reported);
    // Whoever asks is told, and a socket is to be closed.
    let answer = tea.asks(&Tea::request("GET", "/messages"));
    assert_eq!(refusal(&answer), refused(503, "storage_failed"));
    let heard = tea
        .object
        .on_socket(|_| panic!("it is asleep"), |_| Input::Wake);
    assert!(heard.is_err());
    // A timer that rings in vain rings no more.
    tea.host().timer = Some(world::at(1));
    tea.object.timer();
    assert_eq!(tea.host().timer, None);
    // One that was never used has nothing to do.
    let mut tea = Tea::new();
    tea.host().alarm = Some(world::at(1));
    tea.object.alarm();
    assert_eq!(tea.host().alarm, None);
    assert!(tea.host().reported.is_empty() && tea.object.is_asleep());
    // Nor has one whose name the platform knows.
    tea.host().name = RoomName::parse("tea").ok();
    tea.object.alarm();
    assert_eq!(tea.host().alarm, None);
    assert!(!tea.object.is_asleep());
}

#[test]
fn a_socket_begins_a_room_only_if_it_may() {
    let mut tea = Tea::new();
    let mut request = Tea::request("GET", "");
    request.add("upgrade", "websocket");
    let answer = tea.asks(&request);
    assert_eq!(refusal(&answer), refused(404, "not_found"));
    tea.opens();
    let mut tea = Tea::with(&["one"]);
    assert_eq!(tea.asks(&request).status, 101);
    tea.host().most_sockets = 2;
    let answer = tea.asks(&request);
    assert_eq!(refusal(&answer), refused(503, "room_full"));
}

#[test]
fn a_room_that_slept_knows_its_sockets() {
    let mut tea = Tea::with(&["one"]);
    let other = tea.opens();
    tea.says(other, &json!({"type": "hello", "v": 1, "name": "Bo"}));
    tea.object.sleep();
    assert!(tea.object.is_asleep());
    tea.host().sockets[0].got.clear();
    tea.says(other, &json!({"type": "say", "cid": "two", "text": "two"}));
    let got = &tea.socket(0).got;
    let said = got.iter().find(|event| event["type"] == "message");
    assert_eq!(said.expect("one")["text"], "two", "{got:?}");
    // Who goes while it sleeps is gone.
    tea.object.sleep();
    tea.host().sockets[0].got.clear();
    tea.happens(other, |session| Input::Closed { session });
    tea.object.sleep();
    tea.passes();
    let mut request = Request::new("GET", "/admin/rooms/tea");
    request.add(ACT, "tea state");
    assert_eq!(json_of(&tea.asks(&request))["sockets"], 1);
    // A socket that it does not know does nothing.
    tea.happens(other, |_| panic!("nobody's"));
    // Nor does one on which nothing is left when the room wakes, whatever it was before.
    let third = tea.opens();
    tea.object.sleep();
    tea.host().sockets[third].left = None;
    tea.happens(third, |_| panic!("nobody's"));
}

#[test]
fn what_has_gathered_is_told_before_the_server_ends() {
    let mut tea = Tea::with(&["one"]);
    let says = |tea: &mut Tea, text: &str| {
        let text = json!({"type": "say", "cid": text, "text": text}).to_string();
        tea.happens(0, |session| Input::Frame { session, text });
    };
    says(&mut tea, "two");
    tea.host().sockets[0].got.clear();
    // Now there is a window to wait for.
    says(&mut tea, "three");
    assert_eq!(tea.socket(0).got, [] as [serde_json::Value; 0]);
    tea.object.finish();
    let got = &tea.socket(0).got;
    let said = got.iter().find(|event| event["type"] == "message");
    assert_eq!(said.expect("one")["text"], "three", "{got:?}");
    tea.object.sleep();
    let page = tea.asks(&Tea::request("GET", "/messages?limit=1"));
    assert_eq!(json_of(&page)["events"][0]["text"], "three");
    tea.object.sleep();
    tea.object.finish();
    assert!(tea.object.is_asleep());
}

#[test]
fn below_a_pairs_room_nobody_else_learns_anything() {
    let mut tea = Tea::new();
    for below in ["messages", "x"] {
        let path = format!("/room/~abcdefghijklmnopqrstuvwx27/{below}");
        let answer = tea.asks(&Request::new("GET", &path));
        assert_eq!(refusal(&answer), refused(403, "key_needed"), "{below}");
    }
}

#[test]
fn what_is_no_matter_of_a_room() {
    let mut tea = Tea::new();
    for (method, path) in [("GET", "/"), ("POST", "/room/tea"), ("GET", "/health")] {
        let answer = tea.asks(&Request::new(method, path));
        assert_eq!(refusal(&answer), refused(404, "not_found"), "{path}");
    }
    assert!(tea.object.is_asleep());
}
