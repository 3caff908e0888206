//! The findings as BCF topics for the modelling tool: 2.1, and 3.0 on request.
//!
//! One topic for each requirement that is negative or unclear in a dwelling; dwellings of one type together, since
//! one change mends them all; what is in no dwelling together. A requirement open in more than [`MANY_OWNERS`]
//! dwellings is one topic for all of them. Of more than [`MOST`] topics the most serious are written, and a last topic
//! says which were not. A topic's id follows from the project, the requirement and the dwelling, so that a later run
//! updates it and what was said of it finds its way back; what is on record stands in it as comments; see [`attest::bcf`](../../attest/bcf/index.html).

mod about;
mod comments;
mod ids;
mod markup;
mod topics;
mod view;
mod visinfo;

pub use comments::Comment;
pub use markup::author;
pub use topics::{Topic, topics};

use rayon::prelude::*;

use self::about::About;
use super::document::Report;
use super::drawings::Drawings;
use super::formats::FormatError;
use super::ids::IdsReport;
use super::package::{Part, zip};
use crate::localized;

/// Dwellings a requirement can be open in before they become one topic.
pub const MANY_OWNERS: usize = 20;
/// Most topics of a file.
pub const MOST: usize = 400;
/// Most components a viewpoint selects.
pub const MOST_COMPONENTS: usize = 1000;
/// Width of a snapshot, in pixels.
const SNAPSHOT: u32 = 1000;

/// A version of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// BCF 2.1, which most tools read.
    V2_1,
    /// BCF 3.0.
    V3_0,
}

/// The topics as the bytes of a BCF file.
///
/// # Errors
/// When the report has no drawings, or the archive cannot be put together.
pub fn render(report: &Report, drawings: &Drawings<'_>, version: Version) -> Result<Vec<u8>, FormatError> {
    archive(&topics(report, drawings), &About::report(report), Some(drawings), version)
}

/// The same for models that were held against IDS files alone: nothing is drawn, and viewpoints select what fails. BCF
/// 3.0 asks every viewpoint for a camera, and has none here.
///
/// # Errors
/// When the archive cannot be put together.
pub fn render_ids(report: &IdsReport, version: Version) -> Result<Vec<u8>, FormatError> {
    let mut topics = ids::topics(report, "", None);
    topics.truncate(MOST);
    archive(&topics, &About::ids(report), None, version)
}

fn archive(
    topics: &[Topic],
    about: &About<'_>,
    drawings: Option<&Drawings<'_>>,
    version: Version,
) -> Result<Vec<u8>, FormatError> {
    let mut parts: Vec<Part> = vec![
        ("bcf.version".to_owned(), markup::version(version).into_bytes()),
        ("project.bcfp".to_owned(), markup::project(about, version).into_bytes()),
        match version {
            Version::V2_1 => ("extensions.xsd".to_owned(), markup::extensions_schema(topics).into_bytes()),
            Version::V3_0 => ("extensions.xml".to_owned(), markup::extensions(topics).into_bytes()),
        },
    ];
    let folders: Vec<Vec<Part>> =
        topics.par_iter().map(|topic| folder(topic, about, drawings, version)).collect();
    parts.extend(folders.into_iter().flatten());
    zip(&parts).map_err(|cause| {
        FormatError::new(localized!("BCF kan ikke lages: {cause}", "cannot make BCF: {cause}"), None)
    })
}

fn folder(topic: &Topic, about: &About<'_>, drawings: Option<&Drawings<'_>>, version: Version) -> Vec<Part> {
    let snapshot = drawings.and_then(|d| view::snapshot(topic, d, SNAPSHOT));
    let camera = drawings.and_then(|d| view::camera(topic, d));
    let named = |name: &str| format!("{}/{name}", topic.guid);
    // BCF 2.1 has viewpoints without a camera: a selection alone.
    let selects = version == Version::V2_1 && !topic.affected_guids.is_empty();
    let written = markup::Written { viewpoint: camera.is_some() || selects, snapshot: snapshot.is_some() };
    let mut parts: Vec<Part> =
        vec![(named("markup.bcf"), markup::markup(topic, about, written, version).into_bytes())];
    if written.viewpoint {
        let text = visinfo::visualization(topic, camera.as_ref(), version);
        parts.push((named("viewpoint.bcfv"), text.into_bytes()));
    }
    if let Some(png) = snapshot {
        parts.push((named("snapshot.png"), png));
    }
    parts
}
