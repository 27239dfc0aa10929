using Gantry.Simulator.Scenarios;

namespace Gantry.Simulator.Scripts;

/// <summary>Scripts in the order in which they are tried; the first that matches a request serves it.</summary>
public sealed class ScriptQueue
{
    private readonly Lock _gate = new();
    private readonly List<(Script Script, int Left)> _scripts = [];

    /// <summary>Scripts that are not used up.</summary>
    public int Pending
    {
        get
        {
            lock (_gate) return _scripts.Count;
        }
    }

    /// <summary>Those that are not used up, in the order in which they are tried.</summary>
    public IReadOnlyList<WaitingScript> Waiting
    {
        get
        {
            lock (_gate) return [.. _scripts.Select(entry => new WaitingScript(entry.Script, entry.Left))];
        }
    }

    /// <exception cref="ArgumentException">The scenario has a token that means nothing, or the script serves no request at all.</exception>
    public void Enqueue(Script script)
    {
        Check(script);
        lock (_gate) _scripts.Add((script, script.Times));
    }

    /// <summary>Drops all scripts and takes these.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Enqueue"/>; nothing is changed then.</exception>
    public void Replace(params IEnumerable<Script> scripts)
    {
        var list = scripts.ToList();
        list.ForEach(Check);
        lock (_gate)
        {
            _scripts.Clear();
            _scripts.AddRange(list.Select(script => (script, script.Times)));
        }
    }

    public void Clear() => Replace();

    internal Script? Take(string? model, string? header)
    {
        lock (_gate)
        {
            var index = _scripts.FindIndex(entry =>
                (entry.Script.Model is null || entry.Script.Model == model) && (entry.Script.Header is null || entry.Script.Header == header));
            if (index < 0) return null;
            var (script, left) = _scripts[index];
            if (left <= 1) _scripts.RemoveAt(index);
            else _scripts[index] = (script, left - 1);
            return script;
        }
    }

    private static void Check(Script script)
    {
        if (script.Times < 1) throw new ArgumentException("A script must serve at least one request.", nameof(script));
        if (script.As is { } name && ModelName.Parse(name) is null) throw new ArgumentException($"'{name}' is not a scenario.", nameof(script));
    }
}
