-- Every price that ever held, for bills are computed again from them: nothing here is updated but withdrawn_at, of a version that has not begun.
-- A version holds until the next one of its book and model begins, so that two never overlap. One without lines that is not free ends the price.
CREATE TABLE price_versions (
    id TEXT NOT NULL PRIMARY KEY,
    book TEXT NOT NULL,
    model TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    source TEXT NOT NULL,
    free BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE UNIQUE INDEX price_versions_one_at_a_time ON price_versions (book, model, valid_from) WHERE withdrawn_at IS NULL;
CREATE INDEX price_versions_model ON price_versions (model, valid_from);

-- Nano-USD per million units.
CREATE TABLE price_lines (
    version_id TEXT NOT NULL REFERENCES price_versions (id),
    position BIGINT NOT NULL,
    dimension TEXT NOT NULL,
    price BIGINT NOT NULL CHECK (price >= 0),
    tier_tokens BIGINT NOT NULL,
    tier_bound TEXT NOT NULL,
    service_tier TEXT NOT NULL,
    variant TEXT,
    PRIMARY KEY (version_id, position)
);

-- As people write them: JSON.
ALTER TABLE models ADD COLUMN prices TEXT;
ALTER TABLE models ADD COLUMN price_from TEXT;
ALTER TABLE model_groups ADD COLUMN prices TEXT;
ALTER TABLE deployments ADD COLUMN cost TEXT;
