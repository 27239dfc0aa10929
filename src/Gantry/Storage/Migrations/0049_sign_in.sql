-- How people sign in. Accounts are the catalogue's; what belongs to signing in lies here, by account, so that no file and no editor of the
-- catalogue touches it. Codes and tokens are kept as keyed hashes, the authenticator's key sealed.
CREATE TABLE sign_ins (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    password_hash TEXT,
    stamp TEXT NOT NULL,
    totp_sealed TEXT,
    totp_step BIGINT
);

CREATE TABLE recovery_codes (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    code_hash TEXT NOT NULL,
    PRIMARY KEY (account_id, code_hash)
);

CREATE TABLE passkeys (
    credential_id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    public_key TEXT NOT NULL,
    sign_count BIGINT NOT NULL,
    transports TEXT NOT NULL,
    backup_eligible BIGINT NOT NULL,
    backed_up BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX passkeys_account ON passkeys (account_id);
