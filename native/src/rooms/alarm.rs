//! The alarm of one room or account: set in memory, and kept for a restart.

use std::rc::Rc;
use std::time::Instant;

use alcove::account::Space;
use alcove::time::Timestamp;

use super::alarms::{AlarmsError, Kept};
use super::log::OperatorLog;
use super::thread::{Thread, Timer};

pub struct Alarm {
    thread: Rc<Thread>,
    space: Space,
    name: String,
    operator: OperatorLog,
    timer: Timer,
    /// The moment that is kept, if any: not later than the alarm. Unknown before it is first asked for.
    kept: Option<Option<Timestamp>>,
}

impl Alarm {
    pub fn new(thread: &Rc<Thread>, space: Space, name: &str, operator: OperatorLog) -> Alarm {
        Alarm {
            thread: Rc::clone(thread),
            space,
            name: name.to_owned(),
            operator,
            timer: Timer::default(),
            kept: None,
        }
    }

    pub fn at(&self) -> Option<Timestamp> {
        self.timer.at()
    }

    pub fn is(&self, number: u64) -> bool {
        self.timer.is(number)
    }

    pub fn clear(&mut self) {
        self.timer.clear();
    }

    /// Sets it, unless one is set for earlier: when and as which number it rings. It is kept by then.
    pub fn set_if_earlier(&mut self, at: Timestamp) -> Option<(Instant, u64)> {
        match self.timer.at().is_some_and(|set| set <= at) {
            true => None,
            false => self.set(at),
        }
    }

    /// Sets it in place of any other.
    pub fn set(&mut self, at: Timestamp) -> Option<(Instant, u64)> {
        if let Err(error) = self.keep_by(at) {
            self.operator.report(&format!("no alarm: {error}"));
        }
        self.timer.set(Some(at))
    }

    fn keep_by(&mut self, at: Timestamp) -> Result<(), AlarmsError> {
        let alarms = &self.thread.shared.alarms;
        let kept = match self.kept {
            Some(kept) => kept,
            None => alarms.get(self.space, &self.name)?,
        };
        self.kept = Some(kept);
        if kept.is_none_or(|kept| kept > at) {
            alarms.set(self.space, &self.name, at)?;
            self.kept = Some(Some(at));
        }
        Ok(())
    }

    /// What is to be kept from now on, by who keeps all of them.
    pub fn keep(&mut self) -> Option<Timestamp> {
        self.kept = Some(self.timer.at());
        self.timer.at()
    }

    /// Has be kept what is set, as its owner is about to forget it. Whether its owner may: otherwise it would
    /// never ring.
    pub fn settle(&mut self) -> bool {
        let set = self.timer.at();
        let kept = self.kept.flatten();
        let settled = match (kept, set) {
            (Some(at), set) if set != Some(at) => self.keep_instead(at, set),
            (None, Some(at)) => self.keep_by(at),
            _ => Ok(()),
        };
        let Err(error) = settled else {
            return true;
        };
        self.operator.report(&format!("no alarm: {error}"));
        // What rings too early says then when it is to be.
        set.is_none_or(|set| kept.is_some_and(|kept| kept <= set))
    }

    fn keep_instead(&mut self, at: Timestamp, set: Option<Timestamp>) -> Result<(), AlarmsError> {
        let kept = Kept {
            space: self.space,
            name: self.name.clone(),
            at,
        };
        self.thread.shared.alarms.settle(vec![(kept, set)])?;
        self.kept = Some(set);
        Ok(())
    }
}
