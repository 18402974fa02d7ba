-- 部屋のひな形: what rooms of one sort begin with, as the organisation keeps them.
CREATE TABLE room_template (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,
    room_name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    opening TEXT NOT NULL,
    -- Whether it is offered no more.
    hidden BOOLEAN NOT NULL,
    created_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    tick BIGINT NOT NULL
);
CREATE INDEX room_template_of_org ON room_template (org_id, id);

-- Templates that come with the program and are offered no more.
CREATE TABLE room_template_hidden (
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    code TEXT NOT NULL,
    PRIMARY KEY (org_id, code)
) {clustered};
