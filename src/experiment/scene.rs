//! Ready-made experiments, one click away.

use super::{Contender, Experiment, Fairness, Landscape, Look, Unit, VERSION};
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
    Scene {
        name: "Batch, mini-batch, one point",
        about: "The same data, rate and epochs: one update an epoch, eight, or sixty. Per epoch the noisy ones are ahead, and never rest.",
        experiment: || {
            linked(
                "v=1&on=linear_regression,noise:1&view=-1,5,-4,2&start=-0.5,1.5&epochs=12\
                 &c=gradient_descent,rate:0.1&c=gradient_descent,rate:0.1,batch:8&c=gradient_descent,rate:0.1,batch:1",
            )
        },
    },
    Scene {
        name: "Bad scaling is a ravine",
        about: "A line through points whose feature is four times too large and not centred: gradient descent zig-zags, until the data are standardized.",
        experiment: || {
            linked(
                "v=1&on=linear_regression,scale:4,correlation:0.6&view=-1.5,2.5,-4.5,2&start=-0.8,1&steps=300\
                 &c=gradient_descent,rate:0.045&c=momentum,rate:0.01&c=adam,rate:0.05",
            )
        },
    },
    Scene {
        name: "Noise floor",
        about: "x²/2 with noise in every gradient: twenty runs settle to the variance η/(2 − η), the larger the rate the higher.",
        experiment: || {
            linked(
                "v=1&on=parabola,lambda:1&view=-4,4,-1,8&start=3,0&steps=150&runs=20&noise=1\
                 &c=gradient_descent,rate:0.05&c=gradient_descent,rate:0.4&c=gradient_descent,rate:1.5",
            )
        },
    },
    Scene {
        name: "Which minimum?",
        about: "Three clusters of data, three minima: all data at once roll into the nearest, small batches change their minds.",
        experiment: || {
            linked(
                "v=1&on=gaussian_trenches&view=-4.2,4.2,-3.2,4&start=0.6,-1.9&steps=400&runs=6\
                 &c=gradient_descent,rate:0.7&c=gradient_descent,rate:0.7,batch:8&c=gradient_descent,rate:0.7,batch:1",
            )
        },
    },
    Scene {
        name: "Too small, good, too large",
        about: "x² from 10, ten steps: a rate that crawls, one that arrives, one that leaves.",
        experiment: || {
            linked(
                "v=1&on=parabola&view=-12,12,-10,130&start=10,0&steps=10\
                 &c=gradient_descent,rate:0.05&c=gradient_descent,rate:0.2&c=gradient_descent,rate:1.1",
            )
        },
    },
    Scene {
        name: "Effective rate of momentum",
        about: "On a gentle slope momentum 0.9 goes as far as ten times its learning rate without.",
        experiment: || {
            linked(
                "v=1&on=parabola,lambda:0.02&view=-1.2,1.2,-0.001,0.011&start=1,0&steps=500\
                 &c=gradient_descent,rate:0.1&c=momentum,rate:0.01&c=gradient_descent,rate:0.01",
            )
        },
    },
    Scene {
        name: "Momentum that cycles",
        about: "Convex, curvature from 1 to 25, and a heavy ball tuned for just that: it never arrives. Nesterov does.",
        experiment: || {
            linked(
                "v=1&on=kinked_parabola&view=-4,4,-12,150&start=3.3,0&steps=100\
                 &c=momentum,rate:0.1111111111111111,mu:0.4444444444444444&c=nesterov,rate:0.04,mu:0.6666666666666666",
            )
        },
    },
    Scene {
        name: "Adam walks the wrong way",
        about: "One large gradient to the left, two small ones to the right: Adam ends at the worst point, AMSGrad at the best.",
        experiment: || {
            linked(
                "v=1&on=alternating&view=-1.3,1.3,-1,1&start=0,0&steps=400\
                 &c=adam,rate:0.3,beta1:0,beta2:0.058823529411764705,bias_correction:off;inverse_square_root,k:1\
                 &c=adam,rate:0.3,beta1:0,beta2:0.058823529411764705,amsgrad:paper;inverse_square_root,k:1\
                 &c=gradient_descent,rate:0.3;inverse_square_root,k:1",
            )
        },
    },
    Scene {
        name: "Newton goes uphill",
        about: "Where the curvature is negative, Newton's full step climbs; half of it, or the curvature's absolute value, does not.",
        experiment: || {
            linked(
                "v=1&on=wave&view=-16,16,-17,17&start=10,0&steps=12\
                 &c=newton,rate:1&c=newton,rate:0.5&c=newton,rate:1,form:saddle_free",
            )
        },
    },
];

/// The experiment of a link that is part of the code.
fn linked(link: &str) -> Experiment {
    Experiment::from_link(link).expect("a scene's link is a good one")
}

/// The six optimizers of the notes with these rates on `surface` in its home view.
fn on(surface: &str, parameters: &[(&str, f64)], start: Vec2, steps: usize, rates: &[f64; 6]) -> Experiment {
    let entry = landscape::find(surface).expect("a scene names a registered surface");
    let keys = ["gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam"];
    let mut parameters: Given =
        parameters.iter().map(|(key, value)| (key.to_string(), Setting::Number(*value))).collect();
    parameters.retain(|key, value| entry.parameters.iter().any(|p| p.key == key && p.default() != *value));
    Experiment {
        version: VERSION,
        landscape: Landscape { parameters, ..Landscape::new(surface) },
        view: entry.view,
        starts: vec![start],
        seed: 0,
        steps,
        unit: Unit::Steps,
        runs: 1,
        noise: 0.0,
        fairness: Fairness::AsSet,
        contenders: keys.iter().zip(rates).map(|(key, rate)| Contender::new(key, *rate)).collect(),
        pins: Vec::new(),
        map: None,
        look: Look::default(),
    }
}
