//! Experiments whose programs are run by Python: every optimizer, schedule, surface and model, in all their forms.

mod scheduled;

use serde::Serialize;
use steepest::code::{self, Dialect};
use steepest::data;
use steepest::experiment::{Batching, Contender, Experiment, Fairness, Landscape, Look, Order, SCENES, Unit, VERSION};
use steepest::landscape;
use steepest::linear::{Rect, Vec2};
use steepest::optimizer::{self, Family, Stability};
use steepest::parameter::{Given, Kind, Parameter, Setting, Settings};
use steepest::schedule;

/// A program to be run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Case {
    pub link: String,
    pub dialect: &'static str,
    pub program: String,
    /// The file that it reads, if there is one.
    pub table: Option<String>,
}

fn given(pairs: &[(&str, Setting)]) -> Given {
    pairs.iter().map(|(key, value)| (key.to_string(), value.clone())).collect()
}

fn number(value: f64) -> Setting {
    Setting::Number(value)
}

fn choice(key: &str) -> Setting {
    Setting::Choice(key.into())
}

fn contender(optimizer: &str, rate: f64, parameters: &[(&str, Setting)]) -> Contender {
    Contender { parameters: given(parameters), ..Contender::new(optimizer, rate) }
}

/// A race from one start.
pub fn experiment(landscape: Landscape, start: Vec2, steps: usize, contenders: Vec<Contender>) -> Experiment {
    Experiment {
        version: VERSION,
        landscape,
        view: Rect::new(-3.0, 3.0, -3.0, 3.0),
        starts: vec![start],
        seed: 5,
        steps,
        unit: Unit::Steps,
        runs: 1,
        noise: 0.0,
        contenders,
        fairness: Fairness::AsSet,
        pins: Vec::new(),
        map: None,
        look: Look::default(),
    }
}

/// A rate at which no run leaves Rosenbrock's valley.
fn rate(entry: &optimizer::Entry, settings: &Settings) -> f64 {
    let fixed = matches!((entry.stability)(settings), Stability::Sharpness(_) | Stability::DecayedSharpness { .. });
    if fixed || entry.family == Family::Momentum { 5e-4 } else { entry.default_rate() }
}

/// Settings of an optimizer: every set of defaults, every option of every form, and every number elsewhere, alone and
/// all.
fn variants(parameters: &[Parameter], sets: impl Iterator<Item = Given>) -> Vec<Given> {
    let elsewhere = |parameter: &Parameter| {
        let Kind::Number { default, slider, .. } = parameter.kind else { return None };
        // What counts is a whole number.
        let whole = |value: f64| if default.fract() == 0.0 && default > 1.0 { value.round() } else { value };
        let values = [0.25, 0.5].into_iter().map(|at| whole(slider.value(at)));
        values.filter(|value| *value != default).map(number).find(|value| parameter.check("", value).is_ok())
    };
    let single = |key: &str, value: Setting| given(&[(key, value)]);
    let mut all = vec![Given::new()];
    all.extend(sets);
    for parameter in parameters {
        if let Kind::Choice { options } = parameter.kind {
            all.extend(options[1..].iter().map(|option| single(parameter.key, choice(option.key))));
        }
        if parameter.key == "weight_decay" {
            all.push(single(parameter.key, number(0.1)));
        }
    }
    let moved = parameters.iter().filter_map(|p| Some((p.key.to_string(), elsewhere(p)?)));
    all.push(moved.collect());
    let mut once: Vec<Given> = Vec::new();
    for variant in all {
        if !once.contains(&variant) {
            once.push(variant);
        }
    }
    once
}

/// Every optimizer in all its forms.
fn optimizers(add: &mut dyn FnMut(Experiment, &[Dialect])) {
    for entry in optimizer::ALL {
        let variants = variants(entry.parameters, entry.defaults.iter().map(|set| set.given()));
        let contenders: Vec<Contender> = variants
            .into_iter()
            .map(|parameters| {
                let settings = Settings::resolve(entry.key, entry.parameters, &parameters).expect("good settings");
                Contender { parameters, ..Contender::new(entry.key, rate(entry, &settings)) }
            })
            .collect();
        for contenders in contenders.chunks(12) {
            // One that searches or learns the curvature decides by small differences, and so enlarges roundings: it
            // goes where there is little to decide.
            let (valley, start, steps) = match entry.family {
                Family::Curvature => ("long_valley", Vec2::new(-1.5, 1.2), 6),
                _ => ("rosenbrock", Vec2::new(-1.5, 2.0), 30),
            };
            add(experiment(Landscape::new(valley), start, steps, contenders.to_vec()), &Dialect::ALL);
            // Both of the two kinds of problem that change the lines: climbing, and one parameter alone.
            let up = contenders.iter().map(|c| Contender { maximize: true, ..c.clone() }).collect();
            let steps = if entry.family == Family::Curvature { 3 } else { 12 };
            add(experiment(Landscape::new("peaks"), Vec2::new(0.4, 0.3), steps, up), &Dialect::ALL);
            let curve = Landscape::new("kinked_parabola");
            add(experiment(curve, Vec2::new(2.3, 0.0), 12, contenders.to_vec()), &Dialect::ALL);
        }
    }
}

/// Every optimizer that PyTorch has, in PyTorch's form, by itself.
fn of_torch() -> Vec<Contender> {
    let pytorch = [("form", choice("pytorch"))];
    vec![
        contender("gradient_descent", 0.05, &[]),
        contender("momentum", 0.02, &pytorch),
        contender("nesterov", 0.02, &pytorch),
        contender("adagrad", 0.3, &[]),
        contender("rmsprop", 0.02, &[("mu", number(0.5))]),
        contender("adam", 0.1, &[]),
        contender("adamw", 0.1, &[]),
        contender("nadam", 0.1, &[]),
        contender("adamax", 0.1, &[]),
        contender("radam", 0.1, &[]),
        contender("adadelta", 1.0, &[]),
        contender("asgd", 0.05, &[]),
        contender("rprop", 0.05, &[]),
        contender("lbfgs", 0.3, &[("max_iter", number(2.0))]),
    ]
}

/// Rules that PyTorch does not have, and forms that it has under other names at a constant rate only.
fn written() -> Vec<Contender> {
    vec![
        contender("momentum", 0.02, &[]),
        contender("nesterov", 0.02, &[]),
        contender("rmsprop", 0.02, &[]),
        contender("qhm", 0.05, &[("beta", number(0.9))]),
        contender("qhadam", 0.1, &[]),
        contender("adabelief", 0.1, &[]),
        contender("yogi", 0.1, &[]),
        // Numbers that no average of signs cancels exactly.
        contender("lion", 0.0437, &[("beta2", number(0.973))]),
        contender("ftrl", 0.3, &[("beta", number(0.5))]),
        contender("newton", 0.3, &[]),
        contender("bfgs", 1.0, &[]),
        contender("nelder_mead", 0.5, &[]),
    ]
}

/// Every surface, with derivatives of both orders.
fn surfaces(add: &mut dyn FnMut(Experiment, &[Dialect])) {
    for entry in landscape::ALL {
        let contenders = vec![
            contender("gradient_descent", 1e-4, &[]),
            contender("adam", 0.01, &[]),
            contender("newton", 0.1, &[("form", choice("shifted")), ("tau", number(300.0))]),
        ];
        let mut race = experiment(Landscape::new(entry.key), entry.starts[0], 15, contenders);
        race.starts = entry.starts.to_vec();
        add(race.clone(), &Dialect::ALL);
        let moved: Given = entry
            .parameters
            .iter()
            .filter_map(|p| match p.kind {
                Kind::Number { slider, .. } => Some((p.key.to_string(), number(slider.value(0.6)))),
                _ => None,
            })
            .collect();
        if !moved.is_empty() {
            race.landscape.parameters = moved;
            race.starts.truncate(1);
            add(race, &Dialect::ALL);
        }
    }
    for (formula, pairs) in TYPED {
        let mut landscape = Landscape::typed(formula);
        landscape.parameters = pairs.iter().map(|(key, value)| (key.to_string(), number(*value))).collect();
        let contenders = vec![
            contender("gradient_descent", 0.01, &[]),
            contender("adam", 0.02, &[]),
            contender("newton", 0.1, &[("form", choice("shifted")), ("tau", number(30.0))]),
        ];
        add(experiment(landscape, Vec2::new(0.4, 0.3), 15, contenders), &Dialect::ALL);
    }
}

/// Formulas with every function, every sign, and every kind of name that a program could have for its own.
const TYPED: &[(&str, &[(&str, f64)])] = &[
    ("5", &[]),
    ("3*y - 2", &[]),
    ("a*x^2 + y^4 - cos(3x)", &[("a", 0.7)]),
    ("sqrt(1 + x^2) + exp(-y) + e^(x/2) + ln(2 + x) + log10(3 + y)", &[]),
    ("sin(x) + cos(y) + tan(x/2) + asin(x/2) - acos(y/2) + atan(x*y)", &[]),
    ("sinh(x) + cosh(y) + tanh(x*y) + asinh(x) + acosh(2 + y^2) + atanh(x/2)", &[]),
    ("abs(x - 0.35) + |y| + softplus(x - y) + softplus(30x) + min(x, y^2) + max(x*y, 0.1)", &[]),
    ("min(x, a) + max(b, 2)*y + abs(a)*x + sin(b)*x^2 + softplus(a)*y^2 + atanh(a/9)*x", &[("a", 0.3), ("b", 1.5)]),
    ("x^n + (y + 2)^a + a^x + (x + 2)^y - (x + 1)^-2/3 + 1/(1 + x^2 + y^2)", &[("n", 3.0), ("a", 1.5)]),
    (
        "loss*x^2 + gradient*y^2 + w*x + t*y + lambda*x*y + data + step + adam*x^4 + inf + math*x + p*y + dx*x",
        &[("loss", 1.5), ("gradient", 2.5), ("w", 0.1), ("lambda", 0.3), ("adam", 0.2), ("dx", 0.4)],
    ),
    ("λ*x^2 + μ_2*y^2", &[("μ_2", 2.0)]),
    ("-(x - 2y)*-(x + y)*--2 - -x^2", &[]),
];

/// Losses over data, with batches in every order.
fn sums(add: &mut dyn FnMut(Experiment, &[Dialect])) {
    let batching = |size, order, stream| Batching { size: Some(size), order, stream };
    for entry in data::ALL {
        for mut parameters in variants(entry.parameters, std::iter::empty()) {
            parameters.insert("n".into(), number(23.0));
            let mut landscape = Landscape::new(entry.key);
            landscape.parameters = parameters;
            if Settings::resolve("", &landscape.parameters().expect("a model"), &landscape.parameters).is_err() {
                continue;
            }
            let ground = landscape.build().expect("a model with data");
            let is_summed = landscape.parameters.get("reduction").is_some();
            let rate = if is_summed { 0.001 } else { 0.02 };
            let mut contenders = vec![
                contender("gradient_descent", rate, &[]),
                contender("adam", 0.05, &[]),
                contender("momentum", rate, &[("form", choice("pytorch"))]),
                contender("newton", 0.1, &[("form", choice("shifted")), ("tau", number(10.0))]),
                contender("backtracking", 0.5, &[]),
                contender("nesterov", rate, &[]),
            ];
            contenders[1].batching = batching(5, Order::Shuffled, 0);
            contenders[2].batching = batching(7, Order::Replaced, 3);
            contenders[3].batching = batching(6, Order::Sequential, 0);
            contenders[4].batching = batching(12, Order::Shuffled, 1);
            contenders[5].batching = batching(1, Order::Shuffled, 0);
            let mut race = experiment(landscape, ground.start(), 30, contenders);
            race.runs = 2;
            add(race, &Dialect::ALL);
        }
    }
    // Schedules that count epochs, with and without losses to look at, and epochs as the clock.
    let stage = |key: &str| {
        let mut stage = scheduled::stages(schedule::find(key).expect("a schedule"))[0].clone();
        stage.parameters.retain(|key, _| key != "total_steps");
        stage
    };
    let mut short = stage("step");
    short.parameters.insert("step_size".into(), number(2.0));
    let mut plateau = stage("plateau");
    plateau.parameters.insert("patience".into(), number(0.0));
    plateau.parameters.insert("threshold".into(), number(0.2));
    let landscape = Landscape { parameters: given(&[("n", number(23.0))]), ..Landscape::new("linear_regression") };
    let contenders = [("adam", vec![short.clone()]), ("adam", vec![plateau.clone()]), ("qhm", vec![short, plateau])];
    let contenders = contenders.map(|(key, schedule)| Contender {
        schedule,
        counts_epochs: true,
        batching: batching(5, Order::Shuffled, 0),
        ..Contender::new(key, 0.05)
    });
    let mut race = experiment(landscape, Vec2::new(1.0, 1.0), 7, contenders.to_vec());
    race.unit = Unit::Epochs;
    add(race, &Dialect::ALL);
    // Data of the user's own, and more than fit into a program.
    let own = "v=1&on=linear_regression&data=given,height,weight;1.7,65;1.8,80.5;1.65,55;1.9,95&view=-3,3,-3,3&start=0,0\
               &seed=0&steps=20&c=adam,rate:0.1,batch:2&c=gradient_descent,rate:0.01";
    add(Experiment::from_link(own).expect("a good link"), &Dialect::ALL);
    let many = Landscape { parameters: given(&[("n", number(400.0))]), ..Landscape::new("logistic_regression") };
    let contenders = vec![Contender { batching: batching(32, Order::Shuffled, 0), ..Contender::new("adam", 0.1) }];
    add(experiment(many, Vec2::new(-1.0, -1.0), 20, contenders), &Dialect::ALL);
}

/// All else that changes a program: noise, boxes, several runs, fairness, rules of the user's own.
fn others(add: &mut dyn FnMut(Experiment, &[Dialect])) {
    let three = || {
        let mut three = vec![
            contender("gradient_descent", 0.05, &[]),
            contender("adam", 0.1, &[]),
            contender("backtracking", 0.5, &[]),
        ];
        three[1].batching.stream = 2;
        three
    };
    for key in ["bowl", "parabola", "alternating"] {
        let entry = landscape::find(key).expect("a surface");
        let mut race = experiment(Landscape::new(key), entry.starts[0], 15, three());
        race.noise = 0.3;
        race.runs = 3;
        add(race.clone(), &Dialect::ALL);
        race.contenders.iter_mut().for_each(|contender| contender.maximize = true);
        race.contenders.push(Contender { maximize: true, ..of_torch()[13].clone() });
        add(race, &Dialect::ALL);
    }
    let mut alternating = experiment(Landscape::new("alternating"), Vec2::new(0.0, 0.0), 60, written());
    alternating.contenders[10] = contender("adam", 0.3, &[("beta1", number(0.0)), ("amsgrad", choice("pytorch"))]);
    add(alternating, &Dialect::ALL);
    for fairness in [Fairness::SameRate { rate: 0.002 }, Fairness::SameEffective { rate: 0.004 }, Fairness::Best] {
        let contenders = vec![contender("gradient_descent", 0.1, &[]), contender("momentum", 0.1, &[])];
        let start = Vec2::new(-1.5, 2.0);
        let mut race = experiment(Landscape::new("rosenbrock"), start, 20, contenders);
        race.fairness = fairness;
        race.starts.push(Vec2::new(0.5, -0.5));
        add(race, &Dialect::ALL);
    }
    for rule in [
        optimizer::FIRST,
        "w = w - lr*g",
        "start m = 0.1\nm = 0.9*m + g\nw = w - lr*m",
        "v = mu*v\nat w + v\nv = v - lr*g\nw = w + v",
        "s = beta1*s + (1 - beta1)*g\nw = w - lr*s/(1 - beta1^t)/(sqrt(abs(s)) + 1)",
        "r = max(r, |g|)\nw = w - lr*min(g, softplus(t))*tanh(r)/(atan(r) + ln(2^t))",
        "start = start + g\narray = g\nseen = array + start\nnoise = 2\nw = w - lr*seen/noise - lambda*0*w",
    ] {
        let contender = Contender::new("own", 0.01).with_rule(rule);
        let up = Contender { maximize: true, ..contender.clone() };
        let mut cycle = scheduled::stages(schedule::find("cyclic").expect("a schedule"))[0].clone();
        cycle.parameters.insert("cycle_momentum".into(), choice("on"));
        let scheduled = Contender { schedule: vec![cycle], ..contender.clone() };
        let race = experiment(Landscape::new("long_valley"), Vec2::new(0.4, 0.3), 15, vec![contender, up, scheduled]);
        add(race.clone(), &Dialect::ALL);
        let mut noisy = experiment(Landscape::new("wave"), Vec2::new(0.4, 0.7), 12, race.contenders);
        noisy.noise = 0.1;
        add(noisy, &Dialect::ALL);
    }
    // The ready-made experiments as far as roundings stay small.
    for scene in SCENES {
        let mut race = (scene.experiment)();
        race.steps = race.steps.min(50);
        add(race, &Dialect::ALL);
    }
}

/// All programs, with their experiments.
pub fn cases() -> Vec<(Experiment, Case)> {
    let mut all = Vec::new();
    let mut add = |experiment: Experiment, dialects: &[Dialect]| {
        for dialect in dialects {
            let link = experiment.to_link();
            let program = code::code(&experiment, *dialect, None).unwrap_or_else(|problem| panic!("{link}: {problem}"));
            let table = code::table(&experiment).expect("a good experiment");
            all.push((experiment.clone(), Case { link, dialect: dialect.key(), program, table }));
        }
    };
    optimizers(&mut add);
    scheduled::schedules(&mut add);
    surfaces(&mut add);
    sums(&mut add);
    others(&mut add);
    all
}
