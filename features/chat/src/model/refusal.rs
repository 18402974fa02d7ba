//! Why the talk refuses, in codes that the client has sentences for.

use kernel::{Kind, Refusal};

/// Why the talk refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatRefusal {
    /// The id is somebody else's thing: propose another.
    IdTaken,
    /// The room is closed for writing.
    Archived,
    /// Only members write.
    NotAMember,
    /// Only owners of the room do that.
    NotAnOwner,
    /// Only the author does that.
    NotTheAuthor,
    /// It was taken back.
    Withdrawn,
    /// Nothing was said.
    Empty,
    /// More was said than a message takes.
    TooLong,
    /// A reply cannot have a thread of its own.
    ThreadInThread,
    /// Who belongs by unit or rule stays while they do.
    Derived,
    /// A direct room stays as it is.
    Direct,
    /// A room keeps an owner.
    LastOwner,
    /// Such rooms are made by administrators.
    AdministratorsOnly,
    /// The unit has its room already.
    UnitHasRoom,
    /// They only read here, until their work is handed over.
    HandedOver,
    /// Neither a stamp nor one emoji.
    NoReaction,
    /// They are on leave: they read.
    OnLeave,
    /// It is for the staff: no guest or bot can be that.
    StaffOnly,
    /// A contact barrier keeps them from it: the person can be reached only by others.
    Barred,
    /// It is called after the post that it asks.
    NamedAfterPost,
    /// The desk's unit has nobody today.
    NobodyAtDesk,
    /// Somebody else is using the shared account than when it was written.
    OtherOperator,
    /// They may read the room anyway: an inspection is for rooms of others.
    ReadableAnyway,
    /// They have asked for the room already, and that is not over.
    InspectionAsked,
    /// The people named have no direct room of exactly them.
    NoSuchDirect,
    /// Nobody decides about their own request.
    OwnInspection,
    /// It was decided already, taken back, or lapsed.
    InspectionDecided,
    /// Only who asked, or who granted it, does that.
    NotTheInspector,
    /// It does not open the room now: it waits, was refused, or is over.
    InspectionNotOpen,
    /// Only rooms that people made are shared: open and private ones.
    NotShareable,
    /// The room is shared with that organisation already, or offered to it otherwise.
    SharedAlready,
    /// It came to the room from another organisation: who shares it further is who offered it.
    SharedFromElsewhere,
    /// The other organisation is one's own.
    OwnOrganisation,
    /// The offer was answered already, or taken back.
    ShareAnswered,
    /// The room is not shared by it.
    ShareNotAgreed,
    /// There are guests in the room.
    GuestsInRoom,
    /// The other side's room is closed, or not fit for it any more.
    ShareNotReady,
    /// What stands in the message was asked with these words, which stay.
    CardStays,
    /// What is said in the room is not forwarded out of it.
    NoForwarding,
    /// The room's files are looked at and not saved.
    NoDownloads,
    /// The organisation does not let a room have its files saved so freely.
    BelowFloor,
    /// The file has so many versions already.
    TooManyVersions,
    /// So many messages wait to be said already.
    TooManyPlanned,
    /// What was planned has been said by now.
    SaidAlready,
    /// So many messages are put by already.
    TooManySaved,
    /// So many messages are pinned in the room already.
    TooManyPins,
    /// Who planned to say it is not here any more, or not at the moment.
    NotHere,
    /// What is to be said was changed at the moment at which it was to be said.
    PlanChanged,
    /// A personal number stands in it, and its author was not asked about that.
    PersonalNumber,
    /// A personal number stands in it, and the organisation lets none be said.
    PersonalNumberRefused,
    /// Somebody would read it who could not before, and that was not confirmed.
    LeavesCircle,
    /// Rooms are being made by the order, or closed.
    OrderMoves,
    /// The organisation has so many templates for rooms already.
    TooManyTemplates,
    /// The room has so many albums already.
    TooManyAlbums,
    /// The album has so many pictures already.
    AlbumFull,
    /// Who made an album removes it, or an owner of the room.
    NotTheAlbumsMaker,
}

impl ChatRefusal {
    /// The code of [`Self::PlanChanged`].
    pub const PLAN_CHANGED: &'static str = "chat.plan_changed";
}

impl Refusal for ChatRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::IdTaken => "id_taken",
            Self::Archived => "chat.archived",
            Self::NotAMember => "chat.not_a_member",
            Self::NotAnOwner => "chat.not_an_owner",
            Self::NotTheAuthor => "chat.not_the_author",
            Self::Withdrawn => "chat.withdrawn",
            Self::Empty => "chat.empty",
            Self::TooLong => "chat.too_long",
            Self::ThreadInThread => "chat.thread_in_thread",
            Self::Derived => "chat.derived",
            Self::Direct => "chat.direct",
            Self::LastOwner => "chat.last_owner",
            Self::AdministratorsOnly => "chat.administrators_only",
            Self::UnitHasRoom => "chat.unit_has_room",
            Self::HandedOver => "chat.handed_over",
            Self::NoReaction => "chat.no_reaction",
            Self::OnLeave => "on_leave",
            Self::StaffOnly => "chat.staff_only",
            Self::Barred => "chat.barred",
            Self::NamedAfterPost => "chat.named_after_post",
            Self::NobodyAtDesk => "chat.nobody_at_desk",
            Self::OtherOperator => "chat.other_operator",
            Self::ReadableAnyway => "chat.readable_anyway",
            Self::InspectionAsked => "chat.inspection_asked",
            Self::NoSuchDirect => "chat.no_such_direct",
            Self::OwnInspection => "chat.own_inspection",
            Self::InspectionDecided => "chat.inspection_decided",
            Self::NotTheInspector => "chat.not_the_inspector",
            Self::InspectionNotOpen => "chat.inspection_not_open",
            Self::NotShareable => "chat.not_shareable",
            Self::SharedAlready => "chat.shared_already",
            Self::SharedFromElsewhere => "chat.shared_from_elsewhere",
            Self::OwnOrganisation => "chat.own_organisation",
            Self::ShareAnswered => "chat.share_answered",
            Self::ShareNotAgreed => "chat.share_not_agreed",
            Self::GuestsInRoom => "chat.guests_in_room",
            Self::ShareNotReady => "chat.share_not_ready",
            Self::CardStays => "chat.card_stays",
            Self::NoForwarding => "chat.no_forwarding",
            Self::NoDownloads => "chat.no_downloads",
            Self::BelowFloor => "chat.below_floor",
            Self::TooManyVersions => "chat.too_many_versions",
            Self::TooManyPlanned => "chat.too_many_planned",
            Self::SaidAlready => "chat.said_already",
            Self::TooManySaved => "chat.too_many_saved",
            Self::TooManyPins => "chat.too_many_pins",
            Self::NotHere => "chat.not_here",
            Self::PlanChanged => Self::PLAN_CHANGED,
            Self::PersonalNumber => "chat.personal_number",
            Self::PersonalNumberRefused => "chat.personal_number_refused",
            Self::LeavesCircle => "chat.leaves_circle",
            Self::OrderMoves => "chat.order_moves",
            Self::TooManyTemplates => "chat.too_many_templates",
            Self::TooManyAlbums => "chat.too_many_albums",
            Self::AlbumFull => "chat.album_full",
            Self::NotTheAlbumsMaker => "chat.not_the_albums_maker",
        }
    }
    fn kind(&self) -> Kind {
        match self {
            Self::NotAMember
            | Self::HandedOver
            | Self::NotAnOwner
            | Self::NotTheAuthor
            | Self::AdministratorsOnly
            | Self::OwnInspection
            | Self::NotTheInspector
            | Self::OnLeave
            | Self::StaffOnly
            | Self::NoForwarding
            | Self::NoDownloads
            | Self::BelowFloor
            | Self::NotTheAlbumsMaker
            | Self::Barred => Kind::Denied,
            Self::Empty | Self::TooLong | Self::NoReaction => Kind::Invalid,
            _ => Kind::Conflict,
        }
    }
}
