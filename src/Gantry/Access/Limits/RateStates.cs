using Gantry.Snapshot;

namespace Gantry.Access.Limits;

/// <summary>What is counted of each scope. Under the lock of the limiter.</summary>
internal sealed class RateStates(RateShares? server)
{
    // Strangers choose their addresses. Who comes when so many are known goes uncounted, rather than unserved.
    private const int MostScopes = 200_000;

    private readonly Dictionary<RateScope, ScopeState> _states = [];

    public int Count => _states.Count;

    /// <summary>Requests that wait for a place.</summary>
    public int Waiting => _states.Values.Sum(state => state.Waiting);

    /// <summary>Null for an address that is not counted, because there are too many.</summary>
    public ScopeState? At(RateScope scope)
    {
        if (_states.TryGetValue(scope, out var state)) return state;
        var isAddress = scope.Owner == RateOwner.Address;
        if (isAddress && _states.Count >= MostScopes) return null;
        // Strangers' scopes must not reach the database.
        _states.Add(scope, state = new ScopeState(scope, isAddress ? null : server));
        return state;
    }

    /// <summary>Null for a scope of which nothing is counted.</summary>
    public ScopeState? Find(RateScope scope) => _states.GetValueOrDefault(scope);

    /// <summary>Forgets what is idle.</summary>
    /// <returns>Shares of scopes that can be forgotten once they have been given back.</returns>
    public List<ScopeShare> Forget(long now)
    {
        var unused = new List<ScopeShare>();
        foreach (var (scope, state) in _states)
        {
            if (!state.IsIdle(now)) continue;
            var shares = state.Shares;
            if (shares.TrueForAll(share => share.IsNothing))
            {
                shares.ForEach(share => server!.Close(share));
                _states.Remove(scope);
            }
            else
            {
                unused.AddRange(shares);
            }
        }

        return unused;
    }
}
