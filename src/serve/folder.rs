//! The folder of projects: which projects there are, which visits they have, and nothing else.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml::Spanned;

use crate::inspection::{self, is_beside};
use crate::project::{self, Project};
use crate::source::Sources;
use crate::visits::disk;

/// The key of the project that is the folder itself.
const OWN: &str = "-";
/// Most projects and visits that are listed.
const MOST: usize = 500;
/// Largest project file looked into for what it names.
const LARGEST_PROJECT_FILE: u64 = 1 << 20;

/// A project in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectFolder {
    /// What it is called in addresses: a name in the folder, or `-` for the folder itself.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Where its files lie.
    pub folder: PathBuf,
    /// Its `befaring.toml`, where it has one.
    pub file: Option<PathBuf>,
    /// Its description and building models; empty where a project file names them.
    pub inputs: Vec<PathBuf>,
    /// Where its visits lie.
    pub visits: PathBuf,
}

/// The folder.
#[derive(Debug, Clone)]
pub(super) struct Root {
    path: PathBuf,
}

impl Root {
    /// The folder of a path.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let path = path.canonicalize()?;
        if !path.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        Ok(Self { path })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The projects by name. Links and hidden folders are left alone.
    pub(super) fn projects(&self) -> io::Result<Vec<ProjectFolder>> {
        let mut all = self.own()?;
        for (name, path) in children(&self.path, true)? {
            if !visit_file(&path) {
                all.extend(of_folder(&name, &path)?);
            }
        }
        all.sort_by_key(|p| (p.key != OWN, p.name.to_lowercase()));
        all.truncate(MOST);
        Ok(all)
    }

    /// The folder itself as a project; or, where several descriptions lie in it and nothing says that they belong
    /// together, each of its files.
    fn own(&self) -> io::Result<Vec<ProjectFolder>> {
        let Some(whole) = of_folder(OWN, &self.path)? else { return Ok(Vec::new()) };
        if whole.file.is_some() || described(&whole.inputs) < 2 {
            let name = self.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            return Ok(vec![ProjectFolder { name, ..whole }]);
        }
        let alone = whole.inputs.into_iter().filter_map(|input| {
            let key = input.file_name()?.to_str()?.to_owned();
            let stem = input.file_stem()?.to_str()?.to_owned();
            let visits = self.path.join(format!("{stem}-besok"));
            let folder = self.path.clone();
            Some(ProjectFolder { name: key.clone(), key, folder, file: None, inputs: vec![input], visits })
        });
        Ok(alone.collect())
    }

    /// The project of a key.
    pub(super) fn project(&self, key: &str) -> Option<ProjectFolder> {
        if key != OWN && !is_name(key) {
            return None;
        }
        self.projects().ok()?.into_iter().find(|p| p.key == key)
    }

    /// Names of the visits of a project, the newest name first.
    pub(super) fn visits(&self, project: &ProjectFolder) -> Vec<String> {
        let found = children(&project.visits, true).unwrap_or_default();
        let mut names: Vec<String> =
            found.into_iter().filter(|(_, path)| visit_file(path)).map(|(name, _)| name).collect();
        names.sort_by(|a, b| b.cmp(a));
        names.truncate(MOST);
        names
    }

    /// The folder of a visit.
    pub(super) fn visit(&self, project: &ProjectFolder, name: &str) -> Option<PathBuf> {
        let path = project.visits.join(name);
        let plain = path.symlink_metadata().is_ok_and(|m| m.is_dir());
        (is_name(name) && plain && visit_file(&path) && disk::is_inside(&self.path, &path)).then_some(path)
    }

    /// What a project names that lies outside the folder, links followed: it is not read.
    pub(super) fn strays(&self, project: &ProjectFolder) -> Vec<String> {
        let mut named: Vec<PathBuf> = project.inputs.clone();
        if let Some(file) = &project.file {
            named.push(file.clone());
            if disk::is_inside(&self.path, file) {
                named.extend(self.named_in(file));
            }
            named.push(project.folder.join(project::FRAVIK_FILE));
            named.push(project.folder.join(project::FRAVIK_FOLDER));
        }
        let beside: Vec<PathBuf> =
            named.iter().filter(|p| is_input(p)).map(|p| p.with_extension("attest.toml")).collect();
        named.extend(beside);
        let out = named.iter().filter(|p| leads_out(&self.path, p));
        out.filter_map(|p| p.file_name()).map(|n| n.to_string_lossy().into_owned()).collect()
    }

    /// Every path a project file names.
    fn named_in(&self, file: &Path) -> Vec<PathBuf> {
        let Ok(bytes) = disk::read(&self.path, file, LARGEST_PROJECT_FILE) else { return Vec::new() };
        let mut sources = Sources::new();
        let id = sources.add(file, String::from_utf8_lossy(&bytes).into_owned());
        let Ok(project) = Project::read(&sources, id) else { return Vec::new() };
        let folder = file.parent().unwrap_or(&self.path);
        let lists = [&project.inputs, &project.spec, &project.fravik_files, &project.ids];
        let named = lists.into_iter().flat_map(|l| l.0.iter()).chain(&project.baseline);
        named.map(|path: &Spanned<String>| folder.join(path.get_ref())).collect()
    }
}

/// Whether a path, as far as it exists, leads out of a folder. A folder leads out when anything in it does.
fn leads_out(root: &Path, path: &Path) -> bool {
    if !path.exists() {
        // Nothing to read; a way up is refused all the same, for what may lie there later.
        return path.components().any(|c| c == std::path::Component::ParentDir)
            || path.is_absolute() && !path.starts_with(root);
    }
    if !disk::is_inside(root, path) {
        return true;
    }
    let Ok(entries) = fs::read_dir(path) else { return false };
    entries.flatten().any(|e| {
        let path = e.path();
        // A linked folder may hold anything, itself too.
        let linked_folder = e.file_type().is_ok_and(|t| t.is_symlink()) && path.is_dir();
        linked_folder || leads_out(root, &path)
    })
}

/// A project of what lies in a folder: its project file, or the description and building models in it.
fn of_folder(key: &str, path: &Path) -> io::Result<Option<ProjectFolder>> {
    let file = Some(path.join(project::FILE_NAME)).filter(|f| is_plain(f));
    let inputs = match &file {
        Some(_) => Vec::new(),
        None => children(path, false)?.into_iter().map(|(_, p)| p).filter(|p| is_input(p)).collect(),
    };
    if file.is_none() && inputs.is_empty() {
        return Ok(None);
    }
    Ok(Some(ProjectFolder {
        key: key.to_owned(),
        name: key.to_owned(),
        folder: path.to_path_buf(),
        file,
        inputs,
        visits: path.to_path_buf(),
    }))
}

/// Folders or files in a folder, by name, without hidden ones and links.
fn children(folder: &Path, folders: bool) -> io::Result<Vec<(String, PathBuf)>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if is_name(&name) && if folders { kind.is_dir() } else { kind.is_file() } {
            all.push((name, entry.path()));
        }
    }
    all.sort();
    Ok(all)
}

fn is_plain(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|m| m.is_file())
}

fn visit_file(folder: &Path) -> bool {
    is_plain(&folder.join(inspection::FILE))
}

/// Whether a file is a description or a building model, by its ending.
pub(super) fn is_input(path: &Path) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    matches!(ending.as_str(), "bolig" | "ifc" | "ifczip")
}

fn described(inputs: &[PathBuf]) -> usize {
    inputs.iter().filter(|p| p.extension().is_some_and(|e| e.eq_ignore_ascii_case("bolig"))).count()
}

/// Whether a text is the name of something in a folder, and nothing more on any system.
pub(super) fn is_name(name: &str) -> bool {
    is_beside(name) && !name.contains('/') && !name.starts_with('.') && name != OWN
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(files: &[&str]) -> (tempfile::TempDir, Root) {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let root = Root::open(folder.path()).unwrap();
        (folder, root)
    }

    fn keys(root: &Root) -> Vec<String> {
        root.projects().unwrap().into_iter().map(|p| p.key).collect()
    }

    #[test]
    fn folders_with_a_description_are_projects_and_their_folders_with_a_visit_are_visits() {
        let (_folder, root) = root(&[
            "b/p.bolig",
            "b/besok-1/befaring.visit.toml",
            "a/befaring.toml",
            "tom/x.txt",
            ".skjult/p.bolig",
        ]);
        assert_eq!(keys(&root), ["a", "b"]);
        let b = root.project("b").unwrap();
        assert_eq!(root.visits(&b), ["besok-1"]);
        assert!(root.visit(&b, "besok-1").is_some());
        for name in ["besok-2", "..", ".", "", "../b/besok-1", "besok-1/../besok-1", "/etc"] {
            assert!(root.visit(&b, name).is_none(), "{name}");
        }
        for key in ["..", ".", "", "b/..", "tom", "../b", ".skjult"] {
            assert!(root.project(key).is_none(), "{key}");
        }
    }

    #[test]
    fn several_descriptions_side_by_side_are_projects_of_their_own_unless_a_file_joins_them() {
        let (_folder, alone) = root(&["a.bolig", "b.bolig"]);
        assert_eq!(keys(&alone), ["a.bolig", "b.bolig"]);
        let (_folder, one) = root(&["a.bolig", "ark.ifc", "besok/befaring.visit.toml"]);
        assert_eq!(keys(&one), ["-"]);
        assert_eq!(one.visits(&one.project("-").unwrap()), ["besok"]);
        let (_folder, joined) = root(&["a.bolig", "b.bolig", "befaring.toml"]);
        assert_eq!(keys(&joined), ["-"]);
    }

    #[test]
    fn what_a_project_file_names_outside_the_folder_is_told() {
        let (_folder, root) = root(&["p/a.bolig"]);
        let write = |text: &str| fs::write(root.path().join("p/befaring.toml"), text).unwrap();
        let strays = || root.strays(&root.project("p").unwrap());
        write("inputs = [\"a.bolig\"]\nspec = \"../krav\"");
        assert_eq!(strays(), ["krav"]);
        write("inputs = [\"a.bolig\"]\nbaseline = \"/etc/hostname\"");
        assert_eq!(strays(), ["hostname"]);
        write("inputs = [\"a.bolig\"]\nfravik_files = \"../p/mer.toml\"");
        assert_eq!(strays(), ["mer.toml"]);
        write("inputs = [\"a.bolig\"]");
        assert!(strays().is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_no_projects_and_no_visits() {
        let (_folder, root) = root(&["p/a.bolig", "p/b/befaring.visit.toml"]);
        let link = |to: &str, at: &str| {
            std::os::unix::fs::symlink(root.path().join(to), root.path().join(at)).unwrap();
        };
        link("p", "q");
        link("p/b", "p/c");
        assert_eq!(keys(&root), ["p"]);
        let p = root.project("p").unwrap();
        assert_eq!(root.visits(&p), ["b"]);
        assert!(root.visit(&p, "c").is_none());
        std::os::unix::fs::symlink("/etc/hostname", root.path().join("p/a.attest.toml")).unwrap();
        assert_eq!(root.strays(&p), ["a.attest.toml"]);
    }
}
