//! What the built page has beyond the one that is served while it is developed: a folder named by its content, and what
//! lets it be installed and used without a network.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::icons::{self, ICONS};
use super::{files, root, shrink, tokens};

/// The page's code while it is developed, and what its folder is called before it has a version.
const WWW: &str = "www";

/// How many bytes of the content's hash name a version.
const NAMED: usize = 5;

/// The line of `sw.js` that is filled in.
const BUILD: &str = "const BUILD = { version: \"\", files: [\"\"] };";

/// Makes of the page in the folder `page` one to be published.
///
/// Its code is moved to one folder that is named by the content of all: modules name one another by relative addresses,
/// which stay as they are, and a change of one can never meet an older one of another.
/// Whatever is in that folder may be kept forever; only `index.html` has to be asked for again.
///
/// # Errors
/// If a file cannot be read or written.
pub fn finish(page: &Path) -> Result<()> {
    icons::write(&page.join(WWW))?;
    let worker = fs::read_to_string(root().join("www/sw.js")).context("sw.js cannot be read")?;
    let version = version(page, &worker)?;
    let folder = format!("{WWW}-{version}");
    fs::rename(page.join(WWW), page.join(&folder))?;
    let index = fs::read_to_string(page.join("index.html"))?.replace("./www/", &format!("./{folder}/"));
    let head = format!(
        "<link rel=\"manifest\" href=\"./manifest.webmanifest\">\n<meta name=\"version\" content=\"{version}\">\n</head>"
    );
    fs::write(page.join("index.html"), index.replace("</head>", &head))?;
    fs::write(page.join("manifest.webmanifest"), manifest(&folder)?)?;
    let files = files::names(page)?;
    fs::write(page.join("sw.js"), service_worker(&worker, &version, &files)?)?;
    Ok(())
}

/// The folder of the built page's code.
///
/// # Errors
/// If there is none.
pub fn folder(page: &Path) -> Result<String> {
    let names = files::names(page)?;
    let versioned = names.iter().find_map(|name| name.split_once('/').filter(|(folder, _)| folder.starts_with("www-")));
    Ok(versioned.context("the page has no folder of code")?.0.to_string())
}

/// The name of a built file as it is before it has a version: `www/main.js` for `www-0123456789/main.js`.
pub fn unversioned(name: &str) -> String {
    let rest = name.strip_prefix("www-").and_then(|rest| rest.split_once('/'));
    rest.map_or_else(|| name.to_string(), |(_, rest)| format!("{WWW}/{rest}"))
}

/// A text that is another one whenever any file of the page is.
fn version(page: &Path, worker: &str) -> Result<String> {
    let mut hash = Sha256::new();
    for name in files::names(page)? {
        let bytes = fs::read(page.join(&name))?;
        // Lengths keep one file's end apart from the next one's name.
        for part in [name.as_bytes(), &bytes] {
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        }
    }
    hash.update(worker);
    Ok(hash.finalize().iter().take(NAMED).map(|byte| format!("{byte:02x}")).collect())
}

/// What an installed app is called and looks like.
fn manifest(folder: &str) -> Result<String> {
    let paper = tokens::color(&tokens::read()?, "paper", 0)?.0.map(|part| format!("{part:02x}")).concat();
    let mut signs = vec![json!({ "src": format!("./{folder}/icon.svg"), "sizes": "any", "type": "image/svg+xml" })];
    signs.extend(ICONS.iter().map(|icon| {
        json!({
            "src": format!("./{folder}/{}", icon.name),
            "sizes": format!("{0}x{0}", icon.size),
            "type": "image/png",
            "purpose": icon.purpose,
        })
    }));
    let manifest = json!({
        "name": "Steepest",
        "short_name": "Steepest",
        "description": env!("CARGO_PKG_DESCRIPTION"),
        "lang": "en",
        "id": "./",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": format!("#{paper}"),
        "theme_color": format!("#{paper}"),
        "icons": signs,
    });
    Ok(serde_json::to_string_pretty(&manifest)?)
}

/// The service worker with the names of all that it keeps.
fn service_worker(text: &str, version: &str, files: &[String]) -> Result<String> {
    ensure!(text.matches(BUILD).count() == 1, "sw.js: wanted one line {BUILD}");
    // Some hosts send whoever asks for index.html to its folder: what is kept is the folder's own page.
    let kept: Vec<String> =
        files.iter().map(|name| if name == "index.html" { "./".into() } else { format!("./{name}") }).collect();
    let filled = format!("const BUILD = {};", json!({ "version": version, "files": kept }));
    shrink::text_of(&text.replace(BUILD, &filled)).context("sw.js is no script")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_another_one_if_any_name_or_byte_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path();
        let write = |name: &str, text: &str| fs::write(path.join(name), text).expect("a file");
        let now = |worker: &str| version(path, worker).expect("a version");
        write("a", "12");
        write("b", "3");
        let first = now("w");
        assert_eq!(first.len(), 2 * NAMED);
        assert_eq!(first, now("w"));
        assert_ne!(first, now("v"));
        write("a", "1");
        assert_ne!(first, now("w"));
        write("b", "23");
        assert_ne!(first, now("w"), "what one file has lost and the next one won is a change");
        write("a", "12");
        write("b", "3");
        assert_eq!(first, now("w"));
        fs::rename(path.join("b"), path.join("c")).expect("another name");
        assert_ne!(first, now("w"));
    }

    #[test]
    fn a_versioned_name_is_known_by_its_old_one() {
        assert_eq!(unversioned("www-0123456789/elements/panel.js"), "www/elements/panel.js");
        assert_eq!(unversioned("index.html"), "index.html");
        assert_eq!(unversioned("www-notes.txt"), "www-notes.txt");
    }

    #[test]
    fn a_service_worker_without_its_line_is_refused() {
        assert!(service_worker("const other = 1;", "v", &[]).is_err());
    }
}
