-- +goose Up
CREATE TABLE kits_applied (
    kit        TEXT PRIMARY KEY,
    applied    INTEGER NOT NULL, -- milliseconds since 1970; the latest is the workspace's kit
    stages     TEXT NOT NULL,    -- JSON, as the kit had it: what differs was edited by the owner
    key_events TEXT NOT NULL     -- JSON, likewise
);

CREATE TABLE kits_plan (
    event      TEXT PRIMARY KEY,
    removed    INTEGER NOT NULL CHECK (removed IN (0, 1)), -- 1: the owner took it out of the plan
    definition TEXT NOT NULL,    -- JSON of an event that the owner added
    position   INTEGER NOT NULL
);

-- +goose Down
DROP TABLE kits_plan;
DROP TABLE kits_applied;
