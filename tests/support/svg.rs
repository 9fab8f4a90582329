//! Drawings as SVG text: made, compared with what was accepted, and read back.

use std::fs;
use std::path::Path;

use plotters::backend::SVGBackend;
use plotters::drawing::IntoDrawingArea;
use steepest::draw::{Color, Sheet, Unit};
use steepest::linear::Vec2;

/// Backend units per CSS pixel: plotters counts in whole ones.
pub const UNIT: Unit = Unit(10.0);

/// The largest snapshot, in CSS pixels and in bytes.
const LARGEST: (u32, u32, usize) = (320, 240, 20_000);

/// Set to accept what is drawn now.
const BLESS: &str = "STEEPEST_BLESS";

/// The SVG text of a drawing of `width` × `height` CSS pixels, and what `draw` returns.
pub fn svg<T>(width: u32, height: u32, draw: impl FnOnce(&Sheet<SVGBackend>) -> T) -> (String, T) {
    let mut text = String::new();
    let units = (UNIT.length(f64::from(width)), UNIT.length(f64::from(height)));
    let result = {
        let sheet = SVGBackend::with_string(&mut text, units).into_drawing_area();
        let result = draw(&sheet);
        sheet.present().expect("a string can be written to");
        result
    };
    let size = |width: u32, height: u32| format!("width=\"{width}\" height=\"{height}\" viewBox");
    (cut_decimals(&text).replacen(&size(units.0, units.1), &size(width, height), 1), result)
}

/// Numbers with three decimals at most: further ones differ between machines and show nowhere.
fn cut_decimals(text: &str) -> String {
    let mut short = String::with_capacity(text.len());
    let mut decimals = None;
    for c in text.chars() {
        decimals = match (c, decimals) {
            ('.', _) => Some(0),
            ('0'..='9', Some(count)) => Some(count + 1),
            _ => None,
        };
        if decimals.is_none_or(|count| count <= 3) {
            short.push(c);
        }
    }
    short
}

/// Compares `svg` with the accepted drawing `name`, or accepts it if `STEEPEST_BLESS=1` is set.
///
/// A missing drawing is a failure; a changed one is written beside the accepted one as `NAME-changed.svg`.
#[track_caller]
pub fn assert_snapshot(name: &str, width: u32, height: u32, svg: &str) {
    let (widest, highest, longest) = LARGEST;
    assert!(width <= widest && height <= highest, "{name} is {width} × {height}");
    assert!(svg.len() <= longest, "{name} has {} bytes", svg.len());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let (accepted, changed) = (folder.join(format!("{name}.svg")), folder.join(format!("{name}-changed.svg")));
    let write = |path: &Path| {
        fs::create_dir_all(&folder).and_then(|()| fs::write(path, svg)).expect("the snapshots can be written");
    };
    if std::env::var_os(BLESS).is_some_and(|value| value == "1") {
        write(&accepted);
    }
    // A working copy may have been checked out with other line ends.
    let wanted = fs::read_to_string(&accepted).map(|text| text.replace("\r\n", "\n"));
    if wanted.as_deref().is_ok_and(|wanted| wanted == svg) {
        // There may be none; an old one would mislead.
        let _ = fs::remove_file(&changed);
        return;
    }
    write(&changed);
    let what = if wanted.is_ok() { "has changed" } else { "is missing" };
    panic!("the snapshot {name} {what}; look at {} and accept it with {BLESS}=1", changed.display());
}

/// One element of a drawing.
#[derive(Debug, Clone)]
pub struct Element {
    /// The tag: polyline, circle, text, …
    pub tag: String,
    attributes: Vec<(String, String)>,
    /// What stands inside a text.
    pub text: String,
}

impl Element {
    /// The attribute `name`, or "".
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The attribute `name` as a length in CSS pixels.
    #[track_caller]
    pub fn length(&self, name: &str) -> f64 {
        self.attribute(name).parse::<f64>().unwrap_or_else(|_| panic!("{name} of {self:?}")) / UNIT.0
    }

    /// The points of a line or polygon, in CSS pixels.
    pub fn points(&self) -> Vec<Vec2> {
        let point = |pair: &str| {
            let (x, y) = pair.split_once(',').expect("points are pairs");
            Vec2::new(x.parse().expect("a number"), y.parse().expect("a number")) / UNIT.0
        };
        self.attribute("points").split_whitespace().map(point).collect()
    }

    /// Whether it is drawn in `color`.
    pub fn is_stroked(&self, color: Color) -> bool {
        self.attribute("stroke").eq_ignore_ascii_case(&hex(color))
    }

    /// Whether it is filled with `color`.
    pub fn is_filled(&self, color: Color) -> bool {
        self.attribute("fill").eq_ignore_ascii_case(&hex(color))
    }
}

fn hex(Color([r, g, b]): Color) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// The elements of a drawing, in the order in which they are painted.
pub fn elements(svg: &str) -> Vec<Element> {
    let mut found = Vec::new();
    for part in svg.split('<').skip(1).filter(|part| !part.starts_with('/')) {
        let (head, text) = part.split_once('>').expect("a tag ends");
        let tag = head.split([' ', '/']).next().unwrap_or("").to_string();
        let mut attributes = Vec::new();
        let mut rest = &head[tag.len()..];
        while let Some((name, after)) = rest.split_once("=\"") {
            let (value, after) = after.split_once('"').expect("an attribute ends");
            attributes.push((name.trim().to_string(), value.to_string()));
            rest = after;
        }
        found.push(Element { tag, attributes, text: text.trim().to_string() });
    }
    found
}

/// Coordinates in a drawing are cut to whole backend units, a tenth of a CSS pixel each.
pub const ROUNDING: f64 = 0.15;

/// Fails unless a drawn place is the wanted one, to [`ROUNDING`].
#[track_caller]
pub fn assert_at(got: Vec2, wanted: Vec2) {
    assert!((got - wanted).norm() <= ROUNDING, "at {got:?}, wanted {wanted:?} ± {ROUNDING} CSS pixels");
}

/// The lines of this colour and width.
pub fn lines(drawn: &[Element], color: Color, width: f64) -> Vec<&Element> {
    let is_line = |e: &&Element| e.tag == "polyline" && e.is_stroked(color);
    drawn.iter().filter(is_line).filter(|e| e.length("stroke-width") == width).collect()
}

/// The texts, in the order in which they were drawn.
pub fn tick_texts(drawn: &[Element]) -> Vec<&str> {
    drawn.iter().filter(|e| e.tag == "text").map(|e| e.text.as_str()).collect()
}
