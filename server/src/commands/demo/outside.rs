//! What a town has besides its staff: a guest, a bot, a shared account, and the council as an organisation of its own.

use super::{Loader, SignIn};
use chat::model::{Extra, MessageId, Role, RoomId, RoomKind};
use chat::service::carry::{self, OldMessage, OldRoom};
use directory::model::{
    CircleEntry, Employment, GuestKind, NewBot, NewGuest, NewOrganisation, NewPerson, NewPost, PostKind,
};
use directory::store::{placement, units};
use identity::model::operators::NewSharedAccount;
use identity::service::conditions;
use identity::service::outsiders;
use identity::service::password;
use identity::service::shared;
use identity::service::{FirstAdministrator, NewAccount, insert_account};
use jiff::ToSpan;
use kernel::{Actor, IdMaker, Jst, PersonId, Result, Rights, SeededEntropy, Timestamp};
use std::time::Duration;

/// With this PIN the ready people say who is using the shared account.
const PIN: &str = "271828";
/// The council's address is `/o/council/`.
const COUNCIL: &str = "council";
const CONDITIONS: &str = "緑野市のルームを使うときは、次のことを守ってください。\n\n1. ここで知ったことを、市の許しなく外に出しません。\n2. サインイン名とパスワードを、ほかの人に使わせません。\n3. 書き込みと操作の記録は、市に残ります。";

/// Somebody's words, so many minutes ago.
pub(super) type Said = (PersonId, u64, &'static str);

impl Loader {
    /// Adds all of it; gives the sign-ins that are ready besides.
    pub(super) fn outside(&self, password_hash: &str) -> Result<Vec<SignIn>> {
        let [clerk, chief, administrator] = self.town.sign_ins.each_ref().map(|sign_in| self.people[sign_in.person]);
        let keeper = Actor { person: administrator, ..self.actor };
        let (visitor, guest) = self.guest(keeper, (clerk, chief), password_hash)?;
        self.questions(keeper, (clerk, chief, visitor), password_hash)?;
        self.bot(keeper, (clerk, chief, administrator))?;
        let shared = self.shared(keeper, (clerk, chief), password_hash)?;
        let council = self.council(keeper, password_hash)?;
        Ok(vec![guest, shared, council])
    }

    /// Somebody of a firm, whose stay ends soon, in a room with who answers for them.
    fn guest(&self, keeper: Actor, (clerk, chief): (PersonId, PersonId), hash: &str) -> Result<(PersonId, SignIn)> {
        let new = NewGuest {
            family_name: "山田".to_owned(),
            given_name: "太郎".to_owned(),
            family_reading: "やまだ".to_owned(),
            given_reading: "たろう".to_owned(),
            kind: GuestKind::Business,
            affiliation: "山田設備工業".to_owned(),
            purpose: "庁舎の空調の更新工事".to_owned(),
            sponsor_id: clerk,
            last_day: Jst::date(self.now).saturating_add(10.days()),
            email: None,
            mobile: None,
        };
        let hash = hash.to_owned();
        let (id, login) = self.db.write_now(keeper, move |tx| {
            let guest = outsiders::create_guest(tx, &new, &hash, &SeededEntropy::new(5), "")?;
            let id = guest.guest.person.id;
            ready(tx, id)?;
            conditions::save(tx, CONDITIONS, None, "")?;
            Ok((id, guest.login))
        })?;
        let members = [(clerk, Role::Owner), (chief, Role::Member), (id, Role::Member)];
        let said = [
            (clerk, 200, "山田さん、来週の工事の順番をここで決めさせてください。図面は昨日お送りしたものが最新です。"),
            (id, 170, "承知しました。3階の会議室から始めて、1日1フロアずつ進めたいと考えています。"),
            (chief, 150, "3階は月曜の午後に会議があります。火曜からでお願いできますか。"),
            (id, 40, "火曜から始めます。騒音の出る作業は9時前に終えます。"),
        ];
        self.small_room(keeper, ("空調の更新工事", "山田設備工業との連絡"), &members, &said)?;
        Ok((id, SignIn { login, name: "山田 太郎".to_owned(), label: "ゲスト(事業者)".to_owned() }))
    }

    /// A gauge that reports to those who watch the river.
    fn bot(&self, keeper: Actor, (clerk, chief, administrator): (PersonId, PersonId, PersonId)) -> Result<()> {
        let new = NewBot {
            name: "雨量計ボット".to_owned(),
            reading: "うりょうけい".to_owned(),
            purpose: "雨量と水位の知らせ".to_owned(),
            sponsor_id: administrator,
        };
        let made = self.db.write_now(keeper, move |tx| outsiders::create_bot(tx, &new, &SeededEntropy::new(6), ""))?;
        let id = made.bot.person.id;
        let members = [(administrator, Role::Owner), (clerk, Role::Member), (chief, Role::Member), (id, Role::Member)];
        let said = [
            (id, 130, "緑川 中橋の水位 1.42 m(平常)。1時間の雨量 3.5 mm。"),
            (id, 70, "緑川 中橋の水位 1.65 m(平常)。1時間の雨量 12.0 mm。"),
            (chief, 60, "雨が強くなってきました。水防団待機水位まではまだ余裕があります。"),
            (id, 10, "緑川 中橋の水位 1.58 m(平常)。1時間の雨量 1.0 mm。"),
        ];
        self.small_room(keeper, ("雨量・水位の知らせ", "観測所からの自動の知らせ"), &members, &said).map(|_| ())
    }

    /// One machine at the counter of the chief's unit.
    fn shared(&self, keeper: Actor, people: (PersonId, PersonId), hash: &str) -> Result<SignIn> {
        let chief = &self.town.people[self.town.sign_ins[1].person];
        let unit = chief.posts[0].unit;
        let name = format!("{} 窓口端末", self.town.units[unit].name);
        let new = NewSharedAccount {
            name: name.clone(),
            reading: format!("{}まどぐちたんまつ", self.town.units[unit].reading),
            unit_id: self.units[unit],
            login: "madoguchi".to_owned(),
            idle_seconds: 300,
            operators: [people.0, people.1]
                .map(|person| CircleEntry { person_id: Some(person), unit_id: None, title_id: None })
                .to_vec(),
        };
        let (hash, pin) = (hash.to_owned(), password::hash(PIN, &**self.db.entropy())?);
        self.db.write_now(keeper, move |tx| {
            let made = shared::create(tx, &new, &hash, "")?;
            ready(tx, made.person.id)?;
            for person in [people.0, people.1] {
                identity::store::operators::put_pin(tx, person, &pin, false)?;
            }
            Ok(())
        })?;
        let label = format!("共用アカウント(PIN {PIN})");
        Ok(SignIn { login: "madoguchi".to_owned(), name, label })
    }

    /// The council, with its own people and rooms, at an address of its own.
    fn council(&self, keeper: Actor, hash: &str) -> Result<SignIn> {
        let person = |number: &str, names: [&str; 4], employment| NewPerson {
            id: None,
            staff_number: number.to_owned(),
            family_name: names[0].to_owned(),
            given_name: names[1].to_owned(),
            family_reading: names[2].to_owned(),
            given_reading: names[3].to_owned(),
            employment,
            email: None,
            extension: None,
            mobile: None,
            posts: Vec::new(),
        };
        let new = NewOrganisation {
            name: format!("{}議会", self.town.name),
            reading: "ぎかい".to_owned(),
            code: COUNCIL.to_owned(),
            colour: None,
            listed: true,
        };
        let name = new.name.clone();
        let first = person("c001", ["大庭", "誠", "おおば", "まこと"], Employment::Regular);
        let first_hash = hash.to_owned();
        let org = self.db.write_now(keeper, move |tx| {
            let first = FirstAdministrator { person: first.clone(), password_hash: &first_hash, initial: false };
            Ok(identity::service::found(tx, &new, &first, "")?.id)
        })?;
        let others = [
            person("c002", ["小倉", "葵", "おぐら", "あおい"], Employment::Regular),
            person("c003", ["長谷", "進", "はせ", "すすむ"], Employment::Councillor),
            person("c004", ["三宅", "恵", "みやけ", "めぐみ"], Employment::Councillor),
        ];
        let system = Actor::system(org);
        let (hash, today) = (hash.to_owned(), Jst::date(self.now));
        let (first, others) = self.db.write_now(system, move |tx| {
            tx.lock(db::Lock::Org(org))?;
            let root = units::all_units(tx)?.first().map(|unit| unit.id).expect("it was founded with one");
            let mut made = Vec::new();
            for new in &others {
                let post =
                    NewPost { unit_id: root, title_id: None, kind: PostKind::Main, valid_from: today, valid_to: None };
                let id =
                    directory::service::insert_person_unchecked(tx, &NewPerson { posts: vec![post], ..new.clone() })?;
                insert_account(
                    tx,
                    &NewAccount {
                        person: id,
                        login: &new.staff_number,
                        email: None,
                        password_hash: &hash,
                        must_change: false,
                        rights: Rights::Member,
                    },
                )?;
                made.push(id);
            }
            placement::place(tx, None)?;
            let first = directory::store::people::by_staff_number(tx, "c001")?.map(|person| person.brief.id);
            Ok((first.expect("it was founded by them"), made))
        })?;
        let everybody: Vec<(PersonId, Role)> =
            [(first, Role::Owner)].into_iter().chain(others.iter().map(|id| (*id, Role::Member))).collect();
        let said = [
            (first, 300, "12月定例会の日程案をまとめました。一般質問の通告は来週の金曜までにお願いします。"),
            (others[1], 240, "承知しました。通告書は前回と同じ様式でよいでしょうか。"),
            (others[0], 220, "様式は同じです。控えをこのルームでお渡しします。"),
        ];
        self.small_room(system, ("定例会の準備", "日程・通告・資料"), &everybody, &said)?;
        let said = [(others[0], 90, "政務活動費の報告書、今月分の領収書がそろっているか確かめています。")];
        self.small_room(system, ("議会事務局", "事務局の連絡"), &everybody[..2], &said)?;
        let name = format!("大庭 誠({name}、/o/{COUNCIL}/)");
        Ok(SignIn { login: "c001".to_owned(), name, label: "別の組織の管理者".to_owned() })
    }

    /// A private room with a few words; its id and theirs.
    pub(super) fn small_room(
        &self,
        actor: Actor,
        (name, purpose): (&str, &str),
        members: &[(PersonId, Role)],
        said: &[Said],
    ) -> Result<(RoomId, Vec<MessageId>)> {
        let entropy = SeededEntropy::new(members.len() as u64 + said.len() as u64 + name.len() as u64);
        let ago = |minutes: u64| self.now.minus(Duration::from_secs(60 * minutes));
        let since = said.first().map_or(self.now, |(_, minutes, _)| ago(*minutes));
        let id: RoomId = IdMaker::new().next(since, &entropy);
        let old = OldRoom {
            id,
            kind: RoomKind::Private,
            name: name.to_owned(),
            purpose: purpose.to_owned(),
            unit_id: None,
            rule: None,
            created_at: since,
            archived_at: None,
            members: members.to_vec(),
        };
        let message = |(author, minutes, body): &Said| {
            let sent_at: Timestamp = ago(*minutes);
            OldMessage {
                id: self.ids.next(sent_at, &entropy),
                author: *author,
                via: None,
                sent_at,
                body: (*body).to_owned(),
                extra: Extra::default(),
                quote: None,
                edited_at: None,
                withdrawn_at: None,
                reactions: Vec::new(),
                replies: Vec::new(),
            }
        };
        let messages: Vec<OldMessage> = said.iter().map(message).collect();
        let ids = messages.iter().map(|message| message.id).collect();
        let now = self.now;
        self.db.write_now(Actor::system(actor.org), move |tx| {
            carry::room(tx, &old)?;
            carry::messages(tx, id, &messages)?;
            carry::finish(tx, id, now, None)
        })?;
        Ok((id, ids))
    }
}

/// The password that somebody was given is already their own.
fn ready(tx: &mut db::Tx<'_>, person: PersonId) -> Result<()> {
    let mut account = identity::store::of_person(tx, person)?.expect("made with the person");
    account.must_change = false;
    identity::store::update(tx, &account)
}
