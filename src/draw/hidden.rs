//! What of a trajectory others hide: left out of the picture, it is the same, and painted in no time.

use super::PlaneMap;
use crate::linear::Vec2;

/// The lines without the segments that others hide, to half a pixel, which is a quarter of their width.
///
/// A run that wanders to and fro for long covers the same place again and again, and a browser takes seconds to paint
/// it as often.
pub(super) fn without_repeats(pieces: Vec<Vec<Vec2>>, map: &PlaneMap) -> Vec<Vec<Vec2>> {
    let mut covered = Covered::new(map);
    let mut kept: Vec<Vec<Vec2>> = Vec::new();
    for piece in pieces {
        let mut goes_on = false;
        for pair in piece.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let is_new = covered.add(map.to_pixel(from), map.to_pixel(to));
            match kept.last_mut().filter(|_| goes_on) {
                Some(line) if is_new => line.push(to),
                _ if is_new => kept.push(vec![from, to]),
                _ => {}
            }
            goes_on = is_new;
        }
    }
    kept
}

/// The points without those that are in the same square of two CSS pixels' side as one before.
///
/// A browser takes seconds for as many dots as a noisy run has iterates, most of which hide each other.
pub(super) fn apart(points: &mut Vec<Vec2>, map: &PlaneMap) {
    let mut seen = Seen::new();
    points.retain(|w| seen.insert(place_of(map.to_pixel(*w))));
}

/// The square of two CSS pixels' side in which a pixel of the plot is, as a number of its own.
fn place_of(pixel: Vec2) -> u64 {
    u64::from((0.5 * pixel.x) as u16) << 16 | u64::from((0.5 * pixel.y) as u16)
}

/// Which CSS pixels of a plot lines have gone through.
struct Covered {
    corner: Vec2,
    columns: usize,
    pixels: Vec<bool>,
}

impl Covered {
    /// Binary digits of a pixel's fraction: a segment of a plot is a few thousand pixels long, and goes astray by less
    /// than one.
    const FINE: u32 = 20;

    fn new(map: &PlaneMap) -> Self {
        let [columns, rows] = [map.size.x, map.size.y].map(|pixels| pixels as usize + 2);
        Covered { corner: map.corner, columns, pixels: vec![false; columns * rows] }
    }

    /// Adds the segment between two places of the plot, and says whether it goes through any pixel that none before
    /// went through.
    fn add(&mut self, from: Vec2, to: Vec2) -> bool {
        let along = to - from;
        let steps = along.x.abs().max(along.y.abs()).ceil().max(1.0);
        // Whole numbers: of a noisy run a hundred million pixels are looked at. Half a pixel more, cut off, is rounded.
        let whole = |pixels: f64| (pixels * f64::from(1 << Covered::FINE)) as i64;
        let (mut x, mut y) = (whole(from.x - self.corner.x + 0.5), whole(from.y - self.corner.y + 0.5));
        let (right, down) = (whole(along.x / steps), whole(along.y / steps));
        let mut is_new = false;
        for _ in 0..=steps as usize {
            let place = (y >> Covered::FINE) as usize * self.columns + (x >> Covered::FINE) as usize;
            if let Some(pixel) = self.pixels.get_mut(place) {
                is_new |= !*pixel;
                *pixel = true;
            }
            (x, y) = (x + right, y + down);
        }
        is_new
    }
}

/// A set of numbers: a table with room, in which each has its place or the next that is free.
///
/// A run may have a million segments: a tree would take half a second for them.
pub(super) struct Seen {
    /// 0 where nothing is; numbers are kept plus one.
    places: Vec<u64>,
    count: usize,
}

impl Seen {
    pub(super) fn new() -> Self {
        Seen { places: vec![0; 1 << 12], count: 0 }
    }

    /// Adds a number, and says whether it is new.
    pub(super) fn insert(&mut self, number: u64) -> bool {
        if 2 * self.count >= self.places.len() {
            let larger = vec![0; 2 * self.places.len()];
            for kept in std::mem::replace(&mut self.places, larger) {
                if kept != 0 {
                    let place = self.place(kept);
                    self.places[place] = kept;
                }
            }
        }
        let kept = number.wrapping_add(1).max(1);
        let place = self.place(kept);
        let is_new = self.places[place] == 0;
        self.places[place] = kept;
        self.count += usize::from(is_new);
        is_new
    }

    /// Where `kept` is, or would be.
    fn place(&self, kept: u64) -> usize {
        let mask = self.places.len() - 1;
        let mut place = (kept.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & mask;
        while self.places[place] != 0 && self.places[place] != kept {
            place = (place + 1) & mask;
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear::Rect;
    use crate::random::Stream;

    #[test]
    fn segments_that_others_hide_are_left_out_and_all_others_kept() {
        let map = PlaneMap::fit(Rect::new(0.0, 1.0, 0.0, 1.0), 248.0, 227.0);
        let (a, b, c) = (Vec2::new(0.1, 0.1), Vec2::new(0.9, 0.1), Vec2::new(0.5, 0.8));
        let kept = without_repeats(vec![vec![a, b, c, a, b, a, c, b]], &map);
        assert_eq!(kept, [vec![a, b, c, a]]);
        // So is what goes through the same places with other ends.
        let middle = 0.5 * (a + b);
        assert_eq!(without_repeats(vec![vec![a, b, middle, a]], &map), [vec![a, b]]);
        // A cloud of lines is as many as it takes to cover it.
        let chance = Stream::new(1);
        let cloud = (0..100_000)
            .map(|k| Vec2::new(0.45 + 0.1 * chance.fraction(2 * k), 0.45 + 0.1 * chance.fraction(2 * k + 1)))
            .collect();
        let count: usize = without_repeats(vec![cloud], &map).iter().map(Vec::len).sum();
        assert!(count < 5_000, "{count} points");
    }
}
