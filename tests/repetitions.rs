//! What is random in a race: whose sequence is whose, repetitions, and noise.
//!
//! Seeds are fixed, so these tests give the same answer every time; the confidence named at each is the share of seeds
//! that pass if the code is right.

use steepest::experiment::Experiment;
use steepest::lab::{Lab, Series};
use steepest::run::{race, run};

const BATCHES: &str = "v=1&on=linear_regression,noise:1&view=-6,6,-6,6&start=-4,3&seed=5&steps=150\
    &c=gradient_descent,rate:0.05,batch:8&c=adam,rate:0.05,batch:8&c=momentum,rate:0.01,batch:4,stream:1\
    &c=momentum,rate:0.01,batch:4,stream:2&c=rmsprop,rate:0.01,batch:3,order:replaced";

const NOISE: &str = "v=1&on=ravine&view=-6,6,-6,6&start=-4,3&seed=5&steps=150&noise=0.5\
    &c=gradient_descent,rate:0.02&c=adam,rate:0.05&c=momentum,rate:0.002,stream:1&c=momentum,rate:0.002,stream:2";

fn lab(link: &str) -> Lab {
    Lab::new(Experiment::from_link(link).expect("a good link")).expect("a good experiment")
}

/// The bits of a contender's path.
fn path(lab: &Lab, contender: usize) -> Vec<[u64; 2]> {
    lab.followed(contender).points.iter().map(|w| [w.x.to_bits(), w.y.to_bits()]).collect()
}

#[test]
fn nobody_who_comes_or_goes_changes_anothers_sequence() {
    for link in [BATCHES, NOISE] {
        let mut lab = lab(link);
        let count = lab.experiment().contenders.len();
        let before: Vec<_> = (0..count).map(|k| path(&lab, k)).collect();
        lab.add_contender("adam").expect("room for one more");
        lab.duplicate_contender(2).expect("room for one more");
        let after: Vec<_> = (0..count + 2).map(|k| path(&lab, k)).collect();
        assert_eq!([&after[..3], &after[4..=count]].concat(), before);
        assert_ne!(after[3], after[2], "a copy of one with a sequence of its own has its own");
        lab.remove_contender(0).expect("others are left");
        assert_eq!(path(&lab, 0), before[1]);
        assert_eq!(path(&lab, 1), before[2]);
        lab.edit("contenders.1.optimizer", "nesterov").expect("an optimizer");
        assert_eq!(path(&lab, 1), before[2]);
        assert_ne!(before[2], before[3], "different sequences");
    }
}

#[test]
fn sharing_is_seeing_the_same_batches() {
    let experiment = Experiment::from_link(BATCHES).expect("a good link");
    let ground = experiment.check().expect("a good experiment").ground;
    let batches = |k: usize, repeat: usize| {
        let seen = experiment.seen(&ground, k, repeat).expect("good batches");
        let batches = seen.batches().expect("a loss over data");
        (0..40).map(|t| batches.batch(t).into_owned()).collect::<Vec<_>>()
    };
    assert_eq!(batches(0, 0), batches(1, 0));
    assert_ne!(batches(2, 0), batches(3, 0));
    assert_ne!(batches(0, 0), batches(0, 1));
}

#[test]
fn its_own_and_shared_sequences_are_chosen_by_field() {
    let mut lab = lab(BATCHES);
    let shared = path(&lab, 1);
    lab.edit("contenders.2.stream", "own").expect("a sequence of its own");
    assert_eq!(lab.experiment().contenders[1].batching.stream, 3, "the least that nobody has");
    assert_ne!(path(&lab, 1), shared);
    lab.edit("contenders.2.stream", "shared").expect("the shared sequence");
    assert_eq!(path(&lab, 1), shared);
    let refused = lab.edit("contenders.2.stream", "mine").expect_err("a refusal").to_string();
    assert_eq!(refused, "contenders.2.stream: wanted one of shared, own, given mine");
}

#[test]
fn repetition_k_is_the_race_of_the_kth_next_seed() {
    for link in [BATCHES, NOISE] {
        let many = Experiment { runs: 4, ..Experiment::from_link(link).expect("a good link") };
        let race = race(&many).expect("a race");
        for k in 0..4 {
            let one = Experiment { runs: 1, seed: many.seed + k as u32, ..many.clone() };
            let runs = run(&one).expect("a race");
            for (contender, run) in runs.iter().enumerate() {
                assert_eq!(race.of(contender)[k].points, run.points);
                assert_eq!(race.of(contender)[k].losses, run.losses);
            }
        }
    }
}

#[test]
fn who_is_not_random_runs_once() {
    let link = format!("{BATCHES}&runs=6&c=adam,rate:0.1&c=adam,rate:0.1,batch:5,order:sequential");
    let race = race(&Experiment::from_link(&link).expect("a good link")).expect("a race");
    let counts: Vec<usize> = (0..7).map(|k| race.of(k).len()).collect();
    assert_eq!(counts, [6, 6, 6, 6, 6, 1, 1]);
}

#[test]
fn bands_are_quartiles_over_the_runs_and_batch_losses_are_means_of_an_epoch() {
    let (many, one) = (lab(&format!("{BATCHES}&runs=5")), lab(BATCHES));
    let curve = many.learning(0, Series::Loss);
    let [low, high] = curve.band.expect("several runs");
    for t in [0, 1, 77, 150] {
        let mut losses: Vec<f64> = many.runs(0).iter().map(|run| run.losses[t]).collect();
        losses.sort_by(f64::total_cmp);
        // Of five numbers the quartiles are the second and the fourth.
        assert_eq!([low[t], curve.values[t], high[t]], [losses[1], losses[2], losses[3]]);
    }
    let run = one.followed(0);
    let means = one.learning(0, Series::BatchLoss);
    let per_epoch = one.seen(0).per_epoch();
    assert_eq!(per_epoch, 8);
    for t in [0, 3, 7, 8, 100, 149] {
        let window = &run.seen[(t + 1_usize).saturating_sub(per_epoch)..=t];
        let wanted = window.iter().sum::<f64>() / window.len() as f64;
        // A running sum of eight numbers near one is off by a few units in the last place.
        assert!((means.values[t] - wanted).abs() <= 1e-14 * (1.0 + wanted), "{t}: {} {wanted}", means.values[t]);
    }
    let epochs = one.learning(0, Series::EpochLoss);
    assert_eq!(epochs.values[3], run.losses[24]);
    assert_eq!(epochs.stride, 8.0);
}

#[test]
fn the_noise_floor_is_that_of_its_formula() {
    // Of L = x²/2 at the rate η: x ← (1 − η) x + η σ ξ, in the long run of the variance v = σ² η/(2 − η).
    // Its values are correlated by a = 1 − η from step to step, so that the mean of x² over n of them has the variance
    // 2 v² (1 + a²)/(1 − a²)/n; four of its roots are exceeded by one seed in 15 800.
    let (sigma, steps, warm) = (0.7, 400_000, 2_000);
    for rate in [0.05, 0.5, 1.6] {
        let link = format!(
            "v=1&on=parabola,lambda:1&view=-4,4,-1,8&start=0,0&seed=11&steps={steps}&noise={sigma}&c=gradient_descent,rate:{rate}"
        );
        let runs = run(&Experiment::from_link(&link).expect("a good link")).expect("a race");
        let tail = &runs[0].points[warm..];
        let count = tail.len() as f64;
        let got = tail.iter().map(|w| w.x * w.x).sum::<f64>() / count;
        let wanted = sigma * sigma * rate / (2.0 - rate);
        let a: f64 = 1.0 - rate;
        let error = wanted * (2.0 * (1.0 + a * a) / (1.0 - a * a) / count).sqrt();
        assert!((got - wanted).abs() <= 4.0 * error, "rate {rate}: {got}, wanted {wanted} ± {}", 4.0 * error);
        assert!(tail.iter().all(|w| w.y == 0.0), "the loss does not depend on y, and y has no noise");
        // The losses of the run are those of the surface, without noise.
        assert!(runs[0].losses.iter().zip(&runs[0].points).all(|(loss, w)| *loss == 0.5 * w.x * w.x));
    }
}

#[test]
fn no_noise_is_no_noise() {
    let quiet = NOISE.replace("&noise=0.5", "");
    let zero = NOISE.replace("&noise=0.5", "&noise=0");
    let [a, b] = [quiet, zero].map(|link| run(&Experiment::from_link(&link).expect("a good link")).expect("a race"));
    assert!(a.iter().zip(&b).all(|(a, b)| a.points == b.points));
    let noisy = run(&Experiment::from_link(NOISE).expect("a good link")).expect("a race");
    assert!(a.iter().zip(&noisy).all(|(a, b)| a.points != b.points));
}

#[test]
fn epochs_give_everybody_the_same_passes() {
    let link = BATCHES.replace("steps=150", "epochs=3") + "&c=gradient_descent,rate:0.1";
    let mut lab = lab(&link);
    // 60 points in batches of 8, 8, 4, 4, 3 and 60.
    assert_eq!(lab.checked().updates, [24, 24, 45, 45, 60, 3]);
    for k in 0..6 {
        let steps: Vec<usize> = (0..=lab.steps()).map(|clock| lab.step_of(k, clock)).collect();
        assert_eq!((steps[0], steps[60]), (0, lab.checked().updates[k]));
        assert!(steps.is_sorted());
    }
    lab.edit("unit", "steps").expect("steps");
    assert_eq!((lab.experiment().steps, lab.checked().updates[5]), (60, 60));
    lab.edit("unit", "epochs").expect("epochs");
    assert_eq!(lab.checked().updates, [24, 24, 45, 45, 60, 3], "as before");
}

#[test]
fn a_schedule_can_count_epochs() {
    let link = "v=1&on=linear_regression&view=-6,6,-6,6&start=-4,3&seed=5&epochs=6\
        &c=gradient_descent,rate:0.4,batch:7,counts:epochs;step,step_size:2,gamma:0.5\
        &c=gradient_descent,rate:0.4,batch:7;step,step_size:18,gamma:0.5\
        &c=gradient_descent,rate:0.4,batch:20,counts:epochs;step,step_size:2,gamma:0.5";
    let runs = run(&Experiment::from_link(link).expect("a good link")).expect("a race");
    // 60 points are 9 batches of 7, so that two epochs are 18 updates.
    assert_eq!(runs[0].rates(), runs[1].rates());
    assert_eq!(runs[0].points, runs[1].points);
    assert_eq!([0, 17, 18, 53].map(|t| runs[0].pace(t).rate), [0.4, 0.4, 0.2, 0.1]);
    // Whoever has other batches has other epochs.
    assert_eq!([0, 5, 6, 17].map(|t| runs[2].pace(t).rate), [0.4, 0.4, 0.2, 0.1]);
}
