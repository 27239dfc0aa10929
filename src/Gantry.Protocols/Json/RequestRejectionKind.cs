namespace Gantry.Protocols.Json;

/// <summary>Why a request body is refused before anything is sent upstream.</summary>
public enum RequestRejectionKind
{
    /// <summary>The bytes are not one JSON document.</summary>
    NotJson,

    /// <summary>The document is an array, a string, a number or the like.</summary>
    NotAnObject,

    /// <summary>Nested deeper than <see cref="RequestPeek.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>One object has more members than <see cref="RequestPeek.MaxProperties"/>.</summary>
    TooManyProperties,

    /// <summary>A name stands twice at the top level. Parsers disagree on which one wins, so the bill could be for another request.</summary>
    DuplicateName,

    /// <summary><c>model</c> is absent or null.</summary>
    ModelMissing,

    /// <summary><c>model</c> is not a string of valid text.</summary>
    ModelNotAString,

    /// <summary><c>stream</c> is neither true, false nor null.</summary>
    StreamNotABool,
}
