//! BFGS: an estimate of the inverse Hessian that grows from steps and changes of the gradient.
//!
//! w ← w − α H g; s = wᵗ⁺¹ − wᵗ; y = gᵗ⁺¹ − gᵗ; ρ = 1/yᵀs; H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ, with H = I at
//! first, and H = (yᵀs / yᵀy) I just before the first update; α satisfies the strong Wolfe conditions.
//!
//! After each update H y = s.
//! The learning rate η is the first trial of each line search, 1 being the quasi-Newton step; where H is still I it is
//! times min(1, 1/‖g‖), so a length of at most η.
//! By choice the slope there gives the first trial instead, the minimiser of a parabola.
//! A pair with yᵀs ≤ 0, which only a search that has run out of evaluations can give, or whose products underflow, is
//! not used; a direction that does not descend, which only rounding can give, or a step of length zero starts again
//! from H = I.
//! Besides the gradient at w a step costs at most 27 evaluations of loss and gradient, usually one or two.
//! C. G. Broyden, R. Fletcher, D. Goldfarb, D. F. Shanno, four papers of 1970; J. Nocedal, S. J. Wright, Numerical
//! optimization, 2006, algorithm 6.1 with equations (6.17) and (6.20).

use super::line_search::{C1, RATE_FIRST, SECANT_FIRST, Search, remaining_slope, smaller};
use super::{Asks, Defaults, Entry, Family, Here, Listing, Rule, Stability, both, lines, listed};
use crate::linear::{Mat2, Vec2};
use crate::parameter::Parameter;

#[derive(Clone)]
struct Bfgs {
    search: Search,
    /// The estimate H of the inverse Hessian.
    h: Mat2,
    /// Whether H is still the identity, for want of any pair.
    new: bool,
    /// The accepted step α.
    alpha: f64,
    evaluations: usize,
}

const IDENTITY: Mat2 = Mat2 { xx: 1.0, xy: 0.0, yy: 1.0 };

impl Bfgs {
    fn update(&mut self, s: Vec2, y: Vec2) {
        let ys = y.dot(s);
        let rho = 1.0 / ys;
        if !(ys > 0.0 && rho.is_finite()) {
            return;
        }
        let scale = ys / y.dot(y);
        let h = if self.new { Mat2 { xx: scale, xy: 0.0, yy: scale } } else { self.h };
        // The product written out: H − ρ (s (Hy)ᵀ + (Hy) sᵀ) + ρ (1 + ρ yᵀHy) s sᵀ.
        let hy = h.times(y);
        let ss = rho * (1.0 + rho * y.dot(hy));
        let entry =
            |h: f64, i: fn(Vec2) -> f64, j: fn(Vec2) -> f64| h - rho * (i(s) * j(hy) + i(hy) * j(s)) + ss * i(s) * j(s);
        let (x, y) = (|v: Vec2| v.x, |v: Vec2| v.y);
        let updated = Mat2 { xx: entry(h.xx, x, x), xy: entry(h.xy, x, y), yy: entry(h.yy, y, y) };
        // Where gradients are so small that their products are zero there is nothing to learn.
        if [updated.xx, updated.xy, updated.yy].iter().all(|entry| entry.is_finite()) {
            (self.h, self.new) = (updated, false);
        }
    }
}

impl Rule for Bfgs {
    #[inline]
    fn step(&mut self, here: &Here) -> Vec2 {
        let g = here.gradient;
        let mut d = -self.h.times(g);
        // A NaN does not descend either.
        let descends = g.dot(d) < 0.0;
        if !descends {
            (self.h, self.new, d) = (IDENTITY, true, -g);
        }
        let first = if self.new { smaller(1.0, 1.0 / g.norm()) * here.rate } else { here.rate };
        let (found, evaluations) = self.search.along(here, d, first);
        self.alpha = found.t;
        self.evaluations += evaluations;
        let s = self.alpha * d;
        if self.alpha == 0.0 {
            (self.h, self.new) = (IDENTITY, true);
        } else {
            self.update(s, found.gradient - g);
        }
        here.w + s
    }

    fn state(&self) -> Vec<(&'static str, Vec2)> {
        let Mat2 { xx, xy, yy } = self.h;
        vec![
            ("H₁", Vec2::new(xx, xy)),
            ("H₂", Vec2::new(xy, yy)),
            ("α", both(self.alpha)),
            ("evaluations", both(self.evaluations as f64)),
        ]
    }

    fn asks(&self, _w: Vec2) -> Asks {
        Asks::GRADIENTS
    }
}

/// No learning rate diverges while the loss is bounded below: no step raises it.
pub const ENTRY: Entry = Entry {
    key: "bfgs",
    name: "BFGS",
    rule: r"\mathbf{w} \leftarrow \mathbf{w} - \alpha \, \mathbf{H} \, \mathbf{g} \\ \mathbf{s} = \mathbf{w}^{t+1} - \mathbf{w}^t \quad \mathbf{y} = \mathbf{g}^{t+1} - \mathbf{g}^t \quad \rho = \frac{1}{\mathbf{y} \cdot \mathbf{s}} \\ \mathbf{H} \leftarrow (\mathbf{I} - \rho \, \mathbf{s} \mathbf{y}^\top) \, \mathbf{H} \, (\mathbf{I} - \rho \, \mathbf{y} \mathbf{s}^\top) + \rho \, \mathbf{s} \mathbf{s}^\top",
    family: Family::Curvature,
    source: "C. G. Broyden; R. Fletcher; D. Goldfarb; D. F. Shanno, four papers of 1970",
    defaults: &[Defaults::own("textbook", 1.0)],
    parameters: &[
        Parameter::choice("first_trial", "first trial step", &[RATE_FIRST, SECANT_FIRST]),
        C1,
        remaining_slope(0.9),
    ],
    gain: |_| 1.0,
    stability: |_| Stability::OwnScale,
    linear: None,
    code: listed(|s| {
        let listing = Listing::new(lines! { "I = identity(len(w))", "H, new = I, True" }).then(lines! {
            "d = -H @ dw",
            "if not dot(dw, d) < 0:",
            "    H, new, d = I, True, -dw",
            "a = min(1, 1/norm(dw))*lr if new else lr",
        });
        Search::code(listing, s).then(lines! {
            "s = alpha*d",
            "y = gradient(loss, mini_batch, w + s) - dw",
            "w = w + s" => "w",
            "if alpha == 0:",
            "    H, new = I, True",
            "elif dot(y, s) > 0:",
            "    if new:",
            "        H, new = dot(y, s)/dot(y, y)*I, False",
            "    rho = 1/dot(y, s)",
            "    H = (I - rho*outer(s, y)) @ H @ (I - rho*outer(y, s))",
            "    H = H + rho*outer(s, s)" => "H₁" "H₂",
        })
    }),
    is_rule: |_| false,
    torch: None,
    optax: None,
    build: |s| Box::new(Bfgs { search: Search::new(s), h: IDENTITY, new: true, alpha: 0.0, evaluations: 0 }),
    abreast: None,
};
