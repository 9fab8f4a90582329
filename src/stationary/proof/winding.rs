//! How often a field turns around zero on the way around a box: the sum of the indices of the zeros inside.
//!
//! By intervals: on each piece of the boundary one component has a certain sign, and from piece to piece the direction
//! changes by a quarter of a turn at most (H. Poincaré, Sur les courbes définies par les équations différentielles,
//! 1885; H.
//! Hopf, Vektorfelder in n-dimensionalen Mannigfaltigkeiten, 1926).

use super::{Box2, Scratch, System};
use crate::number::Interval;

/// Pieces of a side to begin with.
const PIECES: usize = 8;

/// How many times a piece is halved until it is given up.
const MOST_HALVINGS: u32 = 30;

/// No more pieces than this around one box.
const MOST_PIECES: usize = 20_000;

/// The winding number of the equations' left sides around `place`; none where it is not decided, as with a zero on the
/// boundary.
pub fn turns_around(system: &System, place: Box2, scratch: &mut Scratch) -> Option<i32> {
    let [x, y] = place;
    let mut walk = Walk { system, scratch, first: None, last: None, quarters: 0, pieces: 0 };
    let corners = [[x.low, y.low], [x.high, y.low], [x.high, y.high], [x.low, y.high], [x.low, y.low]];
    for side in corners.windows(2) {
        let [from, to] = [side[0], side[1]];
        let at = |k: usize| {
            let share = k as f64 / PIECES as f64;
            // Exactly the corner at the end, so that the pieces join.
            if k == PIECES { to } else { [0, 1].map(|i| from[i] + (to[i] - from[i]) * share) }
        };
        for k in 0..PIECES {
            walk.piece(at(k), at(k + 1), 0)?;
        }
    }
    let closing = turn(walk.last?, walk.first?)?;
    let quarters = walk.quarters + closing;
    (quarters % 4 == 0).then_some(quarters / 4)
}

struct Walk<'a> {
    system: &'a System,
    scratch: &'a mut Scratch,
    first: Option<u8>,
    last: Option<u8>,
    quarters: i32,
    pieces: usize,
}

impl Walk<'_> {
    /// Goes from one point of the boundary to another on the same side.
    fn piece(&mut self, from: [f64; 2], to: [f64; 2], halvings: u32) -> Option<()> {
        let hull = [0, 1].map(|i| Interval::point(from[i]).hull(Interval::point(to[i])));
        let [f, g] = self.system.sides(hull, self.scratch);
        self.pieces += 1;
        if !self.scratch.is_whole || f.is_empty() || g.is_empty() || self.system.is_smooth(self.scratch) != Some(true) {
            return None;
        }
        // To the right, up, to the left, down.
        let certain = [f.low > 0.0, g.low > 0.0, f.high < 0.0, g.high < 0.0];
        let labels = (0..4u8).filter(|label| certain[*label as usize]);
        // The label that is nearest to the last one.
        let nearest = labels.min_by_key(|label| self.last.map_or(0, |last| turn(last, *label).map_or(2, i32::abs)));
        let Some(label) = nearest else {
            if halvings == MOST_HALVINGS || self.pieces > MOST_PIECES {
                return None;
            }
            let middle = [0, 1].map(|i| 0.5 * from[i] + 0.5 * to[i]);
            self.piece(from, middle, halvings + 1)?;
            return self.piece(middle, to, halvings + 1);
        };
        if let Some(last) = self.last {
            self.quarters += turn(last, label)?;
        }
        self.first = self.first.or(Some(label));
        self.last = Some(label);
        Some(())
    }
}

/// Quarter turns from one label to the next: −1, 0 or 1; half a turn is not decided.
fn turn(from: u8, to: u8) -> Option<i32> {
    match (to + 4 - from) % 4 {
        0 => Some(0),
        1 => Some(1),
        3 => Some(-1),
        _ => None,
    }
}
