-- What workerd keeps in the database of an object beside what the object does.
CREATE TABLE _cf_METADATA (
        key INTEGER PRIMARY KEY,
        value BLOB
      );
CREATE TABLE _cf_KV (
        key TEXT PRIMARY KEY,
        value BLOB
      ) WITHOUT ROWID;
INSERT INTO _cf_KV (key, value) VALUES ('secret', x'00ff');
