//! Which contour levels to draw, and how a loss maps to a colour.

use super::{Grid, round_step};
use crate::objective::Levels;

/// About how many contour levels a picture has.
const COUNT: f64 = 18.0;

/// How many decades above the floor are told apart at most.
const DECADES: f64 = 9.0;

/// How losses map to contour levels and colours over one grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scale {
    /// Evenly in the loss, from `low` to `high`.
    Linear {
        /// The least loss in view.
        low: f64,
        /// The greatest loss in view.
        high: f64,
    },
    /// Evenly in log₁₀(loss − floor), from `low` to `high`.
    Logarithmic {
        /// What is subtracted.
        floor: f64,
        /// log₁₀ of the least distinguished distance from the floor.
        low: f64,
        /// log₁₀ of the greatest distance from the floor in view.
        high: f64,
    },
}

impl Scale {
    /// The scale for a grid; none if it has no two different finite values.
    ///
    /// Without a known `floor` the least value on the grid takes its place.
    pub fn of(grid: &Grid, spacing: Levels, floor: Option<f64>) -> Option<Scale> {
        let (low, high) = grid.range()?;
        if low >= high {
            return None;
        }
        match spacing {
            Levels::Linear => Some(Scale::Linear { low, high }),
            Levels::Logarithmic => {
                let floor = floor.unwrap_or(low).min(low);
                let above = |value: f64| value - floor;
                let least =
                    grid.values.iter().copied().map(above).filter(|gap| *gap > 0.0).fold(f64::INFINITY, f64::min);
                let top = libm::log10(above(high));
                let bottom = libm::log10(least).max(top - DECADES);
                (bottom < top).then_some(Scale::Logarithmic { floor, low: bottom, high: top })
            }
        }
    }

    /// Where `loss` lies on the scale: 0 at its lower end, 1 at its upper end; NaN where the loss is.
    pub fn fraction(&self, loss: f64) -> f64 {
        match *self {
            Scale::Linear { low, high } => ((loss - low) / (high - low)).clamp(0.0, 1.0),
            Scale::Logarithmic { floor, low, high } => {
                let gap = loss - floor;
                if gap <= 0.0 { 0.0 } else { ((libm::log10(gap) - low) / (high - low)).clamp(0.0, 1.0) }
            }
        }
    }
}

/// Round contour levels within `scale`, ascending.
///
/// Linear: multiples of 1, 2 or 5 times a power of ten.
/// Logarithmic: the floor plus 1, 2 and 5, or 1 and 3, or 1, times powers of ten, as many as fit; where the range is
/// short, plus 1, 1.5, 2, 3, 4, 5, 6 and 8 times them.
/// Levels depend on the range of losses alone, and so stay in place while the view moves a little.
pub fn levels(scale: &Scale) -> Vec<f64> {
    match *scale {
        Scale::Linear { low, high } => {
            let step = round_step((high - low) / COUNT);
            let (first, last) = (libm::ceil(low / step) as i64, libm::floor(high / step) as i64);
            (first..=last).map(|k| k as f64 * step).collect()
        }
        Scale::Logarithmic { floor, low, high } => {
            let mantissas: &[f64] = match COUNT / (high - low) {
                many if many >= 6.0 => &[1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0],
                many if many >= 3.0 => &[1.0, 2.0, 5.0],
                many if many >= 1.9 => &[1.0, 3.0],
                _ => &[1.0],
            };
            let powers = libm::floor(low) as i32..=libm::ceil(high) as i32;
            let gaps = powers.flat_map(|k| mantissas.iter().map(move |m| m * libm::pow(10.0, f64::from(k))));
            gaps.filter(|gap| (low..=high).contains(&libm::log10(*gap))).map(|gap| floor + gap).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linear_levels_are_round() {
        let found = levels(&Scale::Linear { low: -9.0, high: 9.0 });
        assert_eq!(found, (-9..=9).map(f64::from).collect::<Vec<_>>());
    }

    #[test]
    fn logarithmic_levels_stand_on_the_floor() {
        let found = levels(&Scale::Logarithmic { floor: -1.0, low: -2.0, high: 7.0 });
        assert_eq!(found.first(), Some(&-0.99));
        assert_eq!(found.last(), Some(&(1e7 - 1.0)));
        assert_eq!(found.len(), 19);
    }

    #[test]
    fn fractions_run_from_zero_to_one_and_keep_nan() {
        let scale = Scale::Logarithmic { floor: 0.0, low: -1.0, high: 3.0 };
        assert_eq!([0.0, 0.1, 10.0, 1e9].map(|loss| scale.fraction(loss)), [0.0, 0.0, 0.5, 1.0]);
        assert!(scale.fraction(f64::NAN).is_nan());
    }
}
