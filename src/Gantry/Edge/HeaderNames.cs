using System.Collections.Frozen;

namespace Gantry.Edge;

/// <summary>Names of headers that two servers on one way may read as two different names.</summary>
internal static class HeaderNames
{
    /// <summary>Older Codex sends these two; they stay at the gateway, which reads them for what belongs together.</summary>
    private static readonly FrozenSet<string> Known = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "session_id", "conversation_id");

    /// <summary>The first name with an underscore: many servers take it for a dash, so that it means what the gateway has never looked at (reliability S-28).</summary>
    public static string? FindAmbiguous(IHeaderDictionary headers)
    {
        foreach (var (name, _) in headers)
        {
            if (name.Contains('_', StringComparison.Ordinal) && !Known.Contains(name))
            {
                return name;
            }
        }

        return null;
    }
}
