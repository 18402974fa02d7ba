//! Statements: written once, in the subset that both engines run alike.

use crate::Engine;

/// A statement as written in a store. Placeholders are `$1`…; fragments in braces stand for what the engines spell
/// differently:
///
/// - `{in $1}`: `IN` over a [`crate::List`] of numbers; `{in_text $1}`: over a list of texts
/// - `{each $1 AS l: room BIGINT, body TEXT}`: a list of rows ([`crate::List::rows`]) as a table, its cells by place
/// - `{database_bytes}`: how large the database is
/// - in migrations: `{id}` a 64-bit primary key, `{blob}` bytes, `{clustered}` after a table whose primary key is
///   its order on disk
#[derive(Debug, Clone, Copy)]
pub struct Sql {
    /// Where it was written, for messages.
    pub name: &'static str,
    /// The portable text.
    pub text: &'static str,
}

impl Sql {
    /// The text for one engine.
    pub fn for_engine(&self, engine: Engine) -> String {
        render(self.text, engine)
    }
}

/// Declares a store's statements as constants, and `STATEMENTS`, the list of them all, which the test that prepares
/// every statement on both engines walks.
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)+) => {
        $($(#[$doc])* pub(crate) const $name: $crate::Sql =
            $crate::Sql { name: concat!(module_path!(), "::", stringify!($name)), text: $text };)+
        /// Every statement of this store.
        pub const STATEMENTS: &[$crate::Sql] = &[$($name),+];
    };
}

/// Rewrites a portable text for one engine.
pub(crate) fn render(text: &str, engine: Engine) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(place) = rest.find(['{', '$', '\'', '-']) {
        out.push_str(&rest[..place]);
        rest = &rest[place..];
        match rest.as_bytes()[0] {
            // An apostrophe in a comment opens no text.
            b'-' if rest.starts_with("--") => rest = rest.find('\n').map_or("", |end| &rest[end..]),
            b'-' => {
                out.push('-');
                rest = &rest[1..];
            }
            b'\'' => {
                let end = rest[1..].find('\'').map_or(rest.len(), |end| end + 2);
                out.push_str(&rest[..end]);
                rest = &rest[end..];
            }
            b'$' => {
                // SQLite takes `$1` for a name and numbers it by appearance; `?1` is the first whatever the order.
                out.push(if engine == Engine::Sqlite { '?' } else { '$' });
                rest = &rest[1..];
            }
            _ => {
                let end = rest.find('}').expect("a fragment in a statement ends with a brace");
                out.push_str(&fragment(&rest[1..end], engine));
                rest = &rest[end + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn fragment(fragment: &str, engine: Engine) -> String {
    let (word, argument) = fragment.split_once(' ').unwrap_or((fragment, ""));
    let number = argument.trim_start_matches('$');
    let sqlite = engine == Engine::Sqlite;
    match word {
        "each" => each(argument, engine),
        "in" if sqlite => format!("IN (SELECT value FROM json_each(?{number}))"),
        // An array and not a subquery: PostgreSQL takes a list for a hundred rows, and joins whole tables with it.
        "in" => format!(
            "= ANY (ARRAY(SELECT CAST(listed.value AS BIGINT) FROM jsonb_array_elements_text(CAST(CAST(${number} AS TEXT) AS JSONB)) AS listed(value)))"
        ),
        "in_text" if sqlite => format!("IN (SELECT value FROM json_each(?{number}))"),
        "in_text" => format!(
            "= ANY (ARRAY(SELECT listed.value FROM jsonb_array_elements_text(CAST(CAST(${number} AS TEXT) AS JSONB)) AS listed(value)))"
        ),
        "database_bytes" if sqlite => {
            "(SELECT page_count * page_size FROM pragma_page_count, pragma_page_size)".to_owned()
        }
        "database_bytes" => "pg_database_size(current_database())".to_owned(),
        "id" if sqlite => "INTEGER PRIMARY KEY".to_owned(),
        "id" => "BIGINT PRIMARY KEY".to_owned(),
        "blob" if sqlite => "BLOB".to_owned(),
        "blob" => "BYTEA".to_owned(),
        "clustered" if sqlite => "WITHOUT ROWID".to_owned(),
        "clustered" => String::new(),
        other => panic!("no engine knows the fragment {{{other}}}"),
    }
}

/// A list of rows as a table: `$1 AS name: column TYPE, …`.
fn each(argument: &str, engine: Engine) -> String {
    let parts = argument.split_once(':').and_then(|(head, columns)| Some((head.split_once(" AS ")?, columns)));
    let ((list, name), columns) = parts.expect("{each $1 AS name: column TYPE, …}");
    let number = list.trim_start_matches('$');
    let cell = |(place, column): (usize, &str)| {
        let (column, kind) = column.trim().split_once(' ').expect("a column has a type");
        match engine {
            Engine::Sqlite => format!("listed.value ->> {place} AS {column}"),
            Engine::Postgres if kind == "TEXT" => format!("listed.value ->> {place} AS {column}"),
            Engine::Postgres => format!("CAST(listed.value ->> {place} AS {kind}) AS {column}"),
        }
    };
    let cells = columns.split(',').enumerate().map(cell).collect::<Vec<_>>().join(", ");
    match engine {
        Engine::Sqlite => format!("(SELECT {cells} FROM json_each(?{number}) AS listed) AS {name}"),
        Engine::Postgres => format!(
            "(SELECT {cells} FROM jsonb_array_elements(CAST(CAST(${number} AS TEXT) AS JSONB)) AS listed(value)) AS {name}"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_rows_is_a_table_with_the_cells_by_their_places() {
        let text = "SELECT l.body FROM {each $2 AS l: room BIGINT, body TEXT}";
        assert_eq!(
            render(text, Engine::Sqlite),
            "SELECT l.body FROM (SELECT listed.value ->> 0 AS room, listed.value ->> 1 AS body FROM json_each(?2) AS listed) AS l"
        );
        assert!(render(text, Engine::Postgres).starts_with(
            "SELECT l.body FROM (SELECT CAST(listed.value ->> 0 AS BIGINT) AS room, listed.value ->> 1 AS body FROM jsonb_array_elements("
        ));
    }

    #[test]
    fn placeholders_become_the_engines_own_and_texts_stay() {
        let text = "SELECT '$1 {x}' WHERE a = $2 AND b {in $1}";
        assert_eq!(
            render(text, Engine::Sqlite),
            "SELECT '$1 {x}' WHERE a = ?2 AND b IN (SELECT value FROM json_each(?1))"
        );
        assert_eq!(render("-- Slack's {own} $1\nSELECT $1 - 2", Engine::Sqlite), "\nSELECT ?1 - 2");
        assert!(
            render(text, Engine::Postgres).starts_with("SELECT '$1 {x}' WHERE a = $2 AND b = ANY (ARRAY(SELECT CAST(")
        );
    }
}
