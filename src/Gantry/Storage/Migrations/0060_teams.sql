-- A team is an account that pays and that nobody signs in as: its email is its name, which holds no @.
ALTER TABLE accounts ADD COLUMN kind TEXT NOT NULL DEFAULT 'person';

-- Who is in a team. A row goes when the person leaves; spend_caps is the budget: JSON [{"window","nanos"}].
CREATE TABLE team_members (
    team_id TEXT NOT NULL REFERENCES accounts (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL,
    spend_caps TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    managed_by TEXT NOT NULL,
    PRIMARY KEY (team_id, account_id)
);
CREATE INDEX team_members_account ON team_members (account_id);

-- Who spends with a key of a team; null for keys of people and for those that a team has as such.
ALTER TABLE api_keys ADD COLUMN member_id TEXT REFERENCES accounts (id);
CREATE INDEX api_keys_member ON api_keys (member_id, account_id);
