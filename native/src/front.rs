//! What faces the network: listens, speaks HTTP and TLS, asks the server, and hands WebSockets to their rooms. All of
//! it is on one thread.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use alcove::http::network::Network;
use alcove::server::{Answer, Body as AnswerBody, Request, Server};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::header::{
    CONNECTION, CONTENT_LENGTH, EXPECT, HOST, HeaderName, HeaderValue, SEC_WEBSOCKET_ACCEPT,
    SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, TRANSFER_ENCODING, UPGRADE,
};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper::{Method, Response, StatusCode, Version};
use hyper_util::rt::{TokioIo, TokioTimer};
use ring::digest::{Context as Digest, SHA1_FOR_LEGACY_USE_ONLY};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream, UnixListener};
use tokio::sync::{mpsc, watch};
use tokio_rustls::TlsAcceptor;
use url::Url;

use crate::metrics::METRICS;
use crate::rooms::{Outgoing, Seat};
use crate::runtime::{Native, Unread};
use crate::say;
use crate::stream::{Io, Stream};

/// How long the headers of a request may take, and a connection may wait for its next request.
const HEADER_TIME: Duration = Duration::from_secs(30);
/// All headers of a request together.
const HEADER_BYTES: usize = 32 * 1024;
const HEADERS: usize = 100;

/// How long TLS may take to begin.
const TLS_TIME: Duration = Duration::from_secs(10);

/// How long nothing may go over a connection, in either direction, before it is given up: its answer may be large, and
/// whoever does not read it must not keep it here.
const STALL_TIME: Duration = Duration::from_secs(60);

/// How long nothing is accepted once that failed: what it lacks may come back.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// How often that is told.
const ACCEPT_TOLD: Duration = Duration::from_secs(60);

/// What who comes when there is no room gets.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 10\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// What of a handshake is hashed with the key (RFC 6455).
const WEBSOCKET: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// Where connections come from.
pub enum Listener {
    Tcp(TcpListener),
    Unix(UnixListener),
}

/// The front of a server.
pub struct Front {
    server: RefCell<Rc<Server<Native>>>,
    /// Whether it speaks TLS, and as whom.
    tls: RefCell<Option<TlsAcceptor>>,
    /// How many connections there may be.
    most: u64,
    /// How many connections each network has that are no WebSocket: of those the rooms have bounds of their own.
    networks: RefCell<HashMap<Network, u64>>,
    /// What could not be accepted was told, at this time.
    told: Cell<Option<Instant>>,
    /// True once no connection goes on after its request.
    stopping: watch::Sender<bool>,
}

impl Front {
    pub fn new(server: Rc<Server<Native>>, tls: Option<TlsAcceptor>, most: u64) -> Front {
        Front {
            server: RefCell::new(server),
            tls: RefCell::new(tls),
            most,
            networks: RefCell::default(),
            told: Cell::new(None),
            stopping: watch::Sender::new(false),
        }
    }

    /// From now on, requests are answered by this one.
    pub fn serve_by(&self, server: Rc<Server<Native>>) {
        *self.server.borrow_mut() = server;
    }

    /// From now on, connections begin so.
    pub fn encrypt_by(&self, tls: Option<TlsAcceptor>) {
        *self.tls.borrow_mut() = tls;
    }

    /// Connections end as soon as they have answered what was asked.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Takes connections as long as it is let.
    pub async fn listen(self: Rc<Self>, listener: Listener) {
        loop {
            let accepted = match &listener {
                Listener::Tcp(listener) => {
                    let accepted = listener.accept().await;
                    accepted.map(|(stream, from)| Rc::clone(&self).tcp(stream, from))
                }
                Listener::Unix(listener) => {
                    let accepted = listener.accept().await;
                    accepted.map(|(stream, _)| {
                        Rc::clone(&self)
                            .begin(async { Some(Stream::Unix(stream)) }, Network::Unknown);
                    })
                }
            };
            match accepted {
                Ok(()) => {}
                Err(error) if is_of_other_side(&error) => {}
                Err(error) => {
                    METRICS.turned_away.add(1);
                    self.tell(&format!("no connection can be taken: {error}"));
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    /// Tells the operator, now and then.
    fn tell(&self, what: &str) {
        let told = self.told.get();
        if told.is_none_or(|at| at.elapsed() >= ACCEPT_TOLD) {
            self.told.set(Some(Instant::now()));
            say::warn(&format!("{what} (told at most once a minute)"));
        }
    }

    fn tcp(self: Rc<Self>, stream: TcpStream, from: SocketAddr) {
        let network = network(from.ip());
        let Some(tls) = self.tls.borrow().clone() else {
            return self.begin(async { Some(Stream::Tcp(stream)) }, network);
        };
        // Nobody is told why who would have to be listened to first.
        if self.is_full(network) {
            return self.turn_away();
        }
        let stream = async move {
            let begun = tls.accept(Io::new(stream));
            let begun = tokio::time::timeout(TLS_TIME, begun).await;
            Some(Stream::Tls(Box::new(begun.ok()?.ok()?)))
        };
        self.begin(stream, network);
    }

    /// Whether there are as many connections as may be; or half as many of one network, lest a single stranger who
    /// opens them and says nothing be enough to keep everybody out.
    fn is_full(&self, from: Network) -> bool {
        let of_network = self.networks.borrow().get(&from).copied();
        let is_greedy = of_network.is_some_and(|count| count >= self.most.div_ceil(2));
        METRICS.connections.get() + METRICS.sockets.get() >= self.most
            || is_greedy && !is_near(from)
    }

    fn turn_away(&self) {
        METRICS.turned_away.add(1);
        self.tell("there are as many connections as may be");
    }

    fn begin(
        self: Rc<Self>,
        stream: impl Future<Output = Option<Stream>> + 'static,
        from: Network,
    ) {
        if self.is_full(from) {
            self.turn_away();
            tokio::task::spawn_local(async {
                if let Some(mut stream) = stream.await {
                    let _ = stream.send_now(&[io::IoSlice::new(FULL)]);
                }
            });
            return;
        }
        let counted = Counted::new(Rc::clone(&self), from);
        tokio::task::spawn_local(async move {
            if let Some(stream) = stream.await {
                self.speak(stream, from).await;
            }
            drop(counted);
        });
    }

    /// Answers what is asked over a connection, one after the other.
    async fn speak(self: Rc<Self>, stream: Stream, from: Network) {
        let is_secure = stream.is_secure();
        let mut stopping = self.stopping.subscribe();
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(HEADER_TIME)
            .max_buf_size(HEADER_BYTES)
            .max_headers(HEADERS);
        let service = service_fn(|request| {
            let front = Rc::clone(&self);
            async move { Ok::<_, Infallible>(front.answer(request, from, is_secure).await) }
        });
        let (stream, moved) = Watched::new(stream);
        let connection = http.serve_connection(TokioIo::new(stream), service);
        let mut connection = pin!(connection.with_upgrades());
        let mut stalled = pin!(stalled(moved));
        // What goes wrong with a connection is its other side's business.
        tokio::select! {
            _ = connection.as_mut() => return,
            () = stalled.as_mut() => return,
            _ = stopping.wait_for(|stops| *stops) => connection.as_mut().graceful_shutdown(),
        }
        tokio::select! {
            _ = connection => {}
            () = stalled => {}
        }
    }

    async fn answer(
        &self,
        mut asked: hyper::Request<Incoming>,
        from: Network,
        is_secure: bool,
    ) -> Response<Out> {
        METRICS.requests.add(1);
        let upgrade = asked
            .headers()
            .contains_key(UPGRADE)
            .then(|| hyper::upgrade::on(&mut asked));
        let is_head = asked.method() == Method::HEAD;
        let Some(mut request) = request(&asked) else {
            return refusal(StatusCode::BAD_REQUEST, "This is no request of HTTP.");
        };
        request.from = from;
        request.is_secure = is_secure;
        let handshake = upgrade.map(|upgrade| (upgrade, key(&asked)));
        let waits = asked.headers().contains_key(EXPECT);
        let body = Unread::new(asked.into_body(), waits);
        let server = Rc::clone(&self.server.borrow());
        let answer = server.answer(request, body).await;
        if answer.status >= 400 {
            METRICS.refused(&answer.status.to_string());
        }
        if answer.status == 101 {
            return switched(answer, handshake);
        }
        response(answer, is_head)
    }
}

/// A connection of which it is known how often something went over it.
struct Watched {
    stream: Stream,
    moved: Arc<AtomicU64>,
}

impl Watched {
    fn new(stream: Stream) -> (Watched, Arc<AtomicU64>) {
        let moved = Arc::new(AtomicU64::new(0));
        let watched = Watched {
            stream,
            moved: Arc::clone(&moved),
        };
        (watched, moved)
    }

    fn watch<T>(&self, done: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.moved.fetch_add(1, Ordering::Relaxed);
        }
        done
    }
}

/// Resolves once nothing went over a connection for a while.
async fn stalled(moved: Arc<AtomicU64>) {
    let mut before = None;
    while has_moved(&moved, &mut before) {
        tokio::time::sleep(STALL_TIME).await;
    }
}

/// Whether something went over a connection since the last time; the first time it did.
fn has_moved(moved: &AtomicU64, before: &mut Option<u64>) -> bool {
    let now = Some(moved.load(Ordering::Relaxed));
    std::mem::replace(before, now) != now
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.watch(done)
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(done)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.watch(done)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Whether a connection failed before it was taken, which is nobody's fault here.
fn is_of_other_side(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::Interrupted
    )
}

/// The network of whoever is at the other end.
fn network(from: IpAddr) -> Network {
    Network::parse(&from.to_string())
}

/// Whether that is this machine, on which a proxy may speak for everybody.
fn is_near(network: Network) -> bool {
    match network {
        Network::V4(bits) => bits.to_be_bytes()[0] == 127,
        // The /64 of ::1.
        Network::V6(bits) => bits == 0,
        // A Unix socket.
        Network::Unknown | Network::Tagged(_) => true,
    }
}

/// A connection that is no WebSocket.
struct Counted(Rc<Front>, Network);

impl Counted {
    fn new(front: Rc<Front>, from: Network) -> Counted {
        METRICS.connections.add(1);
        *front.networks.borrow_mut().entry(from).or_default() += 1;
        Counted(front, from)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        METRICS.connections.sub(1);
        let mut networks = self.0.networks.borrow_mut();
        if let Entry::Occupied(mut count) = networks.entry(self.1) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}

/// A request as a server takes it; none if it is none that anybody may send.
fn request<B>(asked: &hyper::Request<B>) -> Option<Request> {
    let hosts = asked.headers().get_all(HOST).iter().count();
    let is_lacking = hosts == 0 && asked.version() == Version::HTTP_11;
    if hosts > 1 || is_lacking || asked.method() == Method::CONNECT {
        return None;
    }
    let target = asked.uri().path_and_query()?.as_str();
    if !target.starts_with('/') {
        return None;
    }
    // Whatever host the target names: the one that counts is in its header.
    let url = Url::parse(&format!("http://host{target}")).ok()?;
    let mut request = Request::new(asked.method().as_str(), url.path());
    request.query = url.query().unwrap_or_default().to_owned();
    for (name, value) in asked.headers() {
        request.add(name.as_str().to_owned(), &text(value));
    }
    Some(request)
}

/// A header's value: UTF-8, or else Latin-1.
fn text(value: &HeaderValue) -> String {
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => text.to_owned(),
        Err(_) => value
            .as_bytes()
            .iter()
            .map(|byte| char::from(*byte))
            .collect(),
    }
}

/// What a handshake is accepted with, or refused.
type Accepted = Result<HeaderValue, Box<Response<Out>>>;

/// What the other side's key of a handshake is to be answered with; or what is wrong with the handshake (RFC 6455,
/// section 4.2).
fn key<B>(asked: &hyper::Request<B>) -> Accepted {
    let header = |name: HeaderName| {
        let value = asked.headers().get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let mut options = asked.headers().get_all(CONNECTION).iter();
    let upgrades = options.any(|value| {
        let mut options = value.to_str().unwrap_or_default().split(',');
        options.any(|option| option.trim().eq_ignore_ascii_case("upgrade"))
    });
    let is_get = asked.method() == Method::GET && asked.version() == Version::HTTP_11;
    // What follows is frames: nobody may take the first of them for something else.
    let has_body = asked.headers().contains_key(TRANSFER_ENCODING)
        || !matches!(header(CONTENT_LENGTH), "" | "0");
    if !upgrades || !is_get || has_body {
        let message = "This is no handshake of a WebSocket.";
        return Err(Box::new(refusal(StatusCode::BAD_REQUEST, message)));
    }
    if header(SEC_WEBSOCKET_VERSION) != "13" {
        let message = "Only version 13 of WebSockets is supported.";
        let mut refusal = refusal(StatusCode::UPGRADE_REQUIRED, message);
        let headers = refusal.headers_mut();
        headers.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
        return Err(Box::new(refusal));
    }
    let key = header(SEC_WEBSOCKET_KEY);
    if STANDARD.decode(key).is_ok_and(|bytes| bytes.len() == 16) {
        return Ok(accepted(key));
    }
    let message = "Sec-WebSocket-Key has to be 16 bytes in base64.";
    Err(Box::new(refusal(StatusCode::BAD_REQUEST, message)))
}

fn accepted(key: &str) -> HeaderValue {
    let mut digest = Digest::new(&SHA1_FOR_LEGACY_USE_ONLY);
    digest.update(key.as_bytes());
    digest.update(WEBSOCKET);
    let text = STANDARD.encode(digest.finish());
    HeaderValue::from_str(&text).expect("base64 is a header's value")
}

/// The answer to a handshake; its connection goes to the room once that is sent.
fn switched(answer: Answer<Outgoing>, handshake: Option<(OnUpgrade, Accepted)>) -> Response<Out> {
    let AnswerBody::Outgoing(Outgoing::Socket(seat)) = answer.body else {
        return refusal(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong.");
    };
    let Some((upgrade, accepted)) = handshake else {
        return refusal(
            StatusCode::BAD_REQUEST,
            "This is no handshake of a WebSocket.",
        );
    };
    let accepted = match accepted {
        Ok(accepted) => accepted,
        // The seat goes, and nobody was ever on it.
        Err(refusal) => return *refusal,
    };
    tokio::task::spawn_local(async {
        if let Ok(upgraded) = upgrade.await {
            seat_at(seat, upgraded);
        }
    });
    let mut response = Response::new(Out::Empty);
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(SEC_WEBSOCKET_ACCEPT, accepted);
    response
}

fn seat_at(seat: Seat, upgraded: Upgraded) {
    if let Ok(parts) = upgraded.downcast::<TokioIo<Watched>>() {
        seat.connect(parts.io.into_inner().stream, parts.read_buf);
    }
}

/// An answer as it goes over the wire.
fn response(answer: Answer<Outgoing>, is_head: bool) -> Response<Out> {
    let mut response = Response::new(Out::Empty);
    let status = StatusCode::from_u16(answer.status);
    *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    for (name, value) in answer.headers() {
        let name = HeaderName::from_bytes(name.as_bytes());
        // A value that none may be is left out, as at the edge.
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            headers.append(name, value);
        }
    }
    let body = match answer.body {
        AnswerBody::Empty | AnswerBody::Outgoing(Outgoing::Socket(_)) => Out::Empty,
        AnswerBody::Bytes(bytes) => Out::bytes(Bytes::from(bytes)),
        AnswerBody::Outgoing(Outgoing::File(bytes)) => Out::bytes(bytes),
        AnswerBody::Outgoing(Outgoing::Pieces(pieces)) => Out::Pieces(pieces, None),
        AnswerBody::Outgoing(Outgoing::Stored(pieces, length)) => Out::Pieces(pieces, Some(length)),
    };
    if is_head {
        if let Some(length) = body.size_hint().exact().filter(|length| *length > 0) {
            response
                .headers_mut()
                .insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        return response;
    }
    *response.body_mut() = body;
    response
}

/// What is refused before a server is asked, or by how it was asked.
fn refusal(status: StatusCode, message: &str) -> Response<Out> {
    METRICS.refused(status.as_str());
    let body = format!(r#"{{"error":{{"code":"bad_request","message":"{message}"}}}}"#);
    let answer = Answer::new(status.as_u16(), AnswerBody::Bytes(body.into_bytes()))
        .with("content-type", "application/json; charset=utf-8")
        .with("cache-control", "no-store")
        .with("x-content-type-options", "nosniff");
    response(answer, false)
}

/// A body on its way out.
pub enum Out {
    Empty,
    Bytes(Bytes),
    /// Each piece is made once the one before it is taken. How much is left, if that is known.
    Pieces(mpsc::Receiver<io::Result<Bytes>>, Option<u64>),
}

impl Out {
    fn bytes(bytes: Bytes) -> Out {
        match bytes.is_empty() {
            true => Out::Empty,
            false => Out::Bytes(bytes),
        }
    }
}

impl Body for Out {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match &mut *self {
            Out::Empty => Poll::Ready(None),
            Out::Bytes(bytes) => {
                let bytes = std::mem::take(bytes);
                *self = Out::Empty;
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Out::Pieces(pieces, left) => pieces.poll_recv(context).map(|piece| {
                if let (Some(Ok(bytes)), Some(left)) = (&piece, left) {
                    *left = left.saturating_sub(bytes.len() as u64);
                }
                piece.map(|piece| piece.map(Frame::data))
            }),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Out::Empty)
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Out::Empty => SizeHint::with_exact(0),
            Out::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Out::Pieces(_, Some(left)) => SizeHint::with_exact(*left),
            Out::Pieces(_, None) => SizeHint::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    fn asked(target: &str) -> hyper::http::request::Builder {
        hyper::Request::builder()
            .uri(target)
            .header(HOST, "chat.example")
    }

    fn path(target: &str) -> Option<(String, String)> {
        let asked = asked(target).body(()).ok()?;
        request(&asked).map(|request| (request.path, request.query))
    }

    #[test]
    fn a_target_is_read_as_browsers_do() {
        for (target, path_of_it, query) in [
            ("/", "/", ""),
            ("/room/tea?x=%20y", "/room/tea", "x=%20y"),
            ("/a/../b/./c", "/b/c", ""),
            ("/a/%2e%2e/b", "/b", ""),
            ("/a/%2E./b", "/b", ""),
            ("/../../x", "/x", ""),
            ("//chat.example/room/tea", "//chat.example/room/tea", ""),
            ("http://other.example/room/tea?a", "/room/tea", "a"),
            ("/a%2fb", "/a%2fb", ""),
            ("/a|b", "/a|b", ""),
        ] {
            let expected = Some((path_of_it.to_owned(), query.to_owned()));
            assert_eq!(path(target), expected, "{target}");
        }
        assert_eq!(path("*"), None);
    }

    #[test]
    fn what_is_ambiguous_is_no_request() {
        let two = asked("/")
            .header(HOST, "other.example")
            .body(())
            .expect("of its form");
        assert!(request(&two).is_none());
        let connect = asked("/")
            .method(Method::CONNECT)
            .body(())
            .expect("of its form");
        assert!(request(&connect).is_none());
        let none = hyper::Request::builder().uri("/");
        let old = none
            .version(Version::HTTP_10)
            .body(())
            .expect("of its form");
        assert!(request(&old).is_some());
        let none = hyper::Request::builder()
            .uri("/")
            .body(())
            .expect("of its form");
        assert!(request(&none).is_none());
    }

    #[test]
    fn a_proxy_on_this_machine_speaks_for_many() {
        for (address, is_here) in [
            ("127.0.0.1", true),
            ("127.9.9.9", true),
            ("::1", true),
            ("::ffff:127.0.0.1", true),
            ("128.0.0.1", false),
            ("::ffff:192.0.2.1", false),
            ("2001:db8::1", false),
        ] {
            let address = address.parse().expect("an address");
            assert_eq!(is_near(network(address)), is_here, "{address}");
        }
        assert!(is_near(Network::Unknown));
    }

    #[test]
    fn headers_are_text() {
        let latin = HeaderValue::from_bytes(b"caf\xe9").expect("a value");
        assert_eq!(text(&latin), "café");
        let utf8 = HeaderValue::from_bytes("café".as_bytes()).expect("a value");
        assert_eq!(text(&utf8), "café");
        let cookies = asked("/").header("Cookie", "a=1").header("cookie", "b=2");
        let request = request(&cookies.body(()).expect("of its form")).expect("a request");
        assert_eq!(request.header("cookie"), Some("a=1; b=2"));
    }

    fn handshake(change: impl FnOnce(&mut hyper::Request<()>)) -> Result<HeaderValue, u16> {
        let asked = asked("/room/tea")
            .header("upgrade", "websocket")
            .header("connection", "keep-alive, Upgrade")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        let mut asked = asked.body(()).expect("of its form");
        change(&mut asked);
        key(&asked).map_err(|refusal| refusal.status().as_u16())
    }

    #[test]
    fn a_connection_is_known_to_stall() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.expect("a runtime").block_on(async {
            let (ours, mut theirs) = tokio::net::UnixStream::pair().expect("a pair");
            let (mut watched, moved) = Watched::new(Stream::Unix(ours));
            let mut before = None;
            let mut has_moved = || super::has_moved(&moved, &mut before);
            assert!(has_moved(), "it begins");
            assert!(!has_moved());
            theirs.write_all(b"x").await.expect("it is open");
            watched.read_exact(&mut [0]).await.expect("it came");
            assert!(has_moved());
            assert!(!has_moved());
            // Until the other side would have to read.
            let mut takes_more = async || {
                std::future::poll_fn(|context| {
                    let sent = Pin::new(&mut watched).poll_write(context, &[0; 65_536]);
                    Poll::Ready(sent.is_ready())
                })
                .await
            };
            while takes_more().await {
                assert!(has_moved());
            }
            assert!(!has_moved());
        });
    }

    /// RFC 6455, section 1.3.
    #[test]
    fn a_handshake_is_answered() {
        let accepted = handshake(|_| {}).expect("it is right");
        assert_eq!(accepted, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn a_handshake_has_to_be_one() {
        let without = |name: &'static str| {
            handshake(|asked| {
                asked.headers_mut().remove(name);
            })
        };
        assert_eq!(without("connection"), Err(400));
        assert_eq!(without("sec-websocket-version"), Err(426));
        assert_eq!(without("sec-websocket-key"), Err(400));
        let with = |name: &'static str, value: &'static str| {
            handshake(|asked| {
                let headers = asked.headers_mut();
                headers.insert(name, HeaderValue::from_static(value));
            })
        };
        assert_eq!(with("sec-websocket-version", "8"), Err(426));
        assert_eq!(with("sec-websocket-key", "dGhl"), Err(400));
        assert_eq!(with("connection", "close"), Err(400));
        assert_eq!(with("content-length", "5"), Err(400));
        assert!(with("content-length", "0").is_ok());
        assert_eq!(with("transfer-encoding", "chunked"), Err(400));
        assert_eq!(
            handshake(|asked| *asked.method_mut() = Method::POST),
            Err(400)
        );
        assert_eq!(
            handshake(|asked| *asked.version_mut() = Version::HTTP_10),
            Err(400)
        );
    }
}
