//! Ready-made experiments, one click away.

use super::{Contender, Experiment, Fairness, Landscape, VERSION};
use crate::landscape;
use crate::linear::Vec2;
use crate::parameter::{Given, Setting};

/// A ready-made experiment.
pub struct Scene {
    /// The name on the page.
    pub name: &'static str,
    /// What to watch for, in one sentence.
    pub about: &'static str,
    /// The experiment.
    pub experiment: fn() -> Experiment,
}

/// The ready-made experiments; the page opens on the first.
pub const SCENES: &[Scene] = &[
    Scene {
        name: "Valley",
        about: "Six optimizers on Rosenbrock's valley: finding its floor is easy, following it is not.",
        experiment: || {
            let six = [0.001, 0.001, 0.001, 0.5, 0.004, 0.02];
            on("rosenbrock", &[], Vec2::new(-1.5, 2.0), 2000, &six)
        },
    },
    Scene {
        name: "Ravine",
        about: "A ravine with condition number 25: gradient descent zig-zags, momentum smooths, adaptive rates depend on the axes.",
        experiment: || {
            let six = [0.07, 0.02, 0.02, 0.6, 0.02, 0.1];
            on("ravine_rotated", &[("kappa", 25.0), ("theta_deg", 30.0)], Vec2::new(-4.0, 2.0), 300, &six)
        },
    },
    Scene {
        name: "Saddle",
        about: "Started a millionth beside a saddle's ridge: who breaks the symmetry, and when?",
        experiment: || on("bounded_saddle", &[], Vec2::new(1e-6, 1.0), 250, &[0.1; 6]),
    },
];

/// The six optimizers of the notes with these rates on `surface` in its home view.
fn on(surface: &str, parameters: &[(&str, f64)], start: Vec2, steps: usize, rates: &[f64; 6]) -> Experiment {
    let entry = landscape::find(surface).expect("a scene names a registered surface");
    let keys = ["gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam"];
    let mut parameters: Given =
        parameters.iter().map(|(key, value)| (key.to_string(), Setting::Number(*value))).collect();
    parameters.retain(|key, value| entry.parameters.iter().any(|p| p.key == key && p.default() != *value));
    Experiment {
        version: VERSION,
        landscape: Landscape { surface: surface.into(), parameters },
        view: entry.view,
        starts: vec![start],
        seed: 0,
        steps,
        fairness: Fairness::AsSet,
        contenders: keys.iter().zip(rates).map(|(key, rate)| Contender::new(key, *rate)).collect(),
    }
}
