//! Search: what somebody looks for, texts as they are compared, and the terms by which an index of them is
//! asked. It knows neither SQL nor how an index is kept.

mod folded;
mod query;
mod terms;

pub use folded::{Folded, Marks};
pub use query::{From, Query};
pub use terms::{Indexed, TermKey};
