//! Makes a large export in Slack's format out of a file of conversations, to try the import at size.
//!
//! The input is gzipped, one JSON array a line: conversation, speaker, time, text, the lines of a conversation together
//! and in order. Each conversation becomes a channel, each speaker a user.

use clap::Parser;
use flate2::read::GzDecoder;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What to read and to write.
#[derive(Debug, Parser)]
struct Options {
    /// The conversations.
    #[arg(long)]
    from: PathBuf,
    /// The export to write.
    #[arg(long)]
    to: PathBuf,
    /// How many conversations; all of them without it.
    #[arg(long)]
    conversations: Option<usize>,
}

const FAMILIES: [(&str, &str); 16] = [
    ("佐藤", "sato"),
    ("鈴木", "suzuki"),
    ("高橋", "takahashi"),
    ("田中", "tanaka"),
    ("伊藤", "ito"),
    ("渡邉", "watanabe"),
    ("山本", "yamamoto"),
    ("中村", "nakamura"),
    ("小林", "kobayashi"),
    ("加藤", "kato"),
    ("髙田", "takada"),
    ("山﨑", "yamazaki"),
    ("齋藤", "saito"),
    ("松本", "matsumoto"),
    ("井上", "inoue"),
    ("木村", "kimura"),
];
const GIVEN: [(&str, &str); 16] = [
    ("花子", "hanako"),
    ("太郎", "taro"),
    ("美咲", "misaki"),
    ("健", "ken"),
    ("さくら", "sakura"),
    ("翔", "sho"),
    ("陽子", "yoko"),
    ("誠", "makoto"),
    ("由美", "yumi"),
    ("大輔", "daisuke"),
    ("恵", "megumi"),
    ("拓也", "takuya"),
    ("彩", "aya"),
    ("隆", "takashi"),
    ("真由美", "mayumi"),
    ("学", "manabu"),
];

/// One conversation's days, each a list of messages.
type Days = BTreeMap<String, Vec<Value>>;

struct Maker {
    zip: ZipWriter<File>,
    users: BTreeMap<String, usize>,
    channels: Vec<Value>,
    messages: usize,
}

impl Maker {
    /// The id of a speaker's user.
    fn user(&mut self, speaker: &str) -> String {
        let next = self.users.len();
        let number = *self.users.entry(speaker.to_owned()).or_insert(next);
        format!("U{number:08X}")
    }

    fn write(&mut self, name: &str, value: &Value) -> Result<(), Box<dyn Error>> {
        self.zip.start_file(name, SimpleFileOptions::default())?;
        self.zip.write_all(serde_json::to_string(value)?.as_bytes())?;
        Ok(())
    }

    fn conversation(&mut self, number: &str, lines: &[(String, DateTime, String)]) -> Result<(), Box<dyn Error>> {
        // A number may come back later for another conversation, so the channel's own makes the name unique.
        let own = self.channels.len();
        let (id, name) = (format!("C{own:08X}"), format!("会話{number}-{own}"));
        let mut days: Days = BTreeMap::new();
        let mut members = BTreeSet::new();
        let mut last = 0;
        for (speaker, at, text) in lines {
            let user = self.user(speaker);
            // Within a channel a time is a message's name, so no two may be the same.
            let micros = at.to_zoned(TimeZone::fixed(jiff::tz::offset(9)))?.timestamp().as_microsecond().max(last + 1);
            last = micros;
            let ts = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
            let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let message = json!({ "type": "message", "user": user, "text": escaped, "ts": ts });
            days.entry(at.date().to_string()).or_default().push(message);
            members.insert(user);
        }
        for (day, messages) in days {
            self.messages += messages.len();
            self.write(&format!("{name}/{day}.json"), &Value::Array(messages))?;
        }
        let created = lines.first().map_or(0, |(_, at, _)| {
            at.to_zoned(TimeZone::fixed(jiff::tz::offset(9))).map_or(0, |at| at.timestamp().as_second())
        });
        let empty = json!({ "value": "", "creator": "", "last_set": 0 });
        self.channels.push(json!({
            "id": id, "name": name, "created": created, "creator": members.first(), "is_archived": false,
            "is_general": false, "members": members, "topic": empty, "purpose": empty,
        }));
        Ok(())
    }

    fn finish(mut self) -> Result<(usize, usize, usize), Box<dyn Error>> {
        let users: Vec<Value> = self.users.values().map(|number| user(*number)).collect();
        let channels = std::mem::take(&mut self.channels);
        self.write("users.json", &Value::Array(users))?;
        let counted = (self.users.len(), channels.len(), self.messages);
        self.write("channels.json", &Value::Array(channels))?;
        self.write("integration_logs.json", &json!([]))?;
        self.zip.finish()?;
        Ok(counted)
    }
}

/// A user with a plausible name, a different one for each number below 256.
fn user(number: usize) -> Value {
    let (family, family_latin) = FAMILIES[number % FAMILIES.len()];
    let (given, given_latin) = GIVEN[number / FAMILIES.len() % GIVEN.len()];
    let name = format!("{family_latin}.{given_latin}{number}");
    let real_name = format!("{family} {given}");
    json!({
        "id": format!("U{number:08X}"), "team_id": "T00000001", "name": name, "deleted": false, "real_name": real_name,
        "is_bot": false, "updated": 1_660_000_000,
        "profile": { "real_name": real_name, "display_name": name, "email": format!("{name}@example.lg.jp") },
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let mut maker = Maker {
        zip: ZipWriter::new(File::create(&options.to)?),
        users: BTreeMap::new(),
        channels: Vec::new(),
        messages: 0,
    };
    let mut lines: Vec<(String, DateTime, String)> = Vec::new();
    let mut current: Option<String> = None;
    for line in BufReader::new(GzDecoder::new(File::open(&options.from)?)).lines() {
        let (number, speaker, at, text): (Value, String, String, String) = serde_json::from_str(&line?)?;
        let number = number.to_string().trim_matches('"').to_owned();
        if current.as_ref() != Some(&number) {
            if let Some(before) = current.replace(number) {
                maker.conversation(&before, &lines)?;
            }
            lines.clear();
            if options.conversations.is_some_and(|most| maker.channels.len() >= most) {
                current = None;
                break;
            }
        }
        // Some lines say `NaT`, not a time: then it is that of the line before, or of some morning.
        let before = lines.last().map_or(jiff::civil::datetime(2022, 8, 1, 9, 0, 0, 0), |(_, at, _)| *at);
        lines.push((speaker, at.parse().unwrap_or(before), text));
    }
    if let Some(last) = current {
        maker.conversation(&last, &lines)?;
    }
    let (users, channels, messages) = maker.finish()?;
    println!("{users} users, {channels} channels, {messages} messages in {}", options.to.display());
    Ok(())
}
