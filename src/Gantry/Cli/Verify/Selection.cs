using Gantry.Cli.Verify.Assertions;
using Gantry.Protocols;

namespace Gantry.Cli.Verify;

/// <summary>Which assertions are judged: by id, by the beginning of one (<c>stream.*</c>), in one protocol (<c>chat:stream.order</c>) or in all.</summary>
internal sealed class Selection
{
    /// <summary>Nothing is left out.</summary>
    public static readonly Selection Everything = new([]);

    private readonly IReadOnlyList<string> _patterns;

    private Selection(IReadOnlyList<string> patterns) => _patterns = patterns;

    /// <summary>Reads what <c>--only</c> was given.</summary>
    /// <param name="text">Patterns with commas between; null or empty for everything.</param>
    /// <returns>The selection, or the first pattern that means no assertion.</returns>
    public static (Selection? Selection, string? Stranger) Parse(string? text)
    {
        var patterns = (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var stranger = patterns.FirstOrDefault(pattern =>
            !VerifyOptions.All.Any(protocol => AssertionTable.For(protocol).Any(assertion => Matches(pattern, protocol, assertion.Id))));
        return stranger is null ? (new Selection(patterns), null) : (null, stranger);
    }

    public bool Admits(Protocol protocol, string id) => _patterns.Count == 0 || _patterns.Any(pattern => Matches(pattern, protocol, id));

    /// <summary>Whether anything of the protocol is judged.</summary>
    public bool Admits(Protocol protocol) => _patterns.Count == 0 || AssertionTable.For(protocol).Any(assertion => Admits(protocol, assertion.Id));

    private static bool Matches(string pattern, Protocol protocol, string id)
    {
        var colon = pattern.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0 && !pattern[..colon].Equals(protocol.ToString(), StringComparison.OrdinalIgnoreCase)) return false;
        var name = pattern[(colon + 1)..];
        return name.EndsWith('*') ? id.StartsWith(name[..^1], StringComparison.OrdinalIgnoreCase) : id.Equals(name, StringComparison.OrdinalIgnoreCase);
    }
}
