-- What a translation could not carry; null where nothing was lost.
ALTER TABLE usage_records ADD COLUMN losses TEXT;
