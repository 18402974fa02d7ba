//! EXIF: tables of entries, which point to one another within a block.

const GPS: u16 = 0x8825;
const EXIF: u16 = 0x8769;
const SUBTABLES: u16 = 0x014a;
/// Artist, XMP, IPTC, Photoshop's, XPAuthor, MakerNote, the owner, numbers of body and lens, photographer, editor, number in a DNG.
const TRAITS: [u16; 12] =
    [0x013b, 0x02bc, 0x83bb, 0x8649, 0x9c9d, 0x927c, 0xa430, 0xa431, 0xa435, 0xa437, 0xa438, 0xc62f];
/// Of the tags of GPS those that do not say where: version, time, date.
const NO_PLACE: [u16; 3] = [0, 7, 29];
/// More tables than this has nothing that a camera wrote.
const MOST_TABLES: usize = 32;
const MOST_SUBTABLES: usize = 16;
const ENTRY: usize = 12;

/// Takes out of a block of EXIF what it hides, where it stands; whether that was a place, or nothing when there was none of it. What cannot
/// be read is overwritten as a whole: others may read it.
pub(super) fn clean(block: &mut [u8]) -> Option<bool> {
    if block.iter().all(|byte| *byte == 0) {
        return None;
    }
    let mut tables = Tables { block, little: false, seen: Vec::new(), found: None };
    if tables.walk().is_none() {
        tables.block.fill(0);
        tables.find(false);
    }
    tables.found
}

struct Tables<'a> {
    block: &'a mut [u8],
    little: bool,
    seen: Vec<usize>,
    found: Option<bool>,
}

impl Tables<'_> {
    fn find(&mut self, place: bool) {
        self.found = Some(place || self.found == Some(true));
    }

    fn short(&self, at: usize) -> Option<u16> {
        let bytes = self.block.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn long(&self, at: usize) -> Option<u32> {
        let bytes = self.block.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn write(&mut self, at: usize, bytes: &[u8]) -> Option<()> {
        self.block.get_mut(at..at.checked_add(bytes.len())?)?.copy_from_slice(bytes);
        Some(())
    }

    /// Overwrites what of a range lies in the block.
    fn blank(&mut self, from: usize, to: usize) {
        let length = self.block.len();
        let from = from.min(length);
        self.block[from..to.clamp(from, length)].fill(0);
    }

    /// All tables; nothing when they cannot be read.
    fn walk(&mut self) -> Option<()> {
        self.little = match self.block.get(..4)? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        let mut next = self.long(4)? as usize;
        while next != 0 {
            next = self.table(next)?;
        }
        Some(())
    }

    /// A table and those below it; where the next one is, or zero.
    fn table(&mut self, at: usize) -> Option<usize> {
        if self.seen.contains(&at) {
            return Some(0);
        }
        if self.seen.len() >= MOST_TABLES {
            return None;
        }
        self.seen.push(at);
        let count = usize::from(self.short(at)?);
        let first = at + 2;
        let end = first + ENTRY * count;
        if end > self.block.len() {
            return None;
        }
        // Some leave it away where there is no next one.
        let next = self.long(end);
        let mut kept = 0;
        for entry in (0..count).map(|index| first + ENTRY * index) {
            let tag = self.short(entry)?;
            match tag {
                GPS => self.place(entry)?,
                _ if TRAITS.contains(&tag) => {
                    self.find(false);
                    self.blank_value(entry);
                }
                _ => {
                    if matches!(tag, EXIF | SUBTABLES) {
                        for table in self.pointers(entry)? {
                            self.table(table)?;
                        }
                    }
                    self.block.copy_within(entry..entry + ENTRY, first + ENTRY * kept);
                    kept += 1;
                }
            }
        }
        if kept < count {
            let count = kept as u16;
            self.write(at, &if self.little { count.to_le_bytes() } else { count.to_be_bytes() })?;
            let rest = first + ENTRY * kept;
            self.blank(rest, if next.is_some() { end + 4 } else { end });
            let next = next.unwrap_or_default();
            self.write(rest, &if self.little { next.to_le_bytes() } else { next.to_be_bytes() })?;
        }
        Some(next.unwrap_or_default() as usize)
    }

    /// Overwrites the table of places to which an entry points.
    fn place(&mut self, entry: usize) -> Option<()> {
        let at = self.long(entry + 8)? as usize;
        let first = at.checked_add(2)?;
        let end = first.checked_add(ENTRY * usize::from(self.short(at)?))?;
        if end > self.block.len() {
            return None;
        }
        for entry in (first..end).step_by(ENTRY) {
            let says = !NO_PLACE.contains(&self.short(entry)?);
            self.find(says);
            self.blank_value(entry);
        }
        self.find(false);
        self.blank(at, end + 4);
        Some(())
    }

    /// Where the tables are to which an entry points.
    fn pointers(&self, entry: usize) -> Option<Vec<usize>> {
        let (count, value) = (self.long(entry + 4)? as usize, self.long(entry + 8)? as usize);
        if count <= 1 {
            return Some(vec![value]);
        }
        let places = (0..count.min(MOST_SUBTABLES)).map(|index| value.checked_add(4 * index));
        places.map(|at| self.long(at?).map(|table| table as usize)).collect()
    }

    /// Overwrites the value of an entry that lies elsewhere in the block.
    fn blank_value(&mut self, entry: usize) {
        let (Some(kind), Some(count), Some(at)) = (self.short(entry + 2), self.long(entry + 4), self.long(entry + 8))
        else {
            return;
        };
        let size = match kind {
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => 1,
        };
        let bytes = (count as usize).saturating_mul(size);
        if bytes > 4 {
            self.blank(at as usize, (at as usize).saturating_add(bytes));
        }
    }
}
