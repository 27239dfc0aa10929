using System.Collections.Concurrent;

namespace Gantry.Console.Circuits;

/// <summary>How many circuits a session has open: each costs memory of the server.</summary>
internal sealed class CircuitSeats
{
    /// <summary>Pages that one session may have open at once.</summary>
    public const int MostPerSession = 16;

    private readonly ConcurrentDictionary<Guid, int> _taken = new();

    /// <returns>Whether there was one; who took one leaves it.</returns>
    public bool TryTake(Guid session)
    {
        if (_taken.AddOrUpdate(session, 1, static (_, taken) => taken + 1) <= MostPerSession) return true;
        Leave(session);
        return false;
    }

    public void Leave(Guid session)
    {
        if (_taken.AddOrUpdate(session, 0, static (_, taken) => taken - 1) <= 0) _taken.TryRemove(new KeyValuePair<Guid, int>(session, 0));
    }
}
