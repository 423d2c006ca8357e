//! An account on its thread.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::{Rc, Weak};
use std::time::Instant;

use alcove::account::{Space, Verdict};
use alcove::limits;
use alcove::server::Answer;
use alcove::server::account_object::{AccountObject, AccountPlatform, Asked};
use alcove::time::Timestamp;
use tokio::task::spawn_local;

use super::Outgoing;
use super::alarm::Alarm;
use super::log::OperatorLog;
use super::sql::FileSql;
use super::thread::Thread;
use crate::outside::crypto;
use crate::system::{now, random};

pub struct AccountEntry {
    pub id: String,
    thread: Rc<Thread>,
    /// None while nothing happens.
    object: RefCell<Option<AccountObject<Host>>>,
    /// Letters that are under way.
    away: Cell<usize>,
    last: Cell<Instant>,
}

impl AccountEntry {
    pub fn new(thread: &Rc<Thread>, id: String) -> Rc<AccountEntry> {
        Rc::new(AccountEntry {
            id,
            thread: Rc::clone(thread),
            object: RefCell::new(None),
            away: Cell::new(0),
            last: Cell::new(Instant::now()),
        })
    }

    fn call<T>(self: &Rc<Self>, work: impl FnOnce(&mut AccountObject<Host>) -> T) -> Option<T> {
        self.last.set(Instant::now());
        let done = catch_unwind(AssertUnwindSafe(|| {
            let mut object = self.object.borrow_mut();
            work(object.get_or_insert_with(|| self.load()))
        }));
        if done.is_err() {
            self.object.take();
            let log = &self.thread.config().log;
            log("an account: a fault: it begins anew");
        }
        done.ok()
    }

    fn load(self: &Rc<Self>) -> AccountObject<Host> {
        let path = self.thread.shared.data.account(&self.id);
        let log = self.thread.config().log.clone();
        let operator = OperatorLog::new(log, format!("account {}", path.id));
        AccountObject::new(Host {
            entry: Rc::downgrade(self),
            sql: FileSql::new(path.path, operator.clone()),
            alarm: Alarm::new(&self.thread, Space::Accounts, &self.id, operator),
        })
    }

    /// What the server asks, or another object.
    pub fn ask(self: &Rc<Self>, question: &str) -> Option<Answer<Outgoing>> {
        match self.call(|object| object.ask(question, None))? {
            Asked::Answer(answer) => Some(answer),
            Asked::Verify(what) => {
                let holds = crypto::verify_passkey(&what);
                let verdict = Verdict { of: &what, holds };
                match self.call(|object| object.ask(question, Some(verdict)))? {
                    Asked::Answer(answer) => Some(answer),
                    Asked::Verify(_) => None,
                }
            }
        }
    }

    /// Its alarm of this number rings, if it is still the one that is set.
    pub fn ring(self: &Rc<Self>, number: u64) {
        if self.is_set(number) {
            self.alarm();
        }
    }

    /// Whether the alarm of this number is the one that is set.
    pub fn is_set(&self, number: u64) -> bool {
        let object = self.object.borrow();
        object.as_ref().is_some_and(|o| o.platform.alarm.is(number))
    }

    fn alarm(self: &Rc<Self>) -> Option<()> {
        self.call(|object| {
            object.platform.alarm.clear();
            object.alarm();
        })
    }

    /// The alarm that is kept of this account is due. What is to be kept from now on.
    pub fn ring_kept(self: &Rc<Self>) -> Option<Timestamp> {
        let object = self.object.borrow();
        let set = object.as_ref().and_then(|o| o.platform.alarm.at());
        drop(object);
        if set.is_none_or(|at| at <= now()) && self.alarm().is_none() {
            return Some(now() + limits::ALARM_PAUSE);
        }
        let mut object = self.object.borrow_mut();
        object.as_mut().and_then(|o| o.platform.alarm.keep())
    }

    /// Looks whether nothing would be lost with it. The map has one of these, and so has who asks.
    pub fn look(self: &Rc<Self>) -> bool {
        let is_idle = self.last.get().elapsed() >= self.thread.idle.get();
        if !is_idle || self.away.get() > 0 || Rc::strong_count(self) > 2 {
            return false;
        }
        let mut object = self.object.borrow_mut();
        let is_kept = object
            .as_mut()
            .is_none_or(|object| object.platform.alarm.settle());
        drop(object);
        if is_kept {
            self.stop();
        }
        is_kept
    }

    pub fn stop(&self) {
        if let Some(mut object) = self.object.take() {
            object.platform.alarm.settle();
            object.platform.sql.close();
        }
    }
}

pub struct Host {
    entry: Weak<AccountEntry>,
    sql: FileSql,
    alarm: Alarm,
}

impl AccountPlatform for Host {
    type Sql = FileSql;

    fn sql(&self) -> FileSql {
        self.sql.clone()
    }

    fn now(&self) -> Timestamp {
        now()
    }

    fn random(&mut self) -> [u8; 16] {
        random()
    }

    fn letter(&mut self, space: Space, to: &str, body: &str) {
        let Some(entry) = self.entry.upgrade() else {
            return;
        };
        let answer = entry.thread.letter(space, to, body.to_owned());
        let (to, body) = (to.to_owned(), body.to_owned());
        entry.away.set(entry.away.get() + 1);
        spawn_local(async move {
            let answer = answer.await;
            entry.away.set(entry.away.get() - 1);
            entry.call(|object| object.delivered(&to, &body, answer.as_deref()));
        });
    }

    fn alarm(&mut self, at: Timestamp) {
        if let Some((due, number)) = self.alarm.set(at)
            && let Some(entry) = self.entry.upgrade()
        {
            entry.thread.ring_account(due, &entry, number);
        }
    }
}
