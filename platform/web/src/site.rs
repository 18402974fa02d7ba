//! Where organisations live: the first one at `/`, each further one at `/o/{code}/`. Only what stands before the path tells which is
//! meant; everything behind it is the same for all.

use crate::cx::Client;
use axum::http::Uri;
use axum::http::uri::PathAndQuery;
use kernel::{OrgId, Result};
use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// What stands before the code of an organisation.
const BEFORE: &str = "/o/";

/// Knows organisations by the codes in their addresses. The directory has the one implementation.
pub trait Organisations: Send + Sync {
    /// The one with a code, or without, as far as it is remembered. It never changes which one that is.
    fn recall(&self, code: Option<&str>) -> Option<OrgId>;

    /// The one with a code, or without, as the database has it.
    ///
    /// Errors: `busy` when too many that are not there are asked for.
    fn look_up<'a>(&'a self, code: Option<&'a str>)
    -> Pin<Box<dyn Future<Output = Result<Option<OrgId>>> + Send + 'a>>;
}

/// The address at which a request reached us.
#[derive(Debug, Clone)]
pub struct Site {
    org: OrgId,
    code: Option<Arc<str>>,
}

impl Site {
    pub(crate) fn new(org: OrgId, code: Option<Arc<str>>) -> Self {
        Self { org, code }
    }

    /// Whose it is; nobody's, which is 0, as long as there is no organisation at all.
    pub fn org(&self) -> OrgId {
        self.org
    }

    /// Whether it is the first organisation's, which has no code.
    pub fn is_home(&self) -> bool {
        self.code.is_none()
    }

    /// A path of ours at this address.
    pub fn path<'p>(&self, path: &'p str) -> Cow<'p, str> {
        match &self.code {
            None => Cow::Borrowed(path),
            Some(code) => Cow::Owned(format!("{BEFORE}{code}{path}")),
        }
    }

    /// What a cookie of ours is called at this address: a browser holds one for each, and shows those of the first to all others.
    pub fn cookie<'n>(&self, name: &'n str) -> Cow<'n, str> {
        match &self.code {
            None => Cow::Borrowed(name),
            Some(code) => Cow::Owned(format!("{name}_{code}")),
        }
    }

    /// A cookie of this address, to be kept for so many seconds below one of its paths.
    pub(crate) fn kept(&self, client: &Client, (name, value): (&str, &str), age: u64, below: &str) -> String {
        let (name, path) = (self.cookie(name), self.path(below));
        let secure = if client.secure { "; Secure" } else { "" };
        format!("{name}={value}; Max-Age={age}; HttpOnly; SameSite=Lax; Path={path}{secure}")
    }
}

/// The code in the address of a request, as the request's extension.
#[derive(Debug, Clone)]
pub(crate) struct Code(pub(crate) Arc<str>);

/// Takes what tells the organisation off an address; nothing when there is nothing of the kind.
pub(crate) fn split(uri: &Uri) -> Option<(Code, Uri)> {
    let rest = uri.path().strip_prefix(BEFORE)?;
    let code = rest.split('/').next().filter(|code| !code.is_empty())?;
    let behind = &uri.path_and_query()?.as_str()[BEFORE.len() + code.len()..];
    let behind = if behind.starts_with('/') { Cow::Borrowed(behind) } else { Cow::Owned(format!("/{behind}")) };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(&*behind).ok()?);
    Some((Code(code.into()), Uri::from_parts(parts).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split_text(text: &str) -> Option<(String, String)> {
        let (Code(code), rest) = split(&text.parse().expect("an address"))?;
        Some((code.to_string(), rest.to_string()))
    }

    #[test]
    fn what_tells_the_organisation_is_taken_off_once_and_the_rest_stays() {
        for (text, code, rest) in [
            ("/o/council/api/me", "council", "/api/me"),
            ("/o/council", "council", "/"),
            ("/o/council/", "council", "/"),
            ("/o/council?q=1", "council", "/?q=1"),
            ("/o/council/api/people?q=%E4%BD%90&limit=2", "council", "/api/people?q=%E4%BD%90&limit=2"),
            ("/o/a/o/b/api/me", "a", "/o/b/api/me"),
            ("/o/%63ouncil/api/me", "%63ouncil", "/api/me"),
            ("http://engawa.example/o/council/api/me", "council", "http://engawa.example/api/me"),
        ] {
            assert_eq!(split_text(text), Some((code.to_owned(), rest.to_owned())), "{text}");
        }
        for text in ["/", "/o", "/o/", "/o//api/me", "/api/me", "/rooms/o/council", "/other/council"] {
            assert_eq!(split_text(text), None, "{text}");
        }
    }

    #[test]
    fn paths_and_cookies_of_an_address_are_its_own() {
        let (home, council) =
            (Site::new(OrgId::from_raw(1), None), Site::new(OrgId::from_raw(2), Some("council".into())));
        assert_eq!((&*home.path("/api"), &*home.cookie("engawa_session")), ("/api", "engawa_session"));
        assert_eq!(council.path("/api"), "/o/council/api");
        assert_eq!(council.cookie("engawa_session"), "engawa_session_council");
    }
}
