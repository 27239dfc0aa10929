namespace Gantry.Protocols.Tools;

/// <summary>A tool as the client calls it.</summary>
/// <param name="Name">Any text.</param>
/// <param name="Namespace">The namespace that a Responses client declared it in; null for none.</param>
public readonly record struct ToolName(string Name, string? Namespace = null)
{
    /// <summary>One text for both: <c>namespace__name</c>.</summary>
    public string Flat => Namespace is null ? Name : Namespace + "__" + Name;

    // Two names may have one flat form; this one is theirs alone.
    internal string Key => Namespace is null ? Name : Namespace + "\0" + Name;
}
