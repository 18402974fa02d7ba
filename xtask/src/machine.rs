//! What this machine has, and how it gets what it lacks: Debian's packages when we are root, else a line to type.

use crate::Outcome;
use crate::shell::{Program, target};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub fn is_root() -> bool {
    Program::new("id").arguments(["-u"]).read().is_ok_and(|user| user.trim() == "0")
}

/// Where a program is, looked for in PATH as a shell would.
pub fn find(program: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// Installs Debian packages, and says so: nobody likes to find out later.
pub fn install(packages: &[&str], why: &str) -> Outcome {
    let names = packages.join(" ");
    if find("apt-get").is_none() {
        return Err(format!("{why}: install what Debian calls {names} with your system's package manager"));
    }
    if !is_root() {
        return Err(format!("{why}: type `sudo apt-get install {names}`"));
    }
    println!("{why}: installing {names}  （{names} を入れます）");
    // Once per run: a new machine has no package lists yet, and without them nothing can be found.
    static LISTS: OnceLock<Outcome> = OnceLock::new();
    LISTS.get_or_init(|| apt(["-qq", "update"].as_slice())).clone()?;
    let _quiet = Quiet::from_now();
    apt(&[["-qq", "install", "--yes", "--no-install-recommends"].as_slice(), packages].concat())
}

/// Where Debian asks whether a service that was just installed may be started.
const POLICY: &str = "/usr/sbin/policy-rc.d";

/// As long as this lives, no service is started because it was installed: tests start their own, and nothing stays behind on the machine.
struct Quiet {
    is_ours: bool,
}

impl Quiet {
    fn from_now() -> Self {
        let is_ours = !Path::new(POLICY).exists()
            && fs::write(POLICY, "#!/bin/sh\nexit 101\n").is_ok()
            && fs::set_permissions(POLICY, fs::Permissions::from_mode(0o755)).is_ok();
        Self { is_ours }
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        if self.is_ours && fs::remove_file(POLICY).is_err() {
            eprintln!("{POLICY} was made for a while and cannot be removed");
        }
    }
}

fn apt(arguments: &[&str]) -> Outcome {
    Program::new("apt-get")
        .arguments(["-o", "DPkg::Lock::Timeout=300"])
        .arguments(arguments)
        .variable("DEBIAN_FRONTEND", "noninteractive")
        .run()
}

/// Node comes with npm; the web client's own tools bring a newer Node in their node_modules where they need one.
pub fn node() -> Outcome {
    const OLDEST: u32 = 20;
    let version = Program::new("node").arguments(["--version"]).read().unwrap_or_default();
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|text| text.parse::<u32>().ok());
    match major {
        None => Err(format!("Node.js {OLDEST} or newer is needed to build the web client, and `node` was not found")),
        Some(found) if found < OLDEST => Err(format!("Node.js {OLDEST} or newer is needed, and {found} was found")),
        Some(_) if find("npm").is_none() => Err("npm is needed to build the web client, and was not found".into()),
        Some(_) => Ok(()),
    }
}

/// The public tester of SCIM servers, in a folder of its own with the versions that the tests were written with.
pub fn scim_tester() -> Outcome<PathBuf> {
    const PARTS: [(&str, &str); 4] =
        [("cli", "0.6.0"), ("tester", "0.5.2"), ("client", "0.13.2"), ("models", "0.12.3")];
    let folder = target().join(format!("scim2-{}", PARTS.map(|(_, version)| version).join("-")));
    let tester = folder.join("bin/scim2");
    if tester.is_file() {
        return Ok(tester);
    }
    let make = || Program::new("python3").arguments(["-m", "venv"]).arguments([&folder]).read();
    if make().is_err() {
        install(&["python3", "python3-venv"], "the SCIM tester needs Python")?;
        make()?;
    }
    Program::new(&folder.join("bin/pip").to_string_lossy())
        .arguments(["install", "--quiet", "--disable-pip-version-check"])
        .arguments(PARTS.map(|(part, version)| format!("scim2-{part}=={version}")))
        .run()?;
    Ok(tester)
}

/// The log server that a test starts for itself, with the part of it that speaks in cipher.
pub fn rsyslog() -> Outcome {
    let in_cipher = |library: fs::DirEntry| library.path().join("rsyslog/lmnsd_gtls.so").is_file();
    let has_cipher = fs::read_dir("/usr/lib").is_ok_and(|mut libraries| libraries.any(|one| one.is_ok_and(in_cipher)));
    if has_cipher && Path::new("/usr/sbin/rsyslogd").is_file() {
        return Ok(());
    }
    install(&["rsyslog", "rsyslog-gnutls"], "the test of log servers needs rsyslog")
}

/// Where programs for administrators are, which not everybody has in PATH.
fn find_for_administrators(program: &str) -> Option<PathBuf> {
    find(program).or_else(|| Some(Path::new("/usr/sbin").join(program)).filter(|path| path.is_file()))
}

/// The OpenLDAP that tests start for themselves.
pub fn slapd() -> Outcome {
    if find_for_administrators("slapd").is_none() || find("openssl").is_none() {
        install(&["slapd", "openssl"], "the tests of directories need OpenLDAP")?;
    }
    Ok(())
}

/// The clamd that a test starts for itself.
pub fn clamd() -> Outcome {
    if find_for_administrators("clamd").is_none() {
        install(&["clamav-daemon"], "the test of checks for viruses needs ClamAV")?;
    }
    Ok(())
}

/// The LibreOffice of which tests have previews made, and what shuts it in.
pub fn office() -> Outcome {
    const PACKAGES: [&str; 4] =
        ["libreoffice-writer-nogui", "libreoffice-calc-nogui", "libreoffice-impress-nogui", "bubblewrap"];
    // One of each of its three programs.
    let parts = ["libmswordlo.so", "libanalysislo.so", "libslideshowlo.so"];
    let program = Path::new("/usr/lib/libreoffice/program");
    if find("bwrap").is_none() || !parts.iter().all(|part| program.join(part).is_file()) {
        install(&PACKAGES, "the tests of previews need LibreOffice and bubblewrap")?;
    }
    Ok(())
}

/// The Active Directory that a test starts for itself; else why it cannot run here. It takes the ports of one, and so a network of its own,
/// which only root can make.
pub fn samba() -> Outcome {
    if !is_root() {
        return Err("only root can make a network of its own for Samba".into());
    }
    if Program::new("unshare").arguments(["--net", "true"]).read().is_err() {
        return Err("this machine gives no network of its own (unshare --net)".into());
    }
    let programs = ["samba", "samba-tool", "winbindd", "ldbmodify", "ip"];
    if programs.iter().any(|program| find_for_administrators(program).is_none()) {
        let packages = [
            "samba",
            "samba-dsdb-modules",
            "samba-vfs-modules",
            "samba-ad-provision",
            "winbind",
            "ldb-tools",
            "iproute2",
        ];
        install(&packages, "the test of Active Directory needs Samba")?;
    }
    Ok(())
}

/// A browser to test with. Its own downloads are not used: many a town's network reaches only package registries.
pub fn chromium() -> Outcome<PathBuf> {
    let present = || find("chromium").or_else(|| find("chromium-browser")).or_else(|| find("google-chrome"));
    if present().is_none() {
        install(&["chromium"], "the end-to-end tests need a browser")?;
    }
    // Without them every Japanese character is an empty box and screenshots prove nothing.
    let fonts = Program::new("fc-list").arguments([":lang=ja", "family"]).read().unwrap_or_default();
    let emoji = Program::new("fc-list").arguments(["Noto Color Emoji", "family"]).read().unwrap_or_default();
    if fonts.trim().is_empty() || emoji.trim().is_empty() {
        install(&["fontconfig", "fonts-noto-cjk", "fonts-noto-color-emoji"], "the end-to-end tests need fonts")?;
    }
    present().ok_or_else(|| "chromium was installed but is not in PATH".into())
}
