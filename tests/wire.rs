//! Tables of what the decoder accepts and refuses.

use alcove::model::Seq;
use alcove::wire::{Ask, ClientFrame, ErrorCode, Op};
use serde_json::json;

const MAX_TEXT: usize = 10;

fn refused(frame: &str) -> ErrorCode {
    match ClientFrame::decode(frame, MAX_TEXT) {
        Err(refusal) => refusal.code,
        Ok(ClientFrame::Log(log)) => match log.op {
            Err(code) => code,
            Ok(op) => panic!("{frame} was taken as {op:?}"),
        },
        Ok(other) => panic!("{frame} was taken as {other:?}"),
    }
}

#[test]
fn what_is_no_frame() {
    use ErrorCode::*;
    for (frame, code) in [
        ("", BadFrame),
        ("ping", BadFrame),
        ("null", BadFrame),
        ("[]", BadFrame),
        ("{}", BadFrame),
        (r#"{"type":1}"#, BadFrame),
        (r#"{"type":"dance"}"#, BadFrame),
        (r#"{"type":"say","cid":"a","text":"x""#, BadFrame),
        (
            r#"{"type":"say","cid":"a","text":"x","text":"x"}"#,
            BadFrame,
        ),
        (
            r#"{"type":"say","cid":"a","text":"x","extra":{"k":1,"k":1}}"#,
            BadFrame,
        ),
        (r#"{"type":"say","cid":"a","text":"\ud83d"}"#, BadFrame),
        (r#"{"type":"say","cid":"a"}"#, BadFrame),
        (r#"{"type":"say","cid":"a","text":null}"#, BadFrame),
        (r#"{"type":"say","cid":"a","text":["x"]}"#, BadFrame),
        (
            r#"{"type":"say","cid":"a","text":"x","reply_to":"1"}"#,
            BadFrame,
        ),
        (
            r#"{"type":"say","cid":"a","text":"x","reply_to":0.5}"#,
            BadFrame,
        ),
        (r#"{"type":"edit","cid":"a","text":"x"}"#, BadFrame),
        (r#"{"type":"edit","cid":"a","seq":1}"#, BadFrame),
        (r#"{"type":"delete","cid":"a"}"#, BadFrame),
        (r#"{"type":"delete","cid":"a","seq":true}"#, BadFrame),
        (
            r#"{"type":"react","cid":"a","seq":1,"emoji":"👍"}"#,
            BadFrame,
        ),
        (
            r#"{"type":"react","cid":"a","seq":1,"emoji":"👍","on":1}"#,
            BadFrame,
        ),
        (r#"{"type":"rename"}"#, BadFrame),
        (r#"{"type":"history","limit":"5"}"#, BadFrame),
        (r#"{"type":"seen"}"#, BadFrame),
        (r#"{"type":"members","after":7}"#, BadFrame),
        (r#"{"type":"say","text":"x"}"#, CidInvalid),
        (r#"{"type":"say","cid":"","text":"x"}"#, CidInvalid),
        (r#"{"type":"say","cid":7,"text":"x"}"#, CidInvalid),
        (r#"{"type":"say","cid":"a b","text":"x"}"#, CidInvalid),
        (r#"{"type":"say","cid":"é","text":"x"}"#, CidInvalid),
        (r#"{"type":"say","cid":"a\n","text":"x"}"#, CidInvalid),
        (r#"{"type":"say","cid":"a","text":""}"#, TextEmpty),
        (
            r#"{"type":"say","cid":"a","text":" \t\r\n\u200b"}"#,
            TextEmpty,
        ),
        (
            r#"{"type":"say","cid":"a","text":"01234567890"}"#,
            TextTooLong,
        ),
        (
            r#"{"type":"say","cid":"a","text":"éééééééééée"}"#,
            TextTooLong,
        ),
        (
            r#"{"type":"edit","cid":"a","seq":1,"text":"a\u0000"}"#,
            TextInvalid,
        ),
        (r#"{"type":"say","cid":"a","text":"\u007f"}"#, TextInvalid),
        (
            r#"{"type":"react","cid":"a","seq":1,"emoji":"ok","on":true}"#,
            EmojiInvalid,
        ),
        (
            r#"{"type":"react","cid":"a","seq":1,"emoji":"👍👍","on":true}"#,
            EmojiInvalid,
        ),
        (r#"{"type":"hello","name":"A"}"#, BadHello),
        (r#"{"type":"hello","v":"1","name":"A"}"#, BadHello),
        (r#"{"type":"hello","v":1,"name":7}"#, BadHello),
        (r#"{"type":"hello","v":1,"name":"A","token":1}"#, BadHello),
        (r#"{"type":"hello","v":1,"name":"A","after":"1"}"#, BadHello),
        (r#"{"type":"hello","v":2,"name":"A"}"#, UnsupportedVersion),
        (r#"{"type":"hello","v":1.5,"name":"A"}"#, UnsupportedVersion),
    ] {
        assert_eq!(refused(frame), code, "{frame}");
    }
}

#[test]
fn a_refusal_names_the_cid_wherever_it_has_one() {
    let refusal = ClientFrame::decode(r#"{"type":"say","cid":"a1"}"#, MAX_TEXT).unwrap_err();
    assert_eq!(refusal.cid.as_deref(), Some("a1"));
    let cid = "x".repeat(65);
    let frame = format!(r#"{{"type":"say","cid":"{cid}","text":"x"}}"#);
    let refusal = ClientFrame::decode(&frame, MAX_TEXT).unwrap_err();
    assert_eq!((refusal.code, refusal.cid), (ErrorCode::CidInvalid, None));
}

#[test]
fn requests_may_have_a_name_of_their_own() {
    let requests = [
        r#""type":"history""#,
        r#""type":"members""#,
        r#""type":"rename","name":"A""#,
    ];
    let longest = "~".repeat(64);
    for request in requests {
        for good in ["1", "!", "a\"\\/b", &longest] {
            let frame = format!("{{{request},\"ref\":{}}}", json!(good));
            let taken = ClientFrame::decode(&frame, MAX_TEXT).expect("a request");
            assert_eq!(taken.label().reference, Some(good), "{frame}");
        }
        for none in ["", r#","ref":null"#] {
            let taken = ClientFrame::decode(&format!("{{{request}{none}}}"), MAX_TEXT);
            assert_eq!(taken.expect("a request").label().reference, None);
        }
        let too_long = "x".repeat(65);
        let bad = ["", " ", "a b", "é", "a\n", "\u{7f}", &too_long].map(|text| json!(text));
        let others = [json!(7), json!(true), json!(["a"]), json!({"a": 1})];
        for bad in bad.into_iter().chain(others) {
            let frame = format!("{{{request},\"ref\":{bad}}}");
            let refusal = ClientFrame::decode(&frame, MAX_TEXT).expect_err(&frame);
            assert_eq!(refusal.code, ErrorCode::BadFrame, "{frame}");
            assert_eq!(refusal.reference, None, "{frame}");
        }
    }
}

#[test]
fn a_refusal_bears_a_ref_wherever_it_can_be_read() {
    let reference = |frame: &str| match ClientFrame::decode(frame, MAX_TEXT) {
        Err(refusal) => refusal.reference,
        Ok(other) => panic!("{frame} was taken as {other:?}"),
    };
    for request in [
        r#"{"ref":"q1","type":"history","before":"x"}"#,
        r#"{"ref":"q1","type":"history","limit":true}"#,
        r#"{"ref":"q1","type":"members","after":7}"#,
        r#"{"ref":"q1","type":"rename"}"#,
        // Perhaps requests of a later version.
        r#"{"ref":"q1","type":"dance"}"#,
        r#"{"ref":"q1","type":"say","cid":"a"}"#,
        r#"{"ref":"q1","type":7}"#,
    ] {
        assert_eq!(reference(request).as_deref(), Some("q1"), "{request}");
    }
    for other in [
        r#"{"ref":"q 1","type":"history"}"#,
        r#"{"ref":"q1","ref":"q1","type":"history"}"#,
        r#"{"ref":"q1","type":"history""#,
    ] {
        assert_eq!(reference(other), None, "{other}");
    }
    // To them it is a field like any other that nobody knows.
    for frame in [
        r#"{"ref":7,"type":"typing"}"#,
        r#"{"ref":"","type":"seen","seq":1}"#,
        r#"{"ref":[],"type":"say","cid":"a","text":"x"}"#,
    ] {
        assert!(ClientFrame::decode(frame, MAX_TEXT).is_ok(), "{frame}");
    }
}

#[test]
fn a_text_is_kept_to_the_letter() {
    let frame = r#"{"type":"say","cid":"a","text":" e\u0301\t\ud83d\ude00\u2028 ","color":1}"#;
    let Ok(ClientFrame::Log(log)) = ClientFrame::decode(frame, MAX_TEXT) else {
        panic!("a say");
    };
    let text = " e\u{301}\t😀\u{2028} ".to_owned();
    assert_eq!(
        log.op,
        Ok(Op::Say {
            text,
            reply_to: None,
            files: Vec::new()
        })
    );
}

#[test]
fn limits_are_clamped_and_positions_are_whole_numbers() {
    let ask = |json: &str| match ClientFrame::decode(json, MAX_TEXT) {
        Ok(ClientFrame::Request(request)) => request.ask,
        other => panic!("{other:?}"),
    };
    let limit = |json: &str| match ask(json) {
        Ask::History { limit, before } => (limit, before),
        other => panic!("{other:?}"),
    };
    assert_eq!(limit(r#"{"type":"history"}"#), (50, None));
    assert_eq!(
        limit(r#"{"type":"history","limit":0,"before":7}"#),
        (1, Some(Seq::from_number(7)))
    );
    assert_eq!(
        limit(r#"{"type":"history","limit":-3,"before":-7}"#),
        (1, Some(Seq::from_number(0)))
    );
    assert_eq!(
        limit(r#"{"type":"history","limit":1e9,"before":7.0}"#),
        (100, Some(Seq::from_number(7)))
    );
    assert_eq!(
        ask(r#"{"type":"members","limit":1000}"#),
        Ask::Members {
            after: None,
            limit: 200
        }
    );
}

#[test]
fn a_resume_that_makes_no_sense_is_no_resume() {
    let resume = |fields: &str| {
        let frame = format!(r#"{{"type":"hello","v":1,"name":"A"{fields}}}"#);
        match ClientFrame::decode(&frame, MAX_TEXT) {
            Ok(ClientFrame::Hello(hello)) => hello.resume,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        resume(r#","epoch":"e","after":0"#),
        Some(("e".into(), Seq::from_number(0)))
    );
    for none in [
        "",
        r#","after":3"#,
        r#","epoch":"e""#,
        r#","epoch":"e","after":-1"#,
        r#","epoch":"e","after":1.5"#,
        r#","epoch":null,"after":null"#,
    ] {
        assert_eq!(resume(none), None, "{none}");
    }
}
