//! The training loop as code: what it says of an update is what the run has done.

use steepest::experiment::Experiment;
use steepest::lab::Lab;
use steepest::linear::Vec2;
use steepest::optimizer;
use steepest::page;

/// The loop of a contender as JSON, as the page sees it.
fn training(lab: &Lab, contender: usize, clock: usize) -> serde_json::Value {
    serde_json::to_value(page::training(lab, contender, clock, 0.0)).expect("plain data")
}

fn lab(link: &str) -> Lab {
    Lab::new(Experiment::from_link(link).expect("a good link")).expect("a good experiment")
}

/// The two numbers of "(1.5, −2)".
fn pair(text: &str) -> Vec2 {
    let numbers: Vec<f64> = text
        .trim_matches(['(', ')'])
        .split(", ")
        .map(|number| number.replace('\u{2212}', "-").parse().expect("a number"))
        .collect();
    Vec2::new(numbers[0], numbers[1])
}

/// Four digits are shown.
fn assert_shown(text: &str, wanted: Vec2, what: &str) {
    let got = pair(text);
    let near = |got: f64, wanted: f64| (got - wanted).abs() <= 1e-3 * wanted.abs() + 1e-300;
    assert!(near(got.x, wanted.x) && near(got.y, wanted.y), "{what}: {text}, wanted {wanted:?}");
}

#[test]
fn every_optimizers_loop_ends_with_the_next_iterate_and_begins_with_the_gradient_it_sees() {
    let ways = [("himmelblau", "", 1.0), ("logistic_regression", ",batch:8", 1.0), ("drop_wave", ",maximize:on", -1.0)];
    for (on, way, sign) in ways {
        for entry in optimizer::ALL {
            let link = format!("v=1&on={on}&view=-5,5,-5,5&start=-1,2&seed=3&steps=40&c={},rate:0.02{way}", entry.key);
            let lab = lab(&link);
            let (run, t) = (lab.followed(0), 7);
            let loop_ = training(&lab, 0, t);
            let body = loop_["body"].as_array().expect("lines");
            let value = |line: &serde_json::Value| line["value"].as_str().expect("text").to_string();
            let seen = lab.seen(0);
            for line in body
                .iter()
                .filter(|line| line["text"].as_str().is_some_and(|text| text.starts_with("dw = gradient(loss")))
            {
                let here = [", w)", "mini_batch, w)"]
                    .iter()
                    .any(|end| line["text"].as_str().is_some_and(|text| text.ends_with(end)));
                if here && !value(line).is_empty() {
                    let gradient = sign * seen.objective().slope_at(t, run.points[t]).gradient;
                    assert_shown(&value(line), gradient, entry.key);
                }
            }
            let shows_w: Vec<_> = body
                .iter()
                .filter(|line| line["text"].as_str().is_some_and(|text| text.trim().starts_with("w = ")))
                .collect();
            assert!(!shows_w.is_empty(), "{}: no line gives the next w", entry.key);
            let told: Vec<_> = shows_w.iter().map(|line| value(line)).filter(|text| !text.is_empty()).collect();
            for text in &told {
                assert_shown(text, run.points[t + 1], entry.key);
            }
            assert!(!told.is_empty(), "{}: the next w is not told", entry.key);
        }
    }
}

#[test]
fn heads_name_the_epoch_and_the_points_of_the_batch() {
    let lab = lab("v=1&on=linear_regression&view=-5,5,-5,5&start=-1,2&seed=3&steps=40\
        &c=adam,rate:0.02,batch:7&c=adam,rate:0.02&c=adam,rate:0.02,batch:1,order:sequential&c=adam,rate:0.1,batch:20,order:replaced");
    let batches = lab.seen(0).batches().expect("a loss over data");
    // 60 points in batches of 7 are 9 updates an epoch; update 20 is the third of the third epoch.
    let heads = training(&lab, 0, 20)["heads"].clone();
    assert_eq!(heads[0]["text"], "for epoch in range(5):");
    assert_eq!(heads[0]["value"], "epoch = 2");
    assert_eq!(heads[1]["text"], "    for mini_batch in get_batches(shuffled(data), 7):");
    let points: Vec<String> = batches.batch(20).iter().map(usize::to_string).collect();
    assert_eq!(heads[1]["value"], format!("3 of 9: points {}", points.join(", ")));
    assert_eq!(training(&lab, 1, 20)["heads"][1]["value"], "1 of 1: all 60 points");
    assert_eq!(training(&lab, 2, 20)["heads"][1]["value"], "21 of 60: point 20");
    assert_eq!(training(&lab, 2, 20)["heads"][1]["text"], "    for mini_batch in get_batches(data, 1):");
    let drawn = training(&lab, 3, 1)["heads"][1].clone();
    assert_eq!(drawn["text"], "    for mini_batch in get_batches(drawn(data), 20):");
    assert!(
        drawn["value"].as_str().is_some_and(|text| text.starts_with("2 of 3: 20 points: ") && text.ends_with(", …"))
    );
}

#[test]
fn a_surface_has_no_batches_and_says_what_its_updates_see() {
    let head = "v=1&on=bowl&view=-5,5,-5,5&start=-1,2&seed=3&steps=40";
    let plain = training(&lab(&format!("{head}&c=momentum,rate:0.1")), 0, 3);
    assert_eq!(plain["heads"][0]["text"], "for t in range(1, 41):");
    assert_eq!(plain["heads"][0]["value"], "t = 4");
    assert_eq!(plain["body"][0]["text"], "dw = gradient(loss, w)");
    let before: Vec<&str> =
        plain["before"].as_array().expect("lines").iter().filter_map(|line| line["text"].as_str()).collect();
    assert_eq!(before, ["w = start", "lr = 0.1", "mu = 0.9", "v = 0"]);
    let noisy = training(&lab(&format!("{head}&noise=1&c=momentum,rate:0.1,maximize:on;cosine")), 0, 3);
    assert_eq!(noisy["body"][0]["text"], "lr = schedule(t)");
    assert_eq!(noisy["body"][1]["text"], "dw = noisy_gradient(loss, w)");
    assert_eq!(noisy["before"][1]["text"], "loss = negated(loss)  # maximize");
}

#[test]
fn the_clock_is_told_in_what_the_race_counts() {
    let data = "v=1&on=linear_regression&view=-5,5,-5,5&start=-1,2&seed=3";
    let steps = lab(&format!("{data}&steps=40&c=adam,rate:0.02,batch:6"));
    assert_eq!(page::clock_words(&steps, 15), "step 15 of 40");
    let epochs = lab(&format!("{data}&epochs=4&c=adam,rate:0.02,batch:6"));
    assert_eq!(page::clock_words(&epochs, 15), "epoch 1.50 of 4");
}

#[test]
fn the_next_update_is_the_contenders_own() {
    let data = "v=1&on=linear_regression&view=-5,5,-5,5&start=-1,2&seed=3";
    let lab = lab(&format!("{data}&epochs=4&c=adam,rate:0.02,batch:1&c=adam,rate:0.02&c=adam,rate:0.02,batch:7"));
    for contender in 0..3 {
        let mut clock = 0;
        for update in 0..lab.checked().updates[contender] {
            let loop_ = training(&lab, contender, clock);
            assert_eq!((loop_["update"].as_u64(), loop_["running"].as_u64()), (Some(update as u64), Some(0)));
            clock = loop_["next"].as_u64().expect("a position") as usize;
        }
        assert_eq!(clock, lab.steps());
    }
    // Half of the way from one update of the batch to the next, half of its lines have run.
    let half = serde_json::to_value(page::training(&lab, 1, 90, 0.0)).expect("plain data");
    assert_eq!(half["running"].as_u64(), half["body"].as_array().map(|body| body.len() as u64 / 2));
}

#[test]
fn a_loop_over_batches_counts_its_updates_where_something_needs_their_number() {
    let texts = |link: &str| {
        let loop_ = training(&lab(link), 0, 3);
        let lines = ["before", "body"].map(|part| loop_[part].as_array().expect("lines").clone()).concat();
        let all = lines
            .iter()
            .map(|line| format!("{} # {}", line["text"].as_str().unwrap_or(""), line["value"].as_str().unwrap_or("")));
        all.collect::<Vec<_>>()
    };
    let data = "v=1&on=logistic_regression&view=-5,5,-5,5&start=-1,2&steps=40";
    let counts = |link: &str| texts(link).iter().any(|line| line == "t = t + 1 # t = 4");
    let starts = |link: &str| texts(link).iter().any(|line| line.starts_with("t = 0 #"));
    for (contender, wanted) in [
        ("adam,rate:0.1,batch:8", true),
        ("gradient_descent,rate:0.1,batch:8", false),
        ("gradient_descent,rate:0.1,batch:8;cosine", true),
        ("gradient_descent,rate:0.1,batch:8,counts:epochs;cosine", false),
    ] {
        let link = format!("{data}&c={contender}");
        assert_eq!((counts(&link), starts(&link)), (wanted, wanted), "{contender}: {:?}", texts(&link));
    }
    // On a surface the head of the loop counts.
    assert!(!starts("v=1&on=bowl&view=-5,5,-5,5&start=-1,2&steps=40&c=adam,rate:0.1"));
}
