//! `cargo run -- code FILE`: an experiment as a program of Python.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use steepest::code::{self, Dialect};
use steepest::problem::Problem;

use super::map;

/// Prints the experiment in `source` as a program of the dialect called `dialect`, or writes it to `out`; with
/// contender number `contender` alone, if there is one.
pub fn run(source: &str, dialect: &str, contender: Option<usize>, out: Option<&Path>) -> Result<()> {
    let experiment = map::read(source)?;
    let found = Dialect::of(dialect).ok_or_else(|| {
        let keys = Dialect::ALL.map(Dialect::key).join(", ");
        Problem::new("--as", format!("one of {keys}"), dialect)
    })?;
    // What counts from 1 has no 0: it is that of no contender.
    let program = code::code(&experiment, found, contender.map(|number| number.wrapping_sub(1)))?;
    let Some(out) = out else {
        print!("{program}");
        return Ok(());
    };
    fs::write(out, program).with_context(|| format!("{} cannot be written", out.display()))?;
    println!("{} is written", out.display());
    if let Some(table) = code::table(&experiment)? {
        let beside = out.with_file_name(code::TABLE);
        fs::write(&beside, table).with_context(|| format!("{} cannot be written", beside.display()))?;
        println!("{} is written, which it reads", beside.display());
    }
    Ok(())
}
