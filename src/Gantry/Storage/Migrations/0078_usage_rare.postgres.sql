-- What is rare, or not there at all, is found by itself: along the order of time nobody walks through ten million records for it. Each of these columns has
-- few values, so its index is small, and is only taken for a value that the statistics do not know as common.
CREATE INDEX usage_records_model ON usage_records (model);
CREATE INDEX usage_records_group ON usage_records (group_name);
CREATE INDEX usage_records_status ON usage_records (status);
CREATE INDEX usage_records_outcome ON usage_records (outcome);
