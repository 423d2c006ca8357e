//! Does what `wasm-bindgen`'s own program does.

use std::process::exit;

use wasm_bindgen_cli_support::Bindgen;

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let debug = args.first().is_some_and(|first| first == "--debug");
    if debug {
        args.remove(0);
    }
    let [module, folder] = &args[..] else {
        eprintln!("usage: wasm-bindgen [--debug] MODULE FOLDER");
        exit(2);
    };
    let mut bindgen = Bindgen::new();
    let result = bindgen.module(true).and_then(|bindgen| {
        bindgen
            .input_path(module)
            .out_name("index")
            .debug(debug)
            .typescript(false)
            .reset_state_function(true)
            .force_enable_abort_handler(true)
            .generate(folder)
    });
    if let Err(error) = result {
        eprintln!("error: {error:?}");
        exit(1);
    }
}
