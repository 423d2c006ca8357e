//! Generates the tables that `src/model/emoji`, `src/model/folding.rs` and `src/model/search` look up: the
//! emoji that Unicode recommends for interchange, case folding, and combining marks.
//!
//! Skin tones make up most of the emoji, and follow a rule: an emoji with one tone has all
//! five, and two people of different tones come in all pairs. So one pattern stands for up to
//! twenty emoji.

#[path = "src/model/emoji/pattern.rs"]
mod pattern;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;
use std::{env, fs, iter};

use caseless::Caseless;
use pattern::{TONES, Toned, bare};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Emoji by themselves, too, though mostly parts of others; a list for people does without.
const COMPONENTS: [&str; 9] = ["🏻", "🏼", "🏽", "🏾", "🏿", "🦰", "🦱", "🦲", "🦳"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/model/emoji/pattern.rs");
    write("emoji.txt", emoji()?)?;
    write("folding.rs", folding())?;
    write("marks.rs", marks())
}

fn write(name: &str, content: String) -> Result<(), Box<dyn Error>> {
    Ok(fs::write(
        Path::new(&env::var("OUT_DIR")?).join(name),
        content,
    )?)
}

fn emoji() -> Result<String, Box<dyn Error>> {
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
    Ok(lines.into_values().collect())
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

/// First and last, the step from one to the next, and how far each is from what it folds to.
type Run = (u32, u32, u32, i32);

/// Runs of characters that fold alike, and those that fold to more than one.
fn folding() -> String {
    let (mut runs, mut special): (Vec<Run>, Vec<(char, String)>) = Default::default();
    for c in '\0'..=char::MAX {
        let folded: String = iter::once(c).default_case_fold().collect();
        let mut chars = folded.chars();
        match (chars.next(), chars.next()) {
            (Some(one), None) if one == c => {}
            (Some(one), None) => add(&mut runs, c.into(), u32::from(one) as i32 - c as i32),
            _ => special.push((c, folded)),
        }
    }
    format!(
        "const RUNS: &[(u32, u32, u32, i32)] = &{runs:?};
        const SPECIAL: &[(char, &str)] = &{special:?};"
    )
}

fn add(runs: &mut Vec<Run>, c: u32, shift: i32) {
    if let Some((first, last, step, same)) = runs.last_mut()
        && *same == shift
        && matches!(c - *last, 1 | 2)
        && (first == last || c - *last == *step)
    {
        (*last, *step) = (c, c - *last);
        return;
    }
    runs.push((c, c, 1, shift));
}

/// First and last of each run of combining marks: of category M.
fn marks() -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for c in '\0'..=char::MAX {
        let number = u32::from(c);
        if c.general_category_group() != GeneralCategoryGroup::Mark {
            continue;
        }
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    format!("const MARKS: &[(u32, u32)] = &{runs:?};")
}
