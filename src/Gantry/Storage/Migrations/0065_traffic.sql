-- How long completed requests took, by the hour (UTC) that they began in and by bucket of time. measure is 'whole', or 'first': until the first
-- content of a streamed answer. A bucket is an eighth of an octave of microseconds, from 1024 on; what is shorter is in the first.
CREATE TABLE pace_hourly (
    hour BIGINT NOT NULL,
    measure TEXT NOT NULL,
    bucket BIGINT NOT NULL,
    requests BIGINT NOT NULL,
    PRIMARY KEY (hour, measure, bucket)
);

-- The same until the first content, for each model of a group.
CREATE TABLE model_pace_hourly (
    hour BIGINT NOT NULL,
    group_name TEXT NOT NULL,
    model TEXT NOT NULL,
    bucket BIGINT NOT NULL,
    requests BIGINT NOT NULL,
    PRIMARY KEY (hour, group_name, model, bucket)
);

-- What upstreams charge for tries, by the hour that their requests began in.
CREATE TABLE upstream_cost_hourly (
    hour BIGINT NOT NULL,
    upstream TEXT NOT NULL,
    cost_status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    cost_nanos BIGINT NOT NULL,
    PRIMARY KEY (hour, upstream, cost_status)
);

-- Sums of usage_hourly by the day (UTC): hours of many keys are too many to add up for a month.
CREATE TABLE traffic_daily (
    day BIGINT NOT NULL,
    model TEXT NOT NULL,
    account_id TEXT NOT NULL,
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

WITH RECURSIVE octaves (low, base) AS (SELECT 1024, 0 UNION ALL SELECT low * 2, base + 8 FROM octaves WHERE base < 248),
    paces AS (
        SELECT started_at - started_at % 3600000000 AS hour, 'whole' AS measure, CASE WHEN duration_micros < 1024 THEN 1024 ELSE duration_micros END AS micros
        FROM usage_records WHERE outcome = 'completed'
        UNION ALL
        SELECT started_at - started_at % 3600000000, 'first', CASE WHEN first_content_micros < 1024 THEN 1024 ELSE first_content_micros END
        FROM usage_records WHERE outcome = 'completed' AND streamed = 1 AND first_content_micros IS NOT NULL)
INSERT INTO pace_hourly (hour, measure, bucket, requests)
SELECT hour, measure, base + (micros - low) * 8 / low, COUNT(*) FROM paces JOIN octaves ON micros >= low AND micros < low * 2 GROUP BY 1, 2, 3;

WITH RECURSIVE octaves (low, base) AS (SELECT 1024, 0 UNION ALL SELECT low * 2, base + 8 FROM octaves WHERE base < 248),
    paces AS (
        SELECT started_at - started_at % 3600000000 AS hour, group_name, model, CASE WHEN first_content_micros < 1024 THEN 1024 ELSE first_content_micros END AS micros
        FROM usage_records WHERE outcome = 'completed' AND streamed = 1 AND first_content_micros IS NOT NULL AND group_name IS NOT NULL AND model IS NOT NULL)
INSERT INTO model_pace_hourly (hour, group_name, model, bucket, requests)
SELECT hour, group_name, model, base + (micros - low) * 8 / low, COUNT(*) FROM paces JOIN octaves ON micros >= low AND micros < low * 2 GROUP BY 1, 2, 3, 4;

INSERT INTO upstream_cost_hourly (hour, upstream, cost_status, attempts, cost_nanos)
SELECT at - at % 3600000000, upstream, cost_status, COUNT(*), SUM(cost_nanos) FROM attempt_costs GROUP BY 1, 2, 3;

INSERT INTO traffic_daily (day, model, account_id, requests, failed, prompt_tokens, answer_tokens, cost_nanos, charged_nanos, overrun_nanos, refunded_nanos)
SELECT hour - hour % 86400000000, model, account_id, SUM(requests), SUM(CASE WHEN outcome IN ('failed', 'interrupted') THEN requests ELSE 0 END),
    SUM(uncached_input + cache_read + cache_write_5m + cache_write_1h + audio_input + image_input), SUM(output + audio_output + image_output),
    SUM(cost_nanos), SUM(charged_nanos), SUM(overrun_nanos), SUM(refunded_nanos)
FROM usage_hourly GROUP BY 1, 2, 3;
