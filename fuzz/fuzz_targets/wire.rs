//! Any bytes on the wire: decoding never panics, takes no more memory than its input allows,
//! and its result is within the limits and survives a round trip.

#![no_main]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use alcove::limits;
use alcove::model::{Answer, MemberName, PushWhat, RoomName};
use alcove::room::Attachment;
use alcove::wire::{
    Ask, ClientFrame, DirectFrame, DirectOp, Hello, Json, LogFrame, Op, PushFrame, Refusal, Request,
};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

/// Code points of a text.
const TEXT: usize = 4_000;

/// Bytes that decoding may ask for, beside so many for each byte of its input: each `[` or `0,` is
/// a value of some 32 bytes in a vector that doubles and is copied as it grows.
const FEW: usize = 16_384;
const PER_BYTE: usize = 256;

/// The system's allocator, which counts what this thread asks for.
struct Counting;

thread_local! {
    static ASKED: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: hands everything on as it comes.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = ASKED.try_with(|asked| asked.set(asked.get() + layout.size()));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What `work` leads to, which asks for no more memory than input of this length may.
fn within_memory<T>(input: usize, work: impl FnOnce() -> T) -> T {
    let before = ASKED.get();
    let out = work();
    let asked = ASKED.get() - before;
    assert!(asked <= FEW + PER_BYTE * input, "{asked} bytes for {input}");
    out
}

/// The frame that says the same.
fn frame(said: &ClientFrame) -> Option<Value> {
    Some(match said {
        ClientFrame::Hello(Hello {
            name,
            token,
            jwt,
            resume,
            key,
            create: None,
            cid,
            watch,
        }) => {
            let (epoch, after) = resume.clone().unzip();
            json!({
                "type": "hello", "v": 1, "name": name, "token": token, "jwt": jwt, "epoch": epoch,
                "after": after, "key": key, "cid": cid, "watch": watch,
            })
        }
        ClientFrame::Log(LogFrame { cid, op, .. }) => match op {
            Ok(Op::Say { text, reply_to }) => {
                json!({"type": "say", "cid": cid, "text": text, "reply_to": reply_to})
            }
            Ok(Op::Edit { target, text }) => {
                json!({"type": "edit", "cid": cid, "seq": target, "text": text})
            }
            Ok(Op::Delete { target }) => json!({"type": "delete", "cid": cid, "seq": target}),
            Ok(Op::React { target, emoji, on }) => {
                json!({"type": "react", "cid": cid, "seq": target, "emoji": emoji.as_str(), "on": on})
            }
            // What those who look after a room do has no other form than that it was read from.
            _ => return None,
        },
        ClientFrame::Hello(_) => return None,
        ClientFrame::Knock { text } => json!({"type": "knock", "text": text}),
        ClientFrame::Typing => json!({"type": "typing"}),
        ClientFrame::Request(Request { ask, reference }) => match ask {
            Ask::Rename { name } => json!({"type": "rename", "name": name, "ref": reference}),
            Ask::History { before, limit } => {
                json!({"type": "history", "before": before, "limit": limit, "ref": reference})
            }
            Ask::Members { after, limit } => {
                json!({"type": "members", "after": after, "limit": limit, "ref": reference})
            }
            Ask::Desk(Some(page)) => {
                let (what, before, limit) = (page.what.as_str(), page.before, page.limit);
                json!({"type": "desk", "what": what, "before": before, "limit": limit, "ref": reference})
            }
            Ask::Desk(None) => return None,
        },
        ClientFrame::Seen { seq, mark } => json!({"type": "seen", "seq": seq, "n": mark}),
        ClientFrame::Direct(DirectFrame { cid, op }) => match op {
            DirectOp::To(member) => {
                json!({"type": "direct", "cid": cid, "to": member.to_string()})
            }
            DirectOp::Answer { pair, answer } => {
                let answer = match answer {
                    Answer::Accept => "accept",
                    Answer::Ignore => "ignore",
                    Answer::Block => "block",
                };
                json!({"type": "direct", "cid": cid, "pair": pair, "answer": answer})
            }
        },
        ClientFrame::Push(PushFrame {
            cid,
            what,
            subscription,
            preview,
        }) => {
            let what = what.map_or("nothing", PushWhat::as_str);
            let subscription = subscription.as_ref().map(|browser| {
                let keys = json!({"p256dh": browser.p256dh, "auth": browser.auth});
                json!({"endpoint": browser.endpoint, "keys": keys})
            });
            json!({
                "type": "push", "cid": cid, "what": what, "subscription": subscription,
                "preview": preview,
            })
        }
    })
}

/// Nothing that a frame says is larger than it may be.
fn check_limits(said: &ClientFrame) {
    match said {
        ClientFrame::Log(LogFrame { cid, op, .. }) => {
            assert!((1..=limits::CID).contains(&cid.len()));
            if let Ok(Op::Say { text, .. } | Op::Edit { text, .. }) = op {
                assert!((1..=TEXT).contains(&text.chars().count()));
            }
        }
        ClientFrame::Request(Request { ask, reference }) => {
            assert!(
                reference
                    .as_ref()
                    .is_none_or(|name| (1..=limits::CID).contains(&name.len()))
            );
            match ask {
                Ask::Rename { .. } => {}
                Ask::History { limit, .. } => assert!((1..=limits::HISTORY_MAX).contains(limit)),
                Ask::Members { limit, .. } => assert!((1..=limits::MEMBERS_MAX).contains(limit)),
                Ask::Desk(page) => {
                    assert!(page.is_none_or(|page| (1..=limits::DESK_MAX).contains(&page.limit)));
                }
            }
        }
        _ => {}
    }
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    match within_memory(text.len(), || ClientFrame::decode(&text, TEXT)) {
        Err(Refusal { cid, reference, .. }) => {
            for label in cid.into_iter().chain(reference) {
                assert!((1..=limits::CID).contains(&label.len()));
            }
        }
        Ok(said) => {
            check_limits(&said);
            if let Some(frame) = frame(&said) {
                let again = ClientFrame::decode(&frame.to_string(), TEXT);
                assert_eq!(again, Ok(said), "{frame}");
            }
        }
    }
    // Strict, but never more lenient than the reader that everybody uses.
    if within_memory(text.len(), || Json::parse(&text).is_some()) {
        serde_json::from_str::<Value>(&text).expect("JSON");
    }
    if let Some(attachment) = within_memory(text.len(), || Attachment::parse(&text)) {
        assert_eq!(Attachment::parse(&attachment.to_text()), Some(attachment));
    }
    if let Ok(name) = MemberName::parse(&text) {
        assert!((1..=limits::NAME).contains(&name.as_str().chars().count()));
        assert_eq!(MemberName::parse(name.as_str()).as_ref(), Ok(&name));
        let numbered = name.numbered(u32::MAX);
        let length = |name: MemberName| name.as_str().chars().count();
        assert!(numbered.is_none_or(|name| length(name) <= limits::NAME));
    }
    if let Ok(room) = RoomName::parse(&text) {
        assert_eq!(RoomName::parse(room.as_str()), Ok(room));
    }
});
