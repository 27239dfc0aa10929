using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Schemas;

/// <summary>One lowering under way: where it stands, what it notes, and whether it must be refused.</summary>
/// <param name="losses">Gets every change that takes something from the schema's meaning.</param>
/// <param name="path">Path of the schema in the source.</param>
internal sealed class SchemaRun(LossLog losses, string path)
{
    public const string Sanitized = "schema_sanitized";
    public const string RootUnionFlattened = "schema_root_union_flattened";
    public const string RecursiveRef = "schema_recursive_ref";

    // A schema full of oddities tells as much in its first paths as in all of them.
    private const int MaxPaths = 64;

    private readonly List<string> _segments = [];
    private int _noted;

    /// <summary>Stays <see cref="SchemaOutcome.Lowered"/> until something refuses.</summary>
    public SchemaOutcome Outcome { get; private set; }

    /// <summary>Path of the first refusal.</summary>
    public string Where { get; private set; } = "";

    public bool IsRefused => Outcome != SchemaOutcome.Lowered;

    public void Enter(string segment) => _segments.Add(segment);

    public void Leave() => _segments.RemoveAt(_segments.Count - 1);

    public void Note(string token, string keyword = "")
    {
        if (token != Sanitized || _noted++ < MaxPaths) losses.Note(token, At(keyword));
        else losses.Note(token, path);
    }

    /// <summary>The first refusal stands.</summary>
    public void Refuse(SchemaOutcome outcome)
    {
        if (IsRefused) return;
        Outcome = outcome;
        Where = At("");
    }

    private string At(string keyword)
    {
        var parts = keyword.Length == 0 ? _segments : [.. _segments, keyword];
        if (parts.Count == 0) return path;
        string inside = string.Join('.', parts);
        return path.Length == 0 ? inside : path + "." + inside;
    }
}
