//! A drawing as a picture (PNG), made without a display and with the fonts of this program alone.

use std::sync::{Arc, OnceLock};

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// Inter, cut down to what the outputs use: regular, bold, italic. SIL Open Font License 1.1.
pub(crate) const FONTS: [&[u8]; 3] = [
    include_bytes!("fonts/Inter-Regular.otf"),
    include_bytes!("fonts/Inter-Bold.otf"),
    include_bytes!("fonts/Inter-Italic.otf"),
];
/// Widest and highest a picture is, in pixels.
const LARGEST: f32 = 1500.0;
/// How hard pictures are compressed, of 9: beyond it they get a little smaller and take twice as long.
const DEFLATE: u8 = 3;

fn fonts() -> Arc<fontdb::Database> {
    static LOADED: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    Arc::clone(LOADED.get_or_init(|| {
        let mut fonts = fontdb::Database::new();
        for font in FONTS {
            fonts.load_font_data(font.to_vec());
        }
        for set in [
            fontdb::Database::set_sans_serif_family,
            fontdb::Database::set_serif_family,
            fontdb::Database::set_monospace_family,
        ] {
            set(&mut fonts, "Inter".to_owned());
        }
        Arc::new(fonts)
    }))
}

/// The picture of a drawing, on white, as wide as asked for and nowhere more than 1500 pixels; none when the drawing
/// cannot be read or has no size.
pub(crate) fn png(svg: &str, width: u32) -> Option<Vec<u8>> {
    let options = Options { fontdb: fonts(), font_family: "Inter".to_owned(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).ok()?;
    let size = tree.size();
    let scale = (width as f32 / size.width()).min(LARGEST / size.width()).min(LARGEST / size.height());
    let (w, h) = ((size.width() * scale).round(), (size.height() * scale).round());
    if !(w >= 1.0 && h >= 1.0 && w <= LARGEST && h <= LARGEST) {
        return None;
    }
    let mut picture = Pixmap::new(w as u32, h as u32)?;
    picture.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    encoded(&picture)
}

/// The picture as PNG. Drawings are few colours in large areas: they become smallest without prediction, and soonest.
fn encoded(picture: &Pixmap) -> Option<Vec<u8>> {
    let opaque: Vec<u8> = picture.pixels().iter().flat_map(|p| [p.red(), p.green(), p.blue()]).collect();
    let mut out = Vec::new();
    PngEncoder::new_with_quality(&mut out, CompressionType::Level(DEFLATE), FilterType::NoFilter)
        .write_image(&opaque, picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 40\" width=\"100mm\" height=\"40mm\">{inside}</svg>"
        )
    }

    #[test]
    fn text_is_drawn_with_the_program_s_own_font() {
        let empty = png(&svg(""), 400).unwrap();
        let text = "<text x=\"5\" y=\"20\" font-family=\"Segoe UI, sans-serif\" font-size=\"10\">Å ø æ č 2 × 3 m² – ≥</text>";
        let drawn = png(&svg(text), 400).unwrap();
        assert!(drawn.len() > empty.len() + 500, "{} against {}", drawn.len(), empty.len());
        assert_eq!(drawn, png(&svg(text), 400).unwrap(), "the same drawing gives the same bytes");
    }

    #[test]
    fn a_drawing_that_cannot_be_read_gives_no_picture() {
        assert_eq!(png("<svg", 400), None);
        assert_eq!(png("", 400), None);
        let long = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1000000\"/>";
        assert_eq!(png(long, 400), None);
    }
}
