//! Colours that everybody tells apart: contrast by WCAG 2.2, and the contenders' lines with every kind of colour
//! vision.
//!
//! Colour vision that lacks a kind of cone is simulated in linear RGB by the matrices of G. M. Machado, M. M. Oliveira,
//! L. A. F. Fernandes, A physiologically-based model for simulation of color vision deficiency, IEEE Transactions on
//! Visualization and Computer Graphics 15 (2009), table 1, severity 1.0.
//! Differences of colours are distances in Oklab (B. Ottosson, A perceptual color space for image processing, 2020).

use std::collections::HashMap;

use steepest::draw::{self, dashes};
use steepest::experiment::MOST_CONTENDERS;

/// Linear red, green and blue, 0 to 1.
type Rgb = [f64; 3];

const EYES: [(&str, [Rgb; 3]); 4] = [
    ("with all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "without long ones",
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    ),
    (
        "without middle ones",
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    ),
    (
        "without short ones",
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ),
];

/// Lines of colours closer than this, in Oklab, must have different dashes: 0.02 is just noticed side by side.
const APART: f64 = 0.08;

/// The colours of the style sheet by name, in the light or the dark scheme.
fn tokens(scheme: usize) -> HashMap<String, Rgb> {
    let sheet = include_str!("../www/styles/tokens.css");
    let declared = sheet.lines().filter_map(|line| line.trim().strip_prefix("--")?.split_once(": "));
    let mut known = HashMap::new();
    for (name, value) in declared {
        let value = value.trim_end_matches(';');
        let color = if let Some(hex) = value.strip_prefix('#') {
            (hex.len() == 6).then(|| linear(hex))
        } else if let Some(pair) = value.strip_prefix("light-dark(") {
            let one = pair.trim_end_matches(')').split(", ").nth(scheme).expect("two colours");
            Some(linear(one.trim_start_matches('#')))
        } else if let Some(mixed) = value.strip_prefix("color-mix(in srgb, ") {
            let (first, second) = mixed.trim_end_matches(')').split_once(", ").expect("two colours");
            let (first, share) = first.rsplit_once(' ').expect("a share");
            let share = share.trim_end_matches('%').parse::<f64>().expect("a share in percent") / 100.0;
            Some(mix(variable(first, &known), variable(second, &known), share))
        } else {
            value.starts_with("var(").then(|| variable(value, &known))
        };
        known.extend(color.map(|color| (name.to_string(), color)));
    }
    known
}

/// The colour that `var(--name)` stands for; a bracket may be gone already.
fn variable(text: &str, known: &HashMap<String, Rgb>) -> Rgb {
    let name = text.trim_start_matches("var(--").trim_end_matches(')');
    *known.get(name).unwrap_or_else(|| panic!("no colour {name} so far"))
}

/// The linear colour of six hexadecimal digits.
fn linear(hex: &str) -> Rgb {
    let bytes = u32::from_str_radix(hex, 16).expect("a colour").to_be_bytes();
    [bytes[1], bytes[2], bytes[3]].map(|byte| decoded(f64::from(byte) / 255.0))
}

fn decoded(value: f64) -> f64 {
    if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

fn encoded(value: f64) -> f64 {
    if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 }
}

/// The mixture of a `share` of one colour with another, as `color-mix(in srgb, …)` makes it.
fn mix(a: Rgb, b: Rgb, share: f64) -> Rgb {
    std::array::from_fn(|k| decoded(share * encoded(a[k]) + (1.0 - share) * encoded(b[k])))
}

/// WCAG 2.2's contrast ratio.
fn contrast(a: Rgb, b: Rgb) -> f64 {
    let luminance = |[red, green, blue]: Rgb| 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
    let (a, b) = (luminance(a), luminance(b));
    a.max(b) / a.min(b)
}

fn times(matrix: &[Rgb; 3], color: Rgb) -> Rgb {
    matrix.map(|row| (0..3).map(|k| row[k] * color[k]).sum())
}

fn oklab(color: Rgb) -> Rgb {
    let cones = times(
        &[
            [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
            [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
            [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
        ],
        color,
    );
    times(
        &[
            [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
            [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
            [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
        ],
        cones.map(f64::cbrt),
    )
}

/// How far apart two colours are for these eyes.
fn apart(eyes: &[Rgb; 3], a: Rgb, b: Rgb) -> f64 {
    let [a, b] = [a, b].map(|color| oklab(times(eyes, color).map(|part| part.clamp(0.0, 1.0))));
    (0..3).map(|k| (a[k] - b[k]).powi(2)).sum::<f64>().sqrt()
}

/// Whether nobody takes one dash for the other: another rhythm, or much more of the line drawn.
fn dashes_differ(a: Option<(f64, f64)>, b: Option<(f64, f64)>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return a != b };
    let (period, share) = (|(dash, gap): (f64, f64)| dash + gap, |(dash, gap): (f64, f64)| dash / (dash + gap));
    period(a).max(period(b)) / period(a).min(period(b)) >= 1.3 || (share(a) - share(b)).abs() >= 0.2
}

/// What is wrong with the lines of contenders of these colours and dashes.
fn alike(colors: &[Rgb], dash: &dyn Fn(usize) -> Option<(f64, f64)>) -> Vec<String> {
    let mut complaints = Vec::new();
    for (a, b) in (0..colors.len()).flat_map(|a| (0..a).map(move |b| (a, b))) {
        if dashes_differ(dash(a), dash(b)) {
            continue;
        }
        for (name, eyes) in &EYES {
            let distance = apart(eyes, colors[a], colors[b]);
            if distance < APART {
                complaints.push(format!("{} and {}: {distance:.3} apart {name}", b + 1, a + 1));
            }
        }
    }
    complaints
}

fn contenders(scheme: usize) -> Vec<Rgb> {
    let known = tokens(scheme);
    (1..=MOST_CONTENDERS).map(|k| known[&format!("contender-{k}")]).collect()
}

#[test]
fn every_two_contenders_differ_by_colour_for_all_eyes_or_by_dash() {
    for scheme in 0..2 {
        assert_eq!(alike(&contenders(scheme), &dashes), Vec::<String>::new(), "scheme {scheme}");
    }
}

#[test]
fn without_dashes_or_with_six_in_turn_some_could_not_be_told_apart() {
    assert!(!alike(&contenders(0), &|_| None).is_empty());
    assert!(!alike(&contenders(1), &|contender| dashes(contender % 6)).is_empty());
}

#[test]
fn the_page_has_the_dashes_of_the_drawings() {
    let sheet = include_str!("../www/styles/tokens.css");
    for contender in 0..MOST_CONTENDERS {
        let dash = dashes(contender).map_or("none".into(), |(dash, gap)| format!("{dash}px {gap}px"));
        let k = contender + 1;
        let rule = format!("[data-contender=\"{k}\"] {{ --contender: var(--contender-{k}); --dash: {dash}; }}");
        assert!(sheet.contains(&rule), "{rule}");
    }
}

#[test]
fn lines_stand_out_from_the_paper_and_from_the_whole_field() {
    for scheme in 0..2 {
        let known = tokens(scheme);
        for (k, color) in contenders(scheme).into_iter().enumerate() {
            for ground in ["paper", "field-1", "field-2", "field-3"] {
                let found = contrast(color, known[ground]);
                assert!(found >= 3.0, "contender {} on {ground}, scheme {scheme}: {found:.2}", k + 1);
            }
        }
        for name in ["faint", "contour", "convex", "mixed", "concave", "accent"] {
            let found = contrast(known[name], known["paper"]);
            assert!(found >= 3.0, "{name}, scheme {scheme}: {found:.2}");
        }
    }
}

#[test]
fn words_stand_out_from_all_that_they_are_written_on() {
    for scheme in 0..2 {
        let known = tokens(scheme);
        for word in ["ink", "muted", "accent", "good", "warn", "bad"] {
            for ground in ["paper", "ground", "card", "hover"] {
                let found = contrast(known[word], known[ground]);
                assert!(found >= 4.5, "{word} on {ground}, scheme {scheme}: {found:.2}");
            }
        }
        // Ticks and names on the canvases, and what is written on what is pressed.
        for ground in ["paper", "field-1", "field-2", "field-3"] {
            let found = contrast(known["ink"], known[ground]);
            assert!(found >= 4.5, "ink on {ground}, scheme {scheme}: {found:.2}");
        }
        let found = contrast(known["paper"], known["accent"]);
        assert!(found >= 4.5, "paper on accent, scheme {scheme}: {found:.2}");
    }
}

#[test]
fn regions_of_definiteness_differ_for_all_eyes() {
    for scheme in 0..2 {
        let known = tokens(scheme);
        let colors = ["convex", "mixed", "concave"].map(|name| known[name]);
        for (name, eyes) in &EYES {
            for (a, b) in [(0, 1), (0, 2), (1, 2)] {
                let distance = apart(eyes, colors[a], colors[b]);
                assert!(distance >= APART, "regions {a} and {b}, scheme {scheme}, {name}: {distance:.3}");
            }
        }
    }
}

#[test]
fn the_first_basins_differ_for_all_eyes() {
    // Where there are more, their names, shares and borders tell them apart as well.
    let colors = [0, 1, 2, 3].map(|kind| draw::kind_color(kind).0.map(|byte| decoded(f64::from(byte) / 255.0)));
    for (name, eyes) in &EYES {
        for (a, b) in [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)] {
            let distance = apart(eyes, colors[a], colors[b]);
            assert!(distance >= APART, "basins {a} and {b}, {name}: {distance:.3}");
        }
    }
}

#[test]
fn contrast_and_distances_are_those_of_their_definitions() {
    let [black, white, red] = ["000000", "ffffff", "ff0000"].map(linear);
    assert!((contrast(black, white) - 21.0).abs() < 1e-12);
    // Ottosson's own example of red: L 0.628, a 0.225, b 0.126.
    let [l, a, b] = oklab(red);
    assert!((l - 0.628).abs() < 5e-4 && (a - 0.225).abs() < 5e-4 && (b - 0.126).abs() < 5e-4, "{l} {a} {b}");
    // Each row of a simulation leaves white what it is.
    for (name, eyes) in &EYES {
        assert!(times(eyes, white).iter().all(|part| (part - 1.0).abs() < 1e-5), "{name}");
    }
    let theme = tokens(0);
    assert!(contrast(theme["muted"], theme["paper"]) < contrast(theme["ink"], theme["paper"]));
}
