using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Gantry.Catalog;

/// <summary>The words of closed lists in the declarative file and in the store: the member's name in snake case.</summary>
internal static class EnumWords
{
    /// <exception cref="ArgumentOutOfRangeException">No member of the list.</exception>
    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.Words.Find(Number(value)) ?? throw new ArgumentOutOfRangeException(nameof(value), value, $"No member of {typeof(T).Name}.");

    /// <exception cref="FormatException">The store holds a word that this version does not know.</exception>
    public static T Parse<T>(string word)
        where T : struct, Enum =>
        TryParse<T>(word, out var value) ? value : throw new FormatException($"'{word}' is not one of {string.Join(", ", All<T>())}.");

    public static bool TryParse<T>(string word, out T value)
        where T : struct, Enum
    {
        var known = Table<T>.Words.TryParse(word, out var number);
        value = known ? Member<T>(number) : default;
        return known;
    }

    public static ImmutableArray<string> All<T>()
        where T : struct, Enum => Table<T>.Words.All;

    /// <summary>A name of several words in the file's spelling.</summary>
    public static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    // Without a box. Lists are of int, or of byte.
    private static int Number<T>(T value)
        where T : struct, Enum => Unsafe.SizeOf<T>() == sizeof(byte) ? Unsafe.As<T, byte>(ref value) : Unsafe.As<T, int>(ref value);

    private static T Member<T>(int number)
        where T : struct, Enum
    {
        if (Unsafe.SizeOf<T>() != sizeof(byte)) return Unsafe.As<int, T>(ref number);
        var small = (byte)number;
        return Unsafe.As<byte, T>(ref small);
    }

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly WordList Words = new(typeof(T));
    }

    // Not generic: every start would compile its code and that of its tables anew for each of the lists, which took an eighth of all that a start compiles.
    private sealed class WordList
    {
        private readonly Dictionary<int, string> _words = [];
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

        public WordList(Type list)
        {
            if (Enum.GetUnderlyingType(list) is var kind && kind != typeof(int) && kind != typeof(byte)) throw new NotSupportedException($"{list.Name} is a list of {kind.Name}.");
            var values = Enum.GetValuesAsUnderlyingType(list);
            var names = Enum.GetNames(list);
            for (var i = 0; i < names.Length; i++)
            {
                var number = Convert.ToInt32(values.GetValue(i), CultureInfo.InvariantCulture);
                var word = Snake(names[i]);
                _words.Add(number, word);
                _numbers.Add(word, number);
                names[i] = word;
            }

            All = ImmutableCollectionsMarshal.AsImmutableArray(names);
        }

        public ImmutableArray<string> All { get; }

        public string? Find(int number) => _words.GetValueOrDefault(number);

        public bool TryParse(string word, out int number) => _numbers.TryGetValue(word, out number);
    }
}
