//! Directories that people follow, tried with a real OpenLDAP and, where there is one, a real Active Directory.

mod active_directory;
mod console;
mod following;
mod passwords;
mod slapd;

use crate::scene::{Scene, each, id, items, number, scene};
use harness::{Staff, World, new_id};
use serde_json::{Value, json};
use slapd::{BASE, Clerk, READER, READERS_PASSWORD, Slapd};

/// How a directory like ours is read.
pub fn settings(url: &str) -> Value {
    json!({
        "name": "庁内の名簿",
        "url": url,
        "start_tls": false,
        "ca": null,
        "bind_dn": READER,
        "base": BASE,
        "filter": "(objectClass=inetOrgPerson)",
        "mapping": {
            "permanent_id": "entryUUID", "login": "uid", "number": "employeeNumber", "family_name": "sn",
            "given_name": "givenName", "full_name": "cn", "family_reading": "sn;lang-ja-hira",
            "given_reading": "givenName;lang-ja-hira", "email": "mail", "unit": "ou", "title": "title",
            "disabled": "businessCategory",
        },
        "every_minutes": 60,
        "most_suspended": 10,
    })
}

/// What is needed to make a directory.
pub fn new_directory(url: &str) -> Value {
    json!({ "id": new_id(), "settings": settings(url), "password": READERS_PASSWORD })
}

fn clerks(count: usize) -> Vec<Clerk> {
    const FAMILIES: [(&str, &str); 4] =
        [("髙橋", "たかはし"), ("𠮷田", "よしだ"), ("渡邉", "わたなべ"), ("小川", "おがわ")];
    let clerk = |place: usize| {
        let (family, reading) = FAMILIES[place % FAMILIES.len()];
        Clerk::new(&format!("u{place:05}"), (family, "美咲"), (reading, "みさき"))
    };
    (0..count).map(clerk).collect()
}

/// A town with a directory, in which some clerks are.
struct Place {
    scene: Scene,
    slapd: Slapd,
    clerks: Vec<Clerk>,
    directory: String,
}

impl Place {
    async fn of(world: &World, count: usize) -> Self {
        let (scene, mut slapd) = (scene(world).await, Slapd::start().await);
        let clerks = clerks(count);
        for clerk in &clerks {
            slapd.hire(clerk).await;
        }
        let made = scene.admin.client.post("/ldap/directories", new_directory(&slapd.url())).await.ok();
        assert!(!made.to_string().contains(READERS_PASSWORD), "the password is never shown");
        Self { scene, slapd, clerks, directory: id(&made) }
    }

    fn admin(&self) -> &Staff {
        &self.scene.admin
    }

    async fn begin(&self, look: bool, allowed: Option<i64>) -> Value {
        let new = json!({ "id": new_id(), "look": look, "allowed": allowed });
        self.admin().client.post(&format!("/ldap/directories/{}/runs", self.directory), new).await.ok()
    }

    /// People carried in, from the beginning to the end.
    async fn run(&self, world: &World) -> Value {
        self.whole(world, false, None).await
    }

    /// The same, when somebody says that so many may be stopped.
    async fn run_allowing(&self, world: &World, stopped: i64) -> Value {
        self.whole(world, false, Some(stopped)).await
    }

    async fn look(&self, world: &World) -> Value {
        self.whole(world, true, None).await
    }

    async fn whole(&self, world: &World, look: bool, allowed: Option<i64>) -> Value {
        let begun = self.begin(look, allowed).await;
        assert_eq!(begun["state"], "waiting");
        world.run_jobs().await;
        let run = self.last().await;
        assert_eq!(run["id"], begun["id"]);
        run
    }

    /// Reads the directory otherwise from now on.
    async fn save(&self, settings: &Value, password: Option<&str>) {
        let path = format!("/ldap/directories/{}", self.directory);
        self.admin().client.put(&path, json!({ "settings": settings, "password": password })).await.ok();
    }

    async fn last(&self) -> Value {
        let runs = self.admin().client.get(&format!("/ldap/directories/{}/runs", self.directory)).await.ok();
        runs["items"][0].clone()
    }

    async fn lines(&self, run: &Value, sort: &str) -> Vec<Value> {
        let page = self.admin().client.get(&format!("/ldap/runs/{}/lines?sort={sort}&limit=200", id(run))).await.ok();
        items(&page["items"]).clone()
    }

    async fn account(&self, words: &str) -> Value {
        let found = self.admin().client.get(&format!("/accounts?q={words}")).await.ok();
        found["items"][0].clone()
    }
}

fn counts(run: &Value) -> [i64; 4] {
    ["added", "changed", "gone", "conflict"].map(|sort| number(&run["counts"][sort]))
}

/// What of somebody a line says will change.
fn changes(line: &Value) -> Vec<String> {
    each(&line["changes"], "field")
}
