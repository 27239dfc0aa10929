namespace Gantry.Tests.Laws;

/// <summary>One file as the laws see it.</summary>
/// <param name="Path">Relative to the root, with slashes.</param>
/// <param name="Text">The whole content.</param>
internal sealed record SourceFile(string Path, string Text)
{
    private string? _code;

    public string Folder => Path.Contains('/', StringComparison.Ordinal) ? Path[..Path.LastIndexOf('/')] : "";

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The text without comments and without the content of strings.</summary>
    public string Code => _code ??= CSharpCode.Strip(Text);

    public int Lines => Text.Length == 0 ? 0 : Text.AsSpan().Count('\n') + (Text.EndsWith('\n') ? 0 : 1);

    public bool IsBelow(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);
}
