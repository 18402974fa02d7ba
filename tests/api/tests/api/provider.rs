//! An identity provider that answers whatever a test wants it to, the truth or not; one that only tells the truth is in `e2e`.

use crate::scene::{Scene, cookie, id, login, scene, text};
use harness::{Answer, Client, World, new_id};
use kernel::Clock;
use openidconnect::core::{
    CoreEdDsaPrivateSigningKey, CoreIdToken, CoreIdTokenClaims, CoreJsonWebKeySet, CoreJwsSigningAlgorithm,
};
use openidconnect::{JsonWebKeyId, PkceCodeChallenge, PkceCodeVerifier, PrivateSigningKey};
use reqwest::{Method, Url};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Keys of nobody's.
const KEYS: [&str; 2] = [
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIODakFlbw4GyGauxcUXAPlBRp37du2whWuvGX1lZmedl\n-----END PRIVATE KEY-----\n",
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIDg6i+4rbeDS8E3JLFCakMv1w2hYGILmTJqXHzXk+8Fz\n-----END PRIVATE KEY-----\n",
];

/// What it answers.
#[derive(Clone)]
pub struct Mood {
    /// Who signs in there, and what they are called.
    pub subject: String,
    pub login: String,
    /// Claims that take the place of the true ones.
    pub instead: Value,
    /// The key with which it signs, what it calls it, and the keys that it shows.
    pub key: (usize, &'static str),
    pub shown: Vec<(usize, &'static str)>,
    /// Why it gives no token.
    pub refuses: Option<&'static str>,
    /// Tells the login elsewhere than in the token.
    pub keeps_to_userinfo: bool,
    /// Members that take the place of those of its document.
    pub document: Value,
    /// What somebody puts somewhere at our end while it makes up its mind about tokens.
    pub meanwhile: Option<(Client, String, Value)>,
}

struct Visit {
    nonce: String,
    challenge: String,
    redirect_uri: String,
}

struct Inside {
    issuer: String,
    now: Box<dyn Fn() -> i64 + Send + Sync>,
    mood: Mutex<Mood>,
    visits: Mutex<HashMap<String, Visit>>,
}

/// A running provider.
#[derive(Clone)]
pub struct Provider(Arc<Inside>);

fn signing_key((number, name): (usize, &str)) -> CoreEdDsaPrivateSigningKey {
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(KEYS[number], Some(JsonWebKeyId::new(name.to_owned()))).expect("a key")
}

fn pairs(query: &str) -> HashMap<String, String> {
    Url::parse(&format!("http://x/?{query}")).expect("an address").query_pairs().into_owned().collect()
}

impl Provider {
    pub async fn start(world: &World) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let clock = world.clock().clone();
        let mood = Mood {
            subject: "subject-1".to_owned(),
            login: String::new(),
            instead: json!({}),
            key: (0, "a"),
            shown: vec![(0, "a")],
            refuses: None,
            keeps_to_userinfo: false,
            document: json!({}),
            meanwhile: None,
        };
        let now = Box::new(move || clock.now().micros() / 1_000_000);
        let inside = Inside { issuer, now, mood: Mutex::new(mood), visits: Mutex::default() };
        let provider = Self(Arc::new(inside));
        let serving = provider.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let serving = serving.clone();
                tokio::spawn(async move { serving.serve(stream).await });
            }
        });
        provider
    }

    pub fn issuer(&self) -> &str {
        &self.0.issuer
    }

    pub fn mood(&self) -> MutexGuard<'_, Mood> {
        self.0.mood.lock().expect("nothing panics while holding the mood")
    }

    /// Signs somebody in there as a browser would that was sent to an address; what it is sent back with.
    pub fn visit(&self, address: &str) -> Value {
        let url = Url::parse(address).expect("an address");
        assert!(address.starts_with(&format!("{}/authorize?", self.0.issuer)), "{address}");
        let mut asked = pairs(url.query().unwrap_or_default());
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["code_challenge_method"], "S256");
        assert_eq!(asked["client_id"], "engawa");
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"), "{}", asked["scope"]);
        let mut take = |name: &str| asked.remove(name).expect(name);
        let state = take("state");
        let visit =
            Visit { nonce: take("nonce"), challenge: take("code_challenge"), redirect_uri: take("redirect_uri") };
        let mut visits = self.0.visits.lock().expect("nothing panics while holding the visits");
        let code = format!("code-{}", visits.len());
        visits.insert(code.clone(), visit);
        json!({ "state": state, "code": code, "iss": self.0.issuer })
    }

    async fn serve(&self, mut stream: TcpStream) {
        let mut text = String::new();
        let mut part = [0; 4096];
        let (head, body) = loop {
            let count = stream.read(&mut part).await.unwrap_or(0);
            text.push_str(&String::from_utf8_lossy(&part[..count]));
            let Some((head, body)) = text.split_once("\r\n\r\n") else {
                if count == 0 {
                    return;
                }
                continue;
            };
            let length =
                head.to_lowercase().lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                break (head.to_owned(), body.to_owned());
            }
        };
        let path = head.split(' ').nth(1).unwrap_or_default();
        let meanwhile = if path == "/token" { self.mood().meanwhile.take() } else { None };
        if let Some((client, path, body)) = meanwhile {
            client.put(&path, body).await.ok();
        }
        let (status, answer) = self.answer(path, &head, &body);
        let answer = answer.to_string();
        let length = answer.len();
        let whole = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{answer}"
        );
        let _ = stream.write_all(whole.as_bytes()).await;
    }

    fn answer(&self, path: &str, head: &str, body: &str) -> (&'static str, Value) {
        let (issuer, mood) = (&self.0.issuer, self.mood().clone());
        match path {
            "/.well-known/openid-configuration" => {
                let mut document = json!({
                    "issuer": issuer,
                    "authorization_endpoint": format!("{issuer}/authorize"),
                    "token_endpoint": format!("{issuer}/token"),
                    "userinfo_endpoint": format!("{issuer}/userinfo"),
                    "jwks_uri": format!("{issuer}/jwks"),
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
                });
                over(&mut document, &mood.document);
                ("200 OK", document)
            }
            "/jwks" => {
                let keys = mood.shown.iter().map(|key| signing_key(*key).as_verification_key()).collect();
                ("200 OK", serde_json::to_value(CoreJsonWebKeySet::new(keys)).expect("keys"))
            }
            "/token" => match mood.refuses {
                Some(error) => ("400 Bad Request", json!({ "error": error })),
                None => self.tokens(&mood, head, body),
            },
            "/userinfo" => {
                assert!(head.contains("Bearer access") || head.contains("bearer access"), "{head}");
                ("200 OK", json!({ "sub": mood.subject, "preferred_username": mood.login }))
            }
            _ => ("404 Not Found", json!({})),
        }
    }

    fn tokens(&self, mood: &Mood, head: &str, body: &str) -> (&'static str, Value) {
        let asked = pairs(body);
        assert!(head.to_lowercase().contains("authorization: basic "), "it shows the secret: {head}");
        let visit = self.0.visits.lock().expect("nothing panics while holding the visits").remove(&asked["code"]);
        let Some(visit) = visit else { return ("400 Bad Request", json!({ "error": "invalid_grant" })) };
        let verifier = PkceCodeVerifier::new(asked["code_verifier"].clone());
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        assert_eq!(challenge.as_str(), visit.challenge, "who asks now is who asked then");
        assert_eq!(asked["redirect_uri"], visit.redirect_uri);
        let now = (self.0.now)();
        let mut claims = json!({
            "iss": self.0.issuer, "aud": "engawa", "sub": mood.subject, "nonce": visit.nonce, "iat": now, "exp": now + 300,
        });
        if !mood.keeps_to_userinfo {
            claims["preferred_username"] = json!(mood.login);
            claims["email"] = json!(mood.login);
        }
        over(&mut claims, &mood.instead);
        let claims: CoreIdTokenClaims = serde_json::from_value(claims).expect("claims");
        let key = signing_key(mood.key);
        let token = CoreIdToken::new(claims, &key, CoreJwsSigningAlgorithm::EdDsa, None, None).expect("signed");
        ("200 OK", json!({ "access_token": "access", "token_type": "Bearer", "id_token": token }))
    }
}

fn over(document: &mut Value, instead: &Value) {
    for (name, value) in instead.as_object().expect("an object") {
        document[name] = value.clone();
    }
}

/// What an administrator writes of it.
pub fn input(provider: &Provider) -> Value {
    json!({
        "name": "緑野市の認証", "issuer": provider.issuer(), "client_id": "engawa", "secret": "himitsu-no-aikotoba",
        "scopes": "profile email", "login_claim": "preferred_username", "link_by_login": true, "factor": "never",
        "stops_passwords": false, "authority": null,
    })
}

/// The same with some of its fields otherwise.
pub fn with(provider: &Provider, other: Value) -> Value {
    let mut input = input(provider);
    for (name, value) in other.as_object().expect("an object") {
        input[name] = value.clone();
    }
    input
}

pub struct Trial {
    pub scene: Scene,
    pub provider: Provider,
    pub id: String,
}

/// A town with a provider, where 佐藤 signs in.
pub async fn trial(world: &World) -> Trial {
    let (scene, provider) = (scene(world).await, Provider::start(world).await);
    let mut new = input(&provider);
    new["id"] = json!(new_id());
    let id = id(&scene.admin.client.post("/oidc/providers", new).await.ok());
    provider.mood().login = login(&scene.sato).await;
    Trial { scene, provider, id }
}

impl Trial {
    pub async fn change(&self, other: Value) {
        let path = format!("/oidc/providers/{}", self.id);
        self.scene.admin.client.put(&path, with(&self.provider, other)).await.ok();
    }

    /// Goes to the provider: what it sends back with, and the cookie that ties it to the browser.
    pub async fn go(&self, client: &Client) -> (Value, String) {
        let answer = client.post(&format!("/sign-in/providers/{}", self.id), json!({})).await;
        let kept = cookie(&answer, "engawa_passage");
        (self.provider.visit(&text(&answer.ok()["address"])), kept)
    }

    pub async fn there_and_back(&self, client: &Client) -> Answer {
        let (arrival, kept) = self.go(client).await;
        come(client, &arrival, &kept).await
    }

    pub async fn refusal(&self, client: &Client) -> String {
        self.there_and_back(client).await.refused(403)
    }
}

pub async fn come(client: &Client, arrival: &Value, kept: &str) -> Answer {
    let request = client.request(Method::POST, "/sign-in/return").json(arrival);
    client.send(request.header("cookie", format!("engawa_passage={kept}"))).await
}
