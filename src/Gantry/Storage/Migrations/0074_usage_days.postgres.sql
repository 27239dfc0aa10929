-- Usage by the day (UTC) that its request began in: a day goes as one table, not as a million rows (decision 0042). What lies in no day is in the
-- default partition and found like all else. Tables of SQLite stay as they are.
CREATE FUNCTION usage_make_day(day BIGINT) RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
    suffix TEXT := to_char(TIMESTAMP '1970-01-01' + day * INTERVAL '1 day', 'YYYYMMDD');
    begins BIGINT := day * 86400000000;
    ends BIGINT := begins + 86400000000;
BEGIN
    IF to_regclass('usage_records_' || suffix) IS NOT NULL THEN
        RETURN 0;
    END IF;
    -- Made beside the others and attached: who reads goes on reading. What came before the day was made is moved into it.
    EXECUTE format('CREATE TABLE %I (LIKE usage_records INCLUDING ALL)', 'usage_records_' || suffix);
    EXECUTE format('CREATE TABLE %I (LIKE attempt_costs INCLUDING ALL)', 'attempt_costs_' || suffix);
    EXECUTE format('WITH moved AS (DELETE FROM usage_records_default WHERE started_at >= $1 AND started_at < $2 RETURNING *) INSERT INTO %I SELECT * FROM moved',
        'usage_records_' || suffix) USING begins, ends;
    EXECUTE format('WITH moved AS (DELETE FROM attempt_costs_default WHERE at >= $1 AND at < $2 RETURNING *) INSERT INTO %I SELECT * FROM moved',
        'attempt_costs_' || suffix) USING begins, ends;
    EXECUTE format('ALTER TABLE usage_records ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)', 'usage_records_' || suffix, begins, ends);
    EXECUTE format('ALTER TABLE attempt_costs ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)', 'attempt_costs_' || suffix, begins, ends);
    RETURN 1;
END $$;

-- Says that a day that is about to go was changed meanwhile: the trigger is put on such a day alone. A sequence, since it is of this engine only.
CREATE SEQUENCE usage_touches;
CREATE FUNCTION usage_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM nextval('usage_touches');
    RETURN NULL;
END $$;

ALTER TABLE usage_records RENAME TO usage_records_old;
ALTER TABLE attempt_costs RENAME TO attempt_costs_old;
CREATE TABLE usage_records (LIKE usage_records_old INCLUDING DEFAULTS) PARTITION BY RANGE (started_at);
CREATE TABLE attempt_costs (LIKE attempt_costs_old INCLUDING DEFAULTS) PARTITION BY RANGE (at);
CREATE TABLE usage_records_default PARTITION OF usage_records DEFAULT;
CREATE TABLE attempt_costs_default PARTITION OF attempt_costs DEFAULT;

-- The days that there are, and a week ahead.
SELECT usage_make_day(day) FROM (
    SELECT started_at / 86400000000 AS day FROM usage_records_old
    UNION SELECT at / 86400000000 FROM attempt_costs_old
    UNION SELECT CAST(EXTRACT(EPOCH FROM now()) AS BIGINT) / 86400 + ahead FROM generate_series(0, 7) AS ahead) AS days ORDER BY day;
INSERT INTO usage_records SELECT * FROM usage_records_old;
INSERT INTO attempt_costs SELECT * FROM attempt_costs_old;
DROP TABLE usage_records_old;
DROP TABLE attempt_costs_old;

-- Indexes after the rows: they are built in one go. A day needs none of attempts by time.
ALTER TABLE usage_records ADD PRIMARY KEY (request_id, started_at);
CREATE INDEX usage_records_started_at ON usage_records (started_at, model, group_name, outcome, status);
CREATE INDEX usage_records_key ON usage_records (key_id, started_at, model, group_name, outcome, status);
CREATE INDEX usage_records_account ON usage_records (account_id, started_at, model, group_name, outcome, status);
CREATE INDEX usage_records_upstream_response ON usage_records (upstream_response_id) WHERE upstream_response_id IS NOT NULL;
CREATE INDEX usage_records_failed ON usage_records (started_at, error_origin, error_code, status, group_name, model, outcome) WHERE outcome IN ('failed', 'interrupted');
CREATE INDEX usage_records_session ON usage_records (account_id, session, started_at) WHERE session IS NOT NULL;
ALTER TABLE attempt_costs ADD PRIMARY KEY (attempt_id, at);
ALTER TABLE attempt_costs ADD UNIQUE (request_id, number, at);
