using System.Collections.Frozen;
using System.Collections.Immutable;
using Gantry.Protocols;

namespace Gantry.Relay.Paths;

/// <summary>The one registry of client endpoints. A path that is not here is answered 404 and never reaches an upstream.</summary>
internal static class RelayRoutes
{
    /// <summary>Every endpoint, in the order of the documentation.</summary>
    public static readonly ImmutableArray<RelayRoute> All =
    [
        Json("/chat/completions", Protocol.Chat, Operation.Chat),
        Json("/completions", Protocol.Chat, Operation.Completions),
        Json("/embeddings", Protocol.Chat, Operation.Embeddings),
        Json("/moderations", Protocol.Chat, Operation.Moderation),
        Json("/rerank", Protocol.Chat, Operation.Rerank),
        Json("/audio/speech", Protocol.Chat, Operation.Speech),
        Form("/audio/transcriptions", Operation.Transcription),
        Form("/audio/translations", Operation.Translation),
        Json("/images/generations", Protocol.Chat, Operation.ImageGeneration),
        Form("/images/edits", Operation.ImageEdit),
        Form("/images/variations", Operation.ImageVariation),

        Json("/responses", Protocol.Responses, Operation.Chat),
        Json("/responses/compact", Protocol.Responses, Operation.Compact),
        Json("/responses/input_tokens", Protocol.Responses, Operation.CountTokens, metered: false),
        new("GET", "/responses", Protocol.Responses, Operation.Chat, BodyKind.None, ModelPlace.None, Metered: false, Upgrade: true),
        Stored("GET", "/responses/{id}"),
        Stored("DELETE", "/responses/{id}"),
        Stored("POST", "/responses/{id}/cancel"),
        Stored("GET", "/responses/{id}/input_items"),

        Json("/messages", Protocol.Messages, Operation.Chat),
        Json("/messages/count_tokens", Protocol.Messages, Operation.CountTokens, metered: false),

        Verb("generateContent", Operation.Chat),
        Verb("streamGenerateContent", Operation.Chat),
        Verb("countTokens", Operation.CountTokens, metered: false),
        Verb("embedContent", Operation.Embeddings),
        Verb("batchEmbedContents", Operation.Embeddings),

        // Under v1 the caller's headers choose the shape of the answer; under v1beta and v1alpha it is Gemini's.
        List("/models", Protocol.Chat, ModelPlace.None),
        List("/models/{model}", Protocol.Chat, ModelPlace.Path),
        List("/models", Protocol.Gemini, ModelPlace.None),
        List("/models/{model}", Protocol.Gemini, ModelPlace.Path),
    ];

    /// <summary>The exact paths of version 1, as clients send them: the hot path is this one look-up.</summary>
    private static readonly FrozenDictionary<string, ImmutableArray<RelayRoute>> Exact = All
        .Where(route => !route.Pattern.Contains('{') && !IsGeminiList(route))
        .GroupBy(route => "/v1" + route.Pattern, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ImmutableArray<RelayRoute>> Patterns = ByPattern(route => !IsGeminiList(route));

    private static readonly FrozenDictionary<string, ImmutableArray<RelayRoute>> GeminiPatterns = ByPattern(route => route.Protocol == Protocol.Gemini);

    /// <summary>Finds the endpoint of a request.</summary>
    /// <param name="method">The HTTP method, in capitals.</param>
    /// <param name="path">The path without the query, decoded or not.</param>
    /// <param name="pathBase">The configured path base, as in <c>/api</c>; empty for none.</param>
    /// <returns>Null where no endpoint has the path, even after mending: 404.</returns>
    public static RouteMatch? Match(string method, string path, string pathBase = "")
    {
        var usedBase = "";
        if (pathBase.Length > 0 && path.Length > pathBase.Length && path[pathBase.Length] == '/'
            && path.StartsWith(pathBase, StringComparison.OrdinalIgnoreCase))
        {
            usedBase = pathBase;
            path = path[pathBase.Length..];
        }

        if (Exact.TryGetValue(path, out var routes))
        {
            return Choose(routes, method);
        }

        var match = PathParser.Canonical(method, path);
        if (match is { MethodAllowed: true })
        {
            return match;
        }

        var healed = PathHealer.Heal(method, path);
        return healed switch
        {
            null => match,
            { MethodAllowed: false } when match is not null => match,
            { HealedBase: { } clientBase } => healed.Value with { HealedBase = usedBase + clientBase },
            _ => healed,
        };
    }

    /// <summary>The route of the request's method among those of one path, or the information for a 405.</summary>
    internal static RouteMatch Choose(ImmutableArray<RelayRoute> routes, string method)
    {
        foreach (var route in routes)
        {
            if (route.Method == method)
            {
                return new RouteMatch(route);
            }
        }

        return new RouteMatch(routes[0]) { Allow = string.Join(", ", routes.Select(route => route.Method)) };
    }

    /// <summary>The routes of one pattern below a version.</summary>
    /// <param name="pattern">As in <see cref="RelayRoute.Pattern"/>.</param>
    /// <param name="gemini">Which of the two model lists is meant, where the pattern is theirs.</param>
    internal static ImmutableArray<RelayRoute> WithPattern(string pattern, bool gemini) => (gemini ? GeminiPatterns : Patterns)[pattern];

    private static FrozenDictionary<string, ImmutableArray<RelayRoute>> ByPattern(Func<RelayRoute, bool> belongs) => All
        .Where(belongs)
        .GroupBy(route => route.Pattern, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);

    private static bool IsGeminiList(RelayRoute route) => route is { Operation: Operation.Models, Protocol: Protocol.Gemini };

    private static RelayRoute Json(string pattern, Protocol protocol, Operation operation, bool metered = true) =>
        new("POST", pattern, protocol, operation, BodyKind.Json, ModelPlace.Body, metered);

    private static RelayRoute Form(string pattern, Operation operation) =>
        new("POST", pattern, Protocol.Chat, operation, BodyKind.Multipart, ModelPlace.Body, Metered: true);

    private static RelayRoute Stored(string method, string pattern) =>
        new(method, pattern, Protocol.Responses, Operation.StoredResponse, BodyKind.None, ModelPlace.None, Metered: false);

    private static RelayRoute Verb(string verb, Operation operation, bool metered = true) =>
        new("POST", $"/models/{{model}}:{verb}", Protocol.Gemini, operation, BodyKind.Json, ModelPlace.Path, metered);

    private static RelayRoute List(string pattern, Protocol protocol, ModelPlace model) =>
        new("GET", pattern, protocol, Operation.Models, BodyKind.None, model, Metered: false);
}
