//! Providers as the console and the sign-in page show them, and why a sign-in through one is refused.

use directory::model::PersonBrief;
use kernel::{AccountId, Error, Id, Kind, OrgId, Refusal, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A provider.
    pub struct Provider;
}

/// The id of a provider.
pub type ProviderId = Id<tag::Provider>;

/// Most providers of an organisation: each is a button on the sign-in page.
pub const MOST_PROVIDERS: usize = 5;
/// The longest name on a button, in characters.
const LONGEST_NAME: usize = 40;
/// The longest of the other texts, in bytes.
const LONGEST_TEXT: usize = 2_000;
/// The longest bundle of certificates, in bytes.
const LONGEST_AUTHORITY: usize = 100_000;

/// When a provider's word counts as a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactorTrust {
    /// Never: who has a second factor here is asked for it here.
    Never,
    /// When it says so of a sign-in: `amr` holds `mfa` (RFC 8176).
    Claimed,
    /// Always: it lets nobody in without one.
    Always,
}

impl FactorTrust {
    /// As the database has it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Claimed => "claimed",
            Self::Always => "always",
        }
    }

    /// From the database.
    pub fn read(text: &str) -> Self {
        match text {
            "never" => Self::Never,
            "claimed" => Self::Claimed,
            "always" => Self::Always,
            other => panic!("a provider's word counts {other}"),
        }
    }

    /// Whether a sign-in was with a second factor, as far as the provider is believed.
    pub fn vouches(self, methods: &[String]) -> bool {
        match self {
            Self::Never => false,
            Self::Claimed => methods.iter().any(|method| method == "mfa"),
            Self::Always => true,
        }
    }
}

/// A provider as an administrator writes it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct ProviderInput {
    /// What stands on the button.
    pub name: String,
    /// Who it is, an address; fixed once it is added.
    pub issuer: String,
    /// How it knows us.
    pub client_id: String,
    /// What we show it; nothing keeps what there is, an empty text means that it asks for none.
    pub secret: Option<String>,
    /// What we ask for besides `openid`, with spaces between.
    pub scopes: String,
    /// The claim that is the login here.
    pub login_claim: String,
    /// Whether who comes for the first time is known by that claim.
    pub link_by_login: bool,
    /// When its word counts as a second factor.
    pub factor: FactorTrust,
    /// Whether the passwords of those who are linked are not taken any more, administrators' excepted.
    pub stops_passwords: bool,
    /// Certificates of an authority of the organisation's own, as PEM.
    pub authority: Option<String>,
}

/// A provider to be added.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct NewProvider {
    /// A proposed id.
    #[schemars(with = "String")]
    pub id: ProviderId,
    /// What it is.
    #[serde(flatten)]
    pub provider: ProviderInput,
}

/// Where a provider is, before it is added.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct ProviderPlace {
    /// Who it is, an address.
    pub issuer: String,
    /// Certificates of an authority of the organisation's own, as PEM.
    pub authority: Option<String>,
}

/// A provider as the table has it.
#[derive(Debug, Clone)]
pub struct Provider {
    /// Its id.
    pub id: ProviderId,
    /// Whose.
    pub org: OrgId,
    /// What stands on the button.
    pub name: String,
    /// Who it is.
    pub issuer: String,
    /// How it knows us.
    pub client_id: String,
    /// What we show it.
    pub secret: Option<String>,
    /// What we ask for besides `openid`.
    pub scopes: String,
    /// The claim that is the login here.
    pub login_claim: String,
    /// Whether who comes for the first time is known by that claim.
    pub link_by_login: bool,
    /// When its word counts as a second factor.
    pub factor: FactorTrust,
    /// Whether the passwords of those who are linked are not taken.
    pub stops_passwords: bool,
    /// Certificates of an authority of the organisation's own.
    pub authority: Option<String>,
    /// The version.
    pub tick: i64,
}

impl Provider {
    /// The names of the fields that are others than before. What is in them is nobody's business but the administrators' who see the provider.
    pub fn changed_from(&self, before: &Self) -> Vec<&'static str> {
        let all = [
            ("name", self.name != before.name),
            ("issuer", self.issuer != before.issuer),
            ("client_id", self.client_id != before.client_id),
            ("secret", self.secret != before.secret),
            ("scopes", self.scopes != before.scopes),
            ("login_claim", self.login_claim != before.login_claim),
            ("link_by_login", self.link_by_login != before.link_by_login),
            ("factor", self.factor != before.factor),
            ("stops_passwords", self.stops_passwords != before.stops_passwords),
            ("authority", self.authority != before.authority),
        ];
        all.into_iter().filter_map(|(name, changed)| changed.then_some(name)).collect()
    }

    /// What an administrator wrote, over what there was.
    ///
    /// Errors: the fields that are none.
    pub fn of(id: ProviderId, org: OrgId, input: &ProviderInput, before: Option<&Provider>) -> Result<Self> {
        let given = |field: &'static str, text: &str| match text.trim() {
            "" => Err(Error::field(field, "missing")),
            text if text.len() > LONGEST_TEXT => Err(Error::field(field, "too_long")),
            text => Ok(text.to_owned()),
        };
        let name = given("name", &input.name)?;
        if text::graphemes(&name) > LONGEST_NAME {
            return Err(Error::field("name", "too_long"));
        }
        let issuer = given("issuer", &input.issuer)?;
        if before.is_some_and(|before| before.issuer != issuer) {
            return Err(Error::field("issuer", "fixed"));
        }
        let words: Vec<&str> = input.scopes.split_whitespace().filter(|scope| *scope != "openid").collect();
        let scopes = words.join(" ");
        if scopes.len() > LONGEST_TEXT {
            return Err(Error::field("scopes", "too_long"));
        }
        let secret = match input.secret.as_deref().map(str::trim) {
            None => before.and_then(|before| before.secret.clone()),
            Some("") => None,
            Some(secret) if secret.len() > LONGEST_TEXT => return Err(Error::field("secret", "too_long")),
            Some(secret) => Some(secret.to_owned()),
        };
        let authority = input.authority.as_deref().map(str::trim).filter(|pem| !pem.is_empty()).map(str::to_owned);
        if authority.as_ref().is_some_and(|pem| pem.len() > LONGEST_AUTHORITY) {
            return Err(Error::field("authority", "too_long"));
        }
        Ok(Self {
            id,
            org,
            name,
            issuer,
            client_id: given("client_id", &input.client_id)?,
            secret,
            scopes,
            login_claim: given("login_claim", &input.login_claim)?,
            link_by_login: input.link_by_login,
            factor: input.factor,
            stops_passwords: input.stops_passwords,
            authority,
            tick: before.map_or(0, |before| before.tick),
        })
    }
}

/// A provider in the console, without its secret.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProviderView {
    /// Its id.
    pub id: ProviderId,
    /// What stands on the button.
    pub name: String,
    /// Who it is.
    pub issuer: String,
    /// How it knows us.
    pub client_id: String,
    /// Whether there is something that we show it.
    pub has_secret: bool,
    /// What we ask for besides `openid`.
    pub scopes: String,
    /// The claim that is the login here.
    pub login_claim: String,
    /// Whether who comes for the first time is known by that claim.
    pub link_by_login: bool,
    /// When its word counts as a second factor.
    pub factor: FactorTrust,
    /// Whether the passwords of those who are linked are not taken.
    pub stops_passwords: bool,
    /// Certificates of an authority of the organisation's own.
    pub authority: Option<String>,
    /// How many people are linked.
    pub linked: i64,
    /// The version, for `If-Match`.
    pub tick: i64,
}

/// An organisation's providers, and what each of them has to be told.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProvidersView {
    /// The providers, the oldest first.
    pub items: Vec<ProviderView>,
    /// Where they are to send people back; none where the program was not told its own address.
    pub redirect_uris: Vec<String>,
}

/// A provider on the sign-in page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProviderButton {
    /// Its id.
    pub id: ProviderId,
    /// What stands on the button.
    pub name: String,
}

/// Where the browser goes from here.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Departure {
    /// The provider's page, with all that it has to know.
    pub address: String,
}

/// What a provider sent the browser back with.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Arrival {
    /// What we gave it to send back.
    pub state: String,
    /// For what it gives us the tokens.
    pub code: Option<String>,
    /// Why it does not.
    pub error: Option<String>,
    /// Who it says that it is (RFC 9207).
    pub iss: Option<String>,
}

/// A provider as somebody signs in with it, or could.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OwnLink {
    /// The provider.
    pub provider_id: ProviderId,
    /// What stands on its button.
    pub name: String,
    /// Since when they are linked; nothing when they are not.
    pub linked_at: Option<Timestamp>,
    /// What the provider calls them.
    pub known_as: Option<String>,
    /// Whether they may take the link off.
    pub removable: bool,
}

/// Somebody who is linked, for administrators.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LinkView {
    /// The account.
    #[schemars(with = "String")]
    pub account_id: AccountId,
    /// Whose.
    pub person: PersonBrief,
    /// What the provider calls them.
    pub known_as: String,
    /// Since when.
    pub linked_at: Timestamp,
}

/// What asking a provider for its documents came to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProviderCheck {
    /// What is wrong; nothing when all is as it should be.
    pub fault: Option<ProviderFault>,
    /// What was found, in the provider's words or the machine's.
    pub detail: String,
}

/// What can be wrong with a provider's documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProviderFault {
    /// The issuer is no address.
    NoAddress,
    /// It, or a place that it names, is asked without encryption.
    Insecure,
    /// The certificates of the own authority cannot be read.
    NoAuthority,
    /// Nobody answers there.
    Away,
    /// Its certificate is by nobody whom this machine trusts.
    Untrusted,
    /// Somebody answers, though not with a provider's document.
    NoDocument,
    /// The document is that of another issuer.
    OtherIssuer,
}

/// Why a sign-in through a provider does not come about, or a provider is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OidcRefusal {
    /// The organisation has as many providers as it may.
    TooManyProviders,
    /// Nobody could administer any more.
    AdministratorsNeedPassword,
    /// The program does not know this address as its own.
    OtherAddress,
    /// The provider does not answer.
    Away,
    /// Its certificate is by nobody whom this machine trusts.
    Untrusted,
    /// It answers with what is no answer.
    Unreadable,
    /// No attempt of this browser's, too old, or over already.
    AttemptOver,
    /// The person broke it off, or the provider did not let them.
    Cancelled,
    /// The provider refuses what we ask for.
    Declined,
    /// The provider does not know us, or not our secret.
    ClientRefused,
    /// The answer is another provider's.
    OtherIssuer,
    /// The answer is for somebody else than us.
    OtherAudience,
    /// The answer is signed by somebody else.
    BadSignature,
    /// The clocks are too far apart.
    Clock,
    /// The answer lacks the claim that is the login.
    NoLogin,
    /// The provider does not say that it has verified the address that would be the login.
    Unverified,
    /// Nobody here is called so.
    NoAccount,
    /// The account is linked to somebody else there.
    AccountLinked,
    /// Who it is there is linked to another account.
    SubjectLinked,
    /// There would be no way left to sign in.
    LastWay,
    /// The organisation wants people to sign in there.
    Kept,
}

impl Refusal for OidcRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::TooManyProviders => "oidc.too_many_providers",
            Self::AdministratorsNeedPassword => "oidc.administrators_need_password",
            Self::OtherAddress => "oidc.other_address",
            Self::Away => "oidc.away",
            Self::Untrusted => "oidc.untrusted",
            Self::Unreadable => "oidc.unreadable",
            Self::AttemptOver => "oidc.attempt_over",
            Self::Cancelled => "oidc.cancelled",
            Self::Declined => "oidc.declined",
            Self::ClientRefused => "oidc.client_refused",
            Self::OtherIssuer => "oidc.other_issuer",
            Self::OtherAudience => "oidc.other_audience",
            Self::BadSignature => "oidc.bad_signature",
            Self::Clock => "oidc.clock",
            Self::NoLogin => "oidc.no_login",
            Self::Unverified => "oidc.unverified",
            Self::NoAccount => "oidc.no_account",
            Self::AccountLinked => "oidc.account_linked",
            Self::SubjectLinked => "oidc.subject_linked",
            Self::LastWay => "oidc.last_way",
            Self::Kept => "oidc.kept",
        }
    }
    fn kind(&self) -> Kind {
        match self {
            Self::Away => Kind::Unavailable,
            Self::TooManyProviders
            | Self::AdministratorsNeedPassword
            | Self::AccountLinked
            | Self::SubjectLinked
            | Self::LastWay
            | Self::Kept => Kind::Conflict,
            _ => Kind::Denied,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input() -> ProviderInput {
        ProviderInput {
            name: " 市の認証 ".to_owned(),
            issuer: "https://id.example/".to_owned(),
            client_id: "engawa".to_owned(),
            secret: Some("s".to_owned()),
            scopes: "openid  profile email".to_owned(),
            login_claim: "preferred_username".to_owned(),
            link_by_login: true,
            factor: FactorTrust::Claimed,
            stops_passwords: false,
            authority: Some("  ".to_owned()),
        }
    }

    fn provider(input: &ProviderInput, before: Option<&Provider>) -> Result<Provider> {
        Provider::of(Id::from_raw(1), OrgId::from_raw(2), input, before)
    }

    #[test]
    fn a_provider_is_kept_as_it_was_meant() {
        let kept = provider(&input(), None).expect("a provider");
        assert_eq!((kept.name.as_str(), kept.scopes.as_str()), ("市の認証", "profile email"));
        assert_eq!((kept.secret.as_deref(), kept.authority.as_deref()), (Some("s"), None));
        let silent = provider(&ProviderInput { secret: None, ..input() }, Some(&kept)).expect("a provider");
        assert_eq!(silent.secret.as_deref(), Some("s"), "a secret that is not named stays");
        let without = provider(&ProviderInput { secret: Some(String::new()), ..input() }, Some(&kept));
        assert_eq!(without.expect("a provider").secret, None);
    }

    #[test]
    fn what_cannot_be_a_provider_is_named_by_its_field() {
        let kept = provider(&input(), None).expect("a provider");
        let moved = ProviderInput { issuer: "https://other.example/".to_owned(), ..input() };
        for (given, before, field, code) in [
            (ProviderInput { name: "　".to_owned(), ..input() }, None, "name", "missing"),
            (ProviderInput { name: "長".repeat(41), ..input() }, None, "name", "too_long"),
            (ProviderInput { client_id: String::new(), ..input() }, None, "client_id", "missing"),
            (moved, Some(&kept), "issuer", "fixed"),
        ] {
            let error = provider(&given, before).expect_err(field);
            assert_eq!((error.faults()[0].field.as_str(), error.faults()[0].code), (field, code));
        }
    }

    #[test]
    fn a_providers_word_counts_as_far_as_it_is_believed() {
        let (one, two) = (vec!["pwd".to_owned()], vec!["pwd".to_owned(), "mfa".to_owned()]);
        for (trust, of_one, of_two) in
            [(FactorTrust::Never, false, false), (FactorTrust::Claimed, false, true), (FactorTrust::Always, true, true)]
        {
            assert_eq!((trust.vouches(&one), trust.vouches(&two)), (of_one, of_two), "{trust:?}");
            assert_eq!(FactorTrust::read(trust.text()), trust);
        }
    }
}
