using System.Collections.Frozen;
using System.Reflection;

namespace Gantry.Accounts.Passwords;

/// <summary>Words that are tried first: a list in the executable, so that nothing is asked of anybody (reliability S-25).</summary>
internal static class CommonPasswords
{
    private const string Resource = "Gantry.Accounts.Passwords.common-passwords.txt";
    private const int ShortUnit = 4;

    /// <summary>In lower case.</summary>
    public static FrozenSet<string> Words { get; } = Load();

    /// <summary>
    /// Whether a password is on the list, or a word of it with what people put around words: digits and marks, digits for letters, a second word
    /// of the list; or one piece over and over.
    /// </summary>
    public static bool Holds(string password)
    {
        var lower = password.ToLowerInvariant();
        var first = 0;
        var end = lower.Length;
        while (first < end && !char.IsLetter(lower[first])) first++;
        while (end > first && !char.IsLetter(lower[end - 1])) end--;
        if (first == end) return true;
        return IsGuessed(lower) || IsGuessed(lower[first..end]) || IsWithin(lower, first, end);
    }

    // Digits and marks at the ends, of which some may belong to the word: 1qaz2wsx2026!
    private static bool IsWithin(string text, int first, int end)
    {
        for (var start = 0; start <= first; start++)
        {
            for (var stop = end; stop <= text.Length; stop++)
            {
                if (Words.Contains(text[start..stop])) return true;
            }
        }

        return false;
    }

    private static bool IsGuessed(string text) => IsCommon(text) || IsCommon(Unmasked(text, 'i')) || IsCommon(Unmasked(text, 'l'));

    private static bool IsCommon(string text) => Words.Contains(text) || IsRepeated(text) || IsPair(text);

    private static bool IsPair(string text)
    {
        for (var cut = 1; cut < text.Length; cut++)
        {
            if (Words.Contains(text[..cut]) && Words.Contains(text[cut..])) return true;
        }

        return false;
    }

    private static bool IsRepeated(string text)
    {
        for (var unit = 1; unit <= text.Length / 2; unit++)
        {
            var whole = true;
            for (var i = unit; i < text.Length && whole; i++) whole = text[i] == text[i - unit];
            if (whole && (unit <= ShortUnit || Words.Contains(text[..unit]))) return true;
        }

        return false;
    }

    private static string Unmasked(string text, char one) => string.Create(text.Length, (text, one), static (target, state) =>
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = state.text[i] switch
            {
                '0' => 'o', '1' or '!' => state.one, '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', '7' => 't', '8' => 'b', var other => other,
            };
        }
    });

    private static FrozenSet<string> Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not in the executable.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();
    }
}
