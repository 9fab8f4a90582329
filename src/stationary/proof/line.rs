//! The zeros of a derivative of one variable, all of them: where it is monotone its signs at the ends decide.

use super::{Scratch, System};
use crate::number::Interval;

/// What lies on the line.
#[derive(Debug, Clone, Default)]
pub struct Zeros {
    /// Each zero with the sign of the second derivative there.
    pub regular: Vec<(f64, f64)>,
    /// Pieces that stay undecided.
    pub unclear: Vec<Unclear>,
    /// Whether nothing was given up.
    pub is_complete: bool,
    /// How many pieces were examined.
    pub examined: usize,
}

/// A piece in which there may be zeros at which the second derivative is zero or has no value.
#[derive(Debug, Clone, Copy)]
pub struct Unclear {
    /// The piece.
    pub piece: Interval,
    /// The derivative's signs at its ends; none where that is not certain.
    pub signs: Option<[f64; 2]>,
    /// Whether the second derivative is bounded over it.
    pub is_bounded: bool,
}

/// Pieces are halved down to this fraction of the whole.
const FINEST: f64 = 1e-11;

/// No more pieces than this are examined.
const MOST_PIECES: usize = 200_000;

/// The zeros of the derivative along `axis` in `whole`; the other coordinate lies in `other` and does not matter.
pub fn zeros(system: &System, axis: usize, whole: Interval, other: Interval, scratch: &mut Scratch) -> Zeros {
    let place = |piece: Interval| if axis == 0 { [piece, other] } else { [other, piece] };
    let mut zeros = Zeros { is_complete: true, ..Zeros::default() };
    let mut left: Vec<Interval> = Vec::new();
    let mut stack = vec![whole];
    let mut enclosures: Vec<Interval> = Vec::new();
    while let Some(piece) = stack.pop() {
        zeros.examined += 1;
        if zeros.examined > MOST_PIECES {
            zeros.is_complete = false;
            break;
        }
        let equations = system.over(place(piece), scratch);
        let (f, slope) = (equations.f[axis], equations.j[axis][axis]);
        if !f.has_zero() || system.is_smooth(scratch) == Some(false) {
            continue;
        }
        let mut sign = |at: f64| certain(system.sides(place(Interval::point(at)), scratch)[axis]);
        if !slope.has_zero() && equations.is_regular() {
            let rising = slope.low.signum();
            if let Some(zero) = monotone(&mut sign, piece, rising) {
                if let Some(zero) = zero {
                    keep(&mut zeros, &mut enclosures, zero, rising, whole);
                }
                continue;
            }
            // A zero at an end, or beside it: in a slightly larger piece it is not.
            let more = 0.1 * piece.width() + 4.0 * f64::EPSILON * piece.magnitude() + f64::MIN_POSITIVE;
            let larger = Interval::new(piece.low - more, piece.high + more);
            let equations = system.over(place(larger), scratch);
            let slope = equations.j[axis][axis];
            let mut sign = |at: f64| certain(system.sides(place(Interval::point(at)), scratch)[axis]);
            if !slope.has_zero()
                && equations.is_regular()
                && let Some(zero) = monotone(&mut sign, larger, rising)
            {
                if let Some(zero) = zero {
                    keep(&mut zeros, &mut enclosures, zero, rising, whole);
                }
                continue;
            }
        }
        if piece.width() <= FINEST * whole.width() {
            left.push(piece);
            continue;
        }
        let cut = piece.low + 0.4871 * piece.width();
        stack.push(Interval::new(cut, piece.high));
        stack.push(Interval::new(piece.low, cut));
    }
    left.sort_by(|a, b| a.low.total_cmp(&b.low));
    let near = 4.0 * FINEST * whole.width();
    let mut merged: Vec<Interval> = Vec::new();
    for piece in left {
        match merged.last_mut() {
            Some(last) if piece.low - last.high <= near => last.high = piece.high,
            _ => merged.push(piece),
        }
    }
    for piece in merged {
        let larger = Interval::new(piece.low - near, piece.high + near);
        let is_bounded = system.over(place(larger), scratch).is_regular();
        let mut sign = |at: f64| certain(system.sides(place(Interval::point(at)), scratch)[axis]);
        let signs = sign(larger.low).zip(sign(larger.high)).map(|(low, high)| [low, high]);
        zeros.unclear.push(Unclear { piece: larger, signs, is_bounded });
    }
    zeros.regular.sort_by(|a, b| a.0.total_cmp(&b.0));
    zeros
}

fn certain(value: Interval) -> Option<f64> {
    if value.low > 0.0 && !value.is_empty() {
        Some(1.0)
    } else if value.high < 0.0 && !value.is_empty() {
        Some(-1.0)
    } else {
        None
    }
}

/// The zero of a derivative that is monotone on a piece, or that it has none there; nothing where that is not decided.
fn monotone(sign: &mut impl FnMut(f64) -> Option<f64>, piece: Interval, rising: f64) -> Option<Option<Interval>> {
    let (low, high) = (sign(piece.low)?, sign(piece.high)?);
    if low == high {
        return Some(None);
    }
    if low != -rising {
        return None;
    }
    // By halving, as far as the signs are certain.
    let mut zero = piece;
    for _ in 0..200 {
        let middle = zero.middle();
        match sign(middle) {
            Some(there) if middle > zero.low && middle < zero.high => {
                if there == low {
                    zero.low = middle
                } else {
                    zero.high = middle
                }
            }
            _ => break,
        }
    }
    Some(Some(zero))
}

fn keep(zeros: &mut Zeros, enclosures: &mut Vec<Interval>, zero: Interval, slope: f64, whole: Interval) {
    // Two pieces that share an end may both have found it.
    if enclosures.iter().any(|known| !known.meet(zero).is_empty()) {
        return;
    }
    enclosures.push(zero);
    let at = zero.middle();
    let slack = 1e-9 * whole.width();
    if (whole.low - slack..=whole.high + slack).contains(&at) {
        zeros.regular.push((at, slope));
    }
}
