//! `cargo run`: builds the page and serves it; `build`, `map`, `bench` and `picture` are its further commands.

mod site;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::{Arg, ValueExt};

const USAGE: &str = "\
Steepest builds its page and serves it.

  cargo run                 build the page and serve it; rebuild when a source file changes
      -- --port N           on port N instead of 8080 (0: any free port)
      -- --open             and open it in the browser
  cargo run -- build        leave the page as static files in dist/ and print their sizes
      -- build --out DIR    in another folder
      -- build --single-file    as one file, steepest.html, that opens from a disk (-o OUT.html: another one)
  cargo run --release -- map FILE   make the map of a saved experiment, or of a link, on all cores
      -- map FILE -o OUT    as a picture OUT.png (map.png) or a table OUT.csv
      -- map FILE --size N  with N cells on a side instead of 1024
  cargo run -- bench        measure the page in Chromium
  cargo run -- picture      draw the README's picture from the page in Chromium
  cargo run -- help         print this";

/// What to do, from the command line.
enum Command {
    Serve(site::serve::Options),
    Build { out: PathBuf },
    Pack { out: PathBuf },
    Bench,
    Picture,
    Map { source: String, size: usize, out: PathBuf },
    Help,
}

fn main() -> ExitCode {
    let done = command().and_then(|command| match command {
        Command::Serve(options) => site::serve::run(&options),
        Command::Build { out } => site::build::run(&out),
        Command::Pack { out } => site::pack::run(&out),
        Command::Bench => site::bench::run(),
        Command::Picture => site::picture::run(),
        Command::Map { source, size, out } => site::map::run(&source, size, &out),
        Command::Help => {
            println!("{USAGE}");
            Ok(())
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("steepest: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn command() -> Result<Command> {
    let mut arguments = lexopt::Parser::from_env();
    let mut name = None;
    let mut options = site::serve::Options::default();
    let (mut out, mut source, mut size, mut single) = (None, None, 1024, false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("port") => options.port = arguments.value()?.parse()?,
            Arg::Long("open") => options.open = true,
            Arg::Long("until-stdin-closes") => options.until_stdin_closes = true,
            Arg::Long("single-file") => single = true,
            Arg::Long("size") => size = arguments.value()?.parse()?,
            Arg::Long("out") | Arg::Short('o') => out = Some(PathBuf::from(arguments.value()?)),
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Value(value) if name.is_none() => name = Some(value.string()?),
            Arg::Value(value) if name.as_deref() == Some("map") && source.is_none() => source = Some(value.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(match name.as_deref() {
        None | Some("serve") => Command::Serve(options),
        Some("build") if single => Command::Pack { out: out.unwrap_or_else(|| PathBuf::from("steepest.html")) },
        Some("build") => Command::Build { out: out.unwrap_or_else(|| site::root().join("dist")) },
        Some("bench") => Command::Bench,
        Some("picture") => Command::Picture,
        Some("map") => {
            let Some(source) = source else { bail!("map: wanted a file or a link after it, given nothing") };
            Command::Map { source, size, out: out.unwrap_or_else(|| PathBuf::from("map.png")) }
        }
        Some("help") => Command::Help,
        Some(other) => bail!("unknown command; wanted serve, build, map, bench, picture or help, given {other}"),
    })
}
