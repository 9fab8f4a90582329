//! What the overlay of definiteness shows, in words.

use super::show_short;
use crate::lab::Lab;
use crate::words::{say, text, word};

/// The entries of the legend: the key of each sample, and its text.
pub type Legend = Vec<(&'static str, String)>;

/// The regions of the plane: keys of their samples, names, what they mean.
const PLANE: [(&str, &str, &str); 3] = [
    ("convex", text!("positive definite"), text!("up in every direction")),
    ("mixed", text!("indefinite"), text!("up in one direction, down in another")),
    ("concave", text!("negative definite"), text!("down in every direction")),
];

/// Those of a loss of one parameter, which is never indefinite.
const LINE: [(&str, &str, &str); 3] = [
    ("convex", "L\u{2033} > 0", text!("curved upwards")),
    ("", "", ""),
    ("concave", "L\u{2033} < 0", text!("curved downwards")),
];

/// The words for `shares` of the view in which the Hessian is positive definite, indefinite, negative definite.
///
/// Of `axes` of stationary points, if there are any, it is told by how much the quadratic has changed at their ends,
/// and between which lengths in CSS pixels they are drawn; for more than `most` points they are not.
pub fn legend(lab: &Lab, shares: [f64; 3], axes: Option<(f64, [f64; 2])>, most: usize) -> Legend {
    let one = lab.is_curve();
    let mut entries = Legend::new();
    for ((key, name, about), share) in if one { LINE } else { PLANE }.into_iter().zip(shares) {
        if !key.is_empty() {
            entries.push((key, format!("{} {}: {}", word(name), percent(share), word(about))));
        }
    }
    let rest = 1.0 - shares[0] - shares[1] - shares[2];
    if rest > 5e-4 {
        let name = if one { say!("L\u{2033} = 0 or undefined") } else { say!("det H = 0 or undefined") };
        entries.push(("", format!("{name} {}", percent(rest))));
    }
    entries.push(("border", if one { "L\u{2033} = 0".into() } else { "det H = 0".into() }));
    if let Some((change, [shortest, longest])) = axes {
        let change = show_short(change);
        entries.push((
            "axis",
            say!(
                "half an axis: L rises (solid) or falls (dashed) by {change}; cut at {shortest} and {longest} px",
                change,
                shortest,
                longest
            ),
        ));
    } else if !one && lab.stationary().points.len() > most {
        entries.push(("axis", say!("no axes: more than {most} stationary points", most)));
    }
    entries
}

/// A share in percent; what is neither nothing nor all does not look like it.
fn percent(share: f64) -> String {
    let (sign, share) = match share {
        share if share > 0.0 && share < 0.01 => ("< ", 0.01),
        share if share > 0.99 && share < 1.0 - 1e-9 => ("> ", 0.99),
        share => ("", share),
    };
    format!("{sign}{} %", (100.0 * share).round())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_little_is_not_nothing() {
        let shown = [0.0, 1e-4, 0.011, 0.5, 0.996, 1.0].map(percent);
        assert_eq!(shown, ["0 %", "< 1 %", "1 %", "50 %", "> 99 %", "100 %"]);
    }
}
