//! What stands around the body of every page the program writes: head, style, and a policy that lets nothing else in.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use crate::text::Lang;

/// A page but for its body. It fetches nothing: its style and script stand in it, named in its policy by their hash.
pub(crate) struct Shell<'a> {
    pub(crate) lang: Lang,
    pub(crate) title: &'a str,
    pub(crate) style: &'a str,
    /// Run at the end of the body; without one, nothing runs.
    pub(crate) script: Option<&'a str>,
    /// Whether pictures stand in the page, as `data:`.
    pub(crate) pictures: bool,
}

impl<'a> Shell<'a> {
    /// A page on which nothing runs and no picture stands.
    pub(crate) fn plain(lang: Lang, title: &'a str, style: &'a str) -> Self {
        Self { lang, title, style, script: None, pictures: false }
    }

    /// The page as text. `body` is what stands inside its `<body>`.
    pub(crate) fn around(&self, body: &Markup) -> String {
        let program = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
        html! {
            (DOCTYPE)
            html lang=(self.lang.tag()) {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(self.policy());
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="generator" content=(program);
                    title { (self.title) }
                    style { (PreEscaped(self.style)) }
                }
                body {
                    (body)
                    @if let Some(script) = self.script { script { (PreEscaped(script)) } }
                }
            }
        }
        .into_string()
    }

    fn policy(&self) -> String {
        let script = self.script.map_or_else(String::new, |s| format!(" script-src '{}';", hash(s)));
        let pictures = if self.pictures { " img-src data:;" } else { "" };
        let style = hash(self.style);
        format!(
            "default-src 'none'; style-src '{style}';{script}{pictures} base-uri 'none'; form-action 'none'"
        )
    }
}

/// A style with the dark colours of plans behind it.
pub(crate) fn with_plans(style: &str) -> String {
    format!("{style}@media screen and (prefers-color-scheme: dark) {{\n{}\n}}\n", crate::plan::DARK_STYLE)
}

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}
