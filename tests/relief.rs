//! The relief: what is seen from where, what hides what, what is draped on it, and the picture.
//!
//! `STEEPEST_BLESS=1 cargo test --test relief` accepts the present looks; look at the picture before.

mod support;

use std::sync::Arc;

use plotters::backend::SVGBackend;
use steepest::draw::{
    Camera, Cast, Color, Grid, Mesh, PathStyle, Projection, Relief, Scale, Sheet, Theme, Weight, draw_cast,
    draw_relief, face_colors, levels,
};
use steepest::experiment::Landscape;
use steepest::linear::{Rect, Vec2};
use steepest::objective::{Levels, Objective};
use steepest::random::Stream;
use steepest::stationary::{self, Found};
use support::svg::{Element, ROUNDING, UNIT, assert_at, assert_snapshot, elements, lines, svg, tick_texts};

const VIEW: Rect = Rect::new(-2.0, 3.0, -1.5, 2.0);

const SIZE: (u32, u32) = (320, 240);

fn typed(formula: &str) -> Arc<dyn Objective> {
    Landscape::typed(formula).build().expect("a good formula").objective
}

/// Hills and hollows that hide one another.
fn waves() -> Arc<dyn Objective> {
    typed("sin(3*x)*cos(4*y) + 0.2*x*y")
}

fn mesh(objective: &dyn Objective, points: usize) -> (Mesh, Option<Scale>) {
    let grid = Grid::sample(objective, VIEW, points, points);
    let scale = Scale::of(&grid, Levels::Linear, None);
    (Mesh::of(&grid, scale.as_ref()), scale)
}

fn size() -> (f64, f64) {
    (f64::from(SIZE.0), f64::from(SIZE.1))
}

/// `count` cameras from all sides and heights, the same every time.
fn cameras(count: u64) -> impl Iterator<Item = Camera> {
    let chance = Stream::new(11);
    (0..count).map(move |k| {
        let at = |place: u64, low: f64, high: f64| low + (high - low) * chance.fraction(3 * k + place);
        Camera { yaw: at(0, -3.1, 3.1), pitch: at(1, 0.15, 1.5), zoom: at(2, 0.8, 2.0), ..Camera::default() }
    })
}

/// Pixels of the picture, the same every time.
fn pixels((width, height): (f64, f64), count: u64) -> impl Iterator<Item = Vec2> {
    let chance = Stream::new(5);
    (0..count).map(move |k| Vec2::new(width * chance.fraction(2 * k), height * chance.fraction(2 * k + 1)))
}

fn drawn((width, height): (u32, u32), mesh: &Mesh, colors: &[Color], projection: &Projection) -> Vec<Element> {
    let (theme, stationary) = (Theme::default(), Found::default());
    let relief = Relief {
        mesh,
        colors,
        contours: &[],
        scale: None,
        caption: "L",
        stationary: &stationary,
        bounds: None,
        theme: &theme,
    };
    let (text, ()) = svg(width, height, |sheet| draw_relief(sheet, UNIT, projection, &relief).expect("it is drawn"));
    elements(&text)
}

#[test]
fn what_is_picked_is_what_is_projected_there() {
    let (mesh, _) = mesh(&*waves(), 49);
    let (mut picked, mut seen, mut other) = (0, 0, 0);
    for camera in cameras(60) {
        let projection = Projection::of(&camera, mesh.half, size());
        for pixel in pixels(size(), 60) {
            let Some(at) = mesh.pick(pixel, &projection) else { continue };
            assert!((projection.pixel(at) - pixel).norm() < 1e-8, "{camera:?}: {pixel:?}");
            let there = mesh.above(mesh.below(at)).expect("it lies on the surface");
            assert!((there.z - at.z).abs() < 1e-9, "{camera:?}: {at:?} beside {there:?}");
            picked += 1;
        }
        // And the other way: a point that nothing hides is what is picked where it is projected.
        let chance = Stream::new(3);
        for k in 0..60 {
            let t = Vec2::new(chance.fraction(2 * k), chance.fraction(2 * k + 1));
            let w = Vec2::new(VIEW.x[0], VIEW.y[0]) + t * VIEW.size();
            let at = mesh.above(w).expect("it is in view");
            let found = mesh.pick(projection.pixel(at), &projection);
            let is_it = found.is_some_and(|found| (mesh.below(found) - w).norm() < 1e-6);
            let is_hidden = mesh.hides(at, &projection);
            assert!(!(is_hidden && is_it), "{camera:?}: {w:?} is seen");
            (seen, other) = (seen + usize::from(is_it), other + usize::from(!is_hidden && !is_it));
        }
    }
    assert!(picked > 1_000 && seen > 1_500, "{picked} {seen}");
    // What is less than two pixels behind an edge counts as seen.
    assert!(other < 150, "{other} points of 3600 count as seen and are not");
}

/// The share of pixels at which the face painted last is not the one that is in front, nor a neighbour of that.
fn wrong_faces(mesh: &Mesh) -> f64 {
    let cells = mesh.heights.columns - 1;
    // A colour of its own for each cell.
    let colors: Vec<Color> =
        (0..cells * cells).map(|k| Color([(k % cells) as u8 * 4, (k / cells) as u8 * 4, 129])).collect();
    let (mut wrong, mut all) = (0, 0);
    for camera in cameras(24) {
        // As large as on the page.
        let projection = Projection::of(&camera, mesh.half, (900.0, 600.0));
        let drawn = drawn((900, 600), mesh, &colors, &projection);
        let faces: Vec<(Vec<Vec2>, [usize; 2])> = drawn
            .iter()
            .filter(|e| e.tag == "polygon" && e.attribute("fill").ends_with("81"))
            .map(|e| {
                let part = |k: usize| usize::from_str_radix(&e.attribute("fill")[k..k + 2], 16).expect("a colour") / 4;
                (e.points(), [part(1), part(3)])
            })
            .collect();
        for pixel in pixels((900.0, 600.0), 400) {
            let Some(at) = mesh.pick(pixel, &projection) else { continue };
            let t = (mesh.below(at) - Vec2::new(VIEW.x[0], VIEW.y[0])) / VIEW.size();
            let cell = [t.x, t.y].map(|t| ((t * cells as f64) as usize).min(cells - 1));
            let last = faces.iter().rev().find(|(face, _)| is_inside(face, pixel));
            let near = |found: &[usize; 2]| found[0].abs_diff(cell[0]) <= 1 && found[1].abs_diff(cell[1]) <= 1;
            wrong += usize::from(!last.is_some_and(|(_, found)| near(found)));
            all += 1;
        }
    }
    assert!(all > 2_000, "{all}");
    wrong as f64 / all as f64
}

/// Whether a point is inside a polygon, by how often the polygon goes around it.
fn is_inside(polygon: &[Vec2], at: Vec2) -> bool {
    let mut winding = 0;
    for (k, a) in polygon.iter().enumerate() {
        let b = polygon[(k + 1) % polygon.len()];
        let left = (b.x - a.x) * (at.y - a.y) - (b.y - a.y) * (at.x - a.x);
        if a.y <= at.y && b.y > at.y && left > 0.0 {
            winding += 1;
        } else if a.y > at.y && b.y <= at.y && left < 0.0 {
            winding -= 1;
        }
    }
    winding != 0
}

#[test]
fn a_face_that_is_in_front_is_painted_later() {
    // Faces overlap their edges by 0.6 pixels; around a hole that is under its outline.
    let surfaces = [
        ("sin(3*x)*cos(4*y) + 0.2*x*y", 0.002),
        ("exp(-9*((x-0.5)^2 + y^2))", 0.002),
        ("sqrt(x^2 + y^2 - 0.5) + sin(5*x)", 0.005),
    ];
    for (formula, bound) in surfaces {
        let share = wrong_faces(&mesh(&*typed(formula), 64).0);
        assert!(share < bound, "{formula}: {share}");
    }
}

#[test]
fn lines_lie_on_the_surface_and_go_through_their_points() {
    let objective = waves();
    let (mesh, scale) = mesh(&*objective, 97);
    let scale = scale.expect("a range");
    let path: Vec<Vec2> =
        (0..40).map(|k| 0.05 * f64::from(k) * Vec2::new(1.2, 0.6 * libm::sin(f64::from(k)))).collect();
    let pieces = mesh.drape(&path, 0.0, 10_000);
    assert_eq!(pieces.len(), 1);
    for (at, time) in &pieces[0] {
        let (k, t) = (*time as usize, time % 1.0);
        let w = if t == 0.0 { path[k] } else { (1.0 - t) * path[k] + t * path[k + 1] };
        assert!((mesh.below(*at) - w).norm() < 1e-9, "{time}");
        let height = (2.0 * scale.fraction(objective.value(w)) - 1.0) * mesh.half.z;
        // Half the second derivative, up to 16 + 9 of a range of about 3, times the square of half a cell, 0.026.
        assert!((at.z - height).abs() < 0.006, "{time}: {} on {height}", at.z);
    }
    let times: Vec<f64> = pieces[0].iter().map(|(_, time)| *time).collect();
    assert!(times.is_sorted() && (0..40).all(|k| times.contains(&f64::from(k))), "every iterate is there, in order");
    assert!(mesh.drape(&path, 0.0, 60)[0].len() < 150, "and of a long line not much more than wanted");
}

#[test]
fn lines_end_at_the_view_and_at_holes() {
    let (mesh, _) = mesh(&*typed("sqrt(x^2 + y^2 - 0.5)"), 57);
    let across = [Vec2::new(-1.9, 0.01), Vec2::new(9.0, 0.01)];
    let pieces = mesh.drape(&across, 0.0, 1_000);
    assert_eq!(pieces.len(), 2, "one on each side of the hole");
    let end = |piece: usize, last: bool| {
        let piece = &pieces[piece];
        mesh.below(if last { piece[piece.len() - 1].0 } else { piece[0].0 }).x
    };
    // The hole is as large as its cells, 5/56 wide.
    let (rim, cell) = (0.5_f64.sqrt(), 5.0 / 56.0);
    assert!((-rim - cell..=-rim).contains(&end(0, true)) && (rim..=rim + cell).contains(&end(1, false)));
    assert!((end(1, true) - 3.0).abs() < 1e-12);
    assert_eq!(mesh.above(Vec2::ZERO), None);
    assert_eq!(mesh.above(Vec2::new(3.1, 0.0)), None);
}

#[test]
fn a_hole_is_open_outlined_and_hatched() {
    let (mesh, _) = mesh(&*typed("sqrt(x^2 + y^2 - 0.5)"), 29);
    let theme = Theme::default();
    let camera = Camera { pitch: 1.4, ..Camera::default() };
    let projection = Projection::of(&camera, mesh.half, size());
    let drawn = drawn(SIZE, &mesh, &face_colors(&mesh, &theme), &projection);
    let at = |w: Vec2| {
        let t = (w - Vec2::new(VIEW.x[0], VIEW.y[0])) / VIEW.size();
        let floor = mesh.boxed(28.0 * t, 0.3);
        projection.pixel(floor)
    };
    let is_covered = |w: Vec2| drawn.iter().any(|e| e.tag == "polygon" && is_inside(&e.points(), at(w)));
    assert!(!is_covered(Vec2::ZERO) && is_covered(Vec2::new(2.0, 1.0)));
    assert!(lines(&drawn, theme.faint, 1.0).len() > 6, "hatched");
    assert!(lines(&drawn, theme.ink, 1.3).len() > 12, "outlined");
    assert_eq!(mesh.pick(at(Vec2::ZERO), &projection), None);
}

#[test]
fn a_hill_hides_what_is_behind_it_and_nothing_else() {
    // Seen from the side of the least y, a ridge along x at y = 0.
    let (mesh, _) = mesh(&*typed("exp(-12*y^2) * (1 - 0.3*x)"), 81);
    let camera = Camera { yaw: 0.0, pitch: 0.25, ..Camera::default() };
    let projection = Projection::of(&camera, mesh.half, size());
    let hidden = |y: f64| mesh.hides(mesh.above(Vec2::new(-1.0, y)).expect("in view"), &projection);
    assert!(!hidden(-1.2) && !hidden(-0.3) && !hidden(0.0) && hidden(0.3) && hidden(0.9));
    let across = [Vec2::new(-1.0, -1.4), Vec2::new(-1.0, 1.9)];
    let cast = Cast::of(&mesh.drape(&across, 0.0, 1_000), &mesh, &projection, None);
    let drawn = cast.points();
    assert_eq!(drawn.len(), 1, "it does not come out again");
    let top = projection.pixel(mesh.above(Vec2::new(-1.0, 0.0)).expect("in view"));
    let last = drawn[0][drawn[0].len() - 1];
    assert!((last - top).norm() < 3.0, "it goes behind the ridge at {last:?}, not {top:?}");
    let above = Projection::of(&Camera { pitch: 1.5, ..camera }, mesh.half, size());
    assert!(!mesh.hides(mesh.above(Vec2::new(-1.0, 0.3)).expect("in view"), &above));
}

#[test]
fn at_rest_and_while_it_is_turned_it_is_one_surface() {
    let (fine, _) = mesh(&*waves(), 49);
    let coarse = fine.coarser();
    assert_eq!((coarse.heights.columns, coarse.heights.rows), (25, 25));
    for row in 0..25 {
        for column in 0..25 {
            assert_eq!(coarse.heights.values[row * 25 + column], fine.heights.values[2 * row * 49 + 2 * column]);
            assert!((coarse.heights.point(column, row) - fine.heights.point(2 * column, 2 * row)).norm() < 1e-12);
        }
    }
}

#[test]
fn faces_in_the_light_and_in_the_shade_differ_and_a_plain_is_even() {
    let theme = Theme::default();
    let slopes = |formula| face_colors(&mesh(&*typed(formula), 9).0, &theme);
    let plain = slopes("3 + 0*x");
    assert!(plain.iter().all(|color| *color == plain[0]));
    let sum = |Color(rgb): Color| rgb.into_iter().map(u32::from).sum::<u32>();
    // The light comes from the side of the least x; the middle cells of both slopes have the same height.
    let (towards, away) = (slopes("x"), slopes("-x"));
    assert!(sum(towards[36]) > sum(away[36]), "{:?} {:?}", towards[36], away[36]);
}

/// The picture: a valley with a path through it.
fn picture(sheet: &Sheet<SVGBackend>) -> (Mesh, Projection, Vec<Vec2>, Found) {
    let objective = typed("(1 - x)^2 + 4*(y - x^2/2)^2");
    let theme = Theme::default();
    let grid = Grid::sample(&*objective, VIEW, 13, 13);
    let scale = Scale::of(&grid, Levels::Logarithmic, Some(0.0)).expect("a range");
    let mesh = Mesh::of(&grid, Some(&scale));
    let fractions: Vec<f64> = levels(&scale).into_iter().map(|loss| scale.fraction(loss)).step_by(4).collect();
    let found = stationary::find(&*objective, VIEW);
    let projection = Projection::of(&Camera::default(), mesh.half, size());
    let relief = Relief {
        mesh: &mesh,
        colors: &face_colors(&mesh, &theme),
        contours: &mesh.levels(&fractions),
        scale: Some(&scale),
        caption: "L",
        stationary: &found,
        bounds: Some(Rect::new(-1.0, 9.0, -1.0, 1.5)),
        theme: &theme,
    };
    draw_relief(sheet, UNIT, &projection, &relief).expect("it is drawn");
    let path: Vec<Vec2> = [(-1.5, 1.5), (-0.9, 0.2), (-0.2, 0.4), (0.4, 0.0), (0.8, 0.35), (1.0, 0.5)]
        .map(|(x, y)| Vec2::new(x, y))
        .to_vec();
    let cast = Cast::of(&mesh.drape(&path, 0.0, 1_000), &mesh, &projection, None);
    for (weight, between) in [(Weight::Faint, [3.0, f64::INFINITY]), (Weight::Bold, [0.0, 3.0])] {
        let style = PathStyle { color: theme.contender(1), dash: None, weight };
        draw_cast(sheet, UNIT, &cast, between, style).expect("it is drawn");
    }
    (mesh, projection, path, found)
}

#[test]
fn the_picture_has_its_path_points_numbers_and_walls() {
    let (text, (mesh, projection, path, found)) = svg(SIZE.0, SIZE.1, picture);
    let (drawn, theme) = (elements(&text), Theme::default());
    let at = |w: Vec2| projection.pixel(mesh.above(w).expect("in view"));
    let bold = lines(&drawn, theme.contender(1), 2.0);
    let first = bold[0].points()[0];
    assert_at(first, at(path[0]));
    let done = bold[bold.len() - 1].points();
    assert_at(done[done.len() - 1], at(path[3]));
    let faint = lines(&drawn, theme.contender(1), 1.0);
    let end = faint[faint.len() - 1].points();
    assert_at(end[end.len() - 1], at(path[5]));
    // Iterates that are done have a dot each, the minimum its disc.
    let circles = |color: Color| drawn.iter().filter(|e| e.tag == "circle" && e.is_filled(color)).count();
    assert_eq!((circles(theme.contender(1)), found.points.len(), circles(theme.ink)), (3, 1, 1));
    let disc = drawn.iter().find(|e| e.tag == "circle" && e.is_filled(theme.ink)).expect("a disc");
    let off = Vec2::new(disc.length("cx"), disc.length("cy")) - at(Vec2::new(1.0, 0.5));
    assert!(off.norm() <= ROUNDING, "{off:?}");
    let texts = tick_texts(&drawn);
    for wanted in ["x", "y", "L", "\u{2212}2", "2", "1", "100"] {
        assert!(texts.contains(&wanted), "{wanted} is not in {texts:?}");
    }
    // Everything that is written is in the picture.
    let inside = |e: &&Element| {
        let (x, y) = (e.length("x"), e.length("y"));
        (0.0..=size().0).contains(&x) && (0.0..=size().1).contains(&y)
    };
    assert!(drawn.iter().filter(|e| e.tag == "text").all(|e| inside(&e)));
    assert_snapshot("relief", SIZE.0, SIZE.1, &text);
}
