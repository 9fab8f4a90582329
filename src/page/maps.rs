//! The card of maps: what is asked, how far it is, and what came of it, in words.

use serde::Serialize;

use super::{show, show_found, show_short};
use crate::experiment::Fairness;
use crate::lab::Lab;
use crate::linear::Rect;
use crate::map::{Atlas, Axis, Cell, Dial, Fate, Map, MapKind, Share, Shares, Survey, Tuning, boundary};
use crate::parameter::{Parameter, number_text};
use crate::words::{say, text, word};

/// What the card shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MapCard {
    /// `basins`, `robustness` or `tuning`.
    pub kind: &'static str,
    /// How many updates each run makes, as text.
    pub budget: String,
    /// Of a tuning map, what is varied.
    pub tuning: Option<TuningFields>,
    /// What it shows, in a sentence or two.
    pub about: String,
    /// Which share is made, in [0, 1].
    pub share: f64,
    /// How far it is, in words.
    pub progress: String,
    /// How runs end, the most frequent way first.
    pub rows: Vec<FateRow>,
    /// What stands above the columns of these: the numbers of the contenders.
    pub heads: Vec<String>,
    /// Of robustness, which share of the starts leads to the least loss.
    pub bars: Vec<Bar>,
    /// The best cell of a tuning map.
    pub best: Option<Best>,
}

/// The settings of a tuning map, as texts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TuningFields {
    /// The contender's number, from 1.
    pub of: usize,
    /// The loss at which a run has arrived, or nothing.
    pub target: String,
    /// What may be varied: key and name.
    pub dials: Vec<[String; 2]>,
    /// Setting, from and to of the axis across.
    pub x: [String; 3],
    /// The same upwards; nothing thrice where there is no such axis.
    pub y: [String; 3],
}

/// One way in which runs end.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FateRow {
    /// The fate's number, by which it is coloured.
    pub fate: usize,
    /// What it is.
    pub words: String,
    /// Its share of each contender's starts, in percent.
    pub shares: Vec<String>,
}

/// A contender's robustness.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    /// The contender's index.
    pub contender: usize,
    /// The share in [0, 1].
    pub share: f64,
    /// The same in words, with numbers.
    pub words: String,
}

/// The best cell of a tuning map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Best {
    /// Which settings, and what it comes to.
    pub words: String,
    /// The fields of the experiment with their texts that make it the contender's own.
    pub edits: Vec<(String, String)>,
}

/// Fates that are listed one by one; the rest is one row.
const ROWS: usize = 8;

/// The card of `map`, of which `atlas` is made after so many milliseconds of work.
pub fn map_card(lab: &Lab, map: &Map, atlas: &Atlas, elapsed: f64) -> MapCard {
    let parts = Survey::parts(map, lab.experiment(), lab.checked());
    let count = lab.experiment().contenders.len();
    let of = |contender: usize| {
        let own = parts.iter().enumerate().filter(move |(_, part)| part.0 == contender);
        Shares::of(atlas, own.map(|(k, _)| k))
    };
    let is_tuning = matches!(map.shows, MapKind::Tuning(_));
    let shares: Vec<Shares> = if is_tuning { Vec::new() } else { (0..count).map(of).collect() };
    let bars = if map.shows == MapKind::Robustness { bars(&shares, atlas) } else { Vec::new() };
    let (tuning, best) = match &map.shows {
        MapKind::Tuning(tuning) => (Some(fields(lab, tuning)), best(lab, tuning, atlas)),
        _ => (None, None),
    };
    MapCard {
        kind: kind_of(map),
        budget: map.budget.to_string(),
        tuning,
        about: about(lab, map, atlas),
        share: atlas.share(),
        progress: progress(atlas, elapsed),
        rows: rows(lab, map, &shares, atlas),
        heads: (1..=shares.len()).map(|number| number.to_string()).collect(),
        bars,
        best,
    }
}

fn kind_of(map: &Map) -> &'static str {
    match map.shows {
        MapKind::Basins => "basins",
        MapKind::Robustness => "robustness",
        MapKind::Tuning(_) => "tuning",
    }
}

fn about(lab: &Lab, map: &Map, atlas: &Atlas) -> String {
    let (budget, grid) = (map.budget, atlas.grid());
    let own = || match lab.experiment().fairness {
        Fairness::AsSet => String::new(),
        _ => format!(" {}", say!("It runs at its own learning rate.")),
    };
    // A curve has no shades.
    let shaded = |words| match &map.shows {
        MapKind::Tuning(Tuning { y: Some(_), .. }) => format!(" {}", word(words)),
        _ => String::new(),
    };
    match &map.shows {
        MapKind::Basins => {
            let parts = (0..atlas.parts()).filter(|_| atlas.is_done());
            let ragged: Vec<String> = parts.map(|part| boundary(atlas, part).to_string()).collect();
            let ragged = match ragged.len() {
                0 => String::new(),
                _ => {
                    let counts = ragged.join(", ");
                    format!(" {}", say!("Pairs of neighbouring starts that end differently: {counts}.", counts))
                }
            };
            let said = say!(
                "Each of {columns} × {rows} points is a start; its colour says where {budget} updates lead, darker after more steps.",
                columns = grid.columns,
                rows = grid.rows,
                budget
            );
            format!("{said}{ragged}")
        }
        MapKind::Robustness => {
            let random = lab.checked().repeats[..lab.experiment().contenders.len()].iter().any(|repeats| *repeats > 1);
            let (columns, rows) = (grid.columns, grid.rows);
            if random {
                say!(
                    "Which share of {columns} × {rows} starts all over the view leads to a minimum with the least loss known, within {budget} updates, once for each seed where something is random.",
                    columns,
                    rows,
                    budget
                )
            } else {
                say!(
                    "Which share of {columns} × {rows} starts all over the view leads to a minimum with the least loss known, within {budget} updates.",
                    columns,
                    rows,
                    budget
                )
            }
        }
        MapKind::Tuning(Tuning { target: Some(target), .. }) => {
            let said = say!(
                "After how many of {budget} updates the followed run has L ≤ {target} for good.",
                budget,
                target = show(*target)
            );
            let shades =
                text!("Darker is sooner; light grey is not within them, dark grey diverges or is not defined.");
            format!("{said}{}{}", shaded(shades), own())
        }
        MapKind::Tuning(_) => {
            let said = say!("The loss after {budget} updates of the followed run.", budget);
            let shades = text!("Darker is lower; dark grey diverges or is not defined.");
            format!("{said}{}{}", shaded(shades), own())
        }
    }
}

fn progress(atlas: &Atlas, elapsed: f64) -> String {
    let share = atlas.share();
    if atlas.is_done() {
        return say!("made in {elapsed}", elapsed = seconds(elapsed));
    }
    if share == 0.0 {
        return say!("begins …");
    }
    say!(
        "{share} %, about {left} left",
        share = format!("{:.0}", 100.0 * share),
        left = seconds(elapsed * (1.0 - share) / share)
    )
}

fn seconds(milliseconds: f64) -> String {
    match milliseconds / 1000.0 {
        short if short < 9.95 => format!("{short:.1} s"),
        medium if medium < 120.0 => format!("{medium:.0} s"),
        long => say!("{n} minutes", n = format!("{:.0}", long / 60.0)),
    }
}

/// A fate in words.
pub fn fate_words(lab: &Lab, atlas: &Atlas, fate: Fate) -> String {
    match fate {
        Fate::At(place) => {
            let place = &atlas.places()[place];
            let what = match (place.kind, place.is_minimum) {
                (Some(kind), _) => word(kind.words()),
                (None, true) => word(text!("minimum on the edge")),
                (None, false) => word(text!("the edge")),
            };
            format!("{what} {}, L {}", show_found(place.at, lab.is_curve()), show_short(place.loss))
        }
        Fate::Moving => say!("still moving"),
        Fate::Oscillating => say!("swings to and fro"),
        Fate::Unmoved => say!("at rest on a slope"),
        Fate::Diverged => say!("diverges"),
        Fate::Undefined => say!("the loss is not defined"),
        Fate::Crowded => say!("at rest at one of too many places to tell apart"),
    }
}

/// What the map says of a cell.
pub fn cell_words(lab: &Lab, map: &Map, atlas: &Atlas, cell: Cell) -> String {
    match &map.shows {
        MapKind::Tuning(tuning) => value_words(tuning, map.budget, cell.value),
        _ => {
            let fate = fate_words(lab, atlas, cell.fate);
            match cell.fate {
                Fate::At(_) | Fate::Diverged => say!("{fate} after {steps} steps", fate, steps = cell.value),
                _ => fate,
            }
        }
    }
}

fn value_words(tuning: &Tuning, budget: usize, value: f64) -> String {
    match tuning.target {
        _ if value.is_nan() => say!("diverges"),
        Some(_) if value.is_infinite() => say!("not within {budget} updates", budget),
        Some(_) => say!("after {value} updates", value),
        None => format!("L {}", show(value)),
    }
}

fn rows(lab: &Lab, map: &Map, shares: &[Shares], atlas: &Atlas) -> Vec<FateRow> {
    let total: usize = shares.iter().map(|shares| shares.total).sum();
    if map.shows != MapKind::Basins || total == 0 {
        return Vec::new();
    }
    let all = Shares::of(atlas, 0..atlas.parts());
    let count = |shares: &Shares, is: &dyn Fn(Fate) -> bool| -> usize {
        shares.all.iter().filter(|share| is(share.fate)).map(|share| share.count).sum()
    };
    let row = |fate: usize, words: String, is: &dyn Fn(Fate) -> bool| {
        let percent = |shares: &Shares| match count(shares, is) {
            0 => "–".into(),
            some if 1000 * some < shares.total => "< 0.1".into(),
            some => format!("{:.1}", 100.0 * some as f64 / shares.total as f64),
        };
        FateRow { fate, words, shares: shares.iter().map(percent).collect() }
    };
    let (listed, rest) = all.all.split_at(all.all.len().min(ROWS));
    let mut rows: Vec<FateRow> = listed
        .iter()
        .map(|share: &Share| row(share.fate.number(), fate_words(lab, atlas, share.fate), &|fate| fate == share.fate))
        .collect();
    if !rest.is_empty() {
        let is_rest = |fate: Fate| rest.iter().any(|share| share.fate == fate);
        rows.push(row(usize::MAX, say!("{n} others", n = rest.len()), &is_rest));
    }
    rows
}

fn bars(shares: &[Shares], atlas: &Atlas) -> Vec<Bar> {
    let bar = |(contender, shares): (usize, &Shares)| {
        let reached = shares.reached(atlas.places());
        let share = if shares.total == 0 { 0.0 } else { reached as f64 / shares.total as f64 };
        Bar {
            contender,
            share,
            words: say!(
                "{share} %, {reached} of {total}",
                share = format!("{:.1}", 100.0 * share),
                reached,
                total = shares.total
            ),
        }
    };
    shares.iter().enumerate().map(bar).collect()
}

fn fields(lab: &Lab, tuning: &Tuning) -> TuningFields {
    let name = |dial: &Dial| match dial.parameter.symbol {
        "" => word(dial.parameter.name).into_owned(),
        symbol => format!("{symbol} {}", word(dial.parameter.name)),
    };
    let texts = |axis: &Axis| [axis.setting.clone(), number_text(axis.from), number_text(axis.to)];
    TuningFields {
        of: tuning.of + 1,
        target: tuning.target.map(number_text).unwrap_or_default(),
        dials: Dial::all(lab.checked(), tuning.of).iter().map(|dial| [dial.key.clone(), name(dial)]).collect(),
        x: texts(&tuning.x),
        y: tuning.y.as_ref().map(texts).unwrap_or_default(),
    }
}

/// The fields of the experiment with their texts that put the contender of a tuning map where the fractions of its axes
/// say; numbers are as short as a slider's.
pub fn tuning_edits(lab: &Lab, tuning: &Tuning, fractions: [f64; 2]) -> Vec<(String, String)> {
    let dials = Dial::all(lab.checked(), tuning.of);
    let edits = tuning.dialed(&dials).zip(fractions).map(|((dial, axis), fraction)| {
        let value = dial.short_value(axis, fraction.clamp(0.0, 1.0));
        (dial.field(tuning.of), number_text(value))
    });
    edits.collect()
}

fn best(lab: &Lab, tuning: &Tuning, atlas: &Atlas) -> Option<Best> {
    let (place, cell) = atlas.best()?;
    let fractions = atlas.grid().fractions(place.0, place.1);
    let dials = Dial::all(lab.checked(), tuning.of);
    let settings = tuning.dialed(&dials).zip([fractions.x, fractions.y]).map(|((dial, axis), fraction)| {
        let Parameter { symbol, name, .. } = dial.parameter;
        format!(
            "{} = {}",
            if symbol.is_empty() { word(name) } else { symbol.into() },
            show_short(dial.short_value(axis, fraction))
        )
    });
    let settings: Vec<String> = settings.collect();
    let value = match tuning.target {
        Some(_) => say!("after {value} updates", value = cell.value),
        None => format!("L {}", show_short(cell.value)),
    };
    let edits = tuning_edits(lab, tuning, [fractions.x, fractions.y]);
    Some(Best { words: say!("Best cell: {settings}, {value}.", settings = settings.join(", "), value), edits })
}

/// A number on an axis.
pub fn short(value: f64) -> String {
    let size = value.abs();
    let text = if value != 0.0 && !(1e-3..1e5).contains(&size) { format!("{value:e}") } else { number_text(value) };
    text.replace('-', "\u{2212}")
}

/// The map as a table: a cell a line, with every digit; `area` is what cells that are starts cover.
pub fn map_csv(lab: &Lab, map: &Map, atlas: &Atlas, area: Rect) -> String {
    let parts = Survey::parts(map, lab.experiment(), lab.checked());
    let grid = atlas.grid();
    let quoted = |text: String| format!("\"{}\"", text.replace('"', "\"\""));
    let mut table = String::new();
    match &map.shows {
        MapKind::Tuning(tuning) => {
            let dials = Dial::all(lab.checked(), tuning.of);
            let axes: Vec<_> = tuning.dialed(&dials).collect();
            let names = axes.iter().map(|(dial, _)| format!("{},", dial.key)).collect::<String>();
            table += &format!("{names}{}\n", if tuning.target.is_some() { "steps" } else { "loss" });
            for ((column, row), cell) in atlas.cells(0) {
                let place = grid.fractions(column, row);
                for ((dial, axis), fraction) in axes.iter().zip([place.x, place.y]) {
                    table += &format!("{},", number_text(dial.value(axis, fraction)));
                }
                table += &format!("{}\n", number_text(cell.value));
            }
        }
        MapKind::Basins | MapKind::Robustness => {
            table += "contender,seed,x,y,end,steps\n";
            for (part, (contender, repeat)) in parts.into_iter().enumerate() {
                let seed = lab.experiment().seed.wrapping_add(repeat as u32);
                for ((column, row), cell) in atlas.cells(part) {
                    let w = grid.middle(area, column, row);
                    let end = quoted(fate_words(lab, atlas, cell.fate));
                    let [x, y, steps] = [w.x, w.y, cell.value].map(number_text);
                    table += &format!("{},{seed},{x},{y},{end},{steps}\n", contender + 1);
                }
            }
        }
    }
    table
}
