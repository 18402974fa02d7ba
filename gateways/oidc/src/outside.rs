//! What is asked of providers: their documents, the exchange of a code, and who somebody is. Nothing else is ever fetched, over nothing but
//! verified encryption, and never where an answer would send us.

use crate::model::{OidcRefusal, Provider, ProviderFault, ProviderId};
use http::Uri;
use kernel::{Error, Result, Timestamp};
use openidconnect::core::CoreProviderMetadata;
use openidconnect::{AsyncHttpClient, DiscoveryError, HttpRequest, HttpResponse, IssuerUrl};
use reqwest::{Certificate, redirect};
use std::collections::HashMap;
use std::error::Error as _;
use std::fmt;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How long a provider may take to be reached.
const REACHED_WITHIN: Duration = Duration::from_secs(5);
/// How long it may take to answer.
const ANSWERED_WITHIN: Duration = Duration::from_secs(10);
/// The largest answer, in bytes.
const LARGEST: usize = 512 << 10;
/// How long documents are believed without asking again: on the morning of a city everybody signs in within minutes.
const BELIEVED: Duration = Duration::from_secs(600);

/// Why something could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfetched {
    /// It lies where nothing may be asked for.
    Insecure(String),
    /// The certificate there is by nobody whom this machine trusts.
    Untrusted(String),
    /// Nobody answers.
    Away(String),
    /// The answer is too long.
    TooLarge,
}

impl fmt::Display for Unfetched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Insecure(text) | Self::Untrusted(text) | Self::Away(text) => f.write_str(text),
            Self::TooLarge => f.write_str("the answer is too long"),
        }
    }
}
impl std::error::Error for Unfetched {}

impl Unfetched {
    fn of(error: &reqwest::Error) -> Self {
        let causes = std::iter::successors(error.source(), |cause| (*cause).source());
        let told: Vec<String> = causes.map(ToString::to_string).collect();
        let text = told.last().cloned().unwrap_or_else(|| error.to_string());
        let of_certificate = told.iter().any(|cause| cause.to_lowercase().contains("certificate"));
        if of_certificate { Self::Untrusted(text) } else { Self::Away(text) }
    }
}

impl From<Unfetched> for Error {
    fn from(fault: Unfetched) -> Self {
        let refusal = match &fault {
            Unfetched::Insecure(_) | Unfetched::TooLarge => OidcRefusal::Unreadable,
            Unfetched::Untrusted(_) => OidcRefusal::Untrusted,
            Unfetched::Away(_) => OidcRefusal::Away,
        };
        Error::from(refusal).because(fault)
    }
}

/// Whether a name is that of this very machine, to which nothing has to be encrypted.
fn is_here(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Asks one provider.
pub struct Fetcher {
    http: reqwest::Client,
    /// The provider runs on this machine; only then others on it may be asked as well.
    is_here: bool,
}

impl Fetcher {
    /// For the provider at an address, whose certificate may be by an authority of the organisation's own.
    fn new(issuer: &str, authority: Option<&str>) -> std::result::Result<Self, ProviderFault> {
        let uri: Uri = issuer.parse().map_err(|_| ProviderFault::NoAddress)?;
        let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.host()) else { return Err(ProviderFault::NoAddress) };
        let is_here = is_here(host);
        match scheme {
            "https" => {}
            "http" if is_here => {}
            "http" => return Err(ProviderFault::Insecure),
            _ => return Err(ProviderFault::NoAddress),
        }
        let mut http = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .connect_timeout(REACHED_WITHIN)
            .timeout(ANSWERED_WITHIN);
        if is_here {
            http = http.no_proxy();
        }
        if let Some(pem) = authority {
            let certificates = Certificate::from_pem_bundle(pem.as_bytes()).map_err(|_| ProviderFault::NoAuthority)?;
            if certificates.is_empty() {
                return Err(ProviderFault::NoAuthority);
            }
            http = http.tls_certs_merge(certificates);
        }
        // Fails where the certificates are none, or the machine trusts nobody at all.
        let fault = if authority.is_some() { ProviderFault::NoAuthority } else { ProviderFault::Untrusted };
        let http = http.build().map_err(|_| fault)?;
        Ok(Self { http, is_here })
    }

    /// Whether an address may be asked. A provider's document must not make us speak to whoever else listens on this machine.
    fn may_ask(&self, uri: &Uri) -> bool {
        let here = uri.host().is_some_and(is_here);
        match uri.scheme_str() {
            Some("https") => self.is_here || !here,
            Some("http") => self.is_here && here,
            _ => false,
        }
    }

    async fn fetch(&self, request: HttpRequest) -> std::result::Result<HttpResponse, Unfetched> {
        if !self.may_ask(request.uri()) {
            return Err(Unfetched::Insecure(request.uri().to_string()));
        }
        let away = |error: reqwest::Error| Unfetched::of(&error);
        let request = reqwest::Request::try_from(request).map_err(away)?;
        let mut answer = self.http.execute(request).await.map_err(away)?;
        let mut response = http::Response::builder().status(answer.status());
        if let Some(headers) = response.headers_mut() {
            *headers = answer.headers().clone();
        }
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(away)? {
            if body.len() + part.len() > LARGEST {
                return Err(Unfetched::TooLarge);
            }
            body.extend_from_slice(&part);
        }
        response.body(body).map_err(|error| Unfetched::Away(error.to_string()))
    }
}

impl<'c> AsyncHttpClient<'c> for Fetcher {
    type Error = Unfetched;
    type Future = Pin<Box<dyn Future<Output = std::result::Result<HttpResponse, Unfetched>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.fetch(request))
    }
}

/// A provider's documents, and who asked for them.
pub struct Known {
    /// Who asks it.
    pub fetcher: Fetcher,
    /// What it says of itself, with the keys with which it signs.
    pub metadata: CoreProviderMetadata,
}

/// What is wrong with a provider's documents, and how that showed.
type Fault = (ProviderFault, String);

impl Known {
    /// Asks a provider for its documents.
    pub async fn discover(issuer: &str, authority: Option<&str>) -> std::result::Result<Self, Fault> {
        let fetcher = Fetcher::new(issuer, authority).map_err(|fault| (fault, String::new()))?;
        let url = IssuerUrl::new(issuer.to_owned()).map_err(|error| (ProviderFault::NoAddress, error.to_string()))?;
        let metadata = CoreProviderMetadata::discover_async(url, &fetcher).await.map_err(|error| fault_of(&error))?;
        let token = metadata.token_endpoint().map(|url| url.as_str().to_owned());
        let Some(token) = token else {
            return Err((ProviderFault::NoDocument, "token_endpoint".to_owned()));
        };
        let userinfo = metadata.userinfo_endpoint().map(|url| url.as_str().to_owned());
        let places = [Some(metadata.authorization_endpoint().as_str().to_owned()), Some(token), userinfo];
        for place in places.into_iter().flatten() {
            if !place.parse().is_ok_and(|uri| fetcher.may_ask(&uri)) {
                return Err((ProviderFault::Insecure, place));
            }
        }
        Ok(Self { fetcher, metadata })
    }
}

fn fault_of(error: &DiscoveryError<Unfetched>) -> Fault {
    match error {
        DiscoveryError::Request(Unfetched::Insecure(text)) => (ProviderFault::Insecure, text.clone()),
        DiscoveryError::Request(Unfetched::Untrusted(text)) => (ProviderFault::Untrusted, text.clone()),
        DiscoveryError::Request(Unfetched::Away(text)) => (ProviderFault::Away, text.clone()),
        DiscoveryError::Validation(text) => (ProviderFault::OtherIssuer, text.clone()),
        DiscoveryError::Response(_, _, text) => (ProviderFault::NoDocument, text.clone()),
        DiscoveryError::Parse(error) => (ProviderFault::NoDocument, error.to_string()),
        other => (ProviderFault::NoDocument, other.to_string()),
    }
}

struct Remembered {
    tick: i64,
    until: Timestamp,
    known: Arc<Known>,
}

/// Remembers what providers say of themselves. Part of the kit.
#[derive(Default)]
pub struct Providers {
    remembered: Mutex<HashMap<ProviderId, Remembered>>,
}

impl Providers {
    /// A provider's documents, not older than ten minutes.
    ///
    /// Errors: `oidc.away`, `oidc.untrusted`, `oidc.other_issuer`, `oidc.unreadable`.
    pub async fn known(&self, provider: &Provider, now: Timestamp) -> Result<Arc<Known>> {
        let held = || self.remembered.lock().expect("nothing panics while holding the providers");
        let fits = |kept: &&Remembered| kept.tick == provider.tick && now < kept.until;
        let found = held().get(&provider.id).filter(fits).map(|kept| kept.known.clone());
        if let Some(known) = found {
            return Ok(known);
        }
        self.asked(provider, now).await
    }

    /// The same, asked for anew: a provider may sign with a key that it had not got a moment ago.
    pub async fn asked(&self, provider: &Provider, now: Timestamp) -> Result<Arc<Known>> {
        let known = Known::discover(&provider.issuer, provider.authority.as_deref()).await;
        let known = Arc::new(known.map_err(|(fault, detail)| {
            let refusal = match fault {
                ProviderFault::Away => OidcRefusal::Away,
                ProviderFault::Untrusted => OidcRefusal::Untrusted,
                ProviderFault::OtherIssuer => OidcRefusal::OtherIssuer,
                _ => OidcRefusal::Unreadable,
            };
            Error::from(refusal).because(detail)
        })?);
        let kept = Remembered { tick: provider.tick, until: now.plus(BELIEVED), known: known.clone() };
        self.remembered.lock().expect("nothing panics while holding the providers").insert(provider.id, kept);
        Ok(known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(issuer: &str, authority: Option<&str>) -> Option<ProviderFault> {
        Fetcher::new(issuer, authority).err()
    }

    #[test]
    fn a_provider_is_asked_over_nothing_but_encryption_unless_it_is_on_this_machine() {
        for (issuer, expected) in [
            ("https://id.example", None),
            ("http://127.0.0.1:9000", None),
            ("http://[::1]:9000/realm", None),
            ("http://localhost", None),
            ("http://id.example", Some(ProviderFault::Insecure)),
            ("http://127.0.0.1.example", Some(ProviderFault::Insecure)),
            ("ftp://id.example", Some(ProviderFault::NoAddress)),
            ("id.example", Some(ProviderFault::NoAddress)),
            ("", Some(ProviderFault::NoAddress)),
        ] {
            assert_eq!(fault(issuer, None), expected, "{issuer}");
        }
        assert_eq!(fault("https://id.example", Some("no certificate")), Some(ProviderFault::NoAuthority));
    }

    #[test]
    fn a_document_from_outside_leads_to_nobody_on_this_machine() {
        let may = |issuer: &str, place: &str| {
            Fetcher::new(issuer, None).expect("a fetcher").may_ask(&place.parse().expect("an address"))
        };
        for (issuer, place, expected) in [
            ("https://id.example", "https://keys.example/jwks", true),
            ("https://id.example", "http://keys.example/jwks", false),
            ("https://id.example", "http://127.0.0.1/jwks", false),
            ("https://id.example", "https://localhost/jwks", false),
            ("http://127.0.0.1:9000", "http://127.0.0.1:9001/jwks", true),
            ("http://127.0.0.1:9000", "http://id.example/jwks", false),
            ("https://id.example", "/jwks", false),
        ] {
            assert_eq!(may(issuer, place), expected, "{issuer} {place}");
        }
    }
}
