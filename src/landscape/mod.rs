//! Landscapes: what is descended. The catalogue of analytic surfaces, one file each.
//!
//! A surface file holds a struct with the surface's parameters, its [`Formula`], and an [`Entry`] that describes it.
//! The line of `registry!` below is the only other place that names it: page, tests and docs read [`ALL`].

use crate::linear::{Rect, Vec2};
use crate::number::Number;
#[cfg(any(not(target_arch = "wasm32"), feature = "share"))]
use crate::objective::Varying;
use crate::objective::{Levels, Objective};
use crate::parameter::{Parameter, Settings};
use crate::registry::registry;

mod coded;
mod typed;

pub use coded::Surface;
pub use typed::{MOST_PARAMETERS, TYPED, Typed, parameters as typed_parameters};

/// A loss written once, for every number type.
///
/// Every implementation is an [`Objective`]; as a [`Surface`], which those of the catalogue are, it has a tape besides.
pub trait Formula: Send + Sync {
    /// How many of the two parameters it depends on.
    const VARIABLES: usize = 2;

    /// Whether each step has a loss of its own, [`Formula::at_step`].
    const VARYING: bool = false;

    /// L(x, y).
    fn at<N: Number>(&self, x: N, y: N) -> N;

    /// The loss whose gradient update t → t + 1 takes; its mean over many steps is L.
    fn at_step<N: Number>(&self, _t: usize, x: N, y: N) -> N {
        self.at(x, y)
    }

    /// What a program has to say where each step has a loss of its own.
    #[cfg(any(not(target_arch = "wasm32"), feature = "share"))]
    const WRITTEN: Option<Varying> = None;

    /// The box that iterates may not leave, if that is part of the problem.
    fn bounds(&self) -> Option<Rect> {
        None
    }
}

/// The description of a surface of the catalogue.
#[derive(Debug)]
pub struct Entry {
    /// The name in links and test data, as "rosenbrock".
    pub key: &'static str,
    /// The name on the page.
    pub name: &'static str,
    /// The formula as plain text, in x, y and the parameters' keys, with `^` for powers.
    pub formula: &'static str,
    /// What the surface shows, in one sentence.
    pub about: &'static str,
    /// Authors, title, year.
    pub source: &'static str,
    /// Where the surface is usually studied; test points and random starts lie in it.
    pub domain: Rect,
    /// What is shown at first.
    pub view: Rect,
    /// Good starts, the first of them the one shown at first; all inside `view`.
    pub starts: &'static [Vec2],
    /// Its parameters.
    pub parameters: &'static [Parameter],
    /// The spacing of contour levels.
    pub levels: Levels,
    /// The infimum over the plane, or over the bounds where there are any, if it is finite and known in closed form or
    /// polished to full precision.
    pub floor: fn(&Settings) -> Option<f64>,
    /// The surface with these settings, which hold every parameter above.
    pub build: fn(&Settings) -> Box<dyn Objective>,
}

use coded::surface;

registry! {
    bowl
    ravine
    ravine_rotated
    rosenbrock
    distill_banana
    long_valley
    saddle
    bounded_saddle
    walled_saddle
    monkey_saddle
    hyperbola
    two_wells
    himmelblau
    beale
    three_hump_camel
    six_hump_camel
    styblinski_tang
    peaks
    booth
    matyas
    mccormick
    goldstein_price
    branin
    zakharov
    bohachevsky1
    griewank
    rastrigin
    ackley
    levy13
    drop_wave
    easom
    parabola
    wave
    kinked_parabola
    alternating
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter::{Given, Kind, Setting};

    /// The settings of `entry` with every slider at `fraction` of its travel.
    fn slid(entry: &Entry, fraction: f64) -> Settings {
        let at = |p: &Parameter| match p.kind {
            Kind::Number { slider, .. } => Setting::Number(slider.value(fraction)),
            _ => p.default(),
        };
        let given: Given = entry.parameters.iter().map(|p| (p.key.to_string(), at(p))).collect();
        Settings::resolve(entry.key, entry.parameters, &given).expect("sliders stay in range")
    }

    /// Rounding of a loss near its infimum, where terms of some tens cancel.
    const ROUNDING: f64 = 1e-13;

    #[test]
    fn no_loss_lies_below_the_floor_wherever_the_sliders_stand() {
        let steps = 60;
        for entry in ALL {
            for settings in [0.0, 0.3, 0.7, 1.0].map(|fraction| slid(entry, fraction)) {
                let Some(floor) = (entry.floor)(&settings) else { continue };
                let objective = (entry.build)(&settings);
                for k in 0..(steps + 1) * (steps + 1) {
                    let t = Vec2::new(f64::from(k % (steps + 1)), f64::from(k / (steps + 1))) / f64::from(steps);
                    for rect in [entry.domain, entry.view] {
                        let w = Vec2::new(rect.x[0], rect.y[0]) + t * rect.size();
                        if objective.bounds().is_some_and(|bounds| !bounds.contains(w)) {
                            continue;
                        }
                        let loss = objective.value(w);
                        assert!(loss >= floor - ROUNDING, "{}: {loss} at {w:?} is below {floor}", entry.key);
                    }
                }
            }
        }
    }
}
