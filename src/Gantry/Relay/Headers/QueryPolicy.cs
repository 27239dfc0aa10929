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

    private static string Name(ReadOnlySpan<char> parameter)
    {
        var equals = parameter.IndexOf('=');
        var name = (equals < 0 ? parameter : parameter[..equals]).ToString();
        return Uri.UnescapeDataString(name.Replace('+', ' ')).Trim();
    }

    private static bool IsWithheld(string name) =>
        name.Equals("key", StringComparison.OrdinalIgnoreCase) || name.StartsWith(OwnPrefix, StringComparison.OrdinalIgnoreCase);
}
