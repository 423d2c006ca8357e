//! The server, apart from the platform that it is on: answers requests, by itself, with a file of the page,
//! or with what the object of a room or an account answers. What it needs for that it asks of its [`Runtime`].
//!
//! The objects are here, too: what one of them does around its room or account, the same on each platform.

mod accounts;
mod admin;
mod answers;
mod files;
mod gate;
mod message;
mod oidc;
mod runtime;
mod settings;
mod uploads;

pub mod account_object;
pub mod room_object;

pub use answers::NEXT;
pub use message::{Answer, Body, Request};
pub use runtime::{Failed, Part, Put, Result, Runtime, Stored, Upload};
pub use settings::misread;

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use crate::auth::HostKeys;
use crate::http::network::Budget;
use crate::http::oidc::Known;
use crate::http::origins::{AllowedOrigins, Caller, Hosts, is_nameless, strict_transport};
use crate::http::route::{Route, asked_origin};
use crate::limits;
use crate::model::RoomName;
use crate::room::Unheard;
use crate::time::Timestamp;
use crate::wire::ErrorCode;
use accounts::Entrance;
use answers::Audience;
use gate::Gate;

/// A server on its platform.
pub struct Server<R> {
    pub runtime: R,
    pub memory: Rc<Memory>,
}

/// What a server remembers from request to request. Nothing of it has to last.
pub struct Memory {
    gate: RefCell<Gate>,
    host_keys: OnceCell<Rc<HostKeys>>,
    /// What the provider of sign-ins says of itself.
    provider: RefCell<Known>,
    told: Told,
}

/// What the operator was told, lest a stranger fill the log.
#[derive(Default)]
struct Told {
    /// A name that `HOSTS` does not list.
    host: Cell<bool>,
    /// A page of an origin that may not have to do with rooms: when.
    origin: Cell<Timestamp>,
    /// `SIGN_IN` is none of its values.
    sign_in: Cell<bool>,
    /// What was wrong with the provider of sign-ins, and when.
    provider: RefCell<(String, Timestamp)>,
}

impl Memory {
    pub fn new(runtime: &impl Runtime) -> Memory {
        Memory::with(Gate::new(runtime))
    }

    fn with(gate: Gate) -> Memory {
        Memory {
            gate: RefCell::new(gate),
            host_keys: OnceCell::new(),
            provider: RefCell::default(),
            told: Told::default(),
        }
    }
}

impl<R: Runtime> Server<R> {
    /// Answers a request. What the platform cannot do is told to the operator.
    pub async fn answer(&self, mut request: Request, body: R::Incoming) -> Answer<R::Outgoing> {
        let strict_transport = self.var("HSTS").and_then(|value| strict_transport(&value));
        let route = request.route();
        if !self.is_for_us(&request, &route) {
            let audience = Audience {
                strict_transport,
                ..Audience::default()
            };
            let message =
                "This server is not set up for that host name. Its operator can add it to HOSTS.";
            return answers::finish(answers::error(421, "host_unknown", message), audience);
        }
        request.from = self.network(&request);
        let origins = AllowedOrigins::new(self.var("ALLOWED_ORIGINS"));
        let origins = origins.and(self.host_keys().origins());
        let origin = request.header("origin");
        let audience = Audience {
            cors_origin: match route {
                // No other page acts for the operator, or for who is signed in.
                Route::Admin | Route::Account(_) => None,
                _ => origin
                    .filter(|origin| origins.lists(origin))
                    .map(str::to_owned),
            },
            frame_ancestors: match route {
                Route::RoomPage => origins.frame_ancestors(),
                _ => None,
            },
            is_for_all_sites: matches!(route, Route::Asset)
                && files::is_for_all_sites(&request.path),
            strict_transport,
        };
        let answer = self.routed(route, &request, body, &origins).await;
        let answer = answer.unwrap_or_else(|failed| match failed {
            Failed::Stopping => answers::stopping(),
            Failed::Fault(why) => {
                self.runtime.warn(&format!("fetch: {why}"));
                answers::error(500, "internal", "Something went wrong.")
            }
        });
        answers::finish(answer, audience)
    }

    /// True if the request calls this server by one of its names. Whether it is well, it tells who is
    /// near by under any that no stranger can have.
    fn is_for_us(&self, request: &Request, route: &Route) -> bool {
        let hosts = Hosts::new(self.var("HOSTS"));
        let host = request.header("host");
        let is_health = matches!(route, Route::Health);
        if hosts.admit(host) || is_health && host.is_some_and(is_nameless) {
            return true;
        }
        if !self.memory.told.host.replace(true) {
            let host = shortened(request.host());
            self.runtime.warn(&format!(
                "a request for {host:?} was refused with 421: HOSTS does not list this name (further ones are not logged)"
            ));
        }
        false
    }

    async fn routed(
        &self,
        route: Route,
        request: &Request,
        body: R::Incoming,
        origins: &AllowedOrigins,
    ) -> Result<Answer<R::Outgoing>> {
        let is_closed = self.is_closed();
        let is_of_room = matches!(
            route,
            Route::Socket(_)
                | Route::Messages(..)
                | Route::Search(..)
                | Route::Wipe(_)
                | Route::Export(..)
                | Route::Import(_)
                | Route::Files(..)
                | Route::Forbidden
                | Route::Sealed(..)
        );
        // A socket is asked who it is on its way into the room.
        let is_read = is_of_room && !matches!(route, Route::Socket(_));
        if is_read && !is_closed && is_admitted(request, origins) {
            // To ask an account is not free, either.
            if let Err(wait) = self.check(request.from, Budget::Reads) {
                return Ok(answers::rate_limited(wait));
            }
            if let Entrance::Closed(refusal) = self.enter(request, None).await? {
                return Ok(refusal);
            }
        }
        Ok(match route {
            _ if is_of_room && is_closed => {
                let message = "Alcove is down for maintenance. Try again in a few minutes.";
                answers::unavailable(answers::error(503, "maintenance", message))
            }
            Route::Landing | Route::RoomPage if is_closed => {
                answers::unavailable(self.page(request, "/maintenance.html", 503).await?)
            }
            Route::Landing => self.told(self.file(request, "/index.html").await?),
            Route::RoomPage => self.told(self.file(request, "/room.html").await?),
            Route::Moved(room) => moved(request, &room),
            _ if is_of_room && !is_admitted(request, origins) => {
                self.tell_of_refused_origin(request);
                let message = "This site is not allowed to open rooms here.";
                answers::error(403, "origin_forbidden", message)
            }
            Route::Socket(room) => self.join(request, &room).await?,
            Route::Messages(room, _) => self.read(request, &room).await?,
            Route::Search(room, _) => self.search(request, &room).await?,
            Route::Files(room, route) => self.files_of_room(request, &room, &route, body).await?,
            Route::Wipe(room) => {
                let answer = self.for_owner(request, &room, "DELETE", body).await?;
                answer.unwrap_or_else(answers::method_not_allowed)
            }
            Route::Export(room, _) | Route::Import(room) => {
                let method = match request.method.as_str() {
                    "POST" => "POST",
                    _ => "GET",
                };
                match self.for_owner(request, &room, method, body).await? {
                    Some(answer) => answer,
                    None => self.not_found(request, 404).await?,
                }
            }
            Route::Forbidden => answers::unheard(Unheard::Refused(ErrorCode::Forbidden)),
            Route::Sealed(room, below) => match self.refused_by_pair(request, &room).await? {
                Some(refusal) => refusal,
                None => match *below {
                    Route::BadQuery => bad_query(),
                    Route::BadSearch => bad_search(),
                    Route::MethodNotAllowed => answers::method_not_allowed(),
                    _ => self.not_found(request, 404).await?,
                },
            },
            Route::Preflight { methods, headers } => preflight(request, origins, methods, headers),
            Route::Health => answers::json(200, health(request, origins, is_closed)),
            Route::Admin => self.admin(request, body).await?,
            Route::Account(route) => self.account(route, request, body).await?,
            Route::Asset => self.asset(request).await?,
            Route::NotFound => self.not_found(request, 404).await?,
            Route::BadRoom(_) if request.wants_html() && !request.is_upgrade() => {
                self.not_found(request, 400).await?
            }
            Route::BadRoom(error) => answers::error(400, "room_name_invalid", error),
            Route::BadQuery => bad_query(),
            Route::BadSearch => bad_search(),
            Route::MethodNotAllowed => answers::method_not_allowed(),
        })
    }

    /// Whoever runs the server may not know why nobody gets in. Now and then, lest a stranger fill the log.
    #[cold]
    fn tell_of_refused_origin(&self, request: &Request) {
        let origin = request.header("origin").unwrap_or_default();
        let now = self.runtime.now();
        let told_at = &self.memory.told.origin;
        if origin.is_empty() || now < told_at.get() + limits::REFUSED_ORIGIN_TOLD {
            return;
        }
        told_at.set(now);
        self.runtime.warn(&format!(
            "a page of {:?} was refused with 403: its requests come with the Host {:?}, and ALLOWED_ORIGINS does not list it. If it is yours, list it, or let the proxy pass Host unchanged (told at most every ten minutes)",
            shortened(origin),
            shortened(request.host())
        ));
    }
}

fn bad_query<O>() -> Answer<O> {
    let message = "before, after and limit must be whole numbers; use either before or after.";
    answers::error(400, "bad_query", message)
}

fn bad_search<O>() -> Answer<O> {
    let message = "q must have 1 to 200 characters; before and limit must be whole numbers; order is newest or best.";
    answers::error(400, "bad_query", message)
}

/// Tells a page of an origin that may have to do with rooms what it may send. Others hear that nothing
/// else than reading is supported.
fn preflight<O>(
    request: &Request,
    origins: &AllowedOrigins,
    methods: &str,
    headers: &str,
) -> Answer<O> {
    if request.header("origin").is_none() || !is_admitted(request, origins) {
        return answers::method_not_allowed();
    }
    Answer::empty(204)
        .with("access-control-allow-methods", methods)
        .with("access-control-allow-headers", headers)
}

/// The room that is meant, with the same query.
fn moved<O>(request: &Request, room: &RoomName) -> Answer<O> {
    let mark = if request.query.is_empty() { "" } else { "?" };
    let (room, query) = (room.as_str(), &request.query);
    answers::redirect(&format!("/room/{room}{mark}{query}"))
}

fn shortened(text: &str) -> String {
    text.chars().take(100).collect()
}

/// Whether the page that makes a request may have to do with rooms.
fn is_admitted(request: &Request, origins: &AllowedOrigins) -> bool {
    origins.admits(&Caller {
        host: request.host(),
        origin: request.header("origin"),
        site: request.header("sec-fetch-site"),
        mode: request.header("sec-fetch-mode"),
        dest: request.header("sec-fetch-dest"),
    })
}

/// Proxies and monitors keep a server that looks after itself: it is well all the same. A page that
/// gets no socket learns here whether that is because of its own address, which no answer to a socket
/// could tell it.
fn health(request: &Request, origins: &AllowedOrigins, is_closed: bool) -> String {
    let asked = asked_origin(&request.query);
    let admitted = asked.map(|origin| {
        origins.admits(&Caller {
            host: request.host(),
            origin: Some(&origin),
            ..Caller::default()
        })
    });
    let version = env!("CARGO_PKG_VERSION");
    let admitted = admitted.map_or(String::new(), |yes| format!(r#","admitted":{yes}"#));
    let maintenance = if is_closed {
        r#","maintenance":true"#
    } else {
        ""
    };
    format!(r#"{{"ok":true,"version":"{version}"{maintenance}{admitted}}}"#)
}
