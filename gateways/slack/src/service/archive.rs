//! The zip: what lies where in it, unpacked one file at a time and within bounds.

use crate::model::{Fault, Limits};
use std::collections::{BTreeMap, HashMap};
use std::io::{Read, Seek};
use zip::ZipArchive;

/// An opened archive.
pub struct Archive<R> {
    zip: ZipArchive<R>,
    limits: Limits,
    /// Files beside the folders, by name.
    top: HashMap<String, usize>,
    /// Days by folder, in order.
    days: HashMap<String, BTreeMap<String, usize>>,
    /// Names that were passed over, with the reason.
    pub ignored: Vec<(String, &'static str)>,
    unpacked: u64,
}

fn whole(reason: impl ToString) -> Fault {
    Fault { file: "the archive".to_owned(), place: String::new(), reason: reason.to_string() }
}

/// A name that stays inside the archive, in parts; nothing for one that would lead out of it.
fn parts(name: &str) -> Option<Vec<&str>> {
    let odd = name.starts_with('/') || name.contains(['\\', '\0']) || name.contains(':');
    let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    (!odd && !parts.is_empty() && !parts.contains(&"..")).then_some(parts)
}

fn is_day(name: &str) -> bool {
    let Some(day) = name.strip_suffix(".json") else { return false };
    day.len() == 10 && day.parse::<jiff::civil::Date>().is_ok()
}

impl<R: Read + Seek> Archive<R> {
    /// Reads the list of an archive's files.
    ///
    /// Errors: it is no zip or not all of it, or holds more files than are accepted.
    pub fn open(reader: R, limits: Limits) -> Result<Self, Fault> {
        let mut zip = ZipArchive::new(reader).map_err(|error| {
            whole(format!("it is no zip file or not all of it is there ({error}); download it again"))
        })?;
        if zip.len() > limits.entries {
            return Err(whole(format!("it holds {} files, more than the {} accepted", zip.len(), limits.entries)));
        }
        let mut names = Vec::new();
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index).map_err(|error| whole(format!("file {index}: {error}")))?;
            // Zips packed again on a Japanese Windows name their files in CP932 and do not say so.
            let name = match text::cp932::sniff_and_decode(entry.name_raw()) {
                Ok((name, _)) => name,
                Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
            };
            if !entry.is_dir() {
                names.push((name, index));
            }
        }
        let mut archive =
            Self { zip, limits, top: HashMap::new(), days: HashMap::new(), ignored: Vec::new(), unpacked: 0 };
        archive.sort_out(names);
        Ok(archive)
    }

    fn sort_out(&mut self, names: Vec<(String, usize)>) {
        // Who packs an unpacked export again often packs its folder.
        let inside = |name: &String| match parts(name)?.as_slice() {
            ["users.json"] => Some(String::new()),
            [folder, "users.json"] => Some(format!("{folder}/")),
            _ => None,
        };
        let root = names.iter().filter_map(|(name, _)| inside(name)).min_by_key(String::len).unwrap_or_default();
        for (name, index) in names {
            let Some(found) = parts(&name) else {
                self.ignored.push((name, "names that lead out of the archive are passed over"));
                continue;
            };
            let path = found.join("/");
            let Some(path) = path.strip_prefix(&root) else {
                self.ignored.push((name, "files that are no part of an export are passed over"));
                continue;
            };
            match path.split('/').collect::<Vec<_>>().as_slice() {
                [file] if file.ends_with(".json") => drop(self.top.insert((*file).to_owned(), index)),
                [folder, file] if is_day(file) => {
                    self.days.entry((*folder).to_owned()).or_default().insert((*file).to_owned(), index);
                }
                _ => self.ignored.push((name, "files that are no part of an export are passed over")),
            }
        }
    }

    /// Unpacks a file beside the folders; nothing when there is none of that name.
    pub fn top(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        match self.top.get(name).copied() {
            Some(index) => self.read(index, name).map(Some),
            None => Ok(None),
        }
    }

    /// The folders that hold days.
    pub fn folders(&self) -> Vec<String> {
        let mut folders: Vec<String> = self.days.keys().cloned().collect();
        folders.sort();
        folders
    }

    /// The days of a folder in order, as `FOLDER/DAY.json` and where they lie.
    pub fn days(&self, folder: &str) -> Vec<(String, usize)> {
        let days = self.days.get(folder).into_iter().flatten();
        days.map(|(day, index)| (format!("{folder}/{day}"), *index)).collect()
    }

    /// Begins to count what is unpacked anew.
    pub fn rewind(&mut self) {
        self.unpacked = 0;
    }

    /// Unpacks a file and checks its sum.
    pub fn read(&mut self, index: usize, name: &str) -> Result<Vec<u8>, Fault> {
        let fault = |reason: String| Fault { file: name.to_owned(), place: String::new(), reason };
        let entry = self.zip.by_index(index).map_err(|error| fault(format!("it cannot be unpacked: {error}")))?;
        // What an entry says of its size is not to be believed, so what comes out is counted.
        let mut bytes = Vec::new();
        entry
            .take(self.limits.entry + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| fault(format!("it is damaged: {error}")))?;
        if bytes.len() as u64 > self.limits.entry {
            return Err(fault(format!(
                "it unpacks to more than the {} bytes accepted for one file",
                self.limits.entry
            )));
        }
        self.unpacked += bytes.len() as u64;
        if self.unpacked > self.limits.total {
            return Err(whole(format!("it unpacks to more than the {} bytes accepted in all", self.limits.total)));
        }
        Ok(bytes)
    }
}
