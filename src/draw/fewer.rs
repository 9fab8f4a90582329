//! Fewer points of a curve, which make the same picture.

use crate::linear::Vec2;

/// The points of a curve, or where there are far more than pixels, the first, least, greatest and last of each third of
/// a pixel: the same picture.
pub(super) fn envelope(count: usize, pixels: f64, point: impl Fn(usize) -> Vec2) -> Vec<Vec2> {
    envelope_by(count, pixels, |k| point(k).y, &point)
}

/// The same where the ordinate is dear: `height` rises and falls as it does.
pub(super) fn envelope_by(
    count: usize,
    pixels: f64,
    height: impl Fn(usize) -> f64,
    point: impl Fn(usize) -> Vec2,
) -> Vec<Vec2> {
    let bins = (3.0 * pixels) as usize;
    if bins == 0 || count <= 4 * bins {
        return (0..count).map(point).collect();
    }
    let mut points = Vec::with_capacity(4 * bins);
    for bin in 0..bins {
        let (start, end) = (bin * count / bins, (bin + 1) * count / bins);
        let (mut least, mut greatest) = (start, start);
        for k in start..end {
            if height(k) < height(least) {
                least = k;
            }
            if height(k) > height(greatest) {
                greatest = k;
            }
        }
        let kept = [start, least.min(greatest), least.max(greatest), end - 1];
        points.extend(kept.into_iter().map(&point));
    }
    points
}

/// The first and last of `points`, whose abscissae do not fall, and of the others as many that a line through them
/// passes no other one at more than `tolerance` above or below.
///
/// From each point that is kept the slopes are narrowed that pass all points since; the point before the first one
/// beyond them is kept. After E. H. Bristol, Swinging door trending: adaptive trend recording?, ISA National Conference
/// Proceedings, 1990.
pub(super) fn straightened(points: &[Vec2], tolerance: f64) -> Vec<Vec2> {
    let mut kept: Vec<Vec2> = Vec::new();
    let mut slopes = [f64::NEG_INFINITY, f64::INFINITY];
    let mut last = None;
    for &point in points {
        let Some(&(mut from)) = kept.last() else {
            kept.push(point);
            continue;
        };
        let slope = (point.y - from.y) / (point.x - from.x);
        // Of two points above each other both are kept, and so is whatever is not finite.
        if let Some(last) = last.filter(|_| !(slopes[0] <= slope && slope <= slopes[1])) {
            kept.push(last);
            (from, slopes) = (last, [f64::NEG_INFINITY, f64::INFINITY]);
        }
        if point.x > from.x {
            let [low, high] = [-tolerance, tolerance].map(|shift| (point.y + shift - from.y) / (point.x - from.x));
            slopes = [slopes[0].max(low), slopes[1].min(high)];
        } else {
            slopes = [f64::INFINITY, f64::NEG_INFINITY];
        }
        last = Some(point);
    }
    kept.extend(last);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ordinate at `x` of the line through `points`.
    fn at(points: &[Vec2], x: f64) -> f64 {
        let k = points.windows(2).position(|pair| x <= pair[1].x).expect("a place on the line");
        let [a, b] = [points[k], points[k + 1]];
        a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x)
    }

    #[test]
    fn what_is_left_out_lies_on_the_line() {
        let wave = |k: usize| Vec2::new(k as f64, 40.0 * libm::sin(0.01 * k as f64) * libm::exp(-0.001 * k as f64));
        let points: Vec<Vec2> = (0..2_000).map(wave).collect();
        let kept = straightened(&points, 0.1);
        assert!(kept.len() < 200 && kept.first() == points.first() && kept.last() == points.last());
        for point in &points {
            assert!((at(&kept, point.x) - point.y).abs() <= 0.1 * (1.0 + 1e-12), "{point:?}");
        }
    }

    #[test]
    fn a_straight_line_has_two_points_and_a_zigzag_all() {
        let line: Vec<Vec2> = (0..100).map(|k| Vec2::new(k as f64, 3.0 - 0.5 * k as f64)).collect();
        assert_eq!(straightened(&line, 1e-9), [line[0], line[99]]);
        let zigzag: Vec<Vec2> = (0..100).map(|k| Vec2::new(k as f64, f64::from(k % 2))).collect();
        assert_eq!(straightened(&zigzag, 0.4), zigzag);
        let upright = [0.0, 5.0, -3.0, 1.0].map(|y| Vec2::new(2.0, y));
        assert_eq!(straightened(&upright, 0.1), upright);
        assert_eq!(straightened(&line[..1], 0.1), line[..1]);
        assert_eq!(straightened(&[], 0.1), []);
    }
}
