//! Facts about the inspection itself. They come with the observations; without any, nothing is known of them.

use super::deriver::Deriver;
use crate::text::Localized;

/// Explains `project.points_without_photo` and `project.points_without_letter` where no inspection was read.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let project = d.base.project();
    for fact in ["project.points_without_photo", "project.points_without_letter"] {
        let why = Localized::new("ingen befaring er lest", "no inspection was read");
        d.unknown(project, fact, why, &[]);
    }
}
