//! Compressed copies of what is published: for hosts that serve them in place of the files, as ours does.

use std::fs;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rayon::prelude::*;

use super::files;

/// Endings of what becomes smaller; pictures that are already compressed do not.
const TEXTS: [&str; 8] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// Endings of the copies.
const COPIES: [&str; 2] = ["br", "gz"];

/// Brotli's best; where the builder itself is not optimised, which makes that take minutes, what comes nearest at once.
const QUALITY: i32 = if cfg!(debug_assertions) { 9 } else { 11 };

/// How often Zopfli tries to do better; more than these few make a hundredth of a hundredth.
const TRIES: zopfli::Options = zopfli::Options {
    iteration_count: NonZeroU64::new(3).expect("some"),
    iterations_without_improvement: NonZeroU64::new(3).expect("some"),
    maximum_block_splits: 15,
};

/// Brotli's largest window that every browser takes.
const WINDOW: i32 = 22;

/// Writes two copies beside each file of the folder `page` that becomes smaller, `NAME.gz` and `NAME.br`.
///
/// # Errors
/// If a file cannot be read or written.
pub fn write(page: &Path) -> Result<()> {
    let names = files::names(page)?;
    let files: Vec<PathBuf> =
        names.iter().filter(|name| is_text(name) && !is_copy(name)).map(|name| page.join(name)).collect();
    files.par_iter().try_for_each(|file| copies(file))
}

/// The two copies of one file; none that is not smaller.
///
/// # Errors
/// If it cannot be read, or they not be written.
pub fn copies(file: &Path) -> Result<()> {
    let bytes = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    for (ending, copy) in COPIES.into_iter().zip([brotli(&bytes)?, gzip(&bytes)?]) {
        let name = beside(file, ending);
        if copy.len() < bytes.len() {
            fs::write(&name, copy).with_context(|| format!("{} cannot be written", name.display()))?;
        }
    }
    Ok(())
}

/// How many bytes a host sends of a file whose copies are written, by gzip where that is smaller.
///
/// # Errors
/// If neither the file nor its copy can be read.
pub fn size(file: &Path) -> Result<u64> {
    let copy = beside(file, "gz");
    let sent = if copy.is_file() { &copy } else { file };
    Ok(fs::metadata(sent).with_context(|| format!("{} cannot be read", sent.display()))?.len())
}

/// The name of a file's copy.
fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{ending}"));
    name.into()
}

fn ending(name: &str) -> Option<&str> {
    Path::new(name).extension()?.to_str()
}

fn is_text(name: &str) -> bool {
    ending(name).is_some_and(|ending| TEXTS.contains(&ending))
}

/// Whether a file of that name is a compressed copy of another one.
pub fn is_copy(name: &str) -> bool {
    ending(name).is_some_and(|ending| COPIES.contains(&ending))
}

/// By Zopfli, which writes what gzip reads, a twentieth smaller than `gzip -9` does.
///
/// # Errors
/// None that memory does not have.
pub fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    zopfli::compress(TRIES, zopfli::Format::Gzip, bytes, &mut compressed)?;
    Ok(compressed)
}

/// By Brotli.
///
/// # Errors
/// None that memory does not have.
pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: QUALITY,
        lgwin: WINDOW,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_becomes_smaller_has_two_copies() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        let text = "steepest ".repeat(200);
        for name in ["a.js", "b.png"] {
            fs::write(path(name), &text).expect("a file");
        }
        fs::write(path("tiny.css"), "a").expect("a file");
        for _ in 0..2 {
            write(folder.path()).expect("copies");
            assert_eq!(
                files::names(folder.path()).expect("names"),
                ["a.js", "a.js.br", "a.js.gz", "b.png", "tiny.css"]
            );
        }
        let packed = fs::read(path("a.js.br")).expect("a copy");
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &packed[..], &mut unpacked).expect("it is Brotli");
        assert_eq!(unpacked, text.as_bytes());
        let packed = fs::read(path("a.js.gz")).expect("a copy");
        let unpacked = std::io::read_to_string(flate2::read::GzDecoder::new(&packed[..])).expect("it is gzip");
        assert_eq!(unpacked, text);
    }
}
