-- Bounds on spending, several windows at once: JSON such as [{"window":"day","nanos":1000000000}].
-- spend_cap_nanos and spend_cap_window of api_keys stay as they are and are not read any more.
ALTER TABLE api_keys ADD COLUMN spend_caps TEXT NOT NULL DEFAULT '[]';
UPDATE api_keys
SET spend_caps = '[{"window":"' || spend_cap_window || '","nanos":' || CAST(spend_cap_nanos AS TEXT) || '}]'
WHERE spend_cap_nanos IS NOT NULL;

ALTER TABLE accounts ADD COLUMN spend_caps TEXT NOT NULL DEFAULT '[]';
-- Null: the zone of the gateway.
ALTER TABLE accounts ADD COLUMN time_zone TEXT;

ALTER TABLE model_groups ADD COLUMN spend_caps TEXT NOT NULL DEFAULT '[]';
ALTER TABLE model_groups ADD COLUMN hold_output_tokens BIGINT NOT NULL DEFAULT 16000;

-- Null: as the provider is known to do.
ALTER TABLE upstreams ADD COLUMN stops_on_cancel BIGINT;
