//! Any story of a room: no panic, no fault of the server, and no step that costs more than what
//! happened may cost. `tests/world/cost.rs` has the bounds, `tests/world/story.rs` reads the bytes.

#![no_main]

#[path = "../../tests/world/mod.rs"]
mod world;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    world::story::run(bytes);
});
