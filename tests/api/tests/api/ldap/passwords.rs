//! People sign in with the password of their directory.

use super::{Clerk, Place, changes, counts};
use crate::pilot;
use crate::scene::{PASSWORD, id, login, scene_of, sign_in, text, times, with_password};
use harness::{NewStaff, everywhere};
use serde_json::json;
use std::time::Duration;

#[test]
fn a_directory_that_does_not_answer_is_told_apart_and_locks_no_administrator_out() {
    everywhere(|world| async move {
        let mut place = Place::of(&world, 3).await;
        let boss = with_password(NewStaff::named("原", "直子", ("はら", "なおこ"))).administrator();
        let boss = place.scene.town.staff(&world, boss).await;
        let number = login(&boss).await;
        let mut entry = Clerk::new("boss", ("原", "直子"), ("はら", "なおこ"));
        entry.number = number.clone();
        place.slapd.hire(&entry).await;
        place.run(&world).await;
        let account = place.account(&number).await;
        assert_eq!((&account["login"], &account["password_elsewhere"]), (&json!("boss"), &json!(false)));
        let client = world.stranger();
        assert_eq!(
            sign_in(&client, "boss", &entry.password).await.refused(401),
            "identity.wrong_credentials",
            "whoever administers keeps the one password of here"
        );
        let signed_in = sign_in(&client, "u00000", &place.clerks[0].password).await;
        let clerk = client.clone().with_token(Some(crate::scene::token(&signed_in)));

        place.slapd.stop();
        let away = sign_in(&client, "u00000", &place.clerks[0].password).await;
        assert_eq!(away.refused(503), "identity.directory_unreachable");
        for _ in 0..8 {
            sign_in(&client, "u00000", &place.clerks[0].password).await.refused(503);
        }
        assert_eq!(sign_in(&client, "nobody", "何か").await.refused(401), "identity.wrong_credentials");
        sign_in(&client, "boss", PASSWORD).await.ok();
        clerk.get("/me").await.ok();
        let failed = place.run(&world).await;
        assert_eq!((&failed["state"], &failed["outcome"]), (&json!("failed"), &json!("unreachable")));
        assert_eq!(place.account("9u00000").await["state"], "active", "a silent directory stops nobody");
    });
}

#[test]
fn whoever_was_here_before_is_linked_and_their_password_is_kept_there_alone() {
    everywhere(|world| async move {
        let mut place = Place::of(&world, 1).await;
        let hara = with_password(NewStaff::named("原", "直子", ("はら", "なおこ")));
        let hara = place.scene.town.staff(&world, hara).await;
        let number = login(&hara).await;
        let client = world.stranger();
        sign_in(&client, &number, PASSWORD).await.ok();
        let mut entry = Clerk::new("hara", ("原", "直子"), ("はら", "なおこ"));
        entry.number = number.clone();
        place.slapd.hire(&entry).await;
        let look = place.look(&world).await;
        assert_eq!(counts(&look), [1, 1, 0, 0]);
        assert_eq!(changes(&place.lines(&look, "changed").await[0]), ["link", "login", "email"]);
        place.run(&world).await;
        assert_eq!(sign_in(&client, "hara", PASSWORD).await.refused(401), "identity.wrong_credentials");
        let signed_in = sign_in(&client, "hara", &entry.password).await;
        let own = client.clone().with_token(Some(crate::scene::token(&signed_in)));
        let change = json!({ "current": entry.password, "new": "あたらしい合言葉です" });
        assert_eq!(own.put("/me/password", change).await.refused(409), "identity.password_elsewhere");
        let reset = format!("/accounts/{}/password-reset", hara.account);
        let reset = place.admin().client.post(&reset, json!({})).await;
        assert_eq!(reset.refused(409), "identity.password_elsewhere");
        // A second factor is set up with the password of there, and asked for after it.
        own.post("/me/code", json!({ "password": "ちがう" })).await.refused(400);
        own.post("/me/code", json!({ "password": entry.password })).await.ok();

        // Without the directory nobody keeps it any more.
        let path = format!("/ldap/directories/{}", place.directory);
        assert_eq!(place.admin().client.delete(&path).await.status, 204);
        assert_eq!(sign_in(&client, "hara", &entry.password).await.refused(401), "identity.wrong_credentials");
        let reset = format!("/accounts/{}/password-reset", hara.account);
        let initial = place.admin().client.post(&reset, json!({})).await.ok();
        sign_in(&client, "hara", &text(&initial["initial_password"])).await.ok();
    });
}

#[test]
fn wrong_passwords_of_there_are_slowed_down_like_those_of_here() {
    everywhere(|world| async move {
        let place = Place::of(&world, 1).await;
        place.run(&world).await;
        let client = world.stranger();
        for _ in 0..5 {
            assert_eq!(sign_in(&client, "u00000", "ちがう").await.refused(401), "identity.wrong_credentials");
        }
        let refused = sign_in(&client, "u00000", &place.clerks[0].password).await.refused(429);
        assert_eq!(refused, "identity.too_many_attempts");
        world.clock().advance(Duration::from_secs(2));
        sign_in(&client, "u00000", &place.clerks[0].password).await.ok();
        assert_eq!(times(place.admin(), "identity.sign_in_failed").await, 5);
    });
}

#[test]
fn who_is_made_an_administrator_signs_in_with_a_password_of_here_alone() {
    everywhere(|world| async move {
        let place = Place::of(&world, 2).await;
        place.run(&world).await;
        let (client, clerk) = (world.stranger(), &place.clerks[0]);
        let account = place.account("9u00000").await;
        let path = format!("/accounts/{}", id(&account));
        let made = place.admin().client.patch(&path, json!({ "rights": "administrator" })).await.ok();
        assert_eq!((&made["rights"], &made["password_elsewhere"]), (&json!("administrator"), &json!(false)));
        let refused = sign_in(&client, "u00000", &clerk.password).await.refused(401);
        assert_eq!(refused, "identity.wrong_credentials", "whoever rules the directory does not rule the program");
        let reset = format!("{path}/password-reset");
        let initial = text(&place.admin().client.post(&reset, json!({})).await.ok()["initial_password"]);
        sign_in(&client, "u00000", &initial).await.ok();
        place.run(&world).await;
        sign_in(&client, "u00000", &initial).await.ok();

        // A member again, they follow the directory again, with the next run.
        place.admin().client.patch(&path, json!({ "rights": "member" })).await.ok();
        place.run(&world).await;
        assert_eq!(place.account("9u00000").await["password_elsewhere"], true);
        assert_eq!(sign_in(&client, "u00000", &initial).await.refused(401), "identity.wrong_credentials");
        sign_in(&client, "u00000", &clerk.password).await.ok();
    });
}

#[test]
fn a_password_that_is_typed_for_one_organisation_is_never_shown_to_the_directory_of_another() {
    everywhere(|world| async move {
        let mut place = Place::of(&world, 1).await;
        place.run(&world).await;
        let password = place.clerks[0].password.clone();
        let other = scene_of(&world, "青浜町").await;
        // Somebody there has the same login, and somebody who is nobody there tries it.
        sign_in(&other.town.stranger(&world), "u00000", &password).await.refused(401);
        let twin = with_password(NewStaff::named("原", "直子", ("はら", "なおこ")));
        let twin = other.town.staff(&world, twin).await;
        let renamed = json!({ "staff_number": "u00000" });
        other.admin.client.patch(&format!("/people/{}", twin.id), renamed).await.ok();
        place.slapd.stop();
        let wrong = sign_in(&other.town.stranger(&world), "u00000", &password).await;
        assert_eq!(wrong.refused(401), "identity.wrong_credentials", "the directory was not asked, which is away");
        sign_in(&other.town.stranger(&world), "u00000", PASSWORD).await.ok();
        let here = sign_in(&world.stranger(), "u00000", PASSWORD).await;
        assert_eq!(here.refused(503), "identity.directory_unreachable", "at the first one's address it is");
    });
}

#[test]
fn a_password_of_a_directory_opens_nothing_before_its_owner_takes_part() {
    everywhere(|world| async move {
        let place = Place::of(&world, 1).await;
        place.run(&world).await;
        let admin = place.admin().clone();
        let password = place.clerks[0].password.clone();
        sign_in(&world.stranger(), "u00000", &password).await.ok();
        pilot::save(&world, &admin, json!({ "chosen": true, "confirmation": "緑野市" })).await;
        assert_eq!(sign_in(&world.stranger(), "u00000", &password).await.refused(403), "identity.not_begun");
        // Their record goes on being kept, and nobody is stopped for it.
        place.run(&world).await;
        assert_eq!(place.account("9u00000").await["state"], "active");
        pilot::save(&world, &admin, json!({ "chosen": false, "confirmation": "緑野市" })).await;
        sign_in(&world.stranger(), "u00000", &password).await.ok();
    });
}
