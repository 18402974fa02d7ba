//! Rules by network: from where one signs in with what, and for how long. Pure.

use super::{IDLE_LIMIT, IdentityRefusal, SESSION_LIMIT};
use kernel::{Error, Result, Rights, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::net::IpAddr;
use std::time::Duration;

/// Longest name of a network, in characters.
const LONGEST_NAME: usize = 40;
const MOST_NETWORKS: usize = 50;
/// Of a network.
const MOST_RANGES: usize = 200;
const DAY: u64 = 86_400;

/// Who must show a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactorRule {
    /// Whoever has one.
    #[default]
    Optional,
    /// Administrators.
    Administrators,
    /// Everybody.
    Everybody,
}

/// Over whose screens and prints stands who reads them (透かし).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WatermarkRule {
    /// Nobody's.
    #[default]
    Nobody,
    /// Those of guests.
    Guests,
    /// Everybody's.
    Everybody,
}

/// What holds in a network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NetworkRule {
    /// Whether anybody may be here at all.
    pub allowed: bool,
    /// Whether guests may be here, where others may.
    #[serde(default = "yes")]
    pub guests: bool,
    /// Over whose screens and prints stands who reads them.
    #[serde(default)]
    pub watermark: WatermarkRule,
    /// Who must show a second factor.
    pub factor: FactorRule,
    /// Days without use after which a session is over, 1 to 14.
    pub idle_days: u64,
    /// Days after which it is over in any case, 1 to 90.
    pub session_days: u64,
}

fn yes() -> bool {
    true
}

impl Default for NetworkRule {
    fn default() -> Self {
        let days = |limit: Duration| limit.as_secs() / DAY;
        Self {
            allowed: true,
            guests: true,
            watermark: WatermarkRule::default(),
            factor: FactorRule::default(),
            idle_days: days(IDLE_LIMIT),
            session_days: days(SESSION_LIMIT),
        }
    }
}

/// A network of the organisation's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Network {
    /// What people call it.
    pub name: String,
    /// Addresses and ranges, such as `10.1.0.0/16`.
    pub ranges: Vec<String>,
    /// What holds there.
    pub rule: NetworkRule,
}

/// An organisation's rules. Without any, everything is as it always was.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct SignInRules {
    /// The named networks. Of several that an address lies in, the one with the narrowest range counts.
    pub networks: Vec<Network>,
    /// What holds everywhere else.
    pub elsewhere: NetworkRule,
}

/// The rules, and where the one who asks stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SignInRulesView {
    /// The rules.
    pub rules: SignInRules,
    /// The version, for `If-Match`.
    pub tick: i64,
    /// From where this was asked.
    pub address: String,
    /// The network that this is in; nothing for everywhere else.
    pub network: Option<String>,
}

/// Addresses with the same beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Range {
    base: IpAddr,
    bits: u32,
}

/// The address as it was before a dual socket wrote it in the newer form.
fn canonical(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

fn masked(address: IpAddr, bits: u32) -> IpAddr {
    match address {
        IpAddr::V4(address) => IpAddr::V4((address.to_bits() & u32::MAX.checked_shl(32 - bits).unwrap_or(0)).into()),
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() & u128::MAX.checked_shl(128 - bits).unwrap_or(0)).into()),
    }
}

impl Range {
    fn read(text: &str) -> Option<Self> {
        let (address, bits) = match text.trim().split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u32>().ok()?)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().ok()?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(width);
        (bits <= width).then(|| Self { base: masked(address, bits), bits })
    }

    fn holds(self, address: IpAddr) -> bool {
        self.base.is_ipv4() == address.is_ipv4() && masked(address, self.bits) == self.base
    }
}

/// What is known of a session, or of one that is about to be opened.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// Rights.
    pub rights: Rights,
    /// Of a guest.
    pub guest: bool,
    /// A second factor was shown.
    pub strong: bool,
    /// The account has one.
    pub has_factor: bool,
    /// From where it signed in; nothing when that can no longer be read.
    pub home: Option<IpAddr>,
    /// When it signed in.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// Of a bot's token: when it ends. Nobody is there to use it in time, or to show a second factor.
    pub token_until: Option<Timestamp>,
}

/// What the rules say of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may go on until then.
    Welcome(Timestamp),
    /// It may do nothing before a second factor is set up.
    SetUpFactor(Timestamp),
    /// It is over.
    Over,
    /// It may not be used from here.
    Refused(IdentityRefusal),
}

/// Rules in the form in which they are asked about every request.
#[derive(Debug, Default)]
pub struct Networks {
    rules: SignInRules,
    /// The narrowest first.
    ranges: Vec<(Range, usize)>,
}

impl Networks {
    /// Of rules.
    ///
    /// Errors: the fields that are none.
    pub fn of(rules: SignInRules) -> Result<Self> {
        let fault = |field: String, code| Err(Error::field(field, code));
        if rules.networks.len() > MOST_NETWORKS {
            return fault("networks".to_owned(), "too_many");
        }
        check_days(&rules.elsewhere, "elsewhere")?;
        let (mut names, mut seen, mut ranges) = (HashSet::new(), HashSet::new(), Vec::new());
        for (place, network) in rules.networks.iter().enumerate() {
            let name = network.name.trim();
            match name {
                "" => return fault(format!("networks[{place}].name"), "missing"),
                _ if text::graphemes(name) > LONGEST_NAME => {
                    return fault(format!("networks[{place}].name"), "too_long");
                }
                _ if !names.insert(text::fold(name)) => {
                    return fault(format!("networks[{place}].name"), "already_exists");
                }
                _ => {}
            }
            check_days(&network.rule, &format!("networks[{place}].rule"))?;
            let field = format!("networks[{place}].ranges");
            match network.ranges.len() {
                0 => return fault(field, "missing"),
                count if count > MOST_RANGES => return fault(field, "too_many"),
                _ => {}
            }
            for text in &network.ranges {
                let Some(range) = Range::read(text) else { return fault(field, "no_range") };
                if !seen.insert(range) {
                    return fault(field, "already_exists");
                }
                ranges.push((range, place));
            }
        }
        ranges.sort_by_key(|(range, _)| std::cmp::Reverse(range.bits));
        Ok(Self { rules, ranges })
    }

    /// The rules.
    pub fn rules(&self) -> &SignInRules {
        &self.rules
    }

    fn place(&self, address: IpAddr) -> Option<usize> {
        let address = canonical(address);
        self.ranges.iter().find(|(range, _)| range.holds(address)).map(|(_, place)| *place)
    }

    /// The network in which an address lies; nothing for everywhere else.
    pub fn network(&self, address: IpAddr) -> Option<&Network> {
        self.place(address).map(|place| &self.rules.networks[place])
    }

    fn rule(&self, address: IpAddr) -> &NetworkRule {
        self.network(address).map_or(&self.rules.elsewhere, |network| &network.rule)
    }

    /// Whether some network is closed to guests alone.
    pub fn tells_guests_apart(&self) -> bool {
        self.all().any(|rule| !rule.guests)
    }

    fn all(&self) -> impl Iterator<Item = &NetworkRule> {
        self.rules.networks.iter().map(|network| &network.rule).chain([&self.rules.elsewhere])
    }

    /// Whether who reads stands over the screen of somebody at an address; nothing where it does so in no network.
    pub fn watermark(&self, guest: bool, from: IpAddr) -> Option<bool> {
        let marks = |rule: &NetworkRule| match rule.watermark {
            WatermarkRule::Nobody => false,
            WatermarkRule::Guests => guest,
            WatermarkRule::Everybody => true,
        };
        self.all().any(marks).then(|| marks(self.rule(from)))
    }

    /// Whether a session may be used from an address now. It lasts as long as the network lets it in which it signed in; from another it
    /// must satisfy that one's rule as well.
    pub fn judge(&self, session: &Standing, from: IpAddr, now: Timestamp) -> Verdict {
        let here = self.rule(from);
        if let Some(until) = session.token_until {
            return match (now < until, here.allowed) {
                (false, _) => Verdict::Over,
                (true, false) => Verdict::Refused(IdentityRefusal::NetworkRefused),
                (true, true) => Verdict::Welcome(until),
            };
        }
        let ends_by = |rule: &NetworkRule| {
            let idle = session.seen_at.plus(Duration::from_secs(rule.idle_days * DAY));
            idle.min(session.created_at.plus(Duration::from_secs(rule.session_days * DAY)))
        };
        let at_home = ends_by(self.rule(session.home.unwrap_or(from)));
        if now >= at_home {
            return Verdict::Over;
        }
        if !here.allowed {
            return Verdict::Refused(IdentityRefusal::NetworkRefused);
        }
        if session.guest && !here.guests {
            return Verdict::Refused(IdentityRefusal::GuestsRefused);
        }
        let ends_at = at_home.min(ends_by(here));
        if now >= ends_at {
            return Verdict::Refused(IdentityRefusal::SignInAgainHere);
        }
        let wanted = match here.factor {
            FactorRule::Optional => false,
            FactorRule::Administrators => session.rights == Rights::Administrator,
            FactorRule::Everybody => true,
        };
        match (wanted, session.has_factor, session.strong) {
            (false, ..) | (true, true, true) => Verdict::Welcome(ends_at),
            (true, true, false) => Verdict::Refused(IdentityRefusal::SecondFactorNeeded),
            (true, false, _) => Verdict::SetUpFactor(ends_at),
        }
    }
}

fn check_days(rule: &NetworkRule, field: &str) -> Result<()> {
    let most = NetworkRule::default();
    for (name, days, most) in
        [("idle_days", rule.idle_days, most.idle_days), ("session_days", rule.session_days, most.session_days)]
    {
        if !(1..=most).contains(&days) {
            return Err(Error::field(format!("{field}.{name}"), "out_of_range"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_775_000_000_000_000);

    fn days(count: u64) -> Duration {
        Duration::from_secs(count * DAY)
    }

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn network(name: &str, ranges: &[&str], rule: NetworkRule) -> Network {
        Network { name: name.to_owned(), ranges: ranges.iter().map(|range| (*range).to_owned()).collect(), rule }
    }

    fn networks() -> Networks {
        let hall = NetworkRule { session_days: 30, ..NetworkRule::default() };
        let outside = NetworkRule { factor: FactorRule::Everybody, idle_days: 1, ..NetworkRule::default() };
        let guests = NetworkRule { allowed: false, ..NetworkRule::default() };
        let networks = vec![
            network("庁内LGWAN", &["10.1.0.0/16", "2001:db8::/32"], hall),
            network("来庁者", &["10.1.200.0/24"], guests),
        ];
        Networks::of(SignInRules { networks, elsewhere: outside }).expect("rules")
    }

    fn standing() -> Standing {
        Standing {
            rights: Rights::Member,
            guest: false,
            strong: false,
            has_factor: false,
            home: Some(address("10.1.2.3")),
            created_at: NOW.minus(days(2)),
            seen_at: NOW.minus(days(2)),
            token_until: None,
        }
    }

    #[test]
    fn the_narrowest_range_names_the_network() {
        let networks = networks();
        let name = |text| networks.network(address(text)).map(|network| network.name.clone());
        for (text, expected) in [
            ("10.1.255.255", Some("庁内LGWAN")),
            ("10.2.0.0", None),
            ("10.1.200.7", Some("来庁者")),
            ("::ffff:10.1.2.3", Some("庁内LGWAN")),
            ("2001:db8:ffff::1", Some("庁内LGWAN")),
            ("2001:db9::1", None),
        ] {
            assert_eq!(name(text), expected.map(str::to_owned), "{text}");
        }
        let all = network("全部", &["0.0.0.0/0"], NetworkRule::default());
        let all = Networks::of(SignInRules { networks: vec![all], ..SignInRules::default() }).expect("rules");
        assert!(all.network(address("198.51.100.1")).is_some());
        assert!(all.network(address("2001:db8::1")).is_none());
    }

    #[test]
    fn what_is_no_rule_is_named_by_its_field() {
        let fault = |networks, elsewhere| {
            let error = Networks::of(SignInRules { networks, elsewhere }).expect_err("refused");
            (error.faults()[0].field.clone(), error.faults()[0].code)
        };
        let rule = NetworkRule::default;
        for (ranges, code) in [
            (&["10.1.0.0/33"] as &[&str], "no_range"),
            (&["10.1.0/16"], "no_range"),
            (&["10.1.0.0/-1"], "no_range"),
            (&[], "missing"),
            (&["10.1.2.3/16", "10.1.0.0/16"], "already_exists"),
        ] {
            assert_eq!(fault(vec![network("a", ranges, rule())], rule()), ("networks[0].ranges".to_owned(), code));
        }
        let two = vec![network("Ａ", &["10.1.0.1"], rule()), network("a", &["10.1.0.2"], rule())];
        assert_eq!(fault(two, rule()), ("networks[1].name".to_owned(), "already_exists"));
        assert_eq!(fault(vec![network("　", &["10.1.0.1"], rule())], rule()).1, "missing");
        let forever = NetworkRule { idle_days: 15, ..rule() };
        assert_eq!(fault(Vec::new(), forever), ("elsewhere.idle_days".to_owned(), "out_of_range"));
        let never = NetworkRule { session_days: 0, ..rule() };
        assert_eq!(fault(Vec::new(), never).0, "elsewhere.session_days");
    }

    #[test]
    fn without_rules_a_session_lasts_as_it_always_did() {
        let (networks, session) = (Networks::default(), standing());
        let ends = session.seen_at.plus(IDLE_LIMIT);
        assert_eq!(networks.judge(&session, address("198.51.100.1"), NOW), Verdict::Welcome(ends));
        assert_eq!(networks.judge(&session, address("198.51.100.1"), ends), Verdict::Over);
        let old = Standing { created_at: NOW.minus(days(90)), seen_at: NOW, ..session };
        assert_eq!(networks.judge(&old, address("198.51.100.1"), NOW), Verdict::Over);
    }

    #[test]
    fn from_another_network_a_session_must_satisfy_that_ones_rule_and_at_home_it_goes_on() {
        let (networks, session) = (networks(), standing());
        let (hall, outside) = (address("10.1.9.9"), address("198.51.100.1"));
        assert!(matches!(networks.judge(&session, hall, NOW), Verdict::Welcome(_)));
        assert_eq!(networks.judge(&session, outside, NOW), Verdict::Refused(IdentityRefusal::SignInAgainHere));
        let used = Standing { seen_at: NOW, ..session };
        assert!(matches!(networks.judge(&used, outside, NOW), Verdict::SetUpFactor(_)));
        let has = Standing { has_factor: true, ..used };
        assert_eq!(networks.judge(&has, outside, NOW), Verdict::Refused(IdentityRefusal::SecondFactorNeeded));
        assert!(matches!(networks.judge(&Standing { strong: true, ..has }, outside, NOW), Verdict::Welcome(_)));
        let guest = networks.judge(&used, address("10.1.200.1"), NOW);
        assert_eq!(guest, Verdict::Refused(IdentityRefusal::NetworkRefused));
    }

    #[test]
    fn a_session_of_a_strict_network_lasts_no_longer_in_a_mild_one() {
        let networks = networks();
        let session = Standing { home: Some(address("198.51.100.1")), strong: true, has_factor: true, ..standing() };
        assert_eq!(networks.judge(&session, address("10.1.2.3"), NOW), Verdict::Over);
    }

    #[test]
    fn a_rule_for_administrators_lets_others_be() {
        let rule = NetworkRule { factor: FactorRule::Administrators, ..NetworkRule::default() };
        let networks = Networks::of(SignInRules { networks: Vec::new(), elsewhere: rule }).expect("rules");
        let from = address("198.51.100.1");
        assert!(matches!(networks.judge(&standing(), from, NOW), Verdict::Welcome(_)));
        let administrator = Standing { rights: Rights::Administrator, ..standing() };
        assert!(matches!(networks.judge(&administrator, from, NOW), Verdict::SetUpFactor(_)));
        // Who took their factor off again has none, whatever was shown once.
        let strong = Standing { strong: true, ..administrator };
        assert!(matches!(networks.judge(&strong, from, NOW), Verdict::SetUpFactor(_)));
    }

    #[test]
    fn guests_are_let_in_only_where_a_rule_has_it_so() {
        let hall = NetworkRule { guests: false, ..NetworkRule::default() };
        let rules = SignInRules { networks: vec![network("庁内", &["10.1.0.0/16"], hall)], ..SignInRules::default() };
        let networks = Networks::of(rules).expect("rules");
        let (hall, outside) = (address("10.1.2.3"), address("198.51.100.1"));
        let guest = Standing { guest: true, home: Some(outside), ..standing() };
        assert_eq!(networks.judge(&guest, hall, NOW), Verdict::Refused(IdentityRefusal::GuestsRefused));
        assert!(matches!(networks.judge(&guest, outside, NOW), Verdict::Welcome(_)));
        assert!(matches!(networks.judge(&standing(), hall, NOW), Verdict::Welcome(_)));
        assert!(networks.tells_guests_apart() && !Networks::default().tells_guests_apart());
    }

    #[test]
    fn who_reads_stands_over_the_screen_where_a_rule_has_it_so_and_nobody_is_told_where_none_has() {
        let outside = NetworkRule { watermark: WatermarkRule::Everybody, ..NetworkRule::default() };
        let hall = NetworkRule { watermark: WatermarkRule::Guests, ..NetworkRule::default() };
        let networks = vec![network("庁内", &["10.1.0.0/16"], hall)];
        let marked = Networks::of(SignInRules { networks: networks.clone(), elsewhere: outside }).expect("rules");
        let (hall, outside) = (address("10.1.2.3"), address("198.51.100.1"));
        assert_eq!([false, true].map(|guest| marked.watermark(guest, hall)), [Some(false), Some(true)]);
        assert_eq!(marked.watermark(false, outside), Some(true));
        let guests = Networks::of(SignInRules { networks, ..SignInRules::default() }).expect("rules");
        assert_eq!((guests.watermark(false, hall), guests.watermark(true, outside)), (None, Some(false)));
    }

    #[test]
    fn rules_of_before_let_guests_in_and_mark_nothing() {
        let kept =
            r#"{"networks":[],"elsewhere":{"allowed":true,"factor":"optional","idle_days":14,"session_days":90}}"#;
        assert_eq!(serde_json::from_str::<SignInRules>(kept).expect("rules"), SignInRules::default());
    }
}
