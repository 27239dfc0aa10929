namespace Gantry.Edge;

/// <summary>Reads what proxies say, the nearest proxy first.</summary>
internal static class ForwardedHeaders
{
    /// <summary>The <c>X-Forwarded-</c> family: three lists that grow to the right, the shorter two often with a single part.</summary>
    public static ForwardedHop Hop(IHeaderDictionary headers, int distance)
    {
        return new ForwardedHop(
            Part(headers["X-Forwarded-For"].ToString(), distance, single: false),
            Part(headers["X-Forwarded-Proto"].ToString(), distance, single: true),
            Part(headers["X-Forwarded-Host"].ToString(), distance, single: true));
    }

    /// <summary><c>Forwarded</c> of RFC 7239.</summary>
    public static ForwardedHop StandardHop(IHeaderDictionary headers, int distance)
    {
        var elements = Split(headers["Forwarded"].ToString(), ',');
        if (distance >= elements.Count)
        {
            return default;
        }

        string? client = null, scheme = null, host = null;
        foreach (var pair in Split(elements[^(distance + 1)], ';'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                continue;
            }

            var value = pair[(equals + 1)..].Trim().Trim('"');
            switch (pair[..equals].Trim().ToLowerInvariant())
            {
                case "for": client = value; break;
                case "proto": scheme = value; break;
                case "host": host = value; break;
                default: break;
            }
        }

        return new ForwardedHop(client, scheme, host);
    }

    private static string? Part(string list, int distance, bool single)
    {
        if (list.Length == 0)
        {
            return null;
        }

        var parts = list.Split(',', StringSplitOptions.TrimEntries);
        return distance < parts.Length ? parts[^(distance + 1)]
            : single && parts.Length == 1 ? parts[0]
            : null;
    }

    // Quoted text may hold what separates.
    private static List<string> Split(string text, char separator)
    {
        var parts = new List<string>();
        var (from, quoted) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            quoted ^= text[i] == '"';
            if (text[i] == separator && !quoted)
            {
                parts.Add(text[from..i]);
                from = i + 1;
            }
        }

        if (from < text.Length)
        {
            parts.Add(text[from..]);
        }

        return parts;
    }
}
