-- The catalogue: what an admin edits. SQLite takes NULL in a primary key unless it is told not to. TEXT and BIGINT only, so that SQLite and PostgreSQL run the same text:
-- ids are UUIDs in lower case, times are microseconds since 1970 UTC, flags are 0 or 1, lists and prices are JSON,
-- hashes are hexadecimal, sealed secrets are base64, money is nano-USD.

CREATE TABLE catalog_state (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);
INSERT INTO catalog_state (id, version) VALUES (1, 0);

CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    managed_by TEXT NOT NULL
);

CREATE TABLE upstreams (
    name TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL,
    base_url TEXT,
    speaks TEXT NOT NULL,
    allow_private_network BIGINT NOT NULL,
    proxy TEXT,
    stream_usage BIGINT NOT NULL,
    managed_by TEXT NOT NULL
);

CREATE TABLE upstream_credentials (
    id TEXT NOT NULL PRIMARY KEY,
    upstream TEXT NOT NULL REFERENCES upstreams (name),
    position BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    display TEXT NOT NULL,
    managed_by TEXT NOT NULL
);
CREATE INDEX upstream_credentials_upstream ON upstream_credentials (upstream);

CREATE TABLE models (
    id TEXT NOT NULL PRIMARY KEY,
    aliases TEXT NOT NULL,
    display_name TEXT,
    owned_by TEXT NOT NULL,
    kind TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    context_window BIGINT,
    max_output_tokens BIGINT,
    supports_images BIGINT NOT NULL,
    supports_reasoning BIGINT NOT NULL,
    price TEXT,
    managed_by TEXT NOT NULL
);

CREATE TABLE model_groups (
    name TEXT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL,
    multiplier_ppm BIGINT NOT NULL CHECK (multiplier_ppm >= 0),
    cancel_policy TEXT NOT NULL,
    operations TEXT NOT NULL,
    managed_by TEXT NOT NULL
);

CREATE TABLE deployments (
    group_name TEXT NOT NULL REFERENCES model_groups (name),
    model TEXT NOT NULL REFERENCES models (id),
    upstream TEXT NOT NULL REFERENCES upstreams (name),
    upstream_model TEXT NOT NULL,
    priority BIGINT NOT NULL,
    weight BIGINT NOT NULL CHECK (weight >= 1),
    managed_by TEXT NOT NULL,
    PRIMARY KEY (group_name, model, upstream, upstream_model)
);

CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    disabled_by TEXT,
    created_at BIGINT NOT NULL,
    managed_by TEXT NOT NULL
);

-- Credit that a configuration gave: at most one grant per account and source, for ever.
CREATE TABLE credit_grants (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    managed_by TEXT NOT NULL,
    amount_nanos BIGINT NOT NULL,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, managed_by)
);

CREATE TABLE api_keys (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    key_hash TEXT NOT NULL UNIQUE,
    display TEXT NOT NULL,
    groups TEXT NOT NULL,
    models TEXT NOT NULL,
    operations TEXT NOT NULL,
    networks TEXT NOT NULL,
    expires_at BIGINT,
    spend_cap_nanos BIGINT,
    spend_cap_window TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT,
    revoked_by TEXT,
    managed_by TEXT NOT NULL,
    UNIQUE (account_id, name)
);

-- Proofs that the secrets beside the database are the ones it was made with.
CREATE TABLE secret_checks (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
