-- The hourly sums of each day (days since 1970 UTC) without what overviews do not ask for: thirty days of them are few rows.
-- Triggers keep it, so that no writer of hours can forget it.
CREATE TABLE usage_daily (
    account_id TEXT COLLATE "C" NOT NULL,
    day BIGINT NOT NULL,
    key_id TEXT COLLATE "C" NOT NULL,
    model TEXT COLLATE "C" NOT NULL,
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
    PRIMARY KEY (account_id, day, key_id, model)
);
CREATE INDEX usage_daily_day ON usage_daily (day);

INSERT INTO usage_daily (account_id, day, key_id, model,
    requests, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, image_input, audio_output, image_output,
    images, audio_seconds, web_searches, cost_nanos, charged_nanos, overrun_nanos, refunded_nanos)
SELECT account_id, hour / 86400000000, key_id, model,
    SUM(requests), SUM(uncached_input), SUM(cache_read), SUM(cache_write_5m), SUM(cache_write_1h), SUM(output), SUM(reasoning), SUM(audio_input),
    SUM(image_input), SUM(audio_output), SUM(image_output), SUM(images), SUM(audio_seconds), SUM(web_searches), SUM(cost_nanos), SUM(charged_nanos),
    SUM(overrun_nanos), SUM(refunded_nanos)
FROM usage_hourly
GROUP BY 1, 2, 3, 4;

CREATE FUNCTION usage_hourly_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO usage_daily (account_id, day, key_id, model,
        requests, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, image_input, audio_output, image_output,
        images, audio_seconds, web_searches, cost_nanos, charged_nanos, overrun_nanos, refunded_nanos)
    VALUES (NEW.account_id, NEW.hour / 86400000000, NEW.key_id, NEW.model,
        NEW.requests, NEW.uncached_input, NEW.cache_read, NEW.cache_write_5m, NEW.cache_write_1h, NEW.output, NEW.reasoning, NEW.audio_input,
        NEW.image_input, NEW.audio_output, NEW.image_output, NEW.images, NEW.audio_seconds, NEW.web_searches, NEW.cost_nanos, NEW.charged_nanos,
        NEW.overrun_nanos, NEW.refunded_nanos)
    ON CONFLICT (account_id, day, key_id, model) DO UPDATE SET
        requests = usage_daily.requests + NEW.requests, uncached_input = usage_daily.uncached_input + NEW.uncached_input, cache_read = usage_daily.cache_read + NEW.cache_read,
        cache_write_5m = usage_daily.cache_write_5m + NEW.cache_write_5m, cache_write_1h = usage_daily.cache_write_1h + NEW.cache_write_1h, output = usage_daily.output + NEW.output,
        reasoning = usage_daily.reasoning + NEW.reasoning, audio_input = usage_daily.audio_input + NEW.audio_input, image_input = usage_daily.image_input + NEW.image_input,
        audio_output = usage_daily.audio_output + NEW.audio_output, image_output = usage_daily.image_output + NEW.image_output, images = usage_daily.images + NEW.images,
        audio_seconds = usage_daily.audio_seconds + NEW.audio_seconds, web_searches = usage_daily.web_searches + NEW.web_searches, cost_nanos = usage_daily.cost_nanos + NEW.cost_nanos,
        charged_nanos = usage_daily.charged_nanos + NEW.charged_nanos, overrun_nanos = usage_daily.overrun_nanos + NEW.overrun_nanos,
        refunded_nanos = usage_daily.refunded_nanos + NEW.refunded_nanos;
    RETURN NULL;
END $$;
CREATE TRIGGER usage_hourly_added AFTER INSERT ON usage_hourly FOR EACH ROW EXECUTE FUNCTION usage_hourly_added();

CREATE FUNCTION usage_hourly_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE usage_daily SET
        requests = requests + NEW.requests - OLD.requests, uncached_input = uncached_input + NEW.uncached_input - OLD.uncached_input,
        cache_read = cache_read + NEW.cache_read - OLD.cache_read, cache_write_5m = cache_write_5m + NEW.cache_write_5m - OLD.cache_write_5m,
        cache_write_1h = cache_write_1h + NEW.cache_write_1h - OLD.cache_write_1h, output = output + NEW.output - OLD.output,
        reasoning = reasoning + NEW.reasoning - OLD.reasoning, audio_input = audio_input + NEW.audio_input - OLD.audio_input,
        image_input = image_input + NEW.image_input - OLD.image_input, audio_output = audio_output + NEW.audio_output - OLD.audio_output,
        image_output = image_output + NEW.image_output - OLD.image_output, images = images + NEW.images - OLD.images,
        audio_seconds = audio_seconds + NEW.audio_seconds - OLD.audio_seconds, web_searches = web_searches + NEW.web_searches - OLD.web_searches,
        cost_nanos = cost_nanos + NEW.cost_nanos - OLD.cost_nanos, charged_nanos = charged_nanos + NEW.charged_nanos - OLD.charged_nanos,
        overrun_nanos = overrun_nanos + NEW.overrun_nanos - OLD.overrun_nanos,
        refunded_nanos = refunded_nanos + NEW.refunded_nanos - OLD.refunded_nanos
    WHERE account_id = NEW.account_id AND day = NEW.hour / 86400000000 AND key_id = NEW.key_id AND model = NEW.model;
    RETURN NULL;
END $$;
CREATE TRIGGER usage_hourly_changed AFTER UPDATE ON usage_hourly FOR EACH ROW EXECUTE FUNCTION usage_hourly_changed();

CREATE FUNCTION usage_hourly_dropped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE usage_daily SET
        requests = requests - OLD.requests, uncached_input = uncached_input - OLD.uncached_input, cache_read = cache_read - OLD.cache_read,
        cache_write_5m = cache_write_5m - OLD.cache_write_5m, cache_write_1h = cache_write_1h - OLD.cache_write_1h, output = output - OLD.output,
        reasoning = reasoning - OLD.reasoning, audio_input = audio_input - OLD.audio_input, image_input = image_input - OLD.image_input,
        audio_output = audio_output - OLD.audio_output, image_output = image_output - OLD.image_output, images = images - OLD.images,
        audio_seconds = audio_seconds - OLD.audio_seconds, web_searches = web_searches - OLD.web_searches, cost_nanos = cost_nanos - OLD.cost_nanos,
        charged_nanos = charged_nanos - OLD.charged_nanos, overrun_nanos = overrun_nanos - OLD.overrun_nanos,
        refunded_nanos = refunded_nanos - OLD.refunded_nanos
    WHERE account_id = OLD.account_id AND day = OLD.hour / 86400000000 AND key_id = OLD.key_id AND model = OLD.model;
    DELETE FROM usage_daily
    WHERE account_id = OLD.account_id AND day = OLD.hour / 86400000000 AND key_id = OLD.key_id AND model = OLD.model AND requests = 0;
    RETURN NULL;
END $$;
CREATE TRIGGER usage_hourly_dropped AFTER DELETE ON usage_hourly FOR EACH ROW EXECUTE FUNCTION usage_hourly_dropped();
