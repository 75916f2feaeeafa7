-- What persons decided about callers of the kill switch. Rows are only added.
CREATE TABLE infection (
    origin      TEXT NOT NULL,          -- machine:PC-1, address:10.1.2.3, behind:10.1.2.4
    at          BIGINT NOT NULL,
    state       TEXT NOT NULL,
    decided_by  TEXT NOT NULL,
    reason      TEXT NOT NULL,
    PRIMARY KEY (origin, at, state)
) ${keyed};

-- Probes of ours: the calls that they explain.
CREATE TABLE own_probe (
    nonce       TEXT NOT NULL,          -- empty where it could send none
    machine     TEXT NOT NULL,          -- empty where it did not tell
    at          BIGINT NOT NULL,
    PRIMARY KEY (nonce, machine, at)
) ${keyed};
CREATE INDEX own_probe_by_time ON own_probe (at);

-- The latest probe of each machine, segment and name.
CREATE TABLE killswitch_probe (
    site        TEXT NOT NULL,
    machine_key TEXT NOT NULL,          -- the name without case; empty where it did not tell
    segment     TEXT NOT NULL,
    name        TEXT NOT NULL,
    at          BIGINT NOT NULL,
    received    BIGINT NOT NULL,
    sender      TEXT NOT NULL,
    probe       TEXT NOT NULL,          -- firebreak.killswitch/1, one line
    PRIMARY KEY (site, machine_key, segment, name)
) ${keyed};
CREATE INDEX killswitch_probe_by_time ON killswitch_probe (site, at);
