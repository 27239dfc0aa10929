-- Sessions, by the keyed hash of what their cookie holds. role is that of the account when the session began: with another one it ends.
CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    stage TEXT NOT NULL,
    role TEXT NOT NULL,
    remember BIGINT NOT NULL,
    began_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    proved_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address TEXT NOT NULL,
    browser TEXT NOT NULL,
    draft_sealed TEXT
);
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- What works once: links for a new password, the token of the first start, answers of passkeys. account_id is null where no account is meant.
CREATE TABLE one_time_tokens (
    hash TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    account_id TEXT,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX one_time_tokens_expiry ON one_time_tokens (expires_at);

-- Tries that may have been guesses. subject is a keyed hash of an account, an address or a network.
CREATE TABLE sign_in_tries (
    id TEXT NOT NULL,
    subject TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (id, subject)
);
CREATE INDEX sign_in_tries_subject ON sign_in_tries (subject, at);
CREATE INDEX sign_in_tries_at ON sign_in_tries (at);

-- Held while a try is counted: two at once must not both be the last that is allowed.
CREATE TABLE sign_in_gate (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1)
);
INSERT INTO sign_in_gate (id) VALUES (1);
