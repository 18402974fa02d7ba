//! What a client holds, and how it applies events: docs/live.md, 'Applying rows', in as few lines as they allow.

use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Graphemes of a room's last line, as the first screen shows it.
const EXCERPT: usize = 80;
/// Graphemes of a quoted message.
const QUOTED: usize = 140;

pub type Rows = BTreeMap<String, Value>;

/// Everything that one client knows.
#[derive(Clone, Default)]
pub struct State {
    pub me: String,
    /// Names of people, to write them into last lines.
    pub names: Arc<HashMap<String, String>>,
    pub rooms: Rows,
    pub threads: Rows,
    pub drafts: Rows,
    pub messages: Rows,
    /// By stream.
    pub runs: BTreeMap<String, Run>,
}

/// The part of a stream that is held: all messages from one number to another, which is below the first when there is none.
#[derive(Clone)]
pub struct Run {
    pub room: String,
    pub first: i64,
    pub last: i64,
}

pub fn text_of(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

pub fn number(value: &Value) -> i64 {
    value.as_i64().expect("a number")
}

/// A row is applied unless the one held is newer.
fn is_newer(held: &Value, row: &Value) -> bool {
    number(&row["tick"]) >= number(&held["tick"])
}

/// The stream that a message stands in.
pub fn stream_of(message: &Value) -> String {
    text_of(if message["thread_id"].is_null() { &message["room_id"] } else { &message["thread_id"] })
}

impl State {
    /// Begins afresh with what the first screen shows.
    pub fn start(&mut self, bootstrap: &Value) {
        let by = |list: &Value, key: &str| -> Rows {
            list.as_array().expect("a list").iter().map(|row| (text_of(&row[key]), row.clone())).collect()
        };
        self.rooms = by(&bootstrap["rooms"], "id");
        self.threads = by(&bootstrap["threads"], "id");
        self.drafts = by(&bootstrap["drafts"], "stream_id");
        self.messages.clear();
        self.runs.clear();
    }

    /// Takes a page that reaches the newest message as the one run that is held of its stream.
    pub fn take_page(&mut self, room: &str, stream: &str, page: &Value) {
        let messages = page["messages"].as_array().expect("messages");
        let last = number(&page["last_seq"]);
        let first = messages.first().map_or(last + 1, |message| number(&message["seq"]));
        let (first, last) = match self.runs.get(stream) {
            Some(run) if first <= run.last + 1 => (first.min(run.first), last.max(run.last)),
            // What lies between the old run and the page was never held.
            _ => (first, last),
        };
        self.runs.insert(stream.to_owned(), Run { room: room.to_owned(), first, last });
        for message in messages {
            self.put_message(message.clone());
        }
        if !page["thread"].is_null() {
            self.put_thread(&page["thread"]);
        }
    }

    /// Applies a fact.
    pub fn apply(&mut self, kind: &str, tick: i64, p: &Value) {
        match kind {
            "chat.message_posted" => self.posted(p),
            "chat.message_changed" => self.changed(&p["message"]),
            "chat.reacted" => self.reacted(p),
            "chat.thread_changed" | "chat.thread_mine_changed" => self.put_thread(&p["thread"]),
            "chat.room_changed" => self.put_room(&p["room"]),
            "chat.room_joined" => {
                self.rooms.entry(text_of(&p["room"]["id"])).or_insert_with(|| p["room"].clone());
                self.put_room(&p["room"]);
            }
            "chat.members_changed" => {
                if let Some(room) = self.rooms.get_mut(&text_of(&p["room_id"]))
                    && is_newer(room, p)
                {
                    room["member_count"] = p["member_count"].clone();
                    room["tick"] = p["tick"].clone();
                }
            }
            "chat.room_left" => self.drop_room(&text_of(&p["room_id"]), tick),
            "chat.mine_changed" => {
                if let Some(room) = self.rooms.get_mut(&text_of(&p["room_id"])) {
                    put_mine(room, &p["mine"]);
                }
            }
            "chat.mentioned" => self.mentioned(p),
            "chat.draft_changed" => self.draft(&text_of(&p["stream_id"]), tick, &p["draft"]),
            _ => {}
        }
    }

    fn posted(&mut self, p: &Value) {
        let message = &p["message"];
        if !p["thread"].is_null() {
            self.put_thread(&p["thread"]);
        }
        self.append(message);
        if !message["thread_id"].is_null() {
            return;
        }
        let (seq, mine) = (number(&message["seq"]), message["author_id"] == json!(self.me));
        let last = self.line_of(message);
        let Some(room) = self.rooms.get_mut(&text_of(&message["room_id"])) else { return };
        if seq >= number(&room["last_seq"]) {
            room["last_seq"] = message["seq"].clone();
            room["last_at"] = message["sent_at"].clone();
            room["last"] = last;
        }
        if mine && number(&message["tick"]) >= number(&room["mine"]["tick"]) && seq > number(&room["mine"]["read_seq"])
        {
            room["mine"]["read_seq"] = message["seq"].clone();
            room["mine"]["tick"] = message["tick"].clone();
            room["mine"]["mention_seqs"] = json!([]);
        } else if !mine {
            count_everyone(room, message);
        }
    }

    /// A message is appended to the run that ends right below it. A run that ends further below has a hole.
    fn append(&mut self, message: &Value) {
        let (stream, seq) = (stream_of(message), number(&message["seq"]));
        let Some(run) = self.runs.get_mut(&stream) else { return };
        assert!(seq <= run.last + 1, "a silent gap in {stream}: {seq} came after {}", run.last);
        if seq == run.last + 1 {
            run.last = seq;
            self.messages.insert(text_of(&message["id"]), message.clone());
        }
        self.put_message(message.clone());
    }

    fn put_message(&mut self, mut message: Value) {
        let id = text_of(&message["id"]);
        if let Some(held) = self.messages.get(&id) {
            let thread = newest_thread(&held["thread"], &message["thread"]);
            if is_newer(held, &message) {
                message["thread"] = thread;
            } else {
                message = held.clone();
                message["thread"] = thread;
            }
            self.messages.insert(id, message);
        } else if self.is_wanted(&message) {
            self.messages.insert(id, message);
        }
    }

    fn is_wanted(&self, message: &Value) -> bool {
        self.runs.get(&stream_of(message)).is_some_and(|run| number(&message["seq"]) >= run.first)
    }

    fn changed(&mut self, message: &Value) {
        let id = text_of(&message["id"]);
        if let Some(held) = self.messages.get(&id) {
            let mut message = message.clone();
            for reaction in message["reactions"].as_array_mut().expect("reactions") {
                let of_mine = |old: &&Value| old["code"] == reaction["code"] && old["mine"] == json!(true);
                reaction["mine"] =
                    json!(held["reactions"].as_array().expect("reactions").iter().any(|old| of_mine(&old)));
            }
            self.put_message(message);
        }
        let (excerpt, withdrawn) =
            (text::ellipsize(message["body"].as_str().unwrap_or_default(), QUOTED), !message["withdrawn_at"].is_null());
        for quoting in self.messages.values_mut().filter(|held| held["quote"]["id"] == message["id"]) {
            quoting["quote"]["excerpt"] = json!(excerpt);
            quoting["quote"]["withdrawn"] = json!(withdrawn);
        }
        let line = self.line_of(message);
        let Some(room) = self.rooms.get_mut(&text_of(&message["room_id"])) else { return };
        if message["thread_id"].is_null() {
            if room["last"]["seq"] == message["seq"] {
                room["last"] = line;
            }
            // Nobody's own words are a mention of them.
            if message["author_id"] != json!(self.me) {
                count_everyone(room, message);
            }
        }
    }

    fn reacted(&mut self, p: &Value) {
        let Some(held) = self.messages.get_mut(&text_of(&p["message_id"])) else { return };
        if !is_newer(held, p) {
            return;
        }
        let mut reactions = p["reactions"].clone();
        for reaction in reactions.as_array_mut().expect("reactions") {
            let was = held["reactions"].as_array().expect("reactions").iter();
            let was = was.filter(|old| old["code"] == reaction["code"]).any(|old| old["mine"] == json!(true));
            let told = p["person_id"] == json!(self.me) && p["code"] == reaction["code"];
            reaction["mine"] = if told { p["on"].clone() } else { json!(was) };
        }
        held["reactions"] = reactions;
        held["tick"] = p["tick"].clone();
    }

    fn put_room(&mut self, row: &Value) {
        let Some(room) = self.rooms.get_mut(&text_of(&row["id"])) else { return };
        if !row["mine"].is_null() {
            put_mine(room, &row["mine"]);
        }
        let mut merged = if is_newer(room, row) { row.clone() } else { room.clone() };
        let ahead = if number(&row["last_seq"]) >= number(&room["last_seq"]) { row } else { &*room };
        for field in ["last_seq", "last_at", "last"] {
            merged[field] = ahead[field].clone();
        }
        merged["mine"] = room["mine"].clone();
        *room = merged;
    }

    fn put_thread(&mut self, row: &Value) {
        let id = text_of(&row["id"]);
        let mut summary = row.clone();
        summary["mine"] = Value::Null;
        if let Some(root) = self.messages.get_mut(&id) {
            root["thread"] = newest_thread(&root["thread"], &summary);
        }
        let held = self.threads.entry(id).or_insert_with(|| row.clone());
        let mut merged = if is_newer(held, row) { row.clone() } else { held.clone() };
        merged["mine"] = newest_thread(&held["mine"], &row["mine"]);
        *held = merged;
    }

    fn mentioned(&mut self, p: &Value) {
        let table = if p["thread_id"].is_null() { &mut self.rooms } else { &mut self.threads };
        let key = if p["thread_id"].is_null() { &p["room_id"] } else { &p["thread_id"] };
        if let Some(row) = table.get_mut(&text_of(key))
            && !row["mine"].is_null()
        {
            count_mention(&mut row["mine"], number(&p["seq"]), true);
        }
    }

    fn draft(&mut self, stream: &str, tick: i64, draft: &Value) {
        if self.drafts.get(stream).is_some_and(|held| number(&held["tick"]) > tick) {
            return;
        }
        match draft {
            Value::Null => drop(self.drafts.remove(stream)),
            draft => drop(self.drafts.insert(stream.to_owned(), draft.clone())),
        }
    }

    /// Who left keeps nothing, unless they have come again since.
    fn drop_room(&mut self, id: &str, tick: i64) {
        if self.rooms.get(id).is_some_and(|room| number(&room["mine"]["tick"]) > tick) {
            return;
        }
        self.rooms.remove(id);
        self.threads.retain(|_, thread| thread["room_id"] != json!(id));
        self.drafts.retain(|_, draft| draft["room_id"] != json!(id));
        self.runs.retain(|_, run| run.room != id);
        self.messages.retain(|_, message| message["room_id"] != json!(id));
    }

    /// The line that a list of rooms shows of a message.
    fn line_of(&self, message: &Value) -> Value {
        let body = message["body"].as_str().expect("a body");
        let excerpt = text::excerpt(body, EXCERPT, |token| match token {
            text::Token::Person(id) => self.names.get(id).cloned(),
            text::Token::Everyone => Some("全員".to_owned()),
            text::Token::Unit(_) | text::Token::Room(_) => None,
        });
        json!({
            "seq": message["seq"], "author_id": message["author_id"], "via": message["via"],
            "excerpt": excerpt, "sent_at": message["sent_at"],
        })
    }

    /// The threads that the first screen would show: followed, with unread replies.
    pub fn unread_threads(&self) -> Rows {
        let shown = |thread: &Value| {
            thread["mine"]["following"] == json!(true)
                && number(&thread["last_seq"]) > number(&thread["mine"]["read_seq"])
        };
        self.threads.iter().filter(|(_, thread)| shown(thread)).map(|(id, row)| (id.clone(), row.clone())).collect()
    }
}

fn put_mine(room: &mut Value, mine: &Value) {
    if is_newer(&room["mine"], mine) {
        room["mine"] = mine.clone();
    }
}

/// Of two pictures of a thread, or of somebody's side of one, the newer; either may be missing.
fn newest_thread(held: &Value, row: &Value) -> Value {
    match (held, row) {
        (held, Value::Null) => held.clone(),
        (Value::Null, row) => row.clone(),
        (held, row) => if is_newer(held, row) { row } else { held }.clone(),
    }
}

/// Whether a message of a room speaks to everyone tells by itself whether it counts as an unread mention; whom else it
/// mentions, they are told.
fn count_everyone(room: &mut Value, message: &Value) {
    let counts = message["everyone"] == json!(true) && message["withdrawn_at"].is_null();
    count_mention(&mut room["mine"], number(&message["seq"]), counts);
}

fn count_mention(mine: &mut Value, seq: i64, counts: bool) {
    let from = mine["joined_seq"].as_i64().unwrap_or(0);
    let mut seqs: Vec<i64> = mine["mention_seqs"].as_array().expect("numbers").iter().map(number).collect();
    seqs.retain(|held| *held != seq);
    if counts && seq > number(&mine["read_seq"]) && seq > from {
        seqs.push(seq);
        seqs.sort_unstable();
    }
    mine["mention_seqs"] = json!(seqs);
}
