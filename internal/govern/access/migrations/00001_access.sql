-- +goose Up
CREATE TABLE access_user (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    email    TEXT NOT NULL UNIQUE, -- trimmed, lower case
    password TEXT NOT NULL,        -- Argon2id, with its parameters and salt
    role     TEXT NOT NULL CHECK (role IN ('owner')),
    created  INTEGER NOT NULL      -- milliseconds since 1970
);

CREATE TABLE access_session (
    hash      TEXT PRIMARY KEY,    -- of the cookie's value
    user_id   TEXT NOT NULL REFERENCES access_user (id) ON DELETE CASCADE,
    created   INTEGER NOT NULL,
    last_used INTEGER NOT NULL,
    expires   INTEGER NOT NULL
);
CREATE INDEX access_session_user ON access_session (user_id);

CREATE TABLE access_token (
    id        TEXT PRIMARY KEY,
    name      TEXT NOT NULL,
    hash      TEXT NOT NULL UNIQUE,
    role      TEXT NOT NULL CHECK (role IN ('owner')),
    created   INTEGER NOT NULL,
    last_used INTEGER
);

-- +goose Down
DROP TABLE access_token;
DROP TABLE access_session;
DROP TABLE access_user;
