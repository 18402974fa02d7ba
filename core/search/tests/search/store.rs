//! A place in which things are said.

db::statements! {
    SAY = "INSERT INTO said (id, org_id, scope, author, at, body) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (id) DO UPDATE SET body = excluded.body";
    READ = "SELECT org_id, id, scope, author, at, body FROM said WHERE id {in $1}";
    BELOW = "SELECT org_id, id, scope, author, at, body FROM said WHERE id < $1 ORDER BY id DESC LIMIT $2";
    DAMAGE = "UPDATE search_part SET bytes = $1 WHERE number % 2 = $2";
    DAMAGE_KINDS = "UPDATE search_part SET bytes = 'no bytes'";
    DAMAGE_HEADS = "UPDATE search_segment SET head = $1";
    LOSE = "DELETE FROM search_part WHERE number = $1";
    LEAVE = "INSERT INTO search_leftover (segment_id, since) SELECT id, $1 FROM search_segment";
    COUNT = "SELECT COUNT(*), (SELECT COUNT(*) FROM search_leftover) FROM search_segment";
    NEWEST = "SELECT MAX(number) FROM search_generation";
    TOLD = "SELECT COALESCE(MAX(tick), 0) FROM change_log";
    OF_VERSION = "UPDATE search_generation SET version = version + $1";
    SCOPES = "SELECT DISTINCT scope FROM said WHERE org_id = $1 AND scope < 100";
}

pub(crate) const SAID: &str =
    "CREATE TABLE said (id {id}, org_id BIGINT NOT NULL, scope BIGINT NOT NULL, author BIGINT NOT NULL,
    at BIGINT NOT NULL, body TEXT NOT NULL)";

/// Whose saved searches refer to them.
pub(crate) const PEOPLE: &str = "CREATE TABLE person (id {id})";
