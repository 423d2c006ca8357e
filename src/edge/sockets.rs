//! A room's sockets: which session is which socket, and which of them receive broadcasts.

use std::collections::BTreeMap;

use js_sys::JsString;
use wasm_bindgen::{JsCast, JsValue};

use super::js::Socket;
use crate::model::SessionId;
use crate::wire::CloseCode;

/// All sockets that the room knows.
#[derive(Default)]
pub struct Sockets {
    all: BTreeMap<SessionId, Socket>,
    subscribed: BTreeMap<SessionId, Socket>,
    newest: SessionId,
}

impl Sockets {
    /// A session id for a new socket: larger than all before it.
    pub fn next_id(&mut self) -> SessionId {
        self.newest = self.newest.next();
        self.newest
    }

    pub fn insert(&mut self, id: SessionId, socket: Socket) {
        self.newest = self.newest.max(id);
        socket.set_session(Some(id.number() as f64));
        self.all.insert(id, socket);
    }

    /// The session of a socket that the room knows.
    pub fn session(&self, socket: &Socket) -> Option<SessionId> {
        let id = SessionId::from_number(socket.session()? as u64);
        self.all.contains_key(&id).then_some(id)
    }

    /// Each session and its socket.
    pub fn iter(&self) -> impl Iterator<Item = (SessionId, &Socket)> {
        self.all.iter().map(|(id, socket)| (*id, socket))
    }

    pub fn subscribe(&mut self, id: SessionId) {
        if let Some(socket) = self.all.get(&id) {
            self.subscribed.insert(id, socket.clone());
        }
    }

    /// Sends one frame to all who are subscribed: one string, whatever their number.
    pub fn broadcast(&self, frame: &str) {
        let frame = JsString::from(frame);
        for socket in self.subscribed.values() {
            // Throws only on a socket that is closing, which has its own callback.
            let _ = socket.send(&frame);
        }
    }

    pub fn send(&self, id: SessionId, frame: &str) {
        if let Some(socket) = self.all.get(&id) {
            let _ = socket.send(&JsString::from(frame));
        }
    }

    pub fn attach(&self, id: SessionId, attachment: &str) {
        if let Some(socket) = self.all.get(&id) {
            let _ = socket.attach(&JsValue::from_str(attachment));
        }
    }

    /// Closes a socket and forgets it.
    pub fn close(&mut self, id: SessionId, code: CloseCode) {
        if let Some(socket) = self.remove(id) {
            let _ = socket.close(code.code(), code.reason());
        }
    }

    /// Forgets a socket, in memory and in its attachment: one that is closing must not come
    /// back to life with the next wake.
    pub fn remove(&mut self, id: SessionId) -> Option<Socket> {
        self.subscribed.remove(&id);
        let socket = self.all.remove(&id)?;
        socket.set_session(None);
        let _ = socket.attach(&JsValue::NULL);
        Some(socket)
    }
}

/// `worker`'s socket as ours.
pub fn raw(socket: &worker::WebSocket) -> &Socket {
    let socket: &worker::worker_sys::web_sys::WebSocket = socket.as_ref();
    socket.unchecked_ref()
}

/// The text that a sleeping room left on a socket; none on one that the room has closed.
pub fn attachment(socket: &Socket) -> Option<String> {
    socket.attachment().ok()?.as_string()
}
