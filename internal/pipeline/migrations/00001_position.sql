-- +goose Up
-- How far into the log the written-back state reaches. Rows of other rooms may
-- be newer (replaying onto them changes nothing); the schema's counts are of
-- exactly this position.
CREATE TABLE pipeline_position (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    seq    INTEGER NOT NULL,
    schema TEXT NOT NULL -- JSON
);

-- +goose Down
DROP TABLE pipeline_position;
