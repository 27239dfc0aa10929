using System.Globalization;
using Gantry.Contracts.Manage;

namespace Gantry.Console.Shell;

/// <summary>The base of forms as they are typed: what the texts stand for, and which are wrong.</summary>
internal abstract class TypedFields
{
    private readonly FieldErrors _errors = new();

    /// <summary>What is wrong with a field, by its name in the API.</summary>
    public IReadOnlyList<string> Errors(string field) => _errors.Of(field);

    public bool IsRight => _errors.None;

    /// <summary>Puts what the service said to the fields that it is about.</summary>
    /// <returns>Whether all of it has a place.</returns>
    public bool Mark(Refusal refusal) => _errors.Mark(refusal, Place);

    public void Wrong(string field, string message) => _errors.Add(field, message);

    /// <summary>The field that shows what is wrong with a member of the API; null where none does.</summary>
    protected abstract string? Place(string path);

    protected void Forget() => _errors.Clear();

    /// <summary>Words with commas or line ends between them.</summary>
    protected static string[] Split(string text) => text.Split([',', '，', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    protected static string? Filled(string text) => text.Trim() is { Length: > 0 } filled ? filled : null;

    protected static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>A whole number, or null for nothing; what is neither is marked.</summary>
    protected long? Number(string text, string field, string notANumber)
    {
        if (text.Trim().Length == 0) return null;
        if (long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        Wrong(field, notANumber);
        return null;
    }
}
