using System.Text.Json;

namespace Gantry.Simulator.Prompts;

/// <summary>What a request asks for, as far as an answer depends on it; the same for every protocol.</summary>
internal sealed record Prompt
{
    public required string Model { get; init; }

    /// <summary>The request as it came.</summary>
    public required JsonElement Body { get; init; }

    public bool Stream { get; init; }

    /// <summary>Gemini only: the stream is a JSON array instead of server-sent events.</summary>
    public bool JsonArray { get; init; }

    /// <summary>Chat only: <c>stream_options.include_usage</c>.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>Every text of the user, oldest first.</summary>
    public IReadOnlyList<string> UserTexts { get; init; } = [];

    /// <summary>Texts of the user since the assistant last spoke.</summary>
    public IReadOnlyList<string> TurnTexts { get; init; } = [];

    /// <summary>The request ends with the results of tools.</summary>
    public bool EndsWithToolResult { get; init; }

    public IReadOnlyList<OfferedTool> Tools { get; init; } = [];

    public ToolChoice Choice { get; init; }

    /// <summary>The tool that must be called, when one is named.</summary>
    public string? NamedTool { get; init; }

    /// <summary>JSON was asked for, with or without a schema.</summary>
    public bool WantsJson { get; init; }

    /// <summary>The schema that the answer must follow; undefined without one.</summary>
    public JsonElement OutputSchema { get; init; }

    /// <summary>Prompt tokens as this simulator counts them.</summary>
    public long InputTokens { get; init; }

    /// <summary>Those of <see cref="InputTokens"/> that a cache had or took; none where prompts are not remembered.</summary>
    public CacheUse Cache { get; init; }

    public string LastUserText => UserTexts.Count == 0 ? "" : UserTexts[^1];
}
