//! `cargo run --release -- map FILE`: a map made on all cores, as a picture or a table.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use steepest::draw::{Color, Shade, Theme, fate_shade, shade_cells, shade_color, value_shade};
use steepest::experiment::Experiment;
use steepest::lab::Lab;
use steepest::map::{Atlas, Fate, Grid, Map, MapKind, Scale, Survey, known_places};
use steepest::outcome;
use steepest::page;

/// No map has more cells on a side: 64 million of them are some gigabytes.
const LARGEST: usize = 8192;

/// Makes the map of the experiment in `source` with `size` cells on a side, and writes it to `out`, a `.png` or a
/// `.csv`.
pub fn run(source: &str, size: usize, out: &Path) -> Result<()> {
    ensure!((1..=LARGEST).contains(&size), "size: wanted a whole number from 1 to {LARGEST}, given {size}");
    let kind = out.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ensure!(matches!(kind, "png" | "csv"), "-o: wanted a file that ends in .png or .csv, given {}", out.display());
    let experiment = read(source)?;
    let lab = Lab::new(experiment)?;
    let asked = Map::of(lab.experiment(), lab.checked())?;
    let map = asked.unwrap_or_else(|| Map::first(lab.checked()));
    let mut experiment = lab.experiment().clone();
    experiment.map = Some(map.written());
    let is_line = lab.is_curve() && !matches!(map.shows, MapKind::Tuning(_))
        || matches!(&map.shows, MapKind::Tuning(tuning) if tuning.y.is_none());
    let grid = Grid { columns: size, rows: if is_line { 1 } else { size } };
    let survey = Survey::new(experiment, grid, lab.experiment().view)?;
    let atlas = make(&lab, &map, &survey)?;
    let area = survey.area();
    match kind {
        "csv" => fs::write(out, page::map_csv(&lab, &map, &atlas, area))?,
        _ => picture(&lab, &map, &atlas, out)?,
    }
    let card = page::map_card(&lab, &map, &atlas, 0.0);
    println!("{}", card.about);
    for row in &card.rows {
        println!("  {}: {} %", row.words, row.shares.join(", "));
    }
    for bar in &card.bars {
        println!("  contender {}: {}", bar.contender + 1, bar.words);
    }
    if let Some(best) = &card.best {
        println!("  {}", best.words);
    }
    println!("{} is written", out.display());
    Ok(())
}

/// The experiment of a link, or of a file that holds one or was saved by the page.
pub(super) fn read(source: &str) -> Result<Experiment> {
    let link = if source.contains("on=") {
        source.to_string()
    } else {
        let text = fs::read_to_string(source).with_context(|| format!("{source} cannot be read"))?;
        match serde_json::from_str::<serde_json::Value>(&text) {
            Ok(saved) => saved["experiment"].as_str().context("the file holds no experiment")?.to_string(),
            Err(_) => text,
        }
    };
    let text = link.trim().rsplit('#').next().unwrap_or_default();
    Ok(Experiment::from_text(text)?)
}

/// All pieces, on all cores, with a bar that shows how far it is.
fn make(lab: &Lab, map: &Map, survey: &Survey) -> Result<Atlas> {
    let (grid, begun) = (survey.grid(), Instant::now());
    let plan = Survey::plan(map, lab.experiment(), lab.checked(), grid);
    let parts = Survey::parts(map, lab.experiment(), lab.checked()).len();
    let same = outcome::settled_radius(lab.checked().home().diagonal());
    let tasks = plan.tasks().to_vec();
    let mut atlas = Atlas::new(grid, parts, plan, known_places(&lab.stationary().points), same);
    let bar = ProgressBar::new(tasks.len() as u64);
    bar.set_style(ProgressStyle::with_template("{bar:40} {percent} %, {eta} left")?);
    let (sender, patches) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // Who receives is there until all is sent.
            tasks.into_par_iter().for_each_with(sender, |sender, task| drop(sender.send(survey.make(task))));
        });
        for patch in patches {
            let patch = patch?;
            if !atlas.take(&patch) {
                bail!("a piece does not fit the map");
            }
            bar.inc(1);
        }
        Ok(())
    })?;
    bar.finish_and_clear();
    let cells = grid.len() * parts;
    eprintln!("{cells} cells in {:.1} s", begun.elapsed().as_secs_f64());
    Ok(atlas)
}

/// One pixel a cell, the contenders' maps side by side; the legend is in the file as text.
fn picture(lab: &Lab, map: &Map, atlas: &Atlas, out: &Path) -> Result<()> {
    let (grid, theme) = (atlas.grid(), Theme::default());
    ensure!(map.shows != MapKind::Robustness, "a robustness has no picture; write a .csv");
    let parts = atlas.parts();
    let scale = match &map.shows {
        MapKind::Tuning(tuning) => Some(Scale::of(tuning, atlas)),
        _ => None,
    };
    let shade = |column: usize, row: usize| {
        let (part, column) = (column / grid.columns, column % grid.columns);
        let Some(cell) = atlas.cell(part, column, row) else { return Shade::Unknown };
        match scale {
            Some(scale) => value_shade(cell.value, scale.share(cell.value)),
            None => fate_shade(cell.fate, cell.value, map.budget, atlas),
        }
    };
    let (columns, rows) = (parts * grid.columns, grid.rows);
    let pixels = shade_cells((columns, rows), (columns, rows), &theme, &shade);
    let file = File::create(out).with_context(|| format!("{} cannot be written", out.display()))?;
    let mut encoder = png::Encoder::new(BufWriter::new(file), columns as u32, rows as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let card = page::map_card(lab, map, atlas, 0.0);
    for (k, row) in card.rows.iter().enumerate() {
        let Color([red, green, blue]) = kind(row.fate, atlas, &theme);
        let words = format!("rgb({red} {green} {blue}): {}: {} %", row.words, row.shares.join(", "));
        encoder.add_itxt_chunk(format!("Legend {}", k + 1), words)?;
    }
    encoder.add_itxt_chunk("Description".into(), card.about)?;
    encoder.add_itxt_chunk("Source".into(), lab.experiment().to_text())?;
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(())
}

/// The colour of a row of the legend.
fn kind(fate: usize, atlas: &Atlas, theme: &Theme) -> Color {
    if fate == usize::MAX {
        return theme.paper;
    }
    shade_color(fate_shade(Fate::of(fate), 0.0, 1, atlas), theme, (0, 0))
}
