//! Why identity refuses.

use kernel::{Kind, Refusal};

/// Why identity refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityRefusal {
    /// No such account, or not its password: the two are never told apart.
    WrongCredentials,
    /// The account was stopped.
    Suspended,
    /// They are on leave, and may not use it meanwhile.
    OnLeave,
    /// They do not take part yet.
    NotBegun,
    /// Somebody has the login or address.
    LoginTaken,
    /// Fewer than ten characters.
    PasswordTooShort,
    /// One of those that everybody tries first, or made of the login.
    PasswordTooCommon,
    /// The present password was not the one given.
    WrongPassword,
    /// Another program keeps the password: it is changed there.
    PasswordElsewhere,
    /// Somebody has signed in with the account already.
    AccountUsed,
    /// It is the password, but whoever keeps it wants another one first.
    PasswordExpired,
    /// An organisation needs an administrator who can sign in.
    LastAdministrator,
    /// Who administers all of it, and who does, is for those who do.
    AdministratorsOnly,
    /// It is set up already.
    AlreadySetUp,
    /// Not the code on the console.
    WrongCode,
    /// Neither a code of the app that counts now nor a recovery code that is left.
    WrongSecondFactor,
    /// Not the code that the app would show if it had the secret.
    WrongSetUpCode,
    /// The password has to be typed again.
    ChallengeOver,
    /// The account has an app already.
    CodeExists,
    /// No secret waits for its first code.
    CodeNotBegun,
    /// Nobody may be here.
    NetworkRefused,
    /// Guests may not be here.
    GuestsRefused,
    /// Here the session has lasted too long; where it was opened it goes on.
    SignInAgainHere,
    /// Here the password alone is not enough.
    SecondFactorNeeded,
    /// Whoever saves these rules would be shut out by them.
    RulesRefuseYou,
    /// Several people use the account: what is one person's own it does not have.
    SharedAccount,
    /// Not the PIN.
    WrongPin,
    /// They have no PIN yet.
    PinMissing,
    /// Their PIN was given to them: they choose one of their own now.
    PinInitial,
    /// The account signs in elsewhere; its password is not taken.
    PasswordStopped,
    /// Without a password, only who has just signed in may do this.
    SignInAnew,
    /// It is a guest or a bot: these are kept apart from the staff.
    Outsider,
    /// No link that is good, or not its PIN: the two are never told apart.
    WrongVisit,
    /// No passkey of here, or not its answer: the two are never told apart.
    PasskeyRefused,
    /// Browsers make no passkeys for this address.
    PasskeysNotHere,
    /// The device has not made what was asked for.
    PasskeyUnusable,
    /// Somebody has it already.
    PasskeyExists,
    /// The account has as many as an account may have.
    TooManyPasskeys,
    /// The account signs in elsewhere; its passkeys are not taken.
    PasskeysStopped,
    /// The account has a passkey, and it was not shown.
    PasskeyFirst,
}

impl Refusal for IdentityRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::WrongCredentials => "identity.wrong_credentials",
            Self::Suspended => "identity.suspended",
            Self::OnLeave => "identity.on_leave",
            Self::NotBegun => "identity.not_begun",
            Self::LoginTaken => "identity.login_taken",
            Self::PasswordTooShort => "identity.password_too_short",
            Self::PasswordTooCommon => "identity.password_too_common",
            Self::WrongPassword => "identity.wrong_password",
            Self::PasswordElsewhere => "identity.password_elsewhere",
            Self::AccountUsed => "identity.account_used",
            Self::PasswordExpired => "identity.password_expired",
            Self::LastAdministrator => "identity.last_administrator",
            Self::AdministratorsOnly => "identity.administrators_only",
            Self::AlreadySetUp => "setup.already_done",
            Self::WrongCode => "setup.wrong_code",
            Self::WrongSecondFactor => "identity.wrong_second_factor",
            Self::WrongSetUpCode => "identity.wrong_code",
            Self::ChallengeOver => "identity.challenge_over",
            Self::CodeExists => "identity.code_exists",
            Self::CodeNotBegun => "identity.code_not_begun",
            Self::NetworkRefused => "identity.network_refused",
            Self::GuestsRefused => "identity.guests_refused",
            Self::SignInAgainHere => "identity.sign_in_again_here",
            Self::SecondFactorNeeded => "identity.second_factor_needed",
            Self::RulesRefuseYou => "identity.rules_refuse_you",
            Self::SharedAccount => "identity.shared_account",
            Self::WrongPin => "identity.wrong_pin",
            Self::PinMissing => "identity.pin_missing",
            Self::PinInitial => "identity.pin_initial",
            Self::PasswordStopped => "identity.password_stopped",
            Self::SignInAnew => "identity.sign_in_anew",
            Self::Outsider => "identity.outsider",
            Self::WrongVisit => "identity.wrong_visit",
            Self::PasskeyRefused => "identity.passkey_refused",
            Self::PasskeysNotHere => "identity.passkeys_not_here",
            Self::PasskeyUnusable => "identity.passkey_unusable",
            Self::PasskeyExists => "identity.passkey_exists",
            Self::TooManyPasskeys => "identity.too_many_passkeys",
            Self::PasskeysStopped => "identity.passkeys_stopped",
            Self::PasskeyFirst => "identity.passkey_first",
        }
    }
    fn kind(&self) -> Kind {
        match self {
            Self::WrongCredentials
            | Self::WrongVisit
            | Self::WrongSecondFactor
            | Self::ChallengeOver
            | Self::PasskeyRefused
            | Self::NetworkRefused
            | Self::GuestsRefused
            | Self::SignInAgainHere
            | Self::SecondFactorNeeded => Kind::Unauthenticated,
            Self::Suspended
            | Self::OnLeave
            | Self::NotBegun
            | Self::WrongCode
            | Self::AdministratorsOnly
            | Self::PasswordStopped
            | Self::PasswordExpired
            | Self::PasskeysStopped
            | Self::PasskeyFirst
            | Self::SignInAnew => Kind::Denied,
            Self::PasswordTooShort
            | Self::PasswordTooCommon
            | Self::WrongPassword
            | Self::WrongSetUpCode
            | Self::PasskeyUnusable
            | Self::WrongPin => Kind::Invalid,
            Self::LoginTaken
            | Self::PasswordElsewhere
            | Self::AccountUsed
            | Self::LastAdministrator
            | Self::AlreadySetUp
            | Self::CodeExists
            | Self::CodeNotBegun
            | Self::RulesRefuseYou
            | Self::SharedAccount
            | Self::Outsider
            | Self::PinMissing
            | Self::PinInitial
            | Self::PasskeysNotHere
            | Self::PasskeyExists
            | Self::TooManyPasskeys => Kind::Conflict,
        }
    }
}
