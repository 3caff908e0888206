//! The built-in catalogue validates, and says so of itself.

use befaring::catalogue::Catalogue;
use befaring::source::Sources;
use befaring::text::Lang;
use befaring::vocab::VocabularyFiles;

#[test]
fn the_built_in_catalogue_has_no_fault() {
    let mut sources = Sources::new();
    let mut faults = Vec::new();
    let catalogue = Catalogue::read(&VocabularyFiles::built_in(), &mut sources, &mut faults);
    let told: Vec<String> = faults
        .iter()
        .filter(|f| f.severity == befaring::source::Severity::Error)
        .map(|f| {
            let at = f.span().map_or(String::new(), |s| {
                let p = sources.position(s);
                format!("{}:{}:{}", sources.file(s.source).name(), p.line, p.column)
            });
            format!("{at}: {}", f.message.get(Lang::En))
        })
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert_eq!(catalogue.requirements.len(), 170);
}
