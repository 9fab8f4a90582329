//! What the landscape is at a point, in numbers and words.

use std::borrow::Cow;

use serde::Serialize;

use super::{show, show_point, show_short};
use crate::lab::Lab;
use crate::linear::{Definiteness, Mat2, Vec2};
use crate::words::{say, text, word};

/// One line of what the landscape is at a point.
#[derive(Serialize)]
pub struct Fact {
    name: Cow<'static, str>,
    text: String,
    /// The entries of a symmetric matrix, in place of the text.
    matrix: Option<[String; 3]>,
}

/// What the landscape is at `w`: loss, derivatives, and what they say.
///
/// The verdict on the Hessian gives its reason by Sylvester's criterion; 2/λmax is the largest learning rate at which
/// gradient descent would be stable with this curvature.
pub fn inspect(lab: &Lab, w: Vec2) -> Vec<Fact> {
    let fact = |name, text| Fact { name: word(name), text, matrix: None };
    let here = lab.objective().curvature(w);
    let limit = |sharpness: f64| {
        if sharpness > 0.0 && sharpness.is_finite() { show(2.0 / sharpness) } else { "\u{2013}".into() }
    };
    let Mat2 { xx, xy, yy } = here.hessian;
    if lab.is_curve() {
        return vec![
            fact("x", show(w.x)),
            fact("L", show(here.loss)),
            fact("L\u{2032}", show(here.gradient.x)),
            fact("L\u{2033}", show(xx)),
            fact(text!("L is"), line_verdict(xx)),
            fact("2/L\u{2033}", limit(xx)),
        ];
    }
    let [low, high] = here.hessian.eigen().values;
    vec![
        fact("w", show_point(w)),
        fact("L", show(here.loss)),
        fact("\u{2207}L", show_point(here.gradient)),
        fact("\u{2016}\u{2207}L\u{2016}", show(here.gradient.norm())),
        Fact { name: "H".into(), text: String::new(), matrix: Some([xx, xy, yy].map(show_short)) },
        fact("\u{3bb}", format!("{},  {}", show(low), show(high))),
        fact(text!("H is"), word(here.hessian.definiteness().words()).into_owned()),
        fact(text!("because"), because(here.hessian)),
        fact("2/\u{3bb}max", limit(high)),
    ]
}

/// Of one parameter, what the sign of the second derivative says.
fn line_verdict(second: f64) -> String {
    match second {
        second if !second.is_finite() => say!("without a finite second derivative"),
        second if second > 0.0 => say!("convex here, because L\u{2033} > 0"),
        second if second < 0.0 => say!("concave here, because L\u{2033} < 0"),
        _ => say!("neither convex nor concave to second order, because L\u{2033} = 0"),
    }
}

/// Sylvester's criterion for the verdict on a Hessian: the signs of its leading principal minors, Lₓₓ and det H, and of
/// the trace where a determinant of 0 leaves the question open.
fn because(hessian: Mat2) -> String {
    let (sign, sum) = match hessian.definiteness() {
        Definiteness::PositiveDefinite => (">", false),
        Definiteness::NegativeDefinite => ("<", false),
        Definiteness::PositiveSemidefinite => (">", true),
        Definiteness::NegativeSemidefinite => ("<", true),
        Definiteness::Indefinite => return format!("det H = {} < 0", show(hessian.determinant())),
        Definiteness::Zero => return say!("every entry is 0"),
        Definiteness::Undefined => return say!("an entry is not a finite number"),
    };
    let determinant = show(hessian.determinant());
    if sum {
        say!(
            "det H = {determinant}, which is 0 to rounding, and trace H = {trace} {sign} 0",
            determinant,
            trace = show(hessian.xx + hessian.yy),
            sign
        )
    } else {
        say!(
            "L\u{2093}\u{2093} = {xx} {sign} 0 and det H = {determinant} > 0",
            xx = show(hessian.xx),
            sign,
            determinant
        )
    }
}
