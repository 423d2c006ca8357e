//! Hostile frames in a room that has an owner: of all kinds that such a room has more, damaged in their fields
//! or their bytes, by somebody of each role. Nothing may panic or end in a fault of the server, whoever owns the
//! room keeps it, and nobody gets above their role.

use alcove::limits::Limits;
use serde_json::{Value, json};

use super::mint;
use crate::table::{Table, key};
use crate::world::mutated::mutated;

/// One of each kind, all valid; the member is one who comes and goes.
const FRAMES: &[&str] = &[
    r#"{"type":"settings","cid":"c1","set":{"title":"Tea","topic":"x","slow":0,"roster":"all"}}"#,
    r#"{"type":"role","cid":"c2","member":"0000000000000003","role":"reader"}"#,
    r#"{"type":"pin","cid":"c3","seq":1,"on":true}"#,
    r#"{"type":"mute","cid":"c4","member":"0000000000000003","for":60}"#,
    r#"{"type":"remove","cid":"c5","member":"0000000000000003","ban":60,"reason":"Rude"}"#,
    r#"{"type":"restore","cid":"c6","member":"0000000000000003"}"#,
    r#"{"type":"admit","cid":"c7","member":"0000000000000003","role":"member"}"#,
    r#"{"type":"deny","cid":"c8","member":"0000000000000003"}"#,
    r#"{"type":"mint","cid":"c9","hash":"8a5bdb4cc15164126c6ef2668de9dd240d299ce6397a42c95a9411b93d080ed8","role":"member","label":"L","expires":99999999999999,"uses":5,"ask":true}"#,
    r#"{"type":"revoke","cid":"c10","key":3,"members":true}"#,
    r#"{"type":"report","cid":"c11","seq":1,"reason":"Rude"}"#,
    r#"{"type":"desk","ref":"r1","what":"audit","before":9,"limit":5}"#,
    r#"{"type":"knock","text":"It is me"}"#,
    r#"{"type":"hold","cid":"c12","on":true}"#,
    r#"{"type":"release","cid":"c13","held":1}"#,
    r#"{"type":"clear","cid":"c14","member":"0000000000000003"}"#,
    r#"{"type":"shield","cid":"c15","for":60}"#,
    r#"{"type":"hello","v":1,"name":"x","key":"memberAAAAAAAAAAAAAAAA","cid":"h","create":{"settings":{"access":"open"}}}"#,
];

/// One in four is as it should be, so that the room has something to damage.
fn asked(rng: &mut fastrand::Rng, number: u32) -> String {
    let frame = *rng.choice(FRAMES).expect("not empty");
    let mut fields: Value = serde_json::from_str(frame).expect("valid");
    if fields["cid"].is_string() {
        fields["cid"] = json!(format!("n{number}"));
    }
    match rng.u8(..4) {
        0 => fields.to_string(),
        _ => mutated(rng, &fields.to_string()),
    }
}

#[test]
fn an_owned_room_stands_whatever_it_is_sent() {
    let people = ["moderator", "member", "reader", "waiting"];
    for seed in 0..60 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let mut table = Table::of(Limits {
            burst: 1_000_000,
            per_second: 1_000_000,
            ..Limits::default()
        });
        let create = json!({"settings": {"access": "ask"}});
        table.comes("ana", json!({"key": key("owner"), "create": create}));
        for role in &people[..3] {
            mint(&mut table, "ana", role, json!({ "role": role }));
        }
        table.does("ana", json!({"type": "say", "text": "hello"}));
        let comes = |table: &mut Table, who: &'static str| match who {
            "waiting" => table.comes(who, json!({})),
            role => table.comes(role, json!({"key": key(role), "name": format!("{role}s")})),
        };
        people.iter().for_each(|who| {
            comes(&mut table, who);
        });
        for number in 0..150 {
            let who = *rng.choice(&people).expect("not empty");
            if table.closed(who).is_some() {
                comes(&mut table, who);
                continue;
            }
            let frame = asked(&mut rng, number);
            for event in table.sends_text(who, &frame) {
                assert!(event["type"].is_string(), "seed {seed}: {frame}: {event}");
                let is_host = who == "moderator";
                for of_hosts in ["keys", "done"] {
                    assert!(
                        is_host || event["type"] != of_hosts,
                        "seed {seed}: {who}: {frame}"
                    );
                }
            }
            assert_ne!(table.closed(who), Some(1011), "seed {seed}: {frame}");
            if rng.u8(..40) == 0 {
                table.passes(15_000);
                table.world.hibernate();
            }
        }
        // Only an owner changes settings, roles of owners, and what else is an owner's.
        table.gets("ana");
        assert_eq!(table.closed("ana"), None, "seed {seed}");
        let said = table.does("ana", json!({"type": "say", "text": "still here"}));
        assert_eq!(said["from"]["role"], "owner", "seed {seed}: {said}");
        let log = table.world.room().log();
        let access = log.owned().map(|owned| owned.settings.access);
        assert_eq!(
            access,
            Some(alcove::model::settings::Access::Ask),
            "seed {seed}"
        );
    }
}
