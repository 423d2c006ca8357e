//! `peer-socketioxide --port N`: a chat on axum and socketioxide.
//!
//! The usual design, as in the library's own examples: one Socket.IO room per chat room, and an `emit` to all in it.
//! Nothing is stored. With ANNOUNCE=0 in the environment, nobody is told who comes and goes.

use std::collections::HashMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use socketioxide::SocketIo;
use socketioxide::extract::{Data, SocketRef};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

const MAX_TEXT: usize = 4_000;

/// Who is in which room, and how many; and the seq of the last message there.
#[derive(Clone, Default)]
struct Rooms(Arc<Mutex<HashMap<String, Room>>>);

#[derive(Clone, Copy, Default)]
struct Room {
    count: u64,
    seq: u64,
}

impl Rooms {
    fn change(&self, name: &str, change: impl FnOnce(&mut Room)) -> Room {
        let mut rooms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let room = rooms.entry(name.to_owned()).or_default();
        change(room);
        let now = *room;
        if now.count == 0 {
            rooms.remove(name);
        }
        now
    }
}

/// What a member's socket is known by.
#[derive(Clone)]
struct Member {
    room: String,
    name: String,
}

#[derive(Deserialize)]
struct Join {
    room: String,
    name: String,
}

#[derive(Deserialize)]
struct Say {
    text: String,
}

#[derive(Serialize)]
struct Welcome {
    count: u64,
}

#[derive(Serialize)]
struct News<'a> {
    name: &'a str,
    count: u64,
}

#[derive(Serialize)]
struct Message<'a> {
    seq: u64,
    from: &'a str,
    text: &'a str,
    at: u64,
}

// On one thread, as the others are: on several, its members do not all get the same order.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = port()?;
    let announces = std::env::var("ANNOUNCE").as_deref() != Ok("0");
    let rooms = Rooms::default();
    let (layer, io) = SocketIo::builder()
        // What one does not read waits in memory, as it does at the others.
        .max_buffer_size(1_000_000)
        .build_layer();
    io.ns("/", async move |socket: SocketRef| {
        let in_rooms = rooms.clone();
        socket.on(
            "join",
            async move |socket: SocketRef, Data(join): Data<Join>| {
                if socket.extensions.get::<Member>().is_some() {
                    return;
                }
                let Join { room, name } = join;
                socket.join(room.clone());
                socket.extensions.insert(Member {
                    room: room.clone(),
                    name: name.clone(),
                });
                let count = in_rooms.change(&room, |room| room.count += 1).count;
                let _ = socket.emit("welcome", &Welcome { count });
                if announces {
                    let news = News { name: &name, count };
                    let _ = socket.within(room).emit("join", &news).await;
                }
            },
        );
        let in_rooms = rooms.clone();
        socket.on(
            "say",
            async move |socket: SocketRef, Data(Say { text }): Data<Say>| {
                let Some(Member { room, name }) = socket.extensions.get::<Member>() else {
                    return;
                };
                if text.len() > MAX_TEXT {
                    return;
                }
                let seq = in_rooms.change(&room, |room| room.seq += 1).seq;
                let at = SystemTime::now().duration_since(UNIX_EPOCH);
                let message = Message {
                    seq,
                    from: &name,
                    text: &text,
                    at: at.map_or(0, |at| at.as_millis() as u64),
                };
                let _ = socket.within(room).emit("message", &message).await;
            },
        );
        let in_rooms = rooms.clone();
        socket.on_disconnect(async move |socket: SocketRef| {
            let Some(Member { room, name }) = socket.extensions.get::<Member>() else {
                return;
            };
            let count = in_rooms.change(&room, |room| room.count -= 1).count;
            if announces {
                let news = News { name: &name, count };
                let _ = socket.within(room).emit("leave", &news).await;
            }
        });
    });
    let app = Router::new()
        .route("/health", get(async || ""))
        .layer(layer);
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!(r#"{{"ready":true,"url":"http://127.0.0.1:{port}"}}"#);
    let mut end = signal(SignalKind::terminate())?;
    tokio::select! {
        served = axum::serve(listener, app) => served?,
        _ = end.recv() => {}
    }
    std::process::exit(0);
}

/// `--port N`; where its data would be is nothing to it.
fn port() -> Result<u16, Box<dyn Error>> {
    use lexopt::prelude::*;
    let mut port = None;
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => port = Some(parser.value()?.parse()?),
            Long("data") => drop(parser.value()?),
            other => return Err(other.unexpected().into()),
        }
    }
    port.ok_or_else(|| "--port N is needed".into())
}
