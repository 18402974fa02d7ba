//! A device that makes passkeys and shows them, and the browser before which it lies. It does what it is told, also what no good one would.

use crate::scene::{PASSWORD, items, text};
use harness::{Answer, Client, Staff, new_id};
use reqwest::Method;
use rustls::SignatureScheme;
use rustls::crypto::aws_lc_rs::sign::any_ecdsa_type;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::SigningKey;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// The address at which most tests speak to us.
pub const HOST: &str = "engawa.example";

/// Keys on P-256, as PKCS#8.
const KEYS: [&str; 2] = [
    "308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420839583a8f01cc26d9f291bc7b433dcd57f91a1e9e9cc25932489\
     c82b138b944fa14403420004558e9a5475c6462475e2a3f698bb0dd89b2df4cbfb2d4a10f8277abc4d826e4e256f2403f31f11ad86ab78316a40f265c412f3\
     b48d660954d6ed0962418a744c",
    "308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b020101042017c389bd4d56deb88d91101f1464cdc19d34c0dfa71ff5c7693d2e\
     37944b260da14403420004387efc06a8276de95053a9e75a4ffe3232e30569af164370fd0d4b3e8fdb9d8c68dac5a437c022694fa86089f950e9b0801976d3\
     34078a81696f79216a4107e6",
];

fn bytes_of(hex: &str) -> Vec<u8> {
    let digits: Vec<u32> = hex.chars().filter_map(|letter| letter.to_digit(16)).collect();
    digits.chunks(2).map(|pair| (pair[0] * 16 + pair[1]) as u8).collect()
}

fn signing_key(number: usize) -> Arc<dyn SigningKey> {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(bytes_of(KEYS[number])));
    any_ecdsa_type(&key).expect("a key")
}

/// base64url without padding.
fn coded(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let letters = bytes.chunks(3).flat_map(|chunk| {
        let whole = chunk.iter().fold(0_u32, |whole, byte| whole << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        (0..=chunk.len()).map(move |place| LETTERS[(whole >> (18 - 6 * place) & 63) as usize] as char)
    });
    letters.collect()
}

/// A passkey. A copy of it counts for itself, as that of a thief would.
#[derive(Clone)]
pub struct Passkey {
    /// The id that the device gave it.
    pub credential_id: Vec<u8>,
    /// By what the device knows the account.
    pub handle: Value,
    /// At which address it was made.
    pub host: String,
    /// How often it was used; nothing for a device that does not count.
    pub counter: Option<u32>,
    /// Whether the device asks its owner (by a finger, a PIN).
    pub asks: bool,
    /// With which key it signs.
    pub key: usize,
}

const PRESENT: u8 = 1;
const VERIFIED: u8 = 4;
const WITH_KEY: u8 = 0x40;

impl Passkey {
    /// Makes one as a page at an origin asks.
    pub fn make(origin: &str, options: &Value) -> (Self, Value) {
        let passkey = Self {
            credential_id: Sha256::digest(new_id()).to_vec(),
            handle: options["user"]["id"].clone(),
            host: text(&options["rp"]["id"]),
            counter: Some(1),
            asks: true,
            key: 0,
        };
        let credential = passkey.made(origin, options);
        (passkey, credential)
    }

    fn flags(&self) -> u8 {
        PRESENT | if self.asks { VERIFIED } else { 0 }
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(&self.host).to_vec();
        data.push(flags);
        data.extend(self.counter.unwrap_or(0).to_be_bytes());
        data
    }

    /// What it says of itself when it is made.
    pub fn made(&self, origin: &str, options: &Value) -> Value {
        let public = signing_key(self.key).public_key().expect("a public key").as_ref().to_vec();
        let (x, y) = public[public.len() - 64..].split_at(32);
        let mut data = self.data(self.flags() | WITH_KEY);
        data.extend([0; 16]);
        data.extend((self.credential_id.len() as u16).to_be_bytes());
        data.extend(&self.credential_id);
        data.extend([&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32], x, &[0x22, 0x58, 32], y].concat());
        let length = (data.len() as u16).to_be_bytes();
        let object = [b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".as_slice(), &length, &data].concat();
        json!({
            "id": coded(&self.credential_id), "rawId": coded(&self.credential_id), "type": "public-key",
            "response": {
                "attestationObject": coded(&object), "clientDataJSON": coded(&said("webauthn.create", origin, options)),
            },
            "clientExtensionResults": {},
        })
    }

    /// Shows it as a page at an origin asks.
    pub fn show(&mut self, origin: &str, options: &Value) -> Value {
        self.counter = self.counter.map(|counter| counter + 1);
        let (data, said) = (self.data(self.flags()), said("webauthn.get", origin, options));
        let signer = signing_key(self.key).choose_scheme(&[SignatureScheme::ECDSA_NISTP256_SHA256]).expect("a scheme");
        let signed = signer.sign(&[data.as_slice(), &Sha256::digest(&said)].concat()).expect("signed");
        json!({
            "id": coded(&self.credential_id), "rawId": coded(&self.credential_id), "type": "public-key",
            "response": {
                "authenticatorData": coded(&data), "clientDataJSON": coded(&said), "signature": coded(&signed),
                "userHandle": self.handle,
            },
            "clientExtensionResults": {},
        })
    }
}

/// What the browser has the device sign besides.
fn said(kind: &str, origin: &str, options: &Value) -> Vec<u8> {
    let said = json!({ "type": kind, "challenge": options["challenge"], "origin": origin, "crossOrigin": false });
    said.to_string().into_bytes()
}

/// A browser at one of our addresses.
#[derive(Clone)]
pub struct Browser {
    /// What it speaks with.
    pub client: Client,
    /// What it calls us.
    host: String,
}

impl Browser {
    /// At [`HOST`].
    pub fn of(client: &Client) -> Self {
        Self::at(client, HOST)
    }

    /// At another of our addresses.
    pub fn at(client: &Client, host: &str) -> Self {
        Self { client: client.clone(), host: host.to_owned() }
    }

    fn origin(&self) -> String {
        format!("https://{}", self.host)
    }

    /// POST with a JSON body.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        let request = self.client.request(Method::POST, path).header("host", &self.host);
        self.client.send(request.json(&body)).await
    }

    /// What is asked on the sign-in page.
    pub async fn asked(&self) -> Value {
        self.post("/sign-in/passkey/challenge", json!({})).await.ok()
    }

    /// Answers what was asked.
    pub async fn answer(&self, asked: &Value, credential: Value) -> Answer {
        self.post("/sign-in/passkey", json!({ "challenge": asked["challenge"], "credential": credential })).await
    }

    /// Signs in with a passkey.
    pub async fn sign_in(&self, passkey: &mut Passkey) -> Answer {
        let asked = self.asked().await;
        let credential = passkey.show(&self.origin(), &asked["options"]);
        self.answer(&asked, credential).await
    }

    /// What a device is asked for a new passkey.
    pub async fn asked_new(&self) -> Answer {
        self.post("/me/passkeys/challenge", json!({ "password": PASSWORD })).await
    }

    /// Adds a passkey of a new device.
    pub async fn add(&self, name: &str) -> (Passkey, Value) {
        let asked = self.asked_new().await.ok();
        let (passkey, credential) = Passkey::make(&self.origin(), &asked["options"]);
        (passkey, self.keep(&asked, credential, name).await.ok())
    }

    /// Answers what a device was asked for a new passkey.
    pub async fn keep(&self, asked: &Value, credential: Value, name: &str) -> Answer {
        let new = json!({ "challenge": asked["challenge"], "credential": credential, "name": name });
        self.post("/me/passkeys", new).await
    }
}

/// Somebody's passkeys.
pub async fn passkeys(staff: &Staff) -> Vec<Value> {
    items(&staff.client.get("/me/passkeys").await.ok()["items"]).clone()
}

/// An answer to nothing, of no passkey.
pub fn no_answer() -> Value {
    let response = json!({
        "authenticatorData": "", "clientDataJSON": "", "signature": "", "userHandle": null, "attestationObject": "",
    });
    let credential = json!({ "id": "", "rawId": "", "type": "public-key", "response": response });
    json!({ "challenge": "none", "credential": credential })
}
