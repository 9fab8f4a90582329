//! What inputs are made of: texts that are accepted, and the words in them, from the registries.

use steepest::experiment::{SCENES, SIGHTS, file_of};
use steepest::formula::Function;
use steepest::optimizer::{self, OWN};
use steepest::parameter::{Kind, Parameter, Settings};
use steepest::{data, landscape, schedule};

use crate::support::random;

/// Links of former days.
const LINKS: &str = include_str!("../data/links_v1.txt");

/// Experiments made by chance among the seeds.
const RANDOM: u64 = 60;

/// Numbers at which something ends: of whole numbers, of fractions, of what a field may take; and what is none.
pub const NUMBERS: [&str; 44] = [
    "0",
    "-0",
    "1",
    "-1",
    "2",
    "3",
    "12",
    "13",
    "40",
    "100",
    "101",
    "255",
    "256",
    "1000",
    "1000001",
    "4294967295",
    "4294967296",
    "18446744073709551615",
    "18446744073709551616",
    "9007199254740993",
    "0.1",
    "0.5",
    "0.999",
    "1.5",
    "1e-9",
    "1e9",
    "1000000001",
    "1e150",
    "1e151",
    "1e308",
    "-1e308",
    "1.7976931348623157e308",
    "1e309",
    "5e-324",
    "1e-400",
    "2.2250738585072014e-308",
    "inf",
    "-inf",
    "nan",
    "NaN",
    "1e",
    ".",
    "1,5",
    "",
];

/// Signs that mean something somewhere, and letters that are more than a byte.
const SIGNS: [&str; 46] = [
    "&", "=", ",", ";", ":", "%", "+", "-", ".", "#", "%00", "%2C", "%3B", "%C3%A9", "%ff", "\0", "\n", "\r\n", "\t",
    " ", "\"", "\"\"", "|", "(", ")", "^", "**", "*", "/", "[", "]", "{", "}", "<", ">", "'", "\\", "é", "α", "−", "²",
    "😀", "\u{feff}", "\u{202e}", "\u{2028}", "\u{a0}",
];

/// Texts that an entry accepts, and words of which such texts consist.
pub struct Words {
    /// The texts.
    pub seeds: Vec<String>,
    /// The words.
    pub words: Vec<String>,
}

impl Words {
    /// Those of the entry of this name.
    pub fn of(key: &str) -> Words {
        let (seeds, mut words) = match key {
            "link" => (links(), link_words()),
            "file" => (files(), file_words()),
            "formula" => (formulas().into_iter().chain(rules()).collect(), formula_words()),
            "csv" => (tables(), Vec::new()),
            "experiment" => (links().into_iter().chain(experiments()).collect(), link_words()),
            "stationary" => {
                (formulas().iter().map(|formula| format!("{formula}\n-2,2,-2,2")).collect(), formula_words())
            }
            _ => panic!("no entry is called {key}"),
        };
        words.extend(NUMBERS.iter().chain(&SIGNS).map(|word| (*word).to_string()));
        Words { seeds, words }
    }
}

fn links() -> Vec<String> {
    let kept = LINKS.lines().filter_map(|line| line.split('\t').nth(2)).map(String::from);
    kept.chain((0..RANDOM).map(|number| random::experiment(number).to_link())).collect()
}

fn experiments() -> Vec<String> {
    let json = |number| serde_json::to_string(&random::experiment(number)).expect("plain data");
    (0..RANDOM).map(json).collect()
}

fn files() -> Vec<String> {
    let named = |number: u64| {
        let filed = |k: u64| steepest::experiment::Filed {
            name: format!("number {k} “é”"),
            text: random::experiment(number + k).to_text(),
        };
        steepest::experiment::file_of_all(&(0..1 + number % 3).map(filed).collect::<Vec<_>>())
    };
    let one = |number| file_of(&random::experiment(number).to_text());
    let scenes = SCENES.iter().map(|scene| file_of(&(scene.experiment)().to_link()));
    scenes.chain((0..RANDOM).map(one)).chain((0..RANDOM / 4).map(named)).collect()
}

/// The formulas that there are as text, and typed ones with everything that a formula may have.
fn formulas() -> Vec<String> {
    let typed = [
        "x",
        "x^2 + y^2",
        "(x^2 - a)^2 + y^2",
        "2x y|x-y|",
        "min(x, y) + max(x,-y)*1e-3",
        "sqrt(1 + x²) - e^(-y²)",
        "-x^-2 + 3·x − 2×y ÷ 7",
        "exp(-(x - 1)^2)cos(3pi*y)",
        "[x + {y}]^0.5 + |x||y|",
        "ln(x)/log10(y) + softplus(x y)",
        "sin(x)^2cos(y)^-1 + tanh(x/y) - atan(asinh(x))",
        "α*x^2 + β_1*y^2 + 2^3^2",
        "pow(x,y) + pow(2, x)",
        "1/2x + 2e - 2e1",
    ];
    let known = landscape::ALL.iter().map(|entry| entry.formula).filter(|text| steepest::formula::parse(text).is_ok());
    typed.into_iter().chain(known).map(String::from).collect()
}

/// The optimizers that can be written as a rule.
fn rules() -> Vec<String> {
    let own = ["w = w - lr*g", "start r = 0.1 # where\nr = beta*r + (1 - beta)*g^2\nw = w - lr*g/(sqrt(r) + 1e-8)"];
    let more = ["half = w - lr*g\nat half\nw = w - lr*g*t^-0.5", "m = mu*m + g\n\nw = w - lr*m/(1 - mu^t)"];
    let written = optimizer::ALL.iter().filter_map(|entry| entry.written(&Settings::defaults(entry.parameters)));
    own.into_iter().chain(more).map(String::from).chain(written).collect()
}

/// Tables, each after the byte that says whether there is a header.
fn tables() -> Vec<String> {
    let texts = [
        "x,y\n1,2\n3,4\n",
        "1;2,5;1\n3;4,5;0",
        "a b c\n1 2 3\n4 5 6",
        "x\ty\r\n1\t2\r\n",
        "# by hand\n\"height, cm\",weight\n170,65\n",
        "\u{feff}x|label\n1|yes\n2|no\n3|yes",
        "\"a\"\"b\",\"c\nd\"\n1,−2e-3\n",
        "1.5\n2.5\n3.5",
        "name,age,ill\nAnn,31,0\nBob,27,1\n",
        "x,x,x\n1,2,3",
        "x,y\n1e150,1e-300\n-0,.5\n",
        "1,2,0\n3,4,1\n5,6,0\n7,8,1",
    ];
    (0..3).flat_map(|header| texts.map(|text| format!("{}{text}", char::from(header)))).collect()
}

/// The keys of parameters, and of the forms of those that are choices.
fn keys(parameters: &[Parameter]) -> Vec<String> {
    let mut keys = Vec::new();
    for parameter in parameters {
        keys.push(format!("{}:", parameter.key));
        if let Kind::Choice { options } = parameter.kind {
            keys.extend(options.iter().map(|option| format!("{}:{}", parameter.key, option.key)));
        }
    }
    keys
}

fn link_words() -> Vec<String> {
    let parts = [
        "v=1",
        "v=2",
        "&on=",
        "&f=",
        "&data=given,x,y;1,2",
        "&data=file:",
        "&view=",
        "&start=",
        "&seed=",
        "&steps=",
        "&epochs=",
        "&noise=",
        "&runs=",
        "&fair=same,0.1",
        "&fair=best",
        "&fair=effective,0.1",
        "&c=",
        "&pin=1,0,0,",
        "&u=",
        "&map=basins,budget:90",
        "&at=",
        "&see=",
        "rate:",
        "maximize:on",
        "batch:",
        "order:",
        "stream:",
        "counts:epochs",
        ";",
        ",after:",
        "formula",
        "own",
    ];
    let mut words: Vec<String> = parts.map(String::from).to_vec();
    words.extend(SIGHTS.map(String::from));
    for entry in landscape::ALL {
        words.push(entry.key.into());
        words.extend(keys(entry.parameters));
    }
    for entry in data::ALL {
        words.push(entry.key.into());
        words.extend(keys(entry.maker).into_iter().chain(keys(entry.parameters)));
    }
    for entry in optimizer::ALL.iter().copied().chain([&OWN]) {
        words.push(format!("&c={},rate:0.1", entry.key));
        words.extend(keys(entry.parameters));
    }
    for entry in schedule::ALL {
        words.push(format!(";{}", entry.key));
        words.extend(keys(entry.parameters));
    }
    // A link has thousands of words, and one that is there twice is drawn twice as often.
    words.sort_unstable();
    words.dedup();
    words
}

fn file_words() -> Vec<String> {
    let parts = [
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"steepest\": 1",
        "\"steepest\"",
        "\"experiment\"",
        "\"experiments\"",
        "\"name\"",
        "null",
        "true",
        "\\u0000",
        "\\ud800",
        "\\n",
        "\"\"",
        "{\"experiments\": [",
        "1e999",
    ];
    let mut words: Vec<String> = parts.map(String::from).to_vec();
    words.extend(links().into_iter().take(8));
    words
}

/// Names of functions, of inputs, and of what a user might name; few, since each is kept for as long as the program
/// runs.
fn formula_words() -> Vec<String> {
    let names = [
        "x",
        "y",
        "a",
        "b",
        "mu",
        "beta",
        "beta1",
        "α",
        "w_1",
        "pi",
        "π",
        "e",
        "min(",
        "max(",
        "pow(",
        "x^2",
        "y²",
        "**",
        "2e",
        "1e-3",
        "|",
        "w = ",
        "g",
        "dw",
        "lr",
        "t",
        "w",
        "m = ",
        "v",
        "start r = ",
        "at ",
        "\n",
        "# ",
        "^t",
        "w = w - lr*g\n",
    ];
    let mut words: Vec<String> = names.map(String::from).to_vec();
    words.extend(Function::ALL.iter().map(|(name, _)| format!("{name}(")));
    words
}
