//! What the page, the tests and the docs know of a model before it has data.

use std::sync::Arc;

use super::{FiniteSum, HOLDOUT, SEED};
use crate::linear::{Rect, Vec2};
use crate::parameter::{Parameter, Settings, significant};
use crate::problem::Problem;

/// A data point: inputs, then the target, or 0 where there are fewer than three numbers.
pub type Row = [f64; 3];

/// Where a loss over data is looked at first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Home {
    /// The part of the parameter plane, in domain units.
    pub view: Rect,
    /// A start in it from which there is something to see.
    pub start: Vec2,
}

impl Home {
    /// The view of `half` a width and a height around `middle`, and a start `from` there in halves; rounded, so that
    /// links stay short.
    pub fn around(middle: Vec2, half: Vec2, from: Vec2) -> Home {
        let corner = |side: f64| (middle + side * half).map(significant);
        let (low, high) = (corner(-1.0), corner(1.0));
        let view = Rect::new(low.x, high.x, low.y, high.y);
        Home { view, start: (middle + from * half).map(significant) }
    }
}

/// What a model is, in the space of the data.
#[derive(Debug, Clone, Copy)]
pub enum Picture {
    /// A curve ŷ over x, at w.
    Curve(fn(Vec2, f64) -> f64),
    /// The line w·x = 0 between two classes; the gradient w points into the second.
    Boundary,
    /// The place w itself.
    Place,
}

/// The description of a model whose loss is a sum over data.
#[derive(Debug)]
pub struct Entry {
    /// The name in links, as "linear_regression".
    pub key: &'static str,
    /// The name on the page.
    pub name: &'static str,
    /// The loss as plain text; x, y are the parameters and what has an index is data.
    pub formula: &'static str,
    /// What the loss shows, in one sentence.
    pub about: &'static str,
    /// Authors, title, year.
    pub source: &'static str,
    /// What the columns of its data are: inputs, then the target where there is one.
    pub columns: &'static [&'static str],
    /// Whether the last column is a label, 0 or 1.
    pub is_labelled: bool,
    /// The parameters of made data; data that the user brings have none.
    pub maker: &'static [Parameter],
    /// The parameters of the loss.
    pub parameters: &'static [Parameter],
    /// Whether every such loss is convex, so that a minimum is the infimum.
    pub is_convex: bool,
    /// What it is in the space of the data.
    pub picture: Picture,
    /// Made data, with settings that hold every parameter above.
    pub make: fn(&Settings) -> Vec<Row>,
    /// Where to look at first, given the data.
    pub home: fn(&[Row], &Settings) -> Home,
    /// The loss of one data point as a formula that can be typed, for programs: x and y are the parameters of the
    /// model, `p`, `q` and `label` its columns, and other names settings.
    pub point: Option<fn(&Settings) -> &'static str>,
    /// The loss over these data, of which there is at least one, with settings that hold every parameter of the loss.
    pub build: Build,
}

impl Entry {
    /// How many of the columns are inputs: all but the target, where there is one.
    pub fn inputs(&self) -> usize {
        match self.picture {
            Picture::Curve(_) => 1,
            Picture::Boundary | Picture::Place => 2,
        }
    }

    /// Whether the parameter `key` says which the data are, made or held out, and not what the loss is.
    pub fn is_of_data(&self, key: &str) -> bool {
        let split = [HOLDOUT.key, SEED.key];
        split.contains(&key) || self.maker.iter().any(|parameter| parameter.key == key)
    }
}

/// The loss over data, or what is wrong with it.
pub type Build = fn(Vec<Row>, &Settings) -> Result<Arc<dyn FiniteSum>, Problem>;
