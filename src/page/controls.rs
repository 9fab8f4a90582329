//! The controls of the page and what they stand at.

use serde::Serialize;

use super::points::{self, PointRow};
use super::{plain, show};
use crate::experiment::{Contender, Experiment, Fairness};
use crate::lab::Lab;
use crate::parameter::{Choice, Kind, Parameter, Setting, Settings, number_text};
use crate::{fairness, optimizer, schedule};

/// All that the page's controls show.
#[derive(Serialize)]
pub struct Page {
    link: String,
    surface: SurfaceCard,
    starts: Vec<Vec<Control>>,
    steps: Control,
    contenders: Vec<ContenderCard>,
    fairness: FairnessCard,
    stationary: Vec<PointRow>,
    stationary_summary: String,
    loss_axis: String,
    /// Whether losses can be shown on a logarithmic axis: their infimum is known.
    has_floor: bool,
}

/// The landscape's controls.
#[derive(Serialize)]
struct SurfaceCard {
    key: &'static str,
    name: &'static str,
    formula: &'static str,
    about: &'static str,
    source: &'static str,
    controls: Vec<Control>,
}

/// A contender's controls.
#[derive(Serialize)]
struct ContenderCard {
    key: &'static str,
    name: &'static str,
    /// Which form of the rule is used, where there are several, or what is switched off.
    form: Option<&'static str>,
    source: &'static str,
    /// The learning rate that is used, as text.
    rate: String,
    controls: Vec<Control>,
    /// Further hyper-parameters, shown on request.
    advanced: Vec<Control>,
    /// Names of the sets of defaults.
    defaults: Vec<&'static str>,
    schedule: Vec<StageCard>,
}

/// A schedule's controls.
#[derive(Serialize)]
struct StageCard {
    field: String,
    key: &'static str,
    about: &'static str,
    source: &'static str,
    controls: Vec<Control>,
}

/// The controls of fairness, and what the chosen mode says of the race.
#[derive(Serialize)]
struct FairnessCard {
    key: &'static str,
    /// The shared rate, where there is one.
    rate: Option<Control>,
    /// What is to be written beside the picture; nothing if each runs as set.
    words: String,
}

/// One control: a number with its slider, or a choice.
#[derive(Serialize)]
struct Control {
    field: String,
    symbol: &'static str,
    label: &'static str,
    /// What is set, as text that reads back as the same value.
    text: String,
    /// What is accepted, in words.
    wanted: String,
    /// Where the slider stands, in [0, 1], as text; none without a slider.
    fraction: Option<String>,
    /// The forms of a choice; none for a number.
    options: Option<&'static [Choice]>,
    /// The default, as text.
    default: String,
    /// What a touch screen's keys must have: "numeric" is digits, "decimal" a point as well, "text" a minus sign too.
    keys: &'static str,
    /// Whether it cannot be changed at the moment.
    fixed: bool,
}

impl Control {
    fn of(owner: &str, parameter: &Parameter, setting: &Setting) -> Self {
        let (fraction, options) = match (parameter.kind, setting) {
            (Kind::Number { slider, .. }, Setting::Number(value)) => {
                (Some(format!("{:.3}", slider.fraction(*value))), None)
            }
            (Kind::Choice { options }, _) => (None, Some(options)),
            _ => (None, None),
        };
        Control {
            field: format!("{owner}.{}", parameter.key),
            symbol: parameter.symbol,
            label: parameter.name,
            text: setting.to_string(),
            wanted: parameter.wanted(),
            fraction,
            options,
            default: parameter.default().to_string(),
            keys: match parameter.kind {
                Kind::Number { range, .. } if range.low >= 0.0 => "decimal",
                _ => "text",
            },
            fixed: false,
        }
    }

    fn plain(field: String, label: &'static str, text: String, keys: &'static str) -> Self {
        let (symbol, wanted) = ("", String::new());
        Control {
            field,
            symbol,
            label,
            default: text.clone(),
            text,
            wanted,
            fraction: None,
            options: None,
            keys,
            fixed: false,
        }
    }
}

/// The page's controls for the session as it stands.
pub fn describe(lab: &Lab) -> Page {
    let (experiment, checked) = (lab.experiment(), lab.checked());
    let surface = checked.surface;
    let parameters = surface.parameters.iter();
    let surface_controls = parameters.map(|p| Control::of("surface", p, checked.settings.get(p.key))).collect();
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
        let (basic, advanced): (Vec<_>, Vec<_>) = entry.parameters.iter().partition(|p| !p.advanced);
        let maximize = Setting::Choice(if contender.maximize { "on" } else { "off" }.into());
        let maximize = Control::of(&owner, &optimizer::MAXIMIZE, &maximize);
        let form = entry.parameters.iter().find_map(|p| match p.kind {
            Kind::Choice { options } => {
                let chosen = options.iter().position(|o| o.key == settings.choice(p.key)).unwrap_or(0);
                // A rule in several forms says which one it is; a switch says so where it is not as usual.
                (p.key == "form" && options.len() > 2 || chosen > 0).then_some(options[chosen].name)
            }
            _ => None,
        });
        ContenderCard {
            key: entry.key,
            name: entry.name,
            form,
            source: entry.source,
            rate: number_text(used),
            controls: std::iter::once(rate).chain(basic.into_iter().map(control)).collect(),
            advanced: advanced.into_iter().map(control).chain([maximize]).collect(),
            defaults: entry.defaults.iter().map(|defaults| defaults.name).collect(),
            schedule: stages(&owner, contender, &checked.schedules[k]),
        }
    });
    Page {
        link: experiment.to_link(),
        surface: SurfaceCard {
            key: surface.key,
            name: surface.name,
            formula: surface.formula,
            about: surface.about,
            source: surface.source,
            controls: surface_controls,
        },
        starts: starts.collect(),
        steps: Control::plain("steps".into(), "steps", experiment.steps.to_string(), "numeric"),
        contenders: cards.collect(),
        fairness: fairness_card(experiment),
        stationary: points::rows(lab),
        stationary_summary: points::summary(lab),
        has_floor: lab.floor().is_some(),
        loss_axis: match lab.floor() {
            Some(0.0) => "loss".into(),
            Some(floor) if floor < 0.0 => format!("loss + {}", show(-floor)),
            Some(floor) => format!("loss \u{2212} {}", show(floor)),
            None => "loss".into(),
        },
    }
}

fn stages(owner: &str, contender: &Contender, resolved: &[(&'static schedule::Entry, Settings)]) -> Vec<StageCard> {
    let stages = contender.schedule.iter().zip(resolved).enumerate();
    let cards = stages.map(|(k, (stage, (entry, settings)))| {
        let field = format!("{owner}.schedule.{}", k + 1);
        let after = (k > 0).then(|| {
            let text = stage.after.map_or_else(String::new, |after| after.to_string());
            let wanted = "the step from which it takes over; empty: it multiplies those before it".into();
            Control { wanted, ..Control::plain(format!("{field}.after"), "takes over after step", text, "numeric") }
        });
        let rest = entry.parameters.iter().map(|p| Control::of(&field, p, settings.get(p.key)));
        let controls = after.into_iter().chain(rest).collect();
        StageCard { key: entry.key, about: entry.about, source: entry.source, controls, field }
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
    let words = match fairness {
        Fairness::AsSet => String::new(),
        Fairness::SameRate { rate } => format!("The same learning rate for all: \u{3b7} = {}", plain(rate)),
        Fairness::SameEffective { rate } => {
            format!("The same effective learning rate for all: \u{3b7}/(1 \u{2212} \u{3bc}) = {}", plain(rate))
        }
        Fairness::Best => format!(
            "Each at its own best learning rate: least loss after {} steps; grid of 4 a decade, golden sections",
            fairness::search_steps(experiment)
        ),
    };
    FairnessCard { key: fairness.key(), rate, words }
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
