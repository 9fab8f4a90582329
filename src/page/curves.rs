//! What the chart of learning curves says in words.

use super::{clock_words, show_short};
use crate::lab::{Lab, Series};
use crate::words::word;

/// Where the clock stands, and what every contender's curve is worth there.
pub fn curve_words(lab: &Lab, series: Series, clock: usize) -> String {
    let at = clock as f64 * lab.length() as f64 / lab.steps().max(1) as f64;
    let mut words = clock_words(lab, clock);
    for (index, (entry, _)) in lab.checked().contenders.iter().take(lab.experiment().contenders.len()).enumerate() {
        let curve = lab.learning(index, series);
        let place = ((at / curve.stride) as usize).min(curve.values.len().saturating_sub(1));
        if let Some(value) = curve.values.get(place).filter(|value| !value.is_nan()) {
            words.push_str(&format!("; {} {} {}", index + 1, word(entry.name), show_short(*value)));
        }
    }
    words
}
