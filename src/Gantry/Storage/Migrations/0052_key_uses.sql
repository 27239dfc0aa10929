-- When a key was last accepted: kept in memory and written now and then. No part of the catalogue, which it must not change.
CREATE TABLE key_uses (
    key_id TEXT NOT NULL PRIMARY KEY,
    last_used_at BIGINT NOT NULL
);
