//! The vertical axis of a chart.

/// How the ordinates of a chart follow from its values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ValueAxis {
    /// They are the values.
    Linear,
    /// log₁₀(value − floor).
    Logarithmic {
        /// What is subtracted.
        floor: f64,
    },
}

impl ValueAxis {
    /// The ordinate of `value`: −∞ at or below the floor of a logarithmic axis.
    pub fn ordinate(self, value: f64) -> f64 {
        match self {
            ValueAxis::Linear => value,
            ValueAxis::Logarithmic { floor } if value > floor => libm::log10(value - floor),
            ValueAxis::Logarithmic { .. } if value.is_nan() => f64::NAN,
            ValueAxis::Logarithmic { .. } => f64::NEG_INFINITY,
        }
    }

    /// The value at the lower end of a logarithmic axis, which it never reaches; none for a linear one.
    pub fn floor(self) -> Option<f64> {
        match self {
            ValueAxis::Linear => None,
            ValueAxis::Logarithmic { floor } => Some(floor),
        }
    }
}
