-- +goose Up
CREATE TABLE collect_source (
    id        TEXT    NOT NULL PRIMARY KEY,
    name      TEXT    NOT NULL,
    kind      TEXT    NOT NULL CHECK (kind IN ('browser', 'app', 'server', 'import', 'connector')),
    write_key TEXT    NOT NULL, -- whole for browser and app, which are public anyway; masked for the others
    key_hash  TEXT    NOT NULL UNIQUE,
    created   BIGINT  NOT NULL,
    retired   BIGINT  NOT NULL DEFAULT 0, -- 0: in use
    last_seen BIGINT  NOT NULL DEFAULT 0, -- 0: nothing received yet
    events    BIGINT  NOT NULL DEFAULT 0
);

CREATE TABLE collect_quarantine (
    id       TEXT   NOT NULL PRIMARY KEY, -- sorts by time of receipt
    received BIGINT NOT NULL,
    source   TEXT   NOT NULL,
    reason   TEXT   NOT NULL,
    arrival  TEXT   NOT NULL, -- what was known of the call beside its body, as JSON
    raw      BLOB   NOT NULL, -- the message as it came, which may be anything
    size     BIGINT NOT NULL,
    replayed BIGINT NOT NULL DEFAULT 0 -- 0: not yet
);

-- How many the quarantine's limit has cost so far: one row.
CREATE TABLE collect_quarantine_dropped (
    id    INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    total BIGINT  NOT NULL
);
INSERT INTO collect_quarantine_dropped (id, total) VALUES (1, 0);

-- +goose Down
DROP TABLE collect_quarantine_dropped;
DROP TABLE collect_quarantine;
DROP TABLE collect_source;
