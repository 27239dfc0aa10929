namespace Gantry.Protocols.Schemas;

/// <summary>How the lowering of a schema ended.</summary>
public enum SchemaOutcome
{
    /// <summary>There is a schema to send.</summary>
    Lowered,

    /// <summary>The member is left out: Gemini refuses a function whose parameters have no properties.</summary>
    Omitted,

    /// <summary>Deeper than 32 schemas, more than 5,000 of them, or resolved references beyond a mebibyte: refuse the request.</summary>
    TooDeep,

    /// <summary>
    /// The strict subset cannot say it (maps, recursion, values of any type, a root that is no object): send it without strictness or in
    /// another way.
    /// </summary>
    Inexpressible,
}
