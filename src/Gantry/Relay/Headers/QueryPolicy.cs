namespace Gantry.Relay.Headers;

/// <summary>Which of the client's query parameters an upstream gets: all but the key and what is meant for the gateway.</summary>
internal static class QueryPolicy
{
    /// <summary>Parameters that begin with this speak to the gateway.</summary>
    public const string OwnPrefix = "x-gantry-";

    /// <summary>The query for the upstream: the rest in order, byte for byte.</summary>
    /// <param name="query">As it came, with or without the question mark.</param>
    /// <returns>Empty, or a query that begins with a question mark.</returns>
    public static string Forward(string? query)
    {
        if (string.IsNullOrEmpty(query) || query == "?")
        {
            return "";
        }

        var text = query[0] == '?' ? query.AsSpan(1) : query;
        var kept = new List<string>();
        foreach (var part in text.Split('&'))
        {
            var parameter = text[part];
            if (!parameter.IsEmpty && !IsWithheld(Name(parameter)))
            {
                kept.Add(parameter.ToString());
            }
        }

        return kept.Count == 0 ? "" : "?" + string.Join('&', kept);
    }

    /// <summary>The values of a list, in any of the forms in which clients write one: the name again and again, with brackets, or commas.</summary>
    /// <param name="query">As from <see cref="Forward"/>.</param>
    /// <param name="list">The name without brackets.</param>
    public static IReadOnlyList<string> Values(string query, string list) =>
        [.. query.TrimStart('?').Split('&').Where(parameter => IsOf(parameter, list)).SelectMany(parameter => Value(parameter).Split(',')).Where(value => value.Length > 0)];

    /// <summary>The query without some values of a list; the rest in order, byte for byte but for a parameter that lost some of its values.</summary>
    /// <param name="query">As from <see cref="Forward"/>.</param>
    /// <param name="list">The name without brackets.</param>
    /// <param name="isLeftOut">Which values go.</param>
    public static string WithoutValues(string query, string list, Func<string, bool> isLeftOut)
    {
        var kept = query.TrimStart('?').Split('&').Select(parameter => IsOf(parameter, list) ? Without(parameter, isLeftOut) : parameter).Where(parameter => parameter.Length > 0).ToList();
        return kept.Count == 0 ? "" : "?" + string.Join('&', kept);
    }

    private static string Without(string parameter, Func<string, bool> isLeftOut)
    {
        var values = Value(parameter).Split(',');
        var kept = values.Where(value => !isLeftOut(value)).ToList();
        return kept.Count == values.Length ? parameter : kept.Count == 0 ? "" : $"{parameter[..parameter.IndexOf('=')]}={string.Join(',', kept.Select(Uri.EscapeDataString))}";
    }

    private static bool IsOf(string parameter, string list)
    {
        var name = Name(parameter);
        return name == list || (name.StartsWith(list + "[", StringComparison.Ordinal) && name.EndsWith(']'));
    }

    private static string Value(string parameter) =>
        parameter.IndexOf('=') is var equals and >= 0 ? Plain(parameter.AsSpan(equals + 1)) : "";

    private static string Name(ReadOnlySpan<char> parameter)
    {
        var equals = parameter.IndexOf('=');
        return Plain(equals < 0 ? parameter : parameter[..equals]);
    }

    private static string Plain(ReadOnlySpan<char> encoded) => Uri.UnescapeDataString(encoded.ToString().Replace('+', ' ')).Trim();

    private static bool IsWithheld(string name) =>
        name.Equals("key", StringComparison.OrdinalIgnoreCase) || name.StartsWith(OwnPrefix, StringComparison.OrdinalIgnoreCase);
}
