-- Which conversation a request belonged to, where its client names one: the start of a hash of the name. What a session has cost is asked for while it runs.
ALTER TABLE usage_records ADD COLUMN session TEXT;
CREATE INDEX usage_records_session ON usage_records (account_id, session, started_at) WHERE session IS NOT NULL;
