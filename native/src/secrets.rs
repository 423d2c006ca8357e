//! Secrets that a server makes for itself on first use, and keeps with its data.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use serde_json::{Map, Value};

use crate::settings::{is_of_form, to_base64};
use crate::system::random;

const FILE: &str = "secrets.json";

type Maker = fn() -> String;

/// Those that can be made.
const MADE: [(&str, Maker); 2] = [("SITE_KEY", new_site_key), ("VAPID_KEY", new_vapid_key)];

/// Those that can be made: as the folder has them, or made now and kept there, `given` ones rather than new ones. A new
/// SITE_KEY would end all accounts, so nothing unreadable is ever replaced.
pub fn kept(
    folder: &Path,
    given: impl Fn(&str) -> Option<String>,
) -> Result<BTreeMap<String, String>, String> {
    let path = folder.join(FILE);
    let mut secrets = read(&path)?;
    let mut is_complete = true;
    for (name, make) in MADE {
        if secrets.contains_key(name) {
            continue;
        }
        is_complete = false;
        let given = given(name).filter(|value| !value.is_empty());
        if let Some(given) = &given {
            is_of_form(name, given)?;
        }
        secrets.insert(name.to_owned(), Value::String(given.unwrap_or_else(make)));
    }
    if !is_complete {
        let written = write(&path, &secrets);
        written.map_err(|error| format!("{} cannot be written: {error}.", path.display()))?;
    }
    let texts = secrets.into_iter().filter_map(|(name, value)| match value {
        Value::String(text) => Some((name, text)),
        _ => None,
    });
    Ok(texts.collect())
}

fn read(path: &Path) -> Result<Map<String, Value>, String> {
    let shown = path.display();
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Map::new()),
        Err(error) if error.kind() != io::ErrorKind::InvalidData => {
            let holds = "it holds the keys of all accounts";
            return Err(format!("{shown} cannot be read ({error}): {holds}."));
        }
        // Not even a text.
        Err(_) => String::new(),
    };
    let secrets = serde_json::from_str::<Map<String, Value>>(&text);
    let secrets = secrets.ok().filter(|secrets| {
        MADE.iter().all(|(name, _)| match secrets.get(*name) {
            None => true,
            Some(Value::String(value)) => is_of_form(name, value).is_ok(),
            Some(_) => false,
        })
    });
    secrets.ok_or_else(|| {
        format!(
            "{shown} is damaged: put it back from a backup. Without it nobody can sign in to an account made here."
        )
    })
}

/// A whole file or none, for its own user alone.
fn write(path: &Path, secrets: &Map<String, Value>) -> io::Result<()> {
    let draft = path.with_extension("json.new");
    let text = serde_json::to_string_pretty(secrets)?;
    let _ = fs::remove_file(&draft);
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)?;
    file.write_all(format!("{text}\n").as_bytes())?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    // So that it is there after a crash, too.
    match path.parent() {
        Some(folder) => fs::File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

fn new_site_key() -> String {
    to_base64(&random::<32>())
}

/// Where the private number is in a PKCS#8 document as ring makes it; the public point is its end.
const NUMBER: std::ops::Range<usize> = 36..68;
const POINT: usize = 65;

fn new_vapid_key() -> String {
    let random = SystemRandom::new();
    let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
    let document =
        EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("the system has randomness");
    let document = document.as_ref();
    let number = &document[NUMBER];
    let point = &document[document.len() - POINT..];
    EcdsaKeyPair::from_private_key_and_public_key(algorithm, number, point, &random)
        .expect("the two are of one pair");
    format!("{}.{}", to_base64(point), to_base64(number))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt;

    use super::*;
    use crate::data::tests::Folder;

    fn nothing(_: &str) -> Option<String> {
        None
    }

    #[test]
    fn what_is_made_is_kept() {
        let home = Folder::new();
        let made = kept(&home.0, nothing).expect("it can be made");
        for name in ["SITE_KEY", "VAPID_KEY"] {
            assert_eq!(is_of_form(name, &made[name]), Ok(()), "{name}");
        }
        assert_eq!(kept(&home.0, nothing).expect("it is there"), made);
        let file = fs::metadata(home.0.join(FILE)).expect("it is there");
        assert_eq!(file.mode() & 0o777, 0o600);
        let other = Folder::new();
        assert_ne!(kept(&other.0, nothing).expect("it can be made"), made);
    }

    #[test]
    fn a_given_one_is_kept_if_there_is_none() {
        let home = Folder::new();
        let given = "g".repeat(43);
        let site = |name: &str| (name == "SITE_KEY").then(|| given.clone());
        assert_eq!(kept(&home.0, site).expect("it is right")["SITE_KEY"], given);
        let other = |name: &str| (name == "SITE_KEY").then(|| "o".repeat(43));
        assert_eq!(
            kept(&home.0, other).expect("it is there")["SITE_KEY"],
            given
        );
    }

    #[test]
    fn others_in_the_file_stay() {
        let home = Folder::new();
        fs::write(home.0.join(FILE), r#"{"OTHER":"x"}"#).expect("ours");
        let made = kept(&home.0, nothing).expect("it can be made");
        assert_eq!(made["OTHER"], "x");
        assert_eq!(kept(&home.0, nothing).expect("it is there"), made);
    }

    #[test]
    fn nothing_unreadable_is_replaced() {
        for damaged in [
            &b"{"[..],
            b"[]",
            b"\xff",
            b"",
            br#"{"SITE_KEY":"short"}"#,
            br#"{"SITE_KEY":1}"#,
        ] {
            let home = Folder::new();
            let path = home.0.join(FILE);
            fs::write(&path, damaged).expect("ours");
            let told = kept(&home.0, nothing).expect_err("it is damaged");
            assert!(told.contains("is damaged"), "{told}");
            assert_eq!(fs::read(&path).expect("ours"), damaged);
        }
        let home = Folder::new();
        fs::create_dir(home.0.join(FILE)).expect("ours");
        let told = kept(&home.0, nothing).expect_err("it is no file");
        assert!(told.contains("cannot be read"), "{told}");
    }

    #[test]
    fn a_given_one_has_to_be_of_its_form() {
        let home = Folder::new();
        let told = kept(&home.0, |_| Some("short".to_owned())).expect_err("it is short");
        assert!(told.starts_with("SITE_KEY has to be"), "{told}");
        assert!(!home.0.join(FILE).exists());
    }
}
