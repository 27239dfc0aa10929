using System.Collections.Immutable;
using Gantry.Nodes;

namespace Gantry.Tests.Access.Limits.Several;

/// <summary>Words between servers of one process: at once, or never.</summary>
internal sealed class ModelBus : INodeBus
{
    private ImmutableArray<Action<string?>> _listening = [];

    /// <summary>Which words are lost; none where it is null.</summary>
    public Func<string, bool>? Loses { get; set; }

    public void Say(string word)
    {
        if (Loses?.Invoke(word) == true) return;
        foreach (var heard in _listening) heard(word);
    }

    public IDisposable Listen(Action<string?> heard)
    {
        ImmutableInterlocked.Update(ref _listening, all => all.Add(heard));
        return new Ending(() => ImmutableInterlocked.Update(ref _listening, all => all.Remove(heard)));
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
