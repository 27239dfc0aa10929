-- What people and the gateway did, append only. chain binds each row to all before it under a key that is not in the database; the head
-- tells the last row, so that rows cut off at the end are missed as well.
CREATE TABLE audit_log (
    seq BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    actor_id TEXT,
    address TEXT,
    action TEXT NOT NULL,
    request_id TEXT,
    target TEXT NOT NULL,
    before_text TEXT,
    after_text TEXT,
    chain TEXT NOT NULL
);
CREATE INDEX audit_log_at ON audit_log (at);

CREATE TABLE audit_head (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL,
    chain TEXT NOT NULL
);
INSERT INTO audit_head (id, seq, chain) VALUES (1, 0, '');
