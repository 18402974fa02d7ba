//! 五十音 order as bytes.
//!
//! The database compares the bytes, so SQLite and PostgreSQL list people alike whatever their own
//! collations are.

use crate::kana::normalise_reading;
use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;
use std::sync::OnceLock;

/// Version of the bytes that [`sort_key`] returns. Keys of different versions must not be compared:
/// after it changes, stored keys are computed anew.
pub const SORT_KEY_VERSION: u32 = 1;

/// Ends the reading's key. The collator writes no byte this low, so a reading sorts before every
/// longer one that starts with it.
const END_OF_READING: u8 = 0;

/// The bytes under which a person, unit or room sorts in 五十音 order when compared with memcmp.
///
/// The reading decides and the name breaks ties: 清音 before 濁音 before 半濁音 where the rest is
/// equal, a shorter family name first, digits by their number. Hiragana and katakana, half or full
/// width, are one reading. Without a reading the name is sorted as if it were one, which lists kana
/// names in their place and kanji after all kana.
///
/// Names that differ only in a variation selector have equal keys: end the ORDER BY with an id.
///
/// Order by the Unicode collation for `ja` (CLDR, after JIS X 4061), tertiary strength.
pub fn sort_key(reading: &str, name: &str) -> Vec<u8> {
    let reading = normalise_reading(reading);
    let leading = if reading.is_empty() { normalise_reading(name) } else { reading };
    let mut key = Vec::new();
    write_key(&leading, &mut key);
    key.push(END_OF_READING);
    write_key(name, &mut key);
    key
}

fn write_key(text: &str, key: &mut Vec<u8>) {
    // Writing to a Vec has an uninhabited error.
    let Ok(()) = collator().write_sort_key_to(text, key);
}

fn collator() -> &'static CollatorBorrowed<'static> {
    static COLLATOR: OnceLock<CollatorBorrowed<'static>> = OnceLock::new();
    COLLATOR.get_or_init(|| {
        let mut preferences = CollatorPreferences::from(locale!("ja"));
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        Collator::try_new(preferences, CollatorOptions::default())
            .unwrap_or_else(|error| panic!("collation data for ja is compiled in: {error}"))
    })
}
