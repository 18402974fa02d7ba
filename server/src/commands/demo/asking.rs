//! A room in which firms ask the town's section: what waits, what was answered, its FAQ, and what one of them asked privately.

use super::Loader;
use crate::features;
use chat::model::Role;
use directory::model::{GuestKind, NewGuest};
use identity::service::outsiders;
use jiff::ToSpan;
use kernel::{Actor, Jst, Outsider, PersonId, Result, SeededEntropy};
use questions::model::{FaqId, PrivateId, Wording};
use questions::service::{self, Answering, Asking, Proposing, Rewording};

/// What is asked again and again, and its answer.
const FAQ: [(&str, &str); 4] = [
    (
        "占用の期間を延ばす申請は、いつまでに出しますか。",
        "満了の30日前までに、更新の申請書を道路課へ出してください。図面に変更がなければ、図面の添付は要りません。",
    ),
    (
        "申請から許可まで、どのくらいかかりますか。",
        "書類がそろってから、おおむね2週間です。年度末は混みますので、早めにご相談ください。",
    ),
    (
        "工事の日程が変わったときは、どうすればよいですか。",
        "許可の期間の中であれば、道路課への連絡だけで結構です。期間を越えるときは、変更の申請をしてください。",
    ),
    (
        "緊急の漏水やガス漏れのときも、先に許可が要りますか。",
        "先に電話で知らせて、工事を始めてください。申請は3日以内にお願いします。夜間と休日は守衛室が取り次ぎます。",
    ),
];

impl Loader {
    /// Adds all of it.
    pub(super) fn questions(
        &self,
        keeper: Actor,
        (clerk, chief, visitor): (PersonId, PersonId, PersonId),
        hash: &str,
    ) -> Result<()> {
        let other = self.other_firm(keeper, clerk, hash)?;
        let members = [(clerk, Role::Owner), (chief, Role::Owner), (visitor, Role::Member), (other, Role::Member)];
        let said = [
            (
                clerk,
                4_300,
                "道路占用の手続きのご質問は、このルームへお寄せください。よくあるご質問はFAQにまとめています。",
            ),
            (visitor, 3_100, "占用の期間を延ばす申請は、いつまでに出せばよいですか。"),
            (other, 3_050, "延長の申請の締切を教えてください。"),
            (chief, 2_990, "どちらも、満了の30日前までに更新の申請書をお出しください。"),
            (other, 1_500, "占用料の減免は、どのような工事が対象ですか。"),
            (visitor, 300, "夜間の工事では、警察の道路使用の許可も市でまとめて申請できますか。"),
            (other, 90, "舗装の復旧は、掘った幅だけでよいですか。"),
            (visitor, 20, "図面は、CADのデータで出してもよいですか。"),
        ];
        let about = ("道路占用の質問", "市内の事業者からの質問と回答");
        let (room, messages) = self.small_room(keeper, about, &members, &said)?;
        let of = |person: PersonId| Actor { person, ..self.actor };
        for place in [1, 2, 4, 5, 6, 7] {
            let message = messages[place];
            self.db.write_now(of(clerk), move |tx| service::mark(tx, &*features::talk(), message).map(|_| ()))?;
        }
        let entropy = SeededEntropy::new(13);
        // One message answers two who asked the same.
        let answers = [
            (chief, messages[1], messages[3], None),
            (chief, messages[2], messages[3], None),
            (
                clerk,
                messages[4],
                self.ids.next(self.now, &entropy),
                Some("水道・ガスなど、公益のための工事が対象です。減免の申請書を一緒にお出しください。"),
            ),
        ];
        for (person, asked, answer, words) in answers {
            let answering = Answering { answer, words: words.map(str::to_owned), step: 0, operator: None };
            self.db.write_now(of(person), move |tx| {
                service::answer(tx, &*features::talk(), asked.cast(), &answering).map(|_| ())
            })?;
        }
        let claimed = messages[5];
        self.db.write_now(of(chief), move |tx| service::claim(tx, &*features::talk(), claimed.cast()).map(|_| ()))?;
        for (place, (question, answer)) in FAQ.into_iter().enumerate() {
            let id: FaqId = self.ids.next(self.now, &entropy);
            let wording = Wording { question: question.to_owned(), answer: answer.to_owned() };
            let writing = Rewording { wording, source: (place == 0).then(|| messages[1]), step: None };
            self.db.write_now(of(chief), move |tx| {
                service::write_entry(tx, &*features::talk(), (room, id), &writing).map(|_| ())
            })?;
        }
        let id: PrivateId = self.ids.next(self.now, &entropy);
        let entry: FaqId = self.ids.next(self.now, &entropy);
        let asking = Asking {
            id,
            words: "本年度の占用料の納付が遅れそうです。山田設備工業として、分割で納めることはできますか。".to_owned(),
            operator: None,
        };
        let guest = Actor { outsider: Some(Outsider::Guest), ..of(visitor) };
        self.db.write_now(guest, move |tx| service::ask(tx, &*features::talk(), room, &asking).map(|_| ()))?;
        let answer = "分割で納められます。納期限の前に、道路課の窓口へご相談ください。";
        self.db.write_now(of(chief), move |tx| {
            service::answer_private(tx, &*features::talk(), id, (answer, 0)).map(|_| ())
        })?;
        // Answered, it has gone one step.
        let proposing = Proposing {
            entry,
            wording: Wording {
                question: "占用料を分割で納めることはできますか。".to_owned(),
                answer: answer.to_owned(),
            },
            step: 1,
        };
        self.db.write_now(of(chief), move |tx| service::propose(tx, &*features::talk(), id, &proposing).map(|_| ()))
    }

    /// Somebody of another firm, who asks the same.
    fn other_firm(&self, keeper: Actor, clerk: PersonId, hash: &str) -> Result<PersonId> {
        let new = NewGuest {
            family_name: "森".to_owned(),
            given_name: "早苗".to_owned(),
            family_reading: "もり".to_owned(),
            given_reading: "さなえ".to_owned(),
            kind: GuestKind::Business,
            affiliation: "緑野ガス".to_owned(),
            purpose: "ガス管の工事の連絡".to_owned(),
            sponsor_id: clerk,
            last_day: Jst::date(self.now).saturating_add(60.days()),
            email: None,
            mobile: None,
        };
        let hash = hash.to_owned();
        self.db.write_now(keeper, move |tx| {
            Ok(outsiders::create_guest(tx, &new, &hash, &SeededEntropy::new(7), "")?.guest.person.id)
        })
    }
}
