using System.Buffers;

namespace Gantry.Relay.Headers;

/// <summary>What both directions have in common.</summary>
internal static class HeaderRules
{
    private static readonly SearchValues<char> Clean =
        SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(code => (char)code), '\t']);

    /// <summary>Printable ASCII and tab. Anything else is a way to smuggle a second header or request (reliability S-28).</summary>
    public static bool IsClean(string value) => !value.AsSpan().ContainsAnyExcept(Clean);

    /// <summary>The headers that <c>connection</c> lists are hop-by-hop as well.</summary>
    public static bool IsNamed(string? connection, string name)
    {
        if (connection is null)
        {
            return false;
        }

        foreach (var part in connection.AsSpan().Split(','))
        {
            if (connection.AsSpan()[part].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    public static bool HasPrefix(string name, ReadOnlySpan<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
