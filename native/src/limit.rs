//! How many files this process may have open, and so how many connections.

use nix::sys::resource::{Resource, getrlimit, setrlimit};

/// What is no connection: what is listened at, and a few files.
const OTHER: u64 = 64;

/// With fewer, a thread would do nothing but open them.
const LEAST_DATABASES: usize = 4;

/// How many files this process may have open now.
pub fn files() -> u64 {
    getrlimit(Resource::RLIMIT_NOFILE).map_or(1_024, |(soft, _)| soft)
}

/// Raises the limit of open files to the highest allowed; how many that is.
pub fn raise() -> u64 {
    let Ok((soft, hard)) = getrlimit(Resource::RLIMIT_NOFILE) else {
        return 1_024;
    };
    match setrlimit(Resource::RLIMIT_NOFILE, hard, hard) {
        Ok(()) => hard,
        Err(_) => soft,
    }
}

/// How many connections fit into so many open files. A quarter is for the rooms' databases.
pub fn connections(files: u64) -> u64 {
    (files.saturating_sub(OTHER) / 4 * 3).max(1)
}

/// How many databases each of so many threads may have open, in the quarter that is theirs: three files each.
pub fn databases(files: u64, threads: usize) -> usize {
    let all = files.saturating_sub(OTHER) / 4 / 3;
    (all as usize / threads.max(1)).max(LEAST_DATABASES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_left() {
        assert_eq!(connections(1_024), 720);
        assert_eq!(connections(0), 1);
        assert_eq!(databases(1_024, 4), 20);
        assert!(databases(1_024, 4) as u64 * 3 * 4 + connections(1_024) < 1_024);
        assert_eq!(databases(0, 4), LEAST_DATABASES);
    }
}
