using System.Runtime.CompilerServices;

namespace Gantry.Routing;

/// <summary>Whose turn it is: a counter for each thing that requests are spread over. Goes with the snapshot that the thing belongs to.</summary>
internal sealed class Turns
{
    private readonly ConditionalWeakTable<object, StrongBox<int>> _turns = [];

    /// <summary>Takes the next turn.</summary>
    public uint Take(object owner) => (uint)Interlocked.Increment(ref _turns.GetOrCreateValue(owner).Value);

    /// <summary>The turn that <see cref="Take"/> would give now; takes nothing.</summary>
    public uint Look(object owner) => _turns.TryGetValue(owner, out var turn) ? (uint)Volatile.Read(ref turn.Value) + 1 : 1;
}
