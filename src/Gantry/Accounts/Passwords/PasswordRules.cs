namespace Gantry.Accounts.Passwords;

/// <summary>What a password may be: long, and not what is guessed first. No rule asks for kinds of characters (reliability S-25).</summary>
internal static class PasswordRules
{
    /// <summary>In characters, not in UTF-16 units.</summary>
    public const int Shortest = 12;

    public const int Longest = 128;

    private const string Product = "gantry";

    // Shorter names would refuse what only looks like them.
    private const int ShortestName = 4;

    /// <returns>What is wrong with it, as a sentence for its owner; null where nothing is.</returns>
    public static string? Refuse(string password, string email)
    {
        var length = Count(password);
        if (length < Shortest) return $"A password has {Shortest} characters or more.";
        if (length > Longest) return $"A password has {Longest} characters at most.";
        if (CommonPasswords.Holds(password)) return "This password is among those that are guessed first.";
        return Count(WithoutNames(password, email)) < Shortest
            ? $"A password that holds the e-mail address or the name of this product needs {Shortest} more characters."
            : null;
    }

    private static int Count(string text) => text.EnumerateRunes().Count();

    private static string WithoutNames(string password, string email)
    {
        var at = email.LastIndexOf('@');
        string[] names = at < 0 ? [email, Product] : [email, email[..at], email[(at + 1)..], email[(at + 1)..].Split('.')[0], Product];
        return names.Where(name => name.Length >= ShortestName).Aggregate(password, (rest, name) => rest.Replace(name, "", StringComparison.OrdinalIgnoreCase));
    }
}
