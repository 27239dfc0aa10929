-- No store on PostgreSQL is older than these tables: there is nothing to catch up with.
-- How long completed requests took, by the hour (UTC) that they began in and by bucket of time. measure is 'whole', or 'first': until the first
-- content of a streamed answer. A bucket is an eighth of an octave of microseconds, from 1024 on; what is shorter is in the first.
CREATE TABLE pace_hourly (
    hour BIGINT NOT NULL,
    measure TEXT COLLATE "C" NOT NULL,
    bucket BIGINT NOT NULL,
    requests BIGINT NOT NULL,
    PRIMARY KEY (hour, measure, bucket)
);

-- The same until the first content, for each model of a group.
CREATE TABLE model_pace_hourly (
    hour BIGINT NOT NULL,
    group_name TEXT COLLATE "C" NOT NULL,
    model TEXT COLLATE "C" NOT NULL,
    bucket BIGINT NOT NULL,
    requests BIGINT NOT NULL,
    PRIMARY KEY (hour, group_name, model, bucket)
);

-- What upstreams charge for tries, by the hour that their requests began in.
CREATE TABLE upstream_cost_hourly (
    hour BIGINT NOT NULL,
    upstream TEXT COLLATE "C" NOT NULL,
    cost_status TEXT COLLATE "C" NOT NULL,
    attempts BIGINT NOT NULL,
    cost_nanos BIGINT NOT NULL,
    PRIMARY KEY (hour, upstream, cost_status)
);

-- Sums of usage_hourly by the day (UTC): hours of many keys are too many to add up for a month.
CREATE TABLE traffic_daily (
    day BIGINT NOT NULL,
    model TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    requests BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    prompt_tokens BIGINT NOT NULL,
    answer_tokens BIGINT NOT NULL,
    cost_nanos BIGINT NOT NULL,
    charged_nanos BIGINT NOT NULL,
    overrun_nanos BIGINT NOT NULL,
    refunded_nanos BIGINT NOT NULL,
    PRIMARY KEY (day, model, account_id)
);

-- Failures are few: their classes are counted out of the index alone.
CREATE INDEX usage_records_failed ON usage_records (started_at, error_origin, error_code, status, group_name, model, outcome) WHERE outcome IN ('failed', 'interrupted');
