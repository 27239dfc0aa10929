-- What the operators tell the users. group_name is null for everybody.
CREATE TABLE announcements (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    level TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT,
    group_name TEXT,
    version BIGINT NOT NULL
);
