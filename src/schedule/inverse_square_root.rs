//! Inverse square root decay: the rate falls like 1/√t.
//!
//! ηₜ = η₀ / √(1 + k t), t = 0, 1, 2, …
//!
//! The rate of M. Zinkevich, Online convex programming and generalized infinitesimal gradient ascent, 2003, theorem 1
//! (ηₜ = t^(−1/2) there, which is k = 1 counted from t = 1).
//! In PyTorch a `torch.optim.lr_scheduler.LambdaLR` with `lambda t: 1 / math.sqrt(1 + k * t)`.

use super::{Entry, decay};
use crate::call::written;
use crate::tempo::{Pace, Schedule};

struct InverseSquareRoot {
    k: f64,
}

impl Schedule for InverseSquareRoot {
    fn pace(&mut self, base: f64, t: usize, _: f64) -> Pace {
        Pace::rate(base / libm::sqrt(1.0 + self.k * t as f64))
    }
}

/// After 3/k steps the rate has halved.
pub const ENTRY: Entry = Entry {
    key: "inverse_square_root",
    name: "Inverse square root",
    rule: r"\eta_t = \frac{\eta_0}{\sqrt{1 + k t}}",
    about: "Falls more slowly than inverse time: far targets are still reached, noise dies out late.",
    source: "M. Zinkevich, Online convex programming and generalized infinitesimal gradient ascent, 2003",
    parameters: &[decay(0.05)],
    code: written(|_| "return base/sqrt(1 + k*t)".into()),
    torch: None,
    build: |s| Box::new(InverseSquareRoot { k: s.number("k") }),
};
