//! Update rules as Python: the body of a training loop, for the settings at hand.

use std::borrow::Cow;

use crate::parameter::Settings;

/// An update rule as Python, in the loop of the course notes.
///
/// ```text
/// [functions]
/// [before]
/// for epoch in range(n_epochs):
///     for mini_batch in get_batches(data, batch_size):
///         [update]
/// ```
///
/// - `w` is the vector of parameters, `dw` the gradient, `lr` the learning rate of this update, `lr0` that before any
///   schedule, and `t` the number of this update, 1 in the first; before the loop `lr` is that of the first update
/// - hyper-parameters have their keys as names; a momentum that a schedule prescribes is `mu`, `beta` or `beta1`
/// - state variables have their symbols as names where these are plain letters
/// - `loss(w)`, `gradient(loss, mini_batch, w)` and `hessian(loss, mini_batch, w)` are what this update sees
/// - vectors and matrices are those of numpy, and so are the functions without a definition, for which numpy's name is
///   left out: `sqrt`, `sign`, `maximum`, `minimum`, `where`, `clip`, `dot`, `norm`, `outer`, `identity`, `eigh`, with
///   `inf` and `nan`
///
/// Left out is what only matters where numbers are not finite or the learning rate is zero, and what belongs to the
/// problem: a gradient negated to climb, a step back into a box.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// Definitions of functions that the update calls, line by line.
    pub functions: Vec<&'static str>,
    /// The initial state.
    pub before: Vec<Cow<'static, str>>,
    /// The body of the loop, from the gradient to the new w.
    pub update: Vec<Line>,
}

/// A line of an update.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The text, indented from the body of the loop on.
    pub text: Cow<'static, str>,
    /// What the line has just computed: symbols of the rule's state, `w` for the new iterate, `dw` for the gradient as
    /// it is after this line.
    ///
    /// Of a matrix or a list of vectors these are the symbols of its rows, otherwise one for each variable assigned.
    pub shows: Vec<&'static str>,
}

/// How an update rule is written as Python.
pub type List = fn(&Settings) -> Listing;

/// Whether this build of the crate has the rules as Python, too.
///
/// The page's own module, which is to be small, has not: what shows them is loaded on demand.
pub const LISTED: bool = cfg!(any(not(target_arch = "wasm32"), feature = "inside", feature = "share"));

/// `list`, where this build of the crate has the rules as Python; elsewhere nothing.
pub const fn listed(list: List) -> List {
    if LISTED { list } else { |_| Listing::bare("") }
}

/// Lines of an update, each with what it shows: `lines! { "v = mu*v - lr*dw" => "v", "w = w + v" => "w" }`.
///
/// They are one text, in which tabs stand before symbols: less to load than a table of lines.
macro_rules! lines {
    ($($text:literal $(=> $($symbol:literal)+)?),* $(,)?) => {
        concat!($($text, $($("\t", $symbol,)+)? "\n"),*)
    };
}

pub(super) use lines;

/// Kept out of line: there are many calls, and each is made once.
impl Listing {
    /// A loop that begins with the gradient at w.
    #[inline(never)]
    pub(super) fn new(before: &'static str) -> Self {
        Listing::bare(before).then(lines! { "dw = gradient(loss, mini_batch, w)" => "dw" })
    }

    /// A loop without anything in it.
    #[inline(never)]
    pub(super) fn bare(before: &'static str) -> Self {
        Listing { functions: Vec::new(), before: before.lines().map(Cow::from).collect(), update: Vec::new() }
    }

    /// With these lines, made by `lines!`, at the end of the update.
    #[inline(never)]
    pub(super) fn then(mut self, lines: &'static str) -> Self {
        for line in lines.lines() {
            let mut parts = line.split('\t');
            let text = parts.next().unwrap_or_default().into();
            self.update.push(Line { text, shows: parts.collect() });
        }
        self
    }

    /// With these lines at the end of the update, if `condition` holds.
    pub(super) fn then_if(self, condition: bool, lines: &'static str) -> Self {
        self.then(if condition { lines } else { "" })
    }

    /// With more of the initial state.
    #[inline(never)]
    pub(super) fn starting(mut self, before: &'static str) -> Self {
        self.before.extend(before.lines().map(Cow::from));
        self
    }

    /// With more of the initial state, if `condition` holds.
    pub(super) fn starting_if(self, condition: bool, before: &'static str) -> Self {
        self.starting(if condition { before } else { "" })
    }

    /// With the definitions of functions, which may call those defined already.
    #[inline(never)]
    pub(super) fn calling(mut self, functions: &'static str) -> Self {
        if !self.functions.is_empty() {
            self.functions.push("");
        }
        self.functions.extend(functions.lines());
        self
    }
}
