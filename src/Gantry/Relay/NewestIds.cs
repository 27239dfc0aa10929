using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Gantry.Relay;

/// <summary>The newest so many ids, each with what belongs to it; the oldest is forgotten for a new one. Safe for concurrent use.</summary>
/// <param name="most">Ids that it holds.</param>
/// <remarks>
/// Arrays that are as large with the first id as they will ever be, some thirty bytes for each that there is room for. A dictionary and a queue take a hundred for each id that is there, and a server
/// that remembers some thousand an hour grows for days until they are full, which nobody can tell from a leak.
/// </remarks>
internal sealed class NewestIds<TValue>(int most)
    where TValue : class
{
    private readonly Lock _gate = new();
    private UInt128[] _ids = [];
    private TValue?[] _values = [];
    private int[] _next = [];       // further on in a chain, plus one; 0 for its end
    private int[] _heads = [];      // of the chains, plus one
    private long _added;

    public bool IsEmpty => Volatile.Read(ref _added) == 0;

    /// <param name="id">Spread evenly, as a hash is.</param>
    /// <param name="value">What belongs to it.</param>
    /// <returns>False where the id is there already: it keeps its value and its age.</returns>
    public bool TryAdd(UInt128 id, TValue value)
    {
        lock (_gate)
        {
            if (Find(id) >= 0) return false;
            if (_ids.Length == 0) Open();
            var place = (int)(_added % most);
            if (_added >= most) Unlink(place);
            ref var head = ref HeadOf(id);
            (_ids[place], _values[place], _next[place]) = (id, value, head);
            head = place + 1;
            Volatile.Write(ref _added, _added + 1);
            return true;
        }
    }

    public bool TryFind(UInt128 id, [NotNullWhen(true)] out TValue? value)
    {
        lock (_gate)
        {
            var place = Find(id);
            value = place < 0 ? null : _values[place];
            return value is not null;
        }
    }

    private void Open()
    {
        (_ids, _values, _next, _heads) = (new UInt128[most], new TValue?[most], new int[most], new int[BitOperations.RoundUpToPowerOf2((uint)most)]);

        // Memory that is new is there when it is first written to: all of it now, not page by page for days.
        Array.Clear(_ids);
        Array.Clear(_values);
        Array.Clear(_next);
        Array.Clear(_heads);
    }

    private ref int HeadOf(UInt128 id) => ref _heads[(int)((ulong)id & (ulong)(_heads.Length - 1))];

    private int Find(UInt128 id)
    {
        if (_heads.Length == 0) return -1;
        var place = HeadOf(id) - 1;
        while (place >= 0 && _ids[place] != id) place = _next[place] - 1;
        return place;
    }

    private void Unlink(int place)
    {
        ref var link = ref HeadOf(_ids[place]);
        while (link != place + 1) link = ref _next[link - 1];
        link = _next[place];
    }
}
