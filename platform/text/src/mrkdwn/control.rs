//! What stands between `<` and `>` in a Slack text, and the entities around it.

/// A sequence that Slack or a sender put between `<` and `>`. Slices are still encoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Control<'a> {
    /// A person, by Slack's ID.
    Person { id: &'a str, label: &'a str },
    /// A channel, by Slack's ID.
    Room { id: &'a str, label: &'a str },
    /// A user group, by Slack's ID.
    Group { id: &'a str, label: &'a str },
    /// `here`, `channel` and `everyone` are one here: everyone in the room.
    Everyone,
    /// Another command, such as a date: the text to show for it.
    Text(&'a str),
    /// A link; the label is empty when it has none.
    Link { address: &'a str, label: &'a str },
}

/// The sequence at the start of a text, and its length in bytes.
pub(super) fn leading(text: &str) -> Option<(Control<'_>, usize)> {
    let inner = text.strip_prefix('<')?;
    let end = inner.find(['<', '>', '\n'])?;
    if end == 0 || !inner[end..].starts_with('>') {
        return None;
    }
    let inner = &inner[..end];
    let (subject, label) = inner.split_once('|').unwrap_or((inner, ""));
    let control = if let Some(id) = subject.strip_prefix('@') {
        Control::Person { id, label }
    } else if let Some(id) = subject.strip_prefix('#') {
        Control::Room { id, label }
    } else if let Some(command) = subject.strip_prefix('!') {
        match command.split('^').collect::<Vec<_>>()[..] {
            ["here" | "channel" | "everyone"] => Control::Everyone,
            ["subteam", id, ..] => Control::Group { id, label },
            // A date without a fallback leaves its time stamp.
            ["date", stamp, ..] if label.is_empty() => Control::Text(stamp),
            _ if label.is_empty() => Control::Text(command),
            _ => Control::Text(label),
        }
    } else {
        Control::Link { address: subject, label }
    };
    match control {
        Control::Person { id, .. } | Control::Room { id, .. } | Control::Group { id, .. } if !is_slack_id(id) => None,
        _ => Some((control, end + 2)),
    }
}

fn is_slack_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Decodes the three entities that Slack writes. `&amp;lt;` is the text `&lt;`.
pub(super) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        let (c, length) = entity(&rest[at..]).unwrap_or(('&', 1));
        decoded.push(c);
        rest = &rest[at + length..];
    }
    decoded.push_str(rest);
    decoded
}

/// The character of an entity at the start of a text, and its length in bytes.
pub(super) fn entity(text: &str) -> Option<(char, usize)> {
    [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>')]
        .into_iter()
        .find(|(code, _)| text.starts_with(code))
        .map(|(code, c)| (c, code.len()))
}

/// A line of code as it was typed: Slack links addresses in code too, which is undone.
pub(super) fn code(line: &str) -> String {
    let mut typed = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('<') {
        typed.push_str(&decode(&rest[..at]));
        rest = &rest[at..];
        let length = match leading(rest) {
            Some((Control::Link { address, label }, length)) if is_linked(address) => {
                typed.push_str(&decode(if label.is_empty() { address } else { label }));
                length
            }
            _ => {
                typed.push('<');
                1
            }
        };
        rest = &rest[length..];
    }
    typed.push_str(&decode(rest));
    typed
}

/// Whether an address is one of those that become links here.
pub(super) fn is_linked(address: &str) -> bool {
    ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && address.len() > scheme.len()
    })
}
