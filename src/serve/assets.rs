//! The server's own files: style, scripts, icons. Their addresses carry a fingerprint of them all, so that a device
//! may keep them for good and never mixes two editions.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;
use sha2::{Digest, Sha256};

use crate::plan::DARK_STYLE;

const STYLE: &str = include_str!("assets/style.css");
const VISIT_STYLE: &str = include_str!("assets/visit.css");
const BAR_STYLE: &str = include_str!("assets/bar.css");
const WORKER: &str = include_str!("assets/sw.js");
const ICON: &str = include_str!("assets/icon.svg");
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
/// The scripts, by name.
pub(super) const SCRIPTS: [(&str, &str); 14] = [
    ("manager.js", include_str!("assets/manager.js")),
    ("visit.js", include_str!("assets/visit.js")),
    ("changes.js", include_str!("assets/changes.js")),
    ("show.js", include_str!("assets/show.js")),
    ("writing.js", include_str!("assets/writing.js")),
    ("pictures.js", include_str!("assets/pictures.js")),
    ("copy.js", include_str!("assets/copy.js")),
    ("zip.js", include_str!("assets/zip.js")),
    ("zoom.js", include_str!("assets/zoom.js")),
    ("device.js", include_str!("assets/device.js")),
    ("view.js", include_str!("assets/view.js")),
    ("sync.js", include_str!("assets/sync.js")),
    ("plan.js", include_str!("assets/plan.js")),
    ("dialogs.js", include_str!("assets/dialogs.js")),
];
/// Sides of the icons, in pixels.
const ICONS: [u32; 3] = [180, 192, 512];

/// A file the server has itself.
pub(super) struct Asset {
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) bytes: Vec<u8>,
}

/// All of them.
pub(super) struct Assets {
    all: Vec<Asset>,
    version: String,
    worker: String,
}

impl Assets {
    pub(super) fn new() -> Self {
        let style = format!("{STYLE}\n@media screen and (prefers-color-scheme: dark) {{\n{DARK_STYLE}\n}}\n");
        let css = "text/css; charset=utf-8";
        let asset =
            |name: &str, kind, bytes: &[u8]| Asset { name: name.to_owned(), kind, bytes: bytes.to_vec() };
        let mut all = vec![
            asset("style.css", css, style.as_bytes()),
            asset("visit.css", css, VISIT_STYLE.as_bytes()),
            asset("bar.css", css, BAR_STYLE.as_bytes()),
            asset("icon.svg", "image/svg+xml", ICON.as_bytes()),
        ];
        all.extend(SCRIPTS.map(|(name, text)| asset(name, JAVASCRIPT, text.as_bytes())));
        for side in ICONS {
            all.push(asset(&format!("icon-{side}.png"), "image/png", &icon(side)));
        }
        let mut hash = Sha256::new();
        for asset in &all {
            hash.update(asset.name.as_bytes());
            hash.update(&asset.bytes);
        }
        hash.update(WORKER);
        let version: String = hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect();
        let list: Vec<String> = all.iter().map(|a| format!("\"/static/{version}/{}\"", a.name)).collect();
        let worker =
            WORKER.replace("\"VERSION\"", &format!("\"{version}\"")).replace("\"ASSETS\"", &list.join(", "));
        Self { all, version, worker }
    }

    /// The address of a file.
    pub(super) fn path(&self, name: &str) -> String {
        format!("/static/{}/{name}", self.version)
    }

    /// A file by the last part of its address. Those of an edition before are not there any longer.
    pub(super) fn find(&self, version: &str, name: &str) -> Option<&Asset> {
        self.all.iter().find(|a| version == self.version && a.name == name)
    }

    /// The script that answers for the server when there is no network.
    pub(super) fn worker(&self) -> &str {
        &self.worker
    }
}

/// The icon as a picture; nothing where it cannot be drawn.
fn icon(side: u32) -> Vec<u8> {
    let tree = usvg::Tree::from_str(ICON, &usvg::Options::default()).ok();
    let drawn = tree.zip(Pixmap::new(side, side)).and_then(|(tree, mut pixmap)| {
        let scale = side as f32 / tree.size().width();
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
        pixmap.encode_png().ok()
    });
    drawn.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn icons_are_pictures_and_the_worker_knows_every_file() {
        let assets = Assets::new();
        for side in ICONS {
            let icon = assets.find(&assets.version, &format!("icon-{side}.png")).unwrap();
            assert!(icon.bytes.starts_with(b"\x89PNG"));
        }
        assert!(assets.all.iter().all(|a| assets.worker().contains(&assets.path(&a.name))));
        assert!(!assets.worker().contains("VERSION") && !assets.worker().contains("ASSETS"));
        assert!(assets.find("another", "style.css").is_none());
    }

    #[test]
    fn nothing_is_fetched_from_anywhere_else() {
        let assets = Assets::new();
        for asset in assets.all.iter().filter(|a| !a.kind.starts_with("image/png")) {
            let text = String::from_utf8(asset.bytes.clone()).unwrap();
            let text = text.replace("http://www.w3.org/", "");
            assert!(!text.contains("http://") && !text.contains("https://"), "{}", asset.name);
        }
    }
}
