//! Theory beside practice, in words: what a quadratic says of a contender, and what was measured.

use std::borrow::Cow;

use serde::Serialize;

use super::{plain, show, show_digits, show_point, show_short};
use crate::experiment::Fairness;
use crate::explain::{Best, Mode, Motion, Theory, Undefined, best_for, theory};
use crate::lab::Lab;
use crate::optimizer::{self, Entry, Tuning};
use crate::parameter::{Kind, Parameter, number_text};
use crate::words::{say, text, word};

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

/// A button that sets the contender to its best.
#[derive(Serialize)]
pub struct BestButton {
    label: String,
    title: String,
    /// Fields and texts, in the order in which they are to be edited.
    edits: Vec<[String; 2]>,
    /// Why it cannot be used at the moment, or empty.
    idle: Cow<'static, str>,
}

/// One eigenvalue.
#[derive(Serialize)]
pub struct ModeRow {
    name: &'static str,
    eigenvalue: String,
    /// The factor of a step by theory, or empty.
    factor: String,
    /// How many steps a decade takes.
    decade: String,
    /// The factor that was measured, or empty.
    measured: String,
    /// Over which steps.
    window: String,
    verdict: Cow<'static, str>,
    /// `stable`, `limit`, `unstable` or empty, for its colour and sign.
    tone: &'static str,
    /// In which manner it moves.
    manner: String,
}

/// The names of the coordinates, and of their eigenvalues.
const NAMES: [[&str; 2]; 2] = [["z\u{2081}", "\u{3bb}\u{2081}"], ["z\u{2082}", "\u{3bb}\u{2082}"]];

/// Factors nearer to 1 than this are 1: rounding.
const LIMIT: f64 = 1e-9;

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

fn row(k: usize, mode: &Mode, one: bool, symbol: &str) -> ModeRow {
    let [z, name] = NAMES[k];
    let measured = mode.measured.map_or_else(
        || ("\u{2013}".into(), String::new()),
        |measured| {
            let [from, to] = measured.steps;
            (show(measured.factor), say!("steps {from} to {to}", from, to))
        },
    );
    let (verdict, tone) = match mode.spectrum {
        None => (Cow::Borrowed(""), ""),
        Some(_) if mode.is_flat => (word(text!("stays")), "limit"),
        Some(spectrum) if (spectrum.factor - 1.0).abs() <= LIMIT => (word(text!("at the limit")), "limit"),
        Some(spectrum) if spectrum.factor < 1.0 => (word(text!("stable")), "stable"),
        Some(_) => (word(text!("unstable")), "unstable"),
    };
    let name = if one { "L\u{2033}" } else { name };
    ModeRow {
        name: z,
        eigenvalue: format!("{name} = {}", if mode.is_flat { "0".into() } else { show_short(mode.value) }),
        factor: mode.spectrum.map_or_else(|| "\u{2013}".into(), |spectrum| show(spectrum.factor)),
        decade: mode.spectrum.map_or_else(|| "\u{2013}".into(), |spectrum| decade(spectrum.factor)),
        measured: measured.0,
        window: measured.1,
        verdict,
        tone,
        manner: manner(mode, symbol),
    }
}

/// How many steps a decade takes where nothing changes.
const NEVER: &str = text!("never");

/// How many steps a power of ten takes, down or up.
fn decade(factor: f64) -> String {
    if factor == 0.0 {
        return say!("at once");
    }
    if (factor - 1.0).abs() <= LIMIT {
        return word(NEVER).into_owned();
    }
    let steps = show_digits(std::f64::consts::LN_10 / libm::log(factor).abs(), 3);
    if factor < 1.0 { steps } else { say!("\u{d7}10 in {steps}", steps) }
}

/// In which manner a coordinate moves, in words; `symbol` is that of the momentum.
fn manner(mode: &Mode, symbol: &str) -> String {
    let Some(spectrum) = mode.spectrum else { return String::new() };
    if mode.is_flat {
        return say!("no curvature: nothing pulls along it, whatever \u{3b7} is");
    }
    if mode.value < 0.0 {
        return say!("negative curvature: any \u{3b7} > 0 leaves along it");
    }
    let manner = match (spectrum.motion, spectrum.factor > 1.0 + LIMIT) {
        (Motion::AtOnce, _) => return say!("there at once"),
        (Motion::Straight, false) => return say!("straight in, from one side"),
        (Motion::Straight, true) => return say!("straight in, from one side, and grows"),
        (Motion::Jumping, false) => return say!("to the other side at every step"),
        (Motion::Jumping, true) => return say!("to the other side at every step, and grows"),
        (Motion::Ringing { period }, false) => {
            say!("underdamped: rings, a swing in {steps} steps", steps = show_digits(period, 3))
        }
        (Motion::Ringing { period }, true) => {
            say!("underdamped: rings, a swing in {steps} steps, and grows", steps = show_digits(period, 3))
        }
        (Motion::Critical, false) => say!("critically damped: the fastest without ringing"),
        (Motion::Critical, true) => say!("critically damped, and grows: the fastest without ringing"),
        (Motion::Creeping, false) => say!("overdamped: creeps in"),
        (Motion::Creeping, true) => say!("overdamped: creeps in, and grows"),
        (Motion::Alternating, false) => say!("to the other side at every step, in spite of the velocity"),
        (Motion::Alternating, true) => say!("to the other side at every step, in spite of the velocity, and grows"),
    };
    match mode.critical {
        Some([low, high]) if high < 1.0 - LIMIT => {
            let (low, high) = (show_short(low), show_short(high));
            say!("{manner}; {symbol} between {low} and {high} rings", manner, symbol, low, high)
        }
        Some([low, _]) if low < 1.0 => {
            say!("{manner}; critical at {symbol} = {value}", manner, symbol, value = show_short(low))
        }
        _ => manner,
    }
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

/// What is best in words, and the button that sets it.
fn best(lab: &Lab, contender: usize, found: &Theory) -> (String, Option<BestButton>) {
    let (entry, settings) = &lab.checked().contenders[contender];
    let Some((linear, _)) = entry.linear.zip(found.recurrence) else { return (String::new(), None) };
    let (values, modes) = (&found.quadratic.values, &found.modes);
    if let Some(k) = modes.iter().position(|mode| mode.is_flat) {
        return (
            say!(
                "No rate is best: {name} = 0, and nothing converges along it, whatever \u{3b7} is.",
                name = NAMES[k][1]
            ),
            None,
        );
    }
    if let Some(k) = modes.iter().position(|mode| mode.value < 0.0) {
        let value = show_short(values[k]);
        let name = if lab.is_curve() { "L\u{2033}" } else { NAMES[k][1] };
        return (
            say!(
                "No rate is best: {name} = {value} is negative curvature, and any \u{3b7} > 0 leaves along it.",
                name,
                value
            ),
            None,
        );
    }
    let ends = [modes[0].value, modes[modes.len() - 1].value];
    let Some(best) = best_for(&linear, settings, ends) else {
        return (say!("No rate is best: with these settings the velocity takes in nothing of the gradient."), None);
    };
    let now = modes.iter().filter_map(|mode| mode.spectrum).map(|spectrum| spectrum.factor).fold(0.0, f64::max);
    let (factor, now) = (factor_words(best.factor), factor_words(now));
    let condition = (modes.len() > 1).then(|| show_short(ends[1] / ends[0]));
    let words = match (found.is_exact, condition) {
        (true, None) => say!("Best: {factor}; now {now}.", factor, now),
        (false, None) => say!("Best here: {factor}; now {now}.", factor, now),
        (true, Some(condition)) => {
            say!("Best for \u{3ba} = \u{3bb}max/\u{3bb}min = {condition}: {factor}; now {now}.", condition, factor, now)
        }
        (false, Some(condition)) => {
            say!(
                "Best here for \u{3ba} = \u{3bb}max/\u{3bb}min = {condition}: {factor}; now {now}.",
                condition,
                factor,
                now
            )
        }
    };
    let values: Vec<String> = best
        .numbers
        .iter()
        .map(|(key, value)| {
            let symbol = entry.parameters.iter().find(|p| p.key == *key).map_or(*key, |p| p.symbol);
            format!(", {symbol} = {}", show_short(*value))
        })
        .collect();
    let idle = idle(lab, contender, &best);
    let owner = format!("contenders.{}", contender + 1);
    let edits = [("rate", best.rate)].into_iter().chain(best.numbers.iter().copied());
    let button = BestButton {
        label: say!("use \u{3b7} = {rate}{others}", rate = show_short(best.rate), others = values.concat()),
        title: say!("set {name} to what is best for these eigenvalues", name = word(entry.name)),
        edits: edits.map(|(key, value)| [format!("{owner}.{key}"), number_text(value)]).collect(),
        idle,
    };
    (words, Some(button))
}

/// A factor and the steps that a decade takes with it.
fn factor_words(factor: f64) -> String {
    let times = say!("\u{d7} {factor} a step", factor = show_short(factor));
    match decade(factor) {
        _ if factor > 1.0 + LIMIT => say!("{times}, and so it leaves", times),
        _ if factor == 0.0 => say!("there in one step"),
        steps if steps == word(NEVER) => say!("\u{d7} 1 a step, and so never"),
        steps => say!("{times}, a decade in {steps} steps", times, steps),
    }
}

/// Why a contender cannot be set to what is best, or need not be.
fn idle(lab: &Lab, contender: usize, best: &Best) -> Cow<'static, str> {
    let settings = &lab.checked().contenders[contender].1;
    let same = |a: f64, b: f64| (a - b).abs() <= SAME * b.abs().max(SAME);
    if lab.experiment().fairness != Fairness::AsSet {
        word(text!("the race sets the learning rates: choose \u{201c}as set\u{201d} above the contenders first"))
    } else if same(lab.experiment().contenders[contender].rate, best.rate)
        && best.numbers.iter().all(|(key, value)| same(settings.number(key), *value))
    {
        word(text!("this is what it runs with"))
    } else {
        "".into()
    }
}
