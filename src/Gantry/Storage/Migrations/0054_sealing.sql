-- The keys of cookies, of antiforgery tokens and of the state of sign-in elsewhere: each the whole document, sealed with the master key.
CREATE TABLE data_protection_keys (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    sealed TEXT NOT NULL
);

-- Where the audit log begins after its oldest rows were dropped, and proofs under a key that is not in the database: whoever drops rows at an
-- end of the log would have to know it.
CREATE TABLE audit_anchor (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL,
    chain TEXT NOT NULL,
    dropped_at BIGINT,
    proof TEXT NOT NULL
);
INSERT INTO audit_anchor (id, seq, chain, proof) VALUES (1, 0, '', '');
ALTER TABLE audit_head ADD COLUMN proof TEXT NOT NULL DEFAULT '';
