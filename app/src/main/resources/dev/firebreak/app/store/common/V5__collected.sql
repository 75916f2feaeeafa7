-- When evidence was collected, as far as anything but its arrival tells, and how it counts.
ALTER TABLE receipt ADD COLUMN counts       INTEGER NOT NULL DEFAULT 0;     -- 0 replaces its kind, 1 beside it, 2 history, 3 unread
ALTER TABLE receipt ADD COLUMN collected    BIGINT;                         -- null: nobody knows
ALTER TABLE receipt ADD COLUMN collected_by TEXT NOT NULL DEFAULT 'unknown';
ALTER TABLE receipt ADD COLUMN booted       BIGINT;                         -- the machine's wall clock read as UTC

-- The same of the evidence that a machine is judged by, and the last that could not be read.
ALTER TABLE machine ADD COLUMN collected    BIGINT;
ALTER TABLE machine ADD COLUMN collected_by TEXT NOT NULL DEFAULT 'unknown';
ALTER TABLE machine ADD COLUMN unread_at    BIGINT;                         -- null: everything could be read
ALTER TABLE machine ADD COLUMN unread_file  TEXT;
ALTER TABLE machine ADD COLUMN unread_by    TEXT;
ALTER TABLE machine ADD COLUMN unread_en    TEXT;
ALTER TABLE machine ADD COLUMN unread_ja    TEXT;
