-- +goose Up
CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL -- JSON
);

-- +goose Down
DROP TABLE setting;
