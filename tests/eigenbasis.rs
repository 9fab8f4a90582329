//! The pictures of theory as accepted SVG texts, and what must be true of them whatever their looks.
//!
//! `STEEPEST_BLESS=1 cargo test --test eigenbasis` accepts the present looks; look at the pictures before.

mod support;

use steepest::draw::{ChartMap, EigenMap, Eigenbasis, ModeCurve, Theme, draw_eigenbasis, draw_modes, eigen_map};
use steepest::explain::Quadratic;
use steepest::linear::Vec2;
use steepest::objective::Levels;
use steepest::run::descend;
use support::contenders::{build, momentum};
use support::surfaces::Quadratic as Bowl;
use support::svg::{Element, ROUNDING, UNIT, assert_at, assert_snapshot, elements, lines, svg, tick_texts};

const PICTURE: (u32, u32) = (128, 107);

const CHART: (u32, u32) = (320, 160);

const HEAD: usize = 12;

/// diag(1, 25), turned: of which nothing is to be seen.
const TURNED: Bowl = Bowl { first: 1.0, second: 25.0, angle: 0.5 };

/// The picture of a run from `start` with the head at step 12, its map, and the path.
fn picture(start: Vec2) -> (String, EigenMap, Vec<Vec2>) {
    let (theme, quadratic) = (Theme::default(), Quadratic::at(&TURNED, 0.0, start).expect("finite"));
    let run = descend(&TURNED, build("gradient_descent", &[]), 0.072, start, 30, 1e-3);
    let path: Vec<Vec2> = run.points.iter().map(|w| quadratic.coordinates(*w)).collect();
    let (text, map) = svg(PICTURE.0, PICTURE.1, |sheet| {
        let map = eigen_map(sheet, UNIT, &path);
        let shown = Eigenbasis {
            value: &|z| quadratic.value(z),
            levels: Levels::Logarithmic,
            stationary: quadratic.stationary(),
            path: &path,
            head: HEAD,
            color: theme.contender(1),
            ratio: None,
            theme: &theme,
        };
        draw_eigenbasis(sheet, UNIT, &map, &shown).expect("it can be drawn");
        map
    });
    (text, map, path)
}

/// The contours that lie inside the plot as a whole.
fn rings(drawn: &[Element]) -> Vec<Vec<Vec2>> {
    let contours = drawn.iter().filter(|e| e.tag == "polyline" && e.is_stroked(Theme::default().contour));
    contours.map(Element::points).filter(|ring| ring.first() == ring.last()).collect()
}

#[test]
fn along_the_eigenvectors_contours_are_upright_ellipses_and_the_path_zigzags_about_an_axis() {
    let (c, s) = (TURNED.angle.cos(), TURNED.angle.sin());
    let (text, EigenMap { map, stretch }, path) = picture(Vec2::new(2.0 * c - s, 2.0 * s + c));
    let (drawn, theme) = (elements(&text), Theme::default());
    assert_eq!(stretch, 1.0);
    // z is the start turned back, but for the eigenvectors' signs.
    assert!((path[0].abs() - Vec2::new(2.0, 1.0)).norm() < 1e-14, "{:?}", path[0]);
    assert!(path.windows(2).all(|pair| pair[0].x * pair[1].x > 0.0 && pair[0].y * pair[1].y < 0.0));
    let center = map.to_pixel(Vec2::ZERO);
    let rings = rings(&drawn);
    assert!(rings.len() >= 4, "{} rings", rings.len());
    for ring in &rings {
        let ends = |of: fn(&Vec2) -> f64| {
            let values = ring.iter().map(of);
            [values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max)]
        };
        let (x, y) = (ends(|w| w.x), ends(|w| w.y));
        // Half a cell of the grid is a pixel.
        assert!((x[0] + x[1] - 2.0 * center.x).abs() < 2.0 && (y[0] + y[1] - 2.0 * center.y).abs() < 2.0);
        let highest = ring.iter().fold(ring[0], |a, b| if b.y < a.y { *b } else { a });
        assert!((highest.x - center.x).abs() <= 3.0, "an ellipse is not upright: {highest:?}, centre {center:?}");
    }
    let widest =
        rings.iter().map(|ring| ring.iter().map(|w| (w.x - center.x).abs()).fold(0.0, f64::max)).fold(0.0, f64::max);
    let tallest =
        rings.iter().map(|ring| ring.iter().map(|w| (w.y - center.y).abs()).fold(0.0, f64::max)).fold(0.0, f64::max);
    // √(λ₂/λ₁) = 5, to the grid.
    assert!((widest / tallest - 5.0).abs() < 0.8, "{widest} × {tallest}");
    let bold = lines(&drawn, theme.contender(1), 2.0);
    assert_at(bold[0].points()[0], map.to_pixel(path[0]));
    let head = drawn.iter().rfind(|e| e.tag == "circle").expect("a head");
    assert!(head.is_filled(theme.contender(1)));
    assert_at(Vec2::new(head.length("cx"), head.length("cy")), map.to_pixel(path[HEAD]));
    assert_eq!(lines(&drawn, theme.contender(1), 1.0).len(), 1, "what is to come is faint");
    assert_snapshot("eigenbasis", PICTURE.0, PICTURE.1, &text);
}

#[test]
fn where_one_coordinate_is_small_it_is_drawn_larger_and_the_ticks_say_so() {
    let (c, s) = (TURNED.angle.cos(), TURNED.angle.sin());
    let (text, EigenMap { map, stretch }, path) = picture(Vec2::new(2.0 * c - 0.02 * s, 2.0 * s + 0.02 * c));
    let drawn = elements(&text);
    assert!(stretch > 20.0, "{stretch}");
    let bold = lines(&drawn, Theme::default().contender(1), 2.0);
    let points = bold[0].points();
    // Every swing is there, though to the scale across it is far less than a pixel.
    assert_eq!(points.len(), HEAD + 1);
    points.iter().zip(&path).for_each(|(pixel, z)| assert_at(*pixel, map.to_pixel(*z)));
    let texts = tick_texts(&drawn);
    assert!(texts.contains(&"0.02") && texts.contains(&"2"), "{texts:?}");
    assert_snapshot("eigenbasis-stretched", PICTURE.0, PICTURE.1, &text);
}

#[test]
fn the_line_of_theory_lies_on_what_is_measured() {
    let (theme, start) = (Theme::default(), Vec2::new(2.0, 1.0));
    let bowl = Bowl::diagonal(1.0, 25.0);
    let run = descend(&bowl, momentum("notes", 0.5), 0.02, start, 60, 1e-3);
    let sizes: Vec<f64> = run.points.iter().map(|w| w.x.abs()).collect();
    let stiff: Vec<f64> = run.points.iter().map(|w| w.y.abs()).collect();
    // Overdamped: the greater root of σ² − (1.5 − 0.02) σ + 0.5.
    let factor = (1.48 + (1.48_f64 * 1.48 - 2.0).sqrt()) / 2.0;
    let (text, map): (String, ChartMap) = svg(CHART.0, CHART.1, |sheet| {
        let modes = [
            ModeCurve { sizes: &sizes, line: Some((40.0, sizes[40], factor)), color: theme.signs[0] },
            ModeCurve { sizes: &stiff, line: None, color: theme.signs[2] },
        ];
        draw_modes(sheet, UNIT, &modes, 40, &theme).expect("it can be drawn")
    });
    let drawn = elements(&text);
    let y_of = |size: f64| {
        let [low, high] = map.visible.y;
        map.corner.y + (high - size.log10()) / (high - low) * map.size.y
    };
    let dashes = lines(&drawn, theme.ink.towards(theme.signs[0], 0.4), 1.3);
    assert!(dashes.len() > 10, "{} dashes", dashes.len());
    for end in dashes.iter().flat_map(|dash| dash.points()) {
        let t = (end.x - map.corner.x) / map.size.x * 60.0;
        let wanted = y_of(sizes[40]) + (t - 40.0) * (y_of(factor) - y_of(1.0));
        assert!((end.y - wanted).abs() <= 2.0 * ROUNDING, "{end:?}, wanted {wanted}");
    }
    // What is done is bold, and no size farther from the line than the tenth of a pixel up to which points are left out.
    let bold = lines(&drawn, theme.signs[0], 2.0)[0].points();
    assert_at(bold[0], Vec2::new(map.x_of(0), y_of(sizes[0])));
    assert_at(bold[bold.len() - 1], Vec2::new(map.x_of(40), y_of(sizes[40])));
    for (t, size) in sizes[..=40].iter().enumerate() {
        let x = map.x_of(t);
        let ends = bold.windows(2).find(|ends| ends[0].x - ROUNDING <= x && x <= ends[1].x + ROUNDING).expect("a line");
        let height = ends[0].y + (x - ends[0].x) / (ends[1].x - ends[0].x) * (ends[1].y - ends[0].y);
        assert!((height - y_of(*size)).abs() <= 0.1 + 2.0 * ROUNDING, "at {t}: {height}, wanted {}", y_of(*size));
    }
    assert_snapshot("modes", CHART.0, CHART.1, &text);
}
