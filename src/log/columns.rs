//! The columns of `message` and `change`, in one table each. From it follow the statements that write
//! and read them, and the reader of a row: a new field is one line here, and a migration.
//!
//! A line has a field of the model and the columns it is made of, which its
//! [`Field`](super::rows::Field) takes out of a row in this order. Of each column:
//! - `from`: where a new event has it: a path into its JSON, or an SQL expression over that as `value`,
//!   in brackets. Without it, a new row has the column's default.
//! - `replay`: what a replay reads in its place. It joins each change with its message.
//! - `now`: what it is in a message that changes have altered. Without it, none alters it.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::rows::{Columns, Now, Stored};
use crate::model::{Changed, Message};

/// From a table of columns: the macro of its lists, for `concat!`; and what reads and writes a row.
macro_rules! table {
    ($lists:ident of $table:ident: $model:ident as $it:ident {
        $($field:ident: [
            $($column:ident
                $(from $path:tt)?
                $(replay $replay:literal)?
                $(now $now:expr)?
            ),+
        ],)+
    }) => {
        macro_rules! $lists {
            (all) => { list!($($(stringify!($column),)+)+) };
            (replay) => { list!($($(either!(
                $($replay,)? concat!(stringify!($table), ".", stringify!($column)),
            ),)+)+) };
            (insert) => { list!($($($(either!(stringify!($column), stringify!($path),),)?)+)+) };
            (from) => { list!($($($(taken!($path),)?)+)+) };
            (set) => { list!($($($(either!(
                concat!(stringify!($column), " = t.value->>'", stringify!($column), "'"), $now,
            ),)?)+)+) };
        }

        impl Stored for $model {
            const TABLE: &str = stringify!($table);

            fn read(columns: &mut Columns) -> Option<$model> {
                Some($model { $($field: columns.field()?,)+ })
            }
        }

        impl Serialize for Now<'_, $model> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let Now($it) = self;
                // Of a length that is not 0, which serde_json takes for `{}`.
                let mut row = serializer.serialize_struct(<$model>::TABLE, 1)?;
                row.serialize_field("seq", &$it.seq)?;
                $($($(row.serialize_field(stringify!($column), &$now)?;)?)+)+
                row.end()
            }
        }
    };
}

macro_rules! list {
    ($first:expr, $($other:expr,)*) => { concat!($first, $(", ", $other,)*) };
}

/// Where a new event has a column: at a path, or by an expression.
macro_rules! taken {
    (($expression:literal)) => {
        $expression
    };
    ($path:literal) => {
        concat!("value->>'", $path, "'")
    };
}

macro_rules! either {
    ($first:expr, $($other:expr,)?) => {
        $first
    };
}

table! { message_columns of message: Message as m {
    seq: [seq from "$.seq"],
    at: [at from "$.at"],
    from: [member from "$.from.id", name from "$.from.name", role from "$.from.role"],
    cid: [cid from "$.cid"],
    body: [text from "$.text" now m.text(), deleted now m.is_deleted()],
    files: [files from "$.files" now Some(&m.files).filter(|files| !files.is_empty())],
    reply_to: [reply_to from "$.reply_to"],
    edited_at: [edited_at replay "NULL" now m.edited_at],
    reactions: [reactions replay "NULL" now Some(&m.reactions).filter(|all| !all.is_empty())],
}}

table! { change_columns of change: Changed as c {
    seq: [seq from "$.seq"],
    at: [at from "$.at"],
    from: [member from "$.from.id", name from "$.from.name", role from "$.from.role"],
    cid: [cid from "$.cid"],
    // Of a change of the room there is none.
    target: [target from ("coalesce(value->>'$.target', 0)")],
    change: [
        kind from "$.type",
        text from "$.text" replay "iif(message.seq, change.text, NULL)",
        emoji from "$.emoji",
        is_on from "$.on",
        // Whatever else a change of the room says.
        details from ("iif(value->>'type' IN ('settings', 'role', 'muted', 'removed', 'restored', 'revoked'),
            json_remove(value, '$.type', '$.seq', '$.at', '$.from', '$.cid'), NULL)")
    ],
    // Of its message.
    deleted_since: [deleted replay "change.target > 0 AND change.kind <> 'deleted' AND coalesce(message.deleted, 1)"],
}}
