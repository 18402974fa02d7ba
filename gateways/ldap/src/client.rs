//! The wire: everything that is said to a directory.

use crate::entry::{Attributes, filter_for};
use crate::model::{DirectorySettings, Outcome};
use ldap3::adapters::{Adapter, EntriesOnly, PagedResults};
use ldap3::{Ldap, LdapConnAsync, LdapConnSettings, LdapError, Scope, SearchEntry, SearchStream};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::error::Error as _;
use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

/// For how long a directory may think about one answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Entries that come at once; Active Directory gives no more than a thousand.
const PAGE: i32 = 500;

/// Codes of RFC 4511 that mean something here.
mod code {
    pub const OPERATIONS_ERROR: u32 = 1;
    pub const PROTOCOL_ERROR: u32 = 2;
    pub const STRONGER_AUTHENTICATION: u32 = 8;
    pub const CONFIDENTIALITY: u32 = 13;
    /// With this some directories refuse who has guessed too often.
    pub const CONSTRAINT: u32 = 19;
    pub const NO_SUCH_OBJECT: u32 = 32;
    pub const INVALID_DN: u32 = 34;
    pub const INAPPROPRIATE_AUTHENTICATION: u32 = 48;
    pub const INVALID_CREDENTIALS: u32 = 49;
    pub const NO_RIGHTS: u32 = 50;
    pub const BUSY: u32 = 51;
    pub const UNAVAILABLE: u32 = 52;
    pub const UNWILLING: u32 = 53;
}

/// Whether a text is a filter.
pub fn is_filter(text: &str) -> bool {
    text.starts_with('(') && ldap3::parse_filter(text).is_ok()
}

fn certificates(pem: &str) -> Option<RootCertStore> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        roots.add(certificate.ok()?).ok()?;
    }
    (!roots.is_empty()).then_some(roots)
}

/// Whether a text is certificates as PEM, of which each can vouch for others.
pub fn are_certificates(pem: &str) -> bool {
    certificates(pem).is_some()
}

/// Whether what somebody typed opens an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Fits,
    /// It does not, or there is no such entry any more.
    Wrong,
    /// It would, but has to be changed there first.
    Expired,
}

/// A directory that who reads is signed in to.
pub struct Connection {
    ldap: Ldap,
}

impl Connection {
    /// Reaches a directory and signs who reads in.
    pub async fn open(settings: &DirectorySettings, password: &str) -> Result<Self, Outcome> {
        let mut options = LdapConnSettings::new().set_conn_timeout(PATIENCE).set_starttls(settings.start_tls);
        if let Some(pem) = &settings.ca {
            let roots = certificates(pem).ok_or(Outcome::Certificate)?;
            options = options.set_config(Arc::new(trusting(roots)?));
        }
        let opened = LdapConnAsync::with_settings(options, &settings.url).await;
        let (connection, ldap) =
            opened.map_err(|error| told("reached", &error, at_the_door(&error, settings.is_encrypted())))?;
        tokio::spawn(async move {
            if let Err(error) = connection.drive().await {
                tracing::debug!(%error, "a directory's connection ended");
            }
        });
        let mut opened = Self { ldap };
        // To a directory an empty password is a visitor's, and it says yes.
        if password.is_empty() {
            return Err(Outcome::BindRefused);
        }
        let (code, text) = opened.bind(&settings.bind_dn, password).await?;
        match code {
            0 => Ok(opened),
            _ => {
                tracing::info!(code, text, "a directory refuses who reads it");
                Err(not_about_the_password(code).unwrap_or(Outcome::BindRefused))
            }
        }
    }

    async fn bind(&mut self, dn: &str, password: &str) -> Result<(u32, String), Outcome> {
        let answer = self.ldap.with_timeout(PATIENCE).simple_bind(dn, password).await;
        let answer = answer.map_err(|error| told("asked to bind", &error, Outcome::Unreachable))?;
        Ok((answer.rc, answer.text))
    }

    /// Begins to read the people, page by page.
    pub async fn people(&mut self, settings: &DirectorySettings, page: Option<i32>) -> Result<People, Outcome> {
        let pages: Vec<Box<dyn Adapter<'static, String, Vec<String>>>> =
            vec![Box::new(EntriesOnly::new()), Box::new(PagedResults::new(page.unwrap_or(PAGE)))];
        let stream = self
            .ldap
            .with_timeout(PATIENCE)
            .streaming_search_with(pages, &settings.base, Scope::Subtree, &settings.filter, settings.mapping.names())
            .await;
        Ok(People { stream: stream.map_err(|error| told("asked for people", &error, in_the_search(&error)))? })
    }

    /// Whether a password opens the one entry with a permanent id that is among the people.
    pub async fn try_password(
        mut self,
        settings: &DirectorySettings,
        permanent_id: &str,
        password: &str,
    ) -> Result<Verdict, Outcome> {
        if password.is_empty() {
            return Ok(Verdict::Wrong);
        }
        let filter = filter_for(&settings.filter, &settings.mapping.permanent_id, permanent_id);
        let found = self
            .ldap
            .with_timeout(PATIENCE)
            .search(&settings.base, Scope::Subtree, &filter, vec!["1.1"])
            .await
            .and_then(|found| found.success())
            .map_err(|error| told("asked for somebody", &error, in_the_search(&error)))?;
        let entries = found.0.into_iter().filter(|entry| !entry.is_ref() && !entry.is_intermediate());
        let names: Vec<String> = entries.map(|entry| SearchEntry::construct(entry).dn).collect();
        let [dn] = names.as_slice() else { return Ok(Verdict::Wrong) };
        let (code, text) = self.bind(dn, password).await?;
        self.close().await;
        Ok(match code {
            0 => Verdict::Fits,
            code::INVALID_CREDENTIALS if is_expired(&text) => Verdict::Expired,
            code::INVALID_CREDENTIALS
            | code::CONSTRAINT
            | code::NO_SUCH_OBJECT
            | code::INVALID_DN
            | code::INAPPROPRIATE_AUTHENTICATION
            | code::NO_RIGHTS
            | code::UNWILLING => Verdict::Wrong,
            _ => {
                tracing::info!(code, text, "a directory does not say whether a password fits");
                return Err(not_about_the_password(code).unwrap_or(Outcome::Refused));
            }
        })
    }

    /// Says good-bye.
    pub async fn close(mut self) {
        if let Err(error) = self.ldap.unbind().await {
            tracing::debug!(%error, "a directory did not hear the good-bye");
        }
    }
}

/// What a refusal to bind means that whoever binds cannot help.
fn not_about_the_password(code: u32) -> Option<Outcome> {
    match code {
        code::STRONGER_AUTHENTICATION | code::CONFIDENTIALITY => Some(Outcome::EncryptionNeeded),
        code::BUSY | code::UNAVAILABLE => Some(Outcome::Unreachable),
        _ => None,
    }
}

/// Whether Active Directory refuses a right password because it is over, or was given by somebody else.
fn is_expired(text: &str) -> bool {
    ["data 532,", "data 773,"].iter().any(|data| text.contains(data))
}

/// People as they come.
pub struct People {
    stream: SearchStream<'static, String, Vec<String>>,
}

impl People {
    /// The next one; nothing at the end.
    pub async fn next(&mut self) -> Result<Option<Attributes>, Outcome> {
        let next = self.stream.next().await;
        let Some(entry) = next.map_err(|error| told("read", &error, in_the_search(&error)))? else {
            let end = self.stream.finish().await.success();
            return end.map(|_| None).map_err(|error| told("read to the end", &error, in_the_search(&error)));
        };
        let SearchEntry { attrs, bin_attrs, .. } = SearchEntry::construct(entry);
        let texts = attrs.into_iter().map(|(name, all)| (name, all.into_iter().map(String::into_bytes).collect()));
        Ok(Some(Attributes::new(texts.chain(bin_attrs))))
    }
}

fn trusting(roots: RootCertStore) -> Result<ClientConfig, Outcome> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let versions = versions.map_err(|_| Outcome::NoEncryption)?;
    Ok(versions.with_root_certificates(roots).with_no_client_auth())
}

/// What went wrong, with the directory's own words in the log.
fn told(what: &str, error: &LdapError, outcome: Outcome) -> Outcome {
    tracing::info!(%error, ?outcome, "a directory cannot be {what}");
    outcome
}

const HANGS_UP: [ErrorKind; 3] = [ErrorKind::UnexpectedEof, ErrorKind::ConnectionReset, ErrorKind::BrokenPipe];

/// What an error means before the directory was asked for anything.
fn at_the_door(error: &LdapError, encrypted: bool) -> Outcome {
    match error {
        LdapError::LdapResult { .. } => Outcome::NoEncryption,
        // Somebody is there, and hangs up on who wants to speak in cipher.
        LdapError::Io { source } if encrypted && HANGS_UP.contains(&source.kind()) => Outcome::NoEncryption,
        error => match of_encryption(error) {
            Some(rustls::Error::InvalidCertificate(_)) => Outcome::Certificate,
            Some(_) => Outcome::NoEncryption,
            None if is_about_names(error) => Outcome::Certificate,
            None => Outcome::Unreachable,
        },
    }
}

/// What an error means once people were asked for.
fn in_the_search(error: &LdapError) -> Outcome {
    match error {
        LdapError::FilterParsing => Outcome::FilterWrong,
        LdapError::LdapResult { result } => match result.rc {
            code::NO_SUCH_OBJECT | code::INVALID_DN => Outcome::BaseMissing,
            code::PROTOCOL_ERROR => Outcome::FilterWrong,
            code::NO_RIGHTS | code::OPERATIONS_ERROR | code::INAPPROPRIATE_AUTHENTICATION => Outcome::ReadRefused,
            code::BUSY | code::UNAVAILABLE => Outcome::Unreachable,
            _ => Outcome::Refused,
        },
        _ => Outcome::Unreachable,
    }
}

/// The fault of an encrypted connection that is inside an error.
fn of_encryption(error: &LdapError) -> Option<&rustls::Error> {
    if let LdapError::Io { source } = error {
        return source.get_ref()?.downcast_ref();
    }
    error.source()?.downcast_ref()
}

fn is_about_names(error: &LdapError) -> bool {
    error.source().is_some_and(|source| source.is::<rustls::pki_types::InvalidDnsNameError>())
}
