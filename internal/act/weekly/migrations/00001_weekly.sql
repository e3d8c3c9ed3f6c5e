-- +goose Up
CREATE TABLE weekly_subscription (
    person TEXT PRIMARY KEY,
    since  INTEGER NOT NULL -- milliseconds since 1970
);

CREATE TABLE weekly_letter (
    person TEXT NOT NULL,
    week   TEXT NOT NULL,    -- ISO 8601, as in 2026-W47
    state  TEXT NOT NULL,    -- claimed, sent, waiting (not sent, tried again), failed, in_doubt
    at     INTEGER NOT NULL, -- milliseconds since 1970, of the state
    tries  INTEGER NOT NULL,
    PRIMARY KEY (person, week)
);

CREATE TABLE weekly_key (
    id    INTEGER PRIMARY KEY, -- 1
    value TEXT NOT NULL        -- what links that end a subscription are signed with
);

-- +goose Down
DROP TABLE weekly_key;
DROP TABLE weekly_letter;
DROP TABLE weekly_subscription;
