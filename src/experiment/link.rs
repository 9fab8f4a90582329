//! The link codec: an experiment as the readable fragment of an address, and back.
//!
//! `v=1&on=rosenbrock,b:10&view=-2,2,-1,3&start=-1.5,2&seed=0&steps=2000&c=momentum,rate:0.001,mu:0.95`
//!
//! `on` may name a model as well, `epochs=` stand in place of `steps=`, and `noise=`, `runs=`, `fair=` (`fair=best`,
//! `fair=same,0.01`) and `data=` be added:
//! `on=linear_regression&data=given,height,weight;1.7,65;1.8,80` has the names of the columns and then the rows.
//! Data that are too long for a link are named in it by a number that only they have.
//! A typed formula stands by itself, since it may hold any sign: `on=formula,a:2&f=a*x^2+%2B+y^2`.
//!
//! So does a typed rule, after its contender: `c=own,rate:0.1,a:0.5&u=w+%3D+w+-+a*lr*g`.
//!
//! A pin has the number of its contender and its start before what stands for a contender:
//! `pin=1,-1.5,2,momentum,rate:0.002`.
//!
//! A map stands after them: `map=basins,budget:500`,
//! `map=tuning,budget:500,of:2,target:0.001,x:rate:0.0001:1,y:mu:0:0.99`.
//!
//! How the experiment is looked at stands at the end: `at=137` is where the playhead stands, `see=overlay,inside` what
//! is switched on.
//!
//! A contender's schedules follow after semicolons: `c=adam,rate:0.1;linear,total_iters:10;cosine,after:10,T_max:90`.
//!
//! Numbers are the shortest decimals that read back as the same bits.
//! A value that equals its default is left out, so defaults are part of the format and stay as they are:
//! `tests/data/links_v1.txt` holds links of this version, each with what its runs were.

use std::sync::Arc;

use super::link_parts::{Parts, whole};
use super::{Experiment, Fairness, Pin, VERSION, link_contender, link_data, link_settings};
use crate::data::Table;
use crate::linear::Rect;
use crate::parameter::number_text;
use crate::problem::Problem;
use crate::words::say;

/// A longer link is refused unread; twelve typed rules of any letters fit.
const LONGEST: usize = 512 * 1024;

/// A longer text of a file is refused unread.
pub const LONGEST_TEXT: usize = 16 * 1024 * 1024;

/// Data are part of a link as long as they take no more bytes in it than this: about 200 rows of two numbers.
const LONGEST_DATA: usize = 3_000;

impl Experiment {
    /// The experiment as a link's fragment, without the leading `#`.
    pub fn to_link(&self) -> String {
        self.written(LONGEST_DATA)
    }

    /// The experiment as a link's fragment would be, with all data however long they are: for files.
    pub fn to_text(&self) -> String {
        self.written(usize::MAX)
    }

    fn written(&self, longest_data: usize) -> String {
        let number = number_text;
        let mut link = format!("v={}&on={}", self.version, self.landscape.surface);
        link_settings::push(&mut link, &self.landscape.parameters);
        if let Some(formula) = &self.landscape.formula {
            link += "&f=";
            link.extend(form_urlencoded::byte_serialize(formula.as_bytes()));
        }
        if let Some(table) = &self.landscape.table {
            let text = link_data::written(table, longest_data).unwrap_or_else(|| link_data::name(table));
            link += &format!("&data={}", unescaped(&text));
        }
        let Rect { x, y } = self.view;
        link += &format!("&view={},{},{},{}", number(x[0]), number(x[1]), number(y[0]), number(y[1]));
        for start in &self.starts {
            link += &format!("&start={},{}", number(start.x), number(start.y));
        }
        link += &format!("&seed={}&{}={}", self.seed, self.unit.field(), self.steps);
        if self.noise != 0.0 {
            link += &format!("&noise={}", number(self.noise));
        }
        if self.runs != 1 {
            link += &format!("&runs={}", self.runs);
        }
        if self.fairness != Fairness::AsSet {
            link += &format!("&fair={}", self.fairness.key());
            if let Some(rate) = self.fairness.rate() {
                link += &format!(",{}", number(rate));
            }
        }
        for contender in &self.contenders {
            link += &format!("&c={}", link_contender::written(contender));
        }
        for Pin { of, start, contender } in &self.pins {
            let contender = link_contender::written(contender);
            link += &format!("&pin={},{},{},{contender}", of + 1, number(start.x), number(start.y));
        }
        if let Some(map) = &self.map {
            link += &format!("&map={}", unescaped(map));
        }
        if let Some(at) = self.look.at {
            link += &format!("&at={at}");
        }
        if !self.look.see.is_empty() {
            link += &format!("&see={}", self.look.see.join(","));
        }
        link
    }

    /// Whether the link holds all there is: the user's own data may be too long for it.
    pub fn fits_in_link(&self) -> bool {
        self.landscape.table.as_ref().is_none_or(|table| link_data::written(table, LONGEST_DATA).is_some())
    }

    /// The experiment that a link's fragment describes, checked.
    ///
    /// # Errors
    /// Names the first part that is missing, unknown or out of range.
    pub fn from_link(link: &str) -> Result<Experiment, Problem> {
        Experiment::from_link_beside(link, None)
    }

    /// The same, where the data of a link that only names them may be `known`.
    ///
    /// # Errors
    /// As [`Experiment::from_link`].
    pub fn from_link_beside(link: &str, known: Option<&Arc<Table>>) -> Result<Experiment, Problem> {
        if link.len() > LONGEST {
            return Err(Problem::new("link", say!("at most {most} bytes", most = LONGEST), link.len()));
        }
        Experiment::read(link, known)
    }

    /// The experiment that [`Experiment::to_text`] has written, checked.
    ///
    /// # Errors
    /// As [`Experiment::from_link`], but for its length.
    pub fn from_text(text: &str) -> Result<Experiment, Problem> {
        if text.len() > LONGEST_TEXT {
            return Err(Problem::new("file", say!("at most {most} bytes", most = LONGEST_TEXT), text.len()));
        }
        Experiment::read(text, None)
    }

    fn read(link: &str, known: Option<&Arc<Table>>) -> Result<Experiment, Problem> {
        let link = link.trim_start_matches('#');
        // Another version may have other parts: it is named before they are.
        if let Some(version) = link.split('&').find_map(|part| part.strip_prefix("v=")) {
            let version = whole("v", version)?;
            if version != VERSION {
                return Err(Problem::new(
                    "v",
                    say!("{version}, the newest version that is known here", version = VERSION),
                    version,
                ));
            }
        }
        let mut parts = Parts::default();
        for (key, value) in form_urlencoded::parse(link.as_bytes()) {
            parts.take(&key, &value, known)?;
        }
        let experiment = parts.put_together()?;
        let last = experiment.check()?.most_updates();
        match experiment.look.at.filter(|at| *at > last) {
            Some(at) => Err(Problem::new("at", say!("a whole number from 0 to {last}, the end of the race", last), at)),
            None => Ok(experiment),
        }
    }
}

/// `text` as the value of a part; the marks between names and numbers need no escaping in a fragment.
fn unescaped(text: &str) -> String {
    let escaped = form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    escaped.replace("%2C", ",").replace("%3B", ";").replace("%3A", ":")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Contender, Landscape, SCENES, Stage};
    use crate::optimizer::{self, OWN};
    use crate::parameter::{Kind, Parameter, Setting};
    use crate::{landscape, schedule};

    /// Keys of these letters need no escaping in a link.
    fn is_plain_key(key: &str) -> bool {
        !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    }

    fn message(link: &str) -> String {
        Experiment::from_link(link).expect_err("a bad link").to_string()
    }

    #[test]
    fn scenes_come_back_equal() {
        for scene in SCENES {
            let experiment = (scene.experiment)();
            assert_eq!(Experiment::from_link(&experiment.to_link()), Ok(experiment));
        }
    }

    #[test]
    fn every_registered_setting_comes_back() {
        for surface in landscape::ALL {
            for entry in optimizer::ALL {
                let mut experiment = (SCENES[0].experiment)();
                let far = |p: &Parameter| match p.kind {
                    Kind::Number { slider, .. } => Setting::Number(slider.value(0.37)),
                    Kind::List { .. } => Setting::List(vec![3.0, 14.0]),
                    Kind::Choice { options } => Setting::Choice(options[options.len() - 1].key.into()),
                };
                let all = |parameters: &[Parameter]| parameters.iter().map(|p| (p.key.to_string(), far(p))).collect();
                experiment.landscape = Landscape { parameters: all(surface.parameters), ..Landscape::new(surface.key) };
                experiment.starts = surface.starts.to_vec();
                let mut contender = Contender::new(entry.key, 0.1 + 0.2);
                contender.parameters = all(entry.parameters);
                contender.maximize = true;
                let stage = |(k, s): (usize, &&schedule::Entry)| Stage {
                    schedule: s.key.into(),
                    parameters: all(s.parameters),
                    after: (k % 3 == 1).then_some(7),
                };
                let stages: Vec<Stage> = schedule::ALL.iter().enumerate().map(stage).collect();
                experiment.contenders = Vec::new();
                for plan in stages.chunks(3) {
                    experiment.contenders.push(Contender { schedule: plan.to_vec(), ..contender.clone() });
                }
                assert!(surface.parameters.iter().chain(entry.parameters).all(|p| is_plain_key(p.key)));
                assert_eq!(Experiment::from_link(&experiment.to_link()), Ok(experiment));
            }
        }
    }

    #[test]
    fn every_mode_of_fairness_comes_back() {
        for (key, _) in Fairness::MODES {
            let fairness = Fairness::of(key, 0.1 + 0.2).expect("a mode");
            let experiment = Experiment { fairness, ..(SCENES[0].experiment)() };
            assert_eq!(Experiment::from_link(&experiment.to_link()), Ok(experiment));
        }
        let head = "v=1&on=rosenbrock&view=-2,2,-1,3&start=0,0&steps=10&c=adam,rate:1";
        assert_eq!(
            message(&format!("{head}&fair=unfair")),
            "fairness: wanted one of as_set, same, effective, best, given unfair"
        );
        assert_eq!(message(&format!("{head}&fair=same")), "fairness.rate: wanted a finite number ≥ 0, given NaN");
        assert_eq!(message(&format!("{head}&fair=same,-1")), "fairness.rate: wanted a finite number ≥ 0, given -1");
    }

    #[test]
    fn schedules_follow_after_semicolons() {
        let head = "v=1&on=bowl&view=-5,5,-5,5&start=1,1&seed=0&steps=10";
        let link = format!(
            "{head}&c=adam,rate:0.1;linear,total_iters:10;multi_step,after:10,milestones:0+20+20;cosine,after:30,T_max:90"
        );
        let experiment = Experiment::from_link(&link).expect("a good link");
        let plan = &experiment.contenders[0].schedule;
        assert_eq!(plan.iter().map(|stage| stage.after).collect::<Vec<_>>(), [None, Some(10), Some(30)]);
        assert_eq!(plan[1].parameters.get("milestones"), Some(&Setting::List(vec![0.0, 20.0, 20.0])));
        assert_eq!(experiment.to_link(), link);
        // Defaults are left out of a schedule too.
        let default = format!("{head}&c=adam,rate:0.1;cosine,T_max:300,beyond:back;noam");
        let experiment = Experiment::from_link(&default).expect("a good link");
        assert_eq!(experiment.to_link(), format!("{head}&c=adam,rate:0.1;cosine;noam"));
        let problem = |plan: &str| message(&format!("{head}&c=adam,rate:0.1;{plan}"));
        assert!(problem("sawtooth").starts_with("contenders.1.schedule.1: wanted one of step, multi_step, "));
        assert_eq!(problem("step;step,gamma:2"), "contenders.1.schedule.2.gamma: wanted a number in [0, 1], given 2");
        assert_eq!(
            problem("multi_step,milestones:1+2.5"),
            "contenders.1.schedule.1.milestones: \
             wanted up to 20 whole numbers from 0 to 1000000, with spaces between them, given 1 2.5"
        );
        assert_eq!(
            problem("step,after:3"),
            "contenders.1.schedule.1.after: wanted no step for the first schedule, given 3"
        );
        assert_eq!(problem("step;step,after:1.5"), "contenders.1.schedule.2.after: wanted a whole number, given 1.5");
        assert_eq!(
            problem("step;step,after:5;step,after:5"),
            "contenders.1.schedule.3.after: wanted a whole number from 6 to 1000000, given 5"
        );
        assert_eq!(
            problem("step;step;step;step;step;step;step"),
            "contenders.1.schedule: wanted at most 6 schedules in a row, given 7"
        );
    }

    #[test]
    fn defaults_are_left_out_and_come_back() {
        let link = "v=1&on=rosenbrock,b:100&view=-2,2,-1,3&start=0,0&steps=10&c=momentum,rate:0.1,mu:0.9";
        let experiment = Experiment::from_link(link).expect("a good link");
        assert_eq!(
            experiment.to_link(),
            "v=1&on=rosenbrock&view=-2,2,-1,3&start=0,0&seed=0&steps=10&c=momentum,rate:0.1"
        );
    }

    #[test]
    fn messages_name_field_wanted_and_given() {
        let head = "v=1&on=rosenbrock&view=-2,2,-1,3&start=0,0&steps=10";
        let optimizers: Vec<_> = optimizer::ALL.iter().map(|entry| entry.key).chain([OWN.key]).collect();
        assert_eq!(
            message(&format!("{head}&c=sgd,rate:0.1")),
            format!("contenders.1.optimizer: wanted one of {}, given sgd", optimizers.join(", "))
        );
        assert_eq!(
            message(&format!("{head}&c=adam,rate:0.1,beta1:1.2")),
            "contenders.1.beta1: wanted a number in [0, 1), given 1.2"
        );
        assert_eq!(
            message(&format!("{head}&c=adam,rate:NaN")),
            "contenders.1.rate: wanted a finite number ≥ 0, given NaN"
        );
        assert_eq!(
            message(&format!("{head}&c=adam")),
            "contenders.1.rate: wanted a finite number ≥ 0, given a contender without it"
        );
        assert_eq!(message(head), "contenders: wanted a whole number from 1 to 12, given 0");
        assert_eq!(message("v=1&on=rosen"), message("on=rosen&v=1"));
        assert!(message("v=1&on=rosen").starts_with("surface: wanted one of "));
        assert_eq!(
            message("v=1&on=rosenbrock&view=-2,2,-1"),
            "view: wanted 4 numbers with commas between them, given -2,2,-1"
        );
        assert_eq!(message("v=1"), "link: wanted a part “on=…”, given a link without it");
        assert_eq!(
            message("v=2&on=rosenbrock&view=0,1,0,1&steps=1"),
            "v: wanted 1, the newest version that is known here, given 2"
        );
        assert_eq!(
            message("x=1"),
            "link: wanted only v, on, f, data, view, start, seed, steps, epochs, noise, runs, fair, c, pin, u, map, at and see, given x"
        );
        let steps = |n: &str| message(&format!("v=1&on=bowl&view=0,1,0,1&start=0,0&c=adam,rate:1&steps={n}"));
        assert_eq!(steps("0"), "steps: wanted a whole number from 1 to 1000000, given 0");
        assert_eq!(steps("1000000000"), "steps: wanted a whole number from 1 to 1000000, given 1000000000");
        let fifty = format!("{head}{}", "&c=adam,rate:0.1".repeat(50));
        assert_eq!(message(&fifty), "contenders: wanted a whole number from 1 to 12, given 50");
        assert_eq!(message(&"x".repeat(600_000)), "link: wanted at most 524288 bytes, given 600000");
    }

    #[test]
    fn truncated_links_never_panic() {
        let link = (SCENES[0].experiment)().to_link();
        for end in 0..link.len() {
            if let Err(problem) = Experiment::from_link(&link[..end]) {
                assert!(!problem.wanted.is_empty());
            }
        }
    }
}
