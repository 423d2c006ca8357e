-- As today: with files.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE message (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    member TEXT NOT NULL,
    name TEXT NOT NULL,
    cid TEXT NOT NULL,
    text TEXT,
    reply_to INTEGER,
    edited_at INTEGER,
    deleted INTEGER NOT NULL DEFAULT 0,
    reactions TEXT
) STRICT;
CREATE TABLE change (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    member TEXT NOT NULL,
    name TEXT NOT NULL,
    cid TEXT NOT NULL,
    target INTEGER NOT NULL,
    text TEXT,
    emoji TEXT,
    is_on INTEGER
) STRICT;
CREATE INDEX change_edits ON change (target) WHERE kind = 'edited';
CREATE TABLE grace (
    member TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE reserved (
    name INTEGER PRIMARY KEY,
    member TEXT NOT NULL,
    until INTEGER NOT NULL
) STRICT;
ALTER TABLE message ADD COLUMN role TEXT;
ALTER TABLE change ADD COLUMN role TEXT;
ALTER TABLE change ADD COLUMN details TEXT;
CREATE TABLE member (
    member TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT,
    key INTEGER,
    since INTEGER NOT NULL,
    came_freely INTEGER NOT NULL,
    muted_until INTEGER NOT NULL,
    removed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX member_owners ON member (role) WHERE role = 'owner';
CREATE INDEX member_keys ON member (key) WHERE key IS NOT NULL;
CREATE TABLE access_key (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    label TEXT,
    expires INTEGER,
    uses INTEGER,
    ask INTEGER NOT NULL,
    by_member TEXT NOT NULL,
    by_name TEXT NOT NULL,
    by_role TEXT,
    at INTEGER NOT NULL,
    cid TEXT NOT NULL,
    used INTEGER NOT NULL,
    last_used INTEGER,
    revoked INTEGER
) STRICT;
CREATE TABLE came (
    key INTEGER NOT NULL,
    member TEXT NOT NULL,
    hello TEXT,
    PRIMARY KEY (key, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX came_hello ON came (key, hello) WHERE hello IS NOT NULL;
CREATE TABLE ban (
    member TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    until INTEGER,
    by_member TEXT NOT NULL,
    by_name TEXT NOT NULL,
    by_role TEXT,
    at INTEGER NOT NULL,
    reason TEXT,
    network INTEGER,
    key INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX ban_network ON ban (network) WHERE network IS NOT NULL;
CREATE INDEX ban_key ON ban (key) WHERE key IS NOT NULL;
CREATE TABLE knock (
    member TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    since INTEGER NOT NULL,
    at INTEGER NOT NULL,
    text TEXT,
    key INTEGER,
    role TEXT NOT NULL,
    hello TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    by_member TEXT NOT NULL,
    by_name TEXT NOT NULL,
    by_role TEXT,
    cid TEXT NOT NULL,
    target INTEGER NOT NULL,
    reason TEXT,
    message TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX report_once ON report (by_member, target);
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    by_member TEXT NOT NULL,
    by_name TEXT NOT NULL,
    by_role TEXT,
    cid TEXT,
    act TEXT NOT NULL,
    member TEXT,
    name TEXT,
    key INTEGER,
    reason TEXT
) STRICT;
CREATE INDEX audit_cid ON audit (cid) WHERE cid IS NOT NULL;
CREATE TABLE pair (
    pair TEXT PRIMARY KEY,
    a TEXT NOT NULL,
    a_asked INTEGER NOT NULL,
    a_stance TEXT NOT NULL,
    a_at INTEGER NOT NULL,
    b TEXT NOT NULL,
    b_asked INTEGER NOT NULL,
    b_stance TEXT NOT NULL,
    b_at INTEGER NOT NULL,
    maker TEXT NOT NULL,
    made INTEGER NOT NULL,
    network INTEGER,
    version INTEGER NOT NULL,
    known INTEGER NOT NULL,
    retold INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX pair_a ON pair (a, a_at);
CREATE INDEX pair_b ON pair (b, b_at);
CREATE INDEX pair_made ON pair (maker, made);
CREATE INDEX pair_network ON pair (network, made);
CREATE INDEX pair_idle ON pair (made)
    WHERE version = 0 AND a_stance <> 'blocks' AND b_stance <> 'blocks';
CREATE TABLE pair_member (
    member TEXT PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE letter (
    id INTEGER PRIMARY KEY,
    to_room TEXT NOT NULL,
    body TEXT NOT NULL,
    tries INTEGER NOT NULL,
    due INTEGER NOT NULL
) STRICT;
ALTER TABLE report ADD COLUMN pair TEXT;
ALTER TABLE report ADD COLUMN network INTEGER;
CREATE INDEX report_pair ON report (pair) WHERE pair IS NOT NULL;
DROP INDEX report_once;
CREATE UNIQUE INDEX report_once ON report (by_member, target, coalesce(pair, ''));
ALTER TABLE knock ADD COLUMN network INTEGER;
CREATE TABLE denied (
    who TEXT PRIMARY KEY,
    times INTEGER NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE account (
    member TEXT PRIMARY KEY,
    tag TEXT,
    since INTEGER NOT NULL,
    void_upto INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX account_tag ON account (tag) WHERE tag IS NOT NULL;
ALTER TABLE grace ADD COLUMN lent TEXT;
CREATE TABLE push (
    id INTEGER PRIMARY KEY,
    member TEXT NOT NULL,
    name TEXT NOT NULL,
    network INTEGER,
    what TEXT NOT NULL,
    preview INTEGER NOT NULL,
    endpoint TEXT NOT NULL UNIQUE,
    p256dh TEXT NOT NULL,
    auth TEXT NOT NULL,
    site TEXT NOT NULL,
    seen INTEGER NOT NULL,
    told INTEGER NOT NULL,
    shown INTEGER,
    again INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    due INTEGER NOT NULL
) STRICT;
ALTER TABLE message ADD COLUMN files TEXT;
CREATE TABLE file (
    id TEXT PRIMARY KEY,
    member TEXT NOT NULL,
    cid TEXT NOT NULL,
    network INTEGER,
    about TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    next INTEGER NOT NULL,
    sha256 TEXT,
    expires INTEGER NOT NULL,
    seq INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX file_cid ON file (member, cid);
CREATE INDEX file_open ON file (expires) WHERE seq IS NULL;
CREATE INDEX file_seq ON file (seq) WHERE seq IS NOT NULL;
CREATE TABLE doomed (
    id TEXT PRIMARY KEY,
    due INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    again INTEGER NOT NULL,
    sha256 TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX doomed_due ON doomed (due);
CREATE TABLE file_day (
    member TEXT PRIMARY KEY,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO message (seq, at, member, name, cid, text, reply_to, edited_at, deleted, reactions) VALUES
    (1, 1001, '000000000000000a', 'Ana', 'a1', 'Hello everyone', NULL, 1005, 0, NULL),
    (2, 1002, '000000000000000b', 'Ben', 'b1', 'Hi Ana', 1, NULL, 0, '{"❤️":["000000000000000a"]}'),
    (6, 1006, '000000000000000b', 'Ben', 'b2', NULL, NULL, NULL, 1, NULL);
INSERT INTO change (seq, at, kind, member, name, cid, target, text, emoji, is_on) VALUES
    (3, 1003, 'edited', '000000000000000a', 'Ana', 'a2', 1, NULL, NULL, NULL),
    (4, 1004, 'reacted', '000000000000000a', 'Ana', 'a3', 2, NULL, '❤️', 1),
    (5, 1005, 'edited', '000000000000000a', 'Ana', 'a4', 1, 'Hello everyone', NULL, NULL),
    (7, 1007, 'deleted', '000000000000000b', 'Ben', 'b3', 6, NULL, NULL, NULL);
INSERT INTO grace (member, name, until) VALUES ('000000000000000b', 'Ben', 999000);
INSERT INTO reserved (name, member, until) VALUES (3624062594186985, '000000000000000b', 9000000000000);
INSERT INTO account (member, tag, since, void_upto) VALUES
    ('000000000000000a', 'AQEBAQEBAQEBAQEBAQEBAQ', 0, 1004),
    ('000000000000000b', NULL, 1, 1004);
INSERT INTO push (id, member, name, network, what, preview, endpoint, p256dh, auth, site, seen, told, shown, again,
                  tries, due) VALUES
    (1, '000000000000000b', 'Ben', 7, 'mentions', 1, 'https://fcm.googleapis.com/b', 'B', 'a', 'https://chat.example',
     7, 7, 2, 0, 0, 1007);
INSERT INTO file (id, member, cid, about, bytes, next, sha256, expires, seq) VALUES
    ('0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a', '000000000000000a', 'f1',
     '{"id":"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a","name":"a.png","type":"application/octet-stream","bytes":5}', 5, 3, NULL,
     9000000000000, NULL);
INSERT INTO doomed (id, due, tries, again, sha256) VALUES
    ('0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b', 9000000000000, 1, 0, NULL);
INSERT INTO file_day (member, until) VALUES ('000000000000000a', 9000000000000);
INSERT INTO meta (key, value) VALUES
    ('schema_version', '7'),
    ('files', '5 1'),
    ('accounts', '1'),
    ('push', '7'),
    ('epoch', '0101010101010101'),
    ('room', 'tea'),
    ('token_key', 'AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE'),
    ('usage', '1 1100 0 7'),
    ('removed', '["000000000000000c"]');
