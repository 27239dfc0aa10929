using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Gantry.Relay.Paths;

/// <summary>Mends paths that come from a malformed base URL: a doubled or missing version, a whole endpoint pasted as the base, a vendor's
/// prefix, stray slashes, capitals.</summary>
/// <remarks>
/// A base URL and a client's own suffix make up the path. Reading from the left, segments that people put into base URLs are dropped, and so
/// are whole endpoints that another endpoint follows. Whatever remains must be an endpoint to its last segment. An unknown segment is never
/// dropped: <c>/x/v1/messages</c> may mean another service behind the same address.
/// </remarks>
internal static partial class PathHealer
{
    // Longer paths are not a slip in a base URL, and each segment may cost a look at every endpoint.
    private const int LargestDepth = 24;

    private static readonly FrozenSet<string> BaseWords =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "api", "openai", "anthropic", "claude", "gemini", "google", "codex");

    /// <summary>The endpoints without a model or an id in their path, the longest first.</summary>
    private static readonly ImmutableArray<(string[] Segments, string Pattern)> Fixed =
    [
        .. RelayRoutes.All
            .Select(route => route.Pattern)
            .Where(pattern => !pattern.Contains('{', StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Select(pattern => (Segments: pattern.Split('/', StringSplitOptions.RemoveEmptyEntries), pattern))
            .OrderByDescending(entry => entry.Segments.Length),
    ];

    /// <summary>The endpoint that a malformed path means, with <see cref="RouteMatch.HealedBase"/> set, or null.</summary>
    public static RouteMatch? Heal(string method, string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments.Length is 0 or > LargestDepth || segments.Any(segment => segment is "." or "..")
            ? null
            : Parse(method, segments, new Prefix());
    }

    private static RouteMatch? Parse(string method, ReadOnlySpan<string> segments, Prefix prefix)
    {
        while (segments.Length > 0 && prefix.TryTake(segments[0]))
        {
            segments = segments[1..];
        }

        if (segments.Length == 0)
        {
            return null;
        }

        var match = Endpoint(method, segments, prefix);
        if (match is { MethodAllowed: true })
        {
            return match;
        }

        // A whole endpoint was pasted as the base URL: what the client means comes after it.
        var pasted = PastedLength(segments);
        return (pasted > 0 && pasted < segments.Length ? Parse(method, segments[pasted..], prefix.AfterEndpoint()) : null) ?? match;
    }

    private static RouteMatch? Endpoint(string method, ReadOnlySpan<string> segments, Prefix prefix)
    {
        RouteMatch? match = null;
        if (Is(segments[0], "models"))
        {
            var tail = string.Join('/', segments[1..]!);
            match = PastedLength(segments) is var pasted && pasted > 1 && pasted < segments.Length
                ? null
                : PathParser.Models(method, prefix.ModelsVersion(isVerb: PathParser.HasVerb(Uri.UnescapeDataString(tail))), tail, StringComparison.OrdinalIgnoreCase);
        }
        else
        {
            foreach (var (words, pattern) in Fixed)
            {
                if (words.Length == segments.Length && StartsWith(segments, words))
                {
                    match = RelayRoutes.Choose(RelayRoutes.WithPattern(pattern, gemini: false), method);
                    break;
                }
            }

            if (match is null && segments.Length > 1 && Is(segments[0], "responses"))
            {
                match = PathParser.StoredResponse(method, string.Join('/', segments[1..]!), StringComparison.OrdinalIgnoreCase);
            }
        }

        return match is { } found ? found with { HealedBase = Base(found, prefix) } : null;
    }

    // OpenAI's clients append no version. Anthropic's and Google's do, unless the path shows that this one does not.
    private static string Base(RouteMatch match, Prefix prefix) =>
        match.Route.ClientBase.Length > 0 || prefix.EndsWithVersion ? match.Route.ClientBase : "/" + match.Version;

    /// <summary>How many segments make up an endpoint at the start, or 0.</summary>
    private static int PastedLength(ReadOnlySpan<string> segments)
    {
        if (Is(segments[0], "models"))
        {
            for (var i = 1; i < segments.Length; i++)
            {
                if (PathParser.HasVerb(Uri.UnescapeDataString(segments[i])))
                {
                    return i + 1;
                }
            }
        }

        foreach (var (words, _) in Fixed)
        {
            if (StartsWith(segments, words))
            {
                return words.Length;
            }
        }

        return 0;
    }

    private static bool StartsWith(ReadOnlySpan<string> segments, string[] words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (i >= segments.Length || !Is(segments[i], words[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Is(string segment, string word) => segment.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>What has been dropped so far.</summary>
    private record struct Prefix
    {
        private string? _version;
        private bool _openAi;
        private bool _google;

        /// <summary>The last segment dropped was a version: the client appends one by itself.</summary>
        public bool EndsWithVersion { get; private set; }

        public bool TryTake(string segment)
        {
            if (Version().IsMatch(segment))
            {
                EndsWithVersion = true;
                _version = segment.ToLowerInvariant() is "v1" or "v1beta" or "v1alpha" ? segment.ToLowerInvariant() : _version;
                return true;
            }

            if (!BaseWords.Contains(segment))
            {
                return false;
            }

            EndsWithVersion = false;
            _openAi |= Is(segment, "openai");
            _google |= Is(segment, "google") || Is(segment, "gemini");
            return true;
        }

        public readonly Prefix AfterEndpoint() => this with { EndsWithVersion = false };

        /// <summary>Google's own OpenAI endpoint stands under a Gemini version, and there the list is OpenAI's.</summary>
        public readonly string ModelsVersion(bool isVerb) =>
            isVerb ? _version ?? "v1beta"
            : _openAi ? "v1"
            : _version ?? (_google ? "v1beta" : "v1");
    }

    [GeneratedRegex(@"\Av[0-9]{1,2}((alpha|beta)[0-9]{0,2})?\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Version();
}
