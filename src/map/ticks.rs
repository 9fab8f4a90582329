//! Ticks of axes over settings.

use super::{Axis, Dial};
use crate::parameter::Slider;

/// About so many ticks are wanted.
const WANTED: f64 = 5.0;

/// Numbers towards one that are round: so many nines.
const TOWARDS_ONE: [f64; 9] = [0.0, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99, 0.999, 0.9999];

impl Dial {
    /// Ticks of an axis: where each stands, as a fraction, and its value.
    pub fn ticks(&self, axis: &Axis) -> Vec<(f64, f64)> {
        let place = |value: f64| (self.fraction(axis, value), value);
        round_values(self.slider(), [axis.from, axis.to]).into_iter().map(place).collect()
    }
}

/// Round numbers from `from` to `to`, spread as a slider spreads them.
pub fn round_values(slider: Slider, [from, to]: [f64; 2]) -> Vec<f64> {
    let within = |value: &f64| (from..=to).contains(value);
    match slider {
        // Within a decade a logarithmic axis is nearly even.
        Slider::Logarithmic(..) if from > 0.0 && to > 10.0 * from => {
            let (low, high) = (libm::floor(libm::log10(from)) as i32, libm::ceil(libm::log10(to)) as i32);
            let decade = |k: i32| format!("1e{k}").parse::<f64>().unwrap_or(f64::NAN);
            let stride = ((f64::from(high - low) / WANTED).ceil() as i32).max(1);
            let factors: &[f64] = if high - low > 2 { &[1.0] } else { &[1.0, 2.0, 5.0] };
            let decades = (low..=high).filter(|k| k.rem_euclid(stride) == 0);
            decades.flat_map(|k| factors.iter().map(move |factor| factor * decade(k))).filter(within).collect()
        }
        Slider::TowardsOne(_) if to < 1.0 => TOWARDS_ONE.into_iter().filter(within).collect(),
        _ => {
            let rough = (to - from) / WANTED;
            let decade = libm::pow(10.0, libm::floor(libm::log10(rough)));
            let step = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * decade).into_iter().find(|step| *step >= rough);
            let step = step.filter(|step| step.is_finite() && *step > 0.0).unwrap_or(to - from);
            let first = libm::ceil(from / step) as i64;
            let all = (0..).map(|k| (first + k) as f64 * step).take_while(|value| *value <= to * (1.0 + 1e-12));
            // Without the noise of the last bits.
            all.take(20).map(|value| format!("{value:.11e}").parse().unwrap_or(value)).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(round_values(Slider::Logarithmic(1e-6, 10.0), [1e-4, 1.0]), [1e-4, 1e-3, 1e-2, 1e-1, 1.0]);
        assert_eq!(round_values(Slider::Logarithmic(1e-6, 10.0), [0.1, 3.0]), [0.1, 0.2, 0.5, 1.0, 2.0]);
        assert_eq!(round_values(Slider::TowardsOne(0.999), [0.0, 0.95]), [0.0, 0.3, 0.5, 0.7, 0.9]);
        assert_eq!(round_values(Slider::Linear(0.0, 1.0), [0.0, 1.0]), [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
        assert_eq!(round_values(Slider::Whole(1.0, 9.0), [1.0, 9.0]), [2.0, 4.0, 6.0, 8.0]);
        assert!(round_values(Slider::Logarithmic(1e-6, 10.0), [1e-20, 1e20]).len() < 8);
        assert_eq!(round_values(Slider::Logarithmic(1e-6, 10.0), [395.0, 510.0]), [400.0, 450.0, 500.0]);
        assert!(round_values(Slider::Linear(0.0, 1.0), [1.0, 1.0 + 1e-15]).len() <= 20);
    }
}
