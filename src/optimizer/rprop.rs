//! Rprop: only the sign of the gradient counts, and each coordinate's step grows until that sign turns.
//!
//! With the previous gradient g⁻, zero at first, per coordinate: Δ ← Δ η⁺ if g g⁻ > 0, Δ η⁻ if g g⁻ < 0, as it is
//! otherwise, and kept within [Δmin, Δmax]; where g g⁻ < 0 the gradient counts as 0, now and as the next g⁻;
//! w ← w − sign(g) Δ.
//!
//! This is `torch.optim.Rprop`: the learning rate is the first Δ and nothing else, and so schedules have no effect.
//! A rate of 0 stays 0 here and nothing moves; PyTorch would begin with Δmin.
//! M. Riedmiller, H. Braun, A direct adaptive method for faster backpropagation learning: The RPROP algorithm, 1993;
//! without their step back after a turn: C. Igel, M. Hüsken, Improving the Rprop learning algorithm, 2000 (iRprop⁻).

use super::{Defaults, Entry, Family, Here, Listing, Optimizer, Rule, Stability, Width, abreast, both, lines, listed};
use crate::call::{Call, written};
use crate::linear::Vec2;
use crate::parameter::{Parameter, Range, Settings, Slider};

#[derive(Clone)]
struct Rprop<N = f64> {
    shrink: f64,
    grow: f64,
    least: f64,
    most: f64,
    /// The step sizes Δ.
    size: Vec2<N>,
    /// The gradient before, g⁻.
    before: Vec2<N>,
}

impl<N: Width> Rule<N> for Rprop<N> {
    #[inline]
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        let (w, g) = (here.w, here.gradient);
        if here.t == 0 {
            self.size = both(here.rate);
        }
        let agreement = g * self.before;
        self.before = agreement.zip(g, |agreement, g| if agreement < 0.0 { 0.0 } else { g });
        self.size = self.size.zip(agreement, |size, agreement| {
            let factor = match agreement {
                _ if agreement > 0.0 => self.grow,
                _ if agreement < 0.0 => self.shrink,
                _ => 1.0,
            };
            if size == 0.0 { 0.0 } else { (size * factor).max(self.least).min(self.most) }
        });
        w - self.before.sign() * self.size
    }

    fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        vec![("Δ", self.size), ("g⁻", self.before)]
    }
}

fn build<N: Width>(s: &Settings) -> Box<dyn Optimizer<N>> {
    Box::new(Rprop {
        shrink: s.number("eta_minus"),
        grow: s.number("eta_plus"),
        least: s.number("least"),
        most: s.number("most"),
        size: both(0.0),
        before: both(0.0),
    })
}

/// Steps shrink at every turn, whatever the first one was.
pub const ENTRY: Entry = Entry {
    key: "rprop",
    name: "Rprop",
    rule: r"\Delta \leftarrow \begin{cases} \min(\eta^{+} \Delta, \Delta_{\max}) & \mathbf{g} \odot \mathbf{g}^{-} > 0 \\ \max(\eta^{-} \Delta, \Delta_{\min}), \; \mathbf{g} \leftarrow 0 & \mathbf{g} \odot \mathbf{g}^{-} < 0 \end{cases} \\ \mathbf{w} \leftarrow \mathbf{w} - \Delta \odot \operatorname{sign}(\mathbf{g})",
    family: Family::Sign,
    source: "M. Riedmiller, H. Braun, A direct adaptive method for faster backpropagation learning: The RPROP algorithm, 1993",
    defaults: &[Defaults::own("PyTorch", 0.01)],
    parameters: &[
        Parameter::number(
            "eta_minus",
            "η⁻",
            "factor after a turn",
            0.5,
            Range { low: 0.0, high: 1.0, low_open: true, high_open: true },
            Slider::Linear(0.05, 0.95),
        ),
        Parameter::number(
            "eta_plus",
            "η⁺",
            "factor otherwise",
            1.2,
            Range { low: 1.0, high: f64::INFINITY, low_open: true, high_open: true },
            Slider::Linear(1.01, 2.0),
        ),
        Parameter::number("least", "Δmin", "least step", 1e-6, Range::NOT_NEGATIVE, Slider::Logarithmic(1e-9, 1.0))
            .advanced(),
        Parameter::number("most", "Δmax", "greatest step", 50.0, Range::POSITIVE, Slider::Logarithmic(1e-3, 1e3))
            .advanced(),
    ],
    gain: |_| 1.0,
    stability: |_| Stability::SelfLimiting,
    linear: None,
    code: listed(|_| {
        Listing::new(lines! { "size = lr", "dw_before = 0" }).then(lines! {
            "turn = sign(dw*dw_before)",
            "size = size*where(turn > 0, eta_plus, 1)",
            "size = size*where(turn < 0, eta_minus, 1)",
            "size = minimum(maximum(size, least), most)" => "Δ",
            "dw = where(turn < 0, 0, dw)" => "dw",
            "w = w - sign(dw)*size" => "w",
            "dw_before = dw" => "g⁻",
        })
    }),
    is_rule: |_| false,
    torch: written(|s| {
        let call = Call::new("Rprop").pair("etas", ["eta_minus", "eta_plus"].map(|key| s.number(key)));
        Some(call.pair("step_sizes", ["least", "most"].map(|key| s.number(key))))
    }),
    optax: None,
    build,
    abreast: abreast(build),
};
