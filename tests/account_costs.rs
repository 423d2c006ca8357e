//! What a request about an account costs is told with the answer, for the network to pay.

use crate::world;

use alcove::account::{Account, Effect, Input, Keep, Reply, Verdict};
use alcove::time::Timestamp;
use serde_json::{Value, json};
use world::Sqlite;

const NOW: Timestamp = Timestamp::from_millis(1_700_000_000_000);

/// Asks, with every signature good.
fn ask(account: &mut Account<Sqlite>, head: &Value, body: &str) -> Reply {
    let text = format!("{head}\n{body}");
    let mut of: Option<String> = None;
    loop {
        let verdict = of.as_deref().map(|of| Verdict { of, holds: true });
        let random = [7; 16];
        let input = Input::Ask {
            text: &text,
            random,
            verdict,
        };
        let effects = account.step(NOW, input);
        match effects.into_iter().next() {
            Some(Effect::Answer(reply)) => return reply,
            Some(Effect::Verify(what)) => of = Some(what),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn what_many_rows_or_letters_cost_is_told() {
    let mut account = Account::new(Sqlite::new());
    let begin = json!({
        "op": "begin", "account": "a", "challenge": "c", "until": 1_800_000_000_000_u64,
        "passkey": "p", "algorithm": -7, "key": "k", "counter": 0, "synced": false,
        "verified": true, "hash": "h", "code": "x",
    });
    let begun = ask(&mut account, &begin, "");
    assert_eq!((begun.status, begun.cost), (200, 0), "{}", begun.body);
    let Some(Keep::Set(claim)) = begun.cookie else {
        panic!("no cookie");
    };
    let own = |mut head: Value| {
        head["session"] = json!(claim.session);
        head["generation"] = json!(claim.generation);
        head["issued"] = json!(claim.issued.as_millis());
        head
    };
    let changes: Vec<_> = (0..500)
        .map(|n| json!({"field": format!("f{n}"), "value": n}))
        .collect();
    let body = json!({"since": 0, "changes": changes}).to_string();
    let sync = own(json!({"op": "sync"}));
    let written = ask(&mut account, &sync, &body);
    assert_eq!(written.status, 200, "{}", written.body);
    assert!(written.cost >= 1_500, "{}", written.cost);
    // The same once more writes nothing, and what is told has its price.
    let read = ask(&mut account, &sync, &body);
    assert!((1..100).contains(&read.cost), "{}", read.cost);
    for n in 0..100 {
        let enter = own(json!({"op": "enter", "room": format!("r{n}"), "tag": "t"}));
        let entered = ask(&mut account, &enter, "");
        assert_eq!((entered.status, entered.cost), (204, 0));
    }
    let out = ask(&mut account, &own(json!({"op": "end", "which": "all"})), "");
    assert_eq!(out.status, 204);
    assert!(out.cost >= 800, "{}", out.cost);
}
