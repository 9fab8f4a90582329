//! A contender in a link: its optimizer with its settings, its schedules, and a rule that the user typed.

use super::{
    BATCH, Batching, COUNTS, Contender, ORDER, Order, STREAM, Stage,
    link_settings::{self, AFTER, split_head},
    pin,
};
use crate::optimizer::{self, OWN};
use crate::parameter::{Parameter, Setting, number_text};
use crate::problem::Problem;
use crate::schedule;
use crate::words::{say, text};

/// The contender as a part of a link, from after its `c=` on.
pub(super) fn written(contender: &Contender) -> String {
    let mut link = format!("{},rate:{}", contender.optimizer, number_text(contender.rate));
    link_settings::push(&mut link, &contender.parameters);
    if contender.maximize {
        link += ",maximize:on";
    }
    let Batching { size, order, stream } = contender.batching;
    if let Some(size) = size {
        link += &format!(",batch:{size}");
    }
    if order != Order::Shuffled {
        link += &format!(",order:{}", order.key());
    }
    if stream != 0 {
        link += &format!(",stream:{stream}");
    }
    if contender.counts_epochs {
        link += ",counts:epochs";
    }
    for stage in &contender.schedule {
        link += &format!(";{}", stage.schedule);
        if let Some(after) = stage.after {
            link += &format!(",after:{after}");
        }
        link_settings::push(&mut link, &stage.parameters);
    }
    if let Some(rule) = &contender.rule {
        link += "&u=";
        link.extend(form_urlencoded::byte_serialize(rule.as_bytes()));
    }
    link
}

/// The contender that `text` and its `rule` spell; `index` names it in an error, from 0.
///
/// # Errors
/// Names the first part that is missing, unknown or out of range.
pub(super) fn read(index: usize, text: &str, rule: Option<String>) -> Result<Contender, Problem> {
    let owner = pin::name(index);
    let mut parts = text.split(';');
    let (key, rest) = split_head(parts.next().unwrap_or_default());
    let mut bare = Contender::new(key, 0.0);
    if let Some(rule) = rule {
        // The rule to begin with is the same whether it is written or not.
        bare = if key == OWN.key { bare.with_rule(&rule) } else { Contender { rule: Some(rule), ..bare } };
    }
    let mut parameters = bare.parameters(index)?.1.into_owned();
    let rate = format!("{owner}.rate");
    parameters.extend([optimizer::RATE, optimizer::MAXIMIZE, BATCH, ORDER, STREAM, COUNTS]);
    let mut given = link_settings::read(&owner, &parameters, rest)?;
    let maximize = given.remove(optimizer::MAXIMIZE.key).is_some();
    let counts_epochs = given.remove(COUNTS.key).is_some();
    let whole = |setting: Option<Setting>| match setting {
        Some(Setting::Number(value)) => Some(value),
        _ => None,
    };
    let order = match given.remove(ORDER.key) {
        Some(Setting::Choice(key)) => Order::of(&key).unwrap_or_default(),
        _ => Order::default(),
    };
    let size = whole(given.remove(BATCH.key)).map(|size| size as usize);
    let stream = whole(given.remove(STREAM.key)).unwrap_or(0.0) as u32;
    let Some(Setting::Number(rate)) = given.remove(optimizer::RATE.key) else {
        return Err(Problem::new(&rate, optimizer::RATE.wanted(), say!("a contender without it")));
    };
    let stages = parts.enumerate().map(|(k, part)| stage(&format!("{owner}.schedule.{}", k + 1), part));
    let schedule = stages.collect::<Result<_, _>>()?;
    let batching = Batching { size, order, stream };
    Ok(Contender { rate, parameters: given, maximize, schedule, counts_epochs, batching, ..bare })
}

fn stage(owner: &str, text: &str) -> Result<Stage, Problem> {
    let (key, rest) = split_head(text);
    let Some(entry) = schedule::find(key) else {
        let keys: Vec<_> = schedule::ALL.iter().map(|entry| entry.key).collect();
        return Err(Problem::new(owner, say!("one of {keys}", keys = keys.join(", ")), key));
    };
    let mut parameters: Vec<Parameter> = entry.parameters.to_vec();
    parameters.push(AFTER);
    let mut given = link_settings::read(owner, &parameters, rest)?;
    let after = match given.remove(AFTER.key) {
        Some(Setting::Number(after)) if after.fract() == 0.0 => Some(after as usize),
        Some(after) => return Err(Problem::new(&format!("{owner}.after"), text!("a whole number"), after)),
        None => None,
    };
    Ok(Stage { schedule: key.into(), parameters: given, after })
}
