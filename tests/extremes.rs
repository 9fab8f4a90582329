//! Runs that come to rest where numbers have no digits left, or leave for the greatest: all that explains them is drawn
//! and said all the same.

mod support;

use steepest::draw::{self, Clock, Theme, ValueAxis, draw_axes};
use steepest::experiment::Experiment;
use steepest::explain::{Quantity, theory};
use steepest::export::{self, Job, Options, Pixels, Raster};
use steepest::lab::Lab;
use steepest::page::{self, TableView};
use steepest::problem::Problem;
use steepest::traced::{Traced, draw_eigenbasis_of, draw_modes_of};
use steepest::{landscape, linear::Vec2};
use support::svg::{UNIT, svg};

/// Places beside those where a landscape lets runs start: an axis, nearly so, and ever nearer to nothing.
const PLACES: [[f64; 2]; 5] = [[0.0, 0.0], [1e-6, 1.0], [1e-160, -1e-170], [5e-324, 1.0], [-1e9, 1e9]];

fn lab(link: &str) -> Lab {
    let experiment = Experiment::from_link(link).unwrap_or_else(|problem| panic!("{link}: {problem}"));
    Lab::new(experiment).unwrap_or_else(|problem| panic!("{link}: {problem}"))
}

/// No number in a drawing is missing.
#[track_caller]
fn assert_numbers(text: &str, what: &str) {
    for none in ["NaN", "inf"] {
        assert!(!text.contains(none), "{what} has {none}");
    }
}

/// For formats without pixels.
struct NoRaster;

impl Raster for NoRaster {
    fn pixels(&mut self, _: &Job, _: usize) -> Result<Pixels, Problem> {
        panic!("a text has no pixels")
    }
}

/// The race itself when the clock stands at `clock`: panels, charts, words.
fn show(lab: &mut Lab, clock: usize) {
    export::complete(lab).expect("the race can be made");
    let link = lab.experiment().to_link();
    let _ = (page::describe(lab), page::statuses(lab, clock), page::table(lab, &TableView::default()));
    for contender in 0..lab.experiment().contenders.len() {
        let _ = page::inspect(lab, lab.followed(contender).points[clock.min(lab.followed(contender).steps())]);
    }
    let losses: Vec<&[f64]> =
        (0..lab.experiment().contenders.len()).map(|contender| &lab.followed(contender).losses[..]).collect();
    for axis in [ValueAxis::Linear, ValueAxis::Logarithmic { floor: lab.floor().unwrap_or(0.0) }] {
        let (text, ()) = svg(300, 150, |sheet| {
            let curves = losses.iter().copied();
            let charted = draw::Quantity::Loss(axis);
            draw_axes(sheet, UNIT, curves, Clock::steps(lab.steps()), charted, &Theme::default()).expect("it is drawn");
        });
        assert_numbers(&text, &format!("the chart of {link}"));
    }
    for what in ["overlay", "chart"] {
        let mut options = Options::default();
        for (field, text) in [("what", what), ("step", &clock.to_string()[..])] {
            options.set(field, text).expect("an option");
        }
        let job = Job { lab, options: &options, theme: &Theme::default() };
        let made = export::make(export::find("svg").expect("SVG"), &job, &mut NoRaster, &mut |_, _| {});
        let text = String::from_utf8(made.unwrap_or_else(|problem| panic!("{link}: {problem}"))).expect("a text");
        assert!(!text.contains("NaN"), "{what} of {link} at {clock}");
    }
}

/// All that explains a race when the clock stands at `clock`.
fn explain(lab: &Lab, clock: usize) {
    let theme = Theme::default();
    let link = lab.experiment().to_link();
    for contender in 0..lab.experiment().contenders.len() {
        let what = format!("contender {} of {link} at {clock}", contender + 1);
        let card = serde_json::to_string(&page::theory_card(lab, contender, clock)).expect("plain data");
        assert!(!card.contains("NaN"), "{what}: {card}");
        let _ = page::anatomy(lab, contender, clock);
        let Ok(found) = theory(lab, contender, clock) else { continue };
        if found.quadratic.dimension == 2 {
            let (text, map) = svg(260, 220, |sheet| {
                draw_eigenbasis_of(lab, contender, &found, (sheet, UNIT), None, &theme).expect("it is drawn")
            });
            let size = map.map.visible.size();
            assert!(size.is_finite() && size.x > 0.0 && size.y > 0.0 && map.stretch.is_finite(), "{what}: {map:?}");
            assert_numbers(&text, &what);
        }
        let (text, ()) = svg(260, 160, |sheet| {
            draw_modes_of(lab, contender, &found, (sheet, UNIT), &theme).expect("it is drawn");
        });
        assert_numbers(&text, &what);
    }
    for (quantity, key) in Quantity::ALL {
        for linear in [None, Some(true)] {
            let mut traced = Traced { linear, ..Traced::new(quantity) };
            traced.measure(lab);
            let map = traced.map(lab, None, Vec2::new(300.0, 150.0));
            let (text, ()) = svg(300, 150, |sheet| {
                traced.draw(lab, &map, [Some(sheet), Some(sheet)], UNIT, clock, &theme).expect("it is drawn");
            });
            assert_numbers(&text, &format!("{key} of {link} at {clock}"));
        }
    }
}

#[test]
fn what_rests_on_numbers_without_digits_is_explained() {
    let link = "v=1&on=bounded_saddle&view=-2,2,-2,2&start=1e-6,1&seed=0&steps=2000&c=gradient_descent,rate:0.5";
    explain(&lab(link), 2000);
}

#[test]
fn every_landscape_is_explained_from_anywhere() {
    for entry in landscape::ALL {
        let [x, y] = [entry.view.x, entry.view.y];
        let view = format!("{},{},{},{}", x[0], x[1], y[0], y[1]);
        for [x, y] in PLACES {
            let mut lab = lab(&format!(
                "v=1&on={}&view={view}&start={x},{y}&seed=0&steps=150&c=gradient_descent,rate:0.5&c=momentum,rate:0.05\
                 &c=newton,rate:1&c=adam,rate:0.3",
                entry.key
            ));
            for clock in [0, lab.steps()] {
                explain(&lab, clock);
            }
            let end = lab.steps();
            show(&mut lab, end);
        }
    }
}
