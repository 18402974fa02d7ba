//! Passkeys (WebAuthn): what a device is asked, and whether its answer is good.

use super::IdentityRefusal;
use kernel::{Error, Id, OrgId, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url,
    Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A passkey.
    pub struct Passkey;
}

/// The id of a passkey.
pub type PasskeyId = Id<tag::Passkey>;

/// Most passkeys of an account.
pub const MOST_PASSKEYS: usize = 20;
/// The longest name of one, in characters.
const LONGEST_NAME: usize = 40;
/// The longest id that a device may give, in bytes (WebAuthn, 5.8.5).
const LONGEST_CREDENTIAL_ID: usize = 1_023;

/// A passkey in its owner's list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PasskeyView {
    /// Its id.
    #[schemars(with = "String")]
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// At which address it was made; browsers offer it there alone.
    pub host: String,
    /// When.
    pub created_at: Timestamp,
    /// When it opened a session last.
    pub used_at: Option<Timestamp>,
}

/// What a browser asks a device.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PasskeyChallenge {
    /// Goes with the answer, within five minutes, once.
    pub challenge: String,
    /// `publicKey` of WebAuthn, as JSON: bytes are base64url.
    #[schemars(with = "Value")]
    pub options: Value,
}

/// What waits for the answer of a passkey.
#[derive(Serialize, Deserialize)]
pub struct Asked {
    org: OrgId,
    host: String,
    state: DiscoverableAuthentication,
}

/// What waits for a new passkey.
#[derive(Serialize, Deserialize)]
pub struct AskedNew {
    host: String,
    /// By what the device will know the account.
    pub handle: Uuid,
    state: PasskeyRegistration,
}

/// For whom a passkey is made, as their device shows it.
pub struct Owner {
    /// By what the device knows the account: it says nothing about it.
    pub handle: Uuid,
    /// What they would type to sign in.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Their organisation.
    pub organisation: String,
    /// Passkeys that they have at this address already.
    pub known: Vec<Vec<u8>>,
}

/// A passkey that was made.
pub struct Made {
    /// The id that its device gave it.
    pub credential_id: Vec<u8>,
    /// What is kept of it.
    pub public: String,
}

/// What a good answer leaves behind.
#[derive(Debug, Clone)]
pub struct Shown {
    /// What is kept of the passkey from now on.
    pub public: String,
    /// How often it was used, if its device counts; else 0.
    pub counter: i64,
}

/// What the answer of a known passkey is worth.
#[derive(Debug)]
pub enum Verdict {
    /// It is the passkey, and its owner was asked.
    Good(Shown),
    /// It is the passkey, but it was used since by somebody who holds a copy.
    Copied,
    /// It is not.
    Wrong,
}

/// The address at which a browser speaks to us: a passkey belongs to one and answers at no other.
#[derive(Debug, Clone)]
pub struct Place {
    host: String,
    origins: Vec<Url>,
}

impl Place {
    /// Of what a browser calls us. That is its own word, which does no harm: what a device signs names the address that the browser stands at.
    ///
    /// Errors: `identity.passkeys_not_here` for what is no name, since browsers make none for numbers.
    pub fn called(name: &str) -> Result<Self> {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || ".-:".contains(letter);
        let url = Url::parse(&format!("https://{name}")).ok().filter(|_| name.chars().all(plain));
        let url = url.ok_or(IdentityRefusal::PasskeysNotHere)?;
        let host = url.domain().ok_or(IdentityRefusal::PasskeysNotHere)?.to_owned();
        let mut origins = vec![url.clone()];
        // Browsers trust the machine itself without TLS, and nobody else.
        if host == "localhost" {
            origins.extend(Url::parse(&format!("http://{name}")));
        }
        Ok(Self { host, origins })
    }

    /// Its name, without a port.
    pub fn host(&self) -> &str {
        &self.host
    }

    fn party(&self, organisation: &str) -> Result<Webauthn> {
        let mut builder = WebauthnBuilder::new(&self.host, &self.origins[0]).map_err(Error::internal)?;
        for origin in &self.origins[1..] {
            builder = builder.append_allowed_origin(origin);
        }
        builder.rp_name(organisation).build().map_err(Error::internal)
    }

    /// What a device is asked for a new passkey, and what waits for it.
    pub fn ask_new(&self, owner: Owner) -> Result<(Value, AskedNew)> {
        let shown = format!("{} ({})", owner.name, owner.organisation);
        let (asked, state) = self
            .party(&owner.organisation)?
            .start_passkey_registration(owner.handle, &owner.login, &shown, Some(owner.known))
            .map_err(Error::internal)?;
        let mut options = public_key(&asked)?;
        // One that its device cannot find without being told whose it is would be of no use on the sign-in page.
        options["authenticatorSelection"]["residentKey"] = json!("required");
        options["authenticatorSelection"]["requireResidentKey"] = json!(true);
        Ok((options, AskedNew { host: self.host.clone(), handle: owner.handle, state }))
    }

    /// The passkey that a device has made.
    ///
    /// Errors: `identity.challenge_over` for what was asked at another address, `identity.passkey_unusable`.
    pub fn made(&self, answer: &RegisterPublicKeyCredential, asked: &AskedNew) -> Result<Made> {
        if asked.host != self.host {
            return Err(IdentityRefusal::ChallengeOver.into());
        }
        let unusable = |error: WebauthnError| Error::from(IdentityRefusal::PasskeyUnusable).because(error.to_string());
        let passkey = self.party("")?.finish_passkey_registration(answer, &asked.state).map_err(unusable)?;
        let credential_id = passkey.cred_id().to_vec();
        if credential_id.is_empty() || credential_id.len() > LONGEST_CREDENTIAL_ID {
            return Err(IdentityRefusal::PasskeyUnusable.into());
        }
        Ok(Made { credential_id, public: serde_json::to_string(&passkey).map_err(Error::internal)? })
    }

    /// What any device is asked on the sign-in page of an organisation, and what waits for the answer. It says nothing of anybody.
    pub fn ask(&self, org: OrgId) -> Result<(Value, Asked)> {
        let (asked, state) = self.party("")?.start_discoverable_authentication().map_err(Error::internal)?;
        Ok((public_key(&asked)?, Asked { org, host: self.host.clone(), state }))
    }

    /// Whether it was asked here.
    pub fn has_asked(&self, asked: &Asked, org: OrgId) -> bool {
        asked.host == self.host && asked.org == org
    }

    /// What an answer is worth, which names a passkey of which `public` is kept.
    pub fn judge(&self, answer: &PublicKeyCredential, asked: Asked, public: &str) -> Result<Verdict> {
        let mut passkey: Passkey = serde_json::from_str(public).map_err(Error::internal)?;
        let result = match self.party("")?.finish_discoverable_authentication_v2(answer, asked.state, &passkey) {
            Ok(result) if result.user_verified() => result,
            Err(WebauthnError::CredentialPossibleCompromise) => return Ok(Verdict::Copied),
            Ok(_) | Err(_) => return Ok(Verdict::Wrong),
        };
        passkey.update_credential(&result);
        let public = serde_json::to_string(&passkey).map_err(Error::internal)?;
        Ok(Verdict::Good(Shown { public, counter: result.counter().into() }))
    }
}

/// The part of what the library asks that browsers take, without what is not there: they do not take `null` for it.
fn public_key(asked: &impl Serialize) -> Result<Value> {
    let mut asked = serde_json::to_value(asked).map_err(Error::internal)?;
    let mut options = asked["publicKey"].take();
    drop_nulls(&mut options);
    Ok(options)
}

fn drop_nulls(value: &mut Value) {
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, field| !field.is_null());
        fields.values_mut().for_each(drop_nulls);
    }
}

/// A passkey's name as it is kept; nothing for none.
///
/// Errors: the field `name` when it is too long.
pub fn check_name(name: &str) -> Result<Option<String>> {
    match name.trim() {
        "" => Ok(None),
        name if text::graphemes(name) > LONGEST_NAME => Err(Error::field("name", "too_long")),
        name => Ok(Some(name.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_a_name_and_is_asked_over_tls_or_at_the_machine_itself() {
        let origins = |name: &str| {
            let place = Place::called(name).expect("a place");
            let origins: Vec<String> = place.origins.iter().map(|url| url.origin().ascii_serialization()).collect();
            (place.host, origins.join(" "))
        };
        for (name, host, expected) in [
            ("engawa.city.example.lg.jp", "engawa.city.example.lg.jp", "https://engawa.city.example.lg.jp"),
            ("Engawa.Example:8443", "engawa.example", "https://engawa.example:8443"),
            ("localhost:8080", "localhost", "https://localhost:8080 http://localhost:8080"),
        ] {
            assert_eq!(origins(name), (host.to_owned(), expected.to_owned()));
        }
        for name in ["", "127.0.0.1:8080", "10.1.2.3", "[::1]:8080", "a/b", "u@a", "縁側.jp", "a b"] {
            assert_eq!(Place::called(name).expect_err(name).code(), "identity.passkeys_not_here", "{name}");
        }
    }

    #[test]
    fn what_a_device_is_asked_names_nobody_and_wants_the_owner_asked() {
        let place = Place::called("engawa.example").expect("a place");
        let (options, _) = place.ask(OrgId::from_raw(7)).expect("asked");
        assert_eq!(options["rpId"], "engawa.example");
        assert_eq!(options["userVerification"], "required");
        assert!(options["allowCredentials"].as_array().is_none_or(Vec::is_empty), "{options}");
        assert!(!options.to_string().contains("null"), "{options}");
    }

    #[test]
    fn a_name_is_kept_without_blanks_around_it_and_has_forty_characters_at_most() {
        assert_eq!(check_name(" 　").expect("none"), None);
        assert_eq!(check_name(" 窓口の鍵 ").expect("a name").as_deref(), Some("窓口の鍵"));
        assert_eq!(check_name(&"鍵".repeat(41)).expect_err("too long").code(), "invalid_input");
    }
}
