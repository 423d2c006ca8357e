//! Puts the built page into the binary: each file with its type, the validators of all its codings, and its bytes.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest, Sha256};

const TYPES: &[(&str, &str)] = &[
    ("css", "text/css; charset=utf-8"),
    ("html", "text/html; charset=utf-8"),
    ("ico", "image/x-icon"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("map", "application/json"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("mp3", "audio/mpeg"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain; charset=utf-8"),
    ("webmanifest", "application/manifest+json"),
    ("webp", "image/webp"),
    ("woff2", "font/woff2"),
];

fn main() {
    // Asked when it runs: a compiled build script may be shared by checkouts.
    let home = env::var_os("CARGO_MANIFEST_DIR").expect("cargo tells where it is");
    let build = Path::new(&home).join("../build");
    let (page, packed) = (build.join("public"), build.join("packed"));
    println!("cargo::rerun-if-changed=build.rs");
    for folder in [&page, &packed] {
        println!("cargo::rerun-if-changed={}", folder.display());
    }
    let mut paths = Vec::new();
    if page.join("index.html").exists() {
        files(&page, &mut paths);
    } else {
        println!("cargo::error=build the page first: npm run build");
        return;
    }
    paths.sort();
    let mut table = String::from("static FILES: &[File] = &[\n");
    for path in paths {
        let Some((end, kind)) = path
            .rsplit_once('.')
            .and_then(|(_, end)| TYPES.iter().find(|(known, _)| *known == end))
        else {
            // Nobody gets a file of no known type.
            continue;
        };
        let plain = contents(&page.join(&path)).unwrap_or_else(|| panic!("{path} is there"));
        let [br, gzip] = ["br", "gz"].map(|end| contents(&packed.join(format!("{path}.{end}"))));
        // Source maps would be a quarter of the program: what there is of them is compressed, whoever asks.
        let (usual, coding) = match (&gzip, *end) {
            (Some(gzip), "map") => (gzip.clone(), Some("gzip")),
            _ => (plain, None),
        };
        let [br, gzip] = [br, gzip].map(|coded| match coded {
            Some(coded) => format!("Some({coded})"),
            None => "None".to_owned(),
        });
        let path = format!("/{path}");
        let _ = writeln!(
            table,
            "File {{ path: {path:?}, kind: {kind:?}, usual: ({usual}, {coding:?}), br: {br}, gzip: {gzip} }},"
        );
    }
    table.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo tells where to write"));
    fs::write(out.join("files.rs"), table).expect("the table of files can be written");
}

/// All files of the page below this folder, as paths with slashes.
fn files(page: &Path, paths: &mut Vec<String>) {
    let mut folders = vec![page.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the page can be read") {
            let path = entry.expect("the page can be read").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let below = path.strip_prefix(page).expect("it is below the page");
            let parts = below
                .iter()
                .map(|part| part.to_str().expect("our names are text"));
            paths.push(parts.collect::<Vec<_>>().join("/"));
        }
    }
}

/// What is at a path, as Rust: its validator and its bytes.
fn contents(path: &Path) -> Option<String> {
    let bytes = fs::read(path).ok()?;
    let mut etag = String::from("\"");
    for byte in &Sha256::digest(&bytes)[..16] {
        let _ = write!(etag, "{byte:02x}");
    }
    etag.push('"');
    let path = path.canonicalize().expect("it is there");
    let path = path.to_str().expect("the path of the project is text");
    Some(format!(
        "Contents {{ etag: {etag:?}, bytes: include_bytes!({path:?}) }}"
    ))
}
