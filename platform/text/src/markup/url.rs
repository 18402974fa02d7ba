//! Where a web address ends in Japanese text.

/// What follows a sentence or a mark of emphasis rather than ends a URL. An opening bracket at the
/// end belongs to what comes next.
const TRAILING: &[char] = &['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~', '(', '['];

/// Whether a text starts like an http or https URL with a host, of any script.
pub(crate) fn is_web_address(text: &str) -> bool {
    after_scheme(text).and_then(|host| host.chars().next()).is_some_and(|c| c.is_alphanumeric() || c == '[')
}

/// The URL that a text starts with, when nothing encloses it.
pub(crate) fn bare(text: &str) -> Option<&str> {
    bare_before(text, &[])
}

/// The same, ending before what stands for a character that ends it.
pub(crate) fn bare_before<'t>(text: &'t str, ends: &[&str]) -> Option<&'t str> {
    // Without a host nothing is scanned: hostile text could ask for it again and again.
    let scheme = text.len() - after_scheme(text).filter(|_| is_web_address(text))?.len();
    let length = scheme + span(&text[scheme..], ends);
    let address = text[..length].trim_end_matches(TRAILING);
    (address.len() > scheme).then_some(address)
}

/// The number of bytes that can belong to a URL: ASCII only, brackets closed only if opened.
fn span(text: &str, ends: &[&str]) -> usize {
    let bytes = text.as_bytes();
    let (mut round, mut square) = (0_usize, 0_usize);
    for (at, &byte) in bytes.iter().enumerate() {
        let depth = match byte {
            b'(' | b')' => &mut round,
            b'[' | b']' => &mut square,
            // Bold or struck-out text ends, or a mark that RFC 3986 keeps out of URLs.
            b'*' | b'~' if bytes.get(at + 1) == Some(&byte) => return at,
            b'<' | b'>' | b'"' | b'`' | b'\\' | b'|' | b'^' | b'{' | b'}' => return at,
            b'&' if ends.iter().any(|end| text[at..].starts_with(end)) => return at,
            _ if byte.is_ascii_graphic() => continue,
            _ => return at,
        };
        if matches!(byte, b'(' | b'[') {
            *depth += 1;
        } else if *depth == 0 {
            return at;
        } else {
            *depth -= 1;
        }
    }
    bytes.len()
}

fn after_scheme(text: &str) -> Option<&str> {
    ["https://", "http://"].iter().find_map(|scheme| {
        let start = text.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..])
    })
}
