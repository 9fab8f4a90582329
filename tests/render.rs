//! Figures and films by command.

mod support;

use std::process::{Command, Output, Stdio};

use steepest::experiment::Experiment;
use support::pictures::{decoded, png_of};

/// Two ways down Rosenbrock's valley, one of them pinned with another rate.
const TWO: &str = "v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&seed=3&steps=40\
                   &c=gradient_descent,rate:0.001&c=adam,rate:0.1,beta1:0.8&pin=2,-1.5,2,adam,rate:0.05";

fn steepest(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_steepest"))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

/// What `render` writes to a file of this name.
fn rendered(name: &str, link: &str, more: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join(name);
    let out = out.to_str().expect("a plain name");
    let done = steepest(&[&["render", link, "-o", out], more].concat());
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    std::fs::read(out).expect("the file is written")
}

#[test]
fn render_draws_a_png_in_light_and_in_dark_with_its_settings_in_the_file() {
    let size = ["--size", "600x500", "--scale", "1.5"];
    let [light, night] = [&[][..], &["--dark"]].map(|more| png_of(&rendered("a.png", TWO, &[&size, more].concat())));
    for (width, height, pixels, texts) in [&light, &night] {
        assert_eq!((*width, *height, pixels.len()), (900, 750, 900 * 750));
        let paper = pixels[0];
        let drawn = pixels.iter().filter(|pixel| **pixel != paper).count();
        assert!(drawn > pixels.len() / 4, "{drawn} pixels are drawn");
        let source = texts.iter().find(|(key, _)| key == "Source").expect("the link is in the file");
        let experiment = Experiment::from_link(source.1.trim_start_matches('#')).expect("a link");
        assert_eq!(Ok(experiment), Experiment::from_link(TWO));
    }
    assert!(light.2[0][0] > 200 && night.2[0][0] < 60);
    // The contenders' colours of the style sheet are there, and words are not boxes: their ink is.
    for color in [[0x00, 0x68, 0xad], [0xb8, 0x4a, 0x00], [0x18, 0x21, 0x2f]] {
        let count = light.2.iter().filter(|pixel| **pixel == color).count();
        assert!(count > 20, "{count} pixels of {color:?}");
    }
}

#[test]
fn render_makes_a_film_that_moves() {
    let film = rendered(
        "a.gif",
        TWO,
        &["--size", "320x300", "--scale", "1", "--what", "overlay", "--no-caption", "--seconds", "1", "--fps", "10"],
    );
    let shown = decoded(&film);
    assert_eq!((shown.width, shown.height, shown.frames.len()), (320, 300, 10));
    let differing = |a: usize, b: usize| {
        shown.frames[a].1.chunks(4).zip(shown.frames[b].1.chunks(4)).filter(|(a, b)| a != b).count()
    };
    assert!(differing(0, 9) > 100 && differing(0, 1) > 10);
    let paper = shown.frames[0].1[..3].to_vec();
    assert!(paper.iter().all(|value| *value > 240), "{paper:?}");
}

#[test]
fn render_reads_links_and_saved_files_and_names_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("saved.json");
    std::fs::write(&saved, serde_json::json!({ "steepest": 1, "experiment": TWO }).to_string()).expect("a file");
    let saved = saved.to_str().expect("a plain name");
    let csv = rendered("a.csv", saved, &[]);
    assert_eq!(csv, rendered("a.csv", &format!("https://example.org/lab/#{TWO}"), &[]));
    for (arguments, wanted) in [
        (&["render"][..], "render: wanted a file or a link after it, given nothing"),
        (&["render", TWO], "-o: wanted a file that the figure is written to, given nothing"),
        (&["render", TWO, "-o", "a.bmp"], "-o: wanted a file that ends in one of .svg, .png,"),
        (&["render", TWO, "-o", "a.webm"], "as only a browser records films, given webm"),
        (&["render", TWO, "-o", "a.png", "--size", "9x9"], "size: wanted width and height from 200 to 4096"),
        (&["render", "on=nowhere", "-o", "a.png"], "wanted"),
        (&["render", "/no/such/file", "-o", "a.png"], "/no/such/file cannot be read"),
    ] {
        let done = steepest(arguments);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(!done.status.success() && said.contains(wanted), "{arguments:?}: {said}");
    }
}
