//! Films: a GIF, read by another's reader.

use steepest::draw::{Color, Theme};
use steepest::export::{self, Job, Pixels, Raster};
use steepest::problem::Problem;

use crate::support::pictures::decoded;
use crate::{TWO, lab, options};

/// A square in the contenders' colours in turn.
struct Flat;

impl Raster for Flat {
    fn pixels(&mut self, _: &Job, clock: usize) -> Result<Pixels, Problem> {
        let Color([red, green, blue]) = Theme::default().contender(clock);
        let mut rgba: Vec<u8> = [255, 255, 255, 255].repeat(64 * 32);
        // A square on white ground.
        for row in 4..12 {
            for column in 8..24 {
                rgba[4 * (64 * row + column)..][..3].copy_from_slice(&[red, green, blue]);
            }
        }
        Pixels::new(64, 32, rgba)
    }
}

#[test]
fn a_gif_has_its_frames_their_delays_and_their_colours() {
    let lab = lab(TWO);
    let options = options(&[("seconds", "2"), ("fps", "12"), ("scale", "1")]);
    let theme = Theme::default();
    let job = Job { lab: &lab, options: &options, theme: &theme };
    let mut told = Vec::new();
    let file = export::make(export::find("gif").expect("a format"), &job, &mut Flat, &mut |k, n| told.push((k, n)));
    let file = file.expect("a film");
    assert_eq!((told.len(), told.last()), (24, Some(&(24, 24))));
    let shown = decoded(&file);
    assert_eq!((shown.width, shown.height, shown.frames.len()), (64, 32, 24));
    let delays: Vec<u16> = shown.frames.iter().map(|(delay, _)| *delay).collect();
    assert_eq!(delays.iter().map(|delay| u32::from(*delay)).sum::<u32>(), 200 + 150);
    assert!(delays[..23].iter().all(|delay| (8..=9).contains(delay)));
    // Each frame is what it was made of: the theme's own colours are all in the palette.
    for ((_, frame), clock) in shown.frames.iter().zip(export::clocks(&job)) {
        let wanted = Flat.pixels(&job, clock).expect("a frame").rgba;
        assert!(*frame == wanted, "at {clock}");
    }
}
