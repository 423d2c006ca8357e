//! The parts of the platform's JavaScript API that `worker` does not offer, or not cheaply
//! enough.

use wasm_bindgen::prelude::*;
use worker::worker_sys::web_sys;

#[wasm_bindgen]
extern "C" {
    /// A server-side WebSocket.
    #[derive(Clone)]
    pub type Socket;

    /// Takes a string that is on the JavaScript side already, so that a broadcast copies its
    /// frame over once, not once per socket. Throws on a socket that is closing.
    #[wasm_bindgen(method, catch)]
    pub fn send(this: &Socket, frame: &js_sys::JsString) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    pub fn close(this: &Socket, code: u16, reason: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch, js_name = close)]
    pub fn close_without_code(this: &Socket) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch, js_name = serializeAttachment)]
    pub fn attach(this: &Socket, value: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch, js_name = deserializeAttachment)]
    pub fn attachment(this: &Socket) -> Result<JsValue, JsValue>;

    /// Our own mark on the socket object: its session, as long as the room is awake.
    #[wasm_bindgen(method, structural, getter, js_name = alcoveSession)]
    pub fn session(this: &Socket) -> Option<f64>;

    #[wasm_bindgen(method, structural, setter, js_name = alcoveSession)]
    pub fn set_session(this: &Socket, session: Option<f64>);
}

#[wasm_bindgen]
extern "C" {
    /// The state of a Durable Object.
    pub type Context;

    #[wasm_bindgen(method, catch, js_name = getWebSocketAutoResponseTimestamp)]
    pub fn auto_response_time(
        this: &Context,
        socket: &Socket,
    ) -> Result<Option<js_sys::Date>, JsValue>;

    /// No event reaches the object until the promise that the callback makes is settled. Called
    /// back later, not at once.
    #[wasm_bindgen(method, js_name = blockConcurrencyWhile)]
    pub fn block_concurrency_while(
        this: &Context,
        callback: &Closure<dyn FnMut() -> js_sys::Promise>,
    ) -> js_sys::Promise;
}

#[wasm_bindgen]
extern "C" {
    /// The storage of a Durable Object.
    #[derive(Clone)]
    pub type Storage;

    /// `BEGIN` is refused as SQL; this is the platform's way.
    #[wasm_bindgen(method, catch, js_name = transactionSync)]
    pub fn transaction_sync(
        this: &Storage,
        body: &mut dyn FnMut() -> Result<(), JsValue>,
    ) -> Result<(), JsValue>;

    /// Empties the database at once; the promise tells when that is durable.
    #[wasm_bindgen(method, catch, js_name = deleteAll)]
    pub fn delete_all(this: &Storage) -> Result<js_sys::Promise, JsValue>;

    #[wasm_bindgen(method, catch, js_name = setAlarm)]
    pub fn set_alarm(this: &Storage, at: f64) -> Result<js_sys::Promise, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// What can be asked like a server. `worker`'s own way makes an object out of twenty settings
    /// of which none is wanted.
    pub type Binding;

    #[wasm_bindgen(method, catch)]
    pub fn fetch(
        this: &Binding,
        address: &str,
        init: &web_sys::RequestInit,
    ) -> Result<js_sys::Promise, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// A request from outside.
    pub type Incoming;

    #[wasm_bindgen(method, structural, getter)]
    pub fn cf(this: &Incoming) -> Option<Connection>;

    /// What the platform knows about a request beside its headers.
    pub type Connection;

    /// Address and port of the other end; only where workerd runs by itself.
    #[wasm_bindgen(method, structural, getter, js_name = clientIp)]
    pub fn client_ip(this: &Connection) -> JsValue;

    /// The place of Cloudflare's where the request came in.
    #[wasm_bindgen(method, structural, getter)]
    pub fn colo(this: &Connection) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    /// The platform's rate limit. `worker`'s own way brings a whole serializer along.
    pub type RateLimit;

    #[wasm_bindgen(method, catch)]
    pub fn limit(this: &RateLimit, options: &js_sys::Object) -> Result<js_sys::Promise, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// An address as the platform takes it apart. The crate that `worker` would do it with brings
    /// Unicode tables for host names along, a quarter of the Worker's size.
    #[wasm_bindgen(js_name = URL)]
    pub type Url;

    /// Throws on what is no address.
    #[wasm_bindgen(constructor, catch, js_class = "URL")]
    pub fn new(address: &str) -> Result<Url, JsValue>;

    /// With its `:`.
    #[wasm_bindgen(method, getter, js_name = protocol)]
    pub fn protocol(this: &Url) -> String;

    #[wasm_bindgen(method, getter, js_name = pathname)]
    pub fn path(this: &Url) -> String;

    /// With its `?`; empty if there is none.
    #[wasm_bindgen(method, getter, js_name = search)]
    pub fn query(this: &Url) -> String;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    pub fn set_timeout(callback: &Closure<dyn FnMut()>, ms: f64) -> f64;

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout_for(callback: &js_sys::Function, ms: f64) -> f64;

    #[wasm_bindgen(js_name = clearTimeout)]
    pub fn clear_timeout(timer: f64);

    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn get_random_values(bytes: &mut [u8]);
}

/// A promise that is settled when the runtime has come round to its timers.
pub fn next_turn() -> js_sys::Promise {
    js_sys::Promise::new(&mut |resolve, _| {
        set_timeout_for(&resolve, 0.0);
    })
}

/// Random bytes fit for keys.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    get_random_values(&mut bytes);
    bytes
}
