//! The web client's files, served from inside the binary.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::borrow::Cow;

/// One file.
pub struct Asset {
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
    /// Its media type.
    pub content_type: String,
    /// A hash of the bytes, for `ETag`.
    pub hash: String,
}

/// Where files come from; the server has the one implementation.
pub trait Assets: Send + Sync {
    /// The file at a path without leading slash.
    fn get(&self, path: &str) -> Option<Asset>;
}

/// Marks the answer with a built part of the client, a script, a style or a font: what a page loads and nobody opens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part;

/// What such a part may be.
const PARTS: [&str; 3] = ["text/javascript", "text/css", "font/"];

/// Pages run only our own files' scripts and talk only to us.
pub(crate) const CONTENT_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
     font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'self'";

pub(crate) fn serve(assets: &dyn Assets, path: &str, headers: &HeaderMap) -> Response {
    let path = path.trim_start_matches('/');
    let known = if path.is_empty() { None } else { find(assets, path, headers) };
    // Addresses of places (/rooms/…) are the client's own; its page finds out which.
    let is_place = !path.rsplit('/').next().unwrap_or_default().contains('.');
    let Some((asset, encoding)) = known.or_else(|| is_place.then(|| find(assets, "index.html", headers)).flatten())
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{}\"", asset.hash);
    let mut response = if headers.get(header::IF_NONE_MATCH).is_some_and(|seen| seen == tag.as_str()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(asset.bytes))
    };
    let out = response.headers_mut();
    let set = |out: &mut HeaderMap, name, value: &str| {
        out.insert(name, HeaderValue::from_str(value).expect("asset headers are ASCII"));
    };
    set(out, header::CONTENT_TYPE, &asset.content_type);
    set(out, header::ETAG, &tag);
    set(out, header::VARY, "accept-encoding");
    if let Some(encoding) = encoding {
        set(out, header::CONTENT_ENCODING, encoding);
    }
    // Built files carry their hash in their name and never change; pages and the service worker are asked for anew.
    let forever = path.starts_with("assets/");
    set(out, header::CACHE_CONTROL, if forever { "public, max-age=31536000, immutable" } else { "no-cache" });
    // A worker has the policy of its own answer, not that of the page that began it.
    let is_worker = path.rsplit('/').next().unwrap_or_default().contains("worker");
    if forever && !is_worker && PARTS.iter().any(|kind| asset.content_type.starts_with(kind)) {
        response.extensions_mut().insert(Part);
    }
    response
}

fn find(assets: &dyn Assets, path: &str, headers: &HeaderMap) -> Option<(Asset, Option<&'static str>)> {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let plain = assets.get(path)?;
    for (ending, encoding) in [("br", "br"), ("gz", "gzip")] {
        if accepted.split(',').any(|word| word.trim().starts_with(encoding))
            && let Some(packed) = assets.get(&format!("{path}.{ending}"))
        {
            return Some((Asset { content_type: plain.content_type, ..packed }, Some(encoding)));
        }
    }
    Some((plain, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Scripts;

    impl Assets for Scripts {
        fn get(&self, _: &str) -> Option<Asset> {
            let content_type = "text/javascript; charset=utf-8".to_owned();
            Some(Asset { bytes: Cow::Borrowed(b"0"), content_type, hash: "0".to_owned() })
        }
    }

    #[test]
    fn a_worker_is_no_part_of_a_page_and_keeps_the_policy() {
        let is_part = |path| serve(&Scripts, path, &HeaderMap::new()).extensions().get::<Part>().is_some();
        assert!(is_part("/assets/main-0a1b2c.js"));
        assert!(!is_part("/assets/pdf-5.4.624/legacy/build/pdf.worker.min.mjs"));
        assert!(!is_part("/sw.js"));
    }
}
