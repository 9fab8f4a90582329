//! The colour field behind the contours.

use super::{Color, Grid, Scale, Theme};

/// Steps of the colour ramp: more than the eye tells apart.
const RAMP: usize = 256;

/// Width in pixels of the stripes that mark undefined places, and of the gaps between them.
const STRIPE: usize = 4;

/// The colours of `width` × `height` pixels over the whole extent of `grid`, three bytes each, from the upper left.
///
/// Between grid points the position on `scale` is interpolated bilinearly.
/// Where the loss is NaN or infinite next to a pixel, the pixel is part of a hatching.
/// Without a scale (a constant loss) the field has the lowest colour.
pub fn shade(grid: &Grid, scale: Option<&Scale>, theme: &Theme, width: usize, height: usize) -> Vec<u8> {
    let ramp: Vec<Color> = (0..RAMP).map(|k| theme.ramp(k as f64 / (RAMP - 1) as f64)).collect();
    let fraction = |value: &f64| match scale {
        _ if !value.is_finite() => f32::NAN,
        Some(scale) => scale.fraction(*value) as f32 * (RAMP - 1) as f32,
        None => 0.0,
    };
    let fractions: Vec<f32> = grid.values.iter().map(fraction).collect();
    let place = |pixel: usize, pixels: usize, points: usize| {
        let at = (pixel as f32 + 0.5) / pixels as f32 * (points - 1) as f32;
        let cell = (at as usize).min(points - 2);
        (cell, at - cell as f32)
    };
    let columns: Vec<(usize, f32)> = (0..width).map(|x| place(x, width, grid.columns)).collect();
    let mut pixels = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        let (row, v) = place(height - 1 - y, height, grid.rows);
        let lower = &fractions[row * grid.columns..][..grid.columns];
        let upper = &fractions[(row + 1) * grid.columns..][..grid.columns];
        for (x, &(column, u)) in columns.iter().enumerate() {
            let below = lower[column] + (lower[column + 1] - lower[column]) * u;
            let above = upper[column] + (upper[column + 1] - upper[column]) * u;
            let at = below + (above - below) * v;
            let color = if !at.is_nan() {
                ramp[at as usize]
            } else if (x + y) % (2 * STRIPE) < STRIPE {
                theme.faint
            } else {
                theme.paper
            };
            pixels.extend_from_slice(&color.0);
        }
    }
    pixels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear::Rect;

    #[test]
    fn the_ramp_runs_from_low_to_high_upwards() {
        let grid = Grid { extent: Rect::new(0., 1., 0., 1.), columns: 2, rows: 2, values: vec![0., 0., 1., 1.] };
        let theme = Theme::default();
        let pixels = shade(&grid, Some(&Scale::Linear { low: 0.0, high: 1.0 }), &theme, 1, 101);
        assert_eq!(pixels.len(), 303);
        assert!(pixels[..3].iter().zip(theme.field[2].0).all(|(got, wanted)| got.abs_diff(wanted) <= 1));
        assert!(pixels[300..].iter().zip(theme.field[0].0).all(|(got, wanted)| got.abs_diff(wanted) <= 1));
    }

    #[test]
    fn undefined_places_are_hatched() {
        let grid = Grid { extent: Rect::new(0., 1., 0., 1.), columns: 2, rows: 2, values: vec![f64::NAN; 4] };
        let theme = Theme::default();
        let pixels = shade(&grid, None, &theme, 8, 1);
        assert_eq!(pixels[..3], theme.faint.0);
        assert_eq!(pixels[12..15], theme.paper.0);
    }
}
