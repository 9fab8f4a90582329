//! Where a relief is looked at from, and the map between its box and the picture: pure geometry.

use std::f64::consts::FRAC_PI_2;

use crate::linear::Vec2;

/// A point or direction of the box around a relief: x and y along the axes of the plane, z upwards with the loss; the
/// origin is the middle of the box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vec3 {
    /// Along the first axis of the plane.
    pub x: f64,
    /// Along the second axis of the plane.
    pub y: f64,
    /// Upwards.
    pub z: f64,
}

impl Vec3 {
    /// The point (x, y, z).
    pub const fn new(x: f64, y: f64, z: f64) -> Self {
        Vec3 { x, y, z }
    }

    /// The scalar product.
    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    /// This and `t` times `direction`.
    pub fn along(self, t: f64, direction: Self) -> Self {
        Vec3::new(self.x + t * direction.x, self.y + t * direction.y, self.z + t * direction.z)
    }
}

/// Where a relief is looked at from; all rays are parallel, so lengths along an axis are the same near and far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Camera {
    /// How far the viewer has gone around the box, in radians, anticlockwise from the side of the least y.
    pub yaw: f64,
    /// How far up the viewer is, in radians above the horizon.
    pub pitch: f64,
    /// How many times larger than to fit.
    pub zoom: f64,
    /// How far the box is shifted to the right and upwards in the picture, in units of the box.
    pub shift: Vec2,
}

/// From here the whole box is seen.
impl Default for Camera {
    fn default() -> Self {
        Camera { yaw: -0.6, pitch: 0.88, zoom: 1.0, shift: Vec2::ZERO }
    }
}

/// The least and the greatest pitch, in radians: from lower the surface is a line, from higher it is upside down.
const PITCHES: [f64; 2] = [0.09, FRAC_PI_2 - 0.01];

/// The least and the greatest zoom.
const ZOOMS: [f64; 2] = [0.5, 12.0];

/// The shift stays within this, in units of the box: half of it across is 1.
const FARTHEST: f64 = 1.5;

impl Camera {
    /// Turned by angles in radians: to the right around the box, and upwards.
    pub fn turned(self, yaw: f64, pitch: f64) -> Self {
        let yaw = libm::remainder(self.yaw + yaw, 4.0 * FRAC_PI_2);
        Camera { yaw, pitch: (self.pitch + pitch).clamp(PITCHES[0], PITCHES[1]), ..self }
    }

    /// `factor` times as large, with what is at `pixel` of a picture by `projection` staying there.
    pub fn zoomed(self, projection: &Projection, pixel: Vec2, factor: f64) -> Self {
        let zoom = (self.zoom * factor).clamp(ZOOMS[0], ZOOMS[1]);
        let nearer = self.zoom / zoom - 1.0;
        Camera { zoom, ..self }.moved(projection, nearer * (pixel - projection.middle))
    }

    /// Moved with the pointer by `pixels` of a picture by `projection`.
    pub fn moved(self, projection: &Projection, pixels: Vec2) -> Self {
        let shift = self.shift + Vec2::new(pixels.x, -pixels.y) / projection.scale;
        Camera { shift: shift.map(|part| part.clamp(-FARTHEST, FARTHEST)), ..self }
    }
}

/// Room for numbers at the sides, above and below, in CSS pixels.
const ROOM: [f64; 3] = [44.0, 14.0, 34.0];

/// The map from the box around a relief to the pixels of a picture: a parallel projection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projection {
    /// To the right in the picture; of length 1, like the two below, and at right angles to them.
    pub right: Vec3,
    /// Upwards in the picture.
    pub up: Vec3,
    /// Towards the viewer.
    pub eye: Vec3,
    /// CSS pixels per unit of the box.
    pub scale: f64,
    /// Where the middle of a box that is not shifted is, in CSS pixels from the picture's upper left corner.
    pub middle: Vec2,
    shift: Vec2,
}

impl Projection {
    /// The map for a picture of `width` × `height` CSS pixels of a box that extends by `half` from its middle.
    ///
    /// With zoom 1 all of the box is in the picture, and it stays as large while the viewer goes around it.
    pub fn of(camera: &Camera, half: Vec3, (width, height): (f64, f64)) -> Self {
        let ((sin_yaw, cos_yaw), (sin, cos)) = (libm::sincos(camera.yaw), libm::sincos(camera.pitch));
        let radius = libm::hypot(half.x, half.y);
        let [side, above, below] = ROOM;
        let across = (width - 2.0 * side).max(1.0) / (2.0 * radius);
        let upwards = (height - above - below).max(1.0) / (2.0 * (radius * sin + half.z * cos));
        Projection {
            right: Vec3::new(cos_yaw, sin_yaw, 0.0),
            up: Vec3::new(-sin * sin_yaw, sin * cos_yaw, cos),
            eye: Vec3::new(cos * sin_yaw, -cos * cos_yaw, sin),
            scale: camera.zoom * across.min(upwards),
            middle: Vec2::new(width / 2.0, above + (height - above - below) / 2.0),
            shift: camera.shift,
        }
    }

    /// Where a point of the box is, in CSS pixels from the picture's upper left corner.
    pub fn pixel(&self, at: Vec3) -> Vec2 {
        let (x, y) = (at.dot(self.right) + self.shift.x, at.dot(self.up) + self.shift.y);
        Vec2::new(self.middle.x + self.scale * x, self.middle.y - self.scale * y)
    }

    /// The point at `pixel` on the plane through the middle of the box that faces the viewer: others that are seen
    /// there differ by a multiple of [`Projection::eye`].
    pub fn facing(&self, pixel: Vec2) -> Vec3 {
        let offset = (pixel - self.middle) / self.scale;
        let (x, y) = (offset.x - self.shift.x, -offset.y - self.shift.y);
        Vec3::new(0.0, 0.0, 0.0).along(x, self.right).along(y, self.up)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: Vec3 = Vec3::new(1.0, 0.75, 0.4);
    const SIZE: (f64, f64) = (900.0, 600.0);

    fn cameras() -> impl Iterator<Item = Camera> {
        (0..60).map(|k| {
            let k = f64::from(k);
            Camera { shift: Vec2::new(0.1, -0.2), zoom: 1.5, ..Camera::default() }
                .turned(0.7 * k, 0.31 * k - 9.0 * libm::floor(k / 9.0) * 0.31)
        })
    }

    #[test]
    fn the_axes_of_the_picture_are_orthonormal() {
        for camera in cameras() {
            let Projection { right, up, eye, .. } = Projection::of(&camera, HALF, SIZE);
            let products = [right.dot(right), up.dot(up), eye.dot(eye), right.dot(up), up.dot(eye), eye.dot(right)];
            for (got, wanted) in products.into_iter().zip([1.0, 1.0, 1.0, 0.0, 0.0, 0.0]) {
                assert!((got - wanted).abs() < 1e-15 * 4.0, "{camera:?}: {products:?}");
            }
        }
    }

    #[test]
    fn pixels_are_projected_back_along_the_ray() {
        let at = Vec3::new(0.3, -0.6, 0.2);
        for camera in cameras() {
            let projection = Projection::of(&camera, HALF, SIZE);
            let pixel = projection.pixel(at);
            let back = projection.facing(pixel).along(at.dot(projection.eye), projection.eye);
            assert!((back.x - at.x).abs() + (back.y - at.y).abs() + (back.z - at.z).abs() < 1e-12, "{camera:?}");
        }
    }

    #[test]
    fn the_whole_box_is_in_the_picture() {
        for camera in cameras() {
            let projection = Projection::of(&Camera { zoom: 1.0, shift: Vec2::ZERO, ..camera }, HALF, SIZE);
            for corner in 0..8 {
                let sign = |bit: i32| if corner >> bit & 1 == 1 { 1.0 } else { -1.0 };
                let pixel = projection.pixel(Vec3::new(sign(0) * HALF.x, sign(1) * HALF.y, sign(2) * HALF.z));
                assert!(
                    (0.0..=SIZE.0).contains(&pixel.x) && (0.0..=SIZE.1).contains(&pixel.y),
                    "{camera:?}: {pixel:?}"
                );
            }
        }
    }

    #[test]
    fn zooming_keeps_what_is_under_the_pointer_and_moving_takes_it_along() {
        let camera = Camera::default();
        let projection = Projection::of(&camera, HALF, SIZE);
        let pixel = Vec2::new(300.0, 200.0);
        let at = projection.facing(pixel);
        let larger = Projection::of(&camera.zoomed(&projection, pixel, 1.7), HALF, SIZE);
        assert!((larger.pixel(at) - pixel).norm() < 1e-9);
        assert!((larger.scale / projection.scale - 1.7).abs() < 1e-12);
        let moved = Projection::of(&camera.moved(&projection, Vec2::new(20.0, -9.0)), HALF, SIZE);
        assert!((moved.pixel(at) - pixel - Vec2::new(20.0, -9.0)).norm() < 1e-9);
    }
}
