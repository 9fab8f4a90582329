//! Theory beside practice, in words: what a quadratic says of a contender, and what was measured.

mod best;
mod row;

use serde::Serialize;

use super::{plain, show, show_digits, show_point, show_short};
use crate::explain::{Mode, Theory, Undefined, theory};
use crate::lab::Lab;
use crate::optimizer::{self, Entry, Tuning};
use crate::parameter::{Kind, Parameter};
use crate::words::{say, word};

use best::best;
use row::{LIMIT, NEVER, decade, row};

pub use best::BestButton;
pub use row::ModeRow;

/// The card of theory for a contender at a step.
#[derive(Serialize)]
pub struct TheoryCard {
    /// Of what quadratic it is.
    scope: String,
    /// The rule with its rate and momentum.
    setting: String,
    /// What is to be known besides.
    remarks: Vec<String>,
    modes: Vec<ModeRow>,
    /// What runs along the picture's axes; none of a landscape of one parameter, or where there is no quadratic.
    axes: Option<[String; 2]>,
    /// The picture, told.
    picture: String,
    /// What runs along the chart's axis.
    clock: String,
    /// Why nothing is best, or what is.
    best: String,
    /// The edits that bring it.
    button: Option<BestButton>,
}

/// The names of the coordinates, and of their eigenvalues.
const NAMES: [[&str; 2]; 2] = [["z\u{2081}", "\u{3bb}\u{2081}"], ["z\u{2082}", "\u{3bb}\u{2082}"]];

/// Settings that differ by less than this share are the same.
const SAME: f64 = 1e-9;

/// The card of `contender` when the clock stands at `clock`.
pub fn theory_card(lab: &Lab, contender: usize, clock: usize) -> TheoryCard {
    let found = match theory(lab, contender, clock) {
        Ok(found) => found,
        Err(Undefined { step, at }) => return undefined(step, &show_point(at)),
    };
    let (best, button) = best(lab, contender, &found);
    let symbol = momentum(lab.checked().contenders[contender].0).map_or("", |momentum| momentum.symbol);
    TheoryCard {
        scope: scope(lab, contender, &found),
        setting: setting(lab, contender, &found),
        remarks: remarks(lab, contender, &found),
        modes: found.modes.iter().enumerate().map(|(k, mode)| row(k, mode, lab.is_curve(), symbol)).collect(),
        axes: (found.quadratic.dimension == 2).then(|| [0, 1].map(|k| axis(k, &found.modes[k]))),
        picture: picture(&found),
        clock: match found.measurable(lab, contender)[0] {
            0 => say!("against the step"),
            from => say!("against the steps after step {from}", from),
        },
        best,
        button,
    }
}

fn undefined(step: usize, place: &str) -> TheoryCard {
    TheoryCard {
        scope: say!(
            "No quadratic: at step {step}, {place}, a derivative of the loss is not a finite number.",
            step,
            place
        ),
        setting: String::new(),
        remarks: Vec::new(),
        modes: Vec::new(),
        axes: None,
        picture: say!("no picture"),
        clock: String::new(),
        best: String::new(),
        button: None,
    }
}

fn scope(lab: &Lab, contender: usize, found: &Theory) -> String {
    if found.is_exact {
        return say!("Exact: the landscape is quadratic, the same at every step.");
    }
    let at = found.quadratic.at;
    let place = if lab.is_curve() { format!("x = {}", show_short(at.x)) } else { show_point(at) };
    let name = word(lab.checked().contenders[contender].0.name);
    say!("Local: the second-order expansion at step {step} of {name}, {place}.", step = found.step, name, place)
}

/// The form of a rule that has several, and what sets its pace.
fn setting(lab: &Lab, contender: usize, found: &Theory) -> String {
    let (entry, settings) = &lab.checked().contenders[contender];
    let form = entry.parameters.iter().find_map(|p| match p.kind {
        Kind::Choice { options } if p.key == "form" => options.iter().find(|o| o.key == settings.choice(p.key)),
        _ => None,
    });
    let form = form.map_or_else(String::new, |form| format!(" ({})", word(form.name)));
    let momentum = momentum(entry).map_or_else(String::new, |momentum| {
        let value = found.momentum.unwrap_or(settings.number(momentum.key));
        format!(", {} = {}", momentum.symbol, show(value))
    });
    format!("{}: \u{3b7} = {}{momentum}{form}", word(entry.name), show(found.rate))
}

/// The momentum of a rule that is a linear recurrence, if it has one.
fn momentum(entry: &Entry) -> Option<&'static Parameter> {
    let key = match entry.linear?.tuning {
        Tuning::Rate => return None,
        Tuning::HeavyBall { momentum, .. } | Tuning::Nesterov { momentum } => momentum,
    };
    entry.parameters.iter().find(|parameter| parameter.key == key)
}

fn remarks(lab: &Lab, contender: usize, found: &Theory) -> Vec<String> {
    let (checked, experiment) = (lab.checked(), lab.experiment());
    let mut remarks = Vec::new();
    let name = word(checked.contenders[contender].0.name);
    if found.recurrence.is_none() {
        let known = optimizer::ALL.iter().filter(|entry| entry.linear.is_some()).map(|entry| word(entry.name));
        let known = known.collect::<Vec<_>>().join(", ");
        remarks.push(say!("{name} is not a fixed linear recurrence as set, so no factor is stated, only measured. Theory here is for rules \
             that multiply gradients and velocity by constants: {known}.", name, known));
    }
    if let Some(recurrence) = found.recurrence.filter(|recurrence| recurrence.decay != 0.0) {
        remarks.push(say!("Weight decay adds {decay} to every eigenvalue.", decay = plain(recurrence.decay)));
    }
    if experiment.contenders[contender].maximize {
        remarks.push(say!("It climbs: the quadratic is that of \u{2212}L."));
    }
    if !checked.schedules[contender].is_empty() {
        remarks.push(if found.momentum.is_some() {
            say!("\u{3b7} and momentum are what the schedule gives at this step, as if it stayed so.")
        } else {
            say!("\u{3b7} is what the schedule gives at this step, as if it stayed so.")
        });
    }
    if !lab.seen(contender).is_exact() {
        remarks
            .push(say!("Each update sees a gradient of its own: theory is of their mean, the measured is of one run."));
    }
    if lab.outcome_at(contender, found.step).is_some_and(|outcome| outcome.is_lost()) {
        remarks
            .push(say!("The run has left: it is shown up to its last finite iterate, step {step}.", step = found.step));
    }
    let [from, to] = found.shown(lab, contender);
    if to - from < lab.followed(contender).steps() {
        remarks.push(say!("Of this long run steps {from} to {to} are shown.", from, to));
    }
    if found.quadratic.dimension == 1 {
        remarks.push(say!("One parameter: L\u{2033} is the only eigenvalue, and there is no plane to turn."));
    }
    for (k, [z, _]) in NAMES.iter().enumerate().take(found.quadratic.dimension) {
        if found.quadratic.is_flat(k) {
            let size = found.quadratic.values[0].abs().max(found.quadratic.values[1].abs());
            let slope = found.quadratic.slopes[k];
            let what = if slope.abs() <= SAME * size * found.quadratic.at.norm().max(1.0) && size > 0.0 {
                say!("every point along it is stationary")
            } else {
                say!("along it the quadratic is a slope without a stationary point")
            };
            remarks.push(if found.is_exact {
                say!("H is singular: {z} has no curvature, {what}, and {z} counts from the start.", z, what)
            } else {
                say!("H is singular: {z} has no curvature, {what}, and {z} counts from the head.", z, what)
            });
        }
    }
    remarks
}

fn axis(k: usize, mode: &Mode) -> String {
    let [z, name] = NAMES[k];
    let value = if mode.is_flat { "0".into() } else { show_short(mode.value) };
    say!("{z} along {name} = {value}", z, name, value)
}

/// How the scales of the picture compare, where upwards is drawn `stretch` times as large as across.
pub fn scale_words(stretch: f64) -> String {
    let [across, up] = NAMES.map(|[z, _]| z);
    if stretch == 1.0 {
        say!("equal scales")
    } else if stretch > 1.0 {
        say!("{up} drawn {stretch} times as large as {across}", up, stretch = show_digits(stretch, 2), across)
    } else {
        say!("{across} drawn {stretch} times as large as {up}", across, stretch = show_digits(1.0 / stretch, 2), up)
    }
}

fn picture(found: &Theory) -> String {
    let Theory { quadratic, step, .. } = found;
    if quadratic.dimension == 1 {
        return say!("no picture of one parameter");
    }
    say!(
        "contours of the quadratic along its eigenvectors about the stationary point {center}, with the path of the contender, at \
         step {step}",
        center = show_point(quadratic.center),
        step
    )
}
