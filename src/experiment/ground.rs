//! What is descended: a surface, or a loss over data.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::data::{self, Remark, Sample, Table};
use crate::landscape;
use crate::linear::{Rect, Vec2};
use crate::objective::{Levels, Objective};
use crate::parameter::{Given, Parameter, Settings};
use crate::problem::Problem;

/// A surface or a model with its parameters, and data where the user brings them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Landscape {
    /// The key of the surface, or of the model whose loss it is.
    pub surface: String,
    /// Its parameters, where they differ from the defaults.
    #[serde(default)]
    pub parameters: Given,
    /// The user's own data, in place of made ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<Arc<Table>>,
}

/// What is descended, checked and built.
#[derive(Clone)]
pub struct Ground {
    /// The surface's description, or the model with its data.
    pub kind: Kind,
    /// The parameters that it has.
    pub parameters: Vec<Parameter>,
    /// Their values.
    pub settings: Settings,
    /// The loss itself, over all training data where it is one over data.
    pub objective: Arc<dyn Objective>,
}

/// The two kinds of landscapes.
#[derive(Clone)]
pub enum Kind {
    /// An analytic surface.
    Surface(&'static landscape::Entry),
    /// A model with its data.
    Sum(Arc<Sample>),
}

/// What a surface or model is called, and what there is to say of it.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Words {
    /// The name in links.
    pub key: &'static str,
    /// The name on the page.
    pub name: &'static str,
    /// The formula as plain text.
    pub formula: &'static str,
    /// What it shows, in one sentence.
    pub about: &'static str,
    /// Authors, title, year.
    pub source: &'static str,
}

impl Landscape {
    /// The surface or model called `key`, with its defaults.
    pub fn new(key: &str) -> Self {
        Landscape { surface: key.into(), parameters: Given::new(), table: None }
    }

    /// The parameters that it has.
    ///
    /// # Errors
    /// If there is no surface or model of this name, or data are given to a surface.
    pub fn parameters(&self) -> Result<Vec<Parameter>, Problem> {
        if let Some(entry) = landscape::find(&self.surface) {
            return match &self.table {
                None => Ok(entry.parameters.to_vec()),
                Some(_) => Err(Problem::new("data", "no data for a surface, whose loss is a formula", "some")),
            };
        }
        match data::find(&self.surface) {
            Some(entry) => Ok(Sample::parameters(entry, self.table.is_none())),
            None => {
                let surfaces = landscape::ALL.iter().map(|entry| entry.key);
                let keys: Vec<_> = surfaces.chain(data::ALL.iter().map(|entry| entry.key)).collect();
                Err(Problem::new("surface", format!("one of {}", keys.join(", ")), &self.surface))
            }
        }
    }

    /// What is descended, checked and built.
    ///
    /// # Errors
    /// If the name is unknown, a parameter is out of range, or the data do not fit the model.
    pub fn build(&self) -> Result<Ground, Problem> {
        let parameters = self.parameters()?;
        let settings = Settings::resolve("surface", &parameters, &self.parameters)?;
        if let Some(entry) = landscape::find(&self.surface) {
            let objective = (entry.build)(&settings).into();
            return Ok(Ground { kind: Kind::Surface(entry), parameters, settings, objective });
        }
        let entry = data::find(&self.surface).unwrap_or(data::ALL[0]);
        let sample = Sample::new(entry, &settings, self.table.as_deref())?;
        let objective = sample.loss.clone();
        Ok(Ground { kind: Kind::Sum(Arc::new(sample)), parameters, settings, objective })
    }
}

impl Ground {
    /// The model with its data, of a loss over data.
    pub fn sample(&self) -> Option<&Arc<Sample>> {
        match &self.kind {
            Kind::Surface(_) => None,
            Kind::Sum(sample) => Some(sample),
        }
    }

    /// Whether the parameter `key` says which the data are, and not what the loss is.
    pub fn is_of_data(&self, key: &str) -> bool {
        self.sample().is_some_and(|sample| sample.entry.is_of_data(key))
    }

    /// What it is called, and what there is to say of it.
    pub fn words(&self) -> Words {
        match &self.kind {
            Kind::Surface(entry) => {
                let &&landscape::Entry { key, name, formula, about, source, .. } = entry;
                Words { key, name, formula, about, source }
            }
            Kind::Sum(sample) => {
                let &data::Entry { key, name, formula, about, source, .. } = sample.entry;
                Words { key, name, formula, about, source }
            }
        }
    }

    /// What is shown at first.
    pub fn view(&self) -> Rect {
        match &self.kind {
            Kind::Surface(entry) => entry.view,
            Kind::Sum(sample) => sample.home.view,
        }
    }

    /// A good start, inside [`Ground::view`].
    pub fn start(&self) -> Vec2 {
        match &self.kind {
            Kind::Surface(entry) => entry.starts[0],
            Kind::Sum(sample) => sample.home.start,
        }
    }

    /// The spacing of contour levels.
    pub fn levels(&self) -> Levels {
        match &self.kind {
            Kind::Surface(entry) => entry.levels,
            Kind::Sum(_) => Levels::Logarithmic,
        }
    }

    /// What the loss is known not to fall below: of a surface its infimum, where it is known; of a loss over data 0, which
    /// is usually less than the infimum.
    pub fn floor(&self) -> Option<f64> {
        match &self.kind {
            Kind::Surface(entry) => (entry.floor)(&self.settings),
            Kind::Sum(_) => Some(0.0),
        }
    }

    /// Whether a minimum of the loss, where it has one, is its infimum.
    pub fn is_convex(&self) -> bool {
        match &self.kind {
            Kind::Surface(_) => false,
            Kind::Sum(sample) => sample.entry.is_convex && !sample.remarks.contains(&Remark::Separable),
        }
    }
}
