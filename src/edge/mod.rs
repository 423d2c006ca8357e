//! The edge: the only code that knows Workers. Compiled for `wasm32` alone.
//!
//! A request goes by its [`Route`] to a file of the page, to a room's object, or is answered
//! here. Every answer leaves through `http::finish`, with the security headers.

mod account;
mod accounts;
mod admin;
mod files;
mod gate;
mod host;
mod http;
mod js;
mod object;
mod oidc;
mod operator_log;
mod settings;
mod sockets;
mod sql;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use worker::{Context, Env, Request, Response, ResponseBuilder, Result, event};

use crate::http::network::Budget;
use crate::http::origins::{AllowedOrigins, Caller, Hosts, is_nameless, strict_transport};
use crate::http::route::{Route, asked_origin};
use crate::limits;
use crate::model::RoomName;
use crate::room::Unheard;
use crate::time::Timestamp;
use crate::wire::ErrorCode;
use files::{asset, file, is_for_all_sites, method_not_allowed, not_found, page};
use settings::{host_keys, maintenance, now, var};

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
    let strict_transport = var(&env, "HSTS").and_then(|value| strict_transport(&value));
    let route = http::routed(&request);
    if !is_for_us(&request, &route, &env) {
        let audience = http::Audience {
            strict_transport,
            ..http::Audience::default()
        };
        return http::finish(misdirected()?, &audience);
    }
    let origins = AllowedOrigins::new(var(&env, "ALLOWED_ORIGINS"));
    let origins = origins.and(host_keys(&env).origins());
    let origin = http::header(&request, "origin");
    let audience = http::Audience {
        cors_origin: match route {
            // No other page acts for the operator, or for who is signed in.
            Ok(Route::Admin | Route::Account(_)) => None,
            _ => origin.filter(|origin| origins.lists(origin)),
        },
        frame_ancestors: match route {
            Ok(Route::RoomPage) => origins.frame_ancestors(),
            _ => None,
        },
        is_for_all_sites: matches!(route, Ok(Route::Asset)) && is_for_all_sites(&request.path()),
        strict_transport,
    };
    let response = match answer(route, request, &env, &origins).await {
        Ok(response) => response,
        Err(error) => {
            worker::console_error!("fetch: {error}");
            http::error(500, "internal", "Something went wrong.")?
        }
    };
    http::finish(response, &audience)
}

/// True if the request calls this server by one of its names. Whether it is well, it tells who is
/// near by under any that no stranger can have.
fn is_for_us(request: &Request, route: &Result<Route>, env: &Env) -> bool {
    let hosts = Hosts::new(var(env, "HOSTS"));
    let host = http::header(request, "host");
    let is_health = matches!(route, Ok(Route::Health));
    if hosts.admit(host.as_deref()) || is_health && host.as_deref().is_some_and(is_nameless) {
        return true;
    }
    // Once, lest a stranger fill the log.
    static TOLD: AtomicBool = AtomicBool::new(false);
    if !TOLD.swap(true, Ordering::Relaxed) {
        let host = shortened(&host.unwrap_or_default());
        worker::console_warn!(
            "a request for {host:?} was refused with 421: HOSTS does not list this name (further ones are not logged)"
        );
    }
    false
}

fn misdirected() -> Result<Response> {
    http::error(
        421,
        "host_unknown",
        "This server is not set up for that host name. Its operator can add it to HOSTS.",
    )
}

async fn answer(
    route: Result<Route>,
    request: Request,
    env: &Env,
    origins: &AllowedOrigins,
) -> Result<Response> {
    let closed = maintenance(env);
    let route = route?;
    let is_of_room = matches!(
        route,
        Route::Socket(_)
            | Route::Messages(..)
            | Route::Wipe(_)
            | Route::Export(..)
            | Route::Import(_)
            | Route::Forbidden
            | Route::Sealed(..)
    );
    // A socket is asked who it is on its way into the room.
    let is_read = is_of_room && !matches!(route, Route::Socket(_));
    if is_read && !closed && is_admitted(&request, origins) {
        // To ask an account is not free, either.
        if let Err(wait) = gate::check(env, gate::network(&request, env), Budget::Reads) {
            return http::rate_limited(wait);
        }
        if let accounts::Entrance::Closed(refusal) = accounts::enter(&request, env, None).await? {
            return Ok(refusal);
        }
    }
    match route {
        _ if is_of_room && closed => {
            let message = "Alcove is down for maintenance. Try again in a few minutes.";
            http::unavailable(http::error(503, "maintenance", message)?)
        }
        Route::Landing | Route::RoomPage if closed => {
            http::unavailable(page(&request, env, "/maintenance.html", 503).await?)
        }
        Route::Landing => accounts::told(file(&request, env, "/index.html").await?, env),
        Route::RoomPage => accounts::told(file(&request, env, "/room.html").await?, env),
        Route::Moved(room) => moved(&request, &room),
        _ if is_of_room && !is_admitted(&request, origins) => {
            tell_of_refused_origin(&request);
            let message = "This site is not allowed to open rooms here.";
            http::error(403, "origin_forbidden", message)
        }
        Route::Socket(room) => gate::join(request, env, &room).await,
        Route::Messages(room, _) => gate::read(request, env, &room).await,
        Route::Wipe(room) => match gate::for_owner(&request, env, &room, "DELETE").await? {
            Some(answer) => Ok(answer),
            None => method_not_allowed(),
        },
        Route::Export(room, _) | Route::Import(room) => {
            let method = match http::method(&request).as_str() {
                "POST" => "POST",
                _ => "GET",
            };
            match gate::for_owner(&request, env, &room, method).await? {
                Some(answer) => Ok(answer),
                None => not_found(&request, env, 404).await,
            }
        }
        Route::Forbidden => http::unheard(Unheard::Refused(ErrorCode::Forbidden)),
        Route::Sealed(room, below) => match gate::refused_by_pair(&request, env, &room).await? {
            Some(refusal) => Ok(refusal),
            None => match *below {
                Route::BadQuery => bad_query(),
                Route::MethodNotAllowed => method_not_allowed(),
                _ => not_found(&request, env, 404).await,
            },
        },
        Route::Preflight { methods, headers } => preflight(&request, origins, methods, headers),
        Route::Health => http::json(200, health(&request, origins, closed)?),
        Route::Admin => admin::answer(request, env).await,
        Route::Account(route) => accounts::answer(route, request, env).await,
        Route::Asset => asset(&request, env, &request.path()).await,
        Route::NotFound => not_found(&request, env, 404).await,
        Route::BadRoom(_) if http::wants_html(&request) && !http::is_upgrade(&request) => {
            not_found(&request, env, 400).await
        }
        Route::BadRoom(error) => http::error(400, "room_name_invalid", error),
        Route::BadQuery => bad_query(),
        Route::MethodNotAllowed => method_not_allowed(),
    }
}

fn bad_query() -> Result<Response> {
    let message = "before, after and limit must be whole numbers; use either before or after.";
    http::error(400, "bad_query", message)
}

/// Tells a page of an origin that may have to do with rooms what it may send. Others hear that nothing
/// else than reading is supported.
fn preflight(
    request: &Request,
    origins: &AllowedOrigins,
    methods: &str,
    headers: &str,
) -> Result<Response> {
    if http::header(request, "origin").is_none() || !is_admitted(request, origins) {
        return method_not_allowed();
    }
    let response = ResponseBuilder::new().with_status(204).empty();
    let told = response.headers();
    told.set("access-control-allow-methods", methods)?;
    told.set("access-control-allow-headers", headers)?;
    Ok(response)
}

/// The room that is meant, with the same query.
fn moved(request: &Request, room: &RoomName) -> Result<Response> {
    let query = http::url(request)?.query();
    http::redirect(&format!("/room/{}{query}", room.as_str()))
}

/// Whoever runs the server may not know why nobody gets in. Now and then, lest a stranger fill the log.
#[cold]
fn tell_of_refused_origin(request: &Request) {
    static TOLD_AT: AtomicU64 = AtomicU64::new(0);
    let header = |name| http::header(request, name).unwrap_or_default();
    let (origin, host) = (header("origin"), header("host"));
    let now = now();
    let told_at = Timestamp::from_millis(TOLD_AT.load(Ordering::Relaxed));
    if origin.is_empty() || now < told_at + limits::REFUSED_ORIGIN_TOLD {
        return;
    }
    TOLD_AT.store(now.as_millis(), Ordering::Relaxed);
    worker::console_warn!(
        "a page of {:?} was refused with 403: its requests come with the Host {:?}, and ALLOWED_ORIGINS does not list it. If it is yours, list it, or let the proxy pass Host unchanged (told at most every ten minutes)",
        shortened(&origin),
        shortened(&host)
    );
}

fn shortened(text: &str) -> String {
    text.chars().take(100).collect()
}

/// Whether the page that makes a request may have to do with rooms.
fn is_admitted(request: &Request, origins: &AllowedOrigins) -> bool {
    let header = |name| http::header(request, name);
    let host = header("host").unwrap_or_default();
    let [origin, site, mode, dest] = [
        "origin",
        "sec-fetch-site",
        "sec-fetch-mode",
        "sec-fetch-dest",
    ]
    .map(header);
    origins.admits(&Caller {
        host: &host,
        origin: origin.as_deref(),
        site: site.as_deref(),
        mode: mode.as_deref(),
        dest: dest.as_deref(),
    })
}

/// Proxies and monitors keep a server that looks after itself: it is well all the same. A page that
/// gets no socket learns here whether that is because of its own address, which no answer to a socket
/// could tell it.
fn health(request: &Request, origins: &AllowedOrigins, maintenance: bool) -> Result<String> {
    let query = http::url(request)?.query();
    let host = http::header(request, "host").unwrap_or_default();
    let asked = asked_origin(query.strip_prefix('?').unwrap_or(""));
    let admitted = asked.map(|origin| {
        origins.admits(&Caller {
            host: &host,
            origin: Some(&origin),
            ..Caller::default()
        })
    });
    let version = env!("CARGO_PKG_VERSION");
    let admitted = admitted.map_or(String::new(), |yes| format!(r#","admitted":{yes}"#));
    let maintenance = if maintenance {
        r#","maintenance":true"#
    } else {
        ""
    };
    Ok(format!(
        r#"{{"ok":true,"version":"{version}"{maintenance}{admitted}}}"#
    ))
}
