using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;

namespace Gantry.Relay.Headers;

/// <summary>Which of the client's headers an upstream gets. Built from zero: what is not named here stays behind (reliability S-27, S-28).</summary>
/// <remarks>Credentials, <c>host</c> and lengths are the provider's to set. So would be an idempotency key: one credential of ours serves many
/// accounts, and there the same key of two of them would meet. The values of <c>anthropic-version</c> and <c>anthropic-beta</c>
/// pass unchanged: the body depends on them.</remarks>
internal static class RequestHeaderPolicy
{
    private static readonly string[] Families =
    [
        "anthropic-", "openai-", "x-openai-", "x-stainless-", "x-claude-code-", "x-claude-1p-", "x-codex-", "x-session-", "x-gemini-",
    ];

    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "accept", "accept-language", "content-type", "user-agent",
        "x-app", "originator", "version", "session-id", "thread-id", "x-client-request-id",
        "x-goog-api-client", "x-server-timeout",
        "traceparent", "tracestate");

    private static readonly FrozenSet<string> Neutral = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "accept-language", "user-agent", "accept-encoding", "traceparent", "tracestate", "x-client-request-id");

    /// <summary>Which application asks: what clients of OpenRouter tell it, and nobody else's business.</summary>
    private static readonly FrozenSet<string> Attribution = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "http-referer", "x-title", "x-openrouter-title", "x-openrouter-categories");

    /// <summary>Inside a family, yet bound to the client's own account: an upstream refuses them beside our key.</summary>
    private static readonly FrozenSet<string> Withheld = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "openai-organization", "openai-project", "anthropic-organization-id", "anthropic-workspace-id");

    /// <summary>The headers for the upstream, each value apart, in the client's order, and <c>accept-encoding: identity</c>: a compressed
    /// answer could neither be metered nor flushed event by event.</summary>
    /// <param name="client">As they came.</param>
    /// <param name="attributed">The upstream is told which application asks.</param>
    public static IEnumerable<KeyValuePair<string, string>> Select(IEnumerable<KeyValuePair<string, StringValues>> client, bool attributed = false)
    {
        string? connection = null;
        foreach (var (name, values) in client)
        {
            if (name.Equals("connection", StringComparison.OrdinalIgnoreCase))
            {
                connection = values.ToString();
            }
        }

        foreach (var (name, values) in client)
        {
            if (!(Passes(name) || (attributed && Attribution.Contains(name))) || HeaderRules.IsNamed(connection, name))
            {
                continue;
            }

            foreach (var value in values)
            {
                if (value is not null && HeaderRules.IsClean(value))
                {
                    yield return new(name, value);
                }
            }
        }

        yield return new("accept-encoding", "identity");
    }

    /// <summary>The headers for an upstream of another protocol: what the client says in its own protocol's families means nothing to another.</summary>
    public static IEnumerable<KeyValuePair<string, string>> SelectNeutral(IEnumerable<KeyValuePair<string, StringValues>> client, bool attributed = false) =>
        Select(client, attributed).Where(header => Neutral.Contains(header.Key) || Attribution.Contains(header.Key));

    /// <summary>Whether a header of this name goes upstream, as far as its name decides. Names in any case.</summary>
    public static bool Passes(string name) =>
        (Names.Contains(name) || HeaderRules.HasPrefix(name, Families))
        && !Withheld.Contains(name)
        && !name.Contains('_', StringComparison.Ordinal);
}
