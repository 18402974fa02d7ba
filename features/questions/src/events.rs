//! What questions tell. What was asked privately is told to people by name, and never to a room.

use crate::model::{
    Entry, Facts, FaqId, FaqRow, PrivateId, PrivateQuestion, PrivateRow, QuestionId, QuestionRow, Reason, Responders,
};
use kernel::{Event, PersonId, Timestamp, Topic};
use rooms::model::{RoomId, topic};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

/// A message was marked as a question, claimed, answered, opened again.
#[derive(Serialize, JsonSchema)]
pub struct QuestionChanged {
    question: Facts,
}

/// A message is no question any more.
#[derive(Serialize, JsonSchema)]
pub struct QuestionGone {
    question_id: QuestionId,
    room_id: RoomId,
}

/// An entry was written into a room's FAQ, or reworded.
#[derive(Serialize, JsonSchema)]
pub struct FaqChanged {
    entry: Entry,
}

/// An entry was taken away.
#[derive(Serialize, JsonSchema)]
pub struct FaqGone {
    entry_id: FaqId,
    room_id: RoomId,
}

/// The entries of a room stand in another order.
#[derive(Serialize, JsonSchema)]
pub struct FaqOrdered {
    room_id: RoomId,
    /// All of them, in their order.
    order: Vec<FaqId>,
}

/// Something became of what was asked privately.
#[derive(Serialize, JsonSchema)]
pub struct PrivateQuestionChanged {
    question: PrivateQuestion,
}

/// It was taken back.
#[derive(Serialize, JsonSchema)]
pub struct PrivateQuestionGone {
    question_id: PrivateId,
    room_id: RoomId,
}

/// Others are called to the questions of a room now.
#[derive(Serialize, JsonSchema)]
pub struct QuestionRespondersChanged {
    room_id: RoomId,
    /// All of them.
    #[schemars(with = "Vec<String>")]
    people: Vec<PersonId>,
}

/// Somebody is called to a question. What was asked is not told: it stands where they read it.
#[derive(Serialize, JsonSchema)]
pub struct QuestionCalls {
    room_id: RoomId,
    /// The question in the talk, among what mentions them; nothing for what was asked privately.
    question_id: Option<QuestionId>,
    /// What was asked privately.
    private_question_id: Option<PrivateId>,
    why: Reason,
    called_at: Timestamp,
}

/// Somebody has looked at what they were called to.
#[derive(Serialize, JsonSchema)]
pub struct QuestionCallHeard {
    private_question_id: PrivateId,
}

const CHANGED: &str = "questions.changed";
const GONE: &str = "questions.gone";
const FAQ_CHANGED: &str = "questions.faq_changed";
const FAQ_GONE: &str = "questions.faq_gone";
const FAQ_ORDERED: &str = "questions.faq_ordered";
const PRIVATE_CHANGED: &str = "questions.private_changed";
const PRIVATE_GONE: &str = "questions.private_gone";
const RESPONDERS_CHANGED: &str = "questions.responders_changed";
const CALLED: &str = "questions.called";
const CALL_HEARD: &str = "questions.call_heard";

pub(crate) fn changed(question: Facts) -> Event {
    Event::new(topic(question.room_id), CHANGED, &QuestionChanged { question })
}

pub(crate) fn gone(question: &QuestionRow) -> Event {
    Event::new(topic(question.room), GONE, &QuestionGone { question_id: question.id, room_id: question.room })
}

pub(crate) fn faq_changed(entry: Entry) -> Event {
    Event::new(topic(entry.room_id), FAQ_CHANGED, &FaqChanged { entry })
}

pub(crate) fn faq_gone(entry: &FaqRow) -> Event {
    Event::new(topic(entry.room), FAQ_GONE, &FaqGone { entry_id: entry.id, room_id: entry.room })
}

pub(crate) fn faq_ordered(room_id: RoomId, order: Vec<FaqId>) -> Event {
    Event::new(topic(room_id), FAQ_ORDERED, &FaqOrdered { room_id, order })
}

pub(crate) fn private_changed(person: PersonId, question: &PrivateQuestion) -> Event {
    let (room, told) = (question.room_id, PrivateQuestionChanged { question: question.clone() });
    Event::new(Topic::Person(person), PRIVATE_CHANGED, &told).guarded_by(room.raw())
}

pub(crate) fn private_gone(person: PersonId, row: &PrivateRow) -> Event {
    let told = PrivateQuestionGone { question_id: row.id, room_id: row.room };
    Event::new(Topic::Person(person), PRIVATE_GONE, &told).guarded_by(row.room.raw())
}

pub(crate) fn responders_changed(responders: Responders) -> Event {
    let Responders { room: room_id, people } = responders;
    Event::new(topic(room_id), RESPONDERS_CHANGED, &QuestionRespondersChanged { room_id, people })
}

pub(crate) fn called(person: PersonId, question: &QuestionRow, (why, called_at): (Reason, Timestamp)) -> Event {
    let calls = QuestionCalls {
        room_id: question.room,
        question_id: Some(question.id),
        private_question_id: None,
        why,
        called_at,
    };
    Event::new(Topic::Person(person), CALLED, &calls).guarded_by(question.room.raw())
}

pub(crate) fn called_privately(
    person: PersonId,
    question: &PrivateRow,
    (why, called_at): (Reason, Timestamp),
) -> Event {
    let calls = QuestionCalls {
        room_id: question.room,
        question_id: None,
        private_question_id: Some(question.id),
        why,
        called_at,
    };
    Event::new(Topic::Person(person), CALLED, &calls).guarded_by(question.room.raw())
}

pub(crate) fn call_heard(person: PersonId, private_question_id: PrivateId) -> Event {
    Event::new(Topic::Person(person), CALL_HEARD, &QuestionCallHeard { private_question_id })
}

/// The payloads by kind, for the OpenAPI document.
pub fn schemas(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
    vec![
        (CHANGED, generator.subschema_for::<QuestionChanged>()),
        (GONE, generator.subschema_for::<QuestionGone>()),
        (FAQ_CHANGED, generator.subschema_for::<FaqChanged>()),
        (FAQ_GONE, generator.subschema_for::<FaqGone>()),
        (FAQ_ORDERED, generator.subschema_for::<FaqOrdered>()),
        (PRIVATE_CHANGED, generator.subschema_for::<PrivateQuestionChanged>()),
        (PRIVATE_GONE, generator.subschema_for::<PrivateQuestionGone>()),
        (RESPONDERS_CHANGED, generator.subschema_for::<QuestionRespondersChanged>()),
        (CALLED, generator.subschema_for::<QuestionCalls>()),
        (CALL_HEARD, generator.subschema_for::<QuestionCallHeard>()),
    ]
}
