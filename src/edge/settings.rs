//! What the Worker is told from outside, the time, and what the whole isolate has in common.

use std::cell::OnceCell;
use std::rc::Rc;

use worker::{Date, Env};

use super::runtime::Worker;
use crate::server::{Memory, Server};
use crate::time::Timestamp;

/// The server in this isolate.
pub fn server(env: &Env) -> Server<Worker> {
    thread_local! {
        static MEMORY: OnceCell<Rc<Memory>> = const { OnceCell::new() };
    }
    let runtime = Worker { env: env.clone() };
    let memory = MEMORY.with(|memory| {
        let memory = memory.get_or_init(|| Rc::new(Memory::new(&runtime)));
        Rc::clone(memory)
    });
    Server { runtime, memory }
}

pub fn now() -> Timestamp {
    Timestamp::from_millis(Date::now().as_millis())
}
