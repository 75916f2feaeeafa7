-- What detectors found in captures and logs. The same finding of the same input is one row, however often the input is read.
CREATE TABLE detection (
    id          TEXT NOT NULL PRIMARY KEY,  -- SHA-256 of what makes it this finding
    at          BIGINT NOT NULL,
    rule        TEXT NOT NULL,
    severity    TEXT NOT NULL,
    flow        TEXT NOT NULL,
    source      TEXT NOT NULL,
    source_port INTEGER NOT NULL,           -- 0: not known
    target      TEXT,
    target_port INTEGER NOT NULL,
    hits        BIGINT NOT NULL,
    because_en  TEXT NOT NULL,              -- a line for each reason
    because_ja  TEXT NOT NULL,
    origin      TEXT NOT NULL,
    received    BIGINT NOT NULL
);

CREATE INDEX detection_by_time ON detection (at);
