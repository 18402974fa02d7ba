//! Files whose bytes lie in a bucket of a store that speaks S3.

use crate::files::{begin, bring, files_below, look, offset, send};
use crate::files_in_rooms::{bytes, picture, say_with};
use crate::scene::{Scene, room, scene, text};
use blob::{Bucket, BucketPlace};
use files::model::Limits;
use harness::{Client, Staff, World, file_limits};
use reqwest::Method;
use std::sync::Arc;
use std::time::Duration;
use testkit::{S3, S3_BUCKET, S3_KEY, S3_SECRET, TestDb};

const HOUR: Duration = Duration::from_secs(3_600);

fn in_bucket(s3: &S3) -> Limits {
    let bucket = Bucket::open(&BucketPlace {
        endpoint: s3.url(),
        bucket: S3_BUCKET.to_owned(),
        region: "us-east-1".to_owned(),
        key: S3_KEY.to_owned(),
        secret: S3_SECRET.to_owned(),
        authority: None,
    });
    Limits { bucket: Some(Arc::new(bucket.expect("it answers"))), ..file_limits() }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

/// Runs a test on both engines with a program whose files lie in a bucket.
fn with_a_bucket<F: Future<Output = ()>>(body: impl Fn(World, S3) -> F) {
    for engine in testkit::engines() {
        let (s3, test) = (S3::start(), TestDb::new(engine, &server::features::migrations()));
        let limits = in_bucket(&s3);
        runtime().block_on(async {
            let files = tempfile::tempdir().expect("a folder");
            body(World::with_files(test, files, limits).await, s3).await;
        });
    }
}

async fn thumbnail(staff: &Staff, room: &str, file: &str) -> Vec<u8> {
    let path = format!("/rooms/{room}/files/{file}/thumbnail");
    let got = staff.client.request(Method::GET, &path).send().await.expect("answered");
    assert_eq!(got.status(), 200);
    got.bytes().await.expect("bytes").to_vec()
}

#[test]
fn a_file_in_the_bucket_is_read_without_the_disk_and_goes_with_what_carried_it() {
    with_a_bucket(|world, s3| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let photo = picture(40, 30);
        let (file, plain) =
            (bring(&sato.client, "写真.png", &photo).await, bring(&sato.client, "一.txt", b"one").await);
        let said = say_with(&sato, &home, "", &[&file, &plain]).await.ok();
        assert_eq!(s3.objects().iter().filter(|key| key.contains("/whole/")).count(), 2);
        assert_eq!(s3.objects().iter().filter(|key| key.contains("/small/")).count(), 1);
        for lying in ["whole", "small"] {
            std::fs::remove_dir_all(world.files().join("sent").join(lying)).expect("the disk is lost");
        }
        let shown = thumbnail(&ito, &home, &file).await;
        assert_eq!(bytes(&ito, &home, &file).await, photo);
        assert_eq!(thumbnail(&ito, &home, &file).await, shown);
        assert!(!shown.is_empty());
        assert_eq!(bytes(&ito, &home, &plain).await, b"one");
        let path = format!("/rooms/{home}/files/{plain}");
        let part = ito.client.request(Method::GET, &path).header("range", "bytes=1-").send().await.expect("answered");
        assert_eq!((part.status().as_u16(), part.bytes().await.expect("bytes").as_ref()), (206, b"ne".as_slice()));
        sato.client.delete(&format!("/messages/{}", text(&said["id"]))).await.ok();
        for _ in 0..3 {
            world.clock().advance(HOUR);
            world.run_jobs().await;
        }
        assert_eq!(s3.objects(), Vec::<String>::new());
        assert_eq!(files_below(&world.files().join("sent/whole")), 0);
    });
}

#[test]
fn while_the_bucket_is_away_nothing_that_came_is_lost_and_it_is_whole_once_it_is_back() {
    with_a_bucket(|world, mut s3| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let near = bring(&sato.client, "前.txt", b"before").await;
        say_with(&sato, &home, "", &[&near]).await.ok();
        let upload = begin(&sato.client, "途中.txt", 4).await;
        s3.stop();
        assert_eq!(send(&sato.client, &upload, 0, b"kept", &[]).await.refused(503), "bucket_failed");
        assert_eq!(bytes(&ito, &home, &near).await, b"before", "what lies near is given out meanwhile");
        s3.begin();
        assert_eq!(offset(&sato.client, &upload).await, 4, "asking how it stands goes on with it");
        assert_eq!(look(&sato.client, &upload).await["state"], "whole");
        say_with(&sato, &home, "", &[&upload]).await.ok();
        assert_eq!(bytes(&ito, &home, &upload).await, b"kept");
    });
}

#[test]
fn another_node_gives_out_what_lies_in_the_bucket_and_clears_nothing_of_it_away() {
    for engine in testkit::engines() {
        let (s3, test, first) = (S3::start(), TestDb::new(engine, &server::features::migrations()), runtime());
        let (limits, files) = (in_bucket(&s3), tempfile::tempdir().expect("a folder"));
        let photo = picture(40, 30);
        let (world, token, paths, shown, half) = first.block_on(async {
            let world = World::with_files(test, files, limits).await;
            let Scene { sato, ito, .. } = scene(&world).await;
            let home = room(&sato, "private", "課", &[&ito]).await;
            let file = bring(&sato.client, "写真.png", &photo).await;
            let said = say_with(&sato, &home, "", &[&file]).await.ok();
            let shown = thumbnail(&ito, &home, &file).await;
            let paths = (format!("/rooms/{home}/files/{file}"), format!("/messages/{}", text(&said["id"])));
            (world, sato.token.clone(), paths, shown, begin(&sato.client, "半分.txt", 4).await)
        });
        let (test, _lost) = world.into_test_and_files();
        drop(first);
        let (test, own, limits) = (test.reopened(), s3.objects(), in_bucket(&s3));
        runtime().block_on(async {
            let other = World::with_files(test, tempfile::tempdir().expect("a folder"), limits).await;
            let (client, (file, said)) = (Client::of(&other, Some(token)), paths);
            let got = async |path: &str| {
                let answer = client.request(Method::GET, path).send().await.expect("answered");
                answer.bytes().await.expect("bytes").to_vec()
            };
            assert_eq!(got(&file).await, photo);
            assert_eq!(got(&format!("{file}/thumbnail")).await, shown);
            let part = send(&client, &half, 0, b"abcd", &[]).await;
            assert_eq!(part.refused(503), "files.elsewhere", "a disk is not shared");
            client.delete(&said).await.ok();
            for _ in 0..3 {
                other.clock().advance(HOUR);
                other.run_jobs().await;
            }
            assert_eq!(client.get(&file).await.refused(404), "not_found");
        });
        assert_eq!(s3.objects(), own, "each node clears its own area");
    }
}
