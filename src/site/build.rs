//! From sources to static files: WebAssembly by cargo and wasm-bindgen, the rest copied.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use wasm_bindgen_cli_support::Bindgen;

use super::{compress, files, lessons, poster, release, root, shrink, words};

const TARGET: &str = "wasm32-unknown-unknown";

/// How large a function may be, by LLVM's count, to be copied to where it is called.
///
/// Small costs no time where the functions of inner loops are marked `#[inline(always)]`.
const INLINING: &str = "llvm-args=-inline-threshold=3";

/// A WebAssembly module that the page loads.
struct Module {
    /// The name of its files.
    name: &'static str,
    /// The profile of `Cargo.toml` with which it is compiled.
    profile: &'static str,
    /// The feature of `Cargo.toml` that makes it another than the page's own.
    feature: Option<&'static str>,
}

/// The page's own module, small since it has to be loaded; on demand the one that computes beside it, the one that
/// explains runs, and the one that gives an experiment on.
const MODULES: &[Module] = &[
    Module { name: "steepest", profile: "page", feature: None },
    Module { name: "beside", profile: "beside", feature: Some("beside") },
    Module { name: "inside", profile: "inside", feature: Some("inside") },
    Module { name: "share", profile: "share", feature: Some("share") },
];

/// Gzip bytes that the page may take before its first picture, and in all before it can be used.
const BUDGETS: [u64; 2] = [200_000, 350_000];

/// What is loaded before the first picture: the skeleton with its style sheet, its first script and its sign, and the
/// poster.
const FIRST: [&str; 5] = ["index.html", "www/early.js", "www/icon.svg", "www/styles/index.css", poster::SCHEMES[0]];

/// What else is loaded before the page can be used, but for what this script imports; all other files are loaded on
/// demand.
const MAIN: &str = "www/main.js";
/// The page's own module.
const OWN: &str = "www/pkg/steepest_bg.wasm";

/// What a visitor of the other colour scheme loads in place of the poster above.
const INSTEAD: &str = poster::SCHEMES[1];

/// `cargo run -- build`: the page in the folder `out`, and a table of what it weighs.
pub fn run(out: &Path) -> Result<()> {
    // A folder that holds something else is not ours to empty.
    let ours = out.join("sw.js").is_file() || out.join("www/pkg").is_dir();
    let foreign = out.is_dir() && fs::read_dir(out)?.next().is_some() && !ours;
    ensure!(!foreign, "{} holds other files; name a new or empty folder with --out", out.display());
    put(out, |page| {
        assemble(page)?;
        release::finish(page)?;
        compress::write(page)
    })?;
    let scripts = start(out, &release::folder(out)?)?;
    let mut sums = [[0, 0]; 3];
    println!("{:>9}  {:>9}  file", "raw", "gzip");
    for file in files::names(out)?.into_iter().filter(|file| !compress::is_copy(file)) {
        let bytes = fs::read(out.join(&file))?;
        let (raw, gzip) = (bytes.len() as u64, compress::size(&out.join(&file))?);
        println!("{raw:>9}  {gzip:>9}  {file}");
        let name = release::unversioned(&file);
        let first = FIRST.contains(&name.as_str());
        let start = first || name == OWN || scripts.contains(&name);
        let counted = [first, start, !start && name != INSTEAD];
        for (sum, _) in sums.iter_mut().zip(counted).filter(|(_, counted)| *counted) {
            *sum = [sum[0] + raw, sum[1] + gzip];
        }
    }
    let names = ["before the first picture", "the start page in all"];
    for ((what, [raw, gzip]), budget) in names.iter().zip(sums).zip(BUDGETS) {
        println!("{raw:>9}  {gzip:>9}  {what}; at most {budget} bytes gzip");
    }
    let [raw, gzip] = sums[2];
    println!("{raw:>9}  {gzip:>9}  on demand");
    for ([_, gzip], budget) in sums.into_iter().zip(BUDGETS) {
        ensure!(gzip <= budget, "the page has outgrown its budget of {budget} bytes gzip by {}", gzip - budget);
    }
    println!("{} can be served by any web server, below any path", out.display());
    Ok(())
}

/// Builds the page that is served while it is developed, in the folder `out`.
pub fn stage(out: &Path) -> Result<()> {
    put(out, assemble)
}

/// Makes a folder and puts it in place of the folder `out` in one move: whoever reads it sees the old or the new one.
fn put(out: &Path, make: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let parent = out.parent().context("the output folder has no parent")?;
    fs::create_dir_all(parent)?;
    let fresh = tempfile::Builder::new().prefix(".page-").tempdir_in(parent)?;
    let page = fresh.path().join("page");
    make(&page)?;
    if out.exists() {
        fs::rename(out, fresh.path().join("old"))?;
    }
    fs::rename(&page, out)?;
    Ok(())
}

/// Builds the page in the folder `page`, which is not there yet.
pub fn assemble(page: &Path) -> Result<()> {
    ensure_target()?;
    eprintln!("building the page …");
    let course = lessons::read(&root().join("lessons"))?;
    let table = words::read()?;
    // What the lessons state is computed meanwhile.
    let compile = || MODULES.iter().map(compile).collect::<Result<Vec<_>>>();
    let (compiled, checked) = rayon::join(compile, || lessons::check(&course));
    checked?;
    let compiled = compiled?;
    copy(&root().join("www"), &page.join("www"))?;
    leave_out_what_is_never_loaded(&page.join("www"))?;
    for (module, compiled) in MODULES.iter().zip(&compiled) {
        Bindgen::new()
            .input_path(compiled)
            .out_name(module.name)
            .web(true)?
            .typescript(false)
            .omit_default_module_path(true)
            .remove_name_section(true)
            .remove_producers_section(true)
            .generate(page.join("www/pkg"))
            .with_context(|| format!("wasm-bindgen could not make the package {}", module.name))?;
    }
    shrink_scripts(&page.join("www"))?;
    poster::write(page)?;
    lessons::write(&course, &page.join("www"))?;
    words::write(&table, &page.join("www"))?;
    let index = fs::read_to_string(root().join("index.html")).context("index.html cannot be read")?;
    let index: Vec<&str> = index.lines().map(str::trim_start).collect();
    let index = index.join("\n").replace("</head>", &format!("{}</head>", preloads(page)?));
    fs::write(page.join("index.html"), index)?;
    Ok(())
}

/// Has the compiler name sources of dependencies as below this machine's folder of them.
///
/// Messages of what may fail name them: a page is the same wherever it was built, and says nothing of that place.
fn without_home() -> OsString {
    let home = || std::env::home_dir().unwrap_or_default().join(".cargo");
    let cargo = std::env::var_os("CARGO_HOME").map_or_else(home, PathBuf::from);
    let mut flag = OsString::from("--remap-path-prefix=");
    flag.push(cargo.join("registry").join("src"));
    flag.push("=");
    flag
}

/// The laboratory as a WebAssembly module, optimised.
fn compile(module: &Module) -> Result<PathBuf> {
    // Naming the crate type here keeps link-time optimisation on; a `crate-type` line in Cargo.toml would switch it
    // off.
    let status = Command::new(cargo())
        .current_dir(root())
        .args(["rustc", "--profile", module.profile, "--lib", "--crate-type", "cdylib", "--target", TARGET])
        .args(module.feature.iter().flat_map(|feature| ["--features", feature]))
        .args(["--", "-C", "target-feature=+simd128", "-C", INLINING])
        // Of dependencies too, which the flags above are not; encoded, since a folder may have a space in its name.
        .env("CARGO_ENCODED_RUSTFLAGS", without_home())
        .status()
        .context("cargo could not be started")?;
    ensure!(status.success(), "the laboratory does not compile to WebAssembly");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join(TARGET).join(module.profile).join("steepest.wasm"))
}

/// The cargo that runs us, so that both compile with the same toolchain.
fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Adds the WebAssembly target to the toolchain if it is not there.
fn ensure_target() -> Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let printed = Command::new(&rustc)
        .current_dir(root())
        .args(["--print", "target-libdir", "--target", TARGET])
        .stderr(Stdio::inherit())
        .output()
        .context("rustc could not be started")?;
    let folder = String::from_utf8(printed.stdout).context("rustc printed something that is not text")?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    eprintln!("adding the target {TARGET} to the toolchain …");
    let added = Command::new("rustup").current_dir(root()).args(["target", "add", TARGET]).status();
    match added {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => bail!("`rustup target add {TARGET}` failed; without it the page cannot be built"),
        Err(_) => bail!(
            "the Rust target {TARGET} is missing and rustup is not installed: \
             install Rust from https://rustup.rs, or the target {TARGET} by the means that installed Rust"
        ),
    }
}

/// Links that let the browser ask for every module at once, instead of one after the other as their imports come up.
///
/// A browser asks for what it is told of in this order, a few at a time: they come after the poster, which the page
/// names before anything else.
fn preloads(page: &Path) -> Result<String> {
    let scripts = start(page, "www")?;
    Ok(scripts.iter().map(|name| format!("<link rel=\"modulepreload\" href=\"./{name}\">\n")).collect())
}

/// The scripts that the page waits for: its first one, and whatever that imports. The page's code is in `folder`, and
/// is called as in `www`.
fn start(page: &Path, folder: &str) -> Result<BTreeSet<String>> {
    let (mut found, mut next) = (BTreeSet::new(), vec![MAIN.to_string()]);
    while let Some(name) = next.pop() {
        if found.contains(&name) {
            continue;
        }
        let file = page.join(name.replacen("www", folder, 1));
        let text = fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        for path in shrink::imports(&text).with_context(|| format!("{name} is no script"))? {
            next.push(resolved(&name, &path)?);
        }
        found.insert(name);
    }
    Ok(found)
}

/// The name of the module that `from` imports as `path`.
pub fn resolved(from: &str, path: &str) -> Result<String> {
    ensure!(path.starts_with("./") || path.starts_with("../"), "wanted a relative address, given {path}");
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop().with_context(|| format!("{path} leads out of the page"))?),
            name => parts.push(name),
        }
    }
    Ok(parts.join("/"))
}

/// Writes every script anew, as short as it can be without another meaning.
fn shrink_scripts(www: &Path) -> Result<()> {
    files::paths(www)?
        .iter()
        .filter(|file| file.extension().is_some_and(|name| name == "js"))
        .try_for_each(|file| shrink::script(file))
}

/// Joins the style sheets to those that no other one imports, one for each time of loading, and takes away the parts,
/// the module that holds only types for editors, and what is put together otherwise.
fn leave_out_what_is_never_loaded(www: &Path) -> Result<()> {
    let styles = www.join("styles");
    let sheets = files::paths(&styles)?;
    let texts = sheets.iter().map(fs::read_to_string).collect::<Result<Vec<_>, _>>()?;
    let parts: BTreeSet<&str> = texts.iter().flat_map(|text| text.lines().filter_map(imported)).collect();
    let is_whole =
        |sheet: &&PathBuf| sheet.file_name().and_then(OsStr::to_str).is_some_and(|name| !parts.contains(name));
    let wholes = sheets.iter().filter(is_whole).map(|sheet| Ok((sheet, joined(sheet)?))).collect::<Result<Vec<_>>>()?;
    fs::remove_dir_all(&styles)?;
    fs::create_dir(&styles)?;
    for (sheet, whole) in wholes {
        fs::write(sheet, whole)?;
    }
    for name in ["types.js", "sw.js", "packed.js"] {
        fs::remove_file(www.join(name)).with_context(|| format!("{name} has another name"))?;
    }
    Ok(())
}

/// What follows the end of a comment.
fn after_comment(part: &str) -> &str {
    part.split_once("*/").map_or("", |(_, rest)| rest)
}

/// The name of the sheet that a line of another one imports.
fn imported(line: &str) -> Option<&str> {
    line.trim().strip_prefix("@import \"")?.strip_suffix("\";")
}

/// A style sheet with the sheets that it imports in place of the imports: one request instead of a dozen.
fn joined(sheet: &Path) -> Result<String> {
    let text = fs::read_to_string(sheet).with_context(|| format!("{} cannot be read", sheet.display()))?;
    let mut whole = String::new();
    // Without comments and indentation, which no browser needs.
    let bare: String =
        text.split("/*").enumerate().map(|(k, part)| if k == 0 { part } else { after_comment(part) }).collect();
    for line in bare.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match imported(line) {
            Some(name) => whole += &joined(&sheet.with_file_name(name))?,
            None => whole += &format!("{line}\n"),
        }
    }
    Ok(whole)
}

/// Copies a folder with all that is in it, except what a former build may have left there.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("{} cannot be read", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if !entry.file_type()?.is_dir() {
            fs::copy(entry.path(), target)?;
        } else if entry.file_name() != "pkg" {
            copy(&entry.path(), &target)?;
        }
    }
    Ok(())
}
