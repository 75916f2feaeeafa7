-- Machines as the roll shows them: the last known state, a row each. Moments are microseconds since 1970, UTC.
CREATE TABLE machine (
    id              ${id},
    machine_key     TEXT NOT NULL UNIQUE,   -- the name without case
    name            TEXT NOT NULL,
    site            TEXT NOT NULL,
    segment         TEXT,
    addresses       TEXT NOT NULL,          -- a line each
    product         TEXT,
    build           TEXT,
    architecture    TEXT,
    language        TEXT,
    support         TEXT NOT NULL,
    support_ends    TEXT,                   -- 2020-01-14
    last_seen       BIGINT NOT NULL,
    verdicts        TEXT NOT NULL,          -- MS17-010=fixed, a line each
    needs           TEXT NOT NULL,          -- KB numbers, a line each, the most urgent first
    open_cves       INTEGER,
    exploited_cves  INTEGER,
    retired         BIGINT                  -- null while it is on the roll
);

-- When a machine was on the roll.
CREATE TABLE stay (
    machine     BIGINT NOT NULL REFERENCES machine (id),
    since       BIGINT NOT NULL,
    until       BIGINT,
    PRIMARY KEY (machine, since)
) ${keyed};

-- When a machine spoke: the last moment of each hour.
CREATE TABLE sighting (
    machine     BIGINT NOT NULL REFERENCES machine (id),
    hour        BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (machine, hour)
) ${keyed};

-- What was received and was new.
CREATE TABLE receipt (
    id          ${id},
    machine     BIGINT NOT NULL REFERENCES machine (id),
    kind        TEXT NOT NULL,
    name        TEXT NOT NULL,
    sha256      TEXT NOT NULL,
    size        BIGINT NOT NULL,            -- bytes as they came
    at          BIGINT NOT NULL,
    brought_by  TEXT NOT NULL
);
CREATE INDEX receipt_of_machine ON receipt (machine, kind, id);

-- Its bytes; they go when they count no more and are old, the receipt stays.
CREATE TABLE evidence (
    receipt     BIGINT NOT NULL PRIMARY KEY REFERENCES receipt (id),
    packed      ${bytes} NOT NULL
);

-- Verdicts as they changed.
CREATE TABLE turn (
    id          ${id},
    machine     BIGINT NOT NULL REFERENCES machine (id),
    at          BIGINT NOT NULL,
    advisory    TEXT NOT NULL,
    verdict     TEXT NOT NULL
);
CREATE INDEX turn_of_machine ON turn (machine, id);

-- How everything stood, for the burn-down: machines by light.
CREATE TABLE tally (
    advisory    TEXT NOT NULL,
    at          BIGINT NOT NULL,
    site        TEXT NOT NULL,
    counts      TEXT NOT NULL,              -- in the order exposed, unknown, silent, mitigated, patched, not affected
    PRIMARY KEY (advisory, at, site)
) ${keyed};

CREATE TABLE waiver (
    machine_key TEXT NOT NULL,
    advisory    TEXT NOT NULL,
    machine     TEXT NOT NULL,
    reason      TEXT NOT NULL,
    until       TEXT NOT NULL,
    granted_by  TEXT NOT NULL,
    since       BIGINT NOT NULL,
    PRIMARY KEY (machine_key, advisory)
) ${keyed};

CREATE TABLE setting (
    name        TEXT NOT NULL PRIMARY KEY,
    setting     TEXT NOT NULL
);
