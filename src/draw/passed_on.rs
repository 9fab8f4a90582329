//! Backends around a backend: what they leave to it.

/// In an `impl DrawingBackend`: shapes go to the field `inner` as they are, whose failures are of this type.
macro_rules! passed_on {
    ($failure:ty) => {
        fn ensure_prepared(&mut self) -> Result<(), $failure> {
            self.inner.ensure_prepared()
        }

        fn present(&mut self) -> Result<(), $failure> {
            self.inner.present()
        }

        fn draw_pixel(
            &mut self,
            point: plotters_backend::BackendCoord,
            color: plotters_backend::BackendColor,
        ) -> Result<(), $failure> {
            self.inner.draw_pixel(point, color)
        }

        fn draw_line<S: plotters_backend::BackendStyle>(
            &mut self,
            from: plotters_backend::BackendCoord,
            to: plotters_backend::BackendCoord,
            style: &S,
        ) -> Result<(), $failure> {
            self.inner.draw_line(from, to, style)
        }

        fn draw_rect<S: plotters_backend::BackendStyle>(
            &mut self,
            upper_left: plotters_backend::BackendCoord,
            bottom_right: plotters_backend::BackendCoord,
            style: &S,
            fill: bool,
        ) -> Result<(), $failure> {
            self.inner.draw_rect(upper_left, bottom_right, style, fill)
        }

        fn draw_path<S: plotters_backend::BackendStyle, I: IntoIterator<Item = plotters_backend::BackendCoord>>(
            &mut self,
            path: I,
            style: &S,
        ) -> Result<(), $failure> {
            self.inner.draw_path(path, style)
        }

        fn draw_circle<S: plotters_backend::BackendStyle>(
            &mut self,
            center: plotters_backend::BackendCoord,
            radius: u32,
            style: &S,
            fill: bool,
        ) -> Result<(), $failure> {
            self.inner.draw_circle(center, radius, style, fill)
        }

        fn fill_polygon<S: plotters_backend::BackendStyle, I: IntoIterator<Item = plotters_backend::BackendCoord>>(
            &mut self,
            path: I,
            style: &S,
        ) -> Result<(), $failure> {
            self.inner.fill_polygon(path, style)
        }
    };
}

pub(crate) use passed_on;
