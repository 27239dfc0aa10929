using System.Collections.Immutable;

namespace Gantry.Protocols.Betas;

/// <summary>All betas of the Messages protocol that own something, and those that may go unsaid (protocols §1).</summary>
public static class BetaFamilies
{
    private static readonly BetaElement[] Search =
    [
        new(BetaElementKind.ToolMember, "defer_loading"), new(BetaElementKind.Tool, "tool_search_tool_"), new(BetaElementKind.ServerCall, "tool_search_tool_"),
        new(BetaElementKind.Block, "tool_search_tool_result"), new(BetaElementKind.Block, "tool_reference"),
    ];

    private static readonly BetaElement Examples = new(BetaElementKind.ToolMember, "input_examples");

    /// <summary>In the order in which losses are named.</summary>
    public static readonly ImmutableArray<BetaFamily> All =
    [
        new("context-management-", [new(BetaElementKind.Member, "context_management")]),
        // Compaction is an edit of the context, and its flag alone is enough for that.
        new("compact-", [new(BetaElementKind.ContextEdit, "compact_"), new(BetaElementKind.Block, "compaction"), new(BetaElementKind.Member, "context_management")]),
        new("mcp-client-",
        [
            new(BetaElementKind.Member, "mcp_servers"), new(BetaElementKind.Tool, "mcp_toolset"),
            new(BetaElementKind.Block, "mcp_tool_use"), new(BetaElementKind.Block, "mcp_tool_result"),
        ]),
        new("tool-search-tool-", [.. Search]),
        new("tool-examples-", [Examples]),
        new("advanced-tool-use-", [.. Search, Examples, new(BetaElementKind.ToolMember, "allowed_callers")]),
        new("extended-cache-ttl-", [new(BetaElementKind.CacheMember, "ttl")]),
        new("prompt-caching-scope-", [new(BetaElementKind.CacheMember, "scope")]),
        new("fast-mode-", [new(BetaElementKind.Member, "speed")]),
        new("server-side-fallback-", [new(BetaElementKind.Member, "fallbacks"), new(BetaElementKind.Block, "fallback")]),
        new("fallback-credit-", [new(BetaElementKind.Member, "fallback_credit_token")]),
        new("files-api-", [new(BetaElementKind.Source, "file"), new(BetaElementKind.Block, "container_upload")]),
        new("code-execution-",
        [
            new(BetaElementKind.Tool, "code_execution_"), new(BetaElementKind.Member, "container"),
            new(BetaElementKind.ServerCall, "code_execution"), new(BetaElementKind.ServerCall, "bash_code_execution"), new(BetaElementKind.ServerCall, "text_editor_code_execution"),
            new(BetaElementKind.Block, "code_execution_tool_result"), new(BetaElementKind.Block, "bash_code_execution_tool_result"),
            new(BetaElementKind.Block, "text_editor_code_execution_tool_result"),
        ]),
        new("skills-", [new(BetaElementKind.ObjectMember, "container")]),
        new("computer-use-", [new(BetaElementKind.Tool, "computer_")]),
        new("fine-grained-tool-streaming-", [new(BetaElementKind.ToolMember, "eager_input_streaming")]),
        new("web-fetch-", [new(BetaElementKind.Tool, "web_fetch_"), new(BetaElementKind.ServerCall, "web_fetch"), new(BetaElementKind.Block, "web_fetch_tool_result")]),
        new("advisor-tool-", [new(BetaElementKind.Tool, "advisor_"), new(BetaElementKind.ServerCall, "advisor"), new(BetaElementKind.Block, "advisor_tool_result")]),
        new("structured-outputs-", [new(BetaElementKind.Member, "output_format")]),
        new("interleaved-thinking-", []),
        new("mid-conversation-tool-changes-", []),
        Harmless("context-1m-"),
        Harmless("output-128k-"),
        Harmless("output-300k-"),
        Harmless("max-tokens-"),
        Harmless("thinking-token-count-"),
        Harmless("token-efficient-tools-"),
        Harmless("token-counting-"),
        Harmless("search-results-"),
        Harmless("effort-"),
        Harmless("pdfs-"),
        Harmless("prompt-caching-2"),
        Harmless("message-batches-"),
        Harmless("claude-code-"),
        Harmless("oauth-"),
    ];

    private static BetaFamily Harmless(string prefix) => new(prefix, []) { IsHarmless = true };
}
