//! The files of a folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Every file below a folder, in order.
pub fn paths(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    add(folder, &mut files)?;
    files.sort();
    Ok(files)
}

/// Every file below a folder, by its name from there, in order.
pub fn names(folder: &Path) -> Result<Vec<String>> {
    let name =
        |file: &PathBuf| Ok(file.strip_prefix(folder)?.to_str().context("a file's name is not plain text")?.into());
    let mut names = paths(folder)?.iter().map(name).collect::<Result<Vec<String>>>()?;
    names.sort();
    Ok(names)
}

fn add(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() { add(&entry.path(), files)? } else { files.push(entry.path()) }
    }
    Ok(())
}
