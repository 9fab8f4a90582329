//! How long something takes, for benchmarks that print lines.

use std::hint::black_box;
use std::time::Instant;

/// The milliseconds of the quickest of so many rounds.
pub fn least<T>(rounds: usize, work: impl Fn() -> T) -> f64 {
    let times = (0..rounds).map(|_| {
        let from = Instant::now();
        black_box(work());
        from.elapsed().as_secs_f64() * 1e3
    });
    times.fold(f64::INFINITY, f64::min)
}
