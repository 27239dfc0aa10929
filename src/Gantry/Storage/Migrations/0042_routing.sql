-- Where requests go: the state of groups and how they spread, names that stand for several models (JSON [{"name","models"}]), and what a key
-- says of its own requests (JSON; null where it says nothing).
ALTER TABLE model_groups ADD COLUMN status TEXT NOT NULL DEFAULT 'active';
ALTER TABLE model_groups ADD COLUMN replacement TEXT;
ALTER TABLE model_groups ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE model_groups ADD COLUMN protocols TEXT NOT NULL DEFAULT '[]';
ALTER TABLE model_groups ADD COLUMN balance TEXT NOT NULL DEFAULT 'weight';
ALTER TABLE model_groups ADD COLUMN virtual_models TEXT;

ALTER TABLE api_keys ADD COLUMN fallback BIGINT NOT NULL DEFAULT 0;
ALTER TABLE api_keys ADD COLUMN auto TEXT;
ALTER TABLE api_keys ADD COLUMN models_map TEXT;
ALTER TABLE api_keys ADD COLUMN routes TEXT;
