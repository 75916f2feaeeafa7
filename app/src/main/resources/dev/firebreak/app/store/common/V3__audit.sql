CREATE TABLE audit (
    number      BIGINT NOT NULL PRIMARY KEY,
    at          BIGINT NOT NULL,
    who         TEXT NOT NULL,
    what        TEXT NOT NULL,
    about       TEXT NOT NULL,
    detail      TEXT NOT NULL,
    hash        TEXT NOT NULL
);
