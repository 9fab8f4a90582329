//! Programs that are not ours: found, installed where that is allowed, and ended with us.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

/// A program, and how one comes to it.
pub struct Program {
    /// What it is called.
    pub name: &'static str,
    /// The environment variable that names another.
    pub variable: &'static str,
    /// Its names in the search path, and whole paths; the first that exists is taken.
    pub places: &'static [&'static str],
    /// The package of Debian that has it.
    pub package: &'static str,
}

impl Program {
    /// Where it is, after installing it if it is missing and that is allowed.
    pub fn provide(&self) -> Result<PathBuf> {
        self.find().map_or_else(|| self.install(), Ok)
    }

    /// Where it is: named by its variable, or in the search path.
    fn find(&self) -> Option<PathBuf> {
        if let Some(named) = env::var_os(self.variable) {
            return Some(named.into());
        }
        let folders = env::var_os("PATH").unwrap_or_default();
        // A whole path stays as it is, whatever it is joined to.
        let mut candidates =
            env::split_paths(&folders).flat_map(|folder| self.places.iter().map(move |name| folder.join(name)));
        candidates.find(|path| path.is_file())
    }

    /// Installs Debian's package, where this user may.
    fn install(&self) -> Result<PathBuf> {
        let Program { name, variable, package, .. } = self;
        let wanted = format!(
            "{name} is missing: install the package {package} (Debian: apt-get install {package}), \
             or name the program by {variable}"
        );
        let forbidden = env::var_os("STEEPEST_NO_INSTALL").is_some_and(|value| value == "1");
        let user = Command::new("id").arg("-u").output().map(|output| output.stdout).unwrap_or_default();
        let may = user.trim_ascii() == b"0"
            && Command::new("apt-get").arg("--version").stdout(Stdio::null()).status().is_ok();
        if forbidden || !may {
            bail!(wanted);
        }
        eprintln!("{name} is missing; installing Debian's package {package} (STEEPEST_NO_INSTALL=1 forbids it) …");
        // An outdated list of packages is tried only if there is no newer one.
        for arguments in [&["update", "-q"][..], &["install", "-y", "-q", "--no-install-recommends", package]] {
            let status = Command::new("apt-get")
                .args(arguments)
                .env("DEBIAN_FRONTEND", "noninteractive")
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .status()?;
            ensure!(status.success() || arguments[0] == "update", "apt-get {} failed. {wanted}", arguments.join(" "));
        }
        self.find().context(wanted)
    }
}

/// Starts the program that follows, ends it when its own input closes, and then removes the folder that is named first.
const TIE: &str = r#"
folder=$1; shift
"$@" < /dev/null &
own=$!
read -r _
kill "$own"
(sleep 5; kill -9 "$own") 2> /dev/null &
late=$!
wait "$own"
kill "$late" 2> /dev/null
rm -rf "$folder"
"#;

/// A running program that ends when this value is dropped, or when we end, however that comes about.
pub struct Tied(Child);

impl Tied {
    /// Starts a program with what `complete` adds to its command; `folder` is its own and goes with it.
    pub fn start(program: &Path, folder: &Path, complete: impl FnOnce(&mut Command)) -> Result<Tied> {
        let mut command = if cfg!(unix) {
            let mut shell = Command::new("sh");
            shell.args(["-c", TIE, "sh"]).arg(folder).arg(program);
            shell
        } else {
            Command::new(program)
        };
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        complete(&mut command);
        command.spawn().map(Tied).with_context(|| format!("{} could not be started", program.display()))
    }
}

impl Drop for Tied {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        if cfg!(not(unix)) {
            // It may have ended by itself.
            let _ = self.0.kill();
        }
        let _ = self.0.wait();
    }
}
