//! Boxes that stay undecided, put together where they touch.

use std::collections::BTreeMap;

use super::Box2;

/// Boxes that touch, directly or through others.
#[derive(Debug, Clone)]
pub struct Cluster {
    /// The boxes.
    pub boxes: Vec<Box2>,
    /// The least box with all of them.
    pub hull: Box2,
}

/// The boxes in clusters; boxes of which the gap is at most half of the widest one's size count as touching.
pub fn grouped(boxes: &[Box2]) -> Vec<Cluster> {
    let widest = [0, 1].map(|i| boxes.iter().map(|place| place[i].width()).fold(f64::MIN_POSITIVE, f64::max));
    // A cell of the grid is as large as the widest box, so that a box and its neighbours lie in five by five cells.
    let cell = |place: &Box2| [0, 1].map(|i| (place[i].middle() / widest[i]).floor() as i64);
    let mut grid: BTreeMap<[i64; 2], Vec<usize>> = BTreeMap::new();
    for (k, place) in boxes.iter().enumerate() {
        grid.entry(cell(place)).or_default().push(k);
    }
    let mut owner: Vec<usize> = vec![usize::MAX; boxes.len()];
    let mut found = Vec::new();
    for seed in 0..boxes.len() {
        if owner[seed] != usize::MAX {
            continue;
        }
        let number = found.len();
        owner[seed] = number;
        let mut members = vec![seed];
        let mut next = 0;
        while next < members.len() {
            let [column, row] = cell(&boxes[members[next]]);
            next += 1;
            for near in (0..25).map(|k| [column + k % 5 - 2, row + k / 5 - 2]) {
                for &other in grid.get(&near).into_iter().flatten() {
                    if owner[other] == usize::MAX && touch(&boxes[members[next - 1]], &boxes[other], widest) {
                        owner[other] = number;
                        members.push(other);
                    }
                }
            }
        }
        let boxes: Vec<Box2> = members.into_iter().map(|k| boxes[k]).collect();
        let hull = boxes.iter().copied().reduce(hull_of).unwrap_or(boxes[0]);
        found.push(Cluster { boxes, hull });
    }
    found
}

/// The least box with two.
pub fn hull_of(a: Box2, b: Box2) -> Box2 {
    [a[0].hull(b[0]), a[1].hull(b[1])]
}

fn touch(a: &Box2, b: &Box2, widest: [f64; 2]) -> bool {
    (0..2).all(|i| a[i].low - b[i].high <= 0.5 * widest[i] && b[i].low - a[i].high <= 0.5 * widest[i])
}
