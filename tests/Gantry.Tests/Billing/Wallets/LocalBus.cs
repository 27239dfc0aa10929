using System.Collections.Immutable;
using Gantry.Nodes;

namespace Gantry.Tests.Billing.Wallets;

/// <summary>Words between servers that are all in this process; may be cut off.</summary>
internal sealed class LocalBus : INodeBus
{
    private ImmutableArray<Ear> _ears = [];

    /// <summary>Nobody hears anything.</summary>
    public bool IsCut { get; set; }

    public void Say(string word)
    {
        if (IsCut) return;
        foreach (var ear in _ears) ear.Heard(word);
    }

    public IDisposable Listen(Action<string?> heard)
    {
        var ear = new Ear(this, heard);
        ImmutableInterlocked.Update(ref _ears, all => all.Add(ear));
        return ear;
    }

    private sealed class Ear(LocalBus bus, Action<string?> heard) : IDisposable
    {
        public Action<string?> Heard => heard;

        public void Dispose() => ImmutableInterlocked.Update(ref bus._ears, all => all.Remove(this));
    }
}
