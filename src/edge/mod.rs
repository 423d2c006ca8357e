//! The edge: the only code that knows Workers. Compiled for `wasm32` alone.
//!
//! It performs: what is answered is decided by the [`Server`](crate::server::Server), which needs a
//! [`Runtime`](crate::server::Runtime), and by the objects of rooms and accounts.

mod account;
mod host;
mod http;
mod js;
mod object;
mod operator_log;
mod runtime;
mod settings;
mod sockets;
mod sql;

use worker::{Context, Env, Request, Response, Result, event};

#[event(start)]
fn start() {
    // `worker` has set a hook that lets the isolate recover; this one adds the stack, and then
    // lets that one do its work.
    let recover = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        console_error_panic_hook::hook(info);
        recover(info);
    }));
}

#[event(fetch)]
async fn fetch(request: Request, env: Env, _context: Context) -> Result<Response> {
    let body = Clone::clone(request.inner());
    let asked = http::request(&body)?;
    let answer = settings::server(&env).answer(asked, body).await;
    Ok(http::response(answer)?.into())
}
