//! Runs side by side in lanes have the bits of runs one by one, and so has all that they are computed with.

use std::cmp::Ordering;

use steepest::descent::{Abreast, Descent};
use steepest::experiment::Experiment;
use steepest::formula::parse;
use steepest::landscape::{self, Typed};
use steepest::linear::{Rect, Vec2};
use steepest::number::{Jet, LANES, Lanes, Number, Real};
use steepest::objective::{Negated, Objective, Slope};
use steepest::optimizer::{self, Entry, Value};
use steepest::parameter::{Given, Kind, Setting, Settings};
use steepest::random::Stream;
use steepest::run::{Trajectory, climb, descend};
use steepest::schedule;
use steepest::tempo::Tempo;

/// Updates of one run: more than a block of them, so that blocks are joined.
const STEPS: usize = 70;

/// How close to a stationary point counts as settled.
const RADIUS: f64 = 1e-2;

/// Whether two numbers are the same, bit for bit; of numbers that are none it does not matter which.
fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
}

fn same_points(a: Vec2, b: Vec2) -> bool {
    same(a.x, b.x) && same(a.y, b.y)
}

/// Starts scattered over a domain.
fn scattered(domain: Rect, seed: u64) -> [Vec2; LANES] {
    let stream = Stream::new(seed);
    let across = |[low, high]: [f64; 2], k: u64| low + (high - low) * stream.fraction(k);
    std::array::from_fn(|k| Vec2::new(across(domain.x, 2 * k as u64), across(domain.y, 2 * k as u64 + 1)))
}

/// Compares the runs `abreast` from these starts with those that `alone` makes one by one.
fn compare(
    name: &str,
    objective: &dyn Objective,
    abreast: Abreast,
    starts: &[Vec2; LANES],
    radius: f64,
    alone: impl Fn(Vec2) -> Trajectory,
) {
    // What stood there before is gone.
    let mut paths = std::array::from_fn(|_| vec![Vec2::ZERO; 3]);
    let ends = abreast.run(objective, starts, STEPS, &mut paths);
    for ((&start, path), end) in starts.iter().zip(&paths).zip(ends) {
        let alone = alone(start);
        let agree = path.iter().zip(&alone.points).take_while(|(a, b)| same_points(**a, **b)).count();
        assert!(
            agree == path.len() && path.len() == alone.points.len(),
            "{name} from {start:?}: {} points abreast and {} alone agree up to {agree}",
            path.len(),
            alone.points.len(),
        );
        let outcome = end.outcome(objective, path, radius, &[]);
        assert_eq!(outcome, alone.outcome, "{name} from {start:?}");
    }
}

/// The same of an optimizer at a constant learning rate.
fn check(name: &str, objective: &dyn Objective, entry: &Entry, settings: &Settings, rate: f64, starts: &[Vec2; LANES]) {
    let name = format!("{name}/{} at {rate}", entry.key);
    let abreast = |negated| Abreast::new(entry, settings, rate, negated).expect("it has lanes");
    let build = || (entry.build)(settings);
    let down = |start| descend(objective, build(), rate, start, STEPS, RADIUS);
    compare(&name, objective, abreast(false), starts, RADIUS, down);
    let up = |start| climb(objective, build(), rate, start, STEPS, RADIUS);
    compare(&format!("{name}, upwards"), objective, abreast(true), starts, RADIUS, up);
}

fn in_lanes() -> impl Iterator<Item = &'static Entry> {
    optimizer::ALL.iter().copied().filter(|entry| entry.abreast.is_some())
}

#[test]
fn every_optimizer_goes_abreast_on_every_surface() {
    for surface in landscape::ALL {
        let objective = (surface.build)(&Settings::defaults(surface.parameters));
        for (k, entry) in in_lanes().enumerate() {
            let settings = Settings::defaults(entry.parameters);
            let starts = scattered(surface.domain, k as u64);
            for rate in [entry.default_rate(), 0.03, 0.7, 1e4] {
                check(surface.key, &*objective, entry, &settings, rate, &starts);
            }
        }
    }
}

#[test]
fn every_form_of_every_optimizer_goes_abreast() {
    for key in ["himmelblau", "kinked_parabola", "alternating", "walled_saddle"] {
        let surface = landscape::find(key).expect("a surface of the catalogue");
        let objective = (surface.build)(&Settings::defaults(surface.parameters));
        let starts = scattered(surface.domain, 7);
        for entry in in_lanes() {
            let decayed = entry.parameters.iter().any(|p| p.key == "weight_decay");
            for (name, given) in forms(entry) {
                for decay in if decayed { vec![0.0, 0.1] } else { vec![0.0] } {
                    let mut given = given.clone();
                    if decayed {
                        given.insert("weight_decay".into(), Setting::Number(decay));
                    }
                    let settings = Settings::resolve(entry.key, entry.parameters, &given).expect("good settings");
                    for rate in [0.02, 3.0] {
                        check(&format!("{key}, {name}, λ = {decay}"), &*objective, entry, &settings, rate, &starts);
                    }
                }
            }
        }
    }
}

/// Each set of defaults, each option of each choice, and each number at a third of its slider.
fn forms(entry: &Entry) -> Vec<(String, Given)> {
    let mut forms: Vec<(String, Given)> = Vec::new();
    for defaults in entry.defaults {
        let setting = |value: &Value| match value {
            Value::Number(value) => Setting::Number(*value),
            Value::Choice(key) => Setting::Choice((*key).into()),
        };
        let given = defaults.settings.iter().map(|(key, value)| ((*key).to_string(), setting(value))).collect();
        forms.push((defaults.name.into(), given));
    }
    for parameter in entry.parameters {
        let values: Vec<Setting> = match parameter.kind {
            Kind::Number { slider, .. } => vec![Setting::Number(slider.value(0.3))],
            Kind::Choice { options } => options.iter().map(|option| Setting::Choice(option.key.into())).collect(),
            Kind::List { .. } => Vec::new(),
        };
        for value in values {
            forms.push((format!("{} = {value}", parameter.key), [(parameter.key.to_string(), value)].into()));
        }
    }
    forms
}

#[test]
fn rules_that_branch_do_not_go_abreast() {
    let alone: Vec<&str> =
        optimizer::ALL.iter().filter(|entry| entry.abreast.is_none()).map(|entry| entry.key).collect();
    assert_eq!(alone, ["backtracking", "conjugate_gradient", "newton", "bfgs", "lbfgs", "nelder_mead"]);
}

#[test]
fn typed_formulas_go_abreast() {
    let formulas = [
        "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
        "max(x, y)^2 + min(x^2, 3) + |x - y|",
        "sin(x) cos(y) + exp(-x^2) + ln(1 + y^2) + sqrt(|x|)",
        "ln(x) + y^2",
        "softplus(x) + tanh(y) + x^1.5 + atan(x y)",
        "1/x + y^4/10 + min(x, min(y, 1))",
    ];
    for text in formulas {
        let objective = Typed::new(&parse(text).expect("a formula"), &Settings::defaults(&[]));
        for key in ["gradient_descent", "adam", "rprop"] {
            let entry = optimizer::find(key).expect("an optimizer of the catalogue");
            let settings = Settings::defaults(entry.parameters);
            let starts = scattered(Rect::new(-3.0, 3.0, -3.0, 3.0), 5);
            for rate in [0.01, 0.3, 50.0] {
                check(text, &objective, entry, &settings, rate, &starts);
            }
        }
    }
}

#[test]
fn schedules_that_count_steps_go_abreast() {
    let surface = landscape::find("himmelblau").expect("a surface of the catalogue");
    let objective = (surface.build)(&Settings::defaults(&[]));
    let starts = scattered(surface.domain, 3);
    for entry in schedule::ALL {
        let tempo = || Tempo::Scheduled { base: 0.02, schedule: (entry.build)(&Settings::defaults(entry.parameters)) };
        for key in ["momentum", "adam", "adamw"] {
            let optimizer = optimizer::find(key).expect("an optimizer of the catalogue");
            let settings = Settings::defaults(optimizer.parameters);
            let abreast = Abreast::new(optimizer, &settings, tempo(), false);
            assert_eq!(abreast.is_none(), entry.key == "plateau", "{} looks at losses", entry.key);
            let Some(abreast) = abreast else { continue };
            let alone = |start| descend(&*objective, (optimizer.build)(&settings), tempo(), start, STEPS, RADIUS);
            compare(&format!("{}/{key}", entry.key), &*objective, abreast, &starts, RADIUS, alone);
        }
    }
}

#[test]
fn contenders_of_an_experiment_go_abreast() {
    let links = [
        "v=1&on=himmelblau&view=-6,6,-6,6&start=1,1&seed=3&steps=70&noise=0.25&c=adam,rate:0.1,maximize:on&c=momentum,rate:0.01",
        "v=1&on=linear_regression,n:40&view=-6,6,-6,6&start=1,1&seed=0&steps=70&c=adam,rate:0.1,batch:8&c=lion,rate:0.1",
    ];
    for link in links {
        let experiment = Experiment::from_link(link).expect("a good link");
        let checked = experiment.check().expect("a good experiment");
        for contender in 0..2 {
            let descent = Descent { experiment: &experiment, checked: &checked, contender, repeat: 0 };
            let seen = descent.seen().expect("a good experiment");
            let rate = experiment.contenders[contender].rate;
            let abreast = descent.abreast(&seen, rate).expect("it has lanes");
            let starts = scattered(experiment.view, 1);
            let alone = |start| descent.run(rate, start, STEPS).expect("a good experiment");
            compare(link, seen.objective(), abreast, &starts, descent.radius(), alone);
        }
    }
}

#[test]
fn slopes_are_those_of_each_place() {
    for surface in landscape::ALL {
        let objective = (surface.build)(&Settings::defaults(surface.parameters));
        let negated = Negated(&*objective);
        let mut places = scattered(surface.domain, 11);
        places[0] = surface.starts[0];
        (places[1], places[2], places[3]) = (Vec2::ZERO, Vec2::new(f64::INFINITY, 1.0), Vec2::new(1.0, f64::NAN));
        (places[4], places[5]) = (Vec2::new(1e200, -1e200), Vec2::new(-0.0, 5e-324));
        for objective in [&*objective, &negated] {
            for t in [0, 5] {
                let abreast = objective.slopes_at(t, &Vec2::abreast(&places));
                for (k, &w) in places.iter().enumerate() {
                    let (found, wanted) = (abreast.lane(k), objective.slope_at(t, w));
                    let Slope { loss, gradient } = found;
                    let agree = same(loss, wanted.loss) && same_points(gradient, wanted.gradient);
                    assert!(agree, "{} at {w:?}: {found:?} and {wanted:?}", surface.key);
                }
            }
        }
    }
}

/// Numbers at which functions are special, in an order in which neighbours differ much.
const SPECIAL: [f64; 24] = [
    0.0,
    1.0,
    f64::NAN,
    -0.0,
    f64::INFINITY,
    -1.0,
    5e-324,
    f64::NEG_INFINITY,
    -5e-324,
    2.0,
    f64::MAX,
    0.5,
    f64::MIN,
    -2.0,
    f64::MIN_POSITIVE,
    -0.5,
    1e-310,
    710.0,
    -1e-310,
    -746.0,
    f64::EPSILON,
    -3.0,
    1e22,
    0.1,
];

/// A function of two numbers: its name, its result in lanes, and what it is of one pair.
type Two = (&'static str, Lanes, fn(f64, f64) -> f64);

/// The special numbers in lanes, each shift of them once.
fn special() -> impl Iterator<Item = Lanes> {
    (0..SPECIAL.len()).map(|shift| Lanes(std::array::from_fn(|k| SPECIAL[(shift + k) % SPECIAL.len()])))
}

fn assert_lanes(name: &str, found: Lanes, wanted: impl Fn(usize) -> f64) {
    for (k, found) in found.0.into_iter().enumerate() {
        assert!(same(found, wanted(k)), "{name}, lane {k}: {found} and {}", wanted(k));
    }
}

#[test]
fn lanes_are_numbers_one_by_one() {
    macro_rules! functions {
        ($($name:ident)*) => {
            [$((stringify!($name), <Lanes as Number>::$name as fn(Lanes) -> Lanes, <f64 as Number>::$name as fn(f64) -> f64)),*]
        };
    }
    let ones = functions! {
        sqrt exp sin cos tanh softplus ln log10 tan asin acos atan sinh cosh asinh acosh atanh logistic abs sign kink square
    };
    for a in special() {
        for (name, of_lanes, of_one) in ones {
            assert_lanes(name, of_lanes(a), |k| of_one(a.0[k]));
        }
        assert_lanes("negation", -a, |k| -a.0[k]);
        assert_lanes("each", a.each(|a| a + 1.0), |k| a.0[k] + 1.0);
        for n in (0..20).chain([31, 64]) {
            assert_lanes("powi", Number::powi(a, n), |k| Number::powi(a.0[k], n));
        }
        for c in SPECIAL {
            assert_lanes("constant", Lanes::constant(c), |_| c);
            assert_lanes("powf", a.powf(c), |k| Number::powf(a.0[k], c));
            assert_lanes("a + c", a + c, |k| a.0[k] + c);
            assert_lanes("a − c", a - c, |k| a.0[k] - c);
            assert_lanes("a c", a * c, |k| a.0[k] * c);
            assert_lanes("a / c", a / c, |k| a.0[k] / c);
        }
        for (order, terms) in a.softplus_series().into_iter().enumerate() {
            assert_lanes("softplus_series", terms, |k| a.0[k].softplus_series()[order]);
        }
        for b in special() {
            let at = |k: usize| (a.0[k], b.0[k]);
            let twos: [Two; 9] = [
                ("a + b", a + b, |a, b| a + b),
                ("a − b", a - b, |a, b| a - b),
                ("a b", a * b, |a, b| a * b),
                ("a / b", a / b, |a, b| a / b),
                ("min", Number::min(a, b), Number::min),
                ("max", Number::max(a, b), Number::max),
                ("pow", a.pow(b), Number::pow),
                ("blend", a.blend(b), Number::blend),
                ("zip", a.zip(b, f64::atan2), f64::atan2),
            ];
            for (name, found, of_one) in twos {
                assert_lanes(name, found, |k| of_one(at(k).0, at(k).1));
            }
            let decided = a.decide(b, [a, a * 2.0, b]);
            assert_lanes("decide", decided, |k| match at(k).0.compare(at(k).1) {
                Some(Ordering::Less) => at(k).0,
                Some(_) => at(k).1,
                None => at(k).0 * 2.0,
            });
            let agree = (1..LANES).all(|k| at(k).0.compare(at(k).1) == at(0).0.compare(at(0).1));
            assert_eq!(a.compare(b), at(0).0.compare(at(0).1).filter(|_| agree));
        }
    }
}

#[test]
fn jets_over_lanes_are_jets_one_by_one() {
    fn formulas<N: Number>(x: N, y: N) -> [N; 6] {
        [
            Number::min(x, y) * Number::max(x * y, y.square()),
            Number::max(x - 1.0, N::constant(0.0)).square() + x.abs() * y,
            (x * y).softplus() + x.powi(5) / (y.powf(1.5) + 1.0),
            x.sin() * y.cos() - (x + y).tanh(),
            (x.abs() + 0.1).ln() + x.square().pow(y),
            (x.square() + y.square()).sqrt().exp() - x.sign(),
        ]
    }
    let parts = |Jet { value, gradient: [x, y], hessian: [xx, xy, yy] }: Jet| [value, x, y, xx, xy, yy];
    for (x, y) in special().zip(special().skip(5)) {
        let abreast = formulas(Jet::x(x), Jet::y(y));
        for k in 0..LANES {
            let alone = formulas(Jet::x(x.0[k]), Jet::y(y.0[k]));
            for (formula, (abreast, alone)) in abreast.iter().zip(alone).enumerate() {
                let Jet { value, gradient, hessian } = *abreast;
                let lane =
                    Jet { value: value.0[k], gradient: gradient.map(|g| g.0[k]), hessian: hessian.map(|h| h.0[k]) };
                let agree = parts(lane).iter().zip(parts(alone)).all(|(a, b)| same(*a, b));
                assert!(agree, "formula {formula} at ({}, {}): {lane:?} and {alone:?}", x.0[k], y.0[k]);
            }
        }
    }
}
