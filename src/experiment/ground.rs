//! What is descended: a surface, a typed formula, or a loss over data.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::data::{self, Remark, Sample, Table};
use crate::formula::Mistake;
use crate::landscape::{self, TYPED, Typed};
use crate::linear::{Rect, Vec2};
use crate::objective::{Levels, Objective};
use crate::parameter::{Given, Parameter, Settings};
use crate::problem::Problem;
use crate::words::{say, text, word};

/// A surface or a model with its parameters, and data where the user brings them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Landscape {
    /// The key of the surface, or of the model whose loss it is.
    pub surface: String,
    /// Its parameters, where they differ from the defaults.
    #[serde(default)]
    pub parameters: Given,
    /// The formula that the user has typed, where `surface` says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
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

/// The kinds of landscapes.
#[derive(Clone)]
pub enum Kind {
    /// An analytic surface.
    Surface(&'static landscape::Entry),
    /// A formula that a user has typed, as it was typed, with the loss that it spells.
    Typed(String, Arc<Typed>),
    /// A model with its data.
    Sum(Arc<Sample>),
}

/// What a surface or model is called, and what there is to say of it.
#[derive(Debug, Clone, Serialize)]
pub struct Words {
    /// The name in links.
    pub key: &'static str,
    /// The name on the page.
    pub name: Cow<'static, str>,
    /// The formula as plain text.
    pub formula: Cow<'static, str>,
    /// What it shows, in one sentence.
    pub about: Cow<'static, str>,
    /// Authors, title, year.
    pub source: &'static str,
}

impl Landscape {
    /// The surface or model called `key`, with its defaults.
    pub fn new(key: &str) -> Self {
        Landscape { surface: key.into(), parameters: Given::new(), formula: None, table: None }
    }

    /// The loss that `formula` spells, with its parameters at 1.
    pub fn typed(formula: &str) -> Self {
        Landscape { formula: Some(formula.into()), ..Landscape::new(TYPED.key) }
    }

    /// The typed formula, or the one to begin with.
    fn spelled(&self) -> &str {
        self.formula.as_deref().unwrap_or(TYPED.formula)
    }

    /// The parameters that it has.
    ///
    /// # Errors
    /// If there is no surface or model of this name, data are given to a surface, or a formula to anything but the
    /// typed landscape, or the formula is misspelled.
    pub fn parameters(&self) -> Result<Vec<Parameter>, Problem> {
        if self.formula.is_some() && self.surface != TYPED.key {
            return Err(Problem::new(
                "formula",
                say!("none, since the landscape is {surface}", surface = self.surface),
                say!("one"),
            ));
        }
        let surface = landscape::find(&self.surface);
        if self.table.is_some() && (surface.is_some() || self.surface == TYPED.key) {
            return Err(Problem::new("data", text!("no data for a surface, whose loss is a formula"), say!("some")));
        }
        if let Some(entry) = surface {
            return Ok(entry.parameters.to_vec());
        }
        if self.surface == TYPED.key {
            let typed = landscape::typed_parameters(self.spelled());
            return typed.map(|(_, parameters)| parameters).map_err(|mistake| misspelled("formula", &mistake));
        }
        match data::find(&self.surface) {
            Some(entry) => Ok(Sample::parameters(entry, self.table.is_none())),
            None => {
                let surfaces = landscape::ALL.iter().map(|entry| entry.key).chain([TYPED.key]);
                let keys: Vec<_> = surfaces.chain(data::ALL.iter().map(|entry| entry.key)).collect();
                Err(Problem::new("surface", say!("one of {keys}", keys = keys.join(", ")), &self.surface))
            }
        }
    }

    /// What is descended, checked and built.
    ///
    /// # Errors
    /// As for [`Landscape::parameters`]; or if a parameter is out of range, or the data do not fit the model.
    pub fn build(&self) -> Result<Ground, Problem> {
        let parameters = self.parameters()?;
        let settings = Settings::resolve("surface", &parameters, &self.parameters)?;
        if let Some(entry) = landscape::find(&self.surface) {
            let objective = (entry.build)(&settings).into();
            return Ok(Ground { kind: Kind::Surface(entry), parameters, settings, objective });
        }
        if self.surface == TYPED.key {
            let spelled = landscape::typed_parameters(self.spelled());
            let (expression, _) = spelled.map_err(|mistake| misspelled("formula", &mistake))?;
            let typed = Arc::new(Typed::new(&expression, &settings));
            let kind = Kind::Typed(self.spelled().into(), typed.clone());
            return Ok(Ground { kind, parameters, settings, objective: typed });
        }
        let entry = data::find(&self.surface).unwrap_or(data::ALL[0]);
        let sample = Sample::new(entry, &settings, self.table.as_deref())?;
        let objective = sample.loss.clone();
        Ok(Ground { kind: Kind::Sum(Arc::new(sample)), parameters, settings, objective })
    }
}

/// A mistake in a formula as the problem with a field.
fn misspelled(field: &str, mistake: &Mistake) -> Problem {
    Problem::new(
        field,
        say!("{wanted} at column {column}", wanted = mistake.wanted, column = mistake.column),
        &mistake.given,
    )
}

impl Ground {
    /// The model with its data, of a loss over data.
    pub fn sample(&self) -> Option<&Arc<Sample>> {
        match &self.kind {
            Kind::Surface(_) | Kind::Typed(..) => None,
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
                Words { key, name: word(name), formula: formula.into(), about: word(about), source }
            }
            Kind::Typed(text, _) => {
                let landscape::Entry { key, name, about, source, .. } = TYPED;
                Words { key, name: word(name), formula: text.clone().into(), about: word(about), source }
            }
            Kind::Sum(sample) => {
                let &data::Entry { key, name, formula, about, source, .. } = sample.entry;
                Words { key, name: word(name), formula: formula.into(), about: word(about), source }
            }
        }
    }

    /// What is shown at first.
    pub fn view(&self) -> Rect {
        match &self.kind {
            Kind::Surface(entry) => entry.view,
            Kind::Typed(..) => TYPED.view,
            Kind::Sum(sample) => sample.home.view,
        }
    }

    /// A good start, inside [`Ground::view`].
    pub fn start(&self) -> Vec2 {
        match &self.kind {
            Kind::Surface(entry) => entry.starts[0],
            Kind::Typed(..) => TYPED.starts[0],
            Kind::Sum(sample) => sample.home.start,
        }
    }

    /// The spacing of contour levels.
    pub fn levels(&self) -> Levels {
        match &self.kind {
            Kind::Surface(entry) => entry.levels,
            Kind::Typed(_, typed) => typed.levels(),
            Kind::Sum(_) => Levels::Logarithmic,
        }
    }

    /// What the loss is known not to fall below: of a surface its infimum, where it is known; of a loss over data 0,
    /// which is usually less than the infimum; of a typed formula 0 where its form shows it.
    pub fn floor(&self) -> Option<f64> {
        match &self.kind {
            Kind::Surface(entry) => (entry.floor)(&self.settings),
            Kind::Typed(_, typed) => typed.is_never_negative().then_some(0.0),
            Kind::Sum(_) => Some(0.0),
        }
    }

    /// Whether the loss is a quadratic.
    pub fn is_quadratic(&self) -> bool {
        match &self.kind {
            Kind::Sum(sample) => sample.loss.is_quadratic(),
            Kind::Surface(_) | Kind::Typed(..) => self.objective.tape().is_some_and(|tape| tape.is_quadratic()),
        }
    }

    /// Whether a minimum of the loss, where it has one, is known to be its infimum: only of losses over data is it
    /// said.
    pub fn is_convex(&self) -> bool {
        match &self.kind {
            Kind::Surface(_) | Kind::Typed(..) => false,
            Kind::Sum(sample) => sample.entry.is_convex && !sample.remarks.contains(&Remark::Separable),
        }
    }
}
