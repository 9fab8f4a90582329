//! Maps: what would have happened from everywhere, and with every setting.

#[path = "../support/mod.rs"]
mod support;
mod tuning;

use steepest::experiment::Experiment;
use steepest::landscape;
use steepest::linear::{Rect, Vec2};
use steepest::map::{Atlas, Axis, Cell, Dial, Fate, Grid, Map, MapKind, Patch, Place, Shares, Survey, alone, boundary};
use steepest::optimizer;
use steepest::outcome::Outcome;
use steepest::run::run;

use support::contenders::experiment;

/// The whole map of an experiment, its pieces made in the order that `turn` gives them, each by way of its numbers.
fn atlas(experiment: &Experiment, grid: Grid, area: Rect, turn: impl Fn(&mut Vec<Patch>)) -> Atlas {
    gathered(experiment, Survey::new(experiment.clone(), grid, area).expect("a valid map"), turn)
}

/// The same with its runs made one by one: side by side takes its time without the optimizer of the compiler.
fn alone_in_order(experiment: &Experiment, grid: Grid, area: Rect) -> Atlas {
    let survey = Survey::new(experiment.clone(), grid, area).expect("a valid map");
    gathered(experiment, survey.one_by_one(), |_| ())
}

fn gathered(experiment: &Experiment, survey: Survey, turn: impl Fn(&mut Vec<Patch>)) -> Atlas {
    let checked = experiment.check().expect("a valid experiment");
    let grid = survey.grid();
    let map = Map::of(experiment, &checked).expect("a valid map").expect("a map");
    let plan = Survey::plan(&map, experiment, &checked, grid);
    let parts = Survey::parts(&map, experiment, &checked).len();
    let mut atlas = Atlas::new(grid, parts, plan, Vec::new(), 1e-3);
    let mut patches = Vec::new();
    while let Some(task) = atlas.hand_out() {
        patches.push(survey.make(task).expect("a piece"));
    }
    turn(&mut patches);
    for patch in &patches {
        let again = Patch::revived(&patch.flatten()).expect("its own numbers");
        // By bits: a run that is lost has no number.
        let bits = |patch: &Patch| patch.flatten().iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&again), bits(patch));
        assert!(atlas.take(&again));
    }
    assert!(atlas.is_done());
    atlas
}

fn in_order(experiment: &Experiment, grid: Grid, area: Rect) -> Atlas {
    atlas(experiment, grid, area, |_| ())
}

/// The basins of one contender for so many updates.
fn basins(surface: &str, key: &str, rate: f64, budget: usize) -> Experiment {
    Experiment { map: Some(Map { shows: MapKind::Basins, budget }.written()), ..experiment(surface, &[key], rate, 10) }
}

/// 120 × 120 starts in the middles of the cells of [−5, 5]²; counted are pairs of cells with a common edge whose runs
/// end at different minima. The numbers are those of the same runs in Python.
#[test]
fn basins_of_heavy_ball_are_the_more_ragged_the_larger_the_rate() {
    let grid = Grid { columns: 120, rows: 120 };
    let area = Rect::new(-5.0, 5.0, -5.0, 5.0);
    let cases = [
        ("gradient_descent", 0.01, 274),
        ("momentum", 0.002, 762),
        ("momentum", 0.005, 1580),
        ("momentum", 0.01, 3243),
    ];
    for (key, rate, expected) in cases {
        let map = alone_in_order(&basins("himmelblau", key, rate, 300), grid, area);
        assert_eq!(boundary(&map, 0), expected, "{key} at {rate}");
        assert_eq!(map.places().iter().filter(|place| place.is_minimum).count(), 4);
        let shares = Shares::of(&map, 0..1);
        assert_eq!(shares.total, grid.len());
        let lost: usize = shares.all.iter().filter(|share| share.fate == Fate::Diverged).map(|share| share.count).sum();
        assert_eq!(shares.reached(map.places()) + lost, grid.len(), "all four minima have the least loss");
    }
}

/// What the plain run from `start` says of a cell.
fn plain(experiment: &Experiment, start: Vec2, budget: usize) -> Option<(Outcome, Vec2)> {
    let run = run(&alone(experiment, 0, start, budget)).ok()?.remove(0);
    Some((run.outcome, run.points[run.steps()]))
}

fn assert_is_plain(experiment: &Experiment, start: Vec2, budget: usize, cell: Cell, places: &[Place]) {
    let what = || format!("{} from {start:?}", experiment.to_link());
    let Some((outcome, _)) = plain(experiment, start, budget) else {
        assert_eq!((cell.fate, cell.value), (Fate::Undefined, 0.0), "{}", what());
        return;
    };
    let at = |cell: Cell| match cell.fate {
        Fate::At(place) => places[place],
        fate => panic!("{}: {fate:?} is no place", what()),
    };
    let (fate, steps) = match outcome {
        Outcome::Settled { kind, at: point, since } => {
            let place = at(cell);
            assert!((place.at - point).norm() <= 1e-3 && place.kind == Some(kind), "{}", what());
            (cell.fate, since)
        }
        Outcome::Held { at: point, since, minimum } => {
            let place = at(cell);
            assert!((place.at - point).norm() <= 1e-3 && place.kind.is_none(), "{}", what());
            assert_eq!(place.is_minimum, minimum, "{}", what());
            (cell.fate, since)
        }
        Outcome::Oscillating => (Fate::Oscillating, budget),
        Outcome::Moving => (Fate::Moving, budget),
        Outcome::Unmoved => (Fate::Unmoved, budget),
        Outcome::Diverged { step } => (Fate::Diverged, step),
        Outcome::Undefined { step } => (Fate::Undefined, step),
    };
    assert_eq!((cell.fate, cell.value), (fate, steps as f64), "{}", what());
}

#[test]
fn a_cell_is_the_plain_run_from_its_middle_for_every_optimizer_on_every_surface() {
    // So many cells that most runs are made side by side, and some are not.
    let (grid, budget) = (Grid { columns: 5, rows: 4 }, 60);
    for surface in landscape::ALL {
        for (k, entry) in optimizer::ALL.iter().enumerate() {
            let rate = [0.3, 1.0, 30.0][k % 3] * entry.default_rate();
            let one = basins(surface.key, entry.key, rate, budget);
            let area = Rect { y: if is_curve(surface) { [0.0, 0.0] } else { surface.view.y }, ..surface.view };
            let map = in_order(&one, grid, area);
            for ((column, row), cell) in map.cells(0) {
                assert_is_plain(&one, grid.middle(area, column, row), budget, cell, map.places());
            }
        }
    }
}

fn is_curve(surface: &landscape::Entry) -> bool {
    let settings = steepest::parameter::Settings::defaults(surface.parameters);
    (surface.build)(&settings).variables() == 1
}

#[test]
fn pieces_may_come_in_any_order() {
    let (grid, area) = (Grid { columns: 40, rows: 30 }, Rect::new(-5.0, 5.0, -5.0, 5.0));
    let one = basins("himmelblau", "momentum", 0.01, 300);
    let first = in_order(&one, grid, area);
    let second = atlas(&one, grid, area, |patches| patches.reverse());
    let at = |map: &Atlas, cell: Cell| match cell.fate {
        Fate::At(place) => Ok(map.places()[place].at.map(|value| (value * 1e6).round())),
        fate => Err(fate),
    };
    for (a, b) in first.cells(0).zip(second.cells(0)) {
        assert_eq!((a.0, a.1.value, at(&first, a.1)), (b.0, b.1.value, at(&second, b.1)));
    }
}

/// Nearly every start is in a pit of its own.
#[test]
fn places_beyond_those_that_are_told_apart_are_said_to_be_too_many() {
    let grid = Grid { columns: 96, rows: 72 };
    let mut one = basins("rastrigin", "gradient_descent", 0.001, 40);
    one.landscape.parameters.insert("A".into(), steepest::parameter::Setting::Number(20.0));
    one.view = Rect::new(-50.0, 50.0, -50.0, 50.0);
    let map = alone_in_order(&one, grid, one.view);
    let shares = Shares::of(&map, 0..1);
    assert_eq!(map.places().len(), 4096);
    let crowded: usize = shares.all.iter().filter(|share| share.fate == Fate::Crowded).map(|share| share.count).sum();
    assert!(crowded > 300, "{crowded}");
    // No place has more than its share of what is not told apart.
    let most = shares.all.iter().filter(|share| share.fate != Fate::Crowded).map(|share| share.count).max();
    assert!(most <= Some(8), "{most:?}");
}

#[test]
fn what_an_edit_has_left_alone_is_kept_and_not_made_again() {
    let (grid, area) = (Grid { columns: 20, rows: 16 }, Rect::new(-5.0, 5.0, -5.0, 5.0));
    let mut two = experiment("himmelblau", &["gradient_descent", "momentum"], 0.005, 10);
    two.map = Some("basins,budget:80".into());
    let (first, again) = (in_order(&two, grid, area), in_order(&two, grid, area));
    let checked = two.check().expect("valid");
    let settings = Map::of(&two, &checked).expect("valid").expect("a map");
    let plan = || Survey::plan(&settings, &two, &checked, grid);
    let mut map = Atlas::new(grid, 2, plan(), Vec::new(), 1e-3);
    map.keep(first, [1].into_iter());
    assert_eq!(map.share(), 0.5);
    assert!(map.cells(1).eq(again.cells(1)) && map.cells(0).next().is_none());
    // Only pieces of the other one are left to be made.
    let left: Vec<_> = std::iter::from_fn(|| map.hand_out()).collect();
    assert!(!left.is_empty() && left.iter().all(|task| task.part == 0));
    // Of a map on another grid there is nothing to keep.
    let mut coarser = Atlas::new(Grid { columns: 10, rows: 16 }, 2, plan(), Vec::new(), 1e-3);
    coarser.keep(again, [0, 1].into_iter());
    assert_eq!(coarser.share(), 0.0);
}

#[test]
fn a_map_depends_on_what_changes_it_and_on_nothing_else() {
    let essence = |link: &str| {
        let one = Experiment::from_link(link).expect(link);
        let checked = one.check().expect(link);
        let map = Map::of(&one, &checked).expect(link).expect("a map");
        map.essence(&one, &checked)
    };
    let head = "v=1&on=ravine&view=-2,2,-2,2&seed=0";
    let basins = format!("{head}&start=1,1&steps=10&c=adam,rate:0.1&map=basins,budget:5");
    for (from, to, same) in [
        ("start=1,1", "start=0.5,1", true),
        ("steps=10", "steps=20", true),
        ("steps=10", "steps=10&runs=4", true),
        ("&map", "&pin=1,1,1,adam,rate:1&map", true),
        ("rate:0.1", "rate:0.2", false),
        ("on=ravine", "on=ravine,b:7", false),
        ("budget:5", "budget:6", false),
        ("-2,2,-2,2", "-2,2,-2,3", false),
        ("seed=0", "seed=1", false),
        ("rate:0.1&", "rate:0.1;linear&", false),
        ("steps=10", "steps=10&fair=same,0.3", false),
    ] {
        let other = basins.replace(from, to);
        assert_ne!(basins, other);
        assert_eq!(essence(&basins) == essence(&other), same, "{from} → {to}");
    }
    let tuning =
        format!("{head}&start=1,1&steps=10&c=adam,rate:0.1&map=tuning,budget:5,of:1,x:rate:0.01:1,y:beta1:0:0.9");
    for (from, to, same) in [
        ("rate:0.1&", "rate:0.2&", true),
        ("rate:0.1&", "rate:0.1,beta1:0.3&", true),
        ("view=-2,2", "view=-3,2", true),
        ("c=adam", "c=adam,rate:1&c=adam", true),
        ("start=1,1", "start=1,1&start=0,1", true),
        ("rate:0.1&", "rate:0.1,beta2:0.5&", false),
        ("start=1,1", "start=0.5,1", false),
        ("x:rate:0.01:1", "x:rate:0.01:2", false),
    ] {
        let other = tuning.replace(from, to);
        assert_ne!(tuning, other);
        assert_eq!(essence(&tuning) == essence(&other), same, "{from} → {to}");
    }
}

#[test]
fn pins_have_no_map() {
    let link =
        "v=1&on=ravine&view=-2,2,-2,2&start=1,1&steps=10&c=adam,rate:0.1&pin=1,1,1,adam,rate:1&map=basins,budget:5";
    let one = Experiment::from_link(link).expect("a link");
    let map = in_order(&one, Grid { columns: 4, rows: 4 }, one.view);
    assert_eq!(map.parts(), 1);
}

#[test]
fn a_dragged_dot_has_short_numbers_that_are_where_it_is() {
    let one = experiment("ravine", &["momentum"], 0.1, 10);
    let checked = one.check().expect("valid");
    let dials = Dial::all(&checked, 0);
    for (key, from, to) in [("rate", 1e-4, 1.0), ("rate", 0.1, 0.1001), ("mu", 0.0, 0.999), ("mu", 0.9, 0.9001)] {
        let dial = dials.iter().find(|dial| dial.key == key).expect("a dial");
        let axis = Axis { setting: key.into(), from, to };
        for k in 0..=200 {
            let fraction = f64::from(k) / 200.0;
            let short = dial.short_value(&axis, fraction);
            assert!((dial.fraction(&axis, short) - fraction).abs() <= 0.0025, "{key} {short} at {fraction}");
        }
        assert!(dial.short_value(&axis, 0.5).to_string().len() <= 10);
    }
}

#[test]
fn a_map_shows_coarse_cells_until_the_finer_ones_are_made() {
    let (grid, area) = (Grid { columns: 32, rows: 32 }, Rect::new(-5.0, 5.0, -5.0, 5.0));
    let one = basins("himmelblau", "gradient_descent", 0.01, 100);
    let checked = one.check().expect("valid");
    let survey = Survey::new(one.clone(), grid, area).expect("valid");
    let settings = Map::of(&one, &checked).expect("valid").expect("a map");
    let mut map = Atlas::new(grid, 1, Survey::plan(&settings, &one, &checked, grid), Vec::new(), 1e-3);
    assert_eq!(map.cell(0, 5, 5), None);
    let task = map.hand_out().expect("a first piece");
    assert_eq!((task.stride, task.part), (16, 0));
    // Whoever was to make it is gone: it is handed out once more.
    map.give_back(task);
    assert_eq!(map.hand_out(), Some(task));
    assert!(map.take(&survey.make(task).expect("a piece")));
    assert_eq!(map.cell(0, 5, 5), map.cell(0, 0, 0));
    assert!(map.cell(0, 0, 0).is_some() && map.share() > 0.0 && !map.is_done());
    // What is made twice counts once.
    let share = map.share();
    assert!(map.take(&survey.make(task).expect("the piece again")));
    assert_eq!(map.share(), share);
}

#[test]
fn what_is_random_is_repeated_for_robustness() {
    let mut one = basins("two_wells", "gradient_descent", 0.05, 200);
    one.noise = 0.5;
    one.runs = 3;
    one.map = Some("robustness,budget:200".into());
    let checked = one.check().expect("valid");
    let map = Map::of(&one, &checked).expect("valid").expect("a map");
    assert_eq!(Survey::parts(&map, &one, &checked), [(0, 0), (0, 1), (0, 2)]);
    let grid = Grid { columns: 6, rows: 6 };
    let map = in_order(&one, grid, one.view);
    assert_eq!(Shares::of(&map, 0..3).total, 3 * grid.len());
}

#[test]
fn maps_travel_in_links_and_what_is_wrong_with_one_is_named() {
    let head = "v=1&on=ravine&view=-2,2,-2,2&start=1,1&seed=0&steps=10&c=adam,rate:0.1&c=momentum,rate:0.1";
    for map in [
        "basins,budget:500",
        "robustness,budget:1",
        "tuning,budget:100000,of:2,target:0.001,x:rate:0.0001:1,y:mu:0:0.99",
        "tuning,budget:10,of:1,x:surface.b:1:100",
        "tuning,budget:10,of:1,target:-1.5,x:noise:0:1,y:beta2:0.5:0.999",
    ] {
        let link = format!("{head}&map={map}");
        let read = Experiment::from_link(&link).expect(map);
        assert_eq!(read.to_link(), link);
        let known = Map::of(&read, &read.check().expect(map)).expect(map).expect("a map");
        assert_eq!(known.written(), map);
    }
    let alpha =
        "v=1&on=formula,%CE%B1:2&f=%CE%B1*x%5E2%2By%5E2&view=-2,2,-2,2&start=1,1&seed=0&steps=10&c=adam,rate:0.1";
    let link = format!("{alpha}&map=tuning,budget:10,of:1,x:surface.%CE%B1:1:5");
    let read = Experiment::from_link(&link).expect("a parameter of a formula");
    assert!(Map::of(&read, &read.check().expect("valid")).is_ok_and(|map| map.is_some()));
    assert_eq!(Experiment::from_link(&read.to_link()), Ok(read));
    for (map, message) in [
        ("basins,budget:0", "map.budget: wanted a whole number from 1 to 100000, given 0"),
        ("basins,budget:100001", "map.budget: wanted a whole number from 1 to 100000, given 100001"),
        ("basins,budget:-3", "map.budget: wanted a whole number, given -3"),
        ("basins", "map: wanted a part “budget:…”, given a map without it"),
        ("valleys,budget:5", "map: wanted basins, robustness or tuning, given valleys"),
        ("basins,budget:5,of:1", "map: wanted nothing but a budget beside basins, given more"),
        ("basins,budget:5,budget:5", "map.budget: wanted one value, given several"),
        ("basins,budget:5,size:5", "map: wanted only budget, of, target, x and y, given size"),
        ("tuning,budget:5,of:3,x:rate:0:1", "map.of: wanted the number of a contender, 1 to 2, given 3"),
        ("tuning,budget:5,of:0,x:rate:0:1", "map.of: wanted the number of a contender, 1 to 2, given 0"),
        ("tuning,budget:5,of:1,x:rate:1:0", "map.x: wanted a first value below the second, given 1 to 0"),
        ("tuning,budget:5,of:1,x:rate:0:NaN", "map.x: wanted a finite number ≥ 0, given NaN"),
        ("tuning,budget:5,of:1,x:rate:0:one", "map.x: wanted a number, given one"),
        ("tuning,budget:5,of:1,target:inf,x:rate:0:1", "map.target: wanted a finite loss, given inf"),
        ("tuning,budget:5,of:2,x:mu:0:0.5,y:mu:0:0.9", "map.y: wanted another setting than mu, that of x, given mu"),
        (
            "tuning,budget:5,of:2,x:beta1:0:0.5",
            "map.x: wanted one of rate, mu, dampening, weight_decay, surface.a, surface.b, noise, given beta1",
        ),
    ] {
        // The race can be seen whatever is wrong with the map.
        let read = Experiment::from_link(&format!("{head}&map={map}")).expect(map);
        let problem = Map::of(&read, &read.check().expect(map)).expect_err(map);
        assert_eq!(problem.to_string(), message);
    }
}
