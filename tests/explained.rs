//! What is measured along runs, against closed forms, published numbers and PyTorch's own runs.

mod support;

use steepest::experiment::{Contender, Fairness, Stage};
use steepest::explain::{Line, Measured, Quantity, Role, measure, sharpness};
use steepest::lab::Lab;
use steepest::linear::{Mat2, Vec2};
use steepest::objective::Objective;
use steepest::optimizer;
use steepest::parameter::Setting;
use steepest::random::Stream;
use support::contenders::experiment;
use support::names;
use support::oracle::{Oracles, point};
use support::runner::Runner;

/// An optimizer of the catalogue with its rate and what differs from its defaults.
type Who<'a> = (&'a str, f64, &'a [(&'a str, f64)], &'a [(&'a str, &'a str)]);

/// A session on a typed formula.
#[track_caller]
fn session(formula: &str, start: (f64, f64), steps: usize, who: &[Who]) -> Lab {
    let mut experiment = experiment("bowl", &[], 0.1, steps);
    experiment.fairness = Fairness::AsSet;
    experiment.starts = vec![Vec2::new(start.0, start.1)];
    for (key, rate, numbers, forms) in who {
        let mut contender = Contender::new(key, *rate);
        numbers.iter().for_each(|(name, value)| {
            contender.parameters.insert((*name).into(), Setting::Number(*value));
        });
        forms.iter().for_each(|(name, form)| {
            contender.parameters.insert((*name).into(), Setting::Choice((*form).into()));
        });
        experiment.contenders.push(contender);
    }
    let mut lab = Lab::new(experiment).expect("a valid experiment");
    lab.edit("surface", "formula").expect("a formula");
    lab.edit("formula", formula).expect("this formula");
    lab
}

#[track_caller]
fn lines(lab: &Lab, contender: usize, quantity: Quantity) -> Vec<Line> {
    let Measured { lines, stride, .. } = measure(lab, contender, quantity).expect("it can be measured");
    assert_eq!(stride, 1);
    lines
}

/// The values of a line.
#[track_caller]
fn values(lab: &Lab, contender: usize, quantity: Quantity, role: Role) -> Vec<f64> {
    let line = lines(lab, contender, quantity).into_iter().find(|line| line.role == role);
    line.unwrap_or_else(|| panic!("{quantity:?} has no {role:?}")).values
}

#[track_caller]
fn assert_near(got: f64, wanted: f64, tolerance: f64) {
    assert!((got - wanted).abs() <= tolerance, "{got}, not {wanted} to {tolerance}");
}

#[test]
fn the_critical_rate_is_where_the_sharpness_is_the_limit() {
    let of = |rate| {
        let lab = session("0.05x^2 + 5y^2", (-4.0, 2.0), 20, &[("gradient_descent", rate, &[], &[])]);
        values(&lab, 0, Quantity::Stability, Role::Main)[7]
    };
    for (rate, ratio) in [(0.05, 0.25), (0.18, 0.9), (0.2, 1.0), (0.21, 1.05)] {
        assert_near(of(rate), ratio, 1e-15);
    }
}

#[test]
fn momentum_in_every_form_has_its_own_limit() {
    // The limit as a multiple of 1/η, in the notes of who derived it.
    let limits: [(&str, &str, f64); 6] = [
        ("gradient_descent", "", 2.0),
        ("momentum", "notes", 2.0 + 2.0 * 0.9),
        ("momentum", "pytorch", 2.0 + 2.0 * 0.9),
        ("momentum", "averaged", (2.0 + 2.0 * 0.9) / (1.0 - 0.9)),
        ("nesterov", "notes", (2.0 + 2.0 * 0.9) / (1.0 + 2.0 * 0.9)),
        ("nesterov", "pytorch", (2.0 + 2.0 * 0.9) / (1.0 + 2.0 * 0.9)),
    ];
    for (key, form, limit) in limits {
        let forms = [("form", form)];
        let forms = if form.is_empty() { &[][..] } else { &forms };
        let numbers = if form.is_empty() { &[][..] } else { &[("mu", 0.9)] };
        for (share, leaves) in [(0.999, false), (1.001, true)] {
            let rate = share * limit / 100.0;
            let lab = session("x^2/2 + 50y^2", (2.5, 1.5), 20_000, &[(key, rate, numbers, forms)]);
            let Measured { lines, .. } = measure(&lab, 0, Quantity::Sharpness).expect("it has a limit");
            let [high, low, bound] = [Role::Main, Role::Second, Role::Limit]
                .map(|role| lines.iter().find(|line| line.role == role).expect("a line").values[0]);
            assert_near(high, 100.0, 1e-12);
            assert_near(low, 1.0, 1e-12);
            assert_near(bound, limit / rate, 1e-9);
            assert_eq!(lab.followed(0).outcome.is_lost(), leaves, "{key} {form} at {share} of its limit");
        }
    }
}

#[test]
fn the_effective_rate_of_momentum_is_its_rate_over_one_minus_mu() {
    let notes = &[("form", "notes")];
    let lab = session(
        "0.01x^2 + 0.01y^2",
        (1.0, 0.0),
        500,
        &[
            ("gradient_descent", 0.1, &[], &[]),
            ("momentum", 0.01, &[("mu", 0.9)], notes),
            ("momentum", 0.1, &[("mu", 0.9)], &[("form", "averaged")]),
        ],
    );
    for contender in 0..3 {
        for role in [Role::Main, Role::Second] {
            assert_near(values(&lab, contender, Quantity::EffectiveRate, role)[250], 0.1, 1e-15);
        }
    }
    // On so gentle a slope they go the same way.
    let at_end = |contender: usize| lab.followed(contender).points[500].x;
    assert_near(at_end(0), 0.36751, 5e-6);
    assert_near(at_end(1), 0.36758, 3e-4);
}

#[test]
fn rmsprop_has_the_velocity_of_its_momentum_also_where_only_a_schedule_gives_it() {
    let velocity = |mu: f64, cycle: &str| {
        let mut experiment = experiment("bowl", &["rmsprop"], 0.01, 40);
        let contender = &mut experiment.contenders[0];
        contender.parameters.insert("mu".into(), Setting::Number(mu));
        // A cycle whose ends are alike, so that it prescribes always the same.
        let steady = [("cycle_momentum", Setting::Choice(cycle.into()))].into_iter().chain(
            [("base_momentum", 0.9), ("max_momentum", 0.9), ("max_factor", 1.0)]
                .map(|(key, value)| (key, Setting::Number(value))),
        );
        let parameters = steady.map(|(key, value)| (key.into(), value)).collect();
        contender.schedule = vec![Stage { schedule: "cyclic".into(), parameters, after: None }];
        let lab = Lab::new(experiment).expect("a valid experiment");
        values(&lab, 0, Quantity::Velocity, Role::Main)
    };
    let set = velocity(0.9, "off");
    assert!(set[0] == 0.0 && set[1..].iter().all(|v| *v != 0.0), "{set:?}");
    assert_eq!(velocity(0.0, "on"), set);
}

#[test]
fn adam_without_correction_begins_with_too_long_steps() {
    let betas: &[(&str, f64)] = &[("beta1", 0.9), ("beta2", 0.999), ("delta", 0.0)];
    let lab = session(
        "(x^2 + y^2)/2",
        (1.0, 1.0),
        40,
        &[("adam", 0.01, betas, &[]), ("adam", 0.01, betas, &[("bias_correction", "off")])],
    );
    let first = |contender, quantity| values(&lab, contender, quantity, Role::Main)[0];
    let diagonal = 2.0_f64.sqrt();
    assert_near(first(0, Quantity::StepLength), 0.0100 * diagonal, 1e-12);
    assert_near(first(1, Quantity::StepLength), 0.1 * 0.01 / 0.001_f64.sqrt() * diagonal, 1e-12);
    assert_near(first(0, Quantity::EffectiveRate), 0.01, 1e-12);
    assert_near(first(1, Quantity::EffectiveRate), 0.01 / 0.001_f64.sqrt(), 1e-12);
    // What the correction divides out, (1 − β₁ᵗ)/√(1 − β₂ᵗ), is largest at t = 12.
    let [s, r] = [Quantity::FirstMoment, Quantity::SecondMoment].map(|of| values(&lab, 0, of, Role::Main));
    let effective = values(&lab, 0, Quantity::EffectiveRate, Role::Main);
    let steps = values(&lab, 0, Quantity::StepLength, Role::Main);
    let ratio = |t: usize| 0.01 * s[t] / r[t].sqrt() * diagonal / steps[t - 1];
    let largest = (1..40).max_by(|a, b| ratio(*a).total_cmp(&ratio(*b))).expect("steps");
    assert_eq!(largest, 12);
    assert_near(ratio(12), 6.57, 5e-3);
    assert_near(effective[11], 0.01 / (r[12] / (1.0 - 0.999_f64.powi(12))).sqrt(), 1e-12);
}

#[test]
fn gradient_descent_pushes_the_sharpness_below_its_limit() {
    let of = |rate| {
        let lab = session("0.5(1 - x y)^2", (0.3, 3.5), 5000, &[("gradient_descent", rate, &[], &[])]);
        let [sharpness, limit] = [Role::Main, Role::Limit].map(|role| values(&lab, 0, Quantity::Sharpness, role));
        let losses = values(&lab, 0, Quantity::Loss, Role::Main);
        // At the minimum the loss is rounding.
        let rises = losses.windows(2).filter(|pair| pair[1] > pair[0] && pair[1] > 1e-20).count();
        (sharpness[5000], limit[0], rises)
    };
    let (calm, limit, rises) = of(0.15);
    assert_near(calm, 12.32, 5e-3);
    assert!(calm < limit && rises == 0);
    let (pushed, limit, rises) = of(0.17);
    assert_near(pushed, 11.17, 5e-3);
    assert!(pushed < limit && rises == 30, "{rises} rises");
    let (far, limit, _) = of(0.2);
    assert_near(far, 6.88, 5e-3);
    assert!(far < limit);
}

#[test]
fn the_rate_selects_the_minima_that_can_hold_gradient_descent() {
    let minima = [
        ((3.0, 2.0), 82.3),
        ((-2.805118, 3.131312), 80.6),
        ((-3.779310, -3.283186), 133.8),
        ((3.584428, -1.848126), 105.4),
    ];
    for ((x, y), known) in minima {
        let lab = session("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", (x, y), 1, &[("gradient_descent", 0.0155, &[], &[])]);
        assert_near(values(&lab, 0, Quantity::Sharpness, Role::Main)[0], known, 0.15);
        let ratio = values(&lab, 0, Quantity::Stability, Role::Main)[0];
        assert_eq!(ratio > 1.0, known == 133.8, "the minimum at ({x}, {y}): {ratio}");
    }
}

#[test]
fn the_sharpness_that_adam_sees_comes_to_its_limit() {
    // The gradient that shrinks lets P shrink, until η λmax(P⁻¹H) is what the averages can bear.
    let betas: &[(&str, f64)] = &[("beta1", 0.9), ("beta2", 0.99), ("delta", 0.0)];
    let lab = session("x^2/2 + 20y^2", (1.0, 1.0), 6000, &[("adam", 0.01, betas, &[])]);
    let ratios = values(&lab, 0, Quantity::Stability, Role::Main);
    let mut late = ratios[3000..6000].to_vec();
    late.sort_by(f64::total_cmp);
    assert!((0.5..2.0).contains(&late[1500]), "the median of the late ratios is {}", late[1500]);
    assert!(ratios[..20].iter().all(|ratio| *ratio < 0.2));
}

#[test]
fn lengths_and_angles_of_gradient_descent_on_a_quadratic_are_closed_forms() {
    let (rate, lambda) = (0.1_f64, [1.0_f64, 4.0]);
    let lab = session("x^2/2 + 2y^2", (3.0, -2.0), 30, &[("gradient_descent", rate, &[], &[])]);
    let shrunk = |t: i32| [3.0 * (1.0 - rate * lambda[0]).powi(t), -2.0 * (1.0 - rate * lambda[1]).powi(t)];
    let norm = |[x, y]: [f64; 2]| (x * x + y * y).sqrt();
    let gradient = |t: i32| norm([lambda[0] * shrunk(t)[0], lambda[1] * shrunk(t)[1]]);
    let main = |quantity| values(&lab, 0, quantity, Role::Main);
    let [distances, gradients, steps, angles] =
        [Quantity::Distance, Quantity::GradientNorm, Quantity::StepLength, Quantity::Angle].map(main);
    let Measured { along, .. } = measure(&lab, 0, Quantity::LossOverPath).expect("always there");
    let along = along.expect("lengths");
    let mut length = 0.0;
    for t in 0..30 {
        let n = t as usize;
        assert_near(distances[n], norm(shrunk(t)), 1e-9);
        assert_near(gradients[n], gradient(t), 1e-12);
        assert_near(steps[n], rate * gradient(t), 1e-12);
        assert_near(angles[n], 0.0, 1e-5);
        assert_near(along[n], length, 1e-12);
        length += rate * gradient(t);
    }
    // After the last step there is no update.
    assert!(steps[30].is_nan() && angles[30].is_nan() && distances[30].is_finite());
}

#[test]
fn eigenvalues_of_the_divided_hessian_have_its_trace_and_determinant() {
    let stream = Stream::new(5);
    for k in 0..2000 {
        let normal = |n: u64| stream.normal(8 * k + n);
        let hessian = Mat2 { xx: normal(0), xy: normal(1), yy: normal(2) };
        let divisor = Vec2::new(normal(3).exp(), normal(4).exp());
        let [low, high] = sharpness(hessian, divisor).values;
        let size = low.abs().max(high.abs());
        assert!(low <= high);
        assert_near(low + high, hessian.xx / divisor.x + hessian.yy / divisor.y, 1e-12 * size);
        assert_near(low * high, hessian.determinant() / (divisor.x * divisor.y), 1e-12 * size * size);
    }
}

#[test]
fn what_an_optimizer_divides_by_is_what_pytorch_divided_by() {
    let oracles = Oracles::load();
    let mut compared = std::collections::BTreeMap::new();
    for case in &oracles.trajectories {
        let golden = &case.entry;
        let number = |name: &str| golden.params.get(name).and_then(|value| value.as_f64());
        let is_on = |name: &str| golden.params.get(name).is_some_and(|value| value.as_bool() == Some(true));
        // Updates that are −η g/P themselves; other updates hold averages, which begin as the gradient.
        let is_plain = match golden.optimizer.as_str() {
            "Adagrad" | "textbook_adagrad" => true,
            "RMSprop" if number("momentum") == Some(0.0) => true,
            "textbook_rmsprop" | "textbook_rmsprop_out" => true,
            "Adam" | "textbook_adam" | "textbook_adam_nobias" => false,
            _ => continue,
        };
        let is_decayed = number("weight_decay").is_some_and(|decay| decay != 0.0);
        if is_decayed || is_on("maximize") || !golden.schedule.is_null() {
            continue;
        }
        let Ok(runner) = Runner::new(&golden.optimizer, &golden.params, &golden.schedule) else { continue };
        let Ok((surface, settings)) = names::surface(&golden.surface, &golden.surface_params) else { continue };
        let objective: Box<dyn Objective> = (surface.build)(&settings);
        let upto = golden.k.iter().position(|k| *k == 20.min(golden.reliable_upto)).unwrap_or(0);
        let run = runner.run(&*objective, runner.tempo(), point(golden.start), golden.k[upto], 1e-3);
        let mut divisors = Vec::new();
        run.replay(&*objective, 0, run.steps(), &mut |_, optimizer| divisors.push(optimizer.divisor()));
        let rate = number("lr").expect("a rate");
        // Of rules without averages neither counts.
        let betas = golden.params.get("betas").and_then(|both| both.get(0)?.as_f64());
        let (beta, corrects) = (betas.or(number("rho1")).unwrap_or(0.0), golden.optimizer != "textbook_adam_nobias");
        let mut average = Vec2::ZERO;
        for k in 0..upto.min(run.steps()) {
            let (w, next, g) = (point(golden.w[k]), point(golden.w[k + 1]), point(golden.g[k]));
            average = beta * average + (1.0 - beta) * g;
            let share = if corrects { 1.0 - beta.powi(k as i32 + 1) } else { 1.0 };
            let pulled = if is_plain { g } else { average / share };
            // Without rounding of w in the way, the effective rate is what the update made of what pulled.
            let rounding = 4e-16 * (w.norm() + 1.0) + 200.0 * golden.spread[k + 1].0;
            for (moved, pulled, divisor) in
                [(next.x - w.x, pulled.x, divisors[k + 1].x), (next.y - w.y, pulled.y, divisors[k + 1].y)]
            {
                let effective = rate / divisor;
                let off = (moved + effective * pulled).abs();
                assert!(
                    off <= rounding + 1e-10 * moved.abs(),
                    "{} at {k}: {moved}, not −{effective} {pulled}",
                    golden.id
                );
                *compared.entry(golden.optimizer.clone()).or_insert(0) += usize::from(moved.abs() > 1e3 * rounding);
            }
        }
    }
    println!("{compared:?}");
    for name in ["Adagrad", "RMSprop", "Adam"] {
        assert!(compared.get(name).is_some_and(|count| *count > 100), "{name}: {compared:?}");
    }
}

#[test]
fn every_quantity_of_every_optimizer_is_measured_or_says_why_not() {
    for entry in optimizer::ALL {
        let mut experiment = experiment("rosenbrock", &[entry.key], entry.default_rate(), 40);
        experiment.steps = 40;
        let lab = Lab::new(experiment).expect("a valid experiment");
        for (quantity, key) in Quantity::ALL {
            match measure(&lab, 0, quantity) {
                Err(reason) => assert!(!reason.is_empty()),
                Ok(Measured { lines, stride, along, .. }) => {
                    let count = lab.followed(0).steps() / stride + 1;
                    assert!(lines.iter().all(|line| line.values.len() == count), "{} {key}", entry.key);
                    assert_eq!(along.is_some(), !quantity.is_over_steps());
                    let known = lines[0].values.iter().filter(|value| value.is_finite()).count();
                    assert!(known + 2 >= count.min(2), "{} {key}: {known} of {count}", entry.key);
                }
            }
        }
    }
}

#[test]
fn a_long_run_is_measured_at_every_so_manieth_step() {
    let lab = session("x^2 + 3y^2", (1.0, 1.0), 300_000, &[("adam", 1e-4, &[], &[])]);
    let Measured { lines, stride, .. } = measure(&lab, 0, Quantity::EffectiveRate).expect("it is kept throughout");
    assert!(stride > 1 && lines[0].values.len() == lab.followed(0).steps() / stride + 1);
    let short = session("x^2 + 3y^2", (1.0, 1.0), 2000, &[("adam", 1e-4, &[], &[])]);
    let every = values(&short, 0, Quantity::EffectiveRate, Role::Main);
    for (k, value) in lines[0].values.iter().enumerate().take_while(|(k, _)| k * stride < 2000) {
        assert_eq!(value.to_bits(), every[k * stride].to_bits(), "step {}", k * stride);
    }
}
