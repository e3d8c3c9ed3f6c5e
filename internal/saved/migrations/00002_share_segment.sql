-- +goose Up
ALTER TABLE saved_share ADD COLUMN segment TEXT NOT NULL DEFAULT ''; -- a rule, as JSON; empty: none of the link's own

-- +goose Down
ALTER TABLE saved_share DROP COLUMN segment;
