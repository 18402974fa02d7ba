//! The built web client, inside the binary.

use rust_embed::RustEmbed;
use web::{Asset, Assets};

#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct Client;

/// The web client.
pub(crate) struct WebClient;

impl Assets for WebClient {
    fn get(&self, path: &str) -> Option<Asset> {
        let file = Client::get(path)?;
        let hash = file.metadata.sha256_hash().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        Some(Asset { content_type: media_type(path, file.metadata.mimetype()), bytes: file.data, hash })
    }
}

/// Texts are UTF-8, and say so; the manifest has a type of its own that browsers insist on.
fn media_type(path: &str, guessed: &str) -> String {
    match path.rsplit('.').next() {
        Some("webmanifest") => "application/manifest+json".to_owned(),
        Some("js") => "text/javascript; charset=utf-8".to_owned(),
        _ if guessed.starts_with("text/") => format!("{guessed}; charset=utf-8"),
        _ => guessed.to_owned(),
    }
}
