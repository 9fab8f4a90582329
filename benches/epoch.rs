//! What an epoch costs: the paths of six contenders through 10,000 data points in mini-batches of 32, each answered as
//! an edit on the page is, against the plainest loops by hand, which take the same batches and make the same updates.
//!
//! Prints a line a model: its key, milliseconds of ours, milliseconds by hand, and their ratio; the least of all
//! rounds.

use std::hint::black_box;
use std::time::Instant;

use steepest::data::Batches;
use steepest::experiment::Experiment;
use steepest::lab::Lab;
use steepest::linear::Vec2;

/// Data points, and how many an update sees.
const POINTS: usize = 10_000;
const BATCH: usize = 32;

/// Rounds, of which the quickest counts.
const ROUNDS: usize = 15;

/// Who runs: gradient descent, so that by hand it is a line.
const CONTENDERS: usize = 6;

fn main() {
    for (key, start) in [("linear_regression", (-0.06, 1.05)), ("logistic_regression", (-4.16, -3.64))] {
        let mut link = format!("v=1&on={key},n:{POINTS}&view=-6,6,-6,6&start={},{}&seed=0&epochs=1", start.0, start.1);
        for k in 0..CONTENDERS {
            link += &format!("&c=gradient_descent,rate:{},batch:{BATCH}", 0.02 + 0.01 * k as f64);
        }
        let mut lab = Lab::new(Experiment::from_link(&link).expect("a good link")).expect("a good experiment");
        let ours = least(|round| {
            lab.edit("contenders.1.rate", &format!("{}", 0.0201 + 1e-4 * round as f64)).expect("a good rate");
        });
        let rows = lab.checked().ground.sample().expect("a loss over data").rows.clone();
        let batches = lab.seen(0).batches().expect("a loss over data");
        let by_hand = least(|_| {
            for k in 0..CONTENDERS {
                black_box(epoch(&rows, batches, key, Vec2::new(start.0, start.1), 0.02 + 0.01 * k as f64));
            }
        });
        println!("{key} {ours:.3} {by_hand:.3} {:.2}", ours / by_hand);
    }
}

/// The milliseconds of the quickest round.
fn least(mut work: impl FnMut(usize)) -> f64 {
    let times = (0..ROUNDS).map(|round| {
        let from = Instant::now();
        work(round);
        from.elapsed().as_secs_f64() * 1e3
    });
    times.fold(f64::INFINITY, f64::min)
}

/// The iterates of an epoch by hand, with the gradient written by hand.
fn epoch(rows: &[[f64; 3]], batches: &Batches, key: &str, start: Vec2, rate: f64) -> Vec<Vec2> {
    let order = batches.order(0);
    let mut points = vec![start];
    let mut w = start;
    for batch in order.chunks(BATCH) {
        let mut g = Vec2::ZERO;
        for &i in batch {
            let [a, b, label] = rows[i];
            g += if key == "linear_regression" {
                let residual = w.x * a + w.y - b;
                Vec2::new(2.0 * residual * a, 2.0 * residual)
            } else {
                let p = 1.0 / (1.0 + libm::exp(-(w.x * a + w.y * b)));
                (p - label) * Vec2::new(a, b)
            };
        }
        w = w - rate / batch.len() as f64 * g;
        points.push(w);
    }
    points
}
