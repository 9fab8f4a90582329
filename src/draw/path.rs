//! Trajectories on a panel.

use plotters::prelude::*;

use super::{Color, DrawError, PlaneMap, Sheet, Theme, Unit, failed, hidden};
use crate::linear::{Rect, Vec2};

/// How heavily a part of a trajectory is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Done steps of the followed run.
    Bold,
    /// Done steps of further starts.
    Light,
    /// Done steps of one of many repetitions.
    Thin,
    /// Steps still to come.
    Faint,
    /// A run that is pinned.
    Pinned,
    /// A run that an edit has replaced.
    Former,
}

impl Weight {
    /// Lengths of dash and gap of a run that is there no more, in CSS pixels: dashes where it is pinned, else dots;
    /// none for any other.
    pub fn dash(self) -> Option<(f64, f64)> {
        match self {
            Weight::Pinned => Some((6.0, 4.0)),
            Weight::Former => Some((0.5, 3.5)),
            Weight::Bold | Weight::Light | Weight::Thin | Weight::Faint => None,
        }
    }
}

/// How a trajectory is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PathStyle {
    /// The contender's colour.
    pub color: Color,
    /// Lengths of dash and gap in CSS pixels; none for a solid line.
    pub dash: Option<(f64, f64)>,
    /// How heavily.
    pub weight: Weight,
}

impl PathStyle {
    /// How a former run of contender `index` is drawn, on a layer that is dashed.
    pub fn former(theme: &Theme, index: usize, pinned: bool) -> PathStyle {
        let color = theme.contender(index);
        // Pale rather than transparent: where a path crosses itself it stays so.
        let (color, weight) = match pinned {
            true => (color, Weight::Pinned),
            false => (color.towards(theme.paper, PALE), Weight::Former),
        };
        PathStyle { color, dash: None, weight }
    }
}

/// Lengths of dash and gap of the contenders' lines where several share a picture, in CSS pixels; none for a solid one.
///
/// Colours that some eyes cannot tell apart have different ones, which `tests/palette.rs` proves.
pub fn dashes(contender: usize) -> Option<(f64, f64)> {
    const DASHES: [Option<(f64, f64)>; 6] =
        [None, Some((9.0, 4.0)), Some((3.0, 3.0)), Some((14.0, 3.0)), Some((6.0, 2.0)), Some((2.0, 5.0))];
    /// Which of them a contender has.
    const WHICH: [usize; 12] = [0, 1, 2, 3, 4, 5, 4, 0, 2, 3, 5, 1];
    DASHES[WHICH[contender % WHICH.len()]]
}

/// Iterates at least this far apart, in CSS pixels, are marked one by one.
const MARKED: f64 = 7.0;

/// Lines of more points than this are drawn in shorter ones, of this many.
const LONG: usize = 1_000;
/// See [`LONG`].
const SHORT: usize = 100;

/// How far the colour of what an edit has replaced is on its way to that of paper.
const PALE: f64 = 0.4;

/// Points closer than this to the last one drawn, in CSS pixels, are left out of the picture: far below what shows.
const INVISIBLE: f64 = 0.2;

/// Draws the line through `points` of the plane, clipped to the plot; a bold one with a dot at each iterate where they
/// lie apart.
pub fn draw_path<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    map: &PlaneMap,
    unit: Unit,
    points: &[Vec2],
    style: PathStyle,
) -> Result<(), DrawError> {
    go_on_with_path(sheet, map, unit, points, style, &mut 0.0)
}

/// Draws a further part of a line whose parts before were `walked` CSS pixels long, so that its dashes go on, and adds
/// the length of this one.
pub fn go_on_with_path<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    map: &PlaneMap,
    unit: Unit,
    points: &[Vec2],
    style: PathStyle,
    walked: &mut f64,
) -> Result<(), DrawError> {
    let area = map.area(sheet, unit);
    let pixel = map.per_pixel();
    let pieces = clip(points, map.visible, INVISIBLE * pixel);
    let drawn: usize = pieces.iter().map(Vec::len).sum();
    let pieces = if drawn > LONG { hidden::without_repeats(pieces, map) } else { pieces };
    let pieces = match style.dash {
        None => pieces,
        Some(lengths) => pieces.iter().flat_map(|piece| dashed(piece, map, lengths, walked)).collect(),
    };
    draw_pieces(&area, pieces, PathStyle { dash: None, ..style }, unit)?;
    if style.weight == Weight::Bold {
        let dot = ShapeStyle::from(style.color.with_alpha(1.0)).filled();
        let is_apart = |pair: &&[Vec2]| {
            let step = pair[1] - pair[0];
            step.dot(step) >= MARKED * MARKED * pixel * pixel && map.visible.contains(pair[1])
        };
        let mut marked: Vec<Vec2> = points.windows(2).filter(is_apart).map(|pair| pair[1]).collect();
        if marked.len() > LONG {
            // One is enough where the next one is as near as a dot's radius.
            hidden::apart(&mut marked, map);
        }
        for w in marked {
            area.draw(&Circle::new((w.x, w.y), unit.length(2.5), dot)).map_err(failed)?;
        }
    }
    Ok(())
}

/// The dashes of a line, whose lengths and those of gaps are in CSS pixels, where the line before it was `walked` long;
/// adds the length of this one.
fn dashed(line: &[Vec2], map: &PlaneMap, (dash, gap): (f64, f64), walked: &mut f64) -> Vec<Vec<Vec2>> {
    /// No dash and no gap is shorter, in CSS pixels, whatever rounding leaves of it.
    const LEAST: f64 = 1e-3;
    let mut dashes: Vec<Vec<Vec2>> = Vec::new();
    let mut goes_on = false;
    for pair in line.windows(2) {
        let along = map.to_pixel(pair[1]) - map.to_pixel(pair[0]);
        let length = along.dot(along).sqrt();
        let at = |done: f64| if done < length { pair[0] + done / length * (pair[1] - pair[0]) } else { pair[1] };
        let mut done = 0.0;
        while done < length {
            let phase = (*walked + done) % (dash + gap);
            let is_dash = phase < dash;
            let end = (done + (if is_dash { dash } else { dash + gap } - phase).max(LEAST)).min(length);
            match dashes.last_mut().filter(|_| goes_on) {
                Some(line) if is_dash => line.push(at(end)),
                _ if is_dash => dashes.push(vec![at(done), at(end)]),
                _ => {}
            }
            (goes_on, done) = (is_dash, end);
        }
        *walked += length;
    }
    dashes
}

/// Draws lines in the manner of `style`.
pub(super) fn draw_pieces<DB: DrawingBackend, X: Ranged<ValueType = f64>, Y: Ranged<ValueType = f64>>(
    area: &DrawingArea<DB, Cartesian2d<X, Y>>,
    pieces: Vec<Vec<Vec2>>,
    style: PathStyle,
    unit: Unit,
) -> Result<(), DrawError> {
    let (alpha, width) = match style.weight {
        Weight::Bold => (1.0, 2.0),
        Weight::Light => (0.7, 1.25),
        Weight::Thin => (0.35, 0.75),
        Weight::Faint => (0.45, 1.0),
        Weight::Pinned => (1.0, 1.25),
        Weight::Former => (1.0, 1.5),
    };
    let line = unit.stroke(style.color, alpha, width);
    for piece in pieces {
        let path = piece.into_iter().map(|w| (w.x, w.y));
        match style.dash {
            None => {
                let path: Vec<_> = path.collect();
                // A browser's time for one line grows with the square of its length where it crosses itself.
                let longest = if path.len() > LONG { SHORT } else { LONG };
                let mut from = 0;
                while from + 1 < path.len() {
                    let to = (from + longest).min(path.len() - 1);
                    area.draw(&PathElement::new(&path[from..=to], line)).map_err(failed)?;
                    from = to;
                }
            }
            Some((dash, gap)) => {
                let (dash, gap) = (unit.length(dash), unit.length(gap));
                for dashed in DashedLineSeries::new(path, dash, gap, line) {
                    area.draw(&dashed).map_err(failed)?;
                }
            }
        }
    }
    Ok(())
}

/// The parts of the line through `points` that lie inside `rect`, without points nearer than `step` to their
/// predecessor (first and last points are kept).
///
/// Each segment is clipped after Y.-D. Liang, B. A. Barsky, A new concept and method for line clipping, 1984.
pub fn clip(points: &[Vec2], rect: Rect, step: f64) -> Vec<Vec<Vec2>> {
    let mut pieces = Vec::new();
    let mut piece: Vec<Vec2> = Vec::new();
    let Some(&first) = points.first() else { return pieces };
    let mut from = first;
    for (k, &to) in points.iter().enumerate().skip(1) {
        // By squares: a root for each of a million points takes longer than all else.
        if (to - from).dot(to - from) < step * step && k + 1 < points.len() {
            continue;
        }
        match clip_segment(from, to, rect) {
            None => pieces.extend(Some(std::mem::take(&mut piece)).filter(|piece| !piece.is_empty())),
            Some((a, b)) => {
                if piece.last() != Some(&a) {
                    pieces.extend(Some(std::mem::take(&mut piece)).filter(|piece| !piece.is_empty()));
                    piece.push(a);
                }
                piece.push(b);
            }
        }
        from = to;
    }
    pieces.extend(Some(piece).filter(|piece| !piece.is_empty()));
    pieces
}

/// The part of the segment from `a` to `b` that lies inside `rect`.
pub(super) fn clip_segment(a: Vec2, b: Vec2, rect: Rect) -> Option<(Vec2, Vec2)> {
    if rect.contains(a) && rect.contains(b) {
        return Some((a, b));
    }
    // Halves: the difference of two huge coordinates would overflow, and t is a ratio of lengths.
    let half = |to: f64, from: f64| 0.5 * to - 0.5 * from;
    let d = Vec2::new(half(b.x, a.x), half(b.y, a.y));
    let (mut enter, mut leave) = ((0.0_f64, a), (1.0_f64, b));
    let at = |t: f64| (1.0 - t) * a + t * b;
    // A crossing lies on its side to the bit: along an enormous segment t alone would not tell one side from the other.
    let on_x = |t: f64, side: f64| (t, Vec2::new(side, at(t).y));
    let on_y = |t: f64, side: f64| (t, Vec2::new(at(t).x, side));
    type Crossing<'a> = &'a dyn Fn(f64, f64) -> (f64, Vec2);
    let sides: [(f64, f64, f64, Crossing); 4] = [
        (-d.x, half(a.x, rect.x[0]), rect.x[0], &on_x),
        (d.x, half(rect.x[1], a.x), rect.x[1], &on_x),
        (-d.y, half(a.y, rect.y[0]), rect.y[0], &on_y),
        (d.y, half(rect.y[1], a.y), rect.y[1], &on_y),
    ];
    for (outwards, room, side, crossing) in sides {
        if outwards == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if outwards < 0.0 {
            if room / outwards > enter.0 {
                enter = crossing(room / outwards, side);
            }
        } else if room / outwards < leave.0 {
            leave = crossing(room / outwards, side);
        }
    }
    let inside = |w: Vec2| Vec2::new(w.x.clamp(rect.x[0], rect.x[1]), w.y.clamp(rect.y[0], rect.y[1]));
    (enter.0 <= leave.0).then(|| (inside(enter.1), inside(leave.1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: Rect = Rect::new(0.0, 1.0, 0.0, 1.0);

    #[test]
    fn lines_inside_stay_whole() {
        let line = [Vec2::new(0.1, 0.1), Vec2::new(0.9, 0.5), Vec2::new(0.2, 0.8)];
        assert_eq!(clip(&line, UNIT, 0.0), vec![line.to_vec()]);
    }

    #[test]
    fn a_line_that_leaves_and_returns_is_cut_in_two() {
        let line = [Vec2::new(0.5, 0.5), Vec2::new(2.5, 0.5), Vec2::new(0.5, 0.75)];
        let pieces = clip(&line, UNIT, 0.0);
        assert_eq!(pieces.len(), 2);
        assert_eq!(pieces[0], [Vec2::new(0.5, 0.5), Vec2::new(1.0, 0.5)]);
        assert_eq!(pieces[1][0].x, 1.0);
        assert_eq!(pieces[1][1], Vec2::new(0.5, 0.75));
    }

    #[test]
    fn segments_outside_vanish_even_when_enormous() {
        let line = [Vec2::new(-1e300, 2.0), Vec2::new(1e300, 2.0)];
        assert!(clip(&line, UNIT, 0.0).is_empty());
        let through = clip(&[Vec2::new(-1e300, 0.5), Vec2::new(1e300, 0.5)], UNIT, 0.0);
        assert_eq!(through, [[Vec2::new(0.0, 0.5), Vec2::new(1.0, 0.5)]]);
        let widest = clip(&[Vec2::new(f64::MIN, 0.5), Vec2::new(f64::MAX, 0.5)], UNIT, 0.0);
        assert_eq!(widest, through);
    }

    #[test]
    fn many_dots_in_one_place_are_drawn_once() {
        let [mut few, mut many] = [String::new(), String::new()];
        for (text, repeats) in [(&mut few, 400), (&mut many, 40_000)] {
            let sheet = SVGBackend::with_string(text, (1984, 1816)).into_drawing_area();
            let map = PlaneMap::fit(UNIT, 248.0, 227.0);
            let swing: Vec<Vec2> = (0..repeats).map(|k| Vec2::new(if k % 2 == 0 { 0.25 } else { 0.75 }, 0.5)).collect();
            let style = PathStyle { color: Color([0, 0, 0]), dash: None, weight: Weight::Bold };
            draw_path(&sheet, &map, Unit(8.0), &swing, style).expect("it is drawn");
        }
        assert_eq!(few.matches("<circle").count(), 399);
        assert_eq!(many.matches("<circle").count(), 2);
    }

    #[test]
    fn dashes_go_on_from_part_to_part() {
        let map = PlaneMap::fit(UNIT, 248.0, 227.0);
        let line: Vec<Vec2> =
            (0..400).map(|k| Vec2::new(f64::from(k) / 400.0, 0.5 + 0.4 * (0.3 * f64::from(k)).sin())).collect();
        let lengths = (9.0, 4.0);
        let length = |lines: &[Vec<Vec2>]| -> f64 {
            let pairs = lines.iter().flat_map(|line| line.windows(2));
            pairs.map(|pair| map.to_pixel(pair[1]) - map.to_pixel(pair[0])).map(|d| d.dot(d).sqrt()).sum()
        };
        let mut walked = 0.0;
        let whole = dashed(&line, &map, lengths, &mut walked);
        assert!((walked - length(std::slice::from_ref(&line))).abs() < 1e-6);
        assert!((length(&whole) - 9.0 / 13.0 * walked).abs() < 9.0);
        // All but the last are as long as they should be.
        assert!(whole[..whole.len() - 1].iter().all(|dash| (length(std::slice::from_ref(dash)) - 9.0).abs() < 1e-6));

        let (mut parts, mut walked_in_parts) = (Vec::new(), 0.0);
        for from in 0..line.len() - 1 {
            parts.extend(dashed(&line[from..=from + 1], &map, lengths, &mut walked_in_parts));
        }
        assert_eq!(walked, walked_in_parts);
        assert!((length(&parts) - length(&whole)).abs() < 1e-6);
        // What begins anew is a dash begun by the part before, or one that begins in both.
        let begins: Vec<Vec2> = whole.iter().map(|dash| dash[0]).collect();
        assert!(begins.iter().all(|begin| parts.iter().any(|dash| (dash[0] - *begin).dot(dash[0] - *begin) < 1e-12)));
    }

    #[test]
    fn points_below_the_step_are_left_out_but_the_last_is_kept() {
        let line: Vec<Vec2> = (0..=1000).map(|k| Vec2::new(f64::from(k) * 1e-3, 0.5)).collect();
        let pieces = clip(&line, UNIT, 0.1);
        assert!(pieces[0].len() <= 12);
        assert_eq!(pieces[0].last(), line.last());
    }
}
