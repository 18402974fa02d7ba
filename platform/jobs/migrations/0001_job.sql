CREATE TABLE job (
    id {id},
    org_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    once TEXT NOT NULL UNIQUE,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    failed_at BIGINT,
    error TEXT
);
CREATE INDEX job_due ON job (run_at, id) WHERE failed_at IS NULL;
