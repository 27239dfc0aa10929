-- For how many days requests and answers of a key are kept for its owner; null: they are not.
ALTER TABLE api_keys ADD COLUMN capture_days BIGINT;
