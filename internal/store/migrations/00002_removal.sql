-- +goose Up

-- Sources whose events are to be taken out of log and segments, as if they had
-- never come. A row goes in the transaction that takes them out.
CREATE TABLE log_removal (
    source    TEXT   NOT NULL PRIMARY KEY,
    requested BIGINT NOT NULL -- milliseconds since 1970 UTC
);

-- +goose Down
DROP TABLE log_removal;
