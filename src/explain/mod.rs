//! What explains a run: theory that is set beside what was measured.

mod optimum;
mod spectrum;
mod theory;

pub use optimum::{Best, best_for, gradient_descent, heavy_ball, nesterov};
pub use spectrum::{Motion, Spectrum, critical_momenta, spectrum};
pub use theory::{Measured, Mode, Quadratic, Theory, Undefined, theory};
