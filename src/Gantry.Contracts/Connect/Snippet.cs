namespace Gantry.Contracts.Connect;

/// <summary>Something to copy.</summary>
public sealed record Snippet
{
    public required SnippetKind Kind { get; init; }

    /// <summary>Ready to use: address, key and model are in it. Empty for <see cref="SnippetKind.Fields"/>.</summary>
    public string Text { get; init; } = "";

    /// <summary>Where the file is, as people of this system write it; null where it is none.</summary>
    public string? Path { get; init; }

    public IReadOnlyList<FormEntry> Fields { get; init; } = [];
}
