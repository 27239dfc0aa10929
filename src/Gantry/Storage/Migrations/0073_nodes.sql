-- Several servers on one store (issue 9 §2): which data folder a run is of, and what of something that all share a run may use.
ALTER TABLE runs ADD COLUMN instance TEXT;
ALTER TABLE runs ADD COLUMN version TEXT;

CREATE TABLE shares (
    subject TEXT NOT NULL,
    run BIGINT NOT NULL,
    granted BIGINT NOT NULL CHECK (granted > 0),
    ends_at BIGINT,
    PRIMARY KEY (subject, run)
);
CREATE INDEX shares_run ON shares (run);
