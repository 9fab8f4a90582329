//! Input made to do harm: each is refused by a short, plain message that names the thing, and nothing else happens.

use std::time::{Duration, Instant};

use steepest::experiment::{Experiment, SCENES, file_read};
use steepest::lab::Lab;
use steepest::problem::Problem;

const HEAD: &str = "v=1&on=bowl&view=-5,5,-5,5&start=1,1&seed=0&steps=10";

/// Refusals of anything come sooner than this, also where nothing is optimised.
const SOON: Duration = Duration::from_secs(10);

/// The message of a refusal, which is one short line without anything that a terminal or a page might obey.
#[track_caller]
fn message<T>(what: &str, answer: Result<T, Problem>) -> String {
    let Err(problem) = answer else { panic!("{what} is accepted") };
    let message = problem.to_string();
    assert!(message.chars().count() < 1_300, "{what}: a message of {} bytes", message.len());
    assert!(
        !message.contains(|c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)),
        "{what}: {message:?}"
    );
    assert!(message.contains(": wanted ") && message.contains(", given "), "{what}: {message}");
    message
}

#[track_caller]
fn refused(link: &str, beginning: &str) {
    let begun = Instant::now();
    let name: String = link.chars().take(80).collect();
    let message = message(&name, Experiment::from_link(link));
    assert!(message.starts_with(beginning), "{name}: {message}");
    assert!(begun.elapsed() < SOON, "{name}: {:?}", begun.elapsed());
}

#[test]
fn links_with_scripts_and_markup_are_words_that_nobody_knows() {
    refused("<script>alert(1)</script>", "link: wanted only v, on, ");
    refused("v=1&<img src=x onerror=alert(1)>=1", "link: wanted only v, on, ");
    refused("v=1&on=<svg/onload=alert(1)>&view=0,1,0,1&start=0,0&steps=1&c=adam,rate:1", "surface: wanted one of ");
    refused(&format!("{HEAD}&c=javascript:alert(1),rate:1"), "contenders.1.optimizer: wanted one of ");
    refused(&format!("{HEAD}&c=adam,rate:<b>1</b>"), "contenders.1.rate: wanted a finite number");
    refused(&format!("{HEAD}&c=adam,rate:1,<b>:1"), "contenders.1.<b>: wanted one of ");
    refused("v=1&on=formula&f=<script>&view=0,1,0,1&start=0,0&steps=1&c=adam,rate:1", "formula: wanted ");
    refused("v=1&on=formula&f=alert(x)&view=0,1,0,1&start=0,0&steps=1&c=adam,rate:1", "formula: wanted ");
    refused(&format!("{HEAD}&c=own,rate:1&u=fetch(w)"), "contenders.1.rule, line 1: wanted ");
    refused("data:text/html,<script>alert(1)</script>", "link: wanted only ");
    refused("v=1&on='; DROP TABLE experiments;--", "surface: wanted one of ");
    refused(&format!("{HEAD}&c=adam,rate:1&map=<iframe>&see=<b>"), "see: wanted words of ");
}

#[test]
fn names_of_prototypes_are_names_like_any() {
    for name in ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "__defineGetter__"] {
        refused(&format!("{name}=1"), "link: wanted only ");
        refused(&format!("v=1&on={name}"), "surface: wanted one of ");
        refused(&format!("{HEAD}&c={name},rate:1"), "contenders.1.optimizer: wanted one of ");
        refused(&format!("{HEAD}&c=adam,rate:1,{name}:1"), &format!("contenders.1.{name}: wanted one of "));
        refused(&format!("{HEAD}&c=adam,rate:1;{name}"), "contenders.1.schedule.1: wanted one of ");
        refused(&format!("{HEAD}&c=adam,rate:1&see={name}"), "see: wanted words of ");
        refused(&format!("{HEAD}&c=adam,rate:1&fair={name}"), "fairness: wanted one of ");
        let mut lab = Lab::default();
        message(name, lab.edit(name, "1"));
        message(name, lab.edit(&format!("contenders.1.{name}"), "1"));
        message(name, lab.edit("surface", name));
        message(name, file_read(&format!("{{\"{name}\": 1}}")));
    }
}

#[test]
fn who_has_no_effective_rate_is_told_why() {
    let told = |settings: &str| {
        let link = format!("{HEAD}&c=momentum,rate:1,form:pytorch,{settings}&fair=effective,0.1");
        message(settings, Lab::new(Experiment::from_link(&link).expect("a link")))
    };
    assert!(told("mu:1").starts_with("contenders.1: wanted a momentum below 1, "));
    for dampening in ["1", "2"] {
        let message = told(&format!("mu:0.9,dampening:{dampening}"));
        assert!(message.starts_with("contenders.1: wanted a dampening below 1, "), "{message}");
        assert!(message.ends_with(&format!("given {dampening}")), "{message}");
    }
}

#[test]
fn nothing_is_hidden_in_a_message() {
    refused("\0", "link: wanted only ");
    refused("v=1%00&on=bowl", "v: wanted a whole number");
    refused(&format!("{HEAD}&c=adam%00,rate:1"), "contenders.1.optimizer: wanted one of ");
    refused(&format!("{HEAD}&c=adam,rate:1,%00%1b[2J:1"), "contenders.1.");
    refused(&format!("{HEAD}&c=adam,rate:%E2%80%AE1"), "contenders.1.rate: wanted a finite number");
    refused(&format!("{HEAD}&c=adam,rate:1%0d%0aSet-Cookie:"), "contenders.1.");
    // Bytes that are no characters, halves of characters, and percent signs that begin nothing.
    refused("%ff%fe%fd", "link: wanted only ");
    refused("%ED%A0%80=%ED%BF%BF", "link: wanted only ");
    refused("v=1&on=%ED%A0%80", "surface: wanted one of ");
    refused("%%%&%=%zz&%u0041", "link: wanted only ");
    refused("v=1&on=%C0%AF%C0%AE", "surface: wanted one of ");
}

#[test]
fn links_of_other_versions_name_the_version_before_anything_else() {
    for version in ["0", "2", "4294967295"] {
        let wanted = "v: wanted 1, the newest version that is known here, given ";
        refused(&format!("v={version}&on=bowl"), wanted);
        refused(&format!("colours=7&v={version}&on=hyperspace"), wanted);
        refused(&format!("v={version}"), wanted);
    }
    for version in ["", "1.0", "-1", "one", "1e0", "99999999999999999999", "١"] {
        refused(&format!("v={version}&on=bowl"), "v: wanted a whole number from 0 to 4294967295, given ");
    }
    refused("v=1&v=2", "link: wanted one part “v=…”, given several");
    refused("", "link: wanted a part “v=…”");
    refused("#", "link: wanted a part “v=…”");
}

#[test]
fn megabytes_are_refused_soon_and_shortly() {
    let million = |text: &str| text.repeat(1_000_000 / text.len());
    refused(&million("x"), "link: wanted at most 524288 bytes, given 1000000");
    let many = |text: &str| text.repeat(500_000 / text.len());
    refused(&many("a=b&"), "link: wanted only ");
    refused(&many("&"), "link: wanted a part “v=…”");
    refused(&format!("v=1&{}", many("%")), "link: wanted only ");
    refused(&format!("v=1&on={}", many("x")), "surface: wanted one of ");
    refused(&format!("{HEAD}{}", many("&start=1,1")), "starts: wanted a whole number from 1 to 12");
    refused(&format!("{HEAD}{}", many("&c=adam,rate:1")), "contenders: wanted a whole number from 1 to 12");
    refused(&format!("{HEAD}&c=adam,rate:1{}", many("&pin=1,1,1,adam,rate:1")), "pins: wanted at most 6");
    refused(&format!("{HEAD}&c=adam,rate:1{}", many(";step")), "contenders.1.schedule: wanted at most 6");
    refused(&format!("{HEAD}&c=adam,rate:1,{}:1", many("x")), "contenders.1.xxx");
    refused(&format!("{HEAD}&c=adam,{}", many("rate:1,")), "contenders.1.rate: wanted one value, given several");
    refused(&format!("{HEAD}&c=adam,rate:{}", many("1")), "contenders.1.rate: wanted a finite number");
    refused(
        &format!("{HEAD}&c=adam,rate:1;multi_step,milestones:{}1", many("1+")),
        "contenders.1.schedule.1.milestones: ",
    );
    let formula = |text: &str| format!("v=1&on=formula&f={text}&view=0,1,0,1&start=0,0&steps=1&c=adam,rate:1");
    for text in ["(", "-", "%2B", "x*", "sin(", "x^", "|", "1,", "α"] {
        refused(&formula(&many(text)), "formula: wanted ");
        refused(&format!("{HEAD}&c=own,rate:1&u={}", many(text)), "contenders.1.rule");
    }
    refused(&format!("{HEAD}&c=own,rate:1&u={}", many("w+%3D+w%0A")), "contenders.1.rule");
    let data =
        format!("v=1&on=linear_regression&view=0,1,0,1&start=0,0&steps=1&c=adam,rate:1&data=given,x,y{}", many(";1,2"));
    refused(&data.replace("given,x,y", "given,x"), "data, row 1: wanted ");
    refused(&format!("v=1&on=linear_regression&data=file:{}", many("7")), "data: wanted the file saved with it");
    refused(&format!("v=1&on=linear_regression&data=file:1,{}", many("7")), "data: wanted the file saved with it");
    refused(&format!("{HEAD}&c=adam,rate:1&see={}", many("overlay,")), "see: wanted words of ");
    // What may be long may be long.
    let long = format!("{HEAD}&c=adam,rate:1&see={}overlay", many("overlay,"));
    assert_eq!(Experiment::from_link(&long).map(|experiment| experiment.look.see), Ok(vec!["overlay".into()]));
}

#[test]
fn numbers_beyond_all_measure_are_refused_on_machines_of_any_word() {
    for steps in ["0", "1000001", "4294967295", "4294967296", "1e3", "-1", "+1.5", "NaN", "0x10"] {
        refused(&HEAD.replace("steps=10", &format!("steps={steps}&c=adam,rate:1")), "steps: wanted a whole number");
    }
    // As many updates as 32 bits have no room for: 65,536 epochs of 65,536 batches.
    let sum = "v=1&on=linear_regression,n:65536&view=-5,5,-5,5&start=1,1&seed=0&epochs=65536";
    refused(
        &format!("{sum}&c=gradient_descent,rate:0.1,batch:1"),
        "epochs: wanted at most 1000000 updates of a contender",
    );
    refused(&format!("{HEAD}&c=adam,rate:1&at=4294967295"), "at: wanted a whole number from 0 to 10");
    refused(&format!("{HEAD}&c=adam,rate:1&at=-1"), "at: wanted a whole number");
    refused(&format!("{HEAD}&c=adam,rate:1&pin=0,1,1,adam,rate:1"), "pins.1.of: wanted the number of a contender");
    refused(
        &format!("{HEAD}&c=adam,rate:1&pin=4294967295,1,1,adam,rate:1"),
        "pins.1.of: wanted the number of a contender",
    );
    refused(&HEAD.replace("start=1,1", "start=1e999,1&c=adam,rate:1"), "starts.1.x: wanted a number");
    refused(
        &HEAD.replace("view=-5,5,-5,5", "view=5,-5,5,-5&c=adam,rate:1"),
        "view.x: wanted a least value clearly below",
    );
    refused(&HEAD.replace("view=-5,5,-5,5", "view=NaN,5,-5,5&c=adam,rate:1"), "view.x: wanted two numbers");
}

#[test]
fn files_made_to_do_harm_are_refused() {
    let file = |text: &str, beginning: &str| {
        let begun = Instant::now();
        let name: String = text.chars().take(60).collect();
        let message = message(&name, file_read(text));
        assert!(message.starts_with(beginning), "{name}: {message}");
        assert!(begun.elapsed() < SOON, "{name}: {:?}", begun.elapsed());
    };
    file(
        &"[".repeat(1_000_000),
        "file, line 1, column 128: wanted an experiment saved by this page, given lists within lists",
    );
    file(&"{\"a\":".repeat(500_000), "file, line 1, column ");
    file(&"\n".repeat(1_000_000), "file, line 1000001, column 0: ");
    file(&"x".repeat(100_000_000), "file: wanted at most 67108864 bytes, given 100000000");
    file(
        &format!("{{\"experiment\": \"{}\"}}", "x".repeat(20_000_000)),
        "file.experiment, file: wanted at most 16777216 bytes",
    );
    file(&format!("{{\"{}\": 1}}", "x".repeat(5_000_000)), "file: wanted only steepest, ");
    file(
        &format!("\"{}\"", "x".repeat(5_000_000)),
        "file: wanted an experiment saved by this page, given the text “xxx",
    );
    file("{\"experiment\": \"\\ud800\"}", "file, line 1, column ");
    file("{\"experiment\": \"\\u0000\"}", "file.experiment, link: wanted only ");
    file("{\"__proto__\": {\"experiment\": \"\"}}", "file: wanted only steepest, ");
    file("{\"steepest\": 1e400}", "file, line 1, column ");
    file("{\"steepest\": -1}", "file.steepest: wanted version 1");
    file("{\"steepest\": 1.5}", "file.steepest: wanted version 1");
    file("{\"steepest\": 1, \"experiments\": \"<script>alert(1)</script>\"}", "file.experiments: wanted a list");
    let many = format!("{{\"experiments\": [{}1]}}", "1,".repeat(1_000_000));
    file(&many, "file.experiments: wanted 1 to 1000 experiments, given 1000001");
    let name = format!("{{\"experiments\": [{{\"name\": \"{}\", \"experiment\": \"\"}}]}}", "n".repeat(1_000_000));
    file(&name, "experiments.1.name: wanted one line of 1 to 120 characters");
    file("{\"experiments\": [{\"name\": \"a\\u0000b\", \"experiment\": \"\"}]}", "experiments.1.name: wanted one line");
    file("PK\u{3}\u{4}", "file, line 1, column 1: ");
    file("\u{0}\u{0}\u{0}", "file, line 1, column 1: ");
}

#[test]
fn what_is_refused_leaves_a_session_as_it_was() {
    let mut lab = Lab::default();
    let before = lab.experiment().to_link();
    for link in ["<script>", "v=2", "v=1&on=__proto__", &"&start=1,1".repeat(10_000), "%00", ""] {
        assert!(Experiment::from_link(link).and_then(|experiment| lab.load(experiment)).is_err(), "{link}");
        assert_eq!((lab.experiment().to_link(), lab.can_undo()), (before.clone(), [false; 2]));
    }
    // What passes for an experiment and is none: a program that fills its fields itself.
    let mut forged = (SCENES[0].experiment)();
    forged.steps = usize::MAX;
    forged.runs = usize::MAX;
    message("forged", lab.load(forged));
    let mut forged = (SCENES[0].experiment)();
    forged.contenders[0].rate = f64::NAN;
    message("forged", lab.load(forged));
    assert_eq!(lab.experiment().to_link(), before);
}

#[test]
fn links_broken_by_chance_are_refused_or_mean_what_they_say() {
    let whole =
        format!("{}&at=3&see=overlay,rate&map=basins,budget:9&noise=0.5&runs=2", (SCENES[0].experiment)().to_link());
    let marks: Vec<char> = "&=,;:%+-.0189aevx<>\"'\\\0\u{feff}\u{202e}é😀".chars().collect();
    let mut seed = 1_u64;
    let mut below = |count: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % count
    };
    for _ in 0..20_000 {
        let mut letters: Vec<char> = whole.chars().collect();
        for _ in 0..1 + below(4) {
            let place = below(letters.len());
            match below(3) {
                0 => letters[place] = marks[below(marks.len())],
                1 => drop(letters.remove(place)),
                _ => letters.insert(place, marks[below(marks.len())]),
            }
        }
        let text: String = letters.into_iter().collect();
        match Experiment::from_link(&text) {
            Ok(experiment) => assert_eq!(Experiment::from_link(&experiment.to_link()), Ok(experiment)),
            refusal => drop(message(&text, refusal)),
        }
    }
}
