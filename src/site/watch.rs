//! Tells when a source file of the page has changed.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::{Context, Result};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::root;

/// An editor writes several files in quick succession: a change counts once nothing more has come for this long.
const QUIET: Duration = Duration::from_millis(150);

/// Watches the sources of the page.
pub struct Watch {
    changes: Receiver<()>,
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Begins to watch.
    pub fn begin() -> Result<Watch> {
        let (sender, changes) = channel();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            let changed = event.is_ok_and(|event| {
                !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(|p| matters(p))
            });
            if changed {
                // The receiver is gone only when the program ends.
                let _ = sender.send(());
            }
        })?;
        for (place, mode) in [
            ("src", RecursiveMode::Recursive),
            ("www", RecursiveMode::Recursive),
            ("lessons", RecursiveMode::Recursive),
            // The folder, not its files: an editor replaces a file by a new one.
            (".", RecursiveMode::NonRecursive),
        ] {
            watcher.watch(&root().join(place), mode).with_context(|| format!("{place} cannot be watched"))?;
        }
        Ok(Watch { changes, _watcher: watcher })
    }

    /// Waits for the next change, and until it is quiet again; false if there can be none.
    pub fn wait(&self) -> bool {
        if self.changes.recv().is_err() {
            return false;
        }
        loop {
            match self.changes.recv_timeout(QUIET) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }
}

/// Whether a change of the file `path` changes the page.
fn matters(path: &Path) -> bool {
    let known = path.extension().and_then(|extension| extension.to_str());
    let is_lesson = || path.ancestors().skip(1).take(2).any(|folder| folder.ends_with("lessons"));
    matches!(known, Some("rs" | "js" | "css" | "html" | "svg" | "toml")) || known == Some("md") && is_lesson()
}
