-- Whose budget of a team an alert is about, beside the team's managers; null for all others.
ALTER TABLE alerts ADD COLUMN member_id TEXT;
CREATE INDEX alerts_member ON alerts (member_id, id);
