-- +goose Up
-- Tables are made anew because SQLite cannot change a CHECK; what refers to
-- people is moved before the old table goes, or its sessions would go with it.
CREATE TABLE access_person (
    id          TEXT   NOT NULL PRIMARY KEY,
    name        TEXT   NOT NULL,
    email       TEXT   NOT NULL UNIQUE,            -- trimmed, lower case
    password    TEXT   NOT NULL,                   -- Argon2id, with its parameters and salt; empty: cannot sign in
    role        TEXT   NOT NULL CHECK (role IN ('owner', 'marketer', 'analyst', 'support', 'read_only')),
    created     BIGINT NOT NULL,                   -- milliseconds since 1970
    code_secret TEXT   NOT NULL DEFAULT '',        -- of the two-factor codes, also while they are being set up
    code_since  BIGINT NOT NULL DEFAULT 0,         -- 0: codes are off
    code_step   BIGINT NOT NULL DEFAULT 0          -- the time step of the last code used, which no code may repeat
);
INSERT INTO access_person (id, name, email, password, role, created)
SELECT id, name, email, password, role, created FROM access_user;

CREATE TABLE access_recovery (
    person_id TEXT NOT NULL REFERENCES access_person (id) ON DELETE CASCADE,
    hash      TEXT NOT NULL,
    PRIMARY KEY (person_id, hash)
);

CREATE TABLE access_session_made (
    hash      TEXT   NOT NULL PRIMARY KEY,         -- of the cookie's value
    id        TEXT   NOT NULL UNIQUE,              -- what it is called in lists
    person_id TEXT   NOT NULL REFERENCES access_person (id) ON DELETE CASCADE,
    device    TEXT   NOT NULL DEFAULT '',          -- browser and system, for the person to recognise it
    address   TEXT   NOT NULL DEFAULT '',
    created   BIGINT NOT NULL,
    last_used BIGINT NOT NULL,
    expires   BIGINT NOT NULL
);
INSERT INTO access_session_made (hash, id, person_id, created, last_used, expires)
SELECT hash, 'ses_' || substr(hash, 1, 16), user_id, created, last_used, expires FROM access_session;
DROP TABLE access_session;
ALTER TABLE access_session_made RENAME TO access_session;
CREATE INDEX access_session_person ON access_session (person_id);

CREATE TABLE access_token_made (
    id        TEXT   NOT NULL PRIMARY KEY,
    name      TEXT   NOT NULL,
    hash      TEXT   NOT NULL UNIQUE,
    person_id TEXT   REFERENCES access_person (id) ON DELETE CASCADE, -- its maker; NULL: made with the configured token
    scopes    TEXT   NOT NULL DEFAULT '',          -- JSON list of permissions; empty: all that its maker has
    created   BIGINT NOT NULL,
    expires   BIGINT NOT NULL DEFAULT 0,           -- 0: never
    last_used BIGINT NOT NULL DEFAULT 0            -- 0: never
);
INSERT INTO access_token_made (id, name, hash, person_id, created, last_used)
SELECT id, name, hash, (SELECT id FROM access_user ORDER BY created, id LIMIT 1), created, coalesce(last_used, 0) FROM access_token;
DROP TABLE access_token;
ALTER TABLE access_token_made RENAME TO access_token;
CREATE INDEX access_token_person ON access_token (person_id);

DROP TABLE access_user;

CREATE TABLE access_invitation (
    id         TEXT   NOT NULL PRIMARY KEY,
    email      TEXT   NOT NULL UNIQUE,
    role       TEXT   NOT NULL CHECK (role IN ('owner', 'marketer', 'analyst', 'support', 'read_only')),
    hash       TEXT   NOT NULL UNIQUE,             -- of the link's secret
    inviter    TEXT   NOT NULL,                    -- a person's or token's id
    invited_by TEXT   NOT NULL,                    -- its name
    created    BIGINT NOT NULL,
    expires    BIGINT NOT NULL
);

-- One row: what holds for everybody.
CREATE TABLE access_policy (
    id            INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    require_codes INTEGER NOT NULL
);
INSERT INTO access_policy (id, require_codes) VALUES (1, 0);

-- +goose Down
-- There is no way back: roles would be lost.
