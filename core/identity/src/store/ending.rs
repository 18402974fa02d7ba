//! What of that for which somebody answers ends soon.

use db::Conn;
use jiff::civil::Date;
use kernel::{PersonId, Result, Timestamp};

db::statements! {
    // `$2` to `$3` last days of guests, `$4` to `$5` ends of tokens, `$6` how many at most.
    ENDING = "SELECT p.left_on, s.token_until FROM outsider o JOIN person p ON p.id = o.person_id
            LEFT JOIN account a ON a.person_id = p.id AND o.kind = 'bot'
            LEFT JOIN session s ON s.account_id = a.id AND s.token_until > $4 AND s.token_until <= $5
        WHERE o.sponsor_id = $1 AND p.active AND (s.id IS NOT NULL OR (o.kind <> 'bot' AND p.left_on >= $2 AND p.left_on <= $3))
        LIMIT $6";
}

/// Something that ends: a guest's stay by its last day, or a token by its moment.
pub enum End {
    /// A guest's last day.
    Stay(Date),
    /// When a bot's token is good no longer.
    Token(Timestamp),
}

/// What ends between two days, the second one left out for tokens, which end with a moment.
pub fn of_sponsor(
    conn: &mut Conn<'_>,
    sponsor: PersonId,
    days: (Date, Date),
    moments: (Timestamp, Timestamp),
    limit: usize,
) -> Result<Vec<End>> {
    let (first, last) = (days.0.to_string(), days.1.to_string());
    let rows = conn.rows(&ENDING, &[&sponsor, &first, &last, &moments.0, &moments.1, &limit])?;
    let end = |row: &db::Row| match row.get::<Option<Timestamp>>(1) {
        Some(until) => Some(End::Token(until)),
        None => {
            row.get::<Option<String>>(0).as_deref().map(|day| End::Stay(day.parse().expect("the database holds days")))
        }
    };
    Ok(rows.iter().filter_map(end).collect())
}
