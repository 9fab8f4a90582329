//! Boxes that stay undecided, put together where they touch.

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
    let cell = |place: &Box2| [1, 0].map(|i| (place[i].middle() / widest[i]).floor() as i64);
    // By rows, so that the neighbours in each of the five follow one another.
    let mut grid: Vec<([i64; 2], usize)> = boxes.iter().map(cell).zip(0..).collect();
    grid.sort_unstable();
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
            let place = &boxes[members[next]];
            let [row, column] = cell(place);
            next += 1;
            let [low, high] = [column.saturating_sub(2), column.saturating_add(2)];
            for row in row.saturating_sub(2)..=row.saturating_add(2) {
                let first = grid.partition_point(|(cell, _)| *cell < [row, low]);
                let near = grid[first..].iter().take_while(|(cell, _)| *cell <= [row, high]);
                for &(_, other) in near {
                    if owner[other] == usize::MAX && touch(place, &boxes[other], widest) {
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
