//! The table of name variants that [`crate::fold`] brings together.

use std::collections::HashMap;
use std::sync::OnceLock;

/// The representative of a kanji for matching: 髙 gives 高, 﨑 gives 崎. Characters outside the
/// table are their own representative.
///
/// The table holds forms that one family may write either way in a register, on a seal and on a
/// keyboard. It does not hold different characters that only sound or look alike (埼 and 崎, 畠 and 畑).
/// CJK compatibility ideographs are absent because NFKC folds those.
pub(super) fn representative(c: char) -> char {
    // Nothing below the first kanji block has an entry: Latin and kana skip the look-up.
    if c < '\u{3400}' {
        return c;
    }
    static INDEX: OnceLock<HashMap<char, char>> = OnceLock::new();
    let index = INDEX.get_or_init(|| {
        VARIANTS.iter().flat_map(|&(plain, variants)| variants.chars().map(move |variant| (variant, plain))).collect()
    });
    index.get(&c).copied().unwrap_or(c)
}

/// Representative and its variants, by code point of the representative.
const VARIANTS: &[(char, &str)] = &[
    ('万', "萬"),
    ('与', "與"),
    ('並', "竝"),
    ('亀', "龜"),
    ('亘', "亙"),
    ('亜', "亞"),
    ('今', "𫝆"),
    ('仏', "佛"),
    ('会', "會"),
    ('伝', "傳"),
    ('余', "餘"),
    ('兎', "兔"),
    ('児', "兒"),
    ('内', "內"),
    ('円', "圓"),
    ('凛', "凜"),
    ('剣', "劍劒釼劔"),
    ('励', "勵"),
    ('勲', "勳"),
    ('区', "區"),
    ('即', "卽"),
    ('厳', "嚴"),
    ('参', "參叅"),
    ('双', "雙"),
    ('台', "臺"),
    ('号', "號"),
    ('吉', "𠮷"),
    ('呂', "吕"),
    ('呉', "吳"),
    ('喜', "㐂"),
    ('営', "營"),
    ('国', "國圀囯"),
    ('園', "薗"),
    ('土', "𡈽"),
    ('塩', "鹽"),
    ('増', "增"),
    ('壮', "壯"),
    ('壱', "壹"),
    ('壷', "壺"),
    ('奥', "奧"),
    ('姫', "姬"),
    ('学', "學斈"),
    ('宝', "寶"),
    ('実', "實"),
    ('宮', "宫"),
    ('富', "冨"),
    ('寛', "寬"),
    ('寿', "壽"),
    ('将', "將"),
    ('尚', "尙"),
    ('尭', "堯"),
    ('岡', "崗"),
    ('岳', "嶽"),
    ('峡', "峽"),
    ('峰', "峯"),
    ('島', "嶋嶌㠀"),
    ('崎', "﨑嵜"),
    ('巌', "巖"),
    ('巻', "卷"),
    ('帰', "歸"),
    ('庁', "廳"),
    ('広', "廣"),
    ('弥', "彌"),
    ('弾', "彈"),
    ('当', "當"),
    ('彦', "彥"),
    ('徳', "德"),
    ('応', "應"),
    ('恋', "戀"),
    ('恒', "恆"),
    ('恵', "惠"),
    ('慎', "愼"),
    ('戸', "戶"),
    ('数', "數"),
    ('斎', "齋齊斉"),
    ('昇', "曻"),
    ('晋', "晉"),
    ('暁', "曉"),
    ('曽', "曾"),
    ('杉', "杦"),
    ('村', "邨"),
    ('条', "條"),
    ('来', "來"),
    ('松', "枩"),
    ('枡', "桝"),
    ('柏', "栢"),
    ('柳', "栁桺"),
    ('栃', "杤"),
    ('栄', "榮"),
    ('桑', "桒"),
    ('桜', "櫻"),
    ('桟', "棧"),
    ('桧', "檜"),
    ('楼', "樓"),
    ('楽', "樂"),
    ('様', "樣"),
    ('槙', "槇"),
    ('横', "橫"),
    ('橋', "𣘺"),
    ('欅', "﨔"),
    ('歩', "步"),
    ('歳', "歲"),
    ('気', "氣"),
    ('沢', "澤"),
    ('浅', "淺"),
    ('浜', "濱濵"),
    ('涛', "濤"),
    ('涼', "凉"),
    ('淵', "渕"),
    ('清', "淸"),
    ('済', "濟"),
    ('渉', "涉"),
    ('渋', "澁澀"),
    ('渓', "溪谿"),
    ('温', "溫"),
    ('湾', "灣"),
    ('満', "滿"),
    ('滝', "瀧"),
    ('瀬', "瀨"),
    ('灯', "燈"),
    ('為', "爲"),
    ('珍', "珎"),
    ('瑶', "瑤"),
    ('産', "產"),
    ('発', "發"),
    ('県', "縣"),
    ('真', "眞"),
    ('砺', "礪"),
    ('礼', "禮"),
    ('祢', "禰"),
    ('禄', "祿"),
    ('禅', "禪"),
    ('秋', "穐"),
    ('稲', "稻"),
    ('穂', "穗"),
    ('穣', "穰"),
    ('竈', "竃"),
    ('竜', "龍"),
    ('糸', "絲"),
    ('経', "經"),
    ('総', "總"),
    ('緑', "綠"),
    ('縁', "緣"),
    ('縄', "繩"),
    ('聡', "聰"),
    ('舎', "舍"),
    ('船', "舩"),
    ('芦', "蘆"),
    ('芸', "藝"),
    ('荘', "莊"),
    ('莱', "萊"),
    ('蒋', "蔣"),
    ('蔵', "藏"),
    ('薫', "薰"),
    ('薬', "藥"),
    ('薮', "藪"),
    ('蛍', "螢"),
    ('衛', "衞"),
    ('覚', "覺"),
    ('観', "觀"),
    ('誉', "譽"),
    ('譲', "讓"),
    ('豊', "豐"),
    ('転', "轉"),
    ('辺', "邉邊"),
    ('遥', "遙"),
    ('郷', "鄕鄊"),
    ('釈', "釋"),
    ('野', "埜"),
    ('鉄', "鐵鐡"),
    ('録', "錄"),
    ('鎮', "鎭"),
    ('関', "關"),
    ('隠', "隱"),
    ('霊', "靈"),
    ('青', "靑"),
    ('静', "靜"),
    ('頴', "穎"),
    ('頼', "賴"),
    ('顔', "顏"),
    ('顕', "顯"),
    ('館', "舘"),
    ('駅', "驛"),
    ('高', "髙"),
    ('魚', "𩵋"),
    ('鴎', "鷗"),
    ('鶏', "鷄"),
    ('鶴', "靏靍靎"),
    ('麦', "麥"),
    ('麹', "麴"),
    ('黄', "黃"),
    ('黒', "黑"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_character_stands_in_two_rows_of_the_table() {
        let mut seen = HashSet::new();
        for &(plain, variants) in VARIANTS {
            for c in variants.chars().chain([plain]) {
                assert!(seen.insert(c), "{c} stands twice");
            }
        }
    }

    #[test]
    fn every_variant_is_searched_as_its_representative() {
        for &(plain, variants) in VARIANTS {
            for variant in variants.chars() {
                let folded = crate::fold(&variant.to_string());
                assert_eq!(folded, plain.to_string(), "{variant}");
            }
        }
    }
}
