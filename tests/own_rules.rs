//! Update rules that a user types: each optimizer of the catalogue that can be written out runs as it does in code, bit
//! for bit; what is no rule is refused with its place; links and edits.

mod support;

use steepest::experiment::{Contender, Experiment};
use steepest::lab::Lab;
use steepest::linear::Vec2;
use steepest::optimizer::{self, Entry, Family};
use steepest::parameter::{Given, Kind, Setting, Settings};
use steepest::random::Stream;
use steepest::run::run;
use support::paths::{ROUNDING, assert_same_bits};

/// Races in which an optimizer and its rule see the same: surfaces, the gradient at other places, noise, mini-batches,
/// schedules of the rate and of the momentum, climbing.
const RACES: [&str; 9] = [
    "v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&steps=400&c=KEY,rate:0.001SET",
    "v=1&on=himmelblau&view=-6,6,-6,6&start=-3,4&start=0.1,5&steps=200&c=KEY,rate:0.01SET",
    "v=1&on=ackley&view=-6,6,-6,6&start=-3,4&steps=200&c=KEY,rate:0.3SET",
    "v=1&on=parabola&view=-6,6,-6,6&start=-3,0&steps=100&c=KEY,rate:0.1SET",
    "v=1&on=ravine_rotated&view=-6,6,-6,6&start=-4,2&steps=300&noise=0.5&seed=3&c=KEY,rate:0.02SET",
    "v=1&on=linear_regression&view=-6,6,-6,6&start=-4,3&seed=5&steps=150&c=KEY,rate:0.05SET,batch:8",
    "v=1&on=bowl&view=-6,6,-6,6&start=-4,3&steps=150&c=KEY,rate:0.1SET;linear,total_iters:20;cosine,after:50,T_max:90",
    "v=1&on=bowl&view=-6,6,-6,6&start=-4,3&steps=150&c=KEY,rate:0.1SET;one_cycle",
    "v=1&on=bounded_saddle&view=-2,2,-2,2&start=-0.4,0.3&steps=100&c=KEY,rate:0.05SET,maximize:on",
];

fn settings(entry: &Entry, given: &Given) -> Settings {
    Settings::resolve(entry.key, entry.parameters, given).unwrap_or_else(|problem| panic!("{problem}"))
}

/// Every combination of an optimizer's forms, with its numbers as they are and elsewhere, and every set of defaults.
fn variants(entry: &Entry) -> Vec<Given> {
    let mut all = vec![Given::new()];
    for parameter in entry.parameters {
        let with = |given: &Given, setting: Setting| {
            let mut given = given.clone();
            given.insert(parameter.key.into(), setting);
            given
        };
        let others: Vec<Setting> = match parameter.kind {
            Kind::Choice { options } => options[1..].iter().map(|o| Setting::Choice(o.key.into())).collect(),
            Kind::Number { slider, .. } => vec![Setting::Number(slider.value(0.3))],
            Kind::List { .. } => Vec::new(),
        };
        // Forms in every combination; numbers one at a time, or there would be thousands.
        let bases = if matches!(parameter.kind, Kind::Choice { .. }) { all.clone() } else { vec![Given::new()] };
        all.extend(others.iter().flat_map(|other| bases.iter().map(|base| with(base, other.clone()))));
    }
    all.extend(entry.defaults.iter().map(|defaults| defaults.given()));
    all
}

fn experiment(race: &str, entry: &Entry, given: &Given) -> Experiment {
    let set: String = given.iter().map(|(key, setting)| format!(",{key}:{setting}")).collect();
    let link = race.replace("KEY", entry.key).replace("SET", &set);
    Experiment::from_link(&link).unwrap_or_else(|problem| panic!("{link}: {problem}"))
}

/// An optimizer's path in each race beside that of its rule; none where it cannot be written out.
fn paths(entry: &'static Entry, given: &Given) -> Option<Vec<[Vec<Vec2>; 2]>> {
    entry.written(&settings(entry, given))?;
    let pairs = RACES.iter().flat_map(|race| {
        let experiment = experiment(race, entry, given);
        let built_in = run(&experiment).expect("a race");
        let mut lab = Lab::new(experiment).expect("an experiment");
        lab.edit("contenders.1.optimizer", "own").expect("it can be written out");
        let typed: Vec<_> = lab.runs(0).iter().map(|run| run.points.clone()).collect();
        built_in.into_iter().zip(typed).map(|(built_in, typed)| [built_in.points, typed])
    });
    Some(pairs.collect())
}

fn has_form(given: &Given) -> bool {
    given.iter().any(|(_, setting)| matches!(setting, Setting::Choice(_)))
}

#[test]
fn each_optimizer_of_the_notes_typed_has_the_bits_of_the_built_in_one() {
    let notes: Vec<_> = optimizer::ALL.iter().filter(|entry| entry.family == Family::Notes).collect();
    assert_eq!(notes.len(), 6);
    for entry in notes {
        for given in variants(entry).iter().filter(|given| !has_form(given)) {
            for [built_in, typed] in paths(entry, given).expect("it can be written out") {
                assert_same_bits(&typed, &built_in);
            }
        }
    }
}

/// From Python to a rule and back: the lines are those of the optimizer's own listing.
#[test]
fn a_rule_is_shown_as_the_python_that_it_was_written_out_from() {
    for entry in optimizer::ALL.iter().filter(|entry| entry.family == Family::Notes) {
        let settings = settings(entry, &Given::new());
        let contender = Contender::new("own", 0.1).with_rule(&entry.written(&settings).expect("it can be written out"));
        let (own, typed) = contender.resolve(0).expect("a contender");
        let lines = |listing: optimizer::Listing| listing.update.into_iter().map(|l| l.text).collect::<Vec<_>>();
        assert_eq!(lines((own.code)(&typed)), lines((entry.code)(&settings)), "{}", entry.key);
    }
}

/// Optimizers that in some form round otherwise in code than as they are written.
const ROUNDED: [&str; 6] = ["nesterov", "rmsprop", "nadam", "adamax", "adadelta", "ftrl"];

/// So many updates round otherwise before paths are compared: on a surface of many valleys they part for good later.
const FEW: usize = 6;

#[test]
fn every_optimizer_that_can_be_written_out_is_what_its_rule_says() {
    let (mut written, mut rounded) = (Vec::new(), Vec::new());
    for entry in optimizer::ALL {
        for given in &variants(entry) {
            let paths = paths(entry, given);
            // What the page says without the text.
            assert_eq!((entry.is_rule)(&settings(entry, given)), paths.is_some(), "{} {given:?}", entry.key);
            let Some(paths) = paths else { continue };
            written.push(entry.key);
            for [built_in, typed] in paths {
                let few = typed.iter().zip(&built_in).take(FEW);
                for (got, wanted) in few {
                    let apart = (*got - *wanted).norm();
                    assert!(apart <= ROUNDING * (1.0 + wanted.norm()), "{} {given:?}: {got:?}, {wanted:?}", entry.key);
                }
                if typed != built_in {
                    rounded.push(entry.key);
                }
            }
        }
    }
    rounded.dedup();
    assert_eq!(rounded, ROUNDED);
    written.dedup();
    println!("{written:?}");
    assert!(written.len() > 8, "{written:?}");
    // A step of a line search is more than a number for each coordinate.
    assert!(!written.contains(&"lbfgs") && !written.contains(&"nelder_mead"));
}

fn lab(contenders: &str) -> Lab {
    let link = format!("v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&steps=60&{contenders}");
    Lab::new(Experiment::from_link(&link).unwrap_or_else(|problem| panic!("{problem}"))).expect("an experiment")
}

fn points(lab: &Lab, contender: usize) -> Vec<Vec2> {
    lab.followed(contender).points.clone()
}

#[test]
fn a_rule_typed_by_hand_is_the_optimizer_that_it_spells() {
    for (rule, built_in) in [
        ("w = w - lr*g", "gradient_descent,rate:0.001"),
        ("v = 0.9v - lr g\nw = w + v  # the notes' momentum", "momentum,rate:0.001"),
        ("at w + 0.9v\nv = 0.9v - lr dw\nw = w + v", "nesterov,rate:0.001"),
        ("r = r + g²\nw = w − lr·g/(sqrt(r) + 1e-10)", "adagrad,rate:0.001"),
        (
            "start r = 1/10\nr = r + g^2\nw = w - lr*g/sqrt(r + 1e-7)",
            "adagrad,rate:0.001,delta:1e-7,place:inside,initial:0.1",
        ),
        (
            "s = 0.9*s + (1 - 0.9)*g\nr = a*r + (1 - a)*g**2\nw = w - lr*(s/(1 - 0.9^t))/(sqrt(r/(1 - a^t)) + 1e-8)",
            "adam,rate:0.001,beta2:0.9",
        ),
    ] {
        let mut lab = lab("c=own,rate:0.001");
        lab.edit("contenders.1.rule", rule).unwrap_or_else(|problem| panic!("{rule}: {problem}"));
        let link = format!("v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&steps=60&c={built_in}");
        let wanted = run(&Experiment::from_link(&link).expect("a link")).expect("a race");
        assert_same_bits(&points(&lab, 0), &wanted[0].points);
    }
}

/// Extragradient (G. M. Korpelevich, 1976) on the bowl L = ‖w‖²/2: w ← w − η (w − η w) = (1 − η + η²) w.
#[test]
fn the_gradient_can_be_taken_at_a_place_that_the_gradient_leads_to() {
    let mut experiment = lab("c=own,rate:0.5").experiment().clone();
    experiment.landscape = steepest::experiment::Landscape::typed("(x^2 + y^2)/2");
    experiment.contenders[0] = Contender::new("own", 0.5).with_rule("half = w - lr*g\nat half\nw = w - lr*g");
    let points = &run(&experiment).expect("a race")[0].points;
    // Halves and quarters of the start are exact.
    assert_eq!(points[1], 0.75 * points[0]);
    assert_eq!(points[2], 0.75 * points[1]);
}

#[test]
fn what_is_no_rule_is_refused_with_its_place_and_the_last_good_one_keeps_running() {
    let mut lab = lab("c=adam,rate:0.01&c=own,rate:0.001");
    lab.edit("contenders.2.rule", "m = a*m + g\nw = w - lr*m").expect("a rule");
    lab.edit("contenders.2.a", "0.5").expect("a parameter");
    let before = (lab.experiment().clone(), points(&lab, 1));
    for (text, message) in [
        ("", ", line 1: wanted a line that assigns w, as w = w - lr*g at column 1, given none"),
        ("# nothing\n\n", ", line 1: wanted a line that assigns w, as w = w - lr*g at column 1, given none"),
        ("m = g", ", line 1: wanted a line that assigns w, as w = w - lr*g at column 1, given none"),
        ("w = g\nm = (w*2 + lr", ", line 2: wanted a closing parenthesis at column 14, given the end"),
        ("g = w\nw = g", ", line 1: wanted w or a name of your own, to be assigned at column 1, given “g”"),
        ("w = g\nmax = 2", ", line 2: wanted w or a name of your own, to be assigned at column 1, given “max”"),
        ("w = w - rate*g", ": wanted parameters with other names than a contender's settings, as η is lr, given rate"),
        ("w = a1+a2+a3+a4+a5+a6+a7+a8+a9+b1+b2+b3+b4", ": wanted a rule with at most 12 parameters, given 13"),
    ] {
        let problem = lab.edit("contenders.2.rule", text).expect_err(text).to_string();
        assert_eq!(problem, format!("contenders.2.rule{message}"), "{text}");
    }
    let long = lab.edit("contenders.2.rule", &"(".repeat(10_240)).expect_err("too long").to_string();
    assert!(long.contains("at most 2000 characters"), "{long}");
    let lines = lab.edit("contenders.2.rule", &"w=g\n".repeat(41)).expect_err("too many").to_string();
    assert!(lines.contains("line 41: wanted the end of a rule of at most 40 lines"), "{lines}");
    let many = lab.edit("contenders.2.rule", &format!("{}w = g", "\n".repeat(50))).expect_err("too many").to_string();
    assert!(many.contains("line 41"), "{many}");
    let other = lab.edit("contenders.1.rule", "w = g").expect_err("Adam has no rule").to_string();
    assert_eq!(other, "contenders.1.rule: wanted none, since the optimizer is adam, given one");
    assert_eq!((lab.experiment().clone(), points(&lab, 1)), before);
}

#[test]
fn values_of_parameters_that_remain_are_kept() {
    let mut lab = lab("c=own,rate:0.001");
    lab.edit("contenders.1.mu", "0.5").expect("the first rule has a parameter mu");
    lab.edit("contenders.1.rule", "m = mu*m + k*g\nw = w - lr*m").expect("a rule");
    lab.edit("contenders.1.k", "-2").expect("any finite number");
    lab.slide("contenders.1.k", 0.25).expect("a parameter has a slider");
    let parameters = |lab: &Lab| lab.experiment().contenders[0].parameters.clone();
    let wanted = [("mu", 0.5), ("k", 0.25)].map(|(key, value)| (key.to_string(), Setting::Number(value)));
    assert_eq!(parameters(&lab), Given::from(wanted.clone()));
    lab.edit("contenders.1.rule", "w = w - k*lr*g").expect("a rule");
    assert_eq!(parameters(&lab), Given::from([wanted[1].clone()]));
    // At its default it is left out, as of any optimizer.
    lab.edit("contenders.1.k", "0.9").expect("a number");
    assert_eq!(parameters(&lab), Given::new());
    let message = lab.edit("contenders.1.mu", "1").expect_err("it is gone").to_string();
    assert_eq!(message, "contenders.1.mu: wanted one of k, given mu");
}

#[test]
fn an_optimizer_opened_as_a_rule_keeps_its_rate_its_schedule_and_its_parameters() {
    let mut lab = lab("c=momentum,rate:0.002,mu:0.8,weight_decay:0.1;cosine,T_max:30");
    let before = points(&lab, 0);
    lab.edit("contenders.1.optimizer", "own").expect("momentum can be written out");
    let contender = &lab.experiment().contenders[0];
    let rule = "decayed = g + weight_decay*w\nv = mu*v - lr*decayed\nw = w + v";
    assert_eq!(contender.rule.as_deref(), Some(rule));
    assert_eq!((contender.rate, contender.schedule.len(), contender.parameters.iter().count()), (0.002, 1, 2));
    assert_same_bits(&points(&lab, 0), &before);
    lab.edit("contenders.1.rule", &rule.replace("w + v", "w + 2*v")).expect("a rule");
    assert_ne!(points(&lab, 0), before);
    // One that cannot be written out becomes the rule to begin with.
    lab.edit("contenders.1.optimizer", "lbfgs").expect("an optimizer");
    lab.edit("contenders.1.optimizer", "own").expect("an optimizer");
    assert_eq!(lab.experiment().contenders[0].rule, None);
    lab.add_contender("own").expect("room for one more");
}

#[test]
fn links_and_files_come_back_equal() {
    for rule in [
        "w = w - lr*g",
        "start r = 0.1 # 7% & more; ü\nα_1 = β*α_1 + g*g\n\nw = w - lr*g/sqrt(r + α_1)",
        "at w - lr*g\nw = w - lr*g*(1 - 2^-t)",
        optimizer::FIRST,
    ] {
        let mut lab = lab("c=adam,rate:0.01&c=own,rate:0.001;cosine,T_max:30&c=own,rate:0.01");
        lab.edit("contenders.2.rule", rule).unwrap_or_else(|problem| panic!("{rule}: {problem}"));
        if rule.contains('β') {
            lab.edit("contenders.2.β", "0.25").expect("a parameter");
        }
        let experiment = lab.experiment();
        let link = experiment.to_link();
        assert_eq!(Experiment::from_link(&link).as_ref(), Ok(experiment), "{link}");
        assert_eq!(Experiment::from_text(&experiment.to_text()).as_ref(), Ok(experiment));
        let json = serde_json::to_string(experiment).expect("plain data");
        assert_eq!(serde_json::from_str::<Experiment>(&json).ok().as_ref(), Some(experiment));
    }
    let link = |rest: &str| {
        let text = format!("v=1&on=bowl&view=-2,2,-1,3&start=0.5,0&steps=10&{rest}");
        Experiment::from_link(&text).map_err(|problem| problem.to_string())
    };
    let refused = |rest: &str| link(rest).expect_err("a bad link");
    assert_eq!(refused("u=w%3Dg&c=own,rate:1"), "u: wanted a contender “c=own,…” before it, given none");
    assert_eq!(
        refused("c=adam,rate:1&u=w%3Dg"),
        "contenders.1.rule: wanted none, since the optimizer is adam, given one"
    );
    assert_eq!(refused("c=own,rate:1&u=w%3Dg&u=w%3Dg"), "link: wanted one part “u=…”, given several");
    assert_eq!(
        refused("c=own,rate:1,k:2&u=w%3Dg"),
        "contenders.1.k: wanted one of rate, maximize, batch, order, stream, counts, given k"
    );
    assert_eq!(
        refused("c=own,rate:1&u=w%3Dg%0Aw"),
        "contenders.1.rule, line 2: wanted an equals sign after w at column 2, given the end"
    );
    // The rule to begin with is the same whether it is written or not.
    assert_eq!(link("c=own,rate:1&u=m+%3D+mu*m+%2B+g%0Aw+%3D+w+-+lr*m"), link("c=own,rate:1"));
    // Twelve of the longest.
    let longest = format!("w = g # {}", "ü".repeat(1_990));
    let part = form(&longest);
    assert!(link(&format!("&c=own,rate:1&u={part}").repeat(12)).is_ok());
}

/// A text as a part of a link.
fn form(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn rules_that_divide_by_zero_or_start_at_no_number_end_as_any_run_does() {
    for rule in ["w = w/0", "w = w - lr*g/0", "start m = 0/0\nw = m", "start m = ln(-1)\nw = w - m", "w = w*1e200"] {
        let mut lab = lab("c=own,rate:0.001");
        lab.edit("contenders.1.rule", rule).expect("a rule");
        let run = lab.followed(0);
        assert!(run.outcome.is_lost(), "{rule}: {:?}", run.outcome);
        assert!(run.points.iter().all(|w| w.is_finite()));
    }
}

#[test]
fn every_preset_answers_for_a_rule_of_which_nothing_is_known() {
    let mut lab = lab("c=own,rate:0.001");
    for rule in [optimizer::FIRST, "w = w - lr*g", "w = w", "w = w + 1", "w = w/0"] {
        lab.edit("contenders.1.rule", rule).expect("a rule");
        for (preset, _) in steepest::rate::Preset::ALL {
            if let Err(problem) = lab.use_preset(0, preset) {
                assert!(problem.given.starts_with("none"), "{rule}: {problem}");
            }
        }
    }
}

/// Texts made of what rules are made of, and of what they are not: each is a rule that runs or is refused.
#[test]
fn no_text_is_more_than_refused() {
    const PIECES: [&str; 36] = [
        "w", "g", "t", "lr", "m", "start ", "at ", "=", "=", "=", "+", "-", "*", "/", "^", "**", "(", ")", ",", "|",
        "\n", "\n", "\n", "#", " ", "0.9", "1e308", "e", "pi", "sqrt(", "max(", "min(", "ln(", "β", "²", "\u{0}",
    ];
    let (stream, mut drawn) = (Stream::new(11), 0);
    let mut below = |count: usize| {
        drawn += 1;
        stream.below(count, drawn)
    };
    let mut lab = lab("c=own,rate:0.001");
    let mut accepted = 0;
    for _ in 0..20_000 {
        let length = 1 + below(14);
        let mut text: String = (0..length).map(|_| PIECES[below(PIECES.len())]).collect();
        if below(2) == 0 {
            text += "\nw = w - lr*m";
        }
        accepted += usize::from(lab.edit("contenders.1.rule", &text).is_ok());
    }
    assert!(accepted > 100, "{accepted} of them are rules");
}
