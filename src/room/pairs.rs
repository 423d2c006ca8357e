//! Sets of pairs of numbers, in order: what is due when, and whose is what.

use std::collections::BTreeSet;

/// A set of pairs. What it does is not inlined: as it is the same for pairs of whatever numbers, it is in
/// the Worker once, not once for each set.
#[derive(Debug)]
pub(super) struct Pairs<A, B>(BTreeSet<(A, B)>);

impl<A: Copy + Ord, B: Copy + Ord> Pairs<A, B> {
    #[inline(never)]
    pub fn insert(&mut self, a: A, b: B) {
        self.0.insert((a, b));
    }

    #[inline(never)]
    pub fn remove(&mut self, a: A, b: B) {
        self.0.remove(&(a, b));
    }

    #[inline(never)]
    pub fn first(&self) -> Option<(A, B)> {
        self.0.first().copied()
    }

    /// The first that is not before this one.
    #[inline(never)]
    pub fn first_from(&self, a: A, b: B) -> Option<(A, B)> {
        self.0.range((a, b)..).next().copied()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl<A, B> Default for Pairs<A, B> {
    fn default() -> Pairs<A, B> {
        Pairs(BTreeSet::new())
    }
}
