//! HTTP without a platform: what a server is asked, and what it answers.

use std::borrow::Cow;

use crate::http::bearer;
use crate::http::network::Network;
use crate::http::route::{Route, route};

/// The name of a header, in lower case.
type Name = Cow<'static, str>;

/// What somebody asks, but for the body.
#[derive(Clone, Debug)]
pub struct Request {
    /// As sent.
    pub method: String,
    /// Still percent-encoded, with dots resolved as browsers do.
    pub path: String,
    /// Without its `?`.
    pub query: String,
    /// Whether it came to us encrypted. A proxy may have taken that off.
    pub is_secure: bool,
    /// Where it comes from, as far as the platform knows by itself.
    pub from: Network,
    /// Names in lower case.
    headers: Vec<(Name, String)>,
}

impl Request {
    /// One that we make ourselves, of what is at a path.
    pub fn new(method: &str, path: &str) -> Request {
        Request {
            method: method.to_owned(),
            path: path.to_owned(),
            query: String::new(),
            is_secure: false,
            from: Network::Unknown,
            headers: Vec::new(),
        }
    }

    /// Adds a header; its name has to be in lower case. One that is there already goes on with this.
    pub fn add(&mut self, name: impl Into<Name>, value: &str) {
        let name = name.into();
        let mut same = self.headers.iter_mut();
        match same.find(|(other, _)| *other == name) {
            Some((_, kept)) => {
                kept.push_str(if name == "cookie" { "; " } else { ", " });
                kept.push_str(value);
            }
            None => self.headers.push((name, value.to_owned())),
        }
    }

    /// One to a room's object about the same, with no header of it.
    pub fn to_object(&self, method: &str) -> Request {
        Request {
            query: self.query.clone(),
            is_secure: self.is_secure,
            ..Request::new(method, &self.path)
        }
    }

    /// Adds those of these headers that another request has.
    pub fn pass(&mut self, from: &Request, names: &[&'static str]) {
        for name in names {
            if let Some(value) = from.header(name) {
                self.add(*name, value);
            }
        }
    }

    /// A header, if it is there.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    /// All headers, names in lower case.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        headers(&self.headers)
    }

    /// The name under which the server was asked; empty if there is none.
    pub fn host(&self) -> &str {
        self.header("host").unwrap_or_default()
    }

    /// The origin under which it was made, as far as the connection itself tells.
    pub fn origin(&self) -> String {
        let scheme = if self.is_secure { "https" } else { "http" };
        format!("{scheme}://{}", self.host().to_ascii_lowercase())
    }

    /// What it means.
    pub fn route(&self) -> Route {
        route(&self.method, &self.path, &self.query, self.is_upgrade())
    }

    /// True if it asks for a WebSocket.
    pub fn is_upgrade(&self) -> bool {
        let upgrade = self.header("upgrade");
        upgrade.is_some_and(|value| value.eq_ignore_ascii_case("websocket"))
    }

    /// True if whoever asks can show a page.
    pub fn wants_html(&self) -> bool {
        let accept = self.header("accept");
        accept.is_some_and(|value| value.contains("text/html"))
    }

    /// True if it asks for something to be read.
    pub fn is_safe(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD")
    }

    /// The token that it brings.
    pub fn token(&self) -> Option<&str> {
        bearer(self.header("authorization")?)
    }

    /// How long its body is, if that is told.
    pub fn length(&self) -> Option<u64> {
        self.header("content-length")?.parse().ok()
    }
}

/// What is answered. `O` is what only a platform has: a file, a stream, a socket.
#[derive(Debug)]
pub struct Answer<O> {
    pub status: u16,
    headers: Vec<(Name, String)>,
    pub body: Body<O>,
}

#[derive(Debug)]
pub enum Body<O> {
    Empty,
    Bytes(Vec<u8>),
    Outgoing(O),
}

impl<O> Answer<O> {
    /// One without a body.
    pub fn empty(status: u16) -> Answer<O> {
        Answer::new(status, Body::Empty)
    }

    pub fn new(status: u16, body: Body<O>) -> Answer<O> {
        Answer {
            status,
            headers: Vec::new(),
            body,
        }
    }

    /// The same with a header more; its name has to be in lower case.
    pub fn with(mut self, name: impl Into<Name>, value: impl Into<String>) -> Self {
        self.append(name, value);
        self
    }

    /// Adds a header, beside those of this name.
    pub fn append(&mut self, name: impl Into<Name>, value: impl Into<String>) {
        self.headers.push((name.into(), value.into()));
    }

    /// Sets a header, in place of those of this name.
    pub fn set(&mut self, name: impl Into<Name>, value: impl Into<String>) {
        let name = name.into();
        self.remove(&name);
        self.append(name, value);
    }

    pub fn remove(&mut self, name: &str) {
        self.headers.retain(|(other, _)| other != name);
    }

    /// A header, if it is there; the first of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    /// All headers, names in lower case.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        headers(&self.headers)
    }
}

fn header<'a>(headers: &'a [(Name, String)], name: &str) -> Option<&'a str> {
    let found = headers.iter().find(|(other, _)| other == name);
    found.map(|(_, value)| value.as_str())
}

fn headers(headers: &[(Name, String)]) -> impl Iterator<Item = (&str, &str)> {
    let headers = headers.iter();
    headers.map(|(name, value)| (&**name, value.as_str()))
}
