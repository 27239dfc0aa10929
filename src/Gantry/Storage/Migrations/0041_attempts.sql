-- How each try ended, by whose terms it was made, and when: the trail that a request's owner reads.
ALTER TABLE attempt_costs ADD COLUMN outcome TEXT NOT NULL DEFAULT 'served';
ALTER TABLE attempt_costs ADD COLUMN group_name TEXT NOT NULL DEFAULT '';
ALTER TABLE attempt_costs ADD COLUMN price_version TEXT;
ALTER TABLE attempt_costs ADD COLUMN multiplier_ppm BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempt_costs ADD COLUMN started_micros BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempt_costs ADD COLUMN duration_micros BIGINT NOT NULL DEFAULT 0;
