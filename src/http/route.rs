//! What each request means: pure, so that the whole table is tested without a Worker.
//!
//! It works on the path as it appears in the URL, still percent-encoded: an encoded slash is
//! just a character that no room name may contain.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::admin::is_admin;
use crate::limits;
use crate::model::{NameError, PageFrom, RoomName, Seq};

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
    /// Liveness and version.
    Health,
    /// Something for the operator alone.
    Admin,
    /// Perhaps a file of the page.
    Asset,
    /// Nothing is there.
    NotFound,
    /// The room's name is none.
    BadRoom(NameError),
    /// The query of a messages page makes no sense.
    BadQuery,
    /// Only `GET` and `HEAD` read this.
    MethodNotAllowed,
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
    match tail {
        None if is_upgrade && method == "GET" => Route::Socket(room),
        None => read(Route::RoomPage),
        Some("messages") => match page_query(query) {
            _ if !reads => Route::MethodNotAllowed,
            Some(page) => Route::Messages(room, page),
            None => Route::BadQuery,
        },
        Some(_) => Route::NotFound,
    }
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

fn percent_decoded(path: &str) -> Vec<u8> {
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
    let seq = |n: i64| n.max(0) as Seq;
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

/// Whom the room answers across origins (`ALLOWED_ORIGINS`).
#[derive(Clone, Debug, Default)]
pub struct AllowedOrigins(String);

impl AllowedOrigins {
    /// Exact origins, separated by commas, or `*`.
    pub fn new(list: Option<String>) -> AllowedOrigins {
        AllowedOrigins(list.unwrap_or_default())
    }

    fn items(&self) -> impl Iterator<Item = &str> {
        let items = self.0.split(',').map(str::trim);
        items.filter(|item| !item.is_empty())
    }

    /// True if an origin is listed.
    pub fn lists(&self, origin: &str) -> bool {
        self.items().any(|item| item == "*" || item == origin)
    }

    /// Whose pages may frame a room, as the sources of `frame-ancestors`; nobody's if none is
    /// listed. What is no origin stays out, since a header is made of it.
    pub fn frame_ancestors(&self) -> Option<String> {
        if self.items().any(|item| item == "*") {
            return Some("*".to_owned());
        }
        let origins: Vec<&str> = self.items().filter(|item| is_origin(item)).collect();
        (!origins.is_empty()).then(|| format!("'self' {}", origins.join(" ")))
    }

    /// True if a request may open a socket or read a room: not from a browser, from the same host
    /// and port, or from a listed origin.
    pub fn admits(&self, caller: &Caller<'_>) -> bool {
        match caller.origin {
            Some(origin) => is_same_host(origin, caller.host) || self.lists(origin),
            None => !caller.is_hidden_stranger(),
        }
    }
}

/// By which names this server may be reached (`HOSTS`).
///
/// A browser that is told another address for a site's name takes that site's pages for ours, if
/// we answer by that name, too; so a server that others can lead browsers to names its names.
#[derive(Clone, Debug, Default)]
pub struct Hosts(String);

impl Hosts {
    /// `host` or `host:port`, separated by commas; nothing or `*` for any.
    pub fn new(list: Option<String>) -> Hosts {
        Hosts(list.unwrap_or_default())
    }

    fn items(&self) -> impl Iterator<Item = &str> {
        let items = self.0.split(',').map(str::trim);
        items.filter(|item| !item.is_empty())
    }

    /// True if a request with this `Host` is meant for this server. An item without a port
    /// stands for every port.
    pub fn admit(&self, host: Option<&str>) -> bool {
        let mut items = self.items().peekable();
        if items.peek().is_none() {
            return true;
        }
        let asked = host.and_then(Authority::parse);
        items.any(|item| {
            item == "*"
                || asked.as_ref().is_some_and(|asked| {
                    Authority::parse(item).is_some_and(|item| item.covers(asked))
                })
        })
    }
}

/// True if a `Host` is no name that somebody could register: `localhost`, or an address. So says
/// who looks after this server from near by, such as a health check.
pub fn is_nameless(host: &str) -> bool {
    Authority::parse(host).is_some_and(|Authority { host, .. }| match host {
        Host::Name(name) => name == "localhost",
        Host::V4(_) | Host::V6(_) => true,
    })
}

/// `host[:port]`, in the one form that all its spellings share.
#[derive(Debug, PartialEq)]
struct Authority {
    host: Host,
    port: Option<u16>,
}

#[derive(Debug, PartialEq)]
enum Host {
    Name(String),
    V4(Ipv4Addr),
    V6(Ipv6Addr),
}

impl Authority {
    fn parse(text: &str) -> Option<Authority> {
        let (host, rest) = if let Some(rest) = text.strip_prefix('[') {
            let (address, rest) = rest.split_once(']')?;
            (Host::V6(address.parse().ok()?), rest)
        } else {
            let end = text.find(':').unwrap_or(text.len());
            let (name, rest) = text.split_at(end);
            // The dot that ends a full name is not part of it.
            let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
            let is_name = !name.is_empty() && name.split('.').all(is_label);
            let name = is_name.then_some(name)?;
            (name.parse().map_or(Host::Name(name), Host::V4), rest)
        };
        let port = match rest.strip_prefix(':') {
            Some(port) => Some(parse_port(port)?),
            None if rest.is_empty() => None,
            None => return None,
        };
        Some(Authority { host, port })
    }

    /// Browsers leave out the port that goes with the scheme, which only the proxy knows.
    fn covers(&self, asked: &Authority) -> bool {
        let same_port = match (self.port, asked.port) {
            (None, _) | (Some(80 | 443), None) => true,
            (Some(listed), asked) => asked == Some(listed),
        };
        same_port && self.host == asked.host
    }
}

/// The value of `Strict-Transport-Security` by the setting `HSTS`: seconds, or the value itself.
/// What is neither stays out, since a header is made of it.
pub fn strict_transport(setting: &str) -> Option<String> {
    let setting = setting.trim();
    if is_number(setting) {
        return Some(format!("max-age={setting}"));
    }
    let mut directives = setting.split(';').map(str::trim);
    let first = directives.next()?;
    let age = first.strip_prefix("max-age=").is_some_and(is_number);
    let rest = directives.all(|item| {
        item.eq_ignore_ascii_case("includeSubDomains") || item.eq_ignore_ascii_case("preload")
    });
    (age && rest).then(|| setting.to_owned())
}

fn is_number(text: &str) -> bool {
    (1..=10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
}

fn parse_port(port: &str) -> Option<u16> {
    let port = is_number(port).then(|| port.parse().ok())??;
    (port > 0).then_some(port)
}

/// What a request says about the page that makes it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Caller<'a> {
    /// `Host`.
    pub host: &'a str,
    /// `Origin`. Browsers leave it out where a page cannot read the answer: of an image, say.
    pub origin: Option<&'a str>,
    /// `Sec-Fetch-Site`, which no page can change.
    pub site: Option<&'a str>,
    /// `Sec-Fetch-Mode` and `Sec-Fetch-Dest`.
    pub mode: Option<&'a str>,
    pub dest: Option<&'a str>,
}

impl Caller<'_> {
    /// Another site's page that makes the browser fetch something without saying whose page it is.
    /// A link that somebody follows is none.
    fn is_hidden_stranger(&self) -> bool {
        let is_followed = self.mode == Some("navigate") && self.dest == Some("document");
        matches!(self.site, Some("cross-site" | "same-site")) && !is_followed
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

/// `scheme://host[:port]` and nothing else. An IPv6 address is none here: a policy has no form for it.
fn is_origin(item: &str) -> bool {
    let Some((scheme, authority)) = item.split_once("://") else {
        return false;
    };
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme && host.split('.').all(is_label) && port.is_none_or(|port| parse_port(port).is_some())
}

fn is_same_host(origin: &str, host: &str) -> bool {
    let (default_port, authority) = match origin.split_once("://") {
        Some(("http", authority)) => (":80", authority),
        Some(("https", authority)) => (":443", authority),
        _ => return false,
    };
    let bare = |authority: &str| {
        let authority = authority.to_ascii_lowercase();
        let bare = authority.strip_suffix(default_port).map(str::to_owned);
        bare.unwrap_or(authority)
    };
    !host.is_empty() && bare(authority) == bare(host)
}

#[cfg(test)]
mod tests {
    use super::*;

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
            for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
                assert_eq!(
                    route(method, path, "", false),
                    Route::MethodNotAllowed,
                    "{path}"
                );
            }
        }
        assert_eq!(
            route("POST", "/room/tea", "", true),
            Route::MethodNotAllowed
        );
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
    fn message_pages() {
        let page = |query| route("GET", "/room/tea/messages", query, false);
        let want = |from, limit| Route::Messages(room("tea"), PageQuery { from, limit });
        assert_eq!(page(""), want(PageFrom::Newest, 50));
        assert_eq!(page("before=9&limit=3"), want(PageFrom::Before(9), 3));
        assert_eq!(page("after=0&x=y"), want(PageFrom::After(0), 50));
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
    fn origins() {
        let none = AllowedOrigins::default();
        let some = AllowedOrigins::new(Some("https://a.example, http://b.example:8080".into()));
        let any = AllowedOrigins::new(Some("*".into()));
        let from = |origin, host| Caller {
            origin,
            host,
            ..Caller::default()
        };
        assert!(none.admits(&from(None, "chat.example")));
        for (origin, host) in [
            ("https://chat.example", "chat.example"),
            ("https://chat.example", "chat.example:443"),
            ("http://localhost:8787", "LOCALHOST:8787"),
        ] {
            assert!(none.admits(&from(Some(origin), host)), "{origin}");
        }
        for bad in [
            "null",
            "",
            "https://evil.example",
            "http://localhost:1",
            "https://a.example",
            "chat.example",
        ] {
            assert!(!none.admits(&from(Some(bad), "localhost:8787")), "{bad}");
        }
        let at = |origin| from(Some(origin), "chat.example");
        assert!(some.admits(&at("https://a.example")));
        assert!(some.admits(&at("http://b.example:8080")));
        assert!(!some.admits(&at("http://b.example")));
        assert!(!some.admits(&at("https://chat.example.a.example")));
        assert!(any.admits(&at("null")));
    }

    #[test]
    fn hosts() {
        let any = Hosts::default();
        let star = Hosts::new(Some("chat.example, *".into()));
        for host in [None, Some(""), Some("evil.example"), Some("[::1]:1")] {
            assert!(any.admit(host), "{host:?}");
            assert!(Hosts::new(Some(" , ".into())).admit(host), "{host:?}");
            assert!(star.admit(host), "{host:?}");
        }
        let list = "localhost:8787,127.0.0.1:8787, [::1]:8787 ,Chat.Example,tls.example:443";
        let some = Hosts::new(Some(list.into()));
        for good in [
            "localhost:8787",
            "LocalHost:8787",
            "localhost.:8787",
            "127.0.0.1:8787",
            "[::1]:8787",
            "[0:0:0:0:0:0:0:1]:8787",
            "chat.example",
            "CHAT.EXAMPLE",
            "chat.example.",
            "chat.example:443",
            "chat.example:8080",
            "tls.example",
            "tls.example:443",
        ] {
            assert!(some.admit(Some(good)), "{good}");
        }
        assert!(!some.admit(None));
        for bad in [
            "",
            "evil.example",
            "localhost",
            "localhost:8788",
            "localhost:08787x",
            "localhost:+8787",
            "localhost:",
            "localhost:0",
            "localhost:65536",
            "localhost..:8787",
            ".localhost:8787",
            "localhost:8787:8787",
            "localhost:8787.evil.example",
            "localhost.evil.example:8787",
            "evil.localhost:8787",
            "127.0.0.1",
            "127.0.0.1:8788",
            "127.0.0.2:8787",
            "::1:8787",
            "[::1]",
            "[::1]8787",
            "[::1]:8788",
            "[::2]:8787",
            "[::1",
            "[localhost]:8787",
            "[::ffff:127.0.0.1]:8787",
            "user@chat.example",
            "chat.example/",
            "chat.example, evil.example",
            "chat.example evil.example",
            "https://chat.example",
            "xchat.example",
            "chat.example.evil.example",
            "tls.example:80",
            "*",
        ] {
            assert!(!some.admit(Some(bad)), "{bad}");
        }
        let none_of_these = Hosts::new(Some("https://chat.example, chat.example/, a b".into()));
        for host in ["chat.example", "https", "a", "a b"] {
            assert!(!none_of_these.admit(Some(host)), "{host}");
        }
    }

    #[test]
    fn no_name_can_be_registered_that_is_localhost_or_an_address() {
        for good in [
            "localhost",
            "LOCALHOST.:1",
            "127.0.0.1:8787",
            "10.0.0.7",
            "[::1]",
            "[fe80::1]:80",
        ] {
            assert!(is_nameless(good), "{good}");
        }
        for bad in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "1.2.3",
            "::1",
        ] {
            assert!(!is_nameless(bad), "{bad}");
        }
    }

    #[test]
    fn strict_transport_is_a_number_or_the_header() {
        let year = Some("max-age=31536000".to_owned());
        assert_eq!(strict_transport("31536000"), year);
        assert_eq!(strict_transport(" max-age=31536000 "), year);
        assert_eq!(strict_transport("0"), Some("max-age=0".to_owned()));
        let whole = "max-age=31536000; includeSubDomains; preload";
        assert_eq!(strict_transport(whole).as_deref(), Some(whole));
        for bad in [
            "",
            " ",
            "on",
            "-1",
            "1.5",
            "99999999999",
            "max-age=",
            "max-age=x",
            "includeSubDomains",
            "max-age=1\r\nset-cookie: a=b",
            "max-age=1; a=b",
            "max-age=1, max-age=2",
        ] {
            assert_eq!(strict_transport(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_other_sites_fetch_without_an_origin() {
        let nobody = AllowedOrigins::default();
        let any = AllowedOrigins::new(Some("*".into()));
        let fetched = |site, mode, dest| Caller {
            host: "chat.example",
            site: Some(site),
            mode: Some(mode),
            dest: Some(dest),
            ..Caller::default()
        };
        for (site, mode, dest, is_admitted) in [
            ("cross-site", "no-cors", "image", false),
            ("cross-site", "no-cors", "script", false),
            ("cross-site", "no-cors", "empty", false),
            ("same-site", "no-cors", "image", false),
            ("cross-site", "navigate", "iframe", false),
            ("cross-site", "navigate", "object", false),
            ("cross-site", "websocket", "empty", false),
            ("cross-site", "navigate", "document", true),
            ("same-site", "navigate", "document", true),
            ("same-origin", "cors", "empty", true),
            ("same-origin", "no-cors", "image", true),
            ("none", "navigate", "document", true),
        ] {
            let caller = fetched(site, mode, dest);
            assert_eq!(nobody.admits(&caller), is_admitted, "{caller:?}");
            // Whoever is listed says so by `Origin`: without it, nobody knows.
            assert_eq!(any.admits(&caller), is_admitted, "{caller:?}");
        }
        let listed = AllowedOrigins::new(Some("https://a.example".into()));
        let reads = Caller {
            origin: Some("https://a.example"),
            ..fetched("cross-site", "cors", "empty")
        };
        assert!(listed.admits(&reads));
        assert!(!nobody.admits(&reads));
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

    #[test]
    fn rooms_are_framed_by_listed_origins_alone() {
        let ancestors = |list: &str| AllowedOrigins::new(Some(list.into())).frame_ancestors();
        assert_eq!(AllowedOrigins::default().frame_ancestors(), None);
        assert_eq!(ancestors(""), None);
        assert_eq!(ancestors(" , "), None);
        assert_eq!(ancestors("*").as_deref(), Some("*"));
        assert_eq!(ancestors("https://a.example, *").as_deref(), Some("*"));
        assert_eq!(
            ancestors("https://a.example, http://localhost:8788,tauri://localhost").as_deref(),
            Some("'self' https://a.example http://localhost:8788 tauri://localhost")
        );
    }

    #[test]
    fn what_is_no_origin_gets_into_no_header() {
        for bad in [
            "a.example",
            "https://",
            "://a.example",
            "1https://a.example",
            "https://a.example/",
            "https://a.example/path",
            "https://a.example;script-src",
            "https://a.example; script-src *",
            "https://a.example\r\nset-cookie: a=b",
            "https://a.example https://b.example",
            "https://*.a.example",
            "https://*",
            "https://user@a.example",
            "https://a..example",
            "https://a.example.",
            "https://a.example:",
            "https://a.example:0",
            "https://a.example:+80",
            "https://a.example:65536",
            "https://a.example:80:80",
            "https://[::1]:8788",
            "https://ä.example",
            "'unsafe-inline'",
            "null",
        ] {
            let alone = AllowedOrigins::new(Some(bad.into()));
            assert_eq!(alone.frame_ancestors(), None, "{bad}");
            let beside = AllowedOrigins::new(Some(format!("{bad},https://b.example")));
            let good = Some("'self' https://b.example".to_owned());
            assert_eq!(beside.frame_ancestors(), good, "{bad}");
        }
    }
}
