//! What the operator is told of a room, in the log: nothing twice before it is well, as a fault comes back with
//! each frame, and brings others along.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

/// Takes a line.
pub type Log = Arc<dyn Fn(&str) + Send + Sync>;

/// Lines of a room that are remembered.
const TOLD: usize = 8;

/// The same for all that speaks of one room.
#[derive(Clone)]
pub struct OperatorLog(Rc<Lines>);

struct Lines {
    log: Log,
    /// Where it is: a room's name is its key, and must not be logged.
    of: String,
    told: RefCell<VecDeque<String>>,
}

impl OperatorLog {
    pub fn new(log: Log, of: String) -> OperatorLog {
        OperatorLog(Rc::new(Lines {
            log,
            of,
            told: RefCell::default(),
        }))
    }

    #[cold]
    pub fn report(&self, what: &str) {
        let mut told = self.0.told.borrow_mut();
        if told.iter().any(|line| line == what) {
            return;
        }
        if told.len() == TOLD {
            told.pop_front();
        }
        told.push_back(what.to_owned());
        (self.0.log)(&format!("{}: {what}", self.0.of));
    }

    /// What was wrong is over: the same is news when it comes again.
    pub fn is_well(&self) {
        if !self.0.told.borrow().is_empty() {
            self.0.told.take();
        }
    }
}
