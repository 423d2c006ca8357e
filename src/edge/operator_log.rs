//! What the operator is told, in the platform's log: nothing twice in a row, as a fault comes back with each
//! frame.

use std::cell::RefCell;

use worker::console_error;

#[derive(Default)]
pub struct OperatorLog {
    last: RefCell<String>,
}

impl OperatorLog {
    #[cold]
    pub fn tell(&self, line: String) {
        if *self.last.borrow() != line {
            console_error!("{line}");
            self.last.replace(line);
        }
    }
}
