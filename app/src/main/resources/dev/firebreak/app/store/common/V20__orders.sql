-- What machines are ordered to do. A row only goes forward through its states; each change has its entry in the audit log.
CREATE TABLE rollout_order (
    id              TEXT NOT NULL PRIMARY KEY,
    batch           TEXT NOT NULL,
    machine_key     TEXT NOT NULL,
    machine         TEXT NOT NULL,
    site            TEXT NOT NULL,
    advisory        TEXT NOT NULL,
    task            TEXT NOT NULL,      -- install:KB4012598, apply:smb1-server-off
    files           TEXT NOT NULL,      -- of an installation: KB number, bytes, SHA-256 and name, a line each
    state           TEXT NOT NULL,
    is_open         INTEGER NOT NULL,
    proposed_by     TEXT NOT NULL,
    proposed_at     BIGINT NOT NULL,
    approved_by     TEXT,
    approved_at     BIGINT,
    changed_by      TEXT,               -- who withdrew it
    changed_at      BIGINT NOT NULL,
    outcome         TEXT,
    outcome_code    BIGINT,
    outcome_restart INTEGER,
    booted          BIGINT
);

-- A machine never has the same task twice.
CREATE UNIQUE INDEX rollout_order_once ON rollout_order (machine_key, task) WHERE is_open = 1;
CREATE INDEX rollout_order_of_batch ON rollout_order (batch);
CREATE INDEX rollout_order_of_machine ON rollout_order (machine_key);
CREATE INDEX rollout_order_by_time ON rollout_order (proposed_at);
