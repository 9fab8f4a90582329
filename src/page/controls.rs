//! The controls of the page and what they stand at.

use std::borrow::Cow;

use serde::Serialize;

use super::data::{self, DataCard};
use super::proof::{self, ProofCard};
use super::{Control, plain};
use super::{measured, pins, points};
use crate::experiment::{self, Contender, Experiment, Fairness, Unit, Words};
use crate::lab::{Lab, Series};
use crate::optimizer::{self, OWN};
use crate::parameter::{Kind, Parameter, Setting, Settings, number_text};
use crate::words::{say, text, word};
use crate::{fairness, formula, schedule};

/// All that the page's controls show.
#[derive(Serialize)]
pub struct Page {
    link: String,
    /// Whether the link holds all there is.
    link_is_whole: bool,
    surface: SurfaceCard,
    starts: Vec<Vec<Control>>,
    /// How long the race is.
    steps: Control,
    /// What it is counted in: steps or epochs.
    unit: &'static str,
    /// Whether it can be counted in epochs.
    has_epochs: bool,
    /// What is random in all runs.
    randomness: Vec<Control>,
    /// The data, of a loss over data.
    data: Option<DataCard>,
    /// What the chart can show, by key and name.
    quantities: Vec<(&'static str, String)>,
    /// What is to be written beside the picture: fairness, noise.
    banner: Vec<String>,
    /// Whether a contender's updates see other gradients than ∇L, to be shown as arrows.
    has_arrows: bool,
    /// Whether a map is asked for.
    has_map: bool,
    contenders: Vec<ContenderCard>,
    fairness: FairnessCard,
    stationary_summary: String,
    /// What is proved of them.
    proof: ProofCard,
    /// Whether there is an edit to undo, and one to do again.
    can_undo: [bool; 2],
    /// Whether losses can be shown on a logarithmic axis: there is something that they are known not to fall below.
    has_floor: bool,
}

/// The landscape's controls.
#[derive(Serialize)]
struct SurfaceCard {
    #[serde(flatten)]
    words: Words,
    /// The formula as MathML, where it is one.
    mathml: String,
    /// Whether the user types it.
    is_typed: bool,
    controls: Vec<Control>,
}

/// A contender's controls.
#[derive(Serialize)]
struct ContenderCard {
    key: &'static str,
    name: Cow<'static, str>,
    /// Which form of the rule is used, where there are several, or what is switched off.
    form: Option<Cow<'static, str>>,
    source: Cow<'static, str>,
    /// The learning rate that is used, as text.
    rate: String,
    controls: Vec<Control>,
    /// How it goes through the data.
    batching: Vec<Control>,
    /// The same in as few words as there is room for on a panel.
    batch: String,
    /// Further hyper-parameters, shown on request.
    advanced: Vec<Control>,
    /// Names of the sets of defaults.
    defaults: Vec<Cow<'static, str>>,
    schedule: Vec<StageCard>,
    /// The rule that the user types, of a contender that has one.
    rule: Option<RuleCard>,
    /// Whether it can be opened as a rule to be edited.
    is_writable: bool,
    /// Its pinned runs, by field and words.
    pins: Vec<(&'static str, String)>,
    /// Whether the present run is one of them.
    is_pinned: bool,
}

/// A typed update rule.
#[derive(Serialize)]
struct RuleCard {
    text: String,
    mathml: String,
}

/// A schedule's controls.
#[derive(Serialize)]
struct StageCard {
    field: String,
    key: &'static str,
    about: Cow<'static, str>,
    source: &'static str,
    controls: Vec<Control>,
}

/// The controls of fairness.
#[derive(Serialize)]
struct FairnessCard {
    key: &'static str,
    /// The shared rate, where there is one.
    rate: Option<Control>,
}

/// The page's controls for the session as it stands.
pub fn describe(lab: &Lab) -> Page {
    let (experiment, checked) = (lab.experiment(), lab.checked());
    let ground = &checked.ground;
    let effective = |p: &&Parameter| p.only_with.is_none_or(|(key, form)| ground.settings.choice(key) == form);
    let (made, own): (Vec<&Parameter>, Vec<&Parameter>) =
        ground.parameters.iter().filter(effective).partition(|p| ground.is_of_data(p.key));
    let surface_control = |p: &Parameter| Control::of("surface", p, ground.settings.get(p.key));
    let surface_controls = own.into_iter().map(surface_control).collect();
    let made_controls = made.into_iter().map(surface_control).collect();
    let (words, is_typed) = (ground.words(), matches!(ground.kind, experiment::Kind::Typed(..)));
    let starts = experiment.starts.iter().enumerate().map(|(k, w)| {
        let owner = format!("starts.{}", k + 1);
        let axes = [("x", w.x), ("y", w.y)].into_iter().take(lab.objective().variables());
        axes.map(|(axis, v)| Control::plain(format!("{owner}.{axis}"), axis, number_text(v), "text")).collect()
    });
    let contenders = checked.contenders.iter().zip(&experiment.contenders).enumerate();
    let cards = contenders.map(|(k, ((entry, settings), contender))| {
        let owner = format!("contenders.{}", k + 1);
        let used = lab.rate(k);
        let mut rate = Control::of(&owner, &optimizer::RATE, &Setting::Number(used));
        rate.default = number_text(entry.default_rate());
        rate.fixed = experiment.fairness != Fairness::AsSet;
        let control = |p: &Parameter| Control::of(&owner, p, settings.get(p.key));
        let parameters = entry.parameters_with(settings);
        let (basic, advanced): (Vec<&Parameter>, Vec<_>) = parameters.iter().partition(|p| !p.advanced);
        let is_own = entry.key == OWN.key;
        // The rule to begin with is nobody's.
        let defaults = if is_own { &[][..] } else { entry.defaults };
        let maximize = Setting::Choice(if contender.maximize { "on" } else { "off" }.into());
        let maximize = Control::of(&owner, &optimizer::MAXIMIZE, &maximize);
        let form = entry.parameters.iter().find_map(|p| match p.kind {
            Kind::Choice { options } => {
                let chosen = options.iter().position(|o| o.key == settings.choice(p.key)).unwrap_or(0);
                // A rule in several forms says which one it is; a switch says so where it is not as usual.
                (p.key == "form" && options.len() > 2 || chosen > 0).then(|| word(options[chosen].name))
            }
            _ => None,
        });
        ContenderCard {
            key: entry.key,
            name: word(entry.name),
            form,
            source: word(entry.source),
            rate: number_text(used),
            batching: data::batching(lab, &owner, contender),
            batch: data::brief_batching(contender),
            controls: std::iter::once(rate).chain(basic.into_iter().map(control)).collect(),
            advanced: advanced.into_iter().map(control).chain([maximize]).collect(),
            defaults: defaults.iter().map(|defaults| word(defaults.name)).collect(),
            schedule: stages(&owner, contender, &checked.schedules[k]),
            rule: is_own.then(|| rule_card(optimizer::text(settings))),
            is_writable: !is_own && (entry.is_rule)(settings),
            pins: pins::pins(lab, k),
            is_pinned: experiment.pins.contains(&lab.pin(k)),
        }
    });
    Page {
        link: experiment.to_link(),
        link_is_whole: experiment.fits_in_link(),
        surface: SurfaceCard { mathml: typeset(&words.formula), is_typed, words, controls: surface_controls },
        starts: starts.collect(),
        steps: {
            let label = match experiment.unit {
                Unit::Steps => text!("steps"),
                Unit::Epochs => text!("epochs"),
            };
            Control::plain(experiment.unit.field().into(), label, experiment.steps.to_string(), "numeric")
        },
        unit: experiment.unit.field(),
        has_epochs: lab.count().is_some(),
        randomness: data::randomness(lab),
        data: data::card(lab, made_controls),
        quantities: quantities(lab),
        banner: banner(lab),
        has_map: experiment.map.is_some(),
        has_arrows: checked.seen.iter().take(experiment.contenders.len()).any(|seen| !seen.is_exact()),
        contenders: cards.collect(),
        fairness: fairness_card(experiment),
        stationary_summary: points::summary(lab),
        proof: proof::card(lab),
        can_undo: lab.can_undo(),
        has_floor: lab.floor().is_some(),
    }
}

/// A formula as MathML; nothing of a text that is none, as of a surface in pieces.
fn typeset(formula: &str) -> String {
    formula::parse(formula).map_or_else(|_| String::new(), |formula| formula.mathml())
}

/// A typed rule with its lines as MathML.
fn rule_card(text: &str) -> RuleCard {
    RuleCard {
        text: text.into(),
        mathml: formula::Rule::parse(text).map_or_else(|_| String::new(), |rule| rule.mathml()),
    }
}

/// What the chart can show.
fn quantities(lab: &Lab) -> Vec<(&'static str, String)> {
    let loss = measured::loss(lab);
    let offered = Series::ALL.into_iter().filter(|(series, _)| lab.has(*series));
    let named = offered.map(|(series, key)| {
        let name = match series {
            Series::Loss => loss.clone(),
            Series::EpochLoss => say!("loss after each epoch"),
            Series::BatchLoss => say!("batch loss, mean of an epoch"),
            Series::HeldLoss => say!("loss, and dotted over held-out data"),
            Series::Rate => say!("learning rate"),
        };
        (key, name)
    });
    named.collect()
}

/// What is to be written beside the picture.
fn banner(lab: &Lab) -> Vec<String> {
    let experiment = lab.experiment();
    [fairness_words(lab), data::noise_words(experiment)].into_iter().filter(|words| !words.is_empty()).collect()
}

fn stages(owner: &str, contender: &Contender, resolved: &[(&'static schedule::Entry, Settings)]) -> Vec<StageCard> {
    let stages = contender.schedule.iter().zip(resolved).enumerate();
    let cards = stages.map(|(k, (stage, (entry, settings)))| {
        let field = format!("{owner}.schedule.{}", k + 1);
        let after = (k > 0).then(|| {
            let text = stage.after.map_or_else(String::new, |after| after.to_string());
            let wanted = say!("the step from which it takes over; empty: it multiplies those before it");
            Control {
                wanted,
                ..Control::plain(format!("{field}.after"), text!("takes over after step"), text, "numeric")
            }
        });
        let rest = entry.parameters.iter().map(|p| Control::of(&field, p, settings.get(p.key)));
        let controls = after.into_iter().chain(rest).collect();
        StageCard { key: entry.key, about: word(entry.about), source: entry.source, controls, field }
    });
    cards.collect()
}

fn fairness_card(experiment: &Experiment) -> FairnessCard {
    let fairness = experiment.fairness;
    let rate = fairness.rate().map(|rate| {
        let mut control = Control::of("fairness", &optimizer::RATE, &Setting::Number(rate));
        control.default = control.text.clone();
        control
    });
    FairnessCard { key: fairness.key(), rate }
}

fn fairness_words(lab: &Lab) -> String {
    match lab.experiment().fairness {
        Fairness::AsSet => String::new(),
        Fairness::SameRate { rate } => say!("The same learning rate for all: \u{3b7} = {rate}", rate = plain(rate)),
        Fairness::SameEffective { rate } => {
            say!("The same effective learning rate for all: \u{3b7}/(1 \u{2212} \u{3bc}) = {rate}", rate = plain(rate))
        }
        Fairness::Best => say!(
            "Each at its own best learning rate: least loss after {steps} steps; grid of 4 a decade, golden sections",
            steps = fairness::search_steps(lab.experiment(), lab.checked())
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_control_has_a_field_that_can_be_edited_with_its_own_text() {
        let mut lab = Lab::default();
        let page = describe(&lab);
        let controls = page.surface.controls.into_iter().chain(page.starts.into_iter().flatten());
        let controls = controls.chain(page.contenders.into_iter().flat_map(|card| card.controls)).chain([page.steps]);
        let before = lab.experiment().clone();
        for control in controls {
            lab.edit(&control.field, &control.text).expect("a control's own text is accepted");
        }
        assert_eq!(lab.experiment(), &before);
    }
}
