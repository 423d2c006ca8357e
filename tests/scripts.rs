//! Golden scripts: each file of `tests/scripts/room` is a story of frames in and the full trace out. Beside
//! it are scripts of single parts, which have runners of their own in `src/log` and `src/room`.
//!
//! `UPDATE_GOLDENFILES=1 cargo test --test native scripts::` writes the traces anew; read the diff.
//!
//! A line is `ana: command`, where `ana` is a socket; in parentheses it is set-up, and what it leads to
//! is not shown. In a trace, `ana ben < …` is one frame to both, `, …` the next event of that frame, and
//! `ana x 4400` a close. Tokens and limits are shortened. `status` tells how the room stands. A script ends
//! with nothing left to tell: where a tick still waits, the story is not over.

use crate::world;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;

use alcove::http::admin::AdminRequest;
use alcove::limits::Limits;
use alcove::model::SessionId;
use alcove::room::{AttachedState, Attachment};
use goldenscript::{Command, Context};
use serde_json::{Map, Value, json};
use test_each_file::test_each_path;
use world::{Delivery, What, World};

test_each_path! { in "tests/scripts/room" as room => run }

fn run(path: &std::path::Path) {
    let mut stage = Stage::default();
    goldenscript::run(&mut stage, path).expect("the script runs");
}

/// The world and the names that a script gives its sockets.
#[derive(Default)]
struct Stage {
    world: Option<World>,
    sockets: BTreeMap<String, SessionId>,
    /// The last token and epoch that each socket name was given.
    tokens: BTreeMap<String, String>,
    epoch: String,
}

impl goldenscript::Runner for Stage {
    type Command = Command;

    fn run(&mut self, command: &Command, context: &Context) -> Result<String, Box<dyn Error>> {
        let who = context.prefix.clone().unwrap_or_default();
        let mut args = command.consume_args();
        let mut fields = Map::new();
        while let Some((key, value)) = args.next_key() {
            fields.insert(key.to_owned(), self.field(key, value));
        }
        let mut next = || args.next_pos().map(str::to_owned);
        if command.name == "limits" {
            self.world = Some(World::new(limits(&fields)?));
            return Ok(String::new());
        }
        let deliveries = match command.name.as_str() {
            "open" => self.open(&who),
            "hello" => {
                let mut deliveries = Vec::new();
                if !self.is_open(&who) {
                    deliveries = self.open(&who);
                }
                fields.insert("v".into(), json!(1));
                fields.insert("name".into(), json!(next().unwrap_or_else(|| who.clone())));
                deliveries.extend(self.send(&who, "hello", fields));
                deliveries
            }
            "watch" => {
                let mut deliveries = Vec::new();
                if !self.is_open(&who) {
                    deliveries = self.open(&who);
                }
                fields.insert("v".into(), json!(1));
                fields.insert("watch".into(), json!(true));
                deliveries.extend(self.send(&who, "hello", fields));
                deliveries
            }
            "say" => {
                fields.insert("cid".into(), next().into());
                fields.insert("text".into(), next().into());
                self.send(&who, "say", fields)
            }
            // A text of this many letters, too long for the free space of a page.
            "shout" => {
                fields.insert("cid".into(), next().into());
                let length: usize = next().unwrap_or_default().parse()?;
                fields.insert("text".into(), json!("A".repeat(length)));
                self.send(&who, "say", fields)
            }
            "edit" | "delete" | "react" => {
                fields.insert("cid".into(), next().into());
                fields.insert("seq".into(), number(next())?);
                match (command.name.as_str(), next()) {
                    ("edit", text) => {
                        fields.insert("text".into(), text.into());
                    }
                    ("react", emoji) => {
                        fields.insert("emoji".into(), emoji.into());
                        fields.insert("on".into(), json!(next().as_deref() != Some("off")));
                    }
                    _ => {}
                }
                self.send(&who, &command.name, fields)
            }
            "rename" => {
                fields.insert("name".into(), next().into());
                self.send(&who, "rename", fields)
            }
            "seen" => {
                fields.insert("seq".into(), number(next())?);
                self.send(&who, "seen", fields)
            }
            "typing" | "history" | "members" => self.send(&who, &command.name, fields),
            "raw" => {
                let id = self.socket(&who);
                self.world().frame(id, next().unwrap_or_default())
            }
            "big" => {
                let bytes: usize = next().unwrap_or_default().parse()?;
                let id = self.socket(&who);
                self.world().frame(id, "x".repeat(bytes))
            }
            "binary" => {
                let id = self.socket(&who);
                self.world().binary(id)
            }
            "ping" => {
                let id = self.socket(&who);
                self.world().ping(id);
                Vec::new()
            }
            "drop" => {
                let id = self.socket(&who);
                self.world().drop_socket(id)
            }
            "pass" => {
                let millis: u64 = next().unwrap_or_default().parse()?;
                self.world().pass(millis)
            }
            "sleep" => {
                self.world().hibernate();
                Vec::new()
            }
            "crash" => {
                self.world().crash();
                Vec::new()
            }
            "disk" => {
                match next().as_deref() {
                    Some("full") => self.world().sqlite.fill(),
                    _ => self.world().sqlite.empty(),
                }
                Vec::new()
            }
            // `operator state`, or what the operator does and how that ends.
            "operator" => {
                let mut words = vec!["tea".to_owned()];
                words.extend(std::iter::from_fn(&mut next));
                let request = AdminRequest::from_text(&words.join(" ")).ok_or("no such act")?;
                let Some(act) = request.act else {
                    return Ok(self.world().state());
                };
                let deliveries = self.world().operate(act);
                let outcome = self
                    .world()
                    .answered
                    .ok_or("the operator is not answered")?;
                return Ok(format!("{}{outcome:?}\n", self.trace(&deliveries)?));
            }
            // As a sleeping room of another version left it.
            "attach" => {
                let id = self.socket(&next().unwrap_or_default());
                let text = next().unwrap_or_default();
                self.world().set_attachment(id, &text);
                Vec::new()
            }
            "names" => return Ok(self.world().sqlite.reserved()),
            // The database refuses events with this in their text, or none any more.
            "refuse" => {
                match next() {
                    Some(text) => self.world().sqlite.refuse(&text),
                    None => self.world().sqlite.refuse_nothing(),
                }
                Vec::new()
            }
            "rows" => return Ok(self.world().sqlite.dump()),
            "status" => return Ok(self.status()),
            "wake" => return Ok(self.wake()),
            other => return Err(format!("no command {other}").into()),
        };
        args.reject_next()?;
        self.trace(&deliveries)
    }

    fn end_script(&mut self) -> Result<(), Box<dyn Error>> {
        match self.world().has_unfinished_tick() {
            true => Err("the script ends with an unfinished tick: let time pass".into()),
            false => Ok(()),
        }
    }
}

impl Stage {
    fn world(&mut self) -> &mut World {
        self.world
            .get_or_insert_with(|| World::new(Limits::default()))
    }

    fn open(&mut self, who: &str) -> Vec<Delivery> {
        let (id, deliveries) = self.world().open();
        self.sockets.insert(who.to_owned(), id);
        deliveries
    }

    fn is_open(&mut self, who: &str) -> bool {
        let id = self.socket(who);
        self.world().is_open(id)
    }

    fn socket(&self, who: &str) -> SessionId {
        self.sockets.get(who).copied().unwrap_or_default()
    }

    fn send(&mut self, who: &str, kind: &str, mut fields: Map<String, Value>) -> Vec<Delivery> {
        fields.insert("type".into(), json!(kind));
        let id = self.socket(who);
        self.world().frame(id, Value::Object(fields).to_string())
    }

    /// `token=ana` is the last token of ana, `epoch=same` the epoch; numbers are numbers.
    fn field(&self, key: &str, value: &str) -> Value {
        match (key, value) {
            ("token", who) if self.tokens.contains_key(who) => json!(self.tokens[who]),
            ("epoch", "same") => json!(self.epoch),
            ("token" | "epoch", _) => json!(value),
            (_, value) if key == "after" && value.len() == 16 => json!(value),
            (_, value) => value
                .parse::<f64>()
                .map_or(json!(value), |n| match n.fract() {
                    0.0 => json!(n as i64),
                    _ => json!(n),
                }),
        }
    }

    /// When the room will do something by itself.
    fn wake(&mut self) -> String {
        let now = self.world().now;
        let wait = self.world().wake_at().map(|at| at - now);
        wait.map_or("never".into(), |wait| format!("in {} ms", wait.as_millis()))
    }

    /// Who is here and by which sockets, who has yet to say hello, how far the log is, what waits for a
    /// tick, and when the room wakes by itself. It changes nothing: a room that sleeps goes on sleeping.
    fn status(&mut self) -> String {
        let sockets = self.sockets.clone();
        let mut here = BTreeMap::<String, Vec<String>>::new();
        let (mut greeting, mut waiting, mut watching) = (Vec::new(), Vec::new(), Vec::new());
        for member in self.members() {
            here.entry(member).or_default();
        }
        for (who, id) in sockets {
            let Some(attachment) = self.world().attachment(id).and_then(Attachment::parse) else {
                continue;
            };
            match attachment.state {
                AttachedState::Greeting { .. } => greeting.push(who),
                AttachedState::Waiting { .. } => waiting.push(who),
                AttachedState::Watching(_) => watching.push(who),
                AttachedState::Joined {
                    member,
                    name,
                    replay,
                    ..
                } => {
                    let member = shown(&json!({"id": member, "name": name}));
                    let at = replay.map_or(String::new(), |next| format!(" from {next}"));
                    here.entry(member).or_default().push(who + &at);
                }
            }
        }
        let here: Vec<String> = here
            .into_iter()
            .map(|(member, sockets)| format!("{member} ({})", sockets.join(", ")))
            .collect();
        let world = self.world();
        let state = if world.is_asleep() { "asleep" } else { "awake" };
        let (head, waits) = (world.durable_head(), world.has_unfinished_tick());
        let waits = if waits { "a tick" } else { "nothing" };
        let wake = self.wake();
        let mut status = format!("{state}, head {head}, {waits} waits, wakes {wake}\n");
        status += &format!("here: {}\n", here.join(", "));
        if !greeting.is_empty() {
            status += &format!("greeting: {}\n", greeting.join(", "));
        }
        if !waiting.is_empty() {
            status += &format!("waiting to be let in: {}\n", waiting.join(", "));
        }
        if !watching.is_empty() {
            status += &format!("watching: {}\n", watching.join(", "));
        }
        status
    }

    /// Who is present or in grace, as far as a room that is awake knows.
    fn members(&mut self) -> Vec<String> {
        if self.world().is_asleep() {
            return Vec::new();
        }
        let state: Value = serde_json::from_str(&self.world().state()).expect("JSON");
        let members = state["members"].as_array().expect("members");
        members.iter().map(shown).collect()
    }

    fn trace(&mut self, deliveries: &[Delivery]) -> Result<String, Box<dyn Error>> {
        let mut trace = String::new();
        for delivery in deliveries {
            let mut to: Vec<&str> = self
                .sockets
                .iter()
                .filter(|(_, id)| delivery.to.contains(id))
                .map(|(who, _)| who.as_str())
                .collect();
            to.sort();
            let to = to.join(" ");
            match &delivery.what {
                What::Closed(code) => writeln!(trace, "{to} x {code}")?,
                What::Frame(frame) => {
                    let events: Vec<Value> = serde_json::from_str(frame)?;
                    for (index, event) in events.iter().enumerate() {
                        let mark = if index == 0 { "<" } else { "," };
                        let shown = show(event);
                        writeln!(trace, "{to} {mark} {shown}")?;
                        if event["type"] == "welcome" {
                            let token = event["you"]["token"].as_str().unwrap_or_default();
                            self.tokens.insert(to.clone(), token.to_owned());
                            self.epoch = event["epoch"].as_str().unwrap_or_default().to_owned();
                        }
                    }
                }
            }
        }
        Ok(trace)
    }
}

/// A member by name and id.
fn shown(member: &Value) -> String {
    let text = |key: &str| member[key].as_str().unwrap_or("?");
    format!("{}#{}", text("name"), text("id").trim_start_matches('0'))
}

/// An event in one readable line: its type, then its fields.
fn show(event: &Value) -> String {
    let mut line = event["type"].as_str().unwrap_or("?").to_owned();
    let Value::Object(fields) = event else {
        return event.to_string();
    };
    for (key, value) in fields {
        match (key.as_str(), value) {
            ("type" | "limits" | "message", _) => {}
            ("member" | "from" | "you", member) => {
                let _ = write!(line, " {key}={}", shown(member));
            }
            ("preview", preview) => {
                let from = shown(&preview["from"]);
                let _ = write!(line, " preview={from} {}", preview["text"]);
            }
            ("members", Value::Array(members)) => {
                let names = members.iter().filter_map(|m| m["name"].as_str());
                let _ = write!(line, " members={:?}", names.collect::<Vec<_>>());
            }
            ("events", Value::Array(events)) => {
                let events: Vec<String> = events.iter().map(show).collect();
                let _ = write!(line, " events=[{}]", events.join("; "));
            }
            (key, Value::String(text)) if text.len() > 1_000 => {
                let _ = write!(line, " {key}=({} bytes)", text.len());
            }
            (key, value) => {
                let _ = write!(line, " {key}={value}");
            }
        }
    }
    line
}

fn limits(fields: &Map<String, Value>) -> Result<Limits, Box<dyn Error>> {
    Ok(Limits::from_vars(|name| {
        let value = fields.get(&name.to_lowercase())?;
        Some(value.to_string())
    }))
}

fn number(arg: Option<String>) -> Result<Value, Box<dyn Error>> {
    Ok(json!(arg.ok_or("a number is missing")?.parse::<i64>()?))
}
