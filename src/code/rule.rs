//! A contender as a function of Python that yields its iterates.

use super::{Dialect, Functions, Job, indented, names_word, replaced};
use super::{Paced, Plan, pace_words};
use crate::call::{Call, fraction, literal};
use crate::experiment::{Order, Seen};
use crate::formula::spelled;
use crate::landscape;
use crate::linear::Vec2;
use crate::optimizer::{Family, Here, Listing, OWN, Optimizer};
use crate::parameter::{Setting, Settings};
use crate::problem::Problem;
use crate::tempo::Pace;

/// Under these names a rule has the momentum that a schedule may prescribe.
const MOMENTA: [&str; 3] = ["mu", "beta1", "beta"];

/// What the loop of a written rule calls its own.
const TAKEN: &str = "array torch start run enumerate get_batches in_order shuffled drawn bits SEED noises noise value losses \
                     seen float clip LOW HIGH sum len gradient hessian lr0 schedule";

/// Contender `index` as a function called `name`: by an optimizer of the dialect's library that does the same, or
/// written out.
///
/// # Errors
/// As [`Plan::lines`].
pub fn contender(job: &Job, index: usize, name: &str, functions: &mut Functions) -> Result<Vec<String>, Problem> {
    let (experiment, checked) = (job.experiment, job.checked);
    let contender = &experiment.contenders[index];
    let (entry, settings) = &checked.contenders[index];
    let stages = &checked.schedules[index];
    let base = job.rates[index];
    let is_moved = |(_, settings): &(_, Settings)| {
        settings.find("cycle_momentum").is_some_and(|on| *on == Setting::Choice("on".into()))
    };
    let parameters = entry.parameters_with(settings);
    let momentum = MOMENTA.into_iter().find(|key| parameters.iter().any(|p| p.key == *key));
    let momentum = momentum.filter(|_| stages.iter().any(is_moved) && heeds_momentum(entry, settings));
    let plan = Plan {
        contender,
        stages,
        base,
        momentum: momentum.map(|key| (key, settings.number(key))),
        updates: checked.updates[index],
        per_epoch: contender.counts_epochs.then(|| checked.seen[index].per_epoch()),
        watches: contender.tempo(base, stages, None).looks_at_loss(),
    };
    let spell = match job.dialect {
        Dialect::NumPy => None,
        Dialect::PyTorch => entry.torch,
        Dialect::Jax => entry.optax,
    };
    let call = spell.and_then(|spell| spell(settings));
    let fits = |call: &Call| {
        let is_same = !call.is_steady || stages.is_empty();
        is_same && (job.dialect == Dialect::PyTorch || momentum.is_none())
    };
    let looped = Looped { job, index, plan, is_up: contender.maximize };
    let run = if job.is_random() { ", run=0" } else { "" };
    let words = pace_words(contender, base, stages);
    let up = if contender.maximize { ", climbing" } else { "" };
    let mut lines = vec![format!("def {name}(start{run}):"), format!("    \"\"\"{}{up}, {words}.\"\"\"", entry.name)];
    let body = match (job.dialect, call.filter(fits)) {
        (Dialect::PyTorch, Some(call)) => looped.in_torch(&call, functions)?,
        (Dialect::Jax, Some(call)) => looped.in_optax(&call, functions)?,
        _ => looped.written(functions)?,
    };
    lines.extend(indented(&body, 4));
    Ok(lines)
}

/// Whether a prescribed momentum changes what the rule does.
fn heeds_momentum(entry: &crate::optimizer::Entry, settings: &Settings) -> bool {
    let surface = landscape::ALL[0];
    let objective = (surface.build)(&Settings::defaults(surface.parameters));
    // Long enough, and with steps that are long enough, for signs to turn at different times.
    let after = |momentum: f64| {
        let mut rule: Box<dyn Optimizer> = (entry.build)(settings);
        let w = (0..30).fold(Vec2::new(1.0, 2.0), |w, t| {
            let pace = Pace { rate: 0.3, momentum: Some(momentum) };
            rule.step(&Here::new(&*objective, t, w, objective.slope(w), pace, 0.3))
        });
        // Not the numbers: NaN would differ from itself.
        [w.x.to_bits(), w.y.to_bits()]
    };
    after(0.1) != after(0.95)
}

/// A contender's loop in the making.
struct Looped<'a> {
    job: &'a Job<'a>,
    index: usize,
    plan: Plan<'a>,
    is_up: bool,
}

impl Looped<'_> {
    fn seen(&self) -> &Seen {
        &self.job.checked.seen[self.index]
    }

    /// The head of the loop; t is `offset` in the first update.
    fn head(&self, offset: usize) -> String {
        let updates = self.plan.updates;
        let batching = self.job.experiment.contenders[self.index].batching;
        match (self.seen(), batching.size) {
            (Seen::InBatches(_), Some(size)) => {
                let order = match batching.order {
                    Order::Sequential => "in_order".into(),
                    Order::Shuffled => format!("shuffled(bits(bits(SEED + run, {}), 0))", batching.stream),
                    Order::Replaced => format!("drawn(bits(bits(SEED + run, {}), 0))", batching.stream),
                };
                let from = if offset == 0 { String::new() } else { format!(", {offset}") };
                format!("for t, mini_batch in enumerate(get_batches({order}, {size}, {updates}){from}):")
            }
            (Seen::WithNoise(_), _) => {
                let from = if offset == 0 { String::new() } else { format!(", {offset}") };
                format!("for t, noise in enumerate(noises(bits(SEED + run, {}), {updates}){from}):", batching.stream)
            }
            _ if offset == 0 => format!("for t in range({updates}):"),
            _ => format!("for t in range({offset}, {}):", updates + offset),
        }
    }

    /// What stands before w where the update takes loss or gradient, in a loop whose t is `offset` in the first update.
    fn before_w(&self, offset: usize) -> String {
        let is_whole = self.job.experiment.contenders[self.index].batching.size.is_none();
        let t = if offset == 0 { "t".to_string() } else { format!("t - {offset}") };
        self.job.loss.before_w(&t, if is_whole { "data" } else { "mini_batch" })
    }

    /// The same for the loss that an update sees, which is L where each step has a gradient of its own.
    fn before_w_of_loss(&self, offset: usize) -> String {
        if self.job.loss.is_varying() { String::new() } else { self.before_w(offset) }
    }

    /// The loss that an update sees at w, as a number.
    fn value(&self, offset: usize) -> String {
        let sign = if self.is_up { "-" } else { "" };
        format!("{sign}loss({}w).item()", self.before_w_of_loss(offset))
    }

    /// A call of `gradient` up to what stands before w, with noise and sign.
    fn gradient(&self, offset: usize) -> String {
        let sign = if self.is_up { "-" } else { "" };
        let noise = match self.seen() {
            Seen::WithNoise(_) => format!("{sign}noise {} ", if self.is_up { "-" } else { "+" }),
            _ => sign.into(),
        };
        format!("{noise}gradient({}", self.before_w(offset))
    }

    fn is_bounded(&self) -> bool {
        self.job.checked.ground.objective.bounds().is_some()
    }

    /// By an optimizer of PyTorch.
    fn in_torch(&self, call: &Call, functions: &mut Functions) -> Result<Vec<String>, Problem> {
        let plan = &self.plan;
        let mut call = call.clone();
        call.arguments.insert(0, ("lr", literal(plan.base)));
        // L-BFGS has no such switch.
        let climbs = self.is_up && !call.asks;
        let call = call.switch("maximize", climbs);
        let scheduler = plan.torch()?;
        let mut lines = vec!["w = torch.tensor(start, requires_grad=True)".to_string()];
        if call.is_steady {
            lines.push(STEADY.into());
        }
        lines.push(format!("optimizer = torch.optim.{}", call.written("[w]")));
        let mut paced = Paced::default();
        if let Some(scheduler) = &scheduler {
            lines.push(format!("scheduler = torch.optim.lr_scheduler.{}", scheduler.written("optimizer")));
        } else if !plan.stages.is_empty() {
            paced = plan.lines(functions, 0, &self.value(0))?;
        }
        lines.extend(paced.before);
        lines.push(self.head(0));
        let mut body = vec!["yield w.detach().clone()".to_string()];
        if !paced.lines.is_empty() {
            body.extend(paced.lines);
            let momentum = plan.momentum.map(|(name, _)| match name {
                "mu" => ", momentum=mu".to_string(),
                _ => format!(", betas=({name}, optimizer.defaults[\"betas\"][1])"),
            });
            body.push(format!("optimizer.param_groups[0].update(lr=lr{})", momentum.unwrap_or_default()));
        }
        let watches = plan.watches && scheduler.is_some();
        let derived = match (self.job.loss.is_varying(), call.asks && self.is_up) {
            (true, is_up) => format!("{}loss_at(t, w)", if is_up { "-" } else { "" }),
            (false, is_up) => format!("{}loss({}w)", if is_up { "-" } else { "" }, self.before_w(0)),
        };
        let noise = matches!(self.seen(), Seen::WithNoise(_));
        let sign = if call.asks && self.is_up { "-" } else { "+" };
        let noise = noise.then(|| format!("w.grad {sign}= noise"));
        if watches {
            body.extend(["if t > 0:".into(), format!("    scheduler.step({})", self.value(0))]);
        }
        if call.asks {
            body.extend(["".into(), "def closure():".into(), "    optimizer.zero_grad()".into()]);
            body.extend([format!("    value = {derived}"), "    value.backward()".into()]);
            body.extend(noise.map(|line| format!("    {line}")));
            body.extend(["    return value".into(), "".into(), "optimizer.step(closure)".into()]);
        } else {
            body.extend(["optimizer.zero_grad()".into(), format!("{derived}.backward()")]);
            body.extend(noise);
            body.push("optimizer.step()".into());
        }
        if self.is_bounded() {
            body.extend(["with torch.no_grad():".into(), "    w.clamp_(LOW, HIGH)".into()]);
        }
        if scheduler.is_some() && !watches {
            match plan.per_epoch {
                Some(per_epoch) if per_epoch > 1 => {
                    body.extend([format!("if (t + 1) % {per_epoch} == 0:"), "    scheduler.step()".into()]);
                }
                _ => body.push("scheduler.step()".into()),
            }
        }
        lines.extend(indented(&body, 4));
        lines.push("yield w.detach().clone()".into());
        Ok(lines)
    }

    /// By an optimizer of optax.
    fn in_optax(&self, call: &Call, functions: &mut Functions) -> Result<Vec<String>, Problem> {
        let plan = &self.plan;
        let mut lines = vec!["w = array(start)".to_string()];
        if call.is_steady {
            lines.push(STEADY.into());
        }
        let is_scheduled = !plan.stages.is_empty();
        let mut call = call.clone();
        call.arguments.insert(0, ("learning_rate", literal(plan.base)));
        let made = if is_scheduled {
            call.written("").replacen('(', ")(", 1).replacen(
                call.name,
                &format!("inject_hyperparams(optax.{}", call.name),
                1,
            )
        } else {
            call.written("")
        };
        lines.push(format!("optimizer = optax.{made}"));
        lines.extend(["state = optimizer.init(w)".into(), "update = jax.jit(optimizer.update)".into()]);
        let paced = if is_scheduled { plan.lines(functions, 0, &self.value(0))? } else { Paced::default() };
        lines.extend(paced.before);
        lines.push(self.head(0));
        let mut body = vec!["yield w".to_string()];
        body.extend(paced.lines);
        if is_scheduled {
            body.push("state.hyperparams[\"learning_rate\"] = array(lr)".into());
        }
        body.push(format!("dw = {}w)", self.gradient(0)));
        if call.penalty != 0.0 {
            body.push(format!("dw = dw + {}*w", literal(call.penalty)));
        }
        body.extend(["change, state = update(dw, state, w)".into(), "w = optax.apply_updates(w, change)".into()]);
        if self.is_bounded() {
            body.push("w = clip(w, LOW, HIGH)".into());
        }
        lines.extend(indented(&body, 4));
        lines.push("yield w".into());
        Ok(lines)
    }

    /// The rule written out.
    fn written(&self, functions: &mut Functions) -> Result<Vec<String>, Problem> {
        let (plan, dialect) = (&self.plan, self.job.dialect);
        let (entry, settings) = &self.job.checked.contenders[self.index];
        let (mut listing, settings) = self.listing(settings)?;
        // What a typed rule calls its own may be what this program does.
        let mut own = |name: &str| {
            let renamed = if entry.family == Family::Own && self.is_taken(name) {
                format!("{name}_")
            } else {
                return name.into();
            };
            let texts = listing.before.iter_mut().chain(listing.update.iter_mut().map(|line| &mut line.text));
            texts.for_each(|text| *text = replaced(text, name, &renamed).into());
            renamed
        };
        let variables: Vec<&str> = (entry.build)(&settings).state().iter().map(|(name, _)| *name).collect();
        variables.into_iter().for_each(|name| drop(own(&spelled(name))));
        let parameters: Vec<(&str, String)> =
            entry.parameters_with(&settings).iter().map(|p| (p.key, own(&spelled(p.key)))).collect();
        let texts = listing.before.iter().chain(listing.update.iter().map(|line| &line.text));
        let code: Vec<String> = texts.map(|text| text.to_string()).collect();
        let uses = |word: &str| {
            code.iter().any(|text| names_word(text, word))
                || listing.functions.iter().any(|text| names_word(text, word))
        };
        functions.add_text(&listing.functions.join("\n"));
        let mut lines = vec![format!("w = {}(start)", dialect.array())];
        let paced = plan.lines(functions, 1, &self.value(1))?;
        if plan.stages.is_empty() {
            lines.push(format!("lr = {}", literal(plan.base)));
        } else if listing.before.iter().any(|text| names_word(text, "lr")) {
            // That of the first update.
            let stages = plan.stages;
            let first = plan.contender.tempo(plan.base, stages, self.seen().batches()).pace(0, 0.0);
            lines.push(format!("lr = {}", literal(first.rate)));
        }
        if uses("lr0") {
            lines.push(format!("lr0 = {}", literal(plan.base)));
        }
        for (key, name) in parameters {
            let is_moved = plan.momentum.is_some_and(|(moved, _)| moved == key);
            if let Setting::Number(value) = settings.get(key)
                && !is_moved
                && uses(&name)
            {
                // What counts is cut to a whole number.
                let counts =
                    |text: &String| text.contains(&format!("range({name})")) || text.contains(&format!("[-{name}:]"));
                let value = if code.iter().any(counts) { libm::floor(*value) } else { *value };
                lines.push(format!("{name} = {}", literal(value)));
            }
        }
        let is_curve = self.job.checked.ground.objective.variables() == 1;
        // Of one parameter there is one direction to begin in.
        let first = |text: &str| {
            if is_curve { text.replace("in identity(len(w))", "in identity(len(w))[:1]") } else { text.into() }
        };
        lines.extend(listing.before.iter().map(|text| first(text)));
        lines.extend(paced.before);
        lines.push(self.head(1));
        let mut body = vec!["yield w".to_string()];
        body.extend(paced.lines);
        let divides = listing.update.iter().any(|line| line.text.replace("/lr0", "").contains("/lr"));
        if entry.family != Family::Own && divides && (plan.base == 0.0 || !plan.stages.is_empty()) {
            body.extend(["if lr == 0:".into(), "    continue  # Nothing moves.".into()]);
        }
        let rewritten: Vec<String> = listing.update.iter().map(|line| self.seen_by(&line.text)).collect();
        // Searches take losses as well: those that the update sees.
        let before = self.before_w_of_loss(1);
        let takes_losses = rewritten.iter().any(|text| names_word(text, "loss"));
        if takes_losses && (self.is_up || !before.is_empty()) {
            body.push(format!("seen = lambda w: {}loss({before}w)", if self.is_up { "-" } else { "" }));
            body.extend(rewritten.iter().map(|text| replaced(text, "loss", "seen")));
        } else {
            body.extend(rewritten);
        }
        if entry.family == Family::Own && is_curve {
            let stays = match dialect {
                Dialect::PyTorch => "w = torch.stack([w[0], torch.tensor(start[1])])",
                _ => "w = array([w[0], start[1]])",
            };
            body.push(stays.into());
        }
        if self.is_bounded() {
            body.push("w = clip(w, LOW, HIGH)".into());
        }
        lines.extend(indented(&body, 4));
        lines.push("yield w".into());
        Ok(lines)
    }

    /// The rule as Python; with a momentum that only the schedule gives it, if there is one.
    fn listing(&self, settings: &Settings) -> Result<(Listing, Settings), Problem> {
        let (entry, _) = &self.job.checked.contenders[self.index];
        let listing = (entry.code)(settings);
        let Some((momentum, _)) = self.plan.momentum else { return Ok((listing, settings.clone())) };
        if entry.key == OWN.key || listing.update.iter().any(|line| names_word(&line.text, momentum)) {
            return Ok((listing, settings.clone()));
        }
        // Any will do but 0, with which the rule leaves it out.
        let mut given = self.plan.contender.parameters.clone();
        given.insert(momentum.into(), Setting::Number(0.5));
        let settings = Settings::resolve("contender", entry.parameters, &given)?;
        Ok(((entry.code)(&settings), settings))
    }

    /// Whether the loop calls something else `name`.
    fn is_taken(&self, name: &str) -> bool {
        let of_catalogue = self.plan.stages.iter().any(|(entry, _)| name.strip_prefix(entry.key).is_some());
        of_catalogue || TAKEN.split_whitespace().any(|word| word == name)
    }

    /// A line of an update with the loss that it sees.
    fn seen_by(&self, text: &str) -> String {
        let sign = if self.is_up { "-" } else { "" };
        let text = text.replace("gradient(loss, mini_batch, ", &self.gradient(1));
        text.replace("hessian(loss, mini_batch, ", &format!("{sign}hessian({}", self.before_w(1)))
    }
}

/// What is said where a library has the rule in another form.
const STEADY: &str = "# Another form of the same rule: the same iterates as long as the learning rate stays as it is.";

/// A start as Python.
pub fn place(Vec2 { x, y }: Vec2) -> String {
    format!("({}, {})", fraction(x), fraction(y))
}
