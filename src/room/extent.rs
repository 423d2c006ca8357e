//! How much of what the log keeps is in memory, for what a room that has just woken looks up row by
//! row a few times before it reads it all.

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// What was looked up, so many times, and what came since the room woke up.
    Part {
        lookups: u32,
    },
    All,
}

impl Default for Extent {
    fn default() -> Extent {
        Extent::Part { lookups: 0 }
    }
}

impl Extent {
    /// Whether one more row may be looked up by itself, before all of them are read.
    pub fn allows_lookup(&mut self, most: u32) -> bool {
        match self {
            Extent::Part { lookups } if *lookups < most => {
                *lookups += 1;
                true
            }
            _ => false,
        }
    }
}
