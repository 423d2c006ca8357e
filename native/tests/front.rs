//! The program as who runs it sees it: its command line, its settings, HTTP, TLS and WebSockets over real sockets.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::{UnixDatagram, UnixStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, ServerConfig, ServerConnection,
    SignatureScheme, StreamOwned,
};

/// Nothing here takes so long.
const PATIENCE: Duration = Duration::from_secs(30);

/// A folder of a test's own.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("alcove-front-{}-{count}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).expect("a folder can be made");
        Folder(path)
    }

    fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn alcove(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_alcove"));
    command.args(args).env_remove("PORT").stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// How a run that ends by itself ends, and what it says.
fn ended(args: &[&str], vars: &[(&str, &str)]) -> (Option<i32>, String) {
    let output = alcove(args).envs(vars.iter().copied()).output();
    let output = output.expect("it runs");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).expect("text"))
}

/// A running server.
struct Server {
    child: Child,
    stdout: BufReader<ChildStdout>,
    port: u16,
    home: Folder,
    /// What it has said, line by line.
    said: Vec<String>,
}

impl Server {
    fn start(args: &[&str], vars: &[(&str, &str)]) -> Server {
        Server::start_in(Folder::new(), args, vars, 0)
    }

    /// With at most so many open files, unless that is 0.
    fn start_in(home: Folder, args: &[&str], vars: &[(&str, &str)], files: u64) -> Server {
        let data = home.join("data");
        let mut command = alcove(args);
        command.args(["--port", "0", "--data", data.to_str().expect("text")]);
        command.envs(vars.iter().copied());
        if files > 0 {
            let limit = move || {
                let resource = nix::sys::resource::Resource::RLIMIT_NOFILE;
                nix::sys::resource::setrlimit(resource, files, files).map_err(Into::into)
            };
            // SAFETY: it is one call to the system, which may be made there.
            unsafe {
                command.pre_exec(limit);
            }
        }
        let mut child = command.spawn().expect("it runs");
        let stdout = child.stdout.take().expect("it is piped");
        let mut server = Server {
            child,
            stdout: BufReader::new(stdout),
            port: 0,
            home,
            said: Vec::new(),
        };
        let line = server.hear("Alcove is at ");
        let port = line.split("localhost:").nth(1).map(|rest| {
            let digits = rest.split(|c: char| !c.is_ascii_digit()).next();
            digits.expect("a port").parse().expect("a port")
        });
        server.port = port.unwrap_or_default();
        server
    }

    /// Waits for a line that begins so.
    fn hear(&mut self, beginning: &str) -> String {
        loop {
            let mut line = String::new();
            let read = self.stdout.read_line(&mut line).expect("text");
            assert_ne!(read, 0, "it ended without: {beginning}");
            self.said.push(line.clone());
            if line.starts_with(beginning) {
                return line;
            }
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("ours");
        stream
    }

    /// What is answered to one request.
    fn ask(&self, request: &str) -> Got {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).expect("it listens");
        Got::read(&mut stream, false)
    }

    fn get(&self, path: &str) -> Got {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nhost: localhost:{}\r\n\r\n",
            self.port
        ))
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status();
        assert!(sent.expect("there is `kill`").success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer.
#[derive(Debug)]
struct Got {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Got {
    fn read(stream: &mut impl Read, is_head: bool) -> Got {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).expect("an answer");
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).expect("text").to_lowercase();
        let status = head.split(' ').nth(1).expect("a status");
        let mut got = Got {
            status: status.parse().expect("a status"),
            head,
            body: Vec::new(),
        };
        let length = got
            .header("content-length")
            .map(|length| length.parse::<usize>());
        if let Some(length) = length.filter(|_| !is_head) {
            got.body = vec![0; length.expect("a length")];
            stream.read_exact(&mut got.body).expect("a body");
        }
        got
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

fn handshake(path: &str) -> String {
    format!(
        "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
}

/// A text as a client sends it.
fn frame(text: &str) -> Vec<u8> {
    let length = u16::try_from(text.len()).expect("it is no longer than may be");
    let mut head = vec![0x81];
    match u8::try_from(length) {
        Ok(length) if length < 126 => head.push(0x80 | length),
        _ => {
            head.push(0x80 | 126);
            head.extend(length.to_be_bytes());
        }
    }
    [&head[..], &[0; 4], text.as_bytes()].concat()
}

/// The next frame of the server: its opcode, and what is in it.
fn heard(stream: &mut impl Read) -> (u8, Vec<u8>) {
    let mut head = [0; 2];
    stream.read_exact(&mut head).expect("a frame");
    let length = match head[1] {
        126 => {
            let mut length = [0; 2];
            stream.read_exact(&mut length).expect("a frame");
            usize::from(u16::from_be_bytes(length))
        }
        127 => {
            let mut length = [0; 8];
            stream.read_exact(&mut length).expect("a frame");
            usize::try_from(u64::from_be_bytes(length)).expect("it fits")
        }
        length => usize::from(length),
    };
    let mut payload = vec![0; length];
    stream.read_exact(&mut payload).expect("a frame");
    (head[0] & 15, payload)
}

fn hello(name: &str) -> Vec<u8> {
    frame(&format!(r#"{{"type":"hello","v":1,"name":"{name}"}}"#))
}

/// Says something.
fn say(stream: &mut impl Write, text: &str) {
    let said = frame(&format!(r#"{{"type":"say","cid":"1","text":"{text}"}}"#));
    stream.write_all(&said).expect("it listens");
}

/// Waits until this is said.
fn hear(stream: &mut impl Read, text: &str) {
    while !String::from_utf8_lossy(&heard(stream).1).contains(text) {}
}

/// Goes into a room, and waits for the welcome.
fn join(stream: &mut (impl Read + Write), name: &str) {
    stream
        .write_all(handshake("/room/tea").as_bytes())
        .expect("it listens");
    let got = Got::read(stream, false);
    assert_eq!(got.status, 101, "{}", got.head);
    assert_eq!(
        got.header("sec-websocket-accept"),
        Some("s3pplmbitxaq9kygzzhzrbk+xoo=")
    );
    stream.write_all(&hello(name)).expect("it listens");
    let (opcode, welcome) = heard(stream);
    let welcome = String::from_utf8_lossy(&welcome).into_owned();
    assert!(
        opcode == 1 && welcome.contains("\"welcome\""),
        "{opcode} {welcome}"
    );
}

const ANY_HOST: (&str, &str) = ("HOSTS", "");

/// Arguments, variables, and what is told of them.
type Wrong<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)], &'a str);

#[test]
fn what_is_said_wrongly_is_told_in_one_line() {
    let home = Folder::new();
    let data = home.join("data");
    let data = data.to_str().expect("text");
    let file = home.join("alcove.toml");
    let config = file.to_str().expect("text");
    fs::write(&file, "MAX_TEXT = 1\n\nport = = 3\n").expect("ours");
    let cases: &[Wrong] = &[
        (&["--port", "x"], &[], "✗ --port x is no port number."),
        (
            &["--tls-cert", "x"],
            &[],
            "✗ --tls-cert and --tls-key need each other.",
        ),
        (
            &["--tls-cert", "x", "--tls-key", "x"],
            &[],
            "✗ x is no certificate chain in PEM",
        ),
        (&["--config", "none"], &[], "✗ none cannot be read"),
        (&["--config", config], &[], "line 3:"),
        (
            &[],
            &[("MAX_TEXT", "many")],
            "✗ MAX_TEXT is \"many\", and has to be a whole number.",
        ),
        (&[], &[("OUTGOING", "moon")], "✗ OUTGOING has \"moon\""),
        (
            &[],
            &[("SITE_KEY", "short")],
            "✗ SITE_KEY has to be 32 bytes",
        ),
        (
            &[],
            &[("ROOM_CREATION", "create")],
            "✗ ROOM_CREATION is \"create\", and has to be \"anyone\" or \"created\".",
        ),
        (
            &[],
            &[("SIGN_IN", "requierd")],
            "✗ SIGN_IN is \"requierd\", and has to be",
        ),
    ];
    for (args, vars, told) in cases {
        let args = [*args, &["--data", data]].concat();
        let (code, said) = ended(&args, vars);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(told) && said.lines().count() == 1, "{said}");
        assert!(!Path::new(data).exists(), "nothing is made");
    }
}

#[test]
fn it_tells_what_it_is() {
    let (code, said) = ended(&["--version"], &[]);
    assert_eq!((code, said.as_str()), (Some(0), "alcove 0.1.0\n"));
    let (code, said) = ended(&["--help"], &[]);
    assert_eq!(code, Some(0));
    assert!(said.contains("--data DIR") && said.contains("MAX_TEXT (default: 4000)"));
}

#[test]
fn a_data_folder_is_for_one_server() {
    let server = Server::start(&[], &[]);
    let data = server.home.join("data");
    let (code, said) = ended(
        &["--port", "0", "--data", data.to_str().expect("text")],
        &[],
    );
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.starts_with("✗ Another server keeps its rooms in"),
        "{said}"
    );
    assert_eq!(server.get("/health").status, 200);
}

#[test]
fn a_taken_port_is_told() {
    let server = Server::start(&[], &[]);
    let home = Folder::new();
    let (port, data) = (server.port.to_string(), home.join("data"));
    let (code, said) = ended(
        &["--port", &port, "--data", data.to_str().expect("text")],
        &[],
    );
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("is taken: choose another with --port."),
        "{said}"
    );
}

#[test]
fn a_connection_is_used_again_whatever_was_sent_and_not_read() {
    let server = Server::start(&[], &[ANY_HOST]);
    let mut stream = server.connect();
    for _ in 0..3 {
        let body = "x".repeat(300_000);
        let head = "POST /room/tea HTTP/1.1\r\nhost: localhost\r\ncontent-length: 300000\r\n\r\n";
        stream.write_all(head.as_bytes()).expect("it listens");
        stream.write_all(body.as_bytes()).expect("it listens");
        assert_eq!(Got::read(&mut stream, false).status, 405);
        stream
            .write_all(b"HEAD / HTTP/1.1\r\nhost: localhost\r\n\r\n")
            .expect("it listens");
        let head = Got::read(&mut stream, true);
        assert_eq!(head.status, 200);
        let length = head.header("content-length").map(str::to_owned);
        stream
            .write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")
            .expect("it listens");
        let got = Got::read(&mut stream, false);
        assert!(
            got.body.starts_with(b"<!doctype html>"),
            "nothing came after the head"
        );
        assert_eq!(length, Some(got.body.len().to_string()));
    }
    // Both at once, one after the other.
    let get = "GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n";
    stream
        .write_all(get.repeat(2).as_bytes())
        .expect("it listens");
    for _ in 0..2 {
        assert_eq!(Got::read(&mut stream, false).status, 200);
    }
}

#[test]
fn who_waits_to_send_a_body_is_told_to_only_if_it_is_read() {
    let server = Server::start(&[], &[ANY_HOST]);
    let begin = |path: &str| {
        let mut stream = server.connect();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\norigin: http://localhost\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/json\r\nexpect: 100-continue\r\ncontent-length: 19\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).expect("it listens");
        let first = Got::read(&mut stream, false).status;
        (stream, first)
    };
    let (mut stream, first) = begin("/account/passkey/options");
    assert_eq!(first, 100);
    stream
        .write_all(br#"{"for":"something"}"#)
        .expect("it listens");
    assert_eq!(Got::read(&mut stream, false).status, 400);
    assert_eq!(begin("/room/tea").1, 405);
}

#[test]
fn what_is_no_request_is_refused() {
    let server = Server::start(&[], &[ANY_HOST]);
    for (request, status) in [
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n", 400),
        (
            "CONNECT localhost:1 HTTP/1.1\r\nhost: localhost:1\r\n\r\n",
            400,
        ),
        ("garbage\r\n\r\n", 400),
        ("GET / HTTP/1.0\r\n\r\n", 200),
        (
            "GET /room/x/../../health HTTP/1.1\r\nhost: localhost\r\n\r\n",
            200,
        ),
        (
            "GET http://localhost/health HTTP/1.1\r\nhost: localhost\r\n\r\n",
            200,
        ),
    ] {
        assert_eq!(server.ask(request).status, status, "{request}");
    }
    let many = format!(
        "GET / HTTP/1.1\r\nhost: localhost\r\n{}\r\n",
        "a: b\r\n".repeat(200)
    );
    assert_eq!(server.ask(&many).status, 431);
    let long = format!(
        "GET / HTTP/1.1\r\nhost: localhost\r\na: {}\r\n\r\n",
        "b".repeat(80_000)
    );
    assert_eq!(server.ask(&long).status, 431);
    assert_eq!(server.get("/health").status, 200);
}

#[test]
fn a_socket_begins_by_a_handshake_alone() {
    let server = Server::start(&[], &[ANY_HOST]);
    join(&mut server.connect(), "Ana");
    let right = handshake("/room/tea");
    let old = server.ask(&right.replace("version: 13", "version: 8"));
    assert_eq!(
        (old.status, old.header("sec-websocket-version")),
        (426, Some("13"))
    );
    assert_eq!(
        server
            .ask(&right.replace("Upgrade\r\n", "keep-alive\r\n"))
            .status,
        400
    );
    assert_eq!(server.ask(&right.replace("dGhl", "dGhl dGhl")).status, 400);
    assert_eq!(
        server.ask(&right.replace("HTTP/1.1", "HTTP/1.0")).status,
        400
    );
}

#[test]
fn what_is_sent_along_with_a_handshake_is_not_lost() {
    let server = Server::start(&[], &[ANY_HOST]);
    let mut stream = server.connect();
    let hello = hello("Ana");
    let all = [handshake("/room/tea").as_bytes(), &hello].concat();
    stream.write_all(&all).expect("it listens");
    assert_eq!(Got::read(&mut stream, false).status, 101);
    let (opcode, welcome) = heard(&mut stream);
    assert_eq!(opcode, 1);
    assert!(String::from_utf8_lossy(&welcome).contains("\"welcome\""));
}

#[test]
fn the_end_is_told_to_who_is_in_a_room() {
    let mut server = Server::start(&[], &[ANY_HOST]);
    let mut stream = server.connect();
    join(&mut stream, "Ana");
    server.signal("-TERM");
    let (mut opcode, mut payload) = (0, Vec::new());
    while opcode != 8 {
        (opcode, payload) = heard(&mut stream);
    }
    assert_eq!(payload[..2], 1012_u16.to_be_bytes());
    server.hear("Stopped.");
    let status = server.child.wait().expect("it ended");
    assert_eq!(status.code(), Some(0));
}

#[test]
fn who_has_started_it_is_told_how_it_is() {
    let home = Folder::new();
    let path = home.join("notify");
    let socket = UnixDatagram::bind(&path).expect("ours");
    socket.set_read_timeout(Some(PATIENCE)).expect("ours");
    let heard = || {
        let mut bytes = [0; 100];
        let count = socket.recv(&mut bytes).expect("it is told");
        String::from_utf8_lossy(&bytes[..count]).into_owned()
    };
    let text = path.to_str().expect("text").to_owned();
    let server = Server::start_in(home, &[], &[("NOTIFY_SOCKET", &text)], 0);
    assert_eq!(heard(), "READY=1");
    server.signal("-HUP");
    assert!(heard().starts_with("RELOADING=1\nMONOTONIC_USEC="));
    assert_eq!(heard(), "READY=1");
    server.signal("-TERM");
    assert_eq!(heard(), "STOPPING=1");
}

#[test]
fn a_unix_socket_is_enough() {
    let home = Folder::new();
    let path = home.join("socket");
    let text = path.to_str().expect("text").to_owned();
    let server = Server::start_in(home, &["--socket", &text], &[ANY_HOST], 0);
    assert_eq!(server.port, 0, "nothing listens by TCP");
    let mut stream = UnixStream::connect(&path).expect("it listens");
    join(&mut stream, "Ana");
    server.signal("-TERM");
    while heard(&mut stream).0 != 8 {}
    let mut server = server;
    server.hear("Stopped.");
    assert!(!path.exists());
}

#[test]
fn settings_are_read_again() {
    let home = Folder::new();
    let file = home.join("alcove.toml");
    fs::write(&file, "HOSTS = \"\"\n").expect("ours");
    let text = file.to_str().expect("text").to_owned();
    let mut server = Server::start_in(home, &["--config", &text], &[], 0);
    assert_eq!(server.get("/room/tea/messages").status, 200);
    fs::write(&file, "HOSTS = \"\"\nMAINTENANCE = true\n").expect("ours");
    server.signal("-HUP");
    server.hear("Settings are read again.");
    assert_eq!(server.get("/room/tea/messages").status, 503);
    fs::write(&file, "MAX_TEXT = \"many\"\n").expect("ours");
    server.signal("-HUP");
    fs::write(&file, "HOSTS = \"\"\n").expect("ours");
    server.signal("-HUP");
    server.hear("Settings are read again.");
    assert_eq!(server.get("/room/tea/messages").status, 200);
}

#[test]
fn what_takes_a_restart_is_told_and_a_pipe_is_not_waited_for() {
    let home = Folder::new();
    let file = home.join("alcove.toml");
    fs::write(&file, "threads = 1\nHOSTS = \"\"\n").expect("ours");
    let text = file.to_str().expect("text").to_owned();
    let mut server = Server::start_in(home, &["--config", &text], &[], 0);
    let mut warned = BufReader::new(server.child.stderr.take().expect("it is piped"));
    let mut warning = || {
        let mut line = String::new();
        warned.read_line(&mut line).expect("text");
        line
    };
    // The port and the folder were said on the command line.
    let all = "threads = 2\nport = 1\ndata = \"x\"\nmetrics = \"127.0.0.1:1\"\n";
    fs::write(&file, all).expect("ours");
    server.signal("-HUP");
    server.hear("Settings are read again.");
    assert_eq!(
        warning(),
        "Only a restart changes threads, metrics: as before until then.\n"
    );
    fs::remove_file(&file).expect("ours");
    nix::unistd::mkfifo(&file, nix::sys::stat::Mode::S_IRWXU).expect("ours");
    server.signal("-HUP");
    let told = warning();
    assert!(
        told.starts_with("All stays as it was:") && told.contains("is no file"),
        "{told}"
    );
    assert_eq!(server.get("/health").status, 200);
}

#[test]
fn who_has_used_up_a_budget_has_none_by_settings_that_are_read_again() {
    let reads = [ANY_HOST, ("NETWORK_READS_PER_MINUTE", "1")];
    let mut server = Server::start(&[], &reads);
    let read = |server: &Server| server.get("/room/tea/messages").status;
    let statuses: Vec<u16> = (0..3).map(|_| read(&server)).collect();
    assert_eq!(statuses, [200, 200, 429]);
    server.signal("-HUP");
    server.hear("Settings are read again.");
    assert_eq!(read(&server), 429);
}

#[test]
fn metrics_have_an_address_of_their_own() {
    let server = Server::start_in(Folder::new(), &["--metrics", "127.0.0.1:0"], &[ANY_HOST], 0);
    assert_eq!(server.get("/metrics").status, 404);
    let mut lines = server.said.iter();
    let at = lines.find_map(|line| line.trim().strip_prefix("Metrics are at http://"));
    let at = at.and_then(|at| at.strip_suffix("/metrics"));
    let at = at.expect("it says where they are");
    join(&mut server.connect(), "Ana");
    let ask = |path: &str| {
        let mut stream = TcpStream::connect(at).expect("it listens");
        let request = format!("GET {path} HTTP/1.1\r\nhost: {at}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it listens");
        Got::read(&mut stream, false)
    };
    let got = ask("/metrics");
    let body = String::from_utf8(got.body).expect("text");
    assert_eq!(got.status, 200);
    assert!(
        body.contains("\nalcove_frames_received_total 1\n"),
        "{body}"
    );
    assert!(
        body.contains("\nalcove_refusals_total{code=\"404\"} 1\n"),
        "{body}"
    );
    assert_eq!(ask("/").status, 404);
}

#[test]
fn more_connections_than_fit_are_turned_away_and_nothing_else_suffers() {
    // 48 of 128 files are for connections.
    let server = Server::start_in(Folder::new(), &["--threads", "1"], &[ANY_HOST], 128);
    let mut inside = server.connect();
    join(&mut inside, "Ana");
    let mut others: Vec<_> = (0..100).map(|_| server.connect()).collect();
    let last = others.last_mut().expect("there are some");
    assert_eq!(Got::read(last, false).status, 503);
    say(&mut inside, "still here");
    hear(&mut inside, "still here");
    drop(others);
    // Until all of them are seen to be gone.
    while server.connect_and_ask().is_none_or(|status| status != 200) {
        thread::yield_now();
    }
}

/// All that waits for slow readers is bounded together, far below what may wait for each.
#[test]
fn who_asks_for_much_and_reads_nothing_is_closed_before_it_is_too_much_for_all() {
    let vars = [
        ANY_HOST,
        ("MAX_WAITING_BYTES", "1000000"),
        ("MAX_UNSEEN_BYTES", "0"),
        ("RATE_BURST", "1000000"),
        ("RATE_PER_SECOND", "1000000"),
        ("LEAVE_GRACE_MS", "0"),
    ];
    let server = Server::start(&[], &vars);
    let mut ana = server.connect();
    join(&mut ana, "Ana");
    for number in 0..8 {
        let text = format!("{number} {}", "\u{1F375}".repeat(3_900));
        let said = format!(r#"{{"type":"say","cid":"m{number}","text":"{text}"}}"#);
        ana.write_all(&frame(&said)).expect("it listens");
        hear(&mut ana, &text);
    }
    let mut slow = server.connect();
    slow.set_write_timeout(Some(PATIENCE)).expect("ours");
    join(&mut slow, "Slow");
    let waits = thread::spawn(move || {
        while !String::from_utf8_lossy(&heard(&mut ana).1).contains("\"leave\"") {}
        ana
    });
    let ask = frame(r#"{"type":"history","limit":100,"ref":"h"}"#);
    while !waits.is_finished() && slow.write_all(&ask).is_ok() {
        thread::yield_now();
    }
    let mut ana = waits.join().expect("it is closed");
    let mut read = 0;
    let code = loop {
        match heard(&mut slow) {
            (8, why) => break u16::from_be_bytes([why[0], why[1]]),
            (_, bytes) => read += bytes.len(),
        }
    };
    assert_eq!(code, 1013);
    // Besides what waited, it is what the connection itself holds.
    assert!(read < 14_000_000, "{read} bytes");
    // Nothing waits any more: who comes now may be as slow.
    drop(slow);
    let mut ben = server.connect();
    join(&mut ben, "Ben");
    ben.write_all(&ask.repeat(8)).expect("it listens");
    let mut pages = 0;
    while pages < 8 {
        let frame = heard(&mut ben).1;
        let text = String::from_utf8_lossy(&frame);
        pages += text.matches(r#""type":"history""#).count();
    }
    say(&mut ana, "still here");
    hear(&mut ben, "still here");
}

#[test]
fn more_connections_with_tls_than_fit_are_closed_without_a_word() {
    let home = Folder::new();
    let pems = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls");
    let path = |name: &str| pems.join(name).to_str().expect("text").to_owned();
    let (cert, key) = (path("one.crt"), path("one.key"));
    let args = ["--threads", "1", "--tls-cert", &cert, "--tls-key", &key];
    // 48 of 128 files are for connections.
    let server = Server::start_in(home, &args, &[ANY_HOST], 128);
    let (mut inside, _) = secure(&server);
    join(&mut inside, "Ana");
    let mut others: Vec<_> = (0..100).map(|_| server.connect()).collect();
    let mut last = others.pop().expect("there are some");
    // At once: who is let in has ten seconds to begin.
    let soon = Some(Duration::from_secs(5));
    last.set_read_timeout(soon).expect("ours");
    match last.read(&mut [0]) {
        Ok(0) => {}
        Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => {}
        other => panic!("it is not closed: {other:?}"),
    }
    say(&mut inside, "still here");
    hear(&mut inside, "still here");
}

impl Server {
    fn connect_and_ask(&self) -> Option<u16> {
        let mut stream = self.connect();
        let request = "GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n";
        stream.write_all(request.as_bytes()).ok()?;
        let mut head = [0; 12];
        stream.read_exact(&mut head).ok()?;
        std::str::from_utf8(&head[9..]).ok()?.parse().ok()
    }
}

/// A server of somebody else's with TLS, which tells what it is asked first, if anything.
fn provider() -> (u16, JoinHandle<Option<String>>) {
    let pems = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls");
    let cert = CertificateDer::from_pem_file(pems.join("one.crt")).expect("a certificate");
    let key = PrivateKeyDer::from_pem_file(pems.join("one.key")).expect("a key");
    let crypto = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(crypto)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![cert], key)
        .expect("they go together");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("it has one").port();
    let heard = thread::spawn(move || {
        let (stream, _) = listener.accept().expect("it comes");
        let connection = ServerConnection::new(Arc::new(config)).expect("a server");
        let mut lines = BufReader::new(StreamOwned::new(connection, stream));
        let mut line = String::new();
        lines.read_line(&mut line).ok()?;
        Some(line)
    });
    (port, heard)
}

#[test]
fn others_are_asked_by_tls_if_the_system_believes_them() {
    let pems = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls");
    for (believed, heard) in [("one.crt", true), ("two.crt", false)] {
        let (port, provider) = provider();
        let believed = pems.join(believed);
        let issuer = format!("https://localhost:{port}");
        let vars = [
            ANY_HOST,
            ("SSL_CERT_FILE", believed.to_str().expect("text")),
            ("OIDC_ISSUER", &issuer),
            ("OIDC_CLIENT_ID", "alcove"),
            ("OUTGOING", "local"),
        ];
        let server = Server::start(&[], &vars);
        let got = server.get("/account/oidc/start");
        assert_eq!(
            got.header("location"),
            Some("/account#error=oidc_unreachable")
        );
        let asked = provider.join().expect("it was asked");
        let expected = "GET /.well-known/openid-configuration HTTP/1.1\r\n".to_owned();
        assert_eq!(asked, heard.then_some(expected));
    }
}

/// Takes any certificate, and keeps it.
#[derive(Debug)]
struct Any;

impl ServerCertVerifier for Any {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ECDSA_NISTP256_SHA256]
    }
}

type Secure = StreamOwned<ClientConnection, TcpStream>;

/// A connection with TLS, and what the other side showed.
fn secure(server: &Server) -> (Secure, Vec<u8>) {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Any));
    let mut config = config.with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let name = ServerName::try_from("one.example").expect("a name");
    let client = ClientConnection::new(Arc::new(config), name).expect("a client");
    let mut stream = StreamOwned::new(client, server.connect());
    while stream.conn.is_handshaking() {
        stream
            .conn
            .complete_io(&mut stream.sock)
            .expect("a handshake");
    }
    assert_eq!(stream.conn.alpn_protocol(), Some(&b"http/1.1"[..]));
    let shown = stream.conn.peer_certificates().expect("it shows one");
    let shown = shown[0].to_vec();
    (stream, shown)
}

#[test]
fn it_speaks_tls_and_takes_a_new_certificate() {
    let home = Folder::new();
    let pems = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls");
    let (cert, key) = (home.join("crt"), home.join("key"));
    let use_those_of = |name: &str| {
        fs::copy(pems.join(format!("{name}.crt")), &cert).expect("ours");
        fs::copy(pems.join(format!("{name}.key")), &key).expect("ours");
        let der = CertificateDer::from_pem_file(&cert).expect("a certificate");
        der.to_vec()
    };
    let one = use_those_of("one");
    let args = [
        "--tls-cert",
        cert.to_str().expect("text"),
        "--tls-key",
        key.to_str().expect("text"),
    ];
    let mut server = Server::start_in(home, &args, &[ANY_HOST], 0);
    let (mut inside, shown) = secure(&server);
    assert_eq!(shown, one);
    join(&mut inside, "Ana");

    let two = use_those_of("two");
    server.signal("-HUP");
    server.hear("Settings are read again.");
    let (mut other, shown) = secure(&server);
    assert_eq!(shown, two);
    join(&mut other, "Bo");
    say(&mut other, "over TLS");
    hear(&mut inside, "over TLS");
    // Who does not speak it gets nothing.
    let mut plain = server.connect();
    plain
        .write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")
        .expect("it listens");
    let mut got = Vec::new();
    let _ = plain.read_to_end(&mut got);
    assert!(!got.starts_with(b"HTTP"), "{got:?}");
}
