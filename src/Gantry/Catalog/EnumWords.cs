using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Gantry.Catalog;

/// <summary>The words of closed lists in the declarative file and in the store: the member's name in snake case.</summary>
internal static class EnumWords
{
    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.Words[value];

    /// <exception cref="FormatException">The store holds a word that this version does not know.</exception>
    public static T Parse<T>(string word)
        where T : struct, Enum =>
        TryParse<T>(word, out var value) ? value : throw new FormatException($"'{word}' is not one of {string.Join(", ", All<T>())}.");

    public static bool TryParse<T>(string word, out T value)
        where T : struct, Enum => Table<T>.Values.TryGetValue(word, out value);

    public static ImmutableArray<string> All<T>()
        where T : struct, Enum => Table<T>.All;

    /// <summary>A name of several words in the file's spelling.</summary>
    public static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Words =
            Enum.GetValues<T>().ToFrozenDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));

        public static readonly FrozenDictionary<string, T> Values = Words.ToFrozenDictionary(p => p.Value, p => p.Key);

        public static readonly ImmutableArray<string> All = [.. Enum.GetValues<T>().Select(v => Words[v])];
    }
}
