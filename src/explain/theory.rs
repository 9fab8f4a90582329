//! Theory beside practice: what a quadratic says of a run, and what the run does.
//!
//! In the eigenvectors of the Hessian H, about the stationary point w* of the quadratic, a rule with fixed coefficients
//! moves each coordinate z = qᵢ·(w − w*) by itself, as a [`Recurrence`] at x = η λᵢ.
//! The quadratic is the landscape, where that is one, else its second-order Taylor expansion at the playhead,
//! L(w) ≈ L(wₜ) + g·d + dᵀH d/2 with d = w − wₜ.

use super::{Spectrum, critical_momenta, spectrum};
use crate::descent::Trajectory;
use crate::lab::Lab;
use crate::linear::{Eigen, Mat2, Vec2};
use crate::objective::{Curvature, Negated, Objective};
use crate::optimizer::Recurrence;
use crate::stationary::{Kind as PointKind, StationaryPoint};

/// A quadratic in the eigenvectors of its Hessian.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quadratic {
    /// Where it is taken, in domain units.
    pub at: Vec2,
    /// Its stationary point w*, or the one of them, or of the points where the gradient has nothing but `slopes`, that
    /// is nearest to `at`.
    pub center: Vec2,
    /// The eigenvalues, ascending; of a loss of one parameter L″ and then 0.
    pub values: [f64; 2],
    /// Unit eigenvectors in the same order.
    pub vectors: [Vec2; 2],
    /// The gradient at `center` along each eigenvector: 0 but where there is no curvature.
    pub slopes: [f64; 2],
    /// How many of the parameters count: 1 or 2.
    pub dimension: usize,
}

/// An eigenvalue below this fraction of the other's size is none, as for [`Mat2::definiteness`].
const FLAT: f64 = 1e-9;

/// No more often than this is a stationary point taken from the one before: 20 times sixteen digits are all there are.
const PASSES: usize = 20;

impl Quadratic {
    /// The expansion of `objective`, with a penalty `decay` ‖w‖²/2, at a point; none if a derivative there is not
    /// finite.
    pub fn at(objective: &dyn Objective, decay: f64, at: Vec2) -> Option<Quadratic> {
        let Curvature { gradient, hessian, .. } = objective.curvature(at);
        let gradient = gradient + decay * at;
        let dimension = objective.variables();
        let Mat2 { xx, xy, yy } = hessian;
        let hessian = Mat2 { xx: xx + decay, xy, yy: yy + decay };
        let Eigen { values, vectors } = match dimension {
            1 => Eigen { values: [hessian.xx, 0.0], vectors: [Vec2::new(1.0, 0.0), Vec2::new(0.0, 1.0)] },
            _ => hessian.eigen(),
        };
        if !(at.is_finite() && gradient.is_finite() && values.iter().all(|value| value.is_finite())) {
            return None;
        }
        let mut quadratic = Quadratic { at, center: at, values, vectors, slopes: [0.0; 2], dimension };
        for k in 0..dimension {
            let slope = gradient.dot(vectors[k]);
            if quadratic.is_flat(k) {
                quadratic.slopes[k] = slope;
            } else {
                quadratic.center = quadratic.center - slope / values[k] * vectors[k];
            }
        }
        quadratic.center.is_finite().then_some(quadratic)
    }

    /// The quadratic that `objective` is, whatever the place: taken at its own stationary point, again and again, since
    /// each time takes away what the rounding of the time before has left; at the origin that is sixteen digits of a
    /// distance that a run may follow to the smallest numbers there are.
    fn whole(objective: &dyn Objective, decay: f64, near: Vec2) -> Option<Quadratic> {
        let mut found = Quadratic::at(objective, decay, near)?;
        for _ in 0..PASSES {
            let again = Quadratic::at(objective, decay, found.center)?;
            if again.center == found.center {
                return Some(again);
            }
            found = again;
        }
        Some(found)
    }

    /// Whether there is no curvature along eigenvector `k`, to rounding.
    pub fn is_flat(&self, k: usize) -> bool {
        let [a, b] = self.values.map(f64::abs);
        self.values[k].abs() <= FLAT * a.max(b)
    }

    /// The coordinates z of a point.
    pub fn coordinates(&self, w: Vec2) -> Vec2 {
        let d = w - self.center;
        Vec2::new(d.dot(self.vectors[0]), d.dot(self.vectors[1]))
    }

    /// Its stationary point, at z = 0, as it is along its eigenvectors; none if there are more, or one parameter.
    pub fn stationary(&self) -> Option<StationaryPoint> {
        if self.dimension == 1 || self.is_flat(0) || self.is_flat(1) {
            return None;
        }
        let [low, high] = self.values;
        let hessian = Mat2 { xx: low, xy: 0.0, yy: high };
        let kind = match (low > 0.0, high > 0.0) {
            (true, _) => PointKind::Minimum,
            (_, false) => PointKind::Maximum,
            _ => PointKind::Saddle,
        };
        let (eigen, definiteness) = (hessian.eigen(), hessian.definiteness());
        Some(StationaryPoint { at: Vec2::ZERO, loss: 0.0, hessian, eigen, definiteness, kind })
    }

    /// The value at coordinates z, above that at the center.
    pub fn value(&self, z: Vec2) -> f64 {
        let along = |k: usize, z: f64| 0.5 * self.values[k] * z * z + self.slopes[k] * z;
        along(0, z.x) + along(1, z.y)
    }
}

/// What a run did over some of its steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observed {
    /// The factor of a step, as geometric mean.
    pub factor: f64,
    /// From which step to which.
    pub steps: [usize; 2],
}

/// One coordinate of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mode {
    /// The eigenvalue.
    pub value: f64,
    /// Whether it is zero, to rounding.
    pub is_flat: bool,
    /// What theory says at the rate of this step; none of a rule without fixed coefficients.
    pub spectrum: Option<Spectrum>,
    /// The momenta between which it rings, of a rule that has one.
    pub critical: Option<[f64; 2]>,
    /// What was measured; none where the coordinate is not moved, or is nothing but rounding.
    pub measured: Option<Observed>,
    /// A step, and the amplitude there, through which the line of theory goes.
    pub anchor: Option<(usize, f64)>,
}

/// What theory says of a contender's followed run at a step, and what is measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Theory {
    /// The quadratic.
    pub quadratic: Quadratic,
    /// Whether the landscape is that quadratic.
    pub is_exact: bool,
    /// The step of the run.
    pub step: usize,
    /// The learning rate of the next update.
    pub rate: f64,
    /// The momentum that a schedule prescribes for it.
    pub momentum: Option<f64>,
    /// The rule along each eigenvector, if its coefficients are fixed.
    pub recurrence: Option<Recurrence>,
    /// One for each eigenvalue that counts.
    pub modes: Vec<Mode>,
}

/// How many steps before the head, and after it, an expansion there is looked at.
const NEAR: usize = 40;

/// A run of more than two such blocks of steps is shown in the block of the head and its neighbour before: what is
/// drawn several times a second must not take as long as a million steps do.
const BLOCK: usize = 10_000;

impl Theory {
    /// From which step to which the path of the contender's followed run is shown.
    pub fn shown(&self, lab: &Lab, contender: usize) -> [usize; 2] {
        let last = lab.followed(contender).steps();
        if last <= 2 * BLOCK {
            return [0, last];
        }
        let block = self.step / BLOCK;
        [block.saturating_sub(1) * BLOCK, last.min((block + 1) * BLOCK)]
    }

    /// From which step to which the sizes of its coordinates are shown: of an expansion only around the head, since
    /// farther away it says nothing.
    pub fn measurable(&self, lab: &Lab, contender: usize) -> [usize; 2] {
        let [from, to] = self.shown(lab, contender);
        if self.is_exact { [from, to] } else { [from.max(self.step.saturating_sub(NEAR)), to.min(self.step + NEAR)] }
    }

    /// The run from one step to another, in the coordinates of the quadratic.
    pub fn path(&self, lab: &Lab, contender: usize, [from, to]: [usize; 2]) -> Vec<Vec2> {
        let points = &lab.followed(contender).points[from..=to];
        points.iter().map(|w| self.quadratic.coordinates(*w)).collect()
    }

    /// What a picture of the run should have in view: on a quadratic what the page's view has too, of an expansion the
    /// last steps before the head.
    pub fn in_view(&self, lab: &Lab, contender: usize) -> Vec<Vec2> {
        let (run, view) = (lab.followed(contender), lab.experiment().view);
        let [from, to] = self.shown(lab, contender);
        let steps = if self.is_exact { from..=to } else { self.step.saturating_sub(NEAR)..=self.step };
        let is_seen = |w: &&Vec2| !self.is_exact || view.contains(**w);
        let seen: Vec<Vec2> =
            run.points[steps].iter().filter(is_seen).map(|w| self.quadratic.coordinates(*w)).collect();
        if seen.is_empty() { vec![self.quadratic.coordinates(run.points[self.step])] } else { seen }
    }
}

/// Why there is no quadratic: a derivative at this place of this step is not finite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Undefined {
    /// The step.
    pub step: usize,
    /// The place.
    pub at: Vec2,
}

/// Over how many steps a factor is measured.
const WINDOW: usize = 20;

/// A coordinate below this fraction of the other, or of the distance of the stationary point from the origin, is not
/// measured: it has more rounding of those in it than tells one factor from another.
const ROUNDING: [f64; 2] = [1e-9, 1e-13];

/// A coordinate below this is not measured either: numbers come to rest where they have fewer digits.
const LEAST: f64 = 1e-290;

/// What theory says of the followed run of `contender` when the clock stands at `clock`.
///
/// # Errors
/// If a derivative of the landscape is not finite there.
pub fn theory(lab: &Lab, contender: usize, clock: usize) -> Result<Theory, Undefined> {
    let (entry, settings) = &lab.checked().contenders[contender];
    let run = lab.followed(contender);
    let step = lab.step_of(contender, clock).min(run.steps());
    let pace = run.pace(step);
    let recurrence = entry.linear.and_then(|linear| (linear.recurrence)(settings, pace.momentum));
    let decay = recurrence.map_or(0.0, |recurrence| recurrence.decay);
    let negated = Negated(lab.objective());
    let climbs = lab.experiment().contenders[contender].maximize;
    let objective: &dyn Objective = if climbs { &negated } else { lab.objective() };
    let is_exact = lab.checked().ground.is_quadratic();
    let quadratic = if is_exact {
        Quadratic::whole(objective, decay, run.points[0])
    } else {
        Quadratic::at(objective, decay, run.points[step])
    };
    let quadratic = quadratic.ok_or(Undefined { step, at: run.points[step] })?;
    let modes = (0..quadratic.dimension).map(|k| {
        let value = quadratic.values[k];
        let x = pace.rate * value;
        let spectrum = recurrence.map(|recurrence| spectrum(&recurrence, x));
        let is_damped = recurrence.is_some_and(|recurrence| recurrence.memory != 0.0) && !quadratic.is_flat(k);
        let linear = entry.linear.filter(|_| is_damped && value > 0.0);
        let critical = linear.and_then(|linear| critical_momenta(&linear, settings, x));
        let track = Track { run, quadratic: &quadratic, k, root: spectrum.map_or([0.0; 2], |spectrum| spectrum.root) };
        let end = track.end(step, is_exact);
        Mode {
            value,
            is_flat: quadratic.is_flat(k),
            spectrum,
            critical,
            measured: end.and_then(|end| track.measured(end)),
            anchor: end.map(|end| (end, track.amplitude(end))),
        }
    });
    let modes = modes.collect();
    Ok(Theory { quadratic, is_exact, step, rate: pace.rate, momentum: pace.momentum, recurrence, modes })
}

/// One coordinate of a run, step by step.
struct Track<'a> {
    run: &'a Trajectory,
    quadratic: &'a Quadratic,
    k: usize,
    /// The eigenvalue by which it should move: of a complex one the coordinate swings, and its amplitude is measured.
    root: [f64; 2],
}

impl Track<'_> {
    fn at(&self, step: usize) -> f64 {
        (self.run.points[step] - self.quadratic.center).dot(self.quadratic.vectors[self.k])
    }

    /// |z|, or where z swings as the real part of c σᵗ, |c σᵗ|, which follows from z at this step and its neighbour: a
    /// norm of the two, and so of z and the velocity, that every step multiplies by |σ|.
    fn amplitude(&self, step: usize) -> f64 {
        let (z, [re, im]) = (self.at(step), self.root);
        let Some(other) = (step > 0).then(|| step - 1).or((self.run.steps() > 0).then_some(1)).filter(|_| im != 0.0)
        else {
            return z.abs();
        };
        // One step on is multiplication by σ, one back by 1/σ = σ̄/|σ|².
        let turned = if step > 0 {
            let square = re * re + im * im;
            (self.at(other) * square - re * z) / im
        } else {
            (re * z - self.at(other)) / im
        };
        libm::hypot(z, turned)
    }

    /// Whether it is more than rounding at a step.
    fn is_clear(&self, step: usize) -> bool {
        let z = self.quadratic.coordinates(self.run.points[step]);
        let floor = ROUNDING[0] * z.x.abs().max(z.y.abs()) + ROUNDING[1] * self.quadratic.center.norm() + LEAST;
        let amplitude = self.amplitude(step);
        amplitude > floor && amplitude.is_finite()
    }

    /// A step up to `step` at which it is clear, and after which it no longer is; of an expansion at `step` only that
    /// itself.
    fn end(&self, step: usize, is_exact: bool) -> Option<usize> {
        if self.is_clear(step) {
            return Some(step);
        }
        // Back in strides twice as long each time, and then halfway between: a run may have been at rest for a million
        // steps.
        let (mut unclear, mut stride) = (step, 1);
        let mut clear = loop {
            if !is_exact || unclear == 0 {
                return None;
            }
            let earlier = unclear.saturating_sub(stride);
            if self.is_clear(earlier) {
                break earlier;
            }
            (unclear, stride) = (earlier, 2 * stride);
        };
        while unclear - clear > 1 {
            let middle = clear + (unclear - clear) / 2;
            if self.is_clear(middle) { clear = middle } else { unclear = middle }
        }
        Some(clear)
    }

    /// The factor over the steps up to `end` that are clear.
    fn measured(&self, end: usize) -> Option<Observed> {
        // The amplitude at the start takes the step after it for its neighbour.
        let from = (end.saturating_sub(WINDOW)..end).rev().take_while(|step| self.is_clear(*step)).last()?;
        let ratio = self.amplitude(end) / self.amplitude(from);
        Some(Observed { factor: libm::pow(ratio, 1.0 / (end - from) as f64), steps: [from, end] })
    }
}
