-- A log server that records are sent to: which node sends, until when it may be taken to be alive, and what is wrong.
CREATE TABLE syslog_server (
    address TEXT PRIMARY KEY,
    node BIGINT NOT NULL,
    until BIGINT NOT NULL,
    fault TEXT,
    fault_detail TEXT NOT NULL,
    fault_since BIGINT
);
-- How far an organisation's chain has got there.
CREATE TABLE syslog_sent (
    address TEXT NOT NULL,
    org_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (address, org_id)
);
