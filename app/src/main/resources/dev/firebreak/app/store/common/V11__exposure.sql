-- Lists of machines that there should be, and of addresses that were seen, as they were imported.
CREATE TABLE gap_list (
    name        TEXT NOT NULL PRIMARY KEY,
    is_expected INTEGER NOT NULL,
    content     TEXT NOT NULL,
    modified    BIGINT,
    imported_at BIGINT NOT NULL,
    imported_by TEXT NOT NULL
);

-- What a person decided about one that is missing or in no inventory. No verdict depends on it.
CREATE TABLE gap_decision (
    kind       TEXT NOT NULL,
    gap_key    TEXT NOT NULL,
    machine    TEXT,
    reason     TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    PRIMARY KEY (kind, gap_key)
);
