//! The loss as functions of Python: its value, and where nothing derives them its gradient and Hessian.

use super::{Dialect, Term, indented, names_word, replaced, wrapped};
use crate::call::literal;
use crate::data::{Row, Sample};
use crate::experiment::{Checked, Kind as GroundKind};
use crate::formula::{parse, spelled};
use crate::objective::Varying;
use crate::parameter::{Setting, Settings, number_text};
use crate::problem::Problem;

/// More rows of data than this are read from a file.
const MOST_ROWS: usize = 300;

/// No derivative has more parts, written out: a formula that needs more is one for a machine, not for a reader.
const MOST_PARTS: usize = 20_000;

/// The file that has the data where they are too many for the program.
pub const TABLE: &str = "steepest-data.csv";

/// What a program calls its own; a parameter of this name gets another.
const TAKEN: &str = "loss gradient hessian data array math csv sys torch jax optax inf nan start run rows bits below normal \
                     noises shuffled drawn in_order get_batches w x y t p q label dx dy dxx dxy dyy batch mini_batch STARTS \
                     SEED NOISE LOW HIGH lifted contender contenders step place number value out writer file row cell runs \
                     float range len list print open enumerate all any sum map zip divmod next int str iter min max abs \
                     reversed sort identity dot norm outer eigh seterr clip where sign mean heaviside arcsin arccos \
                     arctan arcsinh arccosh arctanh logaddexp maximum minimum";

/// What there is to say of the loss.
pub struct Loss {
    /// Its parameters as a program calls them, with their values.
    parameters: Vec<(String, f64)>,
    kind: Kind,
    /// What it is called.
    title: String,
}

enum Kind {
    /// One formula of x and y.
    Plain(Term),
    /// One of two at each step.
    Varying { mean: Term, when: String, then: Term, otherwise: Term },
    /// A mean or a sum of one formula over data.
    Sum { point: Term, columns: Vec<&'static str>, rows: Vec<Row>, is_summed: bool },
}

/// Which derivatives a program needs.
#[derive(Debug, Clone, Copy, Default)]
pub struct Needs {
    /// The gradient.
    pub gradient: bool,
    /// The Hessian.
    pub hessian: bool,
}

impl Loss {
    /// The loss of a checked experiment, in a program that calls its functions `taken` besides.
    ///
    /// # Errors
    /// If its formula cannot be read, or this build of the crate writes no programs.
    pub fn of(checked: &Checked, taken: &[String]) -> Result<Loss, Problem> {
        let ground = &checked.ground;
        let words = ground.words();
        let columns: &[&str] = match &ground.kind {
            GroundKind::Sum(sample) => &["p", "q", "label"][..sample.entry.columns.len()],
            _ => &[],
        };
        let names = Names { taken, columns };
        let term = |text: &str| {
            let expression = parse(text).map_err(|mistake| Problem::new("surface", mistake.wanted, mistake.given))?;
            Ok(Term::of(&expression, |name| names.of(name)))
        };
        let (kind, text) = match &ground.kind {
            GroundKind::Sum(sample) => {
                let Sample { entry, rows, training, .. } = &**sample;
                let Some(point) = entry.point else {
                    return Err(Problem::new("code", "a build that writes it", words.key));
                };
                let columns = ["p", "q", "label"].into_iter().take(columns.len()).collect();
                let point = (point)(&ground.settings);
                let rows = training.iter().map(|i| rows[*i]).collect();
                let is_summed = sample.is_summed(&ground.settings);
                (Kind::Sum { point: term(point)?, columns, rows, is_summed }, point.to_string())
            }
            _ => match ground.objective.varying() {
                Some(Varying { mean, when, then, otherwise }) => {
                    let text = format!("{mean} {when} {then} {otherwise}");
                    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
                    let when = words.fold(when.to_string(), |when, word| match number(&ground.settings, word) {
                        Some(_) => replaced(&when, word, &names.of(word)),
                        None => when,
                    });
                    (Kind::Varying { mean: term(mean)?, when, then: term(then)?, otherwise: term(otherwise)? }, text)
                }
                None => (Kind::Plain(term(&words.formula)?), words.formula.to_string()),
            },
        };
        let keys = ground.parameters.iter().map(|parameter| parameter.key).filter(|key| names_word(&text, key));
        let parameters = keys.filter_map(|key| Some((names.of(key), number(&ground.settings, key)?))).collect();
        Ok(Loss { parameters, kind, title: words.name.into() })
    }

    /// What it is called.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What stands before w among the arguments of a function of the loss at the beginning of update `t`, as Python.
    pub fn before_w(&self, t: &str, batch: &str) -> String {
        match self.kind {
            Kind::Plain(_) => String::new(),
            Kind::Varying { .. } => format!("{t}, "),
            Kind::Sum { .. } => format!("{batch}, "),
        }
    }

    /// The same for L itself.
    pub fn before_w_of_all(&self) -> &'static str {
        if matches!(self.kind, Kind::Sum { .. }) { "data, " } else { "" }
    }

    /// Whether each step has a loss of its own without any data.
    pub fn is_varying(&self) -> bool {
        matches!(self.kind, Kind::Varying { .. })
    }

    /// The rows of data, where they are too many for a program, as the file that it reads.
    pub fn table(&self) -> Option<String> {
        let Kind::Sum { columns, rows, .. } = &self.kind else { return None };
        if rows.len() <= MOST_ROWS {
            return None;
        }
        let mut text = columns.join(",") + "\n";
        for row in rows {
            let cells: Vec<String> = row[..columns.len()].iter().map(|value| number_text(*value)).collect();
            text += &(cells.join(",") + "\n");
        }
        Some(text)
    }

    /// Parameters, data and functions: the loss, and the derivatives that the program `needs`.
    ///
    /// # Errors
    /// If a derivative that NumPy has to have written out would have too many parts.
    pub fn written(&self, dialect: Dialect, needs: Needs) -> Result<Vec<String>, Problem> {
        let mut lines: Vec<String> =
            self.parameters.iter().map(|(name, value)| format!("{name} = {}", literal(*value))).collect();
        lines.extend(self.data(dialect));
        lines.extend(["".into(), "".into()]);
        lines.extend(self.values(dialect));
        match dialect {
            Dialect::NumPy => self.derivatives(needs, &mut lines)?,
            Dialect::PyTorch => self.by_torch(needs, &mut lines),
            Dialect::Jax => self.by_jax(needs, &mut lines),
        }
        Ok(lines)
    }

    fn data(&self, dialect: Dialect) -> Vec<String> {
        let Kind::Sum { columns, rows, .. } = &self.kind else { return Vec::new() };
        let array = dialect.array();
        let head = format!("# The data: {}.", columns.join(", "));
        if rows.len() > MOST_ROWS {
            return vec![
                head,
                format!("# They are {} rows: {TABLE} has to stand beside this program.", rows.len()),
                format!("with open(\"{TABLE}\") as file:"),
                "    rows_read = list(csv.reader(file))[1:]".into(),
                format!("data = {array}([[float(cell) for cell in row] for row in rows_read])"),
            ];
        }
        let mut lines = vec![head, format!("data = {array}([")];
        for row in rows {
            let cells: Vec<String> = row[..columns.len()].iter().map(|value| crate::call::fraction(*value)).collect();
            lines.push(format!("    [{}],", cells.join(", ")));
        }
        lines.push("])".into());
        lines
    }

    /// The names that are arrays in the functions.
    fn tensors(&self) -> Vec<&'static str> {
        let columns = if let Kind::Sum { columns, .. } = &self.kind { columns.as_slice() } else { &[] };
        ["x", "y"].into_iter().chain(columns.iter().copied()).collect()
    }

    /// The head of a function and what it unpacks.
    fn head(&self, name: &str, about: &str, is_of_step: bool) -> Vec<String> {
        let (first, unpacked) = match &self.kind {
            Kind::Sum { columns, .. } => ("batch, ", Some(format!("    {} = batch.T", columns.join(", ")))),
            Kind::Varying { .. } if is_of_step => ("t, ", None),
            _ => ("", None),
        };
        let mut lines =
            vec![format!("def {name}({first}w):"), format!("    \"\"\"{about}\"\"\""), "    x, y = w".into()];
        lines.extend(unpacked);
        lines
    }

    /// The functions of the loss itself.
    fn values(&self, dialect: Dialect) -> Vec<String> {
        let tensors = self.tensors();
        // What does not depend on w is a number for all that.
        let whole = |term: &Term| {
            let text = term.written(dialect, &tensors);
            if term.names("x") || term.names("y") { text } else { format!("{text} + 0*x") }
        };
        let returned = |text: &str| indented(&wrapped("return ", text), 4);
        let title = &self.title;
        match &self.kind {
            Kind::Plain(term) => {
                let mut lines = self.head("loss", &format!("{title}."), false);
                lines.extend(returned(&whole(term)));
                lines
            }
            Kind::Varying { mean, when, then, otherwise } => {
                let mut lines = self.head("loss", &format!("{title}: the mean over all steps."), false);
                lines.extend(returned(&whole(mean)));
                lines.extend(["".into(), "".into()]);
                lines.extend(self.head("loss_at", "The loss whose gradient update t, counted from 0, takes.", true));
                let [then, otherwise] = [then, otherwise].map(whole);
                lines.extend(returned(&match dialect {
                    Dialect::Jax => format!("where({when}, {then}, {otherwise})"),
                    _ => format!("{then} if {when} else {otherwise}"),
                }));
                lines
            }
            Kind::Sum { point, is_summed, .. } => {
                let over = if *is_summed { "sum" } else { "mean" };
                let about = format!("{title}: the {over} over a batch of the data.");
                let mut lines = self.head("loss", &about, false);
                lines.extend(returned(&format!("({}).{over}()", point.written(dialect, &tensors))));
                lines
            }
        }
    }

    /// Derivatives written out.
    fn derivatives(&self, needs: Needs, lines: &mut Vec<String>) -> Result<(), Problem> {
        let mut function = |name: &str, about: &str, parts: &[(&str, &[&str])], returned: &str| {
            lines.extend(["".into(), "".into()]);
            lines.extend(self.head(name, about, true));
            for (part, by) in parts {
                lines.extend(indented(&wrapped(&format!("{part} = "), &self.derived(by)?), 4));
            }
            lines.push(format!("    return array({returned})"));
            Ok(())
        };
        if needs.gradient {
            let parts: [(&str, &[&str]); 2] = [("dx", &["x"]), ("dy", &["y"])];
            function("gradient", "Its derivatives by x and y.", &parts, "[dx, dy]")?;
        }
        if needs.hessian {
            let parts: [(&str, &[&str]); 3] = [("dxx", &["x", "x"]), ("dxy", &["x", "y"]), ("dyy", &["y", "y"])];
            function("hessian", "Its second derivatives.", &parts, "[[dxx, dxy], [dxy, dyy]]")?;
        }
        Ok(())
    }

    /// The derivative `by` these names, one after the other.
    fn derived(&self, by: &[&str]) -> Result<String, Problem> {
        let derivative = |term: &Term| {
            by.iter().try_fold(term.clone(), |term, name| {
                let term = term.derivative(name);
                if term.size() <= MOST_PARTS {
                    return Ok(term);
                }
                let wanted =
                    format!("one whose derivatives have at most {MOST_PARTS} parts, or PyTorch, which derives them");
                Err(Problem::new("formula", wanted, format!("{} parts", term.size())))
            })
        };
        let plain = |term: &Term| Ok(derivative(term)?.written_fraction(Dialect::NumPy, &[]));
        match &self.kind {
            Kind::Plain(term) => plain(term),
            Kind::Varying { when, then, otherwise, .. } => {
                Ok(format!("{} if {when} else {}", plain(then)?, plain(otherwise)?))
            }
            Kind::Sum { point, columns, is_summed, .. } => {
                let derived = derivative(point)?;
                let text = derived.written_fraction(Dialect::NumPy, &[]);
                let is_of_data = columns.iter().any(|column| derived.names(column));
                Ok(match (is_of_data, is_summed) {
                    (true, false) => format!("({text}).mean()"),
                    (true, true) => format!("({text}).sum()"),
                    (false, false) => text,
                    (false, true) => format!("len(batch)*({text})"),
                })
            }
        }
    }

    /// Derivatives by PyTorch.
    fn by_torch(&self, needs: Needs, lines: &mut Vec<String>) {
        let (arguments, loss) = match self.kind {
            Kind::Plain(_) => ("w", "loss(w)"),
            Kind::Varying { .. } => ("t, w", "loss_at(t, w)"),
            Kind::Sum { .. } => ("batch, w", "loss(batch, w)"),
        };
        if needs.gradient {
            lines.extend(["".into(), "".into(), format!("def gradient({arguments}):")]);
            lines.push("    \"\"\"Its derivatives by x and y.\"\"\"".into());
            lines.push("    w = w.clone().requires_grad_()".into());
            lines.push(format!("    return torch.autograd.grad({loss}, w)[0]"));
        }
        if needs.hessian {
            lines.extend(["".into(), "".into(), format!("def hessian({arguments}):")]);
            lines.push("    \"\"\"Its second derivatives.\"\"\"".into());
            let function = if arguments == "w" { "loss".into() } else { format!("lambda w: {loss}") };
            lines.push(format!("    return torch.autograd.functional.hessian({function}, w)"));
        }
    }

    /// Derivatives by JAX, and the loss itself compiled.
    fn by_jax(&self, needs: Needs, lines: &mut Vec<String>) {
        let (name, which) = match self.kind {
            Kind::Plain(_) => ("loss", ""),
            Kind::Varying { .. } => ("loss_at", ", argnums=1"),
            Kind::Sum { .. } => ("loss", ", argnums=1"),
        };
        lines.extend(["".into(), "".into()]);
        if needs.gradient {
            lines.push(format!("gradient = jax.jit(jax.grad({name}{which}))"));
        }
        if needs.hessian {
            lines.push(format!("hessian = jax.jit(jax.hessian({name}{which}))"));
        }
        lines.push("loss = jax.jit(loss)".into());
    }
}

fn number(settings: &Settings, key: &str) -> Option<f64> {
    match settings.find(key) {
        Some(Setting::Number(value)) => Some(*value),
        _ => None,
    }
}

/// What a program calls the parameters of a formula.
struct Names<'a> {
    /// The names of its functions.
    taken: &'a [String],
    /// What it unpacks from data.
    columns: &'a [&'a str],
}

impl Names<'_> {
    fn of(&self, name: &str) -> String {
        // Inputs and columns are what the functions unpack.
        if ["x", "y"].contains(&name) || self.columns.contains(&name) {
            return name.into();
        }
        let mut spelled = spelled(name);
        while TAKEN.split_whitespace().any(|word| word == spelled) || self.taken.contains(&spelled) {
            spelled.push('_');
        }
        spelled
    }
}
