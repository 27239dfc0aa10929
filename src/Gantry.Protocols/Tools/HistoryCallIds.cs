using System.Globalization;

namespace Gantry.Protocols.Tools;

/// <summary>
/// Makes the ids of a request's history unique for upstreams that demand it, and pairs results with calls by position: the first result
/// of an id answers the first call of the turn that has it.
/// </summary>
public sealed class HistoryCallIds
{
    private readonly Dictionary<string, int> _count = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<string>> _pending = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _last = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>Calls of earlier turns get no more results.</summary>
    public void BeginTurn() => _pending.Clear();

    /// <summary>The id of the next call; the second with one id gets <c>_2</c>.</summary>
    public string Call(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        string unique = id;
        while (!_taken.Add(unique)) unique = id + "_" + Next(id).ToString(CultureInfo.InvariantCulture);
        if (!_pending.TryGetValue(id, out var calls)) _pending[id] = calls = new Queue<string>();
        calls.Enqueue(unique);
        return unique;
    }

    /// <summary>The id of the next result; of a second result for one call the same again, of a result without a call its own.</summary>
    public string Result(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (_pending.TryGetValue(id, out var calls) && calls.TryDequeue(out string? call)) return _last[id] = call;
        return _last.GetValueOrDefault(id, id);
    }

    private int Next(string id) => _count[id] = _count.GetValueOrDefault(id, 1) + 1;
}
