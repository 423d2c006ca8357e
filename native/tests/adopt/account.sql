-- An account, with a passkey, a browser that is signed in, and something to tell a room.
CREATE TABLE fact (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE passkey (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    algorithm INTEGER NOT NULL,
    label TEXT NOT NULL,
    created INTEGER NOT NULL,
    used INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    synced INTEGER NOT NULL,
    verified INTEGER NOT NULL,
    cloned INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE session (
    id TEXT PRIMARY KEY,
    label TEXT NOT NULL,
    created INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    issued INTEGER NOT NULL,
    confirmed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE spent (challenge TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE failure (at INTEGER NOT NULL) STRICT;
CREATE TABLE room (name TEXT PRIMARY KEY, tag TEXT NOT NULL, since INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE field (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX field_version ON field (version);
CREATE TABLE letter (
    space TEXT NOT NULL,
    recipient TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    tries INTEGER NOT NULL,
    due INTEGER NOT NULL,
    PRIMARY KEY (space, recipient, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX letter_due ON letter (due);

INSERT INTO fact (key, value) VALUES ('created', '1000'), ('version', '1');
INSERT INTO passkey VALUES ('p', 'k', -7, 'Phone', 1000, 1001, 0, 1, 1, 0);
INSERT INTO session VALUES ('s', 'Firefox', 1000, 1001, 1, 1001, 1001);
INSERT INTO room VALUES ('tea', 'AQEBAQEBAQEBAQEBAQEBAQ', 1000);
INSERT INTO field VALUES ('profile/name', '"Ana"', 1, 1001);
