//! What whoever runs the server is told, line by line.

use std::io::Write;

/// Something that happened.
pub fn say(line: &str) {
    // Where nobody listens any more, there is nobody to tell.
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Something that is to be mended.
pub fn warn(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
