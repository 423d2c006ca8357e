//! Who may ask: pages of which origins, and under which names of this server.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::account::cookie::is_local;
use crate::auth::HostKeys;

/// Whom the room answers across origins (`ALLOWED_ORIGINS`).
#[derive(Clone, Debug, Default)]
pub struct AllowedOrigins(String);

impl AllowedOrigins {
    /// Exact origins, separated by commas, or `*`.
    pub fn new(list: Option<String>) -> AllowedOrigins {
        AllowedOrigins(list.unwrap_or_default())
    }

    /// The same with these, too.
    pub fn and<'a>(mut self, origins: impl Iterator<Item = &'a str>) -> AllowedOrigins {
        for origin in origins.filter(|origin| is_origin(origin)) {
            self.0.push(',');
            self.0.push_str(origin);
        }
        self
    }

    /// True if an origin is listed.
    pub fn lists(&self, origin: &str) -> bool {
        items(&self.0).any(|item| item == "*" || item == origin)
    }

    /// Whose pages may frame a room, as the sources of `frame-ancestors`; nobody's if none is
    /// listed. What is no origin stays out, since a header is made of it.
    pub fn frame_ancestors(&self) -> Option<String> {
        if items(&self.0).any(|item| item == "*") {
            return Some("*".to_owned());
        }
        let origins: Vec<&str> = items(&self.0).filter(|item| is_origin(item)).collect();
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

    /// Whether all of the list can be meant by a request.
    pub fn is_read(&self) -> bool {
        items(&self.0).all(|item| item == "*" || Authority::parse(item).is_some())
    }

    /// True if a request with this `Host` is meant for this server. An item without a port
    /// stands for every port.
    pub fn admit(&self, host: Option<&str>) -> bool {
        let mut items = items(&self.0).peekable();
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

/// What a room is told of the page that opens a socket: nothing of one of ours. Of one that is not of these
/// sites, not whose.
pub fn told_origin<'a>(caller: &Caller<'a>, sites: &HostKeys) -> Option<&'a str> {
    let origin = caller.origin.filter(|_| !sites.is_empty())?;
    match is_same_host(origin, caller.host) {
        true => None,
        false => Some(sites.of(origin).map_or("null", |_| origin)),
    }
}

/// What stands between the commas of a setting.
fn items(list: &str) -> impl Iterator<Item = &str> {
    let items = list.split(',').map(str::trim);
    items.filter(|item| !item.is_empty())
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

fn is_number(text: &str) -> bool {
    (1..=10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
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

/// True if a page of this origin is one of the site that answers by this `Host`, and so may act for who is signed in
/// there. One that came over plain http may be anybody's on the way, though its name is ours; only on a browser's
/// own machine is nobody on the way.
pub fn is_own_page(origin: &str, host: &str) -> bool {
    is_same_host(origin, host) && (origin.starts_with("https:") || is_local(host))
}

/// Whether an origin is that of pages of this host.
pub fn is_same_host(origin: &str, host: &str) -> bool {
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

    #[test]
    fn sites_that_say_who_their_users_are_count_as_listed() {
        let key = r#"{"kty":"oct","k":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"}"#;
        let setting = format!(r#"{{"https://a.example":{key},"https://b.example/x; y":{key}}}"#);
        let (keys, _) = HostKeys::parse(&setting);
        let origins = AllowedOrigins::new(Some("https://c.example".into())).and(keys.origins());
        for (origin, is_listed) in [
            ("https://a.example", true),
            ("https://c.example", true),
            ("https://b.example/x; y", false),
            ("https://evil.example", false),
        ] {
            assert_eq!(origins.lists(origin), is_listed, "{origin}");
        }
        let ancestors = origins.frame_ancestors();
        let listed = "'self' https://c.example https://a.example";
        assert_eq!(ancestors.as_deref(), Some(listed));
        // A room is told whose page has opened a socket, if it is not ours.
        let told = |origin, keys| {
            let host = "chat.example";
            let caller = Caller {
                origin,
                host,
                ..Caller::default()
            };
            told_origin(&caller, keys)
        };
        assert_eq!(told(Some("https://chat.example"), &keys), None);
        assert_eq!(told(None, &keys), None);
        assert_eq!(
            told(Some("https://a.example"), &keys),
            Some("https://a.example")
        );
        assert_eq!(told(Some("https://c.example"), &keys), Some("null"));
        let none = HostKeys::default();
        assert_eq!(told(Some("https://c.example"), &none), None);
    }

    #[test]
    fn only_pages_that_nobody_could_change_on_the_way_act_for_who_is_signed_in() {
        for (origin, host) in [
            ("https://chat.example", "chat.example"),
            ("https://chat.example:8443", "chat.example:8443"),
            ("http://localhost:8787", "localhost:8787"),
            ("http://[::1]:80", "[::1]"),
        ] {
            assert!(is_own_page(origin, host), "{origin}");
        }
        for (origin, host) in [
            ("http://chat.example", "chat.example"),
            ("http://chat.example:443", "chat.example:443"),
            ("https://other.example", "chat.example"),
            ("http://localhost:1", "localhost:2"),
            ("null", "chat.example"),
            ("", ""),
        ] {
            assert!(!is_own_page(origin, host), "{origin}");
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
