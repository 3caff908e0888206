//! What a file of topics says of the project it is about.

use crate::date::Date;
use crate::report::document::Report;
use crate::report::ids::IdsReport;
use crate::text::Lang;

/// The project and its models.
pub(super) struct About<'a> {
    /// Name of the project; may be empty.
    pub(super) project: &'a str,
    /// GlobalId of the project in its building model.
    pub(super) ifc_project: Option<&'a str>,
    /// Paths of the inputs.
    pub(super) inputs: Vec<&'a str>,
    /// The day it is about.
    pub(super) date: Option<Date>,
    /// The language of its words.
    pub(super) lang: Lang,
    /// Who made it.
    pub(super) author: String,
}

impl<'a> About<'a> {
    pub(super) fn report(report: &'a Report) -> Self {
        Self {
            project: &report.project,
            ifc_project: report.ifc_project.as_deref(),
            inputs: report.inputs.iter().map(|i| i.path.as_str()).collect(),
            date: report.settings.date,
            lang: report.lang,
            author: super::author(report),
        }
    }

    /// Of models that were held against IDS files alone.
    pub(super) fn ids(ids: &'a IdsReport) -> Self {
        let mut inputs: Vec<&str> = ids.checks.iter().map(|c| c.model.path.as_str()).collect();
        inputs.dedup();
        Self {
            project: "",
            ifc_project: None,
            inputs,
            date: None,
            lang: ids.language,
            author: ids.program.clone(),
        }
    }
}
