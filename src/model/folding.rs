//! Case folding as Unicode has it in full (`toCasefold`).
//!
//! Its table is made by `build.rs`: neighbours fold alike, so it is a tenth of a list of all.

include!(concat!(env!("OUT_DIR"), "/folding.rs"));

/// Folds each character to one or more.
pub fn fold_case(chars: impl Iterator<Item = char>) -> String {
    let mut folded = String::with_capacity(chars.size_hint().0);
    for c in chars {
        match SPECIAL.binary_search_by_key(&c, |(special, _)| *special) {
            Ok(index) => folded.push_str(SPECIAL[index].1),
            Err(_) => folded.push(fold_simply(c)),
        }
    }
    folded
}

fn fold_simply(c: char) -> char {
    let number = u32::from(c);
    let run = RUNS.partition_point(|(_, last, _, _)| *last < number);
    match RUNS.get(run) {
        Some((first, _, step, shift)) if number >= *first && (number - first) % step == 0 => number
            .checked_add_signed(*shift)
            .and_then(char::from_u32)
            .unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use caseless::Caseless;

    #[test]
    fn every_character_folds_as_unicode_says() {
        for c in '\0'..=char::MAX {
            let one = std::iter::once(c);
            let expected: String = one.clone().default_case_fold().collect();
            assert_eq!(fold_case(one), expected, "{c:?}");
        }
        assert_eq!(fold_case("Straße ΣΊΣΥΦΟΣ İ".chars()), "strasse σίσυφοσ i̇");
        assert!(RUNS.len() + SPECIAL.len() < 400);
    }
}
