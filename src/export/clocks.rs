//! Which moments of a race a film shows.

use super::Job;

/// The most frames of a film.
pub const MOST_FRAMES: usize = 1_200;

/// Where the playhead stands in each frame: evenly from the start to where it is to stand at the end.
pub fn clocks(job: &Job) -> Vec<usize> {
    let (frames, last) = (job.options.frames().max(2), job.options.clock(job.lab));
    (0..frames).map(|k| libm::round(k as f64 / (frames - 1) as f64 * last as f64) as usize).collect()
}
