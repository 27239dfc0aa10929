using System.Collections.Immutable;

namespace Gantry.Protocols.Betas;

/// <summary>Which betas of Anthropic's a vendor of its models knows. It refuses a whole request for one flag, or one field, that it does not.</summary>
/// <param name="Allowed">How the flags begin that it takes.</param>
/// <param name="Free">How the flags begin whose fields it takes without them.</param>
public sealed record BetaVendor(ImmutableArray<string> Allowed, ImmutableArray<string> Free)
{
    /// <summary>Takes everything as it is, and is the one to judge it.</summary>
    public static readonly BetaVendor Anthropic = new([], []) { PassesAll = true };

    /// <summary>InvokeModel of Amazon Bedrock. It has no flag for what several flags of its own say.</summary>
    public static readonly BetaVendor Bedrock = new(
        [
            "computer-use-", "token-efficient-tools-", "interleaved-thinking-", "dev-full-thinking-", "output-128k-", "context-1m-", "context-management-", "effort-",
            "compact-2026-01-12", "tool-search-tool-", "tool-examples-", "fine-grained-tool-streaming-", "token-counting-", "search-results-", "mid-conversation-tool-changes-",
        ],
        ["extended-cache-ttl-"])
    {
        Spelled = [("advanced-tool-use-", "tool-search-tool-2025-10-19"), ("advanced-tool-use-", "tool-examples-2025-10-29")],
        // The flag turns it on for all tools; the field is refused even beside it.
        SaidByFlag = [(new(BetaElementKind.ToolMember, "eager_input_streaming"), "fine-grained-tool-streaming-2025-05-14")],
    };

    /// <summary>Claude on Google's Vertex AI.</summary>
    public static readonly BetaVendor Vertex = new(
        ["computer-use-", "interleaved-thinking-", "context-1m-", "context-management-", "compact-2026-01-12", "tool-search-tool-", "web-search-", "mid-conversation-tool-changes-"],
        ["extended-cache-ttl-"])
    {
        Spelled = [("advanced-tool-use-", "tool-search-tool-2025-10-19")],
    };

    /// <summary>Claude in Microsoft Foundry.</summary>
    public static readonly BetaVendor Foundry = new(
        [
            "advanced-tool-use-", "code-execution-", "computer-use-", "context-1m-", "context-management-", "effort-", "files-api-", "interleaved-thinking-", "mcp-client-",
            "prompt-caching-scope-", "skills-", "structured-outputs-", "web-fetch-", "web-search-",
        ],
        ["extended-cache-ttl-"]);

    /// <summary>A server that speaks Messages and of which nothing else is known.</summary>
    public static readonly BetaVendor Other = new([], []);

    /// <summary>Nothing is changed for it.</summary>
    public bool PassesAll { get; private init; }

    /// <summary>Flags that it knows under other names, each to be said where the request holds something that the other name owns.</summary>
    public ImmutableArray<(string Prefix, string Flag)> Spelled { get; private init; } = [];

    /// <summary>What it refuses even beside its flag, which says the same.</summary>
    public ImmutableArray<(BetaElement Element, string Flag)> SaidByFlag { get; private init; } = [];

    /// <summary>Whether it takes a flag.</summary>
    public bool Allows(string flag) => PassesAll || Allowed.Any(prefix => flag.StartsWith(prefix, StringComparison.Ordinal));

    internal bool SaysByFlag(BetaElement element) => SaidByFlag.Any(said => said.Element == element);
}
