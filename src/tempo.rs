//! The learning rate, and for some schedules the momentum, of each step.

/// What a schedule prescribes for one step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// The learning rate η.
    pub rate: f64,
    /// The momentum, or β₁, in place of the optimizer's own; none to leave that alone.
    pub momentum: Option<f64>,
}

impl Pace {
    /// The learning rate alone.
    pub const fn rate(rate: f64) -> Self {
        Pace { rate, momentum: None }
    }
}

/// How the pace of each step follows from the base learning rate, the step's number and, for some, the losses.
pub trait Schedule: Send + Sync {
    /// The pace of update t → t + 1.
    ///
    /// `base` is the learning rate that the schedule starts from and `loss` is L(wᵗ).
    /// It is asked once for each t = 0, 1, 2, … in this order, as it may keep a state: the best loss, the latest
    /// restart.
    fn pace(&mut self, base: f64, t: usize, loss: f64) -> Pace;

    /// Whether the losses matter, so that each run has a pace of its own.
    fn looks_at_loss(&self) -> bool {
        false
    }
}

/// The pace of a whole run.
pub enum Tempo {
    /// One learning rate for all steps.
    Constant(f64),
    /// A schedule.
    Scheduled {
        /// The learning rate that the schedule starts from.
        base: f64,
        /// The schedule, before the first step of the run.
        schedule: Box<dyn Schedule>,
    },
}

impl Tempo {
    /// The learning rate before any schedule.
    pub fn base(&self) -> f64 {
        match self {
            Tempo::Constant(rate) => *rate,
            Tempo::Scheduled { base, .. } => *base,
        }
    }

    /// Whether the pace is another one for other losses.
    pub fn looks_at_loss(&self) -> bool {
        match self {
            Tempo::Constant(_) => false,
            Tempo::Scheduled { schedule, .. } => schedule.looks_at_loss(),
        }
    }

    /// The pace of update t → t + 1 from an iterate with this `loss`; to be asked once for each t, in order.
    #[inline(always)]
    pub fn pace(&mut self, t: usize, loss: f64) -> Pace {
        match self {
            Tempo::Constant(rate) => Pace::rate(*rate),
            Tempo::Scheduled { base, schedule } => schedule.pace(*base, t, loss),
        }
    }
}

impl From<f64> for Tempo {
    fn from(rate: f64) -> Self {
        Tempo::Constant(rate)
    }
}
