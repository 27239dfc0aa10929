-- Codes that are worth money. Only a keyed hash is kept.
CREATE TABLE redemption_codes (
    id TEXT NOT NULL PRIMARY KEY,
    code_hash TEXT NOT NULL UNIQUE,
    display TEXT NOT NULL,
    amount_nanos BIGINT NOT NULL CHECK (amount_nanos > 0),
    max_uses BIGINT NOT NULL CHECK (max_uses >= 1),
    uses BIGINT NOT NULL CHECK (uses >= 0 AND uses <= max_uses),
    expires_at BIGINT,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    revoked_at BIGINT
);

-- Who has used a code: once each.
CREATE TABLE redemptions (
    code_id TEXT NOT NULL REFERENCES redemption_codes (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    transaction_id TEXT NOT NULL UNIQUE,
    at BIGINT NOT NULL,
    PRIMARY KEY (code_id, account_id)
);
