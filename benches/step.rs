//! What a step costs: every optimizer on three surfaces, and what exact derivatives add to it.
//!
//! Every optimizer of the registry runs by [`descend`], with the surface's gradient by jets; gradient descent, momentum
//! and Adam run as well in the plainest loop one would write by hand, with the gradient written by hand and no checks.
//! Both keep every iterate and loss.
//! The notes' optimizers run once more as typed rules, with the same bits.
//! The table at the end has the least time of all samples: on a shared machine the least disturbed one.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use criterion::Criterion;
use steepest::experiment::SCENES;
use steepest::landscape;
use steepest::linear::Vec2;
use steepest::optimizer::{self, Entry, Family, OWN};
use steepest::parameter::{Setting, Settings};
use steepest::run::{descend, run};

/// Steps of one run.
const STEPS: usize = 2_000;

/// Small enough for every optimizer to stay on every surface from its first start, so that all make all steps.
const RATE: f64 = 1e-4;

/// A surface of the catalogue with its loss and gradient by hand.
struct Surface {
    key: &'static str,
    by_hand: fn(Vec2) -> (f64, Vec2),
}

const SURFACES: [Surface; 3] = [
    Surface {
        key: "rosenbrock",
        by_hand: |Vec2 { x, y }| {
            let (u, v) = (1.0 - x, y - x * x);
            (u * u + 100.0 * v * v, Vec2::new(-2.0 * u - 400.0 * x * v, 200.0 * v))
        },
    },
    Surface {
        key: "himmelblau",
        by_hand: |Vec2 { x, y }| {
            let (u, v) = (x * x + y - 11.0, x + y * y - 7.0);
            (u * u + v * v, Vec2::new(4.0 * x * u + 2.0 * v, 2.0 * u + 4.0 * y * v))
        },
    },
    Surface {
        key: "ackley",
        by_hand: |Vec2 { x, y }| {
            let c = std::f64::consts::TAU;
            let distance = ((x * x + y * y) * 0.5).sqrt();
            let funnel = 20.0 * libm::exp(-0.2 * distance);
            let waves = libm::exp((libm::cos(c * x) + libm::cos(c * y)) * 0.5);
            let radial = 0.1 * funnel / distance;
            let ripple = 0.5 * c * waves;
            let gradient = Vec2::new(radial * x + ripple * libm::sin(c * x), radial * y + ripple * libm::sin(c * y));
            (-funnel - waves + 20.0 + std::f64::consts::E, gradient)
        },
    },
];

/// Iterates and losses of a loop by hand, whose `step` gives the next iterate from w and g.
#[inline(always)]
fn by_hand(
    slope: impl Fn(Vec2) -> (f64, Vec2),
    start: Vec2,
    mut step: impl FnMut(Vec2, Vec2) -> Vec2,
) -> (Vec<Vec2>, Vec<f64>) {
    let (mut points, mut losses) = (Vec::with_capacity(STEPS + 1), Vec::with_capacity(STEPS + 1));
    let mut w = start;
    for t in 0..=STEPS {
        let (loss, g) = slope(w);
        points.push(w);
        losses.push(loss);
        if t < STEPS {
            w = step(w, g);
        }
    }
    (points, losses)
}

/// The optimizer `key` by hand with its defaults, where there is one.
fn optimizer_by_hand(key: &str, slope: impl Fn(Vec2) -> (f64, Vec2), start: Vec2) -> Option<(Vec<Vec2>, Vec<f64>)> {
    let (mut v, mut s, mut r) = (Vec2::ZERO, Vec2::ZERO, Vec2::ZERO);
    match key {
        "gradient_descent" => Some(by_hand(slope, start, |w, g| w - RATE * g)),
        "momentum" => Some(by_hand(slope, start, |w, g| {
            v = 0.9 * v - RATE * g;
            w + v
        })),
        "adam" => {
            let (mut power1, mut power2) = (1.0, 1.0);
            Some(by_hand(slope, start, |w, g| {
                s = 0.9 * s + 0.1 * g;
                r = 0.99 * r + 0.01 * g.square();
                power1 *= 0.9;
                power2 *= 0.99;
                let (s_hat, r_hat) = (s / (1.0 - power1), r / (1.0 - power2));
                w - RATE * s_hat / (r_hat.sqrt() + 1e-8)
            }))
        }
        _ => None,
    }
}

/// The settings of a typed rule that is one of the notes' optimizers with these settings.
fn typed(entry: &Entry, settings: &Settings) -> Option<Settings> {
    if entry.family != Family::Notes {
        return None;
    }
    let text = entry.written(settings)?;
    let parameters = optimizer::parameters(&text).ok()?;
    let values = parameters.iter().map(|parameter| (parameter.key.to_string(), settings.get(parameter.key).clone()));
    let resolved = Settings::resolve("rule", &parameters, &values.collect()).ok()?;
    Some(resolved.with(optimizer::TEXT, Setting::Choice(text)))
}

/// Times `work`, keeps the least time of all samples in `least`, and lets criterion have each.
fn measure<T>(criterion: &mut Criterion, name: &str, least: &mut BTreeMap<String, Duration>, work: impl Fn() -> T) {
    let mut best = Duration::MAX;
    criterion.bench_function(name, |bencher| {
        bencher.iter_custom(|rounds| {
            let start = Instant::now();
            for _ in 0..rounds {
                black_box(work());
            }
            let elapsed = start.elapsed();
            best = best.min(elapsed / rounds.min(u64::from(u32::MAX)) as u32);
            elapsed
        });
    });
    // Nothing was timed if the command line asks for other benchmarks.
    if best < Duration::MAX {
        least.insert(name.into(), best);
    }
}

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(600))
        .without_plots()
        .configure_from_args();
    let mut least = BTreeMap::new();
    for surface in &SURFACES {
        let entry = landscape::find(surface.key).expect("the surface is in the catalogue");
        let objective = (entry.build)(&Settings::defaults(entry.parameters));
        let start = entry.starts[0];
        for optimizer in optimizer::ALL {
            let name = format!("{}/{}", surface.key, optimizer.key);
            let settings = Settings::defaults(optimizer.parameters);
            let ours = || descend(&*objective, (optimizer.build)(&settings), RATE, start, STEPS, 1e-3);
            assert_eq!(ours().steps(), STEPS, "{name} ends early");
            measure(&mut criterion, &name, &mut least, ours);
            // The same as a typed rule, where it can be written out.
            if let Some(typed) = typed(optimizer, &settings) {
                let theirs = || descend(&*objective, (OWN.build)(&typed), RATE, start, STEPS, 1e-3);
                assert_eq!(theirs().points, ours().points, "{name}: the typed rule has other bits");
                measure(&mut criterion, &format!("{name}/typed"), &mut least, theirs);
            }
            // Named apart, so that each surface's gradient is compiled into its own loop, as by hand.
            let theirs = || match surface.key {
                "rosenbrock" => optimizer_by_hand(optimizer.key, |w| (SURFACES[0].by_hand)(w), start),
                "himmelblau" => optimizer_by_hand(optimizer.key, |w| (SURFACES[1].by_hand)(w), start),
                _ => optimizer_by_hand(optimizer.key, |w| (SURFACES[2].by_hand)(w), start),
            };
            if let Some((points, _)) = theirs() {
                let apart = (points[STEPS] - ours().points[STEPS]).norm();
                assert!(apart < 1e-9, "{name}: by hand it ends {apart} away");
                measure(&mut criterion, &format!("{name}/by hand"), &mut least, theirs);
            }
        }
    }
    let mut first_scene = (SCENES[0].experiment)();
    first_scene.steps = STEPS;
    let name = "first scene";
    measure(&mut criterion, name, &mut least, || run(&first_scene).expect("the scene is valid"));
    table(&least, first_scene.contenders.len());
    torch_table(&least);
    criterion.final_summary();
}

/// Nanoseconds a step on Rosenbrock's valley, ours and PyTorch's, where that is installed, and how many of ours fit
/// into one of its.
fn torch_table(least: &BTreeMap<String, Duration>) {
    let python = std::env::var_os("STEEPEST_PYTHON").unwrap_or_else(|| "python3".into());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/torch_step.py");
    let Some(output) =
        Command::new(python).arg(script).stderr(Stdio::null()).output().ok().filter(|o| o.status.success())
    else {
        println!(
            "\nPyTorch is not installed for python3, so there is nothing to compare; STEEPEST_PYTHON names another"
        );
        return;
    };
    println!("\n{:<20}{:>10}{:>12}{:>8}", "on rosenbrock", "ns/step", "PyTorch", "ratio");
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let parsed = line.split_once(' ').and_then(|(key, time)| Some((key, time.parse::<f64>().ok()?)));
        let Some((key, theirs)) = parsed else { continue };
        let Some(ours) = least.get(&format!("rosenbrock/{key}")) else { continue };
        let ours = ours.as_nanos() as f64 / STEPS as f64;
        println!("{key:<20}{ours:>10.1}{theirs:>12.0}{:>8.0}", theirs / ours);
    }
}

/// Nanoseconds a step, ours and by hand, and their ratio.
fn table(least: &BTreeMap<String, Duration>, contenders: usize) {
    let step = |name: &str| least.get(name).map(|time| time.as_nanos() as f64 / STEPS as f64);
    let text = |value: Option<f64>, decimals: usize| value.map_or(String::new(), |value| format!("{value:.decimals$}"));
    let head = ["optimizer", "surface", "ns/step", "by hand", "ratio", "typed", "ratio"];
    let [optimizer, surface, step_time, by_hand, ratio, typed, slower] = head;
    println!("\n{optimizer:<20}{surface:<12}{step_time:>10}{by_hand:>10}{ratio:>8}{typed:>10}{slower:>8}");
    for surface in &SURFACES {
        for optimizer in optimizer::ALL {
            let name = format!("{}/{}", surface.key, optimizer.key);
            let (ours, theirs) = (step(&name), step(&format!("{name}/by hand")));
            let ratio = ours.zip(theirs).map(|(ours, theirs)| ours / theirs);
            let typed = step(&format!("{name}/typed"));
            let slower = typed.zip(ours).map(|(typed, ours)| typed / ours);
            let (ours, theirs, ratio) = (text(ours, 1), text(theirs, 1), text(ratio, 2));
            let (typed, slower) = (text(typed, 1), text(slower, 2));
            let names = format!("{:<20}{:<12}", optimizer.key, surface.key);
            println!("{names}{ours:>10}{theirs:>10}{ratio:>8}{typed:>10}{slower:>8}");
        }
    }
    if let Some(time) = least.get("first scene") {
        println!("first scene, {contenders} contenders of {STEPS} steps: {:.3} ms", time.as_secs_f64() * 1e3);
    }
}
