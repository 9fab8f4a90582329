//! What an update has the landscape evaluate.

/// Evaluations of a landscape, each at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Evaluations {
    /// Losses without a gradient.
    pub losses: usize,
    /// Gradients, each with its loss.
    pub gradients: usize,
    /// Hessians, each beside its gradient.
    pub hessians: usize,
}

/// What an update has the landscape evaluate: what the rule makes use of, and not what is computed besides to be shown.
///
/// The gradient at w counts in every update that uses it, also where a line search has just seen it: so counts
/// `torch.optim.LBFGS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// In every update the same.
    Always(Evaluations),
    /// As much as the update's search takes.
    Searching {
        /// At w.
        here: Evaluations,
        /// At each place that the rule asks [`Here::slope`](super::Here::slope) about.
        there: Evaluations,
    },
}

impl Evaluations {
    /// Nothing.
    pub const NONE: Evaluations = Evaluations { losses: 0, gradients: 0, hessians: 0 };
    /// One loss.
    pub const LOSS: Evaluations = Evaluations { losses: 1, ..Evaluations::NONE };
    /// One gradient with its loss.
    pub const GRADIENT: Evaluations = Evaluations { gradients: 1, ..Evaluations::NONE };

    /// These `count` times.
    pub const fn times(self, count: usize) -> Evaluations {
        Evaluations { losses: count * self.losses, gradients: count * self.gradients, hessians: count * self.hessians }
    }

    /// These and `other`.
    pub const fn and(self, other: Evaluations) -> Evaluations {
        Evaluations {
            losses: self.losses + other.losses,
            gradients: self.gradients + other.gradients,
            hessians: self.hessians + other.hessians,
        }
    }
}

impl Asks {
    /// One gradient in every update.
    pub const GRADIENT: Asks = Asks::Always(Evaluations::GRADIENT);
    /// The gradient at w, and one at each place searched.
    pub const GRADIENTS: Asks = Asks::Searching { here: Evaluations::GRADIENT, there: Evaluations::GRADIENT };
}
