//! A plotters backend that writes TikZ, for figures in LaTeX.

use std::convert::Infallible;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use super::cells::cells;
use super::vector::part;

/// Colours of the field that differ by no more than this are one: few rectangles, as TeX draws them one by one.
const TOLERANCE: u8 = 5;

/// A big point, TeX's bp, in CSS pixels.
pub const POINT: f64 = 0.75;

/// A line of the file has at most so many points: TeX reads no line that is very long.
const POINTS_A_LINE: usize = 12;

/// What was drawn, as TikZ commands; coordinates are CSS pixels from the upper left.
pub struct Pgf<'a> {
    /// The commands.
    pub commands: &'a mut String,
    /// The colours that they name, in the order of their names.
    pub colors: &'a mut Vec<(u8, u8, u8)>,
    /// Width and height in units.
    pub size: (u32, u32),
    /// Units per CSS pixel.
    pub unit: f64,
    /// Units across and down of a bitmap that is drawn.
    pub field: (i32, i32),
}

type Done = Result<(), DrawingErrorKind<Infallible>>;

impl Pgf<'_> {
    fn css(&self, units: i32) -> String {
        let text = format!("{:.2}", f64::from(units) / self.unit);
        text.trim_end_matches('0').trim_end_matches('.').into()
    }

    fn place(&self, (x, y): BackendCoord) -> String {
        format!("({},{})", self.css(x), self.css(y))
    }

    /// The name of a colour.
    fn color(&mut self, color: BackendColor) -> String {
        let known = self.colors.iter().position(|known| *known == color.rgb);
        let index = known.unwrap_or_else(|| {
            self.colors.push(color.rgb);
            self.colors.len() - 1
        });
        format!("steepest{index}")
    }

    /// The options of what is drawn in a colour, with a line of this width in units.
    fn options(&mut self, color: BackendColor, width: Option<u32>) -> String {
        let mut options = self.color(color);
        if color.alpha < 1.0 {
            options += &format!(",opacity={:.2}", color.alpha);
        }
        if let Some(width) = width {
            options += &format!(",line width={:.2}bp", f64::from(width) / self.unit * POINT);
        }
        options
    }

    fn line(&mut self, path: impl IntoIterator<Item = BackendCoord>) -> String {
        let mut text = String::new();
        for (k, point) in path.into_iter().enumerate() {
            if k > 0 {
                text += if k % POINTS_A_LINE == 0 { "\n --" } else { " -- " };
            }
            text += &self.place(point);
        }
        text
    }

    fn add(&mut self, command: &str, options: &str, what: &str) -> Done {
        *self.commands += &format!("\\{command}[{options}] {what};\n");
        Ok(())
    }
}

impl DrawingBackend for Pgf<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Done {
        self.draw_rect((x, y), (x + 1, y + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Done {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Done {
        if style.color().alpha == 0.0 {
            return Ok(());
        }
        let options = self.options(style.color(), (!fill).then(|| style.stroke_width()));
        let what = format!("{} rectangle {}", self.place(upper_left), self.place(bottom_right));
        self.add(if fill { "fill" } else { "draw" }, &options, &what)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        if style.color().alpha == 0.0 {
            return Ok(());
        }
        let options = self.options(style.color(), Some(style.stroke_width()));
        let line = self.line(path);
        self.add("draw", &options, &line)
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Done {
        if style.color().alpha == 0.0 {
            return Ok(());
        }
        let options = self.options(style.color(), (!fill).then(|| style.stroke_width()));
        let radius = f64::from(radius) / self.unit * POINT;
        let what = format!("{} circle[radius={radius:.2}bp]", self.place(center));
        self.add(if fill { "fill" } else { "draw" }, &options, &what)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        if style.color().alpha == 0.0 {
            return Ok(());
        }
        let options = self.options(style.color(), None);
        let line = self.line(path);
        self.add("fill", &options, &format!("{line} -- cycle"))
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, pos: BackendCoord) -> Done {
        let color = style.color();
        if color.alpha == 0.0 {
            return Ok(());
        }
        let anchor = match (style.anchor().v_pos, style.anchor().h_pos) {
            (VPos::Center, HPos::Left) => "west",
            (VPos::Center, HPos::Right) => "east",
            (VPos::Center, HPos::Center) => "center",
            (VPos::Top, HPos::Left) => "north west",
            (VPos::Top, HPos::Right) => "north east",
            (VPos::Top, HPos::Center) => "north",
            (VPos::Bottom, HPos::Left) => "south west",
            (VPos::Bottom, HPos::Right) => "south east",
            (VPos::Bottom, HPos::Center) => "south",
        };
        let size = style.size() / self.unit * POINT;
        let options = format!(
            "anchor={anchor},inner sep=0pt,text={},text opacity={:.2},font=\\fontsize{{{size:.2}}}{{{size:.2}}}\\selectfont",
            self.color(color),
            color.alpha
        );
        let what = format!("at {} {{{}}}", self.place(pos), latex(text));
        self.add("node", &options, &what)
    }

    fn blit_bitmap(&mut self, corner: BackendCoord, size: (u32, u32), pixels: &[u8]) -> Done {
        let (columns, rows) = (size.0 as usize, size.1 as usize);
        let across = |column: usize, field: i32| corner.0 + part(column, columns, field);
        let down = |row: usize, field: i32| corner.1 + part(row, rows, field);
        let field = self.field;
        for (row, from, to, [red, green, blue]) in cells(pixels, columns, TOLERANCE) {
            let right = across(to, field.0) + i32::from(to < columns);
            let bottom = down(row + 1, field.1) + i32::from(row + 1 < rows);
            let color = BackendColor { alpha: 1.0, rgb: (red, green, blue) };
            self.draw_rect((across(from, field.0), down(row, field.1)), (right, bottom), &color, true)?;
        }
        Ok(())
    }
}

/// Characters that TeX reads as something else, and those that its fonts lack.
const SPELLED: [(char, &str); 59] = [
    ('\\', "\\textbackslash{}"),
    ('{', "\\{"),
    ('}', "\\}"),
    ('$', "\\$"),
    ('&', "\\&"),
    ('#', "\\#"),
    ('%', "\\%"),
    ('_', "\\_"),
    ('^', "\\textasciicircum{}"),
    ('~', "\\textasciitilde{}"),
    ('<', "$<$"),
    ('>', "$>$"),
    ('|', "$|$"),
    ('−', "$-$"),
    ('·', "$\\cdot$"),
    ('×', "$\\times$"),
    ('√', "$\\surd$"),
    ('∞', "$\\infty$"),
    ('≈', "$\\approx$"),
    ('≤', "$\\le$"),
    ('≥', "$\\ge$"),
    ('≠', "$\\ne$"),
    ('∇', "$\\nabla$"),
    ('′', "$'$"),
    ('″', "$''$"),
    ('…', "\\dots{}"),
    ('–', "--"),
    ('—', "---"),
    ('’', "'"),
    ('‖', "$\\|$"),
    ('π', "$\\pi$"),
    ('η', "$\\eta$"),
    ('μ', "$\\mu$"),
    ('α', "$\\alpha$"),
    ('β', "$\\beta$"),
    ('γ', "$\\gamma$"),
    ('δ', "$\\delta$"),
    ('ε', "$\\varepsilon$"),
    ('κ', "$\\kappa$"),
    ('λ', "$\\lambda$"),
    ('ν', "$\\nu$"),
    ('ρ', "$\\rho$"),
    ('σ', "$\\sigma$"),
    ('θ', "$\\theta$"),
    ('φ', "$\\varphi$"),
    ('ω', "$\\omega$"),
    ('τ', "$\\tau$"),
    ('Δ', "$\\Delta$"),
    ('Σ', "$\\Sigma$"),
    ('²', "$^2$"),
    ('³', "$^3$"),
    ('⁴', "$^4$"),
    ('₀', "$_0$"),
    ('₁', "$_1$"),
    ('₂', "$_2$"),
    ('₃', "$_3$"),
    ('ₜ', "$_t$"),
    ('ₘ', "$_m$"),
    ('°', "$^\\circ$"),
];

/// A text as LaTeX has it, with any engine; what no engine's fonts have is a question mark.
pub fn latex(text: &str) -> String {
    let mut made = String::new();
    for c in text.chars() {
        match SPELLED.iter().find(|(spelled, _)| *spelled == c) {
            Some((_, spelling)) => made += spelling,
            None if c.is_ascii_graphic() || c == ' ' => made.push(c),
            // Letters of Latin scripts are in all fonts.
            None if c.is_alphabetic() && ('\u{c0}'..='\u{17f}').contains(&c) => made.push(c),
            None => made.push('?'),
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_tex_is_spelled_out() {
        assert_eq!(latex("η = 1e−3 & 50%_{x}"), "$\\eta$ = 1e$-$3 \\& 50\\%\\_\\{x\\}");
        assert_eq!(latex("Nelder–Mead, naïve 猫"), "Nelder--Mead, naïve ?");
    }
}
