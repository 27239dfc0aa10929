-- Several servers on one store (issue 9 §2): which data folder a run is of, and what of something that all share a run may use.
ALTER TABLE runs ADD COLUMN instance TEXT COLLATE "C";
ALTER TABLE runs ADD COLUMN version TEXT COLLATE "C";

CREATE TABLE shares (
    subject TEXT COLLATE "C" NOT NULL,
    run BIGINT NOT NULL,
    granted BIGINT NOT NULL CHECK (granted > 0),
    ends_at BIGINT,
    PRIMARY KEY (subject, run)
);
CREATE INDEX shares_run ON shares (run);

-- Whoever changes the configuration, whichever version it is of: the word goes out with the commit.
CREATE FUNCTION catalogue_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('gantry', 'catalogue');
    RETURN NULL;
END $$;
CREATE TRIGGER catalogue_changed AFTER UPDATE ON catalog_state FOR EACH ROW WHEN (NEW.version <> OLD.version) EXECUTE FUNCTION catalogue_changed();
