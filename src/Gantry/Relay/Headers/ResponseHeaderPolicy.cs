using System.Collections.Frozen;

namespace Gantry.Relay.Headers;

/// <summary>Which of an upstream's headers the client gets. Built from zero: cookies, servers and account ids stay behind (reliability S-27).</summary>
/// <remarks>Length, coding and framing of the body belong to whoever writes it.</remarks>
internal static class ResponseHeaderPolicy
{
    /// <summary>The upstream's <c>x-request-id</c> under its new name: the gateway has one of its own.</summary>
    public const string UpstreamRequestId = "x-upstream-request-id";

    private static readonly string[] Families =
    [
        "anthropic-", "openai-", "x-ratelimit-", "ratelimit-", "x-codex-", "x-gemini-", "x-amzn-bedrock-",
    ];

    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "content-type", "content-disposition", "content-language",
        "retry-after", "retry-after-ms", "x-should-retry",
        "request-id", "x-amzn-requestid", "x-amzn-errortype", "apim-request-id", "x-generation-id", "mistral-correlation-id",
        "x-models-etag", "x-reasoning-included", "x-zero-data-retention", "x-api-warning");

    /// <summary>Inside a family, yet naming an account or a key of ours.</summary>
    private static readonly string[] Withheld =
    [
        "anthropic-organization", "anthropic-account", "anthropic-workspace", "openai-organization", "openai-project", "x-ratelimit-key",
        "x-codex-account",
    ];

    /// <summary>The headers for the client, each value apart, in the upstream's order.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Select(IEnumerable<KeyValuePair<string, IEnumerable<string>>> upstream)
    {
        string? connection = null;
        foreach (var (name, values) in upstream)
        {
            if (name.Equals("connection", StringComparison.OrdinalIgnoreCase))
            {
                connection = string.Join(',', values);
            }
        }

        foreach (var (name, values) in upstream)
        {
            if (NameForClient(name) is not { } newName || HeaderRules.IsNamed(connection, name))
            {
                continue;
            }

            foreach (var value in values)
            {
                if (HeaderRules.IsClean(value))
                {
                    yield return new(newName, value);
                }
            }
        }
    }

    /// <summary>The name under which a header reaches the client, or null where it does not. Names in any case.</summary>
    public static string? NameForClient(string name) =>
        name.Equals("x-request-id", StringComparison.OrdinalIgnoreCase) ? UpstreamRequestId
        : (Names.Contains(name) || HeaderRules.HasPrefix(name, Families)) && !HeaderRules.HasPrefix(name, Withheld) ? name
        : null;
}
