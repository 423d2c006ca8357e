//! Where a page of messages begins.

use super::Seq;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageFrom {
    /// The newest messages.
    Newest,
    /// The newest of those older than this.
    Before(Seq),
    /// The oldest of those newer than this.
    After(Seq),
}
