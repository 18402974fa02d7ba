CREATE TABLE broadcast (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    author_id BIGINT NOT NULL REFERENCES person (id),
    -- The post as whose holder it is sent, and what that was called when its author wrote.
    post_unit_id BIGINT,
    post_title_id BIGINT,
    post_name TEXT,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    -- Whom it is for, as it was said. Who that was when it went out stands in broadcast_recipient.
    audience TEXT NOT NULL,
    must_read BOOLEAN NOT NULL,
    confirm_by BIGINT,
    remind_at BIGINT,
    replies TEXT NOT NULL,
    state TEXT NOT NULL,
    send_at BIGINT,
    sent_at BIGINT,
    -- Why it is a draft again, or waits again, if that was not its author's doing.
    trouble TEXT,
    consented_by BIGINT,
    consented_at BIGINT,
    refused_why TEXT,
    withdrawn_by BIGINT,
    withdrawn_at BIGINT,
    withdrawn_why TEXT,
    -- How many it went out to, of how many it has been written down so far, and how many of those meant were left out.
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    beyond BIGINT NOT NULL,
    barred BIGINT NOT NULL,
    -- How often those who had not read it were reminded, and when last.
    reminders BIGINT NOT NULL,
    reminded_at BIGINT,
    created_at BIGINT NOT NULL,
    tick BIGINT NOT NULL
);
CREATE INDEX broadcast_by_org ON broadcast (org_id, id);
CREATE INDEX broadcast_by_author ON broadcast (author_id, id);
CREATE INDEX broadcast_by_post ON broadcast (post_unit_id, id) WHERE post_unit_id IS NOT NULL;
CREATE INDEX broadcast_by_sending ON broadcast (org_id, sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX broadcast_waiting ON broadcast (org_id, id) WHERE state = 'waiting';

-- To whom it went out, fixed at that moment. They see it once it is sent.
CREATE TABLE broadcast_recipient (
    broadcast_id BIGINT NOT NULL REFERENCES broadcast (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    sent_at BIGINT NOT NULL,
    -- The section of the main post of then, by which receipts are counted.
    section_id BIGINT,
    -- Something is still waited for: that they read it, or say so.
    pending BOOLEAN NOT NULL,
    read_at BIGINT,
    confirmed_at BIGINT,
    -- Of a shared account: who said it.
    operator_id BIGINT,
    reminders BIGINT NOT NULL,
    reminded_at BIGINT,
    PRIMARY KEY (broadcast_id, person_id)
) {clustered};
CREATE INDEX broadcast_recipient_by_person ON broadcast_recipient (person_id, sent_at, broadcast_id);
CREATE INDEX broadcast_recipient_pending ON broadcast_recipient (person_id, sent_at, broadcast_id) WHERE pending;

-- What a recipient and those who answer for the broadcast write to one another; nobody else sees it.
CREATE TABLE broadcast_reply (
    id {id},
    broadcast_id BIGINT NOT NULL REFERENCES broadcast (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    author_id BIGINT NOT NULL REFERENCES person (id),
    operator_id BIGINT,
    body TEXT NOT NULL,
    said_at BIGINT NOT NULL,
    -- The other side has looked at it.
    seen BOOLEAN NOT NULL,
    tick BIGINT NOT NULL
);
CREATE INDEX broadcast_reply_by_recipient ON broadcast_reply (broadcast_id, person_id, id);
CREATE INDEX broadcast_reply_unseen_of ON broadcast_reply (broadcast_id) WHERE NOT seen;
CREATE INDEX broadcast_reply_unseen ON broadcast_reply (person_id) WHERE NOT seen;

-- Audiences under a name: somebody's own, or the organisation's where there is no owner.
CREATE TABLE broadcast_list (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    owner_id BIGINT REFERENCES person (id),
    name TEXT NOT NULL,
    sort_key {blob} NOT NULL,
    audience TEXT NOT NULL,
    tick BIGINT NOT NULL
);
CREATE INDEX broadcast_list_by_org ON broadcast_list (org_id, owner_id);

-- What holds for broadcasts of an organisation that said something about it.
CREATE TABLE broadcast_rule (
    org_id BIGINT NOT NULL PRIMARY KEY REFERENCES organisation (id),
    consent_above BIGINT,
    keep_years BIGINT,
    tick BIGINT NOT NULL
);
