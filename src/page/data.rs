//! The data of a loss over data, and how contenders go through them, in words and controls.

use std::borrow::Cow;

use serde::Serialize;

use super::{Control, plain, show};
use crate::data::{Remark, Sample};
use crate::experiment::{COUNTS, Contender, Experiment, NOISE, ORDER, STREAM};
use crate::lab::Lab;
use crate::parameter::{Choice, Parameter, Setting};
use crate::words::{say, text, word};

/// What there is to say of the data.
#[derive(Serialize)]
pub struct DataCard {
    /// How many there are, and where they are from.
    words: String,
    /// What the user should know of them, a sentence each.
    remarks: Vec<String>,
    /// Whether the user has brought them.
    is_own: bool,
    /// Of the user's data whether the inputs are standardized, of made data how they are made.
    controls: Vec<Control>,
    /// What the columns of the model's data are.
    columns: Vec<Cow<'static, str>>,
    /// Whether the last of them is a label.
    is_labelled: bool,
}

/// The ways through the data.
const WAY: Parameter = Parameter::choice(
    "way",
    text!("each update sees"),
    &[
        Choice { key: "full", name: text!("all data (batch)"), rule: "" },
        Choice { key: "single", name: text!("one point (stochastic)"), rule: "" },
        Choice { key: "mini", name: text!("a mini-batch"), rule: "" },
    ],
);

/// Whether a contender has a random sequence of its own.
const SEQUENCE: Parameter = Parameter::choice(
    STREAM.key,
    text!("random sequence"),
    &[
        Choice { key: "shared", name: text!("shared by all"), rule: "" },
        Choice { key: "own", name: text!("its own"), rule: "" },
    ],
);

const STANDARDIZED: Parameter = Parameter::switch("standardized", text!("standardize the inputs"));

/// The card of the data, with the controls of how they are `made`; none on a surface.
pub fn card(lab: &Lab, made: Vec<Control>) -> Option<DataCard> {
    let sample = lab.checked().ground.sample()?;
    let table = lab.experiment().landscape.table.as_ref();
    let switch = |on: bool| Setting::Choice(if on { "on" } else { "off" }.into());
    let standardized = table.map(|table| Control::of("data", &STANDARDIZED, &switch(table.standardized)));
    Some(DataCard {
        words: words(lab, sample),
        remarks: remarks(lab, sample),
        is_own: table.is_some(),
        controls: standardized.into_iter().chain(made).collect(),
        columns: sample.entry.columns.iter().map(|name| word(name)).collect(),
        is_labelled: sample.entry.is_labelled,
    })
}

fn words(lab: &Lab, sample: &Sample) -> String {
    let count = match sample.rows.len() {
        1 => say!("1 point"),
        count => say!("{count} points", count),
    };
    let points = if sample.held.is_empty() {
        count
    } else {
        let (training, held) = (sample.training.len(), sample.held.len());
        say!("{points}; {training} for training, {held} held out", points = count, training, held)
    };
    match &lab.experiment().landscape.table {
        Some(table) => say!("Your data: {names}, {points}.", names = table.names.join(", "), points),
        None => say!("Made data: {points}.", points),
    }
}

fn remarks(lab: &Lab, sample: &Sample) -> Vec<String> {
    let mut remarks = Vec::new();
    if let Some(table) = &lab.experiment().landscape.table {
        for (name, standard) in table.names.iter().zip(&sample.standards) {
            let (mean, deviation) = (show(standard.mean), show(standard.deviation));
            remarks.push(say!("{name} is standardized: ({name} \u{2212} {mean})/{deviation}.", name, mean, deviation));
        }
        if !lab.experiment().fits_in_link() {
            remarks.push(say!(
                "These data are too many for a link, which only names them: save the experiment as a file."
            ));
        }
    }
    for remark in &sample.remarks {
        remarks.push(match remark {
            Remark::Separable => {
                say!("A line through the origin separates the labels: the loss has no minimum, it falls for ever as the weights grow.")
            }
            Remark::ConstantInput => say!("All inputs are the same: a whole line of parameters is equally good."),
        });
    }
    if sample.is_summed(&lab.checked().ground.settings) {
        let count = sample.training.len();
        remarks.push(say!(
            "Summed over the data: the gradient over all of them is {count} times that of the mean, over a batch of B points B times. Gradient descent takes the same path at \u{3b7}/{count}, in batches at \u{3b7}/B.",
            count
        ));
    }
    remarks
}

/// The controls of how a contender goes through the data, or of its noise on a surface.
pub fn batching(lab: &Lab, owner: &str, contender: &Contender) -> Vec<Control> {
    let choice = |key: &str| Setting::Choice(key.into());
    let sequence = || {
        let own = if contender.batching.stream == 0 { "shared" } else { "own" };
        Control::of(owner, &SEQUENCE, &choice(own))
    };
    if lab.count().is_none() {
        return if lab.experiment().noise > 0.0 { vec![sequence()] } else { Vec::new() };
    }
    let way = match contender.batching.size {
        None => "full",
        Some(1) => "single",
        Some(_) => "mini",
    };
    let mut controls = vec![Control::of(owner, &WAY, &choice(way))];
    if let Some(size) = contender.batching.size {
        if way == "mini" {
            controls.push(Control::of(owner, &lab.batch_parameter(), &Setting::Number(size as f64)));
        }
        controls.push(Control::of(owner, &ORDER, &choice(contender.batching.order.key())));
        if contender.batching.is_random() {
            controls.push(sequence());
        }
    }
    if !contender.schedule.is_empty() {
        controls.push(Control::of(owner, &COUNTS, &choice(if contender.counts_epochs { "epochs" } else { "steps" })));
    }
    controls
}

/// A contender's batches in as few words as there is room for on a panel; nothing where it sees all data.
pub fn brief_batching(contender: &Contender) -> String {
    match contender.batching.size {
        None => String::new(),
        Some(size) => format!("B {size}"),
    }
}

/// The controls of what is random in all runs.
pub fn randomness(lab: &Lab) -> Vec<Control> {
    let experiment: &Experiment = lab.experiment();
    let mut controls = Vec::new();
    if lab.count().is_none() {
        controls.push(Control::bare(&NOISE, &Setting::Number(experiment.noise)));
    }
    if experiment.noise > 0.0 || experiment.contenders.iter().any(|contender| contender.batching.is_random()) {
        controls.push(Control::plain("seed".into(), text!("seed"), experiment.seed.to_string(), "numeric"));
        controls.push(Control::plain("runs".into(), text!("runs of each"), experiment.runs.to_string(), "numeric"));
    }
    controls
}

/// What is written beside the picture of the noise; nothing without.
pub fn noise_words(experiment: &Experiment) -> String {
    if experiment.noise > 0.0 {
        say!("Gaussian noise is added to every gradient: \u{3c3} = {noise}", noise = plain(experiment.noise))
    } else {
        String::new()
    }
}
