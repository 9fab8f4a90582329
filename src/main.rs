//! `cargo run`: builds the page and serves it; `build`, `lessons`, `map`, `render`, `code`, `bench` and `picture` are
//! its further commands.

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
  cargo run -- lessons      check all lessons in lessons/: what they say, and every number
      -- lessons FOLDER     in another folder
  cargo run --release -- map FILE   make the map of a saved experiment, or of a link, on all cores
      -- map FILE -o OUT    as a picture OUT.png (map.png) or a table OUT.csv
      -- map FILE --size N  with N cells on a side instead of 1024
  cargo run --release -- render FILE -o OUT   make a figure, a film or a table of a saved experiment, or of a link: OUT ends in
                            .svg, .png, .tex, .gif, .csv or .json
      -- render … --what W  of board, overlay, chart, a contender's panel:2, or a quantity as chart:sharpness
      -- render … --size 1200x800 --scale 2 --dark --no-caption
      -- render … --step N  with the playhead at step N instead of at the end
      -- render … --seconds 6 --fps 20   the length of a film, and its frames a second
  cargo run -- code FILE    print a saved experiment, or a link, as a program in PyTorch
      -- code FILE --as D   in pytorch, numpy or jax
      -- code FILE -o OUT.py          into a file
      -- code FILE --contender N      with contender N alone
  cargo run -- bench        measure the page in Chromium, by itself and against others'
      -- bench page           by itself only, or: bench rivals
      -- bench rivals --report    and write docs/benchmarks.md
  cargo run -- picture      draw the README's picture from the page in Chromium
  cargo run -- help         print this";

/// What to do, from the command line.
enum Command {
    Serve(site::serve::Options),
    Build { out: PathBuf },
    Pack { out: PathBuf },
    Bench { part: Option<site::bench::Part>, report: bool },
    Picture,
    Lessons { folder: PathBuf },
    Map { source: String, size: usize, out: PathBuf },
    Render { source: String, request: site::render::Request },
    Code { source: String, dialect: String, contender: Option<usize>, out: Option<PathBuf> },
    Help,
}

fn main() -> ExitCode {
    let done = command().and_then(|command| match command {
        Command::Serve(options) => site::serve::run(&options),
        Command::Build { out } => site::build::run(&out),
        Command::Pack { out } => site::pack::run(&out),
        Command::Bench { part, report } => site::bench::run(part, report),
        Command::Picture => site::picture::run(),
        Command::Lessons { folder } => site::lessons::run(&folder),
        Command::Map { source, size, out } => site::map::run(&source, size, &out),
        Command::Render { source, request } => site::render::run(&source, &request),
        Command::Code { source, dialect, contender, out } => {
            site::code::run(&source, &dialect, contender, out.as_deref())
        }
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
    let (mut out, mut source, mut size, mut single, mut report) = (None, None, 1024, false, false);
    let mut request = site::render::Request::default();
    let (mut dialect, mut contender) = (String::from("pytorch"), None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("port") => options.port = arguments.value()?.parse()?,
            Arg::Long("open") => options.open = true,
            Arg::Long("until-stdin-closes") => options.until_stdin_closes = true,
            Arg::Long("first") => options.first = Some(PathBuf::from(arguments.value()?)),
            Arg::Long("single-file") => single = true,
            Arg::Long("report") => report = true,
            Arg::Long("size") if name.as_deref() != Some("render") => size = arguments.value()?.parse()?,
            Arg::Long("dark") => request.dark = true,
            Arg::Long("no-caption") => request.options.caption = false,
            Arg::Long(option @ ("what" | "size" | "scale" | "step" | "seconds" | "fps")) => {
                let option = option.to_string();
                request.options.set(&option, &arguments.value()?.string()?)?;
            }
            Arg::Long("as") => dialect = arguments.value()?.string()?,
            Arg::Long("contender") => contender = Some(arguments.value()?.parse()?),
            Arg::Long("out") | Arg::Short('o') => out = Some(PathBuf::from(arguments.value()?)),
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Value(value) if name.is_none() => name = Some(value.string()?),
            Arg::Value(value)
                if matches!(name.as_deref(), Some("bench" | "code" | "lessons" | "map" | "render"))
                    && source.is_none() =>
            {
                source = Some(value.string()?);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(match name.as_deref() {
        None | Some("serve") => Command::Serve(options),
        Some("build") if single => Command::Pack { out: out.unwrap_or_else(|| PathBuf::from("steepest.html")) },
        Some("build") => Command::Build { out: out.unwrap_or_else(|| site::root().join("dist")) },
        Some("bench") => Command::Bench {
            part: match source.as_deref() {
                None => None,
                Some("page") => Some(site::bench::Part::Page),
                Some("rivals") => Some(site::bench::Part::Rivals),
                Some(other) => bail!("bench: wanted page or rivals, or nothing for both, given {other}"),
            },
            report,
        },
        Some("picture") => Command::Picture,
        Some("lessons") => {
            Command::Lessons { folder: source.map_or_else(|| site::root().join("lessons"), PathBuf::from) }
        }
        Some("map") => {
            let Some(source) = source else { bail!("map: wanted a file or a link after it, given nothing") };
            Command::Map { source, size, out: out.unwrap_or_else(|| PathBuf::from("map.png")) }
        }
        Some("render") => {
            let Some(source) = source else { bail!("render: wanted a file or a link after it, given nothing") };
            let Some(out) = out else { bail!("-o: wanted a file that the figure is written to, given nothing") };
            Command::Render { source, request: site::render::Request { out, ..request } }
        }
        Some("code") => {
            let Some(source) = source else { bail!("code: wanted a file or a link after it, given nothing") };
            Command::Code { source, dialect, contender, out }
        }
        Some("help") => Command::Help,
        Some(other) => {
            bail!(
                "unknown command; wanted serve, build, lessons, map, render, code, bench, picture or help, given {other}"
            )
        }
    })
}
