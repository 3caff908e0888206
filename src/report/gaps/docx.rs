//! The gaps as a Word document (ECMA-376 WordprocessingML): headings, one table for each party, page numbers.
//!
//! The smallest valid package is written by hand: styles of its own, header rows that repeat, nothing that runs.

use std::fmt::Write as _;

use super::{Batch, Gaps, Item, gaps};
use crate::report::document::Report;
use crate::report::package::{Part, escaped, zip};
use crate::text::Lang;

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// Widths of the columns, in twentieths of a point: A4 lying with 2 cm of margin.
const WIDTHS: [u32; 4] = [3600, 2500, 3500, 4970];

/// The document as the bytes of a file.
///
/// # Errors
/// Never: writing to memory does not fail.
pub fn render(report: &Report) -> Result<Vec<u8>, zip::result::ZipError> {
    let gaps = gaps(report);
    let part = |name: &str, text: String| -> Part { (name.to_owned(), text.into_bytes()) };
    zip(&[
        part("[Content_Types].xml", content_types()),
        part(
            "_rels/.rels",
            relations(&[
                ("rId1", "officeDocument", "word/document.xml"),
                ("rId2", "metadata/core-properties", "docProps/core.xml"),
            ]),
        ),
        part("docProps/core.xml", core(report, &gaps.title)),
        part(
            "word/_rels/document.xml.rels",
            relations(&[
                ("rId1", "styles", "styles.xml"),
                ("rId2", "footer", "footer1.xml"),
                ("rId3", "settings", "settings.xml"),
            ]),
        ),
        part(
            "word/settings.xml",
            format!(
                "{DECLARATION}<w:settings xmlns:w=\"{MAIN}\"><w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>"
            ),
        ),
        part("word/styles.xml", styles(report.lang)),
        part("word/footer1.xml", footer(report)),
        part("word/document.xml", document(&gaps)),
    ])
}

fn content_types() -> String {
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let mut out = format!(
        "{DECLARATION}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    );
    for (part, kind) in [
        ("word/document.xml", "document.main"),
        ("word/styles.xml", "styles"),
        ("word/footer1.xml", "footer"),
        ("word/settings.xml", "settings"),
    ] {
        let _ = write!(out, "<Override PartName=\"/{part}\" ContentType=\"{word}.{kind}+xml\"/>");
    }
    out.push_str("<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>");
    out
}

fn relations(all: &[(&str, &str, &str)]) -> String {
    let mut out = format!("{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for (id, kind, target) in all {
        let base = if kind.starts_with("metadata") {
            format!("{PACKAGE}/relationships")
        } else {
            RELATIONS.to_owned()
        };
        let _ = write!(out, "<Relationship Id=\"{id}\" Type=\"{base}/{kind}\" Target=\"{target}\"/>");
    }
    out.push_str("</Relationships>");
    out
}

fn core(report: &Report, title: &str) -> String {
    let (title, program) = (escaped(title), escaped(&report.program.name));
    let lang = report.lang.tag();
    format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{title}</dc:title><dc:creator>{program} {}</dc:creator><dc:language>{lang}</dc:language></cp:coreProperties>",
        escaped(&report.program.version)
    )
}

fn styles(lang: Lang) -> String {
    let tag = match lang {
        Lang::Nb => "nb-NO",
        Lang::En => "en-GB",
    };
    let mut out = format!(
        "{DECLARATION}<w:styles xmlns:w=\"{MAIN}\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Calibri\" w:eastAsia=\"Calibri\"/><w:sz w:val=\"20\"/><w:lang w:val=\"{tag}\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"80\" w:line=\"259\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>"
    );
    let mut style = |id: &str, name: &str, paragraph: &str, run: &str| {
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        );
    };
    style("Title", "Title", "<w:spacing w:after=\"160\"/>", "<w:b/><w:sz w:val=\"40\"/>");
    style(
        "Heading1",
        "heading 1",
        "<w:keepNext/><w:spacing w:before=\"320\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>",
        "<w:b/><w:color w:val=\"1F2A44\"/><w:sz w:val=\"28\"/>",
    );
    style(
        "Heading2",
        "heading 2",
        "<w:keepNext/><w:spacing w:before=\"200\" w:after=\"80\"/><w:outlineLvl w:val=\"1\"/>",
        "<w:b/><w:color w:val=\"1F2A44\"/><w:sz w:val=\"22\"/>",
    );
    style("Small", "Small", "<w:spacing w:after=\"40\"/>", "<w:color w:val=\"55595E\"/><w:sz w:val=\"17\"/>");
    style("Cell", "Cell", "<w:spacing w:after=\"40\"/>", "<w:sz w:val=\"18\"/>");
    out.push_str(
        "<w:style w:type=\"table\" w:styleId=\"Grid\"><w:name w:val=\"Table Grid\"/><w:tblPr><w:tblBorders>",
    );
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        let _ = write!(out, "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"B8BDC4\"/>");
    }
    out.push_str("</w:tblBorders><w:tblCellMar><w:top w:w=\"50\" w:type=\"dxa\"/><w:left w:w=\"90\" w:type=\"dxa\"/><w:bottom w:w=\"30\" w:type=\"dxa\"/><w:right w:w=\"90\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style></w:styles>");
    out
}

fn footer(report: &Report) -> String {
    let (page, of) = match report.lang {
        Lang::Nb => ("Side", "av"),
        Lang::En => ("Page", "of"),
    };
    let field = |name: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {name} </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    format!(
        "{DECLARATION}<w:ftr xmlns:w=\"{MAIN}\"><w:p><w:pPr><w:pStyle w:val=\"Small\"/></w:pPr>{} {}{}{}</w:p></w:ftr>",
        run(&format!("{} · {page} ", report.title), ""),
        field("PAGE"),
        run(&format!(" {of} "), ""),
        field("NUMPAGES")
    )
}

/// A piece of text; its line breaks are line breaks.
fn run(text: &str, properties: &str) -> String {
    let properties =
        if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    let lines: Vec<String> =
        text.split('\n').map(|l| format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(l))).collect();
    format!("<w:r>{properties}{}</w:r>", lines.join("<w:br/>"))
}

fn paragraph(style: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>")
}

fn document(gaps: &Gaps) -> String {
    let mut out = format!("{DECLARATION}<w:document xmlns:w=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><w:body>");
    out.push_str(&paragraph("Title", &run(&gaps.title, "")));
    for text in &gaps.introduction {
        out.push_str(&paragraph("Normal", &run(text, "")));
    }
    for group in &gaps.groups {
        let heading = format!("{} ({})", group.heading, group.count);
        out.push_str(&paragraph("Heading1", &run(&heading, "")));
        for batch in &group.batches {
            let heading = batch.heading.iter().map(|h| paragraph("Heading2", &run(h, "")));
            heading.for_each(|h| out.push_str(&h));
            table(&mut out, gaps, batch);
        }
    }
    out.push_str(&paragraph("Heading1", &run(&gaps.made_from_heading, "")));
    for line in &gaps.made_from {
        out.push_str(&paragraph("Small", &run(line, "")));
    }
    out.push_str("<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId2\"/><w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>");
    out
}

fn table(out: &mut String, gaps: &Gaps, batch: &Batch) {
    let total: u32 = WIDTHS.iter().sum();
    let _ = write!(
        out,
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\"{total}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
    );
    for width in WIDTHS {
        let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (name, width) in gaps.columns.iter().zip(WIDTHS) {
        let shade = "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"1F2A44\"/>";
        cell(out, width, shade, &paragraph("Cell", &run(name, "<w:b/><w:color w:val=\"FFFFFF\"/>")));
    }
    out.push_str("</w:tr>");
    for item in &batch.items {
        row(out, item);
    }
    out.push_str("</w:tbl>");
}

fn cell(out: &mut String, width: u32, more: &str, paragraphs: &str) {
    let _ = write!(
        out,
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{more}</w:tcPr>{paragraphs}</w:tc>"
    );
}

fn row(out: &mut String, item: &Item) {
    out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    let title = paragraph("Cell", &run(&item.title, "<w:b/>")) + &paragraph("Small", &run(&item.source, ""));
    cell(out, WIDTHS[0], "", &title);
    cell(out, WIDTHS[1], "", &paragraph("Cell", &run(&item.at, "")));
    let mut missing = paragraph("Small", &run(&item.why, ""));
    let mut ways = String::new();
    for settle in &item.settle {
        for what in &settle.what {
            missing.push_str(&paragraph("Cell", &run(what, "")));
        }
        for way in &settle.ways {
            let own = if way.literal {
                "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Consolas\"/>"
            } else {
                ""
            };
            let label = format!("{}: ", way.label);
            let text = run(&label, "<w:color w:val=\"55595E\"/>") + &run(&way.text, own);
            ways.push_str(&paragraph("Cell", &text));
        }
    }
    if ways.is_empty() {
        // A cell without a paragraph is not valid.
        ways = paragraph("Cell", "");
    }
    cell(out, WIDTHS[2], "", &missing);
    cell(out, WIDTHS[3], "", &ways);
    out.push_str("</w:tr>");
}
