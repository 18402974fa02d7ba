//! Files of people's, given out: whole or in part, never as anything that could run in our origin.

use crate::reply::Asked;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use futures_util::stream::try_unfold;
use std::fs::File;
use std::io::Error;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::sync::Arc;

/// Read and sent at once.
const PIECE: u64 = 256 << 10;

/// Whatever it is, it runs nothing, loads nothing else, and has no origin.
const POLICY: &str = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; \
frame-ancestors 'self'";

/// Marks an answer whose headers are stricter than ours.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guarded;

/// A file to be given out.
pub struct Served {
    /// Its bytes, of which there are [`Served::size`].
    pub file: File,
    /// How many.
    pub size: u64,
    /// The hash of its contents, by which a client knows whether it has them.
    pub hash: String,
    /// What a browser may take it for.
    pub media: String,
    /// Its name.
    pub name: String,
    /// A browser may show it in place of saving it.
    pub shown: bool,
    /// A browser may keep it, and ask next time whether it is still that.
    pub kept: bool,
}

/// The longest name in a head, in letters as they are written there: proxies commonly take 4 kB of heads in all.
const LONGEST_NAME: usize = 660;
/// The ending of a name that is kept when the rest is too long.
const LONGEST_ENDING: usize = 120;

fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.' | '_')
}

/// Each byte that is no letter or digit written as two digits of sixteen (RFC 8187).
fn coded(name: &str) -> String {
    let byte = |byte: u8| match byte {
        plain if is_plain(char::from(plain)) => char::from(plain).to_string(),
        byte => format!("%{byte:02X}"),
    };
    name.bytes().map(byte).collect()
}

/// A name that is not longer than heads may be: cut in the middle, so that its ending still says what it is.
fn shortened(name: &str) -> String {
    if coded(name).len() <= LONGEST_NAME {
        return name.to_owned();
    }
    let ending = name.rfind('.').map_or("", |at| &name[at..]);
    let ending = if coded(ending).len() <= LONGEST_ENDING { ending } else { "" };
    let mut left = LONGEST_NAME - coded(ending).len();
    let fits = |letter: &char| {
        let long = coded(letter.encode_utf8(&mut [0; 4])).len();
        left = left.saturating_sub(long);
        left > 0
    };
    let stem: String = name[..name.len() - ending.len()].chars().take_while(fits).collect();
    format!("{stem}{ending}")
}

/// How a browser is to treat a file of a name (RFC 6266): any name, and before it one for whoever knows no other letters than ASCII's.
pub(crate) fn disposition(how: &str, name: &str) -> String {
    let name = shortened(name);
    let plain: String = name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{}", coded(&name))
}

/// What of a file of a size is wanted.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    /// All of it: nothing else was asked for that we know of.
    All,
    /// A part.
    Part(Range<u64>),
    /// A part that lies beyond it.
    Beyond,
}

/// Reads a `Range` (RFC 9110). Several ranges at a time are answered with all of it, which is allowed.
fn wanted(range: Option<&str>, size: u64) -> Wanted {
    let Some((first, last)) = range.and_then(|range| range.trim().strip_prefix("bytes=")?.split_once('-')) else {
        return Wanted::All;
    };
    let part = match (first.trim(), last.trim()) {
        ("", count) => count.parse().ok().map(|count: u64| size.saturating_sub(count)..size),
        (first, "") => first.parse().ok().map(|first| first..size),
        (first, last) => match (first.parse(), last.parse::<u64>()) {
            (Ok(first), Ok(last)) if first <= last => Some(first..last.saturating_add(1).min(size)),
            _ => None,
        },
    };
    match part {
        None => Wanted::All,
        Some(part) if part.start >= part.end => Wanted::Beyond,
        Some(part) => Wanted::Part(part),
    }
}

impl Served {
    pub(crate) fn into_response(self, asked: &Asked) -> Response {
        let tag = format!("\"{}\"", self.hash);
        let text =
            |value: &Option<HeaderValue>| value.as_ref().and_then(|value| value.to_str().ok()).map(str::to_owned);
        let is_same =
            |tags: &str| tags.split(',').any(|one| [tag.as_str(), "*"].contains(&one.trim().trim_start_matches("W/")));
        let fresh = text(&asked.if_range).is_none_or(|known| known == tag);
        let range = text(&asked.range).filter(|_| fresh);
        let size = self.size;
        let (status, part) = match wanted(range.as_deref(), size) {
            _ if text(&asked.none_match).is_some_and(|tags| is_same(&tags)) => (StatusCode::NOT_MODIFIED, 0..0),
            Wanted::All => (StatusCode::OK, 0..size),
            Wanted::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
            Wanted::Beyond => (StatusCode::RANGE_NOT_SATISFIABLE, 0..0),
        };
        let place = match status {
            StatusCode::PARTIAL_CONTENT => Some(format!("bytes {}-{}/{size}", part.start, part.end - 1)),
            StatusCode::RANGE_NOT_SATISFIABLE => Some(format!("bytes */{size}")),
            _ => None,
        };
        let length = part.end - part.start;
        let mut response = Response::new(bytes(self.file, part));
        *response.status_mut() = status;
        response.extensions_mut().insert(Guarded);
        let headers = response.headers_mut();
        let mut put = |name, value: &str| {
            headers.insert(name, HeaderValue::from_str(value).expect("header values are made of what we write"));
        };
        put(header::ETAG, &tag);
        put(header::ACCEPT_RANGES, "bytes");
        // Whoever asks again is asked for their right again.
        put(header::CACHE_CONTROL, if self.kept { "private, no-cache" } else { "no-store" });
        put(header::CONTENT_SECURITY_POLICY, POLICY);
        if let Some(place) = place {
            put(header::CONTENT_RANGE, &place);
        }
        if status != StatusCode::NOT_MODIFIED {
            put(header::CONTENT_LENGTH, &length.to_string());
            put(header::CONTENT_TYPE, &self.media);
            put(
                header::CONTENT_DISPOSITION,
                &disposition(if self.shown { "inline" } else { "attachment" }, &self.name),
            );
        }
        response
    }
}

/// A part of a file as a body that is read as it is taken.
fn bytes(file: File, part: Range<u64>) -> Body {
    let file = Arc::new(file);
    Body::from_stream(try_unfold(part, move |part| {
        let file = file.clone();
        async move {
            if part.is_empty() {
                return Ok(None);
            }
            let end = part.end.min(part.start + PIECE);
            let read = move || {
                let mut piece = vec![0; (end - part.start) as usize];
                file.read_exact_at(&mut piece, part.start).map(|()| (Bytes::from(piece), end..part.end))
            };
            tokio::task::spawn_blocking(read).await.map_err(Error::other)?.map(Some)
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_a_part_of_the_file_or_lies_beyond_it() {
        for (range, expected) in [
            ("bytes=0-0", Wanted::Part(0..1)),
            ("bytes=2-", Wanted::Part(2..10)),
            ("bytes=-3", Wanted::Part(7..10)),
            ("bytes=-30", Wanted::Part(0..10)),
            ("bytes=4-400", Wanted::Part(4..10)),
            ("bytes=10-", Wanted::Beyond),
            ("bytes=-0", Wanted::Beyond),
            ("bytes=99-100", Wanted::Beyond),
        ] {
            assert_eq!(wanted(Some(range), 10), expected, "{range}");
        }
        for all in ["", "lines=1-2", "bytes=", "bytes=a-b", "bytes=5-2", "bytes=0-1,3-4", "bytes=18446744073709551616-"]
        {
            assert_eq!(wanted(Some(all), 10), Wanted::All, "{all}");
        }
        assert_eq!(wanted(None, 10), Wanted::All);
    }

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        let name = disposition("attachment", "議事録\"; filename=\"evil.exe\r\nx: y.pdf");
        assert!(name.is_ascii() && !name.contains(['\r', '\n']), "{name}");
        assert_eq!(
            (name.matches(' ').count(), name.matches('"').count(), name.matches(';').count()),
            (2, 2, 2),
            "{name}"
        );
        assert!(
            name.starts_with("attachment; filename=\"______filename__evil.exe__x__y.pdf\"; filename*=UTF-8''%E8%AD%B0"),
            "{name}"
        );
    }

    #[test]
    fn a_long_name_keeps_its_ending_and_fits_a_head() {
        for name in [format!("{}.pdf", "長い名前".repeat(60)), format!("{}.pdf", "a".repeat(251))] {
            let told = disposition("inline", &name);
            assert!(told.len() < 800, "{}", told.len());
            assert!(told.ends_with(".pdf"), "{told}");
        }
        assert!(disposition("inline", "短い.pdf").ends_with("''%E7%9F%AD%E3%81%84.pdf"));
    }
}
