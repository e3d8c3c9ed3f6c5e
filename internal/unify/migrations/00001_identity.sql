-- +goose Up
-- Identifiers by their code: the place in which they were first seen.
CREATE TABLE unify_identifier (
    id    INTEGER PRIMARY KEY,
    kind  TEXT NOT NULL,
    value TEXT NOT NULL
);

-- The distinct sets of identifiers that calls carried, with the first call (by
-- time, then message id) that carried them.
CREATE TABLE unify_set (
    id             INTEGER PRIMARY KEY,
    flavour        INTEGER NOT NULL, -- 0 plain, 1 alias, 2 alias from a trusted source
    members        TEXT NOT NULL,    -- identifier codes, strongest first: "17,4"
    previous       TEXT NOT NULL,    -- an alias call's previousId
    first_time     BIGINT NOT NULL,  -- milliseconds since 1970 UTC
    first_message  TEXT NOT NULL,
    first_type     INTEGER NOT NULL, -- event.Type
    first_received BIGINT NOT NULL
);

-- What is appended per set and call, as compact bytes cut into chunks so that
-- only the last one is ever rewritten. kind 1: times of sightings; 2: consent.
CREATE TABLE unify_stream (
    set_id INTEGER NOT NULL,
    kind   INTEGER NOT NULL,
    chunk  INTEGER NOT NULL,
    body   BLOB NOT NULL,
    PRIMARY KEY (set_id, kind, chunk)
);

-- The traits of identify calls.
CREATE TABLE unify_trait (
    seq    INTEGER PRIMARY KEY, -- the call's place in the log
    set_id INTEGER NOT NULL,
    time   BIGINT NOT NULL,
    body   TEXT NOT NULL -- JSON object
);

-- Consent answers as they were given, by code.
CREATE TABLE unify_consent (
    id   INTEGER PRIMARY KEY,
    body TEXT NOT NULL -- JSON object: category to true or false
);

-- What people decided, in order.
CREATE TABLE unify_decision (
    id   TEXT PRIMARY KEY,
    made BIGINT NOT NULL,
    body TEXT NOT NULL -- JSON
);

-- How many slices were written, which tells one whose transaction failed, and
-- up to which event (its place in the log) everything is.
CREATE TABLE unify_saved (
    part    TEXT PRIMARY KEY,
    slices  BIGINT NOT NULL,
    through BIGINT NOT NULL
);

-- +goose Down
DROP TABLE unify_saved;
DROP TABLE unify_decision;
DROP TABLE unify_consent;
DROP TABLE unify_trait;
DROP TABLE unify_stream;
DROP TABLE unify_set;
DROP TABLE unify_identifier;
