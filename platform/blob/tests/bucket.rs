//! A store in a bucket, over a real server of S3.

use blob::{BlobStore, Bucket, BucketPlace, Parts};
use kernel::{Kind, Timestamp};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use testkit::{S3, S3_BUCKET, S3_KEY, S3_SECRET};

const NEVER: Timestamp = Timestamp::from_micros(i64::MAX);
const FAR: u64 = 1 << 40;

fn place(s3: &S3) -> BucketPlace {
    BucketPlace {
        endpoint: s3.url(),
        bucket: S3_BUCKET.to_owned(),
        region: "us-east-1".to_owned(),
        key: S3_KEY.to_owned(),
        secret: S3_SECRET.to_owned(),
        authority: None,
    }
}

fn store(s3: &S3, folder: &Path, area: &str) -> BlobStore {
    let bucket = Arc::new(Bucket::open(&place(s3)).expect("it answers"));
    BlobStore::in_bucket(folder, bucket, area).expect("a store")
}

fn read(store: &BlobStore, hash: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    store.file(hash).expect("there").read_to_end(&mut bytes).expect("read");
    bytes
}

/// Twenty-four hours of looking at what lies near.
fn a_day(store: &BlobStore, most: u64) {
    for hour in 0..24 {
        store.tidy(most, Timestamp::from_micros(hour * 3_600_000_000)).expect("tidied");
    }
}

#[test]
fn a_part_that_is_whole_lies_in_the_bucket_and_comes_back_when_the_disk_was_lost() {
    let (s3, disk) = (S3::start(), tempfile::tempdir().expect("a folder"));
    let (parts, here) = (Parts::open(&disk.path().join("coming")).expect("parts"), disk.path().join("whole"));
    let store = store(&s3, &here, "one/whole");
    // More than travels at once, and not a whole number of pieces.
    let bytes: Vec<u8> = (0..(33 << 20) + 5).map(|at: u32| (at >> 3) as u8).collect();
    for (name, bytes) in [("a", bytes.as_slice()), ("b", "縁側".as_bytes()), ("c", b"")] {
        let mut part = parts.go_on(name, 0, None).expect("it begins");
        part.add(bytes).expect("taken");
        let hash = part.hasher().digits();
        for _ in 0..2 {
            parts.keep(name, &hash, bytes.len() as u64, &store).expect("it is whole, or was before");
        }
        assert!(s3.objects().contains(&format!("one/whole/{}/{hash}", &hash[..2])), "{:?}", s3.objects());
        std::fs::remove_dir_all(&here).expect("the disk is lost");
        assert!(read(&store, &hash) == bytes);
        assert!(here.join(&hash[..2]).join(&hash).exists(), "what was asked for lies here again");
        store.remove(&hash).expect("removed");
        store.remove(&hash).expect("gone before");
        assert_eq!(store.file(&hash).err().map(|error| error.kind()), Some(Kind::NotFound));
    }
    assert_eq!(s3.objects(), Vec::<String>::new());
}

#[test]
fn a_part_becomes_whole_only_once_the_bucket_has_it() {
    let (mut s3, disk) = (S3::start(), tempfile::tempdir().expect("a folder"));
    let parts = Parts::open(&disk.path().join("coming")).expect("parts");
    let store = store(&s3, &disk.path().join("whole"), "one/whole");
    let mut part = parts.go_on("a", 0, None).expect("it begins");
    part.add(b"all of it").expect("taken");
    let hash = part.hasher().digits();
    s3.stop();
    assert_eq!(parts.keep("a", &hash, 9, &store).expect_err("nobody answers").code(), "bucket_failed");
    assert_eq!(parts.keep("a", &hash, 8, &store).expect_err("nobody answers").code(), "bucket_failed");
    s3.begin();
    assert_eq!(parts.keep("a", &hash, 8, &store).expect_err("not what has that hash").kind(), Kind::NotFound);
    parts.keep("a", &hash, 9, &store).expect("it is whole");
    assert_eq!(read(&store, &hash), b"all of it");
}

#[test]
fn what_others_brought_is_read_from_their_area_and_never_written_there() {
    let (s3, disk) = (S3::start(), tempfile::tempdir().expect("a folder"));
    let ours = store(&s3, &disk.path().join("ours"), "one/whole");
    let theirs = store(&s3, &disk.path().join("theirs"), "two/whole");
    let hash = theirs.put(b"brought elsewhere").expect("kept");
    assert_eq!(theirs.put(b"brought elsewhere").expect("kept before"), hash);
    assert_eq!(ours.file(&hash).err().map(|error| error.kind()), Some(Kind::NotFound));
    assert_eq!(read(&ours.of("two/whole").expect("a bucket"), &hash), b"brought elsewhere");
    assert_eq!(ours.file(&hash).err().map(|error| error.kind()), Some(Kind::NotFound), "it is theirs still");
    assert_eq!(s3.objects(), [format!("two/whole/{}/{hash}", &hash[..2])]);
    let copies = disk.path().join("ours-of-others");
    let lying = || walk(&copies);
    a_day(&ours, FAR);
    assert_eq!(lying(), 1, "written after what counts as now");
    ours.tidy(FAR, NEVER).expect("tidied");
    assert_eq!(lying(), 0, "copies go after a day");
}

fn walk(folder: &Path) -> usize {
    std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| {
            let path = entry.expect("an entry").path();
            if path.is_dir() { walk(&path) } else { 1 }
        })
        .sum()
}

#[test]
fn what_lay_on_the_disk_alone_is_brought_to_the_bucket_and_the_oldest_goes_from_the_disk() {
    let (s3, disk) = (S3::start(), tempfile::tempdir().expect("a folder"));
    let before = BlobStore::open(disk.path()).expect("a store");
    let hashes: Vec<String> = (0..5u8).map(|one| before.put(&[one; 100]).expect("kept")).collect();
    for (age, hash) in hashes.iter().enumerate() {
        let path = disk.path().join(&hash[..2]).join(hash);
        let moment = std::time::UNIX_EPOCH + std::time::Duration::from_secs(age as u64);
        std::fs::File::options().write(true).open(path).expect("a file").set_modified(moment).expect("aged");
    }
    let store = store(&s3, disk.path(), "one/whole");
    assert_eq!(read(&store, &hashes[0]), [0; 100], "it can be read meanwhile");
    a_day(&store, FAR);
    assert_eq!(s3.objects().len(), 5);
    assert_eq!(walk(disk.path()), 5);
    a_day(&store, 250);
    let lies_near = |hash: &String| disk.path().join(&hash[..2]).join(hash).exists();
    assert_eq!(hashes.iter().map(lies_near).collect::<Vec<_>>(), [false, false, false, true, true]);
    assert_eq!(s3.objects().len(), 5);
    assert_eq!(read(&store, &hashes[0]), [0; 100]);
}

#[test]
fn what_is_put_aside_lies_beside_the_area_under_its_day_until_that_is_over() {
    let (s3, disk) = (S3::start(), tempfile::tempdir().expect("a folder"));
    let (store, lost) = (store(&s3, &disk.path().join("whole"), "one/whole"), disk.path().join("lost"));
    let hash = store.put(b"thought lost").expect("kept");
    let first = u8::from_str_radix(&hash[..2], 16).expect("a byte");
    assert_eq!(store.written_before(first, NEVER).expect("a list"), [hash.as_str()]);
    assert_eq!(store.written_before(first, Timestamp::from_micros(0)).expect("a list"), Vec::<String>::new());
    assert_eq!(store.written_before(first ^ 1, NEVER).expect("a list"), Vec::<String>::new());
    for _ in 0..2 {
        store.put_aside(&hash, &lost, "2026-04-01").expect("put aside, or gone before");
    }
    assert_eq!(store.file(&hash).err().map(|error| error.kind()), Some(Kind::NotFound));
    store.drop_aside(&lost, "2026-04-01").expect("looked at");
    assert_eq!(s3.objects(), [format!("one/whole-lost/2026-04-01/{hash}")]);
    store.drop_aside(&lost, "2026-04-02").expect("forgotten");
    assert_eq!(s3.objects(), Vec::<String>::new());
}

#[test]
fn a_bucket_that_is_not_there_or_refuses_says_so_at_once() {
    let mut s3 = S3::start();
    let refused = |place: BucketPlace| {
        let error = Bucket::open(&place).err().expect("refused");
        assert_eq!(error.code(), "bucket_failed");
        assert!(format!("{error:?}").contains(&place.to_string()), "{error:?}");
    };
    refused(BucketPlace { secret: "another".to_owned(), ..place(&s3) });
    refused(BucketPlace { bucket: "village".to_owned(), ..place(&s3) });
    s3.stop();
    refused(place(&s3));
}

#[test]
fn many_who_want_the_same_at_once_all_have_it() {
    let (s3, disk) = (S3::start(), tempfile::tempdir().expect("a folder"));
    let store = store(&s3, disk.path(), "one/whole");
    let hash = store.put(&[7; 3 << 20]).expect("kept");
    std::fs::remove_file(disk.path().join(&hash[..2]).join(&hash)).expect("not here");
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(read(&store, &hash), [7; 3 << 20]));
        }
    });
    assert_eq!(walk(disk.path()), 1, "nothing is left over");
}
