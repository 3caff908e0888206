//! The gaps as Markdown (CommonMark), readable as it stands.

use std::fmt::Write as _;

use super::{Gaps, Item, gaps};
use crate::report::document::Report;

/// The text of a file.
pub fn render(report: &Report) -> String {
    let Gaps { title, introduction, groups, made_from, made_from_heading, .. } = gaps(report);
    let mut out = format!("# {}\n", plain(&title));
    for paragraph in introduction {
        let _ = write!(out, "\n{}\n", plain(&paragraph));
    }
    for group in groups {
        let _ = write!(out, "\n## {} ({})\n\n", plain(&group.heading), plain(&group.count));
        for (i, batch) in group.batches.iter().enumerate() {
            if let Some(heading) = &batch.heading {
                let blank = if i > 0 { "\n" } else { "" };
                let _ = write!(out, "{blank}### {}\n\n", plain(heading));
            }
            batch.items.iter().for_each(|item| listed(item, &mut out));
        }
    }
    let _ = write!(out, "\n## {}\n\n", plain(&made_from_heading));
    for line in made_from {
        let _ = writeln!(out, "- {}", plain(&line));
    }
    out
}

fn listed(item: &Item, out: &mut String) {
    let _ = write!(out, "- **{}**", plain(&item.title));
    if !item.at.is_empty() {
        let _ = write!(out, " – {}", plain(&item.at));
    }
    let _ = writeln!(out, "  \n  {} · {}", plain(&item.source), plain(&item.why));
    for settle in &item.settle {
        let _ = writeln!(out, "  - {}", plain(&settle.what.join("; ")));
        for way in &settle.ways {
            let text = if way.literal { code(&way.text) } else { plain(&way.text) };
            let _ = writeln!(out, "    - {}: {text}", plain(&way.label));
        }
    }
}

/// Text in which nothing is markup.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '&' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' | '\t' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

/// Text as code, between more backticks than stand in it.
pub(crate) fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let text = text.replace(['\n', '\r'], " ");
    if longest > 0 { format!("{fence} {text} {fence}") } else { format!("{fence}{text}{fence}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_name_is_markup() {
        assert_eq!(plain("<b>*x*</b>\n# y | [z](u)"), "\\<b\\>\\*x\\*\\</b\\> \\# y \\| \\[z\\](u)");
        assert_eq!(code("a `b`` c"), "``` a `b`` c ```");
        assert_eq!(code("oppbrett 12 cm"), "`oppbrett 12 cm`");
    }
}
