//! Typed formulas: what they mean, where they go wrong, and that they are the catalogue's surfaces where they say so.

use steepest::formula::{Expression, Function, MOST_CHARACTERS, Node, Op, Operator, Rule, Tape, parse, record};
use steepest::landscape;
use steepest::linear::Vec2;
use steepest::number::{Jet, Number};
use steepest::parameter::{Setting, Settings};
use steepest::random::Stream;

fn tape(text: &str) -> Tape {
    let formula = parse(text).unwrap_or_else(|mistake| panic!("{text}: {mistake}"));
    formula.tape(&["x", "y"], |_| None)
}

/// The value of `text` at (3, 5), with every parameter at 1.
fn value(text: &str) -> f64 {
    tape(text).eval(&[3.0, 5.0])
}

fn mistake(text: &str) -> String {
    parse(text).expect_err(text).to_string()
}

#[test]
fn operators_bind_as_in_mathematics() {
    for (text, wanted) in [
        ("1 + 2*3", 7.0),
        ("(1 + 2)*3", 9.0),
        ("2^3^2", 512.0),
        ("2**3", 8.0),
        ("-x^2", -9.0),
        ("(-x)^2", 9.0),
        ("2^-1", 0.5),
        ("x^-2", 1.0 / 9.0),
        ("--x", 3.0),
        ("+x - -y", 8.0),
        ("1 - 2 - 3", -4.0),
        ("8/4/2", 1.0),
        ("2x", 6.0),
        ("x y", 15.0),
        ("2x^2", 18.0),
        ("x^2y", 45.0),
        ("1/2x", 1.5),
        ("2(x + 1)", 8.0),
        ("(x + 1)(y - 1)", 16.0),
        ("x(y + 1)", 18.0),
        ("2pi", 2.0 * std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("2e", 2.0 * std::f64::consts::E),
        ("2e1", 20.0),
        ("2.5e-1x", 0.75),
        (".5 + 2.", 2.5),
        ("|x - y|", 2.0),
        ("|x||y|", 15.0),
        ("2|x-4|y", 10.0),
        ("ax", 1.0),
        ("a x", 3.0),
        ("x²y³", 1125.0),
        ("3·x − 2×y", -1.0),
        ("min(x, y) + max(x, y)*10", 53.0),
        ("pow(x, 2)", 9.0),
        ("log(e)", 1.0),
        ("ln(e^2)", 2.0),
        ("log10(1000)", 3.0),
        ("sqrt(x*x)", 3.0),
        ("[x + {y}]", 8.0),
    ] {
        let got = value(text);
        assert!((got - wanted).abs() <= 4.0 * f64::EPSILON * wanted.abs(), "{text}: got {got}, wanted {wanted}");
    }
}

#[test]
fn every_function_is_called_by_its_name() {
    // At 0.5 all of them have a value; those of Rust's standard library are another implementation than libm.
    let wanted = |function| match function {
        Function::Sqrt => 0.5f64.sqrt(),
        Function::Exp => 0.5f64.exp(),
        Function::Ln => 0.5f64.ln(),
        Function::Log10 => 0.5f64.log10(),
        Function::Sin => 0.5f64.sin(),
        Function::Cos => 0.5f64.cos(),
        Function::Tan => 0.5f64.tan(),
        Function::Asin => 0.5f64.asin(),
        Function::Acos => 0.5f64.acos(),
        Function::Atan => 0.5f64.atan(),
        Function::Sinh => 0.5f64.sinh(),
        Function::Cosh => 0.5f64.cosh(),
        Function::Tanh => 0.5f64.tanh(),
        Function::Asinh => 0.5f64.asinh(),
        Function::Acosh => f64::NAN,
        Function::Atanh => 0.5f64.atanh(),
        Function::Abs => 0.5,
        Function::Softplus => 0.5f64.exp().ln_1p(),
    };
    for (name, function) in Function::ALL {
        let got = tape(&format!("{name}(x)")).eval(&[0.5, 0.0]);
        let wanted = wanted(function);
        // Both are right to a unit or two in the last place.
        assert!((got - wanted).abs() <= 1e-15 || got.is_nan() && wanted.is_nan(), "{name}: {got}, {wanted}");
    }
}

#[test]
fn names_are_parameters_in_their_order() {
    let formula = parse("a*x^2 + beta*y^2 + a*w_1").expect("a formula");
    assert_eq!(formula.names(), ["a", "x", "beta", "y", "w_1"]);
    let tape = formula.tape(&["x", "y"], |name| (name == "a").then_some(7.0));
    assert_eq!(tape.eval(&[3.0, 5.0]), 7.0 * 9.0 + 25.0 + 7.0);
}

#[test]
fn mistakes_name_their_place() {
    for (text, wanted) in [
        ("", "wanted a number, a name or an opening parenthesis at column 1, given the end"),
        ("x^2 + (y*2 + 1", "wanted a closing parenthesis at column 15, given the end"),
        ("x^2 +", "wanted a number, a name or an opening parenthesis at column 6, given the end"),
        ("x + )", "wanted a number, a name or an opening parenthesis at column 5, given “)”"),
        ("x)", "wanted no closing parenthesis, for none is open, at column 2, given “)”"),
        ("2 3", "wanted an operator between two numbers at column 3, given the number 3"),
        (
            "sine(x)",
            "wanted a function before the parenthesis (nearest: sin; a product has a *) at column 1, given “sine”",
        ),
        (
            "a(x + 1)",
            "wanted a function before the parenthesis (nearest: ln; a product has a *) at column 1, given “a”",
        ),
        ("sin x", "wanted an opening parenthesis after sin at column 5, given “x”"),
        ("sin(x, y)", "wanted one argument of sin, so a closing parenthesis at column 6, given “,”"),
        ("min(x)", "wanted a comma and the second argument of min at column 6, given “)”"),
        ("max(x, y, 1)", "wanted two arguments of max, so a closing parenthesis at column 9, given “,”"),
        ("x, y", "wanted an operator or the end at column 2, given “,”"),
        ("x = 3", "wanted an operator or the end at column 3, given “=”"),
        ("|x", "wanted a closing | at column 3, given the end"),
        ("x $ y", "wanted a number, a name or a sign at column 3, given “$”"),
        ("1e400", "wanted a number below 1.8e308 at column 1, given 1e400"),
        ("x + 1e-400", "wanted 0 or a number above 4.9e-324 at column 5, given 1e-400"),
        ("1.2.3", "wanted an operator between two numbers at column 4, given the number 0.3"),
        (".", "wanted a number at column 1, given “.”"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "wanted a name of at most 24 letters at column 1, given one of 30"),
        (
            "x +\n y z(",
            "wanted a function before the parenthesis (nearest: ln; a product has a *) at column 8, given “z”",
        ),
    ] {
        assert_eq!(mistake(text), wanted, "{text}");
    }
    let long = "x+".repeat(MOST_CHARACTERS);
    assert_eq!(
        mistake(&long),
        "wanted the end of a formula of at most 2000 characters at column 2001, given 4000 of them"
    );
    let deep = "(".repeat(1_500);
    assert_eq!(mistake(&deep), "wanted nothing that is more than 100 deep at column 51, given “(”");
    assert!(mistake(&"-".repeat(1_500)).starts_with("wanted nothing that is more than 100 deep"));
    assert!(mistake(&"x^".repeat(900)).starts_with("wanted nothing that is more than 100 deep"));
    assert!(mistake(&"(".repeat(10_000)).starts_with("wanted the end of a formula of at most 2000 characters"));
}

/// A random formula, at most `depth` deep, with every kind of node.
fn random_formula(chance: &Stream, next: &mut u64, depth: usize) -> String {
    let mut draw = |count: usize| {
        *next += 1;
        chance.below(count, *next)
    };
    if depth == 0 || draw(5) == 0 {
        return match draw(7) {
            0 => "x".into(),
            1 => "y".into(),
            2 => "pi".into(),
            3 => "e".into(),
            4 => "alpha".into(),
            5 => format!("{}", draw(1000)),
            _ => format!("{}e-{}", draw(100), draw(20)),
        };
    }
    match draw(10) {
        0 => format!("-{}", random_formula(chance, next, depth - 1)),
        1 => {
            let (name, _) = Function::ALL[draw(Function::ALL.len())];
            format!("{name}({})", random_formula(chance, next, depth - 1))
        }
        2 => format!("({})", random_formula(chance, next, depth - 1)),
        kind => {
            let signs = ["+", "-", "*", "/", "^", " ", "**"];
            let sign = signs[draw(signs.len())];
            let (a, b) = (random_formula(chance, next, depth - 1), random_formula(chance, next, depth - 1));
            match kind {
                3 => format!("min({a}, {b})"),
                4 => format!("max({a},{b})"),
                5 => format!("pow({a} ,{b})"),
                _ if sign == " " => format!("({a})({b})"),
                _ => format!("{a}{sign}{b}"),
            }
        }
    }
}

#[test]
fn what_is_printed_reads_back_as_the_same_formula() {
    let (chance, mut next) = (Stream::new(5), 0);
    let mut longest = 0;
    for _ in 0..20_000 {
        let text = random_formula(&chance, &mut next, 6);
        let Ok(formula) = parse(&text) else {
            assert!(
                text.chars().count() > MOST_CHARACTERS || parse(&text).is_err_and(|m| m.wanted.contains("deep")),
                "{text}"
            );
            continue;
        };
        let printed = formula.to_string();
        assert_eq!(parse(&printed).as_ref(), Ok(&formula), "{text} was printed as {printed}");
        assert!(formula.mathml().matches('<').count() % 2 == 0, "{text}");
        longest = longest.max(formula.nodes().len());
    }
    assert!(longest > 40, "formulas of {longest} parts are no test");
}

#[test]
fn a_million_random_strings_are_refused_or_read_and_never_more() {
    const PIECES: [&str; 38] = [
        "x", "y", "a", "pi", "e", "(", ")", "+", "-", "*", "/", "^", "**", ",", "|", " ", ".", "1", "2.5", "1e9", "e5",
        "²", "sin(", "exp(", "min(", "pow(", "sqrt", "lg(", "=", "_", "∞", "\u{0}", "é", "−", "π", "[", "}", "1e999",
    ];
    let chance = Stream::new(11);
    let (mut read, mut k) = (0, 0);
    for _ in 0..1_000_000 {
        let length = 1 + chance.below(12, k);
        let text: String = (1..=length as u64).map(|n| PIECES[chance.below(PIECES.len(), k + n)]).collect();
        k += 16;
        match parse(&text) {
            Ok(formula) => read += usize::from(!formula.nodes().is_empty()),
            Err(mistake) => {
                assert!((1..=text.chars().count() + 1).contains(&mistake.column), "{text}: {mistake}");
                assert!(!mistake.wanted.is_empty() && !mistake.given.is_empty(), "{text}");
            }
        }
    }
    assert!(read > 20_000, "only {read} of them were formulas");
}

#[test]
fn what_occurs_twice_is_computed_once() {
    let shared = tape("sin(x*y)^2 + 3*sin(y*x)^2 + (x*y)");
    let sines = shared.ops().iter().filter(|op| matches!(op, Op::Apply(Function::Sin, _))).count();
    let products = shared.ops().iter().filter(|op| matches!(op, Op::Mul(..))).count();
    assert_eq!((sines, products), (1, 1), "{:?}", shared.ops());
    // Constants are joined, and nothing is left that the result does not need.
    assert_eq!(tape("2*pi*3 + 0*1").ops().len(), 1);
    assert_eq!(tape("x^2").ops(), [Op::Input(0), Op::Powi(0, 2)]);
    assert_eq!(tape("x^-3").ops(), [Op::Input(0), Op::Constant(1.0), Op::Powi(0, 3), Op::Div(1, 2)]);
}

/// The settings of a surface with every parameter somewhat off its default.
fn settings(entry: &landscape::Entry) -> Settings {
    Settings::defaults(entry.parameters)
}

#[test]
fn the_catalogue_s_formulas_are_its_surfaces() {
    let mut compared = 0;
    for entry in landscape::ALL {
        let Ok(formula) = parse(entry.formula) else { continue };
        let settings = settings(entry);
        let objective = (entry.build)(&settings);
        let tape = formula.tape(&["x", "y"], |name| match settings.find(name) {
            Some(Setting::Number(value)) => Some(*value),
            _ => None,
        });
        let chance = Stream::new(3);
        for k in 0..200 {
            let size = entry.domain.size();
            let at = |low: f64, size: f64, k| low + size * chance.fraction(k);
            let w = Vec2::new(at(entry.domain.x[0], size.x, 2 * k), at(entry.domain.y[0], size.y, 2 * k + 1));
            let (here, jet) = (objective.curvature(w), tape.eval(&[Jet::x(w.x), Jet::y(w.y)]));
            let got = [jet.value, jet.gradient[0], jet.gradient[1], jet.hessian[0], jet.hessian[1], jet.hessian[2]];
            let hessian = here.hessian;
            let wanted = [here.loss, here.gradient.x, here.gradient.y, hessian.xx, hessian.xy, hessian.yy];
            // The same formula arranged otherwise: rounding of its largest terms, which are some 10⁵ in the domains.
            let scale = wanted.iter().fold(1.0, |scale: f64, value| scale.max(value.abs()));
            for (got, wanted) in got.iter().zip(wanted) {
                assert!((got - wanted).abs() <= 1e-11 * scale, "{} at {w:?}: {got}, {wanted}", entry.key);
            }
        }
        compared += 1;
    }
    // All but the one that alternates.
    assert_eq!(compared, landscape::ALL.len() - 1);
}

#[test]
fn a_recorded_surface_has_the_bits_of_the_surface() {
    let chance = Stream::new(9);
    let mut recorded = 0;
    for entry in landscape::ALL {
        let objective = (entry.build)(&settings(entry));
        let Some(tape) = objective.tape() else { continue };
        let size = entry.domain.size();
        for k in 0..100 {
            let at = |low: f64, size: f64, k| low + size * chance.fraction(k);
            let w = Vec2::new(at(entry.domain.x[0], size.x, 2 * k), at(entry.domain.y[0], size.y, 2 * k + 1));
            let here = objective.curvature(w);
            let jet = tape.eval(&[Jet::x(w.x), Jet::y(w.y)]);
            assert_eq!(tape.eval(&[w.x, w.y]).to_bits(), here.loss.to_bits(), "{}", entry.key);
            assert_eq!(jet.value.to_bits(), here.loss.to_bits(), "{}", entry.key);
            let hessian = here.hessian;
            assert_eq!(jet.gradient, [here.gradient.x, here.gradient.y], "{} at {w:?}", entry.key);
            assert_eq!(jet.hessian, [hessian.xx, hessian.xy, hessian.yy], "{} at {w:?}", entry.key);
        }
        recorded += 1;
    }
    assert_eq!(recorded, landscape::ALL.len());
}

#[test]
fn a_row_has_the_bits_of_its_points() {
    let tape = tape("sin(3x)*exp(-y^2) + max(x, y)/(1 + |x|)^1.5");
    let xs: Vec<f64> = (0..57).map(|k| -2.0 + f64::from(k) / 13.0).collect();
    let mut row = vec![0.0; xs.len()];
    tape.row(&xs, 0.7, &mut row);
    for (x, value) in xs.iter().zip(row) {
        assert_eq!(value.to_bits(), tape.eval(&[*x, 0.7]).to_bits());
    }
}

#[test]
fn a_formula_that_branches_is_not_recorded() {
    assert!(record(|x, y| x * y).is_some());
    assert!(record(|x, y| if x.compare(y).is_some() { x } else { y }).is_none());
    let constant = record(|_, _| Number::constant(2.5)).expect("a constant is a formula");
    assert_eq!(constant.ops(), [Op::Constant(2.5)]);
}

#[test]
fn formulas_are_typeset() {
    let shown = |text: &str| parse(text).expect("a formula").mathml();
    assert_eq!(shown("x^2"), "<msup><mi>x</mi><mn>2</mn></msup>");
    assert_eq!(shown("alpha_1"), "<msub><mi>α</mi><mi>1</mi></msub>");
    assert_eq!(shown("1/(x + y)"), "<mfrac><mn>1</mn><mrow><mi>x</mi><mo>+</mo><mi>y</mi></mrow></mfrac>");
    assert_eq!(shown("1e-10"), "<msup><mn>10</mn><mn>−10</mn></msup>");
    assert!(shown("2*3").contains('·') && !shown("2x").contains('·'));
    assert!(shown("(x + y)*2").starts_with("<mrow><mrow><mo>(</mo>"));
    assert!(shown("sin(x)^2").starts_with("<mrow><msup><mi>sin</mi><mn>2</mn></msup>"));
    assert!(shown("sqrt(x)").starts_with("<msqrt>") && shown("exp(x)").starts_with("<msup><mi>e</mi>"));
}

#[test]
fn rules_are_typeset_line_by_line_from_where_they_start() {
    let shown = Rule::parse("start r = 0.1\nr = r + g^2\nat w - lr*g\nw = w - lr*g/sqrt(r)").expect("a rule").mathml();
    assert_eq!(shown.matches("<mtr>").count(), 4);
    assert!(shown.contains("<msup><mi>r</mi><mn>0</mn></msup><mo>=</mo><mn>0.1</mn>"), "{shown}");
    assert!(shown.contains("<mi>η</mi>") && shown.contains("∇"), "{shown}");
}

#[test]
fn nodes_come_after_what_they_are_made_of() {
    let formula: Expression = parse("-(a + 2)*x").expect("a formula");
    let [.., Node::Binary(Operator::Multiply, left, right)] = formula.nodes() else { panic!("{formula:?}") };
    assert!(matches!(formula.nodes()[*left], Node::Negate(_)) && matches!(formula.nodes()[*right], Node::Name(1)));
}
