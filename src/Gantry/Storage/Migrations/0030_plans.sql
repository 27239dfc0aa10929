-- Allowances for a period, and the wallets that hold them: one for each period in which an account spends.
CREATE TABLE plans (
    name TEXT NOT NULL PRIMARY KEY,
    amount_nanos BIGINT NOT NULL,
    period TEXT NOT NULL,
    overflow TEXT NOT NULL,
    managed_by TEXT NOT NULL
);

-- No foreign key: a plan may go in the same change that takes it off its accounts. A rule of the catalogue holds it.
ALTER TABLE accounts ADD COLUMN plan TEXT;

-- The terms are those of the day when it was opened. ended_at: what was left has been taken back.
CREATE TABLE plan_wallets (
    wallet_id TEXT NOT NULL PRIMARY KEY REFERENCES wallets (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    plan TEXT NOT NULL,
    period TEXT NOT NULL,
    overflow TEXT NOT NULL,
    granted_nanos BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    ended_at BIGINT,
    UNIQUE (account_id, starts_at),
    CHECK (starts_at < ends_at)
);
CREATE INDEX plan_wallets_open ON plan_wallets (ends_at) WHERE ended_at IS NULL;
