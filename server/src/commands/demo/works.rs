//! What people do together besides talking: a question with answers, dates to choose from, a page that several write, a word to everybody.

use super::{Loader, TownRoom};
use crate::features;
use broadcasts::model::{Audience, NewBroadcast, Words};
use chat::model::RoomId;
use directory::model::UnitId;
use jiff::ToSpan;
use jiff::civil::time;
use kernel::{Actor, Jst, PersonId, Result, SeededEntropy, Timestamp, is_open_day};
use notes::model::New;
use notes::model::templates::Template;
use slips::model::{Addressee, Due, Form};
use stamps::model::{Answer, Asking, Kind, Mark, Shows, Slot};
use stamps::service::Putting;
use std::time::Duration;

/// Of the members in turn: comes, comes, does not, comes late.
const COMING: [usize; 5] = [0, 0, 1, 0, 2];
/// What is thought of the counter.
const IDEAS: [&str; 6] = [
    "窓口に番号札を置く",
    "申請書の記入例を大きくして壁に貼る",
    "番号札を窓口に置いてほしい",
    "混む時間をホームページで知らせる",
    "昼休みも2人で窓口を開ける",
    "記入台に老眼鏡を置く",
];
const DATES: [[Mark; 3]; 3] =
    [[Mark::Yes, Mark::Maybe, Mark::No], [Mark::Yes, Mark::Yes, Mark::Maybe], [Mark::No, Mark::Yes, Mark::Yes]];

impl Loader {
    /// Adds all of it, in the room of the chief's unit; `rooms` are the town's, in its order.
    pub(super) fn works(&self, rooms: &[RoomId]) -> Result<()> {
        let [clerk, chief, administrator] = self.town.sign_ins.each_ref().map(|sign_in| sign_in.person);
        let unit = self.town.people[chief].posts[0].unit;
        let place = self.town.rooms.iter().position(|room| matches!(room.kind, TownRoom::Unit(of) if of == unit));
        if let Some(place) = place {
            let room = rooms[place];
            let within = |of: usize| of == unit || self.town.units[of].parent == Some(unit);
            let here = |person: &usize| self.town.people[*person].posts.iter().any(|post| within(post.unit));
            let colleagues: Vec<PersonId> = (0..self.people.len())
                .filter(|person| *person != clerk && here(person))
                .map(|person| self.people[person])
                .collect();
            self.evening(room, self.people[chief], &colleagues)?;
            self.dates(room, self.people[chief], &colleagues)?;
            self.ideas(room, self.people[chief], &colleagues)?;
            self.note(room, self.people[chief])?;
            self.slips(room, [self.people[clerk], self.people[chief]], self.units[unit])?;
        }
        self.broadcast(self.people[administrator])
    }

    fn actor(&self, person: PersonId) -> Actor {
        Actor { person, ..self.actor }
    }

    fn asked(&self, room: RoomId, asker: PersonId, asking: Asking, answers: Vec<(PersonId, Answer)>) -> Result<()> {
        let id = self.ids.next(self.now, &SeededEntropy::new(9));
        let putting = Putting { id, asking, thread: None, operator: None, as_post: None };
        self.db.write_now(self.actor(asker), move |tx| {
            stamps::service::ask(tx, &*features::talk(), room, &putting).map(|_| ())
        })?;
        for (sending, (person, answer)) in (1..).zip(answers) {
            self.db.write_now(self.actor(person), move |tx| {
                stamps::service::answer(tx, &*features::talk(), id, answer.clone(), (sending, None)).map(|_| ())
            })?;
        }
        Ok(())
    }

    /// Who comes in the evening; some have not said yet, the clerk among them.
    fn evening(&self, room: RoomId, chief: PersonId, colleagues: &[PersonId]) -> Result<()> {
        let asking = Asking {
            kind: Kind::Attendance,
            question: "課の忘年会(12月18日 18時30分、駅前)に出られますか。".to_owned(),
            deadline: Some(self.now.plus(Duration::from_secs(4 * 86_400))),
            ..asking()
        };
        let some = &colleagues[..colleagues.len() * 2 / 3];
        let answers = some
            .iter()
            .zip(COMING.iter().cycle())
            .map(|(person, said)| (*person, Answer { choices: vec![*said], ..Answer::default() }));
        self.asked(room, chief, asking, answers.collect())
    }

    /// When a meeting suits.
    fn dates(&self, room: RoomId, chief: PersonId, colleagues: &[PersonId]) -> Result<()> {
        let today = Jst::date(self.now);
        let open = (3..).map(|days: i32| today.saturating_add(days.days())).filter(|day| is_open_day(*day));
        let slots = open.zip([10, 14, 10]).map(|(day, hour)| Slot {
            day,
            from: Some(time(hour, 0, 0, 0)),
            to: Some(time(hour + 1, 0, 0, 0)),
        });
        let asking = Asking {
            kind: Kind::Schedule,
            question: "来年度予算の打合せの日を決めます。都合を教えてください。".to_owned(),
            slots: slots.collect(),
            ..asking()
        };
        let answers = colleagues
            .iter()
            .take(5)
            .zip(DATES.iter().cycle())
            .map(|(person, marks)| (*person, Answer { marks: marks.to_vec(), ..Answer::default() }));
        self.asked(room, chief, asking, answers.collect())
    }

    /// What would make the counter quicker: some ideas are the same, one is adopted.
    fn ideas(&self, room: RoomId, chief: PersonId, colleagues: &[PersonId]) -> Result<()> {
        let entropy = SeededEntropy::new(11);
        let board = self.ids.next(self.now, &entropy);
        let asking = ideas::model::Asking {
            theme: "窓口の待ち時間を短くするには".to_owned(),
            explanation: "思いついたことを1件ずつ。似た意見があれば▲を付けてください。".to_owned(),
            anonymous: false,
            shows: ideas::model::Shows::Always,
            votes_each: 3,
            ideas_until: Some(self.now.plus(Duration::from_secs(7 * 86_400))),
            votes_until: Some(self.now.plus(Duration::from_secs(10 * 86_400))),
        };
        let putting = ideas::service::Putting { id: board, asking, thread: None, operator: None, as_post: None };
        self.db.write_now(self.actor(chief), move |tx| {
            ideas::service::begin(tx, &*features::talk(), room, &putting).map(|_| ())
        })?;
        let mut written = Vec::new();
        for (words, person) in IDEAS.iter().zip(colleagues.iter().cycle()) {
            let id = self.ids.next(self.now, &entropy);
            let new = ideas::service::Writing { id, words: (*words).to_owned(), key: None, operator: None };
            self.db.write_now(self.actor(*person), move |tx| {
                ideas::service::write(tx, &*features::talk(), board, &new).map(|_| ())
            })?;
            written.push(id);
        }
        for (place, person) in colleagues.iter().enumerate() {
            let id = written[place * place % written.len()];
            self.db.write_now(self.actor(*person), move |tx| {
                ideas::service::vote(tx, &*features::talk(), (board, id), true).map(|_| ())
            })?;
        }
        let group = self.ids.next(self.now, &entropy);
        let first = written[0];
        self.db.write_now(self.actor(chief), move |tx| {
            ideas::service::name_group(tx, &*features::talk(), board, group, "案内と設備").map(|_| ())
        })?;
        self.db.write_now(self.actor(chief), move |tx| {
            ideas::service::move_to(tx, &*features::talk(), (board, first), Some(group)).map(|_| ())
        })?;
        self.db.write_now(self.actor(chief), move |tx| {
            let said = (ideas::model::Verdict::Adopted, "来月から置きます");
            ideas::service::judge(tx, &*features::talk(), (board, first), said, "").map(|_| ())
        })
    }

    /// Minutes that wait to be written.
    fn note(&self, room: RoomId, chief: PersonId) -> Result<()> {
        let message = self.ids.next(self.now, &SeededEntropy::new(9));
        let title = format!("{}月の課内会議", Jst::date(self.now).month());
        let new = New { id: None, title, template: Template::Meeting, tell: Some(message), from: None };
        let first = notes::service::writing::first(&new.template.nodes(), 9)?;
        self.db.write_now(self.actor(chief), move |tx| {
            notes::service::begin(tx, features::talk(), room, &new, first.as_ref()).map(|_| ())
        })
    }

    /// A parcel that waits at the desk, and a request to the section that is open still.
    fn slips(&self, room: RoomId, [clerk, chief]: [PersonId; 2], unit: UnitId) -> Result<()> {
        let parcel = Form::Parcel {
            unit_id: unit,
            sender: "みどり運輸".to_owned(),
            pieces: 2,
            place: "1階 総合受付".to_owned(),
            note: "冷蔵の箱が1つあります。".to_owned(),
            remind_after: Some(2),
        };
        let request = Form::Request {
            subject: "来年度予算 委託料の積算根拠".to_owned(),
            note: "財政課との協議に使います。見積書があれば付けてください。".to_owned(),
            to: vec![Addressee::Unit { unit_id: unit }],
            due: Some(Due::InOpenDays(5)),
        };
        for (person, form) in [(clerk, parcel), (chief, request)] {
            let id = self.ids.next(self.now, &SeededEntropy::new(9));
            let putting =
                slips::service::Putting { id, form, files: Vec::new(), thread: None, operator: None, as_post: None };
            self.db.write_now(self.actor(person), move |tx| {
                slips::service::make(tx, &*features::talk(), room, &putting).map(|_| ())
            })?;
        }
        Ok(())
    }

    /// A word to everybody, which goes out when the program starts for the first time.
    fn broadcast(&self, administrator: PersonId) -> Result<()> {
        let everybody = self.units.first().copied().into_iter().collect();
        let words = Words {
            title: "年末年始の庁舎の利用について".to_owned(),
            body: "12月29日から1月3日まで、庁舎は閉まります。休日に入庁する人は、12月25日までに管財課へ知らせてください。\n\n- 東側の出入口だけを開けます\n- 空調は止まります"
                .to_owned(),
            audience: Audience {
                lines: vec![broadcasts::model::Line { units: everybody, ..broadcasts::model::Line::default() }],
                ..Audience::default()
            },
            must_read: true,
            confirm_by: Some(self.now.plus(Duration::from_secs(10 * 86_400))),
            remind_at: None,
            ends_at: None,
            replies: broadcasts::model::Replies::default(),
        };
        let keeper = self.actor(administrator);
        let new = NewBroadcast { id: None, as_post: None, words, files: Vec::new() };
        let id = self.db.write_now(keeper, move |tx| broadcasts::service::create(tx, &new).map(|made| made.id))?;
        let asked = self.db.read_now(keeper, move |conn| broadcasts::service::ask(conn, id))?;
        let (tick, sender) = (asked.tick, asked.sender);
        let planned = self.db.read_now(sender, move |conn| broadcasts::service::look_at(conn, &asked))?;
        self.db.write_now(keeper, move |tx| {
            broadcasts::service::send(tx, id, None::<Timestamp>, (tick, planned), "").map(|_| ())
        })
    }
}

fn asking() -> Asking {
    Asking {
        kind: Kind::YesNo,
        question: String::new(),
        options: Vec::new(),
        slots: Vec::new(),
        several: false,
        anonymous: false,
        shows: Shows::Always,
        changeable: true,
        deadline: None,
    }
}
