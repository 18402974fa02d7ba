use super::*;
use crate::{config, features};
use directory::model::{Employment, Person, PostKind};
use directory::store::people;
use jiff::civil::date;
use kernel::OrgId;
use testkit::TestDb;
use transfers::model::Encoding;

const HEADER: &str = "職員番号,氏名,フリガナ,所属,職名,本務兼務区分,発令日,終了日,雇用形態,メール,内線,権限";
const MAKE: May = May { units: true, titles: true, accounts: false, leave: false, cp932: false };

/// An organisation in a fresh database.
struct Town<'t> {
    db: &'t Db,
    actor: Actor,
}

fn everywhere(body: impl Fn(&Town<'_>)) {
    testkit::both(&features::migrations(), |test: &TestDb| {
        let org: OrgId = test
            .db
            .write_now(apply::nobody(), |tx| directory::service::create_organisation(tx, "緑野市"))
            .expect("a town");
        body(&Town { db: &test.db, actor: Actor::system(org) });
    });
}

fn list(lines: &[&str]) -> Vec<u8> {
    format!("{HEADER}\r\n{}\r\n", lines.join("\r\n")).into_bytes()
}

const CLERKS: [&str; 3] = [
    "0001,髙田 花子,タカダ ハナコ,総務部/総務課,主事,本務,令和8年4月1日,,正規職員,hanako@example.lg.jp,1201,管理者",
    "0002,伊藤 健,ｲﾄｳ ｹﾝ,総務部／総務課,課長,本務,R8.4.1,,正規職員,ken@example.lg.jp,1202,一般",
    "０００２,伊藤 健,ｲﾄｳ ｹﾝ,総務部／財政課,課長,兼務,R8.4.1,,正規職員,ken@example.lg.jp,1202,一般",
];

impl Town<'_> {
    fn compare(&self, bytes: &[u8], may: May) -> (Plan, Vec<Fault>) {
        let list = parse(bytes, Encoding::Auto, None).expect("readable");
        let may = May { cp932: list.cp932, ..may };
        let plan = apply::compare(self.db, self.actor, &list.rows, may).expect("compared");
        let faults = [list.faults, plan.faults.clone()].concat();
        (plan, faults)
    }

    fn import(&self, bytes: &[u8], may: May) -> Plan {
        let (plan, faults) = self.compare(bytes, may);
        assert_eq!(faults, [], "nothing is wrong");
        let list = parse(bytes, Encoding::Auto, None).expect("readable");
        let may = May { cp932: list.cp932, ..may };
        let hashes = plan.accounts.iter().map(|(_, login, _, _)| (login.clone(), password::NO_PASSWORD.to_owned()));
        apply::apply(self.db, Place::Known(self.actor), &list.rows, may, hashes.collect()).expect("carried in")
    }

    fn faults(&self, bytes: &[u8], may: May) -> Vec<String> {
        let before = self.people();
        let (_, mut faults) = self.compare(bytes, may);
        assert_eq!(format!("{:?}", self.people()), format!("{before:?}"), "comparing changes nothing");
        faults.sort();
        faults.iter().map(ToString::to_string).collect()
    }

    fn people(&self) -> Vec<Person> {
        self.db.read_now(self.actor, people::everybody).expect("read")
    }

    fn person(&self, number: &str) -> Person {
        self.people().into_iter().find(|person| person.staff_number == number).expect("somebody with the number")
    }

    fn state(&self) -> transfers::service::list::plan::State {
        self.db.read_now(self.actor, transfers::service::list::state).expect("read")
    }
}

fn has(faults: &[String], line: u64, part: &str) -> bool {
    faults.iter().any(|fault| fault.starts_with(&format!("line {line} ")) && fault.contains(part))
}

#[test]
fn a_list_makes_people_units_titles_and_posts() {
    everywhere(|town| {
        let plan = town.import(&list(&CLERKS), MAKE);
        assert_eq!((plan.added.len(), plan.units.len(), plan.titles.len()), (2, 3, 2));
        let hanako = town.person("0001");
        assert_eq!((hanako.brief.name.as_str(), hanako.brief.reading.as_str()), ("髙田 花子", "たかだ はなこ"));
        assert_eq!((hanako.brief.unit.as_deref(), hanako.posts[0].valid_from), (Some("総務課"), date(2026, 4, 1)));
        let ken = town.person("0002");
        let kinds: Vec<PostKind> = ken.posts.iter().map(|post| post.kind).collect();
        assert_eq!((kinds, ken.brief.active), (vec![PostKind::Main, PostKind::Concurrent], true));
        assert_eq!(ken.brief.reading, "いとう けん");
        assert_eq!(town.import(&list(&CLERKS), MAKE).differences, [], "the same list again changes nothing");
    });
}

#[test]
fn both_encodings_and_both_codes_of_a_letter_are_the_same_list() {
    everywhere(|town| {
        town.import(&list(&CLERKS), MAKE);
        let text = String::from_utf8(list(&CLERKS)).expect("a text");
        let coded = text::cp932::encode(&text).bytes;
        assert_eq!(town.import(&coded, MAKE).differences, []);
        let taka = coded.windows(2).position(|pair| pair == [0xFB, 0xFC] || pair == [0xEE, 0xE0]).expect("髙");
        for code in [[0xFB, 0xFC], [0xEE, 0xE0]] {
            let mut other = coded.clone();
            other[taka..taka + 2].copy_from_slice(&code);
            assert_eq!(town.import(&other, MAKE).differences, []);
        }
        let marked = [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat();
        assert_eq!(town.import(&marked, MAKE).differences, []);
    });
}

#[test]
fn every_bad_line_is_told_with_its_number_and_all_its_reasons() {
    everywhere(|town| {
        let bytes = list(&[
            CLERKS[0],
            "0003,\"山田\r\n太郎\",ヤマダ,総務部/総務課,主事,本務,2026-13-01,,正規職員,a b,1,一般",
            "0004,田中 誠,タナカ マコト",
            ",木村 学,木村,総務部/総務課,主事,本務,2026-04-01,2026-03-01,臨職,a@b,1,王様",
            "0005,中村 彩,ナカムラ アヤ,総務部/総務課,主事,本務,2026-04-01,,正規職員,,,",
            "0005,中村 綾,ナカムラ アヤ,総務部/総務課,主事,本務,2026-04-01,,正規職員,,,",
        ]);
        let faults = town.faults(&bytes, MAKE);
        assert!(has(&faults, 3, "発令日「2026-13-01」") && has(&faults, 3, "メール「a b」"), "{faults:#?}");
        assert!(has(&faults, 5, "3 columns where the header has 12"), "{faults:#?}");
        for part in ["職員番号", "かなではありません", "開始日より前", "雇用形態「臨職」", "権限「王様」"]
        {
            assert!(has(&faults, 6, part), "{part}: {faults:#?}");
        }
        assert!(has(&faults, 8, "氏名 differs from line 7") && has(&faults, 8, "a second 本務"), "{faults:#?}");
    });
}

#[test]
fn an_unknown_unit_or_title_is_a_fault_unless_it_may_be_made() {
    everywhere(|town| {
        let faults = town.faults(&list(&CLERKS), May::default());
        assert!(
            has(&faults, 2, "所属「総務部/総務課」")
                && has(&faults, 2, "職名「主事」") == has(&faults, 2, "unknown title")
        );
        town.import(&list(&CLERKS), MAKE);
        let moved = "0001,髙田 花子,タカダ ハナコ,総務部/税務課,主事,本務,2026-05-01,,正規職員,hanako@example.lg.jp,1201,管理者";
        let faults = town.faults(&list(&[moved]), May { titles: true, ..May::default() });
        assert!(has(&faults, 2, "所属「総務部/税務課」") && faults.len() == 1, "{faults:#?}");
    });
}

#[test]
fn a_transfer_ends_the_old_post_and_keeps_it() {
    everywhere(|town| {
        town.import(&list(&CLERKS), MAKE);
        let moved = "0001,髙田 花子,タカダ ハナコ,総務部/財政課,主査,本務,2026-10-01,,正規職員,hanako@example.lg.jp,1201,管理者";
        let plan = town.import(&list(&[moved, CLERKS[1], CLERKS[2]]), MAKE);
        assert_eq!(plan.differences.iter().filter(|difference| difference.sort == Sort::Moved).count(), 1);
        let posts = town.person("0001").posts;
        let terms: Vec<_> =
            posts.iter().map(|post| (post.unit_name.as_str(), post.valid_from, post.valid_to)).collect();
        let expected = [("総務課", date(2026, 4, 1), Some(date(2026, 9, 30))), ("財政課", date(2026, 10, 1), None)];
        assert!(expected.iter().all(|term| terms.contains(term)) && terms.len() == 2, "{terms:?}");
        assert_eq!(town.import(&list(&[CLERKS[1], CLERKS[2]]), MAKE).absent, 1, "who is not in the list stays");
    });
}

#[test]
fn a_changed_field_is_told_before_and_after_and_absent_columns_change_nothing() {
    everywhere(|town| {
        town.import(&list(&CLERKS), MAKE);
        let short = "Staff Number;Name;Employment\n0001;髙田花子;会計年度任用職員\n".as_bytes();
        let plan = town.import(short, May::default());
        let told: Vec<String> = plan.differences.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["changed  変更  0001 髙田 花子  雇用形態: 正規職員 → 会計年度任用職員"]);
        let hanako = town.person("0001");
        assert_eq!((hanako.employment, hanako.extension.as_deref()), (Employment::FiscalYear, Some("1201")));
        assert_eq!((hanako.given_name.as_str(), hanako.posts.len()), ("花子", 1));
    });
}

#[test]
fn accounts_come_with_initial_passwords_and_an_administrator_always_remains() {
    everywhere(|town| {
        let may = May { accounts: true, ..MAKE };
        let plan = town.import(&list(&CLERKS), may);
        assert_eq!(plan.accounts.len(), 2);
        let accounts = town.state().accounts;
        assert!(accounts.iter().all(|account| account.must_change));
        assert!(town.import(&list(&CLERKS), may).differences.is_empty());
        let without = list(&[CLERKS[1], CLERKS[2]]);
        let faults = town.faults(&without, May { leave: true, ..may });
        assert!(faults.iter().any(|fault| fault.contains("no administrator would remain")), "{faults:#?}");
        let heir = without.clone();
        let heir = String::from_utf8(heir).expect("a text").replace("一般", "管理者").into_bytes();
        let plan = town.import(&heir, May { leave: true, ..may });
        assert_eq!(plan.differences.iter().filter(|difference| difference.sort == Sort::Left).count(), 1);
        assert_eq!(town.person("0001").left_on, Some(date(2026, 3, 31)));
    });
}

#[test]
fn another_persons_address_is_no_address_for_an_account() {
    everywhere(|town| {
        let may = May { accounts: true, ..MAKE };
        town.import(&list(&CLERKS[..1]), may);
        let twin = "0009,山田 太郎,ヤマダ タロウ,総務部/総務課,主事,本務,2026-04-01,,正規職員,HANAKO@example.lg.jp,,";
        let faults = town.faults(&list(&[twin]), may);
        assert!(has(&faults, 2, "他のアカウント"), "{faults:#?}");
    });
}

#[test]
fn what_was_exported_comes_back_unchanged() {
    everywhere(|town| {
        let odd = "0003,𠮷田 =SUM(A1),ヨシダ,総務部/総務課,主事,本務,2026-04-01,2027-03-31,会計年度任用職員,,-81〜2,";
        town.import(&list(&[CLERKS[0], CLERKS[1], CLERKS[2], odd]), MAKE);
        for encoding in [config::Encoding::Cp932, config::Encoding::Utf8] {
            let (bytes, lost) = write::write(&town.state(), encoding).expect("written");
            assert!(bytes.windows(2).any(|pair| pair == b"\r\n"));
            let cp932 = encoding == config::Encoding::Cp932;
            assert_eq!(lost.len(), usize::from(cp932));
            if cp932 {
                assert_eq!((lost[0].field, lost[0].grapheme.as_str()), ("姓", "𠮷"));
                let text = text::cp932::decode(&bytes).expect("CP932");
                assert!(
                    text.contains("〓田,'=SUM(A1),ヨシダ") && text.contains(",'-81～2,") && !text.contains('?'),
                    "{text}"
                );
            }
            assert_eq!(town.import(&bytes, MAKE).differences, [], "{encoding:?}");
        }
        assert_eq!(town.person("0003").family_name, "𠮷田");
    });
}

#[test]
fn an_organisation_that_is_not_there_is_made_with_its_list() {
    testkit::both(&features::migrations(), |test: &TestDb| {
        let list = parse(&list(&CLERKS), Encoding::Auto, None).expect("readable");
        let place = Place::New("緑野市".to_owned());
        let plan =
            apply::apply(&test.db, place, &list.rows, MAKE, std::collections::HashMap::new()).expect("carried in");
        assert_eq!(plan.added.len(), 2);
        let org = organisation::find(&test.db, None).expect("found").expect("one");
        let units = test.db.read_now(Actor::system(org), directory::store::units::all_units).expect("read");
        let names: Vec<&str> = units.iter().map(|unit| unit.name.as_str()).collect();
        assert_eq!(names, ["緑野市", "総務部", "総務課", "財政課"]);
    });
}

#[test]
fn a_list_puts_people_on_leave_and_brings_them_back_and_leaves_an_administrator() {
    everywhere(|town| {
        let with_accounts = May { accounts: true, ..MAKE };
        town.import(&list(&CLERKS), with_accounts);
        let said =
            |lines: &str| format!("職員番号,氏名,休業区分,休業開始日,休業終了日,復職日\r\n{lines}\r\n").into_bytes();
        let away = said("0002,伊藤 健,育休,令和8年4月1日,,");
        assert_eq!(town.import(&away, MAKE).differences[0].after, "育休 (2026-04-01～) 見るだけ");
        assert_eq!(town.import(&away, MAKE).differences, [], "said again, it changes nothing");
        let leaves = |town: &Town<'_>| town.state().leaves.into_values().flatten().collect::<Vec<_>>();
        assert_eq!((leaves(town).len(), leaves(town)[0].valid_to), (1, None));
        town.import(&said("0002,伊藤 健,,,,令和9年4月1日"), MAKE);
        assert_eq!(leaves(town)[0].valid_to, Some(date(2027, 3, 31)));
        let faults = town.faults(&said("0001,髙田 花子,産休,,,"), MAKE);
        assert!(faults.iter().any(|fault| fault.contains("no administrator would remain")), "{faults:?}");
    });
}

#[test]
fn what_is_exported_tells_of_leaves_and_brings_them_to_another_town() {
    everywhere(|town| {
        town.import(&list(&CLERKS), MAKE);
        let away = "職員番号,氏名,休業区分,休業開始日,休業終了日,休業中の利用\r\n\
            0002,伊藤 健,産休,令和8年4月1日,令和8年7月31日,会話\r\n0002,伊藤 健,育休,令和8年8月1日,未定,利用しない\r\n";
        town.import(away.as_bytes(), MAKE);
        let (bytes, _) = write::write(&town.state(), config::Encoding::Utf8).expect("written");
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].ends_with("休業区分,休業開始日,休業終了日,休業中の利用"), "{text}");
        assert!(lines[1].ends_with(",,,,"), "{text}");
        assert!(lines[2].ends_with(",産休,2026-04-01,2026-07-31,見る・個人あての会話"), "{text}");
        assert!(lines[3].ends_with(",育休,2026-08-01,未定,利用しない"), "{text}");
        assert_eq!(town.import(&bytes, MAKE).differences, []);
        let held = |town: &Town<'_>| town.state().leaves.into_values().flatten().collect::<Vec<_>>();
        let before = held(town);
        everywhere(|other| {
            other.import(&bytes, MAKE);
            assert_eq!(held(other), before);
        });
    });
}

#[test]
fn passwords_are_kept_where_only_the_server_reads_them_and_never_written_over() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let one = |login: &str| [Initial { login: login.to_owned(), password: "abc".to_owned(), hash: String::new() }];
    let first = keep_passwords(folder.path(), &one("0001")).expect("kept");
    let second = keep_passwords(folder.path(), &one("=2")).expect("kept");
    assert_ne!(first, second);
    assert_eq!(std::fs::metadata(&first).expect("there").permissions().mode() & 0o777, 0o600);
    assert!(std::fs::read_to_string(&second).expect("readable").ends_with("'=2,abc\r\n"));
}

#[test]
fn a_large_list_comes_in_one_transaction_and_three_of_ten_move() {
    const STAFF: usize = 2_000;
    everywhere(|town| {
        let line = |n: usize, section: usize, from: &str| {
            format!(
                "{n:06},山田 太郎{n},ヤマダ タロウ,第{}部/第{section}課,主事,本務,{from},,正規職員,s{n}@example.lg.jp,,",
                section % 20
            )
        };
        let all: Vec<String> = (0..STAFF).map(|n| line(n, n % 300, "2025-04-01")).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        assert_eq!(town.import(&list(&all), MAKE).added.len(), STAFF);
        // Three of ten move.
        let moved: Vec<String> = (0..STAFF)
            .map(|n| if n % 10 < 3 { line(n, (n + 7) % 300, "2026-04-01") } else { line(n, n % 300, "2025-04-01") })
            .collect();
        let moved: Vec<&str> = moved.iter().map(String::as_str).collect();
        let plan = town.import(&list(&moved), MAKE);
        let count = plan.differences.iter().filter(|difference| difference.sort == Sort::Moved).count();
        assert_eq!((count, plan.unchanged), (STAFF * 3 / 10, STAFF * 7 / 10));
    });
}
