//! The overlay of definiteness: regions against closed forms, textures, axes of stationary points, and the pictures.
//!
//! `STEEPEST_BLESS=1 cargo test --test definiteness` accepts the present looks; look at the pictures before.

mod support;

use std::sync::Arc;

use steepest::draw::{
    Backdrop, Bending, Ground, MOST_AXES, PlaneMap, PrincipalAxes, Regions, Theme, curve, draw_backdrop, hatching,
    signs,
};
use steepest::experiment::Landscape;
use steepest::linear::{Definiteness, Mat2, Rect, Vec2};
use steepest::objective::{Negated, Objective};
use steepest::random::Stream;
use steepest::stationary::{self, Found, Kind, StationaryPoint};
use support::svg::{ROUNDING, UNIT, assert_snapshot, elements, lines, svg};

use Definiteness::{Indefinite, NegativeDefinite, PositiveDefinite};

const VIEW: Rect = Rect::new(-2.0, 3.0, -2.5, 2.5);

/// Enough for any grid of these tests.
const WORK: usize = 1_000_000;

fn built(landscape: Landscape) -> Arc<dyn Objective> {
    landscape.build().expect("a good landscape").objective
}

fn typed(formula: &str) -> Arc<dyn Objective> {
    built(Landscape::typed(formula))
}

fn registered(key: &str) -> Arc<dyn Objective> {
    built(Landscape::new(key))
}

fn regions(objective: &dyn Objective) -> Regions {
    Regions::sample(objective, VIEW, 101, 101, WORK)
}

/// `count` places of the view, the same every time.
fn places(view: Rect, count: u64) -> impl Iterator<Item = Vec2> {
    let chance = Stream::new(7);
    let at = move |[low, high]: [f64; 2], k| low + (high - low) * chance.fraction(k);
    (0..count).map(move |k| Vec2::new(at(view.x, 2 * k), at(view.y, 2 * k + 1)))
}

#[test]
fn a_bowl_is_positive_definite_everywhere_and_upside_down_negative_definite() {
    let bowl = typed("x^2 + x*y + 3*y^2");
    let (up, down) = (regions(&*bowl), regions(&Negated(&*bowl)));
    assert_eq!([up.shares(), down.shares()], [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]);
    assert!(up.borders().is_empty() && down.borders().is_empty());
    assert!(places(VIEW, 200).all(|w| up.at(w) == Some(PositiveDefinite) && down.at(w) == Some(NegativeDefinite)));
    assert_eq!(up.at(Vec2::new(3.1, 0.0)), None, "outside");
}

#[test]
fn the_monkey_saddle_is_indefinite_everywhere_but_at_its_middle() {
    // H = 6 [x, −y; −y, −x]: det H = −36 (x² + y²).
    let extent = Rect::new(-1.0, 1.0, -1.0, 1.0);
    let monkey = Regions::sample(&*registered("monkey_saddle"), extent, 101, 101, WORK);
    // The middle is one of the grid's points, which stands for a cell of 100².
    assert_eq!(monkey.shares(), [0.0, 1.0 - 1e-4, 0.0].map(|share: f64| (share * 1e4).round() / 1e4));
    assert_eq!(monkey.at(Vec2::ZERO), None);
    assert!(places(extent, 200).all(|w| monkey.at(w) == Some(Indefinite)));
}

#[test]
fn where_the_curvature_only_touches_zero_there_is_no_region_beyond() {
    // x⁴ − y²: H = diag(12 x², −2), singular on x = 0 alone.
    let flat = regions(&*typed("x^4 - y^2"));
    let [up, mixed, down] = flat.shares();
    assert_eq!([up, down], [0.0, 0.0]);
    // A column of 101 points, on x = 0.
    assert!((mixed - 0.99).abs() < 1e-9, "{mixed}");
    assert!(places(VIEW, 100).all(|w| flat.at(w) == Some(Indefinite)));
}

#[test]
fn a_loss_that_is_straight_in_one_direction_has_none_of_the_three() {
    for formula in ["(0.3*x + 0.7*y)^2", "exp(x - 2*y)", "sqrt(x^2 + y^2)", "x + y"] {
        assert_eq!(regions(&*typed(formula)).shares(), [0.0; 3], "{formula}");
    }
}

#[test]
fn where_a_loss_is_no_number_there_is_no_region() {
    // Of x^(3/2) + y² there is nothing at x < 0, and H = diag(3/(4√x), 2) beyond.
    let half = regions(&*typed("x*sqrt(x) + y^2"));
    let [up, mixed, down] = half.shares();
    // Grid points with x > 0 are 60 of 100 cells, but for half a cell at its beginning.
    assert!((up - 0.6).abs() <= 0.006 && mixed == 0.0 && down == 0.0, "{up}");
    assert_eq!(half.at(Vec2::new(-1.0, 0.0)), None);
    assert_eq!(half.at(Vec2::new(1.0, 0.0)), Some(PositiveDefinite));
}

#[test]
fn the_border_of_a_cubic_is_where_its_curvature_changes_sign() {
    // x³ + y²: H = diag(6x, 2).
    let cubic = regions(&*typed("x^3 + y^2"));
    let borders = cubic.borders();
    assert_eq!(borders.len(), 1);
    // x = 0 is a column of grid points, and the eigenvalue is linear in x beside it.
    assert!(borders[0].iter().all(|w| w.x.abs() < 1e-9), "{borders:?}");
    assert_eq!([borders[0][0].y.abs(), borders[0][borders[0].len() - 1].y.abs()], [2.5, 2.5]);
    let [up, mixed, _] = cubic.shares();
    assert!((up - 0.595).abs() < 1e-9 && (mixed - 0.395).abs() < 1e-9, "{up} {mixed}");
}

/// Himmelblau's Hessian, by hand.
fn himmelblau(Vec2 { x, y }: Vec2) -> Mat2 {
    Mat2 { xx: 12.0 * x * x + 4.0 * y - 42.0, xy: 4.0 * (x + y), yy: 12.0 * y * y + 4.0 * x - 26.0 }
}

#[test]
fn himmelblaus_borders_are_where_the_determinant_by_hand_is_zero() {
    let view = Rect::new(-6.0, 6.0, -6.0, 6.0);
    let found = Regions::sample(&*registered("himmelblau"), view, 241, 241, WORK);
    // On the axis x = 0, det H = 48 y³ − 520 y² − 104 y + 1092 has one root in (1, 2).
    let (mut low, mut high) = (1.0, 2.0);
    for _ in 0..60 {
        let y: f64 = 0.5 * (low + high);
        if 48.0 * y.powi(3) - 520.0 * y * y - 104.0 * y + 1092.0 > 0.0 { low = y } else { high = y }
    }
    let borders = found.borders();
    let points = || borders.iter().flatten();
    let nearest = points().map(|w| (*w - Vec2::new(0.0, low)).norm()).fold(f64::INFINITY, f64::min);
    // Points of a border are at most a cell's diagonal of 0.05 √2 apart.
    assert!(nearest <= 0.05 * std::f64::consts::SQRT_2, "{nearest}");
    for w in points() {
        // Within a fourth of a cell of 0.05 both signs occur: linear interpolation errs by less, even in sharp bends.
        let angles = (0..16).map(|k| f64::from(k) * std::f64::consts::FRAC_PI_8);
        let around = angles.map(|angle| 0.0125 * Vec2::new(angle.cos(), angle.sin()));
        let positive = around.filter(|step| himmelblau(*w + *step).determinant() > 0.0).count();
        assert!((1..16).contains(&positive), "{positive} of 16 around {w:?}");
    }
    let far = |w: Vec2| points().all(|border| (*border - w).norm() > 0.1);
    for w in places(view, 2000).filter(|w| far(*w)) {
        assert_eq!(found.at(w), Some(himmelblau(w).definiteness()), "at {w:?}");
    }
}

#[test]
fn a_dear_loss_is_sampled_coarsely_and_has_nearly_the_same_regions() {
    // A single neuron has places of each sign; 50 points cost more than the grid of 161² may.
    let neuron = registered("neuron");
    let view = Landscape::new("neuron").build().expect("a model").view();
    assert!(neuron.cost() > 1, "it is a sum");
    let rich = Regions::sample(&*neuron, view, 161, 161, usize::MAX);
    let poor = Regions::sample(&*neuron, view, 161, 161, 4 * 60 * 60 * neuron.cost());
    assert_ne!(rich, poor, "fewer samples were taken");
    for (rich, poor) in rich.shares().into_iter().zip(poor.shares()) {
        // A cell of 60 is a sixtieth of the view wide, and borders move by less than that.
        assert!((rich - poor).abs() < 1.0 / 60.0, "{rich} {poor}");
    }
    let convex = registered("logistic_regression");
    let home = Landscape::new("logistic_regression").build().expect("a model").view();
    assert_eq!(Regions::sample(&*convex, home, 101, 101, WORK).shares(), [1.0, 0.0, 0.0]);
}

#[test]
fn of_one_parameter_the_second_derivative_decides() {
    let wave = registered("wave");
    let view = Rect::new(-12.0, 12.0, -8.0, 8.0);
    let found = Regions::sample(&*wave, view, 400, 2, WORK);
    let second = |x: f64| wave.curvature(Vec2::new(x, 0.0)).hessian.xx;
    let bands = found.bands();
    assert!(bands.len() >= 4, "{bands:?}");
    for ([from, to], sign) in &bands {
        let wanted = if second(0.5 * (from + to)) > 0.0 { PositiveDefinite } else { NegativeDefinite };
        assert_eq!(*sign, wanted, "from {from} to {to}");
    }
    for pair in bands.windows(2) {
        let ([_, end], [begin, _]) = (pair[0].0, pair[1].0);
        assert_eq!(end, begin, "bands touch");
        // A hundredth of a cell of 0.06 to either side L″ has another sign.
        assert!(second(end - 6e-4) * second(end + 6e-4) < 0.0, "at {end}");
    }
    assert_eq!((bands[0].0[0], bands[bands.len() - 1].0[1]), (view.x[0], view.x[1]));
    let [up, mixed, down] = found.shares();
    assert!(mixed == 0.0 && (up + down - 1.0).abs() < 0.01 && up > 0.2 && down > 0.2, "{up} {down}");
}

#[test]
fn textures_stay_in_their_regions() {
    let view = Rect::new(-6.0, 6.0, -6.0, 6.0);
    let map = PlaneMap::fit(view, 448.0, 427.0);
    let found = Regions::sample(&*registered("himmelblau"), map.visible, 200, 200, WORK);
    let hatches = hatching(&found, &map);
    assert!(hatches.len() > 40);
    for [from, to] in &hatches {
        for t in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let w = *from + t * (*to - *from);
            assert_eq!(found.at(w), Some(Indefinite), "at {w:?}");
        }
        let slope = (*to - *from) / map.per_pixel();
        assert!((slope.x - slope.y).abs() < 1e-6, "45° upwards: {slope:?}");
    }
    let places = signs(&found, &map);
    let count = |sign| places.iter().filter(|(_, found)| *found == sign).count();
    assert!(count(PositiveDefinite) > 40 && count(NegativeDefinite) > 2);
    assert!(places.iter().all(|(w, sign)| found.at(*w) == Some(*sign) && map.visible.contains(*w)));
}

#[test]
fn the_tint_is_that_of_the_region_and_leaves_other_pixels_alone() {
    let found = Regions::sample(&*typed("x^3 + y^2"), Rect::new(-1.0, 1.0, -1.0, 1.0), 51, 51, WORK);
    let theme = Theme::default();
    let mut pixels = vec![255; 3 * 8 * 4];
    found.tint(&mut pixels, (8, 4), &theme);
    let pixel = |x: usize, y: usize| [0, 1, 2].map(|k| pixels[3 * (8 * y + x) + k]);
    let paper = steepest::draw::Color([255; 3]);
    assert!((0..4).all(|y| pixel(1, y) == paper.towards(theme.signs[1], 0.3).0), "indefinite on the left");
    assert!((0..4).all(|y| pixel(6, y) == paper.towards(theme.signs[0], 0.3).0), "positive definite on the right");
    let mut none = vec![255; 3 * 8 * 4];
    Regions::sample(&*typed("x + y"), VIEW, 11, 11, WORK).tint(&mut none, (8, 4), &theme);
    assert!(none.iter().all(|byte| *byte == 255));
}

fn point(at: Vec2, low: f64, high: f64, kind: Kind) -> StationaryPoint {
    let hessian = Mat2 { xx: low, xy: 0.0, yy: high };
    let (eigen, definiteness) = (hessian.eigen(), hessian.definiteness());
    StationaryPoint { at, loss: 0.0, hessian, eigen, definiteness, kind }
}

#[test]
fn axes_end_where_every_quadratic_has_changed_by_the_same() {
    let map = PlaneMap::fit(Rect::new(-6.0, 6.0, -6.0, 6.0), 600.0, 600.0);
    let found = stationary::find(&*registered("himmelblau"), map.visible);
    let axes = PrincipalAxes::of(&found.points, &map).expect("nine points");
    assert_eq!(axes.axes.len(), 2 * found.points.len());
    let mut free = 0;
    for (k, axis) in axes.axes.iter().enumerate() {
        let point = &found.points[k / 2];
        let value = point.eigen.values[k % 2];
        assert_eq!((axis.at, f64::from(axis.sign)), (point.at, value.signum()));
        let length = axis.half.norm() / map.per_pixel();
        let [shortest, longest] = axes.lengths;
        assert!((shortest - 1e-9..=longest + 1e-9).contains(&length), "{length}");
        if (shortest + 1e-6..longest - 1e-6).contains(&length) {
            free += 1;
            let along = point.hessian.times(axis.half).dot(axis.half) / 2.0;
            assert!((along.abs() / axes.change - 1.0).abs() < 1e-9, "{along} instead of {}", axes.change);
        }
    }
    assert!(free >= 12, "most are not cut: {free}");
}

#[test]
fn flat_directions_have_the_longest_axes_and_no_sign_and_many_points_none() {
    let map = PlaneMap::fit(Rect::new(0.0, 10.0, 0.0, 10.0), 500.0, 500.0);
    let flat = point(Vec2::new(5.0, 5.0), 0.0, 2.0, Kind::DegenerateMinimum);
    let axes = PrincipalAxes::of(&[flat], &map).expect("one point");
    assert_eq!([axes.axes[0].sign, axes.axes[1].sign], [0, 1]);
    assert!((axes.axes[0].half.norm() / map.per_pixel() - axes.lengths[1]).abs() < 1e-9);
    let row = |count: usize| -> Vec<StationaryPoint> {
        let at = |k: usize| Vec2::new(10.0 * (k as f64 + 0.5) / count as f64, 5.0);
        (0..count).map(|k| point(at(k), 1.0, 2.0, Kind::Minimum)).collect()
    };
    assert!(PrincipalAxes::of(&row(MOST_AXES), &map).is_some());
    assert_eq!(PrincipalAxes::of(&row(MOST_AXES + 1), &map), None);
    let away = point(Vec2::new(20.0, 5.0), 1.0, 2.0, Kind::Minimum);
    assert_eq!(PrincipalAxes::of(&[away], &map), None, "out of view");
    let level = point(Vec2::new(5.0, 5.0), 0.0, 0.0, Kind::DegenerateSaddle);
    assert_eq!(PrincipalAxes::of(&[level], &map), None, "nothing to compare");
}

#[test]
fn the_overlay_in_a_panel() {
    let (width, height) = (168, 147);
    let view = Rect::new(-6.0, 6.0, -6.0, 6.0);
    let (objective, theme) = (registered("himmelblau"), Theme::default());
    let map = PlaneMap::fit(view, f64::from(width), f64::from(height));
    let found = Regions::sample(&*objective, map.visible, 31, 31, WORK);
    let stationary = stationary::find(&*objective, map.visible);
    let axes = PrincipalAxes::of(&stationary.points, &map);
    let picture = |bending| {
        let (text, _) = svg(width, height, |sheet| {
            let ground = Ground::Plane { contours: &[], field: None };
            let backdrop = Backdrop { ground, stationary: &stationary, bounds: None, bending, theme: &theme };
            draw_backdrop(sheet, view, UNIT, &backdrop).expect("it can be drawn")
        });
        text
    };
    let text = picture(Some(Bending { regions: &found, axes: axes.as_ref() }));
    let drawn = elements(&text);
    assert_eq!(lines(&drawn, theme.signs[1], 1.0).len(), hatching(&found, &map).len());
    let marks = signs(&found, &map);
    let plus = marks.iter().filter(|(_, sign)| *sign == PositiveDefinite).count();
    assert_eq!(lines(&drawn, theme.signs[0], 1.5).len(), 2 * plus, "a plus is two strokes");
    assert_eq!(lines(&drawn, theme.signs[2], 1.5).len(), marks.len() - plus, "a minus is one");
    assert_eq!(lines(&drawn, theme.paper, 4.0).len(), found.borders().len());
    // Nothing is drawn beyond the plot.
    let (low, high) = (map.corner, map.corner + map.size);
    let of_overlay = drawn.iter().filter(|e| e.tag == "polyline" && e.length("stroke-width") == 4.5);
    let ends: Vec<Vec2> = of_overlay.flat_map(|e| e.points()).collect();
    assert!(!ends.is_empty());
    assert!(ends.iter().all(|w| (low.x - ROUNDING..=high.x + ROUNDING).contains(&w.x)));
    assert!(ends.iter().all(|w| (low.y - ROUNDING..=high.y + ROUNDING).contains(&w.y)));
    assert_ne!(picture(None), text);
    assert_snapshot("definiteness", width, height, &text);
}

#[test]
fn the_overlay_of_a_curve() {
    let (width, height) = (188, 107);
    let view = Rect::new(-12.0, 12.0, -8.0, 8.0);
    let (objective, theme) = (registered("wave"), Theme::default());
    let found = Regions::sample(&*objective, view, 140, 2, WORK);
    let pieces = curve(&*objective, view.x, 60);
    let (text, _) = svg(width, height, |sheet| {
        let bending = Some(Bending { regions: &found, axes: None });
        let ground = Ground::Curve(&pieces);
        let stationary = Found::default();
        let backdrop = Backdrop { ground, stationary: &stationary, bounds: None, bending, theme: &theme };
        draw_backdrop(sheet, view, UNIT, &backdrop).expect("it can be drawn")
    });
    let drawn = elements(&text);
    for (color, sign) in [(theme.signs[0], PositiveDefinite), (theme.signs[2], NegativeDefinite)] {
        let bands = found.bands().iter().filter(|(_, found)| *found == sign).count();
        assert_eq!(drawn.iter().filter(|e| e.tag == "rect" && e.is_filled(color)).count(), bands);
    }
    assert_eq!(lines(&drawn, theme.ink, 2.0).len(), found.bands().len() - 1, "a line between neighbours");
    assert_snapshot("definiteness-curve", width, height, &text);
}

#[test]
fn borders_that_cross_are_where_both_eigenvalues_change_sign() {
    // sin x cos y has the eigenvalues −sin(x + y) and −sin(x − y): its borders are straight lines that cross.
    let borders = regions(&*typed("sin(x) * cos(y)")).borders();
    assert!(borders.iter().flatten().count() > 200);
    for Vec2 { x, y } in borders.iter().flatten() {
        // To the nearest line along an axis; a fifth of a cell of 0.05, for where lines cross the cell has both.
        let nearest = (x + y).sin().abs().min((x - y).sin().abs());
        assert!(nearest < 0.01, "{nearest} at ({x}, {y})");
    }
}
