using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Gantry.Relay.Paths;

/// <summary>Reads well-formed paths that hold a model or an id.</summary>
internal static partial class PathParser
{
    /// <summary>Gemini's verbs in any case -> in their own.</summary>
    private static readonly FrozenDictionary<string, string> Verbs = RelayRoutes.All
        .Select(route => route.Pattern)
        .Where(pattern => pattern.StartsWith("/models/{model}:", StringComparison.Ordinal))
        .Select(pattern => pattern["/models/{model}:".Length..])
        .ToFrozenDictionary(verb => verb, StringComparer.OrdinalIgnoreCase);

    /// <summary>Words that a path may hold for another reason: never a model or an id of a response.</summary>
    private static readonly FrozenSet<string> Reserved = RelayRoutes.All
        .SelectMany(route => route.Pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        .Where(word => !word.Contains('{', StringComparison.Ordinal))
        .Append("v1")
        .Append("v1beta")
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The endpoint of a path that needs no mending, or null.</summary>
    public static RouteMatch? Canonical(string method, string path)
    {
        var version = Version(path);
        if (version is null || path.EndsWith('/') || path.Contains("//", StringComparison.Ordinal))
        {
            return null;
        }

        var rest = path[(version.Length + 2)..];
        if (rest.StartsWith("models", StringComparison.Ordinal) && (rest.Length == 6 || rest[6] == '/'))
        {
            return Models(method, version, rest.Length == 6 ? "" : rest[7..], StringComparison.Ordinal);
        }

        return version == "v1" && rest.StartsWith("responses/", StringComparison.Ordinal)
            ? StoredResponse(method, rest["responses/".Length..], StringComparison.Ordinal)
            : null;
    }

    /// <summary>What stands behind <c>/models</c>: nothing, a model, or a model with a verb.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="version">The version of the upstream path.</param>
    /// <param name="tail">Empty for the list.</param>
    /// <param name="comparison">Whether the verb may be in any case.</param>
    public static RouteMatch? Models(string method, string version, string tail, StringComparison comparison)
    {
        var gemini = version != "v1";
        if (tail.Length == 0)
        {
            return RelayRoutes.Choose(RelayRoutes.WithPattern("/models", gemini), method) with { Version = version };
        }

        var name = tail.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(tail) : tail;
        if (!IsModel(name) || Reserved.Contains(name) || name.Split('/')[..^1].Any(HasVerb))
        {
            return null;
        }

        var colon = name.LastIndexOf(':');
        if (colon > 0 && Verbs.TryGetValue(name[(colon + 1)..], out var verb) && name.AsSpan(colon + 1).Equals(verb, comparison))
        {
            var routes = RelayRoutes.WithPattern("/models/{model}:" + verb, gemini: true);
            return RelayRoutes.Choose(routes, method) with { Version = version, Model = WithoutPrefix(name[..colon]), Verb = verb };
        }

        // A verb that is not offered is no endpoint. Only a GET can mean a model with a colon in its name.
        return colon > 0 && method != "GET"
            ? null
            : RelayRoutes.Choose(RelayRoutes.WithPattern("/models/{model}", gemini), method) with { Version = version, Model = WithoutPrefix(name) };
    }

    /// <summary>What stands behind <c>/responses/</c>: an id, perhaps with a word after it.</summary>
    public static RouteMatch? StoredResponse(string method, string tail, StringComparison comparison)
    {
        var slash = tail.IndexOf('/');
        var id = slash < 0 ? tail : tail[..slash];
        if (!ResponseId().IsMatch(id) || id is "." or ".." || Reserved.Contains(id))
        {
            return null;
        }

        var pattern = slash < 0 ? "/responses/{id}"
            : tail.AsSpan(slash).Equals("/cancel", comparison) ? "/responses/{id}/cancel"
            : tail.AsSpan(slash).Equals("/input_items", comparison) ? "/responses/{id}/input_items"
            : null;
        return pattern is null ? null : RelayRoutes.Choose(RelayRoutes.WithPattern(pattern, gemini: false), method) with { Id = id };
    }

    /// <summary>Whether a segment ends with a verb of Gemini's, in any case.</summary>
    public static bool HasVerb(string segment)
    {
        var colon = segment.LastIndexOf(':');
        return colon > 0 && Verbs.ContainsKey(segment[(colon + 1)..]);
    }

    private static string? Version(string path) =>
        path.StartsWith("/v1/", StringComparison.Ordinal) ? "v1"
        : path.StartsWith("/v1beta/", StringComparison.Ordinal) ? "v1beta"
        : path.StartsWith("/v1alpha/", StringComparison.Ordinal) ? "v1alpha"
        : null;

    // Google's own notation of a model is models/NAME, and some clients put that behind /models/ once more.
    private static string WithoutPrefix(string model) =>
        model.StartsWith("models/", StringComparison.Ordinal) ? model["models/".Length..] : model;

    private static bool IsModel(string name) =>
        name.Length <= 256 && !name.AsSpan().ContainsAny(Forbidden) && !name.Split('/').Any(part => part is "" or "." or "..");

    private static readonly SearchValues<char> Forbidden =
        SearchValues.Create([.. Enumerable.Range(0, 33).Select(code => (char)code), '\\', '?', '#', '\u007f']);

    [GeneratedRegex(@"\A[A-Za-z0-9_=.~-]{1,256}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ResponseId();
}
