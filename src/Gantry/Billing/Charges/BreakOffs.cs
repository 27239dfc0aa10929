using System.Collections.Concurrent;

namespace Gantry.Billing.Charges;

/// <summary>
/// How often each key leaves before the first word of an answer. That is free, since hedging clients do it; more than one in twenty of the
/// last hundred requests is a habit that costs the prompt (reliability §5.6, L-24).
/// </summary>
internal sealed class BreakOffs
{
    private const int Window = 100;
    private const int Allowed = 5;
    private const int MostKeys = 50_000;

    private readonly ConcurrentDictionary<Guid, Past> _keys = new();

    /// <summary>Whether the key has the habit: judged on a full window only.</summary>
    public bool IsHabit(Guid key) => _keys.TryGetValue(key, out var past) && past.IsHabit;

    /// <summary>Takes note of one finished request.</summary>
    public void Note(Guid key, bool brokeOff)
    {
        if (_keys.TryGetValue(key, out var past) || (brokeOff && _keys.Count < MostKeys && (past = _keys.GetOrAdd(key, static _ => new Past())) is not null))
        {
            past.Add(brokeOff);
        }
    }

    private sealed class Past
    {
        private readonly bool[] _ring = new bool[Window];
        private int _at;
        private int _known;
        private int _broken;

        public bool IsHabit => Volatile.Read(ref _known) >= Window && Volatile.Read(ref _broken) > Allowed;

        public void Add(bool brokeOff)
        {
            lock (_ring)
            {
                _broken += (brokeOff ? 1 : 0) - (_ring[_at] ? 1 : 0);
                _ring[_at] = brokeOff;
                _at = (_at + 1) % Window;
                _known = Math.Min(_known + 1, Window);
            }
        }
    }
}
