//! What the operator is told of a room, in the platform's log: nothing twice in a row, as a fault comes
//! back with each frame.

use std::cell::RefCell;
use std::rc::Rc;

use worker::{State, console_error};

/// The same for all that speaks of one room.
#[derive(Clone)]
pub struct OperatorLog(Rc<Lines>);

struct Lines {
    /// The object's id: a room's name is its key, and must not be logged.
    room: String,
    last: RefCell<String>,
}

impl OperatorLog {
    pub fn new(state: &State) -> OperatorLog {
        OperatorLog(Rc::new(Lines {
            room: state.id().to_string(),
            last: RefCell::default(),
        }))
    }

    #[cold]
    pub fn report(&self, what: String) {
        if *self.0.last.borrow() != what {
            console_error!("room {}: {what}", self.0.room);
            self.0.last.replace(what);
        }
    }
}
