//! Settings as JSON: what clients send in `set`, and what the log and `settings` events have.

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::json::Json;
use crate::model::Setting;
use crate::model::settings::{Access, Audience, Direct, History, Members, Pictures};

/// Settings as one object.
#[derive(Debug)]
pub struct Set<'a>(pub &'a [Setting]);

impl Serialize for Set<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for setting in self.0 {
            let (name, value) = entry(setting);
            match value {
                Value::Text(text) => map.serialize_entry(name, text)?,
                Value::Seconds(number) => map.serialize_entry(name, &number)?,
                Value::Flag(flag) => map.serialize_entry(name, &flag)?,
            }
        }
        map.end()
    }
}

/// What somebody who waits to be let in sees of a room.
#[derive(Debug, Serialize)]
pub struct Front<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    pub title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub topic: &'a str,
}

enum Value<'a> {
    Text(&'a str),
    Seconds(u64),
    Flag(bool),
}

/// The name of a setting and its value, as on the wire.
fn entry(setting: &Setting) -> (&'static str, Value<'_>) {
    use Value::{Flag, Seconds, Text};
    match setting {
        Setting::Title(text) => ("title", Text(text)),
        Setting::Topic(text) => ("topic", Text(text)),
        Setting::Access(access) => (
            "access",
            Text(match access {
                Access::Open => "open",
                Access::Read => "read",
                Access::Ask => "ask",
                Access::Closed => "closed",
            }),
        ),
        Setting::Members(members) => (
            "members",
            Text(match members {
                Members::All => "all",
                Members::Granted => "granted",
            }),
        ),
        Setting::Post(audience) => (
            "post",
            Text(match audience {
                Audience::Members => "members",
                Audience::Moderators => "moderators",
            }),
        ),
        Setting::Slow(time) => ("slow", Seconds(time.as_millis() / 1_000)),
        Setting::Direct(direct) => (
            "direct",
            Text(match direct {
                Direct::Ask => "ask",
                Direct::Open => "open",
                Direct::Moderators => "moderators",
                Direct::Off => "off",
            }),
        ),
        Setting::Keep(time) => ("keep", Seconds(time.as_millis() / 1_000)),
        Setting::History(history) => (
            "history",
            Text(match history {
                History::All => "all",
                History::SinceJoin => "since_join",
            }),
        ),
        Setting::Listed(listed) => ("listed", Flag(*listed)),
        Setting::Roster(audience) => (
            "roster",
            Text(match audience {
                Audience::Members => "all",
                Audience::Moderators => "moderators",
            }),
        ),
        Setting::Pictures(pictures) => (
            "pictures",
            Text(match pictures {
                Pictures::Show => "show",
                Pictures::Cover => "cover",
            }),
        ),
    }
}

/// All settings of an object, if each of them is one. `null` stands for the default.
pub fn settings(set: &Json) -> Option<Vec<Setting>> {
    let Json::Object(entries) = set else {
        return None;
    };
    let settings = entries.iter();
    settings.map(|(name, value)| setting(name, value)).collect()
}

/// The same of what somebody wants them to be.
pub fn new_settings(set: &Json) -> Option<Vec<Setting>> {
    settings(set).filter(|set| set.iter().all(Setting::is_legible))
}

fn setting(name: &str, value: &Json) -> Option<Setting> {
    let text = |default: &'static str| match value {
        Json::Null => Some(default),
        Json::Text(text) => Some(text.as_ref()),
        _ => None,
    };
    let number = || match value {
        Json::Null => Some(0),
        value => value.unsigned(),
    };
    match name {
        "title" => Setting::title(text("")?),
        "topic" => Setting::topic(text("")?),
        "access" => Some(Setting::Access(match text("open")? {
            "open" => Access::Open,
            "read" => Access::Read,
            "ask" => Access::Ask,
            "closed" => Access::Closed,
            _ => return None,
        })),
        "members" => Some(Setting::Members(match text("all")? {
            "all" => Members::All,
            "granted" => Members::Granted,
            _ => return None,
        })),
        "post" => Some(Setting::Post(match text("members")? {
            "members" => Audience::Members,
            "moderators" => Audience::Moderators,
            _ => return None,
        })),
        "slow" => Setting::slow(number()?),
        "direct" => Some(Setting::Direct(match text("ask")? {
            "ask" => Direct::Ask,
            "open" => Direct::Open,
            "moderators" => Direct::Moderators,
            "off" => Direct::Off,
            _ => return None,
        })),
        "keep" => Setting::keep(number()?),
        "history" => Some(Setting::History(match text("all")? {
            "all" => History::All,
            "since_join" => History::SinceJoin,
            _ => return None,
        })),
        "listed" => match value {
            Json::Null => Some(Setting::Listed(false)),
            Json::Bool(listed) => Some(Setting::Listed(*listed)),
            _ => None,
        },
        "roster" => Some(Setting::Roster(match text("all")? {
            "all" => Audience::Members,
            "moderators" => Audience::Moderators,
            _ => return None,
        })),
        "pictures" => Some(Setting::Pictures(match text("show")? {
            "show" => Pictures::Show,
            "cover" => Pictures::Cover,
            _ => return None,
        })),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::encode;

    fn parse(set: &str) -> Option<Vec<Setting>> {
        settings(&Json::parse(set)?)
    }

    #[test]
    fn settings_are_read_as_they_are_written() {
        let all = r#"{"title":"Tea","topic":"Green","access":"ask","members":"granted","post":"moderators","slow":30,"direct":"off","keep":86400,"history":"since_join","listed":true,"roster":"moderators","pictures":"cover"}"#;
        assert_eq!(encode(&Set(&parse(all).unwrap())), all);
    }

    #[test]
    fn null_sets_the_default() {
        let set = parse(
            r#"{"title":null,"topic":null,"access":null,"members":null,"post":null,"slow":null,"direct":null,"keep":null,"history":null,"listed":null,"roster":null,"pictures":null}"#,
        );
        let mut settings = crate::model::Settings::default();
        assert!(!settings.set_all(&set.unwrap()));
    }

    #[test]
    fn one_bad_setting_makes_all_of_them_bad() {
        for set in [
            r#"{"title":"Tea","nonsense":1}"#,
            r#"{"title":5}"#,
            r#"{"access":"maybe"}"#,
            r#"{"slow":-1}"#,
            r#"{"slow":1.5}"#,
            r#"{"slow":"30"}"#,
            r#"{"keep":59}"#,
            r#"{"listed":1}"#,
            r#"{"pictures":"covered"}"#,
            r#"{"pictures":true}"#,
            r#"[]"#,
            r#""title""#,
        ] {
            assert_eq!(parse(set), None, "{set}");
        }
        assert_eq!(parse("{}"), Some(Vec::new()));
    }
}
