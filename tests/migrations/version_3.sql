-- Of the texts that edits brought only the present one is kept.
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
INSERT INTO meta (key, value) VALUES
    ('schema_version', '3'),
    ('epoch', '0101010101010101'),
    ('room', 'tea'),
    ('token_key', 'AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE'),
    ('usage', '1 1100 0 7'),
    ('removed', '["000000000000000c"]');
