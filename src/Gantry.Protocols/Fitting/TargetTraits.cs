namespace Gantry.Protocols.Fitting;

/// <summary>Habits of one upstream that neither its protocol nor its model tells. The default is the vendor's own service.</summary>
public sealed record TargetTraits
{
    /// <summary>Chat, Responses: instructions are written as <c>developer</c>. Only OpenAI's own service knows the word.</summary>
    public bool DeveloperRole { get; init; }

    /// <summary>Chat: one system message at most, at the head.</summary>
    public bool SingleSystem { get; init; }

    /// <summary>Chat: the cap is called <c>max_completion_tokens</c>; others know <c>max_tokens</c> alone.</summary>
    public bool CompletionCap { get; init; }

    /// <summary>Chat, Converse: a result without a word is refused.</summary>
    public bool RefusesEmptyResults { get; init; }

    /// <summary>Gemini: calls and results may carry ids. Older models of Vertex refuse them.</summary>
    public bool CallIds { get; init; } = true;

    /// <summary>Chat, Responses: free-form tools, namespaces and choices among several are taken. Only OpenAI's own service knows them.</summary>
    public bool CustomTools { get; init; }

    /// <summary>Gemini: schemas are taken in Google's OpenAPI subset only (<c>parameters</c>, <c>responseSchema</c>).</summary>
    public bool OpenApiSchemas { get; init; }

    /// <summary>Documents in prompts are taken. Some compatible servers take pictures only.</summary>
    public bool Documents { get; init; } = true;

    /// <summary>Tools that the vendor runs are mapped to the target's own kind, though their results are told less exactly.</summary>
    public bool MapHostedTools { get; init; }

    /// <summary>Tools that the vendor runs and the target lacks are left out instead of refused.</summary>
    public bool DropHostedTools { get; init; }

    /// <summary>Messages, Converse: prompts without cache marks get some.</summary>
    public bool AutoCache { get; init; }

    /// <summary>Chat: samplers beyond OpenAI's (<c>top_k</c>) are taken.</summary>
    public bool TopK { get; init; }

    /// <summary>The attribution line of Claude Code stays: the upstream is Anthropic's own, or the group says so.</summary>
    public bool KeepAttribution { get; init; }
}
