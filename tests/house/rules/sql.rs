//! SQL lives in stores, and only in the subset that SQLite and PostgreSQL run alike.

use crate::rust::{Source, has_word};
use crate::tree::{File, files, is_module};

const WHERE_TO: &str =
    "move the statement into the crate's store.rs (or a file in store/) as a constant in `statements! { … }`";
const HOW_ELSE: &str = "write it in the subset that both engines run alike (see `Sql` in platform/db); what only one engine has lives in \
platform/db, behind a function";

/// Where SQL need not be portable, because the engines' differences are made up for there.
const ENGINES: [&str; 2] = ["platform/db/", "platform/testkit/"];
/// These look for SQL and therefore name it.
const READERS: [&str; 1] = ["tests/house/"];

/// Written in one engine only, and what to write instead.
const NOT_PORTABLE: [(&str, &str); 22] = [
    ("ANY (", "{in $1} with a List"),
    ("ILIKE", "LIKE over a normalised column"),
    ("::", "CAST(… AS …)"),
    ("->", "columns of their own: JSON operators differ"),
    ("JSON_EXTRACT (", "columns of their own"),
    ("NOW (", "a parameter from Tx::now()"),
    ("CURRENT_TIMESTAMP", "a parameter from Tx::now()"),
    ("STRFTIME (", "a parameter, or arithmetic on microseconds"),
    ("DATE_TRUNC (", "a parameter, or arithmetic on microseconds"),
    ("RANDOM (", "a parameter from Tx::entropy()"),
    ("SERIAL", "{id} and an id that the application made"),
    ("BIGSERIAL", "{id} and an id that the application made"),
    ("AUTOINCREMENT", "{id} and an id that the application made"),
    ("FOR UPDATE", "nothing: writers conflict and are run again; or Tx::lock"),
    ("ALTER COLUMN", "a new table and INSERT … SELECT"),
    ("ADD CONSTRAINT", "the constraint in CREATE TABLE"),
    ("TRUNCATE", "DELETE FROM"),
    ("LATERAL", "a join or a window"),
    ("INSERT OR", "ON CONFLICT"),
    ("GREATEST (", "CASE WHEN"),
    ("IFNULL (", "COALESCE"),
    ("MERGE INTO", "INSERT … ON CONFLICT"),
];

/// Types that mean something else, or nothing, in the other engine.
const NOT_SHARED_TYPES: [(&str, &str); 12] = [
    ("INT", "BIGINT"),
    ("INTEGER", "BIGINT"),
    ("SMALLINT", "BIGINT"),
    ("REAL", "DOUBLE PRECISION"),
    ("FLOAT", "DOUBLE PRECISION"),
    ("NUMERIC", "BIGINT in the smallest unit"),
    ("BLOB", "{blob}"),
    ("BYTEA", "{blob}"),
    ("VARCHAR", "TEXT"),
    ("JSONB", "TEXT"),
    ("TIMESTAMP", "BIGINT, microseconds UTC"),
    ("TIMESTAMPTZ", "BIGINT, microseconds UTC"),
];

#[test]
fn sql_is_written_in_stores_only() {
    let sources = files(&[".rs"]);
    let elsewhere = sources.iter().filter(|file| !is_at_home(&file.path));
    crate::faults::none(WHERE_TO, elsewhere.flat_map(statements_elsewhere));
}

#[test]
fn stores_and_migrations_use_what_both_engines_share() {
    let sources = files(&[".rs", ".sql"]);
    let portable =
        sources.iter().filter(|file| !begins_with_one_of(&file.path, &[ENGINES.as_slice(), &READERS].concat()));
    crate::faults::none(HOW_ELSE, portable.flat_map(not_portable));
}

fn begins_with_one_of(path: &str, beginnings: &[&str]) -> bool {
    beginnings.iter().any(|beginning| path.starts_with(beginning))
}

fn is_at_home(path: &str) -> bool {
    // Tests of a crate that knows no feature's tables have a store of their own.
    let is_of_tests = path.contains("/tests/") && path.ends_with("/store.rs");
    is_of_tests || is_module(path, "store") || begins_with_one_of(path, &ENGINES) || begins_with_one_of(path, &READERS)
}

fn statements_elsewhere(file: &File) -> Vec<String> {
    let literals = Source::of(&file.text).literals.into_iter().filter(|literal| is_sql(&literal.text));
    literals.map(|literal| format!("{}:{} {}", file.path, literal.line, beginning(&literal.text))).collect()
}

fn beginning(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(60).collect()
}

/// Whether a text is SQL and not a sentence that begins with the same word.
fn is_sql(text: &str) -> bool {
    let normal = normal(text);
    let words: Vec<&str> = normal.split(' ').collect();
    let shouted = text.split_whitespace().next().is_some_and(|word| word.chars().all(|c| c.is_ascii_uppercase()));
    let second_is = |allowed: &[&str]| words.get(1).is_some_and(|word| allowed.contains(word));
    match words.first().copied() {
        Some("SELECT") => {
            words.len() > 1 && (shouted || words.contains(&"FROM") && words.iter().any(|word| word.starts_with('$')))
        }
        Some("INSERT") => second_is(&["INTO", "OR"]),
        Some("DELETE") => second_is(&["FROM"]) && (shouted || words.contains(&"WHERE")),
        Some("UPDATE") => words.get(2) == Some(&"SET"),
        Some("WITH") => words.contains(&"AS") && words.contains(&"SELECT"),
        Some("CREATE" | "ALTER" | "DROP") => second_is(&["TABLE", "INDEX", "UNIQUE", "VIEW", "TRIGGER", "VIRTUAL"]),
        Some("PRAGMA" | "VACUUM") => shouted,
        _ => false,
    }
}

fn not_portable(file: &File) -> Vec<String> {
    if file.path.ends_with(".sql") {
        return statements(&file.text).iter().flat_map(|statement| constructs(&file.path, statement)).collect();
    }
    let in_store = is_module(&file.path, "store");
    let literals = Source::of(&file.text).literals.into_iter();
    let sql = literals.filter(|literal| is_sql(&literal.text) || in_store && is_part_of_sql(&literal.text));
    sql.flat_map(|literal| constructs(&format!("{}:{}", file.path, literal.line), &literal.text)).collect()
}

/// Whether a text in a store is a condition or the like, put together with others by a macro.
fn is_part_of_sql(text: &str) -> bool {
    let has_placeholder =
        text.match_indices('$').any(|(at, _)| text[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
    has_placeholder || ["FROM", "WHERE", "JOIN", "ORDER BY", "AND"].iter().any(|word| has_word(text, word))
}

/// The statements of a migration, without comments.
pub fn statements(migration: &str) -> Vec<String> {
    let lines = migration.lines().map(|line| line.split_once("--").map_or(line, |(before, _)| before));
    let text = lines.collect::<Vec<_>>().join("\n");
    text.split(';').map(str::trim).filter(|statement| !statement.is_empty()).map(str::to_owned).collect()
}

/// In capitals, without what quotes contain, with one space between words and before every parenthesis.
pub fn normal(sql: &str) -> String {
    let outside: Vec<&str> = sql.split('\'').step_by(2).collect();
    let spaced = outside.join("''").to_uppercase().replace('(', " ( ").replace(')', " ) ").replace(',', " , ");
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn constructs(place: &str, sql: &str) -> Vec<String> {
    let normal = normal(sql);
    let mut faults: Vec<String> = Vec::new();
    let mut fault = |what: &str, instead: &str| faults.push(format!("{place} uses {what}: write {instead}"));
    for (what, instead) in NOT_PORTABLE {
        if has_word(&normal, what) {
            fault(what, instead);
        }
    }
    if normal.starts_with("DELETE") && has_word(&normal, "USING") {
        fault("DELETE … USING", "WHERE … IN (SELECT …)");
    }
    if normal.starts_with("CREATE TABLE") || normal.starts_with("ALTER TABLE") {
        let words: Vec<&str> = normal.split(' ').collect();
        for (what, instead) in NOT_SHARED_TYPES {
            // The first word of a column's definition is its name, which may be any of these.
            let typed = |pair: &[&str]| pair[1] == what && !["(", ",", "COLUMN"].contains(&pair[0]);
            if words.windows(2).any(typed) {
                fault(what, instead);
            }
        }
    }
    for function in ["SUM", "AVG"] {
        if is_uncast(&normal, function) {
            fault(&format!("{function} without CAST"), "CAST(SUM(…) AS BIGINT): PostgreSQL answers with a NUMERIC");
        }
    }
    faults
}

/// Whether the function is called anywhere outside of the parentheses of a CAST.
fn is_uncast(normal: &str, function: &str) -> bool {
    let mut callers: Vec<&str> = Vec::new();
    let mut before = "";
    for word in normal.split(' ') {
        match word {
            "(" if before == function && !callers.contains(&"CAST") => return true,
            "(" => callers.push(before),
            ")" => drop(callers.pop()),
            _ => {}
        }
        before = word;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sql: &str) -> usize {
        constructs("here", sql).len()
    }

    #[test]
    fn statements_are_told_from_sentences() {
        for sql in [
            "SELECT 1",
            "select a from b where c = $1",
            "INSERT INTO a VALUES ($1)",
            "\n  UPDATE a\n SET b = $1",
            "DELETE FROM a",
            "WITH x AS (SELECT 1) SELECT * FROM x",
            "CREATE UNIQUE INDEX a ON b (c)",
            "PRAGMA user_version",
        ] {
            assert!(is_sql(sql), "{sql}");
        }
        for prose in [
            "Select a town from the list",
            "Update the notice",
            "Delete from here on",
            "with thanks",
            "SELECT",
            "create a table",
        ] {
            assert!(!is_sql(prose), "{prose}");
        }
    }

    #[test]
    fn a_statement_outside_of_a_store_is_found() {
        let text = "fn f() { cx.query(\"SELECT id FROM room\") } // SELECT 1";
        assert_eq!(statements_elsewhere(&File::made_up("features/chat/src/service.rs", text)).len(), 1);
        assert!(is_at_home("features/chat/src/store/reads.rs") && is_at_home("platform/db/src/log.rs"));
        assert!(!is_at_home("features/chat/src/service.rs"));
    }

    #[test]
    fn parts_of_statements_in_stores_are_looked_at_too() {
        let text = "macro_rules! list { () => { concat!(\"a.b ILIKE $1\", \" AND c::TEXT = d\", \"crate::store\") } }";
        assert_eq!(not_portable(&File::made_up("features/a/src/store.rs", text)).len(), 2);
        assert_eq!(not_portable(&File::made_up("features/a/src/service.rs", text)).len(), 0);
    }

    #[test]
    fn what_one_engine_lacks_is_found() {
        for sql in [
            "SELECT a FROM b WHERE c = ANY($1)",
            "SELECT a FROM b WHERE c ilike $1",
            "SELECT a::text FROM b",
            "SELECT a->>'b' FROM c",
            "SELECT now()",
            "CREATE TABLE a (id SERIAL)",
            "SELECT a FROM b FOR UPDATE SKIP LOCKED",
            "ALTER TABLE a ALTER COLUMN b SET NOT NULL",
            "SELECT SUM(a) FROM b",
            "SELECT COALESCE(SUM(a), 0), CAST(b AS BIGINT) FROM c",
            "DELETE FROM a USING b WHERE a.id = b.id",
            "TRUNCATE a",
            "SELECT a FROM b, LATERAL (SELECT 1)",
            "INSERT OR REPLACE INTO a VALUES ($1)",
            "CREATE TABLE a (b INTEGER NOT NULL)",
            "CREATE TABLE a (b TEXT, c REAL)",
        ] {
            assert_eq!(found(sql), 1, "{sql}");
        }
    }

    #[test]
    fn what_both_engines_have_is_left_alone() {
        for sql in [
            "INSERT INTO a (b) VALUES ($1) ON CONFLICT (b) DO UPDATE SET b = excluded.b RETURNING id",
            "SELECT CAST(SUM(a) AS BIGINT), CAST(COALESCE(SUM(b), 0) AS BIGINT), COUNT(*) FILTER (WHERE c) FROM d",
            "SELECT a FROM b JOIN c USING (id) WHERE d = 'now() :: ILIKE'",
            "CREATE TABLE a ({id}, known BIGINT NOT NULL, int TEXT, b {blob})",
            "UPDATE a SET b = c.d FROM c WHERE c.id = a.id",
            "SELECT snow FROM many WHERE any_key = $1 AND for_update",
        ] {
            assert_eq!(constructs("here", sql), [] as [&str; 0], "{sql}");
        }
    }

    #[test]
    fn a_migration_is_read_without_its_comments() {
        let migration = "-- now()\nCREATE TABLE a (b TEXT); -- SERIAL\n\nCREATE INDEX c ON a (b);\n";
        assert_eq!(statements(migration), ["CREATE TABLE a (b TEXT)", "CREATE INDEX c ON a (b)"]);
        assert_eq!(not_portable(&File::made_up("core/x/migrations/0001_x.sql", migration)), [] as [&str; 0]);
        assert_eq!(not_portable(&File::made_up("core/x/migrations/0001_x.sql", "CREATE TABLE a (b BYTEA)")).len(), 1);
    }
}
