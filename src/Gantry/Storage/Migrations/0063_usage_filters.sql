-- What the usage log is narrowed by stands in its indexes: a filter that matches little reads the narrow entries, not a million rows.
DROP INDEX usage_records_started_at;
DROP INDEX usage_records_key;
DROP INDEX usage_records_account;
CREATE INDEX usage_records_started_at ON usage_records (started_at, model, group_name, outcome, status);
CREATE INDEX usage_records_key ON usage_records (key_id, started_at, model, group_name, outcome, status);
CREATE INDEX usage_records_account ON usage_records (account_id, started_at, model, group_name, outcome, status);
