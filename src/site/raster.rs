//! Figures as pixels, without a browser: the SVG document, drawn by resvg in a font that is always the same.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, PixmapPaint, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};
use steepest::export::{Figure, Job, Layers, Pixels, Raster, document, for_svg};
use steepest::problem::Problem;

/// The font of all words, with the characters that figures have.
const FONT: &[u8] = include_bytes!("fonts/DejaVuSans.ttf");

/// Its family.
const FAMILY: &str = "DejaVu Sans";

/// Draws figures by resvg.
pub struct Resvg {
    options: Options<'static>,
    /// The figure, and what the playhead leaves alone of it, once it has been drawn: one raster is for one job.
    still: Option<(Figure, Pixmap)>,
}

impl Resvg {
    /// With its font.
    pub fn new() -> Resvg {
        let mut fonts = Database::new();
        fonts.load_font_data(FONT.to_vec());
        fonts.set_sans_serif_family(FAMILY);
        let options = Options { fontdb: Arc::new(fonts), font_family: FAMILY.into(), ..Options::default() };
        Resvg { options, still: None }
    }

    /// Some layers of a job's figure, upon what is there.
    fn draw(&self, figure: &Figure, job: &Job, clock: usize, layers: Layers, onto: &mut Pixmap) -> Result<(), Problem> {
        let tree = Tree::from_str(&document(figure, job, clock, layers)?, &self.options).map_err(refused)?;
        let scale = job.options.scale as f32;
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut onto.as_mut());
        Ok(())
    }
}

fn refused(error: impl std::fmt::Display) -> Problem {
    Problem::new("figure", "a picture that can be drawn", error)
}

impl Raster for Resvg {
    fn pixels(&mut self, job: &Job, clock: usize) -> Result<Pixels, Problem> {
        let [width, height] = job.options.pixels();
        let blank = || Pixmap::new(width as u32, height as u32).ok_or_else(|| refused("no pixels"));
        if self.still.is_none() {
            let (figure, mut still) = (for_svg(job)?, blank()?);
            self.draw(&figure, job, clock, Layers::Still, &mut still)?;
            self.still = Some((figure, still));
        }
        let Some((figure, still)) = &self.still else { return Err(refused("no picture")) };
        let (mut whole, mut moving) = (still.clone(), blank()?);
        self.draw(figure, job, clock, Layers::Moving, &mut moving)?;
        whole.draw_pixmap(0, 0, moving.as_ref(), &PixmapPaint::default(), Transform::identity(), None);
        Pixels::new(width, height, whole.take())
    }
}
