//! Every drawing of a panel as an accepted SVG text, and what must be true of it whatever its looks.
//!
//! `STEEPEST_BLESS=1 cargo test --test drawings` accepts the present looks; look at the pictures before.

mod support;

use steepest::draw::{
    Backdrop, Color, Grid, Ground, PathStyle, PlaneMap, Scale, Theme, Weight, contours, draw_backdrop, draw_contour,
    draw_path, levels, shade,
};
use steepest::linear::{Mat2, Rect, Vec2};
use steepest::objective::Levels;
use steepest::objective::Objective;
use steepest::run::descend;
use steepest::stationary::{self, Found, Kind, StationaryPoint};
use support::contenders::build;
use support::surfaces::*;
use support::svg::{Element, ROUNDING, UNIT, assert_at, assert_snapshot, elements, lines, svg, tick_texts};

/// Panels of these tests: the plot inside is a square of 200 CSS pixels.
const PANEL: (u32, u32) = (248, 227);

const WAVES_VIEW: Rect = Rect::new(-5.0, 5.0, -5.0, 5.0);

fn waves_backdrop() -> (String, PlaneMap, Found, Vec<Vec<Vec<Vec2>>>) {
    let grid = Grid::sample(&Waves, WAVES_VIEW, 41, 41);
    let lines = contours(&grid, &[-1.5, -0.5, 0.5, 1.5]);
    let found = stationary::find(&Waves, WAVES_VIEW);
    let theme = Theme::default();
    let (text, map) = svg(PANEL.0, PANEL.1, |sheet| {
        let backdrop =
            Backdrop { ground: plain(&lines), stationary: &found, bounds: None, bending: None, theme: &theme };
        draw_backdrop(sheet, WAVES_VIEW, UNIT, &backdrop).expect("it can be drawn")
    });
    (text, map, found, lines)
}

/// Contours on a plain ground.
fn plain(contours: &[Vec<Vec<Vec2>>]) -> Ground<'_> {
    Ground::Plane { contours, field: None }
}

#[test]
fn backdrop_has_its_contours_and_a_marker_for_every_stationary_point() {
    let (text, map, found, lines_drawn) = waves_backdrop();
    let (drawn, theme) = (elements(&text), Theme::default());
    let rings = |level: usize| lines_drawn[level].iter().filter(|line| line.first() == line.last()).count();
    assert_eq!([rings(0), rings(3)], [4, 1], "one ring around every minimum and the maximum");
    let contour_lines = drawn.iter().filter(|e| e.tag == "polyline" && e.is_stroked(theme.contour)).count();
    assert_eq!(contour_lines, lines_drawn.iter().map(Vec::len).sum::<usize>());
    // A disc for each minimum, a triangle for the maximum, and for each saddle a cross of two bars.
    let count = |kind| found.points.iter().filter(|point| point.kind == kind).count();
    assert_eq!([count(Kind::Minimum), count(Kind::Maximum), count(Kind::Saddle)], [4, 1, 4]);
    let discs: Vec<_> = drawn.iter().filter(|e| e.tag == "circle" && e.is_filled(theme.ink)).collect();
    assert_eq!(discs.len(), 4);
    assert_eq!(drawn.iter().filter(|e| e.tag == "polygon" && e.is_filled(theme.ink)).count(), 1);
    assert_eq!(lines(&drawn, theme.ink, 2.0).len(), 8);
    for disc in discs {
        let at = Vec2::new(disc.length("cx"), disc.length("cy"));
        let nearest = found.points.iter().map(|point| (map.to_pixel(point.at) - at).norm()).fold(f64::MAX, f64::min);
        assert!(nearest <= ROUNDING, "no stationary point at {at:?}");
    }
    assert_snapshot("backdrop", PANEL.0, PANEL.1, &text);
}

#[test]
fn backdrop_ticks_are_round_numbers_with_a_true_minus() {
    let (text, ..) = waves_backdrop();
    let drawn = elements(&text);
    let texts = tick_texts(&drawn);
    let wanted = ["−4", "−2", "0", "2", "4"];
    assert!(texts.windows(5).filter(|run| *run == wanted).count() == 2, "{texts:?}");
}

#[test]
fn markers_tell_six_kinds_apart() {
    let view = Rect::new(0.0, 6.0, 0.0, 2.0);
    let kinds = [
        (Kind::Minimum, 1.0, 4.0),
        (Kind::Maximum, -4.0, -1.0),
        (Kind::Saddle, -1.0, 2.0),
        (Kind::DegenerateMinimum, 0.0, 1.0),
        (Kind::DegenerateMaximum, -1.0, 0.0),
        (Kind::DegenerateSaddle, 0.0, 0.0),
    ];
    let points = kinds.iter().enumerate().map(|(k, &(kind, low, high))| {
        let hessian = Mat2 { xx: (low + high) / 2.0, xy: (high - low) / 2.0, yy: (low + high) / 2.0 };
        let (eigen, definiteness) = (hessian.eigen(), hessian.definiteness());
        StationaryPoint { at: Vec2::new(k as f64 + 0.5, 1.0), loss: 0.0, hessian, eigen, definiteness, kind }
    });
    let found = Found {
        points: points.collect(),
        curve: (0..7).map(|k| Vec2::new(f64::from(k), 0.4)).collect(),
        lines: vec![vec![Vec2::new(0.2, 0.1), Vec2::new(3.0, 0.2), Vec2::new(9.0, 0.1)]],
        marks: vec![Vec2::new(5.5, 0.15)],
        open: vec![Rect::new(0.1, 0.7, 0.5, 5.0), Rect::new(50.0, 60.0, 0.0, 1.0)],
    };
    let theme = Theme::default();
    let (text, map) = svg(320, 120, |sheet| {
        let backdrop = Backdrop { ground: plain(&[]), stationary: &found, bounds: None, bending: None, theme: &theme };
        draw_backdrop(sheet, view, UNIT, &backdrop).expect("it can be drawn")
    });
    let drawn = elements(&text);
    // What is painted around each marker, without colours and places: its shape.
    let shape = |k: usize| {
        let at = map.to_pixel(Vec2::new(k as f64 + 0.5, 1.0));
        let near = |e: &&Element| {
            let center = match e.tag.as_str() {
                "circle" => Vec2::new(e.length("cx"), e.length("cy")),
                _ => e.points().iter().fold(Vec2::ZERO, |sum, w| sum + *w / e.points().len() as f64),
            };
            ["circle", "polyline", "polygon"].contains(&e.tag.as_str()) && (center - at).norm() < 3.0
        };
        let offsets = |e: &Element| e.points().iter().map(|w| format!("{:.0?}", *w - at)).collect::<String>();
        let part = |e: &Element| format!("{} {} {} {}", e.tag, e.attribute("r"), e.attribute("fill"), offsets(e));
        drawn.iter().filter(near).map(part).collect::<Vec<_>>()
    };
    for a in 0..kinds.len() {
        assert!(!shape(a).is_empty(), "nothing is drawn for {:?}", kinds[a].0);
        for b in 0..a {
            assert_ne!(shape(a), shape(b), "{:?} and {:?} look the same", kinds[a].0, kinds[b].0);
        }
    }
    let rings = drawn.iter().filter(|e| e.tag == "circle" && e.is_stroked(theme.ink)).count();
    assert_eq!(rings, 3, "one ring around each degenerate point");
    assert_snapshot("markers", 320, 120, &text);
}

/// The paths of the picture: one that leaves the view and comes back, and three that stay.
fn paths() -> Vec<(Vec<Vec2>, PathStyle)> {
    let theme = Theme::default();
    let gd = |start, rate, steps| {
        let bowl = Quadratic { first: 1.0, second: 12.0, angle: 0.5 };
        descend(&bowl, build("gradient_descent", &[]), rate, start, steps, 1e-3).points
    };
    let style = |index, dash, weight| PathStyle { color: theme.contender(index), dash, weight };
    let leaving = [(-4.0, -4.0), (-2.0, -1.0), (1.0, -4.5), (7.0, -2.0), (3.0, 1.0), (1.0, 0.0)];
    vec![
        (gd(Vec2::new(4.0, 4.0), 0.12, 40), style(1, None, Weight::Faint)),
        (gd(Vec2::new(-4.5, 1.0), 0.12, 40), style(1, None, Weight::Light)),
        (gd(Vec2::new(-1.0, 4.5), 0.02, 120), style(2, Some((6.0, 4.0)), Weight::Bold)),
        (leaving.into_iter().map(|(x, y)| Vec2::new(x, y)).collect(), style(0, None, Weight::Bold)),
    ]
}

#[test]
fn paths_begin_and_end_at_their_iterates_and_are_cut_at_the_plots_edge() {
    let (theme, paths) = (Theme::default(), paths());
    let (text, map) = svg(PANEL.0, PANEL.1, |sheet| {
        let backdrop =
            Backdrop { ground: plain(&[]), stationary: &Found::default(), bounds: None, bending: None, theme: &theme };
        let map = draw_backdrop(sheet, WAVES_VIEW, UNIT, &backdrop).expect("it can be drawn");
        for (points, style) in &paths {
            draw_path(sheet, &map, UNIT, points, *style).expect("it can be drawn");
        }
        map
    });
    let drawn = elements(&text);
    let leaving = lines(&drawn, theme.contender(0), 2.0);
    assert_eq!(leaving.len(), 2, "a path that leaves and returns is two lines");
    let (first, last) = (leaving[0].points(), leaving[1].points());
    let right = map.corner.x + map.size.x;
    assert_at(first[0], map.to_pixel(paths[3].0[0]));
    assert_at(last[last.len() - 1], map.to_pixel(paths[3].0[5]));
    assert!((first[first.len() - 1].x - right).abs() <= ROUNDING && (last[0].x - right).abs() <= ROUNDING);
    // Iterates far apart have a dot each, if they are inside.
    let dots = drawn.iter().filter(|e| e.tag == "circle" && e.is_filled(theme.contender(0))).count();
    assert_eq!(dots, 4);
    // The dashes of one colour together are about 6/10 of the line.
    let dashes = lines(&drawn, theme.contender(2), 2.0);
    let length = |points: &[Vec2]| points.windows(2).map(|pair| (pair[1] - pair[0]).norm()).sum::<f64>();
    let whole = length(&paths[2].0.iter().map(|w| map.to_pixel(*w)).collect::<Vec<_>>());
    let share = dashes.iter().map(|dash| length(&dash.points())).sum::<f64>() / whole;
    assert!(dashes.len() > 8 && (0.5..0.7).contains(&share), "{} dashes are {share} of the line", dashes.len());
    // Done steps stand out from further starts, and both from steps to come.
    let opacity = |width| lines(&drawn, theme.contender(1), width)[0].attribute("opacity").to_string();
    assert_eq!([leaving[0].attribute("opacity"), &opacity(1.3), &opacity(1.0)], ["1", "0.7", "0.45"]);
    assert_snapshot("paths", PANEL.0, PANEL.1, &text);
}

#[test]
fn former_runs_are_dotted_and_pinned_ones_dashed() {
    let theme = Theme::default();
    let ends = [Vec2::new(-4.0, 0.0), Vec2::new(4.0, 0.0)];
    for (weight, width, dash, gap) in [(Weight::Former, 1.5, 0.5, 3.5), (Weight::Pinned, 1.3, 6.0, 4.0)] {
        let (text, map) = svg(PANEL.0, PANEL.1, |sheet| {
            let map = PlaneMap::of_sheet(WAVES_VIEW, sheet, UNIT, false);
            let style = PathStyle { color: theme.contender(1), dash: weight.dash(), weight };
            draw_path(sheet, &map, UNIT, &ends, style).expect("it can be drawn");
            map
        });
        let drawn = elements(&text);
        let dashes = lines(&drawn, theme.contender(1), width);
        let long = (map.to_pixel(ends[1]) - map.to_pixel(ends[0])).norm();
        let wanted = long / (dash + gap);
        assert!((dashes.len() as f64 - wanted).abs() <= 1.0, "{} of {wanted} dashes", dashes.len());
        assert!(drawn.iter().all(|e| e.tag != "circle"), "iterates of a run that is gone have no dots");
    }
}

#[test]
fn the_contour_at_the_pointer_goes_through_it() {
    let (theme, pointer) = (Theme::default(), Vec2::new(2.0, 1.0));
    let grid = Grid::sample(&Waves, WAVES_VIEW, 61, 61);
    let through = contours(&grid, &[Waves.value(pointer)]);
    let (text, map) = svg(PANEL.0, PANEL.1, |sheet| {
        let map = PlaneMap::of_sheet(WAVES_VIEW, sheet, UNIT, false);
        draw_contour(sheet, &map, UNIT, &through[0], theme.ink).expect("it can be drawn");
        map
    });
    let drawn = elements(&text);
    let pixel = map.to_pixel(pointer);
    let nearest = drawn.iter().flat_map(Element::points).map(|w| (w - pixel).norm()).fold(f64::INFINITY, f64::min);
    // Points of the line are at most a cell of 200/60 pixels apart.
    assert!(nearest < 200.0 / 60.0, "{nearest} CSS pixels away");
    assert_eq!(lines(&drawn, theme.ink, 1.5).len(), through[0].len());
    assert_snapshot("pointer", PANEL.0, PANEL.1, &text);
}

#[test]
fn shades_follow_the_scale_from_the_lowest_colour_to_the_highest() {
    let theme = Theme::default();
    let bowl = Quadratic::diagonal(1.0, 1.0);
    let view = Rect::new(-1.0, 1.0, -1.0, 1.0);
    let grid = Grid::sample(&bowl, view, 41, 41);
    let scale = Scale::of(&grid, Levels::Linear, Some(0.0)).expect("a bowl has a range");
    let pixels = shade(&grid, Some(&scale), &theme, 41, 41);
    let at = |x: usize, y: usize| Color([0, 1, 2].map(|k| pixels[3 * (y * 41 + x) + k]));
    assert_eq!(at(20, 20), theme.field[0]);
    // A corner pixel's middle lies half a pixel inside the corner.
    let corner = at(0, 0).0.into_iter().zip(theme.field[2].0);
    assert!(corner.clone().all(|(got, wanted)| got.abs_diff(wanted) <= 8), "{:?}", at(0, 0));
    let darkness = |Color(rgb): Color| 765 - rgb.into_iter().map(u32::from).sum::<u32>();
    assert!((20..40).all(|x| darkness(at(x, 20)) <= darkness(at(x + 1, 20))), "not monotone outwards");
    assert!((0..41).all(|k| at(k, 3) == at(40 - k, 3) && at(k, 3) == at(k, 37)), "not symmetric");
}

#[test]
fn contour_levels_of_a_bowl_are_rings_within_one_another() {
    let bowl = Quadratic::diagonal(1.0, 4.0);
    let grid = Grid::sample(&bowl, Rect::new(-2.0, 2.0, -1.0, 1.0), 81, 41);
    let scale = Scale::of(&grid, Levels::Logarithmic, Some(0.0)).expect("a bowl has a range");
    let levels = levels(&scale);
    let inside: Vec<_> = levels.iter().filter(|level| **level < 2.0).collect();
    let lines = contours(&grid, &levels);
    assert!(inside.len() >= 4);
    for (level, lines) in levels.iter().zip(&lines).take(inside.len()) {
        assert_eq!(lines.len(), 1, "at level {level}");
        assert_eq!(lines[0].first(), lines[0].last(), "at level {level}");
    }
}
