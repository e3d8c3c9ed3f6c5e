-- +goose Up
-- Rows are only ever added. Each holds the hash of the one before, so that a
-- change of any is found (audit.Verify).
CREATE TABLE audit_entry (
    number     BIGINT NOT NULL PRIMARY KEY, -- from 1, without gaps
    time       BIGINT NOT NULL,             -- milliseconds since 1970
    actor_kind TEXT   NOT NULL,             -- person, token, operator, nobody or system
    actor      TEXT   NOT NULL,             -- its id; empty for nobody
    actor_name TEXT   NOT NULL,             -- as it was then
    operation  TEXT   NOT NULL,             -- the API's name of what was done
    target     TEXT   NOT NULL,             -- what it was done to
    detail     TEXT   NOT NULL,             -- what is worth knowing, as JSON, without secrets and personal data
    outcome    TEXT   NOT NULL,             -- done or refused
    address    TEXT   NOT NULL,             -- where the request came from
    previous   TEXT   NOT NULL,             -- hash of the entry before; empty for the first
    hash       TEXT   NOT NULL
);
CREATE INDEX audit_entry_actor ON audit_entry (actor, number);
CREATE INDEX audit_entry_operation ON audit_entry (operation, number);

-- +goose Down
DROP TABLE audit_entry;
