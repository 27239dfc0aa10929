-- Settings that are secrets, sealed like the credentials of upstreams.
CREATE TABLE sealed_settings (
    name TEXT NOT NULL PRIMARY KEY,
    sealed TEXT NOT NULL,
    managed_by TEXT NOT NULL
);

-- What somebody is to pay, and what came of it. Amounts are in the currency's smallest unit, credit and taken in nano-USD.
-- taken is what refunds and disputes have taken back of the credit; movements numbers the ledger's entries about it.
CREATE TABLE payment_orders (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    wallet_id TEXT NOT NULL REFERENCES wallets (id),
    provider TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    credit_nanos BIGINT NOT NULL CHECK (credit_nanos > 0),
    live BIGINT NOT NULL,
    state TEXT NOT NULL,
    session_id TEXT,
    url TEXT,
    payment_id TEXT,
    taken_nanos BIGINT NOT NULL CHECK (taken_nanos >= 0 AND taken_nanos <= credit_nanos),
    movements BIGINT NOT NULL,
    idempotency_key TEXT,
    note TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX payment_orders_session ON payment_orders (provider, session_id) WHERE session_id IS NOT NULL;
CREATE UNIQUE INDEX payment_orders_key ON payment_orders (account_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX payment_orders_payment ON payment_orders (provider, payment_id) WHERE payment_id IS NOT NULL;
CREATE INDEX payment_orders_state ON payment_orders (state, created_at);
CREATE INDEX payment_orders_account ON payment_orders (account_id, created_at);

-- Every event of a provider that says something about money, once.
CREATE TABLE payment_events (
    provider TEXT NOT NULL,
    event_id TEXT NOT NULL,
    type TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    note TEXT,
    order_id TEXT,
    PRIMARY KEY (provider, event_id)
);

-- Refunds and disputes by the provider's own id. They may come before the payment that they are about.
CREATE TABLE payment_takings (
    provider TEXT NOT NULL,
    reference TEXT NOT NULL,
    payment_id TEXT NOT NULL,
    live BIGINT NOT NULL,
    kind TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,
    standing TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (provider, reference)
);
CREATE INDEX payment_takings_payment ON payment_takings (provider, payment_id);
