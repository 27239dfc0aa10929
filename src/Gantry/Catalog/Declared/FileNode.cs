using System.Collections.Immutable;

namespace Gantry.Catalog.Declared;

/// <summary>One value of the declarative file with its place.</summary>
/// <remarks>
/// YamlDotNet's own tree stops at the first duplicate key; this one keeps duplicates so that every mistake is reported at once.
/// </remarks>
internal abstract record FileNode(FilePosition At)
{
    /// <summary>Text, a number, a flag or nothing.</summary>
    /// <param name="At">Where it begins.</param>
    /// <param name="Text">As written, quotes removed.</param>
    /// <param name="IsPlain">Written without quotes: only then can it be empty on purpose.</param>
    internal sealed record Scalar(FilePosition At, string Text, bool IsPlain) : FileNode(At)
    {
        public bool IsNull => IsPlain && Text is ("" or "~" or "null" or "Null" or "NULL");
    }

    internal sealed record List(FilePosition At, ImmutableArray<FileNode> Items) : FileNode(At);

    internal sealed record Map(FilePosition At, ImmutableArray<MapEntry> Entries) : FileNode(At);

    internal sealed record MapEntry(string Key, FilePosition KeyAt, FileNode Value);

    /// <summary>What the value is, in the words of an error.</summary>
    public string Kind => this switch
    {
        Map => "a mapping",
        List => "a list",
        Scalar { IsNull: true } => "nothing",
        _ => "a single value",
    };
}
