//! The learning curves of contenders: what a chart shows of each against steps or epochs.

use std::borrow::Cow;

use super::Lab;
use crate::order;
use crate::run::Trajectory;

/// What a chart shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Series {
    /// The loss over all data, or that of the surface, at every step.
    #[default]
    Loss,
    /// The same at the end of every epoch.
    EpochLoss,
    /// The loss that the updates see: the mean over those of the last epoch, or of all so far in the first.
    BatchLoss,
    /// The loss, and that over the data held out.
    HeldLoss,
    /// The learning rate of every update.
    Rate,
}

/// A contender's curve: values at regular places from 0 on.
pub struct Learning<'a> {
    /// The values, or of several runs their median; NaN where they are not known.
    pub values: Cow<'a, [f64]>,
    /// How far apart they are, in steps or epochs as the race is counted.
    pub stride: f64,
    /// The lower and the upper quartile of several runs, at the same places.
    pub band: Option<[Vec<f64>; 2]>,
    /// The loss over the data held out, at the same places.
    pub held: Option<Cow<'a, [f64]>>,
}

/// Quartiles are taken at no more places than this: more than a chart has pixels.
const PLACES: usize = 1_500;

impl Series {
    /// Every series with its key.
    pub const ALL: [(Series, &'static str); 5] = [
        (Series::Loss, "loss"),
        (Series::EpochLoss, "epoch_loss"),
        (Series::BatchLoss, "batch_loss"),
        (Series::HeldLoss, "held_loss"),
        (Series::Rate, "rate"),
    ];
}

impl Lab {
    /// The length of a chart's horizontal axis, in steps or epochs.
    pub fn length(&self) -> usize {
        self.experiment.steps
    }

    /// Whether there is such a curve for any contender.
    pub fn has(&self, series: Series) -> bool {
        let any = |f: &dyn Fn(&Trajectory) -> bool| (0..self.experiment.contenders.len()).any(|k| f(self.followed(k)));
        match series {
            Series::Loss | Series::Rate => true,
            Series::EpochLoss => self.count().is_some(),
            Series::BatchLoss => any(&|run| !run.seen.is_empty()),
            Series::HeldLoss => any(&|run| !run.held.is_empty()),
        }
    }

    /// The curve of a contender from the first start.
    pub fn learning(&self, contender: usize, series: Series) -> Learning<'_> {
        let per_epoch = self.seen(contender).per_epoch();
        let runs = &self.runs(contender)[..self.checked.repeats[contender]];
        let mut learning = self.learning_once(&runs[0], series, per_epoch);
        if runs.len() > 1 && series != Series::Rate {
            let all: Vec<Cow<[f64]>> = runs.iter().map(|run| curve(run, series, per_epoch)).collect();
            let longest = all.iter().map(|values| values.len()).max().unwrap_or(0);
            let every = longest.div_ceil(PLACES).max(1);
            let [low, middle, high] = quartiles(&all, longest, every);
            if let Some(known) = &mut learning.held {
                let lines: Vec<Cow<[f64]>> = runs.iter().map(|run| Cow::Borrowed(&run.held[..])).collect();
                let [_, middle, _] = quartiles(&lines, longest, every);
                *known = Cow::Owned(middle);
            }
            learning.values = Cow::Owned(middle);
            learning.band = Some([low, high]);
            learning.stride *= every as f64;
        }
        learning
    }

    /// The curve of one run, of whose updates `per_epoch` make an epoch.
    pub(super) fn learning_once<'a>(&self, run: &'a Trajectory, series: Series, per_epoch: usize) -> Learning<'a> {
        let places = if series == Series::EpochLoss { per_epoch } else { 1 };
        let own = self.length_of_update(per_epoch);
        let held = (series == Series::HeldLoss && !run.held.is_empty()).then_some(Cow::Borrowed(&run.held[..]));
        Learning { values: curve(run, series, per_epoch), stride: places as f64 * own, band: None, held }
    }
}

fn curve(run: &Trajectory, series: Series, per_epoch: usize) -> Cow<'_, [f64]> {
    match series {
        Series::Loss | Series::HeldLoss => Cow::Borrowed(&run.losses),
        Series::EpochLoss => run.losses.iter().copied().step_by(per_epoch).collect(),
        // Who sees all data has no batches.
        Series::BatchLoss if run.seen.is_empty() => Cow::Borrowed(&run.losses),
        Series::BatchLoss => Cow::Owned(running_mean(&run.seen, per_epoch)),
        Series::Rate => Cow::Owned(run.rates()),
    }
}

/// The means of the last `window` values, or of all so far where there are fewer.
fn running_mean(values: &[f64], window: usize) -> Vec<f64> {
    let mut means = Vec::with_capacity(values.len());
    let mut sum = 0.0;
    for (k, value) in values.iter().enumerate() {
        // Summed anew once in a window, so that a huge loss that has left it leaves no rounding behind.
        sum = if k % window == 0 { values[(k + 1).saturating_sub(window)..=k].iter().sum() } else { sum + value };
        if k % window != 0 && k >= window {
            sum -= values[k - window];
        }
        means.push(sum / (k + 1).min(window) as f64);
    }
    means
}

/// Lower quartile, median and upper quartile of `curves` at every so manieth place of `count`; a run that has ended
/// early counts as infinitely high.
fn quartiles(curves: &[Cow<[f64]>], count: usize, every: usize) -> [Vec<f64>; 3] {
    let mut bands = [Vec::new(), Vec::new(), Vec::new()];
    let mut here = Vec::with_capacity(curves.len());
    for k in (0..count).step_by(every) {
        here.clear();
        here.extend(curves.iter().map(|values| values.get(k).copied().unwrap_or(f64::INFINITY)));
        let known = !here.iter().any(|value| value.is_nan());
        order::sort(&mut here);
        for (band, share) in bands.iter_mut().zip([0.25, 0.5, 0.75]) {
            band.push(if known { quantile(&here, share) } else { f64::NAN });
        }
    }
    bands
}

/// The quantile of ascending values, by linear interpolation between them (R. J. Hyndman, Y. Fan, Sample quantiles in
/// statistical packages, 1996, definition 7, that of NumPy).
fn quantile(ascending: &[f64], share: f64) -> f64 {
    let place = share * (ascending.len() - 1) as f64;
    let (below, part) = (place as usize, place % 1.0);
    match ascending.get(below + 1) {
        Some(above) if part > 0.0 => ascending[below] + part * (above - ascending[below]),
        _ => ascending[below],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_numpy() {
        let values = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0];
        assert_eq!([0.25, 0.5, 0.75].map(|share| quantile(&values, share)), [2.5, 6.0, 14.0]);
        assert_eq!([0.25, 0.5, 0.75].map(|share| quantile(&[3.0], share)), [3.0; 3]);
    }

    #[test]
    fn a_running_mean_forgets_what_has_left_its_window() {
        assert_eq!(running_mean(&[4.0, 2.0, 6.0, 4.0, 8.0], 2), [4.0, 3.0, 4.0, 5.0, 6.0]);
        let shock = running_mean(&[1e300, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0], 3);
        assert_eq!(shock[6], 1.0);
    }

    #[test]
    fn a_run_that_ended_early_counts_as_infinitely_high() {
        let curves = [Cow::Borrowed(&[1.0, 1.0][..]), Cow::Borrowed(&[3.0][..])];
        assert_eq!(
            quartiles(&curves, 2, 1),
            [vec![1.5, f64::INFINITY], vec![2.0, f64::INFINITY], vec![2.5, f64::INFINITY]]
        );
    }
}
