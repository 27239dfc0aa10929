namespace Gantry.Catalog.Declared;

/// <summary>Names of rows: they stand in headers, logs and addresses.</summary>
internal static class Names
{
    private const int Longest = 128;

    /// <summary>A name that must be there; empty after a problem.</summary>
    public static string Read(MapReader map, string key)
    {
        var name = map.RequiredText(key);
        if (name.Length > 0 && Refuse(name) is { } reason) map.Error(key, $"{key} {reason}");
        return name;
    }

    /// <summary>An e-mail address in lower case; empty after a problem.</summary>
    public static string ReadEmail(MapReader map, string key)
    {
        var email = map.RequiredText(key).ToLowerInvariant();
        if (email.Length > 0 && !IsEmail(email)) map.Error(key, $"{key}: '{email}' is not an e-mail address");
        return email;
    }

    public static bool IsEmail(string text) =>
        text.Split('@') is [{ Length: > 0 }, { Length: > 0 }] && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) && text.Length <= 254;

    /// <returns>What is wrong with a name, or null.</returns>
    public static string? Refuse(string name) =>
        name.Length > Longest ? $"is longer than {Longest} characters"
        : name.Any(char.IsControl) ? "holds a control character"
        : name.Trim() != name ? "begins or ends with a space"
        : null;
}
