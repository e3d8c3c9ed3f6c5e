-- +goose Up
-- What people decided about findings; one about which nothing was decided has no row.
CREATE TABLE opportunity (
    id         TEXT PRIMARY KEY,
    state      TEXT NOT NULL,    -- open, testing, fixed or dismissed
    note       TEXT NOT NULL,
    finding    TEXT NOT NULL,    -- as it was when it was decided about, as JSON
    changed    INTEGER NOT NULL, -- when it came into its state, milliseconds since 1970
    changed_by TEXT NOT NULL     -- the person's name, as it was then
);

-- +goose Down
DROP TABLE opportunity;
