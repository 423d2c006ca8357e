//! What a room is made of: ids, names, texts, messages. It knows neither JSON nor SQL.

mod account;
pub mod emoji;
pub mod file;
mod folding;
mod ids;
mod key;
pub mod mentions;
mod message;
mod name;
mod page;
mod pair;
mod person;
pub mod push;
mod role;
pub mod search;
pub mod settings;
pub mod text;
pub mod visible;

pub use account::AccountTag;
pub use emoji::Emoji;
pub use file::{File, FileId, FileKind, NewFile};
pub use ids::{Seq, SessionId};
pub use key::{Key, KeyHash, KeyId, KeyTerms};
pub use message::{Author, Body, Change, Changed, Listed, LogEvent, Message, Reactions, Until};
pub use name::{MemberId, MemberName, NameError, NameId, RoomName, is_legible};
pub use page::PageFrom;
pub use pair::{Answer, Pair, PairView, Side, Stance};
pub use person::Person;
pub use push::PushWhat;
pub use role::Role;
pub use settings::{Setting, Settings};
