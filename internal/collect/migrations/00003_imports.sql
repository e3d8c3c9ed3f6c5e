-- +goose Up

-- What advertising cost. Every import has lines of its own; the latest counts.
CREATE TABLE collect_cost (
    day         TEXT             NOT NULL, -- 2006-01-02
    source      TEXT             NOT NULL,
    medium      TEXT             NOT NULL,
    campaign    TEXT             NOT NULL,
    run         TEXT             NOT NULL, -- the import that brought it
    cost        DOUBLE PRECISION NOT NULL,
    currency    TEXT             NOT NULL,
    clicks      BIGINT           NOT NULL,
    impressions BIGINT           NOT NULL,
    imported    BIGINT           NOT NULL,
    PRIMARY KEY (day, source, medium, campaign, run)
);
CREATE INDEX collect_cost_run ON collect_cost (run);

-- Files that were handed over to be imported. The events of a run carry its id
-- as their source.
CREATE TABLE collect_import (
    id         TEXT   NOT NULL PRIMARY KEY,
    filename   TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    shape      TEXT   NOT NULL, -- empty: none that is known
    mapping    TEXT   NOT NULL, -- JSON; empty: to be found out
    person     TEXT   NOT NULL, -- who handed it over
    state      TEXT   NOT NULL CHECK (state IN ('uploading', 'waiting', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone')),
    created    BIGINT NOT NULL,
    started    BIGINT NOT NULL DEFAULT 0, -- 0: not yet
    finished   BIGINT NOT NULL DEFAULT 0,
    problem    TEXT   NOT NULL DEFAULT '', -- why it failed, in words
    size       BIGINT NOT NULL DEFAULT 0, -- of the file
    progress   TEXT   NOT NULL DEFAULT '{}' -- how far it is durable, as JSON: with it a killed run goes on
);
CREATE INDEX collect_import_created ON collect_import (created);

-- +goose Down
DROP TABLE collect_import;
DROP TABLE collect_cost;
