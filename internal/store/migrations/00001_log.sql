-- +goose Up

-- The recent event log: groups of events as they were committed
-- (docs/formats/log.md).
CREATE TABLE log_block (
    first_seq INTEGER PRIMARY KEY,
    last_seq  INTEGER NOT NULL CHECK (last_seq >= first_seq),
    count     INTEGER NOT NULL CHECK (count > 0),
    bytes     INTEGER NOT NULL,
    block     BLOB    NOT NULL
);

-- Events up to sealed_through lie in segments. Blocks at or below it are
-- rubbish that a cleaner removes in small steps.
CREATE TABLE log_state (
    id             INTEGER PRIMARY KEY CHECK (id = 1),
    sealed_through INTEGER NOT NULL
);
INSERT INTO log_state (id, sealed_through) VALUES (1, 0);

-- The sealed Parquet files that count (docs/formats/segments.md). A file that
-- is not listed here is left over from a crash.
CREATE TABLE segment (
    file      TEXT    PRIMARY KEY,
    month     TEXT    NOT NULL,
    first_seq INTEGER NOT NULL,
    last_seq  INTEGER NOT NULL CHECK (last_seq >= first_seq),
    min_time  INTEGER NOT NULL,
    max_time  INTEGER NOT NULL,
    rows      INTEGER NOT NULL CHECK (rows > 0),
    bytes     INTEGER NOT NULL,
    sha256    TEXT    NOT NULL,
    generation INTEGER NOT NULL
);
