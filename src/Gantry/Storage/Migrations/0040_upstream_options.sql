-- What one vendor alone asks for (a region, a project), a name to call an upstream by, and what a single deployment speaks.
ALTER TABLE upstreams ADD COLUMN host TEXT;
ALTER TABLE upstreams ADD COLUMN options TEXT;
ALTER TABLE deployments ADD COLUMN speaks TEXT NOT NULL DEFAULT '[]';
