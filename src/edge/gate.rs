//! The gate in front of the rooms: which network a request comes from, and whether that network
//! is within its budgets.
//!
//! Budgets are kept only in this isolate's memory. Addresses go no further than this, except
//! for the header that tells a room's object where a socket comes from; no client can set that
//! one, because rooms only receive requests that are made here.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use worker::js_sys::futures::JsFuture;
use worker::worker_sys::web_sys;
use worker::{Env, Headers, Request, Response, Result};

use super::accounts::{self, Entrance};
use super::settings::{created_only, host_keys, now, var};
use super::{http, js};
use crate::http::network::{Budget, Budgets, Network, NetworkLimits, Uploads};
use crate::http::origins::{Caller, is_same_host, told_origin};
use crate::limits;
use crate::model::{RoomName, Seq};
use crate::room::{PairBudget, Unheard};
use crate::time::Duration;
use crate::wire::{ErrorCode, messages_body};

/// Tells a room from which network a socket comes.
pub const NETWORK: &str = "x-alcove-network";
/// Tells a room whose account a socket is, by the tag under which it knows that, and when the account said so.
pub const ACCOUNT: &str = "x-alcove-account";
/// Tells a room whose page has opened a socket, if not one of ours.
pub const ORIGIN: &str = "x-alcove-origin";
/// Tells a room at which of our addresses a socket was opened, where there are push services.
pub const SITE: &str = "x-alcove-site";
/// Tells a room that this socket may be the first that was ever there.
pub const MAY_BEGIN: &str = "x-alcove-may-begin";
/// A room's answer to a socket that would be the first, and may not.
pub const NOT_BEGUN: u16 = 404;

/// A room's answer to what only owners may ask for, where there are none.
pub const NOT_OWNED: u16 = 404;
/// Tells a room how long the file is that somebody sends, if that was told.
pub const LENGTH: &str = "x-alcove-length";
/// Says once more which room it is that is to go.
pub const CONFIRM_ROOM: &str = "x-confirm-room";

/// The platform's own rate limit, if one is bound: it counts over all isolates of a place.
const PLATFORM_LIMIT: &str = "NETWORK_LIMIT";
/// The folder of the rooms, where workerd runs by itself: it makes files for each room that is asked
/// anything, also for one that keeps nothing.
const ROOM_FILES: &str = "ROOM_FILES";
/// The name of a pair's room that no two people get, and that nothing ever begins in.
const NOBODYS_PAIR: &str = "~aaaaaaaaaaaaaaaaaaaaaaaaaa";
/// Rooms that are remembered to have files.
const KNOWN_ROOMS: usize = 10_000;

struct Gate {
    limits: NetworkLimits,
    /// Shared with the rooms that are in this isolate.
    budgets: Rc<RefCell<Budgets>>,
    uploads: Uploads,
    /// The header in which a proxy tells the address, where it is trusted to.
    trusted_header: Option<String>,
    /// Whether a room begins only with an owner.
    created_only: bool,
    /// Rooms that have files.
    known: BTreeSet<String>,
}

thread_local! {
    static GATE: RefCell<Option<Gate>> = const { RefCell::new(None) };
}

fn with<T>(env: &Env, work: impl FnOnce(&mut Gate) -> T) -> T {
    GATE.with_borrow_mut(|gate| {
        work(gate.get_or_insert_with(|| {
            let limits = NetworkLimits::from_vars(|name| var(env, name));
            let header = var(env, "TRUSTED_PROXY_HEADER").map(|name| name.trim().to_owned());
            Gate {
                budgets: Rc::new(RefCell::new(Budgets::new(&limits, js::random()))),
                limits,
                uploads: Uploads::default(),
                trusted_header: header.filter(|name| !name.is_empty()),
                created_only: created_only(env),
                known: BTreeSet::new(),
            }
        }))
    })
}

/// From which network a request comes. Outside Cloudflare no header is believed, unless the operator
/// says which.
pub fn network(request: &Request, env: &Env) -> Network {
    let told = with(env, |gate| {
        let name = gate.trusted_header.as_deref()?;
        Some(Network::of_proxy(
            &http::header(request, name).unwrap_or_default(),
        ))
    });
    told.unwrap_or_else(|| {
        let incoming: &js::Incoming = request.inner().unchecked_ref();
        let Some(connection) = incoming.cf() else {
            return Network::Unknown;
        };
        // The other end of the connection, as workerd by itself tells it.
        if let Some(peer) = connection.client_ip().as_string() {
            return Network::parse(&peer);
        }
        // Only Cloudflare knows in which of its places the request came in, and it sets this header.
        match connection.colo().is_string() {
            true => Network::parse(&http::header(request, "cf-connecting-ip").unwrap_or_default()),
            false => Network::Unknown,
        }
    })
}

/// Takes one out of a network's budget, or says in how many milliseconds there will be one.
pub fn take(env: &Env, network: Network, budget: Budget) -> std::result::Result<(), Duration> {
    with(env, |gate| {
        gate.budgets.borrow_mut().take(network, budget, now())
    })
}

/// Whether there is something left of a network's budget.
pub fn check(env: &Env, network: Network, budget: Budget) -> std::result::Result<(), Duration> {
    with(env, |gate| {
        gate.budgets.borrow().check(network, budget, now())
    })
}

/// What the rooms of this isolate take the rooms of their pairs out of.
pub fn pair_budget(env: &Env) -> Rc<dyn PairBudget> {
    with(env, |gate| -> Rc<dyn PairBudget> { gate.budgets.clone() })
}

/// A socket into a room.
pub async fn join(request: Request, env: &Env, room: &RoomName) -> Result<Response> {
    let network = network(&request, env);
    if let Err(wait) = take(env, network, Budget::Joins) {
        return http::rate_limited(wait);
    }
    // The two of a pair are known by their tokens alone.
    let enters = Some(room).filter(|room| !room.is_of_pair());
    let account = match accounts::enter(&request, env, enters).await? {
        Entrance::Account(told) => Some(told),
        Entrance::Guest => None,
        Entrance::Closed(refusal) => return Ok(refusal),
    };
    if room.is_of_pair() {
        return join_pair(&request, env, room, network).await;
    }
    let platform = Limiter::of(env);
    let from = network.to_string();
    let is_unbounded = platform.is_none() && with(env, |gate| gate.limits.rooms == 0);
    if is_unbounded || !is_surely_new(env, room).await? {
        let answer = ask(&request, env, room, &from, account.as_deref(), is_unbounded).await?;
        if answer.status_code() != NOT_BEGUN {
            return Ok(answer);
        }
    }
    let mut begun = take(env, network, Budget::Rooms);
    if let (Ok(()), Some(platform)) = (begun, platform)
        && !platform.admits(network).await?
    {
        begun = Err(limits::PLATFORM_LIMIT_SPAN);
    }
    match begun {
        Ok(()) => ask(&request, env, room, &from, account.as_deref(), true).await,
        Err(wait) => {
            // Each room that is asked for the first time costs the platform something.
            owe(env, network, Budget::Joins, limits::NEW_ROOM_PRICE - 1);
            http::rate_limited(wait)
        }
    }
}

/// A socket into a pair's room. To one that is not there it costs the same, says the same, and begins
/// nothing: all such sockets meet in one room that nobody has a seat in.
async fn join_pair(
    request: &Request,
    env: &Env,
    room: &RoomName,
    network: Network,
) -> Result<Response> {
    let from = network.to_string();
    if !is_surely_new(env, room).await? {
        let answer = ask(request, env, room, &from, None, false).await?;
        if answer.status_code() != NOT_BEGUN {
            return Ok(answer);
        }
    }
    let nobodys = RoomName::parse(NOBODYS_PAIR).map_err(|error| error.to_string())?;
    // Counted by name there: a room of its own would not hear of sockets to others.
    let from = format!("{from} {}", room.as_str());
    ask(request, env, &nobodys, &from, None, true).await
}

/// What somebody asks of a pair's room by a request. Who has no seat there is told the same whether it is
/// there or not, and pays the same.
async fn ask_pair(request: &Request, env: &Env, room: &RoomName) -> Result<Response> {
    let network = network(request, env);
    if let Err(wait) = take(env, network, Budget::Reads) {
        return http::rate_limited(wait);
    }
    let unknown = Unheard::Refused(ErrorCode::KeyNeeded);
    if http::token(request).is_none() {
        return http::unheard(unknown);
    }
    let answer = match is_surely_new(env, room).await? {
        true => http::unheard(unknown)?,
        false => {
            let headers = passed(request, &["authorization", "if-none-match"])?;
            to_room(request, env, room, "GET", headers).await?
        }
    };
    match answer.status_code() {
        // Each room that is asked for the first time costs the platform something.
        403 => owe(env, network, Budget::Reads, limits::NEW_ROOM_PRICE - 1),
        _ => owe_for(env, network, &answer)?,
    }
    Ok(answer)
}

/// What is answered by a pair's room to who has no seat there; none to who has.
pub async fn refused_by_pair(
    request: &Request,
    env: &Env,
    room: &RoomName,
) -> Result<Option<Response>> {
    let answer = ask_pair(request, env, room).await?;
    Ok(Some(answer).filter(|answer| answer.status_code() >= 400))
}

/// A page of a room's messages.
pub async fn read(request: Request, env: &Env, room: &RoomName) -> Result<Response> {
    if room.is_of_pair() {
        return ask_pair(&request, env, room).await;
    }
    let network = network(&request, env);
    if let Err(wait) = take(env, network, Budget::Reads) {
        return http::rate_limited(wait);
    }
    if is_surely_new(env, room).await? {
        if with(env, |gate| gate.created_only) {
            return http::not_created();
        }
        if http::token(&request).is_some() {
            return http::unheard(Unheard::Unknown);
        }
        let epoch = format!("{:016x}", u64::from_be_bytes(js::random()));
        return http::json(
            200,
            messages_body(room.as_str(), &epoch, Seq::default(), None, &[], false),
        );
    }
    let headers = passed(&request, &["authorization", "if-none-match"])?;
    let answer = to_room(&request, env, room, "GET", headers).await?;
    owe_for(env, network, &answer)?;
    Ok(answer)
}

/// Has a network pay for an answer, of which one read is paid already.
pub fn owe_for(env: &Env, network: Network, answer: &Response) -> Result<()> {
    owe(env, network, Budget::Reads, price(answer)? - 1);
    Ok(())
}

/// How many reads an answer costs.
fn price(answer: &Response) -> Result<u64> {
    let price = answer.headers().get(http::PRICE)?;
    let price = price.and_then(|price| price.parse().ok());
    Ok(price.unwrap_or(1).max(1))
}

/// What only the owner of a room may: to end it, to have it as a file, or to fill it with one. None if there
/// is no owner.
pub async fn for_owner(
    request: &Request,
    env: &Env,
    room: &RoomName,
    method: &str,
) -> Result<Option<Response>> {
    let network = network(request, env);
    let headers = passed(request, &["authorization", CONFIRM_ROOM])?;
    let length = http::header(request, "content-length");
    if let Some(length) = &length {
        headers.set(LENGTH, length)?;
    }
    let length = length.and_then(|length| length.parse::<u64>().ok());
    let length = length.unwrap_or(0).min(limits::IMPORT_BYTES);
    // What is known only later is taken at once, lest many begin while none has paid.
    let most = match method {
        "POST" => length.div_ceil(limits::NETWORK_READ_BYTES).max(1),
        "GET" => limits::EXPORT_PRICE,
        _ => 1,
    };
    let reserved = with(env, |gate| {
        let mut budgets = gate.budgets.borrow_mut();
        budgets.reserve(network, Budget::Reads, most, now())
    });
    if let Err(wait) = reserved {
        return http::rate_limited(wait).map(Some);
    }
    let time = limits::UPLOAD_TIME
        + Duration::from_millis(length * 1_000 / limits::UPLOAD_BYTES_PER_SECOND);
    let over = now() + time;
    let answer = match is_surely_new(env, room).await? {
        true => None,
        false if method != "POST" => Some(to_room(request, env, room, method, headers).await?),
        false if !with(env, |gate| gate.uploads.begin(network, now(), over)) => {
            Some(http::rate_limited(limits::UPLOAD_TIME)?)
        }
        false => {
            let uploaded = upload(request, env, room, headers, time).await;
            with(env, |gate| gate.uploads.end(network, over));
            Some(match uploaded {
                Err(_) if now() >= over => {
                    let message = "The file did not come in time.";
                    http::error(408, "timed_out", message)?
                }
                answer => answer?,
            })
        }
    };
    let price = answer.as_ref().map_or(Ok(1), price)?;
    with(env, |gate| {
        let mut budgets = gate.budgets.borrow_mut();
        budgets.give_back(network, Budget::Reads, most.saturating_sub(price), now());
        budgets.owe(network, Budget::Reads, price.saturating_sub(most), now());
    });
    Ok(answer.filter(|answer| answer.status_code() != NOT_OWNED))
}

/// These headers of a request.
fn passed(request: &Request, names: &[&str]) -> Result<Headers> {
    let headers = Headers::new();
    for name in names {
        if let Some(value) = http::header(request, name) {
            headers.set(name, &value)?;
        }
    }
    Ok(headers)
}

/// Whether nobody ever asked for this room, as far as that can be told without asking for it.
async fn is_surely_new(env: &Env, room: &RoomName) -> Result<bool> {
    let files = Reflect::get(env, &JsValue::from_str(ROOM_FILES))?;
    if !files.is_object() || with(env, |gate| gate.known.contains(room.as_str())) {
        return Ok(false);
    }
    let files: js::Binding = files.unchecked_into();
    let rooms = env.durable_object("ROOMS")?;
    let id = rooms.id_from_name(room.as_str())?;
    let init = web_sys::RequestInit::new();
    init.set_method("HEAD");
    let file = format!("http://rooms/{id}.sqlite");
    let answer = JsFuture::from(files.fetch(&file, &init)?).await?;
    let has_file = answer.unchecked_into::<web_sys::Response>().ok();
    if has_file {
        with(env, |gate| {
            if gate.known.len() >= KNOWN_ROOMS {
                gate.known.clear();
            }
            gate.known.insert(room.as_str().to_owned());
        });
    }
    Ok(!has_file)
}

/// Asks a room's object with nothing but these headers.
pub async fn to_room(
    request: &Request,
    env: &Env,
    room: &RoomName,
    method: &str,
    headers: Headers,
) -> Result<Response> {
    let init = web_sys::RequestInit::new();
    init.set_method(method);
    init.set_headers(&headers.0);
    fetch_room(request, env, room, &init).await
}

/// Sends a room's object what comes with a request, if that comes in this time.
async fn upload(
    request: &Request,
    env: &Env,
    room: &RoomName,
    headers: Headers,
    time: Duration,
) -> Result<Response> {
    let init = web_sys::RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers.0);
    init.set_body(&JsValue::from(request.inner().body()));
    let time = web_sys::AbortSignal::timeout_with_u32(time.as_millis() as u32);
    init.set_signal(Some(&time));
    fetch_room(request, env, room, &init).await
}

async fn fetch_room(
    request: &Request,
    env: &Env,
    room: &RoomName,
    init: &web_sys::RequestInit,
) -> Result<Response> {
    let object: js::Binding = env
        .durable_object("ROOMS")?
        .get_by_name(room.as_str())?
        .into_rpc();
    let response = JsFuture::from(object.fetch(&request.inner().url(), init)?).await?;
    Ok(response.unchecked_into::<web_sys::Response>().into())
}

/// Asks a room for a socket.
async fn ask(
    request: &Request,
    env: &Env,
    room: &RoomName,
    network: &str,
    account: Option<&str>,
    may_begin: bool,
) -> Result<Response> {
    let headers = Headers::new();
    headers.set("upgrade", "websocket")?;
    headers.set(NETWORK, network)?;
    if let Some(account) = account {
        headers.set(ACCOUNT, account)?;
    }
    let [host, origin] = ["host", "origin"].map(|name| http::header(request, name));
    let caller = Caller {
        host: host.as_deref().unwrap_or_default(),
        origin: origin.as_deref(),
        ..Caller::default()
    };
    if let Some(origin) = told_origin(&caller, &host_keys(env)) {
        headers.set(ORIGIN, origin)?;
    }
    if var(env, "VAPID_KEY").is_some() {
        headers.set(SITE, &site(request)?)?;
    }
    if may_begin {
        headers.set(MAY_BEGIN, "1")?;
    }
    to_room(request, env, room, "GET", headers).await
}

/// At which of our addresses a request was made. Of a page of ours its `Origin` knows best: a proxy may have
/// taken the encryption off.
fn site(request: &Request) -> Result<String> {
    let host = http::header(request, "host").unwrap_or_default();
    let origin = http::header(request, "origin").filter(|origin| is_same_host(origin, &host));
    match origin {
        Some(origin) => Ok(origin),
        None => Ok(http::url(request)?.origin()),
    }
}

/// Takes so many out of a network's budget, whether they are there or not.
pub fn owe(env: &Env, network: Network, budget: Budget, count: u64) {
    with(env, |gate| {
        gate.budgets.borrow_mut().owe(network, budget, count, now());
    });
}

/// The platform's rate limit, by network.
struct Limiter(js::RateLimit);

impl Limiter {
    fn of(env: &Env) -> Option<Limiter> {
        let binding = Reflect::get(env, &JsValue::from_str(PLATFORM_LIMIT)).ok()?;
        binding
            .is_object()
            .then(|| Limiter(binding.unchecked_into()))
    }

    async fn admits(&self, network: Network) -> Result<bool> {
        let options = Object::new();
        let key = JsValue::from_str(&network.to_string());
        Reflect::set(&options, &JsValue::from_str("key"), &key)?;
        let outcome = JsFuture::from(self.0.limit(&options)?).await?;
        let success = Reflect::get(&outcome, &JsValue::from_str("success"))?;
        Ok(success.is_truthy())
    }
}
