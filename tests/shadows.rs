//! Former runs: what an edit has replaced, and what is pinned.

mod support;

use steepest::experiment::{Experiment, Fairness, MOST_PINS, Pin, SCENES};
use steepest::lab::Lab;
use steepest::linear::{Rect, Vec2};
use steepest::problem::Problem;
use steepest::run::{Trajectory, race, run};
use support::contenders::experiment;

/// Momentum and Adam from two starts, at the beginning of an edit.
fn lab() -> Lab {
    let mut experiment = experiment("rosenbrock", &["momentum", "adam"], 0.001, 40);
    experiment.starts = vec![Vec2::new(-1.5, 2.0), Vec2::new(0.5, 0.5)];
    let mut lab = Lab::new(experiment).expect("a valid experiment");
    lab.remember();
    lab
}

fn bits(run: &Trajectory) -> Vec<[u64; 2]> {
    run.points.iter().map(|w| [w.x.to_bits(), w.y.to_bits()]).collect()
}

/// The paths of a contender from each start.
fn paths(lab: &Lab, contender: usize) -> Vec<Vec<[u64; 2]>> {
    lab.runs(contender).iter().map(bits).collect()
}

/// What the latest edit has replaced of a contender.
fn former(lab: &Lab, contender: usize) -> Vec<Vec<[u64; 2]>> {
    lab.shadows(contender).iter().filter(|shadow| !shadow.pinned).map(|shadow| bits(shadow.run)).collect()
}

/// The runs that are pinned with a contender.
fn pinned(lab: &Lab, contender: usize) -> Vec<Vec<[u64; 2]>> {
    lab.shadows(contender).iter().filter(|shadow| shadow.pinned).map(|shadow| bits(shadow.run)).collect()
}

#[track_caller]
fn edit(lab: &mut Lab, field: &str, text: &str) {
    lab.edit(field, text).unwrap_or_else(|problem| panic!("{problem}"));
}

#[test]
fn an_edit_leaves_the_former_paths_of_whom_it_changes_and_of_nobody_else() {
    let mut lab = lab();
    let before = paths(&lab, 0);
    assert!(former(&lab, 0).is_empty() && former(&lab, 1).is_empty());
    edit(&mut lab, "contenders.1.mu", "0.6");
    assert_eq!(former(&lab, 0), before);
    assert!(former(&lab, 1).is_empty());
    assert_eq!(lab.shadows(0).iter().map(|shadow| shadow.followed).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn a_start_that_moves_leaves_the_paths_from_it() {
    let mut lab = lab();
    let before = [0, 1].map(|contender| paths(&lab, contender));
    lab.move_start(1, Vec2::new(0.0, 1.0)).expect("a good start");
    for contender in [0, 1] {
        assert_eq!(former(&lab, contender), before[contender][1..]);
        assert!(!lab.shadows(contender)[0].followed);
    }
    // A path that somebody else's start has now is not gone.
    lab.remember();
    lab.remove_start(0).expect("one is left");
    assert_eq!(former(&lab, 0), before[0][..1]);
}

#[test]
fn all_changes_of_one_gesture_are_one_edit() {
    let mut lab = lab();
    let before = paths(&lab, 0);
    for mu in ["0.6", "0.61", "0.62"] {
        edit(&mut lab, "contenders.1.mu", mu);
        assert_eq!(former(&lab, 0), before);
    }
    // Back where it began, nothing is gone.
    edit(&mut lab, "contenders.1.mu", "0.9");
    assert!(former(&lab, 0).is_empty());
    edit(&mut lab, "contenders.1.mu", "0.7");
    let then = paths(&lab, 0);
    lab.remember();
    edit(&mut lab, "contenders.1.rate", "0.0005");
    assert_eq!(former(&lab, 0), then);
    // Nor is a refused change an edit.
    lab.remember();
    lab.edit("contenders.1.rate", "much").expect_err("no number");
    assert_eq!(former(&lab, 0), then);
}

#[test]
fn a_shorter_race_has_the_same_paths_as_far_as_it_goes() {
    let mut lab = lab();
    edit(&mut lab, "steps", "7");
    assert!(former(&lab, 0).is_empty());
    lab.remember();
    edit(&mut lab, "steps", "70");
    assert!(former(&lab, 0).is_empty());
}

#[test]
fn another_view_keeps_the_former_paths_and_is_no_edit() {
    let mut lab = lab();
    let before = paths(&lab, 0);
    edit(&mut lab, "contenders.1.mu", "0.6");
    lab.remember();
    lab.show(Rect::new(0.0, 1.0, 0.0, 1.0)).expect("a good view");
    lab.fit().expect("a good view");
    lab.home().expect("a good view");
    assert_eq!(former(&lab, 0), before);
    // A pin as well moves nobody's path.
    edit(&mut lab, "pins", "2");
    assert_eq!(former(&lab, 0), before);
}

#[test]
fn on_another_landscape_no_former_path_is_left() {
    type Change = fn(&mut Lab) -> Result<(), Problem>;
    let changes: [Change; 7] = [
        |lab| lab.edit("surface", "bowl"),
        |lab| lab.edit("surface.b", "50"),
        |lab| lab.edit("surface", "formula"),
        |lab| lab.add_contender("lion"),
        |lab| lab.duplicate_contender(0),
        |lab| lab.remove_contender(1),
        |lab| lab.load((SCENES[1].experiment)()),
    ];
    for change in changes {
        for is_new_edit in [false, true] {
            let mut lab = lab();
            edit(&mut lab, "contenders.1.mu", "0.6");
            if is_new_edit {
                lab.remember();
            }
            change(&mut lab).expect("a good change");
            assert!((0..lab.experiment().contenders.len()).all(|contender| lab.shadows(contender).is_empty()));
        }
    }
}

#[test]
fn a_pinned_run_has_the_bits_of_the_run_it_was_made_from() {
    for scene in SCENES {
        for (fairness, noise) in [
            (Fairness::AsSet, 0.0),
            (Fairness::AsSet, 0.3),
            (Fairness::SameRate { rate: 0.003 }, 0.0),
            (Fairness::Best, 0.0),
        ] {
            let mut experiment = (scene.experiment)();
            let noise = if experiment.check().expect("a scene").ground.sample().is_some() { 0.0 } else { noise };
            (experiment.steps, experiment.fairness, experiment.noise) = (experiment.steps.min(60), fairness, noise);
            let mut lab = Lab::new(experiment).expect("a valid experiment");
            let last = lab.experiment().contenders.len();
            edit(&mut lab, "pins", &last.to_string());
            assert_eq!(pinned(&lab, last - 1), paths(&lab, last - 1)[..1], "{}", scene.name);
            assert!((0..last - 1).all(|contender| lab.shadows(contender).is_empty()));
            let made = run(lab.experiment()).expect("a race");
            assert_eq!(bits(&made[made.len() - 1]), pinned(&lab, last - 1)[0]);
            let link = lab.experiment().to_link();
            assert_eq!(Experiment::from_link(&link).as_ref(), Ok(lab.experiment()), "{link}");
        }
    }
}

#[test]
fn a_pin_stays_while_its_contender_is_edited_and_follows_landscape_and_length() {
    let mut lab = lab();
    edit(&mut lab, "pins", "1");
    let kept = pinned(&lab, 0);
    for (field, text) in [
        ("contenders.1.rate", "0.0002"),
        ("contenders.1.schedule.1", "cosine"),
        ("contenders.1.optimizer", "lion"),
        ("starts.1.x", "1"),
        ("fairness", "best"),
    ] {
        edit(&mut lab, field, text);
        assert_eq!(pinned(&lab, 0), kept, "{field}");
    }
    edit(&mut lab, "steps", "90");
    assert_eq!(pinned(&lab, 0)[0][..=40], kept[0], "the first steps are the same");
    edit(&mut lab, "surface.b", "50");
    let mut there = experiment("rosenbrock", &["momentum"], 0.001, 90);
    there.starts = vec![Vec2::new(-1.5, 2.0)];
    let mut there = Lab::new(there).expect("a valid experiment");
    edit(&mut there, "surface.b", "50");
    assert_eq!(pinned(&lab, 0), paths(&there, 0), "it is true on the landscape as it is now");
    // Another landscape has other starts and rates.
    edit(&mut lab, "surface", "bowl");
    assert!(lab.experiment().pins.is_empty());
}

#[test]
fn a_run_is_pinned_once_and_let_go_again() {
    let mut lab = lab();
    edit(&mut lab, "pins", "1");
    edit(&mut lab, "pins", "1");
    assert!(lab.experiment().pins.is_empty());
    edit(&mut lab, "pins", "1");
    edit(&mut lab, "contenders.1.mu", "0.6");
    edit(&mut lab, "pins", "1");
    assert_eq!(lab.experiment().pins.len(), 2);
    edit(&mut lab, "pins.1", "");
    let Pin { of, contender, .. } = &lab.experiment().pins[0];
    assert_eq!((*of, contender.parameters.get("mu").map(ToString::to_string).as_deref()), (0, Some("0.6")));
    for k in 1..MOST_PINS {
        edit(&mut lab, "contenders.2.rate", &format!("0.{k}"));
        edit(&mut lab, "pins", "2");
    }
    edit(&mut lab, "contenders.2.rate", "2");
    let before = lab.experiment().clone();
    let message = |problem: Problem| problem.to_string();
    assert_eq!(lab.edit("pins", "2").map_err(message), Err("pins: wanted at most 6, given 7".into()));
    assert_eq!(lab.edit("pins", "3").map_err(message), Err("pins: wanted a number from 1 to 2, given 3".into()));
    assert_eq!(lab.edit("pins.7", "").map_err(message), Err("pins.7: wanted a number from 1 to 6, given 7".into()));
    assert_eq!(lab.experiment(), &before);
}

#[test]
fn pins_go_with_their_contender_and_stay_with_all_others() {
    let mut lab = lab();
    lab.add_contender("lion").expect("room for one");
    for n in ["1", "2", "3"] {
        edit(&mut lab, "pins", n);
    }
    let kept = [0, 1, 2].map(|contender| pinned(&lab, contender));
    lab.duplicate_contender(1).expect("room for one");
    assert_eq!([0, 1, 3].map(|contender| pinned(&lab, contender)), kept);
    assert!(lab.shadows(2).is_empty());
    lab.remove_contender(1).expect("others are left");
    assert_eq!([0, 2].map(|contender| pinned(&lab, contender)), [kept[0].clone(), kept[2].clone()]);
    assert_eq!(lab.experiment().pins.len(), 2);
}

#[test]
fn pins_change_nobody_elses_run() {
    for scene in SCENES {
        let mut experiment = (scene.experiment)();
        (experiment.steps, experiment.fairness) = (experiment.steps.min(60), Fairness::Best);
        let mut lab = Lab::new(experiment).expect("a valid experiment");
        let count = lab.experiment().contenders.len();
        let before: Vec<_> = (0..count).map(|contender| paths(&lab, contender)).collect();
        edit(&mut lab, "pins", "1");
        assert_eq!((0..count).map(|contender| paths(&lab, contender)).collect::<Vec<_>>(), before);
    }
}

#[test]
fn a_pin_fits_the_data_that_are_left() {
    let link = "v=1&on=linear_regression&view=-1,5,-4,2&start=-0.5,1.5&steps=40&c=adam,rate:0.1,batch:60";
    let mut lab = Lab::new(Experiment::from_link(link).expect("a good link")).expect("a valid experiment");
    edit(&mut lab, "pins", "1");
    edit(&mut lab, "surface.n", "20");
    assert_eq!(lab.experiment().pins[0].contender.batching.size, Some(20));
}

#[test]
fn a_long_race_with_pins_is_completed_from_elsewhere() {
    let link = "v=1&on=logistic_regression,n:1000&view=-5,5,-5,5&start=-1,1&steps=2000\
                &c=adam,rate:0.1&pin=1,1,1,adam,rate:0.2";
    let mut lab = Lab::new(Experiment::from_link(link).expect("a good link")).expect("a valid experiment");
    let whole = race(lab.experiment()).expect("a race");
    let promptly = pinned(&lab, 0).remove(0);
    assert!(promptly.len() < 2001, "it would take too long at once");
    assert_eq!(promptly, bits(&whole.trajectories[1])[..promptly.len()]);
    let flat: Vec<Vec<f64>> = whole.trajectories.iter().map(Trajectory::flatten).collect();
    assert_eq!(lab.complete(lab.generation(), flat.into_iter()), Ok(true));
    assert_eq!(pinned(&lab, 0), [bits(&whole.trajectories[1])]);
}

#[test]
fn a_link_with_pins_reads_back_and_says_what_is_wrong_with_one() {
    let head = "v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&seed=0&steps=40&c=momentum,rate:0.001&c=adam,rate:0.01";
    let link = format!(
        "{head}&pin=1,-1.5,2,momentum,rate:0.0005,mu:0.5;cosine,T_max:30\
         &pin=2,0.1,1e-10,own,rate:0.1,a:0.5&u=w+%3D+w+-+a*lr*g"
    );
    let experiment = Experiment::from_link(&link).expect("a good link");
    assert_eq!(experiment.to_link(), link);
    let Pin { of, start, contender } = &experiment.pins[1];
    assert_eq!((*of, *start, &contender.rule), (1, Vec2::new(0.1, 1e-10), &Some("w = w - a*lr*g".into())));
    // In a link written by hand pins may stand anywhere.
    let mixed = link.replace("&c=adam,rate:0.01", "") + "&c=adam,rate:0.01";
    assert_eq!(Experiment::from_link(&mixed).as_ref(), Ok(&experiment));
    let json = serde_json::to_string(&experiment).expect("plain data");
    assert_eq!(serde_json::from_str::<Experiment>(&json).expect("the same data"), experiment);
    // What was written before there were pins has none.
    let plain = Experiment::from_link(head).expect("a good link");
    assert_eq!((plain.pins.len(), plain.to_link()), (0, head.into()));
    let former = serde_json::to_string(&plain).expect("plain data").replace(",\"pins\":[]", "");
    assert!(!former.contains("pins"));
    assert_eq!(serde_json::from_str::<Experiment>(&former).expect("older data"), plain);
    for (pin, message) in [
        ("3,0,0,adam,rate:1", "pins.1.of: wanted the number of a contender, 1 to 2, given 3"),
        ("0,0,0,adam,rate:1", "pins.1.of: wanted the number of a contender, 1 to 2, given 0"),
        ("1.5,0,0,adam,rate:1", "pins.1.of: wanted a whole number from 0 to 4294967295, given 1.5"),
        ("1,0,1e10,adam,rate:1", "pins.1.y: wanted a number in [-1000000000, 1000000000], given 10000000000"),
        ("1,0,zero,adam,rate:1", "pins.1: wanted 2 numbers with commas between them, given 0,zero"),
        ("1,0,0,adam,rate:-1", "pins.1.rate: wanted a finite number ≥ 0, given -1"),
        ("1,0,0,adam,rate:1,beta1:2", "pins.1.beta1: wanted a number in [0, 1), given 2"),
        ("1,0,0,adam,rate:1;step,gamma:2", "pins.1.schedule.1.gamma: wanted a number in [0, 1], given 2"),
        ("1,0,0,adam,rate:1,batch:8", "pins.1.batch: wanted all data, as a surface has none, given 8"),
        ("1,0,0", "pins.1.optimizer: wanted one of "),
        ("", "pins.1.of: wanted a whole number from 0 to 4294967295, given nothing"),
    ] {
        let problem = Experiment::from_link(&format!("{head}&pin={pin}")).expect_err(pin).to_string();
        assert!(problem.starts_with(message), "{problem}");
    }
    let many = format!("{head}{}", "&pin=1,0,0,adam,rate:1".repeat(7));
    assert_eq!(Experiment::from_link(&many).expect_err("too many").to_string(), "pins: wanted at most 6, given 7");
    for end in (0..link.len()).filter(|end| link.is_char_boundary(*end)) {
        if let Err(problem) = Experiment::from_link(&link[..end]) {
            assert!(!problem.wanted.is_empty());
        }
    }
}

#[test]
fn a_formula_without_a_value_at_a_pin_moves_it_to_where_there_is_one() {
    let mut lab = lab();
    edit(&mut lab, "surface", "formula");
    edit(&mut lab, "pins", "1");
    edit(&mut lab, "formula", "log(x + 1) + y^2");
    let start = lab.experiment().pins[0].start;
    assert!(start.x > -1.0 && start != Vec2::new(-1.5, 2.0), "{start:?}");
}
