//! `cargo run --release -- render LINK-OR-FILE -o FIGURE`: what the page exports, without a browser.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use steepest::export::{self, Job, Options};
use steepest::lab::Lab;
use steepest::problem::Problem;

use super::map::read;
use super::poster;
use super::raster::Resvg;

/// What to make, and of what.
#[derive(Default)]
pub struct Request {
    /// What is made, by the options' names.
    pub options: Options,
    /// Whether its colours are those of the dark page.
    pub dark: bool,
    /// The file.
    pub out: PathBuf,
}

/// Makes the file of a request from the experiment in `source`.
pub fn run(source: &str, request: &Request) -> Result<()> {
    let entry = format(&request.out)?;
    let mut lab = Lab::new(read(source)?)?;
    export::complete(&mut lab)?;
    let theme = poster::scheme(usize::from(request.dark))?;
    let job = Job { lab: &lab, options: &request.options, theme: &theme };
    let bar = ProgressBar::new(1);
    bar.set_style(ProgressStyle::with_template("{bar:40} {pos} of {len} frames, {eta} left")?);
    let bytes = export::make(entry, &job, &mut Resvg::new(), &mut |done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    })?;
    bar.finish_and_clear();
    fs::write(&request.out, &bytes).with_context(|| format!("{} cannot be written", request.out.display()))?;
    println!("{}: {} bytes of {}", request.out.display(), bytes.len(), entry.name);
    Ok(())
}

/// The format that a file's name asks for.
fn format(out: &Path) -> Result<&'static export::Entry, Problem> {
    let extension = out.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    export::ending_in(extension).ok_or_else(|| {
        let known: Vec<String> = export::ALL.iter().map(|entry| format!(".{}", entry.extension)).collect();
        Problem::new("-o", format!("a file that ends in one of {}", known.join(", ")), out.display())
    })
}
