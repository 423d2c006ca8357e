//! Writes the table of emoji that `src/emoji` searches: what Unicode recommends for interchange.
//!
//! Skin tones are most of it, and follow a rule: who has a tone has all five, and two people of
//! different tones come in all pairs. So one pattern stands for up to twenty emoji.

#[path = "src/emoji/pattern.rs"]
mod pattern;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;
use std::{env, fs};

use pattern::{TONES, Toned, bare};

/// Emoji by themselves, too, though mostly parts of others; a list for people does without.
const COMPONENTS: [&str; 9] = ["🏻", "🏼", "🏽", "🏾", "🏿", "🦰", "🦱", "🦲", "🦳"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/emoji/pattern.rs");
    let all = all();
    let mut lines = BTreeMap::new();
    for emoji in &all {
        let Toned { pattern, .. } = Toned::of(emoji).ok_or("an emoji without a pattern")?;
        if bare(emoji).eq(pattern.chars()) {
            lines.insert(pattern, format!("{emoji}\n"));
        }
    }
    let stands_for: BTreeSet<String> = lines.values().flat_map(|line| toned(line)).collect();
    if stands_for != all {
        return Err("the rule of skin tones does not hold any more".into());
    }
    let table: String = lines.into_values().collect();
    fs::write(Path::new(&env::var("OUT_DIR")?).join("emoji.txt"), table)?;
    Ok(())
}

fn all() -> BTreeSet<String> {
    let toned = emojis::iter().flat_map(|emoji| emoji.skin_tones().into_iter().flatten());
    let listed = emojis::iter().chain(toned).map(|emoji| emoji.as_str());
    listed.chain(COMPONENTS).map(str::to_owned).collect()
}

/// All that a line stands for.
fn toned(line: &str) -> Vec<String> {
    let differ = line.contains(TONES[1]);
    let pairs = TONES
        .into_iter()
        .flat_map(|one| TONES.map(|other| [one, other]));
    let pairs = pairs.filter(|[one, other]| (one != other) == differ);
    let toned = pairs.map(|pair| {
        let mut tones = pair.into_iter();
        let in_tone = |c| match c {
            c if TONES.contains(&c) => tones.next().unwrap_or(c),
            c => c,
        };
        line.trim_end().chars().map(in_tone).collect()
    });
    toned.collect()
}
