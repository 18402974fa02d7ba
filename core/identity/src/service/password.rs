//! Passwords: argon2id (RFC 9106), checked by few threads at a time.

use crate::model::{IdentityRefusal, SHORTEST_PASSWORD};
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use kernel::{Entropy, Error, Result};
use tokio::sync::Semaphore;

/// A text that is no hash, so that no password fits: accounts that sign in by other means only.
pub const NO_PASSWORD: &str = "!";

/// The gate in front of the hash: it takes 19 MB and some 30 ms, so a crowd at the door must queue.
pub struct Passwords {
    gate: Semaphore,
    /// What an unknown login is checked against, so that it takes as long as a known one.
    decoy: String,
}

fn hasher() -> Argon2<'static> {
    // The parameters that OWASP names for argon2id: 19 MiB, two passes, one lane.
    let params = Params::new(19 * 1024, 2, 1, None).expect("fixed parameters");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Hashes a password. Slow by design: never inside a transaction.
pub fn hash(password: &str, entropy: &dyn Entropy) -> Result<String> {
    let mut salt = [0; 16];
    entropy.fill(&mut salt);
    let hash = hasher().hash_password_with_salt(password.as_bytes(), &salt).map_err(Error::internal)?;
    Ok(hash.to_string())
}

fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Whether a password may be chosen.
pub fn check(password: &str, login: &str) -> Result<()> {
    if text::graphemes(password) < SHORTEST_PASSWORD {
        return Err(IdentityRefusal::PasswordTooShort.into());
    }
    let plain = text::fold(password).replace(' ', "");
    let digits_only = plain.chars().all(|letter| letter.is_ascii_digit());
    let one_letter = plain.chars().collect::<std::collections::HashSet<_>>().len() <= 2;
    let of_login = !login.is_empty() && plain.contains(login) && plain.len() < login.len() + 4;
    let common = COMMON.iter().any(|common| plain.trim_end_matches(|letter: char| !letter.is_alphabetic()) == *common);
    if digits_only || one_letter || of_login || common {
        return Err(IdentityRefusal::PasswordTooCommon.into());
    }
    Ok(())
}

/// Words that, with digits behind them, everybody tries first.
const COMMON: [&str; 14] = [
    "password",
    "passw0rd",
    "qwerty",
    "qwertyuiop",
    "asdfghjkl",
    "letmein",
    "welcome",
    "administrator",
    "admin",
    "iloveyou",
    "abcdefghij",
    "sakura",
    "engawa",
    "yakuba",
];

/// An initial password that can be read out over the telephone: no 0/O, 1/l/I.
pub fn initial(entropy: &dyn Entropy) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789#";
    let mut bytes = [0; 12];
    entropy.fill(&mut bytes);
    let letters: String = bytes.iter().map(|byte| LETTERS[usize::from(byte % 31)] as char).collect();
    format!("{}-{}-{}", &letters[..4], &letters[4..8], &letters[8..])
}

impl Passwords {
    /// A gate as wide as the machine has processors to spare.
    pub fn new(entropy: &dyn Entropy) -> Result<Self> {
        let wide = std::thread::available_parallelism().map_or(1, |count| count.get().div_ceil(2));
        Ok(Self { gate: Semaphore::new(wide), decoy: hash(&initial(entropy), entropy)? })
    }

    /// Which of some hashes a password fits. Takes as long when there is none to try.
    pub async fn matching(&self, cx: &web::Cx, password: String, mut hashes: Vec<String>) -> Result<Option<usize>> {
        let _turn = self.gate.acquire().await.map_err(Error::internal)?;
        let real = hashes.len();
        if real == 0 {
            hashes.push(self.decoy.clone());
        }
        let found = cx.heavy(move || Ok(hashes.iter().position(|hash| verify(&password, hash)))).await?;
        Ok(found.filter(|place| *place < real))
    }

    /// Hashes a password when its turn comes.
    pub async fn hash(&self, cx: &web::Cx, password: String) -> Result<String> {
        let _turn = self.gate.acquire().await.map_err(Error::internal)?;
        let entropy = cx.db().entropy().clone();
        cx.heavy(move || hash(&password, &*entropy)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::SeededEntropy;

    #[test]
    fn passwords_that_everybody_tries_first_are_refused() {
        for bad in ["short", "1234567890", "aaaaaaaaaaa", "password2026", "Ｐａｓｓｗｏｒｄ12", "m010234-1"] {
            assert!(check(bad, "m010234").is_err(), "{bad}");
        }
        for good in ["みどりの縁側で休む午後", "correct horse battery", "kawa-no-nagare-8"] {
            assert!(check(good, "m010234").is_ok(), "{good}");
        }
    }

    #[test]
    fn a_hash_fits_its_password_alone() {
        let hash = hash("みどりの縁側で休む午後", &SeededEntropy::new(1)).expect("hashed");
        assert!(verify("みどりの縁側で休む午後", &hash));
        assert!(!verify("みどりの縁側で休む午前", &hash));
        assert!(!verify("", NO_PASSWORD));
    }
}
