//! What the demo town consists of. Everything refers to everything else by index into the vectors of
//! [`Town`], so that a loader can hand out its own ids.

/// Year, month, day.
pub type Date = (i16, u8, u8);

/// What to build. The same plan gives the same town, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Number of people, mayor and councillors included. From [`LARGE`] on the town is a designated
    /// city with wards, schools and a hospital.
    pub staff: usize,
    pub seed: u64,
    pub today: Date,
    /// Minutes after midnight in Japan: of `today` only what was said before is told. Pass the
    /// present time so that nothing lies in the future, or 1440 for the whole day.
    pub until: u16,
}

/// From this many people on the organisation is that of a 政令指定都市.
pub const LARGE: usize = 4_000;

/// The largest town anybody asked for.
pub const STAFF_MAX: usize = 21_036;

impl Plan {
    /// The usual town of 800 people.
    pub fn new(today: Date) -> Self {
        Self { staff: 800, seed: 1, today, until: 24 * 60 }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Town {
    pub name: String,
    pub reading: String,
    /// Parents come before their children; the whole is in 建制順.
    pub units: Vec<Unit>,
    pub titles: Vec<Title>,
    /// In 建制順 of their main post.
    pub people: Vec<Person>,
    pub rooms: Vec<Room>,
    /// Clerk, section chief, administrator.
    pub sign_ins: [SignIn; 3],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// 市: the root, where mayor and vice mayors have their posts.
    City,
    /// 市議会.
    Council,
    /// 常任委員会 of the council.
    Committee,
    /// 部, 消防本部, 教育委員会.
    Department,
    /// 区役所.
    Ward,
    /// 課, 室.
    Section,
    /// 事務局 of the council and the independent commissions.
    Secretariat,
    /// 支所, 土木事務所.
    Branch,
    /// 保育園, 公民館, 図書館, センター, 病院の部門.
    Facility,
    /// 消防署, 分署.
    Station,
    /// 小学校, 中学校.
    School,
    /// 係.
    Subsection,
    /// 小隊, 組, 学年, 病棟: what a 係 is where work goes by shifts or classes.
    Squad,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Unique in the town except at the level of 係 and below, where it is unique among siblings.
    pub name: String,
    /// 区民課 of 東区区民課, 予算係 stays None.
    pub short_name: Option<String>,
    pub reading: String,
    pub kind: UnitKind,
    pub parent: Option<usize>,
    /// 建制順 among siblings, from 1.
    pub order: u32,
    pub extension: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    pub name: String,
    pub reading: String,
    /// Smaller is higher: 市長 10, 部長 100, 課長 200, 係長 300, 主任 400, 主事 500, 会計年度任用職員 900,
    /// council from 910 because it stands outside the line of command.
    pub rank: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Employment {
    Regular,
    /// 会計年度任用職員.
    FiscalYear,
    /// 特別職: mayor, vice mayor, superintendent of education.
    Special,
    Councillor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PostKind {
    /// 本務: exactly one per person, always the first of the posts.
    Main,
    /// 兼務.
    Concurrent,
    /// 事務取扱: fills a vacant lower or neighbouring post.
    Acting,
    /// 併任: serves another organ, such as the election commission.
    Joint,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    pub unit: usize,
    pub title: usize,
    pub kind: PostKind,
    pub from: Date,
    pub to: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub staff_number: String,
    pub family: String,
    pub given: String,
    pub family_reading: String,
    pub given_reading: String,
    pub employment: Employment,
    /// All in force on `Plan::today`.
    pub posts: Vec<Post>,
    pub extension: Option<String>,
    pub mobile: Option<String>,
    pub email: String,
    pub place: Option<String>,
    pub status: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomKind {
    /// Everybody with a post in the unit or below it.
    Unit(usize),
    /// Everybody with a post of a rank in this range, both ends included.
    Rule {
        highest: u32,
        lowest: u32,
    },
    Open,
    Private,
    Direct,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    pub kind: RoomKind,
    /// Empty for direct talks.
    pub name: String,
    pub purpose: String,
    /// For open, private and direct rooms; sorted. Empty where unit or rule decide: see
    /// [`Town::members`].
    pub members: Vec<usize>,
    pub owner: usize,
    /// In order of time.
    pub messages: Vec<Message>,
    /// One entry per member who has read anything.
    pub read: Vec<ReadMark>,
    pub archived: bool,
}

/// The person has read the first `count` messages of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadMark {
    pub person: usize,
    pub count: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub author: usize,
    /// Microseconds since 1970 UTC.
    pub at: i64,
    /// Markdown. Mentions are `{@p:PERSON}`, `{@u:UNIT}` and `{@all}`.
    pub body: String,
    /// Index of the quoted message in the same room.
    pub reply_to: Option<usize>,
    pub thread: Vec<Reply>,
    pub reactions: Vec<Reaction>,
    pub edited: bool,
    /// The body is what stood there before.
    pub withdrawn: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub author: usize,
    pub at: i64,
    pub body: String,
    pub reactions: Vec<Reaction>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaction {
    /// An emoji, or a text stamp: `shochi`, `kakunin`, `taio`, `arigato`.
    pub code: String,
    pub people: Vec<usize>,
}

/// Somebody to try the product as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    pub person: usize,
    pub label: String,
}

/// What the program itself works out from posts and rules; the tests compare the talk against it.
#[cfg(test)]
impl Town {
    /// The people who see a room, in order of their index.
    pub fn members(&self, room: &Room) -> Vec<usize> {
        match room.kind {
            RoomKind::Unit(unit) => self.people_where(|post| self.is_within(post.unit, unit)),
            RoomKind::Rule { highest, lowest } => {
                self.people_where(|post| (highest..=lowest).contains(&self.titles[post.title].rank))
            }
            RoomKind::Open | RoomKind::Private | RoomKind::Direct => room.members.clone(),
        }
    }

    /// Whether `unit` is `above` or lies somewhere below it.
    pub fn is_within(&self, mut unit: usize, above: usize) -> bool {
        loop {
            if unit == above {
                return true;
            }
            match self.units[unit].parent {
                Some(parent) => unit = parent,
                None => return false,
            }
        }
    }

    fn people_where(&self, test: impl Fn(&Post) -> bool) -> Vec<usize> {
        (0..self.people.len()).filter(|&p| self.people[p].posts.iter().any(&test)).collect()
    }
}
