//! What every entry of the registries promises, whoever wrote it.

use std::collections::BTreeSet;
use std::fmt::Debug;

use steepest::data;
use steepest::landscape;
use steepest::linear::Vec2;
use steepest::optimizer::{self, Family, Stability};
use steepest::outcome::Outcome;
use steepest::parameter::{Kind, Parameter, Setting, Settings, Slider};
use steepest::run::descend;
use steepest::schedule;

/// Names of surfaces, optimizers and forms: they need no escaping in a link and are not spelled in two ways.
fn is_plain(key: &str) -> bool {
    is_symbol(key) && !key.bytes().any(|b| b.is_ascii_uppercase())
}

/// Names of parameters may be capitals, as in a formula.
fn is_symbol(key: &str) -> bool {
    let letters = key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    letters && key.bytes().next().is_some_and(|b| b.is_ascii_alphabetic())
}

#[track_caller]
fn assert_unique<T: Ord + Debug>(what: &str, items: impl Iterator<Item = T>) {
    let mut seen = BTreeSet::new();
    for item in items {
        let text = format!("{item:?}");
        assert!(seen.insert(item), "two {what} are {text}");
    }
}

/// Whether every brace of a formula in LaTeX is closed, escaped ones aside.
fn braces_balance(latex: &str) -> bool {
    let mut depth = 0;
    let mut escaped = false;
    for c in latex.chars() {
        match c {
            '{' if !escaped => depth += 1,
            '}' if !escaped => depth -= 1,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

/// Ends of a slider's travel.
fn travel(slider: Slider) -> [f64; 2] {
    match slider {
        Slider::Linear(low, high) | Slider::Logarithmic(low, high) | Slider::Whole(low, high) => [low, high],
        Slider::TowardsOne(high) => [0.0, high],
    }
}

/// Every parameter with the key of its owner.
fn parameters() -> Vec<(&'static str, &'static Parameter)> {
    let surfaces = landscape::ALL.iter().flat_map(|e| e.parameters.iter().map(|p| (e.key, p)));
    let models = data::ALL.iter().flat_map(|e| e.maker.iter().chain(e.parameters).map(|p| (e.key, p)));
    let optimizers = optimizer::ALL.iter().flat_map(|e| e.parameters.iter().map(|p| (e.key, p)));
    let schedules = schedule::ALL.iter().flat_map(|e| e.parameters.iter().map(|p| (e.key, p)));
    let shared = [("any contender", &optimizer::RATE), ("any contender", &optimizer::MAXIMIZE)];
    surfaces.chain(models).chain(optimizers).chain(schedules).chain(shared).collect()
}

#[test]
fn keys_are_plain_and_unique() {
    assert_unique("surfaces and models", landscape::ALL.iter().map(|e| e.key).chain(data::ALL.iter().map(|e| e.key)));
    assert_unique("optimizers", optimizer::ALL.iter().map(|e| e.key));
    for key in landscape::ALL.iter().map(|e| e.key).chain(optimizer::ALL.iter().map(|e| e.key)) {
        assert!(is_plain(key), "{key} is not plain");
    }
    for entry in landscape::ALL {
        assert_unique(entry.key, entry.parameters.iter().map(|p| p.key));
    }
    for entry in optimizer::ALL {
        // The rate stands beside the parameters in links and fields.
        assert_unique(
            entry.key,
            entry.parameters.iter().map(|p| p.key).chain([optimizer::RATE.key, optimizer::MAXIMIZE.key, "optimizer"]),
        );
    }
    for entry in schedule::ALL {
        assert!(is_plain(entry.key), "{} is not plain", entry.key);
        // The step from which it takes over stands beside the parameters in links.
        assert_unique(entry.key, entry.parameters.iter().map(|p| p.key).chain(["after", "schedule"]));
    }
}

#[test]
fn names_are_unique_and_entries_are_found_by_their_key() {
    assert_unique("surfaces", landscape::ALL.iter().map(|e| e.name));
    assert_unique("optimizers", optimizer::ALL.iter().map(|e| e.name));
    assert!(landscape::ALL.iter().all(|e| landscape::find(e.key).is_some_and(|found| found.name == e.name)));
    assert!(optimizer::ALL.iter().all(|e| optimizer::find(e.key).is_some_and(|found| found.name == e.name)));
    assert_unique("schedules", schedule::ALL.iter().map(|e| e.key));
    assert_unique("schedules", schedule::ALL.iter().map(|e| e.name));
    assert!(schedule::ALL.iter().all(|e| schedule::find(e.key).is_some_and(|found| found.name == e.name)));
    assert!(landscape::find("").is_none() && optimizer::find("").is_none());
}

#[test]
fn every_entry_says_what_it_is_and_whence() {
    let surfaces = landscape::ALL.iter().flat_map(|e| [e.name, e.formula, e.about, e.source].map(|text| (e.key, text)));
    let models = data::ALL.iter().flat_map(|e| [(e.key, e.about), (e.key, e.source), (e.key, e.formula)]);
    let optimizers = optimizer::ALL.iter().flat_map(|e| [e.name, e.rule, e.source].map(|text| (e.key, text)));
    let schedules = schedule::ALL.iter().flat_map(|e| [e.name, e.rule, e.about, e.source].map(|text| (e.key, text)));
    for (key, text) in surfaces.chain(models).chain(optimizers).chain(schedules) {
        assert!(!text.trim().is_empty() && text.trim() == text, "{key}: {text:?}");
    }
    for entry in landscape::ALL {
        assert!(entry.about.ends_with('.'), "{}: about is a sentence", entry.key);
    }
    for entry in schedule::ALL {
        assert!(entry.about.ends_with('.'), "{}: about is a sentence", entry.key);
    }
}

#[test]
fn formulas_in_latex_are_well_formed() {
    let forms = parameters().into_iter().flat_map(|(key, parameter)| match parameter.kind {
        Kind::Choice { options } => options.iter().map(|option| (key, option.rule)).collect(),
        _ => Vec::new(),
    });
    let schedules = schedule::ALL.iter().map(|e| (e.key, e.rule));
    for (key, rule) in optimizer::ALL.iter().map(|e| (e.key, e.rule)).chain(schedules).chain(forms) {
        assert!(braces_balance(rule), "{key}: {rule}");
    }
    assert!(braces_balance(r"\frac{a}{b} \{") && !braces_balance("{}}{") && !braces_balance("{"));
}

#[test]
fn defaults_pass_their_own_range_and_lie_on_the_slider() {
    for (owner, parameter) in parameters() {
        let field = format!("{owner}.{}", parameter.key);
        assert!(is_symbol(parameter.key) && !parameter.name.is_empty(), "{field}");
        assert_eq!(parameter.check(&field, &parameter.default()), Ok(()));
        match parameter.kind {
            Kind::Number { default, range, slider } => {
                let [low, high] = travel(slider);
                // A seed is in no formula.
                let is_in_formulas = !matches!(slider, Slider::Whole(..));
                assert!(!is_in_formulas || !parameter.symbol.is_empty(), "{field} has no symbol");
                assert!(low < high, "{field}: the slider runs from {low} to {high}");
                // A zero is no place on a logarithmic travel; it is the only default that may be typed, not slid to.
                let typed = default == 0.0 && matches!(slider, Slider::Logarithmic(..));
                assert!(typed || (low <= default && default <= high), "{field}: {default} is not in [{low}, {high}]");
                assert!(range.contains(low) && range.contains(high), "{field}: the slider leaves {}", range.words());
                if let Slider::Logarithmic(low, _) = slider {
                    assert!(low > 0.0, "{field}: a logarithmic slider begins at {low}");
                }
            }
            Kind::List { default, range } => {
                assert!(default.windows(2).all(|pair| pair[0] <= pair[1]), "{field}: {default:?} does not ascend");
                assert!(range.low >= 0.0 && range.high.is_finite(), "{field}: steps are counted from 0");
            }
            Kind::Choice { options } => {
                assert!(options.len() >= 2, "{field} leaves no choice");
                assert_unique(&field, options.iter().map(|option| option.key));
                assert_unique(&field, options.iter().map(|option| option.name));
                assert!(options.iter().all(|option| is_plain(option.key)), "{field}");
            }
        }
    }
}

#[test]
fn every_value_of_a_slider_passes_the_range() {
    for (owner, parameter) in parameters() {
        if let Kind::Number { range, slider, .. } = parameter.kind {
            for k in 0..=100 {
                let value = slider.value(f64::from(k) / 100.0);
                assert!(range.contains(value), "{owner}.{} slides to {value}", parameter.key);
            }
        }
    }
}

#[test]
fn views_are_rectangles_around_their_starts() {
    for entry in landscape::ALL {
        let objective = (entry.build)(&Settings::defaults(entry.parameters));
        for rect in [entry.view, entry.domain] {
            let size = rect.size();
            // Of one parameter the domain is a segment of the x axis.
            let is_segment = objective.variables() == 1 && rect == entry.domain && rect.y == [0.0, 0.0];
            assert!(size.x > 0.0 && (size.y > 0.0 || is_segment) && size.is_finite(), "{}: {rect:?}", entry.key);
        }
        steepest::experiment::check_view(entry.view).expect("a home view passes the check of views");
        assert!(!entry.starts.is_empty(), "{} has no start", entry.key);
        for start in entry.starts {
            let is_curve = objective.variables() == 1;
            let shown = if is_curve { Vec2::new(start.x, objective.value(*start)) } else { *start };
            assert!(entry.view.contains(shown), "{}: the start {start:?} is out of view", entry.key);
        }
    }
}

#[test]
fn every_surface_is_smooth_and_sloping_at_its_starts() {
    for entry in landscape::ALL {
        let objective = (entry.build)(&Settings::defaults(entry.parameters));
        for &start in entry.starts {
            let here = objective.curvature(start);
            let Vec2 { x, y } = start;
            assert!(here.loss.is_finite(), "{}: the loss at ({x}, {y}) is {}", entry.key, here.loss);
            assert!(here.gradient.is_finite(), "{}: the gradient at ({x}, {y}) is not finite", entry.key);
        }
        let first = objective.slope(entry.starts[0]).gradient;
        assert!(first != Vec2::ZERO, "{}: nothing moves from the first start", entry.key);
    }
}

#[test]
fn value_slope_curvature_and_row_have_the_same_bits() {
    for entry in landscape::ALL {
        let objective = (entry.build)(&Settings::defaults(entry.parameters));
        let xs: Vec<f64> = (0..17).map(|k| entry.domain.x[0] + entry.domain.size().x * f64::from(k) / 16.0).collect();
        let mut row = vec![0.0; xs.len()];
        for k in 0..17 {
            let y = entry.domain.y[0] + entry.domain.size().y * f64::from(k) / 16.0;
            objective.row(&xs, y, &mut row);
            for (x, in_row) in xs.iter().zip(&row) {
                let w = Vec2::new(*x, y);
                let (slope, curvature) = (objective.slope(w), objective.curvature(w));
                let losses = [objective.value(w), slope.loss, curvature.loss, *in_row].map(f64::to_bits);
                assert!(losses.iter().all(|bits| *bits == losses[0]), "{} at {w:?}: {losses:?}", entry.key);
                let bits = |g: Vec2| [g.x.to_bits(), g.y.to_bits()];
                assert_eq!(bits(slope.gradient), bits(curvature.gradient), "{} at {w:?}", entry.key);
            }
        }
    }
}

#[test]
fn floors_lie_below_every_value_in_the_domain() {
    for entry in landscape::ALL {
        let settings = Settings::defaults(entry.parameters);
        let Some(floor) = (entry.floor)(&settings) else { continue };
        let objective = (entry.build)(&settings);
        for k in 0..41 * 41 {
            let t = Vec2::new(f64::from(k % 41), f64::from(k / 41)) / 40.0;
            let w = Vec2::new(entry.domain.x[0], entry.domain.y[0]) + t * entry.domain.size();
            let loss = objective.value(w);
            // A floor known to full precision may lie a rounding above a computed value.
            let rounding = 4.0 * f64::EPSILON * (1.0 + floor.abs());
            assert!(loss.is_nan() || loss >= floor - rounding, "{}: {loss} at {w:?} is below {floor}", entry.key);
        }
    }
}

#[test]
fn every_optimizer_runs_on_every_surface_with_its_defaults() {
    for surface in landscape::ALL {
        let objective = (surface.build)(&Settings::defaults(surface.parameters));
        for entry in optimizer::ALL {
            let settings = Settings::defaults(entry.parameters);
            assert!(
                entry.default_rate() > 0.0
                    && optimizer::RATE.check("rate", &Setting::Number(entry.default_rate())).is_ok()
            );
            let optimizer = (entry.build)(&settings);
            let names: Vec<_> = optimizer.state().iter().map(|(name, _)| *name).collect();
            // Zero, or where a setting has it start, as accumulators do; corrected averages are those over 1 − β⁰ = 1.
            // A matrix starts as the identity, a product at 1; what only the first update tells is not a number before.
            let set = |value: f64| entry.parameters.iter().any(|p| *settings.get(p.key) == Setting::Number(value));
            let axis = |value: Vec2| value == Vec2::new(1.0, 0.0) || value == Vec2::new(0.0, 1.0);
            let begins = |value: Vec2| value == Vec2::new(1.0, 1.0) || value.x.is_nan() && value.y.is_nan();
            let rests =
                |value: Vec2| value == Vec2::ZERO || value.x == value.y && set(value.x) || axis(value) || begins(value);
            assert!(optimizer.state().iter().all(|(_, value)| rests(*value)), "{} starts at rest", entry.key);
            let run = descend(&*objective, optimizer, entry.default_rate(), surface.starts[0], 3, 1e-3);
            // The notes' rate may be far too large here; one step it makes everywhere.
            // A rule that sees values alone may at first find nothing better than the start.
            // One that makes many iterations a step may leave the finite numbers in its first, and one that divides by
            // the curvature has no step where there is none.
            let moves = run.steps() >= 1 && run.points[1] != run.points[0];
            let ended = matches!(run.outcome, Outcome::Diverged { .. } | Outcome::Undefined { .. });
            let fine = moves || entry.family == Family::DerivativeFree || entry.family == Family::Curvature && ended;
            assert!(fine, "{} on {} stays", entry.key, surface.key);
            let later: Vec<_> = run.step(&*objective, 3).state.iter().map(|(name, _)| *name).collect();
            assert_eq!(names, later, "{} keeps its symbols", entry.key);
        }
    }
}

#[test]
fn every_set_of_defaults_is_named_and_fits() {
    for entry in optimizer::ALL {
        assert_unique(entry.key, entry.defaults.iter().map(|defaults| defaults.name));
        assert!(entry.defaults[0].settings.is_empty(), "{}: the first are the parameters' own", entry.key);
        for defaults in entry.defaults {
            let owner = format!("{} by {}", entry.key, defaults.name);
            let resolved = Settings::resolve(&owner, entry.parameters, &defaults.given());
            assert!(resolved.is_ok(), "{owner}: {resolved:?}");
            assert!(defaults.rate > 0.0, "{owner}");
        }
    }
}

#[test]
fn every_limit_of_stability_is_a_positive_number() {
    for entry in optimizer::ALL {
        match (entry.stability)(&Settings::defaults(entry.parameters)) {
            Stability::Sharpness(limit)
            | Stability::DecayedSharpness { limit, .. }
            | Stability::RescaledSharpness { limit, .. }
            | Stability::Relative(limit) => assert!(limit > 0.0, "{}", entry.key),
            Stability::SelfLimiting | Stability::FixedStep | Stability::OwnScale | Stability::Unknown => {}
        }
    }
}
