-- The sums of days and of keys follow the hours once a statement, not once a row: a batch of settlements touches hundreds of hours, and each took two
-- functions and two statements before (decision 0042).
DROP TRIGGER usage_hourly_added ON usage_hourly;
DROP TRIGGER usage_hourly_changed ON usage_hourly;
DROP TRIGGER usage_hourly_dropped ON usage_hourly;
DROP TRIGGER usage_hours_added ON usage_hourly;
DROP TRIGGER usage_hours_changed ON usage_hourly;
DROP TRIGGER usage_hours_dropped ON usage_hourly;
DROP FUNCTION usage_hourly_added, usage_hourly_changed, usage_hourly_dropped, usage_hours_added, usage_hours_changed, usage_hours_dropped;

CREATE FUNCTION usage_sums_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO usage_daily (account_id, day, key_id, model,
        requests, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, image_input, audio_output, image_output, images,
        audio_seconds, web_searches, cost_nanos, charged_nanos, overrun_nanos, refunded_nanos)
    SELECT account_id, hour / 86400000000, key_id, model,
        SUM(requests), SUM(uncached_input), SUM(cache_read), SUM(cache_write_5m), SUM(cache_write_1h), SUM(output), SUM(reasoning), SUM(audio_input),
        SUM(image_input), SUM(audio_output), SUM(image_output), SUM(images), SUM(audio_seconds), SUM(web_searches), SUM(cost_nanos), SUM(charged_nanos),
        SUM(overrun_nanos), SUM(refunded_nanos)
    FROM added GROUP BY 1, 2, 3, 4
    ON CONFLICT (account_id, day, key_id, model) DO UPDATE SET
        requests = usage_daily.requests + excluded.requests, uncached_input = usage_daily.uncached_input + excluded.uncached_input,
        cache_read = usage_daily.cache_read + excluded.cache_read, cache_write_5m = usage_daily.cache_write_5m + excluded.cache_write_5m,
        cache_write_1h = usage_daily.cache_write_1h + excluded.cache_write_1h, output = usage_daily.output + excluded.output,
        reasoning = usage_daily.reasoning + excluded.reasoning, audio_input = usage_daily.audio_input + excluded.audio_input,
        image_input = usage_daily.image_input + excluded.image_input, audio_output = usage_daily.audio_output + excluded.audio_output,
        image_output = usage_daily.image_output + excluded.image_output, images = usage_daily.images + excluded.images,
        audio_seconds = usage_daily.audio_seconds + excluded.audio_seconds, web_searches = usage_daily.web_searches + excluded.web_searches,
        cost_nanos = usage_daily.cost_nanos + excluded.cost_nanos, charged_nanos = usage_daily.charged_nanos + excluded.charged_nanos,
        overrun_nanos = usage_daily.overrun_nanos + excluded.overrun_nanos, refunded_nanos = usage_daily.refunded_nanos + excluded.refunded_nanos;
    INSERT INTO usage_hours (account_id, hour, key_id,
        requests, failed, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, image_input, audio_output, image_output,
        images, audio_seconds, web_searches, cost_nanos, charged_nanos, overrun_nanos, refunded_nanos)
    SELECT account_id, hour, key_id,
        SUM(requests), SUM(CASE WHEN outcome IN ('failed', 'interrupted') THEN requests ELSE 0 END), SUM(uncached_input), SUM(cache_read),
        SUM(cache_write_5m), SUM(cache_write_1h), SUM(output), SUM(reasoning), SUM(audio_input), SUM(image_input), SUM(audio_output), SUM(image_output),
        SUM(images), SUM(audio_seconds), SUM(web_searches), SUM(cost_nanos), SUM(charged_nanos), SUM(overrun_nanos), SUM(refunded_nanos)
    FROM added GROUP BY 1, 2, 3
    ON CONFLICT (account_id, hour, key_id) DO UPDATE SET
        requests = usage_hours.requests + excluded.requests, failed = usage_hours.failed + excluded.failed,
        uncached_input = usage_hours.uncached_input + excluded.uncached_input, cache_read = usage_hours.cache_read + excluded.cache_read,
        cache_write_5m = usage_hours.cache_write_5m + excluded.cache_write_5m, cache_write_1h = usage_hours.cache_write_1h + excluded.cache_write_1h,
        output = usage_hours.output + excluded.output, reasoning = usage_hours.reasoning + excluded.reasoning,
        audio_input = usage_hours.audio_input + excluded.audio_input, image_input = usage_hours.image_input + excluded.image_input,
        audio_output = usage_hours.audio_output + excluded.audio_output, image_output = usage_hours.image_output + excluded.image_output,
        images = usage_hours.images + excluded.images, audio_seconds = usage_hours.audio_seconds + excluded.audio_seconds,
        web_searches = usage_hours.web_searches + excluded.web_searches, cost_nanos = usage_hours.cost_nanos + excluded.cost_nanos,
        charged_nanos = usage_hours.charged_nanos + excluded.charged_nanos, overrun_nanos = usage_hours.overrun_nanos + excluded.overrun_nanos,
        refunded_nanos = usage_hours.refunded_nanos + excluded.refunded_nanos;
    RETURN NULL;
END $$;
CREATE TRIGGER usage_sums_added AFTER INSERT ON usage_hourly REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION usage_sums_added();

-- Their rows are there, so that each INSERT is an UPDATE: by its key, whatever a plan was made for. The key of an hour never changes.
CREATE FUNCTION usage_sums_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO usage_daily (account_id, day, key_id, model,
        requests, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, image_input, audio_output, image_output, images,
        audio_seconds, web_searches, cost_nanos, charged_nanos, overrun_nanos, refunded_nanos)
    SELECT account_id, hour / 86400000000, key_id, model,
        SUM(requests), SUM(uncached_input), SUM(cache_read), SUM(cache_write_5m), SUM(cache_write_1h), SUM(output), SUM(reasoning), SUM(audio_input),
        SUM(image_input), SUM(audio_output), SUM(image_output), SUM(images), SUM(audio_seconds), SUM(web_searches), SUM(cost_nanos), SUM(charged_nanos),
        SUM(overrun_nanos), SUM(refunded_nanos)
    FROM (
        SELECT account_id, hour, key_id, model, requests, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, image_input, audio_output, image_output, images,
            audio_seconds, web_searches, cost_nanos, charged_nanos, overrun_nanos, refunded_nanos FROM added
        UNION ALL SELECT account_id, hour, key_id, model, -requests, -uncached_input, -cache_read, -cache_write_5m, -cache_write_1h, -output, -reasoning, -audio_input, -image_input, -audio_output,
            -image_output, -images, -audio_seconds, -web_searches, -cost_nanos, -charged_nanos, -overrun_nanos, -refunded_nanos FROM taken) AS sides GROUP BY 1, 2, 3, 4
    ON CONFLICT (account_id, day, key_id, model) DO UPDATE SET
        requests = usage_daily.requests + excluded.requests, uncached_input = usage_daily.uncached_input + excluded.uncached_input,
        cache_read = usage_daily.cache_read + excluded.cache_read, cache_write_5m = usage_daily.cache_write_5m + excluded.cache_write_5m,
        cache_write_1h = usage_daily.cache_write_1h + excluded.cache_write_1h, output = usage_daily.output + excluded.output,
        reasoning = usage_daily.reasoning + excluded.reasoning, audio_input = usage_daily.audio_input + excluded.audio_input,
        image_input = usage_daily.image_input + excluded.image_input, audio_output = usage_daily.audio_output + excluded.audio_output,
        image_output = usage_daily.image_output + excluded.image_output, images = usage_daily.images + excluded.images,
        audio_seconds = usage_daily.audio_seconds + excluded.audio_seconds, web_searches = usage_daily.web_searches + excluded.web_searches,
        cost_nanos = usage_daily.cost_nanos + excluded.cost_nanos, charged_nanos = usage_daily.charged_nanos + excluded.charged_nanos,
        overrun_nanos = usage_daily.overrun_nanos + excluded.overrun_nanos, refunded_nanos = usage_daily.refunded_nanos + excluded.refunded_nanos;
    INSERT INTO usage_hours (account_id, hour, key_id,
        requests, failed, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, image_input, audio_output, image_output,
        images, audio_seconds, web_searches, cost_nanos, charged_nanos, overrun_nanos, refunded_nanos)
    SELECT account_id, hour, key_id,
        SUM(requests), SUM(failed), SUM(uncached_input), SUM(cache_read), SUM(cache_write_5m), SUM(cache_write_1h), SUM(output), SUM(reasoning),
        SUM(audio_input), SUM(image_input), SUM(audio_output), SUM(image_output), SUM(images), SUM(audio_seconds), SUM(web_searches), SUM(cost_nanos),
        SUM(charged_nanos), SUM(overrun_nanos), SUM(refunded_nanos)
    FROM (
        SELECT account_id, hour, key_id, requests, CASE WHEN outcome IN ('failed', 'interrupted') THEN requests ELSE 0 END AS failed, uncached_input, cache_read, cache_write_5m,
            cache_write_1h, output, reasoning, audio_input, image_input, audio_output, image_output, images, audio_seconds, web_searches, cost_nanos,
            charged_nanos, overrun_nanos, refunded_nanos FROM added
        UNION ALL SELECT account_id, hour, key_id, -requests, -(CASE WHEN outcome IN ('failed', 'interrupted') THEN requests ELSE 0 END), -uncached_input, -cache_read, -cache_write_5m, -cache_write_1h,
            -output, -reasoning, -audio_input, -image_input, -audio_output, -image_output, -images, -audio_seconds, -web_searches, -cost_nanos, -charged_nanos,
            -overrun_nanos, -refunded_nanos FROM taken) AS sides GROUP BY 1, 2, 3
    ON CONFLICT (account_id, hour, key_id) DO UPDATE SET
        requests = usage_hours.requests + excluded.requests, failed = usage_hours.failed + excluded.failed,
        uncached_input = usage_hours.uncached_input + excluded.uncached_input, cache_read = usage_hours.cache_read + excluded.cache_read,
        cache_write_5m = usage_hours.cache_write_5m + excluded.cache_write_5m, cache_write_1h = usage_hours.cache_write_1h + excluded.cache_write_1h,
        output = usage_hours.output + excluded.output, reasoning = usage_hours.reasoning + excluded.reasoning,
        audio_input = usage_hours.audio_input + excluded.audio_input, image_input = usage_hours.image_input + excluded.image_input,
        audio_output = usage_hours.audio_output + excluded.audio_output, image_output = usage_hours.image_output + excluded.image_output,
        images = usage_hours.images + excluded.images, audio_seconds = usage_hours.audio_seconds + excluded.audio_seconds,
        web_searches = usage_hours.web_searches + excluded.web_searches, cost_nanos = usage_hours.cost_nanos + excluded.cost_nanos,
        charged_nanos = usage_hours.charged_nanos + excluded.charged_nanos, overrun_nanos = usage_hours.overrun_nanos + excluded.overrun_nanos,
        refunded_nanos = usage_hours.refunded_nanos + excluded.refunded_nanos;
    RETURN NULL;
END $$;
CREATE TRIGGER usage_sums_changed AFTER UPDATE ON usage_hourly REFERENCING OLD TABLE AS taken NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION usage_sums_changed();

CREATE FUNCTION usage_sums_dropped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO usage_daily (account_id, day, key_id, model,
        requests, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, image_input, audio_output, image_output, images,
        audio_seconds, web_searches, cost_nanos, charged_nanos, overrun_nanos, refunded_nanos)
    SELECT account_id, hour / 86400000000, key_id, model,
        -SUM(requests), -SUM(uncached_input), -SUM(cache_read), -SUM(cache_write_5m), -SUM(cache_write_1h), -SUM(output), -SUM(reasoning), -SUM(audio_input),
        -SUM(image_input), -SUM(audio_output), -SUM(image_output), -SUM(images), -SUM(audio_seconds), -SUM(web_searches), -SUM(cost_nanos),
        -SUM(charged_nanos), -SUM(overrun_nanos), -SUM(refunded_nanos)
    FROM taken GROUP BY 1, 2, 3, 4
    ON CONFLICT (account_id, day, key_id, model) DO UPDATE SET
        requests = usage_daily.requests + excluded.requests, uncached_input = usage_daily.uncached_input + excluded.uncached_input,
        cache_read = usage_daily.cache_read + excluded.cache_read, cache_write_5m = usage_daily.cache_write_5m + excluded.cache_write_5m,
        cache_write_1h = usage_daily.cache_write_1h + excluded.cache_write_1h, output = usage_daily.output + excluded.output,
        reasoning = usage_daily.reasoning + excluded.reasoning, audio_input = usage_daily.audio_input + excluded.audio_input,
        image_input = usage_daily.image_input + excluded.image_input, audio_output = usage_daily.audio_output + excluded.audio_output,
        image_output = usage_daily.image_output + excluded.image_output, images = usage_daily.images + excluded.images,
        audio_seconds = usage_daily.audio_seconds + excluded.audio_seconds, web_searches = usage_daily.web_searches + excluded.web_searches,
        cost_nanos = usage_daily.cost_nanos + excluded.cost_nanos, charged_nanos = usage_daily.charged_nanos + excluded.charged_nanos,
        overrun_nanos = usage_daily.overrun_nanos + excluded.overrun_nanos, refunded_nanos = usage_daily.refunded_nanos + excluded.refunded_nanos;
    DELETE FROM usage_daily WHERE requests = 0 AND (account_id, day, key_id, model) IN (SELECT account_id, hour / 86400000000, key_id, model FROM taken);
    INSERT INTO usage_hours (account_id, hour, key_id,
        requests, failed, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, image_input, audio_output, image_output,
        images, audio_seconds, web_searches, cost_nanos, charged_nanos, overrun_nanos, refunded_nanos)
    SELECT account_id, hour, key_id,
        -SUM(requests), -SUM(CASE WHEN outcome IN ('failed', 'interrupted') THEN requests ELSE 0 END), -SUM(uncached_input), -SUM(cache_read),
        -SUM(cache_write_5m), -SUM(cache_write_1h), -SUM(output), -SUM(reasoning), -SUM(audio_input), -SUM(image_input), -SUM(audio_output),
        -SUM(image_output), -SUM(images), -SUM(audio_seconds), -SUM(web_searches), -SUM(cost_nanos), -SUM(charged_nanos), -SUM(overrun_nanos),
        -SUM(refunded_nanos)
    FROM taken GROUP BY 1, 2, 3
    ON CONFLICT (account_id, hour, key_id) DO UPDATE SET
        requests = usage_hours.requests + excluded.requests, failed = usage_hours.failed + excluded.failed,
        uncached_input = usage_hours.uncached_input + excluded.uncached_input, cache_read = usage_hours.cache_read + excluded.cache_read,
        cache_write_5m = usage_hours.cache_write_5m + excluded.cache_write_5m, cache_write_1h = usage_hours.cache_write_1h + excluded.cache_write_1h,
        output = usage_hours.output + excluded.output, reasoning = usage_hours.reasoning + excluded.reasoning,
        audio_input = usage_hours.audio_input + excluded.audio_input, image_input = usage_hours.image_input + excluded.image_input,
        audio_output = usage_hours.audio_output + excluded.audio_output, image_output = usage_hours.image_output + excluded.image_output,
        images = usage_hours.images + excluded.images, audio_seconds = usage_hours.audio_seconds + excluded.audio_seconds,
        web_searches = usage_hours.web_searches + excluded.web_searches, cost_nanos = usage_hours.cost_nanos + excluded.cost_nanos,
        charged_nanos = usage_hours.charged_nanos + excluded.charged_nanos, overrun_nanos = usage_hours.overrun_nanos + excluded.overrun_nanos,
        refunded_nanos = usage_hours.refunded_nanos + excluded.refunded_nanos;
    DELETE FROM usage_hours WHERE requests = 0 AND (account_id, hour, key_id) IN (SELECT account_id, hour, key_id FROM taken);
    RETURN NULL;
END $$;
CREATE TRIGGER usage_sums_dropped AFTER DELETE ON usage_hourly REFERENCING OLD TABLE AS taken FOR EACH STATEMENT EXECUTE FUNCTION usage_sums_dropped();
