//! Tables of runs: read back they are the runs, bit for bit.

use steepest::draw::Theme;
use steepest::experiment::Experiment;

use crate::{CURVE, DATA, TWO, lab, text};

#[test]
fn csv_reads_back_as_the_runs_bit_for_bit() {
    for link in [TWO, DATA, CURVE] {
        let lab = lab(link);
        let csv = text(&lab, "csv", &[], &Theme::default());
        let mut lines = csv.split("\r\n");
        let first = lines.next().expect("a line with the link");
        assert_eq!(Experiment::from_link(first.strip_prefix("# #").expect("a comment")).as_ref(), Ok(lab.experiment()));
        assert_eq!(lines.next(), Some("contender,optimizer,start,run,step,x,y,loss,gradient_x,gradient_y,rate"));
        let mut rows = lines.filter(|line| !line.is_empty());
        for contender in 0..lab.experiment().contenders.len() {
            let repeats = lab.checked().repeats[contender];
            for (place, run) in lab.runs(contender).iter().enumerate() {
                for (t, w) in run.points.iter().enumerate() {
                    let row: Vec<&str> = rows.next().expect("a row for each step").split(',').collect();
                    let whole = |k: usize| row[k].parse::<usize>().expect("a whole number");
                    assert_eq!(
                        [whole(0), whole(2), whole(3), whole(4)],
                        [contender + 1, place / repeats + 1, place % repeats + 1, t]
                    );
                    let bits = |k: usize| row[k].parse::<f64>().expect("a number").to_bits();
                    assert_eq!([bits(5), bits(6), bits(7)], [w.x, w.y, run.losses[t]].map(f64::to_bits));
                    if place % repeats == 0 {
                        let gradient = lab.seen(contender).objective().slope_at(t, *w).gradient;
                        assert_eq!([bits(8), bits(9)], [gradient.x, gradient.y].map(f64::to_bits));
                    }
                    match t < run.steps() {
                        true => assert_eq!(bits(10), run.pace(t).rate.to_bits()),
                        false => assert_eq!(row[10], ""),
                    }
                }
            }
        }
        assert_eq!(rows.next(), None);
    }
}

#[test]
fn json_reads_back_as_the_runs_bit_for_bit() {
    let lab = lab(DATA);
    let json: serde_json::Value = serde_json::from_str(&text(&lab, "json", &[], &Theme::default())).expect("JSON");
    assert_eq!(json["format"], "steepest runs 1");
    let link = json["link"].as_str().and_then(|link| link.strip_prefix('#')).expect("a link");
    assert_eq!(Experiment::from_link(link).as_ref(), Ok(lab.experiment()));
    let runs = json["runs"].as_array().expect("a list of runs");
    let all: Vec<_> = (0..2).flat_map(|contender| lab.runs(contender)).collect();
    assert_eq!(runs.len(), all.len());
    let list = |run: &serde_json::Value, name: &str| -> Vec<u64> {
        let numbers = run[name].as_array().expect("a list").iter();
        numbers.map(|number| number.as_f64().expect("a number").to_bits()).collect()
    };
    for (written, run) in runs.iter().zip(all) {
        assert_eq!(list(written, "x"), run.points.iter().map(|w| w.x.to_bits()).collect::<Vec<_>>());
        assert_eq!(list(written, "y"), run.points.iter().map(|w| w.y.to_bits()).collect::<Vec<_>>());
        assert_eq!(list(written, "loss"), run.losses.iter().map(|loss| loss.to_bits()).collect::<Vec<_>>());
        assert_eq!(list(written, "rate").len(), run.steps());
        assert_eq!(list(written, "gradient_x").len(), run.points.len());
    }
}
