-- The hours of each key without models, groups, upstreams and outcomes: the overview draws days of a person's own time zone, so it reads hours, and
-- hundreds of thousands of usage_hourly take longer than anybody waits (issue 7: 300 ms). Triggers keep it, as they keep usage_daily.
CREATE TABLE usage_hours (
    account_id TEXT COLLATE "C" NOT NULL,
    hour BIGINT NOT NULL,
    key_id TEXT COLLATE "C" NOT NULL,
    requests BIGINT NOT NULL,
    failed BIGINT NOT NULL,
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
    PRIMARY KEY (account_id, hour, key_id)
);
CREATE INDEX usage_hours_hour ON usage_hours (hour);

INSERT INTO usage_hours (account_id, hour, key_id,
    requests, failed, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, image_input, audio_output,
    image_output, images, audio_seconds, web_searches, cost_nanos, charged_nanos, overrun_nanos, refunded_nanos)
SELECT account_id, hour, key_id,
    SUM(requests), SUM(CASE WHEN outcome IN ('failed', 'interrupted') THEN requests ELSE 0 END), SUM(uncached_input), SUM(cache_read),
    SUM(cache_write_5m), SUM(cache_write_1h), SUM(output), SUM(reasoning), SUM(audio_input), SUM(image_input), SUM(audio_output), SUM(image_output),
    SUM(images), SUM(audio_seconds), SUM(web_searches), SUM(cost_nanos), SUM(charged_nanos), SUM(overrun_nanos), SUM(refunded_nanos)
FROM usage_hourly
GROUP BY 1, 2, 3;

CREATE FUNCTION usage_hours_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO usage_hours (account_id, hour, key_id,
        requests, failed, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, image_input, audio_output,
        image_output, images, audio_seconds, web_searches, cost_nanos, charged_nanos, overrun_nanos, refunded_nanos)
    VALUES (NEW.account_id, NEW.hour, NEW.key_id,
        NEW.requests, CASE WHEN NEW.outcome IN ('failed', 'interrupted') THEN NEW.requests ELSE 0 END, NEW.uncached_input, NEW.cache_read,
        NEW.cache_write_5m, NEW.cache_write_1h, NEW.output, NEW.reasoning, NEW.audio_input, NEW.image_input, NEW.audio_output, NEW.image_output, NEW.images,
        NEW.audio_seconds, NEW.web_searches, NEW.cost_nanos, NEW.charged_nanos, NEW.overrun_nanos, NEW.refunded_nanos)
    ON CONFLICT (account_id, hour, key_id) DO UPDATE SET
        requests = usage_hours.requests + excluded.requests, failed = usage_hours.failed + excluded.failed, uncached_input = usage_hours.uncached_input + excluded.uncached_input,
        cache_read = usage_hours.cache_read + excluded.cache_read, cache_write_5m = usage_hours.cache_write_5m + excluded.cache_write_5m,
        cache_write_1h = usage_hours.cache_write_1h + excluded.cache_write_1h, output = usage_hours.output + excluded.output, reasoning = usage_hours.reasoning + excluded.reasoning,
        audio_input = usage_hours.audio_input + excluded.audio_input, image_input = usage_hours.image_input + excluded.image_input,
        audio_output = usage_hours.audio_output + excluded.audio_output, image_output = usage_hours.image_output + excluded.image_output, images = usage_hours.images + excluded.images,
        audio_seconds = usage_hours.audio_seconds + excluded.audio_seconds, web_searches = usage_hours.web_searches + excluded.web_searches,
        cost_nanos = usage_hours.cost_nanos + excluded.cost_nanos, charged_nanos = usage_hours.charged_nanos + excluded.charged_nanos,
        overrun_nanos = usage_hours.overrun_nanos + excluded.overrun_nanos, refunded_nanos = usage_hours.refunded_nanos + excluded.refunded_nanos;
    RETURN NULL;
END $$;
CREATE TRIGGER usage_hours_added AFTER INSERT ON usage_hourly FOR EACH ROW EXECUTE FUNCTION usage_hours_added();

CREATE FUNCTION usage_hours_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE usage_hours SET
        requests = requests + NEW.requests - OLD.requests,
        failed = failed + CASE WHEN NEW.outcome IN ('failed', 'interrupted') THEN NEW.requests ELSE 0 END - CASE WHEN OLD.outcome IN ('failed', 'interrupted') THEN OLD.requests ELSE 0 END,
        uncached_input = uncached_input + NEW.uncached_input - OLD.uncached_input, cache_read = cache_read + NEW.cache_read - OLD.cache_read,
        cache_write_5m = cache_write_5m + NEW.cache_write_5m - OLD.cache_write_5m, cache_write_1h = cache_write_1h + NEW.cache_write_1h - OLD.cache_write_1h,
        output = output + NEW.output - OLD.output, reasoning = reasoning + NEW.reasoning - OLD.reasoning,
        audio_input = audio_input + NEW.audio_input - OLD.audio_input, image_input = image_input + NEW.image_input - OLD.image_input,
        audio_output = audio_output + NEW.audio_output - OLD.audio_output, image_output = image_output + NEW.image_output - OLD.image_output,
        images = images + NEW.images - OLD.images, audio_seconds = audio_seconds + NEW.audio_seconds - OLD.audio_seconds,
        web_searches = web_searches + NEW.web_searches - OLD.web_searches, cost_nanos = cost_nanos + NEW.cost_nanos - OLD.cost_nanos,
        charged_nanos = charged_nanos + NEW.charged_nanos - OLD.charged_nanos, overrun_nanos = overrun_nanos + NEW.overrun_nanos - OLD.overrun_nanos,
        refunded_nanos = refunded_nanos + NEW.refunded_nanos - OLD.refunded_nanos
    WHERE account_id = NEW.account_id AND hour = NEW.hour AND key_id = NEW.key_id;
    RETURN NULL;
END $$;
CREATE TRIGGER usage_hours_changed AFTER UPDATE ON usage_hourly FOR EACH ROW EXECUTE FUNCTION usage_hours_changed();

CREATE FUNCTION usage_hours_dropped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE usage_hours SET
        requests = requests - OLD.requests, failed = failed - CASE WHEN OLD.outcome IN ('failed', 'interrupted') THEN OLD.requests ELSE 0 END,
        uncached_input = uncached_input - OLD.uncached_input, cache_read = cache_read - OLD.cache_read, cache_write_5m = cache_write_5m - OLD.cache_write_5m,
        cache_write_1h = cache_write_1h - OLD.cache_write_1h, output = output - OLD.output, reasoning = reasoning - OLD.reasoning,
        audio_input = audio_input - OLD.audio_input, image_input = image_input - OLD.image_input, audio_output = audio_output - OLD.audio_output,
        image_output = image_output - OLD.image_output, images = images - OLD.images, audio_seconds = audio_seconds - OLD.audio_seconds,
        web_searches = web_searches - OLD.web_searches, cost_nanos = cost_nanos - OLD.cost_nanos, charged_nanos = charged_nanos - OLD.charged_nanos,
        overrun_nanos = overrun_nanos - OLD.overrun_nanos, refunded_nanos = refunded_nanos - OLD.refunded_nanos
    WHERE account_id = OLD.account_id AND hour = OLD.hour AND key_id = OLD.key_id;
    DELETE FROM usage_hours WHERE account_id = OLD.account_id AND hour = OLD.hour AND key_id = OLD.key_id AND requests = 0;
    RETURN NULL;
END $$;
CREATE TRIGGER usage_hours_dropped AFTER DELETE ON usage_hourly FOR EACH ROW EXECUTE FUNCTION usage_hours_dropped();
