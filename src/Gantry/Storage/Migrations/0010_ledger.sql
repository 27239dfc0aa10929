-- The ledger: money that moves, in nano-USD. Transactions and lines are only ever added; wallets and allowances are what they add up to.
-- No foreign keys where requests are settled: the ledger check finds what belongs to nothing.

CREATE TABLE runs (
    id BIGINT NOT NULL PRIMARY KEY,
    node TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    renewed_at BIGINT NOT NULL,
    ended_at BIGINT
);

-- A wallet that owes has nothing to spend: what comes in pays the debt first.
CREATE TABLE wallets (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    available_nanos BIGINT NOT NULL CHECK (available_nanos >= 0),
    reserved_nanos BIGINT NOT NULL CHECK (reserved_nanos >= 0),
    debt_nanos BIGINT NOT NULL CHECK (debt_nanos >= 0),
    sequence BIGINT NOT NULL,
    head_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CHECK (debt_nanos = 0 OR available_nanos = 0)
);
CREATE INDEX wallets_account ON wallets (account_id);
INSERT INTO wallets (id, account_id, available_nanos, reserved_nanos, debt_nanos, sequence, head_hash, created_at)
SELECT id, id, 0, 0, 0, 0, '', created_at FROM accounts;

CREATE TABLE ledger_transactions (
    id TEXT NOT NULL PRIMARY KEY,
    wallet_id TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    kind TEXT NOT NULL,
    request_id TEXT,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (wallet_id, sequence)
);
CREATE UNIQUE INDEX ledger_settled_once ON ledger_transactions (request_id) WHERE kind = 'settle';

CREATE TABLE ledger_lines (
    transaction_id TEXT NOT NULL,
    account TEXT NOT NULL,
    amount_nanos BIGINT NOT NULL,
    PRIMARY KEY (transaction_id, account)
);

CREATE TABLE allowances (
    id TEXT NOT NULL PRIMARY KEY,
    wallet_id TEXT NOT NULL REFERENCES wallets (id),
    run BIGINT NOT NULL REFERENCES runs (id),
    granted_nanos BIGINT NOT NULL,
    remaining_nanos BIGINT NOT NULL CHECK (remaining_nanos >= 0),
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    CHECK (closed_at IS NULL OR remaining_nanos = 0)
);
CREATE UNIQUE INDEX allowances_one_open ON allowances (wallet_id, run) WHERE closed_at IS NULL;

-- Our own costs: every try at an upstream.
CREATE TABLE attempt_costs (
    attempt_id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    upstream TEXT NOT NULL,
    upstream_model TEXT NOT NULL,
    credential_id TEXT,
    status BIGINT NOT NULL,
    cost_nanos BIGINT NOT NULL,
    cost_status TEXT NOT NULL,
    uncached_input BIGINT NOT NULL,
    cache_read BIGINT NOT NULL,
    cache_write_5m BIGINT NOT NULL,
    cache_write_1h BIGINT NOT NULL,
    output BIGINT NOT NULL,
    reasoning BIGINT NOT NULL,
    audio_input BIGINT NOT NULL,
    image_input BIGINT NOT NULL,
    audio_output BIGINT NOT NULL,
    image_output BIGINT NOT NULL,
    images BIGINT NOT NULL,
    audio_seconds BIGINT NOT NULL,
    web_searches BIGINT NOT NULL,
    at BIGINT NOT NULL,
    UNIQUE (request_id, number)
);
CREATE INDEX attempt_costs_at ON attempt_costs (at);

-- charged = cost - overrun is what the wallet truly paid; refunded is what went back of it.
ALTER TABLE usage_records ADD COLUMN run BIGINT NOT NULL DEFAULT 0;
ALTER TABLE usage_records ADD COLUMN wallet_id TEXT;
ALTER TABLE usage_records ADD COLUMN allowance_id TEXT;
ALTER TABLE usage_records ADD COLUMN hold_nanos BIGINT NOT NULL DEFAULT 0;
ALTER TABLE usage_records ADD COLUMN cost_nanos BIGINT NOT NULL DEFAULT 0;
ALTER TABLE usage_records ADD COLUMN charged_nanos BIGINT NOT NULL DEFAULT 0;
ALTER TABLE usage_records ADD COLUMN overrun_nanos BIGINT NOT NULL DEFAULT 0;
ALTER TABLE usage_records ADD COLUMN refunded_nanos BIGINT NOT NULL DEFAULT 0;
ALTER TABLE usage_records ADD COLUMN price_version TEXT;
ALTER TABLE usage_records ADD COLUMN multiplier_ppm BIGINT;
ALTER TABLE usage_records ADD COLUMN service_tier TEXT;
ALTER TABLE usage_records ADD COLUMN price_variant TEXT;
ALTER TABLE usage_records ADD COLUMN cancel_policy TEXT;
ALTER TABLE usage_records ADD COLUMN charge_reason TEXT;
CREATE INDEX usage_records_upstream_response ON usage_records (upstream_response_id) WHERE upstream_response_id IS NOT NULL;

-- Sums of usage records by the hour that the request began in. NULLs are empty texts, so that the key is one.
CREATE TABLE usage_hourly (
    hour BIGINT NOT NULL,
    key_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    group_name TEXT NOT NULL,
    model TEXT NOT NULL,
    upstream TEXT NOT NULL,
    outcome TEXT NOT NULL,
    requests BIGINT NOT NULL,
    uncached_input BIGINT NOT NULL,
    cache_read BIGINT NOT NULL,
    cache_write_5m BIGINT NOT NULL,
    cache_write_1h BIGINT NOT NULL,
    output BIGINT NOT NULL,
    reasoning BIGINT NOT NULL,
    audio_input BIGINT NOT NULL,
    image_input BIGINT NOT NULL,
    audio_output BIGINT NOT NULL,
    image_output BIGINT NOT NULL,
    images BIGINT NOT NULL,
    audio_seconds BIGINT NOT NULL,
    web_searches BIGINT NOT NULL,
    cost_nanos BIGINT NOT NULL,
    charged_nanos BIGINT NOT NULL,
    overrun_nanos BIGINT NOT NULL,
    refunded_nanos BIGINT NOT NULL,
    PRIMARY KEY (hour, key_id, account_id, group_name, model, upstream, outcome)
);
CREATE INDEX usage_hourly_key ON usage_hourly (key_id, hour);
CREATE INDEX usage_hourly_account ON usage_hourly (account_id, hour);
CREATE INDEX usage_hourly_group ON usage_hourly (group_name, hour);

-- A request that no group took has a model name of the client's making: those share one row.
INSERT INTO usage_hourly (hour, key_id, account_id, group_name, model, upstream, outcome, requests,
    uncached_input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, image_input, audio_output, image_output,
    images, audio_seconds, web_searches, cost_nanos, charged_nanos, overrun_nanos, refunded_nanos)
SELECT started_at - started_at % 3600000000, COALESCE(key_id, ''), COALESCE(account_id, ''), COALESCE(group_name, ''),
    CASE WHEN group_name IS NULL THEN '' ELSE COALESCE(model, '') END, COALESCE(upstream, ''), outcome, COUNT(*),
    SUM(uncached_input), SUM(cache_read), SUM(cache_write_5m), SUM(cache_write_1h), SUM(output), SUM(reasoning), SUM(audio_input),
    SUM(image_input), SUM(audio_output), SUM(image_output), SUM(images), SUM(audio_seconds), SUM(web_searches), 0, 0, 0, 0
FROM usage_records
GROUP BY 1, 2, 3, 4, 5, 6, 7;
