-- Who may come to an account by a link that works once: invited by somebody, or, where invited_by_id is null, sent to whoever reads the mail of an
-- address that wants to register. token_hash is keyed. The terms are those that the account shall have.
CREATE TABLE invitations (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    spend_caps TEXT NOT NULL,
    rate_limits TEXT,
    time_zone TEXT,
    plan TEXT,
    invited_by_id TEXT,
    invited_by TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX invitations_email ON invitations (email);
CREATE INDEX invitations_expiry ON invitations (expires_at);
