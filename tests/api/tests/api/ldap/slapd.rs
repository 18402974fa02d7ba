//! A real OpenLDAP for a test: started in an empty folder, gone afterwards. `cargo x test` installs Debian's `slapd`.

use ldap3::{Ldap, LdapConnAsync, Mod};
use std::collections::HashSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// Below this everybody stands.
pub const BASE: &str = "ou=職員,dc=midorino";
/// Who reads, and with what.
pub const READER: &str = "cn=engawa,dc=midorino";
pub const READERS_PASSWORD: &str = "read all of it";
const ROOT: &str = "cn=root,dc=midorino";

/// A running directory.
pub struct Slapd {
    folder: TempDir,
    process: Child,
    pub port: u16,
    pub tls_port: u16,
    root: Ldap,
}

/// Somebody in it.
#[derive(Clone)]
pub struct Clerk {
    pub uid: String,
    pub number: String,
    pub names: (&'static str, &'static str),
    pub readings: (&'static str, &'static str),
    pub unit: &'static str,
    pub title: &'static str,
    pub password: String,
}

impl Clerk {
    pub fn new(uid: &str, names: (&'static str, &'static str), readings: (&'static str, &'static str)) -> Self {
        Self {
            uid: uid.to_owned(),
            number: format!("9{uid}"),
            names,
            readings,
            unit: "総務課",
            title: "主事",
            password: format!("庁内の合言葉 {uid}"),
        }
    }

    pub fn of(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    /// The name of the entry: with Japanese letters and such as have to be escaped.
    pub fn dn(&self) -> String {
        format!("cn={}\\2C {} {},{BASE}", self.names.0, self.names.1, self.uid)
    }
}

fn program(name: &str) -> PathBuf {
    let places = ["/usr/sbin", "/usr/bin", "/usr/libexec", "/usr/local/sbin", "/usr/local/libexec"];
    let found = places.iter().map(|place| Path::new(place).join(name)).find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("{name} is needed: `cargo x test` installs it, or type `apt-get install slapd`"))
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port()
}

fn openssl(folder: &Path, arguments: &str) {
    let output = Command::new("openssl").current_dir(folder).args(arguments.split(' ')).output().expect("openssl");
    assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
}

/// An authority, and a certificate of its for 127.0.0.1, in files of a folder.
pub fn certify(folder: &Path) {
    openssl(folder, "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 3650 -subj /CN=CA");
    openssl(folder, "req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=127.0.0.1");
    fs::write(folder.join("names"), "subjectAltName=IP:127.0.0.1\n").expect("written");
    openssl(
        folder,
        "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 -extfile names -out server.pem",
    );
}

impl Slapd {
    /// Starts an empty directory with a reader and a place for people.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path();
        fs::create_dir(path.join("db")).expect("a folder");
        certify(path);
        let place = path.display();
        let schemas = ["core", "cosine", "inetorgperson"];
        let schemas: String = schemas.iter().map(|name| format!("include /etc/ldap/schema/{name}.schema\n")).collect();
        // A search without pages gets 100 at most, as in most towns.
        let config = format!(
            "{schemas}modulepath /usr/lib/ldap\nmoduleload back_mdb\npidfile {place}/pid\n\
             TLSCACertificateFile {place}/ca.pem\nTLSCertificateFile {place}/server.pem\n\
             TLSCertificateKeyFile {place}/server.key\n\
             database mdb\nmaxsize 268435456\nsuffix \"dc=midorino\"\nrootdn \"{ROOT}\"\nrootpw root\n\
             directory {place}/db\ndbnosync\nindex objectClass,uid,entryUUID eq\n\
             sizelimit size.soft=100 size.hard=100 size.prtotal=unlimited\n\
             access to attrs=userPassword by anonymous auth by * none\n\
             access to * by dn.exact=\"{READER}\" read by * none\n"
        );
        fs::write(path.join("slapd.conf"), config).expect("written");
        let (port, tls_port) = (free_port(), free_port());
        let mut process = Command::new(program("slapd"))
            .arg("-f")
            .arg(path.join("slapd.conf"))
            .args(["-h", &format!("ldap://127.0.0.1:{port}/ ldaps://127.0.0.1:{tls_port}/"), "-d", "256"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("slapd runs");
        let mut said = BufReader::new(process.stderr.take().expect("a pipe")).lines();
        let mut heard = String::new();
        let began = said.by_ref().map_while(Result::ok).any(|line| {
            heard.push_str(&line);
            heard.push('\n');
            line.contains("slapd starting")
        });
        assert!(began, "slapd does not start:\n{heard}");
        // Read on, or it would wait for somebody to read.
        std::thread::spawn(move || said.for_each(drop));
        let (connection, mut root) = Self::reached(port).await;
        tokio::spawn(connection.drive());
        root.simple_bind(ROOT, "root").await.and_then(|answer| answer.success()).expect("signed in");
        let mut slapd = Self { folder, process, port, tls_port, root };
        slapd.add("dc=midorino", &[("objectClass", "domain"), ("dc", "midorino")]).await;
        slapd.add(BASE, &[("objectClass", "organizationalUnit"), ("ou", "職員")]).await;
        let reader = [("objectClass", "device"), ("objectClass", "simpleSecurityObject"), ("cn", "engawa")];
        slapd.add(READER, &[reader.as_slice(), &[("userPassword", READERS_PASSWORD)]].concat()).await;
        slapd
    }

    /// It says that it starts a moment before it listens.
    async fn reached(port: u16) -> (LdapConnAsync, Ldap) {
        let mut ticks = tokio::time::interval(Duration::from_millis(20));
        for _ in 0..500 {
            ticks.tick().await;
            if let Ok(both) = LdapConnAsync::new(&format!("ldap://127.0.0.1:{port}")).await {
                return both;
            }
        }
        panic!("slapd has started and does not listen")
    }

    /// The certificate of its authority.
    pub fn ca(&self) -> String {
        fs::read_to_string(self.folder.path().join("ca.pem")).expect("a certificate")
    }

    pub fn url(&self) -> String {
        format!("ldap://127.0.0.1:{}", self.port)
    }

    async fn add(&mut self, dn: &str, values: &[(&str, &str)]) {
        let mut attributes: Vec<(&str, HashSet<&str>)> = Vec::new();
        for (name, value) in values {
            match attributes.iter_mut().find(|(known, _)| known == name) {
                Some((_, all)) => drop(all.insert(*value)),
                None => attributes.push((*name, HashSet::from([*value]))),
            }
        }
        self.root.add(dn, attributes).await.and_then(|answer| answer.success()).unwrap_or_else(|e| panic!("{dn}: {e}"));
    }

    /// Takes somebody on.
    pub async fn hire(&mut self, clerk: &Clerk) {
        let (family, given) = clerk.names;
        let cn = format!("{family}, {given} {}", clerk.uid);
        let mail = format!("{}@midorino.lg.jp", clerk.uid);
        let values = [
            ("objectClass", "inetOrgPerson"),
            ("cn", cn.as_str()),
            ("sn", family),
            ("givenName", given),
            ("sn;lang-ja-hira", clerk.readings.0),
            ("givenName;lang-ja-hira", clerk.readings.1),
            ("uid", clerk.uid.as_str()),
            ("employeeNumber", clerk.number.as_str()),
            ("mail", mail.as_str()),
            ("ou", clerk.unit),
            ("title", clerk.title),
            ("userPassword", clerk.password.as_str()),
        ];
        self.add(&clerk.dn(), &values).await;
    }

    /// Gives somebody another value.
    pub async fn set(&mut self, clerk: &Clerk, attribute: &str, value: &str) {
        let change = vec![Mod::Replace(attribute, HashSet::from([value]))];
        self.root.modify(&clerk.dn(), change).await.and_then(|answer| answer.success()).expect("changed");
    }

    /// Gives somebody's entry another name, as when they marry.
    pub async fn rename(&mut self, clerk: &Clerk, cn: &str) {
        let renamed = self.root.modifydn(&clerk.dn(), &format!("cn={cn}"), true, None).await;
        renamed.and_then(|answer| answer.success()).expect("renamed");
    }

    /// Lets somebody go.
    pub async fn dismiss(&mut self, clerk: &Clerk) {
        self.root.delete(&clerk.dn()).await.and_then(|answer| answer.success()).expect("deleted");
    }

    /// The directory stops answering.
    pub fn stop(&mut self) {
        self.process.kill().expect("it can be stopped");
        self.process.wait().expect("it ends");
    }
}

impl Drop for Slapd {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
