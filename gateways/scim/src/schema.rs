//! What a User is made of: the attributes as data. From this list come the documents that clients discover, the reading of what
//! they send, the paths of changes and filters, and what is left out of answers.

use serde_json::{Map, Value, json};

/// The core schema of a User.
pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// What businesses know of one besides.
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// What our directory needs and the others have no attribute for.
pub const ENGAWA: &str = "urn:ietf:params:scim:schemas:extension:engawa:2.0:User";

/// What values an attribute has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A text.
    Text,
    /// `true` or `false`.
    Truth,
    /// Several attributes together.
    Complex(&'static [Attribute]),
}

/// When an attribute is part of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returned {
    /// Whatever is asked for.
    Always,
    /// Unless it is excluded.
    Default,
    /// If it is asked for by its own name.
    Request,
    /// Never, nor is it described: it is only understood where clients say it.
    Never,
}

/// Which values an attribute takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Suggested {
    /// Any.
    Nothing,
    /// Some words.
    These(&'static [&'static str]),
    /// The organisation's units.
    Units,
    /// The organisation's titles.
    Titles,
}

/// An attribute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attribute {
    /// Its name, as it is written.
    pub name: &'static str,
    /// What values it has.
    pub kind: Kind,
    /// Whether it is a list.
    pub many: bool,
    /// Whether every User has it.
    pub required: bool,
    /// Whether upper and lower case are different.
    pub exact: bool,
    /// Whether clients only read it.
    pub read_only: bool,
    /// When it is part of an answer.
    pub returned: Returned,
    /// Whether no two Users have the same.
    pub unique: bool,
    /// Which values it takes.
    pub suggested: Suggested,
    /// For people who set a client up.
    pub description: &'static str,
}

impl Attribute {
    const fn of(name: &'static str, kind: Kind, description: &'static str) -> Self {
        Self {
            name,
            kind,
            many: false,
            required: false,
            exact: false,
            read_only: false,
            returned: Returned::Default,
            unique: false,
            suggested: Suggested::Nothing,
            description,
        }
    }
    const fn required(self) -> Self {
        Self { required: true, ..self }
    }
    const fn many(self) -> Self {
        Self { many: true, ..self }
    }
    const fn exact(self) -> Self {
        Self { exact: true, ..self }
    }
    const fn read_only(self) -> Self {
        Self { read_only: true, ..self }
    }
    const fn unique(self) -> Self {
        Self { unique: true, ..self }
    }
    const fn returned(self, returned: Returned) -> Self {
        Self { returned, ..self }
    }
    const fn one_of(self, suggested: Suggested) -> Self {
        Self { suggested, ..self }
    }

    /// Its part of a name.
    pub fn part(&self, name: &str) -> Option<&'static Attribute> {
        let Kind::Complex(parts) = self.kind else { return None };
        parts.iter().find(|part| part.name.eq_ignore_ascii_case(name))
    }
}

const fn text(name: &'static str, description: &'static str) -> Attribute {
    Attribute::of(name, Kind::Text, description)
}
const fn truth(name: &'static str, description: &'static str) -> Attribute {
    Attribute::of(name, Kind::Truth, description)
}

const PRIMARY: Attribute = truth("primary", "Which of several counts.").returned(Returned::Never);

/// What every resource has.
pub const COMMON: &[Attribute] = &[
    text("schemas", "The schemas that it follows.").many().exact().required().returned(Returned::Always),
    text("id", "Our own id.").exact().read_only().unique().returned(Returned::Always),
    text("externalId", "The client's own id; kept as it was given.").exact(),
    Attribute::of(
        "meta",
        Kind::Complex(&[
            text("resourceType", "User").exact().read_only(),
            text("location", "Where it is.").exact().read_only(),
            text("version", "Changes whenever the resource does.").exact().read_only(),
        ]),
        "About the resource.",
    )
    .read_only(),
];

/// The core attributes.
pub const CORE: &[Attribute] = &[
    text("userName", "What the person signs in with. Kept as typed; compared without regard to case and width.")
        .required()
        .unique(),
    Attribute::of(
        "name",
        Kind::Complex(&[
            text("formatted", "Family and given name.").read_only().returned(Returned::Request),
            text("familyName", "As it is written.").required(),
            text("givenName", "As it is written."),
        ]),
        "The name as it is written, variants of characters included.",
    )
    .required(),
    text("displayName", "Family and given name.").read_only(),
    text("title", "The title of the main post, as the directory has it.").one_of(Suggested::Titles),
    truth("active", "Whether the person may sign in; true where a client says nothing of it.").required(),
    Attribute::of(
        "emails",
        Kind::Complex(&[
            text("value", "The address; it can be signed in with as well."),
            text("type", "Always work.").one_of(Suggested::These(&["work"])),
            PRIMARY,
        ]),
        "One address: of several the primary one, else the last of work, else the last.",
    )
    .many(),
    Attribute::of(
        "phoneNumbers",
        Kind::Complex(&[
            text("value", "The number."),
            text("type", "work for the extension, mobile for the mobile number; others are not kept.")
                .one_of(Suggested::These(&["work", "mobile"])),
            PRIMARY,
        ]),
        "The extension and the mobile number.",
    )
    .many(),
];

/// The attributes of businesses.
pub const BUSINESS: &[Attribute] = &[
    text("employeeNumber", "The staff number; the userName where there is no other.").unique(),
    text("department", "The unit of the main post: its id, its name where only one bears it, or names with / between, from the top down.")
        .required()
        .one_of(Suggested::Units),
];

/// Our own.
pub const OURS: &[Attribute] =
    &[
        text("familyReading", "The family name in kana; ー where it is not known yet. Taken from a name that is kana.")
            .required()
            .one_of(Suggested::These(&["ー"])),
        text("givenReading", "The given name in kana.").one_of(Suggested::These(&["ー"])),
        text("employment", "How the person is employed; regular where a client says nothing of it.")
            .required()
            .one_of(Suggested::These(&["regular", "fiscal_year", "special", "councillor"])),
        Attribute::of(
            "otherPosts",
            Kind::Complex(&[
                text("unit", "The unit, as in department.").required().one_of(Suggested::Units),
                text("title", "The title.").one_of(Suggested::Titles),
                text("kind", "兼務 concurrent, 事務取扱 acting, 併任 seconded.")
                    .required()
                    .one_of(Suggested::These(&["concurrent", "acting", "seconded"])),
            ]),
            "Posts held today besides the main one.",
        )
        .many(),
    ];

/// The schemas of a User with their attributes.
pub const SCHEMAS: [(&str, &[Attribute]); 3] = [(USER, CORE), (ENTERPRISE, BUSINESS), (ENGAWA, OURS)];

/// What a path names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Named {
    /// The schema; the core's stand at the top of a resource, an extension's below its own name.
    pub schema: &'static str,
    /// The attribute; nothing for an extension as a whole.
    pub attribute: Option<&'static Attribute>,
    /// The part of the attribute.
    pub part: Option<&'static Attribute>,
}

impl Named {
    /// What values are compared or set: those of the part, or of the attribute.
    pub fn last(&self) -> Option<&'static Attribute> {
        self.part.or(self.attribute)
    }

    /// What it names in a resource.
    pub fn in_resource<'v>(&self, resource: &'v Map<String, Value>) -> Option<&'v Value> {
        let place = match self.schema {
            USER => resource,
            extension => resource.get(extension)?.as_object()?,
        };
        match self.attribute {
            Some(attribute) => place.get(attribute.name),
            None => resource.get(self.schema),
        }
    }
}

/// Finds what a dotted path names: `name.familyName`, or a schema's name, a colon and such. Upper and lower case are the same.
pub fn named(path: &str) -> Option<Named> {
    let begins = |prefix: &str| path.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    for (schema, attributes) in SCHEMAS {
        if !begins(schema) {
            continue;
        }
        let rest = &path[schema.len()..];
        if rest.is_empty() && schema != USER {
            return Some(Named { schema, attribute: None, part: None });
        }
        if let Some(rest) = rest.strip_prefix(':') {
            return of_schema(schema, attributes, rest);
        }
    }
    of_schema(USER, CORE, path).or_else(|| of_schema(USER, COMMON, path))
}

fn of_schema(schema: &'static str, attributes: &'static [Attribute], path: &str) -> Option<Named> {
    let (name, part) = match path.split_once('.') {
        Some((name, part)) => (name, Some(part)),
        None => (path, None),
    };
    let attribute = attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))?;
    let part = match part {
        Some(part) => Some(attribute.part(part)?),
        None => None,
    };
    Some(Named { schema, attribute: Some(attribute), part })
}

/// The words that an organisation's own lists suggest.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Units as `department` shows them.
    pub units: Vec<String>,
    /// Titles.
    pub titles: Vec<String>,
}

/// The documents that describe the schemas to an organisation's clients.
pub fn documents(words: &Words, base: &str) -> Vec<Value> {
    let about = |id: &str| match id {
        USER => ("User", "A person with an account"),
        ENTERPRISE => ("EnterpriseUser", "Staff number and unit"),
        _ => ("EngawaUser", "Readings, employment and further posts"),
    };
    let schemas = SCHEMAS.into_iter().map(|(id, attributes)| {
        let (name, description) = about(id);
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
            "id": id,
            "name": name,
            "description": description,
            "attributes": attributes.iter().map(|attribute| document(attribute, words)).collect::<Vec<_>>(),
            "meta": { "resourceType": "Schema", "location": format!("{base}/Schemas/{id}") },
        })
    });
    schemas.collect()
}

fn document(attribute: &Attribute, words: &Words) -> Value {
    let mut document = json!({
        "name": attribute.name,
        "type": match attribute.kind {
            Kind::Text => "string",
            Kind::Truth => "boolean",
            Kind::Complex(_) => "complex",
        },
        "multiValued": attribute.many,
        "description": attribute.description,
        "required": attribute.required,
        "mutability": if attribute.read_only { "readOnly" } else { "readWrite" },
        "returned": match attribute.returned {
            Returned::Always => "always",
            Returned::Default => "default",
            Returned::Request => "request",
            Returned::Never => "never",
        },
        "uniqueness": if attribute.unique { "server" } else { "none" },
    });
    if attribute.kind == Kind::Text {
        document["caseExact"] = attribute.exact.into();
    }
    if let Kind::Complex(parts) = attribute.kind {
        let parts = parts.iter().filter(|part| part.returned != Returned::Never);
        document["subAttributes"] = parts.map(|part| self::document(part, words)).collect();
    }
    match attribute.suggested {
        Suggested::Nothing => {}
        Suggested::These(these) => document["canonicalValues"] = json!(these),
        Suggested::Units => document["canonicalValues"] = json!(words.units),
        Suggested::Titles => document["canonicalValues"] = json!(words.titles),
    }
    document
}

/// The one sort of resource.
pub fn resource_type(base: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
        "id": "User",
        "name": "User",
        "description": "A person with an account",
        "endpoint": "/Users",
        "schema": USER,
        "schemaExtensions": [
            { "schema": ENTERPRISE, "required": true },
            { "schema": ENGAWA, "required": true },
        ],
        "meta": { "resourceType": "ResourceType", "location": format!("{base}/ResourceTypes/User") },
    })
}

/// Most Users in one answer.
pub const MOST: usize = 200;

/// What is offered: no more than works.
pub fn provider(base: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": { "supported": true },
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": MOST },
        "changePassword": { "supported": false },
        "sort": { "supported": false },
        "etag": { "supported": true },
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "Bearer token",
            "description": "A token made by an administrator",
            "specUri": "https://www.rfc-editor.org/info/rfc6750",
            "primary": true,
        }],
        "meta": { "resourceType": "ServiceProviderConfig", "location": format!("{base}/ServiceProviderConfig") },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(path: &str) -> Option<(&'static str, &'static str)> {
        let named = named(path)?;
        Some((named.schema, named.last().map_or("", |attribute| attribute.name)))
    }

    #[test]
    fn a_path_is_found_with_and_without_its_schema_in_whatever_case() {
        assert_eq!(name("username"), Some((USER, "userName")));
        assert_eq!(name("name.FAMILYNAME"), Some((USER, "familyName")));
        assert_eq!(name("meta.version"), Some((USER, "version")));
        assert_eq!(name(&format!("{USER}:title")), Some((USER, "title")));
        assert_eq!(name(&format!("{}:department", ENTERPRISE.to_uppercase())), Some((ENTERPRISE, "department")));
        assert_eq!(name(&format!("{ENGAWA}:otherPosts.kind")), Some((ENGAWA, "kind")));
        assert_eq!(name(ENTERPRISE), Some((ENTERPRISE, "")));
    }

    #[test]
    fn what_no_schema_has_is_not_found() {
        for path in
            ["", "department", "name.middleName", "userName.value", "nickName", USER, "urn:x:User:title", "name."]
        {
            assert_eq!(named(path), None, "{path}");
        }
    }

    #[test]
    fn a_document_suggests_what_the_organisation_has() {
        let words = Words { units: vec!["総務課".into()], titles: vec!["課長".into()] };
        let all = documents(&words, "https://e.test/scim/v2");
        assert_eq!(all[1]["attributes"][1]["canonicalValues"], json!(["総務課"]));
        assert_eq!(all[0]["attributes"][3]["canonicalValues"], json!(["課長"]));
        assert_eq!(all[2]["id"], ENGAWA);
    }
}
