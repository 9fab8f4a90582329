//! The page as it is published, and a host for it that can be taken away.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::SystemTime;

use axum::Router;
use tokio::runtime::Runtime;
use tower_http::services::ServeDir;

/// A folder for what this test program builds.
const PLACE: &str = env!("CARGO_TARGET_TMPDIR");

/// Builds with these arguments into a file or folder of that name, unless a test program has done so since the last
/// change.
fn built(name: &str, arguments: &[&str]) -> PathBuf {
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let (out, stamp) = (Path::new(PLACE).join(name), Path::new(PLACE).join(format!("{name}.built")));
    let builder = Path::new(env!("CARGO_BIN_EXE_steepest"));
    // The builder is made anew whenever Rust has changed; the rest it reads.
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = ["index.html", "www", "lessons"].map(|name| root.join(name));
    let newest = sources.iter().map(|path| changed(path)).max().max(Some(changed(builder)));
    if !stamp.is_file() || Some(changed(&stamp)) <= newest {
        let status = Command::new(builder).arg("build").args(arguments).arg("-o").arg(&out).status();
        assert!(status.expect("the builder starts").success(), "{name} is built");
        std::fs::write(&stamp, "").expect("a stamp");
    }
    out
}

/// When a file, or anything in a folder, was changed last.
fn changed(path: &Path) -> SystemTime {
    let own = std::fs::metadata(path).and_then(|about| about.modified()).expect("a time");
    if !path.is_dir() {
        return own;
    }
    let entries = std::fs::read_dir(path).expect("a folder");
    entries.map(|entry| changed(&entry.expect("an entry").path())).max().map_or(own, |newest| newest.max(own))
}

/// The folder with the page as it is published.
pub fn published() -> PathBuf {
    built("published", &[])
}

/// The page as one file.
pub fn single_file() -> PathBuf {
    built("steepest.html", &["--single-file"])
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// A plain file host, which ends when this value is dropped.
pub struct Host {
    /// The address of its folder.
    pub address: String,
    /// The port that it listens on.
    pub port: u16,
    runtime: Option<Runtime>,
}

impl Host {
    /// Serves the folder on a port, or on any free one if that is 0.
    pub fn of(folder: &Path, port: u16) -> Host {
        let runtime = Runtime::new().expect("threads");
        let listener = runtime.block_on(tokio::net::TcpListener::bind(("127.0.0.1", port))).expect("the port is free");
        let port = listener.local_addr().expect("an address").port();
        let router = Router::new().fallback_service(ServeDir::new(folder));
        runtime.spawn(async move { axum::serve(listener, router).await });
        Host { address: format!("http://127.0.0.1:{port}/"), port, runtime: Some(runtime) }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
