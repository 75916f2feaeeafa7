CREATE TABLE account (
    account_key TEXT NOT NULL PRIMARY KEY,  -- the name without case
    name        TEXT NOT NULL,
    role        TEXT NOT NULL,
    language    TEXT NOT NULL,
    locked      INTEGER NOT NULL,
    since       BIGINT NOT NULL,
    subject     TEXT,
    password    TEXT                        -- Argon2id
);

CREATE TABLE session (
    hash        TEXT NOT NULL PRIMARY KEY,  -- SHA-256 of what the cookie holds
    account_key TEXT NOT NULL REFERENCES account (account_key),
    since       BIGINT NOT NULL,
    until       BIGINT NOT NULL,
    origin      TEXT NOT NULL
);
CREATE INDEX session_of_account ON session (account_key);

CREATE TABLE token (
    id          TEXT NOT NULL PRIMARY KEY,
    hash        TEXT NOT NULL UNIQUE,       -- SHA-256 of the secret
    kind        TEXT NOT NULL,
    label       TEXT NOT NULL,
    site        TEXT,
    machine     TEXT,
    scopes      TEXT NOT NULL,              -- one after the other, with a space between
    since       BIGINT NOT NULL,
    revoked     BIGINT
);
