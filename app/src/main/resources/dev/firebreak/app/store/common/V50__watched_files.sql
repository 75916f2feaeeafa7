-- Detections that name a host, without a look at all of them.
CREATE INDEX detection_by_source ON detection (source, at);
CREATE INDEX detection_by_target ON detection (target, at);

-- Captures and logs that were brought, those that could not be read among them.
CREATE TABLE watched_file (
    received    BIGINT NOT NULL,
    name        TEXT NOT NULL,
    sha256      TEXT NOT NULL,              -- empty: not read at all
    brought_by  TEXT NOT NULL,
    first_event BIGINT,
    last_event  BIGINT,
    is_known    INTEGER NOT NULL,
    detections  INTEGER NOT NULL,
    problems_en TEXT NOT NULL,              -- a line for each
    problems_ja TEXT NOT NULL,
    PRIMARY KEY (received, name, sha256)
);
CREATE INDEX watched_file_by_content ON watched_file (sha256);
CREATE INDEX watched_file_by_event ON watched_file (last_event);

-- What detectors remember of a stream between two of its files.
CREATE TABLE watch_state (
    stream      TEXT NOT NULL PRIMARY KEY,
    until       BIGINT NOT NULL,
    kept_at     BIGINT NOT NULL,
    states      ${bytes} NOT NULL           -- compressed; made anew where it cannot be read
);
