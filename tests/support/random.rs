//! Experiments made by chance, with any of their fields other than usual.

use std::sync::Arc;

use steepest::data::{self, Table};
use steepest::experiment::{
    Batching, Contender, Experiment, Fairness, Landscape, Look, Order, Pin, SIGHTS, Stage, Unit, VERSION,
};
use steepest::linear::{Rect, Vec2};
use steepest::parameter::{Given, Kind, Parameter, Setting, Slider};
use steepest::random::Stream;
use steepest::{landscape, optimizer, schedule};

/// Chance that is asked one question after another.
struct Dice {
    stream: Stream,
    asked: u64,
}

impl Dice {
    fn next(&mut self) -> u64 {
        self.asked += 1;
        self.asked
    }

    fn below(&mut self, count: usize) -> usize {
        let index = self.next();
        self.stream.below(count, index)
    }

    fn fraction(&mut self) -> f64 {
        let index = self.next();
        self.stream.fraction(index)
    }

    /// True once in so many times.
    fn once_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// Some of the parameters, where they differ from their defaults.
    fn given(&mut self, parameters: &[Parameter]) -> Given {
        let mut given = Given::new();
        for parameter in parameters {
            if self.once_in(2) {
                let setting = self.setting(parameter);
                if setting != parameter.default() && parameter.check(parameter.key, &setting).is_ok() {
                    given.insert(parameter.key.into(), setting);
                }
            }
        }
        given
    }

    fn setting(&mut self, parameter: &Parameter) -> Setting {
        match parameter.kind {
            // A thousand data points are many already.
            Kind::Number { slider: Slider::Whole(..), .. } => Setting::Number(1.0 + self.below(40) as f64),
            Kind::Number { slider, .. } => Setting::Number(slider.value(self.fraction())),
            Kind::Choice { options } => Setting::Choice(self.one_of(options).key.into()),
            Kind::List { .. } => Setting::List((0..self.below(4)).map(|k| (7 * k + 3) as f64).collect()),
        }
    }

    fn contender(&mut self, is_sum: bool) -> Contender {
        let rate = libm::pow(10.0, -4.0 + 3.0 * self.fraction());
        let own = self.once_in(6);
        let entry = self.one_of(optimizer::ALL);
        let mut contender = Contender::new(if own { optimizer::OWN.key } else { entry.key }, rate);
        if own {
            contender.rule = Some("start m = 0.1\nm = decay*m + g\nw = w - lr*m".into());
            contender.parameters.insert("decay".into(), Setting::Number(self.fraction()));
        } else {
            contender.parameters = self.given(entry.parameters);
        }
        contender.maximize = self.once_in(9);
        for k in 0..self.below(3) {
            let entry = self.one_of(schedule::ALL);
            let after = (k > 0 && self.once_in(2)).then(|| 5 * k + 1 + self.below(4));
            contender.schedule.push(Stage {
                schedule: entry.key.into(),
                parameters: self.given(entry.parameters),
                after,
            });
        }
        if is_sum {
            contender.counts_epochs = self.once_in(3) && !contender.schedule.is_empty();
            let order = *self.one_of(&[Order::Shuffled, Order::Sequential, Order::Replaced]);
            let size = self.once_in(2).then(|| 1 + self.below(5));
            contender.batching = Batching { size, order, stream: self.below(3) as u32 };
        }
        contender
    }

    fn landscape(&mut self) -> Landscape {
        match self.below(8) {
            0 => Landscape {
                parameters: [("α".to_string(), Setting::Number(self.fraction()))].into_iter().collect(),
                ..Landscape::typed("α*x^2 + (y - 1)^2 + 0.1*cos(3x) + 2")
            },
            1 => {
                let values = (0..2 * (5 + self.below(20))).map(|_| self.fraction()).collect();
                let names = vec!["größe “x” = 1/2".into(), "<b>&".replace('&', "+")];
                let table = Table { names, values, standardized: self.once_in(2) };
                Landscape { table: Some(Arc::new(table)), ..Landscape::new("linear_regression") }
            }
            2 | 3 => {
                let entry = self.one_of(data::ALL);
                let parameters: Vec<Parameter> = entry.maker.iter().chain(entry.parameters).cloned().collect();
                Landscape { parameters: self.given(&parameters), ..Landscape::new(entry.key) }
            }
            _ => {
                let entry = self.one_of(landscape::ALL);
                Landscape { parameters: self.given(entry.parameters), ..Landscape::new(entry.key) }
            }
        }
    }

    fn experiment(&mut self) -> Option<Experiment> {
        let landscape = self.landscape();
        let ground = landscape.build().ok()?;
        let (home, is_sum) = (ground.view(), ground.sample().is_some());
        let place = |dice: &mut Dice| {
            Vec2::new(home.x[0] + dice.fraction() * home.size().x, home.y[0] + dice.fraction() * home.size().y)
        };
        let starts: Vec<Vec2> = (0..1 + self.below(3)).map(|_| place(self)).collect();
        let [a, b] = [self.fraction(), self.fraction()];
        let view = Rect::new(home.x[0] - a, home.x[1] + b, home.y[0] - b, home.y[1] + a);
        let contenders: Vec<Contender> = (0..1 + self.below(4)).map(|_| self.contender(is_sum)).collect();
        let pins = (0..self.below(3)).map(|_| Pin {
            of: self.below(contenders.len()),
            start: place(self),
            contender: self.contender(is_sum),
        });
        let pins = pins.collect();
        let rate = self.fraction();
        let fairness = match self.below(8) {
            0 => Fairness::SameRate { rate },
            1 => Fairness::SameEffective { rate },
            _ => Fairness::AsSet,
        };
        let unit = if is_sum && self.once_in(2) { Unit::Epochs } else { Unit::Steps };
        let steps = if unit == Unit::Epochs { 1 + self.below(3) } else { 2 + self.below(40) };
        let words: Vec<&str> = SIGHTS.iter().copied().filter(|_| self.once_in(4)).collect();
        let at = self.once_in(2).then(|| self.below(steps));
        let maps = [None, Some("basins,budget:500"), Some("tuning,budget:90,of:1,target:0.001,x:rate:0.0001:1")];
        Some(Experiment {
            version: VERSION,
            landscape,
            view,
            starts,
            seed: self.below(1 << 32) as u32,
            steps,
            unit,
            runs: 1 + self.below(2),
            noise: if !is_sum && self.once_in(3) { self.fraction() } else { 0.0 },
            contenders,
            fairness,
            pins,
            map: self.one_of(&maps).map(String::from),
            look: Look::new(at, words.iter().copied()),
        })
    }
}

/// Experiment `number` of those made by chance: a valid one.
pub fn experiment(number: u64) -> Experiment {
    let mut dice = Dice { stream: Stream::new(20).fork(number), asked: 0 };
    let mut valid = std::iter::repeat_with(|| dice.experiment()).flatten().filter(|made| made.check().is_ok());
    valid.next().expect("one in some is valid")
}
