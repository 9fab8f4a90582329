//! The columns of the comparison: their keys, headings and meanings.

use super::super::show_short;
use super::ComparisonView;
use crate::explain::comparison::{self, Criterion};
use crate::lab::Lab;
use crate::words::{say, text, word};

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Optimizer,
    Outcome,
    Step,
    Loss,
    Distance,
    Reached,
    Gradients,
    Points,
    Losses,
    Hessians,
    Length,
    Increases,
    Rate,
}

impl Column {
    /// Every column, from the left.
    pub(super) const ALL: [Column; 13] = [
        Column::Optimizer,
        Column::Outcome,
        Column::Step,
        Column::Loss,
        Column::Distance,
        Column::Reached,
        Column::Gradients,
        Column::Points,
        Column::Losses,
        Column::Hessians,
        Column::Length,
        Column::Increases,
        Column::Rate,
    ];

    /// The name in the CSV, and by which it is sorted.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Column::Optimizer => "optimizer",
            Column::Outcome => "outcome",
            Column::Step => "steps",
            Column::Loss => "loss",
            Column::Distance => "distance_to_minimum",
            Column::Reached => "steps_to_threshold",
            Column::Gradients => "gradients",
            Column::Points => "gradients_of_data_points",
            Column::Losses => "losses",
            Column::Hessians => "hessians",
            Column::Length => "path_length",
            Column::Increases => "loss_increases",
            Column::Rate => "learning_rate",
        }
    }

    /// What stands above it, in one line or two.
    pub(super) fn heading(self, lab: &Lab, view: &ComparisonView) -> String {
        let text = match self {
            Column::Optimizer => text!("optimizer"),
            Column::Outcome => text!("outcome"),
            Column::Step => text!("steps"),
            Column::Loss => text!("loss"),
            Column::Distance => text!("to a\nminimum"),
            Column::Reached => return say!("steps to\n{threshold}", threshold = view.threshold_words(lab)),
            Column::Gradients => text!("gradients"),
            Column::Points => text!("of data\npoints"),
            Column::Losses => text!("losses"),
            Column::Hessians => text!("Hessians"),
            Column::Length => text!("path\nlength"),
            Column::Increases => text!("rises"),
            Column::Rate => "\u{3b7}",
        };
        word(text).into_owned()
    }

    /// What it is, exactly.
    pub(super) fn about(self, lab: &Lab, view: &ComparisonView) -> String {
        let text = match self {
            Column::Optimizer => text!("the rule, and what tells it from others of the same name"),
            Column::Outcome => text!("how the run stands, as on its panel"),
            Column::Step => text!("the updates made when it is judged"),
            Column::Loss => text!("L(w), over all data"),
            Column::Distance => {
                let count = comparison::minima(lab).count();
                return if count == 1 {
                    say!("from w to the one minimum known in and around the view")
                } else {
                    say!("from w to the nearest of {count} minima known in and around the view", count)
                };
            }
            Column::Reached => match view.criterion {
                Criterion::Loss => match lab.floor() {
                    Some(floor) => {
                        return say!(
                            "the first step with the loss at most \u{3b5} above its floor, {floor}",
                            floor = show_short(floor)
                        );
                    }
                    None => text!("the loss is not known to be bounded below"),
                },
                Criterion::Gradient => text!("the first step with a gradient no longer than \u{3b5}, over all data"),
                Criterion::Distance => text!("the first step no farther than \u{3b5} from the nearest minimum"),
            },
            Column::Gradients => {
                text!(
                    "gradient evaluations: that at w in each update whose rule uses it, and every one elsewhere, as of a line search"
                )
            }
            Column::Points => text!("the same, counted for each data point of a batch"),
            Column::Losses => text!("evaluations of the loss alone, without a gradient"),
            Column::Hessians => text!("evaluations of the Hessian"),
            Column::Length => text!("the sum of the lengths of all steps"),
            Column::Increases => text!("how many steps raise the loss, if only by rounding"),
            Column::Rate => text!("the learning rate, before any schedule"),
        };
        word(text).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_where_their_numbers_say() {
        assert!(Column::ALL.iter().enumerate().all(|(k, column)| *column as usize == k));
    }
}
