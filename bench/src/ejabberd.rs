//! ejabberd of Debian's package as a peer: one room that everybody is in, presence off, clients anonymous.

use crate::swarm::Greeting;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The room in which its clients meet.
pub(crate) const XMPP_ROOM: &str = "hall@conference.localhost";

/// How one of its clients comes into the room, without a name that anybody knows.
pub(crate) fn greeting(place: usize) -> Greeting {
    let stream = "<stream:stream to='localhost' version='1.0' xmlns='jabber:client' \
    xmlns:stream='http://etherx.jabber.org/streams'>";
    let auth = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>";
    let bind = "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>";
    let join = format!(
        "<presence to='{XMPP_ROOM}/client{place}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>"
    );
    [
        (stream.to_owned(), "</stream:features>"),
        (auth.to_owned(), "<success"),
        (stream.to_owned(), "</stream:features>"),
        (bind.to_owned(), "</iq>"),
        (join, "<subject"),
    ]
    .map(|(say, until)| (say.into_bytes(), until))
    .into()
}

/// A running ejabberd. Dropping it ends it.
pub(crate) struct Ejabberd {
    child: Child,
    pub(crate) address: SocketAddr,
    folder: tempfile::TempDir,
}

/// Whether it is installed.
pub(crate) fn is_there() -> bool {
    Path::new("/usr/sbin/ejabberdctl").exists()
}

impl Ejabberd {
    /// Starts one on a free port; with a message archive or without.
    pub(crate) fn start(archive: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let mam = if archive { "  mod_mam:\n    default: always\n    db_type: mnesia\n" } else { "" };
        let config = format!(
            "hosts: [localhost]\nloglevel: warning\nauth_method: [anonymous]\nallow_multiple_connections: true\n\
             anonymous_protocol: sasl_anon\nlisten:\n  -\n    port: {port}\n    ip: 127.0.0.1\n    module: ejabberd_c2s\n    \
             backlog: 1024\n    accept_interval: 0\n    max_stanza_size: 65536\n    starttls: false\nmodules:\n{mam}  mod_muc:\n    max_users: 30000\n    \
             max_user_conferences: 10\n    min_message_interval: 0\n    min_presence_interval: 0\n    \
             default_room_options:\n      max_users: 30000\n      mam: {archive}\n      presence_broadcast: []\n      \
             allow_change_subj: false\n"
        );
        let at = folder.path();
        std::fs::write(at.join("ejabberd.yml"), config).expect("its settings");
        std::fs::write(at.join("ejabberdctl.cfg"), "ERL_MAX_PORTS=64000\nERL_PROCESSES=500000\n")
            .expect("its settings");
        // It runs as a user of its own and has to reach all this.
        let given = Command::new("chown").arg("-R").arg("ejabberd").arg(at).status().expect("chown runs");
        assert!(given.success(), "ejabberd's folder could not be given to it");
        let child = control(at, port, "foreground").spawn().expect("ejabberd starts");
        let started = control(at, port, "started").status().expect("ejabberdctl runs");
        assert!(started.success(), "ejabberd did not start");
        Self { child, address, folder }
    }

    /// The process that does the work.
    pub(crate) fn id(&self) -> Option<u32> {
        let name = self.folder.path().to_string_lossy().into_owned();
        let found = Command::new("pgrep").args(["-f", &format!("beam.smp.*{name}")]).output().ok()?;
        String::from_utf8_lossy(&found.stdout).lines().next()?.trim().parse().ok()
    }
}

/// A command to a server of this folder. Not through its own `su`, which would leave it a thousand files.
fn control(folder: &Path, port: u16, what: &str) -> Command {
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid", "ejabberd", "--regid", "ejabberd", "--clear-groups", "/usr/sbin/ejabberdctl", "--node"])
        .arg(format!("bench{port}@localhost"))
        .env("HOME", folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    for option in ["--config-dir", "--spool", "--logs"] {
        command.arg(option).arg(folder);
    }
    command.arg(what);
    command
}

impl Drop for Ejabberd {
    fn drop(&mut self) {
        if let Some(id) = self.id() {
            let _ = Command::new("kill").args(["-9", &id.to_string()]).status();
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
