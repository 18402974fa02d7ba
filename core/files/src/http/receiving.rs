//! Bytes of a file as they come: to the disk piece by piece, and into the database what will not be lost.

use crate::http::saying;
use crate::model::{Check, FileId, FileState, FilesRefusal, Media, Places};
use crate::service::{self, Held, Uploads};
use crate::store::FileRow;
use blob::{Hasher, Part};
use bytes::BytesMut;
use kernel::{Error, Kind, Result};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};
use web::{Cx, Pieces};

/// Written at once.
const WRITE: usize = 1 << 20;
/// After so many bytes more, what has come is noted: a program that is killed loses no more.
const NOTE: u64 = 16 << 20;
/// What comes slowly is noted as often as this, and whether whoever sends it may still do so is asked.
const LOOK: Duration = Duration::from_secs(60);
/// A request takes no longer; whoever sends a file goes on with another.
const LONGEST: Duration = Duration::from_secs(3_600);

/// Takes what a request brings of a file; the file as it stands then. It goes on to its end when nobody waits for the answer any more:
/// what came before a line broke is kept.
pub(super) async fn receive(cx: Cx, id: FileId, offset: u64, pieces: Pieces) -> Result<FileRow> {
    let receiving = tokio::spawn(async move {
        let uploads = cx.part::<Uploads>();
        let mut held = uploads.hold(id).await;
        let row = cx.read(move |conn| Ok(service::brought(conn, id)?.into_inner())).await?;
        Receiving { cx, uploads, row, noting: false }.take(offset, pieces, &mut held).await
    });
    receiving.await.unwrap_or_else(|panic| Err(Error::internal(format!("a file was not received: {panic}"))))
}

/// A file once nobody is at it any more: whoever asks how far it has come has lost the line by which it came. Brings one of which every
/// byte is there to its place, if that was cut off before.
pub(super) async fn settle(cx: &Cx, id: FileId) -> Result<FileRow> {
    // Only its owner may stop whoever is at it.
    cx.read(move |conn| service::brought(conn, id).map(drop)).await?;
    let cx = cx.clone();
    let settling = tokio::spawn(async move {
        let uploads = cx.part::<Uploads>();
        let _held = uploads.hold(id).await;
        let row = cx.read(move |conn| Ok(service::brought(conn, id)?.into_inner())).await?;
        if row.state == FileState::Coming {
            uploads.check_place(&row)?;
        }
        Receiving { cx, uploads, row, noting: false }.end().await
    });
    settling.await.unwrap_or_else(|panic| Err(Error::internal(format!("a file was not settled: {panic}"))))
}

/// Whether the disk has space for what is missing of a file and of all others that come.
///
/// Errors: `disk_full`.
pub(super) async fn check_space(cx: &Cx, uploads: &Arc<Uploads>, row: &FileRow) -> Result<()> {
    if row.received == row.size {
        return Ok(());
    }
    let (uploads, row) = (uploads.clone(), row.clone());
    let bytes = cx.read(move |conn| service::expected(conn, &row)).await?;
    cx.heavy(move || uploads.check_space(bytes)).await
}

struct Receiving {
    cx: Cx,
    uploads: Arc<Uploads>,
    row: FileRow,
    /// A note has been begun, and nobody knows yet whether the database has it.
    noting: bool,
}

impl Receiving {
    async fn take(mut self, offset: u64, pieces: Pieces, held: &mut Held) -> Result<FileRow> {
        let checksum = saying::checksum(&pieces.head)?;
        if offset != self.row.received as u64 {
            return Err(FilesRefusal::WrongOffset.into());
        }
        // All of it is there: it was cut off on the way to its place, if it has not come to it.
        if self.row.sha256.is_some() {
            return self.finish().await;
        }
        // Others have been reckoned with when it was begun: files that come do not block one another.
        self.uploads.check_place(&self.row)?;
        let (uploads, missing) = (self.uploads.clone(), (self.row.size - self.row.received) as u64);
        // What needs no space is not refused for the lack of it.
        if missing > 0 {
            self.cx.heavy(move || uploads.check_space(missing)).await?;
        }
        let taken = self.take_more(offset, pieces, checksum, held).await;
        // A note that failed may have come to the database all the same: what it speaks of stays.
        if taken.is_err()
            && !self.noting
            && let Err(error) = self.give_back().await
        {
            tracing::warn!(file = %self.row.id, %error, "what came in vain of a file still lies on the disk");
        }
        match taken? {
            Some(cut) => Err(cut),
            None => self.finish().await,
        }
    }

    /// Gives the disk back what was not noted: it counts for nothing. What was noted says the database, not what is remembered here.
    async fn give_back(&self) -> Result<()> {
        let id = self.row.id;
        let mut row = self.cx.read(move |conn| Ok(service::brought(conn, id)?.into_inner())).await?;
        if row.state != FileState::Coming || row.sha256.is_some() {
            return Ok(());
        }
        row.received = row.received.max(self.row.received);
        let uploads = self.uploads.clone();
        self.cx.heavy(move || uploads.cut(&row)).await
    }

    /// Takes what a request brings; what cut it off, when it was.
    async fn take_more(
        &mut self,
        offset: u64,
        mut pieces: Pieces,
        checksum: Option<Vec<u8>>,
        held: &mut Held,
    ) -> Result<Option<Error>> {
        let (uploads, row) = (self.uploads.clone(), self.row.clone());
        let part = match self.cx.heavy(move || uploads.go_on(&row)).await {
            // The machine lost its power, and the disk what it had promised.
            Err(error) if error.kind() == Kind::NotFound => {
                self.note(0, None).await?;
                return Err(FilesRefusal::WrongOffset.into());
            }
            part => part?,
        };
        let before = part.hasher().clone();
        let (part, cut) = self.pour(part, &mut pieces, checksum.as_deref(), held).await?;
        // What cannot be checked because its end is missing counts for nothing, as what is wrong.
        let fault = match (&checksum, cut) {
            (Some(_), Some(cut)) => cut,
            (Some(expected), None) if part.1.bytes() != *expected => FilesRefusal::ChecksumMismatch.into(),
            (_, cut) => {
                self.keep(part).await?;
                return Ok(cut);
            }
        };
        self.uploads.remember(self.row.id, offset, before);
        Err(fault)
    }

    /// Pours all pieces into a part; with it the hash of what came now, and what cut it off.
    async fn pour(
        &mut self,
        part: Part,
        pieces: &mut Pieces,
        checksum: Option<&[u8]>,
        held: &mut Held,
    ) -> Result<((Part, Hasher), Option<Error>)> {
        let size = self.row.size as u64;
        let mut both = (part, Hasher::default());
        let (mut noted, mut buffer) = (both.0.at(), BytesMut::with_capacity(WRITE));
        let end = Instant::now() + LONGEST;
        let mut look = Instant::now() + LOOK;
        loop {
            let piece = tokio::select! {
                piece = pieces.next() => piece.map(Some),
                () = held.overtaken() => Err(FilesRefusal::Overtaken.into()),
                () = sleep_until(end) => Err(Error::unavailable("busy", "a request brought a file for longer than one may")),
                () = sleep_until(look) => Ok(None),
            };
            let (more, cut) = match piece {
                // It is only time to look.
                Ok(None) => (true, None),
                Ok(Some(Some(piece))) if both.0.at() + (buffer.len() + piece.len()) as u64 > size => {
                    (false, Some(FilesRefusal::LongerThanSaid.into()))
                }
                Ok(Some(Some(piece))) => {
                    buffer.extend_from_slice(&piece);
                    (true, None)
                }
                Ok(Some(None)) => (false, None),
                Err(cut) => (false, Some(cut)),
            };
            let is_late = Instant::now() >= look;
            if buffer.len() >= WRITE || ((!more || is_late) && !buffer.is_empty()) {
                let bytes = buffer.split().freeze();
                let (mut part, mut hasher) = both;
                let hashes = checksum.is_some();
                let poured = self.cx.heavy(move || {
                    part.add(&bytes)?;
                    if hashes {
                        hasher.take(&bytes);
                    }
                    Ok((part, hasher))
                });
                both = poured.await?;
            }
            if !more {
                return Ok((both, cut));
            }
            if both.0.at() - noted < NOTE && !is_late {
                continue;
            }
            (noted, look) = (both.0.at(), Instant::now() + LOOK);
            // What is checked at its end is noted at its end.
            if checksum.is_none() {
                both.0 = self.synced(both.0).await?;
                self.note(noted, None).await?;
            }
            if let Err(cut) = self.may_go_on(size - noted).await {
                return Ok((both, Some(cut)));
            }
        }
    }

    /// Whether whoever sends a file may still do so, and the disk still takes what is missing of it.
    async fn may_go_on(&self, missing: u64) -> Result<()> {
        self.cx.still_admitted().await?;
        let uploads = self.uploads.clone();
        self.cx.heavy(move || uploads.check_space(missing)).await
    }

    async fn synced(&self, part: Part) -> Result<Part> {
        self.cx.heavy(move || part.sync().map(|()| part)).await
    }

    /// Notes all that is there of a part.
    async fn keep(&mut self, (part, _): (Part, Hasher)) -> Result<()> {
        let mut part = self.synced(part).await?;
        let at = part.at();
        let is_all = at == self.row.size as u64;
        if is_all {
            part = self.cleaned(part).await?;
        }
        let hash = is_all.then(|| part.hasher().digits());
        self.note(at, hash).await?;
        self.uploads.remember(self.row.id, at, part.hasher().clone());
        Ok(())
    }

    /// Takes out of a file of which all is there what a camera hid in it, where the organisation has it so. That is noted first: killed in
    /// the middle, whoever goes on hashes what lies there, and looks again.
    async fn cleaned(&mut self, mut part: Part) -> Result<Part> {
        let rules = self.cx.read(service::rules).await?;
        if rules.places == Places::Keep {
            return Ok(part);
        }
        let looked = self.cx.heavy(move || service::hides(&mut part).map(|changes| (part, changes)));
        let (mut part, changes) = looked.await?;
        if changes.writes.is_empty() {
            return Ok(part);
        }
        let (id, place) = (self.row.id, changes.place);
        self.noting = true;
        self.row = self.cx.write(move |tx| service::cleaning(tx, id, place)).await?;
        self.noting = false;
        self.cx
            .heavy(move || {
                service::clean(&mut part, &changes)?;
                Ok(part)
            })
            .await
    }

    async fn note(&mut self, at: u64, hash: Option<String>) -> Result<()> {
        let id = self.row.id;
        self.noting = true;
        self.row = self.cx.write(move |tx| service::received(tx, id, at as i64, hash.as_deref())).await?;
        self.noting = false;
        Ok(())
    }

    /// [`Self::finish`] for one that may have been cut off between the note of its last bytes and that of their hash.
    async fn end(mut self) -> Result<FileRow> {
        if self.row.state == FileState::Coming && self.row.sha256.is_none() && self.row.received == self.row.size {
            let (uploads, row) = (self.uploads.clone(), self.row.clone());
            match self.cx.heavy(move || uploads.go_on(&row)).await {
                Err(error) if error.kind() == Kind::NotFound => self.note(0, None).await?,
                part => self.keep((part?, Hasher::default())).await?,
            }
        }
        self.finish().await
    }

    /// Moves a file of which all is there to its place.
    async fn finish(mut self) -> Result<FileRow> {
        if self.row.state != FileState::Coming || self.row.sha256.is_none() {
            return Ok(self.row);
        }
        if !self.is_clean().await? {
            return Ok(self.row);
        }
        let uploads = self.uploads.clone();
        let _staying = uploads.no_sweeping().await;
        let (uploads, row, id) = (self.uploads.clone(), self.row.clone(), self.row.id);
        match self.cx.heavy(move || uploads.make_whole(&row)).await {
            Err(error) if error.kind() == Kind::NotFound => {
                self.note(0, None).await?;
                Ok(self.row)
            }
            made => {
                let media = made?;
                let size = self.drawn(&media).await;
                self.cx.write(move |tx| service::whole(tx, id, &media, size)).await
            }
        }
    }

    /// Whether nothing was found in a file, where something looks for viruses; not while nobody can tell.
    ///
    /// Errors: `files.infected`, `files.too_large_to_check`.
    async fn is_clean(&mut self) -> Result<bool> {
        let (id, is_checked) = (self.row.id, self.uploads.limits.clamd.is_some());
        if self.row.check.is_none() && is_checked {
            self.row = self.cx.write(move |tx| service::to_be_checked(tx, id)).await?;
        }
        if self.row.check == Some(Check::Waiting) && is_checked {
            self.check().await?;
        }
        match self.row.check {
            None | Some(Check::Clean) => Ok(true),
            // What waits since something looked for viruses here does so no more once nothing does.
            Some(Check::Waiting) => Ok(!is_checked),
            Some(Check::Infected) => Err(FilesRefusal::Infected.into()),
            Some(Check::TooLarge) => Err(FilesRefusal::TooLargeToCheck.into()),
        }
    }

    async fn check(&mut self) -> Result<()> {
        let (uploads, row) = (self.uploads.clone(), self.row.clone());
        let _place = self.uploads.checking().await;
        match self.cx.heavy(move || uploads.check(&row)).await {
            Ok(verdict) => {
                let (row, address) = (self.row.clone(), self.cx.client().address.to_string());
                self.row.check = Some(verdict.check());
                self.cx.write(move |tx| service::checked(tx, &row, &verdict, &address)).await?;
                let (uploads, id, is_kept) = (self.uploads.clone(), self.row.id, self.row.check == Some(Check::Clean));
                self.cx.heavy(move || if is_kept { Ok(()) } else { uploads.drop_part(id) }).await
            }
            // The job tries again, and whoever asks how the file stands.
            Err(error) if ["files.unchecked", "files.uncheckable"].contains(&error.code()) => {
                tracing::warn!(file = %self.row.id, %error, "a file waits to be checked for viruses");
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Draws a picture small; how large it is. What cannot be drawn is a file all the same, and nobody keeps a place for it.
    async fn drawn(&self, media: &Media) -> Option<(i64, i64)> {
        if !Uploads::is_drawn(media, self.row.size) {
            return None;
        }
        let (uploads, row) = (self.uploads.clone(), self.row.clone());
        let _place = self.uploads.drawing().await;
        match self.cx.heavy(move || uploads.draw_small(&row)).await {
            Ok(size) => size,
            Err(error) => {
                tracing::warn!(file = %self.row.id, %error, "a picture could not be drawn small");
                None
            }
        }
    }
}
