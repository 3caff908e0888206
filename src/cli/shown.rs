//! What a file is called in what is written: reports go to others, and are the same wherever they are made.

use std::path::{Component, Path, PathBuf};

/// The name of a file or folder: as seen from the current folder where it lies in it, so that build servers find it, else
/// without the folders it lies in, which tell of the machine and of nothing else.
pub(super) fn name(path: &Path) -> String {
    together(std::slice::from_ref(&path.to_path_buf())).pop().unwrap_or_default()
}

/// The names of several files. Those of the same name outside the current folder keep as many folders as tell them
/// apart.
pub(super) fn together(paths: &[PathBuf]) -> Vec<String> {
    let here = std::env::current_dir().ok().filter(|h| h.parent().is_some());
    named(paths, here.as_deref())
}

fn named(paths: &[PathBuf], here: Option<&Path>) -> Vec<String> {
    let own: Vec<PathBuf> = paths.iter().map(|p| straight(p, here)).collect();
    let tail = |path: &Path, parts: usize| -> PathBuf {
        let all: Vec<Component<'_>> =
            path.components().filter(|c| matches!(c, Component::Normal(_))).collect();
        all[all.len().saturating_sub(parts)..].iter().collect()
    };
    let shown = |path: &PathBuf| -> PathBuf {
        if let Some(inside) = here.and_then(|h| path.strip_prefix(h).ok()) {
            return inside.to_path_buf();
        }
        let deepest = path.components().count();
        let alone = |parts: usize| own.iter().all(|o| o == path || tail(o, parts) != tail(path, parts));
        tail(path, (1..deepest).find(|n| alone(*n)).unwrap_or(1))
    };
    own.iter().map(|path| shown(path).to_string_lossy().replace('\\', "/")).collect()
}

/// The path from the root, without «.» and «..».
fn straight(path: &Path, here: Option<&Path>) -> PathBuf {
    let whole = here.map_or_else(|| path.to_path_buf(), |h| h.join(path));
    let mut out = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(paths: &[&str]) -> Vec<String> {
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        named(&paths, Some(Path::new("/hjem/ola/prosjekt")))
    }

    #[test]
    fn what_lies_here_is_named_from_here() {
        assert_eq!(of(&["tegninger/a.ifc"]), ["tegninger/a.ifc"]);
        assert_eq!(of(&["./b/../a.bolig"]), ["a.bolig"]);
        assert_eq!(of(&["/hjem/ola/prosjekt/b/a.ifc"]), ["b/a.ifc"]);
    }

    #[test]
    fn what_lies_elsewhere_does_not_tell_where() {
        assert_eq!(of(&["/tmp/hemmelig/a.bolig"]), ["a.bolig"]);
        assert_eq!(of(&["../nabo/a.bolig"]), ["a.bolig"]);
        assert_eq!(of(&["/hjem/ola/prosjekt2/a.bolig"]), ["a.bolig"]);
    }

    #[test]
    fn files_of_the_same_name_are_told_apart() {
        let all = of(&["/x/ark/modell.ifc", "/x/riv/modell.ifc", "/x/riv/a.bolig"]);
        assert_eq!(all, ["ark/modell.ifc", "riv/modell.ifc", "a.bolig"]);
    }
}
