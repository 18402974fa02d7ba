//! Second factors: codes of an authenticator app (RFC 6238) and recovery codes.

use super::{IdentityRefusal, Me};
use kernel::{Entropy, Error, Result, Timestamp};
use qrcodegen::{QrCode, QrCodeEcc};
use schemars::JsonSchema;
use serde::Serialize;
use std::time::Duration;
use totp_rs::{Builder, Secret, Totp};

/// How long a second step may be taken after the password was right.
pub const CHALLENGE_LIMIT: Duration = Duration::from_secs(300);
/// How many recovery codes are made at once.
pub const RECOVERY_CODES: usize = 10;
/// What an app and we share: 160 bits, as RFC 4226 recommends.
pub const SECRET_BYTES: usize = 20;
/// A code is that of so many seconds.
const STEP: i64 = 30;

/// What may come after the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Six digits of an authenticator app.
    Code,
    /// One of the codes that were printed.
    RecoveryCode,
    /// A passkey of the account's, which opens the session by itself (`POST /sign-in/passkey`).
    Passkey,
}

/// The password was right, and something else is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SecondStep {
    /// Goes with the second step, within five minutes, from where the first was taken.
    pub challenge: String,
    /// What is taken for it.
    pub ways: Vec<Way>,
}

/// What a right password leads to.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub enum SignInAnswer {
    /// A session.
    SignedIn(Box<Me>),
    /// The second step.
    SecondStep(SecondStep),
}

/// How somebody signs in, besides the password.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SignInMethods {
    /// Whether there is a password, and it is taken.
    pub password: bool,
    /// Since when codes of an app are asked for.
    pub code_since: Option<Timestamp>,
    /// Recovery codes that are left.
    pub recovery_codes: i64,
    /// Since when there is a PIN for using shared accounts.
    pub pin_since: Option<Timestamp>,
    /// That PIN was given by an administrator; another is chosen at its first use.
    pub pin_initial: bool,
}

/// A secret to be put into an authenticator app.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NewCode {
    /// In letters, to type.
    pub secret: String,
    /// `otpauth:`, for an app on this very device.
    pub address: String,
    /// The same as a picture.
    pub picture: QrPicture,
}

/// A QR code as an SVG path in a square: one unit is one module, the quiet zone included.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct QrPicture {
    /// The square's side.
    pub size: i32,
    /// The dark modules.
    pub path: String,
}

/// Recovery codes, shown once.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RecoveryCodes {
    /// To be printed.
    pub recovery_codes: Vec<String>,
}

/// The step in which an instant lies.
pub fn step_of(now: Timestamp) -> i64 {
    now.micros() / 1_000_000 / STEP
}

fn totp(secret: &[u8], issuer: &str, account: &str) -> Result<Totp> {
    // A colon would end the name in the address.
    let plain = |name: &str| name.replace(':', " ");
    let builder = Builder::new().with_secret(Secret::from(secret)).with_skew(0);
    builder.with_issuer(Some(plain(issuer))).with_account_name(plain(account)).build().map_err(Error::internal)
}

/// The step whose code a text is: the present one, or one beside it, for clocks differ. One that was used already, and any
/// before it, count no more.
pub fn matching_step(secret: &[u8], text: &str, now: Timestamp, used: i64) -> Result<Option<i64>> {
    let (totp, code, present) = (totp(secret, "-", "-")?, plain(text), step_of(now));
    let fits = |step: &i64| *step > used && totp.check(&code, (step * STEP).unsigned_abs()).is_some();
    Ok([present, present - 1, present + 1].into_iter().find(fits))
}

/// A typed code as it is compared: however wide, with or without spaces and hyphens.
pub fn plain(text: &str) -> String {
    text::fold(text).replace([' ', '-'], "")
}

/// What is shown of a secret.
pub fn new_code(secret: &[u8], organisation: &str, login: &str) -> Result<NewCode> {
    let totp = totp(secret, organisation, login)?;
    let address = totp.to_url().map_err(Error::internal)?;
    let picture = QrPicture::of(&address)?;
    Ok(NewCode { secret: totp.secret().to_base32(), address, picture })
}

impl QrPicture {
    /// Of a text.
    pub fn of(text: &str) -> Result<Self> {
        const QUIET: i32 = 4;
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(Error::internal)?;
        let mut path = String::new();
        for y in 0..code.size() {
            let mut x = 0;
            while x < code.size() {
                let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count() as i32;
                if run > 0 {
                    path.push_str(&format!("M{},{}h{run}v1h-{run}z", x + QUIET, y + QUIET));
                }
                x += run.max(1);
            }
        }
        Ok(Self { size: code.size() + 2 * QUIET, path })
    }
}

/// A recovery code that can be read from paper: no 0/O, 1/l/I. 74 bits, so that a fast hash of it gives nothing away.
pub fn recovery_code(entropy: &dyn Entropy) -> String {
    const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut bytes = [0; 15];
    entropy.fill(&mut bytes);
    let letters: String = bytes.iter().map(|byte| LETTERS[usize::from(byte % 31)] as char).collect();
    format!("{}-{}-{}", &letters[..5], &letters[5..10], &letters[10..])
}

/// Errors: `identity.challenge_over` when a challenge is older than its five minutes.
pub fn check_age(now: Timestamp, created_at: Timestamp) -> Result<()> {
    match now.is_within(CHALLENGE_LIMIT, created_at) {
        true => Ok(()),
        false => Err(IdentityRefusal::ChallengeOver.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::SeededEntropy;

    const SECRET: &[u8; 20] = b"12345678901234567890";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_micros(second * 1_000_000)
    }

    #[test]
    fn codes_are_those_of_the_rfc() {
        // Appendix B of RFC 6238, the last six digits.
        for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924")] {
            assert_eq!(matching_step(SECRET, code, at(second), 0).expect("checked"), Some(second / 30), "{second}");
        }
    }

    #[test]
    fn a_code_fits_in_its_half_minute_and_in_those_beside_it() {
        let begins = 1_111_111_080_i64;
        let fits =
            |second: i64| matching_step(SECRET, "０８１ ８０４", at(begins + second), 0).expect("checked").is_some();
        assert_eq!([-31, -30, 0, 59, 60].map(fits), [false, true, true, true, false]);
    }

    #[test]
    fn a_code_that_was_used_counts_no_more() {
        let step = matching_step(SECRET, "287082", at(59), 0).expect("checked").expect("fits");
        assert_eq!(matching_step(SECRET, "287082", at(59), step).expect("checked"), None);
        assert_eq!(matching_step(SECRET, "287082", at(59), step + 1).expect("checked"), None);
    }

    #[test]
    fn a_picture_has_a_quiet_zone_and_the_corner_that_every_code_has() {
        let code = new_code(SECRET, "緑野市", "m:010234").expect("made");
        assert!(code.address.starts_with("otpauth://totp/"), "{}", code.address);
        assert_eq!(code.secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(code.picture.path.starts_with("M4,4h7v1h-7z"), "{}", code.picture.path);
        assert!(code.picture.size > 8 + 21);
    }

    #[test]
    fn recovery_codes_differ_and_are_typed_in_any_width() {
        let entropy = SeededEntropy::new(1);
        let (one, other) = (recovery_code(&entropy), recovery_code(&entropy));
        assert_ne!(one, other);
        assert_eq!(one.len(), 17);
        assert_eq!(plain(&one.to_uppercase().replace('-', "　")), one.replace('-', ""));
    }
}
