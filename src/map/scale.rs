//! The scale on which the values of a tuning map are shown.

use super::{Atlas, Tuning};

/// From the least to the greatest finite value of a tuning map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Its ends, as logarithms to base 10 where it is logarithmic.
    pub ends: [f64; 2],
    /// Whether it is: steps always are, losses where all are positive.
    pub is_logarithmic: bool,
}

impl Scale {
    /// Of the cells that are made.
    pub fn of(tuning: &Tuning, atlas: &Atlas) -> Scale {
        let finite = || atlas.cells(0).map(|(_, cell)| cell.value).filter(|value| value.is_finite());
        let is_logarithmic = tuning.target.is_some() || finite().all(|value| value > 0.0);
        let scale = Scale { ends: [0.0, 1.0], is_logarithmic };
        let [low, high] = finite()
            .map(|value| scale.place(value))
            .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], at| [low.min(at), high.max(at)]);
        let ends = match low.partial_cmp(&high) {
            Some(std::cmp::Ordering::Less) => [low, high],
            Some(std::cmp::Ordering::Equal) => [low - 0.5, high + 0.5],
            _ => scale.ends,
        };
        Scale { ends, is_logarithmic }
    }

    /// Where a value stands: it itself, or its logarithm; a count of steps may be 0, which stands with 1.
    pub fn place(&self, value: f64) -> f64 {
        if self.is_logarithmic { libm::log10(if value == 0.0 { 1.0 } else { value }) } else { value }
    }

    /// The value at a place.
    pub fn value(&self, place: f64) -> f64 {
        if self.is_logarithmic { libm::pow(10.0, place) } else { place }
    }

    /// How far a value is from the least to the greatest; none if it is not finite.
    pub fn share(&self, value: f64) -> Option<f64> {
        let [low, high] = self.ends;
        value.is_finite().then(|| (self.place(value) - low) / (high - low))
    }
}
