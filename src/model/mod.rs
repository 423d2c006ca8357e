//! What a room is made of: ids, names, texts, messages. It knows neither JSON nor SQL.

pub mod emoji;
mod folding;
mod ids;
mod message;
mod name;
mod page;
mod role;
pub mod text;
pub mod visible;

pub use emoji::Emoji;
pub use ids::{Seq, SessionId};
pub use message::{Author, Body, Change, Changed, LogEvent, Message, Reactions};
pub use name::{MemberId, MemberName, NameError, NameId, RoomName};
pub use page::PageFrom;
pub use role::Role;
