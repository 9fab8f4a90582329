//! Rate presets: each keeps its promise, or says why there is none.

mod support;

use steepest::linear::{Rect, Vec2};
use steepest::objective::Objective;
use steepest::optimizer::{self, Entry, Stability};
use steepest::outcome::{Outcome, settled_radius};
use steepest::parameter::{Settings, significant};
use steepest::rate::{Preset, Task};
use steepest::run::{Trajectory, descend};
use steepest::stationary;
use support::surfaces::*;

const HOME: Rect = Rect::new(-5.0, 5.0, -5.0, 5.0);
const STEPS: usize = 2000;

/// A landscape with its name and a start.
type Place = (&'static str, Box<dyn Objective>, Vec2);

fn places() -> Vec<Place> {
    vec![
        ("bowl", Box::new(Quadratic::diagonal(1.0, 3.0)), Vec2::new(-3.0, 2.0)),
        ("ravine", Box::new(Quadratic { first: 1.0, second: 25.0, angle: 0.5 }), Vec2::new(-4.0, 2.0)),
        ("bounded saddle", Box::new(BoundedSaddle), Vec2::new(0.3, 1.0)),
        ("himmelblau", Box::new(Himmelblau), Vec2::new(-1.0, 1.0)),
    ]
}

fn rate(place: &Place, entry: &Entry, preset: Preset) -> Result<f64, &'static str> {
    let (_, objective, start) = place;
    let found = stationary::find(&**objective, HOME);
    let task = Task { objective: &**objective, home: HOME, found: &found, start: *start, steps: STEPS };
    task.rate(entry, &Settings::defaults(entry.parameters), preset)
}

fn run_at(place: &Place, entry: &Entry, rate: f64) -> Trajectory {
    let settings = Settings::defaults(entry.parameters);
    descend(&*place.1, (entry.build)(&settings), rate, place.2, STEPS, settled_radius(HOME.diagonal()))
}

fn stability(entry: &Entry) -> Stability {
    (entry.stability)(&Settings::defaults(entry.parameters))
}

/// Whether a rule goes to stationary points of any kind, up or down.
fn ascends(entry: &Entry) -> bool {
    matches!(stability(entry), Stability::Relative(_))
}

fn halfway_of_its_own(run: &Trajectory) -> usize {
    let (first, last) = (run.losses[0], run.losses[run.steps()]);
    run.losses.iter().position(|loss| (loss - last).abs() <= 0.5 * (first - last).abs()).unwrap_or(STEPS)
}

fn everywhere(check: impl Fn(&Place, &'static Entry)) {
    for place in places() {
        for entry in optimizer::ALL {
            check(&place, entry);
        }
    }
}

fn is_lost(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Diverged { .. } | Outcome::Undefined { .. })
}

#[test]
fn good_rates_get_there() {
    everywhere(|place, entry| {
        let rate = rate(place, entry, Preset::Good).expect("some rate is good here");
        let run = run_at(place, entry, rate);
        assert!(!is_lost(run.outcome), "{} on {}: {:?}", entry.key, place.0, run.outcome);
        if ascends(entry) {
            assert!(matches!(run.outcome, Outcome::Settled { .. }), "{} on {}: {:?}", entry.key, place.0, run.outcome);
            return;
        }
        let (first, last) = (run.losses[0], run.losses[run.steps()]);
        let lowest = stationary::find(&*place.1, HOME).points[0].loss;
        let highest = run.losses.iter().copied().fold(first, f64::max);
        assert_eq!(highest, first, "{} at η = {rate} on {} rises above its start", entry.key, place.0);
        let gained = (first - last) / (first - lowest);
        assert!(gained > 0.99, "{} at η = {rate} on {}: {gained} of the way down", entry.key, place.0);
    });
}

#[test]
fn slow_rates_are_a_twentieth_of_good_ones_and_crawl() {
    everywhere(|place, entry| {
        let good = rate(place, entry, Preset::Good).expect("some rate is good here");
        let slow = match rate(place, entry, Preset::Slow) {
            Ok(slow) => slow,
            Err(why) => {
                assert_eq!(why, "none, since it is as fast at a small rate");
                assert_eq!(stability(entry), Stability::OwnScale, "{} on {}", entry.key, place.0);
                return;
            }
        };
        assert_eq!(slow, significant(good / 20.0));
        let run = run_at(place, entry, slow);
        assert!(!is_lost(run.outcome), "{} on {}: {:?}", entry.key, place.0, run.outcome);
        if stability(entry) == Stability::OwnScale || ascends(entry) {
            // Half of what each gains itself.
            assert!(halfway_of_its_own(&run) > halfway_of_its_own(&run_at(place, entry, good)), "{}", entry.key);
            return;
        }
        let halfway = |run: &Trajectory| {
            let lowest = stationary::find(&*place.1, HOME).points[0].loss;
            run.losses.iter().position(|loss| *loss - lowest < 0.5 * (run.losses[0] - lowest)).unwrap_or(STEPS)
        };
        let (slow, good) = (halfway(&run), halfway(&run_at(place, entry, good)));
        assert!(slow > good, "{} on {}: half way after {slow} steps, {good} at the good rate", entry.key, place.0);
    });
}

#[test]
fn oscillating_rates_turn_to_and_fro_or_say_why_not() {
    everywhere(|place, entry| match rate(place, entry, Preset::Oscillating) {
        Ok(rate) => {
            let run = run_at(place, entry, rate);
            assert!(!is_lost(run.outcome), "{} on {}: {:?}", entry.key, place.0, run.outcome);
            // Swinging: in one coordinate at least, updates turn round again and again.
            let updates: Vec<Vec2> = run.points.windows(2).map(|pair| pair[1] - pair[0]).collect();
            let turns =
                |axis: fn(Vec2) -> f64| updates.windows(2).filter(|pair| axis(pair[0]) * axis(pair[1]) < 0.0).count();
            let turns = turns(|w| w.x).max(turns(|w| w.y));
            assert!(turns >= 5, "{} at η = {rate} on {}: {turns} turns", entry.key, place.0);
        }
        Err(why) => {
            let own_scale = stability(entry) == Stability::OwnScale;
            let wanted = if own_scale { "it swings at no rate tried" } else { "its steps shrink before it can swing" };
            assert_eq!(why, format!("none, since {wanted}"));
            let limited = matches!(stability(entry), Stability::Sharpness(_) | Stability::Relative(_));
            assert!(!limited, "{} on {} has a limit, so it can swing", entry.key, place.0);
        }
    });
}

#[test]
fn divergent_rates_leave_or_say_why_not() {
    everywhere(|place, entry| match rate(place, entry, Preset::Divergent) {
        Ok(rate) => {
            let outcome = run_at(place, entry, rate).outcome;
            assert!(matches!(outcome, Outcome::Diverged { .. }), "{} on {}: {outcome:?}", entry.key, place.0);
        }
        Err(why) => {
            let wanted = match stability(entry) {
                Stability::OwnScale => "it leaves at no rate tried",
                Stability::Relative(_) => "it divides by the curvature",
                _ => "it divides by the size of its gradients",
            };
            assert_eq!(why, format!("none, since {wanted}"));
            let limited = matches!(stability(entry), Stability::Sharpness(_));
            assert!(!limited, "{} on {} does not divide by the size of its gradients", entry.key, place.0);
        }
    });
}
