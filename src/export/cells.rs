//! A colour field as rectangles, for files that have no pixels.

/// A part of a row whose pixels have about one colour: the row, its first column, the one after its last, the colour.
pub type Cell = (usize, usize, usize, [u8; 3]);

/// The parts of `columns` pixels a row, three bytes each; colours that differ by no more than `tolerance` in any
/// component are one.
pub fn cells(pixels: &[u8], columns: usize, tolerance: u8) -> Vec<Cell> {
    let (pixels, _) = pixels.as_chunks::<3>();
    let mut cells = Vec::new();
    for (row, pixels) in pixels.chunks_exact(columns.max(1)).enumerate() {
        let mut from = 0;
        for to in 1..=columns {
            let is_same = |color: &[u8; 3]| (0..3).all(|k| color[k].abs_diff(pixels[from][k]) <= tolerance);
            if !pixels.get(to).is_some_and(is_same) {
                cells.push((row, from, to, pixels[from]));
                from = to;
            }
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_one_colour_are_one_cell() {
        let pixels: Vec<u8> = [9, 10, 40, 40, 7, 90].into_iter().flat_map(|gray| [gray; 3]).collect();
        let found = cells(&pixels, 3, 2);
        assert_eq!(
            found,
            [(0, 0, 2, [9; 3]), (0, 2, 3, [40; 3]), (1, 0, 1, [40; 3]), (1, 1, 2, [7; 3]), (1, 2, 3, [90; 3])]
        );
    }
}
