//! The files of rooms: what is sent and read goes between whoever asks and the store, and not through the room,
//! which only says who may, and keeps what is known of each.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::answers;
use super::gate::UnderWay;
use super::message::{Answer, Body, Request};
use super::room_object::{FILE, LENGTH, LOST, NETWORK, STORED, UPLOAD, WANTED, not_stored};
use super::runtime::{Failed, Part, Put, Stored};
use super::{Result, Runtime, Server};
use crate::http::network::Budget;
use crate::http::range::Range;
use crate::http::route::{FileRoute, has_already};
use crate::limits;
use crate::model::{FileKind, RoomName};
use crate::room::Unheard;
use crate::time::Duration;
use crate::wire::{ErrorCode, encode, new_file};

impl<R: Runtime> Server<R> {
    /// Answers a request about the files of a room.
    pub(super) async fn files_of_room(
        &self,
        request: &Request,
        room: &RoomName,
        route: &FileRoute,
        body: R::Incoming,
    ) -> Result<Answer<R::Outgoing>> {
        let network = request.from;
        let most = self.limits().file_bytes;
        if most == 0 {
            let refused = match room.is_of_pair() {
                true => self.refused_by_pair(request, room).await?,
                false => None,
            };
            return Ok(refused.unwrap_or_else(answers::not_found));
        }
        if let Err(wait) = self.take(network, Budget::Reads) {
            return Ok(answers::rate_limited(wait));
        }
        let is_read = matches!(route, FileRoute::Read { .. });
        let is_known = request.token().is_some()
            || matches!(
                route,
                FileRoute::Read {
                    ticket: Some(_),
                    ..
                }
            );
        let unknown = match (room.is_of_pair(), is_read) {
            (true, _) => Unheard::Refused(ErrorCode::KeyNeeded),
            (false, true) => Unheard::Refused(ErrorCode::Forbidden),
            (false, false) => Unheard::Unknown,
        };
        if !is_known {
            return Ok(answers::unheard(unknown));
        }
        let is_new = self.is_surely_new(room).await?;
        let answer = match route {
            _ if is_new && room.is_of_pair() => answers::unheard(unknown),
            _ if is_new => answers::unheard(Unheard::Refused(ErrorCode::Forbidden)),
            FileRoute::Begin => self.begin_file(request, room, body, most).await?,
            FileRoute::Part { at, .. } => self.take_part(request, room, *at, body).await?,
            FileRoute::State { .. } => self.upload_state(request, room).await?,
            FileRoute::TakeBack { .. } => {
                let asked = asked(request, "DELETE");
                self.runtime.ask_room(room, asked, None).await?
            }
            FileRoute::Read { .. } => self.read_file(request, room).await?,
        };
        match answer.status {
            // Each room that is asked for the first time costs the platform something.
            403 if room.is_of_pair() => {
                self.owe(network, Budget::Reads, limits::NEW_ROOM_PRICE - 1);
            }
            _ => self.owe_for(network, &answer),
        }
        Ok(answer)
    }

    async fn begin_file(
        &self,
        request: &Request,
        room: &RoomName,
        body: R::Incoming,
        most: u64,
    ) -> Result<Answer<R::Outgoing>> {
        match request.length() {
            None => return Ok(length_required()),
            Some(length) if length > limits::FILE_BODY => return Ok(answers::too_large()),
            Some(_) => {}
        }
        let Ok(text) = self.runtime.text(body).await else {
            return Ok(answers::broken_off());
        };
        let mut wanted = new_file(&text);
        let bytes = wanted.as_ref().map_or(0, |wanted| wanted.bytes);
        let reserved =
            match bytes > most {
                true => 0,
                false => bytes.max(self.budgets(|budgets| {
                    budgets.part_of(Budget::Files, limits::FILES_OF_NETWORK_A_DAY)
                })),
            };
        let now = self.runtime.now();
        let taken =
            self.budgets(|budgets| budgets.take_all(request.from, Budget::Files, reserved, now));
        if let (Err(_), Some(wanted)) = (&taken, &mut wanted) {
            // What was begun before is found all the same, and nothing new is reserved: of no bytes there is no file.
            wanted.bytes = 0;
        }
        let mut asked = asked(request, "POST");
        let wanted = wanted.map_or(String::new(), |wanted| encode(&wanted));
        asked.add(NETWORK, &request.from.to_string());
        asked.add(WANTED, &BASE64_URL_SAFE_NO_PAD.encode(wanted));
        let answer = self.runtime.ask_room(room, asked, None).await;
        if let Err(wait) = taken {
            let answer = answer?;
            if answer.status != 413 {
                return Ok(answer);
            }
            let message = "This network has sent enough files for now. Try again later.";
            return Ok(answers::later(message, wait));
        }
        if !answer.as_ref().is_ok_and(|answer| answer.status == 201) {
            let now = self.runtime.now();
            self.budgets(|budgets| {
                budgets.give_back(request.from, Budget::Files, reserved, now);
            });
        }
        answer
    }

    async fn take_part(
        &self,
        request: &Request,
        room: &RoomName,
        at: Option<u64>,
        body: R::Incoming,
    ) -> Result<Answer<R::Outgoing>> {
        let length = match (request.length(), at) {
            (None, _) => return Ok(length_required()),
            (Some(length), _) if length > limits::FILE_PART => return Ok(answers::too_large()),
            (Some(1..), Some(_)) => request.length().unwrap_or_default(),
            _ => {
                let message = "A part has some bytes, and says by at= where they begin.";
                return Ok(answers::error(400, "bad_request", message));
            }
        };
        let mut may = asked(request, "PUT");
        may.add(LENGTH, &length.to_string());
        let answer = self.runtime.ask_room(room, may, None).await?;
        let Some(Upload { id, bytes, next }) = Upload::of(&answer) else {
            return Ok(answer);
        };
        let time = limits::UPLOAD_TIME
            + Duration::from_millis(length * 1_000 / limits::UPLOAD_BYTES_PER_SECOND);
        let Some(_under_way) = UnderWay::part(self, request.from, time) else {
            return Ok(answers::rate_limited(limits::UPLOAD_TIME));
        };
        let part = Part {
            at: next,
            length,
            total: bytes,
            body,
            time,
        };
        let put = self.runtime.put_file(room, &id, part).await;
        let put = match put {
            // That it is overloaded its host can tell better.
            Err(Failed::Fault(what)) => {
                self.runtime.warn(&format!("a part of a file: {what}"));
                return Ok(not_stored());
            }
            put => put?,
        };
        let stored = match put {
            Put::Stored(stored) => stored,
            Put::Short => {
                let message = "Not all of the part came.";
                return Ok(answers::error(400, "bad_request", message));
            }
            Put::Late => {
                let message = "The part did not come in time.";
                return Ok(answers::error(408, "timed_out", message));
            }
        };
        let (is_taken, stored_upto) = (stored.is_taken, stored.next);
        // What the room knew of was stored before it was asked: it would refuse what comes at the new end.
        let was_lost = stored_upto < next;
        let told = self
            .tell_stored(request, room, &id, stored, was_lost)
            .await?;
        match (is_taken, told.status) {
            (_, 404) => {
                // It has ended meanwhile: nobody would look for these bytes again.
                self.runtime.drop_file(room, &id).await?;
                Ok(told)
            }
            // Another part came first.
            (false, 200) => Ok(answers::conflict(stored_upto)),
            _ => Ok(told),
        }
    }

    /// Tells the room what is stored of a file by now, and what it is if that is all.
    async fn tell_stored(
        &self,
        request: &Request,
        room: &RoomName,
        id: &str,
        stored: Stored,
        was_lost: bool,
    ) -> Result<Answer<R::Outgoing>> {
        let mut told = Request::new("PUT", &format!("/room/{}/files/{id}", room.as_str()));
        told.is_secure = request.is_secure;
        let text = match stored.whole {
            None => stored.next.to_string(),
            Some((sha256, head)) => {
                let kind = FileKind::of(&head).as_str();
                format!("{} {sha256} {kind}", stored.next)
            }
        };
        told.add(STORED, &text);
        if was_lost {
            told.add(LOST, "1");
        }
        self.runtime.ask_room(room, told, None).await
    }

    async fn upload_state(
        &self,
        request: &Request,
        room: &RoomName,
    ) -> Result<Answer<R::Outgoing>> {
        let state = asked(request, "GET");
        let answer = self.runtime.ask_room(room, state, None).await?;
        let Some(Upload { id, bytes, next }) = Upload::of(&answer) else {
            return Ok(answer);
        };
        // The room may not have been told of the last part.
        let stored = self.runtime.file_size(room, &id, bytes).await?;
        if stored.next > next {
            self.tell_stored(request, room, &id, stored, false).await?;
            let state = asked(request, "GET");
            let mut answer = self.runtime.ask_room(room, state, None).await?;
            answer.remove(UPLOAD);
            return Ok(answer);
        }
        let mut answer = answer;
        answer.remove(UPLOAD);
        Ok(answer)
    }

    async fn read_file(&self, request: &Request, room: &RoomName) -> Result<Answer<R::Outgoing>> {
        let asked = asked(request, "GET");
        let found = self.runtime.ask_room(room, asked, None).await?;
        let told = found.header(FILE).and_then(|told| {
            let (id, bytes) = told.split_once(' ')?;
            Some((id.to_owned(), bytes.parse::<u64>().ok()?))
        });
        let Some((id, bytes)) = told else {
            return Ok(found);
        };
        let mut headers = found.headers().filter(|(name, _)| KEPT.contains(name));
        let mut as_found = |status, body| {
            let answer = Answer::new(status, body);
            headers.by_ref().fold(answer, |answer, (name, value)| {
                answer.with(name.to_owned(), value)
            })
        };
        let etag = found.header("etag").unwrap_or_default().to_owned();
        if has_already(request.header("if-none-match").unwrap_or_default(), &etag) {
            let mut answer = as_found(304, Body::Empty);
            for name in ["content-type", "content-disposition", "accept-ranges"] {
                answer.remove(name);
            }
            return Ok(answer);
        }
        let is_same = request.header("if-range").is_none_or(|tag| tag == etag);
        let range = request.header("range").filter(|_| is_same);
        let (status, start, length) = match Range::parse(range, bytes) {
            Range::All => (200, 0, bytes),
            Range::Part { start, length } => (206, start, length),
            Range::Nothing => {
                let message = "The file has no such bytes.";
                return Ok(answers::error(416, "range_not_satisfiable", message)
                    .with("content-range", format!("bytes */{bytes}"))
                    .with("accept-ranges", "bytes"));
            }
        };
        if request.method == "HEAD" {
            return Ok(as_found(200, Body::Empty).with("content-length", bytes.to_string()));
        }
        let Some(file) = self.runtime.get_file(room, &id, start, length).await? else {
            return Ok(answers::not_found());
        };
        let mut answer = as_found(status, Body::Outgoing(file));
        if status == 206 {
            let last = start + length - 1;
            answer.append("content-range", format!("bytes {start}-{last}/{bytes}"));
        }
        let price = 1 + length / limits::FILE_READ_BYTES;
        Ok(answer.with(answers::PRICE, price.to_string()))
    }
}

/// What of a room's answer goes on to who reads a file.
const KEPT: &[&str] = &[
    "content-type",
    "content-disposition",
    "content-security-policy",
    "cache-control",
    "etag",
    "accept-ranges",
];

/// An upload of which a room has said that it may go on.
struct Upload {
    id: String,
    bytes: u64,
    next: u64,
}

impl Upload {
    fn of<O>(answer: &Answer<O>) -> Option<Upload> {
        let mut words = answer.header(UPLOAD)?.split(' ');
        Some(Upload {
            id: words.next()?.to_owned(),
            bytes: words.next()?.parse().ok()?,
            next: words.next()?.parse().ok()?,
        })
    }
}

/// What a room is asked about its files, by whoever that is.
fn asked(request: &Request, method: &str) -> Request {
    let mut asked = request.to_object(method);
    asked.pass(request, &["authorization"]);
    asked
}

fn length_required<O>() -> Answer<O> {
    let message = "The length has to be told by Content-Length.";
    answers::error(411, "length_required", message)
}
