//! One room's object: what reaches a room comes through here as an [`Input`], and requests of the server are
//! answered.
//!
//! The object may be dropped whenever nothing happens, or put to sleep, so the room is restored lazily and
//! everything that has to last is in SQL or on the sockets. Nothing here awaits, so nothing else comes
//! between a step and its last effect.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::answers;
use super::message::{Answer, Body, Request};
use crate::auth::Action;
use crate::http::admin::AdminRequest;
use crate::http::route::{FileRoute, PageQuery, Route, has_already};
use crate::limits::{self, Limits};
use crate::log::{DoomedRow, LogError, Sql};
use crate::model::{AccountTag, File, FileKind, MemberId, RoomName, Seq, SessionId};
use crate::room::{
    Act, Input, Outcome, Piece, Room, SearchQuery, Unfiled, Unheard, Unimported, UploadState, Whole,
};
use crate::shell::{self, Platform};
use crate::time::Timestamp;
use crate::wire::{CloseCode, escaped, messages_body, new_file, result, search_body};

// What a server tells an object by headers, and hears of it. No client can set them: what reaches an object
// of a client's request is made in the server.

/// Tells a room from which network a socket comes.
pub const NETWORK: &str = "x-alcove-network";
/// Tells a room whose account a socket is, by the tag under which it knows that, and when the account said so.
pub const ACCOUNT: &str = "x-alcove-account";
/// Tells a room whose page has opened a socket, if not one of ours.
pub const ORIGIN: &str = "x-alcove-origin";
/// Tells a room at which of our addresses a socket was opened, where there are push services.
pub const SITE: &str = "x-alcove-site";
/// Tells a room that this socket may be the first that was ever there.
pub const MAY_BEGIN: &str = "x-alcove-may-begin";
/// A room's answer to a socket that would be the first, and may not.
pub const NOT_BEGUN: u16 = 404;

/// A room's answer to what only owners may ask for, where there are none.
pub const NOT_OWNED: u16 = 404;
/// Tells a room how long the file is that somebody sends, if that was told.
pub const LENGTH: &str = "x-alcove-length";
/// Says once more which room it is that is to go.
pub const CONFIRM_ROOM: &str = "x-confirm-room";

/// Tells a room what somebody wants to send, as JSON in base64url; empty, if that makes no sense.
pub const WANTED: &str = "x-alcove-wanted";
/// Tells a room what is stored of a file by now, and what it is if that is all.
pub const STORED: &str = "x-alcove-stored";
/// Tells a room beside it that the store had more of it, and has lost that.
pub const LOST: &str = "x-alcove-lost";
/// Asks a room whether it still has anything to do with a file: the file's own object does.
pub const KEEPS: &str = "x-alcove-keeps";
/// A room's answer of an upload that may go on: its id, its bytes, how many have come.
pub const UPLOAD: &str = "x-alcove-upload";
/// A room's answer of a file that may be read: its id, its bytes.
pub const FILE: &str = "x-alcove-file";

/// Tells a room's object what the operator wants.
pub const ACT: &str = "x-alcove-act";
/// Tells an object to which room a letter of another object is.
pub const LETTER: &str = "x-alcove-letter";

/// What the object of a room needs of its platform, beside what the room does.
pub trait RoomPlatform: Platform {
    type Sql: Sql;
    /// What only the platform can put into an answer.
    type Outgoing;

    fn sql(&self) -> Self::Sql;
    /// The room's name, if the platform knows it.
    fn name(&self) -> Option<RoomName>;
    /// Forgets which socket each session has: the room is about to be restored from what it left on them.
    fn forget_sessions(&mut self);
    /// A new socket, the session that it is known by from now on, and what to answer with. None if there
    /// can be no more.
    fn accept(&mut self) -> Option<(SessionId, Self::Outgoing)>;
    /// Forgets the socket of a session, which its client has closed. One that is closing must not come back
    /// to life with the next wake.
    fn remove(&mut self, session: SessionId);
    /// What [`Platform::answer`] was given since this was last asked.
    fn take_outcome(&mut self) -> Option<Outcome>;
    /// Closes all sockets, also those of a room that sleeps, whatever it has left on them.
    fn close_all(&mut self, code: CloseCode);
    /// No timer is set any more: it has rung.
    fn timer_is_over(&mut self);
    /// No alarm is set any more: it has rung, or went with everything else.
    fn alarm_is_over(&mut self);
}

/// One room, and what it runs on.
pub struct RoomObject<P: RoomPlatform> {
    pub platform: P,
    limits: Limits,
    /// Whether the operator lets nobody in.
    maintenance: bool,
    /// Whether a file is on its way here: one at a time is as much as memory is sure to hold.
    is_importing: bool,
    /// None while it sleeps.
    room: Option<Room<P::Sql>>,
}

/// The answer to a request of the server.
type Answered<P> = Answer<<P as RoomPlatform>::Outgoing>;
/// What was to find out, or what to answer instead.
type Decided<T, P> = Result<T, Answered<P>>;

impl<P: RoomPlatform> RoomObject<P> {
    /// One that sleeps.
    pub fn new(platform: P, limits: Limits, maintenance: bool) -> RoomObject<P> {
        RoomObject {
            platform,
            limits,
            maintenance,
            is_importing: false,
            room: None,
        }
    }

    /// The answer to a request; or what comes `next` of one in pieces, each of which says so by
    /// [`super::NEXT`]. None if the body is to be read first, for [`RoomObject::take_body`].
    pub fn answer(&mut self, request: &Request, next: Option<&str>) -> Option<Answered<P>> {
        if request.header(LETTER).is_some() {
            return None;
        }
        Some(match request.route() {
            Route::Socket(room) => self.accept(request, &room),
            Route::Messages(room, page) => self.messages(request, &room, page),
            Route::Search(room, search) => self.search(request, &room, &search),
            Route::Wipe(room) => self.wipe(request, &room),
            Route::Export(room, after) => self.export(request, &room, after, next),
            Route::Sealed(room, _) => self.unseal(request, &room),
            Route::Files(room, route) => self.files(request, &room, route),
            Route::Import(room) => match self.may_import(request, &room) {
                Ok(()) => return None,
                Err(refused) => refused,
            },
            Route::Admin => match request.header(ACT) {
                Some(text) => self.operate(AdminRequest::from_text(text)),
                None => answers::not_found(),
            },
            _ => answers::not_found(),
        })
    }

    /// The answer to a request whose body was to be read: with that, or none if not all of it came. Has to
    /// be called in either case.
    pub fn take_body(&mut self, request: &Request, body: Option<Vec<u8>>) -> Answered<P> {
        match request.header(LETTER) {
            Some(name) => self.letter(name, body),
            None => self.import(request, &body.unwrap_or_default()),
        }
    }

    /// Lets an input of a socket happen, if the room knows the socket: `of` finds its session, once the room
    /// is awake. Where that fails the socket is to be closed with [`CloseCode::ServerFault`]: its client
    /// comes back, and with it another try.
    pub fn on_socket(
        &mut self,
        of: impl FnOnce(&P) -> Option<SessionId>,
        input: impl FnOnce(SessionId) -> Input,
    ) -> Result<(), LogError> {
        if self.sends_away() {
            return Ok(());
        }
        let (room, platform) = self.awake(None)?;
        if let Some(session) = of(platform) {
            let input = input(session);
            if let Input::Closed { session } = input {
                platform.remove(session);
            }
            shell::step(room, platform, input);
        }
        Ok(())
    }

    /// Lets happen what is of no socket: how something ended that the room has asked of its platform.
    pub fn step(&mut self, input: Input) {
        let _ = self.try_step(input);
    }

    /// The timer that the room has set.
    pub fn timer(&mut self) {
        self.platform.timer_is_over();
        self.step(Input::Wake);
    }

    /// The alarm that the room has set. There is no other: one that finds nobody to hear it rings again.
    pub fn alarm(&mut self) {
        self.platform.alarm_is_over();
        let is_away = self.sends_away();
        if is_away || self.try_step(Input::Wake).is_err() {
            let again = self.platform.now() + limits::ALARM_PAUSE;
            self.platform.alarm(again);
        }
    }

    /// Writes and tells what has gathered, as the server is about to end. A room that sleeps has gathered nothing.
    pub fn finish(&mut self) {
        if let Some(room) = &mut self.room {
            let effects = room.finish(self.platform.now());
            shell::follow(room, &mut self.platform, effects);
        }
    }

    pub fn is_asleep(&self) -> bool {
        self.room.is_none()
    }

    /// All whose bytes are still to be removed, of a room that is awake.
    pub fn left_files(&self) -> Vec<DoomedRow> {
        let left = self.room.as_ref().map(|room| room.left_files());
        left.unwrap_or_default()
    }

    /// Lets the room fall asleep, which has to have no timer then: it is restored by whatever happens next.
    pub fn sleep(&mut self) {
        self.room = None;
    }

    /// Another room's object, or an account's, has written to the room of this name.
    fn letter(&mut self, name: &str, body: Option<Vec<u8>>) -> Answered<P> {
        let body = body.and_then(|body| String::from_utf8(body).ok());
        let (Ok(name), Some(body), false) = (RoomName::parse(name), body, self.maintenance) else {
            return not_stored();
        };
        let Ok((room, platform)) = self.awake(Some(&name)) else {
            return unreadable();
        };
        let outcome = outcome(room, platform, Input::Letter { body });
        Answer::new(200, Body::Bytes(outcome.as_str().into()))
    }

    /// Does what the operator wants, and tells the state that the room is in then.
    fn operate(&mut self, wanted: Option<AdminRequest>) -> Answered<P> {
        let Some(AdminRequest { room: name, act }) = wanted else {
            return answers::not_found();
        };
        self.sends_away();
        let Ok((room, platform)) = self.awake(Some(&name)) else {
            return unreadable();
        };
        match act.map_or(Outcome::Done, |act| done(room, platform, act)) {
            Outcome::Done => answers::json(200, room.state()),
            Outcome::NotFound => {
                let message = "No such room, message or member.";
                answers::error(404, "not_found", message)
            }
            Outcome::KeyInvalid => {
                let message = "The room knows this key already, as another one.";
                answers::error(409, "key_invalid", message)
            }
            Outcome::Failed => not_stored(),
        }
    }

    /// Ends the room, for its owner.
    fn wipe(&mut self, request: &Request, name: &RoomName) -> Answered<P> {
        let Ok((room, platform)) = self.awake(Some(name)) else {
            return unreadable();
        };
        if let Err(refused) = owner(room, platform, request, Action::Wipe) {
            return refused;
        }
        let confirmed = request.header(CONFIRM_ROOM).unwrap_or_default();
        if RoomName::parse(confirmed).as_ref() != Ok(name) {
            let message = "X-Confirm-Room has to repeat the name of the room.";
            return answers::error(400, "bad_request", message);
        }
        match done(room, platform, Act::Delete) {
            Outcome::Done => Answer::empty(204),
            _ => not_stored(),
        }
    }

    /// A piece of a room as a file, for its owner: the first, or the one that comes next, from where and
    /// up to where the first has told.
    fn export(
        &mut self,
        request: &Request,
        name: &RoomName,
        after: Seq,
        next: Option<&str>,
    ) -> Answered<P> {
        let Ok((room, platform)) = self.awake(Some(name)) else {
            return unreadable();
        };
        if let Err(refused) = owner(room, platform, request, Action::Export) {
            return refused;
        }
        let piece = match next {
            None => Some(room.export(after)),
            Some(next) => Piece::parse(next, room.log().epoch()),
        };
        let lines = piece.map(|mut piece| (room.export_lines(&mut piece), piece));
        let Some((Ok(lines), piece)) = lines else {
            return unreadable();
        };
        let price = room.bytes_after(after).div_ceil(limits::NETWORK_READ_BYTES);
        answers::lines(name.as_str(), lines, price, piece.next(room.log().epoch()))
    }

    /// Whether a file is to be read, or what to answer.
    fn may_import(&mut self, request: &Request, name: &RoomName) -> Decided<(), P> {
        let Ok((room, platform)) = self.awake(Some(name)) else {
            return Err(unreadable());
        };
        owner(room, platform, request, Action::Import)?;
        room.may_import(platform.now()).map_err(unimported)?;
        let length = request.header(LENGTH);
        let Some(length) = length.and_then(|length| length.parse::<u64>().ok()) else {
            let message = "The length of the file has to be told by Content-Length.";
            return Err(answers::error(411, "length_required", message));
        };
        if length > limits::IMPORT_BYTES {
            return Err(unimported(Unimported::TooLarge));
        }
        match std::mem::replace(&mut self.is_importing, true) {
            true => Err(unimported(Unimported::NotEmpty)),
            false => Ok(()),
        }
    }

    /// Fills the room with a file, for its owner.
    fn import(&mut self, request: &Request, file: &[u8]) -> Answered<P> {
        self.is_importing = false;
        let Route::Import(name) = request.route() else {
            return answers::not_found();
        };
        let Ok((room, platform)) = self.awake(Some(&name)) else {
            return unreadable();
        };
        // Much may have happened since it was judged whether to read it.
        let by = match owner(room, platform, request, Action::Import) {
            Ok(by) => by,
            Err(refused) => return refused,
        };
        let (imported, effects) = room.import(platform.now(), by, file);
        shell::follow(room, platform, effects);
        let answer = match imported {
            Ok(seq) => answers::json(200, format!(r#"{{"seq":{seq}}}"#)),
            Err(why) => unimported(why),
        };
        let price = (file.len() as u64).div_ceil(limits::NETWORK_READ_BYTES);
        answer.with(answers::PRICE, price.to_string())
    }

    /// Opens a session on a new socket.
    fn accept(&mut self, request: &Request, name: &RoomName) -> Answered<P> {
        let Ok((room, platform)) = self.awake(Some(name)) else {
            return unreadable();
        };
        if !room.log().has_begun() && request.header(MAY_BEGIN).is_none() {
            return answers::not_found();
        }
        let Some((session, socket)) = platform.accept() else {
            return answers::error(503, "room_full", "The room is full.");
        };
        let [a, b, c, d, e, f, g, h, ..] = platform.random();
        let account = request.header(ACCOUNT).and_then(|told| {
            let (tag, at) = told.split_once(' ')?;
            let at = Timestamp::from_millis(at.parse().ok()?);
            Some((AccountTag::parse(tag)?, at))
        });
        let told = |name| request.header(name).map(str::to_owned);
        let opened = Input::Opened {
            session,
            fresh: MemberId::from_random([a, b, c, d, e, f, g, h]),
            network: told(NETWORK),
            account,
            origin: told(ORIGIN),
            site: told(SITE),
        };
        shell::step(room, platform, opened);
        Answer::new(101, Body::Outgoing(socket))
    }

    /// A page of messages for readers without a socket.
    fn messages(&mut self, request: &Request, name: &RoomName, page: PageQuery) -> Answered<P> {
        let created_only = self.limits.created_only;
        let Ok((room, platform)) = self.awake(Some(name)) else {
            return unreadable();
        };
        if !room.log().has_begun() && created_only && !name.is_of_pair() {
            return answers::not_created();
        }
        let asker = match room.asker(platform.now(), request.token(), Action::Read) {
            Ok(asker) => asker,
            Err(why) => return answers::unheard(why),
        };
        let etag = room.page_tag(&asker);
        let known = request.header("if-none-match").unwrap_or_default();
        if has_already(known, &etag) {
            return answers::not_modified(&etag);
        }
        let page = match room.page_for(&asker, page.from, page.limit) {
            Ok(page) => page,
            Err(error) => {
                platform.report(error.to_string());
                return unreadable();
            }
        };
        let log = room.log();
        while let Some(spot) = log.next_damage() {
            platform.report(spot.to_string());
        }
        let body = messages_body(
            log.room().as_str(),
            log.epoch(),
            log.head(),
            log.trimmed_to(),
            &page.events,
            page.more,
        );
        let price = match log.has_begun() {
            true => (body.len() as u64).div_ceil(limits::NETWORK_READ_BYTES),
            false => limits::NEW_ROOM_PRICE,
        };
        answers::kept_json(body, &etag, price)
    }

    /// What readers without a socket find among the messages.
    fn search(&mut self, request: &Request, name: &RoomName, search: &SearchQuery) -> Answered<P> {
        let created_only = self.limits.created_only;
        let Ok((room, platform)) = self.awake(Some(name)) else {
            return unreadable();
        };
        if !room.log().has_begun() && created_only && !name.is_of_pair() {
            return answers::not_created();
        }
        let now = platform.now();
        let asker = match room.asker(now, request.token(), Action::Read) {
            Ok(asker) => asker,
            Err(why) => return answers::unheard(why),
        };
        let (found, effects) = room.search(now, &asker, search);
        shell::follow(room, platform, effects);
        let found = match found {
            Ok(found) => found,
            Err(error) => {
                platform.report(error.to_string());
                return unreadable();
            }
        };
        let next = found.more.then_some(found.next);
        let next = next.map(|next| next.or(found.messages.last().map(|(last, _)| last.seq)));
        let results = found.messages.into_iter();
        let results: Vec<String> = results
            .map(|(message, marks)| result(message, &marks))
            .collect();
        let log = room.log();
        let body = search_body(
            log.room().as_str(),
            log.epoch(),
            log.head(),
            room.is_searchable(),
            &results,
            next,
        );
        let price = match log.has_begun() {
            true => {
                let looks = found.looked_at / limits::SEARCH_LOOKS_PER_READ;
                let bytes = body.len() as u64 / limits::NETWORK_READ_BYTES;
                limits::SEARCH_PRICE + looks as u64 + bytes
            }
            false => limits::NEW_ROOM_PRICE,
        };
        answers::json(200, body).with(answers::PRICE, price.to_string())
    }

    /// What is asked about files: their bytes come and go elsewhere.
    fn files(&mut self, request: &Request, name: &RoomName, route: FileRoute) -> Answered<P> {
        let Ok((room, platform)) = self.awake(Some(name)) else {
            return unreadable();
        };
        let (now, token) = (platform.now(), request.token());
        let has_begun = room.log().has_begun();
        let answer = match route {
            FileRoute::Begin => {
                let wanted = request.header(WANTED).and_then(|text| {
                    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
                    new_file(std::str::from_utf8(&bytes).ok()?)
                });
                let network = request.header(NETWORK);
                let mut random = [0; 16];
                random.copy_from_slice(&platform.random()[..16]);
                let (begun, effects) = room.begin_file(now, token, network, wanted, random);
                shell::follow(room, platform, effects);
                begun.map(
                    |UploadState {
                         id, next, is_new, ..
                     }| {
                        let part = limits::FILE_PART;
                        let body = format!(r#"{{"id":"{id}","next":{next},"part":{part}}}"#);
                        answers::json(if is_new { 201 } else { 200 }, body)
                    },
                )
            }
            FileRoute::Part { id, .. } if request.header(STORED).is_some() => {
                let stored = stored(request.header(STORED).unwrap_or_default());
                let stored = stored.zip(id).ok_or(Unfiled::NotFound);
                let was_lost = request.header(LOST).is_some();
                let stored = stored.and_then(|((next, whole), id)| {
                    room.part_is_stored(now, id, next, whole, was_lost)
                });
                stored.map(|state| answers::json(200, format!(r#"{{"next":{}}}"#, state.next)))
            }
            FileRoute::Part { id, at } => {
                let length = request.header(LENGTH).and_then(|text| text.parse().ok());
                let (at, length) = (at.unwrap_or_default(), length.unwrap_or_default());
                let may = room.may_send_part(now, token, id, at, length);
                may.map(|state| upload(Answer::empty(200), &state))
            }
            FileRoute::State { id } if request.header(KEEPS).is_some() => {
                let keeps = id.map(|id| room.log().keeps_file(id));
                match keeps.ok_or(Unfiled::NotFound) {
                    Ok(Ok(true)) => Ok(Answer::empty(204)),
                    Ok(Err(_)) => Err(Unfiled::Failed),
                    Ok(Ok(false)) | Err(_) => return answers::not_found(),
                }
            }
            FileRoute::State { id } => {
                let state = room.upload_state(now, token, id);
                state.map(|state| {
                    let UploadState {
                        id,
                        bytes,
                        next,
                        is_claimed,
                        ..
                    } = state;
                    let answer = answers::json(
                        200,
                        format!(
                            r#"{{"id":"{id}","bytes":{bytes},"next":{next},"claimed":{is_claimed}}}"#
                        ),
                    );
                    match next < bytes {
                        true => upload(answer, &state),
                        false => answer,
                    }
                })
            }
            FileRoute::TakeBack { id } => {
                let (taken, effects) = room.take_file_back(now, token, id);
                shell::follow(room, platform, effects);
                taken.map(|()| Answer::empty(204))
            }
            FileRoute::Read { id, ticket } => {
                let read = room.file_to_read(now, ticket.as_deref(), token, id);
                read.map(|(file, sha256)| file_headers(&file, &sha256))
            }
        };
        match answer {
            Ok(answer) => answer,
            // Each room that is asked for the first time costs the platform something.
            Err(why) if !has_begun => {
                unfiled(why).with(answers::PRICE, limits::NEW_ROOM_PRICE.to_string())
            }
            Err(why) => unfiled(why),
        }
    }

    /// Whether who asks has a seat in a pair's room, for what is below it and not there.
    fn unseal(&mut self, request: &Request, name: &RoomName) -> Answered<P> {
        let Ok((room, platform)) = self.awake(Some(name)) else {
            return unreadable();
        };
        match room.asker(platform.now(), request.token(), Action::Read) {
            Ok(_) => Answer::empty(204),
            Err(why) => answers::unheard(why),
        }
    }

    /// Where nobody is let in, closes all sockets without waking the room, and is true.
    fn sends_away(&mut self) -> bool {
        if self.maintenance {
            self.platform.close_all(CloseCode::TryAgainLater);
        }
        self.maintenance
    }

    /// Steps the room by itself. One that cannot be woken has told why; one that was never used has
    /// nothing to do.
    fn try_step(&mut self, input: Input) -> Result<(), LogError> {
        match self.awake(None) {
            Ok((room, platform)) => shell::step(room, platform, input),
            Err(LogError::Unnamed) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// The room, restored if it was asleep.
    fn awake(&mut self, named: Option<&RoomName>) -> Result<(&mut Room<P::Sql>, &mut P), LogError> {
        let platform = &mut self.platform;
        let room = match &mut self.room {
            Some(room) => room,
            asleep => asleep.insert(wake(platform, named, &self.limits)?),
        };
        // Nobody asks a room anything whose time is over, however late its alarm comes.
        if room.is_over(platform.now()) {
            platform.alarm_is_over();
            shell::step(room, platform, Input::Wake);
        }
        Ok((room, platform))
    }
}

/// Restores the room. One that has not begun is told its name by whoever asks, or by the platform. Why it
/// cannot be restored is told to the operator.
#[cold]
fn wake<P: RoomPlatform>(
    platform: &mut P,
    named: Option<&RoomName>,
    limits: &Limits,
) -> Result<Room<P::Sql>, LogError> {
    let named = named.cloned().or_else(|| platform.name());
    platform.forget_sessions();
    let woken = shell::wake(platform.sql(), named.as_ref(), limits.clone(), platform);
    let (mut room, effects) = woken.inspect_err(|error| {
        // An alarm of a room that was never used has nothing to do.
        if *error != LogError::Unnamed {
            platform.report(error.to_string());
        }
    })?;
    shell::follow(&mut room, platform, effects);
    Ok(room)
}

/// Who asks for what only owners may.
fn owner<P: RoomPlatform>(
    room: &mut Room<P::Sql>,
    platform: &P,
    request: &Request,
    action: Action,
) -> Decided<MemberId, P> {
    if room.log().owned().is_none() {
        let message = "This room has no owner.";
        return Err(answers::error(NOT_OWNED, "not_found", message));
    }
    let asker = room.asker(platform.now(), request.token(), action);
    let known = asker.and_then(|asker| asker.known.ok_or(Unheard::Unknown));
    known.map(|known| known.member).map_err(answers::unheard)
}

fn unimported<O>(why: Unimported) -> Answer<O> {
    match why {
        Unimported::NotEmpty => {
            let message = "A file can only come into a room in which nothing was said yet.";
            answers::error(409, "not_empty", message)
        }
        Unimported::BadLine(line) => answers::bad_line(line),
        Unimported::TooLarge => {
            answers::error(413, "too_large", "This is more than a room may be given.")
        }
        Unimported::Later(wait) => {
            let message = "This room has written enough for now. Try again later.";
            answers::later(message, wait)
        }
        Unimported::Failed => not_stored(),
    }
}

fn unfiled<O>(why: Unfiled) -> Answer<O> {
    match why {
        Unfiled::Unheard(why) => answers::unheard(why),
        Unfiled::Bad => {
            let message =
                "cid, name and bytes have to say what is sent, as docs/protocol.md has it.";
            answers::error(400, "bad_request", message)
        }
        Unfiled::NotFound => answers::not_found(),
        Unfiled::TooLarge => answers::too_large(),
        Unfiled::Conflict(next) => answers::conflict(next),
        Unfiled::Later(wait) => {
            let message = "Enough files were sent for now. Try again later.";
            answers::later(message, wait)
        }
        Unfiled::Failed => not_stored(),
    }
}

/// The same answer, by which the server knows the upload.
fn upload<O>(answer: Answer<O>, state: &UploadState) -> Answer<O> {
    let UploadState {
        id, bytes, next, ..
    } = state;
    answer.with(UPLOAD, format!("{id} {bytes} {next}"))
}

/// What the server tells of what is stored.
fn stored(text: &str) -> Option<(u64, Option<Whole>)> {
    let mut words = text.split(' ');
    let next = words.next()?.parse().ok()?;
    let whole = match (words.next(), words.next()) {
        (Some(sha256), Some(kind)) => Some(Whole {
            sha256: sha256.to_owned(),
            kind: FileKind::parse(kind)?,
        }),
        _ => None,
    };
    Some((next, whole))
}

/// A file that may be read: all that goes with its bytes.
fn file_headers<O>(file: &File, sha256: &str) -> Answer<O> {
    let how = match file.kind.is_picture() {
        true => "inline",
        false => "attachment",
    };
    let plain: String = file
        .name
        .chars()
        .map(|c| match c {
            ' '..='~' if !matches!(c, '"' | '\\' | '%') => c,
            _ => '_',
        })
        .collect();
    let encoded = escaped(&file.name);
    Answer::empty(200)
        .with("content-type", file.kind.as_str())
        .with(
            "content-disposition",
            format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{encoded}"),
        )
        .with("content-security-policy", answers::FILE_POLICY)
        .with("cache-control", "private, max-age=86400, immutable")
        .with("etag", format!("\"{sha256}\""))
        .with("accept-ranges", "bytes")
        .with(FILE, format!("{} {}", file.id, file.bytes))
}

/// Does something to a room that somebody by a request may.
fn done<P: RoomPlatform>(room: &mut Room<P::Sql>, platform: &mut P, act: Act) -> Outcome {
    let random = platform.random();
    if act == Act::Delete {
        // It goes with everything else. What the room sets then is another.
        platform.alarm_is_over();
    }
    outcome(room, platform, Input::Operator { act, random })
}

/// Lets something happen to a room that it answers.
fn outcome<P: RoomPlatform>(room: &mut Room<P::Sql>, platform: &mut P, input: Input) -> Outcome {
    platform.take_outcome();
    shell::step(room, platform, input);
    platform.take_outcome().unwrap_or(Outcome::Failed)
}

pub(super) fn not_stored<O>() -> Answer<O> {
    let message = "This could not be stored. Try again.";
    answers::error(503, "storage_failed", message)
}

fn unreadable<O>() -> Answer<O> {
    answers::unheard(Unheard::Failed)
}
