//! RMSProp: AdaGrad with a memory that fades.
//!
//! r ← α r + (1 − α) g²; w ← w − η g / (√r + δ), per coordinate, with r = 0 at first.
//!
//! δ stands outside the root, as in the notes and in `torch.optim.RMSprop`; Goodfellow, Keras and optax put it inside,
//! √(r + δ), where the same number is a much higher floor.
//! Centered: a ← α a + (1 − α) g, and r − a² in place of r, a variance; where rounding makes it negative it is 0.
//! With momentum μ and q = g/(√r + δ), v = 0 at first, three forms are in use:
//!
//! - pytorch: v ← μ v + q; w ← w − η v
//! - notes: v ← μ v − η q; w ← w + v (Keras, optax); another path only if η changes
//! - nesterov: the same with g at w + μ v
//!
//! Weight decay adds λ w to g.
//! G. Hinton, N. Srivastava, K. Swersky, Neural networks for machine learning, lecture 6a, 2012, slide 29; centered:
//! A. Graves, Generating sequences with recurrent neural networks, 2013, equations (38) to (41); with Nesterov's
//! momentum:
//! I. Goodfellow, Y. Bengio, A. Courville, Deep learning, 2016, algorithm 8.6.

use super::{
    Defaults, Entry, Family, Here, Listing, Optimizer, PENALTY, Rule, Value, Width, abreast, both, delta, lines,
    listed, penalized, rescaled,
};
use crate::call::{Call, written};
use crate::linear::Vec2;
use crate::parameter::{Choice, Parameter, Range, Settings, Slider};

#[derive(Clone, Copy)]
enum Form {
    PyTorch,
    Notes,
    Nesterov,
}

#[derive(Clone)]
struct RmsProp<N = f64> {
    alpha: f64,
    delta: f64,
    /// Whether δ stands inside the root.
    inside: bool,
    centered: bool,
    mu: f64,
    form: Form,
    /// The averaged squares r.
    r: Vec2<N>,
    /// The averaged gradient a, if centered.
    a: Vec2<N>,
    /// The velocity v, with momentum.
    v: Vec2<N>,
    /// Whether there is momentum: set, or given by a schedule so far.
    carries: bool,
}

impl<N: Width> RmsProp<N> {
    /// Takes in `g` and returns what it is divided by.
    #[inline(always)]
    fn take_in(&mut self, g: Vec2<N>) -> Vec2<N> {
        self.r = self.alpha * self.r + (1.0 - self.alpha) * g.square();
        if self.centered {
            self.a = self.alpha * self.a + (1.0 - self.alpha) * g;
        }
        self.root()
    }

    #[inline(always)]
    fn root(&self) -> Vec2<N> {
        let mut r = self.r;
        if self.centered {
            r = (r - self.a.square()).map(|variance| if variance < 0.0 { 0.0 } else { variance });
        }
        if self.inside { (r + self.delta).sqrt() } else { r.sqrt() + self.delta }
    }
}

impl<N: Width> Rule<N> for RmsProp<N> {
    #[inline(always)]
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        let (w, rate) = (here.w, here.rate);
        let mu = here.momentum.unwrap_or(self.mu);
        if mu == 0.0 {
            return w - rate * here.gradient / self.take_in(here.gradient);
        }
        self.carries = true;
        let carried = mu * self.v;
        let g = match self.form {
            Form::Nesterov => here.slope(w + carried).gradient,
            Form::PyTorch | Form::Notes => here.gradient,
        };
        match self.form {
            Form::PyTorch => {
                self.v = carried + g / self.take_in(g);
                w - rate * self.v
            }
            Form::Notes | Form::Nesterov => {
                self.v = carried - rate * g / self.take_in(g);
                w + self.v
            }
        }
    }

    fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        let averaged = self.centered.then_some(("a", self.a));
        let velocity = self.carries.then_some(("v", self.v));
        [("r", self.r)].into_iter().chain(averaged).chain(velocity).collect()
    }

    fn divisor(&self) -> Vec2<N> {
        self.root()
    }
}

const PLACES: &[Choice] = &[
    Choice {
        key: "outside",
        name: "outside the root: √r + δ",
        rule: r"\mathbf{r} \leftarrow \alpha \mathbf{r} + (1 - \alpha) \, \mathbf{g}^2 \\ \mathbf{w} \leftarrow \mathbf{w} - \frac{\eta}{\sqrt{\mathbf{r}} + \delta} \odot \mathbf{g}",
    },
    Choice {
        key: "inside",
        name: "inside the root: √(r + δ)",
        rule: r"\mathbf{r} \leftarrow \alpha \mathbf{r} + (1 - \alpha) \, \mathbf{g}^2 \\ \mathbf{w} \leftarrow \mathbf{w} - \frac{\eta}{\sqrt{\mathbf{r} + \delta}} \odot \mathbf{g}",
    },
];

const FORMS: &[Choice] = &[
    Choice {
        key: "pytorch",
        name: "PyTorch: v ← μ v + q",
        rule: r"\mathbf{v} \leftarrow \mu \mathbf{v} + \frac{\mathbf{g}}{\sqrt{\mathbf{r}} + \delta} \\ \mathbf{w} \leftarrow \mathbf{w} - \eta \, \mathbf{v}",
    },
    Choice {
        key: "notes",
        name: "notes, Keras: v ← μ v − η q",
        rule: r"\mathbf{v} \leftarrow \mu \mathbf{v} - \frac{\eta}{\sqrt{\mathbf{r}} + \delta} \odot \mathbf{g} \\ \mathbf{w} \leftarrow \mathbf{w} + \mathbf{v}",
    },
    Choice {
        key: "nesterov",
        name: "Nesterov: gradient at w + μ v",
        rule: r"\mathbf{g} = \nabla L(\mathbf{w} + \mu \mathbf{v}) \\ \mathbf{v} \leftarrow \mu \mathbf{v} - \frac{\eta}{\sqrt{\mathbf{r}} + \delta} \odot \mathbf{g} \\ \mathbf{w} \leftarrow \mathbf{w} + \mathbf{v}",
    },
];

fn build<N: Width>(s: &Settings) -> Box<dyn Optimizer<N>> {
    let form = match s.choice("momentum_form") {
        "notes" => Form::Notes,
        "nesterov" => Form::Nesterov,
        _ => Form::PyTorch,
    };
    let (mu, inside, centered) = (s.number("mu"), s.choice("place") == "inside", s.is_on("centered"));
    let rule = RmsProp {
        alpha: s.number("alpha"),
        delta: s.number("delta"),
        inside,
        centered,
        mu,
        form,
        r: both(0.0),
        a: both(0.0),
        v: both(0.0),
        carries: mu != 0.0,
    };
    penalized(rule, s)
}

/// With r at rest, stable on a quadratic exactly for η < 2/λmax(P⁻¹H), P = diag(√r + δ); with momentum (2 + 2μ)/…, and
/// in Nesterov's form that over 1 + 2μ.
pub const ENTRY: Entry = Entry {
    key: "rmsprop",
    name: "RMSProp",
    rule: PLACES[0].rule,
    family: Family::Notes,
    source: "G. Hinton, N. Srivastava, K. Swersky, Neural networks for machine learning, lecture 6a, 2012",
    defaults: &[
        Defaults::own("notes", 0.01),
        Defaults { name: "PyTorch", rate: 0.01, settings: &[("alpha", Value::Number(0.99))] },
        Defaults {
            name: "Keras",
            rate: 1e-3,
            settings: &[
                ("delta", Value::Number(1e-7)),
                ("place", Value::Choice("inside")),
                ("momentum_form", Value::Choice("notes")),
            ],
        },
    ],
    parameters: &[
        Parameter::number("alpha", "α", "decay of the squares", 0.9, Range::FRACTION, Slider::TowardsOne(0.9999)),
        delta(1e-8),
        Parameter::choice("place", "place of δ", PLACES).advanced(),
        Parameter::switch("centered", "centered").advanced(),
        Parameter::number("mu", "μ", "momentum", 0.0, Range::closed(0.0, 1.0), Slider::TowardsOne(0.999)).advanced(),
        Parameter::choice("momentum_form", "form of the momentum, if there is any", FORMS).advanced(),
        PENALTY,
    ],
    gain: |s| 1.0 / (1.0 - s.number("mu")),
    stability: |s| {
        let mu = s.number("mu");
        let ahead = if s.choice("momentum_form") == "nesterov" { 1.0 + 2.0 * mu } else { 1.0 };
        rescaled((2.0 + 2.0 * mu) / ahead, s)
    },
    linear: None,
    code: listed(|s| {
        let (moving, form) = (s.number("mu") != 0.0, s.choice("momentum_form"));
        let (centered, inside) = (s.is_on("centered"), s.choice("place") == "inside");
        let listing = if moving && form == "nesterov" {
            Listing::bare("r = 0").looking_ahead(s)
        } else {
            Listing::new("r = 0").penalized(s)
        };
        let listing = listing
            .starting_if(centered, "a = 0")
            .starting_if(moving, "v = 0")
            .then(lines! { "r = alpha*r + (1 - alpha)*dw**2" => "r" })
            .then_if(
                centered,
                lines! {
                    "a = alpha*a + (1 - alpha)*dw" => "a",
                    "variance = maximum(r - a**2, 0)",
                },
            );
        if !moving {
            return listing.then(match (centered, inside) {
                (false, false) => lines! { "w = w - lr*dw/(sqrt(r) + delta)" => "w" },
                (false, true) => lines! { "w = w - lr*dw/sqrt(r + delta)" => "w" },
                (true, false) => lines! { "w = w - lr*dw/(sqrt(variance) + delta)" => "w" },
                (true, true) => lines! { "w = w - lr*dw/sqrt(variance + delta)" => "w" },
            });
        }
        listing
            .then(match (centered, inside) {
                (false, false) => lines! { "q = dw/(sqrt(r) + delta)" },
                (false, true) => lines! { "q = dw/sqrt(r + delta)" },
                (true, false) => lines! { "q = dw/(sqrt(variance) + delta)" },
                (true, true) => lines! { "q = dw/sqrt(variance + delta)" },
            })
            .then(match form {
                "pytorch" => lines! { "v = mu*v + q" => "v", "w = w - lr*v" => "w" },
                _ => lines! { "v = mu*v - lr*q" => "v", "w = w + v" => "w" },
            })
    }),
    is_rule: |_| true,
    torch: written(|s| {
        let mu = s.number("mu");
        let call = Call::new("RMSprop").number("alpha", s.number("alpha")).number("eps", s.number("delta"));
        let call = call.unless(0.0, "weight_decay", s.number(PENALTY.key)).unless(0.0, "momentum", mu);
        let call = call.switch("centered", s.is_on("centered"));
        match s.choice("momentum_form") {
            _ if s.choice("place") != "outside" => None,
            "pytorch" => Some(call),
            "notes" => Some(call.steady()),
            _ => (mu == 0.0).then(|| call.steady()),
        }
    }),
    optax: written(|s| {
        let mu = s.number("mu");
        let call = Call { penalty: s.number(PENALTY.key), ..Call::new("rmsprop") };
        let call = call.number("decay", s.number("alpha")).number("eps", s.number("delta"));
        let call = call.with("eps_in_sqrt", if s.choice("place") == "inside" { "True" } else { "False" });
        let call = call.switch("centered", s.is_on("centered"));
        match s.choice("momentum_form") {
            _ if mu == 0.0 => Some(call),
            "notes" => Some(call.number("momentum", mu)),
            "pytorch" => Some(call.number("momentum", mu).steady()),
            _ => None,
        }
    }),
    build,
    abreast: abreast(build),
};
