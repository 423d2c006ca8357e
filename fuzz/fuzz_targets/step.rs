//! Any sequence of inputs to a room: no panic, no server error, and no step that costs more
//! than its inputs allow. `tests/world/cost.rs` has the limits, `tests/world/story.rs` reads
//! the bytes.

#![no_main]

#[path = "../../tests/world/mod.rs"]
mod world;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    world::story::run(bytes);
});
