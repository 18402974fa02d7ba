//! A few people in two rooms, and everything that they may do there.

use crate::device::Device;
use crate::dice::Dice;
use crate::state::{number, text_of};
use crate::truth::Stays;
use harness::{Client, NewStaff, Staff, Town, World, new_id};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// A message that was acknowledged.
#[derive(Clone)]
pub struct Said {
    pub id: String,
    pub author: usize,
    pub room: String,
    pub stream: String,
    pub seq: i64,
    pub body: String,
}

/// The first of them makes the rooms, owns them and stays, and so can tell in the end what was said.
pub const WITNESS: usize = 0;

pub struct Crew {
    pub people: Vec<Staff>,
    pub devices: Vec<Device>,
    pub rooms: Vec<String>,
    pub said: Mutex<Vec<Said>>,
    pub stays: Stays,
}

/// Which person holds each device.
const HOLDERS: [usize; 5] = [0, 1, 1, 2, 3];

impl Crew {
    pub async fn muster(world: &World, town: &Town) -> Self {
        let mut people = Vec::new();
        for given in ["花", "健", "実", "光"] {
            people.push(town.staff(world, NewStaff::named("佐藤", given, ("さとう", "はな"))).await);
        }
        let mut names = HashMap::new();
        for person in &people {
            let shown = person.client.get("/me").await.ok();
            names.insert(person.id.to_string(), text_of(&shown["person"]["name"]));
        }
        let names = Arc::new(names);
        let device = |holder: usize| {
            let person = &people[holder];
            Device::new(person.client.clone(), Arc::downgrade(&world.app), &person.id.to_string(), names.clone())
        };
        let devices = HOLDERS.into_iter().map(device).collect();
        Self { people, devices, rooms: Vec::new(), said: Mutex::new(Vec::new()), stays: Stays::default() }
    }

    /// Everybody speaks to a program at another address from now on.
    pub fn move_to(&mut self, world: &World) {
        for person in &mut self.people {
            person.client = Client::new(world.address, Some(person.token.clone()));
        }
        for (device, holder) in self.devices.iter_mut().zip(HOLDERS) {
            device.drop_line();
            device.client = self.people[holder].client.clone();
            device.program = Arc::downgrade(&world.app);
        }
    }

    fn id_of(&self, person: usize) -> String {
        self.people[person].id.to_string()
    }

    /// New rooms; what was said in the old ones is the schedule's before.
    pub async fn make_rooms(&mut self) {
        let (private, open) = (new_id(), new_id());
        let people = [self.id_of(1), self.id_of(2)];
        let rooms = [
            json!({ "id": private, "kind": "private", "name": "予算", "people": people }),
            json!({ "id": open, "kind": "open", "name": "花壇", "people": [self.id_of(1)] }),
        ];
        for room in rooms {
            self.people[WITNESS].client.post("/rooms", room).await.ok();
        }
        self.rooms = vec![private, open];
        self.said.lock().expect("a list").clear();
    }

    fn words(&self, dice: &Dice) -> String {
        let plain = format!("**{}**件目の話", dice.below(1_000));
        match dice.below(5) {
            0 => format!("<!everyone> {plain}"),
            1 => format!("<@{}> {plain}", self.id_of(dice.below(self.people.len()))),
            _ => plain,
        }
    }

    fn some_message(&self, dice: &Dice, room: &str) -> Option<Said> {
        let said: Vec<Said> =
            self.said.lock().expect("a list").iter().filter(|said| said.room == room).cloned().collect();
        dice.pick(&said).cloned()
    }

    /// One thing that one person does. It may be refused; it may not fail.
    pub async fn act(&self, who: usize, dice: Dice) {
        let (me, room) = (&self.people[who].client, dice.pick(&self.rooms).expect("rooms").clone());
        let other = self.id_of(1 + dice.below(self.people.len() - 1));
        let message = self.some_message(&dice, &room);
        let answer = match (dice.below(20), message) {
            (0..=6, message) => return self.say(who, &room, message, &dice).await,
            (7, Some(said)) => me.patch(&format!("/messages/{}", said.id), json!({ "body": self.words(&dice) })).await,
            (8, Some(said)) => me.delete(&format!("/messages/{}", said.id)).await,
            (9 | 10, Some(said)) => {
                let path = format!("/messages/{}/reactions/{}", said.id, ["shochi", "kakunin"][dice.below(2)]);
                if dice.once_in(3) { me.delete(&path).await } else { me.put(&path, Value::Null).await }
            }
            (11, Some(said)) => {
                let change = match dice.below(3) {
                    0 => json!({ "following": dice.once_in(2) }),
                    1 => json!({ "resolved": dice.once_in(2) }),
                    _ => json!({ "title": format!("件{}", dice.below(9)) }),
                };
                me.put(&format!("/threads/{}", said.id), change).await
            }
            (12, Some(said)) => me.put(&format!("/threads/{}/read", said.id), json!({ "seq": said.seq + 3 })).await,
            (13, _) => {
                me.put(
                    &format!("/rooms/{room}/preferences"),
                    json!({ "muted": dice.once_in(2), "pinned": dice.once_in(2) }),
                )
                .await
            }
            (14, message) => self.draft(who, &room, message, &dice).await,
            (15, _) if dice.once_in(2) => me.post(&format!("/rooms/{room}/join"), Value::Null).await,
            (15, _) => me.post(&format!("/rooms/{room}/leave"), Value::Null).await,
            (16, _) => me.post(&format!("/rooms/{room}/members"), json!({ "people": [other] })).await,
            (17, _) => me.delete(&format!("/rooms/{room}/members/{other}")).await,
            (18, _) => match dice.below(4) {
                0 => me.patch(&format!("/rooms/{room}"), json!({ "name": format!("部屋{}", dice.below(99)) })).await,
                1 => {
                    me.put(
                        &format!("/rooms/{room}/members/{other}"),
                        json!({ "role": dice.pick(&["owner", "member"]) }),
                    )
                    .await
                }
                2 => me.post(&format!("/rooms/{room}/archive"), Value::Null).await,
                _ => me.post(&format!("/rooms/{room}/reopen"), Value::Null).await,
            },
            _ => {
                me.put(&format!("/rooms/{room}/read"), json!({ "seq": dice.below(30), "back": dice.once_in(3) })).await
            }
        };
        assert!(answer.status.as_u16() < 500, "{} {}", answer.status, answer.body);
    }

    async fn draft(&self, who: usize, room: &str, message: Option<Said>, dice: &Dice) -> harness::Answer {
        let stream = message.filter(|_| dice.once_in(2)).map_or(room.to_owned(), |said| said.id);
        let body = if dice.once_in(4) { String::new() } else { format!("書きかけ{}", dice.below(99)) };
        self.people[who].client.put(&format!("/drafts/{stream}"), json!({ "room_id": room, "body": body })).await
    }

    /// Says something as a client does that cannot be sure of the network: now and then it sends the same twice.
    async fn say(&self, who: usize, room: &str, message: Option<Said>, dice: &Dice) {
        let (client, id, body) = (&self.people[who].client, new_id(), self.words(dice));
        let mut saying = json!({ "id": id, "body": body });
        let mut stream = room.to_owned();
        if let Some(said) = message {
            if dice.once_in(3) {
                saying["reply_to"] = json!(said.id);
            }
            if dice.once_in(2) && said.stream == said.room {
                saying["thread"] = json!(said.id);
                saying["also_to_room"] = json!(dice.once_in(4));
                stream = said.id;
            }
        }
        let path = format!("/rooms/{room}/messages");
        let (first, again) = match dice.below(4) {
            0 => {
                let both = tokio::join!(client.post(&path, saying.clone()), client.post(&path, saying.clone()));
                (both.0, Some(both.1))
            }
            1 => {
                let first = client.post(&path, saying.clone()).await;
                (first, Some(client.post(&path, saying.clone()).await))
            }
            _ => (client.post(&path, saying.clone()).await, None),
        };
        let mut acknowledged = Vec::new();
        for answer in [Some(first), again].into_iter().flatten() {
            assert!(answer.status.as_u16() < 500, "{} {}", answer.status, answer.body);
            if answer.status.is_success() {
                acknowledged.push((answer.status.as_u16(), answer.body));
            }
        }
        let fresh = acknowledged.iter().filter(|(status, _)| *status == 201).count();
        let Some((_, message)) = acknowledged.first() else { return };
        assert_eq!(fresh, 1, "the same id was acknowledged as new {fresh} times");
        assert!(acknowledged.iter().all(|(_, other)| other["seq"] == message["seq"]), "the same id is one message");
        let (room, seq) = (room.to_owned(), number(&message["seq"]));
        self.said.lock().expect("a list").push(Said { id, author: who, room, stream, seq, body });
    }
}
