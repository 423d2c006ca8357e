//! What each step of a room costs, and what it may cost.
//!
//! Every event that reaches the room brings an allowance: so many bytes for each recipient, so
//! many for its own session, so many rows read and written, so much database work. The cost of
//! steps is deducted from the allowances since the room last had nothing to do, so a tick may
//! spend what its frames brought and no more. [`World`](super::World) settles up after each
//! step, in every test that has one; a frame that costs more than is stated here fails it.
//!
//! Bytes to all are counted once, as one recipient gets them: a broadcast is one frame for everyone.

use std::collections::{BTreeMap, BTreeSet};

use alcove::limits::{self, Limits};
use alcove::model::SessionId;
use alcove::room::Effect;
use alcove::wire::{Ask, ClientFrame, Op, Request};

/// An id and a name: 16 digits, and the name in characters of four bytes.
pub const AUTHOR: u64 = 40 + 4 * limits::NAME as u64;
/// What an event has beside what its frame brought: type, numbers, author, brackets.
pub const EVENT: u64 = 240 + AUTHOR;
/// A `ref` as its answer bears it, escaped.
pub const REF: u64 = 9 + 2 * limits::CID as u64;
/// A code, a sentence, the `cid`, the `ref` and a free name, each escaped.
pub const ERROR: u64 = 220 + 2 * limits::CID as u64 + REF + 4 * limits::NAME as u64;
/// A count of those present.
pub const PRESENCE: u64 = 60;
/// A number to be returned.
pub const MARK: u64 = 48;
/// A welcome without its roster: token, epoch, room, limits.
pub const WELCOME: u64 = 700 + AUTHOR;
/// What a welcome has more in a room that has an owner: its settings, and what is pinned.
const OWNED_WELCOME: u64 = 4_000 + limits::PINNED as u64 * ORIGINAL;
/// A head: numbers, and the newest message.
pub const HEAD: u64 = 180 + AUTHOR + 4 * limits::PREVIEW as u64;
/// One page with its brackets. No message comes near it: a text fills a frame at most, and its
/// reactions take 19 bytes each.
pub const PAGE: u64 = limits::PAGE_BYTES as u64 + 100;
/// One event of the log without reactions, at its largest.
pub const ORIGINAL: u64 = limits::FRAME as u64 + EVENT;
/// No event of the log is smaller.
pub const LEAST_EVENT: u64 = 90;

/// Work of the database, by the count of its virtual machine: for a statement to begin and end, and for
/// each row that it reads or writes. A scan where a search was meant takes far more.
pub const STATEMENT_STEPS: u64 = 80;
pub const ROW_STEPS: u64 = 40;
/// One walk over the dedupe window.
pub const WALK_STEPS: u64 = 40 * limits::DEDUPE_WINDOW;
/// Counting anew, after a sleep, what came since the usage was kept.
pub const RECOUNT_STEPS: u64 = 40 * (limits::USAGE_KEPT_ROWS + limits::TRIM_EVENTS);
/// Each reserved name, where all are read.
pub const NAME_STEPS: u64 = 20;
/// Statements of a page, which reads a few rows first, and as many more as their size lets expect.
const PAGE_STATEMENTS: u64 = 6;
/// Single looks for a name, and one at all of them.
const LOOKS: u64 = limits::RESERVED_LOOKUPS as u64 + 1;
/// Rows of a change: its own, with an entry in the index, and that of its message.
const CHANGE_WRITTEN: u64 = 3;
/// Rows of an edit or a delete: texts are overwritten first, in the message and in the edit before,
/// and the latter is taken away in a write of its own.
const ERASING_WRITTEN: u64 = CHANGE_WRITTEN + 3;
/// After a sleep the log is asked for a few keys, and then for all: nothing else walks the window.
pub const WALKS: u64 = limits::DEDUPE_LOOKUPS as u64 + 1;

/// What a step takes, or what an event brings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Bytes to everyone, once.
    pub broadcast: u64,
    /// Bytes to single sessions.
    pub direct: u64,
    /// Rows that came back from the database.
    pub read: u64,
    /// Rows written, with an index entry for each change.
    pub written: u64,
    /// Work of the database: opcodes of its virtual machine.
    pub steps: u64,
    pub statements: u64,
    pub effects: u64,
    /// Looks for a key that may become a walk over the dedupe window. Brought, never counted.
    pub walks: u64,
    /// Looks for a name, which may have all of them read, and some freed. Brought, never counted.
    pub names: u64,
}

impl Cost {
    pub fn named(&self) -> [(&'static str, u64); 7] {
        [
            ("bytes to everyone", self.broadcast),
            ("bytes to its session", self.direct),
            ("rows read", self.read),
            ("rows written", self.written),
            ("steps of the database", self.steps),
            ("statements", self.statements),
            ("effects", self.effects),
        ]
    }

    /// One of the counts by its name.
    pub fn of(&self, what: &str) -> u64 {
        let named = self.named();
        let found = named.iter().find(|(name, _)| *name == what);
        found.expect("a count of this name").1
    }

    /// The larger of each.
    pub fn most(self, other: Cost) -> Cost {
        Cost {
            broadcast: self.broadcast.max(other.broadcast),
            direct: self.direct.max(other.direct),
            read: self.read.max(other.read),
            written: self.written.max(other.written),
            steps: self.steps.max(other.steps),
            statements: self.statements.max(other.statements),
            effects: self.effects.max(other.effects),
            walks: self.walks.max(other.walks),
            names: self.names.max(other.names),
        }
    }

    pub fn times(self, n: u64) -> Cost {
        Cost {
            broadcast: self.broadcast * n,
            direct: self.direct * n,
            read: self.read * n,
            written: self.written * n,
            steps: self.steps * n,
            statements: self.statements * n,
            effects: self.effects * n,
            walks: self.walks * n,
            names: self.names * n,
        }
    }

    /// The steps that as many statements and rows may take.
    pub fn with_steps(mut self) -> Cost {
        self.steps += self.statements * STATEMENT_STEPS + (self.read + self.written) * ROW_STEPS;
        self
    }
}

impl std::ops::Add for Cost {
    type Output = Cost;

    fn add(self, other: Cost) -> Cost {
        Cost {
            broadcast: self.broadcast + other.broadcast,
            direct: self.direct + other.direct,
            read: self.read + other.read,
            written: self.written + other.written,
            steps: self.steps + other.steps,
            statements: self.statements + other.statements,
            effects: self.effects + other.effects,
            walks: self.walks + other.walks,
            names: self.names + other.names,
        }
    }
}

impl std::ops::AddAssign for Cost {
    fn add_assign(&mut self, other: Cost) {
        *self = *self + other;
    }
}

impl std::ops::Sub for Cost {
    type Output = Cost;

    fn sub(self, other: Cost) -> Cost {
        Cost {
            broadcast: self.broadcast - other.broadcast,
            direct: self.direct - other.direct,
            read: self.read - other.read,
            written: self.written - other.written,
            steps: self.steps - other.steps,
            statements: self.statements - other.statements,
            effects: self.effects - other.effects,
            walks: self.walks - other.walks,
            names: self.names - other.names,
        }
    }
}

/// What a step brings by itself, whatever it is about: the usage kept, the commit, an odd effect.
pub fn any_step() -> Cost {
    Cost {
        written: 1,
        statements: 8,
        effects: 4,
        ..Cost::default()
    }
}

/// A socket that opens: refused at most.
pub fn opened() -> Cost {
    Cost {
        direct: ERROR,
        effects: 3,
        ..Cost::default()
    }
}

/// A socket that goes, whoever closed it: the grace begins, and ends in a leave.
pub fn gone() -> Cost {
    Cost {
        broadcast: EVENT + PRESENCE,
        written: 2,
        statements: 2,
        effects: 2,
        ..Cost::default()
    }
}

/// A pair as one of the two sees it: names, the address of its room, a token.
pub const DIRECT: u64 = 420 + AUTHOR + 2 * limits::CID as u64;

/// A letter of another room, or the answer to one: a few rows of the pair or of a report, the letter and
/// its mark in `meta`; what it says may be told to the sockets of both members, or to moderators.
pub fn letter(sockets: u64) -> Cost {
    Cost {
        direct: sockets * (EVENT + DIRECT),
        read: 8 + limits::LETTERS_UNASKED as u64,
        written: 16,
        // Reports of pairs are counted, and which pair has the most; letters are looked through.
        steps: (4 * limits::PAIR_REPORTS + limits::LETTERS as u64) * ROW_STEPS,
        statements: 16,
        effects: 4 + 2 * sockets,
        ..Cost::default()
    }
}

/// What a letter may cost more that is an account's: its member is a guest from now on, or loses all its
/// sockets; its name is looked for among all.
pub fn letter_of_account(sockets: u64) -> Cost {
    Cost {
        broadcast: EVENT + PRESENCE,
        read: 1,
        written: 4,
        statements: 4,
        effects: 2 + 2 * sockets,
        names: 1,
        ..Cost::default()
    }
}

/// What a step may cost more in a room with so many letters: those that are due are read and sent, and who
/// waits for them is told that they are late.
pub fn sending(letters: u64, sockets: u64) -> Cost {
    let letters = letters.min(limits::LETTERS_AWAY as u64);
    Cost {
        direct: sockets * ERROR,
        // With each, the pair that it is about, and perhaps again for who waits for it.
        read: 3 * letters,
        written: 3 * letters,
        statements: 6 * letters,
        effects: letters,
        ..Cost::default()
    }
}

/// What waking takes more in such a room.
pub fn woken_with_letters(letters: u64) -> Cost {
    match letters {
        0 => Cost::default(),
        _ => Cost {
            read: letters + 1,
            statements: 1,
            ..Cost::default()
        },
    }
}

/// What a step may cost more in a room of which push services tell so many browsers: those that are due are
/// looked up with what they are told, and what is new to them is read once in a wake; of what was told and
/// has changed, and of who is away, a row for each.
pub fn pushing(browsers: u64, messages: u64) -> Cost {
    let away = limits::PUSHES_AWAY as u64;
    let read = messages.min(limits::WATCH_MESSAGES);
    Cost {
        read: read + 4 * away + limits::PAUSE_AFTER + 4,
        written: 2 * browsers + away + 6,
        statements: read / limits::WATCH_ROWS + 8 * away + limits::PAUSE_AFTER + 8,
        effects: away + 2,
        ..Cost::default()
    }
}

/// What a step may cost more in a room that is searched: a step of the index, or what its events change in it,
/// each with the rows in which FTS5 keeps its pages, some of them merged.
pub fn searched() -> Cost {
    let rows = limits::INDEX_ROWS as u64;
    Cost {
        read: 2 * rows,
        written: 20 * rows,
        steps: 10 * rows * ROW_STEPS,
        statements: 12,
        ..Cost::default()
    }
}

/// What waking takes more in such a room.
pub fn woken_with_pushes(browsers: u64) -> Cost {
    match browsers {
        0 => Cost::default(),
        _ => Cost {
            read: browsers + 1,
            statements: 1,
            ..Cost::default()
        },
    }
}

/// A frame about a pair: the pair, what is known of the other, its name among those of so many that are
/// kept; the pair with names and a letter. Both members may be told.
fn direct(sockets: u64, names: u64) -> Cost {
    let looked_at = 2 * limits::AUTHORS_LOOKED_AT as u64 + names;
    Cost {
        direct: sockets * DIRECT,
        read: 16,
        written: 10,
        steps: looked_at * ROW_STEPS,
        statements: 20,
        effects: 4 + 2 * sockets,
        ..nonsense()
    }
}

/// A frame about push services: one browser comes, with an index entry, and takes the place of two; the first
/// or the last one is noted; or all of a member are changed or gone.
fn push() -> Cost {
    let browsers = limits::PUSHES_OF_MEMBER as u64;
    Cost {
        direct: ERROR,
        read: 4,
        written: 6 + 2 * browsers,
        statements: 8,
        effects: 4,
        ..nonsense()
    }
}

/// What it takes more in a room with so many pairs: those of its network, and those that its sender made, are
/// counted by entries of an index; those of the room once while it is awake. Where there is no place for
/// more, a few are let go, with the names of both.
pub fn pairs_of(pairs: u64) -> Cost {
    let few = Cost {
        steps: 8 * (limits::PAIRS_OF_NETWORK.min(pairs) + limits::PAIRS_OF_MEMBER.min(pairs)),
        ..Cost::default()
    };
    match pairs < limits::PAIRS_OF_NETWORK {
        true => few,
        false => {
            let gone = Cost {
                read: limits::PAIRS_LET_GO,
                written: 3 * limits::PAIRS_LET_GO,
                statements: 5,
                // Of a network whether each of its pairs may go.
                steps: limits::PAIRS_OF_NETWORK * ROW_STEPS,
                ..Cost::default()
            };
            few + gone.with_steps()
        }
    }
}

/// What a hello takes more in a room with pairs: those of its member are told, and its name there.
pub fn hello_of_pairs() -> Cost {
    Cost {
        direct: limits::DIRECTS as u64 * DIRECT,
        read: limits::DIRECTS as u64,
        written: 1,
        steps: limits::DIRECTS as u64 * 10 * ROW_STEPS,
        statements: 2,
        ..Cost::default()
    }
}

/// What another name takes in such a room: the pairs of its member, those that a letter is on its way to,
/// and letters to so many of the others.
pub fn named_in_pairs() -> Cost {
    let told = limits::PAIRS_CALLED as u64;
    Cost {
        read: limits::DIRECTS as u64 + limits::LETTERS_UNASKED as u64 + 1,
        written: 2 * told + 1,
        // With that, where each of them is kept.
        steps: limits::DIRECTS as u64 * 10 * ROW_STEPS,
        statements: 6 + 2 * limits::LETTERS_AWAY as u64,
        effects: limits::LETTERS_AWAY as u64,
        ..Cost::default()
    }
}

/// A room that wakes with so many sockets, and so many members in grace.
pub fn woken(sockets: u64, grace: u64) -> Cost {
    Cost {
        // The table of tables, what is in `meta`, the head, the grace.
        read: 10 + grace,
        statements: 5,
        effects: sockets,
        ..Cost::default()
    }
}

/// What that takes more in a room that has an owner: the rows of those who are here, and who knocks.
pub fn woken_owned(members: u64, knocks: u64) -> Cost {
    Cost {
        read: 10 + members + knocks,
        statements: 4,
        ..Cost::default()
    }
}

/// A first frame, or another try at one.
pub fn hello(limits: &Limits, has_begun: bool) -> Cost {
    let making = Cost {
        read: 4,
        written: 8,
        statements: 12,
        ..Cost::default()
    };
    let greeting = Cost {
        broadcast: EVENT + PRESENCE,
        direct: WELCOME + AUTHOR * limits.roster as u64 + PAGE + EVENT + ERROR,
        read: limits::HISTORY_DEFAULT as u64 + 1 + LOOKS,
        // The grace ends; a name is reserved, and the one before it freed.
        written: 3,
        statements: 3 + PAGE_STATEMENTS + LOOKS,
        effects: 6 + limits.member_sockets as u64,
        names: 1,
        ..Cost::default()
    };
    if has_begun {
        greeting
    } else {
        greeting + making
    }
}

/// What a hello may cost more where an account is about: looks for its member and for that of the token;
/// once, the row that binds the two with its entry in the index, and the mark that there are any. A grant
/// may go over to it from another member, who is told.
pub fn hello_of_account(sockets: u64) -> Cost {
    Cost {
        direct: sockets * EVENT,
        read: 8,
        written: 4,
        statements: 12,
        effects: sockets,
        ..Cost::default()
    }
}

/// What a hello may cost more in a room that has an owner, or gets one: looks for bans and keys, the row
/// of a member, and a knock that moderators are told of; each may have changed what all of so many are.
pub fn hello_of_owned(sockets: u64) -> Cost {
    Cost {
        direct: OWNED_WELCOME + sockets * 2 * EVENT,
        read: 20 + limits::PINNED as u64,
        written: 16,
        statements: 30 + limits::PINNED as u64,
        effects: 2 * sockets,
        ..Cost::default()
    }
}

/// What looking after a room may cost: the rows of a member, an event and the audit; everybody may have
/// to be told what they are now, all keys are told, and who comes in is welcomed.
pub fn hosting(sockets: u64, keys: u64, limits: &Limits) -> Cost {
    let keys = 2 * keys.max(limits::KEYS as u64);
    Cost {
        broadcast: (sockets + 1) * (2 * EVENT + PRESENCE),
        direct: sockets * (3 * EVENT + ERROR) + keys * 500 + limits.member_sockets as u64 * PAGE,
        read: keys + limits::DESK_MAX as u64 + sockets + limits::HISTORY_DEFAULT as u64 + 20,
        written: 40 + 2 * sockets,
        steps: 200 * keys,
        statements: 60 + sockets,
        effects: 10 + 6 * sockets,
        names: 1,
        ..hello_of_owned(sockets)
    }
}

/// What an act may cost more where there are as many as are kept: it looks through all, and some go.
pub fn full(rows: u64) -> Cost {
    Cost {
        written: 4 * limits::AUDIT_BATCH,
        steps: 150 * rows,
        statements: 4,
        ..Cost::default()
    }
}

/// What of that may go to each session: who waits may be let in, who looks after the room is told all of
/// so many keys.
pub fn hosted(waits: bool, keys: u64, limits: &Limits) -> u64 {
    match waits {
        true => hello(limits, true).direct + OWNED_WELCOME,
        false => 3 * EVENT + ERROR + keys * 500,
    }
}

/// What a step may cost more in a room that keeps its events for a while: a search for where they begin,
/// and a few rows that are overwritten and removed.
pub fn letting_go() -> Cost {
    Cost {
        read: 120,
        written: 4 * limits::TRIM_EVENTS + 2,
        steps: 200 * limits::TRIM_EVENTS,
        statements: 130,
        ..Cost::default()
    }
}

/// So many watches, each of which may be told: what is shown of the newest message is looked up, and in
/// a room that has an owner, what each may.
pub fn watched(watches: u64) -> Cost {
    Cost {
        direct: watches * HEAD,
        read: watches + 2,
        statements: 6,
        effects: 3 * watches,
        ..Cost::default()
    }
}

/// How much is new, read from the log: all that ever counts, a little at a time.
fn counted_new() -> Cost {
    Cost {
        read: limits::WATCH_MESSAGES,
        statements: limits::WATCH_MESSAGES / limits::WATCH_ROWS + 1,
        // Each is looked through for what may mention somebody, and with the message that it answers.
        steps: 3 * limits::WATCH_MESSAGES * ROW_STEPS,
        ..Cost::default()
    }
}

/// Whatever is not one of the other frames.
pub fn nonsense() -> Cost {
    Cost {
        direct: ERROR,
        effects: 4,
        ..Cost::default()
    }
}

/// A frame that may make an event of so many bytes, or be answered by the one it made before.
/// The rows: the message it is about, the two halves of a look for its original, the edits before.
fn log_frame(bytes: u64, written: u64) -> Cost {
    Cost {
        broadcast: bytes + EVENT,
        direct: ORIGINAL,
        read: 4,
        written,
        statements: 7,
        walks: 1,
        ..nonsense()
    }
}

/// The same where a text goes: it is overwritten in both places, and the edits before are looked for.
fn erasing_frame(bytes: u64) -> Cost {
    let overwriting = Cost {
        statements: 4,
        ..Cost::default()
    };
    log_frame(bytes, ERASING_WRITTEN) + overwriting
}

/// A frame of a member.
pub fn frame(text: &str, sockets: u64, names: u64, limits: &Limits) -> Cost {
    let bytes = text.len() as u64;
    let Ok(frame) = ClientFrame::decode(text, limits.text) else {
        return nonsense();
    };
    match frame {
        ClientFrame::Hello(_) | ClientFrame::Knock { .. } | ClientFrame::Seen { .. } => nonsense(),
        ClientFrame::Direct(_) => direct(sockets, names),
        ClientFrame::Push(_) => push(),
        ClientFrame::Log(frame) => match frame.op {
            Ok(Op::Say { .. }) => log_frame(bytes, limits::MESSAGE_ROWS),
            Ok(Op::Delete { .. }) => erasing_frame(0),
            Ok(Op::Edit { .. }) => erasing_frame(bytes),
            Ok(Op::React { .. }) => log_frame(bytes, CHANGE_WRITTEN),
            // Of a room that belongs to nobody: refused, but for a report.
            Ok(_) => log_frame(bytes, CHANGE_WRITTEN),
            Err(_) => log_frame(0, 0),
        },
        ClientFrame::Typing => Cost {
            broadcast: EVENT,
            ..nonsense()
        },
        ClientFrame::Request(Request { ask, .. }) => asked(&ask, limits),
    }
}

/// What a step may cost more where there are files: claims, removals, and what a message tells of them.
pub fn filing() -> Cost {
    let files = limits::FILES as u64;
    Cost {
        broadcast: 4_096 * files,
        read: 4 * files,
        written: 16 * files,
        statements: 8 * files,
        steps: 20_000,
        effects: 4 * files,
        ..Cost::default()
    }
}

/// What a request asks for.
fn asked(ask: &Ask, limits: &Limits) -> Cost {
    match ask {
        Ask::Rename { .. } => Cost {
            broadcast: EVENT,
            // Above the roster limit the event goes to the member's own sockets, and the answer beside it.
            direct: ERROR + 2 * EVENT + REF,
            read: LOOKS,
            // A name in the grace, one that is reserved, one among pairs.
            written: 3,
            statements: 3 + LOOKS,
            effects: 4 + 2 * limits.member_sockets as u64,
            names: 1,
            ..Cost::default()
        },
        Ask::History { limit, .. } => Cost {
            direct: PAGE + REF,
            read: *limit as u64 + 1,
            statements: PAGE_STATEMENTS,
            effects: 4,
            ..Cost::default()
        },
        Ask::Members { limit, .. } => Cost {
            direct: 100 + REF + AUTHOR * *limit as u64,
            effects: 4,
            ..Cost::default()
        },
        Ask::Ticket => Cost {
            direct: EVENT + REF,
            effects: 4,
            ..Cost::default()
        },
        Ask::Desk(page) => Cost {
            direct: PAGE + REF,
            read: page.map_or(0, |page| page.limit as u64 + 1),
            statements: 1,
            effects: 4,
            ..Cost::default()
        },
    }
}

/// What came since the usage was kept, counted and measured.
fn recounted() -> Cost {
    Cost {
        read: 2,
        steps: RECOUNT_STEPS,
        statements: 2,
        ..Cost::default()
    }
}

/// What an operator does to a room of so many sockets, members in grace, events and reserved names:
/// everyone may have to go, all of the log may be looked through, and all names may be freed.
pub fn operated(sockets: u64, grace: u64, events: u64, names: u64) -> Cost {
    let members = sockets + grace + 1;
    erasing_frame(0)
        + Cost {
            broadcast: (EVENT + PRESENCE + ERROR) * members,
            read: 2,
            written: 4 + grace + names,
            steps: (events + names) * ROW_STEPS,
            statements: 8,
            effects: 4 * members,
            ..Cost::default()
        }
}

/// A look at the newest events, which are never trimmed: in a room that they may fill alone.
fn measured(limits: &Limits) -> Cost {
    let may_fill = limits.room_bytes > 0 && limits.room_bytes < limits::TRIM_KEEPS * ORIGINAL;
    match may_fill {
        true => Cost {
            read: 1,
            statements: 1,
            steps: limits::TRIM_KEEPS * ROW_STEPS,
            ..Cost::default()
        },
        false => Cost::default(),
    }
}

/// So many of the oldest events removed: each is added up once, and gone once.
pub fn trimmed(events: u64) -> Cost {
    let Some(events) = Some(events).filter(|events| *events > 0) else {
        return Cost::default();
    };
    Cost {
        read: limits::TRIM_STEPS as u64 + 1,
        // A change, and its entry in the index; the usage each time.
        written: 2 * events + limits::TRIM_STEPS as u64,
        // Added up as well as removed.
        steps: (2 * events + limits::TRIM_KEEPS) * ROW_STEPS,
        statements: 6 * limits::TRIM_STEPS as u64 + 1,
        ..Cost::default()
    }
}

/// A tick in which so many replays are under way and send so many bytes: what is sent has been read,
/// and for each up to a frame is read ahead.
fn replayed(replays: u64, bytes: u64) -> Cost {
    let ahead = limits::REPLAY_FRAME as u64 / LEAST_EVENT + 2 * limits::REPLAY_ROWS;
    let frames = replays + bytes / limits::REPLAY_FRAME as u64 + 1;
    Cost {
        read: bytes / LEAST_EVENT + replays * ahead,
        statements: frames * (2 + ahead / limits::REPLAY_ROWS) * 2,
        ..Cost::default()
    }
}

/// One step, as the world saw it.
pub struct Step<'a> {
    /// What was counted in it.
    pub cost: Cost,
    pub effects: &'a [Effect],
    /// Sessions that were in replay before it.
    pub replaying: BTreeSet<SessionId>,
    /// Sockets before it.
    pub sockets: u64,
    /// How many events were trimmed.
    pub trimmed: u64,
    /// Whether a statement failed: what was written then was taken back, and has no price.
    pub has_failed: bool,
    pub limits: &'a Limits,
}

/// What the room may still spend.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Everything ever spent.
    pub total: Cost,
    brought: Cost,
    spent: Cost,
    /// Of each session: bytes that its own frames have brought, and that were sent to it alone.
    own: BTreeMap<SessionId, (u64, u64)>,
    /// Members that have gone, whose leave is still to come.
    leaving: u64,
    /// Walks over the dedupe window that the last sleep has left.
    walks: u64,
    /// Whether it has left something to be counted anew.
    recounts: bool,
    /// Whether what is new to those who watch may have to be read.
    counts_new: bool,
    /// Reserved names that are still to be read, and rows of them that may still be freed.
    unread_names: u64,
    names: u64,
    /// Bytes to all sessions since the last of these was kept on a socket.
    unkept: u64,
}

impl Ledger {
    /// An event comes in, of a session if of any.
    pub fn bring(&mut self, session: Option<SessionId>, cost: Cost) {
        self.brought += cost;
        self.names += cost.names;
        if let Some(session) = session {
            self.own.entry(session).or_default().0 += cost.direct;
        }
    }

    /// What another does brings this much to a session.
    pub fn treat(&mut self, session: SessionId, bytes: u64) {
        self.own.entry(session).or_default().0 += bytes;
    }

    /// These watch, and may be told.
    pub fn watch(&mut self, watches: &[SessionId]) {
        if watches.is_empty() {
            return;
        }
        self.brought += watched(watches.len() as u64);
        for session in watches {
            self.treat(*session, HEAD);
        }
    }

    /// Somebody begins to watch.
    pub fn begin_watch(&mut self) {
        self.counts_new = true;
    }

    pub fn leave(&mut self, members: u64) {
        self.leaving += members;
    }

    /// The room has woken up over a log that was not empty.
    pub fn wake(&mut self, has_log: bool, names: u64) {
        self.walks = if has_log { WALKS } else { 0 };
        self.recounts = has_log;
        self.counts_new = has_log;
        self.forget_names(names);
    }

    /// The log is another now: by which keys its events were made is to be looked for.
    pub fn refill(&mut self) {
        self.walks = WALKS;
    }

    /// The room has to read the reserved names, of which there are so many.
    pub fn forget_names(&mut self, names: u64) {
        self.unread_names = names;
        self.names = names;
    }

    /// Nothing is under way any more; so many members are in grace.
    pub fn rest(&mut self, in_grace: u64) {
        self.brought = Cost::default();
        self.spent = Cost::default();
        self.own.clear();
        self.leaving = self.leaving.min(in_grace);
    }

    /// Takes what a step has cost from what is there, or says what is too much.
    pub fn settle(&mut self, step: Step<'_>) -> Result<(), String> {
        let mut replaying = step.replaying.clone();
        let mut sent = Sent::default();
        for effect in step.effects {
            match effect {
                Effect::Attach(id, text) if text.contains("\"replay\":") => {
                    replaying.insert(*id);
                }
                Effect::Close(..) => self.leaving += 1,
                _ => {}
            }
        }
        for effect in step.effects {
            sent.count(effect, &replaying)?;
        }
        let replays = replaying.len() as u64;
        let mut cost = step.cost;
        cost.broadcast = sent.broadcast;
        cost.direct = sent.direct.values().sum();
        self.total += cost;
        self.total.direct += sent.replay;
        self.spent += cost;
        self.brought += any_step() + measured(step.limits) + trimmed(step.trimmed);
        if replays > 0 {
            self.brought += replayed(replays, sent.replay);
        }
        self.walk();
        self.look_for_names();
        self.hold(&step, replays, &sent)?;
        self.hold_step(&step, &replaying, &sent)
    }

    /// Takes from the walks of the last sleep what goes beyond the rest, one for each log frame at
    /// most: nothing else has a reason to walk.
    fn walk(&mut self) {
        let may = self.may();
        let spent = self.spent;
        if self.recounts
            && (self.is_beyond() || spent.read > may.read || spent.statements > may.statements)
        {
            self.recounts = false;
            self.brought += recounted();
        }
        if self.counts_new
            && (self.is_beyond()
                || self.spent.read > self.may().read
                || self.spent.statements > self.may().statements)
        {
            self.counts_new = false;
            self.brought += counted_new();
        }
        while self.walks > 0 && self.brought.walks > 0 && self.is_beyond() {
            self.walks -= 1;
            self.brought.walks -= 1;
            self.brought.steps += WALK_STEPS;
        }
    }

    fn is_beyond(&self) -> bool {
        self.spent.steps > self.may().steps
    }

    /// Takes what goes beyond the rest from the names that were there: all are read once, and each is
    /// freed once, if somebody asks for a name.
    fn look_for_names(&mut self) {
        if self.brought.names == 0 {
            return;
        }
        if self.is_beyond() {
            self.brought.steps += std::mem::take(&mut self.unread_names) * NAME_STEPS;
        }
        let freed = self.spent.written.saturating_sub(self.may().written);
        let freed = freed.min(self.names);
        self.names -= freed;
        self.brought.written += freed;
    }

    /// The work that the database may have had is measured by what came of it: rows that were read,
    /// and rows that might have been written.
    fn may(&self) -> Cost {
        let mut may = self.brought + gone().times(self.leaving);
        let work = Cost {
            read: self.spent.read,
            written: may.written,
            statements: self.spent.statements,
            ..Cost::default()
        };
        may.steps += work.with_steps().steps;
        may
    }

    /// What frames brought is enough for all that was done.
    fn hold(&mut self, step: &Step<'_>, replays: u64, sent: &Sent) -> Result<(), String> {
        // How much each session was sent is kept on its socket every so many bytes.
        let kept_every = limits::SAVED_EVERY.min(step.limits.unseen / 8).max(1);
        let direct: u64 = sent.direct.values().sum();
        self.unkept += sent.broadcast * step.sockets + direct + sent.replay;
        self.brought.effects += self.unkept / kept_every;
        self.unkept %= kept_every;
        let mut may = self.may();
        // One who is behind has a mark sent, its place kept, or is closed.
        may.effects += (step.sockets + 1) * 4 + replays * 4 + sent.replay_frames * 3;
        // Told as a broadcast, or to the sockets of the member itself.
        may.direct += may.broadcast * (sent.direct.len() as u64 + 1);
        if step.has_failed {
            // Tried again by halves, and taken back: counts for nothing later, either.
            self.spent.read = self.spent.read.min(may.read);
            self.spent.written = self.spent.written.min(may.written);
            self.spent.steps = self.spent.steps.min(may.steps);
            self.spent.statements = self.spent.statements.min(may.statements);
        }
        for ((what, spent), (_, may)) in self.spent.named().into_iter().zip(may.named()) {
            if spent > may {
                return Err(format!("{spent} {what}, where {may} were brought"));
            }
        }
        let everyone = self.may().broadcast;
        for (session, bytes) in &sent.direct {
            let own = self.own.entry(*session).or_default();
            own.1 += bytes;
            if own.1 > own.0 + everyone {
                return Err(format!(
                    "{} bytes to {session:?}, which brought {}",
                    own.1, own.0
                ));
            }
        }
        Ok(())
    }

    /// However much was brought, one step does no more than this.
    fn hold_step(
        &self,
        step: &Step<'_>,
        replaying: &BTreeSet<SessionId>,
        sent: &Sent,
    ) -> Result<(), String> {
        let closed = step
            .effects
            .iter()
            .filter(|effect| matches!(effect, Effect::Close(..)))
            .count() as u64;
        let members = step.sockets + self.leaving + 1;
        let presence = EVENT * members + PRESENCE;
        let own = |id: &SessionId| self.own.get(id).map_or(0, |own| own.0) + self.may().broadcast;
        let waiting = limits::REPLIES_WAITING as u64 * ERROR;
        for (what, is, may) in [
            (
                "bytes of replies in a step",
                sent.direct.values().sum(),
                limits::REPLY_TICK as u64
                    + 3 * PAGE
                    + AUTHOR * limits::MEMBERS_MAX as u64
                    + closed * waiting
                    + presence,
            ),
            (
                "bytes of replay in a step",
                sent.replay,
                limits::REPLAY_TICK as u64
                    + limits::REPLAY_FRAME as u64
                    + replaying.iter().map(own).sum::<u64>(),
            ),
            (
                "bytes of a broadcast",
                sent.broadcast,
                limits::BATCH_BYTES as u64 + ORIGINAL + 2 * presence,
            ),
            (
                "events trimmed in a step",
                step.trimmed,
                limits::TRIM_EVENTS * limits::TRIM_STEPS as u64,
            ),
        ] {
            if is > may {
                return Err(format!("{is} {what}, where {may} are allowed"));
            }
        }
        for (session, (marks, frames)) in &sent.marks {
            let broadcasts = u64::from(sent.broadcast > 0);
            if *marks > frames + broadcasts + 1 || (*marks > 0 && step.limits.unseen == 0) {
                return Err(format!("{marks} marks to {session:?} for {frames} frames"));
            }
        }
        Ok(())
    }
}

/// What the effects of one step send.
#[derive(Debug, Default)]
struct Sent {
    broadcast: u64,
    /// To sessions that are not in replay, without marks.
    direct: BTreeMap<SessionId, u64>,
    /// To sessions that are.
    replay: u64,
    replay_frames: u64,
    /// Of each session: its marks, and its other frames.
    marks: BTreeMap<SessionId, (u64, u64)>,
}

impl Sent {
    fn count(&mut self, effect: &Effect, replaying: &BTreeSet<SessionId>) -> Result<(), String> {
        match effect {
            Effect::Broadcast(frame, _) => self.broadcast += frame.len() as u64,
            Effect::Send(id, frame, _) if frame.starts_with(r#"[{"type":"mark""#) => {
                self.marks.entry(*id).or_default().0 += 1;
                if frame.len() as u64 > MARK {
                    return Err(format!("a mark of {} bytes", frame.len()));
                }
            }
            Effect::Send(id, frame, _) => {
                self.marks.entry(*id).or_default().1 += 1;
                if replaying.contains(id) {
                    self.replay += frame.len() as u64;
                    self.replay_frames += 1;
                } else {
                    *self.direct.entry(*id).or_default() += frame.len() as u64;
                }
            }
            _ => {}
        }
        Ok(())
    }
}
