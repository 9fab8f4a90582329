//! The table of stationary points, what can be started from it, and what the inspector says of a point.

mod support;

use serde_json::Value;
use steepest::experiment::{Experiment, Landscape};
use steepest::lab::Lab;
use steepest::linear::{Rect, Vec2};
use steepest::outcome::Outcome;
use steepest::page::{self, TableView};
use steepest::stationary::Kind;
use support::contenders::experiment;

fn lab(surface: &str, steps: usize) -> Lab {
    Lab::new(experiment(surface, &["gradient_descent"], 0.1, steps)).expect("a valid experiment")
}

fn typed(formula: &str, view: Rect) -> Lab {
    let landscape = Landscape::typed(formula);
    Lab::new(Experiment { landscape, view, ..experiment("bowl", &["gradient_descent"], 0.01, 10) })
        .expect("it is valid")
}

fn table(lab: &Lab, view: &TableView) -> Value {
    serde_json::to_value(page::table(lab, view)).expect("plain data")
}

fn column(table: &Value, key: &str) -> Vec<String> {
    let rows = table["rows"].as_array().expect("rows");
    rows.iter().map(|row| row[key].as_str().expect("a text").to_string()).collect()
}

/// Where the table says that a row's point is.
fn place(row: &Value) -> Vec2 {
    let [x, y] = [0, 1].map(|k| row["place"][k].as_str().and_then(|text| text.parse().ok()).expect("a number"));
    Vec2::new(x, y)
}

#[test]
fn on_a_plateau_of_a_loss_over_data_the_search_ends_soon() {
    // Away from its trenches the loss is flat: every start is a find, each of which took a look at its surroundings,
    // and a page half a minute.
    let link =
        "v=1&on=gaussian_trenches&view=-29.25,12.36,-13.17,22.49&start=0.6,-1.9&steps=10&c=gradient_descent,rate:0.7";
    let lab = Lab::new(Experiment::from_link(link).expect("a link")).expect("it is valid");
    let found = lab.stationary();
    // Three million losses of data points, sixty to a look, 129 looks a find.
    let most = 3_000_000 / (60 * 129);
    assert!((9..=most).contains(&found.curve.len()), "{}", found.curve.len());
}

#[test]
fn rows_are_sorted_by_loss_or_by_kind_and_turned_round() {
    let (lab, mut view) = (lab("himmelblau", 10), TableView::default());
    let points = &lab.stationary().points;
    let by_loss = table(&lab, &view);
    assert_eq!(by_loss["sort"], "loss");
    let places = |table: &Value| table["rows"].as_array().expect("rows").iter().map(place).collect::<Vec<_>>();
    assert_eq!(places(&by_loss), points.iter().map(|point| point.at).collect::<Vec<_>>(), "to the bit");
    view.set("sort", "loss").expect("a column");
    let turned = table(&lab, &view);
    assert_eq!(turned["descending"], true);
    assert_eq!(places(&turned), points.iter().rev().map(|point| point.at).collect::<Vec<_>>());
    view.set("sort", "kind").expect("a column");
    let by_kind = table(&lab, &view);
    let wanted = ["minimum", "minimum", "minimum", "minimum", "maximum", "saddle", "saddle", "saddle", "saddle"];
    assert_eq!(column(&by_kind, "name"), wanted);
    assert_eq!([&by_kind["sort"], &by_kind["descending"]], [&Value::from("kind"), &Value::from(false)]);
    view.set("sort", "kind").expect("a column");
    assert_eq!(column(&table(&lab, &view), "name"), wanted.into_iter().rev().collect::<Vec<_>>());
}

#[test]
fn the_limit_of_the_learning_rate_stands_beside_minima_alone() {
    let lab = lab("himmelblau", 10);
    let found = table(&lab, &TableView::default());
    for (name, limit) in column(&found, "name").iter().zip(column(&found, "limit")) {
        assert_eq!(name == "minimum", !limit.is_empty(), "{name}: {limit}");
    }
    // At (3, 2) λ = 25.716 and 82.284: 2/82.284 = 0.024306.
    let row = found["rows"].as_array().expect("rows").iter().find(|row| row["at"] == "(3, 2)").expect("the minimum");
    assert_eq!(row["limit"], "0.02431");
    assert_eq!(found["sharpness"], "λmax");
}

#[test]
fn many_points_are_shown_in_part_and_more_on_request() {
    let (lab, mut view) = (lab("rastrigin", 10), TableView::default());
    let inside = lab.stationary().points.iter().filter(|point| lab.experiment().view.contains(point.at)).count();
    assert!(inside > 100, "{inside}");
    let count = |view: &TableView| {
        let table = table(&lab, view);
        (table["rows"].as_array().expect("rows").len(), table["hidden"].as_u64().expect("a number") as usize)
    };
    assert_eq!(count(&view), (12, inside - 12));
    view.set("more", "").expect("more");
    assert_eq!(count(&view), (72, inside - 72));
}

#[test]
fn what_is_no_way_of_looking_is_refused_and_changes_nothing() {
    let mut view = TableView::default();
    for (field, text, message) in [
        ("offset", "0", "offset: wanted a number other than 0, up to 1000000, given 0"),
        ("offset", "1e7", "offset: wanted a number other than 0, up to 1000000, given 1e7"),
        ("offset", "NaN", "offset: wanted a number other than 0, up to 1000000, given NaN"),
        ("offset", "", "offset: wanted a number other than 0, up to 1000000, given nothing"),
        ("sort", "at", "sort: wanted a way of looking at the table, given at"),
        ("rows", "3", "rows: wanted a way of looking at the table, given 3"),
    ] {
        assert_eq!(view.set(field, text).expect_err(field).to_string(), message);
        assert_eq!(view, TableView::default());
    }
    view.set("offset", " -0,5 ").expect("a number");
    assert_eq!(view.offset(), -0.5);
}

#[test]
fn from_exactly_a_saddle_gradient_descent_does_not_move_and_from_beside_it_escapes() {
    let mut lab = lab("bounded_saddle", 400);
    let saddle = lab.stationary().points.iter().find(|point| point.kind == Kind::Saddle).expect("a saddle").at;
    lab.start_at(saddle, 0.0).expect("it is in the domain");
    assert_eq!(lab.experiment().starts[0], Vec2::ZERO);
    assert!(lab.followed(0).points.iter().all(|w| *w == Vec2::ZERO), "the gradient is exactly 0");
    for (offset, side) in [(1e-3, 1.0), (-1e-3, -1.0)] {
        lab.start_at(saddle, offset).expect("it is in the domain");
        // The curvature is negative along x.
        assert_eq!(lab.experiment().starts[0], Vec2::new(offset, 0.0));
        match lab.followed(0).outcome {
            Outcome::Settled { kind: Kind::Minimum, at, .. } => assert!((at.x - side).abs() < 1e-9, "{at:?}"),
            outcome => panic!("{outcome:?}"),
        }
    }
}

#[test]
fn beside_is_along_the_eigenvector_of_the_least_eigenvalue() {
    let lab = lab("himmelblau", 10);
    for point in &lab.stationary().points {
        let beside = lab.beside(point.at, 0.25);
        assert!((beside.norm() - 0.25).abs() < 1e-12);
        assert!(beside.x > 0.0 || beside.x == 0.0 && beside.y > 0.0, "{beside:?}");
        let stretched = point.hessian.times(beside);
        // Eigenvectors are exact to rounding of H, whose entries are below 200.
        assert!((stretched - point.eigen.values[0] * beside).norm() < 1e-10, "{beside:?}");
    }
    let found = table(&lab, &TableView::default());
    let row = found["rows"].as_array().expect("rows").iter().find(|row| row["at"] == "(3, 2)").expect("the minimum");
    // H = [74, 20; 20, 34]: (1 − √2, 1) is an eigenvector of 54 − 20√2, here turned to the right.
    assert_eq!(row["beside"], "(3.827e−4, −9.239e−4)");
}

#[test]
fn a_start_on_a_point_has_the_least_gradient_there_is_near() {
    let mut lab = lab("himmelblau", 10);
    let points: Vec<Vec2> = lab.stationary().points.iter().map(|point| point.at).collect();
    for at in points {
        lab.start_at(at, 0.0).expect("it is in the domain");
        let start = lab.experiment().starts[0];
        assert!((start - at).norm() <= 1e-9 * (1.0 + at.norm()), "{start:?} for {at:?}");
        let steepness = |w| lab.objective().slope(w).gradient.norm();
        assert!(steepness(start) <= steepness(at));
        assert_eq!(Experiment::from_link(&lab.experiment().to_link()).expect("a link").starts[0], start, "to the bit");
    }
    assert_eq!(lab.exactly(Vec2::new(3.0 + 1e-11, 2.0 - 1e-11)), Vec2::new(3.0, 2.0));
}

#[test]
fn a_point_comes_into_the_middle_of_a_view_of_the_same_size() {
    let mut lab = lab("himmelblau", 10);
    let (size, starts) = (lab.experiment().view.size(), lab.experiment().starts.clone());
    lab.center(Vec2::new(3.0, 2.0)).expect("a view");
    let view = lab.experiment().view;
    assert!((view.center() - Vec2::new(3.0, 2.0)).norm() < 1e-12 && (view.size() - size).norm() < 1e-12);
    assert_eq!(lab.experiment().starts, starts);
}

#[test]
fn of_one_parameter_a_point_is_a_place_of_the_curve() {
    let mut lab = lab("wave", 200);
    let found = table(&lab, &TableView::default());
    assert_eq!(found["sharpness"], "L″");
    assert!(column(&found, "beside").iter().all(|beside| beside == "0.001"));
    let maximum = lab.stationary().points.iter().find(|point| point.kind == Kind::Maximum).expect("a maximum").at;
    lab.center(maximum).expect("a view");
    let middle = lab.experiment().view.center();
    assert!((middle - lab.shown_point(maximum)).norm() < 1e-9 * (1.0 + middle.norm()));
    lab.start_at(maximum, 1e-3).expect("it is in the domain");
    assert!((lab.experiment().starts[0].x - maximum.x - 1e-3).abs() < 1e-9);
    assert!((lab.followed(0).points[200].x - maximum.x).abs() > 0.5, "it escapes");
}

fn fact(lab: &Lab, w: Vec2, name: &str) -> String {
    let facts = serde_json::to_value(page::inspect(lab, w)).expect("plain data");
    let found = facts.as_array().expect("facts").iter().find(|fact| fact["name"] == name);
    found.and_then(|fact| fact["text"].as_str()).unwrap_or_else(|| panic!("no {name} in {facts}")).to_string()
}

#[test]
fn the_verdict_on_a_hessian_comes_with_its_reason() {
    let view = Rect::new(-2.0, 2.0, -2.0, 2.0);
    for (formula, is, because) in [
        ("x^2 + 3*y^2", "positive definite", "Lₓₓ = 2 > 0 and det H = 12 > 0"),
        ("-x^2 - 3*y^2", "negative definite", "Lₓₓ = −2 < 0 and det H = 12 > 0"),
        ("x^2 - 3*y^2", "indefinite", "det H = −12 < 0"),
        ("x^2 + 0*y", "positive semi-definite", "det H = 0, which is 0 to rounding, and trace H = 2 > 0"),
        ("-y^2 + 0*x", "negative semi-definite", "det H = 0, which is 0 to rounding, and trace H = −2 < 0"),
        ("x + y", "zero", "every entry is 0"),
        ("sqrt(x - 5) + y + 1", "undefined", "an entry is not a finite number"),
    ] {
        let lab = match formula {
            // A start where it is a number.
            "sqrt(x - 5) + y + 1" => {
                let mut shown = experiment("bowl", &["gradient_descent"], 0.01, 10);
                shown.starts = vec![Vec2::new(9.0, 0.0)];
                shown.landscape = Landscape::typed(formula);
                Lab::new(shown).expect("it is valid")
            }
            _ => typed(formula, view),
        };
        let w = Vec2::new(0.5, -0.25);
        assert_eq!([fact(&lab, w, "H is"), fact(&lab, w, "because")], [is, because], "{formula}");
    }
}

#[test]
fn of_one_parameter_the_sign_of_the_second_derivative_is_said() {
    let lab = lab("wave", 10);
    for point in &lab.stationary().points {
        let wanted = match point.kind {
            Kind::Minimum => "convex here, because L″ > 0",
            _ => "concave here, because L″ < 0",
        };
        assert_eq!(fact(&lab, point.at, "L is"), wanted);
    }
    assert_eq!(fact(&lab, Vec2::new(f64::NAN, 0.0), "L is"), "without a finite second derivative");
}

#[test]
fn a_loss_over_data_has_a_verdict_like_any_other() {
    // Least squares are a quadratic with H = 2 XᵀX/n.
    let landscape = Landscape::new("linear_regression");
    let data = Experiment { landscape, ..experiment("bowl", &["gradient_descent"], 0.01, 10) };
    let data = Lab::new(data).expect("it is valid");
    let w = Vec2::new(0.3, 0.2);
    assert_eq!(fact(&data, w, "H is"), "positive definite");
    let because = fact(&data, w, "because");
    assert!(because.starts_with("Lₓₓ = ") && because.ends_with(" > 0"), "{because}");
}

#[test]
fn where_the_last_step_crosses_a_kink_no_point_is_listed() {
    // From the left the gradient vanishes at (0, 2 cos 0.8); on the other side of the kink |x y| it does not.
    let view = Rect::new(-2.089376884549093, 1.9106231154509068, -1.927733795694915, 2.072266204305085);
    let lab = typed("((abs(x*y) + sin(2*((x - 0.4)))))^3", view);
    for point in &lab.stationary().points {
        let gradient = lab.objective().slope(point.at).gradient;
        assert!(gradient.norm() < 1e-6, "{:?} at {:?} has the gradient {gradient:?}", point.kind, point.at);
    }
}

#[test]
fn what_is_flat_but_for_rounding_is_stationary() {
    let lab = typed("sin(x)^2 + cos(x)^2 + 0*y", Rect::new(-3.0, 3.0, -3.0, 3.0));
    let found = lab.stationary();
    assert!(!found.points.is_empty() || !found.curve.is_empty(), "{found:?}");
}
