//! What the core costs by itself, without a server, so that a regression is found where it was
//! made.
//!
//! `npm run bench:core` runs all of it, `npm run bench:core -- step` a part, `-- --quick` a
//! shorter look. The rooms and the database are those of the tests; the clock is a number. What
//! the runtime adds (sockets, wasm, its output gate) is not measured here.

#[path = "../../tests/world/mod.rs"]
mod world;

mod append;
mod decode;
mod encode;
mod page;
mod scene;
mod search;
mod step;
mod wake;

criterion::criterion_group!(
    benches,
    decode::bench,
    step::bench,
    encode::bench,
    append::bench,
    page::bench,
    search::bench,
    wake::bench
);
criterion::criterion_main!(benches);
