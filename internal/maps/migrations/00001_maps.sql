-- +goose Up
CREATE TABLE journey_map (
    id         TEXT PRIMARY KEY,
    body       TEXT NOT NULL,    -- what people wrote, as JSON
    created    INTEGER NOT NULL, -- milliseconds since 1970
    updated    INTEGER NOT NULL,
    created_by TEXT NOT NULL,    -- the person's name, as it was then
    deleted    INTEGER
);

-- +goose Down
DROP TABLE journey_map;
