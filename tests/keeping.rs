//! What is kept and passed on: files with experiments, their names, QR codes of links.

use rqrr::PreparedImage;
use steepest::experiment::{Experiment, Filed, SCENES, file_of, file_of_all, file_read, plain_title, title_of};
use steepest::qr::{self, LONGEST};

fn all() -> Vec<Filed> {
    let named = |(k, scene): (usize, &steepest::experiment::Scene)| Filed {
        name: format!("{} “{k}” </script> \\ größe", scene.name),
        text: (scene.experiment)().to_text(),
    };
    SCENES.iter().enumerate().map(named).collect()
}

#[test]
fn what_is_written_is_read_back() {
    let text = (SCENES[0].experiment)().to_text();
    let alone = vec![Filed { name: String::new(), text: text.clone() }];
    assert_eq!(file_read(&file_of(&text)), Ok(alone.clone()));
    assert_eq!(file_read(&file_of_all(&all())), Ok(all()));
    // A mark that some editors leave, and a file without a version.
    assert_eq!(file_read(&format!("\u{feff}{}", file_of(&text))), Ok(alone.clone()));
    assert_eq!(file_read(&format!("{{\"experiment\":\"{text}\"}}")), Ok(alone));
}

#[test]
fn every_way_to_cut_a_file_short_says_where() {
    let whole = file_of_all(&all()[..2]);
    let whole = whole.trim_end();
    for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        let problem = file_read(&whole[..end]).expect_err("a part of a file");
        assert!(problem.field.starts_with("file, line "), "{problem}");
    }
}

#[test]
fn mistakes_are_named_by_place_or_field() {
    let message = |text: &str| file_read(text).expect_err("a refusal").to_string();
    let good = (SCENES[0].experiment)().to_text();
    let any = "an experiment saved by this page";
    assert_eq!(message(""), format!("file, line 1, column 0: wanted the rest of {any}, given its end"));
    assert_eq!(message("no json"), format!("file, line 1, column 2: wanted {any}, which is JSON, given no json"));
    assert_eq!(
        message("{\n  \"steepest\": 1,\n  oops\n}"),
        format!("file, line 3, column 3: wanted {any}, which is JSON, given oops")
    );
    assert_eq!(message("null"), format!("file: wanted {any}, given nothing"));
    assert_eq!(message("[1, 2]"), format!("file: wanted {any}, given a list of 2"));
    assert_eq!(message("{}"), format!("file: wanted {any}, given none"));
    let newest = "wanted version 1, the newest that is known here";
    assert_eq!(message("{\"steepest\": 2, \"what\": []}"), format!("file.steepest: {newest}, given 2"));
    assert_eq!(message("{\"steepest\": \"1\"}"), format!("file.steepest: {newest}, given the text “1”"));
    assert_eq!(
        message("{\"steepest\": 1, \"colour\": 1}"),
        "file: wanted only steepest, experiment, experiments in version 1, given colour"
    );
    for (given, words) in
        [("7", "7"), ("null", "nothing"), ("[]", "a list of 0"), ("{}", "an object"), ("true", "true")]
    {
        assert_eq!(
            message(&format!("{{\"steepest\": 1, \"experiment\": {given}}}")),
            format!("file.experiment: wanted an experiment as a text, given {words}")
        );
    }
    assert!(
        message("{\"experiment\": \"v=1&on=everest\"}").starts_with("file.experiment, surface: wanted one of "),
        "the field within the experiment is named"
    );
    let several = |inner: &str| message(&format!("{{\"steepest\": 1, \"experiments\": {inner}}}"));
    assert_eq!(several("[]"), "file.experiments: wanted 1 to 1000 experiments, given 0");
    assert_eq!(several("{}"), "file.experiments: wanted a list of experiments with names, given an object");
    assert_eq!(several("[7]"), "experiments.1: wanted an experiment with a name, given 7");
    assert_eq!(several("[{}]"), "experiments.1.name: wanted a name, given nothing");
    assert_eq!(
        several("[{\"name\": \" \"}]"),
        "experiments.1.name: wanted one line of 1 to 120 characters, given nothing"
    );
    assert_eq!(
        several(&format!("[{{\"name\": \"a\", \"experiment\": \"{good}\"}}, {{\"name\": \"b\", \"experiment\": 1}}]")),
        "experiments.2.experiment: wanted an experiment as a text, given 1"
    );
    let second = good.replace("steps=", "steps=0");
    let second = second.replace("steps=02000", "steps=0");
    assert!(
        several(&format!("[{{\"name\": \"a\", \"experiment\": \"{second}\"}}]"))
            .starts_with("experiments.1.experiment, steps: wanted a whole number from 1 to 1000000, given 0"),
        "{second}"
    );
    assert_eq!(
        message("{\"experiment\": \"\", \"experiments\": []}"),
        "file: wanted either “experiment” or “experiments”, given both"
    );
}

#[test]
fn names_are_plain_lines() {
    assert_eq!(plain_title("  Tuesday’s ravine  "), Ok("Tuesday’s ravine".into()));
    assert_eq!(plain_title("__proto__"), Ok("__proto__".into()));
    for bad in ["", "   ", "two\nlines", "nul\0", &"x".repeat(121)] {
        let message = plain_title(bad).expect_err("a refusal").to_string();
        assert!(message.starts_with("name: wanted one line of 1 to 120 characters, given "), "{message}");
    }
}

#[test]
fn an_experiment_without_a_name_is_called_after_what_it_shows() {
    let title = |link: &str| title_of(&Experiment::from_link(link).expect("a good link"));
    let head = "v=1&on=himmelblau&view=-5,5,-5,5&start=0,0&steps=10&c=adam,rate:0.1";
    assert_eq!(title(head), "Himmelblau, Adam");
    assert_eq!(title(&format!("{head}&c=lion,rate:0.1")), "Himmelblau, Adam and Lion");
    assert_eq!(title(&format!("{head}{}", "&c=lion,rate:0.1".repeat(3))), "Himmelblau, Adam and 3 others");
    for scene in SCENES {
        assert!(plain_title(&title_of(&(scene.experiment)())).is_ok());
    }
}

/// The modules of a code's drawing, read from its path alone.
fn modules(code: &qr::Code) -> Vec<bool> {
    let mut dark = vec![false; code.side * code.side];
    for part in code.path.split('M').skip(1) {
        let numbers: Vec<usize> = part
            .split(|c: char| !c.is_ascii_digit())
            .filter(|n| !n.is_empty())
            .map(|n| n.parse().expect("digits"))
            .collect();
        let [x, y, run, 1, back] = numbers[..] else { panic!("{part}") };
        assert_eq!(run, back);
        (x..x + run).for_each(|x| dark[y * code.side + x] = true);
    }
    dark
}

/// What a reader makes of a code's drawing.
fn read(code: &qr::Code) -> String {
    const PIXELS: usize = 4;
    let dark = modules(code);
    let mut image = PreparedImage::prepare_from_greyscale(code.side * PIXELS, code.side * PIXELS, |x, y| {
        if dark[y / PIXELS * code.side + x / PIXELS] { 0 } else { 255 }
    });
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one code is seen");
    grids[0].decode().expect("a code that can be read").1
}

#[test]
fn codes_are_read_back_by_a_reader_of_others() {
    for scene in SCENES {
        let address = format!("https://steepest.example/lab/#{}", (scene.experiment)().to_link());
        let code = qr::code(&address).expect("a link that fits");
        assert_eq!(read(&code), address);
        let dark = modules(&code);
        let edge = |k: usize| k < 4 || k >= code.side - 4;
        let white = (0..dark.len()).filter(|k| edge(k % code.side) || edge(k / code.side)).all(|k| !dark[k]);
        assert!(white, "a margin of four modules");
    }
}

#[test]
fn the_longest_text_fits_and_a_longer_one_is_refused() {
    let text = "v=1&".repeat(LONGEST / 4);
    assert_eq!(text.len(), LONGEST);
    let code = qr::code(&text).expect("the longest");
    assert_eq!((code.side, read(&code)), (137 + 8, text.clone()));
    let problem = qr::code(&format!("{text}é")).expect_err("too long").to_string();
    assert_eq!(problem, "QR code: wanted a text of at most 1732 bytes, given 1734");
}
