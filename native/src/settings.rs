//! Settings by name: the variables and secrets that the edge has, too.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use toml::{Table, Value};

use crate::outside::Networks;

/// One that there is.
#[derive(Debug)]
pub struct Setting {
    pub name: String,
    pub default: String,
    /// What it is, line by line; nothing where the one before it says so.
    pub about: Vec<String>,
    is_secret: bool,
}

/// The variables with their defaults, and what they mean: the same file that the edge reads.
const WRANGLER: &str = include_str!("../../wrangler.toml");

/// What is in no file of the project.
const SECRETS: &[(&str, &str)] = &[
    (
        "ADMIN_KEY",
        "The operator's key, at least 20 characters (docs/operator.md). Without it nobody is the operator.",
    ),
    (
        "SITE_KEY",
        "Signs for accounts: 32 bytes in base64url. Made on first use, and kept with the data.",
    ),
    (
        "VAPID_KEY",
        "By which push services know this server. Made on first use, and kept with the data.",
    ),
    (
        "OIDC_CLIENT_SECRET",
        "What the provider of sign-ins gave this server, if it did.",
    ),
    (
        "HOST_KEYS",
        "Keys of sites that say who their users are (docs/embedding.md): a JSON object, or a table.",
    ),
];

const OUTGOING: &str = "OUTGOING";
const PUSH: &str = "PUSH";

/// What only this host has, with its default.
const OWN: &[(&str, &str, &[&str])] = &[
    (
        OUTGOING,
        "public",
        &[
            "Networks that the server may reach where it asks a provider of sign-ins or a push service:",
            "public, private and local (this machine), separated by commas.",
        ],
    ),
    (
        PUSH,
        "on",
        &[
            "Whether members who are away are notified by the push services of their browsers: on, or off. Then",
            "nothing goes to any, and whoever subscribed is told again once it is on.",
        ],
    ),
    (
        "MAX_WAITING_BYTES",
        "268435456",
        &[
            "Bytes that may wait in memory for all slow readers together, of what only one of them gets (256 MiB):",
            "beyond that those are closed that are behind by more than 256 KiB.",
        ],
    ),
    (
        "SLEEP_AFTER_MS",
        "10000",
        &[
            "How long a room in which nothing happens stays in memory, in milliseconds. Its sockets stay open.",
        ],
    ),
];

static ALL: LazyLock<Vec<Setting>> = LazyLock::new(|| {
    let mut all = variables(WRANGLER);
    let secrets = SECRETS.iter().map(|(name, about)| Setting {
        name: (*name).to_owned(),
        default: String::new(),
        about: vec![(*about).to_owned()],
        is_secret: true,
    });
    all.extend(OWN.iter().map(|(name, default, about)| Setting {
        name: (*name).to_owned(),
        default: (*default).to_owned(),
        about: about.iter().map(|line| (*line).to_owned()).collect(),
        is_secret: false,
    }));
    all.extend(secrets);
    all
});

/// Every setting that there is.
pub fn all() -> &'static [Setting] {
    &ALL
}

/// The variables of `[vars]`, with the comments above them.
fn variables(text: &str) -> Vec<Setting> {
    let mut variables = Vec::new();
    let mut about = Vec::new();
    let lines = text.lines().skip_while(|line| *line != "[vars]").skip(1);
    for line in lines.take_while(|line| !line.starts_with('[')) {
        if let Some(comment) = line.strip_prefix('#') {
            about.push(comment.trim().to_owned());
        } else if let Some((name, value)) = line.split_once(" = ") {
            variables.push(Setting {
                name: name.to_owned(),
                default: value.trim_matches('"').to_owned(),
                about: std::mem::take(&mut about),
                is_secret: false,
            });
        } else {
            about.clear();
        }
    }
    variables
}

/// All settings, as they are until they are read again.
#[derive(Clone, Debug)]
pub struct Settings {
    values: BTreeMap<&'static str, String>,
    pub outgoing: Networks,
}

impl Settings {
    /// Settings of the environment, of a file, or by default; `kept` are secrets that are kept with the data, and
    /// `hosts` what HOSTS is where nobody has said so. Or what is wrong with one of them.
    pub fn read(
        file: &Table,
        environment: impl Fn(&str) -> Option<String>,
        kept: &BTreeMap<String, String>,
        hosts: &str,
    ) -> Result<Settings, String> {
        let unknown = file
            .keys()
            .find(|key| all().iter().all(|each| each.name != **key));
        if let Some(unknown) = unknown {
            return Err(format!("There is no setting {unknown}: see alcove --help."));
        }
        let mut values = BTreeMap::new();
        for setting in all() {
            let name = setting.name.as_str();
            let said = match environment(name) {
                Some(value) => Some(value),
                None => file
                    .get(name)
                    .map(|value| text_of(name, value))
                    .transpose()?,
            };
            // An empty secret is none.
            let said = said.filter(|value| !setting.is_secret || !value.is_empty());
            let value = match said {
                Some(value) => value,
                None if setting.is_secret => match kept.get(name) {
                    Some(value) => value.clone(),
                    None => continue,
                },
                None if name == "HOSTS" => hosts.to_owned(),
                None => setting.default.clone(),
            };
            check(setting, &value)?;
            values.insert(name, value);
        }
        if values.get(PUSH).and_then(|value| is_push(value)) == Some(false) {
            // Without it nobody is offered any, and nothing is sent.
            values.remove("VAPID_KEY");
        }
        let outgoing = values.get(OUTGOING).map_or("", String::as_str);
        let outgoing = Networks::parse(outgoing)?;
        Ok(Settings { values, outgoing })
    }

    /// A variable or a secret.
    pub fn var(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }
}

/// A value of a file as the text that it would be in the environment.
fn text_of(name: &str, value: &Value) -> Result<String, String> {
    Ok(match value {
        Value::String(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(true) => "1".to_owned(),
        Value::Boolean(false) => "0".to_owned(),
        Value::Array(items) => {
            let items = items.iter().map(|item| match item {
                Value::String(text) => Ok(text.as_str()),
                _ => Err(format!("{name} has to be a list of texts.")),
            });
            items.collect::<Result<Vec<_>, _>>()?.join(",")
        }
        Value::Table(table) => serde_json::to_string(table)
            .map_err(|_| format!("{name} has to be a table of texts."))?,
        _ => return Err(format!("{name} has to be a text or a number.")),
    })
}

/// Whether a setting can mean anything. At the edge what means nothing is as if it were not set; who runs a server
/// of their own is better told.
fn check(setting: &Setting, value: &str) -> Result<(), String> {
    let name = setting.name.as_str();
    let is_number = setting.default.parse::<u64>().is_ok();
    // Empty is as if it were not said.
    let is_number = is_number && !value.trim().is_empty();
    if is_number && value.trim().parse::<u64>().is_err() {
        return Err(format!(
            "{name} is {value:?}, and has to be a whole number."
        ));
    }
    if setting.is_secret {
        is_of_form(name, value).map_err(|form| form.to_owned())?;
    }
    let wanted = match name {
        PUSH => is_push(value).is_none().then_some("\"on\" or \"off\""),
        _ => alcove::server::misread(name, value),
    };
    // A secret is not for whoever reads a log.
    match wanted {
        None => Ok(()),
        Some(wanted) if setting.is_secret => Err(format!("{name} has to be {wanted}.")),
        Some(wanted) => Err(format!("{name} is {value:?}, and has to be {wanted}.")),
    }
}

/// Whether there is push; none if that is no word for it.
fn is_push(value: &str) -> Option<bool> {
    match value.trim() {
        "" | "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

/// Whether a secret is of its form: if not, what it is for would silently be off.
pub fn is_of_form(name: &str, value: &str) -> Result<(), &'static str> {
    let is_valid = match name {
        "SITE_KEY" => has_bytes(value, 32),
        "VAPID_KEY" => {
            let parts = value.split_once('.');
            parts.is_some_and(|(point, number)| has_bytes(point, 65) && has_bytes(number, 32))
        }
        "HOST_KEYS" => {
            serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(value).is_ok()
        }
        _ => true,
    };
    if is_valid {
        return Ok(());
    }
    Err(match name {
        "SITE_KEY" => "SITE_KEY has to be 32 bytes in base64url, 43 characters.",
        "VAPID_KEY" => {
            "VAPID_KEY has to be a P-256 key: the public point (65 bytes), a dot, the private number (32 bytes), each in base64url."
        }
        _ => "HOST_KEYS has to be a JSON object of origins and their keys.",
    })
}

fn has_bytes(text: &str, count: usize) -> bool {
    let is_base64url = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    text.len() == (count * 4).div_ceil(3) && text.chars().all(is_base64url)
}

/// Bytes as the secrets have them.
pub fn to_base64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str, environment: &[(&str, &str)]) -> Result<Settings, String> {
        let file: Table = file.parse().expect("it is TOML");
        let environment = |name: &str| {
            let mut all = environment.iter();
            let found = all.find(|(other, _)| *other == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let kept = BTreeMap::from([("SITE_KEY".to_owned(), "k".repeat(43))]);
        Settings::read(&file, environment, &kept, "localhost:1")
    }

    #[test]
    fn every_variable_of_the_edge_is_one_here() {
        let names: Vec<_> = all().iter().map(|each| each.name.as_str()).collect();
        let config: Table = WRANGLER.parse().expect("it is TOML");
        let vars = config["vars"].as_table().expect("there are variables");
        for (name, value) in vars {
            let setting = all().iter().find(|each| each.name == *name);
            let setting = setting.unwrap_or_else(|| panic!("{name} in {names:?}"));
            assert_eq!(Some(setting.default.as_str()), value.as_str(), "{name}");
        }
        assert_eq!(names.len(), vars.len() + OWN.len() + SECRETS.len());
        assert!(!all()[0].about.is_empty());
    }

    #[test]
    fn the_environment_wins_over_a_file_and_that_over_defaults() {
        let file = "MAX_TEXT = 5\nMAX_SOCKETS = \"6\"\nMAINTENANCE = true\nALLOWED_ORIGINS = [\"https://a.example\", \"https://b.example\"]";
        let settings = read(file, &[("MAX_TEXT", "7"), ("SIGN_IN", "off")]).expect("it is right");
        for (name, value) in [
            ("MAX_TEXT", "7"),
            ("MAX_SOCKETS", "6"),
            ("MAINTENANCE", "1"),
            ("ALLOWED_ORIGINS", "https://a.example,https://b.example"),
            ("SIGN_IN", "off"),
            ("RATE_BURST", "10"),
            ("HOSTS", "localhost:1"),
        ] {
            assert_eq!(settings.var(name), Some(value), "{name}");
        }
        assert!(
            settings
                .var("PUSH_HOSTS")
                .is_some_and(|hosts| hosts.contains("fcm"))
        );
        assert_eq!(settings.var("SITE_KEY"), Some("k".repeat(43).as_str()));
        assert_eq!(settings.var("ADMIN_KEY"), None);
    }

    #[test]
    fn an_empty_hosts_is_any_and_an_empty_secret_none() {
        let settings = read("", &[("HOSTS", ""), ("ADMIN_KEY", ""), ("SITE_KEY", "")]);
        let settings = settings.expect("it is right");
        assert_eq!(settings.var("HOSTS"), Some(""));
        assert_eq!(settings.var("ADMIN_KEY"), None);
        assert_eq!(settings.var("SITE_KEY"), Some("k".repeat(43).as_str()));
    }

    #[test]
    fn push_is_off_if_that_is_said() {
        let key = format!("{}.{}", "B".repeat(87), "k".repeat(43));
        for (value, is_on) in [("on", true), ("", true), ("off", false)] {
            let settings = read("", &[("PUSH", value), ("VAPID_KEY", &key)]);
            let settings = settings.expect("it is right");
            assert_eq!(settings.var("VAPID_KEY").is_some(), is_on, "{value:?}");
        }
    }

    #[test]
    fn keys_of_sites_may_be_a_table() {
        let file = "[HOST_KEYS]\n\"https://a.example\" = [\"BKey\"]";
        let settings = read(file, &[]).expect("it is right");
        let keys = r#"{"https://a.example":["BKey"]}"#;
        assert_eq!(settings.var("HOST_KEYS"), Some(keys));
    }

    #[test]
    fn the_example_of_a_file_is_right_line_by_line() {
        let example = include_str!("../../packaging/alcove.toml");
        let lines = example.lines().map(|line| match line.strip_prefix("# ") {
            // What is set there is set off, and is right if it is set.
            Some(rest) if rest.contains(" = ") => rest,
            _ => line,
        });
        let all = lines.collect::<Vec<_>>().join("\n");
        let mut file: Table = all.parse().expect("it is TOML");
        let options = crate::options::of_file(&mut file).expect("its options are right");
        assert_eq!(options.port, Some(8787));
        assert!(file.len() >= 5);
        let settings = Settings::read(&file, |_| None, &BTreeMap::new(), "");
        settings.expect("its settings are right");
    }

    #[test]
    fn what_means_nothing_is_told_in_one_line() {
        for (file, wrong) in [
            ("MAX_TXT = 1", "There is no setting MAX_TXT"),
            ("MAX_TEXT = \"many\"", "MAX_TEXT is \"many\""),
            ("MAX_TEXT = -1", "MAX_TEXT is \"-1\""),
            ("MAX_TEXT = 1.5", "MAX_TEXT has to be a text or a number"),
            ("ALLOWED_ORIGINS = [1]", "ALLOWED_ORIGINS has to be a list"),
            ("SITE_KEY = \"short\"", "SITE_KEY has to be 32 bytes"),
            ("VAPID_KEY = \"short\"", "VAPID_KEY has to be a P-256 key"),
            ("HOST_KEYS = \"[]\"", "HOST_KEYS has to be a JSON object"),
            ("OUTGOING = \"moon\"", "OUTGOING has \"moon\""),
            (
                "ROOM_CREATION = \"create\"",
                "ROOM_CREATION is \"create\", and has to be \"anyone\" or \"created\".",
            ),
            (
                "SIGN_IN = \"requierd\"",
                "SIGN_IN is \"requierd\", and has to be",
            ),
            (
                "PUSH = \"no\"",
                "PUSH is \"no\", and has to be \"on\" or \"off\".",
            ),
            (
                "HOSTS = \"https://a.example\"",
                "HOSTS is \"https://a.example\"",
            ),
            ("ADMIN_KEY = \"hunter2\"", "ADMIN_KEY has to be at least 20"),
        ] {
            let told = read(file, &[]).expect_err("it is wrong");
            assert!(told.starts_with(wrong), "{told}");
            assert_eq!(told.lines().count(), 1, "{told}");
        }
    }
}
