//! From a code to who somebody is: the tokens, whether they are good, and what is read from them.

use crate::model::{OidcRefusal, Provider};
use crate::outside::{Known, Unfetched};
use kernel::{Error, Result, Timestamp};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod, CoreErrorResponseType,
    CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken,
    CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthType, AuthorizationCode, ClaimsVerificationError, Client, ClientId, ClientSecret, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields, Nonce, OAuth2TokenResponse,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError,
    StandardErrorResponse, StandardTokenResponse, TokenResponse, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How far our clock and a provider's may lie apart, in seconds.
const SKEW: i64 = 120;

/// The ways of signing that are taken: those with which only the provider can sign.
const SIGNED_WITH: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Claims that are no standard ones: an organisation may have its own for the login.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
struct Others(Map<String, Value>);
impl AdditionalClaims for Others {}

type Tokens = StandardTokenResponse<
    IdTokenFields<
        Others,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

type Party = Client<
    Others,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What one attempt has for itself, known to its browser and us alone.
pub struct Attempt<'a> {
    /// Comes back with the browser.
    pub state: &'a str,
    /// Comes back in the token.
    pub nonce: String,
    /// Shows that who exchanges the code is who asked for it (RFC 7636).
    pub verifier: String,
    /// Where the browser comes back to.
    pub redirect_uri: &'a str,
}

/// Who somebody is at a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Never anybody else's there.
    pub subject: String,
    /// What the claim says that is the login here.
    pub login: Option<String>,
    /// The login is an address that the provider does not say to have verified.
    pub unverified: bool,
    /// How they showed who they are (`amr`).
    pub methods: Vec<String>,
}

fn party(provider: &Provider, known: &Known, redirect_uri: &str) -> Result<Party> {
    let metadata = &known.metadata;
    let secret = provider.secret.clone().map(ClientSecret::new);
    let redirect = RedirectUrl::new(redirect_uri.to_owned()).map_err(Error::internal)?;
    let party = Party::from_provider_metadata(metadata.clone(), ClientId::new(provider.client_id.clone()), secret);
    // Where a provider says nothing, it takes the header.
    let in_the_body = metadata.token_endpoint_auth_methods_supported().is_some_and(|ways| {
        !ways.contains(&CoreClientAuthMethod::ClientSecretBasic)
            && ways.contains(&CoreClientAuthMethod::ClientSecretPost)
    });
    let way = if in_the_body { AuthType::RequestBody } else { AuthType::BasicAuth };
    Ok(party.set_redirect_uri(redirect).set_auth_type(way))
}

/// The provider's page to which a browser is sent.
pub fn address(provider: &Provider, known: &Known, attempt: &Attempt<'_>) -> Result<String> {
    let party = party(provider, known, attempt.redirect_uri)?;
    let (state, nonce) = (attempt.state.to_owned(), attempt.nonce.clone());
    let mut request = party.authorize_url(
        CoreAuthenticationFlow::AuthorizationCode,
        move || CsrfToken::new(state),
        move || Nonce::new(nonce),
    );
    for scope in provider.scopes.split_whitespace() {
        request = request.add_scope(Scope::new(scope.to_owned()));
    }
    let verifier = PkceCodeVerifier::new(attempt.verifier.clone());
    let (url, _, _) = request.set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier)).url();
    Ok(url.into())
}

/// Why a token was not good; nothing for the key when it is one that the provider may have got since we asked.
enum Bad {
    UnknownKey,
    Refused(Error),
}

/// Exchanges a code, and reads who it is for. Where the token is signed with a key that is not known, `again` asks for the keys anew.
///
/// Errors: those of [`OidcRefusal`] that are about a provider's answer.
pub async fn identify(
    provider: &Provider,
    known: &Known,
    attempt: &Attempt<'_>,
    code: &str,
    now: Timestamp,
    again: impl AsyncFnOnce() -> Result<std::sync::Arc<Known>>,
) -> Result<Identity> {
    let asked = party(provider, known, attempt.redirect_uri)?;
    let request = asked.exchange_code(AuthorizationCode::new(code.to_owned())).map_err(Error::internal)?;
    let request = request.set_pkce_verifier(PkceCodeVerifier::new(attempt.verifier.clone()));
    let tokens = request.request_async(&known.fetcher).await.map_err(unexchanged)?;
    let claims = match read(&asked, &tokens, &attempt.nonce, now) {
        Ok(claims) => claims,
        Err(Bad::Refused(error)) => return Err(error),
        Err(Bad::UnknownKey) => {
            let newer = again().await?;
            let asked = party(provider, &newer, attempt.redirect_uri)?;
            read(&asked, &tokens, &attempt.nonce, now).map_err(|bad| match bad {
                Bad::UnknownKey => OidcRefusal::BadSignature.into(),
                Bad::Refused(error) => error,
            })?
        }
    };
    let subject = text(&claims, "sub").ok_or(OidcRefusal::Unreadable)?;
    let methods = claims["amr"].as_array().map(Vec::as_slice).unwrap_or_default();
    let methods = methods.iter().filter_map(|method| method.as_str().map(str::to_owned)).collect();
    let mut told = claims;
    // Many providers keep what is not asked for in particular out of the token, and tell it here. Who is linked gets in without.
    if text(&told, &provider.login_claim).is_none()
        && let Ok(request) = asked.user_info(tokens.access_token().clone(), asked_subject(&subject))
    {
        let more: std::result::Result<UserInfoClaims<Others, CoreGenderClaim>, _> =
            request.request_async(&known.fetcher).await;
        match more {
            Ok(more) => told = serde_json::to_value(more).map_err(Error::internal)?,
            Err(error) => tracing::warn!(%error, provider = provider.name, "a provider does not tell more of somebody"),
        }
    }
    let login = text(&told, &provider.login_claim);
    // Some providers let everybody type an address of their own and say nothing of it; some say it as a text.
    let verified = told["email_verified"] == true || told["email_verified"] == "true";
    let unverified = provider.login_claim == "email" && !verified;
    Ok(Identity { subject, login, unverified, methods })
}

fn asked_subject(subject: &str) -> Option<openidconnect::SubjectIdentifier> {
    Some(openidconnect::SubjectIdentifier::new(subject.to_owned()))
}

/// A claim's text. Numbers are how some providers tell a staff number.
fn text(claims: &Value, name: &str) -> Option<String> {
    let text = match &claims[name] {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The claims of a token that is good.
fn read(party: &Party, tokens: &Tokens, nonce: &str, now: Timestamp) -> std::result::Result<Value, Bad> {
    let refused = |refusal: OidcRefusal| Bad::Refused(refusal.into());
    let token = tokens.id_token().ok_or_else(|| refused(OidcRefusal::Unreadable))?;
    let now = now.micros() / 1_000_000;
    // The library asks for the exact second. Its clock is stopped, and ours compared below.
    let verifier = party.id_token_verifier().set_allowed_algs(SIGNED_WITH).set_time_fn(Default::default);
    let claims = token.claims(&verifier, &Nonce::new(nonce.to_owned())).map_err(|error| match error {
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => Bad::UnknownKey,
        other => Bad::Refused(Error::from(refusal_of(&other)).because(other)),
    })?;
    if claims.expiration().timestamp() + SKEW <= now || claims.issue_time().timestamp() > now + SKEW {
        return Err(refused(OidcRefusal::Clock));
    }
    serde_json::to_value(claims).map_err(|error| Bad::Refused(Error::internal(error)))
}

fn refusal_of(error: &ClaimsVerificationError) -> OidcRefusal {
    match error {
        ClaimsVerificationError::InvalidAudience(_) => OidcRefusal::OtherAudience,
        ClaimsVerificationError::InvalidIssuer(_) => OidcRefusal::OtherIssuer,
        ClaimsVerificationError::InvalidNonce(_) => OidcRefusal::AttemptOver,
        ClaimsVerificationError::Expired(_) => OidcRefusal::Clock,
        ClaimsVerificationError::SignatureVerification(_) => OidcRefusal::BadSignature,
        _ => OidcRefusal::Unreadable,
    }
}

fn unexchanged(error: RequestTokenError<Unfetched, StandardErrorResponse<CoreErrorResponseType>>) -> Error {
    match error {
        RequestTokenError::Request(fault) => fault.into(),
        RequestTokenError::ServerResponse(answer) => {
            let refusal = match answer.error() {
                CoreErrorResponseType::InvalidClient | CoreErrorResponseType::UnauthorizedClient => {
                    OidcRefusal::ClientRefused
                }
                // The code was used, or is too old.
                CoreErrorResponseType::InvalidGrant => OidcRefusal::AttemptOver,
                _ => OidcRefusal::Declined,
            };
            Error::from(refusal).because(answer)
        }
        other => Error::from(OidcRefusal::Unreadable).because(other),
    }
}
