//! What push services are to tell: whom, of what, and when.

use crate::world;

mod asking;
mod ending;
mod failing;
mod simulation;
use crate::table;
mod telling;

use alcove::limits::Limits;
use alcove::time::Duration;
use serde_json::{Value, json};
use table::Table;
use world::World;

/// What a push service was given for one browser.
#[derive(Clone, Debug)]
pub struct Told {
    pub id: u64,
    pub endpoint: String,
    pub is_urgent: bool,
    pub topic: String,
    pub payload: Value,
}

impl Told {
    pub fn body(&self) -> &str {
        let body = &self.payload["notification"]["body"];
        body.as_str().expect("a body")
    }

    pub fn seq(&self) -> u64 {
        self.payload["seq"].as_u64().expect("a seq")
    }
}

pub fn limits() -> Limits {
    Limits {
        push_key: Some(point()),
        ..Limits::default()
    }
}

/// Three people in a room that belongs to nobody, on a server that uses push services.
pub fn plain() -> Table {
    let mut table = Table::around(World::new(limits()));
    arrive(&mut table);
    table
}

/// Ana owns a room with these settings; Bo and Cy are members.
pub fn owned(settings: Value) -> Table {
    let mut table = Table::around(World::new(limits()));
    let create = json!({"key": table::key("owner"), "create": {"settings": settings}});
    table.comes("ana", create);
    for who in ["bo", "cy"] {
        table.comes(who, json!({}));
    }
    quiet(&mut table);
    table
}

fn arrive(table: &mut Table) {
    for who in ["ana", "bo", "cy"] {
        table.comes(who, json!({}));
    }
    quiet(table);
}

fn quiet(table: &mut Table) {
    table.passes(2_000);
    for who in ["ana", "bo", "cy"] {
        table.gets(who);
    }
}

fn point() -> String {
    format!("B{}", "A".repeat(86))
}

/// A browser of this name at a push service.
pub fn browser(name: &str) -> Value {
    json!({
        "endpoint": format!("https://fcm.googleapis.com/fcm/send/{name}"),
        "keys": {"p256dh": point(), "auth": "AAAAAAAAAAAAAAAAAAAAAA"},
    })
}

/// Sends a `push`, and returns its answer.
pub fn pushes(table: &mut Table, who: &'static str, fields: Value) -> Value {
    let mut frame = json!({"type": "push"});
    let (Value::Object(all), Value::Object(fields)) = (&mut frame, fields) else {
        panic!("fields are an object");
    };
    all.extend(fields);
    table.does(who, frame)
}

/// A browser of this name is told this, from now on.
pub fn subscribes(table: &mut Table, who: &'static str, what: &str, name: &str) {
    let answer = pushes(
        table,
        who,
        json!({"what": what, "subscription": browser(name)}),
    );
    assert_eq!(answer["type"], "push", "{answer}");
    assert_eq!(answer["what"], what, "{answer}");
}

/// It leaves, and its grace is over.
pub fn goes(table: &mut Table, who: &'static str) {
    table.leaves(who);
    table.passes(limits().grace + Duration::from_secs(1));
}

pub fn says(table: &mut Table, who: &'static str, text: &str) -> u64 {
    let event = table.does(who, json!({"type": "say", "text": text}));
    event["seq"].as_u64().expect("an echo")
}

/// What was given to push services since that was last looked at. None of it has been answered.
pub fn given(table: &mut Table) -> Vec<Told> {
    let given = std::mem::take(&mut table.world.pushed);
    let told = given.into_iter().map(|(id, what)| {
        let what: Value = serde_json::from_str(&what).expect("JSON");
        let text = |key: &str| what[key].as_str().expect("a text").to_owned();
        assert_eq!(text("site"), world::SITE);
        assert!(text("payload").len() <= 3_000);
        let payload: Value = serde_json::from_str(&text("payload")).expect("JSON");
        assert_eq!(payload["web_push"], 8030);
        assert_eq!(payload["room"], payload["notification"]["tag"]);
        Told {
            id,
            endpoint: text("endpoint")
                .rsplit('/')
                .next()
                .expect("a name")
                .to_owned(),
            is_urgent: what["is_urgent"].as_bool().expect("a flag"),
            topic: text("topic"),
            payload,
        }
    });
    told.collect()
}

/// The same, all of it taken by the push services.
pub fn told(table: &mut Table) -> Vec<Told> {
    let all = given(table);
    for one in &all {
        answers(table, one.id, 201);
    }
    all
}

pub fn answers(table: &mut Table, id: u64, status: u16) {
    let heard = table.world.push_ends(id, status, None);
    table.keep(heard);
}

/// The bodies of what was told, with the browsers' names.
pub fn heard(table: &mut Table) -> Vec<(String, String)> {
    let told = told(table).into_iter();
    told.map(|one| (one.endpoint.clone(), one.body().to_owned()))
        .collect()
}

pub fn pair(browser: &str, body: &str) -> (String, String) {
    (browser.to_owned(), body.to_owned())
}

/// How many browsers the database knows.
pub fn count(table: &Table) -> u64 {
    table.world.sqlite.count("push", "true")
}
