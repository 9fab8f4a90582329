//! Charts of measured quantities, arrows, models and regions as accepted SVG texts, and what must be true of them
//! whatever their looks.
//!
//! `STEEPEST_BLESS=1 cargo test --test lenses` accepts the present looks; look at the pictures before.

mod support;

use steepest::draw::{
    Arrow, Hessians, LocalModel, PathStyle, PlaneMap, Theme, TraceMap, ValueAxis, Weight, draw_arrow, draw_beyond,
    draw_level, draw_local_model, draw_lost, draw_trace, draw_trace_axes, trace_bounds,
};
use steepest::linear::{Mat2, Rect, Vec2};
use steepest::objective::{Curvature, Objective, Slope};
use support::svg::{ROUNDING, UNIT, assert_at, assert_snapshot, elements, lines, svg, tick_texts};

const CHART: (u32, u32) = (320, 150);
const PANEL: (u32, u32) = (240, 220);

/// A ratio that shrinks by a tenth each step, one with a gap, and one that runs away.
fn ratios() -> [Vec<f64>; 3] {
    let geometric = |first: f64, factor: f64| (0..=60).map(|t| first * factor.powi(t)).collect::<Vec<f64>>();
    let mut torn = geometric(0.5, 1.0);
    torn[20..30].fill(f64::NAN);
    [geometric(4.0, 0.9), torn, geometric(0.01, 1.4)]
}

#[test]
fn a_chart_shows_its_lines_their_gaps_a_level_and_where_a_run_was_lost() {
    let theme = Theme::default();
    let scale = ValueAxis::Logarithmic { floor: 0.0 };
    let curves = ratios();
    let y = trace_bounds(scale, curves[..2].iter().flatten().copied());
    let map = TraceMap::new(Rect { x: [0.0, 60.0], y }, scale, f64::from(CHART.0), f64::from(CHART.1));
    let (text, ()) = svg(CHART.0, CHART.1, |sheet| {
        draw_trace_axes(sheet, UNIT, &map, 1.0, &theme).expect("it can be drawn");
        draw_level(sheet, &map, UNIT, 1.0, theme.ink).expect("it can be drawn");
        for (k, values) in curves.iter().enumerate() {
            let style = PathStyle { color: theme.contender(k), dash: None, weight: Weight::Bold };
            let place = |t: usize| Vec2::new(t as f64, values[t]);
            draw_trace([(sheet, style)], &map, UNIT, values.len(), &place).expect("it can be drawn");
        }
        let at = map.pixel_within(Vec2::new(60.0, curves[2][60])).expect("on the axis");
        draw_lost(sheet, UNIT, at, theme.contender(2)).expect("it can be drawn");
    });
    let drawn = elements(&text);
    let bold = |k: usize| lines(&drawn, theme.contender(k), 2.0);
    // A geometric sequence is a straight line on a logarithmic axis.
    let straight = bold(0)[0].points();
    for (t, at) in straight.iter().enumerate() {
        assert_at(*at, map.pixel(Vec2::new(t as f64, (4.0 * 0.9_f64.powi(t as i32)).log10())));
    }
    assert_eq!(bold(1).len(), 2, "a gap tears a line in two");
    // What runs away leaves at the upper edge and is marked there: a line and the two strokes of a cross.
    let away = bold(2);
    assert_eq!(away.len(), 3);
    let top = map.corner.y;
    assert!(away[0].points().iter().all(|at| at.y >= top - ROUNDING));
    let cross: Vec<Vec2> = away[1..].iter().flat_map(|stroke| stroke.points()).collect();
    let middle = cross.iter().fold(Vec2::ZERO, |sum, at| sum + *at) / 4.0;
    assert_at(middle, Vec2::new(map.corner.x + map.size.x, top));
    let level = lines(&drawn, theme.ink, 1.5);
    assert_at(level[0].points()[0], map.pixel(Vec2::new(0.0, 0.0)));
    assert_snapshot("chart-measured", CHART.0, CHART.1, &text);
}

#[test]
fn a_logarithmic_axis_that_shows_little_has_numbers_between_the_decades() {
    let theme = Theme::default();
    let scale = ValueAxis::Logarithmic { floor: 0.0 };
    let y = [2.0_f64.log10(), 9.0_f64.log10()];
    let map = TraceMap::new(Rect { x: [0.0, 10.0], y }, scale, f64::from(CHART.0), f64::from(CHART.1));
    let (text, ()) =
        svg(CHART.0, CHART.1, |sheet| draw_trace_axes(sheet, UNIT, &map, 1.0, &theme).expect("it can be drawn"));
    let drawn = elements(&text);
    let texts = tick_texts(&drawn);
    let between = texts
        .iter()
        .filter_map(|text| text.parse::<f64>().ok())
        .filter(|value| (2.0..9.0).contains(value) && value.fract() != 0.0);
    assert!(between.count() >= 3, "{texts:?}");
    let mut different = texts.clone();
    different.sort_unstable();
    different.dedup();
    assert!(different.len() + 1 >= texts.len(), "{texts:?}");
}

/// x² + 2y² + xy, moved away from the middle.
fn quadratic() -> LocalModel {
    let hessian = Mat2 { xx: 2.0, xy: 1.0, yy: 4.0 };
    LocalModel { at: Vec2::new(0.25, -0.5), curvature: Curvature { loss: 1.0, gradient: Vec2::ZERO, hessian } }
}

#[test]
fn the_local_model_has_its_minimum_and_the_contour_through_its_point() {
    let (theme, view) = (Theme::default(), Rect::new(-2.0, 2.0, -2.0, 2.0));
    let at = Vec2::new(-1.0, 0.75);
    let model = LocalModel { at, curvature: quadratic().curvature(at) };
    let map = PlaneMap::fit(view, f64::from(PANEL.0), f64::from(PANEL.1));
    let (text, ()) = svg(PANEL.0, PANEL.1, |sheet| {
        draw_local_model(sheet, &map, UNIT, &model, theme.ink, &theme).expect("it can be drawn");
    });
    let drawn = elements(&text);
    let rings: Vec<_> =
        drawn.iter().filter(|element| element.tag == "circle" && element.is_stroked(theme.ink)).collect();
    assert_at(Vec2::new(rings[0].length("cx"), rings[0].length("cy")), map.to_pixel(quadratic().at));
    let own = lines(&drawn, theme.ink, 2.0);
    assert!(!own.is_empty());
    let loss = model.curvature.loss;
    for place in own.iter().flat_map(|line| line.points()) {
        // Linear between points of the grid: its error there is a tenth of a percent of the range.
        let value = quadratic().value(map.to_domain(place));
        assert!((value - loss).abs() <= 0.03, "{value}, not {loss}");
    }
    assert_snapshot("lens-model", PANEL.0, PANEL.1, &text);
}

#[test]
fn an_arrow_goes_from_place_to_place_and_is_cut_off_at_the_edge() {
    let (theme, view) = (Theme::default(), Rect::new(-2.0, 2.0, -2.0, 2.0));
    let map = PlaneMap::fit(view, f64::from(PANEL.0), f64::from(PANEL.1));
    let arrow = Arrow { color: theme.contender(1), width: 3.0, dash: None };
    let (from, to) = (Vec2::new(-1.0, -1.0), Vec2::new(0.5, 1.25));
    let (text, ()) = svg(PANEL.0, PANEL.1, |sheet| {
        draw_arrow(sheet, &map, UNIT, [from, to], arrow, &theme).expect("it can be drawn");
        draw_arrow(sheet, &map, UNIT, [from, Vec2::new(-1.0, 1e9)], Arrow { width: 1.0, ..arrow }, &theme)
            .expect("it can be drawn");
        draw_arrow(sheet, &map, UNIT, [from, from], arrow, &theme).expect("nothing to draw");
    });
    let drawn = elements(&text);
    let bold = lines(&drawn, arrow.color, 3.0);
    let shaft = bold[0].points();
    assert_at(shaft[0], map.to_pixel(from));
    assert_at(shaft[1], map.to_pixel(to));
    let barbs = bold[1].points();
    assert_at(barbs[1], map.to_pixel(to));
    assert_eq!(bold.len(), 2, "an arrow without length is none");
    let far = lines(&drawn, arrow.color, 1.0)[0].points();
    assert_at(far[1], map.to_pixel(Vec2::new(-1.0, map.visible.y[1])));
    assert_snapshot("lens-arrow", PANEL.0, PANEL.1, &text);
}

/// x⁴/12 + y²/2: λ = x² and 1.
struct Quartic;

impl Objective for Quartic {
    fn value(&self, Vec2 { x, y }: Vec2) -> f64 {
        x.powi(4) / 12.0 + y * y / 2.0
    }

    fn slope(&self, w: Vec2) -> Slope {
        Slope { loss: self.value(w), gradient: Vec2::new(w.x.powi(3) / 3.0, w.y) }
    }

    fn curvature(&self, w: Vec2) -> Curvature {
        let Slope { loss, gradient } = self.slope(w);
        Curvature { loss, gradient, hessian: Mat2 { xx: w.x * w.x, xy: 0.0, yy: 1.0 } }
    }

    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        xs.iter().zip(out).for_each(|(x, out)| *out = self.value(Vec2::new(*x, y)));
    }
}

#[test]
fn the_unstable_region_is_where_the_sharpness_exceeds_the_limit() {
    let (theme, view) = (Theme::default(), Rect::new(-2.0, 2.0, -2.0, 2.0));
    let map = PlaneMap::fit(view, f64::from(PANEL.0), f64::from(PANEL.1));
    // At the limit 2.25 that is |x| > 1.5.
    let ratios = Hessians::sample(&Quartic, map.visible, 64).ratios(&|hessian| hessian.eigen().values[1] / 2.25);
    let color = theme.contender(0);
    let (text, share) =
        svg(PANEL.0, PANEL.1, |sheet| draw_beyond(sheet, &map, UNIT, &ratios, color).expect("it can be drawn"));
    let wanted = 1.0 - 3.0 / (map.visible.x[1] - map.visible.x[0]);
    assert!((share - wanted).abs() <= 0.02, "{share}, not {wanted}");
    let drawn = elements(&text);
    let border = lines(&drawn, color, 1.5);
    assert_eq!(border.len(), 2);
    for place in border.iter().flat_map(|line| line.points()) {
        assert!((map.to_domain(place).x.abs() - 1.5).abs() <= 0.01);
    }
    for place in lines(&drawn, color, 1.0).iter().flat_map(|line| line.points()) {
        assert!(map.to_domain(place).x.abs() >= 1.5 - 0.03);
    }
    assert_snapshot("lens-region", PANEL.0, PANEL.1, &text);
}
