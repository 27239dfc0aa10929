namespace Gantry.Catalog.Declared;

/// <summary>Something wrong with a configuration, and where.</summary>
/// <param name="Source">The file's name, or <c>environment</c>.</param>
/// <param name="At">Null where the mistake has no one place in the file.</param>
/// <param name="Message">What is wrong and what would be right, without a secret.</param>
/// <param name="IsWarning">Worth saying, but no reason to refuse.</param>
internal sealed record ConfigurationProblem(string Source, FilePosition? At, string Message, bool IsWarning = false)
{
    /// <summary>As compilers write it: <c>gantry.yaml:12:5: error: …</c>.</summary>
    public override string ToString()
    {
        var place = At is { } at ? $"{Source}:{at.Line}:{at.Column}" : Source;
        return $"{place}: {(IsWarning ? "warning" : "error")}: {Message}";
    }
}
