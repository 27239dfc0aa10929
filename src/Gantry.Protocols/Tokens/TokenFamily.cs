namespace Gantry.Protocols.Tokens;

/// <summary>How a family of models counts prompts. Text and schemas in thousandths of the general estimate, the rest in tokens.</summary>
/// <param name="Name">Names the family, as in <c>claude</c>.</param>
public sealed record TokenFamily(string Name)
{
    /// <summary>Thousandths by which the text estimate is scaled.</summary>
    public int Text { get; init; } = 1_000;

    /// <summary>Thousandths of the estimate of a tool's JSON: vendors render schemas in forms of their own.</summary>
    public int Schema { get; init; } = 1_000;

    /// <summary>Tokens of any request.</summary>
    public int PerRequest { get; init; } = 3;

    /// <summary>Tokens of a message's frame.</summary>
    public int PerMessage { get; init; } = 4;

    /// <summary>Tokens of a request that has tools, once.</summary>
    public int ForTools { get; init; }

    /// <summary>Tokens of a request whose answer must keep to a schema, once.</summary>
    public int ForSchema { get; init; }

    /// <summary>Tokens of a tool's frame.</summary>
    public int PerTool { get; init; } = 8;

    /// <summary>Tokens of a page of a document.</summary>
    public int PerPage { get; init; } = 1_500;

    public ImageTokens Image { get; init; } = new(ImageFormula.Area, 0, 0, 1_568);
}
