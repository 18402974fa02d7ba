//! Who the people are called: surnames by how common they are, given names by decade of birth, and
//! the variants that stand in family registers.

use super::rng::Rng;
use super::romaji::romaji;

pub(super) struct Name {
    pub family: String,
    pub given: String,
    pub family_reading: String,
    pub given_reading: String,
    /// "yamada.taro".
    pub latin: String,
}

/// Characters that many programs lose, written as code points so that no editor loses them here.
const FRAGILE: &[(&str, &str, u32)] = &[
    ("\u{20BB7}田", "よしだ", 9),
    ("辻\u{E0100}", "つじ", 7),
    ("葛\u{E0100}西", "かさい", 4),
    ("渡邉\u{E0101}", "わたなべ", 2),
];

/// Staff from abroad: family, given, both readings, Latin letters.
const ABROAD: &[[&str; 5]] = &[
    ["グエン", "リン", "ぐえん", "りん", "nguyen.linh"],
    ["グエン", "ハー", "ぐえん", "はー", "nguyen.ha"],
    ["チャン", "ミン", "ちゃん", "みん", "tran.minh"],
    ["キム", "ミンジ", "きむ", "みんじ", "kim.minji"],
    ["スミス", "アンナ", "すみす", "あんな", "smith.anna"],
    ["ジョーンズ", "エミリー", "じょーんず", "えみりー", "jones.emily"],
    ["サントス", "マリア", "さんとす", "まりあ", "santos.maria"],
    ["シルバ", "パウロ", "しるば", "ぱうろ", "silva.paulo"],
    ["リ", "ウェイ", "り", "うぇい", "li.wei"],
    ["シュレスタ", "ラメシュ", "しゅれすた", "らめしゅ", "shrestha.ramesh"],
];

pub(super) struct Names {
    families: Vec<(&'static str, &'static str)>,
    /// Running sums of the weights of `families`.
    sums: Vec<u32>,
    /// By decade (born until 1979, until 1994, later), then men and women.
    given: [[Vec<(&'static str, &'static str)>; 2]; 3],
}

fn pairs(line: &'static str) -> Vec<(&'static str, &'static str)> {
    line.split('|').filter_map(|entry| entry.split_once(' ')).collect()
}

impl Names {
    pub fn new() -> Self {
        let mut families = Vec::new();
        let mut sums = Vec::new();
        let mut sum = 0;
        let listed = include_str!("text/families.txt").lines().flat_map(|line| line.split('|')).filter_map(|entry| {
            let mut parts = entry.split(' ');
            Some((parts.next()?, parts.next()?, parts.next()?.parse().ok()?))
        });
        for (family, reading, weight) in listed.chain(FRAGILE.iter().copied()) {
            families.push((family, reading));
            sum += weight;
            sums.push(sum);
        }
        let mut given: [[Vec<_>; 2]; 3] = Default::default();
        for (i, line) in include_str!("text/given.txt").lines().enumerate() {
            given[i / 2][i % 2] = pairs(&line[3..]);
        }
        Self { families, sums, given }
    }

    /// A name fitting somebody born in `born`.
    pub fn draw(&self, rng: &mut Rng, born: i16, woman: bool) -> Name {
        let total = self.sums.last().copied().unwrap_or(1);
        let at = rng.below(total as usize) as u32;
        let (family, family_reading) = self.families[self.sums.partition_point(|&s| s <= at)];
        let decade = usize::from(born >= 1979) + usize::from(born >= 1995);
        let list = &self.given[decade][usize::from(woman)];
        let (given, given_reading) = list[rng.below(list.len())];
        Name {
            family: family.to_owned(),
            given: given.to_owned(),
            family_reading: family_reading.to_owned(),
            given_reading: given_reading.to_owned(),
            latin: format!("{}.{}", romaji(family_reading), romaji(given_reading)),
        }
    }

    pub fn abroad(rng: &mut Rng) -> Name {
        let [family, given, family_reading, given_reading, latin] = ABROAD[rng.below(ABROAD.len())].map(str::to_owned);
        Name { family, given, family_reading, given_reading, latin }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_names_enough_for_a_city() {
        let names = Names::new();
        assert!(names.families.len() >= 200, "{}", names.families.len());
        assert_eq!(names.families.len(), names.sums.len());
        let given: usize = names.given.iter().flatten().map(Vec::len).sum();
        assert!(given >= 200, "{given}");
        for variant in ["髙橋", "山﨑", "渡邉", "渡邊", "齋藤", "\u{20BB7}田", "辻\u{E0100}", "濵田", "澤"]
        {
            assert!(names.families.iter().any(|(f, _)| *f == variant), "{variant}");
        }
    }
}
