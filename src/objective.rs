//! What an optimizer sees of a landscape: values and exact derivatives at a point.

use crate::formula::Tape;
use crate::linear::{Mat2, Rect, Vec2};
use crate::number::{LANES, Lanes};

/// Loss and gradient at a point; over [`Lanes`] at several side by side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope<N = f64> {
    /// L(w).
    pub loss: N,
    /// ∇L(w).
    pub gradient: Vec2<N>,
}

impl Slope<Lanes> {
    /// These side by side.
    pub fn abreast(slopes: &[Slope; LANES]) -> Self {
        let gradient = Vec2::abreast(&slopes.map(|slope| slope.gradient));
        Slope { loss: Lanes(slopes.map(|slope| slope.loss)), gradient }
    }

    /// The one in lane `k`.
    pub fn lane(&self, k: usize) -> Slope {
        Slope { loss: self.loss.0[k], gradient: self.gradient.lane(k) }
    }
}

impl Slope {
    /// Whether loss and gradient are finite numbers.
    #[inline(always)]
    pub fn is_finite(self) -> bool {
        self.loss.is_finite() && self.gradient.is_finite()
    }
}

/// A loss that is one of two at each step, in formulas that can be typed.
#[cfg(any(not(target_arch = "wasm32"), feature = "share"))]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Varying {
    /// L, the mean over many steps.
    pub mean: &'static str,
    /// As Python, when update `t`, counted from 0, has the first loss.
    pub when: &'static str,
    /// That loss.
    pub then: &'static str,
    /// The loss of all other updates.
    pub otherwise: &'static str,
}

/// Loss, gradient and Hessian at a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curvature {
    /// L(w).
    pub loss: f64,
    /// ∇L(w).
    pub gradient: Vec2,
    /// ∇²L(w).
    pub hessian: Mat2,
}

/// A loss L(w) of two parameters with exact first and second derivatives.
///
/// Values may be infinite or NaN outside the loss's domain; nothing panics.
/// Loss and gradient have the same bits whichever method gives them.
pub trait Objective: Send + Sync {
    /// L(w).
    fn value(&self, w: Vec2) -> f64;

    /// L and ∇L at w.
    fn slope(&self, w: Vec2) -> Slope;

    /// L, ∇L and ∇²L at w.
    fn curvature(&self, w: Vec2) -> Curvature;

    /// How many of the two parameters the loss depends on: with one it is a curve over x, and y stays where it is.
    fn variables(&self) -> usize {
        2
    }

    /// The box that iterates may not leave, if that is part of the problem: each update is followed by the projection
    /// onto it, coordinate by coordinate.
    fn bounds(&self) -> Option<Rect> {
        None
    }

    /// The loss and the gradient that update t → t + 1 sees at w: L(w) and ∇L(w), unless each step has its own
    /// gradient, or its own loss with it.
    fn slope_at(&self, _t: usize, w: Vec2) -> Slope {
        self.slope(w)
    }

    /// The same at several places at once; lane by lane, unless the loss can be computed side by side.
    fn slopes_at(&self, t: usize, w: &Vec2<Lanes>) -> Slope<Lanes> {
        Slope::abreast(&std::array::from_fn(|k| self.slope_at(t, w.lane(k))))
    }

    /// The same with the Hessian.
    fn curvature_at(&self, _t: usize, w: Vec2) -> Curvature {
        self.curvature(w)
    }

    /// The loss as a formula to compute over other numbers than `f64`; none if it branches on its values, or is too
    /// long.
    fn tape(&self) -> Option<Tape> {
        None
    }

    /// What a program has to say where each step has a loss of its own; none where all have L.
    #[cfg(any(not(target_arch = "wasm32"), feature = "share"))]
    fn varying(&self) -> Option<Varying> {
        None
    }

    /// A loss much like this one that is much cheaper, to look for places in; none if this one is cheap.
    fn sketch(&self) -> Option<Box<dyn Objective + '_>> {
        None
    }

    /// Whether the loss that an update sees is that of a sample of the data, and not L(w).
    fn is_sampled(&self) -> bool {
        false
    }

    /// How many losses of data points an evaluation of L costs; 1 for a closed form.
    fn cost(&self) -> usize {
        1
    }

    /// L(x, y) for each x of a row of a grid, into `out`, which has the length of `xs`.
    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]);
}

/// The part of the plane that a view of `objective` covers.
///
/// A loss of one parameter is shown as a curve, with x across and the loss upwards: its view covers a segment of the x
/// axis.
pub fn extent(objective: &dyn Objective, view: Rect) -> Rect {
    if objective.variables() == 1 { Rect { x: view.x, y: [0.0, 0.0] } } else { view }
}

/// In an `impl Objective`: these methods are those of the loss in the field `$inner`.
macro_rules! passed_on {
    ($inner:ident: $($method:ident),*) => {
        $($crate::objective::passed_on!(@ $inner $method);)*
    };
    (@ $inner:ident value) => {
        fn value(&self, w: $crate::linear::Vec2) -> f64 {
            self.$inner.value(w)
        }
    };
    (@ $inner:ident slope) => {
        fn slope(&self, w: $crate::linear::Vec2) -> $crate::objective::Slope {
            self.$inner.slope(w)
        }
    };
    (@ $inner:ident curvature) => {
        fn curvature(&self, w: $crate::linear::Vec2) -> $crate::objective::Curvature {
            self.$inner.curvature(w)
        }
    };
    (@ $inner:ident curvature_at) => {
        fn curvature_at(&self, t: usize, w: $crate::linear::Vec2) -> $crate::objective::Curvature {
            self.$inner.curvature_at(t, w)
        }
    };
    (@ $inner:ident variables) => {
        fn variables(&self) -> usize {
            self.$inner.variables()
        }
    };
    (@ $inner:ident bounds) => {
        fn bounds(&self) -> Option<$crate::linear::Rect> {
            self.$inner.bounds()
        }
    };
    (@ $inner:ident is_sampled) => {
        fn is_sampled(&self) -> bool {
            self.$inner.is_sampled()
        }
    };
    (@ $inner:ident cost) => {
        fn cost(&self) -> usize {
            self.$inner.cost()
        }
    };
    (@ $inner:ident row) => {
        fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
            self.$inner.row(xs, y, out);
        }
    };
}

pub(crate) use passed_on;

/// −L for a loss L, without a tape or a sketch.
pub struct Negated<'a>(pub &'a dyn Objective);

impl Objective for Negated<'_> {
    fn value(&self, w: Vec2) -> f64 {
        -self.0.value(w)
    }

    fn slope(&self, w: Vec2) -> Slope {
        let Slope { loss, gradient } = self.0.slope(w);
        Slope { loss: -loss, gradient: -gradient }
    }

    fn curvature(&self, w: Vec2) -> Curvature {
        negated(self.0.curvature(w))
    }

    fn variables(&self) -> usize {
        self.0.variables()
    }

    fn bounds(&self) -> Option<Rect> {
        self.0.bounds()
    }

    fn slope_at(&self, t: usize, w: Vec2) -> Slope {
        let Slope { loss, gradient } = self.0.slope_at(t, w);
        Slope { loss: -loss, gradient: -gradient }
    }

    fn slopes_at(&self, t: usize, w: &Vec2<Lanes>) -> Slope<Lanes> {
        let Slope { loss, gradient } = self.0.slopes_at(t, w);
        Slope { loss: -loss, gradient: -gradient }
    }

    fn curvature_at(&self, t: usize, w: Vec2) -> Curvature {
        negated(self.0.curvature_at(t, w))
    }

    fn is_sampled(&self) -> bool {
        self.0.is_sampled()
    }

    fn cost(&self) -> usize {
        self.0.cost()
    }

    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        self.0.row(xs, y, out);
        out.iter_mut().for_each(|value| *value = -*value);
    }
}

fn negated(Curvature { loss, gradient, hessian: Mat2 { xx, xy, yy } }: Curvature) -> Curvature {
    Curvature { loss: -loss, gradient: -gradient, hessian: Mat2 { xx: -xx, xy: -xy, yy: -yy } }
}

/// How contour levels and colours are spaced.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Levels {
    /// Evenly in the loss itself: for surfaces that are not bounded below, or wavy ones.
    Linear,
    /// Evenly in the logarithm of the loss above its infimum: for valleys and sums of squares.
    Logarithmic,
}
