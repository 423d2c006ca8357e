//! Which part of a file is asked for (RFC 9110, section 14).

/// What a header `Range` means for so many bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// All: also where several parts are asked for, or what is not understood.
    All,
    /// So many from there on.
    Part { start: u64, length: u64 },
    /// Nothing of it is there.
    Nothing,
}

impl Range {
    pub fn parse(header: Option<&str>, bytes: u64) -> Range {
        header
            .and_then(|header| Range::read(header, bytes))
            .unwrap_or(Range::All)
    }

    fn read(header: &str, bytes: u64) -> Option<Range> {
        let (unit, set) = header.trim().split_once('=')?;
        if !unit.trim().eq_ignore_ascii_case("bytes") {
            return None;
        }
        let (first, last) = set.trim().split_once('-')?;
        let number = |text: &str| {
            let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            // One that is too large is beyond every file.
            is_number.then(|| text.parse::<u64>().unwrap_or(u64::MAX))
        };
        let (start, end) = match (first.trim(), last.trim()) {
            ("", suffix) => (bytes.saturating_sub(number(suffix)?), bytes),
            (first, "") => (number(first)?, bytes),
            (first, last) => {
                let (first, last) = (number(first)?, number(last)?);
                if last < first {
                    return None;
                }
                (first, last.saturating_add(1).min(bytes))
            }
        };
        Some(match start < end {
            true => Range::Part {
                start,
                length: end - start,
            },
            false => Range::Nothing,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_that_is_there_is_a_part() {
        let part = |start, length| Range::Part { start, length };
        for (header, range) in [
            ("bytes=0-0", part(0, 1)),
            ("bytes=0-99", part(0, 10)),
            ("bytes=4-6", part(4, 3)),
            ("bytes=4-", part(4, 6)),
            ("bytes=-4", part(6, 4)),
            ("bytes=-40", part(0, 10)),
            (" Bytes = 4 - 6 ", part(4, 3)),
            ("bytes=9-99999999999999999999999", part(9, 1)),
            ("bytes=10-", Range::Nothing),
            ("bytes=10-12", Range::Nothing),
            ("bytes=-0", Range::Nothing),
            ("bytes=99999999999999999999999-", Range::Nothing),
            ("bytes=6-4", Range::All),
            ("bytes=0-1,3-4", Range::All),
            ("bytes=-", Range::All),
            ("bytes=a-b", Range::All),
            ("bytes=+1-2", Range::All),
            ("lines=0-1", Range::All),
            ("", Range::All),
        ] {
            assert_eq!(Range::parse(Some(header), 10), range, "{header}");
        }
        assert_eq!(Range::parse(None, 10), Range::All);
    }
}
