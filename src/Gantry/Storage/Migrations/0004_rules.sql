-- What an operator knows better than the built-in rules and traits: JSON; null where nothing.
ALTER TABLE models ADD COLUMN rules TEXT;
ALTER TABLE deployments ADD COLUMN rules TEXT;
ALTER TABLE upstreams ADD COLUMN traits TEXT;
