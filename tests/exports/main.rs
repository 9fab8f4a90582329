//! Files made of an experiment: pictures, films, tables, and what each says.

mod films;
#[path = "../support/mod.rs"]
mod support;
mod tables;

use roxmltree::Document;
use steepest::draw::{Color, Theme};
use steepest::experiment::Experiment;
use steepest::explain::{Quantity, measure};
use steepest::export::{self, Job, Make, Options, Pixels, Raster};
use steepest::lab::Lab;
use steepest::problem::Problem;

/// Two ways down Rosenbrock's valley, one of them pinned with another rate.
const TWO: &str = "v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&seed=3&steps=40\
                   &c=gradient_descent,rate:0.001&c=adam,rate:0.1,beta1:0.8&pin=2,-1.5,2,adam,rate:0.05";

/// Minibatches, several runs, two starts and epochs.
const DATA: &str = "v=1&on=linear_regression&view=-1,5,-4,2&start=-0.5,1.5&start=3,-3&seed=7&epochs=3&runs=2\
                    &c=gradient_descent,rate:0.1&c=adam,rate:0.1,batch:8";

/// A loss of one parameter that diverges at once, where numbers overflow.
const CURVE: &str = "v=1&on=parabola&view=-3,3,-1,9&start=2,0&seed=0&steps=2000&c=gradient_descent,rate:3";

fn lab(link: &str) -> Lab {
    let mut lab = Lab::new(Experiment::from_link(link).expect("a link")).expect("an experiment");
    export::complete(&mut lab).expect("the race can be made");
    lab
}

fn options(set: &[(&str, &str)]) -> Options {
    let mut options = Options::default();
    for (field, text) in set {
        options.set(field, text).expect("an option");
    }
    options
}

/// The text that a format makes.
fn text(lab: &Lab, key: &str, set: &[(&str, &str)], theme: &Theme) -> String {
    let options = options(set);
    let made = export::make(
        export::find(key).expect("a format"),
        &Job { lab, options: &options, theme },
        &mut NoRaster,
        &mut |_, _| {},
    );
    String::from_utf8(made.expect("it can be made")).expect("a text")
}

/// For formats without pixels.
struct NoRaster;

impl Raster for NoRaster {
    fn pixels(&mut self, _: &Job, _: usize) -> Result<Pixels, Problem> {
        panic!("a text has no pixels")
    }
}

/// A theme other than the page's light one.
fn dark() -> Theme {
    Theme { paper: Color([15, 21, 32]), ink: Color([232, 237, 245]), ..Theme::default() }
}

fn words(svg: &Document) -> Vec<String> {
    let texts = svg.descendants().filter(|node| node.has_tag_name("text"));
    texts.map(|node| node.text().unwrap_or_default().trim().to_string()).collect()
}

#[test]
fn an_svg_is_xml_with_title_description_and_words() {
    for link in [TWO, DATA, CURVE] {
        let lab = lab(link);
        for what in ["board", "overlay", "chart", "panel:1", "chart:sharpness", "chart:loss_over_path"] {
            let svg = text(&lab, "svg", &[("what", what), ("size", "900x700")], &Theme::default());
            let document = Document::parse(&svg).unwrap_or_else(|error| panic!("{what}: {error}"));
            let root = document.root_element();
            assert_eq!((root.attribute("width"), root.attribute("height")), (Some("900"), Some("700")), "{what}");
            let child = |name: &str| root.children().find(|node| node.has_tag_name(name)).and_then(|node| node.text());
            let title = child("title").expect("a title");
            assert!(title.contains(&*lab.checked().ground.words().name), "{title}");
            let description = child("desc").expect("a description");
            assert!(description.contains(&lab.experiment().to_link()), "{what}: the link is in the file");
            assert!(svg.contains("<polyline"), "{what}: there are lines");
            // Every reference has its target.
            for node in document.descendants() {
                if let Some(target) = node.attribute("href").and_then(|href| href.strip_prefix('#')) {
                    assert!(document.descendants().any(|other| other.attribute("id") == Some(target)), "{target}");
                }
            }
        }
    }
}

#[test]
fn a_caption_names_landscape_contenders_rates_steps_and_seed_and_can_be_left_away() {
    let lab = lab(TWO);
    let address = ("address", "https://example.org/");
    let svg = text(&lab, "svg", &[address, ("step", "25")], &Theme::default());
    let document = Document::parse(&svg).expect("XML");
    let said = words(&document).join("\n");
    for wanted in [
        "Rosenbrock",
        "start (−1.5, 2)",
        "step 25 of 40, seed 3",
        "1 Gradient descent: η = 0.001",
        "2 Adam: η = 0.1, β₁ = 0.8, β₂ = ",
        "https://example.org/#v=1&on=rosenbrock",
    ] {
        assert!(said.contains(wanted), "{wanted} is not in\n{said}");
    }
    let bare = text(&lab, "svg", &[address, ("caption", "no")], &Theme::default());
    let document = Document::parse(&bare).expect("XML");
    let said = words(&document).join("\n");
    assert!(!said.contains("seed") && !said.contains("example.org"), "{said}");
    assert!(said.contains("2 Adam, η = 0.1"), "panels have titles all the same: {said}");
}

#[test]
fn what_a_stranger_has_typed_stays_words() {
    let mut experiment = Experiment::from_link(TWO).expect("a link");
    // White space to a formula, but no character to XML, and the end of a comment to TeX.
    experiment.landscape = steepest::experiment::Landscape::typed("x^2 +\u{b}\r y^2\n");
    let lab = Lab::new(experiment).expect("a formula");
    let svg = text(&lab, "svg", &[], &Theme::default());
    Document::parse(&svg).expect("XML");
    let tex = text(&lab, "tex", &[], &Theme::default());
    assert!(!tex.contains(['\r', '\u{b}']));
    let comments = tex.split('\n').take_while(|line| line.starts_with('%')).count();
    assert_eq!(comments, 6, "landscape, race, two contenders, link, and how it is used");
    let csv = text(&lab, "csv", &[], &Theme::default());
    assert_eq!(csv.matches('\r').count(), csv.matches('\n').count());
}

#[test]
fn colours_are_those_of_the_theme_and_the_playhead_moves_the_picture() {
    let lab = lab(TWO);
    let [light, night] = [Theme::default(), dark()].map(|theme| text(&lab, "svg", &[], &theme));
    assert!(light.contains("#FFFFFF") && night.contains("#0F1520") && !night.contains("#FFFFFF"));
    let [early, late] = ["1", "end"].map(|step| text(&lab, "svg", &[("step", step)], &Theme::default()));
    assert!(early != late);
}

#[test]
fn a_path_is_drawn_where_the_run_goes() {
    let lab = lab(TWO);
    let set = [("what", "panel:2"), ("size", "640x480"), ("caption", "no")];
    let svg = text(&lab, "svg", &set, &Theme::default());
    let document = Document::parse(&svg).expect("XML");
    let Color([red, green, blue]) = Theme::default().contender(1);
    let color = format!("#{red:02X}{green:02X}{blue:02X}");
    // The head is the last disc of its colour.
    let head = document
        .descendants()
        .rfind(|node| node.has_tag_name("circle") && node.attribute("fill") == Some(&color))
        .expect("a head");
    let part = head.ancestors().find(|node| node.has_tag_name("svg")).expect("the head is in a panel");
    let number =
        |node: roxmltree::Node, name: &str| node.attribute(name).expect("a number").parse::<f64>().expect("one");
    let size = [number(part, "width") / 4.0, number(part, "height") / 4.0];
    let map = steepest::draw::PlaneMap::fit(lab.experiment().view, size[0], size[1]);
    let w = *lab.followed(1).points.last().expect("a last iterate");
    let wanted = map.to_pixel(w);
    let got = [number(head, "cx") / 4.0, number(head, "cy") / 4.0];
    assert!((got[0] - wanted.x).abs() < 0.5 && (got[1] - wanted.y).abs() < 0.5, "{got:?} but {wanted:?}");
}

#[test]
fn latex_is_balanced_names_its_colours_and_draws() {
    for link in [TWO, CURVE] {
        let lab = lab(link);
        let tex = text(&lab, "tex", &[("size", "600x450")], &Theme::default());
        let code: Vec<&str> = tex.lines().filter(|line| !line.starts_with('%')).collect();
        assert!(code.iter().any(|line| line.starts_with("\\begin{tikzpicture}")), "{}", &tex[..400]);
        assert_eq!(code.last(), Some(&"\\end{tikzpicture}%"));
        assert!(tex.starts_with("% ") && tex.contains(&format!("% #{}", lab.experiment().to_link())));
        let code = code.join("\n");
        let count = |what: &str| code.matches(what).count();
        assert_eq!(count("{") - count("\\{"), count("}") - count("\\}"));
        assert_eq!(count("$") % 2, 0);
        assert!(code.is_ascii(), "every engine reads it");
        let colors = count("\\definecolor");
        assert!(colors >= 5 && count("\\draw[") > 20 && count("\\node[") > 10, "{colors} colours");
        let named = code.split("steepest").skip(1).map(|rest| {
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            digits.parse::<usize>().expect("the number of a colour")
        });
        assert!(named.into_iter().all(|color| color < colors));
        // No coordinate is out of TeX's reach.
        assert!(!code.contains("NaN") && !code.contains("inf"));
    }
}

#[test]
fn options_are_refused_by_name() {
    let mut set = Options::default();
    for (field, text, wanted) in [
        (
            "what",
            "panel:0",
            "what: wanted board, overlay, chart, a contender's panel as panel:2, or a quantity as chart:KEY of loss, gradient, \
             distance, sharpness, stability, rate, effective_rate, step_length, angle, velocity, first_moment, second_moment, \
             loss_over_path, given panel:0",
        ),
        ("size", "12x80", "size: wanted width and height from 200 to 4096, as 1200x800, given 12x80"),
        ("size", "1e9", "size: wanted width and height from 200 to 4096, as 1200x800, given 1e9"),
        ("scale", "NaN", "scale: wanted a number from 0.5 to 8, given NaN"),
        ("step", "-1", "step: wanted a whole number, or end, given -1"),
        ("caption", "maybe", "caption: wanted yes or no, given maybe"),
        ("seconds", "1e9", "seconds: wanted a number from 0.2 to 120, given 1e9"),
        ("fps", "", "fps: wanted a number from 1 to 50, given nothing"),
        (
            "colour",
            "red",
            "option: wanted one of what, size, scale, step, caption, address, seconds, fps, given colour",
        ),
    ] {
        assert_eq!(set.set(field, text).expect_err("a refusal").to_string(), wanted);
    }
    assert_eq!(set, Options::default(), "what is refused changes nothing");
}

#[test]
fn what_has_no_room_or_would_take_too_much_is_refused() {
    let lab = lab(TWO);
    let refused = |key: &str, set: &[(&str, &str)]| {
        let options = options(set);
        let entry = export::find(key).expect("a format");
        let job = Job { lab: &lab, options: &options, theme: &Theme::default() };
        export::make(entry, &job, &mut NoRaster, &mut |_, _| {}).expect_err("a refusal").to_string()
    };
    let huge = [("size", "4096x4096"), ("scale", "8")];
    assert_eq!(
        refused("png", &huge),
        "size: wanted at most 40000000 pixels, width × height × scale², given 1073741824"
    );
    assert_eq!(
        refused("gif", &[("size", "4096x4096"), ("scale", "1")]),
        "size: wanted at most 4000000 pixels of a frame, width × height × scale², given 16777216"
    );
    assert_eq!(
        refused("gif", &[("seconds", "120"), ("fps", "50")]),
        "seconds: wanted at most 1200 frames, seconds × fps, given 6000"
    );
    assert_eq!(
        refused("gif", &[("seconds", "60"), ("fps", "20"), ("size", "1200x1000"), ("scale", "1")]),
        "size: wanted at most 1200000000 pixels of all frames, width × height × scale² × seconds × fps, given 1440000000"
    );
    assert_eq!(refused("svg", &[("what", "panel:3")]), "what: wanted the panel of a contender, 1 to 2, given 3");
    assert_eq!(refused("svg", &[("step", "41")]), "step: wanted a whole number from 0 to 40, or end, given 41");
    assert_eq!(
        refused("svg", &[("size", "200x200")]),
        "size: wanted more room for the picture: a larger size, or no caption, given 200x200"
    );
    assert_eq!(
        refused("webm", &[("scale", "1")]),
        "format: wanted one of svg, png, tex, gif, csv, json, pytorch, numpy, jax, as only a browser records films, given webm"
    );
}

#[test]
fn every_format_has_a_name_of_its_own() {
    for (k, entry) in export::ALL.iter().enumerate() {
        assert!(!entry.name.is_empty() && !entry.about.is_empty() && !entry.extension.contains('.'), "{}", entry.key);
        assert!(entry.media_type.contains('/'), "{}", entry.key);
        assert!(export::ALL[..k].iter().all(|other| other.key != entry.key), "{}", entry.key);
        assert!(std::ptr::eq(export::find(entry.key).expect("it is found"), *entry));
    }
}

#[test]
fn every_scene_fits_into_every_kind_of_figure() {
    for scene in steepest::experiment::SCENES {
        let lab = Lab::new((scene.experiment)()).expect("a scene");
        for what in ["board", "overlay", "chart", "panel:1", "chart:sharpness", "chart:loss_over_path"] {
            let svg = text(&lab, "svg", &[("what", what)], &dark());
            Document::parse(&svg).unwrap_or_else(|error| panic!("{}, {what}: {error}", scene.name));
        }
    }
}

#[test]
fn every_quantity_that_is_measured_has_a_chart() {
    let lab = lab(TWO);
    for (quantity, key) in Quantity::ALL {
        let what = format!("chart:{key}");
        let svg = text(&lab, "svg", &[("what", &what)], &Theme::default());
        let parsed = Document::parse(&svg).unwrap_or_else(|error| panic!("{key}: {error}"));
        let lines = |svg: &str| svg.matches("<polyline").count() + svg.matches("<path").count();
        assert!(lines(&svg) > 2, "{key} has axes and lines");
        let title = parsed.descendants().find(|node| node.has_tag_name("title")).and_then(|node| node.text());
        assert!(title.is_some_and(|title| title.contains("Rosenbrock") && title.len() > 30), "{title:?}");
        let early = text(&lab, "svg", &[("what", &what), ("step", "1")], &Theme::default());
        let is_measured = (0..2).any(|contender| measure(&lab, contender, quantity).is_ok());
        // Beside the lines only a few words are about the playhead.
        assert_eq!(svg.len() > early.len() + 100, is_measured, "{key}: the playhead leads the lines");
    }
    let refused = Options::default().set("what", "chart:luck").expect_err("there is no such quantity").to_string();
    assert!(refused.contains("sharpness") && refused.ends_with("given chart:luck"), "{refused}");
}

#[test]
fn what_needs_pixels_says_so() {
    for entry in export::ALL {
        let is_text = matches!(entry.make, Make::Text(_));
        assert_eq!(
            is_text,
            ["svg", "tex", "csv", "json", "pytorch", "numpy", "jax"].contains(&entry.key),
            "{}",
            entry.key
        );
    }
}
