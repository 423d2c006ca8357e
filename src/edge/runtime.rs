//! The server's [`Runtime`], as Workers has it.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use worker::js_sys::futures::JsFuture;
use worker::worker_sys::web_sys;
use worker::{Env, Fetcher};

use super::settings::now;
use super::{http, js};
use crate::http::oidc::{Ask, Reply};
use crate::model::RoomName;
use crate::server::{Answer, Failed, Part, Put, Request, Result, Runtime, Stored, Upload};
use crate::time::Timestamp;

/// The platform's own rate limit, if one is bound: it counts over all isolates of a place.
const PLATFORM_LIMIT: &str = "NETWORK_LIMIT";
/// The folder of the rooms, where workerd runs by itself: it makes files for each room that is asked
/// anything, also for one that keeps nothing.
const ROOM_FILES: &str = "ROOM_FILES";

#[wasm_bindgen(module = "/src/edge/oidc.js")]
extern "C" {
    fn find(env: &JsValue, what: u8, of: &str, body: &str, with: &str) -> js_sys::Promise;
}

#[wasm_bindgen(module = "/src/edge/files.js")]
extern "C" {
    #[wasm_bindgen(js_name = putFile)]
    fn put_file(
        env: &JsValue,
        room: &str,
        id: &str,
        at: f64,
        length: f64,
        total: f64,
        body: &JsValue,
        ms: f64,
    ) -> js_sys::Promise;

    #[wasm_bindgen(js_name = getFile)]
    fn get_file(env: &JsValue, id: &str, at: f64, length: f64) -> js_sys::Promise;

    #[wasm_bindgen(js_name = fileSize)]
    fn file_size(env: &JsValue, id: &str, total: f64) -> js_sys::Promise;

    #[wasm_bindgen(js_name = filesWith)]
    fn files_with(env: &JsValue, sha256: &str, after: &str, most: f64) -> js_sys::Promise;

    #[wasm_bindgen(js_name = forgetFile)]
    fn forget_file(env: &JsValue, sha256: &str, id: &str) -> js_sys::Promise;

    #[wasm_bindgen(js_name = dropFile)]
    fn drop_file(env: &JsValue, id: &str) -> js_sys::Promise;
}

/// A Worker's bindings.
pub struct Worker {
    pub env: Env,
}

type Outgoing = Answer<web_sys::Response>;

impl Runtime for Worker {
    type Incoming = web_sys::Request;
    type Outgoing = web_sys::Response;

    fn now(&self) -> Timestamp {
        now()
    }

    fn random<const N: usize>(&self) -> [u8; N] {
        js::random()
    }

    fn var(&self, name: &str) -> Option<String> {
        self.env.var(name).ok().map(|value| value.to_string())
    }

    fn secret(&self, name: &str) -> Option<String> {
        self.env.secret(name).ok().map(|value| value.to_string())
    }

    fn warn(&self, what: &str) {
        worker::console_warn!("{what}");
    }

    fn log(&self, what: &str) {
        worker::console_log!("{what}");
    }

    async fn text(&self, body: web_sys::Request) -> Result<String> {
        let text = JsFuture::from(body.text()?).await?;
        Ok(text.as_string().unwrap_or_default())
    }

    async fn file(&self, request: &Request) -> Result<Outgoing> {
        let assets: Fetcher = self.env.assets("ASSETS")?;
        let assets: &js::Binding = assets.as_ref().unchecked_ref();
        let address = format!("http://assets{}", request.path);
        asked(assets.fetch(&address, &http::init(request)?)?).await
    }

    async fn ask_room(
        &self,
        room: &RoomName,
        request: Request,
        upload: Option<Upload<web_sys::Request>>,
    ) -> Result<Outgoing> {
        let rooms = self.env.durable_object("ROOMS")?;
        let object: js::Binding = rooms.get_by_name(room.as_str())?.into_rpc();
        let init = http::init(&request)?;
        if let Some(Upload { body, time }) = upload {
            init.set_body(&JsValue::from(body.body()));
            let time = web_sys::AbortSignal::timeout_with_u32(time.as_millis() as u32);
            init.set_signal(Some(&time));
        }
        let mark = if request.query.is_empty() { "" } else { "?" };
        let address = format!("http://room{}{mark}{}", request.path, request.query);
        asked(object.fetch(&address, &init)?).await
    }

    async fn has_room(&self, room: &RoomName) -> Result<Option<bool>> {
        let files = Reflect::get(&self.env, &JsValue::from_str(ROOM_FILES))?;
        if !files.is_object() {
            return Ok(None);
        }
        let files: js::Binding = files.unchecked_into();
        let rooms = self.env.durable_object("ROOMS")?;
        let id = rooms.id_from_name(room.as_str())?;
        let init = web_sys::RequestInit::new();
        init.set_method("HEAD");
        let file = format!("http://rooms/{id}.sqlite");
        let answer = JsFuture::from(files.fetch(&file, &init)?).await?;
        Ok(Some(answer.unchecked_into::<web_sys::Response>().ok()))
    }

    async fn ask_account(&self, account: &str, question: String) -> Result<Outgoing> {
        let accounts = self.env.durable_object("ACCOUNTS")?;
        let object: js::Binding = accounts.get_by_name(account)?.into_rpc();
        let init = web_sys::RequestInit::new();
        init.set_method("POST");
        init.set_body(&JsValue::from_str(&question));
        asked(object.fetch("http://account/", &init)?).await
    }

    async fn put_file(
        &self,
        room: &RoomName,
        id: &str,
        part: Part<web_sys::Request>,
    ) -> Result<Put> {
        let body = JsValue::from(part.body.body());
        let put = put_file(
            self.env.as_ref(),
            room.as_str(),
            id,
            part.at as f64,
            part.length as f64,
            part.total as f64,
            &body,
            part.time.as_millis() as f64,
        );
        let put: js_sys::Array = JsFuture::from(put).await?.unchecked_into();
        match put.get(0).as_f64().unwrap_or_default() as u16 {
            200 => Ok(Put::Stored(stored(put.get(1)))),
            400 => Ok(Put::Short),
            408 => Ok(Put::Late),
            status => Err(Failed::Fault(format!(
                "a file's object has answered {status}"
            ))),
        }
    }

    async fn get_file(
        &self,
        _room: &RoomName,
        id: &str,
        start: u64,
        length: u64,
    ) -> Result<Option<web_sys::Response>> {
        let file = get_file(self.env.as_ref(), id, start as f64, length as f64);
        let file = JsFuture::from(file).await?;
        Ok((!file.is_undefined()).then(|| file.unchecked_into()))
    }

    async fn file_size(&self, _room: &RoomName, id: &str, total: u64) -> Result<Stored> {
        let size = file_size(self.env.as_ref(), id, total as f64);
        Ok(stored(JsFuture::from(size).await?))
    }

    async fn drop_file(&self, _room: &RoomName, id: &str) -> Result<()> {
        JsFuture::from(drop_file(self.env.as_ref(), id)).await?;
        Ok(())
    }

    async fn files_with(
        &self,
        sha256: &str,
        after: &str,
        most: usize,
    ) -> Result<Vec<(RoomName, String)>> {
        let files = files_with(self.env.as_ref(), sha256, after, most as f64);
        let files: js_sys::Array = JsFuture::from(files).await?.unchecked_into();
        let files = files.iter().filter_map(|file| {
            let file: js_sys::Array = file.unchecked_into();
            let room = RoomName::parse(&file.get(0).as_string()?).ok()?;
            Some((room, file.get(1).as_string()?))
        });
        Ok(files.collect())
    }

    async fn forget_file(&self, sha256: &str, id: &str) -> Result<()> {
        JsFuture::from(forget_file(self.env.as_ref(), sha256, id)).await?;
        Ok(())
    }

    fn has_limit(&self) -> bool {
        let limit = Reflect::get(&self.env, &JsValue::from_str(PLATFORM_LIMIT));
        limit.is_ok_and(|limit| limit.is_object())
    }

    async fn admits(&self, network: &str) -> Result<bool> {
        let limit = Reflect::get(&self.env, &JsValue::from_str(PLATFORM_LIMIT))?;
        let limit: js::RateLimit = limit.unchecked_into();
        let options = js_sys::Object::new();
        let key = JsValue::from_str(network);
        Reflect::set(&options, &JsValue::from_str("key"), &key)?;
        let outcome = JsFuture::from(limit.limit(&options)?).await?;
        let success = Reflect::get(&outcome, &JsValue::from_str("success"))?;
        Ok(success.is_truthy())
    }

    async fn find(&self, ask: Ask) -> Reply {
        let answer = find(
            self.env.as_ref(),
            ask.what as u8,
            &ask.of,
            &ask.body,
            &ask.with,
        );
        let Ok(answer) = JsFuture::from(answer).await else {
            return Reply::default();
        };
        let answer: js_sys::Array = answer.unchecked_into();
        Reply {
            status: answer.get(0).as_f64().unwrap_or_default() as u16,
            text: answer.get(1).as_string().unwrap_or_default(),
            cookie: answer.get(2).as_string(),
        }
    }
}

/// What `files.js` tells of what is stored.
fn stored(told: JsValue) -> Stored {
    let told: js_sys::Array = told.unchecked_into();
    let head = told.get(3).dyn_into::<js_sys::Uint8Array>();
    Stored {
        next: told.get(0).as_f64().unwrap_or_default() as u64,
        is_taken: told.get(1).is_truthy(),
        whole: told
            .get(2)
            .as_string()
            .zip(head.ok().map(|head| head.to_vec())),
    }
}

/// What is answered to something that was asked.
async fn asked(promise: js_sys::Promise) -> Result<Outgoing> {
    let response = JsFuture::from(promise).await?;
    Ok(http::answer(response.unchecked_into()))
}
