-- +goose Up
-- The secret from which today's cookieless visitors get their ids: one row at
-- most. Yesterday's is deleted, so that its ids can never be computed again.
CREATE TABLE collect_daily_secret (
    day    TEXT NOT NULL PRIMARY KEY, -- 2026-03-01, of the workspace's time zone
    secret TEXT NOT NULL
);

-- +goose Down
DROP TABLE collect_daily_secret;
