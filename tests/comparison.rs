//! The contenders side by side: closed forms on quadratics, published numbers, budgets, tables.

mod support;

use steepest::experiment::{Contender, Experiment, Landscape};
use steepest::explain::comparison::{Budget, Criterion, Measures, Row, Spent, Standing, Unknown};
use steepest::lab::Lab;
use steepest::linear::{Rect, Vec2};
use steepest::optimizer::{Evaluations, Here};
use steepest::page::{ComparisonView, comparison, comparison_csv, comparison_latex};
use steepest::parameter::{Given, Setting};
use steepest::run::Missing;
use steepest::tempo::Pace;
use support::contenders::experiment;
use support::evaluations::{self, counted};

/// A contender with numbers and forms of its own.
fn contender(key: &str, rate: f64, settings: &[(&str, Setting)]) -> Contender {
    let parameters: Given = settings.iter().map(|(name, value)| (name.to_string(), value.clone())).collect();
    Contender { parameters, ..Contender::new(key, rate) }
}

fn number(value: f64) -> Setting {
    Setting::Number(value)
}

fn option(key: &str) -> Setting {
    Setting::Choice(key.into())
}

/// A race of `contenders` on a typed loss.
fn race(formula: &str, start: (f64, f64), steps: usize, contenders: Vec<Contender>) -> Lab {
    let landscape = Landscape::typed(formula);
    let starts = vec![Vec2::new(start.0, start.1)];
    Lab::new(Experiment { landscape, starts, steps, contenders, ..experiment("bowl", &[], 0.1, 1) })
        .unwrap_or_else(|problem| panic!("{problem}"))
}

fn rows(lab: &Lab, criterion: Criterion, epsilon: f64, budget: Budget) -> (Spent, Vec<Row>) {
    Measures::new(lab, criterion, epsilon).judge(lab, budget, 0)
}

fn standings(lab: &Lab, criterion: Criterion, epsilon: f64) -> Vec<Standing> {
    let (_, rows) = rows(lab, criterion, epsilon, Budget::Race);
    rows.into_iter().map(|row| row.standing.expect("it stands somewhere")).collect()
}

/// The first steps at which the criterion holds, of a race that is nothing but this.
fn reached(formula: &str, start: (f64, f64), criterion: Criterion, contenders: Vec<Contender>) -> Vec<Option<usize>> {
    let lab = race(formula, start, 1000, contenders);
    standings(&lab, criterion, 1e-3).into_iter().map(|standing| standing.reached.expect("it is known")).collect()
}

#[test]
fn gradient_descent_on_a_parabola_is_its_closed_form() {
    // L = λ x²/2 + y²/2 from (x, 0): xᵗ = (1 − ηλ)ᵗ x, monotone below 1/λ, to and fro up to 2/λ.
    const EPSILON: f64 = 1e-3;
    let (lambda, start, steps) = (4.0_f64, -3.0_f64, 300);
    for rate in [0.01, 0.1, 0.24, 0.3, 0.45, 0.49] {
        let q = (1.0 - rate * lambda).abs();
        let lab = race("2*x^2 + y^2/2", (start, 0.0), steps, vec![Contender::new("gradient_descent", rate)]);
        let first = |from: f64| (EPSILON / from).ln() / q.ln();
        let wanted = [
            (Criterion::Distance, first(start.abs())),
            (Criterion::Gradient, first(lambda * start.abs())),
            (Criterion::Loss, first(lambda * start * start / 2.0) / 2.0),
        ];
        for (criterion, wanted) in wanted {
            let wanted = wanted.ceil() as usize;
            let standing = standings(&lab, criterion, EPSILON).remove(0);
            assert_eq!(standing.reached, Ok((wanted <= steps).then_some(wanted)), "{criterion:?} at η = {rate}");
            let length = start.abs() * rate * lambda * (1.0 - q.powi(steps as i32)) / (1.0 - q);
            assert!((standing.length - length).abs() < 1e-11 * length, "η = {rate}: {} of {length}", standing.length);
            let distance = start.abs() * q.powi(steps as i32);
            assert!((standing.distance.expect("a minimum") - distance).abs() < 1e-9 * distance.max(1e-3));
            assert_eq!(standing.increases, Ok(0), "η = {rate} is below 2/λ");
            assert_eq!(standing.total.expect("it is counted").evaluations, Evaluations::GRADIENT.times(steps));
            assert_eq!((standing.step, standing.is_lost), (steps, false));
        }
    }
}

#[test]
fn beyond_two_over_the_curvature_every_step_raises_the_loss() {
    let lab = race("2*x^2 + y^2/2", (1e-3, 0.0), 60, vec![Contender::new("gradient_descent", 0.51)]);
    let standing = standings(&lab, Criterion::Loss, 1e-12).remove(0);
    assert_eq!(standing.increases, Ok(60));
    assert_eq!(standing.reached, Ok(None));
}

#[test]
fn a_run_that_is_lost_is_judged_by_its_last_finite_iterate() {
    let contenders = ["gradient_descent", "adam"].map(|key| Contender::new(key, 0.6));
    let lab = race("2*x^2 + y^2/2", (1.0, 0.0), 2000, contenders.into());
    let standings = standings(&lab, Criterion::Loss, 1e-3);
    let last = lab.followed(0).steps();
    assert!(last < 2000);
    assert_eq!((standings[0].step, standings[0].is_lost), (last, true));
    assert_eq!(standings[0].loss, lab.followed(0).losses[last]);
    assert!(standings[0].loss.is_finite());
    assert_eq!(standings[0].increases, Ok(last));
    assert!(!standings[1].is_lost);
    // It does not take from the others what it did not live to spend.
    let (spent, rows) = rows(&lab, Criterion::Loss, 1e-3, Budget::Gradients);
    assert_eq!(spent, Spent::Gradients(2000));
    assert_eq!(rows[1].standing.as_ref().map(|standing| standing.step), Ok(2000));
}

#[test]
fn published_numbers_of_steps_are_those_of_the_table() {
    let descent = |rate| Contender::new("gradient_descent", rate);
    let heavy = |form, mu, rate| contender("momentum", rate, &[("mu", number(mu)), ("form", option(form))]);
    // The zigzag at half and nine tenths of its critical rate, and momentum in two conventions.
    let zigzag = vec![descent(0.05), descent(0.18), heavy("notes", 0.9, 0.18), heavy("averaged", 0.9, 0.18)];
    let wanted = [667, 185, 71, 159].map(Some);
    assert_eq!(reached("0.05*x^2 + 5*y^2", (-4.0, 2.0), Criterion::Loss, zigzag), wanted);
    // G. Goh, 2017: the best rates on diag(1, 100); and what looking ahead saves.
    let ravine = vec![
        descent(2.0 / 101.0),
        heavy("notes", (9.0_f64 / 11.0).powi(2), (2.0_f64 / 11.0).powi(2)),
        heavy("notes", 0.9, 0.01),
        contender("nesterov", 0.01, &[("mu", number(0.9))]),
    ];
    let wanted = [399, 60, 129, 98].map(Some);
    assert_eq!(reached("(x^2 + 100*y^2)/2", (2.5, 1.5), Criterion::Distance, ravine), wanted);
}

#[test]
fn at_the_edge_of_stability_the_loss_rises_thirty_times() {
    let rates = vec![Contender::new("gradient_descent", 0.15), Contender::new("gradient_descent", 0.17)];
    // Later on a loss of 1e-33 rises by rounding.
    let lab = race("(1 - x*y)^2/2", (0.3, 3.5), 150, rates);
    let increases: Vec<_> = standings(&lab, Criterion::Loss, 1e-6).iter().map(|standing| standing.increases).collect();
    assert_eq!(increases, [Ok(0), Ok(30)]);
}

#[test]
fn so_many_steps_of_one_gradient_each_need_no_counting() {
    let contenders = ["gradient_descent", "bfgs"].map(|key| Contender::new(key, 1e-6));
    let lab = race("x^4 + y^4 + x*y/2", (2.0, 1.0), 60_000, contenders.into());
    assert_eq!(lab.missing(), Missing::Nothing);
    let (spent, rows) = rows(&lab, Criterion::Gradient, 1e-9, Budget::Gradients);
    assert_eq!(spent, Spent::Gradients(60_000));
    assert_eq!(rows[0].standing.as_ref().map(|standing| standing.step), Ok(60_000));
    assert_eq!(rows[0].standing.as_ref().map(|standing| standing.reached), Ok(Err(Unknown::TooLong)));
    assert_eq!(rows[1].standing, Err(Unknown::TooLong));
}

#[test]
fn the_same_gradients_are_the_most_updates_that_they_allow() {
    let lab = race(
        "(1 - x)^2 + 100*(y - x^2)^2",
        (-1.2, 1.0),
        50,
        vec![
            Contender::new("gradient_descent", 0.001),
            contender(
                "lbfgs",
                1.0,
                &[("line_search", option("strong_wolfe")), ("max_iter", number(1.0)), ("max_eval", number(25.0))],
            ),
            Contender::new("bfgs", 1.0),
            Contender::new("nelder_mead", 1.0),
        ],
    );
    let measures = Measures::new(&lab, Criterion::Loss, 1e-3);
    let (_, whole) = measures.judge(&lab, Budget::Race, 0);
    let (spent, rows) = measures.judge(&lab, Budget::Gradients, 0);
    assert_eq!(spent, Spent::Gradients(50));
    for (k, row) in rows.iter().enumerate() {
        let standing = row.standing.as_ref().expect("it is counted");
        let gradients = standing.total.expect("it is counted").evaluations.gradients;
        assert!(gradients <= 50);
        match k {
            0 => assert_eq!(standing.step, 50),
            3 => assert_eq!((row.uses_gradients, standing.step), (false, 50)),
            _ => {
                let all = whole[k].standing.as_ref().expect("it is counted");
                assert!(standing.step < all.step && all.total.expect("it is counted").evaluations.gradients > 50);
                // One update more would be too many.
                let (entry, settings) = &lab.checked().contenders[k];
                let count = counted(lab.followed(k), (entry.build)(settings), lab.objective(), 1.0);
                assert!(count.after(standing.step + 1).evaluations.gradients > 50);
            }
        }
        let run = lab.followed(k);
        assert_eq!(standing.loss, run.losses[standing.step]);
        let length: f64 = run.points[..=standing.step].windows(2).map(|pair| (pair[1] - pair[0]).norm()).sum();
        assert!((standing.length - length).abs() <= 1e-12 * length);
    }
}

#[test]
fn batches_are_counted_by_their_data_points() {
    // 60 points in batches of 8: seven full ones and one of four.
    let link = "v=1&on=linear_regression&view=-1,5,-4,2&start=-0.5,1.5&seed=0&steps=30\
                &c=gradient_descent,rate:0.1&c=gradient_descent,rate:0.1,batch:8&c=nesterov,rate:0.1,batch:1\
                &c=conjugate_gradient,rate:0.1,batch:8";
    let lab = Lab::new(Experiment::from_link(link).expect("a link")).expect("an experiment");
    let measures = Measures::new(&lab, Criterion::Loss, 1e-3);
    let (_, rows) = measures.judge(&lab, Budget::Race, 0);
    let total = |k: usize| rows[k].standing.as_ref().expect("it stands").total.expect("it is counted");
    assert_eq!([0, 1, 2].map(|k| total(k).points), [1800, 3 * 60 + 6 * 8, 30]);
    assert_eq!([0, 1, 2].map(|k| total(k).evaluations.gradients), [30; 3]);
    // Each update's gradients are those of its batch.
    let seen = lab.seen(3);
    let (entry, settings) = &lab.checked().contenders[3];
    let mut optimizer = (entry.build)(settings);
    let (mut gradients, mut points) = (0, 0);
    for (t, &w) in lab.followed(3).points[..30].iter().enumerate() {
        let spent = evaluations::seen(&*optimizer, seen.objective(), t, w, 0.1).gradients;
        gradients += spent;
        points += spent * seen.batches().expect("batches").batch(t).len();
        let slope = seen.objective().slope_at(t, w);
        optimizer.step(&Here::new(seen.objective(), t, w, slope, Pace::rate(0.1), 0.1));
    }
    assert_eq!((total(3).evaluations.gradients, total(3).points), (gradients, points as u64));
    let (spent, rows) = measures.judge(&lab, Budget::Gradients, 0);
    assert_eq!(spent, Spent::Points(30));
    let steps: Vec<_> = rows.iter().map(|row| row.standing.as_ref().expect("it stands").step).collect();
    assert_eq!(steps[..3], [0, 3, 30]);
}

#[test]
fn what_is_not_known_says_why() {
    let adam = || vec![Contender::new("adam", 0.1)];
    let plane = race("x + y", (0.0, 0.0), 20, adam());
    assert_eq!(standings(&plane, Criterion::Loss, 1e-3)[0].reached, Err(Unknown::NoFloor));
    assert_eq!(standings(&plane, Criterion::Distance, 1e-3)[0].distance, Err(Unknown::NoMinimum));
    assert_eq!(standings(&plane, Criterion::Gradient, 1e-3)[0].reached, Ok(None));
    let trough = Lab::new(Experiment {
        landscape: Landscape::typed("x^2"),
        view: Rect::new(-2.0, 2.0, -2.0, 2.0),
        ..experiment("bowl", &["adam"], 0.1, 20)
    });
    assert_eq!(standings(&trough.expect("an experiment"), Criterion::Loss, 1e-3)[0].distance, Err(Unknown::OnlyCurves));
}

#[test]
fn the_playhead_can_be_the_budget() {
    let lab = Lab::new(experiment("bowl", &["gradient_descent", "adam"], 0.1, 40)).expect("an experiment");
    let measures = Measures::new(&lab, Criterion::Loss, 1e-3);
    for clock in [0, 7, 40] {
        let (spent, rows) = measures.judge(&lab, Budget::Playhead, clock);
        assert_eq!(spent, Spent::Clock(clock));
        assert!(rows.iter().all(|row| row.standing.as_ref().expect("it stands").step == clock));
    }
}

/// The fields of the rows of a CSV file by RFC 4180.
fn parsed(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => field.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\r' if !quoted => {
                assert_eq!(letters.next(), Some('\n'));
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            _ => field.push(letter),
        }
    }
    assert!(row.is_empty() && field.is_empty() && !quoted, "the last line ends");
    rows
}

/// Four contenders, two of them twins, one of them lost.
fn mixed() -> Lab {
    race(
        "0.05*x^2 + 5*y^2",
        (-4.0, 2.0),
        200,
        vec![
            Contender::new("adam", 0.1),
            Contender::new("gradient_descent", 0.18),
            Contender::new("gradient_descent", 1.5),
            Contender::new("nelder_mead", 1.0),
        ],
    )
}

#[test]
fn the_csv_reads_back_bit_for_bit() {
    let lab = mixed();
    let measures = Measures::new(&lab, Criterion::Loss, 1e-3);
    let rows = parsed(&comparison_csv(&lab, &measures, &ComparisonView::default(), 0));
    assert_eq!(rows.len(), 5);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    let column = |name: &str| rows[0].iter().position(|known| known == name).unwrap_or_else(|| panic!("no {name}"));
    let (_, judged) = measures.judge(&lab, Budget::Race, 0);
    for (row, fields) in judged.iter().zip(&rows[1..]) {
        let standing = row.standing.as_ref().expect("it stands");
        let bits = |name: &str| fields[column(name)].parse::<f64>().expect("a number").to_bits();
        assert_eq!(bits("loss"), standing.loss.to_bits());
        assert_eq!(bits("path_length"), standing.length.to_bits());
        assert_eq!(bits("distance_to_minimum"), standing.distance.expect("a minimum").to_bits());
        assert_eq!(bits("learning_rate"), row.rate.to_bits());
        assert_eq!(fields[column("steps")], standing.step.to_string());
        let reached = standing.reached.expect("it is known").map_or("never".into(), |t| t.to_string());
        assert_eq!(fields[column("steps_to_threshold")], reached);
        assert_eq!(fields[column("formula")], "0.05*x^2 + 5*y^2");
        assert_eq!((&*fields[column("start_x")], &*fields[column("start_y")]), ("-4", "2"));
        assert_eq!(fields[column("budget")], "Each after 200 steps.");
        assert_eq!(fields[column("threshold")], "L ≤ 0.001");
    }
    assert_eq!(rows[2][column("optimizer")], "Gradient descent, η 0.18");
    assert_eq!(rows[3][column("optimizer")], "Gradient descent, η 1.5");
    assert_eq!(rows[1][column("optimizer")], "Adam");
    assert_eq!(rows[4][column("gradients")], "0");
}

#[test]
fn the_latex_is_a_table_of_as_many_cells_as_columns() {
    let lab = mixed();
    let measures = Measures::new(&lab, Criterion::Loss, 1e-3);
    let text = comparison_latex(&lab, &measures, &ComparisonView::default(), 0);
    let lines: Vec<&str> = text.lines().collect();
    let sides = lines.iter().find_map(|line| line.strip_prefix("\\begin{tabular}{")?.strip_suffix('}'));
    let columns = sides.expect("a tabular").len();
    let rows: Vec<&&str> = lines.iter().filter(|line| line.ends_with("\\\\")).collect();
    assert_eq!(rows.len(), 5);
    for row in rows {
        assert_eq!(row.matches(" & ").count(), columns - 1, "{row}");
        assert_eq!(row.matches('$').count() % 2, 0, "{row}");
        assert_eq!(row.matches('{').count(), row.matches('}').count(), "{row}");
        assert!(row.is_ascii(), "{row}");
    }
    for rule in ["\\toprule", "\\midrule", "\\bottomrule", "\\end{tabular}"] {
        assert_eq!(lines.iter().filter(|line| **line == rule).count(), 1, "{rule}");
    }
    assert!(text.contains("Nelder--Mead") && text.contains("Gradient descent, $\\eta$ 1.5"), "{text}");
    assert!(text.contains("\\times 10^{"), "{text}");
}

#[test]
fn the_table_is_sorted_by_any_column_both_ways() {
    let lab = mixed();
    let measures = Measures::new(&lab, Criterion::Loss, 1e-3);
    let mut view = ComparisonView::default();
    let order = |view: &ComparisonView| {
        let table = serde_json::to_value(comparison(&lab, &measures, view, 0)).expect("plain data");
        let rows = table["rows"].as_array().expect("rows").clone();
        rows.iter().map(|row| row["contender"].as_u64().expect("a number")).collect::<Vec<_>>()
    };
    assert_eq!(order(&view), [0, 1, 2, 3]);
    let reached: Vec<_> = standings(&lab, Criterion::Loss, 1e-3).iter().map(|s| s.reached.expect("known")).collect();
    assert_eq!(reached[2], None, "the one that is lost never arrives");
    view.set("sort", "steps_to_threshold").expect("a column");
    assert_eq!(order(&view)[3], 2);
    view.set("sort", "steps_to_threshold").expect("a column");
    assert_eq!(order(&view)[3], 2, "never stands last the other way round as well");
    view.set("sort", "learning_rate").expect("a column");
    assert_eq!(order(&view), [0, 1, 3, 2]);
    view.set("sort", "learning_rate").expect("a column");
    assert_eq!(order(&view), [2, 3, 1, 0]);
    view.set("sort", "gradients").expect("a column");
    assert_eq!(order(&view)[..1], [3]);
    view.set("sort", "optimizer").expect("a column");
    assert_eq!(order(&view), [0, 1, 2, 3]);
    view.set("sort", "outcome").expect("a column");
    assert_eq!(order(&view)[3], 2, "who is lost is the worst");
}

#[test]
fn the_budget_is_said_in_words() {
    let lab = mixed();
    let measures = Measures::new(&lab, Criterion::Loss, 1e-3);
    let mut view = ComparisonView::default();
    let said = |view: &ComparisonView| {
        let table = serde_json::to_value(comparison(&lab, &measures, view, 57)).expect("plain data");
        table["budget"].as_str().expect("words").to_string()
    };
    // Where all have made as many steps, the words say it and no column.
    let has_steps = |view: &ComparisonView| {
        let table = serde_json::to_value(comparison(&lab, &measures, view, 57)).expect("plain data");
        table["columns"].as_array().expect("columns").iter().any(|column| column["key"] == "steps")
    };
    assert_eq!(said(&view), "Each after 200 steps.");
    assert!(has_steps(&view), "one was lost before");
    view.set("budget", "playhead").expect("a budget");
    assert!(!has_steps(&view));
    assert_eq!(said(&view), "Each where the playhead stands: step 57 of 200.");
    view.set("budget", "gradients").expect("a budget");
    assert_eq!(
        said(&view),
        "Each after at most 200 gradient evaluations, the fewest that a contender takes in this race. \
         Without gradients, and so after the whole race: Nelder–Mead."
    );
}
