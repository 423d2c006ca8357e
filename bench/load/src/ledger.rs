//! The ledger: every message, who has yet to receive it, and how long delivery took.
//!
//! The check behind every figure: a message must reach every member of its room exactly once,
//! one sender's messages in the order they were sent, and all members in the same order.

use std::collections::BTreeMap;

use hdrhistogram::Histogram;

/// Nanoseconds since the run began.
pub type Nanos = u64;

/// All messages of a run.
#[derive(Default)]
pub struct Ledger {
    sent: Vec<Sent>,
    phase: Phase,
}

struct Sent {
    at: Nanos,
    room: u32,
    sender: u32,
    missing: u32,
}

/// What one member has received.
#[derive(Default)]
pub struct Received {
    /// The newest number of each sender, plus one.
    newest: BTreeMap<u32, u32>,
    /// Of all numbers in the order in which they came.
    pub digest: u64,
    pub count: u64,
}

impl Received {
    /// Whether anything of this sender has come.
    pub fn has(&self, sender: u32) -> bool {
        self.newest.contains_key(&sender)
    }
}

/// What was seen since the last [`Ledger::begin`].
pub struct Phase {
    first: usize,
    pub sent: u64,
    pub expected: u64,
    pub delivered: u64,
    /// Deliveries that were not due: twice, of another room, or never sent.
    pub unexpected: u64,
    /// Deliveries after a later one of the same sender.
    pub out_of_order: u64,
    pub errors: BTreeMap<String, u64>,
    pub last_receipt: Nanos,
    /// From the time at which a message was due to be sent to each of its receipts.
    pub latency: Histogram<u64>,
    /// The same to its last receipt.
    pub to_last: Histogram<u64>,
}

impl Default for Phase {
    fn default() -> Phase {
        // Microseconds up to ten minutes, to three digits.
        let histogram =
            || Histogram::new_with_bounds(1, 600_000_000, 3).expect("bounds are allowed");
        Phase {
            first: 0,
            sent: 0,
            expected: 0,
            delivered: 0,
            unexpected: 0,
            out_of_order: 0,
            errors: BTreeMap::new(),
            last_receipt: 0,
            latency: histogram(),
            to_last: histogram(),
        }
    }
}

impl Ledger {
    /// Begins a new phase; messages of the old one that are still under way are not counted in it.
    pub fn begin(&mut self) {
        self.phase = Phase {
            first: self.sent.len(),
            ..Phase::default()
        };
    }

    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// Whether everything of this phase has arrived.
    pub fn is_settled(&self) -> bool {
        self.phase.delivered >= self.phase.expected
    }

    /// A message that was due at `at`, for all `members` of its room. Returns its number.
    pub fn send(&mut self, at: Nanos, room: u32, sender: u32, members: u32) -> u32 {
        self.sent.push(Sent {
            at,
            room,
            sender,
            missing: members,
        });
        self.phase.sent += 1;
        self.phase.expected += u64::from(members);
        self.sent.len() as u32 - 1
    }

    pub fn receive(&mut self, now: Nanos, room: u32, by: &mut Received, number: u32) {
        let phase = &mut self.phase;
        let Some(sent) = self.sent.get_mut(number as usize) else {
            phase.unexpected += 1;
            return;
        };
        let newest = by.newest.entry(sent.sender).or_default();
        if *newest > number + 1 {
            phase.out_of_order += 1;
        }
        if sent.room != room || sent.missing == 0 || *newest == number + 1 {
            phase.unexpected += 1;
            return;
        }
        *newest = (*newest).max(number + 1);
        by.count += 1;
        by.digest =
            (by.digest.rotate_left(5) ^ u64::from(number)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        sent.missing -= 1;
        if (number as usize) < phase.first {
            return;
        }
        phase.delivered += 1;
        phase.last_receipt = now;
        let micros = now.saturating_sub(sent.at) / 1_000;
        phase.latency.saturating_record(micros.max(1));
        if sent.missing == 0 {
            phase.to_last.saturating_record(micros.max(1));
        }
    }

    pub fn error(&mut self, code: &str) {
        *self.phase.errors.entry(code.to_owned()).or_default() += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger() -> Ledger {
        let mut ledger = Ledger::default();
        for at in 0..3 {
            ledger.send(at * 1_000_000, 0, 0, 2);
        }
        ledger
    }

    #[test]
    fn everything_in_order_is_settled() {
        let mut ledger = ledger();
        let mut members = [Received::default(), Received::default()];
        for number in 0..3 {
            for member in &mut members {
                ledger.receive(5_000_000, 0, member, number);
            }
        }
        assert!(ledger.is_settled());
        assert_eq!(ledger.phase().unexpected + ledger.phase().out_of_order, 0);
        assert_eq!(members[0].digest, members[1].digest);
        assert_eq!(ledger.phase().to_last.len(), 3);
    }

    #[test]
    fn a_loss_is_never_settled() {
        let mut ledger = ledger();
        let mut member = Received::default();
        ledger.receive(1, 0, &mut member, 0);
        assert!(!ledger.is_settled());
    }

    #[test]
    fn twice_and_backwards_and_elsewhere_are_seen() {
        let mut ledger = ledger();
        let mut member = Received::default();
        ledger.receive(1, 0, &mut member, 1);
        ledger.receive(1, 0, &mut member, 1);
        assert_eq!(ledger.phase().unexpected, 1);
        ledger.receive(1, 0, &mut member, 0);
        assert_eq!(ledger.phase().out_of_order, 1);
        ledger.receive(1, 7, &mut member, 2);
        ledger.receive(1, 0, &mut member, 99);
        assert_eq!(ledger.phase().unexpected, 3);
    }

    #[test]
    fn another_order_is_another_digest() {
        let mut ledger = Ledger::default();
        for sender in 0..2 {
            ledger.send(0, 0, sender, 2);
        }
        let mut members = [Received::default(), Received::default()];
        for (member, order) in members.iter_mut().zip([[0, 1], [1, 0]]) {
            for number in order {
                ledger.receive(1, 0, member, number);
            }
        }
        assert!(ledger.is_settled());
        assert_ne!(members[0].digest, members[1].digest);
    }
}
