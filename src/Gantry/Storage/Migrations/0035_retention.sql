-- The sums of hours that were dropped, by the month (UTC) that they lie in: kept for ever, so that totals stay exact.
CREATE TABLE usage_monthly (
    month BIGINT NOT NULL,
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
    PRIMARY KEY (month, key_id, account_id, group_name, model, upstream, outcome)
);
CREATE INDEX usage_monthly_key ON usage_monthly (key_id);
CREATE INDEX usage_monthly_account ON usage_monthly (account_id);
CREATE INDEX usage_monthly_group ON usage_monthly (group_name);

-- From when on records and hours are whole. Both only grow.
CREATE TABLE usage_kept (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    records_from BIGINT NOT NULL,
    hours_from BIGINT NOT NULL
);
INSERT INTO usage_kept (id, records_from, hours_from) VALUES (1, 0, 0);

-- What dropped records of runs that are still alive had been charged: such a run has it in memory and asks for what others have been charged.
CREATE TABLE usage_dropped (
    run BIGINT NOT NULL,
    key_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    group_name TEXT NOT NULL,
    charged_nanos BIGINT NOT NULL,
    refunded_nanos BIGINT NOT NULL,
    PRIMARY KEY (run, key_id, account_id, group_name)
);
