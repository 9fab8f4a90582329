//! Scenes: whole experiments, or the parts in which they differ from the lesson's.

use super::{Scene, within};
use crate::experiment::Experiment;
use crate::problem::Problem;

/// A link's fragment without the sign before it.
pub(super) fn whole(link: &str) -> String {
    link.trim().trim_start_matches('#').into()
}

/// The link of a step to `target`, which is whole or, after `#&`, what replaces parts of `base`.
///
/// All parts of a name that is given are replaced together; a part without a value only goes.
pub(super) fn resolve(base: &str, target: &str) -> String {
    let Some(changes) = target.strip_prefix("#&") else { return whole(target) };
    let changes: Vec<&str> = changes.split('&').filter(|part| !part.is_empty()).collect();
    let replaces = |part: &str| changes.iter().any(|change| slot(change) == slot(part));
    let mut parts: Vec<&str> = Vec::new();
    let mut placed: Vec<&str> = Vec::new();
    for part in base.split('&') {
        if !replaces(part) {
            parts.push(part);
        } else if !placed.contains(&slot(part)) {
            placed.push(slot(part));
            parts.extend(changes.iter().copied().filter(|change| slot(change) == slot(part)));
        }
    }
    // What the lesson's own experiment does not have, in the order given.
    parts.extend(changes.iter().copied().filter(|change| !placed.contains(&slot(change))));
    parts.retain(|part| part.split_once('=').is_none_or(|(_, value)| !value.is_empty()));
    parts.join("&")
}

/// The name of a part of a link, the same for those that stand for one another: a typed rule goes with its contender,
/// and a race is so many steps or epochs long.
fn slot(part: &str) -> &str {
    match part.split('=').next().unwrap_or_default() {
        "u" => "c",
        "epochs" => "steps",
        name => name,
    }
}

/// The scene that a link sets, which is written as the page writes it.
///
/// # Errors
/// Names file, line and field of what is wrong with it.
pub(super) fn of(file: &str, line: usize, link: &str, words: &str) -> Result<Scene, Problem> {
    let experiment = Experiment::from_link(link).map_err(|problem| within(file, line, problem))?;
    Ok(Scene { link: experiment.to_text(), words: words.trim().into(), line })
}

#[cfg(test)]
mod tests {
    use super::resolve;

    const BASE: &str = "v=1&on=bowl&view=0,1,0,1&start=1,1&start=2,2&steps=20&c=adam,rate:1&c=own,rate:1&u=w=w-lr*g";

    #[test]
    fn a_whole_link_stands_by_itself() {
        assert_eq!(resolve(BASE, "#v=1&on=saddle"), "v=1&on=saddle");
    }

    #[test]
    fn all_parts_of_a_name_are_replaced_together() {
        assert_eq!(
            resolve(BASE, "#&start=0,3"),
            "v=1&on=bowl&view=0,1,0,1&start=0,3&steps=20&c=adam,rate:1&c=own,rate:1&u=w=w-lr*g"
        );
        assert_eq!(
            resolve(BASE, "#&c=lion,rate:2&epochs=4"),
            "v=1&on=bowl&view=0,1,0,1&start=1,1&start=2,2&epochs=4&c=lion,rate:2"
        );
    }

    #[test]
    fn new_parts_come_last_and_empty_ones_go() {
        let text = resolve(BASE, "#&map=basins,budget:500&start=");
        assert_eq!(
            text,
            "v=1&on=bowl&view=0,1,0,1&steps=20&c=adam,rate:1&c=own,rate:1&u=w=w-lr*g&map=basins,budget:500"
        );
    }
}
