//! Passwords: argon2id (RFC 9106), checked by few threads at a time.

use crate::model::{IdentityRefusal, SHORTEST_PASSWORD};
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use kernel::{Entropy, Error, Result};
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;

/// A text that is no hash, so that no password fits: accounts that sign in by other means only.
pub const NO_PASSWORD: &str = "!";

/// The gate in front of the hash: it takes 19 MB and some 30 ms, so a crowd at the door must queue.
pub struct Passwords {
    gate: Semaphore,
    memory: Arc<Memory>,
    /// What an unknown login is checked against, so that it takes as long as a known one.
    decoy: String,
}

/// The memory that hashes are made in, as many pieces as the gate is wide. The C library would keep a piece for every thread
/// that ever hashed.
#[derive(Default)]
struct Memory(Mutex<Vec<Vec<Block>>>);

impl Memory {
    fn with<T>(&self, work: impl FnOnce(&mut Vec<Block>) -> T) -> T {
        let free = || self.0.lock().expect("nothing panics while holding the memory");
        let mut piece = free().pop().unwrap_or_default();
        let done = work(&mut piece);
        free().push(piece);
        done
    }
}

/// The parameters that OWASP names for argon2id: 19 MiB, two passes, one lane.
fn parameters() -> Params {
    Params::new(19 * 1024, 2, 1, None).expect("fixed parameters")
}

fn derive(memory: &mut Vec<Block>, password: &str, salt: &[u8], parameters: Params) -> Option<Output> {
    memory.resize(parameters.block_count(), Block::default());
    let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters);
    argon2.hash_password_into_with_memory(password.as_bytes(), salt, &mut output, &mut memory[..]).ok()?;
    Output::new(&output).ok()
}

/// Hashes a password. Slow by design: never inside a transaction.
pub fn hash(password: &str, entropy: &dyn Entropy) -> Result<String> {
    hash_in(&mut Vec::new(), password, entropy)
}

fn hash_in(memory: &mut Vec<Block>, password: &str, entropy: &dyn Entropy) -> Result<String> {
    let mut salt = [0; 16];
    entropy.fill(&mut salt);
    let parameters = parameters();
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&parameters).map_err(Error::internal)?,
        salt: Some(Salt::new(&salt).map_err(Error::internal)?),
        hash: derive(memory, password, &salt, parameters),
    };
    Ok(hash.to_string())
}

/// Whether a password fits a hash; nothing fits a text that is no hash of ours.
fn verify(memory: &mut Vec<Block>, password: &str, hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else { return false };
    let (Some(salt), Some(output), Ok(parameters)) = (&hash.salt, &hash.hash, Params::try_from(&hash)) else {
        return false;
    };
    // Outputs compare in constant time.
    hash.algorithm == Algorithm::Argon2id.ident()
        && derive(memory, password, salt.as_ref(), parameters).is_some_and(|found| found == *output)
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
        let memory = Memory::default();
        let decoy = memory.with(|memory| hash_in(memory, &initial(entropy), entropy))?;
        Ok(Self { gate: Semaphore::new(wide), memory: Arc::new(memory), decoy })
    }

    /// Which of some hashes a password fits. Takes as long when there is none to try.
    pub async fn matching(&self, cx: &web::Cx, password: String, mut hashes: Vec<String>) -> Result<Option<usize>> {
        let _turn = self.gate.acquire().await.map_err(Error::internal)?;
        let real = hashes.len();
        if real == 0 {
            hashes.push(self.decoy.clone());
        }
        let memory = self.memory.clone();
        let find = move |memory: &mut Vec<Block>| hashes.iter().position(|hash| verify(memory, &password, hash));
        let found = cx.heavy(move || Ok(memory.with(find))).await?;
        Ok(found.filter(|place| *place < real))
    }

    /// Hashes a password when its turn comes.
    pub async fn hash(&self, cx: &web::Cx, password: String) -> Result<String> {
        let _turn = self.gate.acquire().await.map_err(Error::internal)?;
        let (memory, entropy) = (self.memory.clone(), cx.db().entropy().clone());
        cx.heavy(move || memory.with(|memory| hash_in(memory, &password, &*entropy))).await
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
        // In memory that others used before.
        let memory = &mut vec![Block::default(); 3];
        assert!(verify(memory, "みどりの縁側で休む午後", &hash));
        assert!(!verify(memory, "みどりの縁側で休む午前", &hash));
        assert!(!verify(memory, "", NO_PASSWORD));
    }

    #[test]
    fn a_hash_is_written_and_read_as_everybody_writes_it() {
        use argon2::{PasswordHasher, PasswordVerifier};
        let ours = hash("みどりの縁側で休む午後", &SeededEntropy::new(1)).expect("hashed");
        assert!(ours.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{ours}");
        let library = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters());
        assert!(library.verify_password("みどりの縁側で休む午後".as_bytes(), ours.as_str()).is_ok());
        let theirs = library.hash_password_with_salt("みどりの縁側で休む午後".as_bytes(), &[7; 16]).expect("hashed");
        assert!(verify(&mut Vec::new(), "みどりの縁側で休む午後", &theirs.to_string()));
    }
}
