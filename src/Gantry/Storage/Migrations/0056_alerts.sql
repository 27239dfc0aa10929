-- Messages that wait to go out, and for some days what became of them. the body is sealed while it waits and empty afterwards. A digest gathers what
-- lies beyond the mails that a recipient gets within an hour.
CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_sealed TEXT NOT NULL,
    digest_entries BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    claimed_until BIGINT NOT NULL,
    state TEXT NOT NULL,
    error TEXT,
    ended_at BIGINT
);
CREATE INDEX outbox_due ON outbox (state, channel, due_at);
CREATE INDEX outbox_recipient ON outbox (recipient, created_at);

-- mark is the occasion of what is told once, empty for what is told again after it has cleared.
CREATE TABLE alerts (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    mark TEXT NOT NULL,
    account_id TEXT,
    text TEXT NOT NULL,
    at BIGINT NOT NULL,
    closed_at BIGINT
);
CREATE UNIQUE INDEX alerts_one_open ON alerts (kind, subject, mark) WHERE closed_at IS NULL;
CREATE INDEX alerts_key ON alerts (kind, subject, mark, closed_at);
CREATE INDEX alerts_account ON alerts (account_id, id);

CREATE TABLE alert_preferences (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    low_balance_nanos BIGINT,
    muted TEXT NOT NULL
);

-- The last money that came into a wallet is found without walking over its settlements.
CREATE INDEX ledger_money_in ON ledger_transactions (wallet_id, sequence) WHERE kind IN ('top_up', 'redeem', 'credit');
