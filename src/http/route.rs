//! What each request means: pure, so that the whole table is tested without a Worker.
//!
//! It works on the path as it appears in the URL, still percent-encoded: an encoded slash is
//! just a character that no room name may contain.

use super::admin::is_admin;
use crate::limits;
use crate::model::{FileId, NameError, PageFrom, RoomName, Seq, text};
use crate::room::SearchQuery;

/// What a request asks for.
#[derive(Debug, PartialEq)]
pub enum Route {
    /// The landing page.
    Landing,
    /// The page of a room; which one, the page reads from its own address.
    RoomPage,
    /// A link to a room with something behind it that is not part of it.
    Moved(RoomName),
    /// A WebSocket into a room.
    Socket(RoomName),
    /// A page of a room's messages as JSON.
    Messages(RoomName, PageQuery),
    /// Messages of a room in which something is, as JSON.
    Search(RoomName, SearchQuery),
    /// The end of a room.
    Wipe(RoomName),
    /// A room as a file: its events after this one.
    Export(RoomName, Seq),
    /// Such a file into a room.
    Import(RoomName),
    /// Something about the files of a room.
    Files(RoomName, FileRoute),
    /// What nobody may ask of a pair's room, not even the two.
    Forbidden,
    /// Something below a pair's room that is there for nobody, which only the two are told: then it is this.
    Sealed(RoomName, Box<Route>),
    /// A page of another origin asks whether it may send what this path takes: which methods that are,
    /// and which headers.
    Preflight {
        methods: &'static str,
        headers: &'static str,
    },
    /// Liveness and version.
    Health,
    /// Something for the operator alone.
    Admin,
    /// Something about accounts.
    Account(AccountRoute),
    /// Perhaps a file of the page.
    Asset,
    /// Nothing is there.
    NotFound,
    /// The room's name is invalid.
    BadRoom(NameError),
    /// The query of a messages page makes no sense.
    BadQuery,
    /// The query of a search makes no sense.
    BadSearch,
    /// Only `GET` and `HEAD` read this.
    MethodNotAllowed,
}

/// What is asked about files. An id that is none is that of no file.
#[derive(Clone, Debug, PartialEq)]
pub enum FileRoute {
    /// To send one.
    Begin,
    /// A part of one, from this byte on.
    Part { id: Option<FileId>, at: Option<u64> },
    /// What has come of one that one sends.
    State { id: Option<FileId> },
    /// Not to send one any more.
    TakeBack { id: Option<FileId> },
    /// One of a message, perhaps by a ticket.
    Read {
        id: Option<FileId>,
        ticket: Option<String>,
    },
}

impl FileRoute {
    /// What is meant below `/room/:name/files`; none if nothing is there.
    fn parse(method: &str, tail: &str, query: &str) -> Option<Result<FileRoute, ()>> {
        let reads = matches!(method, "GET" | "HEAD");
        let value = |key| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find_map(|(name, value)| (name == key).then_some(value))
        };
        let (id, name) = match tail {
            "" => {
                return Some(match method {
                    "POST" => Ok(FileRoute::Begin),
                    _ => Err(()),
                });
            }
            tail => {
                let tail = tail.strip_prefix('/')?;
                tail.split_once('/')
                    .map_or((tail, None), |(id, name)| (id, Some(name)))
            }
        };
        let ticket = value("t").map(str::to_owned);
        let id = FileId::parse(id);
        Some(match (method, name) {
            (_, Some(name)) if name.contains('/') => return None,
            (_, Some(_)) if reads => Ok(FileRoute::Read { id, ticket }),
            (_, None) if reads && ticket.is_some() => Ok(FileRoute::Read { id, ticket }),
            (_, None) if reads => Ok(FileRoute::State { id }),
            ("PUT", None) => Ok(FileRoute::Part {
                id,
                at: value("at").and_then(digits),
            }),
            ("DELETE", None) => Ok(FileRoute::TakeBack { id }),
            _ => Err(()),
        })
    }
}

fn digits(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

/// What is asked about accounts.
#[derive(Debug, PartialEq)]
pub enum AccountRoute {
    /// Who is signed in: the page of it, or as JSON.
    See,
    /// The end of an account.
    Delete,
    /// All of it as a file.
    Export,
    /// Where somebody is signed in.
    Sessions,
    /// The end of some of that.
    EndSessions(Ends),
    /// What a browser needs to make or to use a passkey.
    Options,
    /// A new passkey, of a new account or of one's own.
    Register,
    /// To sign in by a passkey.
    Assert,
    /// To name or to remove a passkey.
    Change,
    /// A new recovery code.
    NewCode,
    /// To sign in by a recovery code.
    Recover,
    /// What one's devices have in common.
    Sync,
    /// The end of this session.
    SignOut,
    /// To sign in where the operator says.
    OidcStart,
    /// The way back from there.
    OidcBack,
    /// That is to be no way in any more.
    Unlink,
    /// Nothing is there.
    NotFound,
    /// What is there takes this method alone.
    Only(&'static str),
}

/// Which sessions are to end.
#[derive(Debug, PartialEq)]
pub enum Ends {
    All,
    Others,
    One(String),
}

impl AccountRoute {
    /// What is meant below `/account`.
    fn parse(method: &str, tail: &str, query: &str) -> AccountRoute {
        let (only, route) = match tail {
            "" if method == "DELETE" => return AccountRoute::Delete,
            "" => ("GET, HEAD, DELETE", AccountRoute::See),
            "/export" => ("GET, HEAD", AccountRoute::Export),
            "/sessions" if method == "DELETE" => return AccountRoute::EndSessions(ends(query)),
            "/sessions" => ("GET, HEAD, DELETE", AccountRoute::Sessions),
            "/passkey/options" => ("POST", AccountRoute::Options),
            "/passkey/register" => ("POST", AccountRoute::Register),
            "/passkey/assert" => ("POST", AccountRoute::Assert),
            "/passkey/change" => ("POST", AccountRoute::Change),
            "/recovery" => ("POST", AccountRoute::NewCode),
            "/recover" => ("POST", AccountRoute::Recover),
            "/sync" => ("POST", AccountRoute::Sync),
            "/sign-out" => ("POST", AccountRoute::SignOut),
            "/oidc/start" => ("GET", AccountRoute::OidcStart),
            "/oidc/back" => ("GET", AccountRoute::OidcBack),
            "/oidc/unlink" => ("POST", AccountRoute::Unlink),
            _ => return AccountRoute::NotFound,
        };
        match method {
            "POST" if only == "POST" => route,
            "GET" if only != "POST" => route,
            "HEAD" if only.contains("HEAD") => route,
            _ => AccountRoute::Only(only),
        }
    }
}

/// Which sessions a query means.
fn ends(query: &str) -> Ends {
    let mut ends = Ends::All;
    for pair in query.split('&') {
        match pair.split_once('=').unwrap_or((pair, "")) {
            ("others", _) => ends = Ends::Others,
            ("id", id) => ends = Ends::One(id.to_owned()),
            _ => {}
        }
    }
    ends
}

/// Which page of the messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageQuery {
    /// From which position, and in which direction.
    pub from: PageFrom,
    /// 1 to 100.
    pub limit: usize,
}

/// Decides what a request means. `query` is without the `?`.
pub fn route(method: &str, path: &str, query: &str, is_upgrade: bool) -> Route {
    let reads = matches!(method, "GET" | "HEAD");
    let read = |route| {
        if reads {
            route
        } else {
            Route::MethodNotAllowed
        }
    };
    match path {
        "/" => return read(Route::Landing),
        "/health" => return read(Route::Health),
        "/room" | "/room/" => return Route::NotFound,
        path if is_admin(path) => return Route::Admin,
        _ => {}
    }
    if let Some(tail) = path.strip_prefix("/account")
        && (tail.is_empty() || tail.starts_with('/'))
    {
        return Route::Account(AccountRoute::parse(method, tail, query));
    }
    let Some(rest) = path.strip_prefix("/room/") else {
        return Route::Asset;
    };
    if reads
        && !is_upgrade
        && let Some(room) = room_before_marks(rest)
    {
        return Route::Moved(room);
    }
    let (name, tail) = match rest.split_once('/') {
        Some((name, tail)) => (name, Some(tail)),
        None => (rest, None),
    };
    let room = match RoomName::parse(name) {
        Ok(room) => room,
        Err(error) => return Route::BadRoom(error),
    };
    if room.is_of_pair() {
        return pair_route(method, room, tail, query, is_upgrade);
    }
    let preflight = match tail {
        None => Some(("DELETE", "Authorization, X-Confirm-Room")),
        Some("messages" | "search" | "export") => Some(("GET, HEAD", "Authorization")),
        Some("import") => Some(("POST", "Authorization, Content-Type")),
        Some(tail) => below_files(tail).map(|_| FILE_PREFLIGHT),
    };
    if let (Some((methods, headers)), "OPTIONS", false) = (preflight, method, is_upgrade) {
        return Route::Preflight { methods, headers };
    }
    match tail {
        None if is_upgrade && method == "GET" => Route::Socket(room),
        None if method == "DELETE" && !is_upgrade => Route::Wipe(room),
        None => read(Route::RoomPage),
        Some("messages") => match page_query(query) {
            _ if !reads => Route::MethodNotAllowed,
            Some(page) => Route::Messages(room, page),
            None => Route::BadQuery,
        },
        Some("search") if !reads => Route::MethodNotAllowed,
        Some("search") => match search_query(query) {
            Some(search) => Route::Search(room, search),
            None => Route::BadSearch,
        },
        Some("export") if reads && !is_upgrade => match page_query(query).map(|page| page.from) {
            Some(PageFrom::After(after)) => Route::Export(room, after),
            Some(PageFrom::Newest) => Route::Export(room, Seq::default()),
            _ => Route::BadQuery,
        },
        Some("import") if method == "POST" && !is_upgrade => Route::Import(room),
        Some(tail) => match file_route(method, tail, query) {
            None => Route::NotFound,
            Some(Ok(route)) => Route::Files(room, route),
            Some(Err(())) => Route::MethodNotAllowed,
        },
    }
}

/// The same of a pair's room: all that is below it says the same to everybody who has no seat there.
fn pair_route(
    method: &str,
    room: RoomName,
    tail: Option<&str>,
    query: &str,
    is_upgrade: bool,
) -> Route {
    let reads = matches!(method, "GET" | "HEAD");
    let sealed = |room, route| Route::Sealed(room, Box::new(route));
    match tail {
        None if is_upgrade && method == "GET" => Route::Socket(room),
        None if method == "DELETE" => Route::Forbidden,
        None if reads => Route::RoomPage,
        None => Route::MethodNotAllowed,
        Some("export" | "import") => Route::Forbidden,
        // A browser asks without the token whether it may send it.
        Some("messages" | "search") if method == "OPTIONS" && !is_upgrade => Route::Preflight {
            methods: "GET, HEAD",
            headers: "Authorization",
        },
        Some("messages" | "search") if !reads => sealed(room, Route::MethodNotAllowed),
        Some("search") => match search_query(query) {
            Some(search) => Route::Search(room, search),
            None => sealed(room, Route::BadSearch),
        },
        Some("messages") => match page_query(query) {
            Some(page) => Route::Messages(room, page),
            None => sealed(room, Route::BadQuery),
        },
        Some(tail) if method == "OPTIONS" && !is_upgrade && below_files(tail).is_some() => {
            let (methods, headers) = FILE_PREFLIGHT;
            Route::Preflight { methods, headers }
        }
        Some(tail) => match file_route(method, tail, query) {
            None => sealed(room, Route::NotFound),
            Some(Ok(route)) => Route::Files(room, route),
            Some(Err(())) => sealed(room, Route::MethodNotAllowed),
        },
    }
}

/// What may be asked of files, and with which headers.
const FILE_PREFLIGHT: (&str, &str) = (
    "GET, HEAD, POST, PUT, DELETE",
    "Authorization, Content-Type, Range",
);

/// What of a path is below a room's files.
fn below_files(tail: &str) -> Option<&str> {
    let below = tail.strip_prefix("files")?;
    (below.is_empty() || below.starts_with('/')).then_some(below)
}

fn file_route(method: &str, tail: &str, query: &str) -> Option<Result<FileRoute, ()>> {
    FileRoute::parse(method, below_files(tail)?, query)
}

/// The page's origin that the query of a health check asks about: `origin=…`.
pub fn asked_origin(query: &str) -> Option<String> {
    let mut pairs = query.split('&');
    let origin = pairs.find_map(|pair| pair.strip_prefix("origin="))?;
    String::from_utf8(percent_decoded(origin)).ok()
}

/// The room that a path below `/room/` leads to but for the marks at its end: a link in a sentence is
/// often taken with the full stop or the bracket behind it. Letters and what belongs to them are part
/// of another name, which is none.
fn room_before_marks(path: &str) -> Option<RoomName> {
    // Three bytes, of three characters each: no longer mark than that is among them.
    const MOST: usize = limits::ROOM + 9 * limits::LINK_MARKS;
    let path = Some(path).filter(|path| path.len() <= MOST)?;
    let path = String::from_utf8(percent_decoded(path)).ok()?;
    let name = path.trim_end_matches(is_mark);
    if name.len() == path.len() {
        return None;
    }
    RoomName::parse(name).ok()
}

pub(super) fn percent_decoded(path: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = tail.first_chunk::<2>().filter(|_| *first == b'%');
        let code = digits.and_then(|digits| {
            let [high, low] = digits.map(|digit| (digit as char).to_digit(16));
            Some((high? * 16 + low?) as u8)
        });
        decoded.push(code.unwrap_or(*first));
        rest = tail
            .get(if code.is_some() { 2 } else { 0 }..)
            .unwrap_or_default();
    }
    decoded
}

/// What stands round a link in a text, of whatever script, and in no name of a room.
fn is_mark(c: char) -> bool {
    match c {
        '-' | '_' => false,
        '\0'..='\x7f' => !c.is_ascii_alphanumeric(),
        '\u{80}'..='\u{a9}' | '\u{ab}'..='\u{b1}' | '\u{b4}' | '\u{b6}'..='\u{b8}' => true,
        '\u{bb}' | '\u{bf}' => true,
        // Hebrew, Arabic and Indian full stops, commas and question marks.
        '\u{5be}' | '\u{5c0}' | '\u{5c3}' | '\u{5f3}' | '\u{5f4}' | '\u{60c}' | '\u{61b}' => true,
        '\u{61f}' | '\u{6d4}' | '\u{964}' | '\u{965}' => true,
        // Spaces, quotation marks, dashes and what is not seen.
        '\u{2000}'..='\u{206f}' | '\u{feff}' => true,
        // Of Chinese, Japanese and Korean, also in the width of a letter, and in half of it.
        '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3020}' | '\u{30fb}' => true,
        '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' => true,
        '\u{ff5b}'..='\u{ff65}' => true,
        _ => false,
    }
}

fn page_query(query: &str) -> Option<PageQuery> {
    let (mut before, mut after, mut limit) = (None, None, None);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let slot = match key {
            "before" => &mut before,
            "after" => &mut after,
            "limit" => &mut limit,
            _ => continue,
        };
        *slot = Some(whole_number(value)?);
    }
    let seq = |n: i64| Seq::from_number(n.max(0) as u64);
    let from = match (before, after) {
        (Some(_), Some(_)) => return None,
        (Some(n), None) => PageFrom::Before(seq(n)),
        (None, Some(n)) => PageFrom::After(seq(n)),
        (None, None) => PageFrom::Newest,
    };
    let limit = limit.map_or(limits::HISTORY_DEFAULT, |n| {
        n.clamp(1, limits::HISTORY_MAX as i64) as usize
    });
    Some(PageQuery { from, limit })
}

fn search_query(query: &str) -> Option<SearchQuery> {
    let mut search = SearchQuery {
        text: String::new(),
        before: None,
        limit: limits::SEARCH_DEFAULT,
        best: false,
    };
    for pair in query.split('&') {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        match key {
            "q" => search.text = text_of_form(value)?,
            "before" => {
                let before = whole_number(value)?.max(0) as u64;
                search.before = Some(Seq::from_number(before).min(Seq::MAX));
            }
            "limit" => {
                let limit = whole_number(value)?.clamp(1, limits::SEARCH_MAX as i64);
                search.limit = limit as usize;
            }
            "order" => {
                search.best = match value {
                    "best" => true,
                    "newest" => false,
                    _ => return None,
                }
            }
            _ => {}
        }
    }
    let length = search.text.chars().take(limits::SEARCH_QUERY + 1).count();
    (length <= limits::SEARCH_QUERY && !text::is_blank(&search.text)).then_some(search)
}

/// A text in the query of an address, as forms write it: a space may be a plus sign.
fn text_of_form(value: &str) -> Option<String> {
    // Four bytes for each code point, of three characters each.
    const MOST: usize = 12 * limits::SEARCH_QUERY;
    let value = Some(value).filter(|value| value.len() <= MOST)?;
    String::from_utf8(percent_decoded(&value.replace('+', " "))).ok()
}

/// A whole number; one beyond what fits is as good as the largest or smallest that does.
fn whole_number(text: &str) -> Option<i64> {
    use std::num::IntErrorKind::{NegOverflow, PosOverflow};
    match text.parse::<i64>() {
        Ok(number) => Some(number),
        Err(error) => match error.kind() {
            PosOverflow => Some(i64::MAX),
            NegOverflow => Some(i64::MIN),
            _ => None,
        },
    }
}

/// Whether a switch among the `[vars]` is on: anything but nothing, `0` and `off`.
pub fn is_on(value: &str) -> bool {
    let value = value.trim();
    !(value.is_empty() || value == "0" || value.eq_ignore_ascii_case("off"))
}

/// True if a client has what bears this `ETag` already (`If-None-Match`).
pub fn has_already(if_none_match: &str, etag: &str) -> bool {
    let tags = if_none_match.split(',').map(str::trim);
    let mut tags = tags.map(|tag| tag.strip_prefix("W/").unwrap_or(tag));
    tags.any(|tag| tag == etag || tag == "*")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::short::seq;

    fn get(path: &str) -> Route {
        route("GET", path, "", false)
    }

    fn room(name: &str) -> RoomName {
        RoomName::parse(name).unwrap()
    }

    #[test]
    fn pages_and_sockets_share_one_url() {
        assert_eq!(get("/"), Route::Landing);
        assert_eq!(get("/room/Tea"), Route::RoomPage);
        assert_eq!(
            route("GET", "/room/Tea", "", true),
            Route::Socket(room("tea"))
        );
        assert_eq!(route("HEAD", "/room/tea", "", false), Route::RoomPage);
        assert_eq!(get("/health"), Route::Health);
        assert_eq!(get("/app.js"), Route::Asset);
    }

    #[test]
    fn bad_room_names_are_told_before_the_upgrade() {
        for path in [
            "/room/a%2Fb",
            "/room/a%20b",
            "/room/a.b",
            "/room/.tea",
            "/room/%00",
            "/room/%C3%A4",
            "/room//messages",
        ] {
            for upgrade in [false, true] {
                let route = route("GET", path, "", upgrade);
                assert!(matches!(route, Route::BadRoom(_)), "{path}: {route:?}");
            }
        }
        assert_eq!(
            get(&format!("/room/{}", "x".repeat(65))),
            Route::BadRoom(NameError::TooLong)
        );
    }

    #[test]
    fn a_link_with_marks_behind_it_leads_to_its_room() {
        let marks = [
            "/",
            "//",
            ".",
            ",",
            ")",
            ").",
            ">",
            "%3E",
            "%20",
            "%22",
            "'",
            "!",
            ":",
            ";",
            "*",
            "]",
            "/.",
            "%0A",
            "%C2%A0",
            "%E3%80%82",
            "%EF%BC%89",
            "%D8%8C",
            "%D8%9F",
            "%E0%A5%A4",
            "%E2%80%9D",
            "%C2%BB",
            "%E2%80%A6",
            "%E2%80%8B",
            "%EF%BB%BF",
            "%",
        ];
        for mark in marks {
            for name in ["tea", "Tea", "_tea-"] {
                let path = format!("/room/{name}{mark}");
                let moved = Route::Moved(room(name));
                assert_eq!(get(&path), moved, "{path}");
                assert_eq!(route("HEAD", &path, "a=b", false), moved, "{path}");
                let upgrade = route("GET", &path, "", true);
                assert!(
                    matches!(upgrade, Route::BadRoom(_) | Route::NotFound),
                    "{path}"
                );
                let post = route("POST", &path, "", false);
                assert!(
                    matches!(post, Route::BadRoom(_) | Route::NotFound),
                    "{path}"
                );
            }
        }
    }

    #[test]
    fn a_page_asks_whether_it_is_admitted() {
        let asked = |query| asked_origin(query).unwrap_or_default();
        assert_eq!(
            asked("origin=http%3A%2F%2Fa.example%3A81"),
            "http://a.example:81"
        );
        assert_eq!(asked("a=b&origin=null"), "null");
        for query in ["", "origin", "origins=x", "origin=%FF"] {
            assert_eq!(asked_origin(query), None, "{query}");
        }
    }

    #[test]
    fn what_is_more_than_a_mark_is_part_of_another_name() {
        for tail in [
            "%C3%A9",
            "e%CC%81",
            "x.y",
            "%2Fmessages",
            ".html",
            "%E3%81%AE",
            "%F0%9F%8D%B5",
            "%CC%81",
            "%FF",
            "%E3%80",
            ".%E3%81%AE",
            "/../x",
            "%E3%80%85",
        ] {
            let route = get(&format!("/room/tea{tail}"));
            assert!(
                matches!(route, Route::BadRoom(_) | Route::NotFound),
                "{tail}: {route:?}"
            );
        }
        let long = format!("/room/tea{}", ".".repeat(1_000));
        assert!(matches!(get(&long), Route::BadRoom(_)));
        let name = "x".repeat(65);
        assert_eq!(
            get(&format!("/room/{name}.")),
            Route::BadRoom(NameError::Character)
        );
    }

    #[test]
    fn what_is_not_there() {
        for path in [
            "/room",
            "/room/",
            "/room/tea/x",
            "/room/tea/messages/",
            "/room/tea/messages/1",
        ] {
            assert_eq!(get(path), Route::NotFound, "{path}");
        }
    }

    #[test]
    fn only_reading_is_allowed() {
        for path in ["/", "/health", "/room/tea", "/room/tea/messages"] {
            for method in ["POST", "PUT", "PATCH", "options"] {
                assert_eq!(
                    route(method, path, "", false),
                    Route::MethodNotAllowed,
                    "{path}"
                );
            }
        }
        for path in ["/", "/health", "/room/tea/messages"] {
            assert_eq!(route("DELETE", path, "", false), Route::MethodNotAllowed);
        }
        assert_eq!(
            route("POST", "/room/tea", "", true),
            Route::MethodNotAllowed
        );
    }

    #[test]
    fn what_owners_can_ask_for() {
        let wipe = Route::Wipe(room("tea"));
        assert_eq!(route("DELETE", "/room/Tea", "", false), wipe);
        assert_eq!(
            route("DELETE", "/room/tea", "", true),
            Route::MethodNotAllowed
        );
        let export = |query| route("GET", "/room/Tea/export", query, false);
        assert_eq!(export(""), Route::Export(room("tea"), seq(0)));
        assert_eq!(export("after=7&x=y"), Route::Export(room("tea"), seq(7)));
        for bad in ["after=x", "before=7"] {
            assert_eq!(export(bad), Route::BadQuery, "{bad}");
        }
        for method in ["POST", "PUT", "DELETE"] {
            let other = route(method, "/room/tea/export", "", false);
            assert_eq!(other, Route::NotFound, "{method}");
        }
        let import = |method| route(method, "/room/Tea/import", "", false);
        assert_eq!(import("POST"), Route::Import(room("tea")));
        for method in ["GET", "PUT", "DELETE"] {
            assert_eq!(import(method), Route::NotFound, "{method}");
        }
    }

    #[test]
    fn below_the_room_of_a_pair_everything_is_for_the_two() {
        const PAIR: &str = "~abcdefghijklmnopqrstuvwx27";
        let ask = |method, tail: &str, is_upgrade| {
            route(method, &format!("/room/{PAIR}{tail}"), "", is_upgrade)
        };
        let pair = || room(PAIR);
        let sealed = |route| Route::Sealed(pair(), Box::new(route));
        assert_eq!(ask("GET", "", false), Route::RoomPage);
        assert_eq!(ask("HEAD", "", false), Route::RoomPage);
        assert_eq!(ask("GET", "", true), Route::Socket(pair()));
        assert_eq!(ask("GET", ").", false), Route::Moved(pair()));
        for method in ["POST", "PUT", "OPTIONS"] {
            assert_eq!(ask(method, "", false), Route::MethodNotAllowed);
        }
        for is_upgrade in [false, true] {
            assert_eq!(ask("DELETE", "", is_upgrade), Route::Forbidden);
            for method in ["GET", "POST", "PUT", "OPTIONS", "DELETE"] {
                for tail in ["/export", "/import"] {
                    assert_eq!(ask(method, tail, is_upgrade), Route::Forbidden);
                }
                for tail in ["/x", "/messages/", "/messages/1", "/x/messages"] {
                    let nothing = sealed(Route::NotFound);
                    assert_eq!(ask(method, tail, is_upgrade), nothing, "{tail}");
                }
            }
            let post = ask("POST", "/messages", is_upgrade);
            assert_eq!(post, sealed(Route::MethodNotAllowed));
        }
        let page = PageQuery {
            from: PageFrom::Newest,
            limit: 50,
        };
        let messages = Route::Messages(pair(), page);
        assert_eq!(ask("GET", "/messages", false), messages);
        let path = format!("/room/{PAIR}/messages");
        assert_eq!(
            route("GET", &path, "limit=x", false),
            sealed(Route::BadQuery)
        );
        let preflight = ask("OPTIONS", "/messages", false);
        assert!(matches!(preflight, Route::Preflight { .. }));
        for bad in [
            "~",
            "~tea",
            "~tea/messages",
            "%7Eabcdefghijklmnopqrstuvwx27",
        ] {
            let path = format!("/room/{bad}");
            for is_upgrade in [false, true] {
                let bad = Route::BadRoom(NameError::Character);
                assert_eq!(route("GET", &path, "", is_upgrade), bad, "{path}");
            }
        }
    }

    #[test]
    fn pages_of_other_origins_ask_first() {
        for (path, methods, by_upgrade) in [
            ("/room/tea", "DELETE", Route::MethodNotAllowed),
            ("/room/tea/messages", "GET, HEAD", Route::MethodNotAllowed),
            // As where nothing is: most rooms have no export.
            ("/room/tea/export", "GET, HEAD", Route::NotFound),
            ("/room/tea/import", "POST", Route::NotFound),
        ] {
            let asked = route("OPTIONS", path, "x=y", false);
            let Route::Preflight {
                methods: told,
                headers,
            } = asked
            else {
                panic!("{path}: {asked:?}");
            };
            assert_eq!(told, methods, "{path}");
            assert!(headers.starts_with("Authorization"), "{path}");
            let upgrade = route("OPTIONS", path, "", true);
            assert_eq!(upgrade, by_upgrade, "{path}");
        }
        for path in ["/", "/health"] {
            assert_eq!(route("OPTIONS", path, "", false), Route::MethodNotAllowed);
        }
    }

    #[test]
    fn what_is_the_operators_is_judged_elsewhere() {
        for path in ["/admin", "/admin/rooms/tea", "/admin/nothing"] {
            for method in ["GET", "POST", "DELETE", "OPTIONS"] {
                assert_eq!(route(method, path, "", false), Route::Admin, "{path}");
            }
        }
        assert_eq!(get("/administer"), Route::Asset);
    }

    #[test]
    fn what_is_asked_about_accounts() {
        use AccountRoute::*;
        let ask =
            |method, tail, query| match route(method, &format!("/account{tail}"), query, false) {
                Route::Account(route) => route,
                other => panic!("{method} {tail}: {other:?}"),
            };
        for (tail, method, want) in [
            ("", "GET", See),
            ("", "HEAD", See),
            ("", "DELETE", Delete),
            ("/export", "GET", Export),
            ("/sessions", "GET", Sessions),
            ("/passkey/options", "POST", Options),
            ("/passkey/register", "POST", Register),
            ("/passkey/assert", "POST", Assert),
            ("/passkey/change", "POST", Change),
            ("/recovery", "POST", NewCode),
            ("/recover", "POST", Recover),
            ("/sync", "POST", Sync),
            ("/sign-out", "POST", SignOut),
            ("/oidc/start", "GET", OidcStart),
            ("/oidc/back", "GET", OidcBack),
            ("/oidc/unlink", "POST", Unlink),
            ("/oidc/unlink", "GET", Only("POST")),
            ("/", "GET", NotFound),
            ("/x", "POST", NotFound),
            ("", "POST", Only("GET, HEAD, DELETE")),
            ("", "OPTIONS", Only("GET, HEAD, DELETE")),
            ("/sync", "GET", Only("POST")),
            ("/sync", "DELETE", Only("POST")),
            ("/export", "POST", Only("GET, HEAD")),
            ("/oidc/back", "HEAD", Only("GET")),
        ] {
            assert_eq!(ask(method, tail, ""), want, "{method} {tail}");
        }
        let end = |query| ask("DELETE", "/sessions", query);
        assert_eq!(end(""), EndSessions(Ends::All));
        assert_eq!(end("others"), EndSessions(Ends::Others));
        assert_eq!(end("id=x-1"), EndSessions(Ends::One("x-1".to_owned())));
        assert_eq!(get("/accounts"), Route::Asset);
    }

    #[test]
    fn message_pages() {
        let page = |query| route("GET", "/room/tea/messages", query, false);
        let want = |from, limit| Route::Messages(room("tea"), PageQuery { from, limit });
        assert_eq!(page(""), want(PageFrom::Newest, 50));
        assert_eq!(page("before=9&limit=3"), want(PageFrom::Before(seq(9)), 3));
        assert_eq!(page("after=0&x=y"), want(PageFrom::After(seq(0)), 50));
        assert_eq!(page("limit=1000"), want(PageFrom::Newest, 100));
        assert_eq!(page("limit=-4"), want(PageFrom::Newest, 1));
        let beyond = "limit=99999999999999999999";
        assert_eq!(page(beyond), want(PageFrom::Newest, 100));
        let below = "limit=-99999999999999999999";
        assert_eq!(page(below), want(PageFrom::Newest, 1));
        for bad in [
            "before=1&after=2",
            "before=x",
            "limit=",
            "after=1.5",
            "limit",
        ] {
            assert_eq!(page(bad), Route::BadQuery, "{bad}");
        }
    }

    #[test]
    fn searches() {
        const PAIR: &str = "~abcdefghijklmnopqrstuvwx27";
        let ask = |query: &str| route("GET", "/room/tea/search", query, false);
        let want = |text: &str, before, limit, best| {
            let text = text.to_owned();
            let search = SearchQuery {
                text,
                before,
                limit,
                best,
            };
            Route::Search(room("tea"), search)
        };
        assert_eq!(ask("q=tea"), want("tea", None, 20, false));
        assert_eq!(
            ask("x=y&q=a+b%2Bc%20%22%E5%A4%A9&limit=7&before=9&order=best"),
            want("a b+c \"天", Some(seq(9)), 7, true)
        );
        assert_eq!(
            ask("q=x&limit=999&order=newest"),
            want("x", None, 50, false)
        );
        assert_eq!(
            ask("q=x&limit=-1&before=-5"),
            want("x", Some(seq(0)), 1, false)
        );
        let beyond = format!("q=x&before={}", "9".repeat(30));
        assert_eq!(ask(&beyond), want("x", Some(Seq::MAX), 20, false));
        let long = "%F0%9D%93%A3".repeat(200);
        assert_eq!(
            ask(&format!("q={long}")),
            want(&"𝓣".repeat(200), None, 20, false)
        );
        for bad in [
            "",
            "q",
            "q=",
            "q=+%20%E2%80%8B",
            "q=%FF",
            "q=x&limit=",
            "q=x&limit=1.5",
            "q=x&before=y",
            "q=x&order=",
            "q=x&order=oldest",
            &format!("q={long}%F0%9D%93%A3"),
            &format!("q={}", "x".repeat(201)),
            &format!("q={}", "x".repeat(100_000)),
        ] {
            assert_eq!(ask(bad), Route::BadSearch, "{bad}");
        }
        let put = route("PUT", "/room/tea/search", "q=x", false);
        assert_eq!(put, Route::MethodNotAllowed);
        let path = format!("/room/{PAIR}/search");
        let sealed = |route| Route::Sealed(room(PAIR), Box::new(route));
        assert_eq!(route("GET", &path, "q=", false), sealed(Route::BadSearch));
        assert_eq!(
            route("PUT", &path, "q=x", false),
            sealed(Route::MethodNotAllowed)
        );
        assert!(matches!(
            route("GET", &path, "q=x", false),
            Route::Search(..)
        ));
        for path in [path.as_str(), "/room/tea/search"] {
            let asked = route("OPTIONS", path, "", false);
            assert!(matches!(asked, Route::Preflight { .. }), "{asked:?}");
        }
    }

    #[test]
    fn switches() {
        for on in ["1", "on", "true", "until noon", "00"] {
            assert!(is_on(on), "{on}");
        }
        for off in ["", " ", "0", " 0 ", "off", "OFF", "Off\n"] {
            assert!(!is_on(off), "{off:?}");
        }
    }

    #[test]
    fn who_has_a_page_already() {
        let etag = "\"653748c150aebf59-1-7\"";
        for (header, has) in [
            (etag.to_owned(), true),
            (format!("W/{etag}"), true),
            (format!("\"x\", {etag}"), true),
            ("*".to_owned(), true),
            (etag.replace('7', "8"), false),
            (etag.replace('"', ""), false),
            (String::new(), false),
            (",".to_owned(), false),
        ] {
            assert_eq!(has_already(&header, etag), has, "{header}");
        }
    }
}
