-- Secrets that stand for an account at the management API. Never deleted: the audit log names them.
CREATE TABLE admin_tokens (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    display TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    last_used_at BIGINT
);

-- Requests under an Idempotency-Key. id and print are hashes; the answer is sealed, null while the request runs.
CREATE TABLE manage_repeats (
    id TEXT NOT NULL PRIMARY KEY,
    print TEXT NOT NULL,
    answer_sealed TEXT,
    expires_at BIGINT NOT NULL
);
CREATE INDEX manage_repeats_end ON manage_repeats (expires_at);
-- The secret before the last rotation, as long as it is accepted.
ALTER TABLE api_keys ADD COLUMN former_hash TEXT;
ALTER TABLE api_keys ADD COLUMN former_ends_at BIGINT;
CREATE UNIQUE INDEX api_keys_former ON api_keys (former_hash);
-- Lists are read along these, page by page.
CREATE INDEX api_keys_name ON api_keys (name, id);
