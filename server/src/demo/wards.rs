//! What a designated city has many of: wards, schools, nurseries, fire stations, hospital wards.

use super::model::UnitKind;
use super::org::{DepartmentRow, Field, Row, Tables, subs};

const WARDS: &[(&str, &str)] = &[
    ("中央区", "ちゅうおうく"),
    ("東区", "ひがしく"),
    ("西区", "にしく"),
    ("南区", "みなみく"),
    ("北区", "きたく"),
    ("緑区", "みどりく"),
    ("青葉区", "あおばく"),
    ("若葉区", "わかばく"),
    ("泉区", "いずみく"),
    ("港区", "みなとく"),
];

const WARD_SECTIONS: &[(&str, &str, u32, Field, &str)] = &[
    ("総務課", "そうむか", 20, Field::Office, "庶務係:しょむ,防災係:ぼうさい"),
    ("まちづくり課", "まちづくりか", 16, Field::Office, "地域係:ちいき,協働係:きょうどう"),
    ("区民課", "くみんか", 42, Field::Office, "窓口係:まどぐち,戸籍係:こせき,マイナンバー係:まいなんばー"),
    ("保険年金課", "ほけんねんきんか", 34, Field::Office, "資格係:しかく,給付係:きゅうふ,年金係:ねんきん"),
    ("税務課", "ぜいむか", 26, Field::Office, "証明係:しょうめい,納税係:のうぜい"),
    ("福祉課", "ふくしか", 30, Field::Office, "障がい福祉係:しょうがいふくし,高齢福祉係:こうれいふくし"),
    ("生活支援課", "せいかつしえんか", 58, Field::Office, "管理係:かんり,保護係:ほご"),
    ("子育て支援課", "こそだてしえんか", 28, Field::Office, "子育て係:こそだて,保育係:ほいく"),
    ("健康課", "けんこうか", 36, Field::Health, "保健係:ほけん,母子係:ぼし"),
    ("環境課", "かんきょうか", 14, Field::Office, "環境係:かんきょう"),
    ("市民センター", "しみんせんたー", 16, Field::Branch, "窓口係:まどぐち"),
    ("図書館", "としょかん", 18, Field::Library, "奉仕係:ほうし"),
    ("スポーツセンター", "すぽーつせんたー", 8, Field::Hall, "管理係:かんり"),
    ("建設課", "けんせつか", 28, Field::Tech, "道路係:どうろ,公園係:こうえん"),
];

const PLACE_HEADS: &[(&str, &str)] = &[
    ("緑", "みどり"),
    ("桜", "さくら"),
    ("若葉", "わかば"),
    ("青葉", "あおば"),
    ("泉", "いずみ"),
    ("松", "まつ"),
    ("梅", "うめ"),
    ("杉", "すぎ"),
    ("柳", "やなぎ"),
    ("藤", "ふじ"),
    ("楓", "かえで"),
    ("朝日", "あさひ"),
    ("光", "ひかり"),
    ("鶴", "つる"),
    ("岩", "いわ"),
    ("萩", "はぎ"),
    ("菊", "きく"),
    ("霧", "きり"),
    ("雲雀", "ひばり"),
    ("夕日", "ゆうひ"),
];

const PLACE_TAILS: &[(&str, &str)] = &[
    ("が丘", "がおか"),
    ("台", "だい"),
    ("町", "まち"),
    ("東", "ひがし"),
    ("西", "にし"),
    ("南", "みなみ"),
    ("北", "きた"),
    ("坂", "ざか"),
];

const HOSPITAL: &[(&str, &str, u32, &str)] = &[
    ("病院総務課", "びょういんそうむか", 30, "庶務係:しょむ,経理係:けいり"),
    ("医事課", "いじか", 50, "医事係:いじ,入退院係:にゅうたいいん"),
    ("地域医療連携室", "ちいきいりょうれんけいしつ", 20, "連携係:れんけい"),
    ("薬剤科", "やくざいか", 44, "調剤班:ちょうざい,病棟班:びょうとう"),
    ("放射線科", "ほうしゃせんか", 40, "撮影班:さつえい"),
    ("臨床検査科", "りんしょうけんさか", 44, "検体班:けんたい,生理班:せいり"),
    ("リハビリテーション科", "りはびりてーしょんか", 36, "理学班:りがく"),
    ("栄養科", "えいようか", 30, "給食班:きゅうしょく"),
    ("外来", "がいらい", 90, "第一班:だいいち,第二班:だいに,第三班:だいさん"),
    ("手術室", "しゅじゅつしつ", 50, "第一班:だいいち,第二班:だいに"),
    ("救急外来", "きゅうきゅうがいらい", 60, "第一班:だいいち,第二班:だいに,第三班:だいさん"),
    ("集中治療室", "しゅうちゅうちりょうしつ", 50, "第一班:だいいち,第二班:だいに"),
];

fn place(i: usize) -> (String, String) {
    let (head, head_reading) = PLACE_HEADS[i % PLACE_HEADS.len()];
    let (tail, tail_reading) = PLACE_TAILS[(i / PLACE_HEADS.len() + i) % PLACE_TAILS.len()];
    (format!("{head}{tail}"), format!("{head_reading}{tail_reading}"))
}

fn department(
    name: &str,
    reading: &str,
    kind: UnitKind,
    head: &'static str,
    deputy: Option<&'static str>,
) -> DepartmentRow {
    DepartmentRow { name: name.to_owned(), reading: reading.to_owned(), kind, head, deputy, place: name.to_owned() }
}

fn row(department: usize, name: String, reading: String, kind: UnitKind, weight: u32, field: Field, list: &str) -> Row {
    Row {
        department,
        place: name.clone(),
        name,
        short_name: None,
        reading,
        kind,
        weight,
        field,
        priority: 5,
        subs: subs(list),
    }
}

pub(super) fn add(tables: &mut Tables, staff: usize) {
    add_wards(tables, (staff / 2_000).clamp(3, WARDS.len()));
    add_hospital(tables);
    let find = |name: &str| tables.departments.iter().position(|d| d.name == name).unwrap_or(0);
    let (education, welfare, fire) = (find("教育委員会"), find("福祉保健部"), find("消防本部"));
    let primary = staff / 200;
    let places = PLACE_HEADS.len() * PLACE_TAILS.len();
    for i in 0..primary.min(places) {
        let (name, reading) = place(i);
        let years =
            "第一学年:だいいち,第三学年:だいさん,第五学年:だいご,第二学年:だいに,第四学年:だいよん,第六学年:だいろく";
        tables.rows.push(row(
            education,
            format!("{name}小学校"),
            format!("{reading}しょうがっこう"),
            UnitKind::School,
            30,
            Field::School,
            years,
        ));
    }
    for i in 0..primary / 2 {
        let (name, reading) = place(i * 2 + 1);
        let years = "第一学年:だいいち,第二学年:だいに,第三学年:だいさん";
        tables.rows.push(row(
            education,
            format!("{name}中学校"),
            format!("{reading}ちゅうがっこう"),
            UnitKind::School,
            32,
            Field::School,
            years,
        ));
    }
    for i in 0..staff / 400 {
        let (name, reading) = place(i * 3 + 2);
        tables.rows.push(row(
            welfare,
            format!("{name}保育所"),
            format!("{reading}ほいくしょ"),
            UnitKind::Facility,
            21,
            Field::Nursery,
            "",
        ));
    }
    for (name, reading) in WARDS.iter().take((staff / 2_000).clamp(3, WARDS.len())) {
        let squads = "第一小隊:だいいち,第二小隊:だいに,第三小隊:だいさん,第四小隊:だいよん,第五小隊:だいご,第六小隊:だいろく,\
救急第一隊:きゅうきゅうだいいち,救急第二隊:きゅうきゅうだいに,予防係:よぼう,庶務係:しょむ";
        let stem = name.strip_suffix('区').unwrap_or(name);
        let spoken = reading.strip_suffix('く').unwrap_or(reading);
        tables.rows.push(row(
            fire,
            format!("{stem}消防署"),
            format!("{spoken}しょうぼうしょ"),
            UnitKind::Station,
            95,
            Field::Station,
            squads,
        ));
    }
}

fn add_wards(tables: &mut Tables, count: usize) {
    for (ward, ward_reading) in WARDS.iter().take(count) {
        let index = tables.departments.len();
        let name = format!("{ward}役所");
        tables.departments.push(department(
            &name,
            &format!("{ward_reading}やくしょ"),
            UnitKind::Ward,
            "区長",
            Some("副区長"),
        ));
        for (section, reading, weight, field, list) in WARD_SECTIONS {
            let kind = match field {
                Field::Branch => UnitKind::Branch,
                Field::Library | Field::Hall => UnitKind::Facility,
                _ => UnitKind::Section,
            };
            let mut row =
                row(index, format!("{ward}{section}"), format!("{ward_reading}{reading}"), kind, *weight, *field, list);
            row.short_name = Some((*section).to_owned());
            if kind == UnitKind::Section {
                row.place.clone_from(&name);
            }
            tables.rows.push(row);
        }
    }
}

fn add_hospital(tables: &mut Tables) {
    let index = tables.departments.len();
    tables.departments.push(department(
        "市立緑野病院",
        "しりつみどのびょういん",
        UnitKind::Department,
        "病院長",
        Some("事務長"),
    ));
    for (name, reading, weight, list) in HOSPITAL {
        tables.rows.push(row(
            index,
            (*name).to_owned(),
            (*reading).to_owned(),
            UnitKind::Facility,
            *weight,
            Field::Hospital,
            list,
        ));
    }
    let floors = ["さん", "よん", "ご", "ろく", "なな", "はち", "きゅう"];
    for (i, floor) in floors.iter().enumerate() {
        for (side, spoken) in [("東", "ひがし"), ("西", "にし")] {
            tables.rows.push(row(
                index,
                format!("{}階{side}病棟", i + 3),
                format!("{floor}かい{spoken}びょうとう"),
                UnitKind::Facility,
                38,
                Field::Hospital,
                "第一班:だいいち,第二班:だいに,第三班:だいさん,第四班:だいよん",
            ));
        }
    }
}
