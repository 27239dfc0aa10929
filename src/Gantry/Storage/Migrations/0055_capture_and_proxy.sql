-- For how many days requests and answers of a key are kept for its owner; null: they are not.
ALTER TABLE api_keys ADD COLUMN capture_days BIGINT;

-- User and password of an upstream's proxy, sealed for its row; what stands in proxy is the address alone from now on.
ALTER TABLE upstreams ADD COLUMN proxy_sealed TEXT;
