namespace Gantry.Cli.Config.Writing;

/// <summary>One file as it is and as it will be.</summary>
/// <param name="Path">As it is called.</param>
/// <param name="Target">Where it is, all links followed.</param>
/// <param name="Before">Null where there is none.</param>
/// <param name="AfterText">What will be in it.</param>
/// <param name="HoldsSecret">A key stands in it: a new file is for its owner alone.</param>
internal sealed record FileChange(string Path, string Target, TextFile Before, string AfterText, bool HoldsSecret)
{
    public byte[] After { get; } = Before.With(AfterText);

    public bool IsSame => Before.Bytes is { } bytes && bytes.AsSpan().SequenceEqual(After);

    // The bytes may hold a key.
    public override string ToString() => Path;
}
