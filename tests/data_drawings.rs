//! The data's panel as accepted SVG texts, and what must be true of it whatever its looks.
//!
//! `STEEPEST_BLESS=1 cargo test --test data_drawings` accepts the present looks; look at the pictures before.

mod support;

use steepest::data::{self, Sample};
use steepest::draw::{
    Clock, Curve, Dot, Model, PathStyle, PlaneMap, Quantity, Theme, ValueAxis, Weight, data_view, draw_axes, draw_band,
    draw_batch, draw_data, draw_model,
};
use steepest::linear::Vec2;
use steepest::parameter::{Given, Setting, Settings};
use support::svg::{ROUNDING, UNIT, assert_at, assert_snapshot, elements, lines, svg};

const PANEL: (u32, u32) = (248, 200);

fn sample(key: &str, given: &[(&str, f64)]) -> Sample {
    let entry = data::find(key).expect("a registered model");
    let given: Given = given.iter().map(|(key, value)| (key.to_string(), Setting::Number(*value))).collect();
    let settings = Settings::resolve(key, &Sample::parameters(entry, true), &given).expect("good settings");
    Sample::new(entry, &settings, None).expect("good data")
}

/// The panel of a sample with a model of each contender at its `places`, and the batch of the first three points.
fn panel(sample: &Sample, places: &[Vec2]) -> (String, PlaneMap) {
    let (theme, dots) = (Theme::default(), Dot::all(sample));
    svg(PANEL.0, PANEL.1, |sheet| {
        let map = draw_data(sheet, UNIT, data_view(&dots), &dots, &theme).expect("it can be drawn");
        let batch: Vec<Dot> = sample.training[..3].iter().map(|row| Dot::of(sample, *row, false)).collect();
        draw_batch(sheet, &map, UNIT, &batch, theme.contender(0)).expect("it can be drawn");
        for (k, w) in places.iter().enumerate() {
            let style = PathStyle { color: theme.contender(k), dash: None, weight: Weight::Bold };
            let model = Model::of(sample, *w, map.visible.x, 24);
            draw_model(sheet, &map, UNIT, &model, style).expect("it can be drawn");
        }
        map
    })
}

#[test]
fn a_line_goes_through_its_points_and_the_batch_is_ringed() {
    let sample = sample("linear_regression", &[("n", 12.0), ("holdout", 0.25)]);
    let (text, map) = panel(&sample, &[Vec2::new(2.0, -1.0)]);
    let (drawn, theme) = (elements(&text), Theme::default());
    let circles =
        |f: &dyn Fn(&support::svg::Element) -> bool| drawn.iter().filter(|e| e.tag == "circle" && f(e)).count();
    assert_eq!(circles(&|e| e.is_filled(theme.ink)), 9, "a disc for each point that updates see");
    assert_eq!(circles(&|e| e.is_stroked(theme.ink)), 3, "a ring for each that is held out");
    assert_eq!(circles(&|e| e.is_stroked(theme.contender(0))), 3, "and one around each of the batch");
    let model = lines(&drawn, theme.contender(0), 2.0);
    let points: Vec<Vec2> = model.iter().flat_map(|line| line.points()).collect();
    for point in [points[0], points[points.len() - 1]] {
        let there = map.to_domain(point);
        // A tenth of a pixel, in units of the axis.
        assert!((there.y - (2.0 * there.x - 1.0)).abs() <= ROUNDING * map.visible.size().y / map.size.y, "{there:?}");
    }
    assert_snapshot("data-line", PANEL.0, PANEL.1, &text);
}

#[test]
fn a_boundary_is_perpendicular_to_its_weights_and_points_into_class_one() {
    let sample = sample("logistic_regression", &[("n", 14.0)]);
    let w = Vec2::new(2.0, -1.0);
    let (text, map) = panel(&sample, &[w]);
    let drawn = elements(&text);
    let pieces = lines(&drawn, Theme::default().contender(0), 2.0);
    assert_eq!(pieces.len(), 2, "the line, and a stroke from it");
    let pixel = map.visible.size() / map.size;
    let tolerance = 3.0 * ROUNDING * pixel.x.max(pixel.y);
    assert!(pieces[0].points().iter().all(|p| map.to_domain(*p).dot(w).abs() <= tolerance * w.norm()));
    let tip = map.to_domain(pieces[1].points()[1]);
    assert!(tip.dot(w) > 0.0, "{tip:?}");
    assert_snapshot("data-boundary", PANEL.0, PANEL.1, &text);
}

#[test]
fn a_place_is_a_disc_among_the_data() {
    let sample = sample("gaussian_trenches", &[("n", 15.0)]);
    let places = [Vec2::new(1.0, 0.5), Vec2::new(-1.0, 0.0), Vec2::new(1e6, 0.0)];
    let (text, map) = panel(&sample, &places);
    let (drawn, theme) = (elements(&text), Theme::default());
    let discs =
        |k: usize| drawn.iter().filter(|e| e.tag == "circle" && e.is_filled(theme.contender(k))).collect::<Vec<_>>();
    for (k, place) in places.iter().enumerate().take(2) {
        let found = discs(k);
        assert_eq!(found.len(), 1);
        assert_at(Vec2::new(found[0].length("cx"), found[0].length("cy")), map.to_pixel(*place));
    }
    assert!(discs(2).is_empty(), "out of view");
    assert_snapshot("data-places", PANEL.0, PANEL.1, &text);
}

#[test]
fn models_that_are_nowhere_draw_nothing_and_fail_nothing() {
    for (key, w) in [
        ("linear_regression", Vec2::new(1e300, -1e300)),
        ("exponential_decay", Vec2::new(1e300, -1e5)),
        ("logistic_regression", Vec2::ZERO),
        ("gaussian_trenches", Vec2::new(f64::MAX, f64::MAX)),
    ] {
        let sample = sample(key, &[("n", 5.0)]);
        panel(&sample, &[w]);
    }
    // One point has a view of its own.
    let one = Dot::all(&sample("linear_regression", &[("n", 1.0)]));
    let view = data_view(&one);
    assert!(view.contains(one[0].at) && view.size().x > 0.0 && view.size().y > 0.0);
}

#[test]
fn very_many_points_are_drawn_in_part() {
    let sample = sample("linear_regression", &[("n", 50_000.0), ("holdout", 0.5)]);
    let dots = Dot::all(&sample);
    assert!((3_000..=4_100).contains(&dots.len()), "{}", dots.len());
    let held = dots.iter().filter(|dot| dot.is_held).count();
    assert!((dots.len() / 2 - 50..=dots.len() / 2 + 50).contains(&held));
}

#[test]
fn a_band_fills_what_lies_between_two_curves() {
    let (low, high) = ([1.0, 0.1, 0.01, f64::NAN, 1e-4], [10.0, 2.0, f64::INFINITY, f64::NAN, 1e-2]);
    let theme = Theme::default();
    let (text, map) = svg(PANEL.0, PANEL.1, |sheet| {
        let all = [&low[..], &high[..]].into_iter();
        let axis = Quantity::Loss(ValueAxis::Logarithmic { floor: 0.0 });
        let map = draw_axes(sheet, UNIT, all, Clock::steps(4), axis, &theme).expect("it can be drawn");
        draw_band(sheet, &map, UNIT, [Curve::steps(&low), Curve::steps(&high)], theme.contender(0))
            .expect("it can be drawn");
        map
    });
    let drawn = elements(&text);
    let bands: Vec<_> = drawn.iter().filter(|e| e.tag == "polygon" && e.is_filled(theme.contender(0))).collect();
    assert_eq!(bands.len(), 1);
    assert!(map.visible.y[0] <= -4.0);
    assert_snapshot("chart-band", PANEL.0, PANEL.1, &text);
}
