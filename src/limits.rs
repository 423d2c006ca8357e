//! Every limit of the room, each with its reason.
//!
//! Constants are part of the wire contract or of the platform; [`Limits`] holds what an
//! operator can set through `[vars]`. No other module sets a limit of its own.

use crate::time::Duration;

/// So many at once after a pause, and so many a second in the long run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub burst: u32,
    pub per_second: u32,
}

/// The wire protocol's version.
pub const PROTOCOL_VERSION: u64 = 1;

/// Code points of a member name.
pub const NAME: usize = 32;
/// Combining marks in a row in a member name: Tibetan and vocalised Arabic and Hebrew need three.
pub const NAME_MARKS: usize = 3;
/// Characters of a room name.
pub const ROOM: usize = 64;
/// Characters of a `cid`, and of a `ref`: room for a UUID or two, little enough to keep thousands in memory.
pub const CID: usize = 64;
/// Bytes of one client frame: a full text in four-byte characters just fits.
pub const FRAME: usize = 16_384;

/// Messages of a history page when the client does not say.
pub const HISTORY_DEFAULT: usize = 50;
/// Most messages of one history page.
pub const HISTORY_MAX: usize = 100;
/// Bytes of the events of one page, over the socket or HTTP; a single larger event is a page by itself.
pub const PAGE_BYTES: usize = 256 * 1024;
/// Rows of a page that are read at first, before it is known how large they are.
pub const PAGE_ROWS: usize = 16;
/// Bytes of a page that one frame of its reader's rate pays for.
pub const PAGE_BYTES_PER_FRAME: usize = 64 * 1024;
/// Members of a roster page when the client does not say.
pub const MEMBERS_DEFAULT: usize = 100;
/// Most members of one roster page.
pub const MEMBERS_MAX: usize = 200;

/// Bytes of one replay frame; a single larger event travels alone.
pub const REPLAY_FRAME: usize = 256 * 1024;
/// Events read from the log at a time while replaying: bounds memory, not the frame.
pub const REPLAY_ROWS: u64 = 256;
/// Bytes that all replays of a room together may have read ahead.
pub const REPLAY_KEPT: usize = 8 * 1024 * 1024;
/// Replay bytes sent to all resuming sessions in one tick, so that live traffic is not held up.
pub const REPLAY_TICK: usize = 2 * 1024 * 1024;
/// A replay that waits for `seen` longer than this ends in 1013.
pub const REPLAY_PATIENCE: Duration = Duration::from_secs(10);

/// Bytes of pages, welcomes and other replies in one tick; what is left follows in the next.
pub const REPLY_TICK: usize = 8 * 1024 * 1024;
/// Replies of one session to be written: whoever asks for more before has to wait.
pub const REPLIES_WAITING: usize = 64;

/// A batch this large, with the rows that it changes, is flushed before its window ends: SQLite
/// binds at most 2 MB. The last event may be one beyond it, and so may the last row.
pub const BATCH_BYTES: usize = 512 * 1024;
/// Bytes of a message's row, beyond which it takes no more reactions: a page of them has to fit in
/// the memory of an isolate.
pub const ROW_BYTES: usize = 256 * 1024;
/// Appends in a row that fail before a tick gives up: a full disk should not be asked once for each
/// of thousands of events.
pub const APPEND_FAILURES: u32 = 100;
/// Log events among whose `(member, cid)` pairs a resend is recognised.
pub const DEDUPE_WINDOW: u64 = 8_192;
/// Keys that a room looks up one by one after it has woken up, before it reads the whole window:
/// one costs about a quarter of that.
pub const DEDUPE_LOOKUPS: u32 = 4;
/// Bytes that an emoji can have at all: the longest has 35.
pub const EMOJI: usize = 64;
/// Reactions that one message can hold: each welcome carries them, and each toggle writes them anew.
pub const REACTIONS: usize = 4_096;
/// Different emoji on one message: more than a screen of them, and none is crowded out for long by
/// what one member adds.
pub const MESSAGE_EMOJI: usize = 50;
/// Emoji of one member on one message: three would have to conspire to fill it.
pub const MEMBER_EMOJI: usize = 20;

/// How long a room gathers what happens before it tells everyone: longer, the dearer that is on a
/// platform. The default is that of the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Microseconds that each frame sent adds. A send costs the edge's runtime 11 to 37 µs, so sending
    /// takes about an eighth of a core.
    pub per_send_us: u64,
    /// The least after a tick that wrote: a commit waits for the disk, so a flood in a small room must not
    /// cause one for each message.
    pub after_write: Duration,
}

impl Default for Window {
    fn default() -> Window {
        Window {
            per_send_us: 250,
            after_write: Duration::from_millis(4),
        }
    }
}

/// Events of a tick that make the next window longer by as much again: who says thousands of things
/// a second is not waiting for one of them, and each frame has a price of its own.
pub const WINDOW_GROWS_EVERY: u64 = 64;
/// Events of a tick beyond which the window does not grow: threefold.
pub const WINDOW_GROWS_UP_TO: u64 = 2 * WINDOW_GROWS_EVERY;
/// Events of a tick after which the room pauses to hear everyone.
pub const PAUSE_AFTER: u64 = WINDOW_GROWS_EVERY;
/// Longest window: what a person still takes for "at once" in a room of thousands.
pub const WINDOW_MAX: Duration = Duration::from_millis(400);

/// What is due later than this is left to an alarm. Sooner, a timer is cheaper: it keeps the room awake
/// for that long, while an alarm costs two commits.
pub const TIMER_AT_MOST: Duration = Duration::from_secs(1);

/// Damaged rows that the operator is told of, each once as long as a room is awake: whoever reads
/// twenty of them knows that there are more.
pub const DAMAGE_TOLD: usize = 20;

/// Time between two `typing` of a member that are passed on: clients send one in 3 s.
pub const TYPING_INTERVAL: Duration = Duration::from_secs(2);
/// Members whose typing one tick passes on.
pub const TYPING_AT_ONCE: usize = 20;
/// Time between two `presence` counts in a room above the roster limit.
pub const PRESENCE_INTERVAL: Duration = Duration::from_secs(1);
/// Span in which strikes (bad frames, rate errors) are counted.
pub const STRIKE_SPAN: Duration = Duration::from_secs(10);
/// Bad frames within [`STRIKE_SPAN`] that a session survives; the next closes it with 4400.
pub const BAD_FRAMES: usize = 10;
/// Rate errors, or refused names before the welcome, within [`STRIKE_SPAN`] that a session
/// survives; the next closes it with 4429.
pub const RATE_ERRORS: usize = 50;

/// A socket that has not been welcomed by then is closed, however often it was asked again.
pub const GREETING: Duration = Duration::from_secs(60);
/// The part of a room's sockets that only those with a token may have: one in so many.
pub const KNOWN_SOCKETS: usize = 20;

/// Time between two lines of the server's log on origins that it refuses.
pub const REFUSED_ORIGIN_TOLD: Duration = Duration::from_secs(600);
/// Characters behind a link to a room that are taken for marks of the sentence round it.
pub const LINK_MARKS: usize = 16;

/// Time between two looks for silent peers, taken only while the room is awake anyway.
pub const SILENCE_SWEEP: Duration = Duration::from_secs(30);
/// How far the time at which a socket was heard may lie behind what is kept of it on the socket.
pub const HEARD_STEP: Duration = Duration::from_secs(60);
/// A peer that pinged once and then is silent for this long is gone: five missed pings.
pub const SILENT_AFTER_PING: Duration = Duration::from_secs(120);
/// A peer that never pings may be a listening bot; after this it has to come back.
pub const SILENT_WITHOUT_PING: Duration = Duration::from_secs(3_600);

/// How often one member may say hello, on whatever sockets: more than a bad network makes it.
pub const HELLOS: Rate = Rate {
    burst: 30,
    per_second: 3,
};
/// Seconds of [`Limits::joins_per_second`] that may come at once: a whole hall. No more than a room is
/// awake before it sleeps, as the bucket is full after that.
pub const JOINS_AT_ONCE: u32 = 10;
/// New members who get all of [`Limits::burst`] at once, and how many a second in the long run. Who
/// comes when many have just come begins with one frame.
pub const FULL_BUCKETS: Rate = Rate {
    burst: 200,
    per_second: 20,
};
/// Sockets of a room that one network may always have, however small the room; of a larger one it
/// may have half.
pub const NETWORK_SOCKETS_AT_LEAST: usize = 100;

/// A JWT of a site around a room, which is all of a frame but its name.
pub const JWT: usize = 8_192;
/// How long such a JWT may last. It is made for one page that is opened.
pub const JWT_LIFE: Duration = Duration::from_secs(10 * 60);
/// By how much the site's clock may differ from ours.
pub const JWT_SKEW: Duration = Duration::from_secs(30);
/// By what a site knows its user, in bytes.
pub const SUBJECT: usize = 255;
/// Bytes of a secret that a site signs with: as many as what it makes.
pub const HOST_SECRET: usize = 32;
/// Validity of a member token; each welcome hands out a fresh one.
pub const TOKEN_LIFE: Duration = Duration::from_secs(30 * 24 * 3_600);
/// How much longer than the token a name is reserved, so that a daily visit writes nothing but once
/// a day.
pub const RESERVED_SLACK: Duration = Duration::from_secs(24 * 3_600);
/// Reserved names of a room: half a megabyte when they are read.
pub const RESERVED_NAMES: usize = 10_000;
/// Reserved names that a room looks up one by one after it has woken up, before it reads them all.
pub const RESERVED_LOOKUPS: u32 = 4;
/// Members beyond whom a tick that only reserves names is followed by [`Window::after_write`], too: a
/// storm of newcomers must not cause a commit for each, and a few are to be welcomed at once.
pub const RESERVES_AT_ONCE: usize = 32;
/// Bytes to a session after which their count is written to its attachment, to survive a sleep; an eighth of
/// `MAX_UNSEEN_BYTES`, if that is less. A sleep makes the count wrong by so much, about, either way.
pub const SAVED_EVERY: u64 = 256 * 1024;

/// Bytes to one session between two marks, which it returns to prove what it has read.
pub const MARK_EVERY: u64 = 1024 * 1024;
/// Marks of one session that can be on their way; the oldest give way.
pub const MARKS: usize = 64;
/// Bytes that a session may be sent in all without ever having returned a mark, whatever it says in
/// `seen`: an hour of a busy room for a client that knows no marks, and less than an honest reader
/// may be behind.
pub const UNPROVEN: u64 = 12 * 1024 * 1024;
/// The same for a replay, which costs who asks for it nothing: enough for what is missed in a while.
pub const UNPROVEN_REPLAY: u64 = 4 * 1024 * 1024;
/// Bytes of all replays of a room that may be on their way to sessions that never returned a mark.
pub const UNPROVEN_REPLAYS: u64 = 64 * 1024 * 1024;
/// Bytes of news that make a `seen` free.
pub const SEEN_STEP: u64 = 16 * 1024;
/// Other `seen` that a session may send at once, and each second.
pub const SEEN: Rate = Rate {
    burst: 64,
    per_second: 4,
};

/// Bytes behind which nobody outruns its own `seen`, however small the bound: a `seen` comes for each
/// MiB, and the next one is on its way.
pub const OUTRUN_AT_LEAST: u64 = 2 * 1024 * 1024;
/// Frames of a session since its last `seen` that brought progress, below which it is not the one who
/// floods.
pub const OUTRUN_FRAMES: u32 = 64;
/// Who has been sent half of `MAX_UNSEEN_BYTES` within this span without having said `seen` may not
/// say more: it floods, and its `seen` waits behind what it said.
pub const OUTRUN_SPAN: Duration = Duration::from_secs(5);

/// The span of the budget of rows.
pub const ROWS_SPAN: Duration = Duration::from_secs(24 * 3_600);
/// Rows and bytes of events after which a room's usage is kept: what a wake may have to count anew.
pub const USAGE_KEPT_ROWS: u64 = 2_048;
pub const USAGE_KEPT_BYTES: u64 = 1024 * 1024;
/// The same for rows of names and graces, which nobody counts anew.
pub const USAGE_KEPT_OTHERS: u64 = 256;
/// Least time to wait for rows, once those of the day are used up.
pub const ROWS_WAIT: Duration = Duration::from_secs(5);
/// Bytes of a touched message's row for which its change counts as one row more: it is written whole.
pub const ROW_BYTES_PER_ROW: usize = 8 * 1024;
/// Bytes of a row of the log beside its texts, about.
pub const MESSAGE_BYTES: u64 = 150;
pub const CHANGE_BYTES: u64 = 170;
/// Events that are trimmed by one statement, and statements in one tick: more than a tick can bring,
/// and little enough to hold nobody up.
pub const TRIM_EVENTS: u64 = 512;
pub const TRIM_STEPS: usize = 8;
/// Newest events that are never trimmed.
pub const TRIM_KEEPS: u64 = 128;
/// A room that is over its bytes is trimmed to this many sixteenths of them, so that it does not trim
/// a little in every tick.
pub const TRIM_TO_SIXTEENTHS: u64 = 15;
/// Rows that an event writes, in the budget of a room: a change has one of its own and rewrites its
/// message, and where a text goes it is overwritten first, also in the edit before it.
pub const MESSAGE_ROWS: u64 = 1;
pub const REACTION_ROWS: u64 = 2;
pub const ERASING_ROWS: u64 = 5;

/// The smallest bound on unseen bytes that makes sense.
pub const LEAST_UNSEEN: u64 = 64 * 1024;

/// The platform's own bound on sockets of one Durable Object.
pub const PLATFORM_SOCKETS: usize = 32_768;

/// Lists of networks that owe something, and how many a list may hold: 10,240 networks in all, or
/// three quarters of a megabyte.
pub const NETWORK_LISTS: usize = 1_280;
/// See [`NETWORK_LISTS`].
pub const NETWORK_LIST: usize = 8;
/// Minutes' worth of sockets that a network may open at once: all of a school whose line came back.
pub const NETWORK_JOINS_BURST: u64 = 5;
/// Minutes' worth of new rooms at once: a day of lessons, each group in a room of its own.
pub const NETWORK_ROOMS_BURST: u64 = 50;
/// Minutes' worth of reads at once.
pub const NETWORK_READS_BURST: u64 = 2;
/// Bytes of a page of messages that one read pays for.
pub const NETWORK_READ_BYTES: u64 = 32 * 1024;
/// What asking for a room that nobody was ever in costs, in joins or reads, where it is not begun:
/// the platform makes a file for the object even so.
pub const NEW_ROOM_PRICE: u64 = 10;
/// When the platform's own rate limit, where one is bound, has surely forgotten: its longest span.
pub const PLATFORM_LIMIT_SPAN: Duration = Duration::from_secs(60);
/// Wrong keys of the operator that a network may try in a minute.
pub const NETWORK_KEYS_PER_MINUTE: u64 = 10;

/// Minutes' worth of steps of signing in that a network may take at once.
pub const NETWORK_SIGN_INS_BURST: u64 = 5;
/// What a passkey or a recovery code that does not hold costs more than one step.
pub const WRONG_SIGN_IN: u64 = 4;

/// For how long a browser stays signed in after it last came.
pub const SESSION_LIFE: Duration = Duration::from_secs(30 * 24 * 3_600);
/// How old a cookie may be before it is renewed.
pub const COOKIE_RENEWED: Duration = Duration::from_secs(24 * 3_600);
/// How long the cookie before is good for after the new one has come back: for what was on its way.
pub const COOKIE_OVERLAP: Duration = Duration::from_secs(600);
/// How exactly it is kept when a session was last there.
pub const SESSION_SEEN: Duration = Duration::from_secs(3_600);
/// Sessions of an account: past this the one goes that was longest not there.
pub const SESSIONS: u64 = 50;
/// How long a challenge for a passkey is good for.
pub const CHALLENGE_LIFE: Duration = Duration::from_secs(300);
/// Bytes of the id of a passkey, as the standard has it.
pub const PASSKEY_ID: usize = 1_023;
/// Passkeys of an account.
pub const PASSKEYS: u64 = 20;
/// Code points of what passkeys and sessions are called.
pub const LABEL: usize = 60;
/// Sign-ins that may fail in an account, and within what time.
pub const FAILURES: u64 = 10;
pub const FAILURES_SPAN: Duration = Duration::from_secs(600);
/// Rooms that an account is in as one and the same. In more than these it is there as a guest.
pub const ACCOUNT_ROOMS: u64 = 5_000;
/// Of what devices have in common: changes in a request, bytes of a name and of a value, fields of an account
/// with those that were removed, and bytes of them all.
pub const SYNC_CHANGES: usize = 500;
pub const SYNC_FIELD: usize = 200;
pub const SYNC_VALUE: usize = 8 * 1024;
pub const SYNC_FIELDS: u64 = 10_000;
pub const SYNC_BYTES: u64 = 4 * 1024 * 1024;
/// Fields in an answer.
pub const SYNC_PAGE: u64 = 500;
/// How long it is remembered that a field was removed.
pub const SYNC_REMOVED: Duration = Duration::from_secs(90 * 24 * 3_600);
/// Letters that an account's object sends at once, and in one go: a request may ask other objects fifty times.
pub const ACCOUNT_LETTERS_AWAY: u64 = 4;
pub const ACCOUNT_LETTERS_A_GO: u64 = 30;
/// Accounts of which a room remembers that it was just told that they are gone, or signed out.
pub const ACCOUNTS_OVER: usize = 64;
/// How far the clocks of two objects may be apart.
pub const CLOCKS_APART: Duration = Duration::from_secs(5);
/// Bytes of a request about an account.
pub const ACCOUNT_BODY: u64 = 64 * 1024;
/// What a letter to a room costs, as rows written.
pub const LETTER_ROWS: u64 = 8;
/// What a request about an account may cost for each read over HTTP that it is charged as.
pub const ACCOUNT_COST: u64 = 32;
/// Bytes of one that synchronises.
pub const SYNC_BODY: u64 = 256 * 1024;

/// Code points of a room's title and topic.
pub const TITLE: usize = 80;
pub const TOPIC: usize = 500;
/// The longest time between two messages of one member that a room can ask for.
pub const SLOW_MOST: Duration = Duration::from_secs(3_600);
/// For how long a room may keep its messages, where it does not keep them for ever.
pub const KEEP_LEAST: Duration = Duration::from_secs(60);
pub const KEEP_MOST: Duration = Duration::from_secs(31_536_000);
/// How seldom an idle room is woken to let old messages go.
pub const KEEP_EVERY: Duration = Duration::from_secs(3_600);
/// How late they may go while the room is awake.
pub const KEEP_SWEEP: Duration = Duration::from_secs(30);
/// Code points of a key's label, of what a moderator gives as a reason, and of what who knocks says.
pub const KEY_LABEL: usize = 60;
pub const REASON: usize = 140;
pub const KNOCK_TEXT: usize = 140;
/// How many members may come by one key, where that is limited at all.
pub const KEY_USES: u64 = 10_000;
/// Live keys of a room.
pub const KEYS: usize = 100;
/// Keys that a room remembers, and tells: those that have ended beside the live ones, the newest of them.
pub const KEYS_TOLD: usize = 500;
/// Members whose rows are written by one statement: SQLite binds at most 2 MB.
pub const MEMBERS_AT_ONCE: usize = 4_096;
/// What is known of members who have left stays in memory up to so many.
pub const STANDINGS: usize = 200;
/// For how long what moderators did is kept: audit, reports, revoked keys.
pub const AUDIT_LIFE: Duration = Duration::from_secs(90 * 24 * 3_600);
/// Rows of the audit that are kept at most, and for how many at a time room is made.
pub const AUDIT_ROWS: u64 = 10_000;
pub const AUDIT_BATCH: u64 = 100;
/// Reports that are kept at most, and those of one member whose messages are still there.
pub const REPORTS: u64 = 1_000;
pub const REPORTS_OF_MEMBER: u64 = 20;
/// Those out of rooms of pairs, beside the others: each has many messages in it. And those of one pair,
/// which push out nobody else's.
pub const PAIR_REPORTS: u64 = 100;
pub const REPORTS_OF_PAIR: u64 = 5;
/// How long such a report stays before the first one of another pair may take its place.
pub const PAIR_REPORT_STAYS: Duration = Duration::from_secs(24 * 3_600);
/// How long one of a pair waits until it may report again.
pub const PAIR_REPORT_SPAN: Duration = Duration::from_secs(60);
/// Messages that a report out of such a room has.
pub const PAIR_REPORT_MESSAGES: usize = 20;
/// The oldest of them, among which a new one looks for what has to go: not through all.
pub const AUDIT_AT_ONCE: u64 = 16;
/// Reports that an operator sees of a room.
pub const REPORTS_SHOWN: usize = 20;
/// Items of the desk in one answer.
pub const DESK_DEFAULT: usize = 50;
pub const DESK_MAX: usize = 100;
/// For how long the network of who was banned is not let in without key or token.
pub const NETWORK_BAN: Duration = Duration::from_secs(24 * 3_600);
/// Bans of a room that have not ended: each new one looks through all of them.
pub const BANS: usize = 1_000;
/// The longest mute, and the longest ban that is not for ever.
pub const BAN_MOST: Duration = Duration::from_secs(31_536_000);
/// How long a room may last that is created with an end: as long as handing something over takes.
pub const ENDS_MOST: Duration = Duration::from_secs(600);
/// Pinned messages of a room.
pub const PINNED: usize = 5;
/// How long somebody may wait to be let in, how many may, and how many of one network before they give way
/// to others where there is no place left.
pub const KNOCK_PATIENCE: Duration = Duration::from_secs(600);
pub const KNOCKS: usize = 100;
pub const KNOCKS_OF_NETWORK: usize = 20;
/// How long who was denied waits before it may knock again, twice as long each time, and when that
/// begins anew: a day after the last wait.
pub const DENIED_WAIT: Duration = Duration::from_secs(60);
pub const DENIED_WAIT_MOST: Duration = Duration::from_secs(3_600);
pub const DENIED_LIFE: Duration = Duration::from_secs(24 * 3_600);
/// How often a member, and members of one network, may be denied before they have to wait.
pub const DENIED_FREELY: i64 = 2;
pub const DENIED_FREELY_OF_NETWORK: i64 = 20;
/// Members and networks that wait for that, at most: each new one looks through all of them.
pub const DENIED: usize = 1_000;
/// Time between two times that moderators are sent what waits for them, or all the keys.
pub const DESK_INTERVAL: Duration = Duration::from_secs(1);
/// Time between two answers to a `typing` that is not allowed.
pub const TYPING_REFUSED: Duration = Duration::from_secs(3);

/// How long a sign-in by a provider may take from its beginning to its end.
pub const OIDC_ATTEMPT: Duration = Duration::from_secs(600);
/// By how much the provider's clock may be wrong.
pub const OIDC_SKEW: Duration = Duration::from_secs(60);
/// How long it is remembered what a provider says of itself, and which keys it has; and after what time
/// they are asked for again, because a token is signed by another one.
pub const OIDC_KEPT: Duration = Duration::from_secs(3_600);
pub const OIDC_KEYS_AGAIN: Duration = Duration::from_secs(60);
/// Time after which the operator is told the same of it once more.
pub const OIDC_TOLD: Duration = Duration::from_secs(60);
/// Bytes of an address of a provider, of a path to return to, and of an ID token.
pub const OIDC_ADDRESS: usize = 1_024;
pub const OIDC_RETURN: usize = 512;
pub const OIDC_TOKEN: usize = 65_536;
/// Bytes of the name by which a provider knows somebody, as the standard has it.
pub const OIDC_SUBJECT: usize = 255;
/// Keys of a provider that are looked at, and bytes of the modulus of one of RSA.
pub const OIDC_KEYS: usize = 100;
pub const RSA_LEAST: usize = 256;
pub const RSA_MOST: usize = 1_024;

/// Newest messages among which is counted how much is new to those who watch, the deleted ones included:
/// they are read once in a wake, and only where that is needed.
pub const WATCH_MESSAGES: u64 = 4_096;
/// Of those, how many are read at a time.
pub const WATCH_ROWS: u64 = 256;
/// Bytes of their texts in which mentions are looked for, the newest ones: of a member that begins to
/// be watched, or takes another name.
pub const WATCH_TALK: usize = 1024 * 1024;
/// How much new a watch is told of, at most.
pub const WATCH_COUNTED: u64 = 1_000;
/// Code points of the newest message that a watch is told.
pub const PREVIEW: usize = 120;
/// Time between two `head` to a watch.
pub const HEAD_INTERVAL: Duration = Duration::from_secs(1);
/// Watches that are looked at in one tick: ten thousand a second, at the longest window.
pub const HEADS_AT_ONCE: usize = 4_000;
/// Bytes that a watch may be sent without a word of it.
pub const WATCH_UNHEARD: u64 = 2 * 1024 * 1024;
/// How many `@` of a text may mention somebody, the first ones.
pub const MENTIONS: usize = 64;
/// Bytes of the key of a name of which only the number is known, and how many words are compared with
/// such: of a message that comes, and of all that are read or looked through at once, the newest first.
pub const UNREAD_NAME: usize = 4 * NAME;
pub const UNREAD_NAMES: usize = 1_024;
pub const UNREAD_NAMES_READ: usize = 4 * UNREAD_NAMES;

/// Code points of what somebody looks for.
pub const SEARCH_QUERY: usize = 200;
/// Results of a page when the client does not say, and most of them.
pub const SEARCH_DEFAULT: usize = 20;
pub const SEARCH_MAX: usize = 50;
/// Places that are marked in one message: whoever sees a hundred needs no more.
pub const SEARCH_MARKS: usize = 100;
/// Different `from:` of one query; each further one is a word. The names are looked up one by one.
pub const SEARCH_FROM: usize = 4;
/// Terms that an index is asked for: with as many, next to nothing is found in vain, and each is a walk over
/// all messages that have it.
pub const SEARCH_TERMS: usize = 8;
/// Messages that are looked at for one answer, where an index says which, and where none can; and bytes of
/// their texts, as they are compared where that is longer: a character may fold to eighteen. About 20 ms.
pub const SEARCH_CANDIDATES: usize = 2_000;
pub const SEARCH_SCANNED: usize = 10_000;
pub const SEARCH_BYTES: usize = 2 * 1024 * 1024;
/// How many of them are read at first, and at most at a time.
pub const SEARCH_ROWS: usize = 32;
pub const SEARCH_ROWS_MOST: usize = 512;
/// Events among which an index is asked at once, and how often that is done for one answer: all of a room of
/// millions.
pub const SEARCH_SPAN: u64 = 262_144;
pub const SEARCH_STATEMENTS: usize = 48;
/// The newest results among which the best are looked for.
pub const SEARCH_BEST: usize = 500;
/// Messages under a name that are looked at for whose it is, and how many may have borne it.
pub const SEARCH_NAMED: usize = 200;
pub const SEARCH_PEOPLE: usize = 20;
/// Reads that a search costs at least, that it may cost, and what it may look at for one of them.
pub const SEARCH_PRICE: u64 = 2;
pub const SEARCH_PRICE_MOST: u64 = 16;
pub const SEARCH_LOOKS_PER_READ: usize = 2_500;
/// Different terms of one message that an index has. To take one out again takes 30 to 110 µs: a member who edits
/// texts of four thousand ideographs would stop all rooms of a thread for a second each time. A message that
/// has more is looked at by every search instead, within the bounds of one.
pub const INDEX_TERMS: usize = 768;
/// Messages, and bytes of their texts, that are put into an index at once: some 20 ms at the edge.
pub const INDEX_ROWS: usize = 512;
pub const INDEX_BYTES: u64 = 64 * 1024;
/// Pages of an index that are merged in each step: more than it grows by, and no more than some milliseconds take.
pub const INDEX_PAGES: i64 = 48;
/// After that the room has time for others; and after a step that failed.
pub const INDEX_PAUSE: Duration = Duration::from_millis(20);
pub const INDEX_RETRY: Duration = Duration::from_secs(60);
/// Terms that are taken out of an index in one step of what a room lets go of, and in all its steps: to take out one
/// takes up to 170 µs. Where more are to go, the index does, and the next search makes another one.
pub const INDEX_LET_GO: u64 = 256;
pub const INDEX_LET_GO_IN_ALL: u64 = 16 * 1024;
/// And those that edits and deletions take out, at once and each second, in one room. Beyond that the index goes, and
/// nobody makes another one for so long.
pub const INDEX_TAKEN_OUT: Rate = Rate {
    burst: 2_048,
    per_second: 128,
};
pub const INDEX_RESTS: Duration = Duration::from_secs(600);
/// Messages of which an index that finds nothing is asked whether it has them: one whose rows are gone has none.
pub const INDEX_PROBES: u64 = 8;
/// For how long an index is kept that nobody uses, and how exactly that is known.
pub const INDEX_KEPT: Duration = Duration::from_secs(30 * 24 * 3_600);
pub const INDEX_NOTED: Duration = Duration::from_secs(24 * 3_600);

/// Bytes of a piece of an export, which its reader has to take before the room is asked for the next: it
/// holds nobody up for long.
pub const EXPORT_PIECE: usize = 256 * 1024;
/// Reads that are taken for an export until it has told how many it costs.
pub const EXPORT_PRICE: u64 = 512;
/// Events that are read at once for it.
pub const EXPORT_ROWS: u64 = 32;
/// Bytes of a file that is imported: all of it is in memory at once.
pub const IMPORT_BYTES: u64 = 16 * 1024 * 1024;
/// Bytes of one of its lines: the longest that is written tells of [`KEY_USES`] members.
pub const IMPORT_LINE: usize = 256 * 1024;
/// Files that one network, and that all may have on their way at once.
pub const UPLOADS_OF_NETWORK: usize = 2;
pub const UPLOADS: usize = 8;
/// How long a file may take to come: this, and a second for so many of its bytes.
pub const UPLOAD_TIME: Duration = Duration::from_secs(10);
pub const UPLOAD_BYTES_PER_SECOND: u64 = 128 * 1024;
/// How far the clock of who wrote the file may be ahead.
pub const IMPORT_AHEAD: Duration = Duration::from_secs(3_600);

/// Bytes of a part in which a file is sent: what a row of an object may have with some room to spare.
pub const FILE_PART: u64 = 1024 * 1024;
/// Files of a message: a grid that is still looked at.
pub const FILES: usize = 10;
/// Code points of the name of a file as it is sent, and as it is kept, and of its ending.
pub const FILE_NAME_SENT: usize = 4_000;
pub const FILE_NAME: usize = 120;
pub const FILE_ENDING: usize = 10;
/// Code points of what a picture shows, in words.
pub const FILE_ALT: usize = 500;
/// Bytes of a preview, and pixels of a side.
pub const FILE_PREVIEW: usize = 40;
pub const FILE_SIDE: u64 = 65_535;
/// First bytes of a file by which it is known what it is.
pub const FILE_HEAD: usize = 4_096;
/// Bytes of a request that begins an upload: the longest name and text, with each character escaped, fit in.
pub const FILE_BODY: u64 = 64 * 1024;
/// Uploads that no message has claimed yet, of one member and of a whole room.
pub const OPEN_FILES_OF_MEMBER: u64 = 20;
pub const OPEN_FILES: u64 = 500;
/// And the share of the room's bytes that these may have reserved, of one member and of a whole room: one of so many.
/// Each may reserve one file, however large, and these bytes.
pub const OPEN_BYTES: u64 = 16 * 1024 * 1024;
pub const OPEN_SHARE_OF_MEMBER: u64 = 4;
pub const OPEN_SHARE: u64 = 2;
/// Files of a day of a member, and of a network: each counts as that part of their bytes of a day at least. So many
/// small ones do not fill a room's [`ROOM_FILES`].
pub const FILES_OF_MEMBER_A_DAY: u64 = 2_000;
pub const FILES_OF_NETWORK_A_DAY: u64 = 10_000;
/// Uploads of who has most of them, at most, that give way to one of who has fewer.
pub const OPEN_FILES_GIVE_WAY: usize = 20;
/// What comes of an upload puts off its end by a second for so many bytes: it ends in time, however small its parts are.
pub const SLOWEST_UPLOAD: u64 = 4 * 1024;
/// Files of a room, however small.
pub const ROOM_FILES: u64 = 20_000;
/// Parts that one network, and that all may have on their way at once: each may be in memory as a whole.
pub const PARTS_OF_NETWORK: usize = 12;
pub const PARTS: usize = 64;
/// Bytes of a file that one read over HTTP pays for, beside the first.
pub const FILE_READ_BYTES: u64 = 1024 * 1024;
/// What it costs to store a file, as rows: its own, with its indexes, what its room has in all, and the
/// budget of its member; and each part of it.
pub const FILE_ROWS: usize = 6;
pub const PART_ROWS: usize = 3;
/// The same of its claim, and of its end.
pub const CLAIM_ROWS: u64 = 5;
/// The same each time its bytes are to be removed.
pub const DROP_ROWS: usize = 3;
/// The span of the budgets of files.
pub const FILE_SPAN: Duration = Duration::from_secs(24 * 3_600);
/// A ticket for files is the same within so long, and good for this and the next such time.
pub const TICKET_SPAN: Duration = Duration::from_secs(12 * 3_600);
/// Sockets of a room, and those of one network, that are told of files in texts; others are told as everybody is. Each
/// has a frame of its own.
pub const LINKED_SESSIONS: usize = 250;
pub const LINKED_SESSIONS_OF_NETWORK: usize = 50;
/// Files that an operator's request removes at once: a Worker may ask fifty objects.
pub const FILES_REMOVED_AT_ONCE: usize = 20;
/// Files whose bytes are on their way out at once.
pub const FILE_DROPS_AWAY: usize = 4;
/// How long the store has for that until it is asked again; each time twice as long, up to a day.
pub const FILE_DROP_PAUSE: Duration = Duration::from_secs(2);
pub const FILE_DROP_PAUSE_MOST: Duration = Duration::from_secs(24 * 3_600);
/// A part that was on its way when its upload ended comes within this time: then its bytes are looked for once
/// more.
pub const FILE_DROP_AGAIN: Duration = Duration::from_secs(60);

/// Characters that the operator's key has at least.
pub const ADMIN_KEY: usize = 20;
/// Bytes of the body of an operator's request.
pub const ADMIN_BODY: u64 = 4 * 1024;
/// Removed members that a room remembers: the oldest is forgotten beyond, and may come back with a
/// token of that time.
pub const REMOVED: usize = 1_000;
/// Pairs that `welcome.directs` tells of.
pub const DIRECTS: usize = 100;
/// How many of them are requests: strangers can make any number, which must not push out the others.
pub const DIRECT_REQUESTS: usize = 30;
/// New pairs that a member may make within this time.
pub const PAIRS_AT_ONCE: u64 = 10;
pub const PAIRS_SPAN: Duration = Duration::from_secs(3_600);
/// The same of all members who come from one network: a school asks in bursts.
pub const PAIRS_AT_ONCE_OF_NETWORK: u64 = 100;
/// Pairs that one member may have made, all of one network, and those of a room: about 8 MB of rows and
/// indexes.
pub const PAIRS_OF_MEMBER: u64 = 1_000;
pub const PAIRS_OF_NETWORK: u64 = 2_000;
pub const PAIRS: u64 = 20_000;
/// After how long a request that led to nothing may be let go, where there is no place for more; and how
/// many at once.
pub const PAIR_IDLE: Duration = Duration::from_secs(24 * 3_600);
pub const PAIRS_LET_GO: u64 = 100;
/// How often the room of an open pair is told again what it is, because somebody asks: it may be gone.
pub const PAIR_CHECK: Duration = Duration::from_secs(3_600);
/// How often it is told that one of the two has another name, and of how many pairs of that member, those
/// that changed last. The others hear of it with their next letter.
pub const PAIR_CALL: Duration = Duration::from_secs(60);
pub const PAIRS_CALLED: usize = 20;
/// Events of each table that are looked at for the author of whom nothing else is known.
pub const AUTHORS_LOOKED_AT: usize = 2_048;
/// Members that have left whose names are remembered until the room sleeps.
pub const LEFT_REMEMBERED: usize = 200;
/// Answers that wait until the room of a pair has its letter.
pub const DIRECTS_WAITING: usize = 256;
/// Bytes of a letter from one room to another: the longest twenty messages fit in without their reactions,
/// and it fits into a row.
pub const LETTER: usize = 512 * 1024;
/// Letters that a room keeps until they are delivered: past this it takes on nothing that needs one.
pub const LETTERS: usize = 100;
/// Beyond so many, only those are taken on that somebody waits for.
pub const LETTERS_UNASKED: usize = 50;
/// How many of them are on their way at once. A Worker may have six connections open.
pub const LETTERS_AWAY: usize = 4;
/// How long a letter has until it is sent again; each time twice as long, up to a day.
pub const LETTER_PAUSE: Duration = Duration::from_secs(2);
pub const LETTER_PAUSE_MOST: Duration = Duration::from_secs(24 * 3_600);
/// Browsers of one member, of one network and of a whole room that a push service tells what happens there.
pub const PUSHES_OF_MEMBER: usize = 5;
pub const PUSHES_OF_NETWORK: usize = 200;
pub const PUSHES: usize = 10_000;
/// Bytes of the address of one: those of today's services have some hundreds.
pub const PUSH_ENDPOINT: usize = 1_024;
/// Bytes of what one is told: with what encryption adds it has to stay below the 4,096 that every push
/// service takes.
pub const PUSH_PAYLOAD: usize = 3_000;
/// What comes within this time of the first thing is told with it.
pub const PUSH_DELAY: Duration = Duration::from_secs(2);
/// A browser is told no more often than this.
pub const PUSH_INTERVAL: Duration = Duration::from_secs(30);
/// Requests to push services at once: a Worker may have six connections open.
pub const PUSHES_AWAY: usize = 6;
/// Requests to them in one run of the object, which may make 50, and a rest after which another one begins.
/// Longer than a timer would be for: an alarm is a run of its own.
pub const PUSHES_AT_ONCE: u32 = 40;
pub const PUSH_REST: Duration = Duration::from_millis(1_200);
/// A request of which nothing was heard by then was in vain: longer than whoever makes it waits.
pub const PUSH_PATIENCE: Duration = Duration::from_secs(60);
/// How long after one that was in vain comes the next; each time four times as long.
pub const PUSH_PAUSE: Duration = Duration::from_secs(30);
/// After so many in vain the browser is told only of what comes next, and after so many it is forgotten.
pub const PUSH_TRIES: u64 = 5;
pub const PUSH_TRIES_MOST: u64 = 15;
/// The longest that a push service can ask for.
pub const PUSH_RETRY_MOST: Duration = Duration::from_secs(24 * 3_600);
/// Events after which is kept up to which nobody is to be told of any: what a room reads again once it wakes.
pub const PUSH_MARK_EVERY: u64 = 64;
/// How long an alarm is put off that cannot wake its room: because the operator lets nobody in, the log
/// cannot be read, or the room had a fault.
pub const ALARM_PAUSE: Duration = Duration::from_secs(600);
/// Seconds after which to look again, while the operator lets nobody in.
pub const MAINTENANCE_RETRY: &str = "60";
/// And where the server stops: the next one takes less to be there.
pub const STOPPING_RETRY: &str = "5";

/// The limits an operator sets by `[vars]`; `welcome.limits` tells most of them to clients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Code points of a message (`MAX_TEXT`).
    pub text: usize,
    /// Frames a member may send at once (`RATE_BURST`).
    pub burst: u32,
    /// Frames a second a member may send in the long run (`RATE_PER_SECOND`).
    pub per_second: u32,
    /// Sockets of a room (`MAX_SOCKETS`).
    pub sockets: usize,
    /// Sockets of one member (`MAX_MEMBER_SOCKETS`).
    pub member_sockets: usize,
    /// Members up to whom the roster is told in full (`MAX_ROSTER`).
    pub roster: usize,
    /// Bytes a socket may be behind its last `seen`; 0 means no bound (`MAX_UNSEEN_BYTES`).
    pub unseen: u64,
    /// Sockets that one network may have in the room; 0 means no bound (`MAX_NETWORK_SOCKETS`).
    pub network_sockets: usize,
    /// New members a second in the long run; 0 means no bound (`ROOM_JOINS_PER_SECOND`).
    pub joins_per_second: u32,
    /// Rows that the room may write a day; 0 means no bound (`ROOM_ROWS_PER_DAY`).
    pub rows_per_day: u64,
    /// Bytes of the log beyond which its oldest events go; 0 means no bound (`MAX_ROOM_BYTES`).
    pub room_bytes: u64,
    /// Whether a room begins only with an owner (`ROOM_CREATION`).
    pub created_only: bool,
    /// The public key by which push services know us, if there is one (`VAPID_KEY`).
    pub push_key: Option<String>,
    /// The hosts of those services (`PUSH_HOSTS`).
    pub push_hosts: Option<String>,
    /// Whether only those come in whom an account or a site vouches for (`SIGN_IN`).
    pub vouched_only: bool,
    /// Bytes of a file; 0 means that there are none (`MAX_FILE_BYTES`).
    pub file_bytes: u64,
    /// Bytes of all files of the room; 0 means no bound (`MAX_ROOM_FILE_BYTES`).
    pub room_file_bytes: u64,
    /// Bytes that a member may send in files in a day; 0 means no bound (`MAX_MEMBER_FILE_BYTES_PER_DAY`).
    pub member_file_bytes: u64,
    /// For how long a file waits to be claimed by a message (`FILE_CLAIM_SECONDS`).
    pub file_claim: Duration,
    /// Time for a new socket to say hello (`HELLO_TIMEOUT_MS`).
    pub hello_timeout: Duration,
    /// Time between a member's last socket closing and its `leave` (`LEAVE_GRACE_MS`).
    pub grace: Duration,
    /// What gathering costs on this platform; no variable.
    pub window: Window,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            text: 4_000,
            burst: 10,
            per_second: 5,
            sockets: 10_000,
            member_sockets: 8,
            roster: 200,
            unseen: 16 * 1024 * 1024,
            network_sockets: 2_000,
            joins_per_second: 200,
            rows_per_day: 1_000_000,
            room_bytes: 256 * 1_000_000,
            created_only: false,
            push_key: None,
            push_hosts: None,
            vouched_only: false,
            file_bytes: 25_000_000,
            room_file_bytes: 1_000_000_000,
            member_file_bytes: 250_000_000,
            file_claim: Duration::from_secs(3_600),
            hello_timeout: Duration::from_secs(10),
            grace: Duration::from_secs(10),
            window: Window::default(),
        }
    }
}

impl Limits {
    /// Sockets that one network may have in the room.
    pub fn sockets_of_network(&self) -> usize {
        match self.network_sockets {
            0 => usize::MAX,
            most => most.min((self.sockets / 2).max(NETWORK_SOCKETS_AT_LEAST)),
        }
    }

    /// How fast new members may join, if that is bounded.
    pub fn joins(&self) -> Option<Rate> {
        let per_second = self.joins_per_second;
        let burst = per_second.saturating_mul(JOINS_AT_ONCE);
        (per_second > 0).then_some(Rate { burst, per_second })
    }

    /// How fast a member may send.
    pub fn rate(&self) -> Rate {
        Rate {
            burst: self.burst,
            per_second: self.per_second,
        }
    }

    /// Reads the limits from variables; one that is absent or not a number keeps its default,
    /// one out of range goes to the nearest value that makes sense.
    pub fn from_vars(var: impl Fn(&str) -> Option<String>) -> Limits {
        let number = |name: &str, default: u64, least: u64, most: u64| {
            let parsed = var(name).and_then(|text| text.trim().parse::<u64>().ok());
            parsed.unwrap_or(default).clamp(least, most)
        };
        let time = |name: &str, default: Duration, least: u64| {
            Duration::from_millis(number(name, default.as_millis(), least, 3_600_000))
        };
        let d = Limits::default();
        Limits {
            // More could not come in: a frame has 16,384 bytes.
            text: number("MAX_TEXT", d.text as u64, 1, FRAME as u64) as usize,
            burst: number("RATE_BURST", d.burst.into(), 1, 1_000_000_000) as u32,
            per_second: number("RATE_PER_SECOND", d.per_second.into(), 1, 1_000_000_000) as u32,
            sockets: number("MAX_SOCKETS", d.sockets as u64, 1, PLATFORM_SOCKETS as u64) as usize,
            member_sockets: number("MAX_MEMBER_SOCKETS", d.member_sockets as u64, 1, 1_000)
                as usize,
            roster: number("MAX_ROSTER", d.roster as u64, 0, 10_000) as usize,
            // Less than a few frames could not be told from nothing.
            unseen: match number("MAX_UNSEEN_BYTES", d.unseen, 0, 1 << 40) {
                0 => 0,
                bytes => bytes.max(LEAST_UNSEEN),
            },
            network_sockets: number(
                "MAX_NETWORK_SOCKETS",
                d.network_sockets as u64,
                0,
                PLATFORM_SOCKETS as u64,
            ) as usize,
            joins_per_second: number(
                "ROOM_JOINS_PER_SECOND",
                d.joins_per_second.into(),
                0,
                1_000_000,
            ) as u32,
            rows_per_day: number("ROOM_ROWS_PER_DAY", d.rows_per_day, 0, 1 << 40),
            room_bytes: number("MAX_ROOM_BYTES", d.room_bytes, 0, 1 << 40),
            created_only: var("ROOM_CREATION").is_some_and(|who| who.trim() == "created"),
            push_key: var("VAPID_KEY").and_then(|key| {
                let (public, _) = key.trim().split_once('.')?;
                Some(public.to_owned())
            }),
            push_hosts: var("PUSH_HOSTS").filter(|hosts| !hosts.trim().is_empty()),
            vouched_only: false,
            file_bytes: number("MAX_FILE_BYTES", d.file_bytes, 0, 1_000_000_000),
            room_file_bytes: number("MAX_ROOM_FILE_BYTES", d.room_file_bytes, 0, 1 << 40),
            member_file_bytes: number(
                "MAX_MEMBER_FILE_BYTES_PER_DAY",
                d.member_file_bytes,
                0,
                1 << 40,
            ),
            file_claim: Duration::from_secs(number(
                "FILE_CLAIM_SECONDS",
                d.file_claim.as_millis() / 1_000,
                1,
                7 * 24 * 3_600,
            )),
            hello_timeout: time("HELLO_TIMEOUT_MS", d.hello_timeout, 100),
            grace: time("LEAVE_GRACE_MS", d.grace, 0),
            window: d.window,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vars_override_defaults_and_nonsense_is_ignored() {
        let limits = Limits::from_vars(|name| match name {
            "RATE_BURST" => Some("100".into()),
            "MAX_SOCKETS" => Some("99999999".into()),
            "MAX_TEXT" => Some("many".into()),
            "MAX_UNSEEN_BYTES" => Some(" 0 ".into()),
            "ROOM_CREATION" => Some("nobody".into()),
            _ => None,
        });
        assert_eq!(limits.burst, 100);
        assert_eq!(limits.sockets, PLATFORM_SOCKETS);
        assert_eq!(limits.text, 4_000);
        assert_eq!(limits.unseen, 0);
        assert!(!limits.created_only);
        let created = Limits::from_vars(|_| Some(" created\n".into()));
        assert!(created.created_only);
        assert_eq!(created.push_key, None);
        let pushes = Limits::from_vars(|_| Some(" BKey.secret\n".into()));
        assert_eq!(pushes.push_key.as_deref(), Some("BKey"));
    }
}
