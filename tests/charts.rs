//! Every chart as an accepted SVG text, and what must be true of it whatever its looks.
//!
//! `STEEPEST_BLESS=1 cargo test --test charts` accepts the present looks; look at the pictures before.

mod support;

use steepest::draw::{
    ChartMap, Clock, Curve, PathStyle, Quantity, Theme, ValueAxis, Weight, draw_axes, draw_curve, draw_sparkline,
};
use steepest::experiment::{Contender, Stage};
use steepest::linear::Vec2;
use steepest::parameter::Setting;
use support::svg::{Element, ROUNDING, UNIT, assert_at, assert_snapshot, elements, lines, svg};

const CHART: (u32, u32) = (320, 160);

/// Losses 1/2 · 0.9²ᵗ and three others; the last leaves every chart upwards.
fn losses() -> Vec<Vec<f64>> {
    let geometric = |first: f64, factor: f64| (0..=100).map(|t| first * factor.powi(t)).collect();
    let swinging = (0..=100).map(|t| 2.0 * 0.97_f64.powi(t) * (1.1 + (f64::from(t) * 0.7).cos())).collect();
    vec![geometric(4.0, 0.81), swinging, geometric(4.0, 1.3)]
}

fn chart(axis: ValueAxis) -> (String, ChartMap) {
    let (theme, losses) = (Theme::default(), losses());
    svg(CHART.0, CHART.1, |sheet| {
        let all = losses.iter().map(|losses| &losses[..]);
        let map =
            draw_axes(sheet, UNIT, all, Clock::steps(100), Quantity::Loss(axis), &theme).expect("it can be drawn");
        for (index, losses) in losses.iter().enumerate() {
            let dash = [None, Some((6.0, 4.0)), None][index];
            let style = PathStyle { color: theme.contender(index), dash, weight: Weight::Bold };
            draw_curve(&[(sheet, style)], &map, UNIT, Curve::steps(losses)).expect("it can be drawn");
        }
        map
    })
}

/// Where `ordinate` is, in CSS pixels from the chart's upper edge.
fn y_of(map: &ChartMap, ordinate: f64) -> f64 {
    let [low, high] = map.visible.y;
    map.corner.y + (high - ordinate) / (high - low) * map.size.y
}

/// Asserts that the line through `points` passes `place`: up to rounding, and to a tenth of a CSS pixel, which may be
/// left out.
#[track_caller]
fn assert_passes(points: &[Vec2], place: Vec2) {
    let apart = |pair: &[Vec2]| {
        let (along, to) = (pair[1] - pair[0], place - pair[0]);
        (to - (to.dot(along) / along.dot(along)).clamp(0.0, 1.0) * along).norm()
    };
    let nearest = points.windows(2).map(apart).fold(f64::INFINITY, f64::min);
    assert!(nearest <= ROUNDING + 0.1, "{place:?} is {nearest} CSS pixels from the line");
}

#[test]
fn a_logarithmic_chart_shows_a_geometric_loss_as_a_straight_line() {
    let (text, map) = chart(ValueAxis::Logarithmic { floor: 0.0 });
    let (drawn, theme) = (elements(&text), Theme::default());
    let curve = lines(&drawn, theme.contender(0), 2.0)[0].points();
    assert_at(curve[0], Vec2::new(map.x_of(0), y_of(&map, 4.0_f64.log10())));
    let lowest = curve.iter().map(|w| w.y).fold(0.0, f64::max);
    assert!((lowest - y_of(&map, (4.0 * 0.81_f64.powi(100)).log10())).abs() <= ROUNDING, "{lowest}");
    for t in 0..=100 {
        assert_passes(&curve, Vec2::new(map.x_of(t), y_of(&map, (4.0 * 0.81_f64.powi(t as i32)).log10())));
    }
    // What is beyond the axis is marked at its edge.
    assert_at(map.pixel_within(7.0, 4.0), Vec2::new(map.x_of(7), y_of(&map, 4.0_f64.log10())));
    assert_at(map.pixel_within(7.0, 1e300), Vec2::new(map.x_of(7), map.corner.y));
    assert_at(map.pixel_within(7.0, f64::INFINITY), Vec2::new(map.x_of(7), map.corner.y));
    assert_snapshot("chart-logarithmic", CHART.0, CHART.1, &text);
}

#[test]
fn a_diverging_curve_leaves_the_chart_at_its_upper_edge() {
    for axis in [ValueAxis::Linear, ValueAxis::Logarithmic { floor: 0.0 }] {
        let (text, map) = chart(axis);
        let drawn = elements(&text);
        let curves = lines(&drawn, Theme::default().contender(2), 2.0);
        assert_eq!(curves.len(), 1);
        let points = curves[0].points();
        assert!(points.iter().all(|w| w.y >= map.corner.y - ROUNDING), "it is drawn above the plot");
        let end = points[points.len() - 1];
        assert!((end.y - map.corner.y).abs() <= ROUNDING && end.x < map.corner.x + map.size.x / 2.0, "{end:?}");
    }
}

#[test]
fn a_run_that_swings_far_above_its_start_is_in_view_and_one_that_grows_on_is_not() {
    // Swings at 12.7 from 0.3 on, a spike, one that grows a hundredfold in its second half, and one that is lost.
    let swinging: Vec<f64> = (0..=100).map(|t| if t < 20 { 0.3 * 1.2_f64.powi(t) } else { 12.7 }).collect();
    let spike: Vec<f64> = (0..=100).map(|t| if t == 80 { 5e3 } else { 0.3 }).collect();
    let growing: Vec<f64> = (0..=100).map(|t| 0.3 * 1.2_f64.powi(t)).collect();
    let lost = vec![0.3, 1e100, f64::INFINITY, f64::NAN];
    let hardly_known: Vec<f64> =
        swinging.iter().enumerate().map(|(t, l)| if t % 10 == 5 { *l } else { f64::NAN }).collect();
    let top = |curves: &[&[f64]], axis| {
        let map = ChartMap::fit(curves.iter().copied(), Clock::steps(100), Quantity::Loss(axis), 320.0, 160.0);
        map.visible.y[1]
    };
    let logarithmic = ValueAxis::Logarithmic { floor: 0.0 };
    assert_eq!(top(&[&swinging], logarithmic), 2.0);
    assert!((top(&[&swinging], ValueAxis::Linear) - (12.7 + 0.1 * 12.4)).abs() < 1e-9);
    assert_eq!(top(&[&hardly_known], logarithmic), 2.0);
    assert_eq!(top(&[&spike], logarithmic), 4.0);
    for curves in [&[&growing[..]][..], &[&lost], &[&growing, &lost]] {
        assert_eq!(top(curves, logarithmic), 0.0);
    }
    assert_eq!(top(&[&swinging, &growing], logarithmic), 2.0);
}

#[test]
fn a_linear_chart_reaches_a_tenth_beyond_the_greatest_start() {
    let (text, map) = chart(ValueAxis::Linear);
    let (drawn, theme) = (elements(&text), Theme::default());
    let lowest = losses().iter().flatten().copied().fold(f64::INFINITY, f64::min);
    let greatest_start = losses().iter().map(|losses| losses[0]).fold(0.0, f64::max);
    assert!((map.visible.y[1] - greatest_start - 0.1 * (greatest_start - lowest)).abs() < 1e-12);
    let curve = lines(&drawn, theme.contender(0), 2.0)[0].points();
    for (t, loss) in losses()[0].iter().enumerate() {
        assert_passes(&curve, Vec2::new(map.x_of(t), y_of(&map, *loss)));
    }
    assert_snapshot("chart-linear", CHART.0, CHART.1, &text);
}

#[test]
fn ticks_of_a_chart_do_not_run_into_one_another() {
    for axis in [ValueAxis::Linear, ValueAxis::Logarithmic { floor: 0.0 }] {
        let (text, map) = chart(axis);
        let drawn = elements(&text);
        let beside = drawn.iter().filter(|e| e.tag == "text" && !e.text.is_empty() && e.length("x") < map.corner.x);
        let mut heights: Vec<f64> = beside.map(|e| e.length("y")).collect();
        heights.sort_by(f64::total_cmp);
        assert!(heights.len() >= 3, "{axis:?} has {} labels", heights.len());
        assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= 11.0), "{axis:?}: {heights:?}");
    }
}

#[test]
fn ticks_of_a_flat_loss_differ_and_have_room() {
    for loss in [-3.0, 0.0, 0.1, 1e-7, std::f64::consts::PI, 7e9] {
        for slope in [0.0, 1e-13, 1e-9] {
            let losses: Vec<f64> = (0..=20).map(|t| loss - slope * f64::from(t)).collect();
            let (text, map) = svg(CHART.0, CHART.1, |sheet| {
                let all = std::iter::once(&losses[..]);
                draw_axes(sheet, UNIT, all, Clock::steps(20), Quantity::Loss(ValueAxis::Linear), &Theme::default())
                    .expect("drawn")
            });
            let drawn = elements(&text);
            let beside = drawn.iter().filter(|e| e.tag == "text" && !e.text.is_empty() && e.length("x") < map.corner.x);
            let texts: Vec<&str> = beside.map(|e| &*e.text).collect();
            let different: std::collections::BTreeSet<_> = texts.iter().collect();
            assert_eq!(different.len(), texts.len(), "{loss}, {slope}: {texts:?}");
            let widest = texts.iter().map(|text| text.chars().count()).max().expect("an axis has ticks");
            assert!(widest as f64 * 6.5 <= map.corner.x, "{loss}, {slope}: {texts:?}");
        }
    }
}

#[test]
fn a_loss_at_the_floor_runs_along_the_bottom() {
    let theme = Theme::default();
    let losses: Vec<f64> = (0..=20).map(|t| if t < 10 { 10.0_f64.powi(-t) } else { 0.0 }).collect();
    let (text, map) = svg(CHART.0, CHART.1, |sheet| {
        let axis = ValueAxis::Logarithmic { floor: 0.0 };
        let map = draw_axes(sheet, UNIT, std::iter::once(&losses[..]), Clock::steps(20), Quantity::Loss(axis), &theme)
            .expect("it can be drawn");
        let style = PathStyle { color: theme.contender(0), dash: None, weight: Weight::Bold };
        draw_curve(&[(sheet, style)], &map, UNIT, Curve::steps(&losses)).expect("it can be drawn");
        map
    });
    let drawn = elements(&text);
    let curve = lines(&drawn, theme.contender(0), 2.0)[0].points();
    assert_at(curve[curve.len() - 1], Vec2::new(map.x_of(20), map.corner.y + map.size.y));
}

/// The rates of `schedule` from 0.1, for 200 steps, with its defaults but for the numbers given.
fn rates(schedule: &str, numbers: &[(&str, f64)]) -> Vec<f64> {
    let parameters = numbers.iter().map(|(key, value)| (key.to_string(), Setting::Number(*value))).collect();
    let stage = Stage { schedule: schedule.into(), parameters, after: None };
    let contender = Contender { schedule: vec![stage], ..Contender::new("adam", 0.1) };
    let stages = contender.resolve_schedule(0).expect("a good schedule");
    let mut tempo = contender.tempo(0.1, &stages, None);
    (0..200).map(|t| tempo.pace(t, 0.0).rate).collect()
}

/// One cycle, a polynomial that ends at zero, and a constant rate.
fn rate_chart(axis: ValueAxis) -> (String, ChartMap, [Vec<f64>; 3]) {
    let theme = Theme::default();
    let constant = rates("step", &[("gamma", 1.0)]);
    let curves =
        [rates("one_cycle", &[("total_steps", 200.0)]), rates("polynomial", &[("total_iters", 100.0)]), constant];
    let (text, map) = svg(CHART.0, CHART.1, |sheet| {
        let all = curves.iter().map(|rates| &rates[..]);
        let map =
            draw_axes(sheet, UNIT, all, Clock::steps(200), Quantity::Rate(axis), &theme).expect("it can be drawn");
        for (index, rates) in curves.iter().enumerate() {
            let style = PathStyle { color: theme.contender(index), dash: None, weight: Weight::Bold };
            draw_curve(&[(sheet, style)], &map, UNIT, Curve::steps(rates)).expect("it can be drawn");
        }
        map
    });
    (text, map, curves)
}

#[test]
fn a_linear_chart_of_rates_begins_at_zero_and_holds_the_greatest() {
    let (text, map, curves) = rate_chart(ValueAxis::Linear);
    let (drawn, theme) = (elements(&text), Theme::default());
    assert_eq!(map.quantity, Quantity::Rate(ValueAxis::Linear));
    assert_eq!(map.visible.y[0], 0.0);
    for (index, rates) in curves.iter().enumerate() {
        let curve = lines(&drawn, theme.contender(index), 2.0)[0].points();
        for (t, rate) in rates.iter().enumerate() {
            assert_passes(&curve, Vec2::new(map.x_of(t), y_of(&map, *rate)));
        }
        assert!(curve.iter().all(|w| w.y > map.corner.y), "{index} is at the upper edge");
    }
    assert_snapshot("chart-rates-linear", CHART.0, CHART.1, &text);
}

#[test]
fn a_logarithmic_chart_of_rates_shows_factors_as_heights_and_zero_at_the_bottom() {
    let (text, map, curves) = rate_chart(ValueAxis::Logarithmic { floor: 0.0 });
    let (drawn, theme) = (elements(&text), Theme::default());
    let [cycle, polynomial, _] = &curves;
    let curve = lines(&drawn, theme.contender(0), 2.0)[0].points();
    for (t, rate) in cycle.iter().enumerate() {
        assert_passes(&curve, Vec2::new(map.x_of(t), y_of(&map, rate.log10())));
    }
    let curve = lines(&drawn, theme.contender(1), 2.0)[0].points();
    let zero = polynomial.iter().position(|rate| *rate == 0.0).expect("it ends at zero");
    let mut at_zero = curve.iter().filter(|w| w.x >= map.x_of(zero) - ROUNDING).peekable();
    assert!(at_zero.peek().is_some() && at_zero.all(|w| (w.y - map.corner.y - map.size.y).abs() <= ROUNDING));
    // From 0.1 / (25 · 10000) to 0.1, in whole decades and with room above.
    assert_eq!(map.visible.y, [-7.0, 0.0]);
    assert_snapshot("chart-rates-logarithmic", CHART.0, CHART.1, &text);
}

/// A card's room for a curve.
const CARD: (u32, u32) = (240, 36);

#[test]
fn a_sparkline_rises_from_zero_to_its_greatest_rate_and_carries_the_playhead() {
    let color = Theme::default().contender(0);
    let rates = rates("one_cycle", &[("total_steps", 200.0), ("pct_start", 0.25)]);
    let (text, ()) = svg(CARD.0, CARD.1, |sheet| {
        draw_sparkline(sheet, UNIT, &rates, color, Some(120)).expect("it can be drawn");
    });
    let drawn = elements(&text);
    let (whole, done) = (lines(&drawn, color, 1.0)[0].points(), lines(&drawn, color, 1.5)[0].points());
    assert_eq!([whole.len(), done.len()], [200, 121]);
    let (left, right, top, bottom) = (3.0, 237.0, 3.0, 33.0);
    let at = |t: usize| Vec2::new(left + (right - left) * t as f64 / 199.0, bottom - (bottom - top) * rates[t] / 0.1);
    for (t, w) in whole.iter().enumerate() {
        assert_at(*w, at(t));
    }
    // The peak is at step p T − 1.
    assert_at(done[49], Vec2::new(at(49).x, top));
    assert_at(whole[199], Vec2::new(right, bottom));
    let dots: Vec<_> = drawn.iter().filter(|e| e.tag == "circle" && e.is_filled(color)).collect();
    assert_eq!(dots.len(), 1);
    assert_at(Vec2::new(dots[0].length("cx"), dots[0].length("cy")), at(120));
    assert_snapshot("sparkline", CARD.0, CARD.1, &text);
}

#[test]
fn a_sparkline_of_any_rates_stays_on_its_card() {
    let color = Theme::default().contender(1);
    let draw = |rates: &[f64], playhead| {
        let (text, ()) = svg(CARD.0, CARD.1, |sheet| {
            draw_sparkline(sheet, UNIT, rates, color, playhead).expect("it can be drawn");
        });
        elements(&text)
    };
    assert!(lines(&draw(&[], Some(3)), color, 1.5).is_empty());
    let inside = |w: Vec2| 0.0 <= w.x && w.x <= 240.0 && 0.0 <= w.y && w.y <= 36.0;
    let long: Vec<f64> = (0..100_000).map(|t| 1e-3 / f64::from(1 + t)).collect();
    for rates in [&[0.1][..], &[0.0; 5], &[1e300, 0.0], &long] {
        for playhead in [None, Some(0), Some(usize::MAX)] {
            let drawn = draw(rates, playhead);
            let points: Vec<Vec2> = drawn.iter().flat_map(Element::points).collect();
            assert!(points.len() < 10_000 && points.into_iter().all(inside), "{} rates", rates.len());
        }
    }
    // Without a playhead the whole curve stands out, and no dot does.
    let drawn = draw(&[0.1, 0.2, 0.1], None);
    assert_eq!([lines(&drawn, color, 1.5)[0].points().len(), lines(&drawn, color, 1.0).len()], [3, 0]);
    assert!(drawn.iter().all(|e| e.tag != "circle"));
}
