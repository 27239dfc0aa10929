-- Upstreams, and single credentials of theirs, that are kept and not asked.
ALTER TABLE upstreams ADD COLUMN disabled BIGINT NOT NULL DEFAULT 0;
ALTER TABLE upstream_credentials ADD COLUMN disabled BIGINT NOT NULL DEFAULT 0;
