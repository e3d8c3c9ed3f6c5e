-- +goose Up
-- Three lists of the same shape: what people wrote is one JSON value, and what
-- was deleted stays for a while, so that it can be brought back.
CREATE TABLE saved_query (
    id         TEXT PRIMARY KEY,
    body       TEXT NOT NULL,
    created    INTEGER NOT NULL, -- milliseconds since 1970
    updated    INTEGER NOT NULL,
    created_by TEXT NOT NULL,    -- the person's name, as it was then
    deleted    INTEGER
);
CREATE TABLE saved_dashboard (
    id         TEXT PRIMARY KEY,
    body       TEXT NOT NULL,
    created    INTEGER NOT NULL,
    updated    INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    deleted    INTEGER
);
CREATE TABLE saved_note (
    id         TEXT PRIMARY KEY,
    body       TEXT NOT NULL,
    created    INTEGER NOT NULL,
    updated    INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    deleted    INTEGER
);
CREATE TABLE saved_share (
    id         TEXT PRIMARY KEY,
    dashboard  TEXT NOT NULL,
    hash       TEXT NOT NULL UNIQUE, -- of the link's secret
    range      TEXT NOT NULL,
    created    INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    expires    INTEGER,
    revoked    INTEGER
);
CREATE INDEX saved_share_dashboard ON saved_share (dashboard);

-- +goose Down
DROP TABLE saved_share;
DROP TABLE saved_note;
DROP TABLE saved_dashboard;
DROP TABLE saved_query;
