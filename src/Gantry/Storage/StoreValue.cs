namespace Gantry.Storage;

/// <summary>What one column of a row is given: a text, a number, or nothing. A value of its own, so that a row of sixty numbers makes no sixty objects.</summary>
internal readonly record struct StoreValue
{
    private StoreValue(string? text, long number, bool isNumber) => (Text, Number, IsNumber) = (text, number, isNumber);

    /// <summary>Null for a number, and for nothing.</summary>
    public string? Text { get; }

    /// <summary>Zero where it is none.</summary>
    public long Number { get; }

    public bool IsNumber { get; }

    public bool IsNull => !IsNumber && Text is null;

    public static implicit operator StoreValue(string? text) => new(text, 0, isNumber: false);

    public static implicit operator StoreValue(long number) => new(null, number, isNumber: true);

    public static implicit operator StoreValue(long? number) => number is { } value ? value : default(StoreValue);
}
