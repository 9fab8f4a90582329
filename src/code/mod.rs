//! An experiment as a program of Python that runs by itself and gives the same trajectories.
//!
//! A program has the loss, the data if there are any, one function for each contender that yields its iterates, and
//! what prints them.
//! An optimizer or a schedule is spelled by the library where that has exactly the same, as its own file says;
//! otherwise it is written out, from the lines that the training loop shows.
//! What is random is computed by the same few lines as here, so that batches and noise are the same.
//!
//! The numbers agree with a run's but for roundings: sums over data and powers are taken in another order.

mod dialect;
mod loss;
mod pace;
mod rule;
mod term;
mod text;

use crate::call::fraction;
use crate::experiment::{Checked, Experiment, Order, Seen};
use crate::fairness;
use crate::linear::Rect;
use crate::optimizer;
use crate::problem::Problem;
use crate::schedule;

pub use dialect::Dialect;
pub use loss::TABLE;

use loss::{Loss, Needs};
use pace::{Paced, Plan, pace_words};
use term::Term;
use text::{indented, names_word, replaced, wrapped};

/// A link longer than this is not repeated in the program.
const LONGEST_LINK: usize = 1_000;

/// The experiment as a program, with all contenders or one.
///
/// # Errors
/// If the experiment does not pass its check, there is no such contender, or derivatives would be too long to be
/// written.
pub fn code(experiment: &Experiment, dialect: Dialect, contender: Option<usize>) -> Result<String, Problem> {
    let checked = experiment.check()?;
    let chosen = chosen(experiment, contender)?;
    let names = names(experiment, &chosen);
    let loss = Loss::of(&checked, &taken(&names))?;
    let rates = fairness::rates(experiment, &checked)?;
    let job = Job { experiment, checked: &checked, rates: &rates, dialect, loss: &loss, chosen: &chosen };
    let mut functions = Functions::default();
    let mut contenders = Vec::new();
    for (index, name) in chosen.iter().zip(&names) {
        contenders.extend(["".to_string(), "".into()]);
        contenders.extend(rule::contender(&job, *index, name, &mut functions)?);
    }
    let needs = Needs {
        gradient: contenders.iter().any(|line| names_word(line, "gradient")),
        hessian: contenders.iter().any(|line| names_word(line, "hessian")),
    };
    let mut body = job.constants();
    body.extend(loss.written(dialect, needs)?);
    body.extend(job.chance());
    body.extend(functions.lines());
    body.extend(contenders);
    body.extend(job.main(&names));
    let body = body.join("\n");
    let mut lines = job.head();
    lines.extend(dialect.imports(&body));
    lines.push("".into());
    lines.extend(dialect.settings(&body));
    Ok(format!("{}\n\n{}\n", lines.join("\n"), body.trim_end()))
}

/// The data that the program reads from a file called [`TABLE`], as the text of that; none if it has them, or there are
/// none.
///
/// # Errors
/// If the experiment does not pass its check.
pub fn table(experiment: &Experiment) -> Result<Option<String>, Problem> {
    Ok(Loss::of(&experiment.check()?, &[])?.table())
}

/// The indices of the contenders that are asked for.
fn chosen(experiment: &Experiment, contender: Option<usize>) -> Result<Vec<usize>, Problem> {
    let count = experiment.contenders.len();
    match contender {
        None => Ok((0..count).collect()),
        Some(index) if index < count => Ok(vec![index]),
        Some(index) => {
            let wanted = format!("the number of a contender, 1 to {count}");
            Err(Problem::new("contender", wanted, index.wrapping_add(1)))
        }
    }
}

/// What the functions of these contenders are called: by their optimizers, numbered where several have the same.
fn names(experiment: &Experiment, chosen: &[usize]) -> Vec<String> {
    let key = |index: usize| experiment.contenders[index].optimizer.as_str();
    let name = |index: &usize| {
        let same = chosen.iter().filter(|other| key(**other) == key(*index)).count();
        if same == 1 { key(*index).to_string() } else { format!("{}_{}", key(*index), index + 1) }
    };
    chosen.iter().map(name).collect()
}

/// Every function of a program that is called after something of the catalogues.
fn taken(names: &[String]) -> Vec<String> {
    let keys = optimizer::ALL.iter().map(|entry| entry.key).chain(schedule::ALL.iter().map(|entry| entry.key));
    names.iter().cloned().chain(keys.map(String::from)).collect()
}

/// What is to be written.
struct Job<'a> {
    experiment: &'a Experiment,
    checked: &'a Checked,
    /// The learning rate of each contender.
    rates: &'a [f64],
    dialect: Dialect,
    loss: &'a Loss,
    chosen: &'a [usize],
}

impl Job<'_> {
    fn any(&self, is_so: impl Fn(&Seen) -> bool) -> bool {
        self.chosen.iter().any(|index| is_so(&self.checked.seen[*index]))
    }

    fn has_noise(&self) -> bool {
        self.any(|seen| matches!(seen, Seen::WithNoise(_)))
    }

    /// Whether anything in the runs is random.
    fn is_random(&self) -> bool {
        let batched = self.chosen.iter().any(|index| self.experiment.contenders[*index].batching.is_random());
        batched || self.has_noise()
    }

    /// What the program is, and how it is run.
    fn head(&self) -> Vec<String> {
        let mut lines =
            vec![format!("\"\"\"{}: an experiment of Steepest, in {}.", self.loss.title(), self.dialect.name())];
        lines.push("".into());
        lines.push("It prints every iterate as comma-separated values; with --csv FILE it writes them there.".into());
        let link = self.experiment.to_link();
        if link.len() <= LONGEST_LINK {
            lines.extend(["".into(), format!("#{link}")]);
        }
        lines.extend(["\"\"\"", "", "import csv", "import math", "import sys", ""].map(String::from));
        lines
    }

    /// Starts, and what noise and bounds need.
    fn constants(&self) -> Vec<String> {
        let starts: Vec<String> = self.experiment.starts.iter().map(|start| rule::place(*start)).collect();
        let mut lines = vec![format!("STARTS = [{}]", starts.join(", "))];
        if self.is_random() {
            lines.push(format!("SEED = {}", self.experiment.seed));
        }
        if self.has_noise() {
            lines.push(format!("NOISE = {}", fraction(self.experiment.noise)));
        }
        if let Some(Rect { x, y }) = self.checked.ground.objective.bounds() {
            let end = |value: f64| {
                if value.is_finite() {
                    fraction(value)
                } else {
                    format!("{}math.inf", if value < 0.0 { "-" } else { "" })
                }
            };
            let array = self.dialect.array();
            lines.push(format!("LOW = {array}([{}, {}])  # No update leads out of this box.", end(x[0]), end(y[0])));
            lines.push(format!("HIGH = {array}([{}, {}])", end(x[1]), end(y[1])));
        }
        lines
    }

    /// What batches and noise are made by.
    fn chance(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let mut add = |text: &str| {
            lines.extend(["".to_string(), "".into()]);
            lines.extend(text.lines().map(String::from));
        };
        let orders: Vec<_> = self.chosen.iter().map(|index| self.experiment.contenders[*index].batching).collect();
        let has = |order| orders.iter().any(|batching| batching.size.is_some() && batching.order == order);
        if self.is_random() {
            add(BITS);
        }
        if has(Order::Shuffled) || has(Order::Replaced) {
            add(BELOW);
        }
        if has(Order::Shuffled) {
            add(SHUFFLED);
        }
        if has(Order::Replaced) {
            add(DRAWN);
        }
        if has(Order::Sequential) {
            add(IN_ORDER);
        }
        if orders.iter().any(|batching| batching.size.is_some()) {
            let indices = "indices[k*size:(k + 1)*size]";
            let indices = if self.dialect == Dialect::Jax { format!("array({indices})") } else { indices.into() };
            add(&BATCHES.replace("INDICES", &indices));
        }
        if self.has_noise() {
            let y = if self.checked.ground.objective.variables() == 1 { "0.0" } else { "NOISE*normal(seed, 2*t + 1)" };
            add(&NOISES.replace("ARRAY", self.dialect.array()).replace("SECOND", y));
        }
        lines
    }

    /// What runs the contenders and writes their iterates.
    fn main(&self, names: &[String]) -> Vec<String> {
        let pairs: Vec<String> = match self.is_random() {
            false => names.to_vec(),
            true => {
                let runs = self.chosen.iter().map(|index| self.checked.repeats[*index]);
                names.iter().zip(runs).map(|(name, runs)| format!("({name}, {runs})")).collect()
            }
        };
        let all = pairs.join(", ");
        let text = if self.is_random() { ROWS_OF_RUNS } else { ROWS };
        let numbers = (self.chosen[0] + 1).to_string();
        let text = text
            .replace("MAIN", MAIN)
            .replace("CONTENDERS", &all)
            .replace("FIRST", &numbers)
            .replace("DATA", self.loss.before_w_of_all());
        let mut lines = vec!["".to_string(), "".into()];
        lines.extend(text.lines().map(String::from));
        lines
    }
}

const BITS: &str = "\
def bits(seed, k):
    \"\"\"Number k of the stream of a seed, 64 bits that look random: SplitMix64.\"\"\"
    z = (seed + (k + 1)*0x9e3779b97f4a7c15) % 2**64
    z = (z ^ z >> 30)*0xbf58476d1ce4e5b9 % 2**64
    z = (z ^ z >> 27)*0x94d049bb133111eb % 2**64
    return z ^ z >> 31";

const BELOW: &str = "\
def below(count, seed, k):
    \"\"\"Number k of a stream as one of 0, 1, …, count - 1.\"\"\"
    return bits(seed, k)*count >> 64";

const SHUFFLED: &str = "\
def shuffled(seed):
    \"\"\"A new random order of the data in each epoch.\"\"\"
    def order(epoch):
        indices = list(range(len(data)))
        for k in range(len(data)):
            other = k + below(len(data) - k, bits(seed, epoch), k)
            indices[k], indices[other] = indices[other], indices[k]
        return indices
    return order";

const DRAWN: &str = "\
def drawn(seed):
    \"\"\"In each epoch as many data points as there are, each drawn from all of them.\"\"\"
    return lambda epoch: [below(len(data), bits(seed, epoch), k) for k in range(len(data))]";

const IN_ORDER: &str = "\
def in_order(epoch):
    \"\"\"The data as they stand.\"\"\"
    return list(range(len(data)))";

const BATCHES: &str = "\
def get_batches(order, size, updates):
    \"\"\"The data that each update sees: consecutive slices of an epoch's order, then of the next.\"\"\"
    per_epoch = -(-len(data)//size)
    for t in range(updates):
        epoch, k = divmod(t, per_epoch)
        if k == 0:
            indices = order(epoch)
        yield data[INDICES]";

const NOISES: &str = "\
def normal(seed, k):
    \"\"\"Number k of a stream as one of a standard normal distribution: Box and Muller.\"\"\"
    u, v = [(bits(seed, 2*k + j) >> 11)/2**53 for j in (0, 1)]
    return math.sqrt(-2*math.log(1 - u))*math.cos(2*math.pi*v)


def noises(seed, updates):
    \"\"\"What is added to the gradient of each update.\"\"\"
    for t in range(updates):
        yield ARRAY([NOISE*normal(seed, 2*t), SECOND])";

const ROWS: &str = "\
def rows():
    \"\"\"Every iterate of every run, up to where it leaves the finite numbers.\"\"\"
    for number, contender in enumerate([CONTENDERS], FIRST):
        for place, start in enumerate(STARTS, 1):
            for step, w in enumerate(contender(start)):
                row = float(w[0]), float(w[1]), float(loss(DATAw))
                if not all(map(math.isfinite, row)):
                    break
                yield number, place, 1, step, *row


MAIN";

const ROWS_OF_RUNS: &str = "\
def rows():
    \"\"\"Every iterate of every run, up to where it leaves the finite numbers.\"\"\"
    for number, (contender, runs) in enumerate([CONTENDERS], FIRST):
        for place, start in enumerate(STARTS, 1):
            for run in range(runs):
                for step, w in enumerate(contender(start, run)):
                    row = float(w[0]), float(w[1]), float(loss(DATAw))
                    if not all(map(math.isfinite, row)):
                        break
                    yield number, place, run + 1, step, *row


MAIN";

const MAIN: &str = "\
if __name__ == \"__main__\":
    out = open(sys.argv[2], \"w\", newline=\"\") if sys.argv[1:2] == [\"--csv\"] else sys.stdout
    writer = csv.writer(out, lineterminator=\"\\n\")
    writer.writerow([\"contender\", \"start\", \"run\", \"step\", \"x\", \"y\", \"loss\"])
    writer.writerows(rows())";

/// The functions that contenders call, each once.
#[derive(Default)]
struct Functions(Vec<(String, Vec<String>)>);

impl Functions {
    /// The name of the function that `write` writes under it: `name` itself, or with a number if that is another one.
    fn add(&mut self, name: &str, write: impl Fn(&str) -> Vec<String>) -> String {
        for number in 1.. {
            let name = if number == 1 { name.to_string() } else { format!("{name}_{number}") };
            let lines = write(&name);
            match self.0.iter().find(|(known, _)| *known == name) {
                None => {
                    self.0.push((name.clone(), lines));
                    return name;
                }
                Some((_, known)) if *known == lines => return name,
                Some(_) => {}
            }
        }
        name.into()
    }

    /// The functions that `text` defines.
    fn add_text(&mut self, text: &str) {
        for part in format!("\n{text}").split("\ndef ").skip(1) {
            let name = part.split('(').next().unwrap_or_default();
            let lines: Vec<String> = format!("def {}", part.trim_end()).lines().map(String::from).collect();
            self.add(name, |_| lines.clone());
        }
    }

    fn lines(&self) -> Vec<String> {
        self.0
            .iter()
            .flat_map(|(_, lines)| ["".to_string(), "".into()].into_iter().chain(lines.iter().cloned()))
            .collect()
    }
}
