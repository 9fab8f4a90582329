//! A formula in code as an objective.

use super::Formula;
use crate::formula::{Recorded, Tape, record};
use crate::linear::{Mat2, Rect, Vec2};
use crate::number::{Jet, Lanes, Real};
#[cfg(any(not(target_arch = "wasm32"), feature = "share"))]
use crate::objective::Varying;
use crate::objective::{Curvature, Objective, Slope};

/// A formula in code, and the same recorded as a tape.
///
/// What a run does at every step, the gradient, is compiled for each formula; what is asked now and then is computed by
/// the tape, which has the same bits and is there once for all.
pub struct Surface<F> {
    formula: F,
    tape: Tape,
}

impl<F: Formula> Surface<F> {
    /// The objective that `formula` is.
    ///
    /// # Panics
    /// If it compares values, and so is several formulas.
    pub fn new(formula: F) -> Surface<F> {
        let tape = record(|x: Recorded, y| formula.at(x, y)).expect("a formula that does not branch");
        Surface { formula, tape }
    }
}

/// The objective that `formula` is, for an entry of the catalogue.
pub fn surface<F: Formula + 'static>(formula: F) -> Box<dyn Objective> {
    Box::new(Surface::new(formula))
}

/// Loss and gradient: the Hessian's arithmetic is not used here, and so the compiler leaves it out.
#[inline(always)]
fn slope<F: Formula, N: Real>(formula: &F, w: Vec2<N>) -> Slope<N> {
    let jet = formula.at(Jet::x(w.x), Jet::y(w.y));
    Slope { loss: jet.value, gradient: Vec2::new(jet.gradient[0], jet.gradient[1]) }
}

fn curvature(Jet { value, gradient, hessian: [xx, xy, yy] }: Jet) -> Curvature {
    Curvature { loss: value, gradient: Vec2::new(gradient[0], gradient[1]), hessian: Mat2 { xx, xy, yy } }
}

impl<F: Formula> Objective for Surface<F> {
    fn value(&self, w: Vec2) -> f64 {
        self.tape.eval(&[w.x, w.y])
    }

    fn slope(&self, w: Vec2) -> Slope {
        // What every update sees is there once.
        if F::VARYING { slope(&self.formula, w) } else { self.slope_at(0, w) }
    }

    fn variables(&self) -> usize {
        F::VARIABLES
    }

    fn bounds(&self) -> Option<Rect> {
        self.formula.bounds()
    }

    fn slope_at(&self, t: usize, w: Vec2) -> Slope {
        if !F::VARYING {
            return slope(&self.formula, w);
        }
        let gradient = self.formula.at_step(t, Jet::x(w.x), Jet::y(w.y)).gradient;
        Slope { loss: self.value(w), gradient: Vec2::new(gradient[0], gradient[1]) }
    }

    fn slopes_at(&self, t: usize, w: &Vec2<Lanes>) -> Slope<Lanes> {
        if !F::VARYING {
            return slope(&self.formula, *w);
        }
        let gradient = self.formula.at_step(t, Jet::x(w.x), Jet::y(w.y)).gradient;
        Slope { loss: self.formula.at(w.x, w.y), gradient: Vec2::new(gradient[0], gradient[1]) }
    }

    fn curvature(&self, w: Vec2) -> Curvature {
        curvature(self.tape.eval(&[Jet::x(w.x), Jet::y(w.y)]))
    }

    #[cfg(any(not(target_arch = "wasm32"), feature = "share"))]
    fn varying(&self) -> Option<Varying> {
        F::WRITTEN
    }

    fn tape(&self) -> Option<Tape> {
        Some(self.tape.clone())
    }

    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        self.tape.row(xs, y, out);
    }
}

/// A formula is an objective by itself too, without a tape, compiled for each formula in whole.
///
/// Every update then sees L itself, also of a formula with a loss of its own at each step.
impl<F: Formula> Objective for F {
    fn value(&self, w: Vec2) -> f64 {
        self.at(w.x, w.y)
    }

    fn slope(&self, w: Vec2) -> Slope {
        slope(self, w)
    }

    fn variables(&self) -> usize {
        F::VARIABLES
    }

    fn bounds(&self) -> Option<Rect> {
        Formula::bounds(self)
    }

    fn curvature(&self, w: Vec2) -> Curvature {
        curvature(self.at(Jet::x(w.x), Jet::y(w.y)))
    }

    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        for (out, &x) in out.iter_mut().zip(xs) {
            *out = self.at(x, y);
        }
    }
}
