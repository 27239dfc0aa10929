namespace Gantry.Catalog.Declared;

/// <summary>What the readers of one file share: the environment, the problems found so far and where every row was declared.</summary>
internal sealed class ReadContext(string source, Func<string, string?> environment)
{
    private readonly HashSet<FilePosition> _unreadable = [];

    public string Source { get; } = source;

    public Func<string, string?> Environment { get; } = environment;

    public List<ConfigurationProblem> Problems { get; } = [];

    /// <summary>Row and member -> place; the member is empty for the row itself.</summary>
    public Dictionary<(RowKey Row, string Member), FilePosition> Positions { get; } = [];

    public void Error(FilePosition at, string message)
    {
        if (!_unreadable.Contains(at)) Problems.Add(new ConfigurationProblem(Source, at, message));
    }

    /// <summary>Reports a value that cannot be known. What its substitute breaks further on is not reported again.</summary>
    public void Unreadable(FilePosition at, string message)
    {
        Error(at, message);
        _unreadable.Add(at);
    }
}
