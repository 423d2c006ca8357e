//! Generates load for one chat server: members on real WebSockets who send messages, receive
//! the others', and check count, order and loss. Prints one JSON object.
//!
//! It starts no server and compares nothing: that is `npm run bench`. It runs on one thread, so
//! that on a small machine the server has a core of its own.

mod crowd;
mod dialect;
mod ledger;
mod member;
mod process;
mod scenarios;
mod world;

use clap::Parser;
use scenarios::{Command, Target};

/// Loads a chat server and reports what its members saw.
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    target: Target,
    #[command(subcommand)]
    command: Command,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments = Arguments::parse();
    // Ten thousand sockets are more than most shells allow at first.
    let _ = rlimit::increase_nofile_limit(u64::MAX);
    let tasks = tokio::task::LocalSet::new();
    let report = tasks.run_until(arguments.command.run(&arguments.target));
    match report.await {
        Ok(report) => println!("{report}"),
        Err(error) => {
            eprintln!("alcove-load: {error}");
            std::process::exit(1);
        }
    }
}
