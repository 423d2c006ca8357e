//! Rooms on threads, over real sockets: what a client sees, whatever becomes of the room meanwhile.

use std::fs;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use alcove::http::network::{Budgets, NetworkLimits, SharedBudgets};
use alcove::model::RoomName;
use alcove::server::room_object::{MAY_BEGIN, NETWORK};
use alcove::server::{Body, Failed, Request};
use alcove_server::rooms::{Config, Data, Outgoing, Rooms};
use alcove_server::stream::Stream;
use bytes::Bytes;
use serde_json::{Value, json};
use tungstenite::protocol::frame::coding::{Data as Opcode, OpCode};
use tungstenite::protocol::frame::{CloseFrame, Frame};
use tungstenite::protocol::{Role, WebSocketConfig};
use tungstenite::{Message, WebSocket};

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server's rooms, and their folder.
struct World {
    rooms: Rooms,
    folder: PathBuf,
    runtime: tokio::runtime::Runtime,
    log: Lines,
}

type Lines = Arc<Mutex<Vec<String>>>;

fn config(vars: impl Fn(&str) -> Option<String> + Send + Sync + 'static, log: Lines) -> Config {
    Config {
        vars: Arc::new(vars),
        vouched_only: false,
        budgets: SharedBudgets::new(Budgets::new(&NetworkLimits::default(), [7; 32])),
        log: Arc::new(move |line| log.lock().unwrap().push(line.to_owned())),
    }
}

impl World {
    fn new() -> World {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("alcove-rooms-{}-{count}", std::process::id()));
        World::at(folder)
    }

    fn at(folder: PathBuf) -> World {
        let log = Lines::default();
        let config = config(
            |name| (name == "LEAVE_GRACE_MS").then(|| "100".into()),
            Arc::clone(&log),
        );
        World {
            rooms: Rooms::start(config, 2, &folder).unwrap(),
            folder,
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap(),
            log,
        }
    }

    /// Takes other settings, before anybody is there.
    fn vars(&mut self, vars: impl Fn(&str) -> Option<String> + Send + Sync + 'static) {
        let log = Arc::clone(&self.log);
        self.rooms.configure(config(vars, log));
    }

    /// The same folder, after the server has stopped.
    fn restarted(mut self) -> World {
        self.runtime.block_on(self.rooms.stop());
        let folder = std::mem::take(&mut self.folder);
        World::at(folder)
    }

    fn file(&self, room: &str) -> PathBuf {
        Data::new(&self.folder).room(&name(room)).path
    }

    /// What a room answers to a reader without a socket.
    fn get(&self, room: &str) -> (u16, String) {
        let request = Request::new("GET", &format!("/room/{room}/messages"));
        let answer = self.runtime.block_on(self.rooms.ask(&name(room), request));
        let answer = answer.unwrap();
        match answer.body {
            Body::Bytes(bytes) => (answer.status, String::from_utf8(bytes).unwrap()),
            _ => (answer.status, String::new()),
        }
    }

    /// A place in a room, and the other end of its connection.
    fn connect(&self, room: &str) -> TcpStream {
        let mut request = Request::new("GET", &format!("/room/{room}"));
        request.add("upgrade", "websocket");
        request.add(MAY_BEGIN, "1");
        request.add(NETWORK, "4 127.0.0.1");
        self.runtime.block_on(async {
            let answer = self.rooms.ask(&name(room), request).await.unwrap();
            assert_eq!(answer.status, 101);
            let Body::Outgoing(Outgoing::Socket(seat)) = answer.body else {
                panic!("no seat");
            };
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
            client.set_read_timeout(Some(PATIENCE)).unwrap();
            let (server, _) = listener.accept().unwrap();
            server.set_nonblocking(true).unwrap();
            let server = tokio::net::TcpStream::from_std(server).unwrap();
            seat.connect(Stream::Tcp(server), Bytes::new());
            client
        })
    }

    fn open(&self, room: &str) -> Client {
        let config = WebSocketConfig::default().max_message_size(None);
        let socket = WebSocket::from_raw_socket(self.connect(room), Role::Client, Some(config));
        Client(socket)
    }

    fn join(&self, room: &str, name: &str) -> Client {
        let mut client = self.open(room);
        client.send(json!({"type": "hello", "v": 1, "name": name}));
        client.until("welcome");
        client.until("join");
        client
    }

    fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if !self.folder.as_os_str().is_empty() {
            self.runtime.block_on(self.rooms.stop());
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

struct Client(WebSocket<TcpStream>);

impl Client {
    fn send(&mut self, frame: Value) {
        self.0.send(Message::text(frame.to_string())).unwrap();
    }

    fn say(&mut self, cid: &str, text: &str) {
        self.send(json!({"type": "say", "cid": cid, "text": text}));
    }

    /// Reads until an event of this type comes.
    fn until(&mut self, kind: &str) -> Value {
        loop {
            let text = self.text();
            let events: Vec<Value> = serde_json::from_str(&text).expect("a frame of events");
            if let Some(event) = events.into_iter().find(|event| event["type"] == kind) {
                return event;
            }
        }
    }

    fn text(&mut self) -> String {
        match self.0.read().expect("a frame") {
            Message::Text(text) => text.to_string(),
            other => panic!("no text: {other:?}"),
        }
    }

    /// The code with which the server closes.
    fn closed(&mut self) -> Option<u16> {
        loop {
            match self.0.read() {
                Ok(Message::Close(close)) => {
                    let code = close.map(|CloseFrame { code, .. }| code.into());
                    // The connection ends with the answer.
                    while self.0.read().is_ok() {}
                    return code;
                }
                Ok(_) => {}
                Err(error) => panic!("no close: {error}"),
            }
        }
    }
}

fn name(room: &str) -> RoomName {
    RoomName::parse(room).unwrap()
}

fn eventually(what: &str, is: impl Fn() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !is() {
        assert!(Instant::now() < until, "{what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn people_talk_and_it_stays() {
    let world = World::new();
    let mut ana = world.join("tea", "Ana");
    let mut ben = world.join("tea", "Ben");
    ana.say("1", "Hello!");
    assert_eq!(ben.until("message")["text"], "Hello!");
    assert_eq!(ana.until("message")["seq"], 1);
    drop((ana, ben));

    let world = world.restarted();
    let (status, body) = world.get("tea");
    assert_eq!(status, 200);
    assert!(body.contains("Hello!"), "{body}");
}

#[test]
fn who_asks_while_all_stop_is_told_so() {
    let world = World::new();
    world.join("tea", "Ana");
    let request = || Request::new("GET", "/room/tea/messages");
    world.runtime.block_on(async {
        // On its way to the threads before they stop, or after.
        let tea = name("tea");
        let before = world.rooms.ask(&tea, request());
        let (before, ()) = tokio::join!(before, world.rooms.stop());
        assert_eq!(before.expect("it was asked in time").status, 200);
        let after = world.rooms.ask(&tea, request()).await;
        assert!(matches!(after, Err(Failed::Stopping)));
        let account = world.rooms.ask_account("a", String::new()).await;
        assert!(matches!(account, Err(Failed::Stopping)));
    });
}

#[test]
fn nothing_is_made_of_a_room_that_is_only_asked_for() {
    let world = World::new();
    assert_eq!(world.get("nobody").0, 200);
    assert!(!world.rooms.has_room(&name("nobody")));
    let mut ana = world.open("nobody");
    ana.0.send(Message::text("ping")).unwrap();
    assert_eq!(ana.text(), "pong");
    ana.0.close(None).unwrap();
    assert_eq!(ana.closed(), None);
    assert!(!world.folder.join("rooms").exists());
    world.join("nobody", "Ana");
    assert!(world.rooms.has_room(&name("nobody")));
}

#[test]
fn a_bare_ping_is_answered_and_so_is_that_of_the_protocol() {
    let world = World::new();
    let mut ana = world.join("tea", "Ana");
    ana.0.send(Message::text("ping")).unwrap();
    assert_eq!(ana.text(), "pong");
    ana.0.send(Message::Ping(Bytes::from_static(b"?"))).unwrap();
    match ana.0.read().unwrap() {
        Message::Pong(payload) => assert_eq!(&payload[..], b"?"),
        other => panic!("no pong: {other:?}"),
    }
}

#[test]
fn a_message_may_come_in_parts() {
    let world = World::new();
    let mut ana = world.join("tea", "Ana");
    let say = json!({"type": "say", "cid": "1", "text": "Grüße"}).to_string();
    let (first, rest) = say.as_bytes().split_at(say.find('ü').unwrap() + 1);
    let frame = |part: &[u8], opcode, is_final| {
        Message::Frame(Frame::message(
            part.to_vec(),
            OpCode::Data(opcode),
            is_final,
        ))
    };
    ana.0.send(frame(first, Opcode::Text, false)).unwrap();
    ana.0.send(Message::Ping(Bytes::new())).unwrap();
    ana.0.send(frame(rest, Opcode::Continue, true)).unwrap();
    assert!(matches!(ana.0.read().unwrap(), Message::Pong(_)));
    assert_eq!(ana.until("message")["text"], "Grüße");
}

#[test]
fn what_may_not_be_sent_closes_the_socket() {
    let world = World::new();
    let too_long = "x".repeat(16_385);
    let mut ana = world.join("tea", "Ana");
    ana.0.send(Message::text(too_long)).unwrap();
    assert_eq!(ana.closed(), Some(1009));
    let mut ana = world.join("tea", "Ben");
    ana.0.send(Message::binary(vec![0; 100_000])).unwrap();
    assert_eq!(ana.closed(), Some(1003));
    // No mask; compressed.
    for (name, bytes, code) in [
        ("Eve", &b"\x81\x01x"[..], 1002),
        ("Flo", b"\xC1\x81\0\0\0\0x", 1002),
    ] {
        let mut ana = world.join("tea", name);
        ana.0.get_mut().write_all(bytes).unwrap();
        assert_eq!(ana.closed(), Some(code));
    }
    // Nobody stays behind. What is no UTF-8 closes nothing.
    let mut ben = world.join("tea", "Zoe");
    for bytes in [&b"\x81\x81\0\0\0\0?"[..], b"\x81\x81\0\0\0\0\xFF"] {
        ben.0.get_mut().write_all(bytes).unwrap();
        assert_eq!(ben.until("error")["code"], "bad_frame");
    }
}

#[test]
fn a_close_is_answered_with_its_code() {
    let world = World::new();
    let mut ana = world.join("tea", "Dana");
    let close = |code: u16| {
        Some(CloseFrame {
            code: code.into(),
            reason: "bye".into(),
        })
    };
    ana.0.close(close(4000)).unwrap();
    assert_eq!(ana.closed(), Some(4000));
    let mut ana = world.join("tea", "Eve");
    ana.0.close(None).unwrap();
    assert_eq!(ana.closed(), None);
    // 1005 is not to be sent.
    let mut ana = world.join("tea", "Flo");
    let bytes = b"\x88\x82\0\0\0\0\x03\xED";
    ana.0.get_mut().write_all(bytes).unwrap();
    assert_eq!(ana.closed(), Some(1002));
}

#[test]
fn who_vanishes_is_gone() {
    let world = World::new();
    let mut ben = world.join("tea", "Ben");
    let ana = world.join("tea", "Ana");
    drop(ana);
    assert_eq!(ben.until("leave")["member"]["name"], "Ana");
}

#[test]
fn a_place_that_nobody_takes_is_free_again() {
    let world = World::new();
    let mut ben = world.join("tea", "Ben");
    let mut request = Request::new("GET", "/room/tea");
    request.add("upgrade", "websocket");
    let answer = world
        .runtime
        .block_on(world.rooms.ask(&name("tea"), request));
    drop(answer.unwrap());
    ben.say("1", "still here");
    ben.until("message");
}

#[test]
fn who_does_not_read_is_closed_and_holds_nobody_up() {
    let mut world = World::new();
    world.vars(|name| match name {
        // The room itself does not mind.
        "MAX_UNSEEN_BYTES" => Some("0".into()),
        "RATE_BURST" | "RATE_PER_SECOND" => Some("1000000".into()),
        "LEAVE_GRACE_MS" => Some("0".into()),
        _ => None,
    });
    let mut ana = world.join("tea", "Ana");
    let slow = world.join("tea", "Slow");
    ana.until("join");
    // More than its connection takes, and than may wait for it.
    let text = "\u{1F375}".repeat(4_000);
    let mut is_gone = false;
    for cid in 0..10_000 {
        ana.say(&cid.to_string(), &text);
        loop {
            let events: Vec<Value> = serde_json::from_str(&ana.text()).unwrap();
            let is = |kind: &str| events.iter().any(|event| event["type"] == kind);
            is_gone |= is("leave") || is("presence");
            if is("message") || is_gone {
                break;
            }
        }
        if is_gone {
            break;
        }
    }
    assert!(is_gone, "the one who does not read is still there");
    // It hears why, once it reads.
    let mut slow = Client(WebSocket::from_raw_socket(
        slow.0.into_inner(),
        Role::Client,
        Some(WebSocketConfig::default()),
    ));
    let _ = slow.0.get_mut().set_read_timeout(Some(PATIENCE));
    loop {
        match slow.0.read() {
            Ok(Message::Close(Some(close))) => {
                assert_eq!(u16::from(close.code), 1013);
                break;
            }
            Ok(_) => {}
            Err(error) => panic!("no close: {error}"),
        }
    }
}

/// Each answer is two bytes, and some fifty times as much where it waits.
#[test]
fn who_pings_and_does_not_read_is_closed() {
    let mut world = World::new();
    world.vars(|name| (name == "MAX_UNSEEN_BYTES").then(|| "65536".into()));
    let mut slow = world.connect("tea");
    slow.set_write_timeout(Some(PATIENCE)).unwrap();
    let pings = [0x89, 0x80, 0, 0, 0, 0].repeat(10_000);
    let until = Instant::now() + PATIENCE;
    let mut sent = 0;
    while slow.write_all(&pings).is_ok() {
        sent += pings.len();
        assert!(Instant::now() < until, "{sent} bytes of pings are taken");
    }
}

#[test]
fn sleep_is_invisible() {
    let world = World::new();
    let mut ana = world.join("tea", "Ana");
    let mut ben = world.join("tea", "Ben");
    ana.say("1", "before");
    ben.until("message");
    ana.until("message");
    // A room that sleeps has let go of its files.
    let wal = world.file("tea").with_extension("sqlite-wal");
    assert!(wal.exists());
    eventually("asleep", || !wal.exists());
    ana.0.send(Message::text("ping")).unwrap();
    assert_eq!(ana.text(), "pong");
    assert!(!wal.exists(), "a bare ping wakes nobody");
    ana.say("2", "after");
    assert_eq!(ben.until("message")["text"], "after");
    assert_eq!(ana.until("message")["seq"], 2);
    assert_eq!(world.log(), [""; 0]);
}

#[test]
fn readers_are_told_to_come_back_when_the_server_stops() {
    let world = World::new();
    let mut ana = world.join("tea", "Ana");
    ana.say("1", "in flight");
    ana.until("message");
    let reader = std::thread::spawn(move || ana.closed());
    let world = world.restarted();
    assert_eq!(reader.join().unwrap(), Some(1012));
    assert!(!world.file("tea").with_extension("sqlite-wal").exists());
    assert!(world.get("tea").1.contains("in flight"));
}

#[test]
fn alarms_ring_after_a_restart() {
    let mut world = World::new();
    world.vars(|_| None);
    let mut ana = world.join("tea", "Ana");
    ana.say("1", "!");
    ana.until("message");
    let alarms = || {
        let connection = rusqlite::Connection::open(world.folder.join("alarms.sqlite")).unwrap();
        let sql = "SELECT count(*) FROM alarm WHERE name = 'tea'";
        connection.query_row(sql, [], |row| row.get::<_, i64>(0))
    };
    // Of those who leave, after a grace.
    drop(ana);
    eventually("an alarm is kept", || alarms() == Ok(1));
    let world = world.restarted();
    let connection = rusqlite::Connection::open(world.folder.join("alarms.sqlite")).unwrap();
    connection.execute("UPDATE alarm SET at = 1", []).unwrap();
    let past = || {
        let sql = "SELECT count(*) FROM alarm WHERE at = 1";
        connection.query_row(sql, [], |row| row.get::<_, i64>(0))
    };
    eventually("it has rung", || past() == Ok(0));
}

#[test]
fn who_was_awake_when_the_server_was_killed_is_rung() {
    let mut world = World::new();
    world.vars(|_| None);
    let mut ana = world.join("tea", "Ana");
    ana.say("1", "!");
    ana.until("message");
    drop(ana);
    let file = world.file("tea");
    // Leaves the log where it is.
    let in_grace = || {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let connection = rusqlite::Connection::open_with_flags(&file, flags)?;
        connection.query_row("SELECT count(*) FROM grace", [], |row| row.get::<_, i64>(0))
    };
    eventually("she may come back", || in_grace() == Ok(1));
    world.runtime.block_on(world.rooms.stop());
    let folder = std::mem::take(&mut world.folder);
    // As if the server had been killed between a commit and the alarm that it led to, and long ago.
    for (file, sql) in [
        (&file, "UPDATE grace SET until = 1"),
        (&folder.join("alarms.sqlite"), "DELETE FROM alarm"),
    ] {
        let connection = rusqlite::Connection::open(file).unwrap();
        assert_eq!(connection.execute(sql, []), Ok(1), "{sql}");
    }
    fs::write(file.with_extension("sqlite-wal"), "").unwrap();
    let _world = World::at(folder);
    eventually("she has left", || in_grace() == Ok(0));
}

#[test]
fn a_damaged_file_is_told_and_moves_nobody_else() {
    let world = World::new();
    let mut ana = world.join("tea", "Ana");
    ana.say("1", "!");
    ana.until("message");
    drop((ana, world.join("fine", "Ben")));
    let world = {
        let world = world.restarted();
        fs::write(
            world.file("tea"),
            "no database, but some text that is long enough".repeat(200),
        )
        .unwrap();
        world
    };
    assert_eq!(world.get("tea").0, 503);
    assert_eq!(world.get("fine").0, 200);
    let log = world.log();
    assert!(
        log.iter().any(|line| line.contains("not a database")),
        "{log:?}"
    );
    assert!(log.iter().all(|line| !line.contains("tea")), "{log:?}");
}

#[test]
fn a_room_on_a_disk_that_cannot_be_written_to_can_be_read() {
    let world = World::new();
    let mut ana = world.join("tea", "Ana");
    ana.say("1", "before");
    ana.until("message");
    drop(ana);
    let file = world.file("tea");
    let wal = file.with_extension("sqlite-wal");
    eventually("asleep", || !wal.exists());
    let folder = file.parent().unwrap();
    let allow = |of_file, of_folder| {
        let set = |path: &Path, mode| {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        };
        set(&file, of_file);
        set(folder, of_folder);
    };
    allow(0o400, 0o500);
    if fs::create_dir(folder.join("x")).is_ok() {
        eprintln!("not shown: nothing is forbidden to root");
        allow(0o600, 0o700);
        return;
    }
    let (status, body) = world.get("tea");
    assert_eq!(status, 200, "{body}");
    assert!(body.contains("before"), "{body}");
    // Who may only read comes in, too, and hears that nothing is kept.
    let mut ben = world.open("tea");
    ben.send(json!({"type": "hello", "v": 1, "name": "Ben"}));
    ben.until("welcome");
    ben.say("1", "lost");
    assert_eq!(ben.until("error")["code"], "storage_failed");
    allow(0o600, 0o700);
    ben.say("1", "kept");
    assert_eq!(ben.until("message")["text"], "kept");
}

#[test]
fn rooms_write_to_each_other_on_whatever_thread() {
    let world = World::new();
    for room in ["tea", "work", "garden", "kitchen"] {
        let mut ana = world.join(room, "Ana");
        let mut ben = world.open(room);
        ben.send(json!({"type": "hello", "v": 1, "name": "Ben"}));
        let id = ben.until("welcome")["you"]["id"].clone();
        ana.send(json!({"type": "direct", "cid": "d1", "to": id}));
        let pair = ben.until("direct")["pair"].clone();
        ben.send(json!({"type": "direct", "cid": "d2", "pair": pair, "answer": "accept"}));
        let open = ben.until("direct");
        assert_eq!(open["state"], "open");
        let room = open["room"].as_str().unwrap().to_owned();
        let mut inside = world.open(&room);
        inside.send(json!({"type": "hello", "v": 1, "name": "Ben", "token": open["token"]}));
        inside.until("welcome");
        inside.say("1", "only you");
        inside.until("message");
        assert!(world.rooms.has_room(&name(&room)));
    }
}
