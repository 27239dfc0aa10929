-- Who vouches for whom. A subject belongs to its issuer: a provider that is pointed at another one vouches for nobody of the former.
CREATE TABLE external_logins (
    provider TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (provider, issuer, subject)
);
CREATE UNIQUE INDEX external_logins_account ON external_logins (account_id, provider);
