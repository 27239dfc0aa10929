using System.Runtime.CompilerServices;

namespace Gantry.Billing;

/// <summary>Names of the members of closed lists as the journal has them: as they are spelled in code, since their order may change.</summary>
internal static class MemberNames
{
    /// <param name="value">Of a list that counts up from zero.</param>
    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.Names[Unsafe.As<T, int>(ref value)];

    private static class Table<T>
        where T : struct, Enum
    {
        // Of int, and without gaps: what is written under a name must be read as what it was.
        public static readonly string[] Names = Enum.GetValuesAsUnderlyingType<T>() is int[] numbers && numbers.SequenceEqual(Enumerable.Range(0, numbers.Length))
            ? Enum.GetNames<T>()
            : throw new NotSupportedException($"{typeof(T).Name} does not count up from zero.");
    }
}
