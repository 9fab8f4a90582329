//! A user's table: what it becomes, what is refused by name, and how long it stays at hand.

use steepest::data::{self, Cells, Header, Table};
use steepest::experiment::Experiment;
use steepest::lab::Lab;

use crate::assert_near;

pub fn table(text: &str, columns: &[usize], key: &str, standardized: bool) -> Result<Table, String> {
    let entry = data::find(key).expect("a registered model");
    let cells = Cells::read(text, Header::Guess).map_err(|problem| problem.to_string())?;
    Table::from_cells(&cells, columns, entry, standardized).map_err(|problem| problem.to_string())
}

#[test]
fn a_table_becomes_rows_of_the_model() {
    let entry = data::find("logistic_regression").expect("a model");
    let table = table("a,b,kind\n1,2,cat\n3,4,dog\n5,7,cat\n", &[0, 1, 2], entry.key, true).expect("a good table");
    assert_eq!(table.names, ["a", "b", "kind = dog"]);
    let (rows, standards) = table.rows_for(entry).expect("rows that fit");
    assert_eq!(rows.iter().map(|row| row[2]).collect::<Vec<_>>(), [0.0, 1.0, 0.0]);
    for column in 0..2 {
        let mean = rows.iter().map(|row| row[column]).sum::<f64>() / 3.0;
        let variance = rows.iter().map(|row| row[column] * row[column]).sum::<f64>() / 3.0;
        assert_near("mean", mean, 0.0, 1e-15);
        assert_near("variance", variance, 1.0, 1e-15);
    }
    assert_eq!((standards[0].mean, standards.len()), (3.0, 2));
    let other = Table { standardized: false, ..table.clone() };
    assert_ne!(other.fingerprint(), table.fingerprint());
}

#[test]
fn tables_that_do_not_fit_are_refused_by_name() {
    let refused =
        |table: Table, key: &str| table.rows_for(data::find(key).expect("a model")).expect_err("a refusal").to_string();
    let two = |values: &[f64], standardized| Table {
        names: vec!["a".into(), "b".into()],
        values: values.into(),
        standardized,
    };
    let line = "linear_regression";
    assert_eq!(refused(two(&[], false), line), "data: wanted from 1 to 100000 rows, given 0");
    assert_eq!(
        refused(two(&[1.0, 2.0, 3.0], false), line),
        "data.values: wanted 2 numbers a row, given 1 after the last whole row"
    );
    let nan = "data, row 2, column “b”: wanted a finite number, given NaN";
    assert_eq!(refused(two(&[1.0, 2.0, 3.0, f64::NAN], false), line), nan);
    let huge = "data, row 1, column “b”: wanted a number from -1e150 to 1e150, given -1e200";
    assert_eq!(refused(two(&[1.0, -1e200], false), line), huge);
    let constant = "data, column “a”: wanted different numbers, to be standardized, given 7 in every row";
    assert_eq!(refused(two(&[7.0, 1.0, 7.0, 2.0], true), line), constant);
    assert_eq!(
        refused(two(&[1.0, 2.0], false), "logistic_regression"),
        "data.names: wanted 3 columns: p, q, label, given 2"
    );
    let three =
        Table { names: ["p", "q", "l"].map(String::from).into(), values: vec![1.0, 2.0, 0.5], standardized: false };
    assert_eq!(refused(three, "logistic_regression"), "data, row 1, column “l”: wanted a label, 0 or 1, given 0.5");
    let columns = table("a,b\n1,2\n", &[0], line, false).expect_err("a refusal");
    assert_eq!(columns, "data: wanted 2 columns: x, y, given 1");
    let twice = table("a,b\n1,2\n", &[1, 1], line, false).expect_err("a refusal");
    assert_eq!(twice, "data: wanted a column of its own for each, given b twice");
}

#[test]
fn brought_data_stay_at_hand_until_they_are_sent_away() {
    let own = table("t,v\n1,3\n2,5\n3,8\n", &[0, 1], "linear_regression", false).expect("a table");
    let link = "v=1&on=linear_regression&view=-5,5,-5,5&start=0,0&steps=10&c=adam,rate:0.1";
    let mut lab = Lab::new(Experiment::from_link(link).expect("a good link")).expect("a good experiment");
    lab.bring(Some(own.clone())).expect("data of the model");
    let named = lab.experiment().clone();
    let has_own = |lab: &Lab| lab.experiment().landscape.table.as_deref() == Some(&own);
    // Wherever they fit they go along; a surface and a model of other columns go without.
    for (key, fits) in [("exponential_decay", true), ("bowl", false), ("logistic_regression", false), ("neuron", true)]
    {
        lab.edit("surface", key).expect("a surface or model");
        assert_eq!((lab.experiment().landscape.surface.as_str(), has_own(&lab)), (key, fits));
    }
    lab.load((steepest::experiment::SCENES[0].experiment)()).expect("a scene");
    assert_eq!(lab.brought().map(|table| &**table), Some(&own));
    lab.load(named).expect("the experiment of before");
    lab.bring(None).expect("made data");
    lab.edit("surface", "exponential_decay").expect("a model");
    assert!(!has_own(&lab) && lab.brought().is_none());
}

#[test]
fn what_cannot_be_brought_leaves_everything_as_it_was() {
    let huge = table("t,v\n1.7e18,0.1\n1.8e18,0.2\n1.9e18,0.15\n", &[0, 1], "linear_regression", false);
    let huge = huge.expect("a table of nanoseconds");
    let mut lab = Lab::default();
    let surface = lab.experiment().clone();
    let good = table("a,b\n1,2\n2,3\n", &[0, 1], "linear_regression", false).expect("a good table");
    let refused = lab.bring(Some(good.clone())).expect_err("a refusal").to_string();
    assert_eq!(refused, "data: wanted no data for a surface, whose loss is a formula, given some");
    assert_eq!(lab.experiment(), &surface);
    lab.edit("surface", "linear_regression").expect("a model");
    lab.edit("surface.n", "30").expect("a number");
    lab.edit("contenders.1.way", "mini").expect("batches");
    lab.edit("contenders.1.batch", "20").expect("a batch size");
    let before = lab.experiment().clone();
    let refused = lab.bring(Some(huge.clone())).expect_err("a refusal").to_string();
    assert!(
        refused.starts_with("data: wanted inputs neither huge nor tiny; they can be standardized, given "),
        "{refused}"
    );
    assert_eq!(lab.experiment(), &before);
    lab.bring(Some(Table { standardized: true, ..huge })).expect("standardized inputs");
    lab.bring(Some(good)).expect("data that fit");
    assert_eq!(lab.count(), Some(2));
    assert_eq!(lab.experiment().contenders[0].batching.size, Some(2), "no larger than the data");
    assert!(lab.edit("surface.n", "30").is_err(), "the user's data have no size to choose");
    lab.bring(None).expect("made data again");
    assert_eq!(lab.count(), Some(60));
}
