//! A real Active Directory: Samba's, provisioned and served by the test itself. It needs the ports of one, so `cargo x test` runs this in
//! a network of its own.

use super::settings;
use crate::scene::{Scene, acts, each, id, number, scene, sign_in};
use harness::{World, new_id};
use live::Limits;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

const REALM: &str = "MIDORINO.EXAMPLE";
const BASE: &str = "DC=midorino,DC=example";
const PASSWORD: &str = "Yakusho-2026-Haru";

/// A domain controller.
struct Controller {
    folder: TempDir,
    process: Child,
}

fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap_or_else(|error| panic!("{program}: {error}"));
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{program} {arguments:?}: {said}");
    said
}

impl Controller {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().display().to_string();
        run(
            "samba-tool",
            &[
                "domain",
                "provision",
                "--server-role=dc",
                "--use-rfc2307",
                "--dns-backend=SAMBA_INTERNAL",
                &format!("--realm={REALM}"),
                "--domain=MIDORINO",
                &format!("--adminpass={PASSWORD}"),
                &format!("--targetdir={place}"),
                "--host-name=dc1",
                "--option=interfaces=lo",
                "--option=bind interfaces only=yes",
            ],
        );
        let config = folder.path().join("etc/smb.conf");
        super::slapd::certify(folder.path());
        let tls = format!(
            "[global]\n\ttls enabled = yes\n\ttls keyfile = {place}/server.key\n\ttls certfile = {place}/server.pem\n\ttls cafile = {place}/ca.pem\n"
        );
        let said = fs::read_to_string(&config).expect("a configuration");
        fs::write(&config, said.replacen("[global]\n", &tls, 1)).expect("written");
        private(&folder.path().join("server.key"));
        let process = Command::new("samba")
            .arg("-s")
            .arg(&config)
            .args(["-i", "-M", "single"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("samba runs");
        Self { folder, process }
    }

    fn ca(&self) -> String {
        fs::read_to_string(self.folder.path().join("ca.pem")).expect("a certificate")
    }

    /// One of samba's own tools, over the controller's files.
    fn tool(&self, arguments: &[&str]) {
        let config = self.folder.path().join("etc/smb.conf").display().to_string();
        run("samba-tool", &[arguments, &["-s", &config]].concat());
    }

    /// Gives somebody's entry other values.
    fn modify(&self, ldif: &str) {
        let file = self.folder.path().join("change.ldif");
        fs::write(&file, ldif).expect("written");
        let sam = self.folder.path().join("private/sam.ldb").display().to_string();
        run("ldbmodify", &["-H", &sam, &file.display().to_string()]);
    }

    fn hire(&self, login: &str, (family, given): (&str, &str), reading: &str) {
        self.tool(&[
            "user",
            "create",
            login,
            PASSWORD,
            &format!("--surname={family}"),
            &format!("--given-name={given}"),
            "--department=総務課",
            "--job-title=主事",
            &format!("--mail-address={login}@midorino.lg.jp"),
        ]);
        // What samba-tool has no word for.
        self.modify(&format!(
            "dn: CN={given} {family},CN=Users,{BASE}\nchangetype: modify\nreplace: msDS-PhoneticLastName\nmsDS-PhoneticLastName: {reading}\n"
        ));
    }
}

impl Drop for Controller {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn private(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("its own alone");
}

/// How the console's preset reads an Active Directory.
fn of_active_directory(ca: &str) -> Value {
    let mut settings = settings("ldaps://127.0.0.1");
    settings["ca"] = json!(ca);
    settings["bind_dn"] = json!("MIDORINO\\engawa");
    settings["base"] = json!(BASE);
    settings["filter"] = json!("(&(objectCategory=person)(objectClass=user)(department=*))");
    settings["mapping"] = json!({
        "permanent_id": "objectGUID", "login": "sAMAccountName", "number": "employeeID", "family_name": "sn",
        "given_name": "givenName", "full_name": "displayName", "family_reading": "msDS-PhoneticLastName",
        "given_reading": "msDS-PhoneticFirstName", "email": "mail", "unit": "department", "title": "title",
        "disabled": "userAccountControl",
    });
    settings["most_suspended"] = json!(100);
    settings
}

struct Place {
    world: World,
    scene: Scene,
    directory: String,
}

impl Place {
    async fn follow(&self) -> Value {
        let new = json!({ "id": new_id(), "look": false });
        let path = format!("/ldap/directories/{}/runs", self.directory);
        self.scene.admin.client.post(&path, new).await.ok();
        self.world.run_jobs().await;
        self.scene.admin.client.get(&path).await.ok()["items"][0].clone()
    }

    async fn account(&self, words: &str) -> Value {
        self.scene.admin.client.get(&format!("/accounts?q={words}")).await.ok()["items"][0].clone()
    }
}

/// Tries until the controller, which has no word for it, answers.
async fn reachable(scene: &Scene, settings: &Value) -> Value {
    let body = json!({ "settings": settings, "password": PASSWORD });
    let mut ticks = tokio::time::interval(Duration::from_millis(250));
    for _ in 0..240 {
        ticks.tick().await;
        let tried = scene.admin.client.post("/ldap/check", body.clone()).await.ok();
        if tried["outcome"] != "unreachable" {
            return tried;
        }
    }
    panic!("the controller does not answer within a minute")
}

#[test]
#[ignore = "needs Samba and a network of its own: cargo x test"]
fn an_active_directory_is_followed_and_signs_people_in() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let controller = tokio::task::spawn_blocking(Controller::start).await.expect("a controller");
        controller.tool(&["domain", "passwordsettings", "set", "--min-pwd-age=0"]);
        controller.tool(&["user", "create", "engawa", PASSWORD]);
        for (login, names, reading) in [
            ("hanako", ("髙橋", "花子"), "タカハシ"),
            ("ken", ("𠮷田", "健"), "よしだ"),
            ("yutaka", ("林", "豊"), "はやし"),
        ] {
            controller.hire(login, names, reading);
        }
        let world = World::start(db::Engine::Sqlite, Limits::default()).await;
        let scene = scene(&world).await;
        let settings = of_active_directory(&controller.ca());
        let tried = reachable(&scene, &settings).await;
        assert_eq!(tried["outcome"], "fine", "{tried}");
        assert_eq!(tried["sample"].as_array().map(Vec::len), Some(3));
        let mut without_ca = settings.clone();
        without_ca["ca"] = Value::Null;
        let body = json!({ "settings": without_ca, "password": PASSWORD });
        assert_eq!(scene.admin.client.post("/ldap/check", body).await.ok()["outcome"], "certificate");
        let mut in_the_clear = settings.clone();
        (in_the_clear["url"], in_the_clear["ca"]) = (json!("ldap://127.0.0.1"), Value::Null);
        let body = json!({ "settings": in_the_clear, "password": PASSWORD });
        assert_eq!(scene.admin.client.post("/ldap/check", body).await.ok()["outcome"], "encryption_needed");

        let new = json!({ "id": new_id(), "settings": settings, "password": PASSWORD });
        let directory = id(&scene.admin.client.post("/ldap/directories", new).await.ok());
        let place = Place { world, scene, directory };
        let run = place.follow().await;
        assert_eq!((&run["state"], number(&run["counts"]["added"])), (&json!("done"), 3), "{run}");
        let hanako = place.account("hanako").await;
        assert_eq!((&hanako["person"]["name"], &hanako["person"]["unit"]), (&json!("髙橋 花子"), &json!("総務課")));
        assert_eq!(hanako["person"]["reading"], "たかはし");
        let client = place.world.stranger();
        sign_in(&client, "hanako", PASSWORD).await.ok();
        assert_eq!(sign_in(&client, "hanako", "Chigau-2026").await.refused(401), "identity.wrong_credentials");
        assert_eq!(sign_in(&client, "hanako", "").await.refused(401), "identity.wrong_credentials");

        controller.tool(&["user", "rename", "hanako", "--samaccountname=suzuki", "--surname=鈴木"]);
        controller.tool(&["user", "disable", "ken"]);
        controller.tool(&["user", "delete", "yutaka"]);
        assert_eq!(sign_in(&client, "ken", PASSWORD).await.refused(401), "identity.wrong_credentials", "even before");
        let run = place.follow().await;
        let lines = place.scene.admin.client.get(&format!("/ldap/runs/{}/lines", id(&run))).await.ok();
        let mut sorts = each(&lines["items"], "sort");
        sorts.sort();
        assert_eq!(sorts, ["changed", "changed", "gone"], "{lines}");
        let suzuki = place.account("suzuki").await;
        assert_eq!((&suzuki["id"], &suzuki["person"]["name"]), (&hanako["id"], &json!("鈴木 花子")), "the same person");
        sign_in(&client, "suzuki", PASSWORD).await.ok();
        for login in ["ken", "yutaka"] {
            assert_eq!(place.account(login).await["state"], "suspended", "{login}");
            assert_eq!(sign_in(&client, login, PASSWORD).await.refused(401), "identity.wrong_credentials");
        }
        let stopped = acts(&place.scene.admin).await.into_iter().filter(|act| act["act"] == "identity.account_changed");
        assert_eq!(stopped.count(), 2);

        controller.tool(&["user", "enable", "ken"]);
        controller.tool(&[
            "user",
            "setpassword",
            "ken",
            &format!("--newpassword={PASSWORD}"),
            "--must-change-at-next-login",
        ]);
        place.follow().await;
        assert_eq!(place.account("ken").await["state"], "active");
        assert_eq!(sign_in(&client, "ken", PASSWORD).await.refused(403), "identity.password_expired");
    });
}
