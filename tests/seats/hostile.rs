//! Whatever strangers send: they hear the same in a room that is used as in one that is not.

use alcove::auth::TokenKey;
use serde_json::{Value, json};

use super::{ANA, talk, token, token_by, unused};
use crate::table::Table;
use crate::world::mutated::mutated;

const STRANGERS: [&str; 4] = ["s0", "s1", "s2", "s3"];

fn frames(table: &Table) -> Vec<String> {
    let foreign = token_by(table, &TokenKey::from_random([1; 32]), ANA);
    let hello = |fields: Value| {
        let mut hello = json!({"type": "hello", "v": 1, "name": "Cy"});
        let all = hello.as_object_mut().expect("an object");
        all.extend(fields.as_object().expect("an object").clone());
        hello.to_string()
    };
    vec![
        hello(json!({})),
        hello(json!({"token": foreign})),
        hello(json!({"epoch": "0707070707070707", "after": 1})),
        hello(json!({"key": "k".repeat(22), "cid": "c", "create": {"settings": {"keep": 60}}})),
        hello(json!({"watch": true, "token": foreign})),
        json!({"type": "knock", "text": "me"}).to_string(),
        json!({"type": "say", "cid": "c", "text": "x"}).to_string(),
        json!({"type": "history", "ref": "r"}).to_string(),
        json!({"type": "direct", "cid": "c", "to": ANA}).to_string(),
    ]
}

#[test]
fn nothing_that_a_stranger_sends_tells_a_used_room_from_an_unused_one() {
    for seed in 0..60 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let (mut used, mut unused) = (talk(), unused());
        unused.world.now = used.world.now;
        let frames = frames(&used);
        for who in STRANGERS {
            used.opens(who);
            unused.opens(who);
        }
        for step in 0..40 {
            let who = *rng.choice(&STRANGERS).expect("one of them");
            if used.closed(who).is_some() {
                used.opens(who);
                unused.opens(who);
            }
            if rng.u8(..8) == 0 {
                used.does("ana", json!({"type": "say", "text": "psst"}));
                unused.passes(500);
            }
            if rng.u8(..8) == 0 {
                used.world.hibernate();
                unused.world.hibernate();
            }
            let frame = rng.choice(&frames).expect("a frame");
            let frame = match rng.bool() {
                true => frame.clone(),
                false => mutated(&mut rng, frame),
            };
            let heard = [&mut used, &mut unused].map(|table| {
                let heard = table.sends_text(who, &frame);
                (heard, table.closed(who))
            });
            assert_eq!(heard[0], heard[1], "seed {seed}, step {step}: {frame}");
            let welcomed = heard[0].0.iter().any(|event| event["type"] == "welcome");
            assert!(!welcomed, "{frame}");
        }
        assert!(!unused.world.sqlite.has_table("meta"), "seed {seed}");
        let token = token(&used, ANA);
        let back = used.comes("ana", json!({"token": token}));
        assert_eq!(back["type"], "welcome", "the two are not concerned");
    }
}
