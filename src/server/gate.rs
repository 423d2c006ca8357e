//! The gate in front of the rooms: which network a request comes from, and whether that network
//! is within its budgets.
//!
//! Budgets are kept only in memory. Addresses go no further than this, except for the header
//! that tells a room's object where a socket comes from; no client can set that one, because
//! rooms only receive requests that are made here.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use super::accounts::Entrance;
use super::answers::{self, PRICE};
use super::message::{Answer, Request};
use super::room_object::{
    ACCOUNT, CONFIRM_ROOM, LENGTH, MAY_BEGIN, NETWORK, NOT_BEGUN, NOT_OWNED, ORIGIN, SITE,
};
use super::settings::created_only;
use super::{Memory, Result, Runtime, Server, Upload};
use crate::http::network::{Budget, Budgets, Network, NetworkLimits, SharedBudgets, Uploads};
use crate::http::origins::{Caller, is_same_host, told_origin};
use crate::limits;
use crate::model::{RoomName, Seq};
use crate::room::Unheard;
use crate::time::{Duration, Timestamp};
use crate::wire::{ErrorCode, messages_body, search_body};

/// The name of a pair's room that no two people get, and that nothing ever begins in.
const NOBODYS_PAIR: &str = "~aaaaaaaaaaaaaaaaaaaaaaaaaa";
/// Rooms that are remembered to be there.
const KNOWN_ROOMS: usize = 10_000;

pub(super) struct Gate {
    /// Whether networks may begin as many rooms as they like.
    is_unbounded: bool,
    /// Shared with the rooms.
    budgets: SharedBudgets,
    /// Shared with who sends them.
    uploads: Rc<RefCell<Uploads>>,
    /// Parts of files, likewise.
    parts: Rc<RefCell<Uploads>>,
    /// The header in which a proxy tells the address, where it is trusted to.
    trusted_header: Option<String>,
    /// Whether a room begins only with an owner.
    created_only: bool,
    /// Rooms that are there.
    known: BTreeSet<String>,
}

impl Gate {
    pub fn new(runtime: &impl Runtime) -> Gate {
        let limits = NetworkLimits::from_vars(|name| runtime.var(name));
        let budgets = SharedBudgets::new(Budgets::new(&limits, runtime.random()));
        let uploads = Uploads::new(limits::UPLOADS_OF_NETWORK, limits::UPLOADS);
        let parts = Uploads::new(limits::PARTS_OF_NETWORK, limits::PARTS);
        let [uploads, parts] = [uploads, parts].map(|of| Rc::new(RefCell::new(of)));
        Gate::with(runtime, &limits, budgets, [uploads, parts])
    }

    /// One by the settings of now, before which nothing is forgotten of who came.
    fn renewed(&self, runtime: &impl Runtime) -> Gate {
        let limits = NetworkLimits::from_vars(|name| runtime.var(name));
        self.budgets.lock().renew(&limits);
        let under_way = [&self.uploads, &self.parts].map(Rc::clone);
        Gate::with(runtime, &limits, self.budgets.clone(), under_way)
    }

    fn with(
        runtime: &impl Runtime,
        limits: &NetworkLimits,
        budgets: SharedBudgets,
        [uploads, parts]: [Rc<RefCell<Uploads>>; 2],
    ) -> Gate {
        let header = runtime.var("TRUSTED_PROXY_HEADER").unwrap_or_default();
        let header = header.trim().to_ascii_lowercase();
        Gate {
            is_unbounded: limits.rooms == 0,
            budgets,
            uploads,
            parts,
            trusted_header: Some(header).filter(|name| !name.is_empty()),
            created_only: created_only(runtime),
            known: BTreeSet::new(),
        }
    }
}

impl Memory {
    /// What a server remembers that goes on by other settings. What networks have used up they have used up.
    pub fn renewed(&self, runtime: &impl Runtime) -> Memory {
        Memory::with(self.gate.borrow().renewed(runtime))
    }

    /// What all rooms take the rooms of their pairs out of.
    pub fn budgets(&self) -> SharedBudgets {
        self.gate.borrow().budgets.clone()
    }
}

impl<R: Runtime> Server<R> {
    /// From which network a request comes. Unless the operator says which, no header is believed.
    pub(super) fn network(&self, request: &Request) -> Network {
        match &self.memory.gate.borrow().trusted_header {
            Some(name) => Network::of_proxy(request.header(name).unwrap_or_default()),
            None => request.from,
        }
    }

    /// Takes one out of a network's budget, or says in how many milliseconds there will be one.
    pub(super) fn take(
        &self,
        network: Network,
        budget: Budget,
    ) -> std::result::Result<(), Duration> {
        self.budgets(|budgets| budgets.take(network, budget, self.runtime.now()))
    }

    /// Whether there is something left of a network's budget.
    pub(super) fn check(
        &self,
        network: Network,
        budget: Budget,
    ) -> std::result::Result<(), Duration> {
        self.budgets(|budgets| budgets.check(network, budget, self.runtime.now()))
    }

    /// Takes so many out of a network's budget, whether they are there or not.
    pub(super) fn owe(&self, network: Network, budget: Budget, count: u64) {
        self.budgets(|budgets| budgets.owe(network, budget, count, self.runtime.now()));
    }

    /// Has a network pay for an answer, of which one read is paid already.
    pub(super) fn owe_for(&self, network: Network, answer: &Answer<R::Outgoing>) {
        self.owe(network, Budget::Reads, price(answer) - 1);
    }

    pub(super) fn budgets<T>(&self, work: impl FnOnce(&mut Budgets) -> T) -> T {
        work(&mut self.memory.gate.borrow().budgets.lock())
    }

    /// A socket into a room.
    pub(super) async fn join(
        &self,
        request: &Request,
        room: &RoomName,
    ) -> Result<Answer<R::Outgoing>> {
        let network = request.from;
        if let Err(wait) = self.take(network, Budget::Joins) {
            return Ok(answers::rate_limited(wait));
        }
        // The two of a pair are known by their tokens alone.
        let enters = Some(room).filter(|room| !room.is_of_pair());
        let account = match self.enter(request, enters).await? {
            Entrance::Account(told) => Some(told),
            Entrance::Guest => None,
            Entrance::Closed(refusal) => return Ok(refusal),
        };
        if room.is_of_pair() {
            return self.join_pair(request, room).await;
        }
        let mut asked = self.socket(request, &network.to_string());
        if let Some(account) = account {
            asked.add(ACCOUNT, &account);
        }
        let has_limit = self.runtime.has_limit();
        let is_unbounded = !has_limit && self.memory.gate.borrow().is_unbounded;
        if is_unbounded || !self.is_surely_new(room).await? {
            let mut asked = asked.clone();
            if is_unbounded {
                asked.add(MAY_BEGIN, "1");
            }
            let answer = self.runtime.ask_room(room, asked, None).await?;
            if answer.status != NOT_BEGUN {
                return Ok(answer);
            }
        }
        let mut begun = self.take(network, Budget::Rooms);
        if begun.is_ok() && has_limit && !self.runtime.admits(&network.to_string()).await? {
            begun = Err(limits::PLATFORM_LIMIT_SPAN);
        }
        match begun {
            Ok(()) => {
                asked.add(MAY_BEGIN, "1");
                self.runtime.ask_room(room, asked, None).await
            }
            Err(wait) => {
                // Each room that is asked for the first time costs the platform something.
                self.owe(network, Budget::Joins, limits::NEW_ROOM_PRICE - 1);
                Ok(answers::rate_limited(wait))
            }
        }
    }

    /// A socket into a pair's room. To one that is not there it costs the same, says the same, and begins
    /// nothing: all such sockets meet in one room that nobody has a seat in.
    async fn join_pair(&self, request: &Request, room: &RoomName) -> Result<Answer<R::Outgoing>> {
        let from = request.from.to_string();
        if !self.is_surely_new(room).await? {
            let asked = self.socket(request, &from);
            let answer = self.runtime.ask_room(room, asked, None).await?;
            if answer.status != NOT_BEGUN {
                return Ok(answer);
            }
        }
        let Ok(nobodys) = RoomName::parse(NOBODYS_PAIR) else {
            return Ok(answers::not_found());
        };
        // Counted by name there: a room of its own would not hear of sockets to others.
        let from = format!("{from} {}", room.as_str());
        let mut asked = self.socket(request, &from);
        asked.add(MAY_BEGIN, "1");
        self.runtime.ask_room(&nobodys, asked, None).await
    }

    /// What a room is asked for a socket.
    fn socket(&self, request: &Request, network: &str) -> Request {
        let mut asked = request.to_object("GET");
        asked.add("upgrade", "websocket");
        asked.add(NETWORK, network);
        let caller = Caller {
            host: request.host(),
            origin: request.header("origin"),
            ..Caller::default()
        };
        if let Some(origin) = told_origin(&caller, self.host_keys()) {
            asked.add(ORIGIN, origin);
        }
        if self.var("VAPID_KEY").is_some() || self.has_files() {
            asked.add(SITE, &site(request));
        }
        asked
    }

    /// Whether rooms may have files at all.
    fn has_files(&self) -> bool {
        let most = self.var("MAX_FILE_BYTES");
        most.is_none_or(|most| !most.trim().trim_start_matches('0').is_empty())
    }

    /// What somebody asks of a pair's room by a request. Who has no seat there is told the same whether it is
    /// there or not, and pays the same.
    async fn ask_pair(&self, request: &Request, room: &RoomName) -> Result<Answer<R::Outgoing>> {
        let network = request.from;
        if let Err(wait) = self.take(network, Budget::Reads) {
            return Ok(answers::rate_limited(wait));
        }
        let unknown = Unheard::Refused(ErrorCode::KeyNeeded);
        if request.token().is_none() {
            return Ok(answers::unheard(unknown));
        }
        let answer = match self.is_surely_new(room).await? {
            true => answers::unheard(unknown),
            false => self.runtime.ask_room(room, read_by(request), None).await?,
        };
        match answer.status {
            // Each room that is asked for the first time costs the platform something.
            403 => self.owe(network, Budget::Reads, limits::NEW_ROOM_PRICE - 1),
            _ => self.owe_for(network, &answer),
        }
        Ok(answer)
    }

    /// What is answered by a pair's room to who has no seat there; none to who has.
    pub(super) async fn refused_by_pair(
        &self,
        request: &Request,
        room: &RoomName,
    ) -> Result<Option<Answer<R::Outgoing>>> {
        let answer = self.ask_pair(request, room).await?;
        Ok(Some(answer).filter(|answer| answer.status >= 400))
    }

    /// A page of a room's messages.
    pub(super) async fn read(
        &self,
        request: &Request,
        room: &RoomName,
    ) -> Result<Answer<R::Outgoing>> {
        if room.is_of_pair() {
            return self.ask_pair(request, room).await;
        }
        let network = request.from;
        if let Err(wait) = self.take(network, Budget::Reads) {
            return Ok(answers::rate_limited(wait));
        }
        if self.is_surely_new(room).await? {
            if self.memory.gate.borrow().created_only {
                return Ok(answers::not_created());
            }
            if request.token().is_some() {
                return Ok(answers::unheard(Unheard::Unknown));
            }
            let epoch = format!("{:016x}", u64::from_be_bytes(self.runtime.random()));
            let body = messages_body(room.as_str(), &epoch, Seq::default(), None, &[], false);
            return Ok(answers::json(200, body));
        }
        let answer = self.runtime.ask_room(room, read_by(request), None).await?;
        self.owe_for(network, &answer);
        Ok(answer)
    }

    /// What somebody finds in a room. That is dearer than a page, and how dear is known only later: it is taken
    /// at once, lest many begin while none has paid.
    pub(super) async fn search(
        &self,
        request: &Request,
        room: &RoomName,
    ) -> Result<Answer<R::Outgoing>> {
        let (network, most) = (request.from, limits::SEARCH_PRICE_MOST);
        let reserved = self.budgets(|budgets| {
            let now = self.runtime.now();
            budgets.reserve(network, Budget::Reads, most, now)
        });
        if let Err(wait) = reserved {
            return Ok(answers::rate_limited(wait));
        }
        let (answer, price) = match room.is_of_pair() {
            // Which takes its price itself.
            true => (self.ask_pair(request, room).await, 0),
            false => {
                let answer = self.found(request, room).await;
                let price = answer.as_ref().map_or(1, price);
                (answer, price)
            }
        };
        self.budgets(|budgets| {
            let now = self.runtime.now();
            budgets.give_back(network, Budget::Reads, most.saturating_sub(price), now);
            budgets.owe(network, Budget::Reads, price.saturating_sub(most), now);
        });
        answer
    }

    async fn found(&self, request: &Request, room: &RoomName) -> Result<Answer<R::Outgoing>> {
        if !self.is_surely_new(room).await? {
            return self.runtime.ask_room(room, read_by(request), None).await;
        }
        if self.memory.gate.borrow().created_only {
            return Ok(answers::not_created());
        }
        if request.token().is_some() {
            return Ok(answers::unheard(Unheard::Unknown));
        }
        let epoch = format!("{:016x}", u64::from_be_bytes(self.runtime.random()));
        let body = search_body(room.as_str(), &epoch, Seq::default(), true, &[], None);
        Ok(answers::json(200, body))
    }

    /// What only the owner of a room may: to end it, to have it as a file, or to fill it with one. None if
    /// there is no owner.
    pub(super) async fn for_owner(
        &self,
        request: &Request,
        room: &RoomName,
        method: &'static str,
        body: R::Incoming,
    ) -> Result<Option<Answer<R::Outgoing>>> {
        let network = request.from;
        let mut asked = request.to_object(method);
        asked.pass(request, &["authorization", CONFIRM_ROOM]);
        if let Some(length) = request.header("content-length") {
            asked.add(LENGTH, length);
        }
        let length = request.length().unwrap_or(0).min(limits::IMPORT_BYTES);
        // What is known only later is taken at once, lest many begin while none has paid.
        let most = match method {
            "POST" => length.div_ceil(limits::NETWORK_READ_BYTES).max(1),
            "GET" => limits::EXPORT_PRICE,
            _ => 1,
        };
        let reserved = self.budgets(|budgets| {
            let now = self.runtime.now();
            budgets.reserve(network, Budget::Reads, most, now)
        });
        if let Err(wait) = reserved {
            return Ok(Some(answers::rate_limited(wait)));
        }
        let answer = match self.is_surely_new(room).await? {
            true => None,
            false if method != "POST" => Some(self.runtime.ask_room(room, asked, None).await?),
            false => Some(self.upload(network, room, asked, body, length).await?),
        };
        let price = answer.as_ref().map_or(1, price);
        self.budgets(|budgets| {
            let now = self.runtime.now();
            budgets.give_back(network, Budget::Reads, most.saturating_sub(price), now);
            budgets.owe(network, Budget::Reads, price.saturating_sub(most), now);
        });
        Ok(answer.filter(|answer| answer.status != NOT_OWNED))
    }

    /// Sends a room's object what comes with a request, if that comes in time.
    async fn upload(
        &self,
        network: Network,
        room: &RoomName,
        asked: Request,
        body: R::Incoming,
        length: u64,
    ) -> Result<Answer<R::Outgoing>> {
        let time = limits::UPLOAD_TIME
            + Duration::from_millis(length * 1_000 / limits::UPLOAD_BYTES_PER_SECOND);
        let begun = self.runtime.now();
        let over = begun + time;
        let uploads = Rc::clone(&self.memory.gate.borrow().uploads);
        if !uploads.borrow_mut().begin(network, begun, over) {
            return Ok(answers::rate_limited(limits::UPLOAD_TIME));
        }
        let _under_way = UnderWay {
            uploads,
            network,
            over,
        };
        let upload = Some(Upload { body, time });
        match self.runtime.ask_room(room, asked, upload).await {
            Err(_) if self.runtime.now() >= over => {
                let message = "The file did not come in time.";
                Ok(answers::error(408, "timed_out", message))
            }
            answer => answer,
        }
    }

    /// Whether nobody ever asked for this room, as far as that can be told without asking for it.
    pub(super) async fn is_surely_new(&self, room: &RoomName) -> Result<bool> {
        if self.memory.gate.borrow().known.contains(room.as_str()) {
            return Ok(false);
        }
        let is_there = self.runtime.has_room(room).await?;
        if is_there == Some(true) {
            let known = &mut self.memory.gate.borrow_mut().known;
            if known.len() >= KNOWN_ROOMS {
                known.clear();
            }
            known.insert(room.as_str().to_owned());
        }
        Ok(is_there == Some(false))
    }
}

/// An upload, until it is answered, or given up with whoever sends it.
pub(super) struct UnderWay {
    uploads: Rc<RefCell<Uploads>>,
    network: Network,
    over: Timestamp,
}

impl UnderWay {
    /// A part of a file that may take so long, if there is a place for it.
    pub fn part<R: Runtime>(
        server: &Server<R>,
        network: Network,
        time: Duration,
    ) -> Option<UnderWay> {
        let uploads = Rc::clone(&server.memory.gate.borrow().parts);
        let now = server.runtime.now();
        let over = now + time;
        let begins = uploads.borrow_mut().begin(network, now, over);
        begins.then_some(UnderWay {
            uploads,
            network,
            over,
        })
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.uploads.borrow_mut().end(self.network, self.over);
    }
}

/// A request to read a room, by whoever that is.
fn read_by(request: &Request) -> Request {
    let mut asked = request.to_object("GET");
    asked.pass(request, &["authorization", "if-none-match"]);
    asked
}

/// How many reads an answer costs.
fn price<O>(answer: &Answer<O>) -> u64 {
    let price = answer.header(PRICE);
    let price = price.and_then(|price| price.parse().ok());
    price.unwrap_or(1).max(1)
}

/// At which of our addresses a request was made. Of a page of ours its `Origin` knows best: a proxy may have
/// taken the encryption off.
fn site(request: &Request) -> String {
    match request.header("origin") {
        Some(origin) if is_same_host(origin, request.host()) => origin.to_owned(),
        _ => request.origin(),
    }
}
