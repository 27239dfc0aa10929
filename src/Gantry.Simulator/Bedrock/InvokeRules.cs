using System.Text.Json;
using Gantry.Simulator.Prompts;
using Gantry.Simulator.Strictness;
using Microsoft.AspNetCore.Http;

namespace Gantry.Simulator.Bedrock;

/// <summary>What InvokeModel refuses of a body of Messages.</summary>
internal static class InvokeRules
{
    private static readonly string[] Betas =
    [
        "computer-use-2024-10-22", "computer-use-2025-01-24", "computer-use-2025-11-24", "token-efficient-tools-2025-02-19", "interleaved-thinking-2025-05-14",
        "dev-full-thinking-2025-05-14", "output-128k-2025-02-19", "context-1m-2025-08-07", "context-management-2025-06-27", "effort-2025-11-24", "compact-2026-01-12",
        "tool-search-tool-2025-10-19", "tool-examples-2025-10-29", "fine-grained-tool-streaming-2025-05-14", "token-counting-2024-11-01", "search-results-2025-06-09",
        "mid-conversation-tool-changes-2026-07-01",
    ];

    /// <exception cref="BadPromptException">The vendor refuses the request.</exception>
    public static void Check(HttpRequest request, JsonElement body, bool strict)
    {
        StrictRules.Demand(body.Text("anthropic_version") == "bedrock-2023-05-31", "anthropic_version: Field required");
        StrictRules.Demand(body.Number("max_tokens") is not null, "max_tokens: Field required");
        var betas = body.Items("anthropic_beta").Select(flag => flag.GetString()).ToList();
        StrictRules.Demand(betas.All(flag => Betas.Contains(flag)), "invalid beta flag");
        StrictRules.Demand(!request.Headers.ContainsKey("anthropic-beta"), "invalid beta flag");
        StrictRules.Demand(request.Headers.Accept.ToString() is "" or "application/json" or "*/*", "Invalid Accept header value.");
        if (!strict) return;
        StrictRules.Known(
            body, "",
            "anthropic_version", "anthropic_beta", "max_tokens", "messages", "system", "temperature", "top_p", "top_k", "stop_sequences", "tools", "tool_choice", "metadata", "thinking",
            "output_config", "context_management");
        StrictRules.Demand(body.Member("context_management").ValueKind == JsonValueKind.Undefined || betas.Exists(flag => flag!.StartsWith("context-management-", StringComparison.Ordinal) || flag.StartsWith("compact-", StringComparison.Ordinal)), "context_management: Extra inputs are not permitted");
        foreach (var tool in body.Items("tools"))
        {
            StrictRules.Demand(tool.Member("eager_input_streaming").ValueKind == JsonValueKind.Undefined, "tools.0.custom.eager_input_streaming: Extra inputs are not permitted");
            StrictRules.Demand(tool.Member("defer_loading").ValueKind == JsonValueKind.Undefined || betas.Contains("tool-search-tool-2025-10-19"), "tools.0.custom.defer_loading: Extra inputs are not permitted");
        }
    }

    /// <summary>The body of a count, out of its envelope.</summary>
    /// <exception cref="BadPromptException">There is none, or the model cannot be counted for.</exception>
    public static byte[] Counted(string model, JsonElement body)
    {
        StrictRules.Demand(model.StartsWith("anthropic.", StringComparison.Ordinal), "The provided model doesn't support counting tokens.");
        return body.Member("input").Member("invokeModel").Member("body") is { ValueKind: JsonValueKind.String } text && text.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : throw new BadPromptException("input.invokeModel.body: Field required");
    }
}
