//! Every schedule against PyTorch's learning rates, and against lists that can be checked by hand.

mod support;

use std::f64::consts::{PI, SQRT_2};
use std::path::Path;

use steepest::experiment::{Contender, Stage};
use steepest::parameter::{Given, Kind, Parameter, Setting, Settings, Slider};
use steepest::schedule;
use steepest::tempo::{Pace, Tempo};

use support::oracle::{In, Num, Oracles, Schedule};
use support::schedules;

/// Agreement to rounding: relative to a rate, absolute below 1; PyTorch itself is within 3e-14 of closed forms.
const ROUNDING: f64 = 1e-12;

/// The paces of the steps 0, 1, … of a plan from the rate `base`; before step k + 1 the loss is `losses[k]`.
#[track_caller]
fn paces(stages: Vec<Stage>, base: f64, losses: &[f64], count: usize) -> Vec<Pace> {
    let contender = Contender { schedule: stages, ..Contender::new("momentum", base) };
    let resolved = contender.resolve_schedule(0).unwrap_or_else(|problem| panic!("{problem}"));
    let mut tempo: Tempo = contender.tempo(base, &resolved, None);
    // The loss at the start is none that a scheduler of PyTorch is told.
    let loss = |t: usize| if t == 0 { f64::MIN } else { losses.get(t - 1).copied().unwrap_or(0.0) };
    (0..count).map(|t| tempo.pace(t, loss(t))).collect()
}

/// A stage of a plan with these settings.
fn stage(key: &str, settings: &[(&str, Setting)]) -> Stage {
    let parameters: Given = settings.iter().map(|(name, value)| (name.to_string(), value.clone())).collect();
    Stage { schedule: key.into(), parameters, after: None }
}

fn number(value: f64) -> Setting {
    Setting::Number(value)
}

fn choice(key: &str) -> Setting {
    Setting::Choice(key.into())
}

/// The learning rates of the steps 0, 1, … of one schedule from the rate 1.
#[track_caller]
fn rates(key: &str, settings: &[(&str, Setting)], count: usize) -> Vec<f64> {
    paces(vec![stage(key, settings)], 1.0, &[], count).iter().map(|pace| pace.rate).collect()
}

#[track_caller]
fn assert_rates(got: &[f64], wanted: &[f64]) {
    assert_eq!(got.len(), wanted.len());
    for (t, (got, wanted)) in got.iter().zip(wanted).enumerate() {
        let tolerance = 4.0 * f64::EPSILON * (1.0 + wanted.abs());
        assert!((got - wanted).abs() <= tolerance, "at step {t}: got {got}, wanted {wanted} ± {tolerance}");
    }
}

/// The number of rates compared, or the first disagreement.
fn check(case: &Schedule) -> Result<usize, String> {
    let planned = schedules::plan(&case.scheduler, &case.params).map_err(|missing| format!("{missing:?}"))?;
    let losses: Vec<f64> = case.metrics.iter().map(|metric| metric.0).collect();
    let base = planned.rate.unwrap_or(case.base_lr);
    let got = paces(planned.stages, base, &losses, case.lr.len());
    let compare = |what: &str, k: usize, got: f64, wanted: f64| {
        let tolerance = ROUNDING * (1.0 + wanted.abs());
        let fine = (got - wanted).abs() <= tolerance;
        if fine { Ok(()) } else { Err(format!("{what} {k}: got {got}, wanted {wanted} ± {tolerance}")) }
    };
    if case.lr.is_empty() || !(case.momentum.is_empty() || case.momentum.len() == case.lr.len()) {
        return Err(format!("{} rates and {} momenta", case.lr.len(), case.momentum.len()));
    }
    for (k, (pace, Num(wanted))) in got.iter().zip(&case.lr).enumerate() {
        compare("rate", k, pace.rate, *wanted)?;
        match (pace.momentum, case.momentum.get(k)) {
            (None, None) => {}
            (Some(got), Some(Num(wanted))) => compare("momentum", k, got, *wanted)?,
            (got, wanted) => return Err(format!("momentum {k}: got {got:?}, wanted {wanted:?}")),
        }
    }
    Ok(got.len())
}

/// The cases of the repository that the oracles do not have.
fn extra() -> Vec<In<Schedule>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let all = Oracles::read(&folder).unwrap_or_else(|problem| panic!("{problem}"));
    all.schedules.into_iter().filter(|case| case.file == "schedules_extra.json").collect()
}

#[track_caller]
fn assert_agree(cases: &[In<Schedule>]) {
    let mut wrong = Vec::new();
    for In { file, entry } in cases {
        match check(entry) {
            Ok(count) => println!("{file}: {}: {count} steps", entry.id),
            Err(problem) => wrong.push(format!("{file}: {}: {problem}", entry.id)),
        }
    }
    println!("{} of {} sequences agree", cases.len() - wrong.len(), cases.len());
    assert!(wrong.is_empty(), "{} sequences differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(!cases.is_empty(), "no sequence was compared");
}

#[test]
fn sequences_agree_with_the_oracles() {
    assert_agree(&Oracles::load().schedules);
}

#[test]
fn momenta_and_the_ends_of_ranges_agree_with_pytorch() {
    let cases = extra();
    assert!(cases.iter().filter(|case| !case.entry.momentum.is_empty()).count() >= 7);
    assert_agree(&cases);
}

#[test]
fn every_schedule_is_compared() {
    let own = Oracles::read(&support::oracle::own_folder()).unwrap_or_else(|problem| panic!("{problem}"));
    let plans = own.schedules.iter().filter_map(|case| schedules::plan(&case.entry.scheduler, &case.entry.params).ok());
    let compared: Vec<String> = plans.flat_map(|plan| plan.stages).map(|stage| stage.schedule).collect();
    for entry in schedule::ALL {
        assert!(compared.iter().any(|key| key == entry.key), "{} is in no reference data", entry.key);
    }
}

#[test]
fn one_altered_number_is_noticed() {
    for In { entry, .. } in Oracles::load().schedules.into_iter().chain(extra()) {
        let k = entry.lr.len() - 1;
        let mut altered = entry.clone();
        altered.lr[k].0 = altered.lr[k].0 * (1.0 + 1e-6) + 1e-6;
        assert!(check(&altered).is_err_and(|problem| problem.starts_with(&format!("rate {k}: got "))), "{}", entry.id);
        if let Some(last) = entry.momentum.last() {
            let mut altered = entry.clone();
            altered.momentum[k] = Num(last.0 * (1.0 + 1e-6));
            assert!(check(&altered).is_err_and(|problem| problem.starts_with("momentum")), "{}", entry.id);
        }
    }
}

#[test]
fn unknown_schedules_and_parameters_are_refused() {
    let refused = |name: &str, params: &str| {
        let params = serde_json::from_str(params).expect("a value");
        let missing = schedules::plan(name, &params).expect_err("a refusal");
        missing.0.join(", ")
    };
    assert_eq!(refused("Sawtooth", "{}"), "schedule:Sawtooth");
    assert_eq!(refused("StepLR", r#"{"step_size": 3, "zeta": 1}"#), "schedule:StepLR.zeta");
    assert_eq!(refused("StepLR", r#"{"gamma": 0.5}"#), "schedule:StepLR.step_size");
    assert_eq!(refused("ReduceLROnPlateau", r#"{"mode": "max"}"#), "schedule:ReduceLROnPlateau.mode");
    assert_eq!(refused("LambdaLR", r#"{"form": "sin"}"#), "schedule:LambdaLR.form");
    let cyclic = r#"{"schedulers": [{"name": "CyclicLR", "params": {"base_lr": 1, "max_lr": 2, "step_size_up": 3}}], "milestones": []}"#;
    assert_eq!(refused("SequentialLR", cyclic), "schedule:SequentialLR of CyclicLR");
    let restarts = r#"{"schedulers": [{"name": "CosineAnnealingWarmRestarts", "params": {"T_0": 5}}]}"#;
    assert_eq!(refused("ChainedScheduler", restarts), "schedule:ChainedScheduler of CosineAnnealingWarmRestarts");
}

#[test]
fn drops_come_at_their_steps() {
    let step = rates("step", &[("step_size", number(2.0)), ("gamma", number(0.5))], 5);
    assert_eq!(step, [1.0, 1.0, 0.5, 0.5, 0.25]);
    let milestones = Setting::List(vec![1.0, 3.0, 3.0]);
    let multi_step = rates("multi_step", &[("milestones", milestones), ("gamma", number(0.5))], 5);
    assert_eq!(multi_step, [1.0, 0.5, 0.5, 0.125, 0.125]);
    assert_eq!(rates("multi_step", &[("milestones", Setting::List(Vec::new()))], 3), [1.0; 3]);
    assert_eq!(rates("exponential", &[("gamma", number(0.5))], 4), [1.0, 0.5, 0.25, 0.125]);
    let constant = rates("constant_factor", &[("factor", number(0.25)), ("total_iters", number(2.0))], 4);
    assert_eq!(constant, [0.25, 0.25, 1.0, 1.0]);
}

#[test]
fn decays_follow_their_formulas() {
    assert_rates(&rates("inverse_time", &[("k", number(1.0))], 4), &[1.0, 1.0 / 2.0, 1.0 / 3.0, 1.0 / 4.0]);
    let root = rates("inverse_square_root", &[("k", number(1.0))], 4);
    assert_rates(&root, &[1.0, 1.0 / SQRT_2, 1.0 / 3.0_f64.sqrt(), 0.5]);
    let goodfellow = rates("linear_decay", &[("tau", number(4.0)), ("end_ratio", number(0.2))], 7);
    assert_rates(&goodfellow, &[1.0, 0.8, 0.6, 0.4, 0.2, 0.2, 0.2]);
    let polynomial = rates("polynomial", &[("total_iters", number(4.0)), ("power", number(2.0))], 6);
    assert_rates(&polynomial, &[1.0, 9.0 / 16.0, 1.0 / 4.0, 1.0 / 16.0, 0.0, 0.0]);
    let warm_up = [("start_factor", number(0.2)), ("end_factor", number(1.0)), ("total_iters", number(4.0))];
    assert_rates(&rates("linear", &warm_up, 7), &[0.2, 0.4, 0.6, 0.8, 1.0, 1.0, 1.0]);
    let noam = rates("noam", &[("warmup", number(4.0))], 9);
    let falling = |n: f64| (4.0 / n).sqrt();
    assert_rates(&noam, &[0.25, 0.5, 0.75, 1.0, falling(5.0), falling(6.0), falling(7.0), falling(8.0), falling(9.0)]);
}

/// The point after a fraction of half a wave from 1 down to 0.
fn wave(fraction: f64) -> f64 {
    (1.0 + (PI * fraction).cos()) / 2.0
}

#[test]
fn a_cosine_climbs_back_or_stays() {
    let four = ("T_max", number(4.0));
    let down = [1.0, wave(0.25), 0.5, wave(0.75), 0.0];
    let back = rates("cosine", std::slice::from_ref(&four), 9);
    assert_rates(&back, &[&down[..], &[wave(0.75), 0.5, wave(0.25), 1.0]].concat());
    let stay = rates("cosine", &[four.clone(), ("beyond", choice("stay"))], 9);
    assert_rates(&stay, &[&down[..], &[0.0; 4]].concat());
    let raised = rates("cosine", &[four, ("eta_min", number(0.25))], 5);
    assert_eq!([raised[0], raised[4]], [1.0, 0.25], "both ends to the bit");
}

#[test]
fn a_restart_comes_before_the_lowest_rate() {
    let settings = |growth| [("T_0", number(2.0)), ("T_mult", number(growth))];
    assert_rates(&rates("cosine_restarts", &settings(1.0), 6), &[1.0, 0.5, 1.0, 0.5, 1.0, 0.5]);
    let growing = rates("cosine_restarts", &settings(2.0), 9);
    let longest = [1.0, wave(1.0 / 8.0), wave(2.0 / 8.0)];
    assert_rates(&growing, &[&[1.0, 0.5], &[1.0, wave(0.25), 0.5, wave(0.75)][..], &longest].concat());
}

#[test]
fn one_cycle_is_at_its_peak_a_step_before_its_share_of_the_steps() {
    let settings = [
        ("total_steps", number(10.0)),
        ("pct_start", number(0.5)),
        ("anneal_strategy", choice("linear")),
        ("div_factor", number(5.0)),
        ("final_div_factor", number(2.0)),
    ];
    // Up from 1/5 at step 0 to 1 at step 4, down to 1/10 at step 9, level from there.
    let up = [0.2, 0.4, 0.6, 0.8, 1.0];
    let down = [0.82, 0.64, 0.46, 0.28, 0.1];
    let two = rates("one_cycle", &settings, 12);
    assert_rates(&two, &[&up[..], &down, &[0.1, 0.1]].concat());
    let three: Vec<_> = [&settings[..], &[("three_phase", choice("on"))]].concat();
    // The second phase ends at step 8, the third at step 9.
    assert_rates(&rates("one_cycle", &three, 11), &[&up[..], &[0.8, 0.6, 0.4, 0.2], &[0.1, 0.1]].concat());
}

#[test]
fn cycles_go_up_and_down_between_their_bounds() {
    let settings = |mode: &str| {
        [
            ("max_factor", number(3.0)),
            ("step_size_up", number(2.0)),
            ("step_size_down", number(4.0)),
            ("mode", choice(mode)),
            ("gamma", number(0.5)),
        ]
    };
    let round = [1.0, 2.0, 3.0, 2.5, 2.0, 1.5];
    let always = rates("cyclic", &settings("triangular"), 13);
    assert_rates(&always, &[&round[..], &round, &[1.0]].concat());
    let halving = rates("cyclic", &settings("triangular2"), 13);
    assert_rates(&halving, &[&round[..], &[1.0, 1.5, 2.0, 1.75, 1.5, 1.25], &[1.0]].concat());
    let lower = rates("cyclic", &settings("exp_range"), 13);
    let wanted: Vec<f64> = (0..13).map(|t: i32| 1.0 + (always[t as usize] - 1.0) * 0.5_f64.powi(t)).collect();
    assert_rates(&lower, &wanted);
}

#[test]
fn momentum_is_least_at_the_peak_and_mirrors_the_rate() {
    let cycling = [("cycle_momentum", choice("on")), ("base_momentum", number(0.5)), ("max_momentum", number(0.9))];
    let with =
        |key: &str, settings: &[(&str, Setting)]| paces(vec![stage(key, &[settings, &cycling].concat())], 1.0, &[], 61);
    // How far the way is from the least to the greatest of both.
    let assert_mirrored = |paces: &[Pace], low: f64, high: f64| {
        for (t, pace) in paces.iter().enumerate() {
            let up = (pace.rate - low) / (high - low);
            let down = (0.9 - pace.momentum.expect("it moves")) / (0.9 - 0.5);
            assert!((up - down).abs() < 1e-14, "at step {t}: {up} of the way up, {down} down");
        }
    };
    for curve in ["cos", "linear"] {
        // With the same rate at both ends, the whole cycle is mirrored.
        let settings = [
            ("total_steps", number(61.0)),
            ("pct_start", number(31.0 / 61.0)),
            ("anneal_strategy", choice(curve)),
            ("div_factor", number(4.0)),
            ("final_div_factor", number(1.0)),
        ];
        let one_cycle = with("one_cycle", &settings);
        assert_eq!(one_cycle[30], Pace { rate: 1.0, momentum: Some(0.5) });
        assert_eq!([one_cycle[0], one_cycle[60]], [Pace { rate: 0.25, momentum: Some(0.9) }; 2]);
        assert_mirrored(&one_cycle, 0.25, 1.0);
    }
    for mode in ["triangular", "triangular2", "exp_range"] {
        let cyclic = with("cyclic", &[("mode", choice(mode)), ("max_factor", number(5.0))]);
        assert_eq!(cyclic[0], Pace { rate: 1.0, momentum: Some(0.9) });
        assert_mirrored(&cyclic, 1.0, 5.0);
    }
    let triangle = with("cyclic", &[("max_factor", number(5.0)), ("step_size_up", number(20.0))]);
    assert_eq!(triangle[20], Pace { rate: 5.0, momentum: Some(0.5) });
}

#[test]
fn momentum_stays_the_optimizers_own_unless_it_is_moved() {
    for entry in schedule::ALL {
        let still = paces(vec![stage(entry.key, &[])], 0.1, &[], 30);
        assert!(still.iter().all(|pace| pace.momentum.is_none()), "{}", entry.key);
    }
}

#[test]
fn a_plateau_is_as_many_bad_steps_as_patience_and_one_more() {
    let settings = |patience, cooldown| {
        [("factor", number(0.5)), ("patience", number(patience)), ("cooldown", number(cooldown)), ("eps", number(0.0))]
    };
    let rates = |settings: &[(&str, Setting)], losses: &[f64]| -> Vec<f64> {
        let paces = paces(vec![stage("plateau", settings)], 1.0, losses, losses.len() + 1);
        paces.iter().map(|pace| pace.rate).collect()
    };
    // The first loss is better than ∞; then two bad ones are borne, and the third is too many.
    assert_eq!(rates(&settings(2.0, 0.0), &[3.0; 8]), [1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.25, 0.25]);
    // Two steps of cooling down count for nothing.
    assert_eq!(rates(&settings(0.0, 2.0), &[3.0; 8]), [1.0, 1.0, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125]);
    // A better loss begins the count anew.
    let better = [3.0, 3.0, 2.0, 2.0, 2.0, 1.0, 1.0];
    assert_eq!(rates(&settings(1.0, 0.0), &better), [1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.5]);
    let floor = [&settings(0.0, 0.0)[..], &[("min_lr", number(0.3))]].concat();
    assert_eq!(rates(&floor, &[3.0; 5]), [1.0, 1.0, 0.5, 0.3, 0.3, 0.3]);
}

#[test]
fn several_milestones_hand_over_one_after_the_other() {
    let halving = || stage("exponential", &[("gamma", number(0.5))]);
    let after = |stage: Stage, after| Stage { after: Some(after), ..stage };
    let warm_up =
        stage("linear", &[("start_factor", number(0.5)), ("end_factor", number(1.0)), ("total_iters", number(2.0))]);
    let plan = vec![warm_up, after(halving(), 3), after(stage("constant_factor", &[("factor", number(0.25))]), 5)];
    let got: Vec<f64> = paces(plan, 8.0, &[], 7).iter().map(|pace| pace.rate).collect();
    assert_eq!(got, [4.0, 6.0, 8.0, 8.0, 4.0, 2.0, 2.0]);
    let plan = vec![halving(), stage("step", &[("step_size", number(2.0)), ("gamma", number(0.5))]), halving()];
    let got: Vec<f64> = paces(plan, 8.0, &[], 4).iter().map(|pace| pace.rate).collect();
    assert_eq!(got, [8.0, 2.0, 0.25, 0.0625]);
}

/// Every value at the ends of what a parameter takes and of its slider.
fn extremes(kind: Kind) -> Vec<Setting> {
    match kind {
        Kind::Number { range, slider, .. } => {
            let ends = match slider {
                Slider::Linear(low, high) | Slider::Logarithmic(low, high) | Slider::Whole(low, high) => [low, high],
                Slider::TowardsOne(high) => [0.0, high],
            };
            let values = [range.low, range.high, 1e300, ends[0], ends[1]];
            values.into_iter().filter(|value| range.contains(*value)).map(Setting::Number).collect()
        }
        Kind::List { .. } => vec![Setting::List(Vec::new()), Setting::List(vec![0.0, 0.0, 1.0, 1e6])],
        Kind::Choice { options } => options.iter().map(|option| choice(option.key)).collect(),
    }
}

/// Every pair of two parameters at their extremes.
fn extreme_pairs(parameters: &[Parameter]) -> Vec<Given> {
    let all: Vec<(&str, Setting)> =
        parameters.iter().flat_map(|p| extremes(p.kind).into_iter().map(|value| (p.key, value))).collect();
    let pair = |(a, b): (&(&str, Setting), &(&str, Setting))| {
        [a, b].map(|(key, value)| (key.to_string(), value.clone())).into_iter().collect()
    };
    all.iter().flat_map(|a| all.iter().map(move |b| (a, b))).map(pair).collect()
}

#[test]
fn no_setting_makes_a_pace_that_is_negative_or_not_finite() {
    for entry in schedule::ALL {
        for given in extreme_pairs(entry.parameters) {
            let settings = Settings::resolve(entry.key, entry.parameters, &given);
            let settings = settings.unwrap_or_else(|problem| panic!("{problem}"));
            for base in [0.0, 0.1] {
                let mut schedule = (entry.build)(&settings);
                for t in 0..40 {
                    let pace = schedule.pace(base, t, -1.0);
                    let momentum = pace.momentum.unwrap_or(0.5);
                    let fine = pace.rate.is_finite() && pace.rate >= 0.0 && (0.0..=1.0).contains(&momentum);
                    assert!(fine, "{} with {given:?} from {base} at step {t}: {pace:?}", entry.key);
                }
            }
        }
    }
}

#[test]
fn a_long_run_costs_no_more_at_its_end() {
    // Restarts are remembered, not counted from the start at every step.
    let growing = rates("cosine_restarts", &[("T_0", number(1.0)), ("T_mult", number(1.0))], 100_000);
    assert!(growing.iter().all(|rate| *rate == 1.0));
}
