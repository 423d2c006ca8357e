//! CPU time and memory of one process, from the operating system.

use procfs::process::Process;

/// What a process has used at one point in time.
#[derive(Clone, Copy, Default)]
pub struct Usage {
    /// User and system time of all its threads, in seconds.
    pub cpu: f64,
    /// Resident memory now, in bytes.
    pub rss: u64,
}

/// Of the process with this id; of one that is gone, nothing.
pub fn usage(pid: i32) -> Usage {
    let Ok(stat) = Process::new(pid).and_then(|process| process.stat()) else {
        return Usage::default();
    };
    Usage {
        cpu: (stat.utime + stat.stime) as f64 / procfs::ticks_per_second() as f64,
        rss: stat.rss * procfs::page_size(),
    }
}

/// Of this process.
pub fn ours() -> Usage {
    usage(std::process::id() as i32)
}
