//! Every kind of finding, with its stable identifier and its severity.
//!
//! `E` codes refuse the document, `W` codes tell of something generated in a
//! weaker form than the document asks for, `N` codes of something that was read
//! and has no effect on the output. The hundreds tell the stage: 1 reading,
//! 2 the keyword ledger, 3 lowering, 4 checks over the whole API, 5 planning
//! the Rust code, 6 writing files.

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The document is refused; nothing is written.
    Error,
    /// The output is weaker than the document asks for.
    Warning,
    /// Read, understood, and without effect on the output.
    Note,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal,)+) => {
        /// The kind of a finding. The identifiers never change their meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Code] = &[$(Code::$name),+];

            /// The identifier, for example `E0301`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }
        }
    };
}

codes! {
    /// The text is not YAML or JSON, or not UTF-8.
    Syntax = "E0101",
    /// A key occurs twice in one object.
    DuplicateKey = "E0102",
    /// The document passes a bound on size, depth or alias expansion.
    TooLarge = "E0103",
    /// The document is not an OpenAPI 3.0, 3.1 or 3.2 document.
    UnsupportedVersion = "E0104",
    /// A value has another type or form than OpenAPI allows at this place.
    Malformed = "E0105",
    /// A `$ref` leads nowhere.
    DanglingReference = "E0106",
    /// A `$ref` leads to another kind of object than this place needs.
    WrongReference = "E0107",
    /// References lead in a circle without a value.
    ReferenceCycle = "E0108",
    /// A `$ref` leaves the document in a way that is not followed.
    ExternalReference = "E0109",
    /// A file of the document cannot be read.
    Unreadable = "E0110",
    /// A number or a boolean stands where text belongs; its spelling is taken as the text.
    UnquotedText = "N0111",
    /// A value is malformed or missing without harm: it is left out or filled in.
    MalformedHint = "W0112",
    /// The config has a key that does not exist, a value of another form, or a name that cannot be
    /// given or is that of another thing.
    MalformedConfig = "E0113",
    /// The config names something that the document does not have.
    DanglingConfig = "E0114",
    /// A schema that the config leaves out is in use, and becomes raw JSON.
    SkippedInUse = "W0115",
    /// The config leaves this out.
    Skipped = "N0116",
    /// A keyword of OpenAPI that the generator cannot honour, where leaving it out would be wrong.
    UnsupportedKeyword = "E0201",
    /// A key that OpenAPI does not know at this place.
    UnknownKeyword = "W0202",
    /// A keyword that is read and has no effect, for a written reason.
    IgnoredKeyword = "N0203",
    /// An extension that is not ours.
    IgnoredExtension = "N0204",
    /// An extension of ours that does not exist.
    UnknownExtension = "E0205",
    /// An extension of ours with a wrong value or at a wrong place.
    MalformedExtension = "E0206",
    /// A keyword that is generated in a weaker form.
    WeakenedKeyword = "W0207",
    /// A keyword of another version of OpenAPI, which is honoured all the same.
    ForeignKeyword = "N0208",
    /// A schema whose parts contradict each other.
    Contradiction = "E0301",
    /// A schema that is generated as raw JSON.
    WeakenedSchema = "W0302",
    /// A union whose branches cannot be told apart.
    AmbiguousUnion = "W0303",
    /// A body, reply or parameter that is generated in a weaker form.
    WeakenedContent = "W0304",
    /// A path parameter that its path does not have.
    PathParameter = "E0305",
    // E0306 refused what W0311 tells of.
    /// A security scheme that the client cannot fill in by itself.
    WeakenedSecurity = "W0307",
    /// A server that the client does not offer.
    WeakenedServer = "W0308",
    /// A path template that no request can have.
    PathTemplate = "E0309",
    /// A path has a name in braces that no parameter describes; it is taken as text.
    UndeclaredParameter = "W0310",
    /// A security requirement names a scheme that does not exist; it is left out.
    UnknownSecurityScheme = "W0311",
    /// What the schema of a stream describes is not said by OpenAPI, and was concluded from its form.
    GuessedStream = "N0312",
    /// Two operations have the same `operationId`.
    DuplicateOperationId = "E0401",
    /// Two parameters of one operation have the same name and location.
    DuplicateParameter = "E0402",
    /// Two operations would have the same method name in one resource.
    DuplicateMethod = "E0403",
    /// An extension points to something that the API does not have.
    DanglingExtension = "E0404",
    /// A default or an example contradicts its schema.
    WrongExample = "W0405",
    /// A list in pages, known by its shape.
    DetectedPages = "N0406",
    /// Several names of the document needed a tie-break.
    NameTie = "N0501",
    /// The names lock cannot be read.
    MalformedLock = "E0502",
    /// Generated text does not parse: a fault of the generator.
    Internal = "E0601",
}

impl Code {
    /// How much a finding of this kind matters.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self.id().as_bytes()[0] {
            b'E' => Severity::Error,
            b'W' => Severity::Warning,
            _ => Severity::Note,
        }
    }
}
