-- How much may be asked for in a minute and at once: JSON {"requests_per_minute","tokens_per_minute","concurrent"}, null where nothing is said;
-- of the models of a group JSON [{"model","limits"}].
ALTER TABLE api_keys ADD COLUMN rate_limits TEXT;
ALTER TABLE accounts ADD COLUMN rate_limits TEXT;
ALTER TABLE model_groups ADD COLUMN rate_limits TEXT;
ALTER TABLE model_groups ADD COLUMN model_rate_limits TEXT;
