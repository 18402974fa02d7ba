//! Which column is which: by the names that offices give them, or by a mapping that was kept.

use super::table::Fault;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// 職員番号
    StaffNumber,
    /// 氏名
    Name,
    /// 姓
    FamilyName,
    /// 名
    GivenName,
    /// フリガナ
    Reading,
    /// セイ
    FamilyReading,
    /// メイ
    GivenReading,
    /// 所属, a path
    Unit,
    /// 局
    Bureau,
    /// 部
    Department,
    /// 課
    Section,
    /// 係
    Team,
    /// 職名
    Title,
    /// 職位順
    TitleRank,
    /// 本務兼務区分
    Kind,
    /// 発令日
    From,
    /// 終了日
    To,
    /// 雇用形態
    Employment,
    /// メール
    Email,
    /// 内線
    Extension,
    /// 携帯電話
    Mobile,
    /// 権限
    Rights,
    /// 退職日
    LeftOn,
    /// 休業区分
    Leave,
    /// 休業開始日
    LeaveFrom,
    /// 休業終了日
    LeaveTo,
    /// 復職日
    BackOn,
    /// 休業中の利用
    LeaveAccess,
}

/// Fields by the names that their columns bear, the one that the export writes first.
const NAMES: [(Field, &[&str]); 28] = [
    (
        Field::StaffNumber,
        &[
            "職員番号",
            "職員コード",
            "職員no",
            "職員id",
            "社員番号",
            "staff_number",
            "staff number",
            "employee_number",
            "employee id",
        ],
    ),
    (Field::Name, &["氏名", "名前", "職員氏名", "漢字氏名", "name", "full_name", "full name"]),
    (
        Field::FamilyName,
        &["姓", "氏", "苗字", "名字", "family_name", "family name", "last_name", "last name", "surname"],
    ),
    (Field::GivenName, &["名", "given_name", "given name", "first_name", "first name"]),
    (
        Field::Reading,
        &[
            "フリガナ",
            "ふりがな",
            "氏名カナ",
            "カナ氏名",
            "氏名フリガナ",
            "氏名(カナ)",
            "よみ",
            "よみがな",
            "カナ",
            "reading",
            "kana",
        ],
    ),
    (
        Field::FamilyReading,
        &["セイ", "姓カナ", "姓フリガナ", "姓(カナ)", "姓よみ", "family_reading", "family reading", "last_name_kana"],
    ),
    (
        Field::GivenReading,
        &["メイ", "名カナ", "名フリガナ", "名(カナ)", "名よみ", "given_reading", "given reading", "first_name_kana"],
    ),
    (Field::Unit, &["所属", "所属名", "部署", "組織", "所属部署", "unit", "department_path", "organization"]),
    (Field::Bureau, &["局", "局名", "bureau"]),
    (Field::Department, &["部", "部名", "department"]),
    (Field::Section, &["課", "課名", "課室", "課室名", "section"]),
    (Field::Team, &["係", "係名", "係班", "班", "team"]),
    (Field::Title, &["職名", "役職", "役職名", "職", "title", "position"]),
    (Field::TitleRank, &["職位順", "職位", "役職順", "rank", "title_rank", "title rank"]),
    (Field::Kind, &["本務兼務区分", "本務兼務", "本兼区分", "兼務区分", "発令区分", "kind", "post_kind", "post kind"]),
    (
        Field::From,
        &["発令日", "開始日", "発令年月日", "着任日", "from", "valid_from", "start", "start_date", "start date"],
    ),
    (Field::To, &["終了日", "満了日", "終了年月日", "to", "valid_to", "end", "end_date", "end date"]),
    (Field::Employment, &["雇用形態", "任用区分", "任用形態", "職員区分", "employment", "employment_type"]),
    (Field::Email, &["メール", "メールアドレス", "eメール", "e-mail", "email", "mail", "mail address"]),
    (Field::Extension, &["内線", "内線番号", "extension", "ext"]),
    (Field::Mobile, &["携帯電話", "携帯", "携帯番号", "mobile", "cell"]),
    (Field::Rights, &["権限", "利用者区分", "rights", "role"]),
    (Field::LeftOn, &["退職日", "退職年月日", "離職日", "left_on", "last_day", "last day"]),
    (Field::Leave, &["休業区分", "休業", "休業種別", "休職区分", "休業等", "leave", "leave_kind", "leave kind"]),
    (
        Field::LeaveFrom,
        &["休業開始日", "休業始期", "休業開始年月日", "休職開始日", "leave_from", "leave from", "leave_start"],
    ),
    (Field::LeaveTo, &["休業終了日", "休業終期", "休業終了年月日", "休職終了日", "leave_to", "leave to", "leave_end"]),
    (Field::BackOn, &["復職日", "復帰日", "復職年月日", "back_on", "back on", "return_date", "return date"]),
    (Field::LeaveAccess, &["休業中の利用", "休業中の権限", "leave_access", "leave access"]),
];

/// Columns by name in the file; what a kept mapping is.
pub type Mapping = BTreeMap<String, Field>;

/// Where each field's column is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// By field, from 0.
    pub places: HashMap<Field, usize>,
    /// Names of columns that mean nothing here.
    pub ignored: Vec<String>,
    /// What was used, to be kept.
    pub mapping: Mapping,
}

fn key(name: &str) -> String {
    text::fold(name).replace([' ', '\n', '*', '※'], "")
}

/// The name under which the export writes a field.
pub fn name(field: Field) -> &'static str {
    NAMES.iter().find(|(known, _)| *known == field).map_or("?", |(_, names)| names[0])
}

/// Finds the columns of a header: by the mapping where one is given, else by name.
///
/// Errors: what is missing or there twice.
pub fn find(header: &[String], mapping: Option<&Mapping>) -> Result<Columns, Vec<Fault>> {
    let fault = |english: &str, japanese: &str| Fault::new(1, english, japanese);
    let mut columns = Columns::default();
    let mut faults = Vec::new();
    // Made once: a header may be very wide, and folding takes its time.
    let fields: HashMap<String, Field> = match mapping {
        Some(mapping) => mapping.iter().rev().map(|(wanted, field)| (key(wanted), *field)).collect(),
        None => NAMES.iter().rev().flat_map(|(field, names)| names.iter().map(|name| (key(name), *field))).collect(),
    };
    let keys: Vec<String> = header.iter().map(|name| key(name)).collect();
    for ((place, name), key) in header.iter().enumerate().zip(&keys) {
        match fields.get(key).copied() {
            None => columns.ignored.push(name.clone()),
            Some(field) => {
                columns.mapping.insert(name.clone(), field);
                if columns.places.insert(field, place).is_some() {
                    let field = self::name(field);
                    faults.push(fault(&format!("two columns are {field}"), &format!("「{name}」の列が重複しています")));
                }
            }
        }
    }
    for (wanted, _) in mapping.into_iter().flatten() {
        if !keys.contains(&key(wanted)) {
            let english = format!("the mapping names the column 「{wanted}」, which is not there");
            faults.push(fault(&english, &format!("列「{wanted}」がありません")));
        }
    }
    let has = |field| columns.places.contains_key(&field);
    if !has(Field::StaffNumber) {
        faults.push(fault("no column is 職員番号 (staff_number)", "職員番号の列がありません"));
    }
    if !has(Field::Name) && !has(Field::FamilyName) {
        faults.push(fault("no column is 氏名 (name) or 姓 (family_name)", "氏名の列がありません"));
    }
    if faults.is_empty() { Ok(columns) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &str) -> Vec<String> {
        names.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn columns_are_found_by_japanese_and_english_names_of_any_width() {
        let found = find(&header("職員番号,氏　名,ﾌﾘｶﾞﾅ,所属名,備考"), None).expect("enough");
        assert_eq!(found.places[&Field::Name], 1);
        assert_eq!(found.places[&Field::Reading], 2);
        assert_eq!(found.ignored, ["備考"]);
        let found = find(&header("Staff Number,Last Name,First Name,E-Mail"), None).expect("enough");
        assert_eq!(found.places.len(), 4);
    }

    #[test]
    fn what_is_missing_or_doubled_is_told() {
        assert_eq!(find(&header("所属,職名"), None).unwrap_err().len(), 2);
        assert!(find(&header("職員番号,氏名,氏名"), None).unwrap_err()[0].english.contains("氏名"));
        let mapping = Mapping::from([("番号".to_owned(), Field::StaffNumber), ("人".to_owned(), Field::Name)]);
        assert_eq!(find(&header("番号,人,氏名"), Some(&mapping)).expect("enough").ignored, ["氏名"]);
        assert!(find(&header("番号,氏名"), Some(&mapping)).unwrap_err()[0].english.contains("「人」"));
    }
}
