//! Newton's method: the step to the stationary point of the quadratic that fits L at w.
//!
//! w ← w − η B⁻¹ g, where B has the eigenvectors of the Hessian H and in place of its eigenvalues λ
//!
//! - plain: λ, so that B = H: it walks to saddles and maxima as well
//! - saddle_free: |λ|, so that every step descends and leaves saddles (Dauphin et al.)
//! - shifted: λ + τ: Levenberg's regularisation; it descends where τ > −λ
//!
//! The learning rate η is the share of the whole step: 1 is Newton's method itself, less is damped; there is no state.
//! A step costs one evaluation of the gradient and the Hessian.
//! An eigenvalue of B that is zero to rounding (1e-14 of the largest |λ|) is left out if the gradient along its
//! eigenvector is zero as well, as for the coordinate on which a loss of one variable does not depend; if that is not
//! zero, there is no step, and the run ends as undefined.
//! Newton's method is from J. Nocedal, S. J. Wright, Numerical optimization, 2006, equation (2.15); Y. Dauphin,
//! R. Pascanu, C. Gulcehre, K. Cho, S. Ganguli, Y. Bengio, Identifying and attacking the saddle point problem in
//! high-dimensional non-convex optimization, 2014, algorithm 1; K. Levenberg, A method for the solution of certain
//! non-linear problems in least squares, 1944.

use super::{Asks, Defaults, Entry, Evaluations, Family, Here, Listing, Rule, Stability, both, lines, listed};
use crate::linear::{Eigen, Vec2};
use crate::parameter::{Choice, Parameter, Range, Slider};

#[derive(Clone, Copy)]
enum Form {
    Plain,
    SaddleFree,
    Shifted(f64),
}

#[derive(Clone)]
struct Newton {
    form: Form,
    /// The eigenvalues of H at the last place, ascending.
    eigenvalues: Vec2,
}

/// What counts as zero beside the largest |λ|: some units in the last place, to which eigenvalues are accurate.
const ROUNDING: f64 = 1e-14;

impl Rule for Newton {
    #[inline]
    fn step(&mut self, here: &Here) -> Vec2 {
        let (w, g) = (here.w, here.gradient);
        let Eigen { values, vectors } = here.curvature(w).hessian.eigen();
        self.eigenvalues = Vec2::new(values[0], values[1]);
        let zero = ROUNDING * values[0].abs().max(values[1].abs());
        let mut step = Vec2::ZERO;
        for (value, vector) in values.into_iter().zip(vectors) {
            let along = g.dot(vector);
            let divisor = match self.form {
                Form::Plain => value,
                Form::SaddleFree => value.abs(),
                Form::Shifted(tau) => value + tau,
            };
            // A NaN is no zero.
            if divisor.abs() <= zero {
                if along.abs() > zero * (1.0 + w.norm()) {
                    return both(f64::NAN);
                }
            } else {
                step += along / divisor * vector;
            }
        }
        w - here.rate * step
    }

    fn state(&self) -> Vec<(&'static str, Vec2)> {
        vec![("λ", self.eigenvalues)]
    }

    fn asks(&self, _w: Vec2) -> Asks {
        Asks::Always(Evaluations { hessians: 1, ..Evaluations::GRADIENT })
    }
}

const FORMS: &[Choice] = &[
    Choice {
        key: "plain",
        name: "plain: divide by λ",
        rule: r"\mathbf{w} \leftarrow \mathbf{w} - \eta \, \mathbf{H}^{-1} \mathbf{g}",
    },
    Choice {
        key: "saddle_free",
        name: "saddle-free: divide by |λ|",
        rule: r"\mathbf{w} \leftarrow \mathbf{w} - \eta \, |\mathbf{H}|^{-1} \mathbf{g}",
    },
    Choice {
        key: "shifted",
        name: "shifted: divide by λ + τ",
        rule: r"\mathbf{w} \leftarrow \mathbf{w} - \eta \, (\mathbf{H} + \tau \, \mathbf{I})^{-1} \mathbf{g}",
    },
];

/// On a quadratic with a minimum each step multiplies the distance from it by 1 − η, or if shifted, along each
/// eigenvector, by 1 − η λ/(λ + τ).
pub const ENTRY: Entry = Entry {
    key: "newton",
    name: "Newton's method",
    rule: FORMS[0].rule,
    family: Family::Curvature,
    source: "J. Nocedal, S. J. Wright, Numerical optimization, 2006; saddle-free: Y. Dauphin et al., Identifying and attacking the saddle point problem in high-dimensional non-convex optimization, 2014",
    defaults: &[Defaults::own("textbook", 1.0)],
    parameters: &[
        Parameter::choice("form", "negative curvature", FORMS),
        Parameter::number("tau", "τ", "shift", 1.0, Range::NOT_NEGATIVE, Slider::Logarithmic(1e-3, 1e3)).advanced(),
    ],
    gain: |_| 1.0,
    stability: |s| if s.choice("form") == "shifted" { Stability::OwnScale } else { Stability::Relative(2.0) },
    linear: None,
    code: listed(|s| {
        let share: &str = match s.choice("form") {
            "saddle_free" => lines! {
                "size = abs(eigenvalues)",
                "share = where(size <= zero, flat, along/size)",
            },
            "shifted" => lines! {
                "shifted = eigenvalues + tau",
                "share = where(abs(shifted) <= zero, flat, along/shifted)",
            },
            _ => lines! { "share = where(abs(eigenvalues) <= zero, flat, along/eigenvalues)" },
        };
        Listing::new("")
            .then(lines! {
                "H = hessian(loss, mini_batch, w)",
                "eigenvalues, Q = eigh(H)" => "λ",
                "along = Q.T @ dw",
                "zero = 1e-14*max(abs(eigenvalues))",
                "flat = where(abs(along) <= zero*(1 + norm(w)), 0, nan)",
            })
            .then(share)
            .then(lines! { "w = w - lr*(Q @ share)" => "w" })
    }),
    is_rule: |_| false,
    torch: None,
    optax: None,
    build: |s| {
        let form = match s.choice("form") {
            "saddle_free" => Form::SaddleFree,
            "shifted" => Form::Shifted(s.number("tau")),
            _ => Form::Plain,
        };
        Box::new(Newton { form, eigenvalues: Vec2::ZERO })
    },
    abreast: None,
};
