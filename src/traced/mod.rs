//! Charts of what is measured along the runs, and pictures of theory beside it, on any plotters backend.

mod theory;

use plotters_backend::DrawingBackend;

use crate::draw::{self, DrawError, PathStyle, Sheet, Theme, TraceMap, Unit, ValueAxis, Weight};
use crate::explain::{Measured, NoTrace, Quantity, Role, measure};
use crate::lab::Lab;
use crate::linear::{Rect, Vec2};

pub use theory::{draw_eigenbasis_of, draw_modes_of};

/// Dots of a limit, and the gaps between them, in CSS pixels.
const DOTTED: Option<(f64, f64)> = Some((1.5, 4.0));

/// No axis of path lengths is longer: beyond it there are no finite steps between ticks.
const LONGEST: f64 = 1e300;

/// Nor is any shorter, where the steps between ticks have no digits.
const SHORTEST: f64 = 1e-290;

/// A chart of a quantity: what was measured, and which part of it is shown.
pub struct Traced {
    /// What is measured.
    pub quantity: Quantity,
    /// Whether the vertical axis is linear where it could be logarithmic; none as suits the quantity.
    pub linear: Option<bool>,
    /// The ordinates that the user has zoomed to, of a logarithmic axis those logarithms to base 10.
    pub ordinates: Option<[f64; 2]>,
    /// The path lengths that the user has zoomed to, of a chart over them.
    pub lengths: Option<[f64; 2]>,
    /// What was measured: one a contender.
    pub measured: Vec<Result<Measured, NoTrace>>,
}

impl Traced {
    /// A chart of all of `quantity`, which is not measured yet.
    pub fn new(quantity: Quantity) -> Traced {
        Traced { quantity, linear: None, ordinates: None, lengths: None, measured: Vec::new() }
    }

    /// Measures it along the followed run of every contender.
    pub fn measure(&mut self, lab: &Lab) {
        let contenders = 0..lab.experiment().contenders.len();
        self.measured = contenders.map(|contender| measure(lab, contender, self.quantity)).collect();
    }

    /// What is subtracted from values before their logarithm is taken; none where the axis can only be linear.
    pub fn floor(&self, lab: &Lab) -> Option<f64> {
        match self.quantity {
            Quantity::Loss | Quantity::LossOverPath => lab.floor(),
            quantity => (!quantity.is_linear()).then_some(0.0),
        }
    }

    /// What the ordinates are.
    pub fn scale(&self, lab: &Lab) -> ValueAxis {
        let linear = self.linear.unwrap_or(self.quantity == Quantity::Sharpness);
        match self.floor(lab) {
            Some(floor) if !linear => ValueAxis::Logarithmic { floor },
            _ => ValueAxis::Linear,
        }
    }

    /// The map of the chart on `size` CSS pixels, with the part of the plane that it shows; of the steps, or epochs,
    /// only `steps` if they are given.
    pub fn map(&self, lab: &Lab, steps: Option<[f64; 2]>, size: Vec2) -> TraceMap {
        let (over_steps, scale) = (self.quantity.is_over_steps(), self.scale(lab));
        let whole = if over_steps {
            [0.0, lab.length().max(1) as f64]
        } else {
            let longest = |measured: &Measured| measured.along.as_ref()?.iter().rev().copied().find(|s| *s <= LONGEST);
            let lasting = self.lasting(lab).filter_map(longest).fold(0.0, f64::max);
            [0.0, if lasting >= SHORTEST { lasting } else { 1.0 }]
        };
        let x = (if over_steps { steps } else { self.lengths }).unwrap_or(whole);
        let y = self.ordinates.unwrap_or_else(|| {
            let values = self.lasting(lab).flat_map(|measured| measured.lines.iter()).flat_map(|line| &line.values);
            let level = (self.quantity == Quantity::Stability).then_some(1.0);
            draw::trace_bounds(scale, values.copied().chain(level))
        });
        TraceMap::new(Rect { x, y }, scale, size.x, size.y)
    }

    /// The runs that an axis is made for: those that stay in the finite numbers, or all if none does.
    fn lasting<'a>(&'a self, lab: &'a Lab) -> impl Iterator<Item = &'a Measured> {
        let lost = |contender: usize| lab.followed(contender).outcome.is_lost();
        let all_lost = (0..self.measured.len()).all(lost);
        let kept = self.measured.iter().enumerate().filter(move |(k, _)| all_lost || !lost(*k));
        kept.filter_map(|(_, measured)| measured.as_ref().ok())
    }

    /// The abscissa of measured place `k` of a contender.
    pub fn abscissa(&self, lab: &Lab, contender: usize, k: usize) -> f64 {
        let Some(Ok(measured)) = self.measured.get(contender) else { return f64::NAN };
        match &measured.along {
            Some(along) => along[k.min(along.len() - 1)],
            None => (k * measured.stride) as f64 * lab.pace_of_clock(contender),
        }
    }

    /// Draws the axes, all lines faintly, and where a run was lost, on `still`.
    pub fn draw_still<DB: DrawingBackend>(
        &self,
        lab: &Lab,
        map: &TraceMap,
        still: (&Sheet<DB>, Unit),
        theme: &Theme,
    ) -> Result<(), DrawError> {
        self.draw(lab, map, [Some(still.0), None], still.1, lab.steps(), theme)
    }

    /// Draws the lines as far as the playhead at `clock` on `moving`.
    pub fn draw_moving<DB: DrawingBackend>(
        &self,
        lab: &Lab,
        map: &TraceMap,
        moving: (&Sheet<DB>, Unit),
        clock: usize,
        theme: &Theme,
    ) -> Result<(), DrawError> {
        self.draw(lab, map, [None, Some(moving.0)], moving.1, clock, theme)
    }

    /// Draws what stays on the first sheet, and the lines as far as `clock` on the second.
    pub fn draw<DB: DrawingBackend>(
        &self,
        lab: &Lab,
        map: &TraceMap,
        [still, moving]: [Option<&Sheet<DB>>; 2],
        unit: Unit,
        clock: usize,
        theme: &Theme,
    ) -> Result<(), DrawError> {
        if let Some(still) = still {
            draw::draw_trace_axes(still, unit, map, if self.quantity.is_over_steps() { 1.0 } else { 0.0 }, theme)?;
            if self.quantity == Quantity::Stability {
                draw::draw_level(still, map, unit, 1.0, theme.ink)?;
            }
        }
        for (contender, measured) in self.measured.iter().enumerate() {
            let Ok(measured) = measured else { continue };
            let (color, dash) = (theme.contender(contender), draw::dashes(contender));
            let abscissa = |k: usize| self.abscissa(lab, contender, k);
            for line in &measured.lines {
                let (weight, dash) = match line.role {
                    Role::Main => (Weight::Bold, dash),
                    Role::Second => (Weight::Light, dash),
                    Role::Limit => (Weight::Light, DOTTED),
                };
                let style = PathStyle { color, dash, weight };
                let faint = PathStyle { dash: None, weight: Weight::Faint, ..style };
                let sheets = still.map(|sheet| (sheet, faint)).into_iter().chain(moving.map(|sheet| (sheet, style)));
                let place = |k: usize| Vec2::new(abscissa(k), line.values[k]);
                let done =
                    if clock >= lab.steps() { usize::MAX } else { lab.step_of(contender, clock) / measured.stride + 1 };
                draw::draw_trace(sheets, map, unit, done.min(line.values.len()), &place)?;
            }
            if let Some(still) = still.filter(|_| lab.followed(contender).outcome.is_lost()) {
                let values = &measured.lines[0].values;
                let last = (0..values.len()).rev().find(|k| !values[*k].is_nan());
                let place = last.and_then(|last| map.pixel_within(Vec2::new(abscissa(last), values[last])));
                if let Some(at) = place {
                    draw::draw_lost(still, unit, at, color)?;
                }
            }
        }
        Ok(())
    }
}
