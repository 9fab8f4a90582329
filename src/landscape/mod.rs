//! Landscapes: what is descended. The catalogue of analytic surfaces, one file each.
//!
//! A surface file holds a struct with the surface's parameters, its [`Formula`], and an [`Entry`] that describes it.
//! The line of [`catalogue!`] below is the only other place that names it: page, tests and docs read [`ALL`].

use crate::linear::{Mat2, Rect, Vec2};
use crate::number::{Jet, Number};
use crate::objective::{Curvature, Objective, Slope};
use crate::parameter::{Parameter, Settings};

/// A loss written once, for every number type.
///
/// Every implementation is an [`Objective`], with derivatives by [`Jet`].
pub trait Formula: Send + Sync {
    /// L(x, y).
    fn at<N: Number>(&self, x: N, y: N) -> N;
}

impl<F: Formula> Objective for F {
    fn value(&self, w: Vec2) -> f64 {
        self.at(w.x, w.y)
    }

    fn slope(&self, w: Vec2) -> Slope {
        // The Hessian's arithmetic is not used here, and so the compiler leaves it out.
        let jet = self.at(Jet::x(w.x), Jet::y(w.y));
        Slope { loss: jet.value, gradient: Vec2::new(jet.gradient[0], jet.gradient[1]) }
    }

    fn curvature(&self, w: Vec2) -> Curvature {
        let Jet { value, gradient, hessian: [xx, xy, yy] } = self.at(Jet::x(w.x), Jet::y(w.y));
        Curvature { loss: value, gradient: Vec2::new(gradient[0], gradient[1]), hessian: Mat2 { xx, xy, yy } }
    }

    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        for (out, &x) in out.iter_mut().zip(xs) {
            *out = self.at(x, y);
        }
    }
}

/// How contour levels and colours are spaced.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Levels {
    /// Evenly in the loss itself: for surfaces that are not bounded below, or wavy ones.
    Linear,
    /// Evenly in the logarithm of the loss above its infimum: for valleys and sums of squares.
    Logarithmic,
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
    /// The infimum over the plane, if it is finite and known in closed form or polished to full precision.
    pub floor: fn(&Settings) -> Option<f64>,
    /// The surface with these settings, which hold every parameter above.
    pub build: fn(&Settings) -> Box<dyn Objective>,
}

/// Declares the surfaces' modules and their registry: one line adds one surface.
macro_rules! catalogue {
    ($($module:ident)*) => {
        $(mod $module;)*

        /// Every surface, in the order of the page's list.
        pub static ALL: &[&Entry] = &[$(&$module::ENTRY),*];
    };
}

catalogue! {
    rosenbrock
}

/// The surface called `key`.
pub fn find(key: &str) -> Option<&'static Entry> {
    ALL.iter().copied().find(|entry| entry.key == key)
}
