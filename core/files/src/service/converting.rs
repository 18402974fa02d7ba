//! LibreOffice at work on a file of somebody's: shut into a machine of its own, in which there is nothing but the programs, no network, no
//! file of ours, and no other process. What it reads comes through one pipe and what it makes through another.

use crate::model::{Office, OfficeChoice};
use std::fs::{self, File};
use std::io::{Read, Result as IoResult};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// What the work on one file may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// From beginning to end.
    pub wall: Duration,
    /// Bytes of the PDF.
    pub output: u64,
}

pub(super) const BOUNDS: Bounds = Bounds { wall: Duration::from_secs(90), output: 100 << 20 };

/// Seconds of all processors together, for each process.
const CPU_SECONDS: u32 = 120;
/// Memory that each process may ask for; a large part of it is never used.
const MEMORY: u64 = 4 << 30;
/// All files that are written, the program's settings among them: they lie in memory.
const WRITTEN: u64 = 512 << 20;
/// Processes and threads of whoever Engawa runs as, those outside counted as well. Root has no such bound.
const PROCESSES: u32 = 4096;

/// Why there is no PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is not done in time.
    TooSlow,
    /// It is larger than it may be.
    TooLarge,
    /// It is none: the file is broken, has a password, or takes more than there is.
    Unreadable,
}

/// Where programs lie that the system brings.
const PLACES: [&str; 3] = ["/usr/bin", "/bin", "/usr/local/bin"];

fn find(program: &str) -> Option<PathBuf> {
    PLACES.iter().map(|place| Path::new(place).join(program)).find(|path| path.is_file())
}

/// The LibreOffice of this machine, with all that it takes to shut it in. None without either: a program that reads files of strangers
/// would else read ours for them.
pub fn find_office(choice: &OfficeChoice) -> Option<Office> {
    let soffice = match choice {
        OfficeChoice::Off => return None,
        OfficeChoice::Auto => find("soffice"),
        OfficeChoice::At(path) => Some(path.clone()),
    };
    // What stands among the programs is a link to where it lies.
    let soffice = soffice.and_then(|path| fs::canonicalize(path).ok()).filter(|path| Office::home(path).is_some());
    let missing = |what: &str| tracing::warn!("no previews of office files: {what}");
    let Some(soffice) = soffice else {
        if *choice != OfficeChoice::Auto {
            missing("soffice is not there");
        }
        return None;
    };
    let (Some(bwrap), Some(prlimit)) = (find("bwrap"), find("prlimit")) else {
        missing("LibreOffice is there, but bubblewrap (bwrap) or prlimit is not, in which it is shut in");
        return None;
    };
    let office = Office { soffice, bwrap, prlimit };
    let mut probe = shut_in(&office);
    let tried = probe.arg("true").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !tried.is_ok_and(|status| status.success()) {
        missing(
            "bubblewrap (bwrap) is older than 0.8, or the system does not let it make the namespaces that shut LibreOffice in",
        );
        return None;
    }
    Some(office)
}

/// Where memory runs out the kernel ends what is shut in, and neither us nor the database.
const FIRST_TO_GO: &str = "echo 1000 > /proc/self/oom_score_adj; exec \"$0\" \"$@\"";

/// A command in a machine of its own; what is to run follows.
fn shut_in(office: &Office) -> Command {
    let mut command = Command::new("/bin/sh");
    command.env_clear();
    command.args(["-c", FIRST_TO_GO]).arg(&office.prlimit);
    command.args([format!("--cpu={CPU_SECONDS}"), format!("--as={MEMORY}"), format!("--fsize={WRITTEN}")]);
    command.arg(format!("--nproc={PROCESSES}")).args(["--core=0", "--"]).arg(&office.bwrap);
    // Root's rights are not even root's own in there, and nobody makes a namespace that would give them back.
    command.args(["--unshare-all", "--unshare-user", "--disable-userns", "--cap-drop", "ALL"]);
    // Whoever kills the first of its processes has killed them all.
    command.args(["--die-with-parent", "--new-session", "--clearenv"]);
    command.args(["--setenv", "HOME", "/tmp/home", "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LANG", "C.UTF-8"]);
    command.args(["--ro-bind", "/usr", "/usr"]);
    for folder in ["bin", "sbin", "lib", "lib64"] {
        command.args(["--symlink", &format!("usr/{folder}"), &format!("/{folder}")]);
    }
    for part in ["/etc/fonts", "/etc/libreoffice", "/etc/alternatives", "/var/cache/fontconfig", "/var/lib/libreoffice"]
    {
        command.args(["--ro-bind-try", part, part]);
    }
    // Settings of the kernel belong to root, with or without a right: nobody writes there. Other places in memory have no bound.
    command.args(["--proc", "/proc", "--remount-ro", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]);
    command.args(["--size", &WRITTEN.to_string(), "--tmpfs", "/tmp"]);
    if let Some(home) = Office::home(&office.soffice).filter(|home| !home.starts_with("/usr")) {
        command.arg("--ro-bind").args([home, home]);
    }
    // The last one: no place can be made for another.
    command.args(["--remount-ro", "/", "--chdir", "/tmp"]);
    command
}

/// No program that stands in a document is run.
const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item></oor:items>"#;

/// Takes the file from the one pipe, and gives the PDF to the other.
const WORK: &str = "mkdir -p home profile/user && printf %s \"$2\" > profile/user/registrymodifications.xcu && cat > in.$1 && \"$0\" \
--headless --norestore --nologo --nodefault --nolockcheck -env:UserInstallation=file:///tmp/profile --convert-to pdf --outdir /tmp/out \
/tmp/in.$1 >/dev/null 2>&1 </dev/null && cat out/in.pdf";

fn begin(office: &Office, ending: &str) -> IoResult<Child> {
    let mut command = shut_in(office);
    command.args(["/bin/sh", "-c", WORK]).arg(&office.soffice).args([ending, SETTINGS]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
}

/// A file with an ending as a PDF. It waits; the thread that calls this is the one whose end would end the work.
pub(super) fn pdf_of(office: &Office, file: File, ending: &str, bounds: Bounds) -> IoResult<Result<Vec<u8>, Fault>> {
    let mut child = begin(office, ending)?;
    if let Some(into) = child.stdin.take() {
        // Never the file itself: whoever has it open may open it anew in /proc, to write, and it is ours.
        thread::spawn(move || {
            let (mut from, mut into) = (file, into);
            // Whoever reads may have ended, or be killed.
            let _ = std::io::copy(&mut from, &mut into);
        });
    }
    let (tell, told) = mpsc::channel();
    if let Some(made) = child.stdout.take() {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let read = made.take(bounds.output + 1).read_to_end(&mut bytes);
            // Nobody waits any more when it was too slow.
            let _ = tell.send(read.map(|_| bytes));
        });
    }
    let read = told.recv_timeout(bounds.wall);
    // Whatever it is still at ends here, with all that it began.
    child.kill()?;
    child.wait()?;
    let Ok(read) = read else { return Ok(Err(Fault::TooSlow)) };
    let bytes = read?;
    if bytes.len() as u64 > bounds.output {
        return Ok(Err(Fault::TooLarge));
    }
    let whole = bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF");
    Ok(if whole { Ok(bytes) } else { Err(Fault::Unreadable) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    const LONG: Bounds = Bounds { wall: Duration::from_secs(60), output: 1 << 20 };

    /// What comes of a file where a script stands in for LibreOffice.
    fn made(script: &str, bounds: Bounds) -> Result<Vec<u8>, Fault> {
        let folder = tempfile::tempdir().expect("a folder");
        let program = folder.path().join("office/program");
        fs::create_dir_all(&program).expect("a folder");
        let soffice = program.join("soffice");
        fs::write(&soffice, format!("#!/bin/sh\n{script}\n")).expect("written");
        fs::set_permissions(&soffice, fs::Permissions::from_mode(0o755)).expect("set");
        let given = folder.path().join("given");
        fs::write(&given, "the words").expect("written");
        let office = find_office(&OfficeChoice::At(soffice));
        let office = office.expect("bubblewrap: `cargo x test` installs it, or type `apt-get install bubblewrap`");
        pdf_of(&office, File::open(given).expect("there"), "docx", bounds).expect("it runs")
    }

    const MAKES: &str =
        "mkdir -p /tmp/out; { printf '%%PDF-1.7\\n'; cat /tmp/in.docx; printf '\\n%%%%EOF\\n'; } > /tmp/out/in.pdf";

    #[test]
    fn what_is_made_of_a_file_comes_back_and_what_is_none_does_not() {
        assert_eq!(made(MAKES, LONG).as_deref(), Ok(&b"%PDF-1.7\nthe words\n%%EOF\n"[..]));
        assert_eq!(made("exit 0", LONG), Err(Fault::Unreadable));
        assert_eq!(made("mkdir -p /tmp/out; echo words > /tmp/out/in.pdf", LONG), Err(Fault::Unreadable));
        assert_eq!(made(&format!("{MAKES}; exit 1"), LONG), Err(Fault::Unreadable));
    }

    #[test]
    fn what_it_is_told_of_programs_in_documents_is_there_before_it_begins() {
        let told = "grep -q 'DisableMacrosExecution\" oor:op=\"fuse\"><value>true<' /tmp/profile/user/registrymodifications.xcu";
        let looks = format!("{told} || exit 1; {MAKES}");
        assert!(made(&looks, LONG).is_ok());
    }

    #[test]
    fn it_has_an_end_and_a_size() {
        assert_eq!(made("sleep 1000", Bounds { wall: Duration::from_millis(300), ..LONG }), Err(Fault::TooSlow));
        assert_eq!(made(MAKES, Bounds { output: 4, ..LONG }), Err(Fault::TooLarge));
    }

    #[test]
    fn it_sees_no_file_of_ours_no_network_no_process_none_of_our_settings_and_has_no_right() {
        let ours = std::env::current_exe().expect("a path");
        let sees = |looks: &str| made(&format!("if {looks}; then exit 1; fi\n{MAKES}"), LONG).is_err();
        assert!(sees("test -e /usr/bin/env"), "it would say so");
        assert!(sees("test \"$(cat /proc/self/oom_score_adj)\" = 1000"), "it would go after others");
        assert!(sees("touch /tmp/x"), "it writes where it may");
        for (what, looks) in [
            ("a file of ours", format!("test -e '{}'", ours.display())),
            ("people of the machine", "test -e /etc/passwd".to_owned()),
            ("other processes", "ls -d /proc/[0-9]* | grep -vE '^/proc/[0-9]{1,2}$' | grep -q .".to_owned()),
            ("a network", "grep -qvE '^ *lo:|\\|' /proc/net/dev".to_owned()),
            ("our settings", "env | grep -vE '^(HOME|PATH|LANG|PWD|OLDPWD|SHLVL|_)=' | grep -q .".to_owned()),
            ("a place to write that stays", "touch /usr/x".to_owned()),
            ("a place in memory without a bound", "touch /x || touch /dev/x || touch /dev/shm/x".to_owned()),
            ("a file of ours that is open", "find /proc/[0-9]*/fd/0 -xtype f | grep -q .".to_owned()),
            ("a right of root's", "grep -qE '^Cap(Eff|Prm):.*[1-9a-f]' /proc/self/status".to_owned()),
            ("a way to rights of its own", "unshare --user --map-root-user true".to_owned()),
            ("a setting of the machine", "test -w /proc/sys/kernel/core_pattern".to_owned()),
        ] {
            assert!(!sees(&looks), "it sees {what}");
        }
    }
}
